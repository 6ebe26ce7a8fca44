//! What CloudFormation will do with a change: two sets of templates in, verdicts out.
//!
//! Precise where the resource schemas know, and `unknown` where they do not. What an update does to a resource follows
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html>.

mod access;
mod alike;
mod arns;
mod attributes;
mod change;
mod circumstances;
mod compare;
mod defaults;
mod deletion;
mod drift;
mod effect;
mod emptied;
mod ended;
mod exports;
mod exposure;
mod failures;
mod grant;
mod headline;
mod headlines;
mod hide;
mod holders;
mod host_names;
mod kept;
mod kept_values;
mod key_names;
mod lambda_versions;
mod launch_versions;
mod left_out;
mod live_drift;
mod log_buckets;
mod log_groups;
mod loops;
mod may_be_equal;
mod moved;
mod names_across;
mod nested;
mod notes;
mod notified;
mod opaque;
mod open;
mod policy_form;
mod processed;
mod propagation;
mod property_effect;
mod reads_store;
mod redefined;
mod refused;
mod rename;
mod replaced_if;
mod revision;
mod root_volume;
mod said;
mod scenarios;
mod secret_sources;
pub mod show;
mod split_lists;
mod stack;
mod stack_sets;
mod statements;
mod stored;
mod subnets;
mod taken_in_place;
mod taken_over;
#[cfg(test)]
mod tests;
mod tree;
mod undeployed;
mod unique_names;
mod unmapped;
mod unserved;
mod update_policy;
mod updates;
mod versions;
mod weights;

pub use crate::language::read::stack_set::StackInstances;
pub use crate::refactor::{Moved, State as MoveState};
pub use change::{Change, NotCompared, ResourceChange, Side, StackChange, Verdict};
pub use compare::{Comparison, compare};
pub use drift::drift;
pub use effect::Effect;
pub use headline::{Headline, HeadlineKind};
pub use live_drift::{DriftAnswers, PropertyDrift, ResourceDrift, StackDrift};
pub use moved::refactored;
pub use nested::nested_templates;
pub use processed::{deployed_template, with_conditions};

use crate::template::path::Path;

/// What a change of a property does to its resource, by the path to it from `Properties`.
pub fn effect_of(resource_type: &str, path: &Path<'_>) -> Effect {
    property_effect::of(resource_type, path, [None, None])
}
