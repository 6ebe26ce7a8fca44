//! What the generator knows of a service before it writes it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::catalog::{Catalog, DEFAULT_SERVICES, Home, module_name, service_of};
use super::kinds::{self, TextKind};
use super::names;
use super::pointer::{attributes, pointer_path, resolve};
use crate::schema::{page, readable};
use crate::template::listed;

/// A value set with more values than this is open text: such sets (instance types, engine versions) grow faster than schemas.
const LARGEST_CLOSED_SET: usize = 100;

/// A service.
pub(super) struct Service {
    pub name: String,
    pub kinds: Vec<TextKind>,
    pub resources: Vec<Resource>,
    /// Whether it has all its resource types.
    pub is_whole: bool,
}

/// A resource type, with everything in its module.
pub(crate) struct Resource {
    pub type_name: String,
    pub name: String,
    pub module: String,
    pub page: String,
    pub reference: String,
    pub attributes: Vec<Attribute>,
    pub properties: Vec<Property>,
    pub nested: Vec<Nested>,
    pub sets: Vec<ClosedSet>,
}

/// An attribute for `Fn::GetAtt`.
pub(crate) struct Attribute {
    pub method: String,
    pub name: String,
    pub kind: String,
}

/// A property that an author may set.
pub(crate) struct Property {
    pub method: String,
    pub name: String,
    pub kind: String,
    pub required: bool,
    pub facts: String,
}

/// A nested property type.
pub(crate) struct Nested {
    pub name: String,
    pub page: String,
    pub properties: Vec<Property>,
}

/// A closed value set.
#[derive(Clone, PartialEq)]
pub(crate) struct ClosedSet {
    pub name: String,
    pub property: String,
    pub values: Vec<String>,
    pub number: bool,
}

/// Reads a service from its schemas: all its kinds, and those of its resource types that are wanted.
pub(super) fn service(catalog: &Catalog, service: &str, is_wanted: &dyn Fn(&str) -> bool, home: Home) -> Service {
    let mut kinds: BTreeSet<TextKind> = kinds::standalone(service).chain(kinds::unions(service)).collect();
    let mut resources = Vec::new();
    let types = catalog.service(service);
    for type_name in &types {
        let Some(schema) = catalog.schema(type_name) else { continue };
        kinds.extend(kinds::own_kinds(type_name, schema));
        if is_wanted(type_name) {
            resources.push(Reader::new(catalog, type_name, schema, home).resource());
        }
    }
    // A kind that is called like a resource would collide with it; the resource keeps the name.
    let taken: BTreeSet<&str> = resources.iter().map(|resource| resource.name.as_str()).collect();
    let kinds = kinds.into_iter().filter(|kind| kind.service == service && !taken.contains(kind.name.as_str())).collect();
    Service { name: service.to_owned(), kinds, is_whole: resources.len() == types.len(), resources }
}

/// Reads one resource type.
pub(super) fn resource(catalog: &Catalog, type_name: &str, home: Home) -> Option<Resource> {
    Some(Reader::new(catalog, type_name, catalog.schema(type_name)?, home).resource())
}

impl ClosedSet {
    /// The constant of each value.
    pub(crate) fn constants(&self) -> Vec<(String, &str)> {
        let mut taken = BTreeSet::new();
        let named = |value: &String| {
            let mut constant = names::constant(&self.name, value);
            while !taken.insert(constant.clone()) {
                constant.push('_');
            }
            constant
        };
        self.values.iter().map(named).zip(self.values.iter().map(String::as_str)).collect()
    }
}

/// How often a change of a property replaces the resource, over all the places where its type is used.
#[derive(Clone, Copy, PartialEq)]
enum Replaces {
    Never,
    Sometimes,
    Always,
}

struct Reader<'a> {
    catalog: &'a Catalog,
    type_name: &'a str,
    schema: &'a Value,
    home: Home,
    nested: BTreeMap<String, Nested>,
    sets: Vec<ClosedSet>,
    replaces: BTreeMap<(String, String), Replaces>,
}

