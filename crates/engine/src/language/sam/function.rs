//! `AWS::Serverless::Function`
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html>

use super::build;
use super::event::{Invoked, Needs};
use super::events;
use super::made::MadeResource;
use super::resource::SamResource;
use super::work::Work;
use super::{code, invoke, role, tags, url, version};
use crate::template::{Content, Node, function};

/// The type of what a function becomes.
pub(super) const TYPE: &str = "AWS::Lambda::Function";

/// Properties that both types have.
const COPIED: [&str; 25] = [
    "Architectures",
    "CodeSigningConfigArn",
    "Description",
    "DurableConfig",
    "Environment",
    "EphemeralStorage",
    "FileSystemConfigs",
    "FunctionName",
    "FunctionScalingConfig",
    "Handler",
    "ImageConfig",
    "KmsKeyArn",
    "Layers",
    "LoggingConfig",
    "MemorySize",
    "PackageType",
    "PublishToLatestPublished",
    "RecursiveLoop",
    "ReservedConcurrentExecutions",
    "Runtime",
    "RuntimeManagementConfig",
    "SnapStart",
    "TenancyConfig",
    "Timeout",
    "VpcConfig",
];

/// Makes a function, its version and alias, its address, its role and what its events ask for.
pub(super) fn make<'a>(work: &mut Work<'a>, source: &SamResource<'a>) {
    let lambda = lambda(source);
    let published = version::make(work, source, &lambda);
    let alias = published.as_ref().map(|published| published.alias.clone());
    let target = Invoked {
        name: build::reference(alias.as_deref().unwrap_or(source.id)),
        arn: alias.as_deref().map_or_else(|| build::attribute(source.id, "Arn"), build::reference),
        is_state_machine: false,
    };
    let mut needs = needs(source);
    let invoke = invoke::make(work, source, alias.as_deref(), &mut needs);
    let (events, of_events) = events::make(work, source, &target);
    let (role_arn, role) = role(work, source, needs, of_events);
    work.put(source, lambda.set("Role", role_arn));
    work.put_all(source, published.into_iter().flat_map(|published| published.made));
    work.put_all(source, url::make(source, alias.as_deref()));
    work.put_all(source, invoke);
    work.put_all(source, role);
    work.put_all(source, events);
}

fn lambda(source: &SamResource<'_>) -> MadeResource {
    let made = MadeResource::main(source, TYPE).copy(source.properties, &COPIED);
    let queue = source.property("DeadLetterQueue").map(|queue| match build::present(queue, "TargetArn") {
        Some(arn) => build::map([("TargetArn", arn.clone())]),
        None => build::opaque(queue),
    });
    made.set("Code", code(source))
        .set("Tags", tags::list("lambda:createdBy", source.property("Tags")))
        .set("TracingConfig", tracing(source).map(mode))
        .set("DeadLetterConfig", queue)
        .set("CapacityProviderConfig", capacity(source))
        .set("Description", version::description(source))
}

fn code(source: &SamResource<'_>) -> Node {
    let is_image = source.text("PackageType") == Some("Image");
    let mut code = if let Some(uri) = source.property("ImageUri").filter(|_| is_image) {
        return build::map([("ImageUri", uri.clone())]);
    } else if let Some(text) = source.property("InlineCode").filter(|_| !is_image) {
        build::map([("ZipFile", text.clone())])
    } else if let Some(uri) = source.property("CodeUri").filter(|_| !is_image) {
        code::location(uri, code::LAMBDA)
    } else {
        // It is built when the template is packaged, as its metadata says.
        return build::opaque_of([("Source", source.entry("Metadata").cloned())]);
    };
    if let (Content::Map(entries), Some(key)) = (&mut code.content, source.property("SourceKMSKeyArn"))
        && !entries.contains_key(function::TRANSFORM)
    {
        entries.insert("SourceKMSKeyArn".into(), key.clone());
    }
    code
}

