//! Resources before they are added: properties, resource attributes, overrides.

use super::condition::Condition;
use super::element::Element;
use super::kind::{Json, Kind};
use super::pending::{self, Pending};
use super::policies::{CreationPolicy, DeletionPolicy, UpdatePolicy, UpdateReplacePolicy};
use super::typed::{ClosedSet, Properties};
use super::value::{IntoValue, Value};
use crate::template::{CowStr, Key, Map, Node, SourceLocation};

/// A resource type.
///
/// The methods are the resource attributes of CloudFormation:
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-product-attribute-reference.html>.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be added to a stack",
    label = "expected a resource or a construct",
    note = "`stack.add(\"Id\", …)` takes a resource or a construct; a part of one is passed to its setter, and a handle is already added"
)]
pub trait Resource: Sized {
    /// What `Ref` denotes.
    type Reference: Kind;
    /// The attributes that `Fn::GetAtt` reads.
    type Attributes: From<Element> + Copy;

    /// The CloudFormation name, for example `AWS::ECS::Service`.
    fn type_name(&self) -> &str;

    /// The parts of the resource.
    fn body_mut(&mut self) -> &mut Body;

    /// The parts of the resource.
    fn into_body(self) -> Body;

    /// `DependsOn`: creates this resource after, and deletes it before, the given ones.
    ///
    /// A reference in a property implies the same; this is for orders that no property shows.
    #[track_caller]
    fn depends_on(mut self, on: impl Dependencies) -> Self {
        let location = SourceLocation::caller();
        self.body_mut().depends_on(on.elements(), location);
        self
    }

    /// `DependsOn` of one element by its bare name, where [`Resource::depends_on`] writes a list. Both mean the same.
    #[track_caller]
    fn depends_on_one(self, on: impl Dependencies) -> Self {
        match on.elements().as_slice() {
            [only] => self.attribute("DependsOn", only.name_node()),
            several => self.depends_on(several.to_vec()),
        }
    }

    /// A resource attribute by its name, exactly as it is written: for a form that has no method here, such as a policy that a function
    /// chooses, or what a transform reads, such as SAM's `Connectors`.
    #[track_caller]
    fn attribute(mut self, name: impl Into<CowStr>, value: impl IntoValue<Json>) -> Self {
        let node = value.into_node();
        self.body_mut().set_attribute(name, node);
        self
    }

    /// `Condition`: creates the resource only where the condition holds.
    #[track_caller]
    fn condition(mut self, condition: &Condition) -> Self {
        let name = condition.name_node();
        self.body_mut().set_attribute("Condition", name);
        self
    }

    /// `DeletionPolicy`: what happens to the real resource when it leaves the template or the stack is deleted.
    #[track_caller]
    fn deletion_policy(mut self, policy: DeletionPolicy) -> Self {
        self.body_mut().set_attribute("DeletionPolicy", Node::text(policy.as_str()));
        self
    }

    /// `UpdateReplacePolicy`: what happens to the old resource when an update replaces it.
    #[track_caller]
    fn update_replace_policy(mut self, policy: UpdateReplacePolicy) -> Self {
        self.body_mut().set_attribute("UpdateReplacePolicy", Node::text(policy.as_str()));
        self
    }

    /// Both policies at `Retain`: the real resource survives deletion and replacement.
    #[track_caller]
    fn retain(self) -> Self {
        self.deletion_policy(DeletionPolicy::RETAIN).update_replace_policy(UpdateReplacePolicy::RETAIN)
    }

    /// `CreationPolicy`: which signals CloudFormation waits for.
    #[track_caller]
    fn creation_policy(mut self, policy: CreationPolicy) -> Self {
        self.body_mut().set_attribute("CreationPolicy", policy.into_node());
        self
    }

    /// `UpdatePolicy`: how an update of the resource proceeds.
    #[track_caller]
    fn update_policy(mut self, policy: UpdatePolicy) -> Self {
        self.body_mut().set_attribute("UpdatePolicy", policy.into_node());
        self
    }

    /// One entry of the resource's `Metadata`.
    #[track_caller]
    fn metadata(mut self, key: impl Into<CowStr>, value: impl IntoValue<Json>) -> Self {
        let location = SourceLocation::caller();
        let node = value.into_node();
        self.body_mut().add_metadata(Key::new(key, location), node.at(location));
        self
    }

    /// Sets a property by its path (`NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp`, `Tags.0.Value`) over whatever the
    /// typed setters or a construct wrote. `synth` reports every override; the schema checks see the result.
    #[track_caller]
    fn override_property(mut self, path: impl Into<CowStr>, value: impl IntoValue<Json>) -> Self {
        let location = SourceLocation::caller();
        let node = value.into_node().at(location);
        self.body_mut().overrides.push(Override { path: path.into(), node: Some(node), location });
        self
    }

    /// Removes a property by its path, as [`Resource::override_property`] sets one.
    #[track_caller]
    fn remove_property(mut self, path: impl Into<CowStr>) -> Self {
        let location = SourceLocation::caller();
        self.body_mut().overrides.push(Override { path: path.into(), node: None, location });
        self
    }

    /// Allows the findings of one rule on this resource, with the reason, which reviewers read. An allowance that allows nothing is
    /// itself reported.
    #[track_caller]
    fn allow(mut self, code: &'static str, reason: &'static str) -> Self {
        let location = SourceLocation::caller();
        self.body_mut().allowances.push((code, reason, location));
        self
    }
}