impl<'a> Reader<'a> {
    fn new(catalog: &'a Catalog, type_name: &'a str, schema: &'a Value, home: Home) -> Self {
        let replaces = replacements(schema);
        Reader { catalog, type_name, schema, home, nested: BTreeMap::new(), sets: Vec::new(), replaces }
    }

    fn resource(mut self) -> Resource {
        let name = names::type_name(self.type_name.split("::").nth(2).unwrap_or_default());
        let read_only = self.schema.get("readOnlyProperties").and_then(Value::as_array).into_iter().flatten();
        let read_only = read_only.filter_map(Value::as_str).map(pointer_path);
        let hidden: BTreeSet<&str> = read_only.filter(|path| path.len() == 1).map(|path| path[0]).collect();
        let page = page::anchored(self.type_name, None);
        let properties = self.properties(self.schema, "", &page, &hidden);
        let reference = kinds::reference(self.type_name, self.schema);
        let reference = reference.map_or_else(|| self.basic("Text"), |kind| self.kind_path(&kind));
        Resource {
            type_name: self.type_name.to_owned(),
            module: names::snake(&name),
            page,
            reference,
            attributes: self.attributes(),
            properties,
            nested: self.nested.into_values().collect(),
            sets: self.sets,
            name,
        }
    }

    fn attributes(&self) -> Vec<Attribute> {
        let mut found: BTreeMap<String, Attribute> = BTreeMap::new();
        let mut add = |path: &[&str], kind: Option<String>| {
            let name = path.join(".");
            let method = path.iter().map(|segment| names::snake(segment)).collect::<Vec<_>>().join("_");
            found.extend(kind.map(|kind| (name.clone(), Attribute { method, name, kind })));
        };
        // What an author sets denotes what its setter takes; what AWS makes may identify the resource itself.
        let properties = self.schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        let secret = self.schema.get("writeOnlyProperties").and_then(Value::as_array).into_iter().flatten();
        let secret: BTreeSet<&str> = secret.filter_map(Value::as_str).map(|path| pointer_path(path)[0]).collect();
        let is_read = |name: &str| readable::is_readable(self.type_name, name) && !secret.contains(name);
        for (name, node) in properties.filter(|(name, _)| is_read(name)) {
            let node = resolve(self.schema, node);
            add(&[name], self.attribute_kind(name, node, || kinds::slot(name, node, self.catalog)));
        }
        for (path, node) in attributes(self.schema) {
            let own = || kinds::attribute(self.type_name, &path.join("."), node, self.catalog);
            add(&path, self.attribute_kind(&path.join("."), node, own));
        }
        let mut methods = BTreeSet::new();
        found.into_values().filter(|attribute| methods.insert(attribute.method.clone())).collect()
    }

    fn attribute_kind(&self, name: &str, node: &Value, text: impl FnOnce() -> Option<TextKind>) -> Option<String> {
        Some(match node.get("type").and_then(Value::as_str)? {
            "string" => text().map_or_else(|| self.basic("Text"), |kind| self.kind_path(&kind)),
            "integer" => self.basic("Integer"),
            "number" => self.basic("Number"),
            "boolean" => self.basic("Bool"),
            "array" => {
                let items = resolve(self.schema, node.get("items")?);
                let is_text = items.get("type").and_then(Value::as_str) == Some("string");
                let item = kinds::slot(name, items, self.catalog);
                let item = item.map_or_else(|| self.basic(if is_text { "Text" } else { "Json" }), |kind| self.kind_path(&kind));
                format!("{}<{item}>", self.basic("List"))
            }
            _ => return None,
        })
    }

