//! The engine of the checks: what a rule is, what it sees, and how rules are run. Which rules there are is told to it.

pub(super) mod allowance;
mod assembled;
mod because;
pub(crate) mod conformance;
mod context;
mod extension;
pub(crate) mod file;
mod ignore;
pub(crate) mod literal;
mod made;
mod names_in_use;
pub(crate) mod nested;
mod nodes;
pub(crate) mod own;
pub(crate) mod parameters;
mod report;
pub(crate) mod requirement;
mod rule;
mod rule_set;
pub(crate) mod run;
pub(crate) mod shown;
mod subject;
mod uses;
mod visit;
mod walk;

pub(crate) use assembled::Deployed;
pub use context::MOST_FINDINGS;
pub(crate) use context::{Context, Found};
pub use names_in_use::{EnvironmentFinding, NameInUse, NamesInUse};
pub(crate) use names_in_use::{STACK_NAME, STACK_SET_NAME};
pub use rule::Rule;
pub(crate) use rule::{Extension, Growth, Nodes, ReadingRules, RuleKind, Values};
pub(crate) use rule_set::RuleSet;
pub(crate) use subject::{Subject, TYPES_PAGE};
pub(crate) use uses::Element;
pub(crate) use visit::{Visit, walk, walk_written};
