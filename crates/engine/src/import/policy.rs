//! Policy documents as statements, where those write the same.

use super::code::{Code, Item};
use super::kind::Kind;
use super::literal;
use super::writer::{Emit, Writer};
use crate::template::{Content, Map, Node, function};

/// The operators that have a function, and what it is called.
const OPERATORS: [(&str, &str); 14] = [
    ("StringEquals", "string_equals"),
    ("StringNotEquals", "string_not_equals"),
    ("StringLike", "string_like"),
    ("StringNotLike", "string_not_like"),
    ("ArnEquals", "arn_equals"),
    ("ArnLike", "arn_like"),
    ("ArnNotLike", "arn_not_like"),
    ("NumericEquals", "numeric_equals"),
    ("NumericLessThan", "numeric_less_than"),
    ("NumericGreaterThan", "numeric_greater_than"),
    ("DateLessThan", "date_less_than"),
    ("DateGreaterThan", "date_greater_than"),
    ("IpAddress", "ip_address"),
    ("NotIpAddress", "not_ip_address"),
];

impl Writer {
    /// A policy document; nothing where its statements have a form of their own.
    pub(super) fn policy(&mut self, map: &Map) -> Option<Emit> {
        let version = map.get("Version")?.as_str()?;
        let statements = map.get("Statement")?.as_list()?;
        if map.len() != 2 || version != "2012-10-17" || statements.is_empty() {
            return None;
        }
        let document = Code::path_call("iam::PolicyDocument::new", [self.statements(statements)?]);
        Some(Emit::new(document, "iam::PolicyDocument"))
    }

    fn statements(&mut self, statements: &[Node]) -> Option<Code> {
        let mut items = Vec::new();
        for statement in statements {
            let comments = self.comments_at(statement.location);
            items.push(Item { comments, code: self.statement(statement.as_map()?)? });
        }
        Some(Code::Many(["[", "]"], items))
    }

    /// The value of `Statement` in a document of another form: one statement, or several.
    pub(super) fn loose_statements(&mut self, key: &str, node: &Node) -> Option<Code> {
        match &node.content {
            _ if key != "Statement" => None,
            Content::List(statements) if !statements.is_empty() => self.statements(statements),
            Content::Map(statement) => self.statement(statement),
            _ => None,
        }
    }

    /// One statement; nothing where it has a form of its own.
    pub(super) fn statement(&mut self, map: &Map) -> Option<Code> {
        let effect = match map.get("Effect")?.as_str()? {
            "Allow" => "iam::Statement::allow",
            "Deny" => "iam::Statement::deny",
            _ => return None,
        };
        let (actions, inverted) = match (map.get("Action"), map.get("NotAction")) {
            (Some(actions), None) => (actions, false),
            (None, Some(actions)) => (actions, true),
            _ => return None,
        };
        let mut code = Code::path_call(effect, [actions_of(actions)?]);
        if inverted {
            code = code.then("all_actions_but", []);
        }
        for (key, node) in map {
            let comments = self.comments_at(key.location());
            code = match key.as_str() {
                "Effect" | "Action" | "NotAction" if comments.is_empty() => code,
                "Sid" => code.then_below(comments, "sid", [Code::Atom(literal::escaped(node.as_str()?))]),
                "Resource" => code.then_below(comments, "on", [self.one_or_many(node)?]),
                "NotResource" => code.then_below(comments, "on_all_but", [self.one_or_many(node)?]),
                "Principal" => self.principals(code, comments, "principal", node)?,
                "NotPrincipal" => self.principals(code, comments, "not_principal", node)?,
                "Condition" => self.conditions(code, comments, node.as_map()?)?,
                _ => return None,
            };
        }
        Some(code)
    }

    fn principals(&mut self, mut code: Code, comments: Vec<String>, method: &str, node: &Node) -> Option<Code> {
        if node.as_str() == Some("*") {
            return Some(code.then_below(comments, method, [Code::path_call("iam::Principal::anyone", [])]));
        }
        let map = node.as_map().filter(|map| !map.is_empty())?;
        let mut above = comments;
        for (kind, value) in map {
            above.extend(self.comments_at(kind.location()));
            let principal = self.principal_of(kind.as_str(), value)?;
            code = code.then_below(std::mem::take(&mut above), method, [principal]);
        }
        Some(code)
    }

