//! One value or a list of values: policies have both forms, and an author's stays as it was written.

use super::action::Action;
use crate::stack::{Bool, Integer, IntoValue, List, Text};
use crate::template::Node;

/// One text, or a list of texts: `"*"`, `[bucket.arn()]`; a tuple where these are written in different ways:
/// `(bucket.arn(), sub("${Bucket.Arn}/*"))`. `M` tells the forms apart and is inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a string nor a list of strings",
    label = "expected a string or a list of strings",
    note = "one value may stand alone, several in brackets: `\"*\"`, `[bucket.arn()]`; different ones in a tuple: `(bucket.arn(), sub(\"…\"))`"
)]
pub trait OneOrMany<M> {
    /// The form that was written.
    fn into_form(self) -> Node;
}

impl<T: IntoValue<Text>> OneOrMany<Text> for T {
    fn into_form(self) -> Node {
        self.into_node()
    }
}

impl<T: IntoValue<List<Text>>> OneOrMany<List<Text>> for T {
    fn into_form(self) -> Node {
        self.into_node()
    }
}

/// A flag without quotes, which the values of a condition may be.
impl OneOrMany<Bool> for bool {
    fn into_form(self) -> Node {
        IntoValue::<Bool>::into_node(self)
    }
}

/// A number without quotes, which the values of a condition may be.
impl OneOrMany<Integer> for i32 {
    fn into_form(self) -> Node {
        IntoValue::<Integer>::into_node(self)
    }
}

/// One action, or a list of actions: `"sts:AssumeRole"`, `["s3:GetObject", "s3:PutObject"]`. `M` is inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an action nor a list of actions",
    label = "expected an action or a list of actions",
    note = "an action is a string such as `\"s3:GetObject\"`, or an `Action`"
)]
pub trait Actions<M> {
    /// The form that was written.
    fn into_form(self) -> Node;
}

/// Tells one action from several.
#[doc(hidden)]
pub struct Several;

impl<A: Into<Action>> Actions<Action> for A {
    fn into_form(self) -> Node {
        Node::text(self.into().as_str().to_owned())
    }
}

impl<I: IntoIterator<Item: Into<Action>>> Actions<Several> for I {
    fn into_form(self) -> Node {
        Node::list(self.into_iter().map(|action| Node::text(action.into().as_str().to_owned())))
    }
}
