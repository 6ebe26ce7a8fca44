//! What `Fn::GetAtt` reads.

use super::kinds::JsonType;
use super::node::{AdditionalProperties, SchemaNode};
use super::readable;
use super::resource::ResourceSchema;
use crate::template::path::Path;

/// Objects inside read-only objects are opened this deep; deeper ones are not read by name in practice.
const DEPTH: usize = 6;

/// One value that [`Fn::GetAtt`] returns.
///
/// [`Fn::GetAtt`]: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attribute<'a> {
    /// The name that `Fn::GetAtt` takes: `Arn`, `Endpoint.Address`.
    pub name: String,
    /// The schema of the value.
    pub schema: SchemaNode<'a>,
}

impl ResourceSchema {
    /// The attributes, by name: the read-only properties, and what read-only objects contain.
    #[must_use]
    pub fn attributes(&self) -> Vec<Attribute<'static>> {
        let mut attributes = Vec::new();
        // What lies in a list has no attribute name.
        for path in self.read_only().filter(|path| !path.contains('*')) {
            if let Some(schema) = self.root().at(path) {
                open(&mut attributes, path.replace('/', "."), schema, DEPTH);
            }
        }
        attributes.sort_by(|one, other| one.name.cmp(&other.name));
        attributes.dedup_by(|one, other| one.name == other.name);
        attributes
    }

    /// The attribute of that name, be it one of [`Self::attributes`] or a property that older types can be asked for. A map with free keys has an attribute for every key: `Outputs.VpcId` of a nested stack.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<Attribute<'static>> {
        let path = name.replace('.', "/");
        let reads = || self.is_read_only(&Path::of(name.split('.'))) || readable::is_readable(self.type_name(), &path);
        let known = self.root().at(&path).filter(|_| !path.contains('*') && reads());
        let schema = known.or_else(|| {
            let (map, _) = path.rsplit_once('/')?;
            self.is_read_only(&Path::of(map.split('/'))).then(|| self.root().at(map)?.map_value()).flatten()
        })?;
        Some(Attribute { name: name.to_owned(), schema })
    }

    /// Whether the author decides what attributes there are, as with a custom resource.
    #[must_use]
    pub fn any_attribute(&self) -> bool {
        self.root().pattern_properties().next().is_some()
    }
}

fn open<'a>(attributes: &mut Vec<Attribute<'a>>, name: String, schema: SchemaNode<'a>, depth: usize) {
    let is_object = schema.is(JsonType::Object) && !matches!(schema.additional_properties(), AdditionalProperties::Of(_));
    if is_object && depth > 0 {
        for (property, schema) in schema.properties() {
            open(attributes, format!("{name}.{property}"), schema, depth - 1);
        }
    }
    attributes.push(Attribute { name, schema });
}
