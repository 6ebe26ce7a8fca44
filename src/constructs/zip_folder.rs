//! Folders that the deployment zips and uploads.

use crate::aws::s3::BucketName;
use crate::stack::functions::sub;
use crate::stack::{Artifact, ArtifactKind, Construct, Parameter, Pending, Stack, Text, Value, located};

/// A folder of the project that `deploy.sh` zips and uploads: the code of a function, or a layer.
///
/// The zip file goes to the bucket for templates, under the hash of its content, so what did not change is neither zipped nor uploaded
/// again. Synthesis reads nothing of it: what the template has is a parameter for the key, and one for the bucket. `.git`, `__pycache__`
/// and `.DS_Store` are left out, dates and owners do not count.
///
/// With the id `Layer` it adds the parameters `Layer` and, once in a stack, `ArtifactBucket`. [`Function::folder`](super::Function::folder)
/// adds one by itself.
///
/// ```
/// use formwork::aws::lambda::layer_version::Content;
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn layer(stack: &mut Stack) {
///     let folder = ZipFolder::new("layers/images/dist").built_by("make -C layers/images");
///     let zip = stack.add("ImagesContent", folder);
///     stack.add("Images", lambda::LayerVersion::new(Content::new(zip.bucket, zip.key)));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct ZipFolder {
    pending: Pending,
    path: String,
    built_by: Option<String>,
}

impl ZipFolder {
    /// A folder, by its path from the project's directory.
    #[track_caller]
    pub fn new(path: impl Into<String>) -> Self {
        ZipFolder { pending: Pending::of::<Self>(), path: path.into(), built_by: None }
    }

    /// A command that makes the folder's content, for example `npm ci && npm run build`. `deploy.sh` runs it at each deployment, in the
    /// project's directory, with the shell; what it makes is uploaded where it differs.
    pub fn built_by(mut self, command: impl Into<String>) -> Self {
        self.built_by = Some(command.into());
        self
    }
}

impl From<&str> for ZipFolder {
    #[track_caller]
    fn from(path: &str) -> Self {
        ZipFolder::new(path)
    }
}

impl Construct for ZipFolder {
    type Output = UploadedFile;

    fn build(self, id: &str, stack: &mut Stack) -> UploadedFile {
        self.pending.added();
        let bucket = stack.artifact_bucket();
        let key = Parameter::<Text>::new().description(format!("Where the deployment puts the zip file of {}", self.path));
        let key = stack.parameter(id, key.given_at_deployment());
        let kind = ArtifactKind::Zip { bucket: bucket.logical_id() };
        stack.artifact(Artifact::new(key.logical_id(), self.path, kind).built_by(self.built_by));
        UploadedFile { bucket: bucket.reference(), key: key.reference() }
    }
}

/// A file that the deployment uploads.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UploadedFile {
    /// Its bucket.
    pub bucket: Value<BucketName>,
    /// Its key in the bucket, which has the hash of its content.
    pub key: Value<Text>,
}

impl UploadedFile {
    /// Its address, as a `TemplateURL` takes it: by its path, which holds for names of buckets with a dot as well.
    #[track_caller]
    pub fn url(&self) -> Value<Text> {
        let url = sub("https://s3.${AWS::Region}.${AWS::URLSuffix}/${Bucket}/${Key}");
        located(url.with("Bucket", &self.bucket).with("Key", &self.key))
    }
}
