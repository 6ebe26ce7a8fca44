//! Walking the properties of every resource together with their schemas.

use std::cell::Cell;

use super::context::{Context, MOST_FINDINGS, Step};
use super::fit;
use super::rule::{Reach, Rule};
use super::rules::RULES;
use super::sight::{self, Sight};
use crate::diagnostic::Diagnostic;
use crate::schema::{self, AdditionalProperties, Pattern, ResourceSchema, SchemaNode};
use crate::template::{Content, Key, Map, Node, Place, Template};

/// One value and the schema that it is to meet.
pub struct Subject<'a> {
    /// The template around it.
    pub template: &'a Template,
    /// The type of the resource.
    pub resource_type: &'a str,
    /// The value, as it will be: no intrinsic function.
    pub node: &'a Node,
    /// The schema of its property.
    pub schema: SchemaNode<'a>,
    /// The property's name; that of the list for an item of one.
    pub name: &'a str,
    /// Where it was written.
    pub place: Place,
    /// The work that is still done for the template.
    pub effort: &'a Effort,
}

impl<'a> Subject<'a> {
    /// What the properties in it belong to, in words: the resource type, or a nested property of it.
    pub fn owner(&self) -> String {
        match self.name {
            "Properties" => self.resource_type.to_owned(),
            name => format!("`{name}` of {}", self.resource_type),
        }
    }

    /// The value as text where it is a scalar: CloudFormation takes `"80"` for 80 and `"true"` for true, and the other way round.
    pub fn scalar(&self) -> Option<String> {
        self.node.scalar()
    }

    /// The map, where it is one.
    pub fn map(&self) -> Option<&'a Map> {
        self.node.as_map()
    }

    /// Where an entry of the map was written.
    pub fn place_of(&self, key: &str) -> Place {
        let entry = self.map().and_then(|map| map.get_key_value(key));
        entry.map(|(key, value)| key.place_with(value)).unwrap_or_default()
    }

    /// Whether an entry of the map may turn out to be there.
    pub fn has(&self, key: &str) -> bool {
        self.map().is_some_and(|map| sight::is_present(self.template, map, key))
    }
}

/// How much work is still done for one template: what is bounded for one value may be many times too much for a hostile file.
#[derive(Debug)]
pub struct Effort(Cell<usize>);

impl Effort {
    /// The steps for one template: about a second of an optimized program.
    const MOST: usize = 100_000_000;

    /// The steps that stand for one value judged by one more schema.
    const JUDGEMENT: usize = 200;

    /// Takes some steps from what is left; whether there were enough.
    pub fn spend(&self, steps: usize) -> bool {
        let left = self.0.get().checked_sub(steps);
        self.0.set(left.unwrap_or(self.0.get()));
        left.is_some()
    }
}

/// Judges the properties of every resource by its schema.
pub fn judge<'a>(context: &mut Context<'a>) {
    let rules = Judges::new();
    let template = context.template();
    let effort = Effort(Cell::new(Effort::MOST));
    let mut walk = |section, id: Option<&'a str>, resource_type, node, schema: &'static ResourceSchema, place| {
        let path = [Some(section), id, id.and(Some("Properties"))].into_iter().flatten().map(Step::Key).collect();
        let nested = None;
        let mut walk = Walk { template, resource_type, rules: &rules, effort: &effort, path, found: Vec::new(), nested };
        walk.value(node, schema.root(), "Properties", place);
        walk.found.into_iter().for_each(|(finding, place, path)| context.report(finding, place, path));
        context.is_full()
    };
    if let (Some((key, node)), Some(schema)) = (globals(template), schema::globals()) {
        walk(key.as_str(), None, "Globals", node, schema, key.place_with(node));
    }
    for resource in template.resources() {
        let Some(schema) = schema::find(resource.resource_type) else { continue };
        let empty = empty_map();
        let properties = resource.node.get("Properties").unwrap_or(empty);
        let entry = resource.node.as_map().and_then(|map| map.get_key_value("Properties"));
        let place = entry.map(|(key, properties)| key.place_with(properties)).unwrap_or_default();
        let place = place.or(resource.id.place_with(resource.node));
        if walk("Resources", Some(resource.id.as_str()), resource.resource_type, properties, schema, place) {
            return;
        }
    }
}

/// The section `Globals`, which the serverless transform reads and which has a schema of its own.
fn globals(template: &Template) -> Option<(&Key, &Node)> {
    template.root().as_map()?.get_key_value("Globals")
}

/// The properties of a resource that has none: still judged, since some are required.
fn empty_map() -> &'static Node {
    static EMPTY: std::sync::OnceLock<Node> = std::sync::OnceLock::new();
    EMPTY.get_or_init(|| Node::new(Content::Map(Map::new())))
}

struct Walk<'a, 'r> {
    template: &'a Template,
    resource_type: &'a str,
    rules: &'r Judges,
    effort: &'r Effort,
    path: Vec<Step<'a>>,
    found: Vec<(Diagnostic, Place, Vec<String>)>,
    /// The nested property type that the walk is in.
    nested: Option<&'a str>,
}

/// What the rules link to that judge values by their schemas; each finding links to the page of its own property.
pub const TYPES_PAGE: &str =
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html";
/// The alternatives of alternatives that are followed at one value: a schema may refer to itself.
const DEEPEST: usize = 8;

