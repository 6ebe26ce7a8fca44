//! FW701: a function without what its package needs.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::read::resource::{self, Resource};

pub(crate) const RULE: Rule = Rule {
    code: "FW701",
    severity: Severity::Error,
    what: "Finds a Lambda function whose `Code` names no package or half of one (`S3Bucket` without `S3Key`), and one with a .zip package but without `Handler` or `Runtime`, or with empty ones.",
    why: "Lambda refuses the function. The schema requires none of these, since images need neither.",
    example: "\"Code\": {\"ZipFile\": \"…\"} without `Handler`",
    fix: "write `Handler` and `Runtime` beside the .zip package, or `PackageType: Image` with an `ImageUri`",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html",
    kind: RuleKind::Template(run),
};

/// What names a package in `Code`.
const SOURCES: [&str; 4] = ["ImageUri", "S3Bucket", "S3Key", "ZipFile"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for function in resource::of_type(scope, "AWS::Lambda::Function") {
        if let Some(finding) = without_package(rule, &function) {
            function.properties.get("Code").report(context, finding);
        } else if let Some(finding) = without_entry(rule, &function) {
            context.report(finding, function.location, ["Resources", function.id]);
        }
    }
}

fn without_package(rule: &Rule, function: &Resource<'_>) -> Option<Diagnostic> {
    let code = function.properties.get("Code");
    let names = code.keys().filter(|_| code.is_given())?;
    let has = |name: &str| names.contains(&name);
    let message = match SOURCES.iter().any(|name| has(name)) {
        false => format!("the `Code` of `{}` names no package", function.id),
        true if has("S3Bucket") && !has("S3Key") => format!("the `Code` of `{}` has `S3Bucket` without `S3Key`", function.id),
        true if has("S3Key") && !has("S3Bucket") => format!("the `Code` of `{}` has `S3Key` without `S3Bucket`", function.id),
        true => return None,
    };
    Some(rule.finding(message).help("write `ZipFile`, `S3Bucket` with `S3Key`, or `ImageUri`"))
}

/// A function with a .zip package, which is what there is unless an image is said.
fn without_entry(rule: &Rule, function: &Resource<'_>) -> Option<Diagnostic> {
    let is_zip = function.properties.get("PackageType").text_or("Zip")? == "Zip";
    let names_image = !function.properties.get("Code").get("ImageUri").is_absent();
    if !is_zip || names_image {
        return None;
    }
    let is_missing = |name: &&'static str| {
        let given = function.properties.get(name);
        given.is_absent() || given.text().is_some_and(|text| text.trim().is_empty())
    };
    let missing: Vec<&str> = ["Handler", "Runtime"].into_iter().filter(is_missing).collect();
    (!missing.is_empty()).then(|| {
        let message = format!("`{}` has a .zip package but no `{}`", function.id, missing.join("` and no `"));
        rule.finding(message).help(rule.fix)
    })
}
