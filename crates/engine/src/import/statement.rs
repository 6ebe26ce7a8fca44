//! The statements of a stack, in the order in which they are written.

use std::collections::{BTreeMap, BTreeSet};

use super::code::Code;
use super::comments::{Comments, last_line};
use super::construct::{NETWORK, NETWORK_TYPE};
use super::given::{Given, Recognized};
use super::links::{Import, denoted};
use super::literal;
use super::names::Names;
use super::resource::handle_type;
use super::section::Value;
use super::types::Types;
use super::writer::{Element, Writer, key};
use super::{order, subject};
use crate::template::read::Comment;
use crate::template::{Key, LogicalId, Map, Node, Template, function};

/// A statement.
pub(super) struct Statement {
    pub(super) comments: Vec<String>,
    /// What it is about.
    pub(super) subject: &'static str,
    /// The elements that it adds, several in a loop: their keys, and the types of their variables.
    pub(super) elements: Vec<(String, String)>,
    /// The type of the resource that it adds.
    pub(super) resource_type: Option<String>,
    pub(super) code: Code,
}

impl Statement {
    /// The type of the resource that it adds, and the key of its variable.
    pub(super) fn resource(&self) -> Option<(&str, Option<&str>)> {
        let key = self.elements.first().filter(|_| self.elements.len() == 1).map(|(key, _)| key.as_str());
        self.resource_type.as_deref().map(|type_name| (type_name, key))
    }
}

/// Everything that a stack does.
pub(super) struct Statements {
    pub(super) list: Vec<Statement>,
    pub(super) names: Names,
    /// Comments below the last entry.
    pub(super) rest: Vec<String>,
    /// The constructs that cannot be written, whose resources stand by themselves.
    pub(super) not_written: Vec<String>,
}

/// What stands in the template beside its elements.
const WHOLE: &str = "";

struct Maker<'a> {
    writer: Writer,
    names: Names,
    list: Vec<Statement>,
    /// The comments above each section.
    above: BTreeMap<String, Vec<String>>,
    /// Comments above what needs no statement: they stand above the next one.
    pending: Vec<String>,
    not_written: Vec<String>,
    given: &'a Given<'a>,
    template: &'a Template,
}

/// The statements that write a template again.
pub(super) fn all<'a>(template: &'a Template, comments: &[Comment], given: &'a Given<'a>) -> Statements {
    let comments = Comments::new(template.root(), comments);
    let imported =
        |import: &Import| (import.name.clone(), Code::Link(import.module.clone(), import.field.clone()), import.kind.clone());
    let links = given.links.imports.iter().map(imported).collect();
    let writer = Writer { types: Types::new(given.generated), comments, links, elements: BTreeMap::new() };
    let mut names = Names::default();
    given.links.modules().into_iter().for_each(|module| names.reserve(module));
    let (above, pending, not_written) = (BTreeMap::new(), Vec::new(), Vec::new());
    let mut maker = Maker { writer, names, list: Vec::new(), above, pending, not_written, given, template };
    maker.root(template.root());
    maker.section(template, "Parameters", Maker::parameter);
    maker.section(template, "Mappings", Maker::mapping);
    if let Some(conditions) = maker.entries(template, "Conditions") {
        order::conditions(conditions).into_iter().for_each(|id| maker.entry("Conditions", id, conditions, Maker::condition));
    }
    maker.section(template, "Rules", Maker::rule);
    if let Some(resources) = maker.entries(template, "Resources") {
        for id in order::resources(resources, given.constructs, given.network, &subject::of) {
            match given.constructs.iter().find(|made| made.id == id) {
                Some(made) => maker.construct(made, resources),
                None => maker.entry("Resources", id, resources, Maker::resource),
            }
        }
    }
    maker.section(template, "Outputs", Maker::output);
    for (id, code) in given.allowed {
        let arguments = [literal::escaped(id), literal::escaped(code), "\"as imported\"".to_owned()].map(Code::Atom);
        maker.push(Vec::new(), "findings", None, Code::atom("stack").then("allow", arguments));
    }
    let rest = maker.pending.into_iter().chain(maker.writer.comments.rest()).collect();
    Statements { list: maker.list, names: maker.names, rest, not_written: maker.not_written }
}

