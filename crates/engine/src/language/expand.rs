//! `Fn::ForEach` unrolled: what stands in a loop's body is made once for each element of its collection.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html>

use std::collections::BTreeMap;

use super::case::{Reason, Value};
use super::scope::{Given, Made, Scope};
use crate::template::path::{Iteration, Path, Step};
use crate::template::substitution;
use crate::template::{Content, Key, Map, Node, SourceLocation, Template, function};

/// The nodes that loops of one template make, each counted with its text. Far more than CloudFormation takes in a template of 1 MB.
const MOST_NODES: usize = 60_000;
/// The bytes of a text that count as one more node.
const BYTES: usize = 64;

/// A loop that was not unrolled, or only for the default of a parameter.
#[derive(Clone, Debug)]
pub(crate) struct OpenLoop {
    /// Its key: `Fn::ForEach::Topics`.
    pub(crate) key: String,
    /// The section that it stands in.
    pub(crate) section: String,
    /// Where it was written.
    pub(crate) location: SourceLocation,
    /// Why its elements are unknown.
    pub(crate) why: String,
    /// Whether its body stands in the template, made for the default of the parameter.
    pub(crate) is_sampled: bool,
    /// The keys that it makes, each as the texts between its variables.
    pub(crate) patterns: Vec<Vec<String>>,
}

/// A loop that CloudFormation refuses.
#[derive(Clone, Debug)]
pub(crate) struct LoopFault {
    pub(crate) message: String,
    pub(crate) location: SourceLocation,
    pub(crate) path: Path<'static>,
}

/// What became of the loops of a template.
#[derive(Default)]
pub(crate) struct Expansion {
    /// The template without the loops that were unrolled; nothing where it has none.
    pub(crate) template: Option<Template>,
    /// What was made for which element, by its path.
    pub(crate) iterations: BTreeMap<Path<'static>, Iteration>,
    /// What could not be unrolled.
    pub(crate) open: Vec<OpenLoop>,
    /// What CloudFormation refuses.
    pub(crate) faults: Vec<LoopFault>,
}

/// Whether a key is that of a loop.
pub(crate) fn is_loop(key: &str) -> bool {
    key.starts_with(function::FOR_EACH)
}

/// Unrolls the loops of a template. What is known decides on their collections.
pub(crate) fn expand(template: &Template, given: Given<'_>) -> Expansion {
    let mut has_loops = false;
    template.root().walk(&mut |node| has_loops |= node.as_map().is_some_and(|map| map.keys().any(|key| is_loop(key.as_str()))));
    if !has_loops {
        return Expansion::default();
    }
    let made = Made::new();
    let scope = Scope::new(template, given, &made);
    let sampled = Scope::new(template, Given { assumes_defaults: true, ..given }, &made);
    let mut unroller = Unroller { scope, sampled, found: Expansion::default(), path: Path::default(), nodes: 0 };
    let root = unroller.node(template.root(), &Variables::default());
    let mut expanded = Template::new(root);
    if let Some(bytes) = template.source_bytes() {
        expanded = expanded.with_source_bytes(bytes);
    }
    unroller.found.template = Some(expanded);
    unroller.found
}

/// The variables of the loops around a node, innermost last.
#[derive(Clone, Default)]
struct Variables<'v>(Vec<(&'v str, String)>);

impl Variables<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// A text with the variables filled in: `${Name}`, and `&{Name}` for its letters and digits alone.
    fn fill(&self, text: &str) -> Option<String> {
        if !text.contains('{') {
            return None;
        }
        let filled = substitution::replaced(text, |variable| self.get(variable.0).map(str::to_owned));
        let filled = self.0.iter().rev().fold(filled, |filled, (name, value)| {
            let plain: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
            filled.replace(&format!("&{{{name}}}"), &plain)
        });
        (filled != text).then_some(filled)
    }
}

struct Unroller<'a> {
    scope: Scope<'a>,
    sampled: Scope<'a>,
    found: Expansion,
    path: Path<'static>,
    nodes: usize,
}

/// The elements of a collection.
enum Elements {
    Known(Vec<String>),
    /// Those of the default of a parameter, and why they are no more than that.
    Sampled(Vec<String>, String),
    Unknown(String),
}

