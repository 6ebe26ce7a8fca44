//! Usage plans of REST APIs: one for each, or one that all share.

use std::collections::BTreeSet;

use super::build;
use super::made::MadeResource;
use super::pending::Planned;
use super::resource::SamResource;
use super::work::Work;
use crate::template::{Node, function};

const PLAN: &str = "AWS::ApiGateway::UsagePlan";
const API_KEY: &str = "AWS::ApiGateway::ApiKey";
const PLAN_KEY: &str = "AWS::ApiGateway::UsagePlanKey";
/// The condition under which one of the APIs exists that share a plan.
const CONDITION: &str = "SharedUsagePlanCondition";

/// Properties of the plan that the author gives.
const GIVEN: [&str; 5] = ["Description", "Quota", "Tags", "Throttle", "UsagePlanName"];

/// Makes the plan of one API, or notes it for the shared one.
pub(super) fn of<'a>(work: &mut Work<'a>, source: &SamResource<'a>, stage: &str) {
    let Some(plan) = source.property("Auth").and_then(|auth| build::present(auth, "UsagePlan")) else { return };
    let planned = Planned { source: *source, stage: stage.to_owned(), plan };
    match build::present(plan, "CreateUsagePlan").and_then(Node::as_str) {
        Some("PER_API") => {
            for (property, role) in [("UsagePlan", "UsagePlan"), ("ApiKey", "ApiKey"), ("UsagePlanKey", "UsagePlanKey")] {
                work.refer(source, property, &source.id_of(role));
            }
            work.put_all(source, made(source.id, &[planned], |id, kind| MadeResource::beside(source, id, kind)));
        }
        Some("SHARED") => {
            for (property, id) in
                [("UsagePlan", "ServerlessUsagePlan"), ("ApiKey", "ServerlessApiKey"), ("UsagePlanKey", "ServerlessUsagePlanKey")]
            {
                work.refer(source, property, id);
            }
            work.plans.push(planned);
        }
        Some("NONE") => {}
        _ => {
            work.open.extend(["ServerlessUsagePlan".to_owned(), "ServerlessApiKey".to_owned(), source.id.to_owned()]);
            let stage = build::reference(stage);
            let whole = build::opaque_of([("Source", plan.clone()), ("Stage", stage)]);
            work.put(source, MadeResource::opaque(source.id_of("UsagePlan"), whole));
        }
    }
}

/// Makes the plan that APIs share.
pub(super) fn shared(work: &mut Work<'_>) {
    let plans = std::mem::take(&mut work.plans);
    let Some(first) = plans.first() else { return };
    let location = first.source.location;
    let condition = condition(work, &plans);
    let strictest = |attribute: &str, order: &[&'static str]| {
        let given = |policy: &str| plans.iter().any(|plan| plan.source.entry(attribute).and_then(Node::as_str) == Some(policy));
        order.iter().find(|policy| given(policy)).map(|policy| build::text(*policy))
    };
    let deletion = strictest("DeletionPolicy", &["Retain", "Delete"]);
    let replacement = strictest("UpdateReplacePolicy", &["Retain", "Snapshot", "Delete"]);
    let plain = |id: String, kind| {
        MadeResource::plain(id, kind)
            .attribute("Condition", condition.clone())
            .attribute("DeletionPolicy", deletion.clone())
            .attribute("UpdateReplacePolicy", replacement.clone())
    };
    let all: Vec<MadeResource> = made("Serverless", &plans, plain).into_iter().collect();
    for made in all {
        work.put_at(location, made);
    }
}

/// The plan, the key and what joins them. Ids begin with the API's, or with that of all.
fn made(beginning: &str, plans: &[Planned<'_>], new: impl Fn(String, &'static str) -> MadeResource) -> [MadeResource; 3] {
    let (plan, key) = (format!("{beginning}UsagePlan"), format!("{beginning}ApiKey"));
    let apis = build::list(plans.iter().map(|plan| build::text(plan.source.id)));
    let stages = |api: &'static str, stage: &'static str| {
        let pair =
            |plan: &Planned<'_>| build::map([(api, build::reference(plan.source.id)), (stage, build::reference(&plan.stage))]);
        build::list(plans.iter().map(pair))
    };
    let mut made = new(plan.clone(), PLAN).attribute("DependsOn", apis).set("ApiStages", stages("ApiId", "Stage"));
    for planned in plans {
        made = made.copy(planned.plan, &GIVEN);
    }
    let of_key = new(key.clone(), API_KEY)
        .after(&plan)
        .set("Enabled", build::flag(true))
        .set("StageKeys", stages("RestApiId", "StageName"));
    let joined = new(format!("{beginning}UsagePlanKey"), PLAN_KEY)
        .after(&key)
        .set("KeyId", build::reference(&key))
        .set("KeyType", build::text("API_KEY"))
        .set("UsagePlanId", build::reference(&plan));
    [made, of_key, joined]
}

/// The condition of the shared plan: there is none if one of the APIs has none.
fn condition(work: &mut Work<'_>, plans: &[Planned<'_>]) -> Option<Node> {
    let names: Option<BTreeSet<&str>> = plans.iter().map(|plan| plan.source.entry("Condition")?.as_str()).collect();
    let holds = names?.into_iter().map(|name| Node::call(function::CONDITION, build::text(name)));
    work.conditions.insert(CONDITION.into(), build::any(holds.collect()));
    Some(build::text(CONDITION))
}

#[cfg(test)]
mod tests {
    use super::super::testing::made;

    #[test]
    fn a_plan_is_for_one_api_or_for_all() {
        let of = |plan: &str| {
            let auth = format!("{{UsagePlan: {{CreateUsagePlan: {plan}}}}}");
            let lines =
                made(&format!("Resources: {{A: {{Type: AWS::Serverless::Api, Properties: {{StageName: s, Auth: {auth}}}}}}}"));
            lines[3..].to_vec()
        };
        assert!(of("NONE").is_empty());
        assert_eq!(
            of("PER_API"),
            [
                "AUsagePlan AWS::ApiGateway::UsagePlan",
                "AApiKey AWS::ApiGateway::ApiKey",
                "AUsagePlanKey AWS::ApiGateway::UsagePlanKey",
            ]
        );
        assert_eq!(
            of("SHARED"),
            [
                "ServerlessUsagePlan AWS::ApiGateway::UsagePlan",
                "ServerlessApiKey AWS::ApiGateway::ApiKey",
                "ServerlessUsagePlanKey AWS::ApiGateway::UsagePlanKey",
            ]
        );
        assert_eq!(of("!Ref P"), ["AUsagePlan"]);
    }
}
