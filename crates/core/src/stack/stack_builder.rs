//! One stack, as an author builds it.

use super::artifact::Artifact;
use super::condition::{Condition, Rule, Test};
use super::element::Element;
use super::environment::Target;
use super::functions::{ForEach, Mapping};
use super::handle::Handle;
use super::kind::{self, Json, Kind};
use super::link::{self, Link, Shareable};
use super::moved::Move;
use super::notes::{Allowance, Escape, Expectation, ParameterValue};
use super::overrides::{self, TemplateOverride};
use super::parameter::{self, Parameter, ParameterHandle};
use super::resource::{Override, Resource};
use super::stack_set::StackSet;
use super::typed::Properties;
use super::value::{IntoValue, Typed};
use crate::diagnostic::Diagnostic;
use crate::template::{Content, CowStr, Key, LogicalId, Map, Node, Origin, SourceLocation, StackName, function, intern};

/// So many elements of one id are kept apart.
const DUPLICATES: usize = 100;

/// The sections of a template under construction.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sections {
    pub(crate) description: Option<Node>,
    pub(crate) transforms: Vec<Node>,
    pub(crate) metadata: Map,
    pub(crate) parameters: Map,
    pub(crate) mappings: Map,
    pub(crate) rules: Map,
    pub(crate) conditions: Map,
    pub(crate) resources: Map,
    pub(crate) outputs: Map,
}

/// A stack: what is deployed, updated and deleted together.
///
/// ```
/// use formwork::prelude::*;
///
/// fn orders(app: &mut App) {
///     let stack = app.stack("orders");
///     stack.description("Orders that wait to be shipped");
///     let orders = stack.add("Orders", sqs::Queue::new().visibility_timeout(60).retain());
///     let topic = stack.add("Shipped", sns::Topic::new());
///     stack.output("OrdersUrl", orders).description("Where the shop sends orders");
///     stack.share("ShippedArn", topic);
///     stack.allow("Orders", "FW105", "moved to the stack `archive` in May");
/// }
/// ```
#[derive(Debug)]
pub struct Stack {
    name: &'static str,
    full_name: String,
    environment: String,
    target: Target,
    location: SourceLocation,
    pub(crate) sections: Sections,
    pub(crate) values: Vec<ParameterValue>,
    pub(crate) escapes: Vec<Escape>,
    pub(crate) allowances: Vec<Allowance>,
    pub(crate) expectations: Vec<Expectation>,
    /// What had another id before, or was in another stack.
    pub(crate) moves: Vec<Move>,
    pub(crate) problems: Vec<Diagnostic>,
    /// The second elements of an id, by their sections and the ids that they are kept under.
    pub(crate) duplicates: Vec<(&'static str, LogicalId)>,
    /// What is set in the whole template, and removed from it, when it is put together.
    pub(crate) overrides: Vec<TemplateOverride>,
    /// Findings of constructs on resources, which an author can allow.
    pub(crate) findings: Vec<Diagnostic>,
    /// What the deployment makes of files of the project.
    pub(crate) artifacts: Vec<Artifact>,
    /// The parameter for the bucket that they are uploaded to.
    pub(super) bucket_of_artifacts: Option<Element>,
    /// Where it goes, where it is the stack of a stack set.
    pub(super) set: Option<Box<StackSet>>,
}

impl Stack {
    pub(crate) fn new(name: &str, full_name: String, environment: &str, target: &Target, location: SourceLocation) -> Self {
        Stack {
            name: intern::intern(name),
            full_name,
            environment: environment.to_owned(),
            target: target.clone(),
            location,
            sections: Sections::default(),
            values: Vec::new(),
            escapes: Vec::new(),
            allowances: Vec::new(),
            expectations: Vec::new(),
            moves: Vec::new(),
            problems: Vec::new(),
            duplicates: Vec::new(),
            overrides: Vec::new(),
            findings: Vec::new(),
            artifacts: Vec::new(),
            bucket_of_artifacts: None,
            set: None,
        }
    }

