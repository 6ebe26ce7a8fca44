//! Who may do what: users, groups, roles, their policies, and who may assume roles.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::pack::{Elsewhere, PackRule};
use crate::diagnostic::Severity;
use crate::language::read::policy::{self, PolicyType};
use crate::language::read::{pattern, resource, role};
use crate::language::reference;

/// The rules of this subject.
pub(super) const RULES: &[PackRule] = &[
    PackRule {
        rule: Rule {
            code: "FWS101",
            severity: Severity::Error,
            what: "Finds a statement of a user, group or role that allows an action with which permissions can be raised, on every resource and without a condition.",
            why: "Whoever may attach policies, make keys or change trust policies anywhere has every permission of the account.",
            example: "{ \"Effect\": \"Allow\", \"Action\": \"iam:AttachRolePolicy\", \"Resource\": \"*\" }",
            fix: "name the roles or users that it is about (in Rust `.on([role.arn()])`, in YAML `Resource: !GetAtt Role.Arn`), or drop the action",
            link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
            kind: RuleKind::Template(escalation),
        },
        elsewhere: Elsewhere { hub: "IAM.21", nag: "AwsSolutions-IAM5", checkov: "CKV_AWS_110" },
    },
    PackRule {
        rule: Rule {
            code: "FWS102",
            severity: Severity::Error,
            what: "Finds a user, group or role with the managed policy `AdministratorAccess`, `IAMFullAccess` or `PowerUserAccess`.",
            why: "What holds the credentials may change everything in the account, whatever it was made for.",
            example: "\"ManagedPolicyArns\": [\"arn:aws:iam::aws:policy/AdministratorAccess\"]",
            fix: "allow the actions that are used: in Rust `Role::grant(actions, resources)`, in YAML `Policies` with a statement of its own",
            link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
            kind: RuleKind::Template(administrators),
        },
        elsewhere: Elsewhere { hub: "IAM.1", nag: "AwsSolutions-IAM4", checkov: "CKV_AWS_274" },
    },
    PackRule {
        rule: Rule {
            code: "FWS103",
            severity: Severity::Error,
            what: "Finds a trust policy that lets everybody assume its role: the principal `*` without a condition.",
            why: "Any AWS account in the world may use the role.",
            example: "\"Principal\": { \"AWS\": \"*\" }",
            fix: "name the service or the account: in Rust `Principal::service(\"ecs-tasks.amazonaws.com\")`, in YAML `Principal: {Service: ecs-tasks.amazonaws.com}`",
            link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
            kind: RuleKind::Template(trust),
        },
        elsewhere: Elsewhere { hub: "", nag: "", checkov: "CKV_AWS_60" },
    },
    PackRule {
        rule: Rule {
            code: "FWS104",
            severity: Severity::Error,
            what: "Finds a statement that allows everything but something: `Effect: Allow` with `NotAction` or `NotResource`.",
            why: "It allows whatever AWS adds later, and more than anybody reads in it.",
            example: "{ \"Effect\": \"Allow\", \"NotAction\": \"iam:*\", \"Resource\": \"*\" }",
            fix: "name what is allowed: in Rust `Statement::allow(actions).on(resources)`, in YAML `Action` and `Resource`; `NotAction` and `NotResource` belong into `Effect: Deny`",
            link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
            kind: RuleKind::Template(all_but),
        },
        elsewhere: Elsewhere { hub: "", nag: "AwsSolutions-IAM5", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS105",
            severity: Severity::Error,
            what: "Finds a user with policies of its own, inline or attached.",
            why: "Permissions of single users are lost from sight; those of groups and roles are granted and taken away in one place.",
            example: "AWS::IAM::User with `Policies` or `ManagedPolicyArns`",
            fix: "give the policies to a group (in Rust `.groups([group])`, in YAML `Groups: [!Ref Group]`), or use a role in place of the user",
            link: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2",
            kind: RuleKind::Template(users),
        },
        elsewhere: Elsewhere { hub: "IAM.2", nag: "", checkov: "CKV_AWS_40" },
    },
    PackRule {
        rule: Rule {
            code: "FWS106",
            severity: Severity::Error,
            what: "Finds an access key of a user.",
            why: "It is valid until somebody deletes it, and its secret goes through outputs and parameters that others read.",
            example: "AWS::IAM::AccessKey",
            fix: "use a role: in Rust `Role::for_tasks()` or `Role::new(Principal::service(…))`, in YAML `AWS::IAM::Role`; what runs outside AWS uses IAM Roles Anywhere or OIDC",
            link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles",
            kind: RuleKind::Template(access_keys),
        },
        elsewhere: Elsewhere { hub: "IAM.3", nag: "", checkov: "" },
    },
];

