//! From AWS's names to Rust's.

/// Words that Rust keeps for itself and that AWS uses as property names.
const RESERVED: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut",
    "new", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The words of a name: `EnableECSManagedTags` is `Enable`, `ECS`, `Managed`, `Tags`; `SubnetIDs` is `Subnet`, `IDs`.
pub(super) fn words(name: &str) -> Vec<String> {
    let name = name.replace("IPv", "Ipv");
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (index, c) in characters.iter().enumerate() {
        let separator = !c.is_ascii_alphanumeric();
        if separator || begins_word(&characters, index) {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        }
        if !separator {
            word.push(*c);
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

fn begins_word(characters: &[char], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|i| characters[i]) else {
        return false;
    };
    if !characters[index].is_ascii_uppercase() {
        return false;
    }
    if !before.is_ascii_uppercase() {
        return true;
    }
    // Inside a run of capitals, the last one begins the next word (`ECSManaged`), unless the run is a plural (`IDs`).
    let next_is_lower = characters.get(index + 1).is_some_and(char::is_ascii_lowercase);
    let plural = characters.get(index + 1) == Some(&'s') && characters.get(index + 2).is_none_or(char::is_ascii_uppercase);
    next_is_lower && !plural
}

/// A method or module name: `vpc_id`, `type_`.
pub(crate) fn snake(name: &str) -> String {
    let text = words(name).join("_").to_lowercase();
    let digit = text.starts_with(|c: char| c.is_ascii_digit());
    match (digit, RESERVED.contains(&text.as_str())) {
        (true, _) => format!("_{text}"),
        (_, true) => format!("{text}_"),
        _ => text,
    }
}

/// A type name that keeps AWS's own letters: `DBInstance`, `LoadBalancer`.
pub(super) fn type_name(name: &str) -> String {
    let mut text: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// A type name in Rust's manner, for kinds: `VpcId`, `DbInstanceArn`.
pub(super) fn camel(name: &str) -> String {
    words(name)
        .iter()
        .map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + &rest.to_lowercase()
        })
        .collect()
}

/// The constant for a value of the closed set `set`: `INTERNET_FACING`; a value that begins with a digit gets the set's last word
/// before it, as in `DAYS_14`.
pub(super) fn constant(set: &str, value: &str) -> String {
    let value = &value.replace("TLSv", "TLSV").replace("SSLv", "SSLV");
    let mixed = value.chars().any(|c| c.is_ascii_lowercase()) && value.chars().any(|c| c.is_ascii_uppercase());
    let text = if mixed {
        words(value).join("_").to_uppercase()
    } else {
        let kept = value.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
        let text: String = kept.collect();
        let parts: Vec<&str> = text.split('_').filter(|part| !part.is_empty()).collect();
        parts.join("_")
    };
    if text.is_empty() {
        return if value.is_empty() { "EMPTY".to_owned() } else { "ANY".to_owned() };
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let last = words(set).pop().unwrap_or_default().to_uppercase();
        return format!("{last}_{text}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{camel, constant, snake};

    #[test]
    fn methods_read_well() {
        let cases = [
            ("VpcId", "vpc_id"),
            ("EnableECSManagedTags", "enable_ecs_managed_tags"),
            ("DNSName", "dns_name"),
            ("SecurityGroupIDs", "security_group_ids"),
            ("IPv6CidrBlock", "ipv6_cidr_block"),
            ("EC2SecurityGroupId", "ec2_security_group_id"),
            ("DBSubnetGroupName", "db_subnet_group_name"),
            ("Type", "type_"),
            ("NotificationARNs", "notification_arns"),
            ("awslogs-group", "awslogs_group"),
        ];
        for (given, wanted) in cases {
            assert_eq!(snake(given), wanted);
        }
    }

    #[test]
    fn kinds_and_constants_read_well() {
        assert_eq!(camel("DBInstanceArn"), "DbInstanceArn");
        assert_eq!(constant("Scheme", "internet-facing"), "INTERNET_FACING");
        assert_eq!(constant("RetentionInDays", "14"), "DAYS_14");
        assert_eq!(constant("Operator", "GreaterThanThreshold"), "GREATER_THAN_THRESHOLD");
        assert_eq!(constant("ScalableDimension", "ecs:service:DesiredCount"), "ECS_SERVICE_DESIRED_COUNT");
        assert_eq!(constant("TlsVersion", "TLSv1.2_2021"), "TLSV1_2_2021");
    }
}