    /// The short name, as the app declares it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The name in AWS: `APP-ENVIRONMENT-NAME`, unless [`Stack::named`] or the settings gave it another.
    pub fn full_name(&self) -> &str {
        &self.full_name
    }

    /// The environment's name.
    pub fn environment(&self) -> &str {
        &self.environment
    }

    /// Where the stack goes.
    pub fn target(&self) -> &Target {
        &self.target
    }

    pub(crate) fn location(&self) -> SourceLocation {
        self.location
    }

    /// What the settings of the environment say is nearer to what runs than what the code says of all environments.
    pub(super) fn rename(&mut self, name: StackName) {
        if !self.target.stack_names.contains_key(self.name) {
            self.full_name = name.as_str().to_owned();
        }
    }

    /// `Description`: at most 1,024 bytes.
    #[track_caller]
    pub fn description(&mut self, text: impl Into<CowStr>) -> &mut Self {
        self.sections.description = Some(Node::text(text).at(SourceLocation::caller()));
        self
    }

    /// `Transform`: a macro that CloudFormation runs over the template.
    #[track_caller]
    pub fn transform(&mut self, name: impl Into<CowStr>) -> &mut Self {
        let node = Node::text(name).at(SourceLocation::caller());
        if !self.sections.transforms.contains(&node) {
            self.sections.transforms.push(node);
        }
        self
    }

    /// The transform that `Fn::Length`, `Fn::ToJsonString`, `Fn::ForEach` and defaults of `Fn::FindInMap` need.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html>
    #[track_caller]
    pub fn language_extensions(&mut self) -> &mut Self {
        self.transform(function::LANGUAGE_EXTENSIONS)
    }

    /// One entry of the template's `Metadata`.
    #[track_caller]
    pub fn metadata(&mut self, key: impl Into<CowStr>, value: impl IntoValue<Json>) -> &mut Self {
        let location = SourceLocation::caller();
        let node = value.into_node().at(location);
        self.sections.metadata.insert(Key::new(key, location), node);
        self
    }

    pub(super) fn add_resource<R: Resource>(&mut self, id: &str, mut resource: R) -> Handle<R> {
        let location = SourceLocation::caller();
        let id = self.logical_id(id, location);
        let type_name = resource.type_name().to_owned();
        let overrides = std::mem::take(&mut resource.body_mut().overrides);
        let body = resource.into_body();
        body.pending.added();
        self.note_escapes(id, &type_name, body.untyped, &overrides, location);
        let allowed = CowStr::from(id.as_str());
        let allowances =
            body.allowances.into_iter().map(|(code, reason, location)| Allowance { code, reason, id: allowed.clone(), location });
        self.allowances.extend(allowances);
        let written = body.properties.location();
        let mut properties = body.properties.into_map();
        for each in overrides {
            if let Err(problem) = overrides::apply(&mut properties, each) {
                self.problems.push(problem.path([self.name, id.as_str()]));
            }
        }
        let node = entry(type_name, properties, body.attributes, written);
        let id = self.insert(Section::Resources, id, node, location);
        Handle::new(Element::new(id, self.name))
    }

    fn note_escapes(&mut self, id: LogicalId, type_name: &str, untyped: bool, overrides: &[Override], location: SourceLocation) {
        if untyped {
            let what = format!("untyped resource {type_name}");
            self.escapes.push(Escape { what, id, location });
        }
        for each in overrides {
            self.escapes.push(Escape { what: each.describe(), id, location: each.location });
        }
    }

