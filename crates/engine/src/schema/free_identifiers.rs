//! Relations that name one example of what a property takes, as if it took nothing else.

use std::collections::{BTreeMap, BTreeSet};

/// How many such relations are published.
const PUBLISHED: usize = 6;

/// Words that say nothing of which resource is meant.
const PLAIN: [&str; 3] = ["arn", "id", "identifier"];

/// Takes them out: a property that is called an identifier, whose only relation is to the ARN of a resource that neither the property nor
/// its definition names. `Origin.Id` is a name that an author makes up, `EndpointId` of a Global Accelerator is also an address's.
///
/// # Errors
/// When another number of such relations is published than before.
pub(super) fn remove(lines: &mut BTreeSet<String>) -> Result<(), String> {
    let mut targets: BTreeMap<[&str; 3], Vec<[&str; 2]>> = BTreeMap::new();
    for line in lines.iter() {
        let fields: Vec<&str> = line.split('\t').collect();
        if let [resource, definition, property, target, attribute] = fields[..] {
            targets.entry([resource, definition, property]).or_default().push([target, attribute]);
        }
    }
    let examples = targets.into_iter().filter_map(|(property, targets)| match targets[..] {
        [target] if is_example(property, target) => Some([property.as_slice(), target.as_slice()].concat().join("\t")),
        _ => None,
    });
    let examples: Vec<String> = examples.collect();
    lines.retain(|line| !examples.contains(line));
    match examples.len() {
        PUBLISHED => Ok(()),
        found => Err(format!(
            "{PUBLISHED} relations of free identifiers were published, now {found}: look at them and correct `free_identifiers.rs`\n{}",
            examples.join("\n")
        )),
    }
}

fn is_example([_, definition, property]: [&str; 3], [target, attribute]: [&str; 2]) -> bool {
    let is_identifier = property.ends_with("Id") || property.ends_with("Identifier");
    let owner = words(definition).into_iter().chain(words(property)).collect::<BTreeSet<_>>();
    is_identifier && attribute.ends_with("Arn") && words(target).is_disjoint(&owner)
}

/// The words of a type or of a name in camel case, without those that say nothing.
fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut word = String::new();
    for letter in text.trim_start_matches("AWS::").chars() {
        if !letter.is_ascii_lowercase() && !word.is_empty() {
            words.insert(std::mem::take(&mut word));
        }
        word.extend(letter.is_ascii_alphabetic().then_some(letter.to_ascii_lowercase()));
    }
    words.insert(word);
    words.retain(|word| word.len() > 1 && !PLAIN.contains(&word.as_str()));
    words
}

#[cfg(test)]
mod tests {
    use super::is_example;

    #[test]
    fn only_what_names_another_resource_is_an_example() {
        let balancer = ["AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancerArn"];
        let key = ["AWS::KMS::Key", "Arn"];
        assert!(is_example(["AWS::CloudFront::Distribution", "Origin", "Id"], balancer));
        assert!(!is_example(["AWS::CloudFront::Distribution", "Origin", "LoadBalancerId"], balancer));
        assert!(!is_example(["AWS::CodePipeline::Pipeline", "EncryptionKey", "Id"], key));
        assert!(!is_example(["AWS::Lambda::Function", "-", "KmsKeyArn"], key));
    }
}
