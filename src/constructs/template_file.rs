//! Files that the deployment uploads as they are: nested templates.

use super::uploaded_file::UploadedFile;
use crate::stack::{ArtifactKind, Construct, Pending, Stack};

/// A file of the project that `deploy.sh` uploads as it is: a nested template, or the definition of an API.
///
/// It goes to the bucket for templates, under the hash of its content, so that what did not change is not uploaded again. Synthesis does not
/// read it, so a stack with a nested one acknowledges whatever capabilities it may need. Local paths in it are not packaged.
///
/// With the id `NetworkTemplate` it adds the parameters `NetworkTemplate` and, once in a stack, `ArtifactBucket`.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
/// use formwork::stack::Untyped;
///
/// fn nested(stack: &mut Stack) {
///     let template = stack.add("NetworkTemplate", TemplateFile::new("nested/network.yaml"));
///     stack.add("Network", Untyped::new("AWS::CloudFormation::Stack").property("TemplateURL", template.url()));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct TemplateFile {
    pending: Pending,
    path: String,
    built_by: Option<String>,
}

impl TemplateFile {
    /// A file, by its path from the project's directory.
    #[track_caller]
    pub fn new(path: impl Into<String>) -> Self {
        TemplateFile { pending: Pending::of::<Self>(), path: path.into(), built_by: None }
    }

    /// A command that makes the file. `deploy.sh` runs it at each deployment, in the project's directory.
    pub fn built_by(mut self, command: impl Into<String>) -> Self {
        self.built_by = Some(command.into());
        self
    }
}

impl Construct for TemplateFile {
    type Output = UploadedFile;

    fn build(self, id: &str, stack: &mut Stack) -> UploadedFile {
        self.pending.added();
        let what = self.path.clone();
        UploadedFile::of(id, stack, &what, self.path, self.built_by, |bucket| ArtifactKind::File { bucket })
    }
}
