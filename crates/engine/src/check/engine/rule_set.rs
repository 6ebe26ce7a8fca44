//! Rules, sorted by what they look at.

use super::extension::Extensions;
use super::nodes::NodeRules;
use super::rule::Rule;
use super::walk::Applicable;

/// Rules in the order of their findings, and each kind of them by what it looks at. It is made once, and all templates are shown to it.
pub(crate) struct RuleSet {
    /// All of them.
    pub(super) rules: Vec<&'static Rule>,
    /// Those that look at nodes.
    pub(super) nodes: NodeRules,
    /// Those that look at values of properties.
    pub(super) values: Applicable,
    /// Those that are schemas themselves.
    pub(super) extensions: Extensions,
}

impl RuleSet {
    /// A set of these rules.
    pub(crate) fn of(rules: impl IntoIterator<Item = &'static Rule>) -> Self {
        let rules: Vec<&'static Rule> = rules.into_iter().collect();
        let (nodes, values, extensions) = (NodeRules::among(&rules), Applicable::among(&rules), Extensions::among(&rules));
        RuleSet { rules, nodes, values, extensions }
    }
}
