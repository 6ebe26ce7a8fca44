//! The states language: what is wrong with the states of a machine, and where they lead.
//!
//! <https://states-language.net/spec.html>

use std::collections::BTreeSet;

use crate::diagnostic::nearest;
use crate::template::{Map, Node, SourceLocation, function};

/// What is wrong: the message, a hint, where it is written, and the keys that lead there.
pub(super) struct Fault {
    pub message: String,
    pub help: Option<String>,
    pub location: SourceLocation,
    pub path: Vec<String>,
}

const TYPES: [&str; 8] = ["Choice", "Fail", "Map", "Parallel", "Pass", "Succeed", "Task", "Wait"];

/// Machines stand in machines: in the branches of `Parallel` and the processor of `Map`.
const DEEPEST: usize = 20;

/// A machine, or one that stands in another.
pub(super) struct Machine<'a> {
    node: &'a Node,
    path: Vec<String>,
    faults: Vec<Fault>,
    /// Whether it runs for five minutes at most, and waits for nobody.
    is_express: bool,
    /// Whether its states that do not say so themselves are queried by JSONata, where that is known.
    is_jsonata: Option<bool>,
}

/// Everything that is wrong with a machine. What a function or a substitution stands for is not checked.
pub(super) fn faults(node: &Node, is_express: bool) -> Vec<Fault> {
    let is_jsonata = node.as_map().and_then(|map| is_jsonata(map, Some(false)));
    let mut machine = Machine { node, path: Vec::new(), faults: Vec::new(), is_express, is_jsonata };
    machine.check(DEEPEST);
    machine.faults
}

/// A text that is what it says: no function, and nothing that is substituted.
fn literal(node: Option<&Node>) -> Option<&str> {
    node?.as_str().filter(|text| !text.contains("${"))
}

impl<'a> Machine<'a> {
    fn fault(&mut self, message: String, help: Option<String>, location: SourceLocation, path: &[&str]) {
        let path = self.path.iter().cloned().chain(path.iter().map(|step| (*step).to_owned())).collect();
        self.faults.push(Fault { message, help, location: location.or(self.node.location), path });
    }

    fn check(&mut self, depth: usize) {
        let (Some(depth), Some(map)) = (depth.checked_sub(1), self.node.as_map()) else { return };
        if function::has_functions(map) {
            return;
        }
        for name in ["StartAt", "States"].into_iter().filter(|name| !map.contains_key(name)) {
            self.fault(format!("the state machine has no `{name}`"), None, self.node.location, &[]);
        }
        let Some(states) = map.get("States").and_then(Node::as_map).filter(|states| !function::has_functions(states)) else {
            return;
        };
        for (key, state) in states {
            if let Some(fields) = state.as_map().filter(|fields| !function::has_functions(fields)) {
                self.state(key.as_str(), state, fields);
                self.inner(key.as_str(), fields, depth);
            }
        }
        self.targets(map, states);
        self.unreachable(map, states);
    }

