//! The type that a wrong name was meant to be.

use std::cmp::Reverse;

/// Names less alike than this are not a misspelling of each other.
const ALIKE: f64 = 0.8;

/// A resource name that at most so many types share tells more than the service: whoever writes
/// `AWS::CloudWatch::LogGroup` means the log group, not another type of CloudWatch.
const DISTINCTIVE: usize = 3;

/// The type that a misspelt name, or one with another service, was most likely meant to be.
#[must_use]
pub fn nearest(type_name: &str) -> Option<&'static str> {
    let (service, resource) = type_name.rsplit_once("::")?;
    let namesakes = || super::types().filter(|name| resource_of(name).eq_ignore_ascii_case(resource));
    if (1..=DISTINCTIVE).contains(&namesakes().count()) {
        return best(namesakes().map(|name| (alike(service, super::service(name)), name)));
    }
    let scored = super::types().map(|name| {
        let services = alike(service, super::service(name));
        (f64::midpoint(services, alike(resource, resource_of(name))), name)
    });
    best(scored.filter(|(score, _)| *score >= ALIKE))
}

fn resource_of(type_name: &str) -> &str {
    type_name.rsplit_once("::").map_or("", |(_, resource)| resource)
}

/// The first of those with the highest score.
fn best(scored: impl Iterator<Item = (f64, &'static str)>) -> Option<&'static str> {
    let best = scored.max_by(|one, other| {
        let by_score = one.0.total_cmp(&other.0);
        by_score.then_with(|| Reverse(one.1).cmp(&Reverse(other.1)))
    });
    best.map(|(_, name)| name)
}

/// How alike two words are, from 0 to 1, whatever their case; the owner, `AWS::`, says nothing.
fn alike(one: &str, other: &str) -> f64 {
    let word = |text: &str| text.trim_start_matches("AWS::").to_ascii_lowercase();
    strsim::jaro_winkler(&word(one), &word(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_names() {
        assert_eq!(nearest("AWS::ECS::Servise"), Some("AWS::ECS::Service"));
        assert_eq!(nearest("AWS::ec2::Vpc"), Some("AWS::EC2::VPC"));
        assert_eq!(nearest("AWS::RDS::Instance"), Some("AWS::RDS::DBInstance"));
        assert_eq!(nearest("AWS::ECR::Repo"), Some("AWS::ECR::Repository"));
        assert_eq!(nearest("EC2::VPC"), Some("AWS::EC2::VPC"));
    }

    #[test]
    fn names_under_another_service() {
        let target_group = Some("AWS::ElasticLoadBalancingV2::TargetGroup");
        assert_eq!(nearest("AWS::ElasticLoadBalancing::TargetGroup"), target_group);
        assert_eq!(nearest("AWS::ECS::TargetGroup"), target_group);
        assert_eq!(nearest("AWS::CloudWatch::LogGroup"), Some("AWS::Logs::LogGroup"));
    }

    #[test]
    fn what_is_like_nothing() {
        for name in ["", "hello", "::", "Custom::Something", "AWS::Foo::Bar"] {
            assert_eq!(nearest(name), None, "{name}");
        }
    }
}