/// What a resource can depend on: a handle, an element, or several of them.
pub trait Dependencies {
    /// The elements depended on.
    fn elements(self) -> Vec<Element>;
}

impl Dependencies for Element {
    fn elements(self) -> Vec<Element> {
        vec![self]
    }
}

impl<D: Dependencies, const N: usize> Dependencies for [D; N] {
    fn elements(self) -> Vec<Element> {
        self.into_iter().flat_map(Dependencies::elements).collect()
    }
}

impl<D: Dependencies> Dependencies for Vec<D> {
    fn elements(self) -> Vec<Element> {
        self.into_iter().flat_map(Dependencies::elements).collect()
    }
}

/// A property that is set or removed over what the typed layer wrote.
#[derive(Clone, Debug)]
pub struct Override {
    pub(crate) path: CowStr,
    pub(crate) node: Option<Node>,
    pub(crate) location: SourceLocation,
}

/// The parts of a resource: its properties, its resource attributes, its overrides.
#[derive(Clone, Debug)]
pub struct Body {
    pub(crate) properties: Properties,
    pub(crate) attributes: Map,
    pub(crate) overrides: Vec<Override>,
    pub(crate) allowances: Vec<(&'static str, &'static str, SourceLocation)>,
    /// Whether the resource was written without a typed module.
    pub(crate) untyped: bool,
    pub(crate) pending: Pending,
}

impl Body {
    /// A resource without properties, at the caller's place.
    #[track_caller]
    pub fn new() -> Self {
        Body {
            properties: Properties::new(),
            attributes: Map::default(),
            overrides: Vec::new(),
            allowances: Vec::new(),
            untyped: false,
            pending: Pending::named(pending::RESOURCE),
        }
    }

    /// Sets a property.
    #[track_caller]
    pub fn set<K: Kind>(&mut self, name: impl Into<CowStr>, value: impl IntoValue<K>) {
        self.properties.set(name, value);
    }

    /// The same resource with a property set, for the generated setters.
    #[doc(hidden)]
    #[track_caller]
    pub fn with(mut self, name: &'static str, node: Node) -> Self {
        self.properties = self.properties.with(name, node);
        self
    }

    #[track_caller]
    fn set_attribute(&mut self, name: impl Into<CowStr>, node: Node) {
        let location = SourceLocation::caller();
        self.attributes.insert(Key::new(name, location), node.at(location));
    }

    fn depends_on(&mut self, elements: Vec<Element>, location: SourceLocation) {
        let key = Key::new("DependsOn", location);
        let entry = self.attributes.get_or_insert_with(key, || Node::list([]).at(location));
        if let crate::template::Content::List(names) = &mut entry.content {
            for element in elements {
                let name = element.name_node().at(location);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
    }

    fn add_metadata(&mut self, key: Key, node: Node) {
        let location = key.location();
        let entry = self.attributes.get_or_insert_with(Key::new("Metadata", location), || {
            Node::new(crate::template::Content::Map(Map::default())).at(location)
        });
        if let crate::template::Content::Map(map) = &mut entry.content {
            map.insert(key, node);
        }
    }
}

impl Default for Body {
    #[track_caller]
    fn default() -> Self {
        Body::new()
    }
}

/// A resource of any type, by its CloudFormation name: the way out for a type that has no typed module.
///
/// Its properties are checked against the embedded official schema, and `synth` reports it.
///
/// ```
/// use formwork::prelude::*;
///
/// fn stack(stack: &mut Stack) {
///     let group = Untyped::new("AWS::Athena::WorkGroup")
///         .property("Name", "reports")
///         .property("WorkGroupConfiguration", object! { "EnforceWorkGroupConfiguration": true });
///     let group = stack.add("WorkGroup", group);
///     stack.output("Created", group.get_att::<Text>("CreationTime"));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Untyped {
    type_name: CowStr,
    body: Body,
}

impl Untyped {
    /// A resource of this type.
    #[track_caller]
    pub fn new(type_name: impl Into<CowStr>) -> Self {
        let mut body = Body::new();
        body.untyped = true;
        Untyped { type_name: type_name.into(), body }
    }

    /// Sets a property by its CloudFormation name.
    #[track_caller]
    pub fn property(mut self, name: impl Into<CowStr>, value: impl IntoValue<Json>) -> Self {
        self.body.set(name, value);
        self
    }
}

impl Resource for Untyped {
    type Reference = super::kind::Text;
    type Attributes = UntypedAttributes;

    fn type_name(&self) -> &str {
        &self.type_name
    }

    fn body_mut(&mut self) -> &mut Body {
        &mut self.body
    }

    fn into_body(self) -> Body {
        self.body
    }
}

/// The attributes of an untyped resource: any name.
#[derive(Clone, Copy, Debug)]
pub struct UntypedAttributes(Element);

impl From<Element> for UntypedAttributes {
    fn from(element: Element) -> Self {
        UntypedAttributes(element)
    }
}

impl UntypedAttributes {
    /// `Fn::GetAtt` of this name, of whatever kind the caller says.
    pub fn attribute<K: Kind>(&self, name: &'static str) -> Value<K> {
        self.0.attribute(name)
    }
}
