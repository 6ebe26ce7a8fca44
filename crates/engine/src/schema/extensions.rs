//! What the services refuse beyond their schemas: embedded, looked up by name.
//!
//! cfn-lint keeps schemas that apply at certain properties beside those of the resource types: which engine has which versions,
//! which region has which instance types. They are a table as that of the schemas is. One that differs from region to region
//! has the regions as its properties. The lives of Lambda's runtimes are one more entry. What neither the published schemas nor cfn-lint
//! say stands in `refused.json`: for each type the schemas that its properties must meet as well, each with the way out as its description.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use super::compile::{self, Compiled};
use super::fixes;
use super::literal::Literal;
use super::node::SchemaNode;
use super::strip;
use super::table::Table;

static BYTES: &[u8] = include_bytes!("data/extensions.bin");
static TEXTS: &str = include_str!("data/extensions.text");

/// The files below `extensions` that are one schema.
const FILES: &[&str] = &[
    "aws_apigateway_authorizer/ttl",
    "aws_apigateway_restapi/openapi_properties",
    "aws_apigateway_stage/method_settings_resource_path",
    "aws_cloudfront_distribution/forward_enum",
    "aws_cloudwatch_alarm/period",
    "aws_codebuild_project/s3_locations",
    "aws_dynamodb_table/billingmode_exclusive",
    "aws_dynamodb_table/billingmode_provisioned_dependent",
    "aws_ec2_instance/blockdevicemappings",
    "aws_ec2_instance/privateipaddress",
    "aws_ec2_instance/virtualname_ephemeral",
    "aws_ec2_vpngateway/type_enum",
    "aws_elasticache_cachecluster/engine_version",
    "aws_elasticache_replicationgroup/transitencryptionenabled_valkey",
    "aws_elasticloadbalancing_loadbalancer/certificate",
    "aws_fsx_filesystem/storage_capacity",
    "aws_lambda_eventsourcemapping/eventsourcearn_sqs_exclusive",
    "aws_lambda_eventsourcemapping/eventsourcearn_stream_inclusive",
    "aws_lambda_function/awslayer",
    "aws_lambda_function/capacity_provider_timeout",
    "aws_lambda_function/loglevel_logformat",
    "aws_lambda_function/packagetype_image_exclusions",
    "aws_lambda_function/zipfile_runtime_enum",
    "aws_rds_dbcluster/aurora",
    "aws_rds_dbcluster/aurora_warning",
    "aws_rds_dbcluster/engine_version",
    "aws_rds_dbcluster/engine_version_deprecated",
    "aws_rds_dbcluster/monitoring",
    "aws_rds_dbcluster/multiaz",
    "aws_rds_dbcluster/serverless_exclusive",
    "aws_rds_dbcluster/snapshotidentifier",
    "aws_rds_dbcluster/sourcedbclusteridentifier",
    "aws_rds_dbinstance/aurora_exclusive",
    "aws_rds_dbinstance/backupretentionperiod_maximum",
    "aws_rds_dbinstance/db_instance_class",
    "aws_rds_dbinstance/engine_version",
    "aws_rds_dbinstance/engine_version_deprecated",
    "aws_rds_dbinstance/kmskey_storageencrypted",
    "aws_rds_dbinstance/replicamode_enum",
    "aws_route53_healthcheck/healthcheckconfig_type_inclusive",
    "aws_route53_recordset/recordset_alias",
    "aws_route53_recordset/recordset_pattern",
    "aws_sqs_queue/properties",
];
/// The files below `extensions` that have a schema for each region.
const REGIONAL: &[&str] = &[
    "aws_amazonmq_broker/instancetype_enum",
    "aws_appstream_fleet/instancetype_enum",
    "aws_dax_cluster/nodetype_enum",
    "aws_docdb_dbinstance/dbinstanceclass_enum",
    "aws_ec2_instance/instancetype_enum",
    "aws_elasticache_cachecluster/cachenodetype_enum",
    "aws_elasticsearch_domain/elasticsearchclusterconfig_instancetype_enum",
    "aws_emr_cluster/instancetypeconfig_instancetype_enum",
    "aws_gamelift_fleet/ec2instancetype_enum",
    "aws_managedblockchain_node/nodeconfiguration_instancetype_enum",
    "aws_neptune_dbinstance/dbinstanceclass_enum",
    "aws_opensearchservice_domain/clusterconfig_instancetype_enum",
    "aws_rds_dbcluster/dbclusterinstanceclass_enum",
    "aws_rds_dbinstance/dbinstanceclass_enum",
    "aws_redshift_cluster/nodetype_enum",
    "aws_sagemaker_cluster/instancetype_enum",
    "aws_sagemaker_hosting/instancetype_enum",
    "aws_sagemaker_processing/instancetype_enum",
    "aws_sagemaker_transform/instancetype_enum",
];

