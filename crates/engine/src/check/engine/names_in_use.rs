//! What the environments of an app take up in their accounts and regions.

use super::assembled::{Deployed, with_stacks};
use crate::diagnostic::Diagnostic;
use crate::language::read::stack_set;
use crate::language::reference;
use crate::stack::Assembly;
use crate::template::SourceLocation;
use crate::template::path::Path;

/// What the names of stacks are called.
pub(crate) const STACK_NAME: &str = "stack name";
/// What the names of stack sets are called.
pub(crate) const STACK_SET_NAME: &str = "stack set name";

/// A name that can be given once in an account and region.
#[derive(Clone, Debug)]
pub struct NameInUse {
    /// What it names, in words: `export name`, `stack name` or `stack set name`.
    pub kind: &'static str,
    /// The name.
    pub name: String,
    /// Where it was written.
    pub location: SourceLocation,
    /// Where it stands in the templates.
    pub path: Path<'static>,
}

/// The names that one environment takes.
#[derive(Clone, Debug)]
pub struct NamesInUse {
    /// The environment.
    pub environment: String,
    /// The account that it is deployed to.
    pub account: String,
    /// The region.
    pub region: String,
    /// The names.
    pub names: Vec<NameInUse>,
}

impl NamesInUse {
    /// What an environment takes.
    pub fn of(assembly: &Assembly) -> Self {
        let mut names = Vec::new();
        with_stacks(assembly, |stacks| {
            for Deployed { stack, scope } in stacks {
                let path = Path::of([stack.name]);
                names.push(NameInUse {
                    kind: STACK_NAME,
                    name: stack.full_name.clone(),
                    location: SourceLocation::Unknown,
                    path,
                });
                for set in stack_set::all(scope) {
                    let named = set.property("StackSetName");
                    let Some(name) = named.reduced() else { continue };
                    let path = Path::of([stack.name]).join(named.path()).into_owned();
                    names.push(NameInUse { kind: STACK_SET_NAME, name, location: named.location(), path });
                }
                for export in reference::exports(scope) {
                    let Some(name) = export.name.scalar() else { continue };
                    let path = [stack.name, "Outputs", export.output.as_str(), "Export"];
                    let location = export.output.location_with(export.node);
                    names.push(NameInUse { kind: "export name", name, location, path: Path::from(path).into_owned() });
                }
            }
        });
        let target = &assembly.target;
        NamesInUse {
            environment: assembly.environment.clone(),
            account: target.account.clone(),
            region: target.region.clone(),
            names,
        }
    }
}

/// A finding between environments, with the index of the one that it belongs to.
pub type EnvironmentFinding = (usize, Diagnostic);