impl<'a> Unroller<'a> {
    fn node(&mut self, node: &Node, variables: &Variables<'_>) -> Node {
        self.nodes += 1;
        let content = match &node.content {
            Content::Text(text) => match self.filled(text, variables) {
                Some(filled) => Content::Text(filled.into()),
                None => Content::Text(text.clone()),
            },
            Content::List(items) => {
                let items = items.iter().enumerate().map(|(index, item)| self.step(index, |this| this.node(item, variables)));
                Content::List(items.collect())
            }
            Content::Map(map) => match variable_of(node, variables) {
                Some(value) => Content::Text(value.to_owned().into()),
                None => Content::Map(self.map(map, variables)),
            },
            other => other.clone(),
        };
        let made = node.with_content(content);
        // The text of a loop's variables alone is known here, and may stand where no function may.
        match function::call(&made) {
            Some((function::SUB, Node { content: Content::Text(text), .. })) if made != *node && is_whole(text) => {
                let text = substitution::unescaped(text);
                Node { content: Content::Text(text.into()), ..made }
            }
            _ => made,
        }
    }

    /// A text with the variables filled in, unless that is too much.
    fn filled(&mut self, text: &str, variables: &Variables<'_>) -> Option<String> {
        let longest = variables.0.iter().map(|(_, value)| value.len()).max()?;
        let most = text.len() + text.matches('{').count() * longest;
        if self.nodes + most / BYTES > MOST_NODES {
            self.nodes += MOST_NODES;
            return None;
        }
        let filled = variables.fill(text)?;
        self.nodes += filled.len() / BYTES;
        Some(filled)
    }

    fn step<T>(&mut self, step: impl Into<Step<'static>>, run: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let done = run(self);
        self.path.pop();
        done
    }

    fn map(&mut self, map: &Map, variables: &Variables<'_>) -> Map {
        let mut made = Map::with_capacity(map.len());
        for (key, value) in map {
            if is_loop(key.as_str()) {
                self.unroll(key, value, variables, &mut made);
                continue;
            }
            let text = self.filled(key.as_str(), variables).unwrap_or_else(|| key.as_str().to_owned());
            let made_value = self.step(text.clone(), |this| this.node(value, variables));
            // A section whose loops make nothing is none.
            if self.path.is_empty() && made_value.is_empty() && !value.is_empty() {
                continue;
            }
            let value = made_value;
            made.insert(Key::new(text, key.location()), value);
        }
        made
    }

    /// Puts what a loop makes where the loop stands.
    fn unroll(&mut self, key: &Key, argument: &Node, variables: &Variables<'_>, made: &mut Map) {
        let Some((name, collection, body)) = parts(argument) else {
            self.refuse("`Fn::ForEach`: expected a list of an identifier, a collection and a map", key, argument);
            made.insert(key.clone(), argument.clone());
            return;
        };
        let (elements, why) = match self.elements(collection, variables) {
            Elements::Known(elements) => (elements, None),
            Elements::Sampled(elements, why) => (elements, Some(why)),
            Elements::Unknown(why) => {
                self.leave_open(key, body, why, false);
                made.insert(key.clone(), self.node(argument, variables));
                return;
            }
        };
        if let Some(why) = why {
            self.leave_open(key, body, why, true);
        }
        for element in elements {
            if self.nodes > MOST_NODES {
                let why = Reason::TooMuch.to_string();
                return self.leave_open(key, body, why, true);
            }
            let mut inner = variables.clone();
            inner.0.push((name, element.clone()));
            for (entry, value) in self.map(body, &inner) {
                // What an author writes as data alone has the place of its loop.
                let location = entry.location().or(value.location).or(key.location()).or(argument.location);
                self.put(key, &element, Key::new(entry.as_str().to_owned(), location), value, made);
            }
        }
    }

    fn put(&mut self, key: &Key, element: &str, entry: Key, value: Node, made: &mut Map) {
        let path = self.path.then(entry.as_str().to_owned());
        if made.contains_key(entry.as_str()) {
            let message = format!("`{}` makes `{}` a second time, for the element `{element}`", key.as_str(), entry.as_str());
            let location = entry.location().or(value.location);
            return self.found.faults.push(LoopFault { message, location, path });
        }
        // The loop outside has its iteration at the same path; the innermost one tells most.
        let iteration = Iteration { key: key.as_str().to_owned(), element: element.to_owned() };
        self.found.iterations.entry(path).or_insert(iteration);
        made.insert(entry, value);
    }

