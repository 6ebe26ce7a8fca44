//! Deployment as data: in which order the stacks of an environment go, why, with which parameters, and the commands that do it.
//!
//! [`waves`] orders all environments.
//!
//! `deploy-plan` shows the [`Plan`], `synth` prints its commands, and the scripts beside the templates are rendered from it.

mod artifact;
mod command;
mod ecs;
mod git_sync;
mod locate;
mod plan;
mod protection;
pub mod role;
mod script;
mod secrets;
mod stack_sets;
mod statement;
mod waves;

pub use artifact::{PlannedArtifact, Preparation};
pub use command::{DEPLOY, NO_BUCKET};
pub use ecs::RunningService;
pub use git_sync::deployment_file;
pub use locate::Store;
pub use plan::{Layout, Plan, PlannedMove, PlannedParameter, PlannedStack, ValueSource, Why};
pub use protection::Kept;
pub use script::{SCRIPT_TEMPLATES, SECRETS_TEMPLATE, TEARDOWN, scripts, secrets_script};
pub use secrets::{Reader, SecretReference, Secrets, TaskRole, secrets};
pub use stack_sets::PlannedStackSet;
pub use statement::Statement;
pub use waves::{AfterEnvironment, PlannedEnvironment, Stage, StageStack, Wave, WaveProblem, waves};
