//! Where the schemas of the serverless transform are narrower than the transform: what it takes beside, and what it takes as it is.
//!
//! Like the repairs in [`fixes`](super::fixes) each entry says what is published today, and the import fails when that no longer holds.

use serde_json::{Map, Value, json};

use super::GLOBALS;

const FUNCTION: &str = "AWS::Serverless::Function";
const API: &str = "AWS::Serverless::Api";
const STATE_MACHINE: &str = "AWS::Serverless::StateMachine";

/// What every mapping of an event source takes in the transform, whatever its source is.
const MAPPING: &[&str] = &[
    "BisectBatchOnFunctionError",
    "ConsumerGroupId",
    "DestinationConfig",
    "FunctionResponseTypes",
    "KafkaBootstrapServers",
    "LoggingConfig",
    "MaximumBatchingWindowInSeconds",
    "MaximumRecordAgeInSeconds",
    "MaximumRetryAttempts",
    "MetricsConfig",
    "ParallelizationFactor",
    "ProvisionedPollerConfig",
    "Queues",
    "ScalingConfig",
    "SchemaRegistryConfig",
    "SecretsManagerKmsKeyId",
    "SourceAccessConfigurations",
    "StartingPosition",
    "StartingPositionTimestamp",
    "Topics",
    "TumblingWindowInSeconds",
];

/// The definitions of the events that become such mappings.
const MAPPINGS: &[&str] = &[
    "DocumentDBEventProperties",
    "DynamoDBEventProperties",
    "KinesisEventProperties",
    "MQEventProperties",
    "MSKEventProperties",
    "SQSEventProperties",
    "SelfManagedKafkaEventProperties",
];

/// Properties that are not published: the type, the pointer of what has them, their names.
const FURTHER: &[(&str, &str, &[&str])] = &[
    (FUNCTION, "/definitions/ApiEventProperties", &["Stage"]),
    (FUNCTION, "/definitions/HttpApiEventProperties", &["Stage"]),
    (
        FUNCTION,
        "/definitions/CloudWatchEventProperties",
        &["DeadLetterConfig", "InputTransformer", "RetryPolicy", "RuleName", "Target"],
    ),
    (FUNCTION, "/definitions/EventBridgeRuleEventProperties", &["Enabled", "State"]),
    (FUNCTION, "/definitions/EventsScheduleProperties", &["RuleName"]),
    (FUNCTION, "/definitions/SNSEventProperties", &["RedrivePolicy"]),
    (
        STATE_MACHINE,
        "/definitions/ApiEventProperties",
        &["RequestModel", "RequestParameters", "ResponseTransferMode", "Stage", "TimeoutInMillis"],
    ),
    (
        STATE_MACHINE,
        "/definitions/CloudWatchEventProperties",
        &["DeadLetterConfig", "InputTransformer", "RetryPolicy", "RuleName", "State", "Target"],
    ),
    (STATE_MACHINE, "/definitions/EventBridgeRuleEventProperties", &["State"]),
    // The transform writes it into what it made, which is published as a template again.
    (API, "", &["__MANAGE_SWAGGER"]),
    ("AWS::Serverless::WebSocketApi", "", &["FailOnWarnings"]),
    (
        GLOBALS,
        "/properties/Function",
        &["AutoPublishAliasAllProperties", "CodeSigningConfigArn", "FileSystemConfigs", "FunctionUrlConfig"],
    ),
    (GLOBALS, "", &["MicrovmImage", "NetworkConnector"]),
    (GLOBALS, "/properties/Api", &["EndpointAccessMode"]),
    (GLOBALS, "/properties/CapacityProvider", &["LoggingConfig", "ManagedResourceTags"]),
    (GLOBALS, "/properties/WebSocketApi", &["FailOnWarnings"]),
];