    /// The settable properties of an object schema; `owner` is the definition's name, empty for the resource.
    fn properties(&mut self, object: &'a Value, owner: &str, page: &str, hidden: &BTreeSet<&str>) -> Vec<Property> {
        let required: BTreeSet<&str> =
            object.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let mut methods = BTreeSet::from(["new".to_owned()]);
        let mut found = Vec::new();
        for (name, schema) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
            if hidden.contains(name.as_str()) {
                continue;
            }
            let mut method = names::snake(name);
            while !methods.insert(method.clone()) {
                method.push('_');
            }
            let kind = self.kind(schema, owner, name);
            let replaces = self.replaces.get(&(owner.to_owned(), name.clone())).copied().unwrap_or(Replaces::Never);
            let facts = facts(name, resolve(self.schema, schema), replaces, self.is_deprecated(owner, name), page);
            found.push(Property { method, name: name.clone(), kind, required: required.contains(name.as_str()), facts });
        }
        found
    }

    fn is_deprecated(&self, owner: &str, name: &str) -> bool {
        let paths = self.schema.get("deprecatedProperties").and_then(Value::as_array).into_iter().flatten();
        owner.is_empty() && paths.filter_map(Value::as_str).any(|path| pointer_path(path) == [name])
    }

    /// The kind of a property, as Rust source.
    fn kind(&mut self, schema: &'a Value, owner: &str, name: &str) -> String {
        if let Some(definition) = schema.get("$ref").and_then(Value::as_str).and_then(|pointer| pointer.rsplit('/').next()) {
            let target = resolve(self.schema, schema);
            // A reference may carry a relationship of its own beside it.
            if let Some(kind) = kinds::slot(name, schema, self.catalog) {
                return self.kind_path(&kind);
            }
            return match has_properties(target) {
                true => self.nested_type(definition, target),
                false => self.plain_kind(target, owner, name),
            };
        }
        if has_properties(schema) {
            return self.nested_type(name, schema);
        }
        // Where a form is published beside "any JSON", it is the form that authors write.
        let forms = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
        let forms: Vec<&Value> = forms.filter(|form| form.get("format").is_none_or(|format| format != "json")).collect();
        match forms[..] {
            [form] => self.kind(form, owner, name),
            _ => self.plain_kind(schema, owner, name),
        }
    }

    fn plain_kind(&mut self, schema: &'a Value, owner: &str, name: &str) -> String {
        let Some(kind) = schema.get("type").and_then(Value::as_str) else {
            return self.basic("Json");
        };
        if let Some(set) = closed_values(schema) {
            return self.closed_set(set, kind, owner, name);
        }
        match kind {
            "string" if schema.get("format").is_some_and(|format| format == "json") => self.basic("Json"),
            "string" => match kinds::slot(name, schema, self.catalog) {
                Some(kind) => self.kind_path(&kind),
                None => self.basic("Text"),
            },
            "integer" => self.basic("Integer"),
            "number" => self.basic("Number"),
            "boolean" => self.basic("Bool"),
            "array" => match schema.get("items") {
                Some(items) => format!("{}<{}>", self.basic("List"), self.kind(items, owner, name)),
                None => self.basic("Json"),
            },
            "object" => self.map_kind(schema, owner, name),
            _ => self.basic("Json"),
        }
    }

    fn map_kind(&mut self, schema: &'a Value, owner: &str, name: &str) -> String {
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        let Some(value) = patterns.filter(|map| map.len() == 1).and_then(|map| map.values().next()) else {
            return self.basic("Json");
        };
        format!("{}<{}>", self.basic("MapOf"), self.kind(value, owner, name))
    }

    fn nested_type(&mut self, definition: &str, schema: &'a Value) -> String {
        if is_tag(definition, schema) {
            return self.basic("Tag");
        }
        let name = names::type_name(definition);
        if !self.nested.contains_key(&name) {
            let page = page::anchored(self.type_name, Some(definition));
            // The entry stands before its properties are read, so that a type which contains itself ends.
            self.nested.insert(name.clone(), Nested { name: name.clone(), page: page.clone(), properties: Vec::new() });
            let properties = self.properties(schema, definition, &page, &BTreeSet::new());
            if let Some(nested) = self.nested.get_mut(&name) {
                nested.properties = properties;
            }
        }
        self.local(&name)
    }

    fn closed_set(&mut self, values: Vec<String>, kind: &str, owner: &str, property: &str) -> String {
        let base = names::type_name(property);
        let definitions = self.schema.get("definitions").and_then(Value::as_object);
        let is_type = |name: &str| {
            let defined = definitions.is_some_and(|map| map.keys().any(|key| names::type_name(key) == name));
            defined || self.nested.contains_key(name)
        };
        let base = if is_type(&base) { format!("{base}Value") } else { base };
        let mut candidates = vec![base.clone(), format!("{}{base}", names::type_name(owner))];
        candidates.extend((2..).take(20).map(|n| format!("{base}{n}")));
        for name in candidates {
            let number = kind != "string";
            let set = ClosedSet { name: name.clone(), property: property.to_owned(), values: values.clone(), number };
            match self.sets.iter().find(|known| known.name == name) {
                Some(known) if known.values == set.values => return self.local(&name),
                Some(_) => continue,
                None if is_type(&name) => continue,
                None => {
                    self.sets.push(set);
                    return self.local(&name);
                }
            }
        }
        self.basic("Text")
    }

    fn local(&self, name: &str) -> String {
        let resource = self.type_name.split("::").nth(2).unwrap_or_default();
        format!("{}::{name}", names::snake(&names::type_name(resource)))
    }

    fn basic(&self, name: &str) -> String {
        format!("fw::{name}")
    }

    fn kind_path(&self, kind: &TextKind) -> String {
        if kind.service == service_of(self.type_name) {
            return kind.name.clone();
        }
        let known = DEFAULT_SERVICES.contains(&kind.service.as_str());
        match (known, self.home) {
            (true, Home::Library) => format!("crate::aws::{}::{}", module_name(&kind.service), kind.name),
            (true, Home::Author) => format!("formwork::aws::{}::{}", module_name(&kind.service), kind.name),
            (false, _) => self.basic("Text"),
        }
    }
}