    /// The one principal of an element.
    pub(super) fn principal(&mut self, node: &Node) -> Option<Code> {
        if node.as_str() == Some("*") {
            return Some(Code::path_call("iam::Principal::anyone", []));
        }
        let (kind, value) = node.as_map().filter(|map| map.len() == 1)?.first()?;
        self.principal_of(kind.as_str(), value)
    }

    fn principal_of(&mut self, kind: &str, value: &Node) -> Option<Code> {
        let function = match kind {
            "Service" => "iam::Principal::service",
            "AWS" => "iam::Principal::aws",
            "Federated" => "iam::Principal::federated",
            "CanonicalUser" => "iam::Principal::canonical_user",
            _ => return None,
        };
        Some(Code::path_call(function, [self.one_or_many(value)?]))
    }

    fn conditions(&mut self, mut code: Code, comments: Vec<String>, operators: &Map) -> Option<Code> {
        if operators.is_empty() || function::has_functions(operators) {
            return None;
        }
        let mut above = comments;
        for (operator, keys) in operators {
            above.extend(self.comments_at(operator.location()));
            let keys =
                keys.as_map().filter(|keys| !keys.is_empty() && !function::has_functions(keys) && !keys.contains_key("Ref"))?;
            for (key, values) in keys {
                above.extend(self.comments_at(key.location()));
                let condition = self.condition(operator.as_str(), key.as_str(), values)?;
                code = code.then_below(std::mem::take(&mut above), "when", [condition]);
            }
        }
        Some(code)
    }

    fn condition(&mut self, operator: &str, key: &str, values: &Node) -> Option<Code> {
        let name = Code::Atom(literal::escaped(key));
        let flag = match (operator, values.as_str()) {
            ("Bool", Some(text @ ("true" | "false"))) => Some(("bool", text)),
            ("Null", Some(text @ ("true" | "false"))) => Some(("null", text)),
            _ => None,
        };
        if let Some((function, flag)) = flag {
            return Some(Code::path_call(format!("iam::Condition::{function}"), [name, Code::atom(flag)]));
        }
        let values = match &values.content {
            Content::Bool(flag) => Code::atom(flag.to_string()),
            Content::Number(number) => literal::integer(number).filter(|(_, ty)| *ty == "i32")?.0,
            _ => self.one_or_many(values)?,
        };
        let (any, all) = (operator.strip_prefix("ForAnyValue:"), operator.strip_prefix("ForAllValues:"));
        let plain = any.or(all).unwrap_or(operator);
        let (plain, if_exists) = plain.strip_suffix("IfExists").map_or((plain, false), |plain| (plain, true));
        let Some((_, function)) = OPERATORS.iter().find(|(known, _)| *known == plain) else {
            return Some(Code::path_call("iam::Condition::new", [Code::Atom(literal::escaped(operator)), name, values]));
        };
        let mut code = Code::path_call(format!("iam::Condition::{function}"), [name, values]);
        for (holds, method) in [(if_exists, "if_exists"), (any.is_some(), "for_any_value"), (all.is_some(), "for_all_values")] {
            code = if holds { code.then(method, []) } else { code };
        }
        Some(code)
    }

    /// One text, or a list of texts. What fits everywhere fits nowhere here: whether it is one or many could not be told.
    pub(super) fn one_or_many(&mut self, node: &Node) -> Option<Code> {
        let kind = if node.as_list().is_some() { Kind::List(Box::new(Kind::Text)) } else { Kind::Text };
        let emit = self.value(node, &kind);
        (!emit.any).then_some(emit.code)
    }
}

fn actions_of(node: &Node) -> Option<Code> {
    match &node.content {
        Content::Text(text) => Some(Code::Atom(literal::escaped(text))),
        Content::List(items) if !items.is_empty() => {
            let items = items.iter().map(|item| Some(Item::from(Code::Atom(literal::escaped(item.as_str()?)))));
            Some(Code::Many(["[", "]"], items.collect::<Option<_>>()?))
        }
        _ => None,
    }
}
