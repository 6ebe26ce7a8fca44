//! What happens with asynchronous invocations, and the queues and topics that are made for their results.

use super::build;
use super::event::Needs;
use super::made::MadeResource;
use super::resource::SamResource;
use super::role;
use super::work::Work;
use crate::template::{Node, function};

/// The configuration, and what is made for destinations that are not given. The role gets the right to send there.
pub(super) fn make(work: &mut Work<'_>, source: &SamResource<'_>, alias: Option<&str>, needs: &mut Needs) -> Vec<MadeResource> {
    let Some(config) = source.property("EventInvokeConfig") else { return Vec::new() };
    let id = source.id_of("EventInvokeConfig");
    if !build::is_plain_map(config) {
        return vec![MadeResource::opaque(id, build::opaque(config))];
    }
    let mut made = Vec::new();
    let given = build::present(config, "DestinationConfig");
    let mut destinations = Vec::new();
    for name in ["OnSuccess", "OnFailure"] {
        let Some(destination) = given.and_then(|given| build::present(given, name)) else { continue };
        let (arn, more) = of_destination(work, source, destination, &format!("{id}{name}"), needs);
        destinations.push((name, build::map([("Destination", arn)])));
        made.extend(more);
    }
    let destinations = match given {
        Some(given) if !build::is_plain_map(given) => build::opaque(given),
        _ => build::map(destinations),
    };
    // The qualifier is the alias's name, which is a text wherever the alias is made.
    let qualifier = source.property("AutoPublishAlias").cloned().unwrap_or_else(|| build::text("$LATEST"));
    let invoke = MadeResource::beside(source, id, "AWS::Lambda::EventInvokeConfig");
    let invoke = match alias {
        Some(alias) => invoke.after(alias),
        None => invoke,
    };
    made.push(
        invoke
            .set("FunctionName", build::reference(source.id))
            .set("Qualifier", qualifier)
            .set("DestinationConfig", destinations)
            .copy(config, &["MaximumEventAgeInSeconds", "MaximumRetryAttempts"]),
    );
    made
}

/// The ARN of a destination, and the queue or topic that is made for it.
fn of_destination(
    work: &mut Work<'_>,
    source: &SamResource<'_>,
    destination: &Node,
    id: &str,
    needs: &mut Needs,
) -> (Node, Option<MadeResource>) {
    let kind = build::present(destination, "Type").and_then(Node::as_str).unwrap_or_default();
    let given = build::present(destination, "Destination");
    let (role, resource_type, property) = match kind {
        "SQS" => ("Queue", "AWS::SQS::Queue", "DestinationQueue"),
        "SNS" => ("Topic", "AWS::SNS::Topic", "DestinationTopic"),
        _ => {
            let arn = given.map_or_else(|| build::opaque(destination), Clone::clone);
            needs.inline.extend(role::send_policy(kind, id, &arn));
            return (arn, None);
        }
    };
    let made = MadeResource::beside(source, format!("{id}{role}"), resource_type);
    let made_arn = match kind {
        "SQS" => build::attribute(&made.id, "Arn"),
        _ => build::reference(&made.id),
    };
    let (arn, made) = match given.map(|given| choice(work, source, given)) {
        None => (made_arn, Some(made)),
        Some(Choice::Given(arn)) => (arn.clone(), None),
        Some(Choice::Made { condition, given }) => {
            let arn = build::list([build::text(condition.clone()), made_arn, given.clone()]);
            (Node::call(function::IF, arn), Some(made.attribute("Condition", build::text(condition))))
        }
    };
    if let Some(made) = &made {
        work.refer(source, property, &made.id);
    }
    needs.inline.extend(role::send_policy(kind, id, &arn));
    (arn, made)
}

/// Whether a destination is given, or made under a condition.
enum Choice<'n> {
    Given(&'n Node),
    Made { condition: String, given: &'n Node },
}

/// A destination that a condition leaves out is made under that condition.
fn choice<'n>(work: &mut Work<'_>, source: &SamResource<'_>, given: &'n Node) -> Choice<'n> {
    let branches = match function::call(given) {
        Some((function::IF, argument)) => argument.as_list(),
        _ => None,
    };
    let Some([condition, yes, no]) = branches else { return Choice::Given(given) };
    let Some(name) = condition.as_str() else { return Choice::Given(given) };
    let holds = |name: &str| Node::call(function::CONDITION, build::text(name));
    let (condition, other) = match (function::is_no_value(yes), function::is_no_value(no)) {
        (true, false) => (name.to_owned(), no),
        (false, true) => {
            let opposite = format!("NOT{name}{}", build::digits([&build::text(source.id)]));
            let not = Node::call(function::NOT, build::list([holds(name)]));
            work.conditions.insert(opposite.clone().into(), not.at(given.location));
            (opposite, yes)
        }
        _ => return Choice::Given(given),
    };
    let Some(own) = source.entry("Condition").and_then(Node::as_str) else { return Choice::Made { condition, given: other } };
    let both = format!("{own}AND{condition}{}", build::digits([&build::text(source.id)]));
    let and = Node::call(function::AND, build::list([holds(own), holds(&condition)]));
    work.conditions.insert(both.clone().into(), and.at(given.location));
    Choice::Made { condition: both, given: other }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{json, made};

    #[test]
    fn destinations_that_are_not_given_are_made() {
        let yaml = "
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      EventInvokeConfig:
        MaximumRetryAttempts: 1
        DestinationConfig: {OnSuccess: {Type: SQS}, OnFailure: {Type: Lambda, Destination: arn}}
Outputs: {Queue: {Value: !Ref F.DestinationQueue}}";
        assert_eq!(
            made(yaml),
            [
                "F AWS::Lambda::Function",
                "FEventInvokeConfigOnSuccessQueue AWS::SQS::Queue",
                "FEventInvokeConfig AWS::Lambda::EventInvokeConfig",
                "FRole AWS::IAM::Role",
            ]
        );
        assert_eq!(
            json(yaml, &["Resources", "FEventInvokeConfig", "Properties", "DestinationConfig"]),
            r#"{"OnSuccess":{"Destination":{"Fn::GetAtt":["FEventInvokeConfigOnSuccessQueue","Arn"]}},"OnFailure":{"Destination":"arn"}}"#
        );
        assert_eq!(json(yaml, &["Outputs", "Queue", "Value"]), r#"{"Ref":"FEventInvokeConfigOnSuccessQueue"}"#);
    }

    #[test]
    fn a_destination_may_be_made_under_a_condition() {
        let yaml = "
Conditions: {C: !Equals [a, b]}
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      EventInvokeConfig:
        DestinationConfig: {OnFailure: {Type: SNS, Destination: !If [C, !Ref AWS::NoValue, arn]}}";
        assert_eq!(json(yaml, &["Resources", "FEventInvokeConfigOnFailureTopic", "Condition"]), r#""C""#);
        assert_eq!(
            json(yaml, &["Resources", "FEventInvokeConfig", "Properties", "DestinationConfig"]),
            r#"{"OnFailure":{"Destination":{"Fn::If":["C",{"Ref":"FEventInvokeConfigOnFailureTopic"},"arn"]}}}"#
        );
    }
}
