//! Actions of IAM statements.

use std::fmt;

/// An action such as `ssm:GetParameters`, or a pattern of actions such as `s3:Get*`.
///
/// Its form is checked at synth: a service's prefix, a colon, a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action(String);

impl Action {
    /// An action of a service, for example `Action::new("ssm", "GetParameters")`.
    pub fn new(service: &str, name: &str) -> Self {
        Action(format!("{service}:{name}"))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Action {
    fn from(text: &str) -> Self {
        Action(text.to_owned())
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
