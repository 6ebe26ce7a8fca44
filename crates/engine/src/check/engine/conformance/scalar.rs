//! The keywords of texts, numbers and flags.

use std::borrow::Cow;

use super::answer::{Answer, Why};
use crate::check::engine::subject::Subject;
use crate::language::Piece;
use crate::schema::{JsonType, Keywords, Literal, Pattern, SchemaNode};
use crate::template::{Content, Node};

/// Maps that may be written as a local path, which `aws cloudformation package` replaces by the place in S3.
const PACKAGED: [(&str, &str); 6] = [
    ("AWS::ApiGateway::RestApi", "BodyS3Location"),
    ("AWS::CodeCommit::Repository", "S3"),
    ("AWS::ElasticBeanstalk::ApplicationVersion", "SourceBundle"),
    ("AWS::Lambda::Function", "Code"),
    ("AWS::Lambda::LayerVersion", "Content"),
    ("AWS::StepFunctions::StateMachine", "DefinitionS3Location"),
];

/// Expressions that refuse what is known to deploy.
const WRONG: [&str; 1] = [
    // The expiration date of a bucket's rule is also taken without its `Z`.
    r"^(\d{4})-(0[0-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-4]):([0-5]\d):([0-6]\d)((\.\d{3})?)Z$",
];

/// Properties that name several where one is wanted, with commas between them: the type, the property.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SpotFleetLaunchSpecification.html>
const WITH_COMMAS: [(&str, &str); 1] = [("AWS::EC2::SpotFleet", "SubnetId")];

/// The formats that are known: ids of EC2, which begin with what they identify and end with 8 or 17 hexadecimal digits.
const PREFIXES: [(&str, &str); 4] = [
    ("AWS::EC2::SecurityGroup.Id", "sg-"),
    ("AWS::EC2::VPC.Id", "vpc-"),
    ("AWS::EC2::Image.Id", "ami-"),
    ("AWS::EC2::Subnet.Id", "subnet-"),
];

/// The formats of ARNs: the service, how the resource begins, and what such an ARN looks like.
const ARNS: [(&str, &str, &str, &str); 5] = [
    ("AWS::ACM::Certificate.Arn", "acm", "certificate/", "arn:aws:acm:REGION:ACCOUNT:certificate/ID"),
    ("AWS::IAM::Role.Arn", "iam", "role/", "arn:aws:iam::ACCOUNT:role/NAME"),
    ("AWS::KMS::Key.Arn", "kms", "", "arn:aws:kms:REGION:ACCOUNT:key/ID"),
    ("AWS::Lambda::Function.Arn", "lambda", "function:", "arn:aws:lambda:REGION:ACCOUNT:function:NAME"),
    ("AWS::SNS::Topic.Arn", "sns", "", "arn:aws:sns:REGION:ACCOUNT:NAME"),
];

const SETS: Keywords = Keywords::of(&["enum", "enumCaseInsensitive", "const"]);

/// `type`: whether CloudFormation takes the value for one of the types.
pub(crate) fn types<'a>(subject: &Subject<'a>) -> Answer<'a> {
    let (node, schema) = (subject.node, subject.schema);
    if node.as_str().is_some() && PACKAGED.contains(&(subject.resource_type, subject.name)) {
        return Answer::Unknown(Why::Packaged);
    }
    let mut types = schema.types().peekable();
    if types.peek().is_none() {
        return Answer::Yes;
    }
    // A document that may be given as text is one that CloudFormation parses itself.
    let is_document = schema.is(JsonType::Object) && node.as_str().is_some() && schema.format() == Some("json");
    if is_document || types.any(|wanted| is_of(node, wanted)) { Answer::Yes } else { Answer::No(()) }
}

fn is_of(node: &Node, wanted: JsonType) -> bool {
    match (&node.content, wanted) {
        (Content::Map(_), JsonType::Object) | (Content::List(_), JsonType::Array) | (Content::Bool(_), JsonType::Boolean) => true,
        // Every scalar has a text.
        (Content::Text(_) | Content::Number(_) | Content::Bool(_), JsonType::String) => true,
        (Content::Number(number), JsonType::Integer) => number.as_f64().is_some_and(|number| number.fract() == 0.0),
        (Content::Number(_), JsonType::Number) => true,
        (Content::Text(text), JsonType::Integer) => text.trim().parse::<i128>().is_ok(),
        (Content::Text(text), JsonType::Number) => text.trim().parse::<f64>().is_ok(),
        (Content::Text(text), JsonType::Boolean) => matches!(text.to_lowercase().as_str(), "true" | "false"),
        _ => false,
    }
}

/// The values of a closed set, as text; none where the set is open.
pub(crate) fn value_set(schema: SchemaNode<'_>) -> Vec<String> {
    let values = schema.enum_values().iter().chain(schema.enum_case_insensitive()).chain(schema.constant());
    values.map(|value| text(value).into_owned()).collect()
}

