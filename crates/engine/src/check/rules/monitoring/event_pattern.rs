//! The patterns of EventBridge: values in lists, in maps that look like the event.

use crate::diagnostic::{Severity, nearest};
use crate::template::{Content, Map, Node, SourceLocation, function};

/// What is wrong: the message, the way out, where it is written, and the keys that lead there.
pub(super) struct Fault {
    pub message: String,
    pub help: String,
    pub location: SourceLocation,
    pub path: Vec<String>,
    pub severity: Severity,
}

/// The fields of every event.
const FIELDS: [&str; 10] =
    ["account", "detail", "detail-type", "id", "region", "replay-name", "resources", "source", "time", "version"];

const MATCHERS: [&str; 8] = ["anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"];

/// Maps stand in maps, and a hostile pattern has no end.
const DEEPEST: usize = 30;

/// Everything that is wrong with a pattern. What a function stands for is not looked at.
pub(super) fn faults(pattern: &Node) -> Vec<Fault> {
    let mut looked = Looked { path: Vec::new(), faults: Vec::new() };
    if let Some(map) = pattern.as_map().filter(|_| function::call(pattern).is_none()) {
        looked.fields(map, DEEPEST);
        looked.names(map);
    }
    looked.faults
}

struct Looked {
    path: Vec<String>,
    faults: Vec<Fault>,
}

impl Looked {
    fn fault(&mut self, message: String, help: impl Into<String>, location: SourceLocation) {
        self.faults.push(Fault { message, help: help.into(), location, path: self.path.clone(), severity: Severity::Error });
    }

    /// The fields that no event has: EventBridge takes the pattern, and nothing ever matches it.
    fn names(&mut self, map: &Map) {
        for (key, value) in map.iter().filter(|(key, _)| !FIELDS.contains(&key.as_str()) && key.as_str() != "$or") {
            let name = key.as_str();
            let help = nearest(name, FIELDS).map_or_else(
                || format!("write it into `detail`: `detail: {{{name}: …}}`"),
                |near| format!("did you mean `{near}`?"),
            );
            self.fault(format!("no event has a field `{name}`"), help, key.location_with(value));
            if let Some(fault) = self.faults.last_mut() {
                (fault.path, fault.severity) = (vec![name.to_owned()], Severity::Warning);
            }
        }
    }

    fn fields(&mut self, map: &Map, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        for (key, value) in map {
            self.path.push(key.as_str().to_owned());
            match &value.content {
                Content::Map(_) if function::call(value).is_some() => {}
                Content::Map(inner) => self.fields(inner, depth),
                Content::List(items) if key.as_str() == "$or" => {
                    items.iter().filter_map(Node::as_map).for_each(|branch| self.fields(branch, depth));
                }
                Content::List(items) => self.values(key.as_str(), items, key.location_with(value)),
                Content::Null => {}
                _ => {
                    let help = format!("write `[{}]`", value.scalar().unwrap_or_default());
                    self.fault(
                        format!("`{}` of an event pattern must be a list or a map", key.as_str()),
                        help,
                        key.location_with(value),
                    );
                }
            }
            self.path.pop();
        }
    }

    fn values(&mut self, name: &str, items: &[Node], location: SourceLocation) {
        if items.is_empty() {
            self.fault(format!("`{name}` of an event pattern is an empty list"), "list the values that match", location);
        }
        for map in items.iter().filter(|item| function::call(item).is_none()).filter_map(Node::as_map) {
            for (key, value) in map.iter().filter(|(key, _)| !MATCHERS.contains(&key.as_str())) {
                let near = nearest(key.as_str(), MATCHERS);
                let help = near
                    .map_or_else(|| format!("expected one of {}", MATCHERS.join(", ")), |near| format!("did you mean `{near}`?"));
                self.fault(format!("an event pattern has no matcher `{}`", key.as_str()), help, key.location_with(value));
            }
        }
    }
}
