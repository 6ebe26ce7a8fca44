//! The roles that the transform makes.

use std::collections::BTreeSet;

use super::build;
use super::event::{Event, Invoked, Needs};
use super::hash;
use super::made::MadeResource;
use super::policy_template;
use super::resource::SamResource;
use crate::template::{Node, function};

/// The type of a role.
pub(super) const TYPE: &str = "AWS::IAM::Role";
/// The version of the language of policies.
const VERSION: &str = "2012-10-17";

/// Policies that functions get by themselves, and that authors name, too.
const SERVICE_ROLES: [&str; 7] = [
    "AWSLambdaBasicDurableExecutionRolePolicy",
    "AWSLambdaBasicExecutionRole",
    "AWSLambdaDynamoDBExecutionRole",
    "AWSLambdaKinesisExecutionRole",
    "AWSLambdaMSKExecutionRole",
    "AWSLambdaSQSQueueExecutionRole",
    "AWSLambdaVPCAccessExecutionRole",
];

/// Who may assume a role: one service.
pub(super) fn trust(service: &str) -> Node {
    let statement = build::map([
        ("Action", build::list([build::text("sts:AssumeRole")])),
        ("Effect", build::text("Allow")),
        ("Principal", build::map([("Service", build::list([build::text(service)]))])),
    ]);
    build::map([("Version", build::text(VERSION)), ("Statement", build::list([statement]))])
}

/// A statement that allows one action.
fn statement(action: &'static str, resource: Node) -> Node {
    build::map([("Action", build::text(action)), ("Effect", build::text("Allow")), ("Resource", resource)])
}

/// The inline policy that lets a function send what it could not work off to a queue or topic.
pub(super) fn dead_letters(action: &'static str, arn: Node) -> Node {
    let document = build::map([("Version", build::text(VERSION)), ("Statement", build::list([statement(action, arn)]))]);
    build::map([("PolicyName", build::text("DeadLetterQueuePolicy")), ("PolicyDocument", document)])
}

/// An inline policy of one statement.
pub(super) fn policy(name: String, action: &'static str, resource: Node) -> Node {
    let document = build::map([("Statement", build::list([statement(action, resource)]))]);
    build::map([("PolicyName", build::text(name)), ("PolicyDocument", document)])
}

/// The inline policy that lets something send to a destination, by the destination's kind.
pub(super) fn send_policy(kind: &str, id: &str, arn: &Node) -> Option<Node> {
    let (name, action) = match kind {
        "SQS" => ("SQSPolicy", "sqs:SendMessage"),
        "SNS" => ("SNSPolicy", "sns:publish"),
        "EventBridge" => ("EventBridgePolicy", "events:PutEvents"),
        "Lambda" => ("LambdaPolicy", "lambda:InvokeFunction"),
        "S3" | "S3Bucket" => ("S3Policy", "s3:PutObject"),
        _ => return None,
    };
    let policy = |action| policy(format!("{id}{name}"), action, arn.clone());
    if name != "S3Policy" {
        return Some(policy(action));
    }
    // Objects are written into the bucket, and it is listed.
    let objects = build::list([build::text("/"), build::list([arn.clone(), build::text("*")])]);
    let objects = Node::call(function::JOIN, objects);
    let statements = [("s3:PutObject", objects), ("s3:ListBucket", arn.clone())].map(|(action, on)| statement(action, on));
    let document = build::map([("Statement", build::list(statements))]);
    Some(build::map([("PolicyName", build::text(format!("{id}{name}"))), ("PolicyDocument", document)]))
}

/// The execution role of a source: what it needs itself, its own `Policies`, and what its events need.
pub(super) fn execution(source: &SamResource<'_>, trust: Node, tags: Node, mut needs: Needs, of_events: Needs) -> MadeResource {
    let id = source.id_of("Role");
    own_policies(&id, source.property("Policies"), &mut needs);
    needs.managed.extend(of_events.managed);
    needs.inline.extend(of_events.inline);
    let inline = unique(needs.inline, |policy| policy.get("PolicyDocument").unwrap_or(policy));
    MadeResource::beside(source, id, TYPE)
        .set("AssumeRolePolicyDocument", trust)
        .set("ManagedPolicyArns", build::list(unique(needs.managed, |policy| policy)))
        .set("Policies", (!inline.is_empty()).then(|| build::list(inline)))
        .set("Path", source.property("RolePath").cloned())
        .set("PermissionsBoundary", source.property("PermissionsBoundary").cloned())
        .set("Tags", tags)
}

/// Each once, in order, by what `key` says of them.
fn unique(nodes: Vec<Node>, key: impl Fn(&Node) -> &Node) -> Vec<Node> {
    let mut known = BTreeSet::new();
    nodes.into_iter().filter(|node| known.insert(hash::whole([key(node)]))).collect()
}

