//! Walking the properties of every resource together with their schemas.

use super::because;
use super::conformance::map::{Presence, presence_of};
use super::conformance::{implied, items, property};
use super::context::{Context, Found, MOST_FINDINGS};
use super::extension::{self, Extensions};
use super::rule::{Rule, RuleKind, Values};
use super::subject::{Effort, Subject, TYPES_PAGE};
use crate::diagnostic::Diagnostic;
use crate::language::{Scope, Value, reference, resolve};
use crate::schema::{self, ResourceSchema, SchemaNode, accepted};
use crate::template::path::{Path, Step};
use crate::template::{Content, Key, Map, Node, SourceLocation};

/// Checks the properties of every resource by its schema.
pub(super) fn validate<'a>(rules: &Applicable, extensions: &Extensions, context: &mut Context<'a>) {
    let scope = context.scope();
    scope.resources().for_each(|resource| extensions.validate_metadata(context, &resource));
    let mut walk = |section, id: Option<&'a str>, resource_type, node, schema: ResourceSchema, location, is_sure| {
        let path = Path::of([Some(section), id, id.and(Some("Properties"))].into_iter().flatten());
        let mut found = extensions.validate(context, resource_type, &path, node, location);
        let mut walk = Walk { is_sure, ..Walk::new(context, resource_type, rules, path) };
        walk.value(node, schema.root(), "Properties", location);
        walk.found.append(&mut found);
        context.report_all(walk.found);
        context.is_full()
    };
    let globals = scope.template().root().as_map().and_then(|map| map.get_key_value("Globals"));
    if let (Some((key, node)), Some(schema)) = (globals, schema::globals()) {
        walk(key.as_str(), None, "Globals", node, schema, key.location_with(node), false);
    }
    for resource in scope.resources() {
        let Some(schema) = schema::find(resource.resource_type) else { continue };
        let empty = empty_map();
        let properties = resource.node.get("Properties").unwrap_or(empty);
        let entry = resource.node.as_map().and_then(|map| map.get_key_value("Properties"));
        let location = entry.map(|(key, properties)| key.location_with(properties)).unwrap_or_default();
        let location = location.or(resource.id.location_with(resource.node));
        let is_sure = resource.node.get("Condition").is_none();
        if walk("Resources", Some(resource.id.as_str()), resource.resource_type, properties, schema, location, is_sure) {
            return;
        }
    }
}

/// The properties of a resource that has none: still checked, since some are required.
fn empty_map() -> &'static Node {
    static EMPTY: std::sync::OnceLock<Node> = std::sync::OnceLock::new();
    EMPTY.get_or_init(|| Node::new(Content::Map(Map::default())))
}

/// The values of one resource, shown to rules.
pub(super) struct Walk<'a, 'r> {
    pub(super) scope: &'a Scope<'a>,
    resource_type: &'a str,
    rules: &'r Applicable,
    effort: &'a Effort,
    pub(super) path: Path<'a>,
    pub(super) found: Vec<Found<'a>>,
    /// The nested property type that the walk is in.
    nested: Option<&'a str>,
    /// How far values are opened to tell alternatives apart.
    depth: usize,
    /// Whether what the walk is in is there whatever conditions decide.
    is_sure: bool,
    /// The rule that reports what is found, where the schema is not that of the type.
    extension: Option<&'static Rule>,
}

/// How far values are opened for the schemas of types.
const SHALLOW: usize = 2;
/// How far they are opened for smaller schemas, in which conditions lie deeper.
const DEEP: usize = 8;

/// The alternatives of alternatives that are followed at one value: a schema may refer to itself.
const DEEPEST: usize = 8;

impl<'a, 'r> Walk<'a, 'r> {
    fn new(context: &Context<'a>, resource_type: &'a str, rules: &'r Applicable, path: Path<'a>) -> Self {
        let (scope, effort, found) = (context.scope(), context.effort(), Vec::new());
        Walk { scope, resource_type, rules, effort, path, found, nested: None, depth: SHALLOW, is_sure: false, extension: None }
    }

