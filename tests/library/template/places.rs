//! Where a finding points.

use super::*;
use crate::support::author::stack;
use formwork::aws::elasticloadbalancingv2::TargetGroup;
use formwork::aws::elasticloadbalancingv2::target_group::Matcher;
use formwork::aws::logs::LogGroup;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::prelude::*;
use insta::assert_snapshot;

#[test]
fn a_finding_in_free_form_json_points_at_it() {
    let outcome = stack(|stack| {
        stack.metadata(
            "Free",
            object! {
                "Right": "a",
                "Wrong": { "Deep": [sub("${Nothing}")] },
            },
        );
        bucket(stack);
    });
    assert_snapshot!(outcome.lines().join("\n"), @"object! {");
}

#[test]
fn a_finding_points_at_the_line_that_set_the_property() {
    let outcome = stack(|stack| {
        let group = LogGroup::new().retention_in_days(RetentionInDays::DAYS_14).log_group_name(sub("${Nothing}"));
        stack.add("Logs", group);
        let matcher = Matcher::new().http_code(sub("${Nobody}"));
        stack.add("Group", TargetGroup::new().matcher(matcher).allow("E3681", "a part of one"));
    })
    .mistakes();
    assert_snapshot!(outcome.errors(), @"
    error[E1019] in stack/Resources/Logs/Properties/LogGroupName: `${Nothing}` names neither a parameter nor a resource
    error[E1019] in stack/Resources/Group/Properties/Matcher/HttpCode: `${Nobody}` names neither a parameter nor a resource
    ");
    assert_snapshot!(outcome.lines().join("\n"), @r#"
    log_group_name(sub("${Nothing}"));
    http_code(sub("${Nobody}"));
    "#);
}

#[test]
fn a_finding_inside_a_construct_points_at_the_authors_call() {
    let outcome = stack(|stack| {
        let role = formwork::constructs::Role::for_tasks().grant(["GetParameters"], ["*"]);
        stack.add("Role", role);
    });
    assert_snapshot!(outcome.errors(), @"error[FW104] in stack/Resources/Role/Properties/Policies/0/PolicyDocument/Statement/0/Action: `GetParameters` is not an action (add the service prefix, as in `ssm:GetParameters`; `*` matches any characters of a name, or alone everything)");
    assert_snapshot!(outcome.lines().join("\n"), @r#"grant(["GetParameters"], ["*"]);"#);
}
