//! Conditions and the functions that make them.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html>

use super::anything::Anything;
use super::element::Element;
use super::kind::{Json, List, Text};
use super::value::IntoValue;
use crate::template::{Node, function};

/// A named condition of a stack; made by [`super::Stack::condition`].
///
/// ```
/// use formwork::prelude::*;
///
/// fn stack(stack: &mut Stack) {
///     let size = stack.parameter("Size", Parameter::<Text>::new().allowed_values(["small", "large"]).default("small"));
///     let large = stack.condition("IsLarge", equals(size, "large"));
///     let production = stack.condition("IsProduction", equals(pseudo::account_id(), "111122223333"));
///     stack.condition("IsBoth", and([large, production]));
///     stack.add("Orders", sqs::Queue::new().delay_seconds(if_(&large, 0, 60)));
///     stack.add("Archive", s3::Bucket::new().condition(&production));
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Condition {
    element: Element,
}

impl Condition {
    pub(crate) fn new(element: Element) -> Self {
        Condition { element }
    }

    /// Its bare name, as `Fn::If` and the `Condition` attribute take it.
    pub(crate) fn name_node(&self) -> Node {
        self.element.name_node()
    }
}

/// An expression that is true or false when CloudFormation deploys.
#[derive(Clone, Debug)]
pub struct Test {
    pub(crate) node: Node,
}

impl Test {
    fn call(function: &'static str, argument: Node) -> Self {
        Test { node: Node::call(function, argument) }
    }
}

impl From<Condition> for Test {
    fn from(condition: Condition) -> Self {
        Test::call(function::CONDITION, condition.name_node())
    }
}

impl From<&Condition> for Test {
    fn from(condition: &Condition) -> Self {
        Test::from(*condition)
    }
}

/// A test that a macro makes, or of a form that no function here has.
impl From<Anything> for Test {
    fn from(test: Anything) -> Self {
        Test { node: test.into_node() }
    }
}

/// `Fn::Equals`: whether two texts, numbers or flags are the same.
///
/// ```
/// use formwork::prelude::*;
///
/// fn stack(stack: &mut Stack) {
///     let zones = stack.parameter("Zones", Parameter::<Integer>::new().default(2));
///     let protected = stack.parameter("Protected", Parameter::<Bool>::new().default(true));
///     stack.condition("IsSmall", equals(zones, 2));
///     stack.condition("IsProtected", equals(protected, true));
/// }
/// ```
pub fn equals(left: impl IntoValue<Json>, right: impl IntoValue<Json>) -> Test {
    Test::call(function::EQUALS, Node::list([left.into_node(), right.into_node()]))
}

/// `Fn::And` of 2 to 10 tests.
pub fn and<T: Into<Test>>(tests: impl IntoIterator<Item = T>) -> Test {
    let nodes = tests.into_iter().map(|test| test.into().node);
    Test::call(function::AND, Node::list(nodes))
}

/// `Fn::Or` of 2 to 10 tests.
pub fn or<T: Into<Test>>(tests: impl IntoIterator<Item = T>) -> Test {
    let nodes = tests.into_iter().map(|test| test.into().node);
    Test::call(function::OR, Node::list(nodes))
}

/// `Fn::Not`
pub fn not(test: impl Into<Test>) -> Test {
    Test::call(function::NOT, Node::list([test.into().node]))
}

/// `Fn::Contains`, in rules: whether a list holds a text.
pub fn contains(list: impl IntoValue<List<Text>>, text: impl IntoValue<Text>) -> Test {
    Test::call("Fn::Contains", Node::list([list.into_node(), text.into_node()]))
}

/// `Fn::EachMemberEquals`, in rules: whether every item of a list is this text.
pub fn each_member_equals(list: impl IntoValue<List<Text>>, text: impl IntoValue<Text>) -> Test {
    Test::call("Fn::EachMemberEquals", Node::list([list.into_node(), text.into_node()]))
}

/// `Fn::EachMemberIn`, in rules: whether every item of a list is in another.
pub fn each_member_in(list: impl IntoValue<List<Text>>, within: impl IntoValue<List<Text>>) -> Test {
    Test::call("Fn::EachMemberIn", Node::list([list.into_node(), within.into_node()]))
}

/// `Fn::RefAll`, in rules: every value of parameters of an AWS-specific type, for example `AWS::EC2::VPC::Id`.
pub fn ref_all(parameter_type: &str) -> Anything {
    Anything::new(Node::call("Fn::RefAll", Node::text(parameter_type.to_owned())))
}

/// `Fn::ValueOf`, in rules: an attribute of a parameter's value, for example `Tags.Name` of a VPC.
pub fn value_of(parameter: Element, attribute: &str) -> Anything {
    let argument = Node::list([parameter.name_node(), Node::text(attribute.to_owned())]);
    Anything::new(Node::call("Fn::ValueOf", argument))
}

/// `Fn::ValueOfAll`, in rules: an attribute of every value of parameters of an AWS-specific type.
pub fn value_of_all(parameter_type: &str, attribute: &str) -> Anything {
    let argument = Node::list([Node::text(parameter_type.to_owned()), Node::text(attribute.to_owned())]);
    Anything::new(Node::call("Fn::ValueOfAll", argument))
}

/// A rule of the `Rules` section: assertions about parameters, checked before anything is created.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html>
///
/// ```
/// use formwork::prelude::*;
/// use formwork::stack::{Rule, condition::contains};
///
/// fn stack(stack: &mut Stack) {
///     let size = stack.parameter("Size", Parameter::<Text>::new().default("t4g.micro"));
///     let small = Rule::new().when(equals(pseudo::region(), "eu-west-1")).assert(contains(["t4g.micro"], size), "use t4g.micro");
///     stack.rule("Small", small);
/// }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Rule {
    when: Option<Test>,
    assertions: Vec<(Test, String)>,
}

impl Rule {
    /// A rule without assertions.
    pub fn new() -> Self {
        Rule::default()
    }

    /// The rule is checked only where this holds.
    pub fn when(mut self, test: impl Into<Test>) -> Self {
        self.when = Some(test.into());
        self
    }

    /// Demands that a test holds; otherwise the deployment stops with the description.
    pub fn assert(mut self, test: impl Into<Test>, description: impl Into<String>) -> Self {
        self.assertions.push((test.into(), description.into()));
        self
    }

    pub(crate) fn into_node(self) -> Node {
        let assertions = self
            .assertions
            .into_iter()
            .map(|(test, description)| Node::map([("Assert", test.node), ("AssertDescription", Node::text(description))]));
        let assertions = Node::list(assertions);
        let condition = self.when.map(|test| ("RuleCondition", test.node));
        Node::map(condition.into_iter().chain([("Assertions", assertions)]))
    }
}
