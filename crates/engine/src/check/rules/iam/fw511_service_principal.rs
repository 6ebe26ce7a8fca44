//! FW511: a service principal that is misspelt.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::{policy, resource};
use crate::schema::actions;

pub(crate) const RULE: Rule = Rule {
    code: "FW511",
    severity: Severity::Warning,
    what: "Finds a service principal that is a known one but for a letter or its domain. Services that are not known are not reported.",
    why: "IAM refuses the policy: `Invalid principal in policy`.",
    example: "\"Service\": \"lambda.amazon.com\"",
    fix: "write the principal as the page of the service has it",
    link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    kind: RuleKind::Template(run),
};

/// What services call themselves in principals, beside the prefixes of their actions.
/// Alexa is not among them: its principals end in `amazon.com`.
const FURTHER: [&str; 20] = [
    "assets",
    "billingconsole",
    "build",
    "delivery",
    "ec2fleet",
    "ecs-tasks",
    "edgelambda",
    "eks-fargate-pods",
    "eks-nodegroup",
    "export",
    "malware-protection-plan",
    "member",
    "monitoring",
    "opensearchservice",
    "ops",
    "replicator",
    "spot",
    "spotfleet",
    "tasks",
    "vpc-flow-logs",
];

/// The domain of services, in every partition that templates name.
const DOMAIN: &str = "amazonaws.com";
const DOMAINS: [&str; 2] = [".amazonaws.com", ".amazonaws.com.cn"];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let documents = policy::documents(scope);
    let statements = documents.iter().flat_map(|document| policy::statements(&document.property));
    let named = statements.flat_map(|statement| statement.get("Principal").get("Service").every_entry());
    let permitted = resource::of_type(scope, "AWS::Lambda::Permission");
    // The principal of a permission may be an account as well.
    let permitted = permitted.iter().map(|permission| permission.properties.get("Principal"));
    let named: Vec<Property<'_>> = named.chain(permitted).collect();
    for principal in named {
        let Some(given) = principal.text() else { continue };
        if let Some(meant) = meant(&given) {
            let message = format!("`{given}` is not a known service principal");
            principal.report(context, rule.finding(message).help(format!("did you mean `{meant}`?")));
        }
    }
}

fn is_known(name: &str) -> bool {
    actions::services().any(|known| known == name) || FURTHER.contains(&name)
}

/// The principal that is meant by one which is misspelt.
fn meant(given: &str) -> Option<String> {
    let Some(name) = DOMAINS.iter().find_map(|domain| given.strip_suffix(domain)) else {
        let (name, domain) = given.split_once('.')?;
        let is_near = ["amazon.com", "amazonaws.co", "amazonaws.org", "amazonaws", "aws.com", "aws.amazon.com"].contains(&domain)
            || is_one_edit(domain, DOMAIN);
        return (is_known(name) && is_near).then(|| format!("{name}.{DOMAIN}"));
    };
    // Names are short, and those of new services may be as near to others as a mistake is.
    if name.len() < 5 || name.split('.').any(is_known) {
        return None;
    }
    let mut near = actions::services().chain(FURTHER).filter(|known| known.len() >= 5 && is_one_edit(name, known));
    near.next().filter(|_| near.next().is_none()).map(|near| format!("{near}.{DOMAIN}"))
}

/// Whether one text becomes the other by one letter that is missing, too much, another one, or exchanged with its neighbour. A service and
/// its second version differ by a digit: `macie`, `macie2`.
fn is_one_edit(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    one.len().abs_diff(other.len()) <= 1 && strsim::damerau_levenshtein(one, other) == 1 && letters(one) != letters(other)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn known_regional_and_unknown_services_are_left_alone() {
        for given in [
            "lambda.amazonaws.com",
            "states.eu-west-1.amazonaws.com",
            "ec2.amazonaws.com.cn",
            "logs.us-east-1.amazonaws.com",
            "delivery.logs.amazonaws.com",
            "edgelambda.amazonaws.com",
            "alexa-appkit.amazon.com",
            "brandnew.amazonaws.com",
            "macie.amazonaws.com",
            "*",
            "123456789012",
        ] {
            assert_eq!(meant(given), None, "{given}");
        }
    }

    #[test]
    fn what_is_misspelt_is_corrected() {
        assert_eq!(meant("lambda.amazon.com").as_deref(), Some("lambda.amazonaws.com"));
        assert_eq!(meant("lamda.amazonaws.com").as_deref(), Some("lambda.amazonaws.com"));
        assert_eq!(meant("ecs-task.amazonaws.com").as_deref(), Some("ecs-tasks.amazonaws.com"));
        assert_eq!(meant("lambda.amazonaw.com").as_deref(), Some("lambda.amazonaws.com"));
    }
}
