//! A failure, as it stands in a data file.

use serde::Deserialize;

/// What a failure is among others that a message tells of as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rank {
    /// It follows from another one, or sums others up.
    Outcome,
    /// It failed by itself, but the message says only that something is refused.
    Vague,
    /// It only passes on what something else said: a custom resource what its function raised.
    Relay,
    /// It is known for any service: a permission, a name that is taken, a limit.
    General,
    /// It is an error code of a service, of which only is known what it means.
    Code,
    /// It is a cause of its own.
    #[default]
    Cause,
}

/// A failure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// Its name, unique.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Patterns of its messages; one of them fits.
    pub(super) says: Vec<String>,
    /// What it is among others.
    #[serde(default)]
    pub rank: Rank,
    /// The causes, in the order to check them.
    pub cause: Vec<Cause>,
    /// Commands that show more, whatever the cause.
    #[serde(default)]
    pub tell: Vec<String>,
    /// Codes of the rules, and of `diff`, that find it before the deployment.
    #[serde(default)]
    pub rules: Vec<String>,
    /// Types of the resources that it may be about.
    #[serde(default)]
    pub types: Vec<String>,
    /// The services that alone say it, where the messages of others are alike.
    #[serde(default)]
    pub(super) said_by: Vec<String>,
}

impl Failure {
    /// That a message has an error code, which means what the cause says.
    pub(super) fn of_code(code: String, cause: Cause) -> Self {
        let (id, title) = (code.clone(), code);
        let (says, tell, rules, types, said_by) = Default::default();
        Failure { id, title, says, rank: Rank::Code, cause: vec![cause], tell, rules, types, said_by }
    }
}

/// One cause of a failure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// What it is.
    pub is: String,
    /// A pattern of the messages that say that it is this one: then it stands first, and the other causes with one are left out. Where
    /// it has only what must not be said, it is that of the messages that rule it out.
    #[serde(default)]
    pub(super) when: Option<String>,
    /// Whether it is a possibility also where no other is left: the messages do not imply it.
    #[serde(default)]
    pub(super) possible: bool,
    /// Codes of the rules that find this cause before the deployment, where they are others than those of the failure.
    #[serde(default)]
    pub rules: Option<Vec<String>>,
    /// How to tell that it is this one: a command, or what to look at.
    #[serde(default)]
    pub tell: Option<String>,
    /// The way out.
    pub fix: String,
}
