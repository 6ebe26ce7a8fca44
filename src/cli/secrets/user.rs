//! Who uses a secret, in words.

use crate::deploy::SecretReference;

/// Which resource, or which container of it, gets the value.
pub(super) fn user(secret: &SecretReference) -> String {
    let container = secret.container.as_ref().map(|container| format!(" / {container}")).unwrap_or_default();
    format!("{} / {}{container}", secret.stack, secret.resource)
}

/// A secret without a name of its own, by its use.
pub(super) fn full_name(secret: &SecretReference) -> String {
    format!("{} / {}", user(secret), secret.used_as)
}
