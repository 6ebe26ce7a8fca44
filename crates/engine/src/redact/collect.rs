//! The secrets of a template, of the values of its parameters, and of settings.

use std::collections::{BTreeMap, BTreeSet};

use super::{Redactor, commands, form};
use crate::language::read::secret;
use crate::schema::{self, ResourceSchema};
use crate::template::path::{Path, Step};
use crate::template::substitution::{self, Part};
use crate::template::{Content, Node, Template, function};

/// How the keys end that hold a name, and those beside them that hold its value: `HeaderName`, `HeaderValue`; `OptionName`, `Value`.
const NAMES: [&str; 2] = ["Name", "Key"];
const VALUE: &str = "Value";
/// What a rule of a listener compares a header with.
const VALUES: &str = "Values";

/// How the names of properties begin by which a service makes a secret: `GenerateSecretString`.
const GENERATES: &str = "Generate";

/// Properties that are secrets by what they are for, whatever they are called.
const PLACES: [(&str, &str); 2] = [
    ("AWS::ApiGateway::ApiKey", "Value"),
    // By such a header an origin knows the distribution: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/restrict-access-to-load-balancer.html
    ("AWS::CloudFront::Distribution", "DistributionConfig/Origins/*/OriginCustomHeaders/*/HeaderValue"),
];

/// A version of a template, and the values that its parameters are given.
pub type Version<'t, 'v> = (&'t Template, &'v BTreeMap<String, String>);

impl Redactor {
    /// The secrets of these templates, of which some may be versions of others.
    pub fn of<'t>(templates: impl IntoIterator<Item = &'t Template>) -> Self {
        let (mut redactor, none) = (Redactor::default(), BTreeMap::new());
        let versions: Vec<Version<'t, '_>> = templates.into_iter().map(|template| (template, &none)).collect();
        redactor.learn_versions(&versions);
        redactor
    }

    /// Learns the secrets of a template, and of the values that its parameters are given.
    pub fn learn(&mut self, template: &Template, values: &BTreeMap<String, String>) {
        self.learn_versions(&[(template, values)]);
    }

    /// Learns the secrets of versions of a template. A parameter that one of them hides holds a secret in all of them: that it is hidden no
    /// more makes its value no less of one.
    pub fn learn_versions(&mut self, versions: &[Version<'_, '_>]) {
        let declared = versions.iter().filter_map(|(template, _)| template.section("Parameters")).flatten();
        let hidden = declared.filter(|(_, node)| secret::is_hidden(node)).map(|(name, _)| name.as_str());
        let hidden: BTreeSet<&str> = hidden.collect();
        versions.iter().for_each(|(template, values)| self.learn_one(template, values, &hidden));
    }

    /// Learns the secrets of one version, of whose parameters these are hidden.
    fn learn_one(&mut self, template: &Template, values: &BTreeMap<String, String>, no_echo: &BTreeSet<&str>) {
        let mut walk = Walk { redactor: self, schema: None, hidden: Vec::new(), place: None, parameters: BTreeSet::new() };
        let root = template.root();
        if root.as_map().is_none() {
            walk.node(root, &mut Path::default());
        }
        for (name, section) in root.as_map().into_iter().flatten() {
            match section.as_map() {
                Some(resources) if name.as_str() == "Resources" => resources.values().for_each(|node| walk.resource(node)),
                _ => walk.entry(root, name.as_str(), section, &mut Path::default()),
            }
        }
        let mut hidden = std::mem::take(&mut walk.parameters);
        let parameters = template.section("Parameters");
        let declared = parameters.into_iter().flatten();
        let is_one = |name: &str, node: &Node| no_echo.contains(name) || is_secret(name, node);
        hidden.extend(declared.filter(|(name, node)| is_one(name.as_str(), node)).map(|(name, _)| name.as_str().to_owned()));
        for name in &hidden {
            let Some(parameter) = parameters.and_then(|all| all.get(name.as_str())) else { continue };
            let given = [parameter.get("Default").and_then(Node::scalar), values.get(name).cloned()];
            let allowed = parameter.get("AllowedValues").and_then(Node::as_list).unwrap_or_default().iter().map(Node::scalar);
            let is_hidden = no_echo.contains(name.as_str());
            let all = given.into_iter().chain(allowed.filter(|_| is_hidden));
            all.flatten().for_each(|value| self.learn_value(&value, is_hidden));
        }
        compared(template, &hidden).into_iter().for_each(|value| self.learn_value(&value, false));
        // What is written in a file of values is a secret by its name, whether or not the template knows the parameter.
        for (_, value) in values.iter().filter(|(name, _)| secret::says_secret(name)) {
            self.learn_value(value, false);
        }
        values.values().for_each(|value| self.learn_forms(value));
    }

    /// Learns what a text of names and values gives to the names of secrets: settings, or a template that cannot be read.
    pub fn learn_text(&mut self, text: &str) {
        let mut found = Vec::new();
        form::assigned(text, true, &mut found);
        found.into_iter().for_each(|range| self.known.add(&text[range]));
        self.learn_forms(text);
    }

    /// Learns a value of which nobody knows whether it is a secret.
    pub fn learn_hidden(&mut self, value: &str) {
        self.learn_value(value, true);
    }

    /// Learns a value of a parameter: all of it, and the items of a list.
    fn learn_value(&mut self, value: &str, is_sure: bool) {
        let items = value.split(',').map(str::trim).filter(|item| item.len() < value.len());
        for text in std::iter::once(value).chain(items) {
            if is_sure || secret::could_be_secret(text) {
                self.known.add(text);
            }
        }
    }

    /// Learns the credentials in a text.
    fn learn_forms(&mut self, text: &str) {
        let mut found = Vec::new();
        form::find(text, &mut found);
        found.into_iter().for_each(|range| self.known.add(&text[range]));
        if form::is_encoded_credential(text) {
            self.known.add(text);
        }
    }
}

