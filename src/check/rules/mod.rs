//! The rules, in the order in which their findings are listed.

mod e1002_template_size;
mod e1003_description;
mod e1011_find_in_map;
mod e1019_sub;
mod e1020_ref;
mod e2010_parameter_limit;
mod e3005_depends_on;
mod e3010_resource_limit;
mod e6010_output_limit;
mod e7010_mapping_limit;
mod e8002_conditions;
mod fw101_imports;
mod fw102_exports;
mod fw103_policy_size;
mod fw104_policy_action;
mod fw105_ascii;

use super::rule::Rule;

/// Every rule.
pub const RULES: &[&Rule] = &[
    &e1002_template_size::RULE,
    &e1003_description::RULE,
    &e1011_find_in_map::RULE,
    &e1019_sub::RULE,
    &e1020_ref::RULE,
    &e2010_parameter_limit::RULE,
    &e3005_depends_on::RULE,
    &e3010_resource_limit::RULE,
    &e6010_output_limit::RULE,
    &e7010_mapping_limit::RULE,
    &e8002_conditions::RULE,
    &fw101_imports::RULE,
    &fw102_exports::RULE,
    &fw103_policy_size::RULE,
    &fw104_policy_action::RULE,
    &fw105_ascii::RULE,
];
