//! Kinds: what a value denotes, so that a subnet's id cannot stand where a VPC's id is expected.

use std::marker::PhantomData;

/// A kind of value: text, a number, a VPC's id, a nested property, a list of another kind.
///
/// Kinds exist at compile time only.
pub trait Kind: Sized + 'static {}

/// A kind whose values are open text, so that a literal can be one: a VPC's id, a role's ARN, plain text.
///
/// A closed value set is not one: its literals are its constants.
#[diagnostic::on_unimplemented(
    message = "text is not a value of `{Self}`",
    label = "a value of `{Self}` is expected here",
    note = "numbers and flags are written without quotes; a closed value set takes its constants, as in `TargetType::IP`, a list an array"
)]
pub trait TextKind: Kind {}

/// Says that a value of this kind may stand where a `K` is expected.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot be used where a `{K}` is expected",
    label = "this denotes a `{Self}`, not a `{K}`",
    note = "pass an attribute or a reference that denotes a `{K}`; `Value::cast` overrides the kind where you know better"
)]
pub trait Denotes<K: Kind>: Kind {}

/// Says that template parameters of this kind exist, for example `AWS::EC2::VPC::Id`, whose values CloudFormation checks
/// against the account before it begins.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html>
pub trait ParameterKind: Kind {
    /// The parameter type of one value.
    const PARAMETER_TYPE: &'static str;
}

macro_rules! basic_kinds {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $name;
            impl Kind for $name {}
        )*
    };
}

basic_kinds! {
    /// Text of no particular meaning.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// Any JSON value: where the schema leaves the shape open.
    Json,
}

/// A list whose items are of one kind.
#[derive(Clone, Copy, Debug)]
pub struct List<K>(PhantomData<fn() -> K>);

/// A map from free keys to values of one kind, for example Docker labels.
#[derive(Clone, Copy, Debug)]
pub struct MapOf<K>(PhantomData<fn() -> K>);

impl<K: Kind> Kind for List<K> {}
impl<K: Kind> Kind for MapOf<K> {}
impl TextKind for Text {}

/// Everything has a JSON form.
impl<K: Kind> Denotes<Json> for K {}

/// Text of no particular meaning may be anything that is open text: an author who computes an ARN knows what it is.
impl<K: TextKind> Denotes<K> for Text {}

impl Denotes<Integer> for Integer {}
impl Denotes<Number> for Integer {}
impl Denotes<Number> for Number {}
/// CloudFormation has one type for numbers, so a parameter can only promise `Number`.
impl Denotes<Integer> for Number {}
impl Denotes<Bool> for Bool {}
impl<K: Kind, L: Denotes<K>> Denotes<List<K>> for List<L> {}
impl<K: Kind, L: Denotes<K>> Denotes<MapOf<K>> for MapOf<L> {}

impl ParameterKind for Text {
    const PARAMETER_TYPE: &'static str = "String";
}
impl ParameterKind for Number {
    const PARAMETER_TYPE: &'static str = "Number";
}

/// Declares open text kinds: `VpcId`, `RoleArn`.
#[doc(hidden)]
#[macro_export]
macro_rules! text_kinds {
    ($($(#[$doc:meta])* $name:ident $(= $parameter:literal)?),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $name;
            impl $crate::stack::Kind for $name {}
            impl $crate::stack::TextKind for $name {}
            impl $crate::stack::Denotes<$name> for $name {}
            impl $crate::stack::Denotes<$crate::stack::Text> for $name {}
            $(impl $crate::stack::ParameterKind for $name {
                const PARAMETER_TYPE: &'static str = $parameter;
            })?
        )*
    };
}