/// A value by itself, and its type.
pub(super) fn value(node: &Node) -> (Code, String) {
    let types = Types::new(&BTreeSet::new());
    let mut writer = Writer { types, comments: Comments::default(), links: Vec::new(), elements: BTreeMap::new() };
    let emit = writer.json(node);
    if emit.ty == "iam::PolicyDocument" || emit.ty == "Value<Json>" {
        return (emit.code, emit.ty);
    }
    (emit.raw().code, "formwork::stack::Anything".to_owned())
}

impl<'m> Maker<'m> {
    fn push(&mut self, comments: Vec<String>, subject: &'static str, element: Option<(String, String)>, code: Code) {
        self.add(Statement { comments, subject, elements: Vec::from_iter(element), resource_type: None, code });
    }

    fn add(&mut self, mut statement: Statement) {
        statement.comments.splice(..0, std::mem::take(&mut self.pending));
        self.list.push(statement);
    }

    /// The sections that are no tables of elements, and whatever else stands in the root.
    fn root(&mut self, root: &Node) {
        let Some(map) = root.as_map() else { return };
        if !map.contains_key("AWSTemplateFormatVersion") {
            self.push(Vec::new(), WHOLE, None, stack_call("remove_template", vec![path(&["AWSTemplateFormatVersion"])]));
        }
        for (name, node) in map {
            let comments = self.writer.comments_at(name.location());
            match (name.as_str(), node.as_str()) {
                ("AWSTemplateFormatVersion", Some("2010-09-09")) => self.pending.extend(comments),
                ("Description", Some(text)) => {
                    self.push(comments, WHOLE, None, stack_call("description", vec![literal::text(text)]))
                }
                ("Transform", _) => self.transforms(comments, node),
                ("Metadata", _) if is_table(node) => self.metadata(comments, node),
                (section, _) if SECTIONS.contains(&section) && is_table(node) => {
                    self.above.insert(section.to_owned(), comments);
                }
                (other, _) => self.overridden(comments, WHOLE, &[other], node),
            }
        }
    }

    fn transforms(&mut self, comments: Vec<String>, node: &Node) {
        let names: Option<Vec<&str>> = match (node.as_str(), node.as_list()) {
            (Some(name), _) => Some(vec![name]),
            (_, Some(list)) if list.len() > 1 => list.iter().map(Node::as_str).collect(),
            _ => None,
        };
        let distinct = |names: &Vec<&str>| names.iter().enumerate().all(|(index, name)| !names[..index].contains(name));
        let Some(names) = names.filter(distinct) else { return self.overridden(comments, WHOLE, &["Transform"], node) };
        let mut comments = comments;
        for name in names {
            let code = match name {
                function::LANGUAGE_EXTENSIONS => stack_call("language_extensions", vec![]),
                name => stack_call("transform", vec![Code::Atom(literal::escaped(name))]),
            };
            self.push(std::mem::take(&mut comments), WHOLE, None, code);
        }
    }

    fn metadata(&mut self, comments: Vec<String>, node: &Node) {
        let mut comments = comments;
        for (name, value) in node.as_map().into_iter().flatten() {
            comments.extend(self.writer.comments_at(name.location()));
            let value_code = self.writer.json(value).code;
            comments.extend(self.writer.comments.take_through(name.location(), last_line(value)));
            let arguments = vec![Code::Atom(literal::escaped(name.as_str())), value_code];
            self.push(std::mem::take(&mut comments), WHOLE, None, stack_call("metadata", arguments));
        }
    }

    /// What has no method is set in the whole template.
    fn overridden(&mut self, mut comments: Vec<String>, subject: &'static str, steps: &[&str], node: &Node) {
        let value = self.writer.json(node).code;
        comments.extend(self.writer.comments.take_through(node.location, last_line(node)));
        self.push(comments, subject, None, stack_call("override_template", vec![path(steps), value]));
    }