    /// The fields that a state of its type needs.
    fn state(&mut self, name: &str, state: &Node, fields: &Map) {
        let at = ["States", name];
        let Some(kind) = literal(fields.get("Type")) else {
            if !fields.contains_key("Type") {
                self.fault(
                    format!("the state `{name}` has no `Type`"),
                    Some(format!("it is one of {}", TYPES.join(", "))),
                    state.location,
                    &at,
                );
            }
            return;
        };
        if !TYPES.contains(&kind) {
            let help = nearest(kind, TYPES)
                .map_or(format!("it is one of {}", TYPES.join(", ")), |near| format!("did you mean `{near}`?"));
            self.fault(format!("`{kind}` is not a type of a state"), Some(help), state.location, &["States", name, "Type"]);
            return;
        }
        let has = |field: &str| fields.contains_key(field);
        let ends = matches!(kind, "Choice" | "Fail" | "Succeed");
        match (ends, has("Next"), has("End")) {
            (false, false, false) => {
                let help = "write `Next` with the name of a state, or `End: true`".to_owned();
                self.fault(format!("the state `{name}` has neither `Next` nor `End`"), Some(help), state.location, &at);
            }
            (false, true, true) if !is_false(fields.get("End")) => {
                self.fault(format!("the state `{name}` has both `Next` and `End`"), None, state.location, &at);
            }
            (true, true, _) | (true, _, true) => {
                let field = if has("Next") { "Next" } else { "End" };
                self.fault(format!("the `{kind}` state `{name}` does not support `{field}`"), None, state.location, &at);
            }
            _ => {}
        }
        let needed: &[&str] = match kind {
            "Choice" => &["Choices"],
            "Task" => &["Resource"],
            "Parallel" => &["Branches"],
            _ => &[],
        };
        let times = ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"].iter().filter(|field| has(field)).count();
        if kind == "Wait" && times != 1 {
            let help = "write `Seconds` or `Timestamp`, or one of them with `Path`".to_owned();
            self.fault(format!("expected one time in the `Wait` state `{name}`, found {times}"), Some(help), state.location, &at);
        }
        if kind == "Map" && !has("ItemProcessor") && !has("Iterator") {
            let help = "write `ItemProcessor` with the states that each item goes through".to_owned();
            self.fault(format!("the `Map` state `{name}` has no `ItemProcessor`"), Some(help), state.location, &at);
        }
        self.fields(name, state, fields);
        self.query_language(name, fields);
        self.times(name, fields);
        for field in needed.iter().filter(|field| !has(field)) {
            self.fault(format!("the `{kind}` state `{name}` has no `{field}`"), None, state.location, &at);
        }
    }

    /// What stands in the fields of a state: whose task it is, what is retried and caught, and what is taken from the input.
    fn fields(&mut self, name: &str, state: &Node, fields: &Map) {
        if let Some(resource) =
            literal(fields.get("Resource")).filter(|text| !text.starts_with("arn:") && !text.starts_with("{{"))
        {
            let help = "expected an ARN such as `arn:aws:states:::lambda:invoke`".to_owned();
            let message = format!("`{resource}` is not the ARN of what the state `{name}` calls");
            self.fault(message, Some(help), state.location, &["States", name, "Resource"]);
        }
        let waits = |text: &&str| [".sync", ".sync:2", ".waitForTaskToken"].iter().any(|end| text.ends_with(end));
        if let Some(resource) = literal(fields.get("Resource")).filter(|text| self.is_express && waits(text)) {
            let help = "make the machine `STANDARD`, or start the job without waiting for it".to_owned();
            let message = format!("an express machine does not wait for `{resource}`, which the state `{name}` calls");
            self.fault(message, Some(help), state.location, &["States", name, "Resource"]);
        }
        self.errors(name, state, fields);
        for field in ["Parameters", "ResultSelector", "ItemSelector"] {
            let mut taken: Vec<String> = Vec::new();
            if let Some(node) = fields.get(field) {
                node.walk(&mut |node| {
                    taken.extend(node.as_map().into_iter().flatten().filter_map(|(key, value)| no_path(key.as_str(), value)))
                });
            }
            if let Some(key) = taken.first() {
                let help =
                    "a path begins with `$`, a function with `States.`; a value that is meant literally has a key without `.$`"
                        .to_owned();
                let message = format!("`{key}` in `{field}` of the state `{name}` is not a path");
                self.fault(message, Some(help), state.location, &["States", name, field]);
            }
        }
    }

