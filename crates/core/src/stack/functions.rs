//! The intrinsic functions, typed as far as a type can help.
//!
//! A function whose result may be of any kind is a small struct of its own: it takes the kind of the place where it stands.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>

use std::marker::PhantomData;

use super::anything::Anything;
use super::condition::Condition;
use super::element::Element;
use super::kind::{Integer, Json, Kind, List, Text, TextKind};
use super::value::{IntoValue, Value};
use crate::template::{Content, Key, Map, Node, Origin, SourceLocation, function};

/// `Fn::Sub`: text with `${…}` variables: a logical id, `Id.Attribute`, a pseudo parameter, or a name given with [`Sub::with`].
///
/// The names are checked at synth. `${!Literal}` writes `${Literal}`.
#[track_caller]
pub fn sub(text: impl Into<String>) -> Sub {
    Sub { text: text.into(), variables: Map::default() }
}

/// A `Fn::Sub` expression; see [`sub`].
#[derive(Clone, Debug)]
pub struct Sub {
    text: String,
    variables: Map,
}

impl Sub {
    /// Gives a `${name}` of the text its value.
    #[track_caller]
    pub fn with(mut self, name: impl Into<String>, value: impl IntoValue<Text>) -> Self {
        let location = SourceLocation::caller();
        self.variables.insert(Key::new(name.into(), location), value.into_node().at(location));
        self
    }

    fn node(self) -> Node {
        let text = Node::text(self.text);
        if self.variables.is_empty() {
            return Node::call(function::SUB, text);
        }
        let variables = Node::new(Content::Map(self.variables));
        Node::call(function::SUB, Node::list([text, variables]))
    }
}

impl<K: TextKind> IntoValue<K> for Sub {
    fn into_node(self) -> Node {
        self.node()
    }
}

impl<K: TextKind> IntoValue<K> for &Sub {
    fn into_node(self) -> Node {
        self.clone().node()
    }
}

impl IntoValue<Json> for Sub {
    fn into_node(self) -> Node {
        self.node()
    }
}

/// `Fn::Join`: the items of a list, with the delimiter between them.
pub fn join(delimiter: impl Into<String>, items: impl IntoValue<List<Text>>) -> Value<Text> {
    let argument = Node::list([Node::text(delimiter.into()), items.into_node()]);
    Value::from_node(Node::call(function::JOIN, argument))
}

/// `Fn::Split`: the parts of a text between delimiters.
pub fn split(delimiter: impl Into<String>, text: impl IntoValue<Text>) -> AnyList {
    let argument = Node::list([Node::text(delimiter.into()), text.into_node()]);
    AnyList { node: Node::call(function::SPLIT, argument) }
}

/// A list whose items may be of any open kind, for example what [`split`] gives.
#[derive(Clone, Debug)]
pub struct AnyList {
    node: Node,
}

impl<K: TextKind> IntoValue<List<K>> for AnyList {
    fn into_node(self) -> Node {
        self.node
    }
}

impl<K: TextKind> IntoValue<List<K>> for &AnyList {
    fn into_node(self) -> Node {
        self.node.clone()
    }
}

impl IntoValue<List<Json>> for AnyList {
    fn into_node(self) -> Node {
        self.node
    }
}

impl IntoValue<Json> for AnyList {
    fn into_node(self) -> Node {
        self.node
    }
}

/// `Fn::Select`: the item of a list at an index from 0; the item's kind is the list's.
pub fn select<L>(index: impl IntoValue<Integer>, list: L) -> Select<L> {
    Select { index: index.into_node(), list }
}

/// A `Fn::Select` expression; see [`select`].
#[derive(Clone, Debug)]
pub struct Select<L> {
    index: Node,
    list: L,
}

impl<K: Kind, L: IntoValue<List<K>>> IntoValue<K> for Select<L> {
    fn into_node(self) -> Node {
        let argument = Node::list([self.index, self.list.into_node()]);
        Node::call(function::SELECT, argument)
    }
}

/// `Fn::If`: one value where the condition holds, the other where it doesn't; [`no_value`] leaves the property out.
pub fn if_<A, B>(condition: &Condition, then: A, otherwise: B) -> If<A, B> {
    If { condition: condition.name_node(), then, otherwise }
}

/// A `Fn::If` expression; see [`if_`].
#[derive(Clone, Debug)]
pub struct If<A, B> {
    condition: Node,
    then: A,
    otherwise: B,
}

