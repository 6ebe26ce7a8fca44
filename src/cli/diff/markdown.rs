//! A comparison as the comment of a pull request.

use std::fmt::Write as _;

use super::compared::Compared;
use super::value::{cut, shown};
use super::words::{self, Words, effect, name, notes, sign};
use crate::cli::markdown;
use crate::cli::terminal::line as one_line;
use crate::diff::{Change, ResourceChange, StackChange, Verdict};

/// GitHub takes 65,536 characters in a comment; a line that says what is missing needs some.
const MOST: usize = 65_000;
/// The characters of a value in one line.
const VALUE: usize = 140;

/// All comparisons, cut to what a comment holds: whole stacks are left out, the last first, and named.
pub(super) fn text(all: &[Compared]) -> String {
    let mut blocks: Vec<(String, String)> = Vec::new();
    for compared in all {
        let words = Words::of(compared);
        blocks.push((String::new(), head(compared)));
        for stack in compared.comparison.stacks.iter().filter(|stack| !stack.is_same()) {
            blocks.push((format!("{} {}", compared.environment, stack.name), self::stack(stack, &words)));
        }
    }
    let mut text = String::new();
    let mut left_out: Vec<String> = Vec::new();
    for (name, block) in blocks {
        if text.chars().count() + block.chars().count() <= MOST {
            text.push_str(&block);
        } else if !name.is_empty() {
            left_out.push(name);
        }
    }
    if !left_out.is_empty() {
        let _ =
            writeln!(text, "\nLeft out, since a comment holds no more: {}.", markdown::text(&cut(&left_out.join(", "), VALUE)));
    }
    text
}

fn head(compared: &Compared) -> String {
    let name = if compared.environment.is_empty() { "Templates".to_owned() } else { markdown::code(&compared.environment) };
    let mut text = format!("### {name}, against {}\n\n", markdown::text(&compared.base));
    if compared.comparison.is_same() {
        text.push_str(if compared.drift_from.is_some() { "No difference.\n\n" } else { "No change.\n\n" });
    }
    if compared.drift_from.is_some() && !compared.comparison.is_same() {
        text.push_str("**DRIFT BETWEEN ENVIRONMENTS**\n\n");
    }
    for headline in &compared.comparison.headlines {
        let title = headline.kind.title();
        let message = cut(&markdown::text(&words::under(headline.message.clone(), headline.under.as_deref())), 4 * VALUE);
        let _ = writeln!(
            text,
            "- **{title}** `{}` {}: {message} *{}*",
            headline.code,
            markdown::text(&headline.stack),
            markdown::text(&headline.way_out)
        );
    }
    text.push_str(if compared.comparison.headlines.is_empty() { "" } else { "\n" });
    text
}

fn stack(stack: &StackChange, words: &Words) -> String {
    let mut body = String::new();
    for change in stack.values.iter().chain(&stack.others) {
        body.push_str(&line("~ ", change, words));
    }
    stack.resources.iter().for_each(|each| body.push_str(&resource(each, words)));
    stack.unknown.iter().for_each(|what| body.push_str(&format!("! not compared: {}\n", one_line(what))));
    words::stored(stack).into_iter().for_each(|line| body.push_str(&format!("! {}\n", one_line(&line))));
    format!(
        "<details><summary><b>{}</b> · {}</summary>\n\n{}</details>\n\n",
        markdown::html(&stack.name),
        markdown::html(&words.summary(stack)),
        markdown::block("diff", &body)
    )
}

fn resource(resource: &ResourceChange, words: &Words) -> String {
    // GitHub colours lines that begin with `+`, `-` and `!`.
    let sign = match sign(resource.verdict) {
        "±" => "!",
        "~" => " ",
        other => other,
    };
    let mut text = format!(
        "{sign} {} ({}): {}\n",
        one_line(&resource.id),
        one_line(&resource.resource_type),
        one_line(&words::under(words.verdict(resource), resource.under.as_deref()))
    );
    notes(resource).into_iter().for_each(|note| text.push_str(&format!("    {}\n", one_line(&note))));
    if !matches!(resource.verdict, Verdict::Add | Verdict::Remove) {
        resource.changes.iter().for_each(|change| text.push_str(&line("    ", change, words)));
    }
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// A changed value; GitHub colours the lines of what was and what is.
fn line(indent: &str, change: &Change, words: &Words) -> String {
    let shown = shown(change, words, [VALUE, VALUE]);
    let effect = words::under(effect(change).to_owned(), change.under.as_deref());
    let head = format!("{indent}{}: {} {effect}", name(change), shown.head);
    let mut text = format!("{}\n", one_line(head.trim_end()));
    for (sign, line) in shown.below {
        let _ = writeln!(text, "{sign}       {}", one_line(&line));
    }
    text
}
