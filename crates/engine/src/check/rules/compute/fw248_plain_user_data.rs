//! FW248: user data that is not encoded.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::Piece;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW248",
    severity: Severity::Error,
    what: "Finds the user data of an instance, launch template or launch configuration that is plain text.",
    why: "EC2 takes it encoded and refuses the rest: `Invalid BASE64 encoding of user data`.",
    example: "`UserData: !Sub |` with a script below it",
    fix: "put `Fn::Base64` around it",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-base64.html",
    kind: RuleKind::Template(run),
};

const PLACES: [(&str, &[&str]); 3] = [
    ("AWS::AutoScaling::LaunchConfiguration", &["UserData"]),
    ("AWS::EC2::Instance", &["UserData"]),
    ("AWS::EC2::LaunchTemplate", &["LaunchTemplateData", "UserData"]),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for (kind, path) in PLACES {
        for holder in resource::of_type(context.scope(), kind) {
            for case in holder.properties.at(path).cases() {
                if case.parts().iter().any(|piece| matches!(piece, Piece::Text(text) if is_plain(text))) {
                    let message = format!("the user data of `{}` is plain text", holder.id);
                    case.report(context, rule.finding(message).help(rule.fix));
                }
            }
        }
    }
}

/// Whether a text has what no encoded one has. What is resolved at the deployment may become anything.
fn is_plain(text: &str) -> bool {
    let is_encoded = |byte: u8| byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() || b"+/=".contains(&byte);
    !text.contains("{{resolve:") && !text.bytes().all(is_encoded)
}
