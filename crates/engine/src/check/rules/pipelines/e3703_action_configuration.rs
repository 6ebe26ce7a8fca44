//! E3703: an action of a pipeline whose configuration lacks something.

use super::stages;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3703",
    severity: Severity::Error,
    what: "Finds an action whose `Configuration` lacks what its provider needs, or whose `TemplatePath` is in no input artifact of the action.",
    why: "CodePipeline refuses the pipeline: `Action configuration for action is missing required configuration`.",
    example: "A `CodeBuild` action without `ProjectName`",
    fix: "add what the provider needs to `Configuration`",
    link: "https://docs.aws.amazon.com/codepipeline/latest/userguide/structure-configuration-examples.html",
    kind: RuleKind::Template(run),
};

/// Providers of AWS, by category, with what each needs.
const NEEDED: [(&str, &str, &[&str]); 11] = [
    ("Build", "CodeBuild", &["ProjectName"]),
    ("Test", "CodeBuild", &["ProjectName"]),
    ("Deploy", "CloudFormation", &["ActionMode"]),
    ("Deploy", "CodeDeploy", &["ApplicationName", "DeploymentGroupName"]),
    ("Deploy", "CodeDeployToECS", &["ApplicationName", "DeploymentGroupName"]),
    ("Deploy", "ECS", &["ClusterName", "ServiceName"]),
    ("Deploy", "S3", &["BucketName", "Extract"]),
    ("Invoke", "Lambda", &["FunctionName"]),
    ("Source", "CodeCommit", &["BranchName", "RepositoryName"]),
    ("Source", "CodeStarSourceConnection", &["BranchName", "ConnectionArn", "FullRepositoryId"]),
    ("Source", "S3", &["S3Bucket", "S3ObjectKey"]),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for pipeline in resource::of_type(context.scope(), stages::PIPELINE) {
        for action in stages::actions(&pipeline).unwrap_or_default().into_iter().flatten() {
            let configuration = action.get("Configuration");
            for name in lacking(&action, &configuration) {
                configuration.report(context, missing(rule, &action, &configuration, name));
            }
            if let Some((path, finding)) = template_path(rule, &action, &configuration) {
                path.report(context, finding);
            }
        }
    }
}

/// What the provider needs and the configuration surely has not.
fn lacking(action: &Property<'_>, configuration: &Property<'_>) -> Vec<&'static str> {
    let kind = action.get("ActionTypeId");
    if !kind.get("Owner").is("AWS") || configuration.keys().is_none() {
        return Vec::new();
    }
    let found =
        NEEDED.iter().find(|(category, provider, _)| kind.get("Category").is(category) && kind.get("Provider").is(provider));
    let names = found.map(|(_, _, names)| *names).unwrap_or_default();
    names.iter().copied().filter(|name| configuration.get(name).is_absent()).collect()
}

fn missing(rule: &Rule, action: &Property<'_>, configuration: &Property<'_>, name: &str) -> Diagnostic {
    let provider = action.at(&["ActionTypeId", "Provider"]).text().unwrap_or_default();
    let is_needed = |key: &&str| NEEDED.iter().any(|(.., names)| names.contains(key));
    let near = nearest(name, configuration.keys().unwrap_or_default().into_iter().filter(|key| !is_needed(key)));
    let help = near.map_or_else(|| rule.fix.to_owned(), |near| format!("rename `{near}` to `{name}`?"));
    rule.finding(format!("the configuration of {provider} has no `{name}`")).help(help)
}

/// A template that is in none of the artifacts that the action takes.
fn template_path<'a>(rule: &Rule, action: &Property<'a>, configuration: &Property<'a>) -> Option<(Property<'a>, Diagnostic)> {
    let path = configuration.get("TemplatePath");
    let text = path.text()?;
    let (artifact, _) = text.split_once("::")?;
    let inputs: Option<Vec<String>> =
        action.get("InputArtifacts").items()?.iter().map(|input| input.get("Name").text()).collect();
    let inputs = inputs?;
    if inputs.iter().any(|input| input == artifact) {
        return None;
    }
    let finding = rule.finding(format!("the action takes no artifact `{artifact}`"));
    let help =
        if inputs.is_empty() { "add it to `InputArtifacts`".to_owned() } else { format!("it takes {}", inputs.join(", ")) };
    Some((path, finding.help(help)))
}
