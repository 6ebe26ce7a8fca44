//! What the author of a template ignores, in the manner of cfn-lint.
//!
//! `Metadata: { cfn-lint: { config: { ignore_checks: [W, E3030] } } }` of the template leaves out every rule whose code begins so;
//! that of a resource leaves out exactly these codes in this resource. (cfn-lint 1.58 has no comments that do so.)

use crate::diagnostic::Diagnostic;
use crate::template::{Node, Template};

const PATH: [&str; 4] = ["Metadata", "cfn-lint", "config", "ignore_checks"];

/// What is ignored in a template.
pub(super) struct Ignored<'a> {
    everywhere: Vec<&'a str>,
    /// A resource and a code.
    there: Vec<(&'a str, &'a str)>,
}

impl<'a> Ignored<'a> {
    /// What this template's author ignores.
    pub(super) fn by(template: &'a Template) -> Self {
        let everywhere = codes(template.root()).collect();
        let there = template.resources().flat_map(|resource| {
            let id = resource.id.as_str();
            codes(resource.node).map(move |code| (id, code))
        });
        Ignored { everywhere, there: there.collect() }
    }

    /// Whether a finding is ignored. Its path begins with the section.
    pub(super) fn has(&self, finding: &Diagnostic) -> bool {
        let of_resource = |(id, code): &(&str, &str)| finding.code == *code && finding.path.begins_with(&["Resources", id]);
        self.everywhere.iter().any(|prefix| finding.code.starts_with(prefix)) || self.there.iter().any(of_resource)
    }
}

fn codes(node: &Node) -> impl Iterator<Item = &str> {
    // An empty text would ignore everything, which nobody means.
    let list = node.at_path(&PATH).and_then(Node::as_list).unwrap_or_default();
    list.iter().filter_map(Node::as_str).filter(|code| !code.is_empty())
}