fn has_properties(schema: &Value) -> bool {
    schema.get("properties").and_then(Value::as_object).is_some_and(|map| !map.is_empty())
}

/// Whether a definition is the customary tag, which all resources share.
fn is_tag(definition: &str, schema: &Value) -> bool {
    let Some(map) = schema.get("properties").and_then(Value::as_object) else { return false };
    definition.eq_ignore_ascii_case("tag") && map.len() == 2 && map.contains_key("Key") && map.contains_key("Value")
}

/// The values of a set that is closed: not too large, and compared with regard to case.
fn closed_values(schema: &Value) -> Option<Vec<String>> {
    let values = schema.get("enum")?.as_array()?;
    let texts: Vec<String> = values
        .iter()
        .map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
        .collect();
    let kind = schema.get("type").and_then(Value::as_str)?;
    let uniform = values.iter().all(|value| match kind {
        "string" => value.is_string(),
        "integer" | "number" => value.is_number(),
        _ => false,
    });
    (uniform && !texts.is_empty() && texts.len() <= LARGEST_CLOSED_SET).then_some(texts)
}

/// Which properties replace the resource when they change, by definition and name.
fn replacements(schema: &Value) -> BTreeMap<(String, String), Replaces> {
    let pointers = |key: &str| -> Vec<Vec<&str>> {
        let list = schema.get(key).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_str).map(|pointer| pointer_path(pointer).into_iter().filter(|s| *s != "*").collect()).collect()
    };
    let mut walk = ReplacementWalk {
        root: schema,
        always: pointers("createOnlyProperties"),
        conditional: pointers("conditionalCreateOnlyProperties"),
        found: BTreeMap::new(),
    };
    walk.object(schema, "", &mut Vec::new(), Replaces::Never, 0);
    walk.found
}