/// Values of which the transform takes more forms than are published; they may be anything here.
const OPEN: &[(&str, &str)] = &[
    // The name of one trigger, or a list of names.
    (FUNCTION, "/definitions/CognitoEventProperties/properties/Trigger"),
    // `OnFailure` has a `Type` that only the transform reads.
    (FUNCTION, "/definitions/DynamoDBEventProperties/properties/DestinationConfig"),
    (FUNCTION, "/definitions/KinesisEventProperties/properties/DestinationConfig"),
    (FUNCTION, "/definitions/MSKEventProperties/properties/DestinationConfig"),
    // What is published is the configuration around it.
    (FUNCTION, "/definitions/MSKEventProperties/properties/SchemaRegistryConfig"),
    (FUNCTION, "/definitions/SelfManagedKafkaEventProperties/properties/SchemaRegistryConfig"),
    // One statement stands for a list of one.
    (FUNCTION, "/definitions/ResourcePolicy/properties/CustomStatements"),
    (API, "/definitions/ResourcePolicy/properties/CustomStatements"),
    (STATE_MACHINE, "/definitions/ResourcePolicy/properties/CustomStatements"),
    // The transform tells the forms apart by what they have, and leaves aside what it does not know.
    (API, "/definitions/Auth/properties/Authorizers/additionalProperties"),
    // The name of a state machine is the author's.
    (STATE_MACHINE, "/readOnlyProperties/1"),
];

/// Widens the schema of a type of the transform, or of its section `Globals`; others are left as they are.
pub(super) fn widen(name: &str, schema: &mut Value) -> Result<(), String> {
    if name == FUNCTION {
        MAPPINGS.iter().try_for_each(|mapping| mapping_takes_all(mapping, schema))?;
    }
    if [FUNCTION, STATE_MACHINE].contains(&name) {
        schema.get_mut("definitions").and_then(Value::as_object_mut).into_iter().flatten().for_each(open_event);
    }
    for (_, pointer, names) in FURTHER.iter().filter(|(of, ..)| *of == name) {
        let properties = properties(schema, pointer)?;
        for name in *names {
            if properties.insert((*name).to_owned(), json!({})).is_some() {
                return Err(format!("{pointer}/properties/{name} is published now: remove it from `serverless.rs`"));
            }
        }
    }
    for (_, pointer) in OPEN.iter().filter(|(of, _)| *of == name) {
        let node = schema.pointer_mut(pointer).ok_or_else(|| format!("{pointer} is not published: see `serverless.rs`"))?;
        *node = if node.is_object() { json!({}) } else { Value::Null };
    }
    if let Some(Value::Array(names)) = schema.get_mut("readOnlyProperties") {
        names.retain(|name| !name.is_null());
    }
    Ok(())
}

/// The transform reads the type and the properties of an event, and leaves aside whatever stands beside them.
fn open_event((name, definition): (&String, &mut Value)) {
    if name.ends_with("Event") && definition["properties"]["Type"].is_object() {
        definition["additionalProperties"] = Value::Bool(true);
    }
}

fn mapping_takes_all(definition: &str, schema: &mut Value) -> Result<(), String> {
    let properties = properties(schema, &format!("/definitions/{definition}"))?;
    for name in MAPPING {
        properties.entry(*name).or_insert_with(|| json!({}));
    }
    Ok(())
}

fn properties<'s>(schema: &'s mut Value, pointer: &str) -> Result<&'s mut Map<String, Value>, String> {
    let node = schema.pointer_mut(pointer).and_then(|node| node.get_mut("properties")).and_then(Value::as_object_mut);
    node.ok_or_else(|| format!("{pointer} has no properties: see `serverless.rs`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_published_now_is_noticed() {
        let name = "AWS::Serverless::WebSocketApi";
        let mut schema = json!({"properties": {"Routes": {}}});
        widen(name, &mut schema).unwrap();
        assert_eq!(schema, json!({"properties": {"Routes": {}, "FailOnWarnings": {}}}));
        assert!(widen(name, &mut schema).unwrap_err().contains("is published now"));
    }
}
