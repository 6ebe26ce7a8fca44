//! A construct with its arguments, twice: as it is built, and as it is written.

use std::any::Any;

use crate::aws::certificatemanager::CertificateArn;
use crate::aws::ec2::{SecurityGroupId, SubnetId, VpcId};
use crate::aws::ecs::ClusterName;
use crate::aws::elasticloadbalancingv2::ListenerArn;
use crate::aws::logs::LogGroupName;
use crate::import::{Call, Expression, Output, Recognized};
use crate::stack::{Construct, Integer, Kind, List, Stack, Text, Value};
use crate::template::Node;

/// Adds a construct to a stack, and returns what comes out.
type Build = Box<dyn Fn(&mut Stack) -> Box<dyn Any>>;

/// A construct that may make resources of a template.
pub(super) struct Recipe {
    pub(super) recognized: Recognized,
    /// Adds it, and returns what comes out.
    pub(super) build: Build,
    /// What has to be added before it, and is not its own.
    pub(super) beside: Vec<String>,
}

/// Something that is made with calls, and the expression that makes it.
pub(super) struct Draft<C> {
    made: C,
    call: Call,
}

/// A kind of values, with its name as the generator writes it.
pub(super) trait Named: Kind {
    const KIND: &'static str;
}

macro_rules! named {
    ($($kind:ty => $name:literal),* $(,)?) => {
        $(impl Named for $kind {
            const KIND: &'static str = $name;
        })*
    };
}

named! {
    Text => "fw::Text",
    Integer => "fw::Integer",
    List<Text> => "fw::List<fw::Text>",
    List<SubnetId> => "fw::List<formwork::aws::ec2::SubnetId>",
    VpcId => "formwork::aws::ec2::VpcId",
    SecurityGroupId => "formwork::aws::ec2::SecurityGroupId",
    CertificateArn => "formwork::aws::certificatemanager::CertificateArn",
    ClusterName => "formwork::aws::ecs::ClusterName",
    ListenerArn => "formwork::aws::elasticloadbalancingv2::ListenerArn",
    LogGroupName => "formwork::aws::logs::LogGroupName",
}

/// What stands in the template, as a value and as an argument.
pub(super) fn value<K: Named>(node: &Node) -> (Value<K>, Expression) {
    (Value::from_node(node.clone()), Expression::Value(node.clone(), K::KIND))
}

impl<C> Draft<C> {
    /// What is called at a path with these arguments.
    pub(super) fn new(made: C, path: &'static str, arguments: Vec<Expression>) -> Self {
        Draft { made, call: Call { path, arguments, calls: Vec::new() } }
    }

    /// The same with one more call.
    pub(super) fn with(mut self, method: &'static str, arguments: Vec<Expression>, set: impl FnOnce(C) -> C) -> Self {
        self.call.calls.push((method, arguments));
        Draft { made: set(self.made), call: self.call }
    }

    /// The same, whose expression has one more call: what it made is there already.
    pub(super) fn called(mut self, method: &'static str, arguments: Vec<Expression>) -> Self {
        self.call.calls.push((method, arguments));
        self
    }

    /// The same with one more call, where there is something to call it with.
    pub(super) fn maybe<T>(
        self,
        method: &'static str,
        given: Option<T>,
        arguments: impl FnOnce(&T) -> Vec<Expression>,
        set: impl FnOnce(C, T) -> C,
    ) -> Self {
        match given {
            None => self,
            Some(given) => {
                let arguments = arguments(&given);
                self.with(method, arguments, |made| set(made, given))
            }
        }
    }

    /// The same with a call without arguments, where that is so.
    pub(super) fn when(self, method: &'static str, is_so: bool, set: impl FnOnce(C) -> C) -> Self {
        self.maybe(method, is_so.then_some(()), |()| Vec::new(), |made, ()| set(made))
    }

    /// The same with what stands in the template, where something does.
    pub(super) fn value<K: Named>(self, method: &'static str, node: Option<&Node>, set: impl FnOnce(C, Value<K>) -> C) -> Self {
        match node.map(value::<K>) {
            None => self,
            Some((value, argument)) => self.with(method, vec![argument], |made| set(made, value)),
        }
    }

    /// What was made, and the expression.
    pub(super) fn finish(self) -> (C, Expression) {
        (self.made, Expression::Call(self.call))
    }

    /// What was made, and what was called.
    pub(super) fn parts(self) -> (C, Call) {
        (self.made, self.call)
    }
}

impl<C: Construct + Clone + 'static> Draft<C>
where
    C::Output: 'static,
{
    /// Under a logical id; what comes out is of this form.
    pub(super) fn at(self, id: &str, output: Output) -> Recipe {
        let (construct, own) = (self.made, id.to_owned());
        let recognized = Recognized { id: own.clone(), ids: Vec::new(), call: self.call, output };
        let build = move |stack: &mut Stack| Box::new(stack.add(own.as_str(), construct.clone())) as Box<dyn Any>;
        Recipe { recognized, build: Box::new(build), beside: Vec::new() }
    }
}

/// A text as a literal of Rust.
pub(super) fn quoted(text: &String) -> Vec<Expression> {
    vec![Expression::Literal(format!("{text:?}"))]
}

/// A number or flag as a literal of Rust.
pub(super) fn plain<T: ToString>(value: &T) -> Vec<Expression> {
    vec![Expression::Literal(value.to_string())]
}