struct ReplacementWalk<'a> {
    root: &'a Value,
    always: Vec<Vec<&'a str>>,
    conditional: Vec<Vec<&'a str>>,
    found: BTreeMap<(String, String), Replaces>,
}

impl<'a> ReplacementWalk<'a> {
    fn object(&mut self, object: &'a Value, owner: &str, path: &mut Vec<&'a str>, inherited: Replaces, depth: usize) {
        // Types that contain themselves repeat what the first levels showed.
        if depth > 6 {
            return;
        }
        for (name, schema) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
            path.push(name);
            let here = if self.always.contains(path) {
                Replaces::Always
            } else if inherited == Replaces::Never && self.conditional.contains(path) {
                Replaces::Sometimes
            } else {
                inherited
            };
            let key = (owner.to_owned(), name.clone());
            let merged = match self.found.get(&key) {
                Some(known) if *known != here => Replaces::Sometimes,
                _ => here,
            };
            self.found.insert(key, merged);
            self.inner(schema, name, path, here, depth);
            path.pop();
        }
    }

    fn inner(&mut self, schema: &'a Value, name: &str, path: &mut Vec<&'a str>, inherited: Replaces, depth: usize) {
        let mut schema = schema;
        let mut owner = name.to_owned();
        for _ in 0..4 {
            if let Some(definition) = schema.get("$ref").and_then(Value::as_str).and_then(|pointer| pointer.rsplit('/').next()) {
                owner = definition.to_owned();
                schema = resolve(self.root, schema);
            }
            match schema.get("items") {
                Some(items) => schema = items,
                None => break,
            }
        }
        if has_properties(schema) {
            self.object(schema, &owner, path, inherited, depth + 1);
        }
    }
}

/// What the schema states about a property: its type, its values, and whether a change replaces the resource.
fn facts(name: &str, schema: &Value, replaces: Replaces, deprecated: bool, page: &str) -> String {
    let mut text = format!("`{name}`: {}.", type_facts(schema));
    match replaces {
        Replaces::Always => text.push_str(" **A change replaces the resource.**"),
        Replaces::Sometimes => text.push_str(" A change may replace the resource."),
        Replaces::Never => {}
    }
    if deprecated {
        text.push_str(" Deprecated.");
    }
    text.push_str(&format!(" [AWS]({}{page}{})", page::REFERENCE, name.to_lowercase()));
    text
}

fn type_facts(schema: &Value) -> String {
    let kind = match schema.get("type") {
        Some(Value::String(kind)) => match kind.as_str() {
            "string" => "text",
            "array" => "list",
            "object" => "map",
            other => other,
        }
        .to_owned(),
        _ => "any JSON".to_owned(),
    };
    let mut facts = vec![kind];
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let shown: Vec<String> = values.iter().map(|value| format!("`{}`", value.to_string().trim_matches('"'))).collect();
        facts.push(format!("one of {}", listed(&shown, 12)));
    }
    facts.extend(range(schema, "minimum", "maximum", ""));
    facts.extend(range(schema, "minLength", "maxLength", " characters"));
    facts.extend(range(schema, "minItems", "maxItems", " items"));
    if let Some(pattern) =
        schema.get("pattern").and_then(Value::as_str).filter(|text| text.len() <= 80 && !text.contains(['`', '\n', '\r']))
    {
        facts.push(format!("matches `{pattern}`"));
    }
    facts.join(", ")
}

fn range(schema: &Value, low: &str, high: &str, unit: &str) -> Option<String> {
    let bound = |key: &str| schema.get(key).filter(|value| value.is_number());
    match (bound(low), bound(high)) {
        (Some(low), Some(high)) => Some(format!("{low} to {high}{unit}")),
        (Some(low), None) => Some(format!("at least {low}{unit}")),
        (None, Some(high)) => Some(format!("at most {high}{unit}")),
        (None, None) => None,
    }
}
