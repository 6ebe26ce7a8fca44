//! Files that the deployment uploads, and where a stack finds them.

use crate::aws::s3::BucketName;
use crate::stack::functions::sub;
use crate::stack::{Artifact, ArtifactKind, Parameter, Stack, Text, Value, located};
use crate::template::LogicalId;

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
    /// Has the deployment make the artifact, and pass its place in the parameter `id`; `what` is it in words.
    pub(crate) fn of(
        id: &str,
        stack: &mut Stack,
        what: &str,
        path: String,
        built_by: Option<String>,
        kind: impl FnOnce(LogicalId) -> ArtifactKind,
    ) -> UploadedFile {
        let bucket = stack.artifact_bucket();
        let key = Parameter::<Text>::new().description(format!("Where the deployment puts {what}"));
        let key = stack.parameter(id, key.given_at_deployment());
        stack.artifact(Artifact::new(key.logical_id(), path, kind(bucket.logical_id())).built_by(built_by));
        UploadedFile { bucket: bucket.reference(), key: key.reference() }
    }

    /// Its address, as a `TemplateURL` takes it: by its path, which holds for names of buckets with a dot as well.
    #[track_caller]
    pub fn url(&self) -> Value<Text> {
        let url = sub("https://s3.${AWS::Region}.${AWS::URLSuffix}/${Bucket}/${Key}");
        located(url.with("Bucket", &self.bucket).with("Key", &self.key))
    }
}
