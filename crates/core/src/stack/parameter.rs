//! Template parameters: what changes without a code change, or what AWS knows.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>

use std::borrow::Cow;
use std::marker::PhantomData;

use super::element::Element;
use super::kind::{Denotes, Integer, Json, Kind, List, Number, ParameterKind, Text, TextKind};
use super::typed::Properties;
use super::value::{IntoValue, Typed, Value};
use crate::template::{LogicalId, Node, SourceLocation};

/// A parameter before it is added with [`super::Stack::parameter`].
#[derive(Clone, Debug)]
#[must_use]
pub struct Parameter<K> {
    pub(crate) properties: Properties,
    pub(crate) value: Option<(String, SourceLocation)>,
    pub(crate) secret: bool,
    kind: PhantomData<fn() -> K>,
}

impl Parameter<Text> {
    /// `String`
    #[track_caller]
    pub fn text() -> Self {
        Parameter::of_type("String")
    }

    /// `AWS::SSM::Parameter::Name`: the name of an SSM parameter that must exist.
    #[track_caller]
    pub fn ssm_parameter_name() -> Self {
        Parameter::of_type("AWS::SSM::Parameter::Name")
    }
}

impl Parameter<Number> {
    /// `Number`
    #[track_caller]
    pub fn number() -> Self {
        Parameter::of_type("Number")
    }
}

impl Parameter<List<Text>> {
    /// `CommaDelimitedList`
    #[track_caller]
    pub fn comma_delimited_list() -> Self {
        Parameter::of_type("CommaDelimitedList")
    }
}

impl Parameter<List<Number>> {
    /// `List<Number>`
    #[track_caller]
    pub fn list_of_numbers() -> Self {
        Parameter::of_type("List<Number>")
    }
}

impl<K: TextKind> Parameter<K> {
    /// `String`, whose value the author knows to denote this kind, for example `Parameter::<CertificateArn>::text_of_kind()`: for kinds
    /// that CloudFormation has no parameter type for.
    #[track_caller]
    pub fn text_of_kind() -> Self {
        Parameter::of_type("String")
    }
}

impl<K: ParameterKind> Parameter<K> {
    /// A parameter of an AWS-specific type, for example `Parameter::<ec2::VpcId>::of_kind()`: CloudFormation checks that the
    /// value exists.
    #[track_caller]
    pub fn of_kind() -> Self {
        Parameter::of_type(K::PARAMETER_TYPE)
    }

    /// `AWS::SSM::Parameter::Value<…>`: the value of the SSM parameter whose name is given.
    #[track_caller]
    pub fn ssm_value() -> Self {
        Parameter::of_type(format!("AWS::SSM::Parameter::Value<{}>", K::PARAMETER_TYPE))
    }
}

impl<K: ParameterKind> Parameter<List<K>> {
    /// `List<…>` of an AWS-specific type.
    #[track_caller]
    pub fn list_of_kind() -> Self {
        Parameter::of_type(format!("List<{}>", K::PARAMETER_TYPE))
    }

    /// `AWS::SSM::Parameter::Value<List<…>>`: the value of the SSM parameter of type `StringList` whose name is given.
    #[track_caller]
    pub fn ssm_list_value() -> Self {
        Parameter::of_type(format!("AWS::SSM::Parameter::Value<List<{}>>", K::PARAMETER_TYPE))
    }
}

impl<K: Kind> Parameter<K> {
    #[track_caller]
    fn of_type(name: impl Into<Cow<'static, str>>) -> Self {
        let mut properties = Properties::new();
        let name: Cow<'static, str> = name.into();
        properties.set::<Json>("Type", Node::text(name));
        Parameter { properties, value: None, secret: false, kind: PhantomData }
    }

    /// What it is for; at most 4,000 characters.
    #[track_caller]
    pub fn description(mut self, text: impl IntoValue<Text>) -> Self {
        self.properties.set::<Text>("Description", text);
        self
    }

    /// The value where none is given.
    #[track_caller]
    pub fn default(mut self, value: impl IntoValue<Json>) -> Self {
        self.properties.set::<Json>("Default", value);
        self
    }

    /// The only values that it takes.
    #[track_caller]
    pub fn allowed_values<T: IntoValue<Json>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        let values = Node::list(values.into_iter().map(IntoValue::into_node));
        self.properties.set::<Json>("AllowedValues", values);
        self
    }

    /// A regular expression that the whole value must match.
    #[track_caller]
    pub fn allowed_pattern(mut self, pattern: impl IntoValue<Text>) -> Self {
        self.properties.set::<Text>("AllowedPattern", pattern);
        self
    }

    /// What CloudFormation says when a constraint fails.
    #[track_caller]
    pub fn constraint_description(mut self, text: impl IntoValue<Text>) -> Self {
        self.properties.set::<Text>("ConstraintDescription", text);
        self
    }

    /// The shortest text.
    #[track_caller]
    pub fn min_length(mut self, length: impl IntoValue<Integer>) -> Self {
        self.properties.set::<Integer>("MinLength", length);
        self
    }

    /// The longest text.
    #[track_caller]
    pub fn max_length(mut self, length: impl IntoValue<Integer>) -> Self {
        self.properties.set::<Integer>("MaxLength", length);
        self
    }

    /// The smallest number.
    #[track_caller]
    pub fn min_value(mut self, value: impl IntoValue<Number>) -> Self {
        self.properties.set::<Number>("MinValue", value);
        self
    }

    /// The largest number.
    #[track_caller]
    pub fn max_value(mut self, value: impl IntoValue<Number>) -> Self {
        self.properties.set::<Number>("MaxValue", value);
        self
    }

    /// Keeps the value out of the console and the API. It does not keep it out of the resources that use it.
    #[track_caller]
    pub fn no_echo(mut self) -> Self {
        self.properties.set::<super::kind::Bool>("NoEcho", true);
        self.secret = true;
        self
    }

    /// The value in this environment: written beside the template, into `STACK.parameters.json`.
    #[track_caller]
    pub fn value(mut self, value: impl ToString) -> Self {
        self.value = Some((value.to_string(), SourceLocation::caller()));
        self
    }
}

/// A parameter of a stack; stands for its `Ref`.
#[derive(Debug)]
pub struct ParameterHandle<K> {
    element: Element,
    kind: PhantomData<fn() -> K>,
}

impl<K> Clone for ParameterHandle<K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K> Copy for ParameterHandle<K> {}

impl<K: Kind> ParameterHandle<K> {
    pub(crate) fn new(element: Element) -> Self {
        ParameterHandle { element, kind: PhantomData }
    }

    /// Its name.
    pub fn logical_id(&self) -> LogicalId {
        self.element.logical_id()
    }

    /// `Ref`, as a typed value.
    pub fn reference(&self) -> Value<K> {
        self.element.reference()
    }

    /// The element behind the handle.
    pub fn element(&self) -> Element {
        self.element
    }
}

impl<K: Kind, L: Denotes<K>> IntoValue<K> for ParameterHandle<L> {
    fn into_node(self) -> Node {
        self.reference().into_node_plain()
    }
}

impl<K: Kind, L: Denotes<K>> IntoValue<K> for &ParameterHandle<L> {
    fn into_node(self) -> Node {
        self.reference().into_node_plain()
    }
}

impl<K: Kind> Typed for ParameterHandle<K> {
    type Kind = K;

    fn into_typed(self) -> Value<K> {
        self.reference()
    }
}

impl<K: Kind> Typed for &ParameterHandle<K> {
    type Kind = K;

    fn into_typed(self) -> Value<K> {
        self.reference()
    }
}
