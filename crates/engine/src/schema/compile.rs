//! Compiling schemas into the table that [`super::table`] describes.
//!
//! Every value becomes a [`Block`] that names others. Equal blocks are one from the start; those that are equal only as far as their
//! references lead to equal ones are found by [`Compiler::classes`]. Most schemas share most of their parts: what is written is a
//! third of what is read.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::keyword::Keyword;
use super::kinds;
use super::literal::Literal;
use super::strip;
use super::table::{KIND_BITS, Table, Word, WordKind};

mod layout;

/// The numbers below this are held in a word.
const SMALL: u64 = 1 << (u32::BITS - KIND_BITS);

/// The two files of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compiled {
    /// What goes into `schemas.bin`: the words.
    pub bytes: Vec<u8>,
    /// What goes into `schemas.text`.
    pub texts: String,
}

/// A value that is made of others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Block {
    kind: WordKind,
    /// The keywords of a node.
    mask: u64,
    /// The keys of a map.
    keys: Vec<u32>,
    items: Vec<Item>,
}

/// A value, as long as nothing has its place yet. Texts have the number in which they were met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Word(Word),
    Text(u32),
    Number(u32),
    Block(usize),
    Reference(usize),
}

/// Compiles `(type name, schema)`, which must be sorted by name. The bytes depend on nothing else.
///
/// # Errors
/// When a keyword is unknown, a reference leads nowhere, or a schema cannot be read again as it was.
pub(super) fn pack(source: &str, schemas: &[(String, Value)]) -> Result<Compiled, String> {
    let mut compiler = Compiler::default();
    let source = compiler.text(source);
    let mut types = Vec::new();
    for (name, schema) in schemas {
        let root = compiler.resource(schema).map_err(|error| format!("{name}: {error}"))?;
        types.push((compiler.text(name), root));
    }
    let compiled = compiler.write(source, &types).ok_or("the schemas are too large for the table")?;
    let table = Table::new(&compiled.bytes, &compiled.texts).ok_or("the table cannot be read again")?;
    let is_same =
        |(name, schema): &&(String, Value)| table.find(name).is_some_and(|word| Literal::new(&table, word).to_json() == *schema);
    match schemas.iter().find(|entry| !is_same(entry)) {
        Some((name, _)) => Err(format!("{name} is read again from the table as another schema")),
        None => Ok(compiled),
    }
}

#[derive(Default)]
struct Compiler {
    texts: BTreeMap<String, u32>,
    blocks: Vec<Block>,
    known: BTreeMap<Block, usize>,
    /// Where the references lead.
    targets: Vec<Item>,
    /// The references of the schema at hand, by pointer.
    pointers: BTreeMap<String, usize>,
}

/// From JSON to blocks.
impl Compiler {
    fn resource(&mut self, schema: &Value) -> Result<Item, String> {
        self.pointers.clear();
        let first = self.targets.len();
        let root = self.node(schema)?;
        // What a reference leads to may refer to more.
        let mut resolved = first;
        while resolved < self.targets.len() {
            let pointer = self.pointers.iter().find(|(_, reference)| **reference == resolved).map(|(pointer, _)| pointer.clone());
            let pointer = pointer.unwrap_or_default();
            let target = pointer.strip_prefix('#').and_then(|pointer| schema.pointer(pointer));
            let target = target.ok_or_else(|| format!("the reference {pointer} leads nowhere"))?;
            self.targets[resolved] = self.node(target)?;
            resolved += 1;
        }
        Ok(root)
    }

    fn node(&mut self, schema: &Value) -> Result<Item, String> {
        let Value::Object(keywords) = schema else { return self.literal(schema) };
        let mut items = BTreeMap::new();
        for (name, content) in keywords {
            let keyword = Keyword::named(name).ok_or_else(|| format!("the keyword {name} has no number: see `keyword.rs`"))?;
            let item = match (name.as_str(), content) {
                ("type", content) => {
                    let held =
                        kinds::from_json(content).ok_or_else(|| format!("{content} is not a valid `type` of a property"))?;
                    Item::Word(Word::new(WordKind::Types, held))
                }
                ("$ref", Value::String(pointer)) => {
                    items.insert(Keyword::TARGET.bit(), self.reference(pointer));
                    Item::Text(self.text(pointer))
                }
                (name, content) if strip::SCHEMA.contains(&name) => self.node(content)?,
                (name, Value::Array(schemas)) if strip::SCHEMAS.contains(&name) => self.list(schemas, Self::node)?,
                (name, Value::Object(schemas)) if strip::NAMED.contains(&name) => self.map(schemas, Self::node)?,
                (_, content) => self.literal(content)?,
            };
            items.insert(keyword.bit(), item);
        }
        let mask = items.keys().sum();
        Ok(self.block(Block { kind: WordKind::Node, mask, keys: Vec::new(), items: items.into_values().collect() }))
    }

