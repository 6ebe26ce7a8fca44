//! IAM: policy documents, and the typed resources of [`crate::aws::iam`].
//!
//! A [`PolicyDocument`] is a value wherever a policy is expected:
//!
//! ```
//! use formwork::prelude::*;
//!
//! fn stack(stack: &mut Stack) {
//!     let files = stack.add("Files", s3::Bucket::new());
//!     let read = iam::Statement::allow(["s3:GetObject", "s3:PutObject"]).on(sub("${Files.Arn}/*"));
//!     let list = iam::Statement::allow("s3:ListBucket").on(files.arn());
//!     stack.add("FilesPolicy", iam::ManagedPolicy::new(iam::PolicyDocument::new([read, list])));
//! }
//! ```
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

mod action;
mod condition;
mod document;
mod form;
mod principal;
mod statement;

#[doc(no_inline)]
pub use crate::aws::iam::*;
pub use action::Action;
pub use condition::Condition;
pub use document::PolicyDocument;
pub use form::{Actions, OneOrMany};
pub use principal::Principal;
pub use statement::{Effect, Statement};
