//! Handles: what an author holds of a resource that was added to a stack.

use std::fmt;
use std::ops::Deref;

use super::element::Element;
use super::kind::{Denotes, Kind};
use super::resource::{Dependencies, Resource};
use super::value::{IntoValue, Typed, Value};
use crate::template::{LogicalId, Node};

/// A resource that was added to a stack: a cheap copy whose methods are the resource's attributes (`Fn::GetAtt`), and which
/// stands for its `Ref` wherever that kind of value is expected.
///
/// A handle exists only because its resource was added, so a reference to nothing can't be written with handles.
///
/// ```
/// use formwork::prelude::*;
///
/// fn stack(stack: &mut Stack) {
///     let failed: Handle<sqs::Queue> = stack.add("Failed", sqs::Queue::new());
///     // A method is an attribute; the handle itself is the `Ref`, here the queue's URL.
///     let redrive = sqs::queue::RedrivePolicy::new().dead_letter_target_arn(failed.arn()).max_receive_count(5);
///     stack.add("Orders", sqs::Queue::new().redrive_policy(redrive));
///     stack.output("FailedUrl", failed);
/// }
/// ```
pub struct Handle<R: Resource> {
    element: Element,
    attributes: R::Attributes,
}

impl<R: Resource> Handle<R> {
    pub(crate) fn new(element: Element) -> Self {
        Handle { element, attributes: element.into() }
    }

    /// The logical id that the author gave it.
    pub fn logical_id(&self) -> LogicalId {
        self.element.logical_id()
    }

    /// `Ref`, as a typed value.
    pub fn reference(&self) -> Value<R::Reference> {
        self.element.reference()
    }

    /// An attribute by its name, of whatever kind the caller says: the way out where the schemas lack one.
    pub fn get_att<K: Kind>(&self, name: &'static str) -> Value<K> {
        self.element.attribute(name)
    }

    /// The element behind the handle.
    pub fn element(&self) -> Element {
        self.element
    }
}

impl<R: Resource> Clone for Handle<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Resource> Copy for Handle<R> {}

impl<R: Resource> fmt::Debug for Handle<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.element.fmt(f)
    }
}

impl<R: Resource> Deref for Handle<R> {
    type Target = R::Attributes;

    fn deref(&self) -> &R::Attributes {
        &self.attributes
    }
}

impl<K: Kind, R: Resource> IntoValue<K> for Handle<R>
where
    R::Reference: Denotes<K>,
{
    fn into_node(self) -> Node {
        self.reference().into_node_plain()
    }
}

impl<K: Kind, R: Resource> IntoValue<K> for &Handle<R>
where
    R::Reference: Denotes<K>,
{
    fn into_node(self) -> Node {
        self.reference().into_node_plain()
    }
}

impl<K: Kind> Value<K> {
    /// The node, without asking which kind is expected.
    pub(crate) fn into_node_plain(self) -> Node {
        self.node().clone()
    }
}

impl<R: Resource> Typed for Handle<R> {
    type Kind = R::Reference;

    fn into_typed(self) -> Value<R::Reference> {
        self.reference()
    }
}

impl<R: Resource> Typed for &Handle<R> {
    type Kind = R::Reference;

    fn into_typed(self) -> Value<R::Reference> {
        self.reference()
    }
}

impl<R: Resource> Dependencies for &Handle<R> {
    fn elements(self) -> Vec<Element> {
        vec![self.element()]
    }
}

impl<R: Resource> Dependencies for Handle<R> {
    fn elements(self) -> Vec<Element> {
        vec![self.element()]
    }
}