    /// The entries of a section, which begins here.
    fn entries<'t>(&mut self, template: &'t Template, section: &str) -> Option<&'t Map> {
        self.pending.extend(self.above.remove(section).unwrap_or_default());
        template.root().get(section).filter(|node| is_table(node))?.as_map()
    }

    fn section(&mut self, template: &Template, section: &'static str, write: Write<'m>) {
        let Some(map) = self.entries(template, section) else { return };
        map.keys().for_each(|id| self.entry(section, id.as_str(), map, write));
    }

    /// A construct, below the comments of all resources that it makes; these by themselves, where it cannot be written.
    fn construct(&mut self, made: &Recognized, resources: &Map) {
        if made.call.is_in_network() {
            self.network();
        }
        let Some(code) = self.writer.attempt(|writer| writer.made(&made.call)) else {
            self.not_written.push(made.id.clone());
            return made.ids.iter().for_each(|id| self.entry("Resources", id, resources, Maker::resource));
        };
        let mut comments = Vec::new();
        for (name, node) in made.ids.iter().filter_map(|id| resources.get_key_value(id.as_str())) {
            comments.extend(self.writer.comments_at(name.location()));
            comments.extend(self.writer.comments.take_through(name.location(), last_line(node)));
        }
        let code = stack_call("add", vec![Code::Atom(literal::escaped(&made.id)), code]);
        let element = self.writer.note_output(made);
        element.iter().for_each(|(key, _)| self.names.give(key, &made.id, what("Resources")));
        let node = resources.get(made.id.as_str());
        let resource_type = node.and_then(|node| node.get("Type")).and_then(Node::as_str).map(str::to_owned);
        let subject = node.map_or(WHOLE, subject::of);
        self.add(Statement { comments, subject, elements: Vec::from_iter(element), resource_type, code });
    }

    /// The network, before the first construct in it.
    fn network(&mut self) {
        let Some(call) = self.given.network.filter(|_| !self.writer.elements.contains_key(NETWORK)) else { return };
        let Some(code) = self.writer.attempt(|writer| writer.made(call)) else { return };
        self.names.give(NETWORK, "Network", "network");
        self.writer.elements.insert(NETWORK.to_owned(), Element::Made(NETWORK_TYPE));
        self.push(Vec::new(), "network", Some((NETWORK.to_owned(), NETWORK_TYPE.to_owned())), code);
    }

    /// One element of a section: with the methods of the stack, or else as it stands.
    fn entry(&mut self, section: &'static str, id: &str, map: &Map, write: Write<'m>) {
        let Some((name, node)) = map.get_key_value(id) else { return };
        let mut comments = self.writer.comments_at(name.location());
        let is_free = !self.writer.elements.contains_key(&key(section, id));
        let mark = self.writer.comments.mark();
        let written = (is_free && LogicalId::new(id).is_ok()).then(|| write(self, name, node)).flatten();
        let Some(Written { subject, code, element }) = written.or_else(|| self.for_each(section, name, node)) else {
            self.writer.comments.give_back(mark);
            return self.overridden(comments, section, &[section, id], node);
        };
        comments.extend(self.writer.comments.take_through(name.location(), last_line(node)));
        let element = element.map(|(element, ty)| {
            let key = key(section, id);
            self.names.give(&key, id, what(section));
            self.writer.elements.insert(key.clone(), element);
            (key, ty)
        });
        let type_name = node.get("Type").filter(|_| section == "Resources").and_then(Node::as_str);
        let resource_type = type_name.map(str::to_owned);
        self.add(Statement { comments, subject, elements: Vec::from_iter(element), resource_type, code });
    }

    fn parameter(&mut self, name: &Key, node: &Node) -> Option<Written> {
        let (given, name_text) = (self.given, name.as_str());
        let value = match (given.settings.get(name_text), given.values.get(name_text)) {
            (Some(field), _) => Value::Setting(field),
            (None, Some(value)) => Value::Literal(value),
            (None, None) => Value::Elsewhere,
        };
        let (code, kind) = self.writer.parameter(node.as_map()?, &value)?;
        let ty = format!("ParameterHandle<{}>", kind.rust()?);
        Some(Written::element("Parameters", "parameter", name, code, Element::Parameter(kind), ty))
    }

    fn mapping(&mut self, name: &Key, node: &Node) -> Option<Written> {
        let code = self.writer.mapping(node.as_map()?)?;
        Some(Written::element("Mappings", "mapping", name, code, Element::Mapping, "formwork::stack::Mapping".to_owned()))
    }

    fn condition(&mut self, name: &Key, node: &Node) -> Option<Written> {
        let code = self.writer.test(node).code;
        Some(Written::element("Conditions", "condition", name, code, Element::Condition, "formwork::stack::Condition".to_owned()))
    }

    fn rule(&mut self, name: &Key, node: &Node) -> Option<Written> {
        let code = self.writer.rule(node.as_map()?)?;
        let code = stack_call("rule", vec![Code::Atom(literal::escaped(name.as_str())), code]);
        Some(Written { subject: "Rules", code, element: None })
    }

    fn resource(&mut self, name: &Key, node: &Node) -> Option<Written> {
        let resource = self.writer.resource(node.as_map()?)?;
        let ty = handle_type(resource.typed.as_deref());
        let element = Element::Resource(resource.typed);
        Some(Written::element(subject::of(node), "add", name, resource.code, element, ty))
    }

    fn output(&mut self, name: &Key, node: &Node) -> Option<Written> {
        let code = self.writer.output(name.as_str(), node.as_map()?)?;
        if !self.given.links.exports.contains_key(name.as_str()) {
            return Some(Written { subject: "Outputs", code, element: None });
        }
        let kind = denoted(node.get("Value")?, self.template, &mut self.writer.types);
        let ty = format!("Link<{}>", kind.rust()?);
        Some(Written {
            subject: "Outputs",
            code: code.then(&format!("link::<{}>", kind.rust()?), []),
            element: Some((Element::Output, ty)),
        })
    }

    /// A loop among the resources that makes one of each element.
    fn for_each(&mut self, section: &str, name: &Key, node: &Node) -> Option<Written> {
        let id = name.as_str().strip_prefix(function::FOR_EACH).filter(|id| LogicalId::new(id).is_ok())?;
        let [variable, collection, template] = node.as_list()? else { return None };
        let (output_key, value) = template.as_map().filter(|map| map.len() == 1)?.first()?;
        let variable = Code::Atom(literal::escaped(variable.as_str().filter(|_| section == "Resources")?));
        let texts = super::kind::Kind::List(Box::new(super::kind::Kind::Text));
        let collection = self.writer.value(collection, &texts).code;
        let arguments = [variable, collection, Code::Atom(literal::escaped(output_key.as_str())), self.writer.json(value).code];
        let code = stack_call("for_each", vec![Code::Atom(literal::escaped(id)), Code::call("for_each", arguments)]);
        Some(Written { subject: subject::of(value), code, element: None })
    }
}

