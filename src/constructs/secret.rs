//! References to secrets.

use crate::diagnostic::Diagnostic;
use crate::stack::functions::sub;
use crate::stack::{IntoValue, Text, Value, authored, located};
use crate::template::substitution::{Part, parts};

/// A reference to a secret that ECS reads when a task starts. It cannot hold the secret's value.
///
/// <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html>
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn container(web: Container, database: Handle<secretsmanager::Secret>) -> Container {
///     web.secret("API_KEY", Secret::ssm("/shop/API_KEY"))
///         .secret("DATABASE_PASSWORD", Secret::secrets_manager_key(database, "password"))
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Secret {
    pub(crate) source: Value<Text>,
    pub(crate) grant: Grant,
    /// The name of a parameter that is none: in a policy, its characters would mean something else.
    wrong_name: Option<String>,
}

/// What the execution role needs in order to read a secret.
#[derive(Clone, Debug)]
pub(crate) enum Grant {
    /// `ssm:GetParameters` on this ARN.
    Ssm(Value<Text>),
    /// `secretsmanager:GetSecretValue` on this ARN.
    SecretsManager(Value<Text>),
}

impl Secret {
    /// A parameter of SSM (a `SecureString`, made outside CloudFormation, which cannot create one) in the stack's account and region,
    /// by its name, for example `/cruddur/backend-flask/CONNECTION_URL`.
    #[track_caller]
    pub fn ssm(name: impl AsRef<str>) -> Self {
        let name = name.as_ref();
        let arn = format!(
            "arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter/{}",
            name.trim_start_matches('/')
        );
        let arn: Value<Text> = located(sub(arn));
        // The whole ARN works in every region; the bare name only in the task's own.
        Secret { source: arn.clone(), grant: Grant::Ssm(arn), wrong_name: (!is_name(name)).then(|| name.to_owned()) }
    }

    /// A whole secret of Secrets Manager, by its ARN.
    #[track_caller]
    pub fn secrets_manager(arn: impl IntoValue<Text>) -> Self {
        let arn: Value<Text> = located(arn);
        Secret { source: arn.clone(), grant: Grant::SecretsManager(arn), wrong_name: None }
    }

    /// One JSON key of a secret of Secrets Manager, by the secret's ARN: for example `password` of what RDS manages.
    #[track_caller]
    pub fn secrets_manager_key(arn: impl IntoValue<Text>, key: &str) -> Self {
        let arn: Value<Text> = located(arn);
        let source = authored(|| located(sub(format!("${{Secret}}:{key}::")).with("Secret", &arn)));
        Secret { source, grant: Grant::SecretsManager(arn), wrong_name: None }
    }

    /// What is wrong with it.
    pub(crate) fn problem(&self) -> Option<Diagnostic> {
        let name = self.wrong_name.as_ref()?;
        let message = format!("`{name}` is not the name of a parameter of Systems Manager");
        let help =
            "its path has letters, digits, `.`, `-`, `_` and `/` only; `*` and `?` would let the role read other secrets too";
        Some(Diagnostic::error("FW022", message).help(help))
    }
}

/// Whether a text is the name of a parameter, in which functions of CloudFormation may stand: `/app/${AWS::StackName}/KEY`.
fn is_name(text: &str) -> bool {
    let is_part = |part: &str| part.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    let mut parts = parts(text).into_iter();
    !text.is_empty()
        && !text.ends_with('/')
        && !text.contains("//")
        && parts.all(|part| match part {
            Part::Text(text) => is_part(text),
            Part::Variable(_) => true,
            Part::Escaped(_) => false,
        })
}
