//! The resource types that the emulator refuses, and templates without them.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// Type and what is not seen deployed because of it. One unknown type makes the emulator refuse the whole template.
pub const UNSUPPORTED: &[(&str, &str)] = &[
    ("AWS::ApplicationAutoScaling::ScalableTarget", "the bounds of a service's task count"),
    ("AWS::ApplicationAutoScaling::ScalingPolicy", "when a service scales"),
    ("AWS::EC2::EIP", "the address of a NAT gateway"),
    ("AWS::EC2::FlowLog", "who talks to whom in a VPC"),
    ("AWS::EC2::NatGateway", "the way out of private subnets"),
    ("AWS::EC2::SecurityGroupEgress", "rules from one security group to another"),
    ("AWS::EC2::SecurityGroupIngress", "rules to one security group from another"),
    ("AWS::Logs::Delivery", "the access logs of a distribution"),
    ("AWS::Logs::DeliveryDestination", "where the access logs of a distribution go"),
    ("AWS::Logs::DeliverySource", "whose access logs are delivered"),
    ("AWS::WAFv2::WebACLAssociation", "which web ACL guards a load balancer"),
];

/// Takes the refused resources out of the template, with everything that can't be without them: resources whose
/// properties refer to them, `DependsOn` entries, outputs. Gives what was left out, sorted: `LogicalId`, `Outputs.NAME`.
pub fn without_unsupported(template: &mut Value) -> Vec<String> {
    give_secrets(template);
    let gone = refused(template);
    let Some(template) = template.as_object_mut() else {
        return Vec::new();
    };
    let mut left_out: Vec<String> = gone.iter().cloned().collect();
    if let Some(resources) = section(template, "Resources") {
        resources.retain(|id, _| !gone.contains(id));
        resources.values_mut().for_each(|resource| forget_dependencies(resource, &gone));
    }
    if let Some(outputs) = section(template, "Outputs") {
        let lost: Vec<String> = outputs.iter().filter(|(_, output)| refers(output, &gone)).map(|(id, _)| id.clone()).collect();
        outputs.retain(|id, _| !lost.contains(id));
        left_out.extend(lost.iter().map(|id| format!("Outputs.{id}")));
    }
    left_out
}

/// The emulator's databases have no secret, so each gets the ARN of one.
fn give_secrets(value: &mut Value) {
    let database = match &value["Fn::GetAtt"] {
        Value::Array(target) if target.get(1).is_some_and(|name| name == "MasterUserSecret.SecretArn") => target[0].as_str(),
        _ => None,
    };
    if let Some(database) = database {
        *value = Value::String(format!("arn:aws:secretsmanager:us-east-1:000000000000:secret:{database}"));
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(give_secrets),
        Value::Object(fields) => fields.values_mut().for_each(give_secrets),
        _ => {}
    }
}

fn section<'a>(template: &'a mut Map<String, Value>, name: &str) -> Option<&'a mut Map<String, Value>> {
    template.get_mut(name)?.as_object_mut()
}

/// The ids of refused resources and, in turn, of those that refer to one.
fn refused(template: &Value) -> BTreeSet<String> {
    let empty = Map::default();
    let resources = template["Resources"].as_object().unwrap_or(&empty);
    let is_refused = |resource: &Value| UNSUPPORTED.iter().any(|(name, _)| resource["Type"] == *name);
    let mut gone = BTreeSet::new();
    loop {
        let found = resources
            .iter()
            .find(|(id, resource)| !gone.contains(*id) && (is_refused(resource) || refers(&resource["Properties"], &gone)));
        match found {
            Some((id, _)) => gone.insert(id.clone()),
            None => return gone,
        };
    }
}

/// Whether a `Ref`, `Fn::GetAtt` or `Fn::Sub` inside the value names one of the ids.
fn refers(value: &Value, ids: &BTreeSet<String>) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| refers(item, ids)),
        Value::Object(fields) => fields.iter().any(|(name, value)| match name.as_str() {
            "Ref" => names(value, ids),
            "Fn::GetAtt" => names(value, ids) || names(&value[0], ids),
            "Fn::Sub" => substitutes(value, ids) || substitutes(&value[0], ids) || refers(value, ids),
            _ => refers(value, ids),
        }),
        _ => false,
    }
}

/// `Id` or `Id.Attribute`.
fn names(value: &Value, ids: &BTreeSet<String>) -> bool {
    value.as_str().and_then(|text| text.split('.').next()).is_some_and(|id| ids.contains(id))
}

fn substitutes(value: &Value, ids: &BTreeSet<String>) -> bool {
    let text = value.as_str().unwrap_or_default();
    ids.iter().any(|id| text.contains(&format!("${{{id}}}")) || text.contains(&format!("${{{id}.")))
}

fn forget_dependencies(resource: &mut Value, gone: &BTreeSet<String>) {
    let Some(resource) = resource.as_object_mut() else {
        return;
    };
    let is_gone = |id: &Value| id.as_str().is_some_and(|id| gone.contains(id));
    let nothing_left = match resource.get_mut("DependsOn") {
        Some(Value::Array(ids)) => {
            ids.retain(|id| !is_gone(id));
            ids.is_empty()
        }
        Some(id) => is_gone(id),
        None => false,
    };
    if nothing_left {
        resource.shift_remove("DependsOn");
    }
}
