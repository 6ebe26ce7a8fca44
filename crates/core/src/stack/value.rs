//! Typed values: a piece of a template together with the kind that it denotes.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use indexmap::IndexMap;
use serde_json::Number as JsonNumber;

use super::kind::{Bool, Denotes, Integer, Json, Kind, List, MapOf, Number, TextKind};
use crate::template::{Content, Node, Origin, SourceLocation};

/// A value that denotes a `K`: a literal, a reference, an attribute or an intrinsic function.
///
/// ```
/// use formwork::prelude::*;
///
/// fn values(stack: &mut Stack) {
///     let orders = stack.add("Orders", sqs::Queue::new());
///     let arn: Value<sqs::QueueArn> = orders.arn();
///     let url: Value<sqs::QueueUrl> = orders.reference();
///     let name: Value<Text> = join("-", ["shop", "orders"]);
///     // A literal is a value too, and where the schemas know less than you do, `cast` changes the kind.
///     let delay: Value<Integer> = 5.into_value();
///     let text: Value<Text> = arn.cast();
///     stack.add("Copy", sqs::Queue::new().queue_name(name).delay_seconds(delay));
///     stack.output("Arn", text);
///     stack.output("Url", url);
/// }
/// ```
#[derive(Debug)]
pub struct Value<K> {
    node: Node,
    kind: PhantomData<fn() -> K>,
}

impl<K> Clone for Value<K> {
    fn clone(&self) -> Self {
        Value { node: self.node.clone(), kind: PhantomData }
    }
}

impl<K: Kind> Value<K> {
    /// A value made of a template node, of whatever kind the caller says.
    pub fn from_node(node: Node) -> Self {
        Value { node, kind: PhantomData }
    }

    /// The same value as another kind: the way out where the author knows more than the schemas say.
    pub fn cast<L: Kind>(self) -> Value<L> {
        Value::from_node(self.node)
    }

    /// The template node that it is.
    pub fn node(&self) -> &Node {
        &self.node
    }
}

/// What can stand where a `K` is expected.
///
/// A literal of the right form, a [`Value`] whose kind [`Denotes`] a `K`, a handle whose `Ref` does, an intrinsic function;
/// for lists, arrays and vectors of such or one list-valued expression.
///
/// ```
/// use formwork::prelude::*;
///
/// /// Takes a literal, a link, a parameter, an attribute: whatever denotes a text.
/// fn queue(name: impl IntoValue<Text>) -> sqs::Queue {
///     sqs::Queue::new().queue_name(name)
/// }
///
/// fn stack(stack: &mut Stack) {
///     let prefix = stack.parameter("Prefix", Parameter::<Text>::new().default("shop"));
///     stack.add("One", queue("orders"));
///     stack.add("Two", queue(prefix));
///     stack.add("Three", queue(sub("${Prefix}-parcels")));
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value of `{K}`",
    label = "expected `{K}`",
    note = "text needs quotes; an enumeration takes its constants, a nested property its struct, a list an array, a `Vec` or a tuple",
    note = "a resource or construct is added first: `let queue = stack.add(\"Queue\", …)`; its handle and attributes are values",
    note = "an `Option` is set where it has a value: `.maybe(delay, Queue::delay_seconds)`"
)]
pub trait IntoValue<K: Kind>: Sized {
    /// The template node.
    fn into_node(self) -> Node;

    /// The typed value.
    fn into_value(self) -> Value<K> {
        Value::from_node(self.into_node())
    }
}

impl<K: Kind, L: Denotes<K>> IntoValue<K> for Value<L> {
    fn into_node(self) -> Node {
        self.node
    }
}

impl<K: Kind, L: Denotes<K>> IntoValue<K> for &Value<L> {
    fn into_node(self) -> Node {
        self.node.clone()
    }
}

macro_rules! text_literals {
    ($($literal:ty => $text:expr),* $(,)?) => {
        $(
            impl<K: TextKind> IntoValue<K> for $literal {
                fn into_node(self) -> Node {
                    Node::text($text(self))
                }
            }
            impl IntoValue<Json> for $literal {
                fn into_node(self) -> Node {
                    Node::text($text(self))
                }
            }
        )*
    };
}

text_literals! {
    &str => str::to_owned,
    String => String::from,
    &String => String::clone,
}

