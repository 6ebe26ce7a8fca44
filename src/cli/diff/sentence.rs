//! A rule of a security group, or a statement of a policy, as a sentence.

use crate::diff::show;
use crate::template::{Map, Node};

/// `tcp 443 from 0.0.0.0/0 (the internet)`, `Allow s3:GetObject on Files.Arn`; nothing for another value. A rule outward is one to
/// its other end.
pub(super) fn of(node: &Node, outward: bool) -> Option<String> {
    let map = node.as_map()?;
    rule(map, outward).or_else(|| statement(map))
}

fn rule(map: &Map, outward: bool) -> Option<String> {
    const PEERS: [(&str, &str); 8] = [
        ("CidrIp", "from"),
        ("CidrIpv6", "from"),
        ("SourceSecurityGroupId", "from"),
        ("SourceSecurityGroupName", "from"),
        ("SourcePrefixListId", "from"),
        ("DestinationSecurityGroupId", "to"),
        ("DestinationPrefixListId", "to"),
        ("SourceSecurityGroupOwnerId", "of"),
    ];
    let protocol = map.get("IpProtocol")?;
    let is_known = |key: &str| {
        ["IpProtocol", "FromPort", "ToPort", "Description"].contains(&key) || PEERS.iter().any(|(peer, _)| *peer == key)
    };
    if !map.keys().all(|key| is_known(key.as_str())) {
        return None;
    }
    let mut text = match protocol.scalar().as_deref() {
        Some("-1") => "every protocol".to_owned(),
        _ => plain(protocol),
    };
    match (map.get("FromPort").map(plain), map.get("ToPort").map(plain)) {
        (Some(from), Some(to)) if from == to => text.push_str(&format!(" {from}")),
        (Some(from), Some(to)) => text.push_str(&format!(" {from} to {to}")),
        (None, None) => {}
        _ => return None,
    }
    let word = |word: &'static str| if outward && word == "from" { "to" } else { word };
    let peers = PEERS.iter().filter_map(|(key, before)| Some(format!(" {} {}", word(before), plain(map.get(key)?))));
    text.extend(peers);
    text.extend(map.get("Description").map(|why| format!(" ({})", plain(why))));
    Some(text)
}

fn statement(map: &Map) -> Option<String> {
    const PARTS: [(&str, &str); 6] = [
        ("Action", ""),
        ("NotAction", "all but "),
        ("Resource", "on "),
        ("NotResource", "on all but "),
        ("Principal", "to "),
        ("NotPrincipal", "to all but "),
    ];
    let effect = map.get("Effect")?.as_str().filter(|effect| ["Allow", "Deny"].contains(effect))?;
    let is_known = |key: &str| ["Effect", "Sid", "Condition"].contains(&key) || PARTS.iter().any(|(part, _)| *part == key);
    let has_action = map.get("Action").is_some() || map.get("NotAction").is_some();
    if !has_action || !map.keys().all(|key| is_known(key.as_str())) {
        return None;
    }
    let parts = PARTS.iter().filter_map(|(key, word)| Some(format!("{word}{}", several(map.get(key)?))));
    let mut text = format!("{effect} {}", parts.collect::<Vec<_>>().join(" "));
    text.extend(map.get("Condition").map(|condition| format!(" if {}", show::node(condition))));
    Some(text)
}

fn several(node: &Node) -> String {
    match (node.as_list(), node.as_map()) {
        (Some(items), _) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        (None, Some(map)) if map.keys().all(|key| ["Service", "AWS", "Federated", "CanonicalUser"].contains(&key.as_str())) => {
            map.values().map(several).collect::<Vec<_>>().join(", ")
        }
        _ => plain(node),
    }
}

/// A value as it stands in a sentence: a text, whatever makes it, without quotes where it is a single word.
fn plain(node: &Node) -> String {
    match show::text(node) {
        // The comma of a function in the text is none between two texts.
        Some(text)
            if !text.is_empty() && !text.contains(char::is_control) && (node.as_map().is_some() || !text.contains(',')) =>
        {
            text
        }
        _ => show::node(node),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn rules_and_statements_read_as_sentences() {
        let say = |value: serde_json::Value| super::of(&value.into(), false);
        let rule =
            json!({ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0", "Description": "the web" });
        assert_eq!(super::of(&rule.clone().into(), true).as_deref(), Some("tcp 443 to 0.0.0.0/0 (the web)"));
        assert_eq!(say(rule).as_deref(), Some("tcp 443 from 0.0.0.0/0 (the web)"));
        let all = json!({ "IpProtocol": -1, "SourceSecurityGroupId": { "Ref": "Peer" } });
        assert_eq!(say(all).as_deref(), Some("every protocol from Peer"));
        let statement = json!({
            "Effect": "Allow", "Principal": { "Service": "ecs.amazonaws.com" }, "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": { "Fn::GetAtt": ["Files", "Arn"] }, "Condition": { "Bool": { "aws:SecureTransport": "true" } },
        });
        let said =
            "Allow s3:GetObject, s3:PutObject on Files.Arn to ecs.amazonaws.com if {Bool: {aws:SecureTransport: \"true\"}}";
        assert_eq!(say(statement).as_deref(), Some(said));
        let made = json!({ "Fn::Join": ["", ["arn:", { "Fn::FindInMap": ["M", { "Ref": "R" }, "P"] }, ":s3:::b"]] });
        let statement = json!({ "Effect": "Allow", "Action": "s3:GetObject", "Resource": [made, "*"] });
        assert_eq!(say(statement).as_deref(), Some("Allow s3:GetObject on arn:${FindInMap(\"M\", R, \"P\")}:s3:::b, *"));
        // What a sentence would leave out is shown as it is.
        assert_eq!(say(json!({ "IpProtocol": "tcp", "FromPort": 1, "ToPort": 2, "Other": 1 })), None);
        assert_eq!(say(json!({ "IpProtocol": "tcp", "FromPort": 1 })), None);
        assert_eq!(say(json!({ "Effect": "Allow", "Resource": "*" })), None);
    }
}