/// `enum`, `enumCaseInsensitive`, `const`: the scalar that is not in the closed set.
pub(crate) fn in_set<'a>(subject: &Subject<'a>) -> Answer<'a, Cow<'a, str>> {
    if !subject.schema.has_any(SETS) {
        return Answer::Yes;
    }
    let Some(given) = subject.scalar() else { return Answer::Unknown(Why::Set) };
    let mut exact = subject.schema.enum_values().iter().chain(subject.schema.constant()).peekable();
    let mut folded = subject.schema.enum_case_insensitive().iter().map(text).peekable();
    let is_open = exact.peek().is_none() && folded.peek().is_none();
    // A number may be written in more than one way; a version, which is a text, may not: 16.10 is not 16.1.
    let number = given.parse::<f64>().ok();
    let is_same = |value: Literal<'_>| text(value) == given || number.is_some() && value.as_f64() == number;
    if is_open || exact.any(is_same) || folded.any(|value| value.eq_ignore_ascii_case(&given)) {
        return Answer::Yes;
    }
    Answer::No(given)
}

fn text(value: Literal<'_>) -> Cow<'_, str> {
    value.as_str().map_or_else(|| value.to_string().into(), Cow::Borrowed)
}

/// A size that is out of bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Size {
    /// What is given.
    pub given: u64,
    /// Why that is wrong.
    pub bound: Bound,
}

/// What a size must keep to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bound {
    /// At least so many.
    Least(u64),
    /// At most so many.
    Most(u64),
}

/// `minLength`, `maxLength`: the number of characters that is out of bounds.
pub(crate) fn length<'a>(subject: &Subject<'a>) -> Answer<'a, Size> {
    let (least, most) = (subject.schema.min_length(), subject.schema.max_length());
    if least.is_none() && most.is_none() || !takes(subject.schema, &[JsonType::String]) {
        return Answer::Yes;
    }
    let Some(text) = subject.scalar() else { return Answer::Yes };
    let given = text.chars().count() as u64;
    let few = least.filter(|least| given < *least).map(Bound::Least);
    let many = most.filter(|most| given > *most).map(Bound::Most);
    Answer::unless(few.or(many).map(|bound| Size { given, bound }))
}

/// Whether a schema takes one of these types, or says nothing of types.
fn takes(schema: SchemaNode<'_>, types: &[JsonType]) -> bool {
    types.iter().any(|wanted| schema.is(*wanted)) || schema.types().next().is_none()
}

/// The number that a value is where its schema takes numbers.
fn number(subject: &Subject<'_>) -> Option<f64> {
    if !takes(subject.schema, &[JsonType::Integer, JsonType::Number]) {
        return None;
    }
    subject.scalar()?.trim().parse().ok()
}

/// The range that a number is out of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    /// The least number that is taken.
    pub low: Option<f64>,
    /// The greatest number that is taken.
    pub high: Option<f64>,
    /// The number that all that are taken lie above.
    pub above: Option<f64>,
    /// The number that all that are taken lie below.
    pub below: Option<f64>,
}

/// `minimum`, `maximum`, `exclusiveMinimum`, `exclusiveMaximum`: the range that the number is out of.
pub(crate) fn range<'a>(subject: &Subject<'a>) -> Answer<'a, Range> {
    const BOUNDS: Keywords = Keywords::of(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]);
    let schema = subject.schema;
    let Some(number) = schema.has_any(BOUNDS).then(|| number(subject)).flatten() else { return Answer::Yes };
    let (low, high) = (schema.minimum(), schema.maximum());
    let (above, below) = (schema.exclusive_minimum(), schema.exclusive_maximum());
    let is_high = low.is_none_or(|low| number >= low) && above.is_none_or(|above| number > above);
    let is_low = high.is_none_or(|high| number <= high) && below.is_none_or(|below| number < below);
    Answer::unless((!is_high || !is_low).then_some(Range { low, high, above, below }))
}

/// A number that is no multiple of what it must be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    /// The number.
    pub given: f64,
    /// What it must be a multiple of.
    pub step: f64,
}

/// `multipleOf`: the number that is none.
pub(crate) fn multiple<'a>(subject: &Subject<'a>) -> Answer<'a, Step> {
    let Some(step) = subject.schema.multiple_of().filter(|step| *step > 0.0) else { return Answer::Yes };
    let Some(given) = number(subject) else { return Answer::Yes };
    let count = given / step;
    // Decimal fractions have no exact form: 0.3 is almost three times 0.1.
    let is_multiple = (count - count.round()).abs() <= 1e-9 * count.abs().max(1.0);
    Answer::unless((!is_multiple).then_some(Step { given, step }))
}

