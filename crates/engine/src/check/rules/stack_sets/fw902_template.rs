//! FW902: a template that the stacks of a stack set cannot have.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::NESTED;
use crate::language::read::stack_set::{self, STACK_SET, StackSet};
use crate::template::{Key, Map, Template, function};

pub(crate) const RULE: Rule = Rule {
    code: "FW902",
    severity: Severity::Error,
    what: "Finds a `TemplateBody` of a stack set that is not a template, has stacks in it, lacks the parameters that it is given or needs others, or has transforms with SERVICE_MANAGED permissions.",
    why: "CloudFormation refuses the stack set. The execution role that AWS Organizations makes runs no transforms and macros.",
    example: "an `AWS::CloudFormation::Stack` in the template of a stack set",
    fix: "put the resources into the template itself, and run transforms before (`aws cloudformation package`, `synth`)",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-custom-execution-role.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for set in stack_set::all(context.scope()) {
        let body = set.property("TemplateBody");
        match set.template() {
            None => {}
            Some(Err(errors)) => {
                let why = errors.first().map(|error| error.message.clone()).unwrap_or_default();
                body.report(context, rule.finding(format!("`TemplateBody` is not a template: {why}")).help(rule.fix));
            }
            Some(Ok(template)) => {
                let found = unfit(rule, &set, &template);
                found.into_iter().for_each(|finding| body.report(context, finding));
                parameters(rule, &set, &template, context);
            }
        }
    }
}

fn unfit(rule: &Rule, set: &StackSet<'_>, template: &Template) -> Vec<Diagnostic> {
    let nested = template.resources().filter(|resource| [NESTED, STACK_SET].contains(&resource.resource_type));
    let mut found: Vec<Diagnostic> = nested
        .map(|resource| {
            let message = format!(
                "`{}` in the template of the stack set is of the type {}, which a stack set cannot have",
                resource.id.as_str(),
                resource.resource_type
            );
            rule.finding(message).help("put its resources into the template itself, or into a stack set of their own")
        })
        .collect();
    if set.permission_model().as_deref() == Some("SERVICE_MANAGED") {
        let mut transforms = !template.transforms().is_empty();
        template.root().walk(&mut |node| transforms |= function::call(node).is_some_and(|(name, _)| name == function::TRANSFORM));
        if transforms {
            let message = "the template has a transform, which SERVICE_MANAGED stack sets do not run";
            found.push(rule.finding(message).help("run it before and use what comes of it, or take SELF_MANAGED permissions"));
        }
    }
    found
}

/// What the stack set hands to its template, and what that takes.
fn parameters(rule: &Rule, set: &StackSet<'_>, template: &Template, context: &mut Context<'_>) {
    let none = Map::default();
    let declared = template.section("Parameters").unwrap_or(&none);
    let Some(given) = set.parameters().filter(|_| !function::has_functions(declared)) else { return };
    for (name, value) in given.iter().filter(|(name, _)| !declared.contains_key(name.as_str())) {
        let near = nearest(name, declared.keys().map(Key::as_str));
        let help = near.map_or_else(|| "remove it".to_owned(), |near| format!("did you mean `{near}`?"));
        value.report(context, rule.finding(format!("the template of the stack set has no parameter `{name}`")).help(help));
    }
    // Each group of stacks may have values of its own.
    let overrides = set.groups().is_none_or(|groups| groups.iter().any(|group| !group.get("ParameterOverrides").is_absent()));
    let is_missing = |name: &str| given.iter().all(|(given, _)| given != name);
    for (key, _) in declared.iter().filter(|(key, node)| !overrides && node.get("Default").is_none() && is_missing(key.as_str()))
    {
        let finding = rule.finding(format!("the template of the stack set needs the parameter `{}`", key.as_str()));
        set.property("TemplateBody").report(context, finding.help("add it to `Parameters` of the stack set"));
    }
}