    /// Adds a parameter.
    #[track_caller]
    pub fn parameter<K: Kind, G: Kind>(&mut self, name: impl AsRef<str>, parameter: Parameter<K, G>) -> ParameterHandle<K> {
        let location = SourceLocation::caller();
        let id = self.logical_id(name.as_ref(), location);
        parameter.pending.added();
        let mut properties = parameter.properties.into_map();
        let has_default = properties.contains_key("Default");
        if let Some(default) = properties.get("Default").filter(|default| default.origin != Origin::NoNumber)
            && self.literal_parameter(id, default, default.location.or(location)).is_none()
        {
            properties.shift_remove("Default");
        }
        match parameter.value {
            Some(value) if parameter.secret => self.secret_is_written(id, value.location),
            Some(value) => {
                let location = value.location;
                let value = self.literal_parameter(id, &value, location);
                self.values.extend(value.map(|value| ParameterValue { name: id, value, location }));
            }
            None if !has_default && !parameter.secret && !parameter.elsewhere => self.value_is_missing(id, location),
            None => {}
        }
        let node = Node::new(Content::Map(properties)).at(location);
        let id = self.insert(Section::Parameters, id, node, location);
        ParameterHandle::new(Element::new(id, self.name))
    }

    fn secret_is_written(&mut self, id: LogicalId, location: SourceLocation) {
        let message = format!("the parameter `{id}` has `NoEcho`, so its value cannot be written to a file");
        let help = "leave `.value(…)` out and pass the value when you deploy, or refer to a secret by its name instead";
        self.problems
            .push(Diagnostic::error("FW004", message).at(location).path([self.name, "Parameters", id.as_str()]).help(help));
    }

    fn value_is_missing(&mut self, id: LogicalId, location: SourceLocation) {
        let message = format!("the parameter `{id}` has neither a default nor a value in `{}`", self.environment);
        let help = "give it `.value(…)` from the environment's settings, or `.default(…)`";
        self.problems
            .push(Diagnostic::error("FW005", message).at(location).path([self.name, "Parameters", id.as_str()]).help(help));
    }

    /// A default or value as text; reports one that cannot be passed to a deployment.
    fn literal_parameter(&mut self, id: LogicalId, node: &Node, location: SourceLocation) -> Option<String> {
        let text = parameter::literal(node);
        if text.is_none() {
            let problem = parameter::no_literal(id, node);
            self.problems.push(problem.at(location).path([self.name, "Parameters", id.as_str()]));
        }
        text
    }

    /// Adds a mapping: a table of two keys, of texts, numbers or lists of texts.
    #[track_caller]
    pub fn mapping<T, E, V>(&mut self, name: impl AsRef<str>, table: T) -> Mapping
    where
        T: IntoIterator<Item = (&'static str, E)>,
        E: IntoIterator<Item = (&'static str, V)>,
        V: IntoValue<Json>,
    {
        let location = SourceLocation::caller();
        let id = self.logical_id(name.as_ref(), location);
        let rows = table.into_iter().map(|(key, entries)| {
            let row = entries.into_iter().map(|(key, value)| (key, value.into_node()));
            (key, Node::map(row))
        });
        let id = self.insert(Section::Mappings, id, Node::map(rows), location);
        Mapping::new(Element::new(id, self.name))
    }

    /// Adds a condition.
    #[track_caller]
    pub fn condition(&mut self, name: impl AsRef<str>, test: impl Into<Test>) -> Condition {
        let location = SourceLocation::caller();
        let id = self.logical_id(name.as_ref(), location);
        let id = self.insert(Section::Conditions, id, test.into().node, location);
        Condition::new(Element::new(id, self.name))
    }

    /// Adds a rule about the parameters.
    #[track_caller]
    pub fn rule(&mut self, name: impl AsRef<str>, rule: Rule) {
        let location = SourceLocation::caller();
        let id = self.logical_id(name.as_ref(), location);
        self.insert(Section::Rules, id, rule.into_node(), location);
    }

    /// Adds an output.
    #[track_caller]
    pub fn output(&mut self, name: impl AsRef<str>, value: impl IntoValue<kind::Text>) -> Output<'_> {
        let location = SourceLocation::caller();
        self.output_node(name.as_ref(), value.into_node(), location)
    }

    pub(super) fn output_node(&mut self, name: &str, node: Node, location: SourceLocation) -> Output<'_> {
        let id = self.logical_id(name, location);
        let mut properties = Properties::new();
        properties.set_node("Value".into(), node, location);
        let id = self.insert(Section::Outputs, id, properties.into_node().at(location), location);
        Output { stack: self, id }
    }

