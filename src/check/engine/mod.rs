//! The engine of the checks: what a rule is, what it sees, and how rules are run. Which rules there are is told to it.

mod allowance;
mod assembled;
pub(crate) mod conformance;
mod context;
pub(crate) mod file;
mod ignore;
pub(crate) mod literal;
mod names_in_use;
pub(crate) mod parameters;
mod report;
mod rule;
pub(crate) mod run;
pub(crate) mod shown;
mod subject;
mod uses;
mod visit;
mod walk;

pub use assembled::Deployed;
pub use context::{Context, Found, MOST_FINDINGS};
pub use names_in_use::{EnvironmentFinding, NameInUse, NamesInUse};
pub use rule::{ReadingRules, Rule, RuleKind};
pub use subject::{Subject, TYPES_PAGE};
pub use visit::{Visit, walk, walk_written};
