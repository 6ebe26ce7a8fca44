//! `deploy-role` and `new pipeline`: the templates of the roles, and what they say.

use crate::support::fixture::Fixture;

#[test]
fn each_environment_has_a_role_and_an_account_one_provider() {
    let project = Fixture::project();
    let made = project.run(["deploy-role", "--github", "acme/cruddur"]).succeeds();
    made.stdout_contains("--stack-name deploy-cruddur-prod-role")
        .stdout_contains("Not known: the ARNs of resources that get ids");
    let (dev, prod) = (project.read("deploy-role/dev.yaml"), project.read("deploy-role/prod.yaml"));
    assert!(
        dev.contains("sub\": repo:acme/cruddur:environment:dev") && prod.contains("sub\": repo:acme/cruddur:environment:prod"),
        "{prod}"
    );
    // Both are in one account.
    assert!(dev.contains("    Default: \"\"\n"), "{dev}");
    assert!(prod.contains("Default: arn:aws:iam::931637612335:oidc-provider/token.actions.githubusercontent.com"), "{prod}");
    assert!(prod.contains("PermissionsBoundary:") && prod.starts_with("# Made by `deploy-role`"), "{prod}");
    // Neither the role nor its boundary is in reach of a pattern for what the stacks make.
    assert!(prod.contains("role/cruddur-prod-*") && prod.contains("role/deploy-cruddur*"), "{prod}");
    project.run(["check", "--pack", "security", "deploy-role/dev.yaml", "deploy-role/prod.yaml"]).succeeds();
    project.run(["deploy-role", "--github", "acme/cruddur", "--check"]).succeeds().stdout_contains("as the stacks need it");
}

#[test]
fn a_role_that_is_not_what_the_stacks_need_is_told() {
    let project = Fixture::project();
    let by = ["--principal", "arn:aws:iam::931637612335:role/deployer"];
    let role = |more: &[&'static str]| [["deploy-role", "-e", "dev"].as_slice(), &by, more].concat();
    project.run_all(&role(&[])).succeeds();
    let of_dev = project.read("deploy-role/dev.yaml");
    let project = project.file("deploy-role/dev.yaml", of_dev.replace("          - ecs:CreateCluster\n", ""));
    let stale = project.run_all(&role(&["--check"])).fails(1);
    stale.stderr_contains("deploy-role/dev.yaml is not what the stacks need now");
    assert_ne!(project.read("deploy-role/dev.yaml"), of_dev);
    project.run_all(&role(&["--dry-run"])).succeeds().stdout_contains("nothing was written");
    project.run_all(&role(&[])).succeeds().stdout_contains("edited");
    assert_eq!(project.read("deploy-role/dev.yaml"), of_dev);
}

#[test]
fn cloudformation_may_have_a_role_of_its_own() {
    let project = Fixture::project();
    project.run(["deploy-role", "-e", "prod", "--service-role", "--github", "acme/cruddur"]).succeeds();
    let text = project.read("deploy-role/prod.yaml");
    let (caller, service) = (text.find("  DeployRolePolicy1:").unwrap(), text.find("  ServiceRolePolicy1:").unwrap());
    let of_caller = &text[caller.max(service)..];
    assert!(service < caller && !of_caller.contains("ec2:CreateVpc"), "{of_caller}");
    assert!(of_caller.contains("- iam:PassRole") && of_caller.contains("cloudformation.amazonaws.com"), "{of_caller}");
    assert!(text.contains("ServiceRoleArn:") && text.contains("aws:SourceAccount"), "{text}");
}

#[test]
fn what_is_no_repository_or_environment_is_refused() {
    let project = Fixture::project();
    for wrong in ["acme", "acme/", "acme/*", "a/b/c", "acme/x:ref:refs"] {
        project.run(["deploy-role", "--github", wrong]).fails(1).stderr_contains("expected OWNER/REPOSITORY");
    }
    project.run(["deploy-role"]).fails(2).stderr_contains("--github");
    project
        .run(["deploy-role", "--principal", "arn:aws:iam::931637612335:root"])
        .fails(1)
        .stderr_contains("not the ARN of a role");
    project.run(["deploy-role", "-e", "prdo", "--github", "a/b"]).fails(1).stderr_contains("did you mean `prod`?");
    assert!(!project.exists("deploy-role"));
}

/// The workflow of `new workflow`, with the roles that it takes.
#[test]
fn a_pipeline_is_the_workflow_and_its_roles() {
    let project = Fixture::project();
    let made = project.run(["new", "pipeline", "github", "--repository", "acme/cruddur"]).succeeds();
    made.stdout_contains("GitHubProviderArn=").stdout_contains("DEPLOY_ROLE_ARN").stdout_contains("required reviewers");
    let roles = project.read("deploy-role/prod.yaml");
    assert!(roles.contains("repo:acme/cruddur:environment:prod"), "{roles}");
    let workflow = project.read(".github/workflows/formwork.yml");
    let check = "cargo run --quiet --locked -- deploy-role --check --github acme/cruddur";
    assert!(workflow.contains(check) && workflow.contains("environment: \"prod\""), "{workflow}");
    let plain = Fixture::project();
    plain.run(["new", "workflow", "github"]).succeeds();
    let without: String = workflow
        .lines()
        .filter(|line| !line.contains("deploy-role") && !line.contains("The roles are what"))
        .map(|line| format!("{line}\n"))
        .collect();
    let first = |text: &str| text.split_once('\n').unwrap().1.to_owned();
    assert_eq!(first(&plain.read(".github/workflows/formwork.yml")), first(&without));
    project.run(["new", "pipeline", "github", "--repository", "acme"]).fails(1).stderr_contains("expected OWNER/REPOSITORY");
    project.run(["new", "pipeline", "gitlab"]).fails(2).stderr_contains("github");
    project.run(["new", "pipeline", "github", "--repository", "acme/other"]).fails(1).stderr_contains("`--force` overwrites it");
}
