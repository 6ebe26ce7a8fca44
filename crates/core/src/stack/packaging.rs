//! What an author's stack has the deployment make of the project's files.

use super::artifact::Artifact;
use super::element::Element;
use super::kind::Text;
use super::parameter::Parameter;
use super::stack_builder::Stack;
use crate::diagnostic::Diagnostic;

/// The parameter for the bucket of a stack's artifacts.
const BUCKET: &str = "ArtifactBucket";

impl Stack {
    /// Has the deployment make an artifact and give its parameter a value.
    pub fn artifact(&mut self, artifact: Artifact) {
        if let Some(problem) = wrong_path(&artifact.path) {
            self.report(
                Diagnostic::error("FW032", problem)
                    .at(artifact.location)
                    .help("name it from the project's directory: `functions/resize`"),
            );
        }
        self.artifacts.push(artifact);
    }

    /// The parameter for the bucket that the deployment uploads to: the `template-bucket` of the settings, or the one of `--s3-bucket`.
    pub fn artifact_bucket(&mut self) -> Element {
        if let Some(bucket) = self.bucket_of_artifacts {
            return bucket;
        }
        let parameter = Parameter::<Text>::new().description("The bucket that the deployment uploads to").given_at_deployment();
        let bucket = self.parameter(BUCKET, parameter).element();
        self.bucket_of_artifacts = Some(bucket);
        bucket
    }
}

/// What is wrong with a path, which a script on any machine is to find.
fn wrong_path(path: &str) -> Option<String> {
    let is_rooted = path.starts_with(['/', '\\', '~']) || path.as_bytes().get(1) == Some(&b':');
    let problem = match path {
        "" => "the path of the artifact is empty".to_owned(),
        _ if is_rooted => format!("`{path}` is a path of one machine"),
        _ if path.starts_with('-') => format!("`{path}` reads like an option"),
        _ if path.contains(char::is_control) => "the path of the artifact has a control character".to_owned(),
        _ => return None,
    };
    Some(problem)
}