/// The entries of `Policies`: managed policies, statements, and templates of policies.
fn own_policies(role: &str, policies: Option<&Node>, needs: &mut Needs) {
    let Some(policies) = policies else { return };
    let entries = policies.as_list().unwrap_or(std::slice::from_ref(policies));
    let inline = |index: usize, document: Node| {
        build::map([("PolicyName", build::text(format!("{role}Policy{index}"))), ("PolicyDocument", document)])
    };
    for (index, entry) in entries.iter().enumerate() {
        match entry.as_str() {
            Some(name) if name.starts_with("arn:") => needs.managed.push(entry.clone()),
            Some(name) if SERVICE_ROLES.contains(&name) => {
                needs.managed.push(build::managed_policy(&format!("service-role/{name}")));
            }
            // The path of a policy of this name is known only from a list of AWS's policies.
            Some(_) => needs.managed.push(build::opaque(entry)),
            None if build::present(entry, "Statement").is_some() => needs.inline.push(inline(index, entry.clone())),
            None => match function::call(entry) {
                Some((function::IF, argument)) => by_condition(entry, argument, index, role, needs),
                Some(_) => needs.managed.push(entry.clone()),
                None => {
                    let document = policy_template::document(entry).unwrap_or_else(|| build::opaque(entry));
                    needs.inline.push(inline(index, document));
                }
            },
        }
    }
}

/// An entry that is one or another under a condition: managed policies on both sides, or documents and templates of such, each of which
/// is an inline policy under it.
fn by_condition(entry: &Node, argument: &Node, index: usize, role: &str, needs: &mut Needs) {
    let branches = argument.as_list().map(|items| items.iter().skip(1)).into_iter().flatten();
    let is_document = |branch: &Node| build::is_plain_map(branch);
    let are_arns = |branch: &Node| match branch.as_str() {
        Some(name) => name.starts_with("arn:"),
        None => function::call(branch).is_some_and(|(name, _)| name != function::IF),
    };
    let inline = |document: Node| {
        let name = build::text(format!("{role}Policy{index}"));
        build::map([("PolicyName", name), ("PolicyDocument", document)])
    };
    let policy = |branch: &Node| match branch {
        branch if function::is_no_value(branch) => Some(branch.clone()),
        branch if !is_document(branch) => None,
        branch if build::present(branch, "Statement").is_some() => Some(inline(branch.clone())),
        branch => policy_template::document(branch).map(inline),
    };
    let both = || match argument.as_list()? {
        [condition, then, otherwise] => {
            Some(Node::call(function::IF, Node::list([condition.clone(), policy(then)?, policy(otherwise)?])))
        }
        _ => None,
    };
    if branches.clone().any(is_document) {
        needs.inline.push(both().unwrap_or_else(|| inline(build::opaque(entry))));
    } else if branches.clone().all(are_arns) {
        needs.managed.push(entry.clone());
    } else {
        needs.managed.push(build::opaque(entry));
    }
}

/// The role with which a service starts a state machine for an event.
pub(super) fn start_execution(event: &Event<'_>, target: &Invoked, service: &'static str) -> MadeResource {
    let role = event.beside("Role", TYPE);
    let start = policy(format!("{}StartExecutionPolicy", role.id), "states:StartExecution", target.arn.clone());
    role.set("AssumeRolePolicyDocument", trust(service))
        .set("Policies", build::list([start]))
        .set("PermissionsBoundary", build::short(event.owner.property("PermissionsBoundary")))
}

/// The role of a schedule of EventBridge Scheduler.
pub(super) fn scheduler(event: &Event<'_>, target: &Invoked, queue: Option<Node>) -> MadeResource {
    let (name, action) = match target.is_state_machine {
        true => ("StartExecutionPolicy", "states:StartExecution"),
        false => ("LambdaPolicy", "lambda:InvokeFunction"),
    };
    let invoke = policy(format!("{}{name}", event.id), action, target.arn.clone());
    let send = queue.and_then(|queue| send_policy("SQS", &event.id, &queue));
    event
        .beside("Role", TYPE)
        .set("AssumeRolePolicyDocument", trust("scheduler.amazonaws.com"))
        .set("Policies", build::list([invoke].into_iter().chain(send)))
        .set("PermissionsBoundary", event.property("PermissionsBoundary").cloned())
}

#[cfg(test)]
mod tests {
    use super::super::testing::json;

    #[test]
    fn policies_are_documents_arns_names_and_templates() {
        let yaml = "
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - arn:aws:iam::aws:policy/A
        - AWSLambdaBasicExecutionRole
        - ReadOnlyAccess
        - Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: '*'}]
        - SQSPollerPolicy: {QueueName: q}
        - !Ref P";
        assert_eq!(
            json(yaml, &["Resources", "FRole", "Properties", "ManagedPolicyArns"]),
            r#"[{"Fn::Sub":"arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"},"arn:aws:iam::aws:policy/A",{"Fn::Transform":{"Name":"AWS::Serverless-2016-10-31","Parameters":{"Source":"ReadOnlyAccess"}}},{"Ref":"P"}]"#
        );
        assert_eq!(
            json(yaml, &["Resources", "FRole", "Properties", "Policies"]),
            r#"[{"PolicyName":"FRolePolicy3","PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}},{"PolicyName":"FRolePolicy4","PolicyDocument":{"Statement":[{"Effect":"Allow","Action":["sqs:ChangeMessageVisibility","sqs:ChangeMessageVisibilityBatch","sqs:DeleteMessage","sqs:DeleteMessageBatch","sqs:GetQueueAttributes","sqs:ReceiveMessage"],"Resource":[{"Fn::Sub":["arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${QueueName}",{"QueueName":"q"}]}]}]}}]"#
        );
    }
}
