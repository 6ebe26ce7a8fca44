//! Container images that the deployment builds and pushes.

use crate::stack::{Artifact, ArtifactKind, Construct, ImageBuild, Parameter, ParameterHandle, Pending, Stack, Text};

/// An image by its digest, as the deployment passes it.
const BY_DIGEST: &str = "^[^@]+@sha256:[0-9a-f]{64}$";

/// A container image that `deploy.sh` builds from a folder of the project, pushes to a repository of ECR, and passes on by its digest.
///
/// - It has a tag with the hash of what it is built from: the folder, the Dockerfile, and what this construct says. An image with that tag
///   is neither built nor pushed again. The base image is not part of the hash: name it by its digest (`FROM python@sha256:…`).
/// - It is built by `docker buildx`, `docker` or `podman`, whichever is there, for `linux/amd64`, which Fargate runs unless the task says
///   otherwise.
/// - The repository is that of the folder's name, unless [`Image::repository`] says another. It must exist before the service that runs the
///   image: put it into a stack of its own ([`Repository`](super::Repository)), which is then deployed first.
/// - Synthesis reads nothing of it: what the template has is a parameter.
///
/// With the id `BackendImage` it adds the parameter `BackendImage`.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn container(stack: &mut Stack) -> Container {
///     let image = stack.add("BackendImage", Image::build("backend-flask"));
///     Container::new("backend", image).port(4567)
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Image {
    pending: Pending,
    folder: String,
    build: ImageBuild,
    built_by: Option<String>,
}

impl Image {
    /// An image of the Dockerfile in a folder, by its path from the project's directory.
    #[track_caller]
    pub fn build(folder: impl Into<String>) -> Self {
        let folder = folder.into();
        let name = folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        Image { pending: Pending::of::<Self>(), build: ImageBuild::new(name), folder, built_by: None }
    }

    /// The name of the repository that it is pushed to, in the account and region of the environment.
    pub fn repository(mut self, name: impl Into<String>) -> Self {
        self.build.repository = name.into();
        self
    }

    /// The Dockerfile, by its path from the folder; `Dockerfile` unless it is said.
    pub fn dockerfile(mut self, path: impl Into<String>) -> Self {
        self.build.dockerfile = path.into();
        self
    }

    /// The stage of the Dockerfile that is built; the last one unless it is said.
    pub fn target(mut self, stage: impl Into<String>) -> Self {
        self.build.target = Some(stage.into());
        self
    }

    /// The platform that it is built for, for example `linux/arm64`.
    pub fn platform(mut self, platform: impl Into<String>) -> Self {
        self.build.platform = platform.into();
        self
    }

    /// An argument of the build, which the image's history shows: no secret.
    pub fn argument(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.build.arguments.push((name.into(), value.into()));
        self
    }

    /// A command that makes something in the folder first. `deploy.sh` runs it at each deployment, in the project's directory.
    pub fn built_by(mut self, command: impl Into<String>) -> Self {
        self.built_by = Some(command.into());
        self
    }
}

impl Construct for Image {
    type Output = ParameterHandle<Text>;

    fn build(self, id: &str, stack: &mut Stack) -> ParameterHandle<Text> {
        self.pending.added();
        let image = Parameter::<Text>::new()
            .description(format!("The image of {}, by its digest; the deployment builds it", self.folder))
            .allowed_pattern(BY_DIGEST)
            .constraint_description("must be an image pinned by its digest: NAME@sha256:DIGEST")
            .given_at_deployment();
        let image = stack.parameter(id, image);
        let kind = ArtifactKind::Image(self.build);
        stack.artifact(Artifact::new(image.logical_id(), self.folder, kind).built_by(self.built_by));
        image
    }
}
