//! Gradual deployments: what CodeDeploy needs, once for all functions and for each of them.

use std::collections::BTreeSet;

use super::build;
use super::made::MadeResource;
use super::pending::Preference;
use super::resource::SamResource;
use super::role;
use super::tags;
use super::work::Work;
use crate::template::{Node, function};

/// The application of all functions.
const APPLICATION: &str = "ServerlessDeploymentApplication";
/// The role of all functions.
const ROLE: &str = "CodeDeployServiceRole";
/// The condition under which one of several functions is deployed so.
const CONDITION: &str = "ServerlessCodeDeployCondition";

/// How traffic may be shifted, by the names that CodeDeploy has for it.
const PREDEFINED: [&str; 9] = [
    "AllAtOnce",
    "Canary10Percent10Minutes",
    "Canary10Percent15Minutes",
    "Canary10Percent30Minutes",
    "Canary10Percent5Minutes",
    "Linear10PercentEvery10Minutes",
    "Linear10PercentEvery1Minute",
    "Linear10PercentEvery2Minutes",
    "Linear10PercentEvery3Minutes",
];

/// Notes how a function is deployed; its alias gets the policy for it.
pub(super) fn of<'a>(work: &mut Work<'a>, source: &SamResource<'a>, alias: MadeResource) -> MadeResource {
    let Some(node) = source.property("DeploymentPreference") else { return alias };
    let enabled = build::present(node, "Enabled");
    if build::is_false(enabled) {
        return alias;
    }
    let group = source.id_of("DeploymentGroup");
    if !build::is_plain_map(node) || enabled.is_some_and(|enabled| !build::is_true(Some(enabled))) {
        // Whether it is enabled is known only to the deployment.
        work.open.extend([group.clone(), APPLICATION.to_owned(), ROLE.to_owned()]);
        work.put(source, MadeResource::opaque(group, build::opaque(node)));
        return alias;
    }
    let hook = |name| build::present(node, "Hooks").and_then(|hooks| build::present(hooks, name)).cloned();
    let update = build::map([
        ("ApplicationName", Some(build::reference(APPLICATION))),
        ("DeploymentGroupName", Some(build::reference(&group))),
        ("BeforeAllowTrafficHook", hook("PreTraffic")),
        ("AfterAllowTrafficHook", hook("PostTraffic")),
    ]);
    work.deployments.push(Preference { source: *source, node });
    alias.attribute("UpdatePolicy", build::map([("CodeDeployLambdaAliasUpdate", update)]))
}

/// Makes the application, the role and the groups of all functions that are deployed so.
pub(super) fn shared(work: &mut Work<'_>) {
    let preferences = std::mem::take(&mut work.deployments);
    let Some(first) = preferences.first() else { return };
    let location = first.source.location;
    let condition = shared_condition(work, &preferences);
    let application = MadeResource::plain(APPLICATION, "AWS::CodeDeploy::Application")
        .attribute("Condition", condition.clone())
        .set("ComputePlatform", build::text("Lambda"));
    work.put_at(location, application);
    if preferences.iter().any(|preference| preference.property("Role").is_none()) {
        let policy = build::managed_policy("service-role/AWSCodeDeployRoleForLambda");
        let role = MadeResource::plain(ROLE, role::TYPE)
            .attribute("Condition", condition)
            .set("AssumeRolePolicyDocument", role::trust("codedeploy.amazonaws.com"))
            .set("ManagedPolicyArns", build::list([policy]));
        work.put_at(location, role);
    }
    for preference in &preferences {
        work.put(&preference.source, group(preference));
    }
}

/// The condition of what all share: there is none if one of them has none.
fn shared_condition(work: &mut Work<'_>, preferences: &[Preference<'_>]) -> Option<Node> {
    let names: Option<BTreeSet<&str>> = preferences.iter().map(|preference| preference.condition()?.as_str()).collect();
    let names = names?;
    if let (1, Some(only)) = (names.len(), names.first()) {
        return Some(build::text(*only));
    }
    let any = names.into_iter().map(|name| Node::call(function::CONDITION, build::text(name)));
    work.conditions.insert(CONDITION.into(), build::any(any.collect()));
    Some(build::text(CONDITION))
}

