//! Packs: rules that are applied only where they are asked for.

use serde::Deserialize;

/// A set of rules that an environment, or `--pack` on the command line, asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pack {
    /// What stops a deployment that is open, unencrypted, unlogged or too powerful.
    Security,
}

impl Pack {
    /// Every pack.
    pub const ALL: &[Pack] = &[Pack::Security];

    /// Its name, as settings and the command line have it.
    pub const fn name(self) -> &'static str {
        match self {
            Pack::Security => "security",
        }
    }
}
