//! FW118: a function that yields a list where a property takes one value, or one value where it takes a list.

use crate::check::engine::{Rule, RuleKind, Subject, TYPES_PAGE, Values};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::yields::{self, Yields};
use crate::schema::{self, JsonType, Keywords};
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "FW118",
    severity: Severity::Error,
    what: "Finds a function, a parameter or an attribute that yields a list where a property takes one value, and one that yields a string where it takes a list.",
    why: "CloudFormation refuses the resource: `Value of property Subnets must be of type List of String`.",
    example: "Subnets: !ImportValue network-Subnets",
    fix: "take one item with `!Select [0, …]`, or split the text: `!Split [\",\", !ImportValue network-Subnets]`",
    link: TYPES_PAGE,
    kind: RuleKind::Call(Values::With(Keywords::of(&["type"])), run),
};

fn run(rule: &Rule, subject: &Subject<'_>) -> Vec<Diagnostic> {
    // The serverless transform makes of its properties what it wants.
    let Some(given) = yields::of(subject.scope, subject.node).filter(|_| !schema::is_serverless(subject.resource_type)) else {
        return Vec::new();
    };
    // `E3012` looks at what is known.
    if subject.scope.cases(subject.node).iter().any(|case| case.node().is_some()) {
        return Vec::new();
    }
    let types: Vec<JsonType> = subject.schema.types().collect();
    let is_list = types.contains(&JsonType::Array);
    let message = match given {
        // A document takes anything.
        Yields::List if !is_list && !types.contains(&JsonType::Object) => "expected one value, found a list",
        Yields::Scalar if is_list && types.len() == 1 => "expected a list, found a string",
        _ => return Vec::new(),
    };
    let help = match (given, function::call(subject.node)) {
        (Yields::List, _) => "take one item: `!Select [0, …]`; where a list is wanted, write it without brackets around it",
        (_, Some((function::REF, id))) if id.as_str().is_some_and(|id| subject.scope.resource(id).is_some()) => {
            "write a list with it: `[!Ref …]`"
        }
        (_, Some((function::REF, _))) => {
            "give the parameter the type `CommaDelimitedList`, or a `List<…>`; of one value write `[!Ref …]`"
        }
        _ => "split it: `!Split [\",\", …]`; of one value write a list with it",
    };
    vec![rule.finding(format!("`{}`: {message}", subject.name)).help(help)]
}
