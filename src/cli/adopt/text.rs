//! What is imported, and the commands in order.

use std::fmt::Write as _;

use super::files::Written;
use super::lookup::Found;
use crate::adopt::Adoption;
use crate::cli::aws::s3_url;
use crate::cli::terminal::line;
use crate::deploy::NO_BUCKET;
use crate::scaffold::shell::quote;
use crate::stack::{Assembly, SynthesizedStack};
use crate::template::counted;

/// What is said of the import.
pub(super) fn text(
    adoption: &Adoption,
    written: &Written,
    assembly: &Assembly,
    stack: &SynthesizedStack,
    found: &Found,
) -> String {
    let count = counted(adoption.resources.len(), "resource");
    let mut text = format!("{} · {count} to import into {}\n", assembly.environment, stack.full_name);
    for resource in &adoption.resources {
        let identifier: Vec<String> =
            resource.resource_identifier.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let _ =
            writeln!(text, "  {}  {}  {}", resource.logical_resource_id, resource.resource_type, line(&identifier.join(", ")));
    }
    for (id, by) in &found.by {
        let _ = writeln!(text, "  found in AWS: {id}, the one with the same {by}");
    }
    for (id, why) in &adoption.refused {
        let _ = writeln!(text, "  left out: {id}: {why}");
    }
    if !adoption.retained.is_empty() {
        let ids = adoption.retained.join(", ");
        let _ = writeln!(text, "  DeletionPolicy: Retain for the import, since the code says none: {ids}");
    }
    let _ = writeln!(text, "\nThe commands, in order; nothing is imported before `execute-change-set`:\n");
    commands(&mut text, written, assembly, stack);
    let _ = writeln!(text, "\nThen make the code say what the drift shows, and deploy.");
    text
}

fn commands(text: &mut String, written: &Written, assembly: &Assembly, stack: &SynthesizedStack) {
    let target = &assembly.target;
    let region = quote(&target.region);
    let name = quote(&stack.full_name);
    let file = |shown: &str| quote(&format!("file://{shown}"));
    let mut template = format!("--template-body {}", file(&written.template));
    if written.needs_bucket {
        let bucket = target.template_bucket.as_deref().unwrap_or(NO_BUCKET);
        let key = format!("formwork-adopt/{}.template.json", stack.full_name);
        let _ =
            writeln!(text, "aws s3 cp --region {region} {} {}", quote(&written.template), quote(&format!("s3://{bucket}/{key}")));
        template = format!("--template-url {}", quote(&s3_url(bucket, &target.region, &key)));
    }
    let mut create = format!(
        "create-change-set --change-set-type IMPORT --change-set-name adopt {template} --resources-to-import {}",
        file(&written.resources)
    );
    if let Some(parameters) = &written.parameters {
        let _ = write!(create, " --parameters {}", file(parameters));
    }
    if !stack.capabilities.is_empty() {
        let _ = write!(create, " --capabilities {}", stack.capabilities.join(" "));
    }
    for step in [
        create.as_str(),
        "wait change-set-create-complete --change-set-name adopt",
        "describe-change-set --change-set-name adopt",
        "execute-change-set --change-set-name adopt",
        "wait stack-import-complete",
    ] {
        let _ = writeln!(text, "aws cloudformation {step} --stack-name {name} --region {region}");
    }
    let aws = "aws cloudformation";
    let _ = writeln!(
        text,
        "drift=$({aws} detect-stack-drift --stack-name {name} --query StackDriftDetectionId --output text --region {region})"
    );
    let status =
        format!("{aws} describe-stack-drift-detection-status --stack-drift-detection-id \"$drift\" --query DetectionStatus");
    let _ = writeln!(text, "while {status} --output text --region {region} | grep -q IN_PROGRESS; do sleep 5; done");
    let filters = "--stack-resource-drift-status-filters MODIFIED DELETED";
    let _ = writeln!(text, "{aws} describe-stack-resource-drifts {filters} --stack-name {name} --region {region}");
}