/// The entry with the runtimes, and its file seen from the schemas.
const RUNTIMES: (&str, &str) = ("lambda_runtimes", "../AdditionalSpecs/LmbdRuntimeLifecycle.json");

/// What is published and no longer so: the file, the way to the value, the value, and what stands there instead.
const FIXES: [(&str, &str, Option<&str>, &str); 7] = [
    // EC2 gives a gp3 volume up to 80,000 IOPS since 2025.
    ("aws_ec2_instance/blockdevicemappings", "/allOf/2/then/properties/Iops/maximum", Some("16000"), "80000"),
    // A command is a list as well: the page of `AWS::CloudFormation::Init` has both.
    (
        CFN_INIT,
        "/definitions/commands/patternProperties/^.+$/properties/command/type",
        Some("\"string\""),
        "[\"array\", \"string\"]",
    ),
    // `cfn-init` reads octal digits, and takes fewer than six.
    (
        CFN_INIT,
        "/definitions/files/patternProperties/^.+$/properties/mode",
        Some(r#"{"maxLength":6,"minLength":6,"type":"string"}"#),
        r#"{"type":"string","pattern":"^[0-7]{3,6}$"}"#,
    ),
    // The formats of addresses, as expressions.
    (RECORDS, "/definitions/ARecord", Some(r#"{"format":"ipv4"}"#), IPV4),
    (RECORDS, "/definitions/AAAARecord", Some(r#"{"format":"ipv6"}"#), IPV6),
    // The published expression repeats digits by `{1-3}`, which none of them is.
    (RECORDS, "/definitions/MXRecord", Some(PUBLISHED_MX), r#"{"pattern":"^[0-9]{1,5}\\s+\\S+$"}"#),
    // `cfn-init` of Amazon Linux 2023.
    (CFN_INIT, "/definitions/packages/properties/dnf", None, r##"{"$ref":"#/definitions/package"}"##),
];

/// The entry with the forms of DNS records.
const RECORDS: &str = "aws_route53_recordset/recordset_pattern";
const PUBLISHED_MX: &str = r##"{"pattern":"^([0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{1-3}|65[0-4][0-9]{1-2}|655[0-2][0-9]|6553[0-5])\\s[a-zA-Z0-9\\!\"\\#\\$\\%\\&\\'\\(\\)\\*\\+\\,-\\/\\:\\;\\<\\=\\>\\?\\@\\[\\\\\\]\\^\\_\\`\\{\\|\\}\\~\\.]+$"}"##;
const IPV4: &str = r#"{"pattern":"^((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])[.]){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])$"}"#;
/// Eight groups, fewer around one `::`, or groups before an address of version 4.
const IPV6: &str = r#"{"pattern":"^(([0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|([0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4}){0,6})?::([0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4}){0,6})?|[0-9A-Fa-f:]+:[0-9]{1,3}([.][0-9]{1,3}){3})$"}"#;

/// The entry with what `cfn-init` reads, and its file seen from the schemas.
const CFN_INIT: &str = "cfn_init";
const CFN_INIT_FILE: &str = "other/resources/cfn_init.json";

/// What services refuse and nobody publishes as a schema, by type.
const REFUSED: &str = include_str!("refused.json");
/// What the name of a type begins with in the table.
const REFUSED_NAME: &str = "refused/";

/// Reads a JSON file below cfn-lint's schemas.
pub(super) type ReadJson<'a> = &'a dyn Fn(&str) -> Result<Value, String>;

/// The schemas of a name: one, or one for each region with the region's name, by name.
pub(crate) fn of(name: &str) -> Option<SchemaNode<'static>> {
    Some(SchemaNode::new(table(), table().find(name)?))
}

/// The types of which services refuse more than is published, each with the schema of its properties.
pub(crate) fn refused() -> impl Iterator<Item = (&'static str, SchemaNode<'static>)> {
    let names = (0..table().len()).filter_map(|index| table().name(index));
    names.filter_map(|name| Some((name.strip_prefix(REFUSED_NAME)?, of(name)?)))
}

/// The day on which the schemas were published: what is newer is not known.
#[must_use]
pub fn date() -> &'static str {
    table().source()
}

/// The life of one of Lambda's runtimes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Runtime {
    /// The day from which Lambda gives no more patches.
    pub deprecated: Option<&'static str>,
    /// The day from which no function is created.
    pub create_block: Option<&'static str>,
    /// The day from which no function is changed.
    pub update_block: Option<&'static str>,
    /// What to use instead.
    pub successor: Option<&'static str>,
}

/// The life of a runtime, where the list has it.
pub(crate) fn runtime(name: &str) -> Option<Runtime> {
    let runtimes = of(RUNTIMES.0)?.constant()?;
    let life = runtimes.get(name)?;
    let text = |key| life.get(key).and_then(Literal::as_str);
    let (deprecated, successor) = (text("deprecated"), text("successor"));
    Some(Runtime { deprecated, create_block: text("create-block"), update_block: text("update-block"), successor })
}

/// The newest version of an engine of RDS whose number begins with these: `8.4.9` for `mysql` and `8.4`, as far as is known on [`date`].
#[must_use]
pub fn newest_engine_version(engine: &str, line: &str) -> Option<&'static str> {
    let named = |schema: SchemaNode<'static>| {
        let constant = schema.constant().and_then(Literal::as_str);
        schema.enum_values().texts().chain(schema.enum_case_insensitive().texts()).chain(constant)
    };
    let is_of = |case: &SchemaNode<'static>| {
        let of = case.schema("if").and_then(|condition| condition.property("Engine"));
        of.is_some_and(|of| named(of).any(|known| known == engine))
    };
    let versions = of("aws_rds_dbinstance/engine_version")?.all_of().find(is_of)?.schema("then")?.property("EngineVersion")?;
    // A variant such as `16.9-limitless` is another product.
    let of_line = |version: &&str| {
        let rest = version.strip_prefix(line);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.')) && !version.contains('-')
    };
    named(versions).filter(of_line).max_by_key(|version| numbers(version))
}

/// The numbers of a version, by which versions are compared.
pub(crate) fn numbers(version: &str) -> Vec<u64> {
    version.split(|character: char| !character.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}

/// The table's files.
pub(super) fn pack(read: ReadJson<'_>, date: &str) -> Result<Compiled, String> {
    let mut packed = vec![(RUNTIMES.0.to_owned(), json!({ "const": read(RUNTIMES.1)? }))];
    for (names, is_regional) in [(FILES, false), (REGIONAL, true)] {
        for name in names {
            let file = format!("extensions/{name}.json");
            let mut published = read(&file)?;
            if let Some(whole) = name.strip_suffix("_deprecated") {
                correct_lines(&mut published, &read(&format!("extensions/{whole}.json"))?);
            }
            let schema = extension(name, &published, is_regional).map_err(|error| format!("{file}: {error}"))?;
            packed.push(((*name).to_owned(), schema));
        }
    }
    let setup = extension(CFN_INIT, &read(CFN_INIT_FILE)?, false).map_err(|error| format!("{CFN_INIT_FILE}: {error}"))?;
    packed.push((CFN_INIT.to_owned(), setup));
    let refused: BTreeMap<String, Value> = serde_json::from_str(REFUSED).map_err(|error| format!("refused.json: {error}"))?;
    packed.extend(refused.into_iter().map(|(name, all)| (REFUSED_NAME.to_owned() + &name, sorted(json!({ "allOf": all })))));
    packed.sort_by(|(one, _), (other, _)| one.cmp(other));
    compile::pack(date, &packed)
}

fn extension(name: &str, published: &Value, is_regional: bool) -> Result<Value, String> {
    let schema = match published {
        Value::Object(regions) if is_regional => {
            // Beside the regions stand what the file says for itself, and an empty `all`.
            let regions = regions.iter().filter(|(region, schema)| region.contains('-') && schema.is_object());
            json!({ "properties": regions.map(|(region, schema)| (region.clone(), schema.clone())).collect::<Map<_, _>>() })
        }
        schema => schema.clone(),
    };
    let mut schema = strip::extension(&schema)?;
    for (_, pointer, published, becomes) in FIXES.iter().filter(|(file, ..)| *file == name) {
        fixes::replace(&mut schema, pointer, *published, Some(becomes))?;
    }
    repair(&mut schema, name.starts_with("aws_rds_"));
    if name.starts_with("aws_rds_") && name.ends_with("/engine_version") {
        add_major_versions(&mut schema);
    }
    Ok(sorted(schema))
}

fn sorted(mut schema: Value) -> Value {
    schema.sort_all_objects();
    schema
}

/// RDS takes `8.0` for the default of its minor versions, and the published lists have whole versions only.
fn add_major_versions(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(add_major_versions),
        Value::Object(keywords) => {
            let listed = keywords.get_mut("properties").and_then(|properties| properties.pointer_mut("/EngineVersion/enum"));
            if let Some(Value::Array(versions)) = listed {
                let known: BTreeSet<&str> = versions.iter().filter_map(Value::as_str).collect();
                let majors: BTreeSet<&str> = known.iter().flat_map(|version| starts(version)).collect();
                let added: Vec<Value> = majors.difference(&known).map(|version| json!(version)).collect();
                versions.extend(added);
            }
            keywords.values_mut().for_each(add_major_versions);
        }
        _ => {}
    }
}

/// A line of versions of which some are still offered is not deprecated: `17` is the newest of them, and the published list has it beside
/// the old ones. One of which none is offered is, and the list has only its versions.
fn correct_lines(deprecated: &mut Value, whole: &Value) {
    let texts = |list: &Value| Vec::from_iter(list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
    for case in deprecated["allOf"].as_array_mut().into_iter().flatten() {
        let condition = &mut case["if"]["properties"];
        let old: BTreeSet<String> = texts(&condition["EngineVersion"]["enum"]).into_iter().collect();
        let cases = whole["allOf"].as_array().into_iter().flatten();
        let of_engine = cases.filter(|whole| whole["if"]["properties"]["Engine"] == condition["Engine"]);
        let all: Vec<String> = of_engine.flat_map(|whole| texts(&whole["then"]["properties"]["EngineVersion"]["enum"])).collect();
        let offered: BTreeSet<&str> =
            all.iter().filter(|version| !old.contains(*version)).flat_map(|version| starts(version)).collect();
        if let Some(Value::Array(versions)) = condition.pointer_mut("/EngineVersion/enum") {
            let gone: BTreeSet<&str> =
                old.iter().flat_map(|version| starts(version)).filter(|line| !offered.contains(line)).collect();
            versions.retain(|version| version.as_str().is_none_or(|version| !offered.contains(version)));
            versions.extend(gone.into_iter().filter(|line| !old.contains(*line)).map(|line| json!(line)));
        }
    }
}

/// What a version begins with: `8` and `8.0` of `8.0.36`, as long as it is numbers.
fn starts(version: &str) -> impl Iterator<Item = &str> {
    let is_number = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    version.match_indices('.').map(|(end, _)| &version[..end]).take_while(is_number)
}

/// Says in keywords what the published form says in ways that are not read here: `(?!…)` is `not`, and RDS takes the name of an
/// engine in any case, for which cfn-lint has code. What must not be there is a property that nothing meets.
fn repair(schema: &mut Value, is_rds: bool) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| repair(item, is_rds)),
        Value::Object(keywords) => {
            if let Some(names) = keywords.get("not").and_then(excluded_names) {
                keywords.remove("not");
                keywords.insert("properties".to_owned(), names.into_iter().map(|name| (name, Value::Bool(false))).collect());
            }
            if let Some((name, values)) = refused_values(keywords) {
                keywords.insert("then".to_owned(), json!({ "properties": { name: { "not": { "enum": values } } } }));
            }
            let refused = keywords.get("pattern").and_then(Value::as_str).and_then(refused_start);
            if let Some(start) = refused {
                keywords.remove("pattern");
                keywords.insert("not".to_owned(), json!({ "pattern": start }));
            }
            if let Some(engine) =
                keywords.get_mut("properties").and_then(|properties| properties.get_mut("Engine")).filter(|_| is_rds)
            {
                ignore_case(engine);
            }
            keywords.values_mut().for_each(|value| repair(value, is_rds));
        }
        _ => {}
    }
}