    /// Shares a value without an export: the using stack reads it when it deploys (`Fn::GetStackOutput`), and nothing guards it.
    #[track_caller]
    pub fn share_weak<T: Typed<Kind: Shareable>>(&mut self, name: impl AsRef<str>, value: T) -> Link<T::Kind> {
        let location = SourceLocation::caller();
        let id = self.logical_id(name.as_ref(), location);
        let node = T::Kind::pack(value.into_typed().into_node_plain());
        self.output_node(name.as_ref(), node, location);
        Link::weak(self.name, self.full_name.clone(), id.as_str())
    }

    /// Adds a `Fn::ForEach` loop among the resources; needs [`Stack::language_extensions`].
    #[track_caller]
    pub fn for_each(&mut self, name: impl AsRef<str>, each: ForEach) {
        let location = SourceLocation::caller();
        let id = self.logical_id(name.as_ref(), location);
        let key = format!("{}{id}", function::FOR_EACH);
        if let Some((taken, _)) = self.sections.resources.get_key_value(key.as_str()) {
            let problem = Diagnostic::error("FW002", format!("the loop name `{id}` is already used"));
            self.problems
                .push(problem.at(location).path([self.name, "Resources", &key]).related(taken.location(), "first used here"));
            return;
        }
        self.sections.resources.insert(Key::new(key, location), each.node.at(location));
    }

    pub(super) fn logical_id(&mut self, text: &str, location: SourceLocation) -> LogicalId {
        LogicalId::new(text).unwrap_or_else(|error| {
            let nearest = error.nearest.clone();
            let mut problem = Diagnostic::error("FW001", error.to_string()).at(location).path([self.name]);
            if let Some(near) = &nearest {
                problem = problem.help(format!("write `{near}`"));
            }
            self.problems.push(problem);
            // The synthesis stops at this problem; until then the element needs some name, and an interned text is one.
            LogicalId::new(nearest.as_deref().unwrap_or("Unnamed")).unwrap_or_else(|_| LogicalId::unnamed())
        })
    }

    /// Adds an element and returns its id. If that is taken, the element is kept under another, since the synthesis stops anyway: what
    /// refers to it then says nothing wrong about the first one.
    fn insert(&mut self, section: Section, id: LogicalId, node: Node, location: SourceLocation) -> LogicalId {
        let Some((rival, first)) = self.taken(section, id) else {
            self.map_mut(section).insert(Key::new(id.as_str(), location), node);
            return id;
        };
        let message = format!("the logical id `{id}` is already used in {rival}");
        self.problems.push(
            Diagnostic::error("FW002", message)
                .at(location)
                .path([self.name, section.name(), id.as_str()])
                .related(first, "first used here")
                .help("logical ids are unique in a stack: rename one of the two"),
        );
        let others = (2..).map_while(|number| LogicalId::new(format!("{id}{number}")).ok());
        let free = others.take(DUPLICATES).find(|other| self.taken(section, *other).is_none());
        let Some(free) = free else { return id };
        self.duplicates.push((section.name(), free));
        self.insert(section, free, node, location)
    }

    /// Where an id stands already, of those elements that share their ids with a section.
    fn taken(&self, section: Section, id: LogicalId) -> Option<(&'static str, SourceLocation)> {
        section.rivals().iter().find_map(|rival| {
            let (key, _) = self.map(*rival).get_key_value(id.as_str())?;
            Some((rival.name(), key.location()))
        })
    }