/// Writes one element of a section.
type Write<'m> = fn(&mut Maker<'m>, &Key, &Node) -> Option<Written>;

struct Written {
    subject: &'static str,
    code: Code,
    element: Option<(Element, String)>,
}

impl Written {
    /// What a method of the stack adds and returns.
    fn element(subject: &'static str, method: &str, name: &Key, code: Code, element: Element, ty: String) -> Self {
        let code = stack_call(method, vec![Code::Atom(literal::escaped(name.as_str())), code]);
        Written { subject, code, element: Some((element, ty)) }
    }
}

/// The sections that are tables of elements.
const SECTIONS: [&str; 6] = ["Parameters", "Rules", "Mappings", "Conditions", "Resources", "Outputs"];

/// Whether a section is a table with something in it.
fn is_table(node: &Node) -> bool {
    node.as_map().is_some_and(|map| !map.is_empty())
}

/// What an element is called beside its id, where two ids give one name.
fn what(section: &str) -> &'static str {
    match section {
        "Parameters" => "parameter",
        "Mappings" => "mapping",
        "Conditions" => "condition",
        "Outputs" => "link",
        _ => "resource",
    }
}

fn stack_call(method: &str, arguments: Vec<Code>) -> Code {
    Code::atom("stack").then(method, arguments)
}

fn path(steps: &[&str]) -> Code {
    Code::Many(["[", "]"], steps.iter().map(|step| Code::Atom(literal::escaped(step)).into()).collect())
}