macro_rules! whole_number_literals {
    ($($literal:ty),*) => {
        $(
            number_literal!($literal, Integer, JsonNumber::from);
            number_literal!($literal, Number, JsonNumber::from);
            number_literal!($literal, Json, JsonNumber::from);
        )*
    };
}

macro_rules! number_literal {
    ($literal:ty, $kind:ty, $number:expr) => {
        impl IntoValue<$kind> for $literal {
            fn into_node(self) -> Node {
                Node::new(Content::Number($number(self)))
            }
        }
    };
}

whole_number_literals!(i32, i64, u8, u16, u32, u64, usize);

impl IntoValue<Number> for f64 {
    fn into_node(self) -> Node {
        decimal(self)
    }
}

impl IntoValue<Json> for f64 {
    fn into_node(self) -> Node {
        decimal(self)
    }
}

/// A decimal number. One that JSON cannot hold (infinite, not a number) is marked, and the synthesis reports it.
fn decimal(number: f64) -> Node {
    match JsonNumber::from_f64(number) {
        Some(number) => Node::new(Content::Number(number)),
        None => Node::text(number.to_string()).of(Origin::NoNumber),
    }
}

impl IntoValue<Bool> for bool {
    fn into_node(self) -> Node {
        Node::new(Content::Bool(self))
    }
}

impl IntoValue<Json> for bool {
    fn into_node(self) -> Node {
        Node::new(Content::Bool(self))
    }
}

impl IntoValue<Json> for serde_json::Value {
    fn into_node(self) -> Node {
        Node::from(self)
    }
}

impl IntoValue<Json> for Node {
    fn into_node(self) -> Node {
        self
    }
}

impl<K: Kind, T: IntoValue<K>, const N: usize> IntoValue<List<K>> for [T; N] {
    fn into_node(self) -> Node {
        Node::list(self.into_iter().map(IntoValue::into_node))
    }
}

impl<K: Kind, T: IntoValue<K>> IntoValue<List<K>> for Vec<T> {
    fn into_node(self) -> Node {
        Node::list(self.into_iter().map(IntoValue::into_node))
    }
}

/// Items that are written in different ways: `join("/", ("service", cluster, service.name()))`.
macro_rules! tuples {
    ($($name:ident)+) => {
        impl<K: Kind, $($name: IntoValue<K>),+> IntoValue<List<K>> for ($($name,)+) {
            #[allow(non_snake_case)]
            fn into_node(self) -> Node {
                let ($($name,)+) = self;
                Node::list([$($name.into_node()),+])
            }
        }

        /// Entries whose values are written in different ways: `(("awslogs-group", "web"), ("awslogs-region", pseudo::region()))`.
        impl<K: Kind, $($name: IntoValue<K>),+> IntoValue<MapOf<K>> for ($((&str, $name),)+) {
            #[allow(non_snake_case)]
            fn into_node(self) -> Node {
                let ($($name,)+) = self;
                Node::map([$(($name.0.to_owned(), $name.1.into_node())),+])
            }
        }
    };
}

tuples!(A B);
tuples!(A B C);
tuples!(A B C D);
tuples!(A B C D E);
tuples!(A B C D E F);
tuples!(A B C D E F G);
tuples!(A B C D E F G H);
tuples!(A B C D E F G H I);
tuples!(A B C D E F G H I J);
tuples!(A B C D E F G H I J L);
tuples!(A B C D E F G H I J L M);
tuples!(A B C D E F G H I J L M N);
tuples!(A B C D E F G H I J L M N O);
tuples!(A B C D E F G H I J L M N O P);
tuples!(A B C D E F G H I J L M N O P Q);

impl<T: IntoValue<Json>, const N: usize> IntoValue<Json> for [T; N] {
    fn into_node(self) -> Node {
        Node::list(self.into_iter().map(IntoValue::into_node))
    }
}

impl<T: IntoValue<Json>> IntoValue<Json> for Vec<T> {
    fn into_node(self) -> Node {
        Node::list(self.into_iter().map(IntoValue::into_node))
    }
}

/// An object: where all values are of one type. [`crate::object!`] takes different ones.
impl<S: Into<String>, T: IntoValue<Json>, const N: usize> IntoValue<Json> for [(S, T); N] {
    fn into_node(self) -> Node {
        IntoValue::<MapOf<Json>>::into_node(self)
    }
}

