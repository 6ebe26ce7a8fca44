//! Findings at the properties of resources.

use super::context::Context;
use crate::diagnostic::Diagnostic;
use crate::language::read::property::Property;

impl Property<'_> {
    /// Puts a finding here.
    pub(crate) fn report(&self, context: &mut Context<'_>, finding: Diagnostic) {
        context.report(finding, self.location(), self.path());
    }
}
