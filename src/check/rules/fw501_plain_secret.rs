//! FW501: a secret in a plain environment variable.

use crate::check::{Context, Reach, Rule, tasks};
use crate::diagnostic::Severity;
use crate::template::{Node, Place, Template};

pub const RULE: Rule = Rule {
    code: "FW501",
    severity: Severity::Error,
    what: "Finds environment variables of containers whose name and literal value, or whose value alone, look like a password, a token or a key.",
    why: "Whoever may describe the task definition, read the template or see its snapshot reads the secret.",
    example: "{ \"Name\": \"DB_PASSWORD\", \"Value\": \"correct-horse\" }",
    fix: "Keep it in the Parameter Store or Secrets Manager and refer to it: `.secret(\"DB_PASSWORD\", Secret::ssm(\"/…\"))`. If it is no secret, allow the finding with the reason.",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
    reach: Reach::Template(run),
};

/// The last words of names of secrets.
const WORDS: [&str; 8] = ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "API_KEY", "SECRET_KEY", "PRIVATE_KEY", "SECRET_ACCESS_KEY"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let template = context.template();
    for resource in template.resources().filter(|resource| resource.resource_type == "AWS::ECS::TaskDefinition") {
        for (name, place) in plain_secrets(template, resource.node) {
            let message = format!("the variable `{name}` holds what looks like a secret, in plain text");
            let path = ["Resources", resource.id.as_str(), "Properties", "ContainerDefinitions"].map(str::to_owned);
            context.report(rule.finding(message).help(rule.fix), place.or(resource.node.place), path);
        }
    }
}

/// The names of the variables in question; their values are not repeated in any output.
fn plain_secrets(template: &Template, task: &Node) -> Vec<(String, Place)> {
    let containers = tasks::containers(template, task).unwrap_or_default();
    let environments = containers.iter().filter_map(|container| container.node.get("Environment")?.as_list());
    let mut found = Vec::new();
    for variable in environments.flatten() {
        let name = variable.get("Name").and_then(|name| tasks::text(template, name));
        let value = variable.get("Value").and_then(|value| tasks::text(template, value));
        if let (Some(name), Some(value)) = (name, value)
            && (is_credential(&value) || is_named_so(&name) && could_be_secret(&value))
        {
            found.push((name, variable.get("Value").map_or(variable.place, |node| node.place)));
        }
    }
    found
}

fn is_named_so(name: &str) -> bool {
    let name = name.to_uppercase();
    WORDS.iter().any(|word| name == *word || name.ends_with(&format!("_{word}")))
}

/// Whether a text is long and plain enough to be a secret: no switch, number, path, ARN or address.
fn could_be_secret(value: &str) -> bool {
    let references = ["arn:", "http://", "https://", "/", "${"];
    value.len() >= 6 && value.parse::<f64>().is_err() && !references.iter().any(|start| value.starts_with(start))
}

/// Whether a text is a credential by its form: an access key, a private key, an address with a password.
fn is_credential(value: &str) -> bool {
    let key_id = ["AKIA", "ASIA"].iter().any(|start| value.starts_with(start)) && value.len() == 20;
    let private_key = value.contains("-----BEGIN") && value.contains("PRIVATE KEY-----");
    key_id && value.bytes().all(|b| b.is_ascii_alphanumeric()) || private_key || has_password(value)
}

/// `scheme://user:password@host`, with a password that is written out.
fn has_password(value: &str) -> bool {
    let Some((_, rest)) = value.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((user, _)) = authority.rsplit_once('@') else { return false };
    user.split_once(':').is_some_and(|(_, password)| !password.is_empty() && !password.contains(['$', '{', '<']))
}