/// Whether a value of a parameter is not to be copied into settings: it is a secret, and no reference to one.
pub fn is_withheld(name: &str, parameter: &Node, value: &str) -> bool {
    let references = ["arn:", "/", "{{resolve:"];
    let is_reference = references.iter().any(|start| value.starts_with(start)) && !secret::is_hidden(parameter);
    is_secret(name, parameter) && !is_reference || Redactor::default().text(value) != value
}

/// Whether the value of a parameter is a secret.
fn is_secret(name: &str, parameter: &Node) -> bool {
    let kind = parameter.get("Type").and_then(Node::as_str).unwrap_or("String");
    let is_text = ["String", "CommaDelimitedList"].contains(&kind);
    // A template that says `NoEcho: 1` is wrong, and means it.
    let says_no = |text: String| ["false", "0", "no", ""].contains(&text.to_ascii_lowercase().as_str());
    let is_meant = parameter.get("NoEcho").and_then(Node::scalar).is_some_and(|text| !says_no(text));
    is_meant || is_text && secret::says_secret(name)
}

/// What conditions compare these parameters with.
fn compared(template: &Template, parameters: &BTreeSet<String>) -> Vec<String> {
    let mut found = Vec::new();
    let conditions = template.section("Conditions").into_iter().flatten();
    for (_, condition) in conditions {
        condition.walk(&mut |node| {
            let Some((function::EQUALS, argument)) = function::call(node) else { return };
            let Some([one, other]) = argument.as_list() else { return };
            for (one, other) in [(one, other), (other, one)] {
                if function::referred(one).is_some_and(|name| parameters.contains(name)) {
                    found.extend(other.as_str().map(str::to_owned));
                }
            }
        });
    }
    found
}

/// A walk down a template.
struct Walk<'r> {
    redactor: &'r mut Redactor,
    /// The schema of the resource whose properties are walked.
    schema: Option<ResourceSchema>,
    /// Its properties that AWS never shows again.
    hidden: Vec<&'static str>,
    /// The property of that resource which is a secret by what it is for.
    place: Option<&'static str>,
    /// The parameters that give a secret to something.
    parameters: BTreeSet<String>,
}

