//! Dynamic references: values that CloudFormation reads from elsewhere when it deploys.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>

use super::kind::{Json, TextKind};
use super::value::IntoValue;
use crate::template::Node;

/// A `{{resolve:…}}` text.
///
/// ```
/// use formwork::prelude::*;
///
/// fn database(database: rds::DBInstance) -> rds::DBInstance {
///     database
///         .master_username(DynamicReference::secret_key("shop/database", "username"))
///         .master_user_password(DynamicReference::secret_key("shop/database", "password"))
/// }
/// ```
#[derive(Clone, Debug)]
pub struct DynamicReference {
    text: String,
}

impl DynamicReference {
    /// A plain-text parameter of SSM, at its newest version.
    pub fn ssm(name: &str) -> Self {
        DynamicReference { text: format!("{{{{resolve:ssm:{name}}}}}") }
    }

    /// A plain-text parameter of SSM, at one version (from 1).
    pub fn ssm_version(name: &str, version: u32) -> Self {
        DynamicReference { text: format!("{{{{resolve:ssm:{name}:{version}}}}}") }
    }

    /// A `SecureString` parameter of SSM. Only a few properties take one, and none of ECS does: a container's secret is
    /// `constructs::Secret::ssm`.
    pub fn ssm_secure(name: &str) -> Self {
        DynamicReference { text: format!("{{{{resolve:ssm-secure:{name}}}}}") }
    }

    /// A whole secret of Secrets Manager.
    pub fn secret(id: &str) -> Self {
        DynamicReference { text: format!("{{{{resolve:secretsmanager:{id}}}}}") }
    }

    /// One JSON key of a secret of Secrets Manager.
    pub fn secret_key(id: &str, key: &str) -> Self {
        DynamicReference { text: format!("{{{{resolve:secretsmanager:{id}:SecretString:{key}}}}}") }
    }
}

impl<K: TextKind> IntoValue<K> for DynamicReference {
    fn into_node(self) -> Node {
        Node::text(self.text)
    }
}

impl IntoValue<Json> for DynamicReference {
    fn into_node(self) -> Node {
        Node::text(self.text)
    }
}