impl<K: Kind, A: IntoValue<K>, B: IntoValue<K>> IntoValue<K> for If<A, B> {
    fn into_node(self) -> Node {
        let branches = [self.condition, self.then.into_node(), self.otherwise.into_node()];
        Node::call(function::IF, Node::list(branches))
    }
}

/// `Ref: AWS::NoValue`: the property is left out.
pub fn no_value() -> Anything {
    Anything::new(Node::call(function::REF, Node::text("AWS::NoValue")))
}

/// A value exactly as it is written, wherever it stands: the way out where CloudFormation takes a form that the schemas do not have, for
/// example a number in quotes, or a text parameter where a flag is expected.
///
/// ```
/// use formwork::aws::sqs::Queue;
/// use formwork::prelude::*;
///
/// fn jobs(stack: &mut Stack) {
///     let delay = stack.parameter("Delay", Parameter::<Text>::new().default("30"));
///     stack.add("Jobs", Queue::new().delay_seconds(raw(delay)).visibility_timeout(raw("60")));
/// }
/// ```
pub fn raw(value: impl IntoValue<Json>) -> Anything {
    Anything::new(value.into_node())
}

/// `null`, which few places of a template take.
pub fn null() -> Anything {
    Anything::new(Node::new(Content::Null))
}

/// `Ref` by a name, for what no handle stands for: what a transform or a loop makes, such as SAM's `ServerlessRestApi`.
pub fn ref_(name: impl Into<String>) -> Anything {
    Anything::new(Node::call(function::REF, Node::text(name.into())))
}

/// `Fn::GetAtt` by names, for what no handle stands for: `get_att("FunctionRole", "Arn")` of a role that SAM makes.
pub fn get_att(name: impl Into<String>, attribute: impl IntoValue<Text>) -> Anything {
    let argument = Node::list([Node::text(name.into()), attribute.into_node()]);
    Anything::new(Node::call(function::GET_ATT, argument))
}

/// `Fn::ImportValue` of an export that no stack of this app makes. For exports of this app there are typed links.
pub fn import_value(name: impl IntoValue<Text>) -> Anything {
    Anything::new(Node::call(function::IMPORT_VALUE, name.into_node()))
}

/// `Fn::GetStackOutput` of a stack that is not of this app; `region` and `role_arn` reach other regions and accounts.
/// For stacks of this app there are typed links.
pub fn get_stack_output(stack_name: impl IntoValue<Text>, output: impl IntoValue<Text>) -> StackOutput {
    StackOutput { node: Node::map([("StackName", stack_name.into_node()), ("OutputName", output.into_node())]) }
}

/// A `Fn::GetStackOutput` expression; see [`get_stack_output`].
#[derive(Clone, Debug)]
pub struct StackOutput {
    node: Node,
}

impl StackOutput {
    /// The region of the stack, if it isn't the reader's.
    pub fn region(self, region: impl IntoValue<Text>) -> Self {
        self.entry("Region", region.into_node())
    }

    /// The role that may describe the stack, if it is in another account.
    pub fn role_arn(self, role: impl IntoValue<Text>) -> Self {
        self.entry("RoleArn", role.into_node())
    }

    fn entry(mut self, key: &'static str, node: Node) -> Self {
        if let Content::Map(map) = &mut self.node.content {
            map.insert(key.into(), node);
        }
        self
    }
}

impl<K: Kind> IntoValue<K> for StackOutput {
    fn into_node(self) -> Node {
        Node::call(function::GET_STACK_OUTPUT, self.node)
    }
}

/// `Fn::GetAZs`: the availability zones of a region; an empty text is the stack's own.
pub fn get_azs(region: impl IntoValue<Text>) -> AnyList {
    AnyList { node: Node::call(function::GET_AZS, region.into_node()) }
}

/// `Fn::Cidr`: `count` blocks (1 to 256) of `bits` host bits each, cut from an address block.
pub fn cidr(block: impl IntoValue<Text>, count: impl IntoValue<Integer>, bits: impl IntoValue<Integer>) -> AnyList {
    let argument = Node::list([block.into_node(), count.into_node(), bits.into_node()]);
    AnyList { node: Node::call(function::CIDR, argument) }
}

/// `Fn::Base64`, for example of user data.
pub fn base64(text: impl IntoValue<Text>) -> Value<Text> {
    Value::from_node(Node::call(function::BASE64, text.into_node()))
}

/// `Fn::Transform`: calls a macro by its name with parameters.
pub fn transform(name: impl Into<String>, parameters: impl IntoValue<Json>) -> Anything {
    let argument = Node::map([("Name", Node::text(name.into())), ("Parameters", parameters.into_node())]);
    Anything::new(Node::call(function::TRANSFORM, argument))
}

