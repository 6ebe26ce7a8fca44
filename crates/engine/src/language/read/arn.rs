//! ARNs, as far as they are known: most are written with `${AWS::Region}` and `${AWS::AccountId}`.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>

use super::property::Property;
use crate::language::Piece;
use crate::template::function;

/// The parts of an ARN before its resource.
const HEAD: usize = 5;

/// The pseudo parameters that have no colon.
const WORDS: [&str; 4] = ["AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::StackName"];

/// What is known of an ARN.
pub(crate) struct Arn {
    /// Its service.
    pub service: String,
    /// The resource, or the beginning of it, without the account before it.
    pub resource: String,
    /// Whether that is the whole resource.
    pub is_whole: bool,
}

/// The ARN that a property is written as.
pub(crate) fn of(property: &Property<'_>) -> Option<Arn> {
    let (mut known, mut is_whole) = (String::new(), true);
    for part in property.parts() {
        match part {
            Piece::Text(text) => known.push_str(&text),
            // One word of it, whatever its value.
            Piece::Call(call) if function::referred(call).is_some_and(|name| WORDS.contains(&name)) => known.push('-'),
            Piece::Call(_) => {
                is_whole = false;
                break;
            }
        }
    }
    let parts: Vec<&str> = known.splitn(HEAD + 1, ':').collect();
    let [head, _, service, _, _, resource] = parts.as_slice() else { return None };
    let (service, resource) = ((*service).to_owned(), (*resource).to_owned());
    (*head == "arn" && !service.is_empty()).then_some(Arn { service, resource, is_whole })
}
