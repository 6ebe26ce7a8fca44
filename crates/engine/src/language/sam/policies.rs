//! The templates of policies, by name: `DynamoDBCrudPolicy` and its like.
//!
//! `policy_templates.tsv` has them, and says where they are from.

use super::build;
use crate::template::{Key, Node};

static TEMPLATES: &str = include_str!("policy_templates.tsv");

/// What to do about a refusal.
pub(crate) enum WayOut {
    /// These words.
    Text(String),
    /// The name that is most like this one, of those that are known. A name that is like none of them may be newer than the list.
    Nearest(String, Vec<&'static str>),
}

/// The statements of the templates, by their fields: the template, its parameters, actions, resources, and a condition.
pub(super) fn rows() -> impl Iterator<Item = Vec<&'static str>> {
    TEMPLATES.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// The templates with their parameters, each as often as it has statements.
fn templates() -> impl Iterator<Item = (&'static str, &'static str)> {
    rows().filter_map(|row| Some((*row.first()?, *row.get(1)?)))
}

/// What is wrong with an entry of `Policies`: the key that it is about, the message, and the way out. Statements and functions are no
/// templates.
pub(super) fn fault(entry: &Node) -> Option<(&str, String, WayOut)> {
    let map = entry.as_map().filter(|_| build::is_plain(entry) && entry.get("Statement").is_none())?;
    let (key, given) = map.iter().next()?;
    let name = key.as_str();
    if map.len() > 1 {
        let message = "an entry of `Policies` names one template, or has `Statement`".to_owned();
        return Some((name, message, WayOut::Text("write each template as an entry of its own".into())));
    }
    let Some((_, parameters)) = templates().find(|(known, _)| *known == name) else {
        return Some((name, format!("there is no policy template `{name}`"), meant(name)));
    };
    let parameters: Vec<&str> = parameters.split_whitespace().collect();
    let Some(map) = given.as_map().filter(|_| build::is_plain(given)) else {
        let message = format!("expected a map of the parameters of `{name}`");
        return build::is_plain(given).then(|| (name, message, WayOut::Text("write `{}` where it has none".into())));
    };
    let missing: Vec<&str> = parameters.iter().copied().filter(|parameter| !map.contains_key(parameter)).collect();
    let first = missing.first()?;
    let other = map.keys().map(Key::as_str).find(|given| !parameters.contains(given));
    let help = other.map_or_else(|| format!("add `{first}`"), |other| format!("rename `{other}` to `{first}`?"));
    Some((name, format!("`{name}` needs `{}`", missing.join("` and `")), WayOut::Text(help)))
}

/// The template whose name is this one with what the names end with, or else the name that is most like it.
fn meant(name: &str) -> WayOut {
    let whole = format!("{name}Policy");
    let known = || templates().map(|(known, _)| known);
    match known().find(|known| known.eq_ignore_ascii_case(&whole)) {
        Some(known) => WayOut::Text(format!("did you mean `{known}`?")),
        None => WayOut::Nearest(name.to_owned(), known().collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::fault;
    use crate::language::sam::testing;

    #[test]
    fn a_template_of_a_policy_is_known_by_name_and_parameters() {
        let message = |entry: &str| {
            let template = testing::template(&format!("Resources: {entry}"));
            template.root().get("Resources").and_then(|entry| Some(fault(entry)?.1))
        };
        for right in ["{S3ReadPolicy: {BucketName: b, Other: x}}", "{VPCAccessPolicy: {}}", "{Statement: []}", "{Ref: P}"] {
            assert_eq!(message(right), None, "{right}");
        }
        assert_eq!(message("{S3ReadPolicy: {Bucket: b}}").as_deref(), Some("`S3ReadPolicy` needs `BucketName`"));
        assert_eq!(message("{DynamoDBCrud: {TableName: t}}").as_deref(), Some("there is no policy template `DynamoDBCrud`"));
        assert_eq!(message("{S3ReedPolicy: {}}").as_deref(), Some("there is no policy template `S3ReedPolicy`"));
        assert_eq!(message("{VPCAccessPolicy: []}").as_deref(), Some("expected a map of the parameters of `VPCAccessPolicy`"));
        assert!(message("{VPCAccessPolicy: {}, EC2DescribePolicy: {}}").is_some());
    }
}