/// The property and the values of a condition that nothing may meet; they are taken out of it.
fn refused_values(keywords: &mut Map<String, Value>) -> Option<(String, Value)> {
    if keywords.get("then") != Some(&Value::Bool(false)) {
        return None;
    }
    let asked = keywords.get_mut("if")?.get_mut("properties")?.as_object_mut()?;
    let name = asked.iter().find(|(_, schema)| schema.get("enum").is_some())?.0.clone();
    let values = asked.get_mut(&name)?.as_object_mut()?.remove("enum")?;
    Some((name, values))
}

/// The pattern of what `^(?!…)` refuses, where nothing else is asked.
fn refused_start(pattern: &str) -> Option<String> {
    let inner = pattern.strip_prefix("^(?!")?;
    let inner = inner.strip_suffix(").*$").or_else(|| inner.strip_suffix(')'))?;
    Some(format!("^(?:{inner})"))
}

/// The properties of which a schema asks for one and nothing else: `anyOf` of `required`.
fn excluded_names(refused: &Value) -> Option<Vec<String>> {
    let named = |branch: &Value| match branch["required"].as_array()?.as_slice() {
        [Value::String(name)] if branch.as_object()?.len() == 1 => Some(name.clone()),
        _ => None,
    };
    refused["anyOf"].as_array()?.iter().map(named).collect()
}