    fn literal(&mut self, value: &Value) -> Result<Item, String> {
        Ok(match value {
            Value::Null => Item::Word(Word::NULL),
            Value::Bool(false) => Item::Word(Word::FALSE),
            Value::Bool(true) => Item::Word(Word::TRUE),
            Value::Number(number) => match number.as_u64().filter(|number| *number < SMALL).map(u32::try_from) {
                Some(Ok(small)) => Item::Word(Word::new(WordKind::Small, small)),
                _ => Item::Number(self.text(&number.to_string())),
            },
            Value::String(text) => Item::Text(self.text(text)),
            Value::Array(values) => self.list(values, Self::literal)?,
            Value::Object(values) => self.map(values, Self::literal)?,
        })
    }

    fn list(&mut self, values: &[Value], item: fn(&mut Self, &Value) -> Result<Item, String>) -> Result<Item, String> {
        let items = values.iter().map(|value| item(self, value)).collect::<Result<_, _>>()?;
        Ok(self.block(Block { kind: WordKind::List, mask: 0, keys: Vec::new(), items }))
    }

    fn map(&mut self, values: &Map<String, Value>, item: fn(&mut Self, &Value) -> Result<Item, String>) -> Result<Item, String> {
        let mut sorted: Vec<_> = values.iter().collect();
        sorted.sort_by_key(|(key, _)| *key);
        let keys = sorted.iter().map(|(key, _)| self.text(key)).collect();
        let items = sorted.iter().map(|(_, value)| item(self, value)).collect::<Result<_, _>>()?;
        Ok(self.block(Block { kind: WordKind::Map, mask: 0, keys, items }))
    }

    fn reference(&mut self, pointer: &str) -> Item {
        let next = self.targets.len();
        let reference = *self.pointers.entry(pointer.to_owned()).or_insert(next);
        if reference == next {
            self.targets.push(Item::Word(Word::NULL));
        }
        Item::Reference(reference)
    }

    fn text(&mut self, text: &str) -> u32 {
        let next = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        *self.texts.entry(text.to_owned()).or_insert(next)
    }

    fn block(&mut self, block: Block) -> Item {
        let next = self.blocks.len();
        let number = *self.known.entry(block.clone()).or_insert(next);
        if number == next {
            self.blocks.push(block);
        }
        Item::Block(number)
    }
}

/// A table of schemas that a test writes down, for the life of the process.
#[cfg(test)]
pub(super) fn table(schemas: &[(&str, Value)]) -> &'static Table<'static> {
    let schemas: Vec<_> = schemas.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    let Compiled { bytes, texts } = pack("a test", &schemas).unwrap();
    let table = Table::new(bytes.leak(), texts.leak()).unwrap();
    Box::leak(Box::new(table))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::SchemaNode;
    use serde_json::json;

    fn schemas() -> Vec<(String, Value)> {
        let circle = json!({"properties": {"A": {"$ref": "#/definitions/A"}, "N": {"type": "integer", "minimum": -1.5, "maximum": 7}},
            "definitions": {"A": {"type": ["array", "object"], "items": {"$ref": "#/definitions/A"}}}});
        ["AWS::A::One", "AWS::A::Two", "AWS::B::One"].map(|name| (name.to_owned(), circle.clone())).into()
    }

    #[test]
    fn equal_schemas_are_written_once_although_they_contain_themselves() {
        let three = pack("a test", &schemas()).unwrap();
        let one = pack("a test", &schemas()[..1]).unwrap();
        let growth = three.bytes.len() - one.bytes.len();
        assert_eq!(growth, 2 * (4 + 8), "for each further type, the end of its name and its entry");
        assert_eq!(Table::new(&three.bytes, &three.texts).unwrap().name(2), Some("AWS::B::One"));
    }

    #[test]
    fn what_cannot_be_held_is_an_error() {
        let pack = |schema| pack("", &[("A".to_owned(), schema)]).unwrap_err();
        assert!(pack(json!({"$ref": "#/definitions/None"})).contains("#/definitions/None leads nowhere"));
        assert!(pack(json!({"novelty": 1})).contains("the keyword novelty has no number"));
        assert!(pack(json!({"type": "null"})).contains("not a valid `type`"));
    }

    #[test]
    fn damaged_files_are_refused_or_read_as_far_as_they_go() {
        let Compiled { bytes, texts } = pack("a test", &schemas()).unwrap();
        let read = |bytes: &[u8], texts: &str| {
            let Some(table) = Table::new(bytes, texts) else { return };
            for (name, _) in schemas() {
                if let Some(word) = table.find(&name) {
                    let _ = Literal::new(&table, word).json(9, &mut 99);
                    let node = SchemaNode::new(&table, word);
                    let inner = node.properties().take(9).map(|(_, node)| node).chain(node.at("A/0/0"));
                    inner.chain([node.resolved()]).for_each(|node| {
                        let _ = (node.types().count(), node.required().take(9).count(), node.minimum(), node.relations().len());
                    });
                }
            }
            let _ = (table.source(), table.name(1));
        };
        for end in 0..bytes.len() {
            read(&bytes[..end], &texts);
        }
        (0..texts.len()).filter(|end| texts.is_char_boundary(*end)).for_each(|end| read(&bytes, &texts[..end]));
        for index in 0..bytes.len() {
            for byte in [0, 1, 7, 0x7f, 0xff] {
                let mut damaged = bytes.clone();
                damaged[index] = byte;
                read(&damaged, &texts);
            }
        }
    }
}
