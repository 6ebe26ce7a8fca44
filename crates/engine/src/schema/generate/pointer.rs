//! Following the paths and references of a schema.

use serde_json::Value;

/// The segments of a JSON pointer below `/properties`.
pub(super) fn pointer_path(pointer: &str) -> Vec<&str> {
    let rest = pointer.trim_start_matches('/');
    rest.strip_prefix("properties/").unwrap_or(rest).split('/').collect()
}

/// What `Fn::GetAtt` can name: read-only properties, and the leaves below those that are objects; no items of lists.
pub(super) fn attributes(schema: &Value) -> Vec<(Vec<&str>, &Value)> {
    let pointers = schema.get("readOnlyProperties").and_then(Value::as_array).into_iter().flatten();
    let mut found = Vec::new();
    for path in pointers.filter_map(Value::as_str).map(pointer_path).filter(|path| !path.contains(&"*")) {
        let Some(node) = at_path(schema, &path) else { continue };
        for (leaf, inner) in node.get("properties").and_then(Value::as_object).into_iter().flatten() {
            found.push(([path.as_slice(), &[leaf.as_str()]].concat(), resolve(schema, inner)));
        }
        found.push((path, node));
    }
    found
}

/// The schema of the property at a path, through references.
fn at_path<'a>(schema: &'a Value, path: &[&str]) -> Option<&'a Value> {
    let mut node = schema;
    for segment in path {
        node = resolve(schema, node.get("properties")?.get(segment)?);
    }
    Some(node)
}

/// Follows `$ref` to the definition that it names.
pub(super) fn resolve<'a>(root: &'a Value, node: &'a Value) -> &'a Value {
    let mut node = node;
    // A chain of references is short; the bound keeps a circular one from hanging the generator.
    for _ in 0..8 {
        let Some(pointer) = node.get("$ref").and_then(Value::as_str) else { break };
        let Some(target) = root.pointer(pointer.trim_start_matches('#')) else { break };
        node = target;
    }
    node
}
