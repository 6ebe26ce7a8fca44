//! Rules of the limits of a template: its size, and how many elements its sections may have.

pub(super) mod e1002_template_size;
pub(super) mod e1003_description;
pub(super) mod e2010_parameter_limit;
pub(super) mod e3010_resource_limit;
pub(super) mod e6010_output_limit;
pub(super) mod e7010_mapping_limit;

use crate::check::engine::{Context, Rule};
use crate::template::SourceLocation;

/// Reports a section with more elements than CloudFormation takes, at the first one over.
fn report_over(rule: &Rule, context: &mut Context<'_>, name: &'static str, limit: usize) {
    let Some(section) = context.scope().section(name).filter(|section| section.len() > limit) else { return };
    let message = format!("the template has {} {}, the limit is {limit}", section.len(), name.to_lowercase());
    let first_over = section.get_index(limit).map_or(SourceLocation::Unknown, |(key, node)| key.location_with(node));
    context.report(rule.finding(message).help(rule.fix), first_over, [name]);
}
