//! Values in one line, with intrinsic functions as a person would say them.

use crate::language::sam;
use crate::template::substitution::Substitution;
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
        function::IF => match argument.as_list() {
            Some([condition, then, otherwise]) => {
                format!("if {} then {} else {}", condition.as_str().unwrap_or("?"), node(then), node(otherwise))
            }
            _ => format!("If {}", node(argument)),
        },
        function::SUB => match Substitution::of(argument).map(|found| (found.text, found.given)) {
            Some((text, None)) => format!("{text:?}"),
            Some((text, Some(map))) => {
                let given: Vec<String> = map.iter().map(|(key, item)| format!("{} = {}", key.as_str(), node(item))).collect();
                format!("{text:?} with {}", given.join(", "))
            }
            None => format!("Sub {}", node(argument)),
        },
        _ => match argument.as_list() {
            Some(items) => format!("{short}({})", joined(items)),
            None => format!("{short}({})", node(argument)),
        },
    }
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
        assert_eq!(show(json!({ "Fn::Join": ["-", ["a", { "Ref": "B" }]] })), "Join(\"-\", [\"a\", B])");
        let policy =
            json!({ "Fn::Transform": { "Name": "AWS::Serverless-2016-10-31", "Parameters": { "Source": "ReadOnlyAccess" } } });
        assert_eq!(show(policy), "what SAM makes of \"ReadOnlyAccess\"");
        assert_eq!(show(json!({ "Port": 80, "Tags": [true] })), "{Port: 80, Tags: [true]}");
    }
}
