//! What is moved, and the commands in order.

use std::fmt::Write as _;

use super::files::Request;
use super::refactored::RefactoredApp;
use crate::cli::terminal::{Palette, Style};
use crate::diff::MoveState;
use crate::scaffold::shell::quote;
use crate::template::counted;

/// What is said of one environment.
pub(super) fn text(made: &RefactoredApp, request: Option<&Request>, palette: Palette) -> String {
    let environment = palette.paint(Style::Strong, &made.assembly.environment);
    let Some(request) = request else { return format!("{environment} · nothing to move\n") };
    let pending: Vec<_> = made.refactored.moves.iter().filter(|moved| moved.state == MoveState::Pending).collect();
    let stacks = counted(made.refactored.templates.len(), "stack");
    let mut text = format!("{environment} · {} to move, in {stacks}\n", counted(pending.len(), "resource"));
    for moved in pending {
        let said = &moved.said;
        let _ = writeln!(text, "  {}.{} → {}.{}  {}", said.from_stack, said.from, said.to_stack, said.to, moved.resource_type);
    }
    for (what, outputs) in [("new", &made.refactored.new_outputs), ("gone", &made.refactored.gone_outputs)] {
        for (stack, output) in outputs {
            let _ = writeln!(text, "  {what} output: {stack}.{output}");
        }
    }
    let _ = writeln!(text, "\nThe commands, in order; nothing is moved before the last but one:\n\n{}", commands(made, request));
    text
}

fn commands(made: &RefactoredApp, request: &Request) -> String {
    let region = quote(&made.assembly.target.region);
    let command = |rest: &str| format!("aws cloudformation {rest} --region {region}\n");
    let mut text = String::new();
    for (file, place) in &request.uploads {
        let _ = writeln!(text, "aws s3 cp --region {region} {} {}", quote(file), quote(&format!("s3://{place}")));
    }
    let create = format!(
        "create-stack-refactor --cli-input-json {} --query StackRefactorId --output text --region {region}",
        quote(&format!("file://{}", request.shown))
    );
    let _ = writeln!(text, "refactor=$(aws cloudformation {create})");
    for step in [
        "wait stack-refactor-create-complete",
        "describe-stack-refactor",
        "list-stack-refactor-actions",
        "execute-stack-refactor",
        "wait stack-refactor-execute-complete",
    ] {
        text.push_str(&command(&format!("{step} --stack-refactor-id \"$refactor\"")));
    }
    text
}
