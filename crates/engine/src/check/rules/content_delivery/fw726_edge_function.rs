//! FW726: a function at the edge that is not a version.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;
use crate::template::function;

pub(crate) const RULE: Rule = Rule {
    code: "FW726",
    severity: Severity::Error,
    what: "Finds a `LambdaFunctionARN` of a distribution that is the ARN of a function, of an alias or of `$LATEST`.",
    why: "CloudFront refuses the distribution: `The function ARN must reference a specific function version`.",
    example: "`LambdaFunctionARN: !GetAtt Redirect.Arn`",
    fix: "refer to an `AWS::Lambda::Version`, whose `Ref` is such an ARN; with SAM, give the function `AutoPublishAlias` and write `!Ref Redirect.Version`",
    link: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html",
    kind: RuleKind::Template(run),
};

const BEHAVIORS: [&[&str]; 2] = [
    &["DistributionConfig", "DefaultCacheBehavior", "LambdaFunctionAssociations", "*", "LambdaFunctionARN"],
    &["DistributionConfig", "CacheBehaviors", "*", "LambdaFunctionAssociations", "*", "LambdaFunctionARN"],
];
const UNPUBLISHED: [&str; 3] = ["AWS::Lambda::Alias", "AWS::Lambda::Function", "AWS::Serverless::Function"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for distribution in resource::of_type(context.scope(), "AWS::CloudFront::Distribution") {
        for path in BEHAVIORS {
            for arn in distribution.properties.places(path).into_iter().flatten().filter(is_unpublished) {
                let message = format!("a function of `{}` is not a published version", distribution.id);
                arn.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}

fn is_unpublished(arn: &Property<'_>) -> bool {
    if let Some(text) = arn.text() {
        let version = text.rsplit(':').next().unwrap_or_default();
        return text.starts_with("arn:") && !version.bytes().all(|digit| digit.is_ascii_digit());
    }
    let whole = match arn.node().and_then(function::call) {
        Some((function::REF, _)) => true,
        Some((function::GET_ATT, argument)) => {
            function::get_att_target(argument).is_some_and(|(_, attribute)| attribute == "Arn")
        }
        _ => false,
    };
    whole && UNPUBLISHED.iter().any(|kind| arn.owner_of(kind).is_some())
}
