//! CodeBuild and CodePipeline.

pub(super) mod e3050_role_with_path;
pub(super) mod e3636_artifact_location;