impl<'a> Walk<'a, '_> {
    fn value(&mut self, node: &'a Node, schema: SchemaNode<'a>, name: &'a str, place: Place) {
        if sight::is_plain(node) {
            self.literal(node, schema, name, place, DEEPEST);
            return;
        }
        self.references(node, schema, name, place);
        for seen in sight::look(self.template, node) {
            match seen {
                Sight::Literal(literal) => self.literal(literal, schema, name, literal.place.or(place), DEEPEST),
                Sight::Text(text, _) => self.scalar(&Node::text(text).at(place), schema, name, place, DEEPEST),
                Sight::Absent | Sight::Unknown => {}
            }
        }
    }

    /// A value that is written out, with what is in it.
    fn literal(&mut self, node: &'a Node, schema: SchemaNode<'a>, name: &'a str, place: Place, depth: usize) {
        self.judge(Which::Values, node, schema, name, place);
        self.inner(node, schema, name, place);
        if depth > 0 {
            for implied in fit::implied(self.template, node, schema) {
                if !self.effort.spend(Effort::JUDGEMENT) {
                    return;
                }
                self.literal(node, implied, name, place, depth - 1);
            }
        }
    }

    /// A text that a function yields.
    fn scalar(&mut self, node: &Node, schema: SchemaNode<'a>, name: &'a str, place: Place, depth: usize) {
        self.judge(Which::Values, node, schema, name, place);
        if depth > 0 {
            for implied in fit::implied(self.template, node, schema) {
                self.scalar(node, implied, name, place, depth - 1);
            }
        }
    }

    /// The references that a value may come from.
    fn references(&mut self, node: &'a Node, schema: SchemaNode<'a>, name: &'a str, place: Place) {
        for reference in sight::references(node) {
            self.judge(Which::References, reference, schema, name, reference.place.or(place));
        }
    }

    fn judge(&mut self, which: Which, node: &Node, schema: SchemaNode<'a>, name: &str, place: Place) {
        let (template, resource_type) = (self.template, self.resource_type);
        let subject = Subject { template, resource_type, node, schema, name, place, effort: self.effort };
        let rules = match which {
            Which::Values => &self.rules.values,
            Which::References => &self.rules.references,
        };
        for (rule, run) in rules {
            for mut finding in run(rule, &subject) {
                if rule.link == TYPES_PAGE {
                    finding.link = Some(self.page(&subject).map_or(rule.link.into(), Into::into));
                }
                // A rule may know a better place inside the value, such as an unknown key.
                let at = finding.place.or(place);
                let path = self.path.iter().map(Step::to_string).chain(finding.path.iter().cloned()).collect();
                self.find(finding, at, path);
            }
        }
    }

    /// The page of a value's property; that of its own type for a map.
    fn page(&self, subject: &Subject<'_>) -> Option<String> {
        if subject.map().is_some() {
            return schema::page(self.resource_type, subject.schema.definition_name().or(self.nested));
        }
        schema::property_page(self.resource_type, self.nested, subject.name)
    }

    /// Keeps a finding, unless another part of the schema has said the same.
    fn find(&mut self, finding: Diagnostic, place: Place, path: Vec<String>) {
        let is_known = |found: &(Diagnostic, Place, Vec<String>)| found.0.code == finding.code && found.2 == path;
        if self.found.len() < MOST_FINDINGS
            && !self.found.iter().any(|found| is_known(found) && found.0.message == finding.message)
        {
            self.found.push((finding, place, path));
        }
    }

    fn inner(&mut self, node: &'a Node, schema: SchemaNode<'a>, name: &'a str, place: Place) {
        match &node.content {
            Content::Map(map) => {
                let outer = self.nested;
                self.nested = schema.definition_name().or(outer);
                for (key, value) in sight::keys(map) {
                    let Some(property) = property(schema, key.as_str()) else { continue };
                    self.path.push(Step::Key(key.as_str()));
                    self.value(value, property, key.as_str(), key.place_with(value).or(place));
                    self.path.pop();
                }
                self.nested = outer;
            }
            Content::List(items) => {
                let mut first = schema.prefix_items();
                for (index, item) in items.iter().enumerate() {
                    self.path.push(Step::Index(index));
                    for item_schema in schema.items().into_iter().chain(first.next()) {
                        self.value(item, item_schema, name, item.place.or(place));
                    }
                    self.path.pop();
                }
            }
            _ => {}
        }
    }
}

/// How a rule looks at a value.
type Look = fn(&Rule, &Subject<'_>) -> Vec<Diagnostic>;

/// The rules that look at values, and those that look at references: chosen once, since every value is shown to them.
struct Judges {
    values: Vec<(&'static Rule, Look)>,
    references: Vec<(&'static Rule, Look)>,
}

impl Judges {
    fn new() -> Self {
        let mut judges = Judges { values: Vec::new(), references: Vec::new() };
        for rule in RULES {
            match rule.reach {
                Reach::Value(look) => judges.values.push((rule, look)),
                Reach::Reference(look) => judges.references.push((rule, look)),
                _ => {}
            }
        }
        judges
    }
}

/// What is judged: values that are written out, or references to what only the deployment knows.
#[derive(Clone, Copy)]
enum Which {
    Values,
    References,
}

/// The schema of an entry of a map, by its name, by a pattern of names, or for all other names.
pub fn property<'a>(schema: SchemaNode<'a>, name: &str) -> Option<SchemaNode<'a>> {
    if let Some(found) = schema.property(name) {
        return Some(found);
    }
    let takes = |published: &str| Pattern::find(published).and_then(|pattern| pattern.matches(name)) != Some(false);
    if let Some((_, value)) = schema.pattern_properties().find(|(published, _)| takes(published)) {
        return Some(value);
    }
    match schema.additional_properties() {
        AdditionalProperties::Of(value) => Some(value),
        _ => None,
    }
}
