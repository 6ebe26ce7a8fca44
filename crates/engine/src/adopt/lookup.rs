//! Which of the resources in AWS is the one that the code means.

use std::collections::BTreeMap;

use serde_json::Value;

use super::identifier::Identifiers;
use crate::language::stacks::{StackSource, with_stacks};
use crate::schema;

/// A resource in AWS.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What identifies it: the parts of the identifier, with `|` between them.
    pub identifier: String,
    /// Its properties, as far as AWS says them.
    pub properties: Value,
}

/// What is known of the properties of a resource of the code: texts, numbers, flags, by their names. Secrets are not compared.
pub fn known_properties(code: &StackSource<'_>, id: &str, given: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    with_stacks(std::slice::from_ref(code), true, |read| {
        let Some(stack) = read.stacks().first() else { return BTreeMap::new() };
        Identifiers { stack, given }.properties(id)
    })
}

/// The candidates that have the same properties, as far as both are known, each with the names of those: at least one.
pub fn matching<'c>(known: &BTreeMap<String, String>, candidates: &'c [Candidate]) -> Vec<(&'c Candidate, Vec<String>)> {
    let same = |candidate: &'c Candidate| {
        let mut shared = Vec::new();
        for (name, value) in known {
            match scalar(&candidate.properties[name.as_str()]) {
                Some(there) if there == *value => shared.push(name.clone()),
                Some(_) => return None,
                None => {}
            }
        }
        (!shared.is_empty()).then_some((candidate, shared))
    };
    candidates.iter().filter_map(same).collect()
}

/// The parts of an identifier, by the properties of the type that they are.
pub fn parts(resource_type: &str, identifier: &str) -> BTreeMap<String, String> {
    let names: Vec<&str> = schema::find(resource_type).into_iter().flat_map(|schema| schema.primary_identifier()).collect();
    let parts: Vec<&str> = if names.len() == 1 { vec![identifier] } else { identifier.split('|').collect() };
    if parts.len() != names.len() {
        return BTreeMap::new();
    }
    names.into_iter().zip(parts).map(|(name, part)| (name.to_owned(), part.to_owned())).collect()
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::template::read;

    #[test]
    fn one_is_the_one_only_where_a_property_says_so() {
        let text = "Resources: { Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16, EnableDnsSupport: true } } }";
        let (template, _) = read::template(text.as_bytes()).unwrap();
        let code = StackSource { name: "a", template: &template, values: BTreeMap::new() };
        let known = known_properties(&code, "Vpc", &BTreeMap::new());
        let candidate = |identifier: &str, properties: Value| Candidate { identifier: identifier.to_owned(), properties };
        let candidates = [
            candidate("vpc-1", json!({ "VpcId": "vpc-1" })),
            candidate("vpc-2", json!({ "CidrBlock": "10.0.0.0/16", "EnableDnsSupport": true })),
            candidate("vpc-3", json!({ "CidrBlock": "10.0.0.0/16", "EnableDnsSupport": false })),
        ];
        let found = matching(&known, &candidates);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].0.identifier.as_str(), found[0].1.join(" ")), ("vpc-2", "CidrBlock EnableDnsSupport".to_owned()));
        assert!(matching(&BTreeMap::new(), &candidates).is_empty());
        let both = parts("AWS::Cognito::UserPoolClient", "us-east-1_x|abc");
        assert_eq!((both["UserPoolId"].as_str(), both["ClientId"].as_str()), ("us-east-1_x", "abc"));
        assert!(parts("AWS::Cognito::UserPoolClient", "abc").is_empty());
        assert_eq!(parts("AWS::EC2::VPC", "a|b")["VpcId"], "a|b");
    }
}