/// `Tracing`, unless it is switched off.
fn tracing<'a>(source: &SamResource<'a>) -> Option<&'a Node> {
    source.property("Tracing").filter(|tracing| tracing.as_str() != Some("Disabled"))
}

/// A function may yield `Disabled`, which leaves the property out.
fn mode(tracing: &Node) -> Node {
    match build::is_plain(tracing) {
        true => build::map([("Mode", tracing.clone())]),
        false => build::opaque(tracing),
    }
}

fn capacity(source: &SamResource<'_>) -> Option<Node> {
    let config = source.property("CapacityProviderConfig")?;
    if !build::is_plain_map(config) {
        return Some(build::opaque(config));
    }
    let inner = build::map([
        ("CapacityProviderArn", build::present(config, "Arn").cloned()),
        ("PerExecutionEnvironmentMaxConcurrency", build::present(config, "PerExecutionEnvironmentMaxConcurrency").cloned()),
        ("ExecutionEnvironmentMemoryGiBPerVCpu", build::present(config, "ExecutionEnvironmentMemoryGiBPerVCpu").cloned()),
    ]);
    Some(build::map([("LambdaManagedInstancesCapacityProviderConfig", inner)]))
}

/// What the function needs of its role for itself.
fn needs(source: &SamResource<'_>) -> Needs {
    let basic = match source.property("DurableConfig") {
        Some(_) => "service-role/AWSLambdaBasicDurableExecutionRolePolicy",
        None => "service-role/AWSLambdaBasicExecutionRole",
    };
    let mut needs = Needs { managed: vec![build::managed_policy(basic)], inline: Vec::new() };
    match tracing(source) {
        Some(tracing) if build::is_plain(tracing) => needs.managed.push(build::managed_policy("AWSXrayWriteOnlyAccess")),
        Some(tracing) => needs.managed.push(build::opaque(tracing)),
        None => {}
    }
    if source.property("VpcConfig").is_some() {
        needs.managed.push(build::managed_policy("service-role/AWSLambdaVPCAccessExecutionRole"));
    }
    if let Some(queue) = source.property("DeadLetterQueue") {
        let action = match build::present(queue, "Type").and_then(Node::as_str) {
            Some("SNS") => "sns:Publish",
            _ => "sqs:SendMessage",
        };
        let arn = build::present(queue, "TargetArn").cloned().unwrap_or_else(|| build::opaque(queue));
        needs.inline.push(role::dead_letters(action, arn));
    }
    needs
}

