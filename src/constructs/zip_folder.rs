//! Folders that the deployment zips and uploads.

use super::uploaded_file::UploadedFile;
use crate::stack::{ArtifactKind, Construct, Pending, Stack};

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
        let what = format!("the zip file of {}", self.path);
        UploadedFile::of(id, stack, &what, self.path, self.built_by, |bucket| ArtifactKind::Zip { bucket })
    }
}
