//! The names of the intrinsic functions and pseudo parameters, and how a node is recognized as one.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>

use super::node::{Map, Node};
use super::substitution::{Substitution, Variable};

/// `Ref`
pub const REF: &str = "Ref";
/// `Condition`, as used inside conditions.
pub const CONDITION: &str = "Condition";
/// `Fn::GetAtt`
pub const GET_ATT: &str = "Fn::GetAtt";
/// `Fn::Sub`
pub const SUB: &str = "Fn::Sub";
/// `Fn::Join`
pub const JOIN: &str = "Fn::Join";
/// `Fn::Split`
pub const SPLIT: &str = "Fn::Split";
/// `Fn::Select`
pub const SELECT: &str = "Fn::Select";
/// `Fn::If`
pub const IF: &str = "Fn::If";
/// `Fn::FindInMap`
pub const FIND_IN_MAP: &str = "Fn::FindInMap";
/// `Fn::ImportValue`
pub const IMPORT_VALUE: &str = "Fn::ImportValue";
/// `Fn::GetStackOutput`
pub const GET_STACK_OUTPUT: &str = "Fn::GetStackOutput";
/// `Fn::GetAZs`
pub const GET_AZS: &str = "Fn::GetAZs";
/// `Fn::Cidr`
pub const CIDR: &str = "Fn::Cidr";
/// `Fn::Base64`
pub const BASE64: &str = "Fn::Base64";
/// `Fn::Equals`
pub const EQUALS: &str = "Fn::Equals";
/// `Fn::And`
pub const AND: &str = "Fn::And";
/// `Fn::Or`
pub const OR: &str = "Fn::Or";
/// `Fn::Not`
pub const NOT: &str = "Fn::Not";
/// `Fn::Transform`
pub const TRANSFORM: &str = "Fn::Transform";
/// `Fn::Length`, of the language extensions.
pub const LENGTH: &str = "Fn::Length";
/// `Fn::ToJsonString`, of the language extensions.
pub const TO_JSON_STRING: &str = "Fn::ToJsonString";
/// `Fn::Contains`, of rules.
pub const CONTAINS: &str = "Fn::Contains";
/// `Fn::EachMemberEquals`, of rules.
pub const EACH_MEMBER_EQUALS: &str = "Fn::EachMemberEquals";
/// `Fn::EachMemberIn`, of rules.
pub const EACH_MEMBER_IN: &str = "Fn::EachMemberIn";
/// The beginning of `Fn::ForEach::NAME`, of the language extensions.
pub const FOR_EACH: &str = "Fn::ForEach::";

/// Every function of the language: those of conditions and of the section `Rules` too.
pub const ALL: [&str; 28] = [
    REF,
    CONDITION,
    GET_ATT,
    SUB,
    JOIN,
    SPLIT,
    SELECT,
    IF,
    FIND_IN_MAP,
    IMPORT_VALUE,
    GET_STACK_OUTPUT,
    GET_AZS,
    CIDR,
    BASE64,
    EQUALS,
    AND,
    OR,
    NOT,
    TRANSFORM,
    LENGTH,
    TO_JSON_STRING,
    CONTAINS,
    EACH_MEMBER_EQUALS,
    EACH_MEMBER_IN,
    "Fn::RefAll",
    "Fn::Implies",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
];

/// The transform that the language extensions need.
pub const LANGUAGE_EXTENSIONS: &str = "AWS::LanguageExtensions";

/// The transform of the Serverless Application Model.
pub const SERVERLESS: &str = "AWS::Serverless-2016-10-31";

/// The pseudo parameters, which every template may refer to.
pub const PSEUDO_PARAMETERS: [&str; 8] = [
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

/// The function and its argument, if a node is an intrinsic function: a map of one key that names one.
pub fn call(node: &Node) -> Option<(&str, &Node)> {
    let map = node.as_map()?;
    let (key, argument) = map.first().filter(|_| map.len() == 1)?;
    let name = key.as_str();
    (name == REF || name == CONDITION || is_function(name)).then_some((name, argument))
}

/// The name that a `Ref` refers to; nothing where the node is none.
pub fn referred(node: &Node) -> Option<&str> {
    let (name, argument) = call(node)?;
    argument.as_str().filter(|_| name == REF)
}

/// The text that a `Fn::Sub` substitutes in; nothing where the node is none, or has variables of its own.
pub fn substituted(node: &Node) -> Option<&str> {
    let (name, argument) = call(node)?;
    argument.as_str().filter(|_| name == SUB)
}

/// Whether a key is that of a function: it makes what stands in its place.
pub fn is_function(key: &str) -> bool {
    key.starts_with("Fn::")
}

/// Whether functions make some entries of a map (`Fn::Transform`, `Fn::ForEach::…`), so that not all of them are written.
pub fn has_functions(map: &Map) -> bool {
    map.keys().any(|key| is_function(key.as_str()) && (map.len() == 1 || makes_entries(key.as_str())))
}

/// Whether a key of several is that of a function that makes further entries; any other function stands alone. One that
/// CloudFormation does not have may be a macro's.
pub fn makes_entries(key: &str) -> bool {
    is_function(key) && (key == TRANSFORM || !ALL.contains(&key))
}

/// Whether a node is `Ref: AWS::NoValue`, which removes the property that holds it.
pub fn is_no_value(node: &Node) -> bool {
    call(node).is_some_and(|(name, argument)| name == REF && argument.as_str() == Some("AWS::NoValue"))
}

/// The names that a call of `Ref`, `Fn::GetAtt` or `Fn::Sub` reads: of parameters, resources and pseudo parameters. Calls inside its
/// argument are calls of their own.
pub fn references<'a>(function: &str, argument: &'a Node) -> Vec<&'a str> {
    match function {
        REF => argument.as_str().into_iter().collect(),
        GET_ATT => get_att_target(argument).map(|(id, _)| id).into_iter().collect(),
        SUB => {
            let read = Substitution::of(argument).map(Substitution::references).unwrap_or_default();
            read.into_iter().map(Variable::element).collect()
        }
        _ => Vec::new(),
    }
}

/// The logical id and attribute that a `Fn::GetAtt` argument names, in its list or its dotted form.
pub fn get_att_target(argument: &Node) -> Option<(&str, &str)> {
    if let Some(dotted) = argument.as_str() {
        return dotted.split_once('.');
    }
    match argument.as_list()? {
        [id, attribute] => Some((id.as_str()?, attribute.as_str()?)),
        _ => None,
    }
}