impl<S: Into<String>, T: IntoValue<Json>> IntoValue<Json> for Vec<(S, T)> {
    fn into_node(self) -> Node {
        IntoValue::<MapOf<Json>>::into_node(self)
    }
}

impl<K: Kind, T: IntoValue<K> + Clone> IntoValue<List<K>> for &[T] {
    fn into_node(self) -> Node {
        Node::list(self.iter().cloned().map(IntoValue::into_node))
    }
}

impl<K: Kind, T: IntoValue<K> + Clone> IntoValue<List<K>> for &Vec<T> {
    fn into_node(self) -> Node {
        self.as_slice().into_node()
    }
}

impl<K: Kind, S: Into<String>, T: IntoValue<K>, const N: usize> IntoValue<MapOf<K>> for [(S, T); N] {
    fn into_node(self) -> Node {
        Node::map(self.map(|(key, value)| (key.into(), value.into_node())))
    }
}

impl<K: Kind, S: Into<String>, T: IntoValue<K>> IntoValue<MapOf<K>> for Vec<(S, T)> {
    fn into_node(self) -> Node {
        Node::map(self.into_iter().map(|(key, value)| (key.into(), value.into_node())))
    }
}

impl<K: Kind, T: IntoValue<K>> IntoValue<MapOf<K>> for IndexMap<String, T> {
    fn into_node(self) -> Node {
        Node::map(self.into_iter().map(|(key, value)| (key, value.into_node())))
    }
}

impl<K: Kind, T: IntoValue<K>> IntoValue<MapOf<K>> for BTreeMap<String, T> {
    fn into_node(self) -> Node {
        Node::map(self.into_iter().map(|(key, value)| (key, value.into_node())))
    }
}

/// What has a kind of its own, so that whoever takes it need not say which: handles, values, parameters, and lists of such.
pub trait Typed {
    /// What it denotes.
    type Kind: Kind;

    /// The value.
    fn into_typed(self) -> Value<Self::Kind>;
}

impl<K: Kind> Typed for Value<K> {
    type Kind = K;

    fn into_typed(self) -> Value<K> {
        self
    }
}

impl<K: Kind> Typed for &Value<K> {
    type Kind = K;

    fn into_typed(self) -> Value<K> {
        self.clone()
    }
}

impl<T: Typed, const N: usize> Typed for [T; N] {
    type Kind = List<T::Kind>;

    fn into_typed(self) -> Value<List<T::Kind>> {
        Value::from_node(Node::list(self.into_iter().map(|item| item.into_typed().node)))
    }
}

impl<T: Typed> Typed for Vec<T> {
    type Kind = List<T::Kind>;

    fn into_typed(self) -> Value<List<T::Kind>> {
        Value::from_node(Node::list(self.into_iter().map(|item| item.into_typed().node)))
    }
}

/// A value located at the caller: what a setter of a construct keeps, so that findings about it point at the author's line.
#[track_caller]
pub fn located<K: Kind>(value: impl IntoValue<K>) -> Value<K> {
    placed(value, SourceLocation::caller())
}

/// What a setter of a construct makes of parts, located at the caller as if the author had written them.
#[track_caller]
pub fn authored<T>(make: impl FnOnce() -> T) -> T {
    SourceLocation::caller().during(make)
}

/// A value at an author's call, as far as its parts have no location of their own.
fn placed<K: Kind>(value: impl IntoValue<K>, location: SourceLocation) -> Value<K> {
    let mut node = value.into_node();
    node.relocate(location);
    Value::from_node(node.at(location))
}

/// What an author said to a construct, and where: findings about it point there.
///
/// For what is no [`Value`] yet: a number that the construct calculates with, a flag that decides between two ways.
#[derive(Clone, Copy, Debug)]
pub struct Located<T> {
    /// What was said.
    pub what: T,
    /// The author's call.
    pub location: SourceLocation,
}

impl<T> Located<T> {
    /// Located at the caller.
    #[track_caller]
    pub fn here(what: T) -> Self {
        Located { what, location: SourceLocation::caller() }
    }

    /// What follows from it, and so has its location.
    pub fn map<U>(&self, make: impl FnOnce(&T) -> U) -> Located<U> {
        Located { what: self.location.during(|| make(&self.what)), location: self.location }
    }
}

impl<K: Kind, T: IntoValue<K>> IntoValue<K> for Located<T> {
    fn into_node(self) -> Node {
        placed(self.what, self.location).into_node()
    }
}