/// The role of the function, and the one that is made: always, never, or where a condition leaves the given one out.
fn role(work: &mut Work<'_>, source: &SamResource<'_>, needs: Needs, of_events: Needs) -> (Node, Option<MadeResource>) {
    let made_arn = build::attribute(&source.id_of("Role"), "Arn");
    let made = || {
        let trust = source.property("AssumeRolePolicyDocument").cloned();
        let tags = tags::list("lambda:createdBy", source.property("Tags"));
        let trust = trust.unwrap_or_else(|| role::trust("lambda.amazonaws.com"));
        role::execution(source, trust, tags, needs, of_events)
    };
    let Some(given) = source.property("Role") else { return (made_arn, Some(made())) };
    let branches = match function::call(given) {
        Some((function::IF, argument)) => argument.as_list(),
        _ => None,
    };
    let Some([condition, yes, no]) = branches else { return (given.clone(), None) };
    let choose = |yes: Node, no: Node| Node::call(function::IF, build::list([condition.clone(), yes, no]));
    match (function::is_no_value(yes), function::is_no_value(no), condition.as_str()) {
        (true, true, _) => (made_arn, Some(made())),
        (true, false, Some(name)) => (choose(made_arn, no.clone()), Some(made().attribute("Condition", build::text(name)))),
        (false, true, Some(name)) => {
            let opposite = format!("NOT{name}");
            let holds = Node::call(function::CONDITION, build::text(name));
            work.conditions.insert(opposite.clone().into(), Node::call(function::NOT, build::list([holds])).at(given.location));
            (choose(yes.clone(), made_arn), Some(made().attribute("Condition", build::text(opposite))))
        }
        _ => (given.clone(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{json, made};

    const PLAIN: &str = "
Resources:
  F:
    Type: AWS::Serverless::Function
    Condition: C
    DependsOn: T
    Properties: {Handler: a.h, Runtime: python3.13, CodeUri: s3://b/k?versionId=v, Tags: {A: x}, Tracing: Active}";

    #[test]
    fn a_function_has_a_role() {
        assert_eq!(made(PLAIN), ["F AWS::Lambda::Function", "FRole AWS::IAM::Role"]);
        assert_eq!(
            json(PLAIN, &["Resources", "F"]),
            r#"{"Type":"AWS::Lambda::Function","Condition":"C","DependsOn":"T","Properties":{"Handler":"a.h","Runtime":"python3.13","Code":{"S3Bucket":"b","S3Key":"k","S3ObjectVersion":"v"},"Tags":[{"Key":"lambda:createdBy","Value":"SAM"},{"Key":"A","Value":"x"}],"TracingConfig":{"Mode":"Active"},"Role":{"Fn::GetAtt":["FRole","Arn"]}}}"#
        );
        assert_eq!(
            json(PLAIN, &["Resources", "FRole", "Properties", "ManagedPolicyArns"]),
            r#"[{"Fn::Sub":"arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"},{"Fn::Sub":"arn:${AWS::Partition}:iam::aws:policy/AWSXrayWriteOnlyAccess"}]"#
        );
        assert_eq!(json(PLAIN, &["Resources", "FRole", "Condition"]), r#""C""#);
    }

    #[test]
    fn what_is_built_when_the_template_is_packaged_is_opaque() {
        let code = |given: &str| {
            let yaml = format!("Resources: {{F: {{Type: AWS::Serverless::Function, Properties: {{{given}}}}}}}");
            json(&yaml, &["Resources", "F", "Properties", "Code"])
        };
        let opaque = r#"{"Fn::Transform":{"Name":"AWS::Serverless-2016-10-31","Parameters":{"Source":"src/"}}}"#;
        assert_eq!(code("CodeUri: src/"), opaque);
        assert_eq!(code("InlineCode: x = 1"), r#"{"ZipFile":"x = 1"}"#);
        assert_eq!(code("CodeUri: {Bucket: b, Key: k}"), r#"{"S3Bucket":"b","S3Key":"k"}"#);
        assert_eq!(code("PackageType: Image, ImageUri: i"), r#"{"ImageUri":"i"}"#);
    }

    #[test]
    fn a_role_is_made_where_a_condition_leaves_the_given_one_out() {
        let yaml = |role: &str| {
            format!(
                "Conditions: {{C: !Equals [a, b]}}\nResources: {{F: {{Type: AWS::Serverless::Function, Properties: {{Role: {role}}}}}}}"
            )
        };
        assert_eq!(made(&yaml("arn")), ["F AWS::Lambda::Function"]);
        assert_eq!(made(&yaml("!If [C, a, b]")), ["F AWS::Lambda::Function"]);
        let either = yaml("!If [C, arn, !Ref AWS::NoValue]");
        assert_eq!(made(&either), ["F AWS::Lambda::Function", "FRole AWS::IAM::Role"]);
        assert_eq!(json(&either, &["Resources", "FRole", "Condition"]), r#""NOTC""#);
        assert_eq!(json(&either, &["Conditions", "NOTC"]), r#"{"Fn::Not":[{"Condition":"C"}]}"#);
        let role = r#"{"Fn::If":["C","arn",{"Fn::GetAtt":["FRole","Arn"]}]}"#;
        assert_eq!(json(&either, &["Resources", "F", "Properties", "Role"]), role);
    }

    #[test]
    fn properties_that_are_a_function_make_the_whole_opaque() {
        let yaml = "Resources: {F: {Type: AWS::Serverless::Function, Properties: {Fn::Transform: {Name: M}}}}";
        assert_eq!(made(yaml), ["F"]);
    }
}
