//! Values: a node of the template as the expression that writes it again.

use super::code::{Code, Entry, Item};
use super::kind::Kind;
use super::literal;
use super::types::TypeProperties;
use super::writer::{Emit, MOST_DIFFERENT, Writer};
use crate::schema::generate::MOST_POSITIONAL;
use crate::template::{Content, Key, Map, Node, function};

/// Macros are expanded so deep; `object!` takes a level for each entry.
const DEEPEST_MACRO: usize = 100;

impl Writer {
    /// A node where a kind is expected: typed where it fits, and otherwise exactly as it stands.
    pub(super) fn value(&mut self, node: &Node, kind: &Kind) -> Emit {
        match self.attempt(|writer| writer.fitting(node, kind)) {
            Some(emit) => emit,
            None => self.json(node).raw(),
        }
    }

    /// A node in a list or an argument, with its comments.
    fn item(&mut self, node: &Node, kind: &Kind) -> (Vec<String>, Emit) {
        let comments = self.comments_at(node.location);
        (comments, self.value(node, kind))
    }

    fn fitting(&mut self, node: &Node, kind: &Kind) -> Option<Emit> {
        if *kind == Kind::Json {
            return Some(self.json(node));
        }
        if let Some((name, argument)) = function::call(node) {
            return self.call(name, argument, kind);
        }
        match (&node.content, kind) {
            (Content::Text(text), Kind::Text | Kind::Named(..)) => Some(Emit::new(literal::text(text), "&str")),
            (Content::Number(number), Kind::Integer) => literal::integer(number).map(|(code, ty)| Emit::new(code, ty)),
            (Content::Number(number), Kind::Number) => Some(literal::number(number)).map(|(code, ty)| Emit::new(code, ty)),
            (Content::Bool(flag), Kind::Bool) => Some(Emit::new(Code::atom(flag.to_string()), "bool")),
            (Content::Text(text), Kind::Set(owner, set)) => self.constant(owner, set, text, false),
            (Content::Number(number), Kind::Set(owner, set)) => self.constant(owner, set, &number.to_string(), true),
            (Content::List(items), Kind::List(kind)) => {
                let items = items.iter().map(|item| self.item(item, kind)).collect();
                Some(self.list(items, true))
            }
            (Content::Map(map), Kind::Map(kind)) => self.pairs(map, kind),
            (Content::Map(map), Kind::Tag) => self.tag(map),
            (Content::Map(map), Kind::Nested(owner, name)) => self.nested(map, owner, name),
            _ => None,
        }
    }

    fn constant(&mut self, owner: &str, set: &str, value: &str, is_number: bool) -> Option<Emit> {
        let (path, ty) = self.types.get(owner)?.constant(set, value, is_number)?;
        Some(Emit::new(Code::Path(path), ty))
    }

    fn pairs(&mut self, map: &Map, kind: &Kind) -> Option<Emit> {
        if map.is_empty() || function::has_functions(map) {
            return None;
        }
        let entries: Vec<(Vec<String>, &Key, Emit)> =
            map.iter().map(|(key, node)| (self.comments_at(key.location()), key, self.value(node, kind))).collect();
        Some(pairs(entries))
    }

    fn tag(&mut self, map: &Map) -> Option<Emit> {
        let (key, value) = (map.get("Key")?, map.get("Value")?);
        let whole = map.len() == 2;
        let arguments = [self.value(key, &Kind::Text).code, self.value(value, &Kind::Text).code];
        whole.then(|| Emit::new(Code::call("Tag::new", arguments), "Tag"))
    }

    fn nested(&mut self, map: &Map, owner: &str, name: &str) -> Option<Emit> {
        let typed = self.types.get(owner)?;
        let owner = typed.nested(name)?;
        let known = |key: &Key| owner.properties.iter().any(|property| property.name == key.as_str());
        if !map.keys().all(known) {
            return None;
        }
        let path = owner.path.clone();
        let code = self.with_setters(&owner, map, &|kind| typed.kind(kind))?;
        Some(Emit::new(code, path))
    }

    /// A struct with its required properties, and a setter for each other one that the map has; nothing where a required one is missing.
    pub(super) fn with_setters(&mut self, owner: &TypeProperties<'_>, map: &Map, kind: &dyn Fn(&str) -> Kind) -> Option<Code> {
        let required: Vec<_> = owner.properties.iter().filter(|property| property.required).collect();
        let mut arguments = Vec::new();
        for property in &required {
            let (key, node) = map.get_key_value(property.name.as_str())?;
            let comments = self.comments_at(key.location());
            arguments.push(Item { comments, code: self.value(node, &kind(&property.kind)).code });
        }
        let new = Box::new(Code::Path(format!("{}::new", owner.path)));
        let mut code = if required.len() > MOST_POSITIONAL {
            let comments: Vec<String> = arguments.iter_mut().flat_map(|item| std::mem::take(&mut item.comments)).collect();
            let names = required.iter().map(|property| property.method.clone());
            let fields = names.zip(arguments.into_iter().map(|item| item.code)).collect();
            let code = Code::Struct(format!("{}Required", owner.path), fields);
            Code::Call(new, vec![Item { comments, code }])
        } else {
            Code::Call(new, arguments)
        };
        for (key, node) in map {
            let property = owner.properties.iter().find(|property| property.name == key.as_str());
            let Some(property) = property.filter(|property| !property.required) else { continue };
            let comments = self.comments_at(key.location());
            let value = self.value(node, &kind(&property.kind));
            code = code.then_below(comments, &property.method, [value.code]);
        }
        Some(code)
    }

