//! All stacks of an environment, as the rules see them that look at several.

use std::collections::BTreeMap;

use crate::language::{Given, Made, Program, Scope};
use crate::stack::{Assembly, SynthesizedStack};

/// One stack, with what is known of its values when it is deployed: those that are given, and else the defaults.
pub struct Deployed<'a> {
    /// The stack.
    pub stack: &'a SynthesizedStack,
    /// Its template.
    pub scope: &'a Scope<'a>,
}

/// Shows the stacks of an environment to `look`, in deployment order.
pub fn with_stacks<T>(assembly: &Assembly, look: impl FnOnce(&[Deployed<'_>]) -> T) -> T {
    let made = Made::new();
    let values: Vec<BTreeMap<String, String>> = assembly.stacks.iter().map(|stack| stack.values(&assembly.target)).collect();
    let given = |values| Given { values: Some(values), assumes_defaults: true };
    let stacks = assembly.stacks.iter().zip(&values);
    let programs: Vec<Program<'_>> = stacks.map(|(stack, values)| Program::new(&stack.template, given(values))).collect();
    let scopes = programs.iter().zip(&values).map(|(program, values)| Scope::new(program.deployed(), given(values), &made));
    let scopes: Vec<Scope<'_>> = scopes.collect();
    let stacks = assembly.stacks.iter().zip(&scopes).map(|(stack, scope)| Deployed { stack, scope });
    look(&stacks.collect::<Vec<_>>())
}
