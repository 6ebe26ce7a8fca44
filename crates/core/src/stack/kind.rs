//! Kinds: what a value denotes, so that a subnet's id cannot stand where a VPC's id is expected.

use std::borrow::Cow;
use std::marker::PhantomData;

use crate::template::Node;

/// A kind of value: text, a number, a VPC's id, a nested property, a list of another kind.
///
/// Kinds exist at compile time only.
pub trait Kind: Sized + 'static {}

/// A kind whose values are open text, so that a literal can be one: a VPC's id, a role's ARN, plain text.
///
/// A closed value set is not one: its literals are its constants.
#[diagnostic::on_unimplemented(
    message = "text is not a value of `{Self}`",
    label = "expected `{Self}`, found text",
    note = "a boolean is `true` or `false` and a number is `80`, without quotes; a list needs brackets: `[\"a\"]`; a nested property takes its struct",
    note = "a parameter of this kind is a `Parameter::<{Self}>::new()`"
)]
pub trait TextKind: Kind {}

/// Says that a value of this kind may stand where a `K` is expected.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used where `{K}` is expected",
    label = "this denotes `{Self}`, not `{K}`",
    note = "pass a handle or an attribute that denotes `{K}`, or a parameter: `Parameter::<{K}>::new()`",
    note = "where a list is expected, put one value into brackets: `[value]`",
    note = "where you know better than the schemas, `Value::cast` changes the kind"
)]
pub trait Denotes<K: Kind>: Kind {}

/// Says that a template parameter can have this kind: `Parameter::<K>::new()`.
///
/// Where CloudFormation has a type of its own, for example `AWS::EC2::VPC::Id`, it checks the value against the account before it
/// begins; where it has none, the parameter is a `String`, and a closed set and `Bool` have `AllowedValues`.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html>
#[diagnostic::on_unimplemented(
    message = "a parameter cannot be of the kind `{Self}`",
    label = "CloudFormation has no parameter of this kind",
    note = "parameters are strings, numbers, booleans, enumerations, ids and names, and lists of these; pass the parts of `{Self}` as parameters"
)]
pub trait ParameterKind: Kind {
    /// The parameter's type.
    fn parameter_type() -> Cow<'static, str>;

    /// The only values, where the kind is a closed set.
    fn allowed_values() -> Vec<Node>;
}

/// A kind of which a parameter can have one value; of a list of them, a parameter can have several.
#[diagnostic::on_unimplemented(
    message = "a parameter cannot be of the kind `{Self}`",
    label = "CloudFormation has no parameter of this kind",
    note = "parameters are strings, numbers, booleans, enumerations, ids and names, and lists of these; pass the parts of `{Self}` as parameters"
)]
pub trait ParameterItem: Kind {
    /// The parameter type of one value.
    const PARAMETER_TYPE: &'static str;

    /// The only values, where the kind is a closed set.
    fn values() -> Vec<Node> {
        Vec::new()
    }
}

impl<K: ParameterItem> ParameterKind for K {
    fn parameter_type() -> Cow<'static, str> {
        K::PARAMETER_TYPE.into()
    }

    fn allowed_values() -> Vec<Node> {
        K::values()
    }
}

impl<K: ParameterItem> ParameterKind for List<K> {
    fn parameter_type() -> Cow<'static, str> {
        match K::PARAMETER_TYPE {
            "String" => "CommaDelimitedList".into(),
            other => format!("List<{other}>").into(),
        }
    }

    fn allowed_values() -> Vec<Node> {
        K::values()
    }
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

/// A list whose items are of one kind: an array or a `Vec` of what is of one type, a tuple of what is not.
///
/// ```
/// use formwork::prelude::*;
///
/// fn alarm(on_call: Handle<sns::Topic>) -> cloudwatch::Alarm {
///     let other = sub("arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:other");
///     cloudwatch::Alarm::new().ok_actions([on_call]).alarm_actions((on_call, other))
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct List<K>(PhantomData<fn() -> K>);

/// A map from free keys to values of one kind, for example Docker labels: pairs in an array, or in a tuple where the values are written in
/// different ways: `(("LEVEL", "info"), ("QUEUE", queue))`.
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
/// A parameter or attribute that is a number or a flag is written as text where text is expected.
impl Denotes<Text> for Integer {}
impl Denotes<Text> for Number {}
impl Denotes<Text> for Bool {}
impl<K: Kind, L: Denotes<K>> Denotes<List<K>> for List<L> {}
impl<K: Kind, L: Denotes<K>> Denotes<MapOf<K>> for MapOf<L> {}

impl ParameterItem for Text {
    const PARAMETER_TYPE: &'static str = "String";
}
impl ParameterItem for Number {
    const PARAMETER_TYPE: &'static str = "Number";
}
impl ParameterItem for Integer {
    const PARAMETER_TYPE: &'static str = "Number";
}
impl ParameterItem for Bool {
    const PARAMETER_TYPE: &'static str = "String";

    fn values() -> Vec<Node> {
        vec![Node::text("true"), Node::text("false")]
    }
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
            #[doc(hidden)]
            impl $crate::stack::Kind for $name {}
            #[doc(hidden)]
            impl $crate::stack::TextKind for $name {}
            #[doc(hidden)]
            impl $crate::stack::Denotes<$name> for $name {}
            #[doc(hidden)]
            impl $crate::stack::Denotes<$crate::stack::Text> for $name {}
            #[doc(hidden)]
            impl $crate::stack::ParameterItem for $name {
                const PARAMETER_TYPE: &'static str = $crate::text_kinds!(@type $($parameter)?);
            }
        )*
    };
    (@type $parameter:literal) => { $parameter };
    (@type) => { "String" };
}