    /// By a schema beside that of the type, for the rule that reports what is found.
    pub(super) fn for_rule(
        context: &Context<'a>,
        resource_type: &'a str,
        rules: &'r Applicable,
        path: Path<'a>,
        rule: &'static Rule,
    ) -> Self {
        Walk { depth: DEEP, extension: Some(rule), ..Walk::new(context, resource_type, rules, path) }
    }

    /// Checks a literal value.
    pub(super) fn validate(&mut self, node: &'a Node, schema: SchemaNode<'a>, name: &'a str, location: SourceLocation) {
        self.literal(node, schema, name, location, DEEPEST);
    }

    fn value(&mut self, node: &'a Node, schema: SchemaNode<'a>, name: &'a str, location: SourceLocation) {
        if resolve::is_plain(node) {
            self.literal(node, schema, name, location, DEEPEST);
            return;
        }
        self.calls(node, schema, name, location);
        for case in self.scope.cases(node).iter() {
            // What somebody may choose and need not is no mistake of the template.
            let is_open = self.extension.is_some() && case.is_chosen();
            if let (Value::Known(known), false) = (&case.value, is_open) {
                let outer = self.is_sure;
                self.is_sure &= case.when.is_empty();
                self.literal(known, schema, name, case.location().or(known.location).or(location), DEEPEST);
                self.is_sure = outer;
            }
        }
    }

    /// A literal value, with what is in it.
    fn literal(&mut self, node: &'a Node, schema: SchemaNode<'a>, name: &'a str, location: SourceLocation, depth: usize) {
        // That null stands nowhere is `E0000`.
        if node.content == Content::Null {
            return;
        }
        let subject = self.subject(node, schema, name);
        for (rule, _, look) in self.rules.values.iter().filter(|(_, values, _)| values.include(&subject)) {
            self.show(&subject, rule, *look, location);
        }
        self.inner(node, schema, name, location);
        if depth > 0 {
            for (implied, condition) in implied(&subject) {
                if !self.effort.spend(Effort::JUDGEMENT) {
                    return;
                }
                let known = self.found.len();
                let outer = std::mem::replace(&mut self.is_sure, false);
                self.literal(node, implied, name, location, depth - 1);
                self.is_sure = outer;
                if let Some(way_out) = implied.description() {
                    self.found[known..].iter_mut().for_each(|(finding, ..)| finding.help = Some(way_out.to_owned()));
                }
                if let (Some(_), Some(condition), true) = (self.extension, condition, self.found.len() > known) {
                    because::add(&mut self.found[known..], self.scope, node, condition);
                }
            }
        }
    }

    /// The calls that a value may come from.
    fn calls(&mut self, node: &'a Node, schema: SchemaNode<'a>, name: &'a str, location: SourceLocation) {
        for call in resolve::calls(node) {
            // Below the resource and its properties.
            let way = self.path.unrolled().skip(3).filter_map(Step::key);
            let accepted = accepted::of(self.resource_type, way);
            let subject = Subject { accepted, ..self.subject(call, schema, name) };
            for (rule, _, look) in self.rules.calls.iter().filter(|(_, values, _)| values.include(&subject)) {
                self.show(&subject, rule, *look, call.location.or(location));
            }
        }
    }

    /// An entry that must not be there, whatever its value; one that turns out to be nothing is not there.
    fn forbidden(&mut self, node: &'a Node, key: &'a Key, location: SourceLocation) {
        let Some(rule) = self.extension.filter(|_| presence_of(self.scope, node) != Presence::Absent) else { return };
        let mut finding = rule.finding(format!("`{}` is not allowed", key.as_str())).help(rule.fix);
        if let Some(page) = schema::property_page(self.resource_type, self.nested, key.as_str()) {
            finding = finding.link(page);
        }
        self.find(finding, key.location_with(node).or(location), self.path.clone());
    }

