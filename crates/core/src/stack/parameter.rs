//! Template parameters: what changes without a code change, or what AWS knows.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>

use std::marker::PhantomData;

use super::element::Element;
use super::kind::{Denotes, Integer, Json, Kind, List, Number, ParameterItem, ParameterKind, Text, TextKind};
use super::pending::{self, Pending};
use super::typed::Properties;
use super::value::{IntoValue, Typed, Value};
use crate::diagnostic::Diagnostic;
use crate::template::{Content, CowStr, LogicalId, Node, Origin, SourceLocation};

/// A parameter before it is added with [`super::Stack::parameter`]: `Parameter::<VpcId>::new()`. It denotes a `K`, and is given a `G`.
#[derive(Clone, Debug)]
#[must_use]
pub struct Parameter<K, G = K> {
    pub(crate) properties: Properties,
    pub(crate) value: Option<Node>,
    pub(crate) secret: bool,
    /// Whether whoever deploys gives the value.
    pub(crate) elsewhere: bool,
    pub(crate) pending: Pending,
    kind: PhantomData<fn() -> (K, G)>,
}

impl<K: Kind> Parameter<K> {
    /// A parameter of this kind. CloudFormation's type follows from it: `String` and `Number`, `CommaDelimitedList` of texts,
    /// `AWS::EC2::VPC::Id` where it has one for the kind; a closed set has its values as `AllowedValues`, and `Bool` has `true` and
    /// `false`.
    ///
    /// ```
    /// use formwork::aws::ec2::{SubnetId, VpcId};
    /// use formwork::prelude::*;
    /// use formwork::stack::{Bool, Integer, Text};
    ///
    /// fn parameters(stack: &mut Stack) {
    ///     stack.parameter("Image", Parameter::<Text>::new().description("The image to run").value("web:1"));
    ///     stack.parameter("Tasks", Parameter::<Integer>::new().default(2).min_value(1));
    ///     stack.parameter("Protected", Parameter::<Bool>::new().default(true));
    ///     stack.parameter("Vpc", Parameter::<VpcId>::new().value("vpc-00000001"));
    ///     stack.parameter("Subnets", Parameter::<List<SubnetId>>::new().value(["subnet-00000001", "subnet-00000002"]));
    /// }
    /// ```
    #[track_caller]
    pub fn new() -> Self
    where
        K: ParameterKind,
    {
        let parameter = Parameter::typed(K::parameter_type());
        match K::allowed_values() {
            values if values.is_empty() => parameter,
            values => parameter.allowed_values(values),
        }
    }
}

impl<K: Kind> Parameter<K> {
    /// A parameter of a type by CloudFormation's name, for those that no kind has: `List<String>`, `AWS::EC2::Image::Id` as plain text.
    #[track_caller]
    pub fn of_type(name: impl Into<CowStr>) -> Self {
        Parameter::typed(name)
    }
}

impl<K: ParameterKind> Default for Parameter<K> {
    #[track_caller]
    fn default() -> Self {
        Parameter::new()
    }
}

impl<K: ParameterItem + TextKind> Parameter<K> {
    /// `AWS::SSM::Parameter::Value<…>`: the value of the SSM parameter whose name is given.
    #[track_caller]
    pub fn ssm_value() -> Parameter<K, Text> {
        Parameter::typed(format!("AWS::SSM::Parameter::Value<{}>", K::PARAMETER_TYPE))
    }
}

impl<K: ParameterItem + TextKind> Parameter<List<K>> {
    /// `AWS::SSM::Parameter::Value<List<…>>`: the value of the SSM parameter of type `StringList` whose name is given.
    #[track_caller]
    pub fn ssm_value() -> Parameter<List<K>, Text> {
        Parameter::typed(format!("AWS::SSM::Parameter::Value<List<{}>>", K::PARAMETER_TYPE))
    }
}