fn group(preference: &Preference<'_>) -> MadeResource {
    let texts = |names: &[&'static str]| build::list(names.iter().map(|name| build::text(*name)));
    let rollback = build::map([
        ("Enabled", build::flag(true)),
        ("Events", texts(&["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM", "DEPLOYMENT_STOP_ON_REQUEST"])),
    ]);
    let style =
        build::map([("DeploymentType", build::text("BLUE_GREEN")), ("DeploymentOption", build::text("WITH_TRAFFIC_CONTROL"))]);
    let source = &preference.source;
    let tags = tags::own(source.property("Tags").filter(|_| build::is_true(source.property("PropagateTags"))));
    MadeResource::plain(source.id_of("DeploymentGroup"), "AWS::CodeDeploy::DeploymentGroup")
        .attribute("Condition", preference.condition().cloned())
        .set("ApplicationName", build::reference(APPLICATION))
        .set("AlarmConfiguration", preference.property("Alarms").and_then(alarms))
        .set("AutoRollbackConfiguration", rollback)
        .set("DeploymentConfigName", preference.property("Type").map(config))
        .set("DeploymentStyle", style)
        .set("ServiceRoleArn", preference.property("Role").cloned().unwrap_or_else(|| build::attribute(ROLE, "Arn")))
        .set("TriggerConfigurations", preference.property("TriggerConfigurations").cloned())
        .set("Tags", tags)
}

fn config(kind: &Node) -> Node {
    match kind.as_str() {
        Some(name) if PREDEFINED.contains(&name) => {
            build::sub_with("CodeDeployDefault.Lambda${ConfigName}", [("ConfigName", kind.clone())])
        }
        Some(_) => kind.clone(),
        None => build::opaque(kind),
    }
}

fn alarms(alarms: &Node) -> Option<Node> {
    if function::is_no_value(alarms) {
        return None;
    }
    match (alarms.as_list(), function::call(alarms)) {
        (Some(items), _) if items.is_empty() || items.first().is_some_and(function::is_no_value) => Some(build::map::<Node>([])),
        (Some(items), _) => {
            let names = items.iter().map(|alarm| build::map([("Name", alarm.clone())]));
            Some(build::map([("Enabled", build::flag(true)), ("Alarms", build::list(names))]))
        }
        _ => Some(build::opaque(alarms)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{json, made};

    const GRADUAL: &str = "
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      InlineCode: x = 1
      AutoPublishAlias: live
      DeploymentPreference: {Type: Canary10Percent10Minutes, Alarms: [!Ref Errors], Hooks: {PreTraffic: !Ref G}}
  Errors: {Type: AWS::CloudWatch::Alarm, Properties: {Dimensions: [{Name: FunctionName, Value: !Ref F}]}}";

    #[test]
    fn the_alarm_is_needed_by_the_group_and_not_by_the_function() {
        assert_eq!(
            made(GRADUAL),
            [
                "F AWS::Lambda::Function",
                "FVersion# AWS::Lambda::Version",
                "FAliaslive AWS::Lambda::Alias",
                "FRole AWS::IAM::Role",
                "Errors AWS::CloudWatch::Alarm",
                "ServerlessDeploymentApplication AWS::CodeDeploy::Application",
                "CodeDeployServiceRole AWS::IAM::Role",
                "FDeploymentGroup AWS::CodeDeploy::DeploymentGroup",
            ]
        );
        assert!(!json(GRADUAL, &["Resources", "F"]).contains("Errors"));
        assert_eq!(
            json(GRADUAL, &["Resources", "FDeploymentGroup", "Properties", "AlarmConfiguration"]),
            r#"{"Enabled":true,"Alarms":[{"Name":{"Ref":"Errors"}}]}"#
        );
        assert_eq!(
            json(GRADUAL, &["Resources", "FAliaslive", "UpdatePolicy"]),
            r#"{"CodeDeployLambdaAliasUpdate":{"ApplicationName":{"Ref":"ServerlessDeploymentApplication"},"DeploymentGroupName":{"Ref":"FDeploymentGroup"},"BeforeAllowTrafficHook":{"Ref":"G"}}}"#
        );
    }

    #[test]
    fn whether_it_is_enabled_may_not_be_known() {
        let of = |enabled: &str| {
            made(&format!(
                "Resources: {{F: {{Type: AWS::Serverless::Function, Properties: {{AutoPublishAlias: a, DeploymentPreference: {{Enabled: {enabled}, Type: AllAtOnce, Role: r}}}}}}}}"
            ))
        };
        assert_eq!(of("false").len(), 4);
        assert!(of("true").contains(&"ServerlessDeploymentApplication AWS::CodeDeploy::Application".to_owned()));
        assert!(!of("true").contains(&"CodeDeployServiceRole AWS::IAM::Role".to_owned()));
        assert!(of("!Ref P").contains(&"FDeploymentGroup".to_owned()));
    }
}
