//! W1001: a reference to a resource that a condition may leave out.

use std::collections::BTreeSet;

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Fact;
use crate::template::path::Path;
use crate::template::{Content, Node, SourceLocation, function};

pub(crate) const RULE: Rule = Rule {
    code: "W1001",
    severity: Severity::Warning,
    what: "Finds a `Ref`, `Fn::GetAtt` or `Fn::Sub` of a resource that a condition may leave out, while the reference stays.",
    why: "CloudFormation refuses the template for the parameters that leave the resource out: `Unresolved resource dependencies`.",
    example: "An output without `Condition` that reads the ARN of a resource with `Condition: IsProd`.",
    fix: "give the element with the reference the same condition, or choose by `Fn::If`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let conditional = |node: &Node| node.get("Condition").is_some();
    if !scope.section("Resources").into_iter().flatten().any(|(_, resource)| conditional(resource)) {
        return;
    }
    let mut found = Vec::new();
    for name in ["Resources", "Outputs"] {
        for (key, element) in scope.section(name).into_iter().flatten() {
            let own = element.get("Condition").and_then(Node::as_str).map(|own| Fact::Condition(own, true));
            let mut search = Search { context, path: [name, key.as_str()].into(), seen: BTreeSet::new(), found: Vec::new() };
            search.node(element, &own.into_iter().collect::<Vec<_>>(), key.location_with(element));
            found.append(&mut search.found);
        }
    }
    for Missing { target, condition, location, path } in found {
        let message = format!("`{target}` does not exist unless `{condition}` holds, and it is referred to all the same");
        let target = scope.section("Resources").and_then(|all| all.get_key_value(target));
        let mut finding = rule.finding(message).help(rule.fix);
        if let Some((key, node)) = target {
            finding = finding.related(key.location_with(node), format!("has the condition `{condition}`"));
        }
        context.report(finding, location, path);
    }
}

/// A reference to what may not be there.
struct Missing<'a> {
    target: &'a str,
    condition: &'a str,
    location: SourceLocation,
    path: Path<'a>,
}

/// A walk through one element.
struct Search<'a, 'c> {
    context: &'c Context<'a>,
    path: Path<'a>,
    /// What was looked at: the resource, and under how many circumstances.
    seen: BTreeSet<(&'a str, String)>,
    found: Vec<Missing<'a>>,
}

impl<'a> Search<'a, '_> {
    fn node(&mut self, node: &'a Node, facts: &[Fact<'a>], outer: SourceLocation) {
        let location = node.location.or(outer);
        if let Some((name, argument)) = function::call(node) {
            if let (function::IF, Some([condition, then, otherwise])) = (name, argument.as_list())
                && let Some(condition) = condition.as_str()
            {
                for (branch, held) in [(then, true), (otherwise, false)] {
                    self.node(branch, &[facts, &[Fact::Condition(condition, held)]].concat(), location);
                }
                return;
            }
            function::references(name, argument).into_iter().for_each(|id| self.reference(id, facts, location));
        }
        match &node.content {
            Content::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.path.push(index);
                    self.node(item, facts, location);
                    self.path.pop();
                }
            }
            Content::Map(map) => {
                for (key, value) in map {
                    self.path.push(key.as_str());
                    self.node(value, facts, key.location_with(value).or(location));
                    self.path.pop();
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, id: &'a str, facts: &[Fact<'a>], location: SourceLocation) {
        let Some(target) = self.context.scope().section("Resources").and_then(|all| all.get(id)) else { return };
        if target.get("Condition").is_none() || !self.seen.insert((id, format!("{facts:?}"))) {
            return;
        }
        if let Some(condition) = self.context.scope().may_leave_out(target, facts) {
            self.found.push(Missing { target: id, condition, location, path: self.path.clone() });
        }
    }
}
