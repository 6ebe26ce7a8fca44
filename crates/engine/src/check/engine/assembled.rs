//! All stacks of an environment, as the rules see them that look at several.

use crate::language::Scope;
use crate::language::stacks::{self, StackSource};
use crate::stack::{Assembly, SynthesizedStack};

/// One stack, with what is known of its values when it is deployed: those that are given, and else the defaults.
pub(crate) struct Deployed<'s, 'a> {
    /// The stack.
    pub stack: &'s SynthesizedStack,
    /// Its template.
    pub scope: &'a Scope<'a>,
}

/// Shows the stacks of an environment to `look`, in deployment order.
pub(super) fn with_stacks<T>(assembly: &Assembly, look: impl FnOnce(&[Deployed<'_, '_>]) -> T) -> T {
    let sources = assembly.stacks.iter().map(|stack| StackSource {
        name: stack.name,
        template: &stack.template,
        values: stack.values(&assembly.target),
    });
    stacks::with_stacks(&sources.collect::<Vec<_>>(), true, |stacks| {
        let each = assembly.stacks.iter().zip(stacks.stacks());
        let each: Vec<Deployed<'_, '_>> = each.map(|(stack, read)| Deployed { stack, scope: &read.scope }).collect();
        look(&each)
    })
}
