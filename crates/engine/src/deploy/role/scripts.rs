//! What whoever starts a deployment calls: CloudFormation, the bucket of templates, and what the scripts look at.

use std::collections::BTreeSet;

use super::arns::{self, Arns};
use super::grant::{Condition, Grant};
use crate::deploy::secrets::{self, Reader};
use crate::language::read::resource;
use crate::language::read::service::SERVICE;
use crate::language::stacks::{StackSource, with_stacks};
use crate::language::{Given, Made, Scope};
use crate::stack::{Artifact, ArtifactKind, Assembly, SynthesizedStack};
use crate::template::{Node, dynamic, limits, parameter_type};

/// What a deployment does with its stacks. It never deletes one: that is `teardown.sh`, which a person runs.
const ON_STACKS: [&str; 14] = [
    "CreateChangeSet",
    "DeleteChangeSet",
    "DescribeChangeSet",
    "DescribeStackEvents",
    "DescribeStackResource",
    "DescribeStackResources",
    "ExecuteChangeSet",
    "GetTemplate",
    "GetTemplateSummary",
    "ListChangeSets",
    "ListStackResources",
    "TagResource",
    "UntagResource",
    "UpdateTerminationProtection",
];

/// What it reads of the whole account and region.
const ON_ALL: [&str; 5] = ["DescribeStacks", "GetTemplateSummary", "ListExports", "ListImports", "ValidateTemplate"];

pub(super) fn grants(assembly: &Assembly, unknown: &mut Vec<String>) -> Vec<Grant> {
    let target = &assembly.target;
    let arns = Arns::new(target);
    let region = || Condition::equals("aws:RequestedRegion", [&target.region]);
    let everything = || vec!["*".to_owned()];
    let stacks = assembly.stacks.iter().map(|stack| arns.made("cloudformation", &format!("stack/{}/*", stack.full_name)));
    let actions = |names: &[&str]| names.iter().map(|name| format!("cloudformation:{name}")).collect::<Vec<_>>();
    let mut grants = vec![Grant::new(actions(&ON_STACKS), stacks.collect())];
    grants.push(Grant::new(actions(&ON_ALL), everything()).when(region()));
    let transforms: BTreeSet<String> = assembly.stacks.iter().flat_map(|stack| transforms(stack.template.root())).collect();
    let transforms: Vec<String> = transforms.iter().map(|name| transform(name, &arns, target)).collect();
    if !transforms.is_empty() {
        grants.push(Grant::new(actions(&["CreateChangeSet"]), transforms));
    }
    if let Some(bucket) = &target.template_bucket {
        let on = vec![arns.made("s3", bucket), arns.made("s3", &format!("{bucket}/*"))];
        let named = ["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket", "s3:PutObject"].map(str::to_owned);
        grants.push(Grant::new(named, on));
    } else if assembly.stacks.iter().any(needs_bucket) {
        let what = "the bucket for templates over 51,200 bytes and for uploaded files";
        unknown.push(format!("{what}: `template-bucket` of the environment names it"));
    }
    grants.extend(artifacts(assembly));
    if has_services(assembly) {
        grants.push(Grant::new(["ecs:DescribeServices".to_owned()], everything()).when(region()));
    }
    grants.extend(read_values(assembly, &arns, unknown));
    grants
}

/// Whether something of a stack goes through the bucket: its template, or files that it takes from there.
fn needs_bucket(stack: &SynthesizedStack) -> bool {
    let is_uploaded = |artifact: &Artifact| matches!(artifact.kind, ArtifactKind::Zip { .. } | ArtifactKind::File { .. });
    stack.artifacts.iter().any(is_uploaded) || stack.template.to_text(crate::template::Format::Json).len() > limits::BODY_INLINE
}

/// What pushes an image, and finds out whether it is there.
const ON_REPOSITORY: [&str; 9] = [
    "BatchCheckLayerAvailability",
    "BatchGetImage",
    "CompleteLayerUpload",
    "DescribeImages",
    "DescribeRepositories",
    "GetDownloadUrlForLayer",
    "InitiateLayerUpload",
    "PutImage",
    "UploadLayerPart",
];

/// What publishes the files of a site.
const ON_SITE: [&str; 5] = ["s3:DeleteObject", "s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket", "s3:PutObject"];

