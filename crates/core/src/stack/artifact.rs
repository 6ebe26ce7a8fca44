//! Artifacts: files of the project that the deployment builds, packs and uploads, and whose places it passes to a stack.

use super::element::Element;
use super::kind::Text;
use super::parameter::Parameter;
use super::stack_builder::Stack;
use crate::diagnostic::Diagnostic;
use crate::template::{LogicalId, SourceLocation};

/// The parameter for the bucket of a stack's artifacts.
const BUCKET: &str = "ArtifactBucket";

/// Files of the project, and what the deployment makes of them. Synthesis reads none of them: it knows the path alone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Artifact {
    /// The parameter that the deployment gives a value to; of a site, the bucket that its files go to.
    pub id: LogicalId,
    /// The file or folder, from the project's directory.
    pub path: String,
    /// What the deployment makes of it.
    pub kind: ArtifactKind,
    /// A command that makes the files first, in the project's directory.
    pub built_by: Option<String>,
    /// Where it was declared.
    pub location: SourceLocation,
}

/// What the deployment makes of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArtifactKind {
    /// A zip file of a folder in the bucket for artifacts; the parameter is its key.
    Zip {
        /// The parameter for the bucket.
        bucket: LogicalId,
    },
}

impl Artifact {
    /// An artifact of a file or folder, for the parameter of this id.
    #[track_caller]
    pub fn new(id: LogicalId, path: impl Into<String>, kind: ArtifactKind) -> Self {
        Artifact { id, path: path.into(), kind, built_by: None, location: SourceLocation::caller() }
    }

    /// A command that makes the files first.
    pub fn built_by(mut self, command: Option<String>) -> Self {
        self.built_by = command;
        self
    }
}

impl Stack {
    /// Has the deployment make an artifact and give its parameter a value.
    pub fn artifact(&mut self, artifact: Artifact) {
        if let Some(problem) = wrong_path(&artifact.path) {
            self.report(
                Diagnostic::error("FW030", problem)
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
