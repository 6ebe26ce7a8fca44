//! FW903: a name that several stacks of a stack set would give.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::stack_set::{self, StackInstances};
use crate::language::{Given, Made, Program, Scope, reference};
use crate::template::{Node, ResourceEntry, function};

pub(crate) const RULE: Rule = Rule {
    code: "FW903",
    severity: Severity::Error,
    what: "Finds a name in the template of a stack set that is unique in an account, or in all of AWS, and that several of its stacks would give.",
    why: "An IAM role is of an account and not of a region, and a bucket's name is taken in all of AWS: the first stack makes it, every other one fails.",
    example: "RoleName: audit in a stack set with two regions",
    fix: "leave the name out, or put `${AWS::Region}` (and for buckets `${AWS::AccountId}`) into it; what is needed once in an account belongs in a stack set of one region",
    link: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-bestpractices.html",
    kind: RuleKind::Template(run),
};

/// Where a name is unique.
#[derive(Clone, Copy, PartialEq)]
enum Realm {
    /// In an account, whatever the region.
    Account,
    /// In all accounts and regions.
    Everywhere,
}

/// Types, the property that names them, and where it is unique.
const NAMES: [(&str, &str, Realm); 6] = [
    ("AWS::IAM::Group", "GroupName", Realm::Account),
    ("AWS::IAM::InstanceProfile", "InstanceProfileName", Realm::Account),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName", Realm::Account),
    ("AWS::IAM::Role", "RoleName", Realm::Account),
    ("AWS::IAM::User", "UserName", Realm::Account),
    ("AWS::S3::Bucket", "BucketName", Realm::Everywhere),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    for set in stack_set::all(context.scope()) {
        let Some(Ok(template)) = set.template() else { continue };
        let instances = set.instances();
        // What is not known of one stack set's parameters is the same in all of its stacks, or an override says more.
        let (program, made) = (Program::new(&template, Given::default()), Made::new());
        let scope = Scope::new(program.deployed(), Given::default(), &made);
        for resource in scope.resources() {
            let Some((property, name, shared)) = shared(&scope, &resource, &instances) else { continue };
            let id = resource.id.as_str();
            let message = format!("`{property}` of `{id}` is `{name}` in the stacks of {shared}");
            set.property("TemplateBody").report(context, rule.finding(message).help(rule.fix));
        }
    }
}

/// The name of a resource that stacks share, and which of them.
fn shared<'a>(
    scope: &Scope<'a>,
    resource: &ResourceEntry<'a>,
    instances: &StackInstances,
) -> Option<(&'static str, String, &'static str)> {
    let (_, property, realm) = NAMES.iter().find(|(kind, ..)| *kind == resource.resource_type)?;
    // A condition may leave all but one of them out.
    if resource.node.get("Condition").is_some() {
        return None;
    }
    let name = scope.reduce(resource.node.at_path(&["Properties", property])?).filter(|name| is_text(name))?;
    let name = reference::as_text(name);
    let (of_account, of_region) = (name.contains("${AWS::AccountId}"), name.contains("${AWS::Region}"));
    let others = ["${AWS::AccountId}", "${AWS::Region}", "${AWS::Partition}"]
        .iter()
        .fold(name.clone(), |text, known| text.replace(known, ""));
    if others.contains("${") {
        return None;
    }
    let several_regions = instances.regions.len() > 1;
    let several_accounts = instances.accounts.len() > 1 || !instances.organizational_units.is_empty();
    if several_regions && !of_region {
        return Some((property, name, "several regions, and can be given once in an account"));
    }
    let is_taken = *realm == Realm::Everywhere && several_accounts && !of_account;
    is_taken.then_some((property, name, "several accounts, and can be given once in all of AWS"))
}

/// Whether what a value comes to is a text, or one with pseudo parameters in it.
fn is_text(node: &Node) -> bool {
    let is_made = |(name, _): (&str, &Node)| [function::JOIN, function::REF, function::SUB].contains(&name);
    node.as_str().is_some() || function::call(node).is_some_and(is_made)
}
