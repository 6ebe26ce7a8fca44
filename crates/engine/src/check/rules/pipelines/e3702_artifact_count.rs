//! E3702: an action with too few or too many artifacts.

use super::stages;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3702",
    severity: Severity::Error,
    what: "Finds an action of a pipeline with another number of artifacts than its provider takes.",
    why: "CodePipeline refuses the pipeline.",
    example: "A CodeBuild action without `InputArtifacts`",
    fix: "give as many artifacts as the message says",
    link: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html",
    kind: RuleKind::Template(run),
};

/// The category, owner and provider of an action, and how many artifacts it takes and puts out: the least and the most.
type Count = (&'static str, &'static str, &'static str, [(usize, usize); 2]);

/// What each kind of action takes and puts out.
const COUNTS: [Count; 17] = [
    ("Approval", "AWS", "Manual", [(0, 0), (0, 0)]),
    ("Build", "AWS", "CodeBuild", [(1, 5), (0, 5)]),
    ("Build", "Custom", "Jenkins", [(0, 5), (0, 5)]),
    ("Deploy", "AWS", "CloudFormation", [(0, 10), (0, 1)]),
    ("Deploy", "AWS", "CodeDeploy", [(1, 1), (0, 0)]),
    ("Deploy", "AWS", "ECS", [(1, 1), (0, 0)]),
    ("Deploy", "AWS", "ElasticBeanstalk", [(1, 1), (0, 0)]),
    ("Deploy", "AWS", "S3", [(1, 1), (0, 0)]),
    ("Deploy", "AWS", "ServiceCatalog", [(1, 1), (0, 0)]),
    ("Deploy", "ThirdParty", "AlexaSkillsKit", [(0, 2), (0, 0)]),
    ("Invoke", "AWS", "Lambda", [(0, 5), (0, 5)]),
    ("Source", "AWS", "CodeCommit", [(0, 0), (1, 1)]),
    ("Source", "AWS", "ECR", [(0, 0), (1, 1)]),
    ("Source", "AWS", "S3", [(0, 0), (1, 1)]),
    ("Source", "ThirdParty", "GitHub", [(0, 0), (1, 1)]),
    ("Test", "AWS", "CodeBuild", [(1, 5), (0, 5)]),
    ("Test", "AWS", "DeviceFarm", [(1, 1), (0, 0)]),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for pipeline in resource::of_type(context.scope(), stages::PIPELINE) {
        for action in stages::actions(&pipeline).unwrap_or_default().iter().flatten() {
            check(rule, context, action);
        }
    }
}

fn check(rule: &Rule, context: &mut Context<'_>, action: &Property<'_>) {
    let part = |name| action.at(&["ActionTypeId", name]).text();
    let Some(((category, owner), provider)) = part("Category").zip(part("Owner")).zip(part("Provider")) else { return };
    let counts =
        COUNTS.iter().find(|count| (count.0, count.1, count.2) == (category.as_str(), owner.as_str(), provider.as_str()));
    for (name, (least, most)) in
        ["InputArtifacts", "OutputArtifacts"].into_iter().zip(counts.map(|count| count.3).into_iter().flatten())
    {
        let artifacts = action.get(name);
        let Some(given) = artifacts.items().map(|items| items.len()).filter(|given| *given < least || *given > most) else {
            continue;
        };
        let wanted = if least == most { least.to_string() } else { format!("{least} to {most}") };
        let message = format!("a `{category}` action of `{provider}` takes {wanted} `{name}`, and this has {given}");
        artifacts.report(context, rule.finding(message));
    }
}
