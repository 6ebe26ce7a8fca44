//! References to secrets.

use crate::stack::functions::sub;
use crate::stack::{IntoValue, Text, Value, authored, located};

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
        Secret { source: arn.clone(), grant: Grant::Ssm(arn) }
    }

    /// A whole secret of Secrets Manager, by its ARN.
    #[track_caller]
    pub fn secrets_manager(arn: impl IntoValue<Text>) -> Self {
        let arn: Value<Text> = located(arn);
        Secret { source: arn.clone(), grant: Grant::SecretsManager(arn) }
    }

    /// One JSON key of a secret of Secrets Manager, by the secret's ARN: for example `password` of what RDS manages.
    #[track_caller]
    pub fn secrets_manager_key(arn: impl IntoValue<Text>, key: &str) -> Self {
        let arn: Value<Text> = located(arn);
        let source = authored(|| located(sub(format!("${{Secret}}:{key}::")).with("Secret", &arn)));
        Secret { source, grant: Grant::SecretsManager(arn) }
    }
}
