//! Showing the nodes of a template to the rules that look at nodes.

use super::context::{Context, Found, MOST_FINDINGS};
use super::rule::{Nodes, Rule, RuleKind};
use super::visit::Visit;
use crate::diagnostic::Diagnostic;
use crate::template::{Content, Node, function};

/// Checks every node, all in one walk; what the rules find is put in their order.
pub(super) fn validate(rules: &NodeRules, context: &mut Context<'_>) {
    let mut found: Vec<(usize, Found<'_>)> = Vec::new();
    context.walk(&mut |visit| {
        for look in rules.at(visit) {
            if found.len() > MOST_FINDINGS {
                return;
            }
            for mut finding in (look.run)(look.rule, context, visit) {
                let path = visit.path().clone().join(std::mem::take(&mut finding.path));
                let location = finding.location.or(visit.location);
                found.push((look.order, (finding, location, path)));
            }
        }
    });
    found.sort_by_key(|(order, _)| *order);
    context.report_all(found.into_iter().map(|(_, found)| found));
}

/// A rule, its place among all rules, and how it looks at a node.
#[derive(Clone, Copy)]
struct Look {
    order: usize,
    rule: &'static Rule,
    /// The functions that it looks at; none where it looks at all nodes that it is chosen for.
    functions: &'static [&'static str],
    run: for<'a> fn(&Rule, &Context<'a>, &Visit<'a, '_>) -> Vec<Diagnostic>,
}

/// The rules for each kind of node.
#[derive(Default)]
pub(super) struct NodeRules {
    texts: Vec<Look>,
    dynamic_texts: Vec<Look>,
    calls: Vec<Look>,
    statements: Vec<Look>,
    others: Vec<Look>,
}

impl NodeRules {
    pub(super) fn among(rules: &[&'static Rule]) -> Self {
        let mut chosen = NodeRules::default();
        let NodeRules { texts, dynamic_texts, calls, statements, others } = &mut chosen;
        for (order, rule) in rules.iter().enumerate() {
            let RuleKind::Node(nodes, run) = rule.kind else { continue };
            let (wanted, functions): (Vec<&mut Vec<Look>>, &[&str]) = match nodes {
                Nodes::All => (vec![texts, dynamic_texts, calls, statements, others], &[]),
                Nodes::Texts => (vec![texts, dynamic_texts], &[]),
                Nodes::DynamicTexts => (vec![dynamic_texts], &[]),
                Nodes::Calls => (vec![calls], &[]),
                Nodes::CallsOf(functions) => (vec![calls], functions),
                Nodes::Statements => (vec![statements], &[]),
            };
            wanted.into_iter().for_each(|looks| looks.push(Look { order, rule, functions, run }));
        }
        chosen
    }

    fn at<'l>(&'l self, visit: &Visit<'l, '_>) -> impl Iterator<Item = &'l Look> {
        let call = function::call(visit.node).map(|(name, _)| name);
        let looks = match &visit.node.content {
            // The braces are looked for one by one, which is faster.
            Content::Text(text) if text.contains('{') && text.contains("{{") => &self.dynamic_texts,
            Content::Text(_) => &self.texts,
            _ if call.is_some() => &self.calls,
            _ if visit.is_statement() => &self.statements,
            _ => &self.others,
        };
        // What a null should be is unknown, and that null stands nowhere is `E0000`.
        let call = call.filter(|_| !has_null(visit.node));
        looks.iter().filter(move |look| look.functions.is_empty() || call.is_some_and(|name| look.functions.contains(&name)))
    }
}

/// Whether the argument of a function is null, or one of its arguments is.
fn has_null(node: &Node) -> bool {
    let is_null = |node: &Node| node.content == Content::Null;
    let Some((_, argument)) = function::call(node) else { return false };
    is_null(argument) || argument.as_list().is_some_and(|items| items.iter().any(is_null))
}
