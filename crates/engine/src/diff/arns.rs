//! The ARNs of resources of a template, as far as their forms are known: what a policy names by a pattern and what it names by a reference
//! may be one thing.

use super::processed::Processed;

/// By type, what stands in the place of `Fn::GetAtt` of `Arn`; `{}` is what `Ref` gives. See
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>.
const FORMS: [(&str, &str); 9] = [
    ("AWS::DynamoDB::Table", "arn:aws:dynamodb:${AWS::Region}:${AWS::AccountId}:table/{}"),
    ("AWS::Events::Rule", "arn:aws:events:${AWS::Region}:${AWS::AccountId}:rule/{}"),
    ("AWS::KMS::Key", "arn:aws:kms:${AWS::Region}:${AWS::AccountId}:key/{}"),
    ("AWS::Kinesis::Stream", "arn:aws:kinesis:${AWS::Region}:${AWS::AccountId}:stream/{}"),
    ("AWS::Lambda::Function", "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:{}"),
    ("AWS::Logs::LogGroup", "arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:{}:*"),
    ("AWS::S3::Bucket", "arn:aws:s3:::{}"),
    ("AWS::SNS::Topic", "{}"),
    ("AWS::SecretsManager::Secret", "{}"),
];

/// A text in which attributes `Arn` are written in full: `Key.Arn`, or `${Bucket.Arn}/*`.
pub(super) fn written_out(side: &Processed<'_>, text: &str) -> String {
    let form = |id: &str| {
        let entry = side.template().resource(id)?;
        let (_, form) = FORMS.iter().find(|(kind, _)| *kind == entry.resource_type)?;
        Some(form.replace("{}", &format!("${{{id}}}")))
    };
    if let Some(whole) = text.strip_suffix(".Arn").and_then(form) {
        return whole;
    }
    let (mut all, mut rest) = (String::new(), text);
    while let Some((before, after)) = rest.split_once("${") {
        let Some((variable, behind)) = after.split_once('}') else { break };
        all.push_str(before);
        match variable.strip_suffix(".Arn").and_then(form) {
            Some(whole) => all.push_str(&whole),
            None => all.push_str(&format!("${{{variable}}}")),
        }
        rest = behind;
    }
    all + rest
}
