//! From the published packages to the archive.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Map, Value};

use super::compile::{self, Compiled};
use super::relations::{self, RelationFiles};
use super::{GLOBALS, actions, extensions, fixes, handlers, serverless, strip, unreadable};

/// The package that the schemas come from, and its version.
pub const CFN_LINT: (&str, &str) = ("cfn-lint", "1.58.0");
/// The package that the relations come from, and its version.
pub const SERVICE_SPEC: (&str, &str) = ("@aws-cdk/aws-service-spec", "0.1.216");

/// The region whose schemas come first: it has nearly every type.
const FIRST_REGION: &str = "us-east-1";
/// The schema of the serverless transform's section `Globals`.
const SAM_GLOBALS: &str = "other/sam/globals.json";

/// The list of IAM's actions, seen from the schemas.
const ACTIONS: &str = "../AdditionalSpecs/Policies.json";
/// What `SOURCE.md` says of it.
const ACTIONS_NOTE: &str = "\n`actions.bin` and `actions.text` hold the names of IAM's actions in the same form, from\n\
    `cfnlint/data/AdditionalSpecs/Policies.json` of the same package.\n";

/// How a deflated gzip file begins.
const GZIP: &[u8] = &[0x1f, 0x8b, 8];
/// The flag of a gzip file with a name.
const GZIP_NAME: u8 = 8;

/// Reads what lies at a path inside the directory of cfn-lint's schemas.
pub type Read<'a> = &'a dyn Fn(&str) -> io::Result<Vec<u8>>;

/// What `SOURCE.md` says of the schemas that apply at properties.
const EXTENSIONS_NOTE: &str = "`extensions.bin` and `extensions.text` hold, in the same form, what services refuse beyond their schemas, from\n\
    `cfnlint/data/schemas/extensions`, and the lives of Lambda's runtimes, from `AdditionalSpecs/LmbdRuntimeLifecycle.json`.\n";

/// What `SOURCE.md` says of the types that nothing reads.
const UNREADABLE_NOTE: &str =
    "`unreadable.txt` has the types whose schemas have no `read` handler, from `cfnlint/data/schemas/resources`.\n";

/// What `SOURCE.md` says of the permissions of handlers.
const HANDLERS_NOTE: &str =
    "`handlers.tsv` has what the handlers of each type call, as far as IAM has such actions, from the same files.\n";

/// What an import made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Imported {
    /// The compiled schemas.
    pub schemas: Compiled,
    /// The list of IAM's actions.
    pub actions: Compiled,
    /// The schemas that apply at properties.
    pub extensions: Compiled,
    /// The names of the types whose resources CloudFormation cannot read, one a line.
    pub unreadable: String,
    /// What the handlers of each type need, one type a line.
    pub handlers: String,
    /// The text of `SOURCE.md`.
    pub source: String,
    /// The number of types.
    pub types: usize,
    /// The number of relations that found a place in a schema.
    pub relations: usize,
}

/// Builds the archive. `regions` are the names of the files in `providers/` without their ending.
///
/// # Errors
/// When a file is missing or has not the expected form, when a fix no longer applies, when a keyword is new.
pub fn import(read: Read, regions: &[String], files: &RelationFiles) -> Result<Imported, String> {
    let types = union(read, regions)?;
    let mut schemas = Vec::new();
    let (mut merged, mut unread, mut handled) = (0, String::new(), String::new());
    let iam = json(read, ACTIONS)?;
    let mut fixes = fixes::Session::new();
    let repaired = fixes::repair_relations(&files.relations)?;
    for (type_name, hash) in &types {
        let mut upstream = json(read, &format!("resources/{hash}.json"))?;
        if unreadable::is_listed(&upstream) {
            unread.extend([type_name.as_str(), "\n"]);
        }
        handled.extend(handlers::line(type_name, &upstream, &iam));
        let schema = fixes.apply(type_name, &mut upstream);
        let schema = schema.and_then(|()| serverless::widen(type_name, &mut upstream)).and_then(|()| strip::resource(&upstream));
        let mut schema = schema.map_err(|error| format!("{type_name}: {error}"))?;
        merged += relations::merge(&mut schema, relations::lines_of(&repaired, type_name))?;
        for line in relations::lines_of(&files.references, type_name) {
            relations::merge_reference(&mut schema, line)?;
        }
        schema.sort_all_objects();
        schemas.push((type_name.clone(), schema));
    }
    fixes.finish()?;
    let count = schemas.len();
    schemas.push((GLOBALS.to_owned(), globals(read)?));
    let source = source(read, count, merged)?;
    let schemas = compile::pack(&source, &schemas)?;
    let source = source + ACTIONS_NOTE + EXTENSIONS_NOTE + UNREADABLE_NOTE + HANDLERS_NOTE;
    let actions = actions::pack(&iam)?;
    let extensions = extensions::pack(&|path| json(read, path), &day(read)?)?;
    Ok(Imported { schemas, actions, extensions, unreadable: unread, handlers: handled, source, types: count, relations: merged })
}

