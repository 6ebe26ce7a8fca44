//! The CloudFormation document: a tree with places, its sections, names, functions and limits.
//!
//! A [`Template`] is what a stack is synthesized into and what a template file is read into; checks see both alike.
//! The anatomy of a template: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>.

mod counted;
pub mod dynamic;
mod entry;
pub mod function;
pub(crate) mod intern;
mod json;
pub mod limits;
pub mod map;
pub mod name;
pub mod node;
pub mod parameter_type;
pub mod path;
pub mod read;
pub mod source_location;
pub mod substitution;
#[doc(hidden)]
pub mod unseen;
mod yaml;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

#[doc(hidden)]
pub use counted::{counted, listed, plural, with_commas};
pub use map::{KeyHasher, OrderedMap};
#[doc(hidden)]
pub use name::article;
pub use name::{ExportName, LogicalId, NameError, StackName};
pub use node::{Content, CowStr, Key, Map, Node, Origin};
pub use source_location::SourceLocation;

/// The format in which a template is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// JSON, indented by two spaces.
    #[default]
    Json,
    /// YAML, in block style with the long forms of the functions.
    Yaml,
}

impl Format {
    /// The extension of a template file in this format.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Yaml => "yaml",
        }
    }
}

/// A whole CloudFormation template. A clone of it shares its document.
#[derive(Clone, Debug)]
pub struct Template {
    root: Arc<Node>,
    source_bytes: Option<usize>,
    /// Found out when it is first asked for.
    deciding: OnceLock<BTreeSet<String>>,
}

/// Two templates are equal when they say the same, wherever they come from.
impl PartialEq for Template {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.root, &other.root) || self.root == other.root
    }
}

/// The resources of a template, in the order in which they are written.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct ResourceEntry<'a> {
    /// Its key in the `Resources` section.
    pub id: &'a Key,
    /// `Type`, or an empty text where it is missing.
    pub resource_type: &'a str,
    /// The whole entry: `Type`, `Properties` and the resource attributes.
    pub node: &'a Node,
}

impl<'a> ResourceEntry<'a> {
    /// An entry of the section, or one that a loop in it makes.
    pub fn new(id: &'a Key, node: &'a Node) -> Self {
        ResourceEntry { id, resource_type: node.get("Type").and_then(Node::as_str).unwrap_or_default(), node }
    }
}

impl Template {
    /// A template with this root.
    pub fn new(root: Node) -> Self {
        Template { root: Arc::new(root), source_bytes: None, deciding: OnceLock::new() }
    }

    /// The same template, read from a file of so many bytes.
    pub fn with_source_bytes(mut self, bytes: usize) -> Self {
        self.source_bytes = Some(bytes);
        self
    }

    /// The bytes of the file that it was read from.
    pub fn source_bytes(&self) -> Option<usize> {
        self.source_bytes
    }

    /// The root of the document.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// A section by its name, for example `Parameters`.
    pub fn section(&self, name: &str) -> Option<&Map> {
        self.root.get(name)?.as_map()
    }

    /// The transforms of the whole template: names, or calls with parameters.
    pub fn transforms(&self) -> &[Node] {
        let transform = self.root.get("Transform");
        transform.map_or(&[], |node| node.as_list().unwrap_or(std::slice::from_ref(node)))
    }

    /// Whether the functions of `AWS::LanguageExtensions` may be used: its transform is there, or one that may be it (its name is made
    /// by a function), or a macro of somebody's own, which sees the template before CloudFormation reads functions.
    #[doc(hidden)]
    pub fn may_use_extensions(&self) -> bool {
        self.transforms().iter().any(|transform| {
            let name = transform.as_str().or_else(|| transform.get("Name").and_then(Node::as_str));
            name.is_none_or(|name| name == function::LANGUAGE_EXTENSIONS || !name.starts_with("AWS::"))
        })
    }

    /// Whether the conditions or rules of the template depend on a parameter.
    pub fn decides(&self, parameter: &str) -> bool {
        let names = self.deciding.get_or_init(|| {
            let mut names = BTreeSet::new();
            for node in ["Conditions", "Rules"].iter().filter_map(|name| self.section(name)).flat_map(Map::values) {
                node.walk(&mut |node| {
                    names.extend(function::referred(node).map(str::to_owned));
                });
            }
            names
        });
        names.contains(parameter)
    }

    /// How many entries a section has.
    pub fn count(&self, section: &str) -> usize {
        self.section(section).map_or(0, Map::len)
    }

    /// The resources, in order.
    pub fn resources(&self) -> impl Iterator<Item = ResourceEntry<'_>> {
        self.section("Resources").into_iter().flatten().map(|(id, node)| ResourceEntry::new(id, node))
    }

    /// The resource of a logical id.
    pub fn resource(&self, id: &str) -> Option<ResourceEntry<'_>> {
        let (id, node) = self.section("Resources")?.get_key_value(id)?;
        Some(ResourceEntry::new(id, node))
    }

    /// The bytes of the template, the same for the same template on every machine.
    pub fn to_text(&self, format: Format) -> String {
        match format {
            Format::Json => json::write(&self.root),
            Format::Yaml => yaml::write(&self.root),
        }
    }
}
