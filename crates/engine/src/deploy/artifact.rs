//! What the deployment makes of the project's files, before or after it deploys a stack.

use serde::Serialize;

use crate::stack::{ArtifactKind, ImageBuild, SynthesizedStack, makes_repository};

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
    pub made: Preparation,
    /// The file, line and column where it was declared.
    pub at: Option<String>,
}

/// What the deployment makes of files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Preparation {
    /// A zip file, uploaded under the hash of its content.
    Zip {
        /// The parameter that gets the bucket.
        bucket_parameter: String,
    },
    /// A file, uploaded under the hash of its content.
    File {
        /// The parameter that gets the bucket.
        bucket_parameter: String,
    },
    /// An image, pushed with the hash of what it is built from as its tag.
    Image {
        /// The name of the repository.
        repository: String,
        /// The short name of the stack that makes the repository, where one of the app does.
        repository_stack: Option<&'static str>,
        /// The Dockerfile, from the folder.
        dockerfile: String,
        /// The stage that is built; the last one where none is said.
        target: Option<String>,
        /// The platform.
        platform: String,
        /// The arguments of the build: `NAME=VALUE`.
        arguments: Vec<String>,
    },
    /// The files of a site, published once the stack is deployed.
    Site {
        /// The logical id of the distribution that gives them out.
        distribution: String,
    },
}

impl Preparation {
    /// Whether a parameter of the stack is given a value.
    pub fn fills_parameter(&self) -> bool {
        match self {
            Preparation::Zip { .. } | Preparation::File { .. } | Preparation::Image { .. } => true,
            Preparation::Site { .. } => false,
        }
    }

    /// The parameter that gets the bucket.
    fn bucket(&self) -> Option<&str> {
        match self {
            Preparation::Zip { bucket_parameter } | Preparation::File { bucket_parameter } => Some(bucket_parameter),
            Preparation::Image { .. } | Preparation::Site { .. } => None,
        }
    }
}

/// The artifacts of a stack, in the order of their declaration.
pub(super) fn planned(stack: &SynthesizedStack, stacks: &[SynthesizedStack]) -> Vec<PlannedArtifact> {
    let artifacts = stack.artifacts.iter().map(|artifact| PlannedArtifact {
        id: artifact.id.as_str().to_owned(),
        path: artifact.path.clone(),
        built_by: artifact.built_by.clone(),
        made: made(&artifact.kind, stacks),
        at: artifact.location.is_known().then(|| artifact.location.to_string()),
    });
    artifacts.collect()
}

fn made(kind: &ArtifactKind, stacks: &[SynthesizedStack]) -> Preparation {
    match kind {
        ArtifactKind::Zip { bucket } => Preparation::Zip { bucket_parameter: bucket.as_str().to_owned() },
        ArtifactKind::File { bucket } => Preparation::File { bucket_parameter: bucket.as_str().to_owned() },
        ArtifactKind::Site { distribution } => Preparation::Site { distribution: distribution.as_str().to_owned() },
        ArtifactKind::Image(image) => Preparation::Image {
            repository: image.repository.clone(),
            repository_stack: repository_stack(image, stacks),
            dockerfile: image.dockerfile.clone(),
            target: image.target.clone(),
            platform: image.platform.clone(),
            arguments: image.arguments.iter().map(|(name, value)| format!("{name}={value}")).collect(),
        },
    }
}

/// The short name of the stack that makes the repository of an image.
fn repository_stack(image: &ImageBuild, stacks: &[SynthesizedStack]) -> Option<&'static str> {
    stacks.iter().find(|stack| makes_repository(&stack.template, &image.repository)).map(|stack| stack.name)
}

/// The repositories of a stack's images that another stack makes.
pub(super) fn repositories(stack: &SynthesizedStack, maker: &SynthesizedStack) -> Vec<String> {
    let images = stack.artifacts.iter().filter_map(|artifact| match &artifact.kind {
        ArtifactKind::Image(image) => Some(&image.repository),
        _ => None,
    });
    let mut made: Vec<String> = images.filter(|name| makes_repository(&maker.template, name)).cloned().collect();
    made.dedup();
    made
}

/// Whether an artifact gives this parameter its value.
pub(super) fn fills(artifacts: &[PlannedArtifact], parameter: &str) -> bool {
    let filled = |artifact: &PlannedArtifact| {
        artifact.made.fills_parameter() && artifact.id == parameter || artifact.made.bucket() == Some(parameter)
    };
    artifacts.iter().any(filled)
}