    fn refuse(&mut self, message: &str, key: &Key, node: &Node) {
        let path = self.path.then(key.as_str().to_owned());
        self.found.faults.push(LoopFault { message: message.to_owned(), location: key.location().or(node.location), path });
    }

    fn leave_open(&mut self, key: &Key, body: &Map, why: String, is_sampled: bool) {
        let patterns = patterns(body);
        let section = self.path.first().and_then(Step::key).unwrap_or_default().to_owned();
        let (key, location) = (key.as_str().to_owned(), key.location());
        if self.found.open.iter().all(|known| known.key != key || known.location != location) {
            self.found.open.push(OpenLoop { key, section, location, why, is_sampled, patterns });
        }
    }

    fn elements(&mut self, collection: &Node, variables: &Variables<'_>) -> Elements {
        let filled = self.node(collection, variables);
        let filled = self.scope.made().alloc(filled);
        match elements(&self.scope, filled) {
            Ok(known) => Elements::Known(known),
            Err(why) => match elements(&self.sampled, filled) {
                Ok(sampled) => Elements::Sampled(sampled, why),
                Err(_) => Elements::Unknown(why),
            },
        }
    }
}

/// The identifier, the collection and the body of a loop.
fn parts(argument: &Node) -> Option<(&str, &Node, &Map)> {
    let [name, collection, body] = argument.as_list()? else { return None };
    Some((name.as_str()?, collection, body.as_map()?))
}

/// Whether a text of `Fn::Sub` has no variable left.
fn is_whole(text: &str) -> bool {
    substitution::variables(text).is_empty()
}

/// The value of the variable that a `Ref` reads.
fn variable_of<'v>(node: &Node, variables: &'v Variables<'_>) -> Option<&'v str> {
    variables.get(function::referred(node)?)
}

/// The elements of a collection, or why they are unknown.
fn elements<'a>(scope: &Scope<'a>, collection: &'a Node) -> Result<Vec<String>, String> {
    let malformed = || Reason::Malformed.to_string();
    let list = match scope.sole(collection) {
        Some(Value::Known(list)) => list,
        Some(Value::Unknown(reason)) => return Err(reason.to_string()),
        Some(Value::Absent) => return Err(malformed()),
        None => return Err("it depends on a condition".to_owned()),
    };
    let mut found = Vec::new();
    for item in list.as_list().ok_or_else(malformed)? {
        match scope.sole(item) {
            Some(Value::Known(item)) => match item.as_list() {
                Some(items) => found.extend(items.iter().filter_map(Node::scalar)),
                None => found.push(item.scalar().ok_or_else(malformed)?),
            },
            Some(Value::Absent) => {}
            Some(Value::Unknown(reason)) => return Err(reason.to_string()),
            None => return Err("it depends on a condition".to_owned()),
        }
    }
    Ok(found)
}

/// The keys that a body makes, also those of loops inside, whose variables can be anything.
fn patterns(body: &Map) -> Vec<Vec<String>> {
    let of_entry = |(key, value): (&Key, &Node)| {
        if is_loop(key.as_str()) {
            parts(value).map(|(.., body)| patterns(body)).unwrap_or_default()
        } else {
            vec![pattern(key.as_str())]
        }
    };
    body.iter().flat_map(of_entry).collect()
}

/// The texts around the variables of a key that a loop makes.
fn pattern(key: &str) -> Vec<String> {
    let mut texts = vec![String::new()];
    for part in substitution::parts(&key.replace("&{", "${")) {
        match part {
            substitution::Part::Text(text) => texts.last_mut().into_iter().for_each(|last| last.push_str(text)),
            substitution::Part::Variable(_) | substitution::Part::Escaped(_) => texts.push(String::new()),
        }
    }
    texts
}

impl OpenLoop {
    /// Whether a name may be one that the loop makes.
    pub(crate) fn may_make(&self, name: &str) -> bool {
        self.patterns.iter().any(|texts| matches(texts, name))
    }
}

/// Whether a name has these texts, the first at its beginning, the last at its end, and anything between them.
fn matches(texts: &[String], name: &str) -> bool {
    let [first, rest @ ..] = texts else { return false };
    let Some(mut left) = name.strip_prefix(first.as_str()) else { return false };
    let Some((last, between)) = rest.split_last() else { return left.is_empty() };
    for text in between {
        let Some(at) = left.find(text.as_str()) else { return false };
        left = &left[at + text.len()..];
    }
    left.ends_with(last.as_str())
}
