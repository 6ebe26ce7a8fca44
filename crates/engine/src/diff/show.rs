//! Values in one line, with intrinsic functions as a person would say them.

use crate::language::sam;
use crate::template::substitution::{self, Substitution};
use crate::template::{Content, Node, function};

/// A value in one line: texts in quotes, `Ref` and `Fn::GetAtt` as names, everything else as compact JSON.
pub fn node(node: &Node) -> String {
    match &node.content {
        Content::Null => "null".to_owned(),
        Content::Bool(flag) => flag.to_string(),
        Content::Number(number) => number.to_string(),
        Content::Text(text) => format!("{:?}", &**text),
        Content::List(items) => format!("[{}]", joined(items)),
        Content::Map(map) => match function::call(node) {
            Some((name, argument)) => match sam::source_of(node).or_else(|| sam::made_of(node)) {
                Some(source) => format!("what SAM makes of {}", self::node(source)),
                None => call(name, argument),
            },
            None => {
                let entries: Vec<String> =
                    map.iter().map(|(key, item)| format!("{}: {}", key.as_str(), self::node(item))).collect();
                format!("{{{}}}", entries.join(", "))
            }
        },
    }
}

fn joined(items: &[Node]) -> String {
    items.iter().map(node).collect::<Vec<_>>().join(", ")
}

fn call(name: &str, argument: &Node) -> String {
    let short = name.strip_prefix("Fn::").unwrap_or(name);
    match name {
        function::REF => argument.as_str().unwrap_or("?").to_owned(),
        function::GET_ATT => match function::get_att_target(argument) {
            Some((id, attribute)) => format!("{id}.{attribute}"),
            None => format!("GetAtt {}", node(argument)),
        },
        function::IMPORT_VALUE => format!("import of {}", node(argument)),
        function::CONDITION if argument.as_str().is_some() => argument.as_str().unwrap_or_default().to_owned(),
        function::EQUALS | function::AND | function::OR | function::NOT => logical(name, argument),
        function::IF => match argument.as_list() {
            Some([condition, then, otherwise]) => {
                format!("if {} then {} else {}", condition.as_str().unwrap_or("?"), node(then), node(otherwise))
            }
            _ => format!("If {}", node(argument)),
        },
        function::SUB | function::JOIN => match made_text(name, argument) {
            Some(text) => format!("{text:?}"),
            None => other_call(short, argument),
        },
        _ => other_call(short, argument),
    }
}

/// A condition as a person would say it: `Stage = "prod" and not (IsSmall)`.
fn logical(name: &str, argument: &Node) -> String {
    let is_joined = |node: &Node| matches!(function::call(node), Some((function::AND | function::OR, _)));
    let inner = |node: &Node| if is_joined(node) { format!("({})", self::node(node)) } else { self::node(node) };
    match (name, argument.as_list()) {
        (function::EQUALS, Some([one, other])) => format!("{} = {}", node(one), node(other)),
        (function::NOT, Some([condition])) => format!("not ({})", node(condition)),
        (function::AND, Some(all)) => all.iter().map(inner).collect::<Vec<_>>().join(" and "),
        (function::OR, Some(all)) => all.iter().map(inner).collect::<Vec<_>>().join(" or "),
        _ => other_call(name.strip_prefix("Fn::").unwrap_or(name), argument),
    }
}

fn other_call(short: &str, argument: &Node) -> String {
    match argument.as_list() {
        Some(items) => format!("{short}({})", joined(items)),
        None => format!("{short}({})", node(argument)),
    }
}

/// The text that a value is or makes, as a machine or a service reads it, with what only the deployment knows as `${…}`; nothing where it
/// is none.
pub fn text(node: &Node) -> Option<String> {
    match function::call(node) {
        Some((function::BASE64, argument)) => text(argument),
        Some((name, argument)) => made_text(name, argument),
        None => node.as_str().map(str::to_owned),
    }
}

/// The text of `Fn::Sub` or `Fn::Join`.
fn made_text(name: &str, argument: &Node) -> Option<String> {
    match name {
        function::SUB => {
            let found = Substitution::of(argument)?;
            Some(substitution::replaced(found.text, |variable| found.given(variable).map(in_text)))
        }
        function::JOIN => match argument.as_list()? {
            [delimiter, items] => Some(items.as_list()?.iter().map(in_text).collect::<Vec<_>>().join(delimiter.as_str()?)),
            _ => None,
        },
        _ => None,
    }
}

/// A value as it stands in a text.
fn in_text(node: &Node) -> String {
    let made = || match function::call(node)? {
        (function::IMPORT_VALUE, argument) => Some(substitution::variable(&format!("import of {}", text(argument)?))),
        (name, argument) => made_text(name, argument),
    };
    node.scalar().or_else(made).unwrap_or_else(|| substitution::variable(&self::node(node)))
}

/// So many values of a parameter are named.
pub(super) const MOST_NAMED: usize = 8;

/// Some values, with the number of those that are not named.
pub(super) fn listed(values: &[String], between: &str) -> String {
    let (named, rest) = values.split_at(if values.len() > MOST_NAMED + 1 { MOST_NAMED } else { values.len() });
    let more = (!rest.is_empty()).then(|| format!("{between}{} more", rest.len()));
    named.join(between) + &more.unwrap_or_default()
}

/// A parameter that has one of some values.
pub(super) fn one_of(name: &str, values: &[String]) -> String {
    format!("{name} = {}", listed(values, " or "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn functions_read_as_what_they_name() {
        let show = |value: serde_json::Value| super::node(&value.into());
        assert_eq!(show(json!({ "Ref": "Vpc" })), "Vpc");
        assert_eq!(show(json!({ "Fn::GetAtt": ["Alb", "DNSName"] })), "Alb.DNSName");
        assert_eq!(show(json!({ "Fn::If": ["IsProd", 2, { "Ref": "Count" }] })), "if IsProd then 2 else Count");
        assert_eq!(show(json!({ "Fn::Join": ["-", ["a", { "Ref": "B" }]] })), "\"a-${B}\"");
        assert_eq!(show(json!({ "Fn::Join": [",", { "Ref": "Subnets" }] })), "Join(\",\", Subnets)");
        let given = json!({ "Fn::Sub": ["${Name}-${Stage}", { "Name": { "Fn::Select": [0, { "Ref": "Names" }] } }] });
        assert_eq!(show(given), "\"${Select(0, Names)}-${Stage}\"");
        let policy =
            json!({ "Fn::Transform": { "Name": "AWS::Serverless-2016-10-31", "Parameters": { "Source": "ReadOnlyAccess" } } });
        assert_eq!(show(policy), "what SAM makes of \"ReadOnlyAccess\"");
        let small = json!({ "Fn::Not": [{ "Condition": "Big" }] });
        let is_prod = json!({ "Fn::Equals": [{ "Ref": "Stage" }, "prod"] });
        let either = json!({ "Fn::And": [is_prod, { "Fn::Or": [small, { "Condition": "Cheap" }] }] });
        assert_eq!(show(either), "Stage = \"prod\" and (not (Big) or Cheap)");
        let import = json!({ "Fn::Join": ["", [{ "Fn::ImportValue": { "Fn::Sub": "${Stack}-Key" } }, "/*"]] });
        assert_eq!(show(import), "\"${import of ${Stack}-Key}/*\"");
        assert_eq!(show(json!({ "Fn::Base64": { "Fn::Join": ["", ["run ", { "Ref": "B" }]] } })), "Base64(\"run ${B}\")");
        assert_eq!(show(json!({ "Port": 80, "Tags": [true] })), "{Port: 80, Tags: [true]}");
    }
}