    fn map(&self, section: Section) -> &Map {
        match section {
            Section::Parameters => &self.sections.parameters,
            Section::Mappings => &self.sections.mappings,
            Section::Rules => &self.sections.rules,
            Section::Conditions => &self.sections.conditions,
            Section::Resources => &self.sections.resources,
            Section::Outputs => &self.sections.outputs,
        }
    }

    fn map_mut(&mut self, section: Section) -> &mut Map {
        match section {
            Section::Parameters => &mut self.sections.parameters,
            Section::Mappings => &mut self.sections.mappings,
            Section::Rules => &mut self.sections.rules,
            Section::Conditions => &mut self.sections.conditions,
            Section::Resources => &mut self.sections.resources,
            Section::Outputs => &mut self.sections.outputs,
        }
    }
}

fn entry(type_name: String, properties: Map, attributes: Map, location: SourceLocation) -> Node {
    let mut map = Map::with_capacity(attributes.len() + 2);
    map.insert("Type".into(), Node::text(type_name).at(location));
    map.extend(attributes);
    if !properties.is_empty() {
        map.insert("Properties".into(), Node::new(Content::Map(properties)).at(location));
    }
    Node::new(Content::Map(map)).at(location)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Parameters,
    Mappings,
    Rules,
    Conditions,
    Resources,
    Outputs,
}

impl Section {
    /// The sections in which an id must not stand already. `Ref` reads parameters and resources alike.
    fn rivals(self) -> &'static [Section] {
        match self {
            Section::Parameters | Section::Resources => &[Section::Parameters, Section::Resources],
            Section::Mappings => &[Section::Mappings],
            Section::Rules => &[Section::Rules],
            Section::Conditions => &[Section::Conditions],
            Section::Outputs => &[Section::Outputs],
        }
    }

    fn name(self) -> &'static str {
        match self {
            Section::Parameters => "Parameters",
            Section::Mappings => "Mappings",
            Section::Rules => "Rules",
            Section::Conditions => "Conditions",
            Section::Resources => "Resources",
            Section::Outputs => "Outputs",
        }
    }
}

/// An output that was just added, to describe it further.
pub struct Output<'a> {
    stack: &'a mut Stack,
    id: LogicalId,
}

impl Output<'_> {
    /// What it is; at most 1,024 bytes.
    #[track_caller]
    pub fn description(self, text: impl Into<CowStr>) -> Self {
        self.set("Description", Node::text(text), SourceLocation::caller())
    }

    /// Exports it under a name that is unique in the account and region; `sub("${AWS::StackName}-VpcId")` makes one. A name cannot
    /// refer to resources.
    #[track_caller]
    pub fn export(self, name: impl IntoValue<kind::Text>) -> Self {
        self.set("Export", Node::map([("Name", name.into_node())]), SourceLocation::caller())
    }

    /// The output exists only where the condition holds.
    #[track_caller]
    pub fn condition(self, condition: &Condition) -> Self {
        let node = condition.name_node();
        self.set("Condition", node, SourceLocation::caller())
    }

    /// A link to the output, for the other stacks of the app, which deploy after this one. It imports the export by its name, as far as
    /// the name is known (`${AWS::StackName}` is); otherwise [`Link::by`] says how. Without an export, it reads the output.
    pub fn link<K: Shareable>(self) -> Link<K> {
        let name = self.stack.sections.outputs.get(self.id.as_str()).and_then(|output| output.at_path(&["Export", "Name"]));
        match name {
            Some(name) => Link::strong(self.stack.name, link::known_name(name, &self.stack.full_name, &self.stack.target)),
            None => Link::weak(self.stack.name, self.stack.full_name.clone(), self.id.as_str()),
        }
    }

    fn set(self, key: &'static str, node: Node, location: SourceLocation) -> Self {
        let output = self.stack.sections.outputs.get_mut(self.id.as_str());
        if let Some(Content::Map(map)) = output.map(|node| &mut node.content) {
            map.insert(Key::new(key, location), node.at(location));
        }
        self
    }
}