/// What the script does with artifacts beside those that go through the bucket for templates: images and sites.
fn artifacts(assembly: &Assembly) -> Vec<Grant> {
    let target = &assembly.target;
    let (mut repositories, mut sites) = (BTreeSet::new(), Arns::new(target));
    for stack in &assembly.stacks {
        let made = Made::new();
        let scope = Scope::new(&stack.template, Given::default(), &made);
        let prefix = arns::prefix(&stack.full_name, stack.name, &assembly.environment);
        for artifact in &stack.artifacts {
            match &artifact.kind {
                ArtifactKind::Image(image) => drop(repositories.insert(image.repository.clone())),
                // An artifact of a site has the id of its bucket.
                ArtifactKind::Site { .. } => {
                    let bucket = resource::find(&scope, artifact.id.as_str());
                    bucket.iter().for_each(|bucket| sites.note(bucket, &prefix));
                }
                ArtifactKind::Zip { .. } | ArtifactKind::File { .. } => {}
            }
        }
    }
    let arns = Arns::new(target);
    let mut grants = Vec::new();
    if !repositories.is_empty() {
        let on = repositories.iter().map(|name| arns.made("ecr", &format!("repository/{name}")));
        grants.push(Grant::new(ON_REPOSITORY.map(|name| format!("ecr:{name}")), on.collect()));
        let region = Condition::equals("aws:RequestedRegion", [&target.region]);
        grants.push(Grant::new(["ecr:GetAuthorizationToken".to_owned()], vec!["*".to_owned()]).when(region));
    }
    if let Some(buckets) = sites.of("AWS::S3::Bucket") {
        let on = buckets.iter().flat_map(|bucket| [bucket.clone(), format!("{bucket}/*")]);
        grants.push(Grant::new(ON_SITE.map(str::to_owned), on.collect()));
        // Only the deployment knows the id of the distribution.
        let distributions = vec![arns.made("cloudfront", "distribution/*")];
        grants.push(Grant::new(["cloudfront:CreateInvalidation".to_owned()], distributions));
    }
    grants
}

/// What CloudFormation reads with the caller's credentials: parameters of the Parameter Store, and what dynamic references name.
fn read_values(assembly: &Assembly, arns: &Arns, unknown: &mut Vec<String>) -> Vec<Grant> {
    let (mut parameters, mut secrets) = (BTreeSet::new(), BTreeSet::new());
    for stack in &assembly.stacks {
        for (name, declared) in stack.template.section("Parameters").into_iter().flatten() {
            let kind = declared.get("Type").and_then(Node::as_str).unwrap_or_default();
            let given =
                stack.parameters.iter().find(|value| value.name.as_str() == name.as_str()).map(|given| given.value.clone());
            let value = given.or_else(|| declared.get("Default").and_then(Node::scalar));
            if parameter_type::is_stored(kind) {
                parameters.extend(value);
            }
        }
        stack.template.root().walk(&mut |node| {
            let plain = node.as_str().into_iter().flat_map(dynamic::references).filter(|reference| reference.service() == "ssm");
            parameters.extend(plain.filter_map(|reference| reference.parts().first().map(|name| (*name).to_owned())));
        });
    }
    let mut on: BTreeSet<String> =
        parameters.iter().map(|name| arns.made("ssm", &format!("parameter/{}", name.trim_start_matches('/')))).collect();
    let references = secrets::secrets(assembly).references;
    for reference in references.into_iter().filter(|reference| reference.read_by == Some(Reader::Deployment)) {
        match (reference.store, reference.arn, reference.name) {
            (super::super::Store::ParameterStore, Some(arn), _) => drop(on.insert(arn)),
            (_, Some(arn), _) => drop(secrets.insert(arn)),
            (_, None, Some(name)) => drop(secrets.insert(arns.made("secretsmanager", &format!("secret:{name}-??????")))),
            (_, None, None) => {
                unknown.push(format!("which secret `{}` of the stack `{}` reads", reference.resource, reference.stack))
            }
        }
    }
    let grant =
        |action: &str, on: BTreeSet<String>| (!on.is_empty()).then(|| Grant::new([action.to_owned()], on.into_iter().collect()));
    grant("ssm:GetParameters", on).into_iter().chain(grant("secretsmanager:GetSecretValue", secrets)).collect()
}

/// The macros that a template names.
fn transforms(root: &Node) -> Vec<String> {
    let Some(named) = root.get("Transform") else { return Vec::new() };
    let entries = named.as_list().map_or_else(|| vec![named], |list| list.iter().collect());
    let names = entries.into_iter().filter_map(|entry| entry.as_str().or_else(|| entry.get("Name")?.as_str()));
    names.map(str::to_owned).collect()
}

/// The ARN of a macro: AWS's own have no account.
fn transform(name: &str, arns: &Arns, target: &crate::stack::Target) -> String {
    match name.strip_prefix("AWS::") {
        Some(own) => arns.made("cloudformation", &format!("transform/{own}")).replace(&format!(":{}:", target.account), ":aws:"),
        None => arns.made("cloudformation", &format!("transform/{name}")),
    }
}

fn has_services(assembly: &Assembly) -> bool {
    let sources: Vec<StackSource<'_>> = assembly
        .stacks
        .iter()
        .map(|stack| StackSource { name: stack.name, template: &stack.template, values: stack.values(&assembly.target) })
        .collect();
    with_stacks(&sources, true, |stacks| stacks.stacks().iter().any(|stack| !resource::of_type(&stack.scope, SERVICE).is_empty()))
}
