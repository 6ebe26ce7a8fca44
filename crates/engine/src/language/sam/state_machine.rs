//! `AWS::Serverless::StateMachine`
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html>

use super::build;
use super::event::{Invoked, Needs};
use super::events;
use super::made::MadeResource;
use super::resource::SamResource;
use super::work::Work;
use super::{code, role, tags};
use crate::template::{Content, Node};

/// The type of what a state machine becomes.
pub(super) const TYPE: &str = "AWS::StepFunctions::StateMachine";
/// What the tags say.
const CREATED_BY: &str = "stateMachine:createdBy";

/// Makes a state machine, its role unless one is given, its version and alias, and what its events ask for.
pub(super) fn make<'a>(work: &mut Work<'a>, source: &SamResource<'a>) {
    let list = || tags::list(CREATED_BY, source.property("Tags"));
    let role_arn = source.property("Role").cloned();
    let role = role_arn.is_none().then(|| {
        let needs = Needs { managed: tracing(source).into_iter().collect(), inline: Vec::new() };
        role::execution(source, role::trust("states.amazonaws.com"), list(), Needs::default(), needs)
    });
    let machine = MadeResource::main(source, TYPE)
        .set("DefinitionSubstitutions", substitutions(source))
        .set("DefinitionString", source.property("Definition").map(build::opaque))
        .set("DefinitionS3Location", source.property("DefinitionUri").map(|uri| code::location(uri, code::DEFINITION)))
        .set("RoleArn", role_arn.unwrap_or_else(|| build::attribute(&source.id_of("Role"), "Arn")))
        .set("StateMachineName", source.property("Name").cloned())
        .set("StateMachineType", source.property("Type").cloned())
        .set("LoggingConfiguration", source.property("Logging").cloned())
        .set("TracingConfiguration", source.property("Tracing").cloned())
        .set("Tags", list());
    work.put(source, machine);
    work.put_all(source, role);
    let alias = published(work, source);
    let by_alias = build::is_true(source.property("UseAliasAsEventTarget"));
    let arn = build::reference(alias.as_deref().filter(|_| by_alias).unwrap_or(source.id));
    let target = Invoked { name: arn.clone(), arn, is_state_machine: true };
    let (made, _) = events::make(work, source, &target);
    work.put_all(source, made);
}

/// The substitutions: to those of the author the transform adds one for each function in the definition.
fn substitutions(source: &SamResource<'_>) -> Option<Node> {
    let given = source.property("DefinitionSubstitutions").filter(|given| !given.is_empty());
    let mut has_functions = false;
    if let Some(definition) = source.property("Definition") {
        definition.walk(&mut |node| has_functions |= !build::is_plain(node));
    }
    let both = || build::opaque_of([("Source", given.cloned()), ("Definition", source.property("Definition").cloned())]);
    if has_functions { Some(both()) } else { given.cloned() }
}

/// The policy for tracing, if it is switched on.
fn tracing(source: &SamResource<'_>) -> Option<Node> {
    let enabled = source.property("Tracing").and_then(|tracing| build::present(tracing, "Enabled"))?;
    match (build::is_plain(enabled), build::is_true(Some(enabled))) {
        (true, true) => Some(build::managed_policy("AWSXrayWriteOnlyAccess")),
        (true, false) => None,
        (false, _) => Some(build::opaque(enabled)),
    }
}

/// The version and the alias, if `AutoPublishAlias` asks for them; the alias's id.
fn published(work: &mut Work<'_>, source: &SamResource<'_>) -> Option<String> {
    let name = source.property("AutoPublishAlias")?;
    let version = source.id_of("Version");
    let made = MadeResource::beside(source, version.clone(), "AWS::StepFunctions::StateMachineVersion")
        .or_attribute("DeletionPolicy", build::text("Retain"))
        .or_attribute("UpdateReplacePolicy", build::text("Retain"))
        .set("StateMachineArn", build::reference(source.id))
        .set("StateMachineRevisionId", build::attribute(source.id, "StateMachineRevisionId"));
    work.put(source, made);
    if name.as_str().is_none() {
        work.open.push(source.id_of("Alias"));
    }
    let alias = source.id_of(&format!("Alias{}", name.as_str().unwrap_or_default()));
    let made = MadeResource::beside(source, alias.clone(), "AWS::StepFunctions::StateMachineAlias")
        .set("Name", if build::is_plain(name) { name.clone() } else { build::opaque(name) })
        .set("DeploymentPreference", preference(source.property("DeploymentPreference"), &version));
    work.put(source, made);
    Some(alias)
}

fn preference(given: Option<&Node>, version: &str) -> Node {
    let version = build::reference(version);
    match given {
        None => build::map([("Type", build::text("ALL_AT_ONCE")), ("StateMachineVersionArn", version)]),
        Some(given) if build::is_plain_map(given) => {
            let mut node = given.clone();
            if let Content::Map(entries) = &mut node.content {
                entries.insert("StateMachineVersionArn".into(), version);
            }
            node
        }
        Some(given) => build::opaque_of([("Source", given.clone()), ("Version", version)]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{json, made};

    #[test]
    fn a_state_machine_has_a_role_a_version_and_roles_for_its_events() {
        let yaml = "
Resources:
  S:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: s3://b/k
      Policies: [LambdaInvokePolicy: {FunctionName: f}]
      Tracing: {Enabled: true}
      AutoPublishAlias: live
      UseAliasAsEventTarget: true
      Events:
        Daily: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
        Start: {Type: Api, Properties: {Path: /start, Method: post}}";
        assert_eq!(
            made(yaml),
            [
                "S AWS::StepFunctions::StateMachine",
                "SRole AWS::IAM::Role",
                "SVersion AWS::StepFunctions::StateMachineVersion",
                "SAliaslive AWS::StepFunctions::StateMachineAlias",
                "SDaily AWS::Events::Rule",
                "SDailyRole AWS::IAM::Role",
                "SStartRole AWS::IAM::Role",
                "ServerlessRestApi AWS::ApiGateway::RestApi",
                "ServerlessRestApiDeployment# AWS::ApiGateway::Deployment",
                "ServerlessRestApiProdStage AWS::ApiGateway::Stage",
            ]
        );
        assert_eq!(
            json(yaml, &["Resources", "SDaily", "Properties"]),
            r#"{"Targets":[{"Arn":{"Ref":"SAliaslive"},"Id":"SDailyStepFunctionsTarget","RoleArn":{"Fn::GetAtt":["SDailyRole","Arn"]}}],"ScheduleExpression":"rate(1 day)"}"#
        );
    }
}
