//! Which elements of a template its functions name, and which it therefore does not need.

use std::collections::BTreeSet;

use super::visit;
use crate::template::{Node, Template, function};

/// The names that a template uses.
#[derive(Default)]
pub struct Uses<'a> {
    /// Names that `Ref`, `Fn::GetAtt` and `Fn::Sub` read, and parameters that the section `Rules` asks for.
    pub referred: BTreeSet<&'a str>,
    /// Mappings that `Fn::FindInMap` reads.
    pub mappings: BTreeSet<&'a str>,
    /// Conditions that elements, `Fn::If` and other conditions name.
    pub conditions: BTreeSet<&'a str>,
    /// Whether some `Fn::FindInMap` chooses its mapping when the stack deploys.
    pub chooses_mapping: bool,
    /// Whether something that is not in the file takes part: a macro, an included file.
    pub is_rewritten: bool,
}

/// Transforms that read the template as it stands. Any other is a macro, which may use what seems to be unused.
const KNOWN_TRANSFORMS: [&str; 5] = [
    function::LANGUAGE_EXTENSIONS,
    "AWS::Serverless-2016-10-31",
    "AWS::CodeDeployBlueGreen",
    "AWS::SecretsManager-2020-07-23",
    "AWS::SecretsManager-2024-09-16",
];

impl<'a> Uses<'a> {
    /// What a template uses.
    pub fn of(template: &'a Template) -> Self {
        let mut uses = Uses { is_rewritten: has_macro(template.root().get("Transform")), ..Uses::default() };
        visit::walk(template, &mut |visit| {
            if visit.key() == Some("Condition") {
                uses.conditions.extend(visit.node.as_str());
            }
            uses.is_rewritten |= visit.node.get(function::TRANSFORM).is_some();
            if let Some((name, argument)) = function::call(visit.node) {
                uses.call(name, argument);
            }
        });
        uses
    }

    fn call(&mut self, name: &str, argument: &'a Node) {
        let first = || argument.as_list().and_then(<[Node]>::first);
        match name {
            function::IF => self.conditions.extend(first().and_then(Node::as_str)),
            function::FIND_IN_MAP => match first().and_then(Node::as_str) {
                Some(mapping) => self.mappings.extend([mapping]),
                None => self.chooses_mapping = true,
            },
            "Fn::ValueOf" | "Fn::ValueOfAll" => self.referred.extend(first().and_then(Node::as_str)),
            _ => self.referred.extend(function::references(name, argument)),
        }
    }
}

fn has_macro(transform: Option<&Node>) -> bool {
    let Some(node) = transform else { return false };
    let items = node.as_list().unwrap_or(std::slice::from_ref(node));
    items.iter().any(|item| item.as_str().is_none_or(|name| !KNOWN_TRANSFORMS.contains(&name)))
}
