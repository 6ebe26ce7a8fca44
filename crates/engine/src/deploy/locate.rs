//! What a reference to a secret names.

use serde::Serialize;

use crate::language::partition;
use crate::stack::Target;
use crate::template::dynamic::{self, DynamicText};
use crate::template::substitution;

/// Where a secret is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Store {
    /// The Parameter Store of Systems Manager, as a `SecureString`.
    ParameterStore,
    /// Secrets Manager.
    SecretsManager,
}

/// A parameter or a secret.
pub(super) struct Located {
    /// Where it is kept.
    pub store: Store,
    /// Its name.
    pub name: String,
    /// Its ARN; nothing for a secret of Secrets Manager that is given by its name, to which AWS adds six characters.
    pub arn: Option<String>,
}

/// What `ValueFrom` of a container's secret names: the ARN of a parameter or of a secret, or the bare name of a parameter of the
/// same region.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html>
pub(super) fn source(source: &str, target: &Target) -> Located {
    let parts: Vec<&str> = source.splitn(7, ':').collect();
    match parts.as_slice() {
        ["arn", _, "secretsmanager", _, _, "secret", rest] => {
            // A JSON key, a version stage and a version id may follow the name.
            let name = rest.split(':').next().unwrap_or_default();
            let arn = source.strip_suffix(&rest[name.len()..]).unwrap_or(source);
            Located { store: Store::SecretsManager, name: name.to_owned(), arn: Some(arn.to_owned()) }
        }
        ["arn", _, "ssm", _, _, resource] => {
            let path = resource.strip_prefix("parameter/").unwrap_or(resource);
            // A name in a hierarchy begins with a slash, which its ARN does not repeat.
            let name = if path.contains('/') { format!("/{path}") } else { path.to_owned() };
            Located { store: Store::ParameterStore, name, arn: Some(source.to_owned()) }
        }
        _ => parameter(source, target),
    }
}

/// What the name or the ARN of a secret of Secrets Manager names.
pub(super) fn secret(id: &str, target: &Target) -> Located {
    match id.starts_with("arn:") {
        true => source(id, target),
        false => Located { store: Store::SecretsManager, name: id.to_owned(), arn: None },
    }
}

/// What the dynamic references of a text name, as far as they are to secrets; nothing for one of which functions make a part.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
pub(super) fn dynamic(text: &str, target: &Target) -> Vec<Option<Located>> {
    let secrets = dynamic::references(text).filter(|reference| matches!(reference.service(), "ssm-secure" | "secretsmanager"));
    let located = secrets.map(|reference| {
        let is_written_out = reference.is_whole && !substitution::begins(reference.inner);
        named(reference, target).filter(|_| is_written_out)
    });
    located.collect()
}

fn named(reference: DynamicText, target: &Target) -> Option<Located> {
    match (reference.service(), reference.parts().as_slice()) {
        ("ssm-secure", [name, ..]) => Some(parameter(name, target)),
        (_, ["arn", rest @ ..]) => Some(secret(&format!("arn:{}", rest.join(":")), target)),
        (_, [name, ..]) => Some(secret(name, target)),
        _ => None,
    }
}

fn parameter(name: &str, target: &Target) -> Located {
    let (partition, path) = (partition(&target.region), name.trim_start_matches('/'));
    let arn = format!("arn:{partition}:ssm:{}:{}:parameter/{path}", target.region, target.account);
    Located { store: Store::ParameterStore, name: name.to_owned(), arn: Some(arn) }
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::*;

    #[test]
    fn names_and_arns_of_both_stores_are_told_apart() {
        let target = Target {
            account: "123456789012".to_owned(),
            region: "eu-west-1".to_owned(),
            production: false,
            tags: IndexMap::new(),
            template_bucket: None,
            deploy_role_arn: None,
            wave: None,
            stack_names: IndexMap::new(),
            packs: Vec::new(),
        };
        let at = |source: &str| {
            let located = super::source(source, &target);
            (located.store, located.name, located.arn.unwrap_or_default())
        };
        let parameter = "arn:aws:ssm:eu-west-1:123456789012:parameter/app/KEY";
        assert_eq!(at(parameter), (Store::ParameterStore, "/app/KEY".to_owned(), parameter.to_owned()));
        assert_eq!(at("/app/KEY"), (Store::ParameterStore, "/app/KEY".to_owned(), parameter.to_owned()));
        assert_eq!(at("KEY").1, "KEY");
        let secret = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf";
        let key = format!("{secret}:password::");
        assert_eq!(at(&key), (Store::SecretsManager, "db-AbCdEf".to_owned(), secret.to_owned()));
        assert_eq!(at(secret).2, secret);
        let names = |text: &str| {
            let located = super::dynamic(text, &target);
            located.into_iter().map(|located| located.map(|at| (at.name, at.arn))).collect::<Vec<_>>()
        };
        let known = |name: &str, arn: Option<&str>| vec![Some((name.to_owned(), arn.map(str::to_owned)))];
        assert_eq!(names("{{resolve:ssm-secure:/app/KEY:3}}"), known("/app/KEY", Some(parameter)));
        assert_eq!(names("{{resolve:secretsmanager:db:SecretString:password}}"), known("db", None));
        let whole = format!("{{{{resolve:secretsmanager:{secret}:SecretString:password}}}}");
        assert_eq!(names(&whole), known("db-AbCdEf", Some(secret)));
        assert_eq!(names("{{resolve:ssm:/app/plain}}"), []);
        assert_eq!(names("{{resolve:secretsmanager:${Secret}}} {{resolve:secretsmanager:"), [None, None]);
    }
}
