//! The sections beside the resources: parameters, mappings, conditions, rules, outputs.

use super::code::{Code, Item};
use super::kind::Kind;
use super::literal;
use super::writer::{Emit, Writer, key};
use crate::schema::generate::{module_name, parameter_kind};
use crate::template::{Content, Map, Node, function};

/// Where the value of a parameter is.
pub(super) enum Value<'a> {
    /// Whoever deploys gives it.
    Elsewhere,
    /// In the module.
    Literal(&'a str),
    /// In the settings, under this field.
    Setting(&'a str),
}

impl Writer {
    /// A parameter, and what it denotes.
    pub(super) fn parameter(&mut self, entry: &Map, value: &Value<'_>) -> Option<(Code, Kind)> {
        let type_name = entry.get("Type")?.as_str()?;
        if entry.get("Default").is_some_and(|default| default.scalar().is_none()) {
            return None;
        }
        let (mut code, kind, given) = constructor(type_name)?;
        for (name, node) in entry.iter().filter(|(name, _)| name.as_str() != "Type") {
            let comments = self.comments_at(name.location());
            code = match (name.as_str(), self.parameter_setter(name.as_str(), node, &given)) {
                (_, Some((method, arguments))) => code.then_below(comments, method, arguments),
                (name, None) => {
                    let value = self.json(node).code;
                    code.then_below(comments, "property", [Code::Atom(literal::escaped(name)), value])
                }
            };
        }
        let hidden = entry.get("NoEcho").and_then(Node::scalar).is_some_and(|text| text.eq_ignore_ascii_case("true"));
        let is_needed = !hidden && !entry.contains_key("Default");
        code = match value {
            Value::Literal(value) if !hidden => code.then("value", [Emit::new(literal::text(value), "&str").raw().code]),
            Value::Elsewhere if is_needed => code.then("given_at_deployment", []),
            Value::Setting(field) if !hidden => {
                let code = if is_needed { code.then("given_at_deployment", []) } else { code };
                let set = if given.is_text() { "Parameter::value" } else { "|parameter, value| parameter.value(raw(value))" };
                code.then("maybe", [Code::Setting((*field).to_owned()), Code::atom(set)])
            }
            _ => code,
        };
        Some((code, kind))
    }

    fn parameter_setter(&mut self, name: &str, node: &Node, given: &Kind) -> Option<(&'static str, Vec<Code>)> {
        let text = |node: &Node| Some(literal::text(node.as_str()?));
        let whole = |node: &Node| match &node.content {
            Content::Number(number) => {
                number.as_u64().filter(|number| u32::try_from(*number).is_ok()).map(|n| Code::atom(n.to_string()))
            }
            _ => None,
        };
        Some(match name {
            "Description" => ("description", vec![text(node)?]),
            "AllowedPattern" => ("allowed_pattern", vec![text(node)?]),
            "ConstraintDescription" => ("constraint_description", vec![text(node)?]),
            "MinLength" => ("min_length", vec![whole(node)?]),
            "MaxLength" => ("max_length", vec![whole(node)?]),
            "MinValue" | "MaxValue" => {
                let Content::Number(number) = &node.content else { return None };
                (if name == "MinValue" { "min_value" } else { "max_value" }, vec![literal::number(number).0])
            }
            "NoEcho" if node.content == Content::Bool(true) => ("no_echo", vec![]),
            "AllowedValues" => {
                let values = self.value(node.as_list().map(|_| node)?, &Kind::List(Box::new(Kind::Json)));
                let alike = !values.ty.starts_with('(') && values.ty != "Vec<Anything>";
                ("allowed_values", vec![alike.then_some(values.code)?])
            }
            "Default" => ("default", vec![default(node, given)?]),
            _ => return None,
        })
    }

    /// A mapping: a table of texts, numbers or lists.
    pub(super) fn mapping(&mut self, table: &Map) -> Option<Code> {
        let mut rows = Vec::new();
        for (top, row) in table {
            let comments = self.comments_at(top.location());
            let mut entries = Vec::new();
            for (second, node) in row.as_map().filter(|row| !row.is_empty())? {
                let comments = self.comments_at(second.location());
                entries.push((comments, second.as_str(), self.json(node)));
            }
            rows.push((comments, top.as_str(), entries));
        }
        let first = rows.first()?.2.first()?.2.ty.clone();
        let alike = rows.iter().flat_map(|(_, _, row)| row).all(|(_, _, emit)| emit.ty == first);
        let count = rows[0].2.len();
        let square = rows.iter().all(|(_, _, row)| row.len() == count);
        let pair = |comments, key: &str, value| {
            let items = vec![Item::from(Code::Atom(literal::escaped(key))), Item::from(value)];
            Item { comments, code: Code::Many(["(", ")"], items) }
        };
        let brackets = if square { ["[", "]"] } else { ["vec![", "]"] };
        let rows = rows.into_iter().map(|(comments, top, row)| {
            let entries = row.into_iter().map(|(comments, second, emit)| {
                let emit = if alike { emit } else { emit.raw() };
                pair(comments, second, emit.code)
            });
            pair(comments, top, Code::Many(brackets, entries.collect()))
        });
        Some(Code::Many(["[", "]"], rows.collect()))
    }

    /// A test of a condition or rule. What has no function here is written as it stands.
    pub(super) fn test(&mut self, node: &Node) -> Emit {
        match self.attempt(|writer| writer.fitting_test(node)) {
            Some(emit) => emit,
            None => self.json(node).raw(),
        }
    }

    fn fitting_test(&mut self, node: &Node) -> Option<Emit> {
        let (name, argument) = function::call(node)?;
        let texts = Kind::List(Box::new(Kind::Text));
        let (function, second) = match name {
            function::CONDITION => {
                let key = key("Conditions", argument.as_str()?);
                return self.elements.contains_key(&key).then(|| Emit::new(Code::Element(key), "Condition"));
            }
            function::NOT => {
                let [test] = argument.as_list()? else { return None };
                return Some(Emit::new(Code::call("not", [self.test(test).code]), "Test"));
            }
            function::AND => return self.tests("and", argument.as_list()?),
            function::OR => return self.tests("or", argument.as_list()?),
            function::EQUALS => ("equals", Kind::Json),
            "Fn::Contains" => ("contains", Kind::Text),
            "Fn::EachMemberEquals" => ("each_member_equals", Kind::Text),
            "Fn::EachMemberIn" => ("each_member_in", texts.clone()),
            _ => return None,
        };
        let [one, other] = argument.as_list()? else { return None };
        let first = if function == "equals" { Kind::Json } else { texts };
        let arguments = [self.value(one, &first).code, self.value(other, &second).code];
        let call = if function == "equals" {
            Code::call(function, arguments)
        } else {
            Code::path_call(format!("condition::{function}"), arguments)
        };
        Some(Emit::new(call, "Test"))
    }

    fn tests(&mut self, function: &str, tests: &[Node]) -> Option<Emit> {
        let mut written: Vec<(Vec<String>, Emit)> = Vec::new();
        for test in tests {
            written.push((self.comments_at(test.location), self.test(test)));
        }
        let ty = written.first()?.1.ty.clone();
        let alike = written.iter().all(|(_, emit)| emit.ty == ty);
        let item = |(comments, emit): (Vec<String>, Emit)| {
            let is_test = alike || emit.ty == "Test";
            let code = if is_test { emit.code } else { Code::path_call("Test::from", [emit.code]) };
            Item { comments, code }
        };
        let list = Code::Many(["[", "]"], written.into_iter().map(item).collect());
        Some(Emit::new(Code::call(function, [list]), "Test"))
    }

    /// A rule about the parameters.
    pub(super) fn rule(&mut self, entry: &Map) -> Option<Code> {
        let known = |name: &str| ["RuleCondition", "Assertions"].contains(&name);
        if !entry.keys().all(|key| known(key.as_str())) {
            return None;
        }
        let assertions = entry.get("Assertions")?.as_list()?;
        let mut code = Code::path_call("Rule::new", []);
        if let Some(when) = entry.get("RuleCondition") {
            code = code.then("when", [self.test(when).code]);
        }
        for assertion in assertions {
            let comments = self.comments_at(assertion.location);
            let map = assertion.as_map().filter(|map| map.len() == 2)?;
            let description = literal::text(map.get("AssertDescription")?.as_str()?);
            code = code.then_below(comments, "assert", [self.test(map.get("Assert")?).code, description]);
        }
        Some(code)
    }

    /// What comes after `stack.output("Id", …)`: the value, and the further calls.
    pub(super) fn output(&mut self, id: &str, entry: &Map) -> Option<Code> {
        let value = self.value(entry.get("Value")?, &Kind::Text).code;
        let mut code = Code::atom("stack").then("output", [Code::Atom(literal::escaped(id)), value]);
        for (name, node) in entry.iter().filter(|(name, _)| name.as_str() != "Value") {
            let comments = self.comments_at(name.location());
            code = match name.as_str() {
                "Description" => code.then_below(comments, "description", [literal::text(node.as_str()?)]),
                "Export" => {
                    let export = node.as_map().filter(|map| map.len() == 1)?.get("Name")?;
                    code.then_below(comments, "export", [self.value(export, &Kind::Text).code])
                }
                "Condition" => {
                    let key = key("Conditions", node.as_str()?);
                    let condition = Code::Borrowed(Box::new(Code::Element(key.clone())));
                    self.elements.contains_key(&key).then(|| code.then_below(comments, "condition", [condition]))?
                }
                _ => return None,
            };
        }
        Some(code)
    }
}

/// What a parameter of a type denotes.
pub(super) fn parameter_denotes(type_name: &str) -> Option<Kind> {
    constructor(type_name).map(|(_, kind, _)| kind)
}

/// The constructor of a parameter's type, what the parameter denotes, and what it is given.
fn constructor(type_name: &str) -> Option<(Code, Kind, Kind)> {
    let inner =
        |text: &'static str, name: &str| name.strip_prefix(text).and_then(|rest| rest.strip_suffix('>')).map(str::to_owned);
    let item = |name: &str| match name {
        "String" => Some(Kind::Text),
        name => parameter_kind(name).map(|(service, kind)| Kind::Named(module_name(service), kind.to_owned())),
    };
    let of = |kind: Kind, given: Option<Kind>, method: &str| {
        let code = Code::path_call(format!("Parameter::<{}>::{method}", kind.rust()?), []);
        Some((code, kind.clone(), given.unwrap_or(kind)))
    };
    let list = |kind: Kind| Kind::List(Box::new(kind));
    let ssm = inner("AWS::SSM::Parameter::Value<", type_name);
    let of_ssm = match ssm.as_deref() {
        Some(name) => inner("List<", name).and_then(|name| item(&name)).map(list).or_else(|| item(name)),
        None => None,
    };
    if let Some(kind) = of_ssm {
        return of(kind, Some(Kind::Text), "ssm_value");
    }
    let plain = match type_name {
        "Number" => Some(Kind::Number),
        "CommaDelimitedList" => Some(list(Kind::Text)),
        "List<Number>" => Some(list(Kind::Number)),
        // The kind of a list of texts is written as `CommaDelimitedList`.
        "List<String>" => None,
        name => inner("List<", name).and_then(|name| item(&name)).map(list).or_else(|| item(name)),
    };
    if let Some(kind) = plain {
        return of(kind, None, "new");
    }
    let is_list = type_name.contains("List<") || type_name.contains("CommaDelimitedList");
    let kind = if is_list { list(Kind::Text) } else { Kind::Text };
    let code = Code::path_call(format!("Parameter::<{}>::of_type", kind.rust()?), [Code::Atom(literal::escaped(type_name))]);
    Some((code, kind.clone(), kind))
}

/// A default that the typed method writes as it stands.
fn default(node: &Node, given: &Kind) -> Option<Code> {
    match (&node.content, given) {
        (Content::Text(text), kind) if kind.is_text() => Some(literal::text(text)),
        (Content::Number(number), Kind::Number) => Some(literal::number(number).0),
        (Content::Text(text), Kind::List(item)) if item.is_text() && !text.is_empty() => {
            let items = text.split(',').map(|item| Item::from(Code::Atom(literal::escaped(item))));
            Some(Code::Many(["[", "]"], items.collect()))
        }
        _ => None,
    }
}
