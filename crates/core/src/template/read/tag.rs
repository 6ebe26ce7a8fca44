//! Tags: the short forms of the functions, and the few of YAML's own that mean something in a template.

use super::error::ReadError;
use super::scalar;
use crate::template::{Content, CowStr, Key, Node, SourceLocation, function};

/// A tag and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    kind: TagKind,
    location: SourceLocation,
}

#[derive(Clone, Debug, PartialEq)]
enum TagKind {
    /// The short form of this function.
    Function(&'static str),
    /// A type of YAML's own, for example `str`.
    Core(String),
    /// A directive of a tool, which has this key in JSON.
    Directive(String),
    /// Unknown; the way out.
    Unknown(String, String),
}

/// The functions that have a short form, which is `!` and the name without `Fn::`.
const FUNCTIONS: [&str; 27] = [
    function::REF,
    function::CONDITION,
    function::GET_ATT,
    function::SUB,
    function::JOIN,
    function::SPLIT,
    function::SELECT,
    function::IF,
    function::FIND_IN_MAP,
    function::IMPORT_VALUE,
    function::GET_STACK_OUTPUT,
    function::GET_AZS,
    function::CIDR,
    function::BASE64,
    function::TRANSFORM,
    function::LENGTH,
    function::TO_JSON_STRING,
    "Fn::And",
    "Fn::Or",
    "Fn::Not",
    "Fn::Equals",
    "Fn::Contains",
    "Fn::EachMemberEquals",
    "Fn::EachMemberIn",
    "Fn::RefAll",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
];

/// YAML's own types that a template may name.
const CORE: [&str; 7] = ["str", "int", "float", "bool", "null", "map", "seq"];

/// How the directives of Rain begin, which it replaces before CloudFormation sees the template.
pub const DIRECTIVES: &str = "Rain::";

fn short(function: &str) -> &str {
    function.strip_prefix("Fn::").unwrap_or(function)
}

impl Tag {
    /// A tag as the YAML parser resolved it: `!Ref` has the handle `!`, `!!str` that of YAML's own types. Directives of tools are unknown
    /// where nobody asks for them.
    pub(super) fn new(core: Option<&str>, written: &str, location: SourceLocation, takes_directives: bool) -> Self {
        if let Some(name) = core.filter(|name| CORE.contains(name)) {
            return Tag { kind: TagKind::Core(name.to_owned()), location };
        }
        // A lone `!` says that a scalar is a text.
        if written == "!" {
            return Tag { kind: TagKind::Core("str".to_owned()), location };
        }
        let name = written.trim_start_matches('!');
        let function = FUNCTIONS.into_iter().find(|function| written.starts_with('!') && short(function) == name);
        let kind = match function {
            Some(function) => TagKind::Function(function),
            None if takes_directives && name.starts_with(DIRECTIVES) => TagKind::Directive(name.to_owned()),
            None => TagKind::Unknown(written.to_owned(), way_out(written)),
        };
        Tag { kind, location }
    }

    /// Where the tag stands.
    pub(super) fn location(&self) -> SourceLocation {
        self.location
    }

    /// The node that a tagged scalar is.
    pub(super) fn scalar(&self, text: &str, location: SourceLocation) -> Result<Node, ReadError> {
        let content = match &self.kind {
            TagKind::Unknown(..) => return Err(self.unknown()),
            TagKind::Function(function::GET_ATT) => return Ok(self.call(function::GET_ATT, get_att(text, location))),
            TagKind::Function(name) => return Ok(self.call(*name, Node::new(scalar::owned(text)).at(location))),
            TagKind::Directive(name) => return Ok(self.call(name.clone(), Node::new(scalar::owned(text)).at(location))),
            TagKind::Core(name) => match name.as_str() {
                "bool" => scalar::flag(text).map(Content::Bool),
                "int" | "float" => scalar::number(text).map(Content::Number),
                "null" => Some(Content::Null),
                _ => None,
            },
        };
        Ok(Node::new(content.unwrap_or_else(|| scalar::owned(text))).at(location))
    }

    /// The node that a tagged list or map is.
    pub(super) fn apply(&self, node: Node) -> Result<Node, ReadError> {
        match &self.kind {
            TagKind::Function(name) => Ok(self.call(*name, node)),
            TagKind::Directive(name) => Ok(self.call(name.clone(), node)),
            TagKind::Core(_) => Ok(node),
            TagKind::Unknown(..) => Err(self.unknown()),
        }
    }

    fn call(&self, function: impl Into<CowStr>, argument: Node) -> Node {
        Node::map([(Key::new(function, self.location), argument)]).at(self.location)
    }

    fn unknown(&self) -> ReadError {
        let TagKind::Unknown(written, way_out) = &self.kind else { return ReadError::new("an unknown tag", self.location) };
        ReadError::new(format!("unknown tag `{written}`"), self.location).help(way_out.as_str())
    }
}

fn way_out(written: &str) -> String {
    if written.starts_with("!!") {
        return "CloudFormation takes only strings, numbers, booleans, lists and maps".to_owned();
    }
    let name = written.trim_start_matches('!');
    if name.starts_with(DIRECTIVES) {
        return "Rain replaces it before CloudFormation sees the template: read what `rain pkg` writes".to_owned();
    }
    if name == "ForEach" || name.starts_with("ForEach::") {
        return "`Fn::ForEach` has no short form: write the key `Fn::ForEach::NAME`".to_owned();
    }
    let likeness = |near: &str| strsim::normalized_damerau_levenshtein(&name.to_lowercase(), &near.to_lowercase());
    let near = FUNCTIONS.map(|function| (likeness(short(function)), short(function)));
    match near.into_iter().filter(|(likeness, _)| *likeness >= 0.5).max_by(|one, other| one.0.total_cmp(&other.0)) {
        Some((_, near)) => format!("did you mean `!{near}`?"),
        None => "quote the value if the `!` belongs to it; CloudFormation knows only the tags of its functions".to_owned(),
    }
}

/// `Id.Attribute` as a list; the attribute may have dots of its own.
fn get_att(text: &str, location: SourceLocation) -> Node {
    let Some((id, attribute)) = text.split_once('.') else { return Node::new(scalar::owned(text)).at(location) };
    let part = |text: &str| Node::new(scalar::owned(text)).at(location);
    Node::list([part(id), part(attribute)]).at(location)
}
