//! The effects that a change of one property can have on its resource.

/// What a change of one property does to its resource, from the mildest to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The service does not see it.
    Nothing,
    /// An update without interruption, unless the deployment has the same value as before.
    MayUpdate,
    /// An update without interruption.
    Update,
    /// The schema of the type is not known.
    Unknown,
    /// An update that may interrupt, or that the deployment may not make.
    MayInterrupt,
    /// An update with some interruption.
    Interruption,
    /// AWS's page of the property says on what a replacement depends.
    MayReplace,
    /// The resource is replaced.
    Replace,
}

impl Effect {
    /// The effect of a change that a deployment may not make.
    pub(super) fn hedged(self) -> Self {
        match self {
            Effect::Update => Effect::MayUpdate,
            Effect::Interruption => Effect::MayInterrupt,
            Effect::Replace => Effect::MayReplace,
            other => other,
        }
    }
}

/// What is said where a deployment may have the same value as before.
pub(super) const SAME: &str = "the deployment may have the same value";
/// What is said where what a value reads may be another one.
pub(super) const MAY_BE_REPLACED: &str = "what it reads may be replaced";
/// The same of what a nested stack gives.
pub(super) const MAY_BE_GIVEN: &str = "the stack that it reads may give another value";
/// The same of what the handler of a custom resource answers.
pub(super) const MAY_BE_ANSWERED: &str = "the handler of what it reads may answer another value";
/// What is said where a mapping has another entry for some of the keys that a value may be found by, and where it has for all of them.
pub(super) const MAY_FIND_ANOTHER: &str = "the mapping has another entry for some of its keys";
pub(super) const FINDS_ANOTHER: &str = "the mapping has another entry for each of its keys";
/// The same where something that only the deployment knows makes the entries, and is another one.
pub(super) const MAY_MAKE_ANOTHER: &str = "what makes the mapping may give another value";
/// What is said where another condition chooses a value.
pub(super) const MAY_CHOOSE_ANOTHER: &str = "its condition may hold where it did not before";
/// What is said where one name is that of a resource on one side and of a parameter on the other.
pub(super) const IS_OF_ANOTHER_KIND: &str = "its name is that of a resource on one side and of a parameter on the other";
