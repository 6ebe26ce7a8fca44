//! E3601: a state machine whose definition Step Functions refuses.

use super::states;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::Scope;
use crate::language::read::property::Property;
use crate::language::read::resource;
use crate::template::path::{Path, Step};
use crate::template::substitution::Substitution;
use crate::template::{function, read};

pub(crate) const RULE: Rule = Rule {
    code: "E3601",
    severity: Severity::Error,
    what: "Finds a state machine without `StartAt` or `States`, a state without `Type`, or with neither `Next` nor `End`, one that leads to a state that is not there, one that nothing leads to, a task without an ARN or with a substitution that the machine does not have, a `Wait` without its one time, a `Map` without `ItemProcessor`, `Retry` or `Catch` without `ErrorEquals` or with more beside `States.ALL`, a field of the other query language, a heartbeat longer than the time of its task, and a task of an express machine that waits for a job.",
    why: "Step Functions refuses the state machine: `Invalid State Machine Definition`.",
    example: "`Next: Chek` where the state is `Check`",
    fix: "name the states as they are called, and end with `End: true`",
    link: "https://states-language.net/spec.html",
    kind: RuleKind::Template(run),
};

/// The types of machines, each with the key of what kind of machine it is, and the keys of its definition.
const MACHINES: [(&str, &str, &[&str]); 2] = [
    ("AWS::StepFunctions::StateMachine", "StateMachineType", &["Definition", "DefinitionString"]),
    ("AWS::Serverless::StateMachine", "Type", &["Definition"]),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for (kind, key, names) in MACHINES {
        for machine in resource::of_type(scope, kind) {
            let is_express = machine.properties.get(key).is("EXPRESS");
            let substitutions = machine.properties.get("DefinitionSubstitutions").keys().filter(|keys| !keys.is_empty());
            for name in names {
                for definition in machine.properties.get(name).cases() {
                    check(rule, context, &definition, name, is_express);
                    if let Some(known) = &substitutions {
                        check_substitutions(rule, context, &definition, known);
                    }
                }
            }
        }
    }
}

/// CloudFormation leaves a substitution as it is that has no value, and Step Functions refuses it.
fn check_substitutions<'a>(rule: &Rule, context: &mut Context<'a>, definition: &Property<'a>, known: &[&str]) {
    let written = definition.text().and_then(|text| read::document(text.as_bytes()).ok());
    let Some(root) = written.as_ref().map(|read| &read.root).or(definition.node()) else { return };
    for (name, location) in states::unknown_substitutions(root, known) {
        let near = nearest(name, known.iter().copied());
        let help =
            near.map_or_else(|| "add it to `DefinitionSubstitutions`".to_owned(), |near| format!("did you mean `{near}`?"));
        let location = if written.is_some() { definition.location() } else { location.or(definition.location()) };
        let message = format!("`DefinitionSubstitutions` has no `{name}`, which a task calls");
        context.report(finding(rule, message, Some(help)), location, definition.path());
    }
}

fn check<'a>(rule: &Rule, context: &mut Context<'a>, definition: &Property<'a>, name: &str, is_express: bool) {
    if name == "Definition" {
        let Some(node) = definition.map().and(definition.node()) else { return };
        for fault in states::faults(node, is_express) {
            let path = definition.path().join(fault.path.iter().map(|step| Step::from(step.as_str())).collect::<Path<'_>>());
            context.report(finding(rule, fault.message, fault.help), fault.location, path.into_owned());
        }
        return;
    }
    // The places in a text are those of the text.
    let Some(read) = text(context.scope(), definition).and_then(|text| read::document(text.as_bytes()).ok()) else { return };
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
