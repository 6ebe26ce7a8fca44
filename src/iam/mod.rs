//! IAM policy documents, typed.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>

mod action;
mod condition;
mod document;
mod form;
mod principal;
mod statement;

pub use action::Action;
pub use condition::Condition;
pub use document::PolicyDocument;
pub use form::{Actions, OneOrMany};
pub use principal::Principal;
pub use statement::{Effect, Statement};
