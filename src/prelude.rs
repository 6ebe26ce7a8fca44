//! What a file of stack definitions needs: `use formwork::prelude::*;`.
//!
//! - the authoring: [`App`], [`Stack`], [`Parameter`], [`Value`], [`Link`] and their like, and the functions of CloudFormation;
//! - the modules of the services: `sqs::Queue`, `ec2::VPC`, and in the module of their resource what these have inside and the values that they
//!   take: `sqs::queue::RedrivePolicy`. [`iam`] has the policy documents as well.
//!
//! ```
//! use formwork::prelude::*;
//!
//! fn stack(stack: &mut Stack) {
//!     let failed = stack.add("Failed", sqs::Queue::new());
//!     let redrive = sqs::queue::RedrivePolicy::new().dead_letter_target_arn(failed.arn()).max_receive_count(5);
//!     stack.add("Orders", sqs::Queue::new().redrive_policy(redrive));
//! }
//! ```
//!
//! An item or import of your own wins over what is here. What AWS names often (`Rule`, `Condition`, `Statement`, `UpdatePolicy`) is not, so that
//! `use formwork::aws::s3::bucket::*;` beside the prelude leaves nothing ambiguous. Three names are, since no app does without them:
//! [`Parameter`], [`Environment`] and [`Value`]. Where a module imported with `*` has one of them, write the path: `lambda::function::Environment`.

#[doc(no_inline)]
pub use crate::aws::*;
#[doc(no_inline)]
pub use crate::iam;
#[doc(no_inline)]
pub use crate::object;
#[doc(no_inline)]
pub use crate::stack::condition::{and, equals, not, or};
#[doc(no_inline)]
pub use crate::stack::functions::{
    base64, cidr, find_in_map, for_each, get_att, get_azs, get_stack_output, if_, import_value, join, length, no_value, null,
    raw, ref_, select, split, sub, to_json_string, transform,
};
#[doc(no_inline)]
pub use crate::stack::{
    App, Bool, ClosedSet, Construct, DynamicReference, Environment, Handle, Integer, IntoValue, Json, Link, List, Maybe,
    NonEmpty, Number, Parameter, ParameterHandle, Resource, Stack, StackSet, Tag, Text, Untyped, Value, pseudo,
};