/// `pattern`: the expression that the text has no match of.
pub(crate) fn pattern<'a>(subject: &Subject<'a>) -> Answer<'a, &'a str> {
    let Some(published) = subject.schema.pattern().filter(|_| takes(subject.schema, &[JsonType::String])) else {
        return Answer::Yes;
    };
    let Some(text) = subject.scalar() else { return Answer::Yes };
    let Some(pattern) = Pattern::find(published).filter(|_| !is_doubtful(subject, published, &text)) else {
        return Answer::Unknown(Why::Pattern(published));
    };
    if !subject.effort.spend(pattern.steps(&text)) {
        return Answer::Unknown(Why::TooMuch);
    }
    match pattern.matches(&text) {
        Some(true) => Answer::Yes,
        Some(false) => Answer::No(published),
        None => Answer::Unknown(Why::Pattern(published)),
    }
}

/// `pattern`, of a text that is known in part: the character in it that is in no match, with the expression.
pub(crate) fn letter<'a>(subject: &Subject<'a>) -> Option<(char, &'a str)> {
    let published = subject.schema.pattern().filter(|_| takes(subject.schema, &[JsonType::String]))?;
    // What each parameter allows is looked at for itself.
    if subject.scope.cases(subject.node).iter().any(|case| case.node().is_some()) {
        return None;
    }
    let letter = Pattern::of_letter(published)?;
    let pieces = subject.scope.parts(subject.node)?;
    let texts: Vec<&str> = pieces.iter().filter_map(Piece::text).collect();
    // What is resolved later, or replaced by a build (`%%BUCKET%%`), is not what will stand there.
    let is_replaced = |text: &&str| ["{{", "${", "%%"].iter().any(|mark| text.contains(mark));
    let is_open = texts.len() == pieces.len() || texts.iter().any(is_replaced);
    let is_doubtful = texts.iter().any(|text| is_doubtful(subject, published, text));
    if is_open || is_doubtful || !subject.effort.spend(texts.iter().map(|text| letter.steps(text)).sum()) {
        return None;
    }
    let mut letters = texts.iter().flat_map(|text| text.chars());
    letters.find(|one| letter.matches(one.encode_utf8(&mut [0; 4])) == Some(false)).map(|one| (one, published))
}

/// Whether the expression is not the last word on the text.
fn is_doubtful(subject: &Subject<'_>, published: &str, text: &str) -> bool {
    // Where no character is needed, an empty text means that nothing is given.
    let is_empty = text.is_empty() && subject.schema.min_length() == Some(0);
    // EC2 takes characters in tags that the usual expression for tags does not have.
    let is_tag = subject.resource_type.starts_with("AWS::EC2::") && published.contains(r"\p{");
    // The schemas are those of one region: in other partitions `aws-cn` stands in its place.
    let is_elsewhere = text.starts_with("arn:aws-") && published.contains("arn:aws:");
    is_empty || is_tag || is_elsewhere || WRONG.contains(&published)
}

/// `format`: what the text should begin with, or look like.
pub(crate) fn format<'a>(subject: &Subject<'a>) -> Answer<'a, &'static str> {
    let Some(format) = subject.schema.format() else { return Answer::Yes };
    if let Some((_, service, resource, form)) = ARNS.iter().find(|(known, ..)| *known == format) {
        let given = subject.scalar();
        return given.map_or(Answer::Unknown(Why::Format(format)), |given| arn(&given, service, resource, form, format));
    }
    let known = PREFIXES.iter().find(|(known, _)| *known == format);
    let Some(((_, prefix), given)) = known.zip(subject.scalar()) else { return Answer::Unknown(Why::Format(format)) };
    if *prefix == "ami-" && given.starts_with("resolve:ssm:") {
        // EC2 reads the id from a parameter of Systems Manager itself.
        return Answer::Unknown(Why::Replaced);
    }
    let are_several = WITH_COMMAS.contains(&(subject.resource_type, subject.name));
    let are_ids = if are_several { given.split(',').all(|item| is_id(item.trim(), prefix)) } else { is_id(&given, prefix) };
    Answer::unless((!are_ids).then_some(*prefix))
}

/// Whether a text is an id of EC2: the prefix, and 8 or 17 hexadecimal digits.
fn is_id(given: &str, prefix: &str) -> bool {
    let digits = given.strip_prefix(prefix).unwrap_or_default();
    matches!(digits.len(), 8 | 17) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// Whether an ARN is one of a kind. Services also take names where an ARN is wanted, so what is no ARN at all is unknown; and so is a
/// certificate of IAM, which stands where those of ACM do.
fn arn<'a>(given: &str, service: &str, resource: &str, form: &'static str, format: &'a str) -> Answer<'a, &'static str> {
    let parts: Vec<&str> = given.splitn(6, ':').collect();
    let ["arn", _, own, _, account, rest] = parts[..] else { return Answer::Unknown(Why::Format(format)) };
    let is_open = given.contains(['*', '$', '{', '<']) || service == "acm" && own == "iam";
    let is_account = account.len() == 12 && account.bytes().all(|digit| digit.is_ascii_digit());
    match own == service && is_account && rest.starts_with(resource) && rest.len() > resource.len() {
        true => Answer::Yes,
        false if is_open => Answer::Unknown(Why::Format(format)),
        false => Answer::No(form),
    }
}