impl<K: Kind, G: Kind> Parameter<K, G> {
    #[track_caller]
    fn typed(name: impl Into<CowStr>) -> Self {
        let mut properties = Properties::new();
        properties.set::<Json>("Type", Node::text(name));
        Parameter {
            properties,
            value: None,
            secret: false,
            elsewhere: false,
            pending: Pending::named(pending::PARAMETER),
            kind: PhantomData,
        }
    }

    /// What it is for; at most 4,000 characters.
    #[track_caller]
    pub fn description(mut self, text: impl Into<CowStr>) -> Self {
        self.properties.set::<Json>("Description", Node::text(text));
        self
    }

    /// The value where none is given.
    #[track_caller]
    pub fn default(mut self, value: impl IntoValue<G>) -> Self {
        let node = value.into_node();
        // A `Default` is a text or a number; what is neither, the addition to the stack reports.
        let node = match literal(&node) {
            Some(text) if !matches!(node.content, Content::Number(_)) => Node::text(text),
            _ => node,
        };
        self.properties.set::<Json>("Default", node);
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
    pub fn allowed_pattern(mut self, pattern: impl Into<CowStr>) -> Self {
        self.properties.set::<Json>("AllowedPattern", Node::text(pattern));
        self
    }

    /// What CloudFormation says when a constraint fails.
    #[track_caller]
    pub fn constraint_description(mut self, text: impl Into<CowStr>) -> Self {
        self.properties.set::<Json>("ConstraintDescription", Node::text(text));
        self
    }

    /// The shortest text.
    #[track_caller]
    pub fn min_length(mut self, length: u32) -> Self {
        self.properties.set::<Integer>("MinLength", length);
        self
    }

    /// The longest text.
    #[track_caller]
    pub fn max_length(mut self, length: u32) -> Self {
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

    /// A property by its name, exactly as it is written: for a form that the other methods do not write, such as a flag in quotes.
    #[track_caller]
    pub fn property(mut self, name: impl Into<CowStr>, value: impl IntoValue<Json>) -> Self {
        let (name, node) = (name.into(), value.into_node());
        self.secret |= name == "NoEcho" && node.scalar().is_some_and(|text| text.eq_ignore_ascii_case("true"));
        self.properties.set::<Json>(name, node);
        self
    }

    /// The value is no setting: whoever deploys the stack first gives it, and later deployments keep it.
    #[track_caller]
    pub fn given_at_deployment(mut self) -> Self {
        self.elsewhere = true;
        self
    }

    /// The value in this environment: written beside the template, into `STACK.parameters.json`.
    #[track_caller]
    pub fn value(mut self, value: impl IntoValue<G>) -> Self {
        let node = value.into_node();
        let location = node.location.or(SourceLocation::caller());
        self.value = Some(node.at(location));
        self
    }
}

/// A literal as the deployment passes it: lists are joined by commas. `None` where it is no literal, or cannot be passed.
pub(super) fn literal(node: &Node) -> Option<String> {
    match &node.content {
        _ if node.origin == Origin::NoNumber => None,
        Content::List(items) => {
            let items =
                items.iter().map(|item| item.scalar().filter(|text| !text.contains(',') && item.origin != Origin::NoNumber));
            items.collect::<Option<Vec<String>>>().map(|items| items.join(","))
        }
        _ => node.scalar(),
    }
}

/// What is said of a default or value that is no literal.
pub(super) fn no_literal(id: LogicalId, node: &Node) -> Diagnostic {
    if node.origin == Origin::NoNumber {
        let message = format!("`{}` is not a number that the parameter `{id}` can have", node.as_str().unwrap_or_default());
        return Diagnostic::error("FW008", message).help("expected a finite number; check the calculation that makes it");
    }
    if node.as_list().is_some() {
        let message = format!("expected literals without commas for the list parameter `{id}`");
        return Diagnostic::error("FW010", message)
            .help("the items of a list parameter are passed as one text, with commas between");
    }
    let message = format!("expected a literal for the parameter `{id}`, found a function");
    Diagnostic::error("FW010", message)
        .help("parameters are given before CloudFormation evaluates functions; use the function where the parameter is used")
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
