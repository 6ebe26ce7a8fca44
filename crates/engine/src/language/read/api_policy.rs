//! Who may call an API that SAM makes, where the rest of its definition is not known: `Auth` says it.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html>

use crate::language::sam;
use crate::template::Node;

/// Lists of whom a resource policy refuses: the operator and the key of the condition. A list of whom it takes refuses all others.
const REFUSING: [(&str, &str, &str); 10] = [
    ("IpRangeBlacklist", "IpAddress", "aws:SourceIp"),
    ("IpRangeWhitelist", "NotIpAddress", "aws:SourceIp"),
    ("IntrinsicVpcBlacklist", "StringEquals", VPC),
    ("IntrinsicVpcWhitelist", "StringNotEquals", VPC),
    ("IntrinsicVpceBlacklist", "StringEquals", ENDPOINT),
    ("IntrinsicVpceWhitelist", "StringNotEquals", ENDPOINT),
    // Of these, the beginning of an id says what it is.
    ("SourceVpcBlacklist", "StringEquals", VPC),
    ("SourceVpcBlacklist", "StringEquals", ENDPOINT),
    ("SourceVpcWhitelist", "StringNotEquals", VPC),
    ("SourceVpcWhitelist", "StringNotEquals", ENDPOINT),
];

const VPC: &str = "aws:SourceVpc";
const ENDPOINT: &str = "aws:SourceVpce";

/// The parts of what the transform makes of an API's definition; nothing for another value.
fn auth(made: &Node) -> Option<&Node> {
    sam::made_of(made)?.get("Auth")
}

/// What authorizes the calls that say nothing of it.
pub(crate) fn authorizer(made: &Node) -> Option<&Node> {
    auth(made)?.get("DefaultAuthorizer")
}

/// The policy document that the transform puts into the definition. That it allows everybody whom it does not refuse, as an API
/// without a policy does, is left out.
pub(crate) fn document(made: &Node) -> Option<Node> {
    let policy = auth(made)?.get("ResourcePolicy")?;
    let custom = policy.get("CustomStatements").map(|node| node.as_list().unwrap_or(std::slice::from_ref(node)).to_vec());
    let accounts =
        [("AwsAccountWhitelist", "Allow"), ("AwsAccountBlacklist", "Deny")].into_iter().filter_map(|(list, effect)| {
            let accounts = policy.get(list)?.clone();
            Some(statement(effect, Node::map([("AWS", accounts)]), None))
        });
    let operators = ["IpAddress", "NotIpAddress", "StringEquals", "StringNotEquals"];
    let refused = operators.into_iter().filter_map(|operator| {
        let keys = ["aws:SourceIp", VPC, ENDPOINT].into_iter().filter_map(|key| {
            let lists = REFUSING.iter().filter(|(_, one, other)| *one == operator && *other == key);
            let items: Vec<Node> = lists.flat_map(|(list, ..)| items(policy, list, key)).collect();
            (!items.is_empty()).then(|| (key, Node::list(items)))
        });
        let keys: Vec<(&'static str, Node)> = keys.collect();
        let condition = (!keys.is_empty()).then(|| Node::map([(operator, Node::map(keys))]))?;
        Some(statement("Deny", Node::text("*"), Some(condition)))
    });
    let statements = custom.into_iter().flatten().chain(accounts).chain(refused);
    Some(Node::map([("Statement", Node::list(statements))]))
}

/// The items of a list that are of the kind which a key of a condition takes.
fn items(policy: &Node, list: &str, key: &str) -> Vec<Node> {
    let is_endpoint = |item: &Node| item.as_str().is_some_and(|text| text.starts_with("vpce-"));
    let is_of_kind = |item: &&Node| !list.starts_with("SourceVpc") || is_endpoint(item) == (key == ENDPOINT);
    policy
        .get(list)
        .map(|node| node.as_list().unwrap_or(std::slice::from_ref(node)))
        .unwrap_or_default()
        .iter()
        .filter(is_of_kind)
        .cloned()
        .collect()
}

fn statement(effect: &'static str, principal: Node, condition: Option<Node>) -> Node {
    let parts = [
        ("Effect", Some(Node::text(effect))),
        ("Action", Some(Node::text("execute-api:Invoke"))),
        ("Resource", Some(Node::text("execute-api:/*"))),
        ("Principal", Some(principal)),
        ("Condition", condition),
    ];
    Node::map(parts.into_iter().filter_map(|(name, node)| Some((name, node?))))
}
