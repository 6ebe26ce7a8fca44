//! E3050: a role by its name although it has a path.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3050",
    severity: Severity::Error,
    what: "Finds a CodeBuild project that names a role with a `Path` by `Ref`.",
    why: "CodeBuild refuses the project: `Ref` gives the name without the path.",
    example: "`ServiceRole: !Ref Role` with `Path: /build/`",
    fix: "write `!GetAtt Role.Arn`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-project.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for project in resource::of_type(context.scope(), "AWS::CodeBuild::Project") {
        let property = project.properties.get("ServiceRole");
        let Some(role) = property.target_of("AWS::IAM::Role") else { continue };
        if let Some(path) = role.properties.get("Path").text().filter(|path| path != "/") {
            let message = format!("`Ref` of `{}` gives its name, and its path is `{path}`", role.id);
            let finding = rule.finding(message).help(format!("write `!GetAtt {}.Arn`", role.id));
            property.report(context, finding.related(role.location, "the role"));
        }
    }
}