    /// A node as JSON, with its functions.
    pub(super) fn json(&mut self, node: &Node) -> Emit {
        if let Some((name, argument)) = function::call(node)
            && let Some(emit) = self.attempt(|writer| writer.call(name, argument, &Kind::Json))
        {
            return emit;
        }
        match &node.content {
            Content::Null => Emit::anything(Code::call("null", [])),
            Content::Bool(flag) => Emit::new(Code::atom(flag.to_string()), "bool"),
            Content::Number(number) => {
                let (code, ty) = literal::number(number);
                Emit::new(code, ty)
            }
            Content::Text(text) => Emit::new(literal::text(text), "&str"),
            Content::List(items) => {
                let items = items.iter().map(|item| self.item(item, &Kind::Json)).collect();
                self.list(items, false)
            }
            Content::Map(map) => self.json_map(node, map),
        }
    }

    fn json_map(&mut self, node: &Node, map: &Map) -> Emit {
        if let Some(policy) = self.attempt(|writer| writer.policy(map)) {
            return policy;
        }
        if macro_depth(node) <= DEEPEST_MACRO {
            let object = self.object(map);
            return Emit::new(Code::Macro(Box::new(object)), "Value<Json>");
        }
        // Too large for the macro: each part is an expression of its own.
        let entry = |(key, node): (&Key, &Node)| (key.location(), key.clone(), node.clone());
        let entries: Vec<_> = map.iter().map(entry).collect();
        let entries: Vec<(Vec<String>, Key, Emit)> =
            entries.into_iter().map(|(location, key, node)| (self.comments_at(location), key, self.json(&node).raw())).collect();
        pairs(entries.iter().map(|(comments, key, emit)| (comments.clone(), key, emit.clone())).collect())
    }

    /// The entries of `object!`.
    fn object(&mut self, map: &Map) -> Code {
        let mut entries = Vec::new();
        for (key, node) in map {
            let comments = self.comments_at(key.location());
            let statements = self.attempt(|writer| writer.loose_statements(key.as_str(), node));
            let value = statements.unwrap_or_else(|| self.part(node));
            entries.push(Entry { comments, key: literal::escaped(key.as_str()), value });
        }
        Code::Object(entries)
    }

    /// A value inside of `object!`, where objects and arrays are written plainly.
    fn part(&mut self, node: &Node) -> Code {
        let is_call = function::call(node).is_some();
        match &node.content {
            Content::List(items) => {
                let items = items.iter().map(|item| Item { comments: self.comments_at(item.location), code: self.part(item) });
                Code::Many(["[", "]"], items.collect())
            }
            Content::Map(map) if !is_call => match self.attempt(|writer| writer.policy(map)) {
                Some(policy) => policy.code,
                None => self.object(map),
            },
            _ => match self.json(node).code {
                // The macro reads the braces itself.
                Code::Macro(object) => *object,
                code => code,
            },
        }
    }
}

/// Keys with their values: an array where all are of one type, or else a tuple.
fn pairs(entries: Vec<(Vec<String>, &Key, Emit)>) -> Emit {
    let ty = entries.first().map(|(_, _, emit)| emit.ty.clone()).unwrap_or_default();
    let alike = entries.iter().all(|(_, _, emit)| emit.ty == ty);
    let count = entries.len();
    let is_tuple = !alike && count <= MOST_DIFFERENT;
    let pair = |(comments, key, emit): (Vec<String>, &Key, Emit)| {
        let value = if alike || is_tuple { emit } else { emit.raw() };
        let key = Code::Atom(literal::escaped(key.as_str()));
        Item { comments, code: Code::Many(["(", ")"], vec![Item::from(key), Item::from(value.code)]) }
    };
    let brackets = if is_tuple { ["(", ")"] } else { ["[", "]"] };
    let types: Vec<&str> = entries.iter().map(|(_, _, emit)| emit.ty.as_str()).collect();
    let ty = match (alike, is_tuple) {
        (true, _) => format!("[(&str,{ty}); {count}]"),
        (_, true) => format!("(pairs {})", types.join(",")),
        _ => format!("[(&str,Anything); {count}]"),
    };
    Emit::new(Code::Many(brackets, entries.into_iter().map(pair).collect()), ty)
}

/// How deep the macro is expanded for a node.
fn macro_depth(node: &Node) -> usize {
    let deepest = |nodes: &mut dyn Iterator<Item = &Node>| {
        nodes.enumerate().map(|(index, node)| index + 2 + macro_depth(node)).max().unwrap_or(1)
    };
    match &node.content {
        Content::Map(map) => deepest(&mut map.values()),
        Content::List(items) => deepest(&mut items.iter()),
        _ => 0,
    }
}