    pub(super) fn subject(&self, node: &'a Node, schema: SchemaNode<'a>, name: &'a str) -> Subject<'a> {
        Subject {
            scope: self.scope,
            resource_type: self.resource_type,
            node,
            schema,
            name,
            effort: self.effort,
            depth: self.depth,
            accepted: None,
            is_sure: self.is_sure,
        }
    }

    /// Shows a value to a rule, and keeps what it finds.
    fn show(&mut self, subject: &Subject<'a>, rule: &Rule, look: Look, location: SourceLocation) {
        for mut finding in look(rule, subject) {
            if rule.link == TYPES_PAGE {
                finding.link = Some(self.page(subject).map_or(rule.link.into(), Into::into));
            }
            if let Some(rule) = self.extension {
                extension::adopt(rule, subject, &mut finding);
            }
            // A rule may know a better place inside the value, such as an unknown key.
            let at = finding.location.or(location);
            let path = self.path.clone().join(std::mem::take(&mut finding.path));
            self.find(finding, at, path);
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
    fn find(&mut self, finding: Diagnostic, location: SourceLocation, path: Path<'a>) {
        let is_known = |found: &Found<'a>| found.0.code == finding.code && found.2 == path;
        if self.found.len() < MOST_FINDINGS
            && !self.found.iter().any(|found| is_known(found) && found.0.message == finding.message)
        {
            self.found.push((finding, location, path));
        }
    }

    fn inner(&mut self, node: &'a Node, schema: SchemaNode<'a>, name: &'a str, location: SourceLocation) {
        match &node.content {
            Content::Map(map) => {
                let outer = self.nested;
                self.nested = schema.definition_name().or(outer);
                for (key, value) in reference::elements(map) {
                    let Some(property) = property(schema, key.as_str()) else { continue };
                    self.path.push(key.as_str());
                    if property.is_never() {
                        self.forbidden(value, key, location);
                    }
                    self.value(value, property, key.as_str(), key.location_with(value).or(location));
                    self.path.pop();
                }
                self.nested = outer;
            }
            Content::List(list) => {
                for (index, (item, (every, here))) in list.iter().zip(items(schema)).enumerate() {
                    self.path.push(index);
                    for item_schema in every.into_iter().chain(here) {
                        self.value(item, item_schema, name, item.location.or(location));
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

/// The rules that look at values, and those that look at calls.
pub(super) struct Applicable {
    values: Vec<(&'static Rule, Values, Look)>,
    calls: Vec<(&'static Rule, Values, Look)>,
}

impl Applicable {
    pub(super) fn among(rules: &[&'static Rule]) -> Self {
        let mut applicable = Applicable { values: Vec::new(), calls: Vec::new() };
        for rule in rules {
            match rule.kind {
                RuleKind::Value(values, look) => applicable.values.push((rule, values, look)),
                RuleKind::Text(values, look) => {
                    applicable.values.push((rule, values, look));
                    applicable.calls.push((rule, values, look));
                }
                RuleKind::Call(values, look) => applicable.calls.push((rule, values, look)),
                _ => {}
            }
        }
        applicable
    }

    /// Whether no rule looks at a value.
    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty() && self.calls.is_empty()
    }

    /// Those among some rules that look at keywords of schemas, whatever the schema.
    pub(super) fn keywords(rules: &[&'static Rule]) -> Self {
        let Applicable { mut values, mut calls } = Applicable::among(rules);
        values.retain(|(_, values, _)| matches!(values, Values::With(_)));
        calls.retain(|(rule, ..)| matches!(rule.kind, RuleKind::Text(..)));
        Applicable { values, calls }
    }
}

impl Values {
    /// Whether a value is one of them.
    fn include(self, subject: &Subject<'_>) -> bool {
        match self {
            Values::With(keywords) => subject.accepted.is_some() || subject.schema.has_any(keywords),
            Values::Named(names) => names.contains(&subject.name),
        }
    }
}
