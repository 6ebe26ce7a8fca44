//! Artifacts: files of the project that the deployment builds, packs and uploads, and whose places it passes to a stack.

use crate::template::{LogicalId, Node, SourceLocation, Template};

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
    /// A file as it is in the bucket for artifacts; the parameter is its key.
    File {
        /// The parameter for the bucket.
        bucket: LogicalId,
    },
    /// An image in a repository of ECR; the parameter is its URI, with its digest.
    Image(ImageBuild),
    /// The files of a site in its bucket, once the stack is deployed.
    Site {
        /// The distribution that gives them out.
        distribution: LogicalId,
    },
}

/// How an image is built.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImageBuild {
    /// The name of the repository that it is pushed to.
    pub repository: String,
    /// The Dockerfile, from the folder.
    pub dockerfile: String,
    /// The stage that is built; the last one where none is said.
    pub target: Option<String>,
    /// The platform, for example `linux/amd64`.
    pub platform: String,
    /// The arguments of the build.
    pub arguments: Vec<(String, String)>,
}

impl ImageBuild {
    /// The last stage of `Dockerfile`, for `linux/amd64`.
    pub fn new(repository: impl Into<String>) -> Self {
        ImageBuild {
            repository: repository.into(),
            dockerfile: "Dockerfile".to_owned(),
            target: None,
            platform: "linux/amd64".to_owned(),
            arguments: Vec::new(),
        }
    }
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

/// Whether a template makes the repository of this name.
#[doc(hidden)]
pub fn makes_repository(template: &Template, name: &str) -> bool {
    template.resources().any(|resource| {
        let named = resource.node.at_path(&["Properties", "RepositoryName"]).and_then(Node::as_str);
        resource.resource_type == "AWS::ECR::Repository" && named == Some(name)
    })
}