    /// The errors that a state retries or catches.
    fn errors(&mut self, name: &str, state: &Node, fields: &Map) {
        for field in ["Retry", "Catch"] {
            let items = fields.get(field).and_then(Node::as_list).unwrap_or_default();
            let literal = |item: &Node| item.as_map().is_some_and(|item| !function::has_functions(item));
            if items.iter().any(|item| literal(item) && item.get("ErrorEquals").is_none()) {
                let help = "write `ErrorEquals: [States.ALL]`, or the errors that are meant".to_owned();
                let message = format!("`{field}` of the state `{name}` has no `ErrorEquals`");
                self.fault(message, Some(help), state.location, &["States", name, field]);
            }
            let all = |item: &&Node| {
                let errors = item.get("ErrorEquals").and_then(Node::as_list).unwrap_or_default();
                errors.iter().any(|error| error.as_str() == Some("States.ALL"))
            };
            let Some(index) = items.iter().position(|item| all(&item)) else { continue };
            let errors = items[index].get("ErrorEquals").and_then(Node::as_list).unwrap_or_default();
            if errors.len() > 1 || (index + 1 < items.len() && items.iter().all(literal)) {
                let help = "`States.ALL` stands alone, in the last item".to_owned();
                let message =
                    format!("`{field}` of the state `{name}` has more beside or after `States.ALL`, which is every error");
                self.fault(message, Some(help), items[index].location, &["States", name, field]);
            }
        }
    }

    /// Finds fields of the other query language.
    fn query_language(&mut self, name: &str, fields: &Map) {
        let Some(is_jsonata) = is_jsonata(fields, self.is_jsonata) else { return };
        let (language, others): (_, &[&str]) = match is_jsonata {
            true => ("JSONata", &["InputPath", "OutputPath", "Parameters", "ResultPath", "ResultSelector"]),
            false => ("JSONPath", &["Arguments", "Output"]),
        };
        for field in others {
            let Some(value) = fields.get(field) else { continue };
            let help = match is_jsonata {
                true => "use `Arguments`, `Assign` and `Output`",
                false => "write `QueryLanguage: JSONata`, or use `Parameters` and `ResultPath`",
            };
            let message = format!("the state `{name}` is queried by {language}, which has no `{field}`");
            self.fault(message, Some(help.to_owned()), value.location, &["States", name, field]);
        }
    }

    /// Finds a heartbeat that the time of its task does not reach.
    fn times(&mut self, name: &str, fields: &Map) {
        let seconds = |field: &str| fields.get(field)?.scalar()?.parse::<u64>().ok();
        let Some((heartbeat, timeout)) = seconds("HeartbeatSeconds").zip(seconds("TimeoutSeconds")) else { return };
        if heartbeat >= timeout {
            let message = format!(
                "`HeartbeatSeconds` of the state `{name}` is {heartbeat}: expected less than {timeout}, its `TimeoutSeconds`"
            );
            let location = fields.get("HeartbeatSeconds").map_or(self.node.location, |node| node.location);
            self.fault(message, None, location, &["States", name, "HeartbeatSeconds"]);
        }
    }

    /// The machines in a state.
    fn inner(&mut self, name: &str, fields: &'a Map, depth: usize) {
        let branches = fields.get("Branches").and_then(Node::as_list).unwrap_or_default().iter().enumerate();
        let mut inner: Vec<(&Node, Vec<String>)> =
            branches.map(|(index, branch)| (branch, vec!["Branches".to_owned(), index.to_string()])).collect();
        let processors = ["ItemProcessor", "Iterator"].into_iter();
        inner.extend(processors.filter_map(|field| Some((fields.get(field)?, vec![field.to_owned()]))));
        for (node, steps) in inner {
            let mut path = self.path.clone();
            path.extend(["States".to_owned(), name.to_owned()]);
            path.extend(steps);
            let mut machine =
                Machine { node, path, faults: Vec::new(), is_express: self.is_express, is_jsonata: self.is_jsonata };
            machine.check(depth);
            self.faults.append(&mut machine.faults);
        }
    }