fn ignore_case(schema: &mut Value) {
    let Some(keywords) = schema.as_object_mut() else { return };
    let values = match (keywords.remove("const"), keywords.remove("enum")) {
        (Some(value), _) => json!([value]),
        (None, Some(values)) => values,
        (None, None) => return,
    };
    keywords.insert("enumCaseInsensitive".to_owned(), values);
}

fn table() -> &'static Table<'static> {
    static TABLE: OnceLock<Table<'static>> = OnceLock::new();
    TABLE.get_or_init(|| Table::new(BYTES, TEXTS).unwrap_or(Table::EMPTY))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_published_in_other_ways_is_said_in_keywords() {
        let published = json!({"if": {"properties": {"Engine": {"pattern": "^(?!aurora|custom).*$"}}},
            "then": {"properties": {"Engine": {"const": "mysql"}, "Other": {"const": "x"}}}});
        let engine = json!({"not": {"pattern": "^(?:aurora|custom)"}});
        let then = json!({"properties": {"Engine": {"enumCaseInsensitive": ["mysql"]}, "Other": {"const": "x"}}});
        let expected = json!({"if": {"properties": {"Engine": engine}}, "then": then});
        assert_eq!(extension("aws_rds_dbinstance/x", &published, false).unwrap(), expected);
    }

    #[test]
    fn what_nothing_may_meet_is_said_of_one_property() {
        let published =
            json!({"if": {"properties": {"A": {"const": "a"}, "B": {"enum": ["b"], "type": "string"}}}, "then": false});
        let then = json!({"properties": {"B": {"not": {"enum": ["b"]}}}});
        let expected = json!({"if": {"properties": {"A": {"const": "a"}, "B": {"type": "string"}}}, "then": then});
        assert_eq!(extension("x/y", &published, false).unwrap(), expected);
        let names = json!({"then": {"not": {"anyOf": [{"required": ["A"]}, {"required": ["B"]}]}}});
        let expected = json!({"then": {"properties": {"A": false, "B": false}}});
        assert_eq!(extension("x/y", &names, false).unwrap(), expected);
    }

    #[test]
    fn regions_are_properties() {
        let published = json!({"description": "prose", "eu-west-1": {"enum": ["a"]}, "all": {"enum": []}});
        let expected = json!({"properties": {"eu-west-1": {"enum": ["a"]}}});
        assert_eq!(extension("x/y", &published, true).unwrap(), expected);
        assert!(extension("x/y", &json!({"cfnGather": {}}), false).unwrap_err().contains("cfnGather"));
    }

    /// Every property of the types that a schema names, with the way there. What must not be there is named as well.
    fn unknown(written: SchemaNode<'_>, published: SchemaNode<'_>, way: &str, found: &mut Vec<String>) {
        let named = written.required().chain(written.required_or()).chain(written.dependent_required().map(|(name, _)| name));
        let named = named.chain(written.dependent_excluded().flat_map(|(name, others)| others.into_iter().chain([name])));
        found.extend(named.filter(|name| published.property(name).is_none()).map(|name| format!("{way}/{name}")));
        for (name, inner) in written.properties() {
            match published.property(name) {
                Some(published) => unknown(inner, published, &format!("{way}/{name}"), found),
                None if published.properties().next().is_none() => {}
                None => found.push(format!("{way}/{name}")),
            }
        }
        if let (Some(inner), Some(published)) = (written.items(), published.items()) {
            unknown(inner, published, way, found);
        }
        let branches = ["if", "then", "not"].into_iter().filter_map(|name| written.schema(name)).chain(written.all_of());
        branches.for_each(|branch| unknown(branch, published, way, found));
    }

    #[test]
    fn what_is_refused_is_of_properties_that_there_are_and_says_the_way_out() {
        let mut found = Vec::new();
        for (name, written) in refused() {
            let published = crate::schema::find(name).unwrap_or_else(|| panic!("there is no type {name}"));
            unknown(written, published.root(), name, &mut found);
            assert!(written.all_of().all(|branch| branch.description().is_some()), "{name}");
        }
        assert_eq!(found, [""; 0]);
        assert!(refused().any(|(name, _)| name == "AWS::ECS::Service"));
    }

    #[test]
    fn every_entry_is_found() {
        assert!(FILES.iter().chain(REGIONAL).all(|name| of(name).is_some()));
        assert!(REGIONAL.iter().all(|name| of(name).unwrap().property("us-east-1").is_some()));
        assert_eq!(date().len(), "2026-10-20".len());
        assert_eq!(runtime("nodejs12.x").and_then(|runtime| runtime.deprecated), Some("2023-03-31"));
        assert_eq!(runtime("nodejs999.x"), None);
    }

    #[test]
    fn the_newest_version_is_of_the_line() {
        let of_line = |engine, line| newest_engine_version(engine, line).unwrap_or_default();
        assert!(of_line("postgres", "17").starts_with("17."), "{}", of_line("postgres", "17"));
        assert!(numbers(of_line("mysql", "8.4")) > numbers("8.4.8"), "{}", of_line("mysql", "8.4"));
        assert!(numbers(of_line("aurora-postgresql", "16")) > numbers("16.9"), "{}", of_line("aurora-postgresql", "16"));
        assert_eq!([of_line("postgres", "1"), of_line("postgres", "99"), of_line("none", "17")], [""; 3]);
    }
}