/// `Fn::Length` of a list; needs the language extensions ([`super::Stack::language_extensions`]).
pub fn length(list: impl IntoValue<List<Text>>) -> Value<Integer> {
    Value::from_node(Node::call(function::LENGTH, list.into_node()))
}

/// `Fn::ToJsonString` of a list or map: JSON where a text is expected. It needs the language extensions
/// ([`super::Stack::language_extensions`]).
///
/// ```
/// use formwork::prelude::*;
///
/// fn stack(stack: &mut Stack) {
///     stack.language_extensions();
///     let text = object! { "type": "text", "width": 6, "height": 3, "properties": { "markdown": sub("# ${AWS::StackName}") } };
///     stack.add("Board", cloudwatch::Dashboard::new(to_json_string(object! { "widgets": [text] })));
/// }
/// ```
pub fn to_json_string(value: impl IntoValue<Json>) -> Value<Text> {
    Value::from_node(Node::call(function::TO_JSON_STRING, value.into_node()))
}

/// `Ref` of a list parameter's or any element's id, of a kind that the caller says. For resources there are handles.
pub fn reference<K: Kind>(element: Element) -> Value<K> {
    element.reference()
}

/// An entry of a map built by `Fn::ForEach`: the output key with its `${Variable}`, and the value.
///
/// Needs the language extensions ([`super::Stack::language_extensions`]).
pub fn for_each(
    variable: impl Into<String>,
    collection: impl IntoValue<List<Text>>,
    output_key: impl Into<String>,
    output_value: impl IntoValue<Json>,
) -> ForEach {
    let template = Node::map([(output_key.into(), output_value.into_node())]);
    ForEach { node: Node::list([Node::text(variable.into()), collection.into_node(), template]) }
}

/// A `Fn::ForEach` loop; see [`for_each`]. [`super::Stack::for_each`] puts one among the resources.
#[derive(Clone, Debug)]
pub struct ForEach {
    pub(crate) node: Node,
}

/// A mapping of a template, for [`find_in_map`]; made by [`super::Stack::mapping`].
#[derive(Clone, Copy, Debug)]
pub struct Mapping {
    element: Element,
}

impl Mapping {
    pub(crate) fn new(element: Element) -> Self {
        Mapping { element }
    }

    /// `Fn::FindInMap`: the value of the mapping at two keys, of the kind that the place where it stands expects. Where one value and a list
    /// of them are both taken, as in policies, say which: `.find::<Text>(…)`.
    ///
    /// ```
    /// use formwork::prelude::*;
    ///
    /// fn stack(stack: &mut Stack) {
    ///     let sizes = stack.mapping("Sizes", [("dev", [("Delay", 0)]), ("prod", [("Delay", 60)])]);
    ///     let stage = stack.parameter("Stage", Parameter::<Text>::new().allowed_values(["dev", "prod"]));
    ///     stack.add("Orders", sqs::Queue::new().delay_seconds(sizes.find(stage, "Delay")));
    /// }
    /// ```
    pub fn find<K: Kind>(&self, top: impl IntoValue<Text>, second: impl IntoValue<Text>) -> Lookup<K> {
        Lookup { arguments: vec![self.element.name_node(), top.into_node(), second.into_node()], kind: PhantomData }
    }
}

/// `Fn::FindInMap`; see [`Mapping::find`].
pub fn find_in_map<K: Kind>(mapping: &Mapping, top: impl IntoValue<Text>, second: impl IntoValue<Text>) -> Lookup<K> {
    mapping.find(top, second)
}

/// A `Fn::FindInMap` expression; see [`Mapping::find`].
#[derive(Clone, Debug)]
pub struct Lookup<K> {
    arguments: Vec<Node>,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> Lookup<K> {
    /// The value where the mapping has none; needs the language extensions ([`super::Stack::language_extensions`]).
    pub fn or(mut self, default: impl IntoValue<K>) -> Self {
        self.arguments.push(Node::map([("DefaultValue", default.into_node())]));
        self
    }
}

/// Of the kind that is expected and no other, so that the place where it stands decides the kind.
impl<K: Kind> IntoValue<K> for Lookup<K> {
    fn into_node(self) -> Node {
        Node::call(function::FIND_IN_MAP, Node::list(self.arguments))
    }
}

/// The node of a reference to a pseudo parameter.
pub(crate) fn pseudo_node(name: &'static str) -> Node {
    Node::call(function::REF, Node::text(name)).of(Origin::Plain)
}
