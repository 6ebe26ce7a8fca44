//! What is collected until all sources are read, because several of them share what is made of it.

use super::build;
use super::resource::SamResource;
use crate::template::Node;

/// How one function is deployed.
pub(super) struct Preference<'a> {
    /// The function.
    pub(super) source: SamResource<'a>,
    /// What it says of its deployment.
    pub(super) node: &'a Node,
}

impl<'a> Preference<'a> {
    /// An entry of what it says that is not null.
    pub(super) fn property(&self, name: &str) -> Option<&'a Node> {
        build::present(self.node, name)
    }

    /// The condition of the function, if it counts for the deployment.
    pub(super) fn condition(&self) -> Option<&'a Node> {
        self.source.entry("Condition").filter(|_| build::is_true(self.property("PassthroughCondition")))
    }
}

/// An API with the plan that it asks for.
pub(super) struct Planned<'a> {
    /// The API.
    pub(super) source: SamResource<'a>,
    /// The id of its stage.
    pub(super) stage: String,
    /// The plan as it is written.
    pub(super) plan: &'a Node,
}