/// The actions with which a principal can give itself any permission.
const ESCALATING: [&str; 13] = [
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
];

fn escalation(rule: &Rule, context: &mut Context<'_>) {
    for (action, property) in policy::allowed_everywhere(context.scope()).into_iter().flatten() {
        // Every action, or every one of a service, is FW502.
        if action == "*" || action.ends_with(":*") {
            continue;
        }
        let written = action.to_lowercase();
        if let Some(known) = ESCALATING.iter().find(|known| pattern::matches(&written, &known.to_lowercase())) {
            let what = if known.eq_ignore_ascii_case(&action) { String::new() } else { format!(", which is `{known}` as well") };
            let message = format!("`{}` on every resource{what}: whoever has it can have any permission", shown(&action));
            property.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

const ADMINISTRATORS: [&str; 3] = ["AdministratorAccess", "IAMFullAccess", "PowerUserAccess"];
const HOLDERS: [&str; 3] = ["AWS::IAM::Group", role::ROLE, USER];
const USER: &str = "AWS::IAM::User";

fn administrators(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for holder in HOLDERS.iter().flat_map(|kind| resource::of_type(scope, kind)) {
        for arn in role::managed(&holder).every_entry() {
            let known = arn.node().and_then(|node| scope.reduce(node)).map(reference::as_text).unwrap_or_default();
            let named = ADMINISTRATORS.iter().find(|name| known.ends_with(&format!(":iam::aws:policy/{name}")));
            if let Some(name) = named {
                arn.report(context, rule.finding(format!("`{}` has `{name}`", holder.id)).help(rule.fix));
            }
        }
    }
}

fn trust(rule: &Rule, context: &mut Context<'_>) {
    for document in policy::documents(context.scope()).iter().filter(|document| document.kind == PolicyType::Trust) {
        for principal in policy::public_principals(&document.property) {
            principal.report(context, rule.finding("everybody may assume the role").help(rule.fix));
        }
    }
}

fn all_but(rule: &Rule, context: &mut Context<'_>) {
    let documents = policy::documents(context.scope());
    for statement in documents.iter().flat_map(|document| policy::statements(&document.property)) {
        let given = ["NotAction", "NotResource"].map(|name| (name, statement.get(name)));
        for (name, property) in given.into_iter().filter(|(_, property)| property.is_given()) {
            if statement.get("Effect").is("Allow") {
                property
                    .report(context, rule.finding(format!("the statement allows everything but its `{name}`")).help(rule.fix));
            }
        }
    }
}

fn users(rule: &Rule, context: &mut Context<'_>) {
    let lists = [
        (USER, "ManagedPolicyArns", "has managed policies of its own"),
        (USER, "Policies", "has inline policies"),
        ("AWS::IAM::ManagedPolicy", "Users", "is attached to users"),
        ("AWS::IAM::Policy", "Users", "is attached to users"),
    ];
    for (kind, name, what) in lists {
        for holder in resource::of_type(context.scope(), kind) {
            let list = holder.properties.get(name);
            if list.items().is_some_and(|items| !items.is_empty()) {
                list.report(context, rule.finding(format!("`{}` {what}", holder.id)).help(rule.fix));
            }
        }
    }
    for policy in resource::of_type(context.scope(), "AWS::IAM::UserPolicy") {
        let message = format!("`{}` is a policy of one user", policy.id);
        policy.properties.get("UserName").report(context, rule.finding(message).help(rule.fix));
    }
}

fn access_keys(rule: &Rule, context: &mut Context<'_>) {
    for key in resource::of_type(context.scope(), "AWS::IAM::AccessKey") {
        let message = format!("`{}` is an access key, which is valid until it is deleted", key.id);
        context.report(rule.finding(message).help(rule.fix), key.location, ["Resources", key.id]);
    }
}
