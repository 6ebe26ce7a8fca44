//! CodeBuild and CodePipeline.

pub(super) mod e3636_artifact_location;
