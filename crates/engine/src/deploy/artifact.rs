//! What the deployment makes of the project's files, before or after it deploys a stack.

use serde::Serialize;

use crate::stack::{ArtifactKind, SynthesizedStack};

/// One artifact of a stack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedArtifact {
    /// The parameter that gets the value; of a site, the bucket that its files go to.
    pub id: String,
    /// The file or folder, from the project's directory.
    pub path: String,
    /// A command that makes the files first, in the project's directory.
    pub built_by: Option<String>,
    /// What is made of them.
    #[serde(flatten)]
    pub made: Made,
    /// The file, line and column where it was declared.
    pub at: Option<String>,
}

/// What the deployment makes of files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Made {
    /// A zip file, uploaded under the hash of its content.
    Zip {
        /// The parameter that gets the bucket.
        bucket_parameter: String,
    },
}

impl Made {
    /// Whether a parameter of the stack is given a value.
    pub fn fills_parameter(&self) -> bool {
        match self {
            Made::Zip { .. } => true,
        }
    }

    /// The parameter that gets the bucket.
    fn bucket(&self) -> Option<&str> {
        match self {
            Made::Zip { bucket_parameter } => Some(bucket_parameter),
        }
    }
}

/// The artifacts of a stack, in the order of their declaration.
pub(super) fn planned(stack: &SynthesizedStack) -> Vec<PlannedArtifact> {
    let artifacts = stack.artifacts.iter().map(|artifact| PlannedArtifact {
        id: artifact.id.as_str().to_owned(),
        path: artifact.path.clone(),
        built_by: artifact.built_by.clone(),
        made: match &artifact.kind {
            ArtifactKind::Zip { bucket } => Made::Zip { bucket_parameter: bucket.as_str().to_owned() },
        },
        at: artifact.location.is_known().then(|| artifact.location.to_string()),
    });
    artifacts.collect()
}

/// Whether an artifact gives this parameter its value.
pub(super) fn fills(stack: &SynthesizedStack, parameter: &str) -> bool {
    planned(stack)
        .iter()
        .any(|artifact| artifact.made.fills_parameter() && artifact.id == parameter || artifact.made.bucket() == Some(parameter))
}