impl Walk<'_> {
    /// A resource: its properties by their schema, the rest without one.
    fn resource(&mut self, node: &Node) {
        for (key, value) in node.as_map().into_iter().flatten() {
            if key.as_str() == "Properties" {
                let resource_type = node.get("Type").and_then(Node::as_str);
                let place = PLACES.iter().find(|(of, _)| Some(*of) == resource_type).map(|(_, place)| *place);
                (self.schema, self.place) = (resource_type.and_then(schema::find), place);
                self.hidden.extend(self.schema.iter().flat_map(ResourceSchema::write_only));
                self.node(value, &mut Path::default());
                (self.schema, self.place) = (None, None);
                self.hidden.clear();
            } else {
                self.entry(node, key.as_str(), value, &mut Path::default());
            }
        }
        if node.as_map().is_none() {
            self.node(node, &mut Path::default());
        }
    }

    /// An entry of a map.
    fn entry<'a>(&mut self, map: &'a Node, key: &'a str, value: &'a Node, path: &mut Path<'a>) {
        path.push(key);
        match self.surety(map, key, path) {
            Some(is_sure) => self.secret(value, is_sure),
            None => self.node(value, path),
        }
        path.pop();
    }

    fn node<'a>(&mut self, node: &'a Node, path: &mut Path<'a>) {
        match &node.content {
            Content::Text(text) => self.redactor.learn_forms(text),
            Content::List(items) => {
                let mut is_given = false;
                for (index, item) in items.iter().enumerate() {
                    path.push(index);
                    if is_given {
                        self.secret(item, false)
                    } else {
                        self.node(item, path)
                    }
                    path.pop();
                    // The words of a command: `--password`, and what it is.
                    is_given = item.as_str().is_some_and(|text| text.starts_with('-') && commands::takes_secret(text));
                }
            }
            Content::Map(map) => map.iter().for_each(|(key, value)| self.entry(node, key.as_str(), value, path)),
            _ => {}
        }
    }

    /// Whether the entry of a map is a secret: surely, or by its name.
    fn surety(&self, map: &Node, key: &str, path: &Path<'_>) -> Option<bool> {
        let is_hidden = || self.hidden.iter().any(|hidden| schema::path::lies_in(path, hidden));
        if is_hidden() && secret::mentions_secret(key) && !generates(path) {
            return Some(true);
        }
        let steps = || {
            let steps = path.iter().map(|step| step.key().unwrap_or("*"));
            steps.collect::<Vec<&str>>().join("/")
        };
        if self.place.is_some_and(|place| place.ends_with(key) && steps() == place) {
            return Some(true);
        }
        let is_named = || {
            let mut names =
                map.as_map().into_iter().flatten().filter(|(name, _)| NAMES.iter().any(|end| name.as_str().ends_with(end)));
            names.any(|(_, name)| name.as_str().is_some_and(secret::says_secret))
        };
        if !(secret::says_secret(key) || (key.ends_with(VALUE) || key == VALUES) && is_named()) {
            return None;
        }
        // A choice among words that everyone knows hides nothing.
        let schema = self.schema.as_ref().and_then(|schema| schema.root().at(&steps()));
        let is_choice = schema.is_some_and(|node| !node.enum_values().is_empty());
        (!is_choice).then_some(false)
    }

    /// A value that is a secret, or is made of some.
    fn secret(&mut self, node: &Node, is_sure: bool) {
        if function::call(node).is_some_and(|(_, argument)| is_resolved(argument)) {
            return;
        }
        let counts = |text: &str| is_sure || secret::could_be_secret(text);
        match (&node.content, function::call(node)) {
            (Content::Text(text), _) if counts(text) && !text.starts_with("{{resolve:") => self.literal(text),
            (Content::Number(number), _) if is_sure => self.redactor.known.add(&number.to_string()),
            (Content::Text(text), _) => self.redactor.learn_forms(text),
            (Content::Map(_), Some((function::REF, argument))) => self.parameters.extend(argument.as_str().map(str::to_owned)),
            (Content::Map(_), Some((function::SUB, argument))) => {
                let text = argument.as_list().and_then(|items| items.first()).unwrap_or(argument);
                text.as_str().into_iter().for_each(|text| self.literal(text));
                argument.as_list().into_iter().flatten().skip(1).for_each(|given| self.entries(given, is_sure));
            }
            (Content::Map(_), Some((function::JOIN | function::BASE64, argument))) => {
                let items = argument.as_list().and_then(|items| items.get(1)).unwrap_or(argument);
                match items.as_list() {
                    Some(items) => items.iter().for_each(|item| self.secret(item, is_sure)),
                    None => self.secret(items, is_sure),
                }
            }
            (Content::Map(_), Some((function::IF, argument))) => {
                argument.as_list().into_iter().flatten().skip(1).for_each(|branch| self.secret(branch, is_sure));
            }
            (Content::Map(_), Some(_)) => {}
            // An output or a parameter that is called so.
            (Content::Map(map), None) => {
                for (key, value) in map {
                    match key.as_str() {
                        VALUE | "Default" => self.secret(value, is_sure),
                        key => self.entry(node, key, value, &mut Path::default()),
                    }
                }
            }
            (Content::List(items), _) => items.iter().for_each(|item| self.secret(item, is_sure)),
            _ => {}
        }
    }

    fn entries(&mut self, map: &Node, is_sure: bool) {
        map.as_map().into_iter().flatten().for_each(|(_, value)| self.secret(value, is_sure));
    }

    /// A text, and what of it is no variable.
    fn literal(&mut self, text: &str) {
        if !substitution::begins(text) {
            self.redactor.known.add(text);
            return;
        }
        for part in substitution::parts(text) {
            match part {
                // Of JSON with variables, the words between its signs: not its keys, and not its signs.
                Part::Text(part) if part.contains(['"', '{']) => {
                    let words = part.split(|c: char| c.is_whitespace() || "{}[]\",".contains(c));
                    let is_plain = |word: &&str| word.chars().all(|c| c.is_alphabetic() || c == '_' || c == ':');
                    let words = words.filter(|word| secret::could_be_secret(word) && !is_plain(word));
                    words.for_each(|word| self.redactor.known.add(word));
                }
                Part::Text(part) if secret::could_be_secret(part) => self.redactor.known.add(part),
                Part::Variable(variable) if !variable.0.contains(['.', ':']) => {
                    self.parameters.insert(variable.0.to_owned());
                }
                _ => {}
            }
        }
    }
}

/// Whether the argument of a function makes a dynamic reference, which holds no secret.
fn is_resolved(argument: &Node) -> bool {
    let mut found = false;
    argument.walk(&mut |node| found |= node.as_str().is_some_and(|text| text.contains("{{resolve:")));
    found
}

/// Whether a place of a resource's properties is named like a secret.
pub(crate) fn is_secret_place(resource_type: &str, path: &Path<'_>) -> bool {
    let is_write_only = || schema::find(resource_type).is_some_and(|schema| schema.is_write_only(path));
    path.last().and_then(Step::key).is_some_and(secret::mentions_secret) && is_write_only() && !generates(path)
}

/// Whether a place says how a service makes a secret, which is none itself.
fn generates(path: &Path<'_>) -> bool {
    path.iter().any(|step| step.key().is_some_and(|name| name.starts_with(GENERATES)))
}
