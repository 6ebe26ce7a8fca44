//! Which elements of a template its functions name, and which it therefore does not need.

use std::collections::BTreeSet;

use super::visit;
use crate::language::Program;
use crate::language::opaque::Cause;
use crate::template::{Node, Template, function};

/// The names that a template uses.
#[derive(Default)]
pub(crate) struct Uses<'a> {
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

impl<'a> Uses<'a> {
    /// What a template uses: what its loops make does, and so do the loops themselves.
    pub(crate) fn of(program: &'a Program<'a>) -> Self {
        let is_rewritten = program.opaque().iter().any(|opaque| matches!(opaque.cause, Cause::Include(_) | Cause::Macro(_)));
        let mut uses = Uses { is_rewritten, ..Uses::default() };
        uses.add(program.expanded());
        if !std::ptr::eq(program.expanded(), program.written()) {
            uses.add(program.written());
        }
        uses
    }

    fn add(&mut self, template: &'a Template) {
        visit::walk_written(template, &mut |visit| {
            if visit.key() == Some("Condition") {
                self.conditions.extend(visit.node.as_str());
            }
            if let Some((name, argument)) = function::call(visit.node) {
                self.call(name, argument);
            }
        });
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