    /// Finds names of states that are not there.
    fn targets(&mut self, map: &'a Map, states: &'a Map) {
        let mut named: Vec<(String, &Node, Vec<&str>)> = Vec::new();
        if let Some(start) = map.get("StartAt") {
            named.push(("the machine starts at".to_owned(), start, vec!["StartAt"]));
        }
        for (key, state) in states {
            for (target, steps) in leads_to(state) {
                let path = ["States", key.as_str()].into_iter().chain(steps).collect();
                named.push((format!("`{}` leads to", key.as_str()), target, path));
            }
        }
        for (what, target, path) in named {
            let Some(name) = literal(Some(target)).filter(|name| !states.contains_key(name)) else { continue };
            let near = nearest(name, states.keys().map(|key| key.as_str()));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            self.fault(format!("{what} `{name}`, which is not a state here"), help, target.location, &path);
        }
    }

    /// Finds states that nothing leads to, where everything that leads anywhere is literal.
    fn unreachable(&mut self, map: &'a Map, states: &'a Map) {
        let Some(start) = literal(map.get("StartAt")).filter(|start| states.contains_key(start)) else { return };
        let is_known = |state: &Node| {
            let mut known = state.as_map().is_some_and(|fields| !function::has_functions(fields));
            leads_to(state).iter().for_each(|(target, _)| known &= literal(Some(target)).is_some());
            known
        };
        if !states.values().all(is_known) {
            return;
        }
        let (mut reached, mut open) = (BTreeSet::from([start]), vec![start]);
        while let Some(name) = open.pop() {
            for (target, _) in states.get(name).map(leads_to).unwrap_or_default() {
                let Some(target) = target.as_str().filter(|target| reached.insert(target)) else { continue };
                open.push(target);
            }
        }
        for (key, state) in states.iter().filter(|(key, _)| !reached.contains(key.as_str())) {
            let message = format!("nothing leads to the state `{}`", key.as_str());
            self.fault(
                message,
                Some("lead to it by `Next`, or remove it".to_owned()),
                key.location_with(state),
                &["States", key.as_str()],
            );
        }
    }
}

/// The tasks whose `Resource` is one substitution and nothing else, which is not among those that there are.
pub(super) fn unknown_substitutions<'a>(root: &'a Node, known: &[&str]) -> Vec<(&'a str, SourceLocation)> {
    let mut found = Vec::new();
    root.walk(&mut |node| {
        let name = node.get("Resource").and_then(|resource| {
            let name = resource.as_str()?.strip_prefix("${")?.strip_suffix('}')?;
            (!name.contains(['$', '}']) && !known.contains(&name)).then_some((name, resource.location))
        });
        found.extend(name.filter(|_| node.get("Type").and_then(Node::as_str) == Some("Task")));
    });
    found
}

/// Whether a machine or state is queried by JSONata: as it says, or as what it is in.
fn is_jsonata(fields: &Map, outer: Option<bool>) -> Option<bool> {
    let Some(written) = fields.get("QueryLanguage") else { return outer };
    literal(Some(written)).map(|language| language == "JSONata")
}

/// The key of a value that must be a path and is not: that of `"id.$": "id"`.
fn no_path(key: &str, value: &Node) -> Option<String> {
    let text = literal(Some(value)).filter(|_| key.ends_with(".$"))?;
    (!text.starts_with('$') && !text.starts_with("States.")).then(|| key.to_owned())
}

fn is_false(node: Option<&Node>) -> bool {
    node.and_then(Node::scalar).is_some_and(|text| text.eq_ignore_ascii_case("false"))
}

/// Where a state may lead, with the keys below it: by `Next`, `Default`, and those of its choices and catchers.
fn leads_to(state: &Node) -> Vec<(&Node, Vec<&str>)> {
    let direct = ["Next", "Default"].into_iter().filter_map(|field| Some((state.get(field)?, vec![field])));
    let listed = ["Choices", "Catch"].into_iter().flat_map(|field| {
        let items = state.get(field).and_then(Node::as_list).unwrap_or_default().iter();
        items.filter_map(move |item| Some((item.get("Next")?, vec![field, "Next"])))
    });
    direct.chain(listed).collect()
}
