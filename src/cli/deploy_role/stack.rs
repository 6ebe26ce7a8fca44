//! The stack with the role that deploys the stacks of one environment.

use super::pack::packed;
use crate::aws::iam::{self, ManagedPolicyPolicyArn, OidcProviderArn};
use crate::deploy::role::{Grant, Permissions};
use crate::iam::{Action, Condition, PolicyDocument, Principal, Statement};
use crate::stack::condition::equals;
use crate::stack::functions::{if_, sub};
use crate::stack::{
    App, Assembly, Environment, Handle, IntoValue, Maybe, Parameter, Resource, Stack, SynthesizedStack, Text, Value, pseudo,
};

/// Where GitHub's tokens come from.
const ISSUER: &str = "token.actions.githubusercontent.com";
/// For whom they are.
const AUDIENCE: &str = "sts.amazonaws.com";

/// What no deployment may do, whatever else it is allowed: make people and keys, open the account, or leave the organization.
const NEVER: [&str; 16] = [
    "account:*",
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateAccountAlias",
    "iam:CreateGroup",
    "iam:CreateLoginProfile",
    "iam:CreateOpenIDConnectProvider",
    "iam:CreateSAMLProvider",
    "iam:CreateUser",
    "iam:PutGroupPolicy",
    "iam:PutUserPolicy",
    "iam:UpdateLoginProfile",
    "organizations:*",
    "sts:AssumeRole",
];

/// What would change the role itself.
const OWN: [&str; 11] = [
    "iam:AttachRolePolicy",
    "iam:CreatePolicyVersion",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:DeleteRole*",
    "iam:DetachRolePolicy",
    "iam:PassRole",
    "iam:PutRole*",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
];

/// Who may take the role.
#[derive(Clone, Debug)]
pub(in crate::cli) enum Trust {
    /// A user or a role, by its ARN.
    Principal(String),
    /// Jobs of a repository on GitHub, in the environment of the stacks' environment. The stack makes the provider of the account where no
    /// other one of these makes it.
    GitHub { repository: String, makes_provider: bool },
}

/// What is asked for.
pub(in crate::cli) struct Wanted<'a> {
    pub(in crate::cli) trust: &'a Trust,
    /// Whether CloudFormation has a role of its own for the resources, which the other one passes to it.
    pub(in crate::cli) service_role: bool,
}

/// The name of the app, as the names of its stacks begin.
pub(super) fn app_name(assembly: &Assembly) -> String {
    let start = |stack: &SynthesizedStack| {
        let start = stack.full_name.strip_suffix(stack.name)?.trim_end_matches('-');
        Some(start.strip_suffix(&format!("-{}", assembly.environment)).unwrap_or(start).to_owned())
    };
    assembly.stacks.iter().find_map(start).unwrap_or_else(|| "app".to_owned())
}

/// The app with the one stack. Its name begins otherwise than those of the stacks that it deploys, so that no pattern of theirs fits it.
pub(super) fn app(environment: &Environment<()>, assembly: &Assembly, permissions: &Permissions, wanted: &Wanted<'_>) -> App {
    let name = format!("deploy-{}", app_name(assembly));
    let mut app = App::new(name.clone(), environment);
    let stack = app.stack("role");
    stack.description(format!("The role that deploys {} in {}", app_name(assembly), assembly.environment));
    let boundary = boundary(stack, permissions, &name);
    let trust = trust(stack, wanted.trust, &assembly.environment);
    let resources = &permissions.resources;
    if wanted.service_role {
        let cloudformation = Statement::allow(["sts:AssumeRole"])
            .principal(Principal::service("cloudformation.amazonaws.com"))
            .when(Condition::string_equals("aws:SourceAccount", pseudo::account_id()));
        let service = role(stack, "ServiceRole", cloudformation, resources, None, boundary);
        let pass = Statement::allow(["iam:PassRole"])
            .on([service.arn()])
            .when(Condition::string_equals("iam:PassedToService", "cloudformation.amazonaws.com"));
        let caller = role(stack, "DeployRole", trust, &permissions.caller, Some(pass), boundary);
        stack.output("ServiceRoleArn", service.arn()).description("What CloudFormation deploys with: `deploy.sh --role-arn`");
        stack.output("DeployRoleArn", caller.arn()).description("What starts a deployment");
    } else {
        let grants: Vec<Grant> = permissions.caller.iter().chain(resources).cloned().collect();
        let caller = role(stack, "DeployRole", trust, &grants, None, boundary);
        stack.output("DeployRoleArn", caller.arn()).description("What deploys");
    }
    app
}

