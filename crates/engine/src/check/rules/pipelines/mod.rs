//! CodeBuild and CodePipeline.

pub(super) mod e3050_role_with_path;
pub(super) mod e3636_artifact_location;
pub(super) mod e3700_source_first;
pub(super) mod e3701_artifact_names;
pub(super) mod e3702_artifact_count;
pub(super) mod e3703_action_configuration;
mod stages;
