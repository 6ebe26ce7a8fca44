//! Deployment as data: in which order the stacks of an environment go, why, with which parameters, and the commands that do it.
//!
//! `deploy-plan` shows the [`Plan`], `synth` prints its commands, and the scripts beside the templates are rendered from it.

mod artifact;
mod command;
mod ecs;
mod locate;
mod plan;
mod protection;
pub mod role;
mod script;
mod secrets;
mod statement;

pub use artifact::{PlannedArtifact, Preparation};
pub use command::{DEPLOY, NO_BUCKET};
pub use ecs::RunningService;
pub use locate::Store;
pub use plan::{Layout, Plan, PlannedMove, PlannedParameter, PlannedStack, ValueSource, Why};
pub use protection::Kept;
pub use script::{SCRIPT_TEMPLATES, SECRETS_TEMPLATE, TEARDOWN, scripts, secrets_script};
pub use secrets::{Reader, SecretReference, Secrets, TaskRole, secrets};
pub use statement::Statement;
