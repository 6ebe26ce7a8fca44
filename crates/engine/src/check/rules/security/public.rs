//! Policies of resources that let everybody in.

use crate::check::engine::{Context, Rule};
use crate::language::read::property::Property;
use crate::language::read::{policy, resource};

/// Reports the statements that let everybody in, in the policies of some types.
pub(super) fn report(rule: &Rule, context: &mut Context<'_>, types: &[&str], message: &str) {
    let scope = context.scope();
    for kind in types {
        for holder in resource::of_type(scope, kind) {
            for document in policy::documents_of(&holder) {
                report_document(rule, context, &document.property, message);
            }
        }
    }
}

/// Reports the statements of one document that let everybody in.
pub(super) fn report_document<'a>(rule: &Rule, context: &mut Context<'a>, document: &Property<'a>, message: &str) {
    for principal in policy::public_principals(document) {
        principal.report(context, rule.finding(message).help(rule.fix));
    }
}
