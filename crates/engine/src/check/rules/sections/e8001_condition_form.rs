//! E8001: a condition of the wrong form.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::sections::section_schema::SectionSchema;
use crate::diagnostic::Severity;
use crate::language::reference;
use crate::template::{Content, Key, Node, function};

pub(crate) const RULE: Rule = Rule {
    code: "E8001",
    severity: Severity::Error,
    what: "Finds a condition without a name or with a longer one than 255 characters, one that does not consist of `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` and `Condition`, and one that reads a resource or another stack.",
    why: "CloudFormation refuses the whole template: it decides the conditions before it makes a resource or reads an export.",
    example: "IsProduction: !Ref Production",
    fix: "compare values with `Fn::Equals`, and combine conditions with `Fn::And`, `Fn::Or` and `Fn::Not`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
    kind: RuleKind::Template(run),
};

/// Characters of a name.
const LONGEST: usize = 255;

fn run(rule: &Rule, context: &mut Context<'_>) {
    let mut shape = SectionSchema::new(rule, context, "Conditions", "condition");
    for (key, node) in shape.elements() {
        let name = key.as_str();
        // No page says which characters a name has, and templates that are deployed have such as `R80.10`.
        if name.is_empty() || name.len() > LONGEST {
            let finding = rule.finding(format!("`{}` cannot name a condition", shown(name)));
            shape.put(finding.help("use 1 to 255 characters"), key, key, &[]);
        }
        if !is_condition(node) && node.content != Content::Null {
            let finding = rule.finding(format!("the condition `{name}` calls no condition function"));
            shape.put(finding.help(rule.fix), key, key, &[]);
        }
        node.walk(&mut |node| {
            let Some((function::AND | function::OR | function::NOT, argument)) = function::call(node) else { return };
            let operands = argument.as_list().unwrap_or_default().iter();
            for operand in operands.filter(|operand| !is_condition(operand) && operand.content != Content::Null) {
                let finding = rule.finding(format!("the condition `{name}` combines a value that is not a condition"));
                shape.put(finding.help(rule.fix), key, &Key::new(name.to_owned(), operand.location), &[]);
            }
        });
    }
    for (key, node) in shape.elements() {
        if let Some(read) = late(context, node) {
            let finding = rule.finding(format!("the condition `{}` reads {read}, which is known later", key.as_str()));
            shape.put(finding.help("decide by parameters, mappings and pseudo parameters"), key, key, &[]);
        }
    }
    context.report_all(shape.found);
}

/// What a condition reads that CloudFormation knows only after it has decided.
fn late<'a>(context: &Context<'a>, node: &'a Node) -> Option<String> {
    let resource = reference::ids(node).into_iter().find(|id| context.has("Resources", id));
    resource.map(|id| format!("the resource `{id}`")).or_else(|| {
        let mut is_import = false;
        node.walk(&mut |node| is_import |= function::call(node).is_some_and(|(name, _)| name == function::IMPORT_VALUE));
        is_import.then(|| format!("`{}`", function::IMPORT_VALUE))
    })
}

/// Whether a node is a function that yields true or false, or one that may write such a function.
fn is_condition(node: &Node) -> bool {
    let deciding = [function::AND, function::OR, function::NOT, function::EQUALS, function::CONDITION, function::TRANSFORM];
    function::call(node).is_some_and(|(name, _)| deciding.contains(&name))
}