/// Reads the relations out of `db.json`, or out of `db.json.gz`, as it is published.
///
/// # Errors
/// When the bytes are neither, or the JSON has not the database's form.
pub fn relations(database: &[u8]) -> Result<RelationFiles, String> {
    let inflated;
    let json = match database.strip_prefix(GZIP) {
        Some(rest) => {
            inflated = gunzip(rest).ok_or("it is not a gzip file")?;
            &inflated
        }
        None => database,
    };
    let database = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    RelationFiles::extract(&database)
}

/// Inflates a gzip file whose magic has been taken off. The header is 10 bytes, then a name that ends with a zero byte if
/// the flags say so; other flags are not used by the package.
fn gunzip(rest: &[u8]) -> Option<Vec<u8>> {
    let (flags, body) = (*rest.first()?, rest.get(7..)?);
    let skipped = match flags {
        0 => 0,
        GZIP_NAME => body.iter().position(|byte| *byte == 0)? + 1,
        _ => return None,
    };
    miniz_oxide::inflate::decompress_to_vec(body.get(skipped..)?).ok()
}

/// The schema of the section `Globals`. Its name sorts behind those of all types.
fn globals(read: Read) -> Result<Value, String> {
    let mut upstream = json(read, SAM_GLOBALS)?;
    let schema = serverless::widen(GLOBALS, &mut upstream).and_then(|()| strip::resource(&upstream));
    let mut schema = schema.map_err(|error| format!("{SAM_GLOBALS}: {error}"))?;
    schema.sort_all_objects();
    Ok(schema)
}

/// Every type of every region with the name of its schema's file. Where regions differ, the first region decides. The types of the
/// serverless transform are published as those of a region `sam`.
fn union(read: Read, regions: &[String]) -> Result<BTreeMap<String, String>, String> {
    let mut ordered: Vec<&str> = regions.iter().map(String::as_str).collect();
    ordered.sort_by_key(|region| (*region != FIRST_REGION, *region));
    let mut types = BTreeMap::new();
    for region in ordered {
        let provided: Map<String, Value> = serde_json::from_value(json(read, &format!("providers/{region}.json"))?)
            .map_err(|error| format!("providers/{region}.json: {error}"))?;
        for (type_name, hash) in provided {
            let hash = hash.as_str().ok_or_else(|| format!("providers/{region}.json: {type_name} names no file"))?;
            if is_resource_type(&type_name) {
                types.entry(type_name).or_insert_with(|| hash.to_owned());
            }
        }
    }
    Ok(types)
}

/// A resource type has an owner, a service and a name; a `Module` is a stand-in for the resources of a module.
fn is_resource_type(name: &str) -> bool {
    let parts: Vec<_> = name.split("::").collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn json(read: Read, path: &str) -> Result<Value, String> {
    let bytes = read(path).map_err(|error| format!("{path}: {error}"))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{path}: {error}"))
}

/// The day on which the schemas were published.
fn day(read: Read) -> Result<String, String> {
    let version = json(read, "version.json")?;
    let date = version["schema_date"].as_str().and_then(|date| date.split_once('T'));
    date.map(|(day, _)| day.to_owned()).ok_or_else(|| "version.json has no `schema_date`".to_owned())
}

fn source(read: Read, types: usize, relations: usize) -> Result<String, String> {
    let version = json(read, "version.json")?;
    let date = version["schema_date"].as_str().ok_or("version.json has no `schema_date`")?;
    let ((cfn_lint, cfn_lint_version), (service_spec, service_spec_version)) = (CFN_LINT, SERVICE_SPEC);
    Ok(format!(
        "# Source of the embedded schemas\n\
         \n\
         `schemas.bin` and `schemas.text` hold the schemas of {types} resource types, stripped to their facts, with the repairs\n\
         of `crates/engine/src/schema/fixes.rs` and {relations} relations between properties, compiled into the table that\n\
         `crates/engine/src/schema/table.rs` describes. They are written by `formwork schema import`.\n\
         \n\
         | what | package | version | licence |\n\
         |---|---|---|---|\n\
         | schemas of {date} | `{cfn_lint}` (PyPI), `cfnlint/data/schemas` | {cfn_lint_version} | MIT-0 |\n\
         | `relations.tsv`, `references.tsv` | `{service_spec}` (npm), `db.json.gz` | {service_spec_version} | Apache-2.0 |\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_region_decides_and_others_add() {
        let read = |path: &str| -> io::Result<Vec<u8>> {
            Ok(match path {
                "providers/us-east-1.json" => br#"{"AWS::B::B": "1", "Module": "2"}"#.to_vec(),
                "providers/sam.json" => br#"{"AWS::Serverless::S": "5"}"#.to_vec(),
                "providers/af-south-1.json" => br#"{"AWS::B::B": "3", "AWS::A::A": "4"}"#.to_vec(),
                _ => return Err(io::ErrorKind::NotFound.into()),
            })
        };
        let regions = ["af-south-1", "sam", "us-east-1"].map(str::to_owned);
        let types: Vec<_> = union(&read, &regions).unwrap().into_iter().collect();
        let expected = [("AWS::A::A", "4"), ("AWS::B::B", "1"), ("AWS::Serverless::S", "5")];
        assert_eq!(types, expected.map(|(name, file)| (name.to_owned(), file.to_owned())));
    }
}
