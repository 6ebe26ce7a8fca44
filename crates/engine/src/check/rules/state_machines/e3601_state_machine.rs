//! E3601: a state machine whose definition Step Functions refuses.

use super::states;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Scope;
use crate::language::read::property::Property;
use crate::language::read::resource;
use crate::template::path::{Path, Step};
use crate::template::substitution::Substitution;
use crate::template::{function, read};

pub(crate) const RULE: Rule = Rule {
    code: "E3601",
    severity: Severity::Error,
    what: "Finds a state machine without `StartAt` or `States`, a state without `Type`, or with neither `Next` nor `End`, one that leads to a state that is not there, one that nothing leads to, a task without an ARN, `Retry` or `Catch` without `ErrorEquals`, and a task of an express machine that waits for a job.",
    why: "Step Functions refuses the state machine: `Invalid State Machine Definition`.",
    example: "`Next: Chek` where the state is `Check`",
    fix: "name the states as they are called, and end with `End: true`",
    link: "https://states-language.net/spec.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for machine in resource::of_type(scope, "AWS::StepFunctions::StateMachine") {
        let is_express = machine.properties.get("StateMachineType").is("EXPRESS");
        for name in ["Definition", "DefinitionString"] {
            for definition in machine.properties.get(name).cases() {
                check(rule, context, scope, &definition, name, is_express);
            }
        }
    }
    for machine in resource::of_type(scope, "AWS::Serverless::StateMachine") {
        let is_express = machine.properties.get("Type").is("EXPRESS");
        check(rule, context, scope, &machine.properties.get("Definition"), "Definition", is_express);
    }
}

fn check<'a>(
    rule: &Rule,
    context: &mut Context<'a>,
    scope: &'a Scope<'a>,
    definition: &Property<'a>,
    name: &str,
    is_express: bool,
) {
    if name == "Definition" {
        let Some(node) = definition.map().and(definition.node()) else { return };
        for fault in states::faults(node, is_express) {
            let path = definition.path().join(fault.path.iter().map(|step| Step::from(step.as_str())).collect::<Path<'_>>());
            context.report(finding(rule, fault.message, fault.help), fault.location, path.into_owned());
        }
        return;
    }
    // The places in a text are those of the text.
    let Some(read) = text(scope, definition).and_then(|text| read::document(text.as_bytes()).ok()) else { return };
    for fault in states::faults(&read.root, is_express) {
        definition.report(context, finding(rule, fault.message, fault.help));
    }
}

fn finding(rule: &Rule, message: String, help: Option<String>) -> Diagnostic {
    rule.finding(message).help(help.unwrap_or_else(|| rule.fix.to_owned()))
}

/// The text of a definition; what is only known later is left as `${…}`.
fn text<'a>(scope: &'a Scope<'a>, definition: &Property<'a>) -> Option<String> {
    let node = scope.reduce(definition.node()?)?;
    match function::call(node) {
        None => node.as_str().map(str::to_owned),
        Some((function::SUB, argument)) => Some(Substitution::of(argument)?.text.to_owned()),
        Some((function::JOIN, argument)) => match argument.as_list()? {
            [delimiter, items] => {
                let items = items.as_list()?.iter().map(|item| item.as_str().unwrap_or("${…}").to_owned());
                Some(items.collect::<Vec<_>>().join(delimiter.as_str()?))
            }
            _ => None,
        },
        Some(_) => None,
    }
}