/// A role with its policies, each as long as IAM takes.
fn role(
    stack: &mut Stack,
    id: &str,
    trust: Statement,
    grants: &[Grant],
    pass: Option<Statement>,
    boundary: Handle<iam::ManagedPolicy>,
) -> Handle<iam::Role> {
    let mut policies: Vec<Value<ManagedPolicyPolicyArn>> = Vec::new();
    for (index, grants) in packed(grants).into_iter().enumerate() {
        let document = PolicyDocument::new(grants.iter().map(statement));
        let policy = iam::ManagedPolicy::new(document).description(format!("{id}: what it may do, part {}", index + 1));
        policies.push(stack.add(format!("{id}Policy{}", index + 1), policy).reference());
    }
    let pass = pass.map(|pass| [iam::role::Policy::new(PolicyDocument::new([pass]), "PassServiceRole")]);
    let boundary: Value<ManagedPolicyPolicyArn> = boundary.reference();
    let role = iam::Role::new(PolicyDocument::new([trust]))
        .managed_policy_arns(policies)
        .maybe(pass, iam::Role::policies)
        .permissions_boundary(boundary);
    stack.add(id, role)
}

fn actions(names: &[String]) -> Vec<Action> {
    names.iter().map(|name| Action::from(name.as_str())).collect()
}

fn statement(grant: &Grant) -> Statement {
    let texts = |texts: &[String]| texts.to_vec();
    let statement = Statement::allow(actions(&grant.actions)).on(texts(&grant.resources));
    grant.conditions.iter().fold(statement, |statement, condition| {
        statement.when(Condition::new(condition.operator, condition.key, texts(&condition.values)))
    })
}

/// What the role may do at the most: the services of these stacks in their region, what has no region as the role has it, and never what would
/// lead beyond them.
fn boundary(stack: &mut Stack, permissions: &Permissions, name: &str) -> Handle<iam::ManagedPolicy> {
    let services: Vec<String> = permissions.services.iter().map(|prefix| format!("{prefix}:*")).collect();
    let own = ["role", "policy"].map(|kind| -> Value<Text> {
        sub(format!("arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:{kind}/{name}*")).into_value()
    });
    let mut statements = vec![
        Statement::allow(actions(&services))
            .on("*")
            .when(Condition::string_equals("aws:RequestedRegion", pseudo::region()))
            .sid("TheServicesOfTheStacks"),
    ];
    statements.extend(permissions.resources.iter().filter(|grant| grant.is_global()).map(statement));
    statements.push(Statement::deny(NEVER).on("*").sid("NothingBeyond"));
    statements.push(Statement::deny(OWN).on(own).sid("NotItself"));
    let policy = iam::ManagedPolicy::new(PolicyDocument::new(statements));
    stack.add("Boundary", policy.description("What the role may do at the most; it allows nothing by itself"))
}

/// Who may take the role.
fn trust(stack: &mut Stack, trust: &Trust, environment: &str) -> Statement {
    match trust {
        Trust::Principal(arn) => Statement::allow(["sts:AssumeRole"]).principal(Principal::aws(arn.clone())),
        Trust::GitHub { repository, makes_provider } => {
            let provider = provider(stack, *makes_provider);
            let subject = format!("repo:{repository}:environment:{environment}");
            Statement::allow(["sts:AssumeRoleWithWebIdentity"])
                .principal(Principal::federated(provider))
                .when(Condition::string_equals(&format!("{ISSUER}:aud"), AUDIENCE))
                .when(Condition::string_equals(&format!("{ISSUER}:sub"), subject))
        }
    }
}

/// GitHub's provider, which an account has once: the one that is there, or one of this stack.
fn provider(stack: &mut Stack, makes_it: bool) -> Value<Text> {
    let arn = Parameter::<Text>::new()
        .description("The ARN of the account's OIDC provider for GitHub; left empty, this stack makes it")
        .allowed_pattern("^(arn:[^:]+:iam::[0-9]{12}:oidc-provider/token.actions.githubusercontent.com)?$");
    let account = &stack.target().account;
    let partition = crate::language::partition(&stack.target().region);
    let there = format!("arn:{partition}:iam::{account}:oidc-provider/{ISSUER}");
    let arn = stack.parameter("GitHubProviderArn", arn.default(if makes_it { String::new() } else { there }));
    let makes = stack.condition("MakesProvider", equals(arn, ""));
    let provider = iam::OIDCProvider::new().url(format!("https://{ISSUER}")).client_id_list([AUDIENCE]);
    // Where several environments share the account, another stack may rely on it.
    let provider = stack.add("GitHubProvider", provider.condition(&makes).retain());
    let own: Value<OidcProviderArn> = provider.reference();
    if_(&makes, own, arn).into_value()
}
