//! What the typed layer expects at a place, and what denotes it.

use crate::schema::generate;

/// What a setter or function expects.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Text,
    /// An identifier, by the module of its service and its name.
    Named(String, String),
    Integer,
    Number,
    Bool,
    Json,
    Tag,
    List(Box<Kind>),
    Map(Box<Kind>),
    /// A nested property type: the resource type that has it, and its name.
    Nested(String, String),
    /// A closed set: the resource type that has it, and its name.
    Set(String, String),
}

impl Kind {
    /// Reads what the generator writes of a property of a resource type. `nested` says whether a name is that of a nested type.
    pub(super) fn parse(text: &str, resource_type: &str, module: &str, nested: &dyn Fn(&str) -> bool) -> Kind {
        let inner = |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
        if let Some(item) = inner("fw::List<") {
            return Kind::List(Box::new(Kind::parse(item, resource_type, module, nested)));
        }
        if let Some(item) = inner("fw::MapOf<") {
            return Kind::Map(Box::new(Kind::parse(item, resource_type, module, nested)));
        }
        if let Some(path) = text.strip_prefix("formwork::aws::") {
            let (service, name) = path.split_once("::").unwrap_or((path, ""));
            return Kind::Named(service.to_owned(), name.to_owned());
        }
        if let Some(name) = text.strip_prefix(&format!("{module}::")) {
            let (owner, name) = (resource_type.to_owned(), name.to_owned());
            return if nested(&name) { Kind::Nested(owner, name) } else { Kind::Set(owner, name) };
        }
        match text {
            "fw::Text" => Kind::Text,
            "fw::Integer" => Kind::Integer,
            "fw::Number" => Kind::Number,
            "fw::Bool" => Kind::Bool,
            "fw::Tag" => Kind::Tag,
            "fw::Json" => Kind::Json,
            name => Kind::Named(generate::module_name(generate::service_of(resource_type)), name.to_owned()),
        }
    }

    /// Whether a text literal may stand for it.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Kind::Text | Kind::Named(..))
    }

    /// Whether a list of texts may stand for it, whatever the texts are.
    pub(super) fn takes_texts(&self) -> bool {
        match self {
            Kind::List(item) => item.is_text() || **item == Kind::Json,
            Kind::Json => true,
            _ => false,
        }
    }

    /// Whether a value of this kind may stand where another is expected.
    pub(super) fn denotes(&self, wanted: &Kind) -> bool {
        match (self, wanted) {
            (given, wanted) if given == wanted => true,
            (_, Kind::Json) | (Kind::Text, Kind::Named(..)) | (Kind::Named(..), Kind::Text) => true,
            (Kind::Integer, Kind::Number) | (Kind::Number, Kind::Integer) => true,
            (Kind::List(given), Kind::List(wanted)) | (Kind::Map(given), Kind::Map(wanted)) => given.denotes(wanted),
            (Kind::Named(service, given), Kind::Named(other, wanted)) => {
                let is_home = |name: &&str| generate::module_name(name) == *service;
                let home = generate::DEFAULT_SERVICES.iter().copied().find(is_home);
                service == other && home.is_some_and(|home| generate::stands_for(home, given, wanted))
            }
            _ => false,
        }
    }

    /// Its name in Rust, where it can be named.
    pub(super) fn rust(&self) -> Option<String> {
        Some(match self {
            Kind::Text => "Text".to_owned(),
            Kind::Named(service, name) => format!("{service}::{name}"),
            Kind::Integer => "Integer".to_owned(),
            Kind::Number => "Number".to_owned(),
            Kind::Bool => "Bool".to_owned(),
            Kind::Json => "Json".to_owned(),
            Kind::List(item) => format!("List<{}>", item.rust()?),
            _ => return None,
        })
    }
}
