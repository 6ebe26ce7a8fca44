//! Many accounts and regions: the waves of the environments, the pipeline, what Git sync reads, a stack set in `diff`.

use serde_json::{Value, json};

use crate::support::fixture::Fixture;

#[test]
fn the_waves_say_who_goes_first_and_why() {
    let project = Fixture::organization().setting("shop", "reads-output = [\"eu-west-1\", \"org-admin-hub\"]");
    // The output is one of another account, and so of nobody here.
    project.run(["deploy-plan", "--all"]).succeeds().stdout_contains("in 1 wave;");
    let project = project.replace("admin", "931637612335", "111122223333");
    let role = "region = \"eu-west-1\"\ndeploy-role-arn = \"arn:aws:iam::111122223333:role/ci/deploy\"";
    let project = project.replace("shop", "region = \"eu-west-1\"", role);
    let run = project.run(["deploy-plan", "--all"]).succeeds();
    insta::assert_snapshot!(run.stdout, @"
    2 environments with 3 stacks, in 2 waves; those of a wave at the same time

    wave 1 (1 environment)

      admin · 111122223333 · eu-west-1
        1. hub: org-admin-hub
        2. baseline: org-admin-baseline, after hub
           stack set StackSet, SELF_MANAGED: 4 stack instances (2 accounts, 2 regions)
        out/admin/deploy.sh

    wave 2 (1 environment)

      shop · 111122223333 · eu-west-1
        as arn:aws:iam::111122223333:role/ci/deploy
        after admin, for org-admin-hub.AlertsArn
        1. hub: org-shop-hub
        out/shop/deploy.sh
    ");
    let plan: Value = serde_json::from_str(&project.run(["deploy-plan", "--all", "--json"]).succeeds().stdout).unwrap();
    let shop = &plan["waves"][1]["environments"][0];
    assert_eq!(shop["after"], json!([{ "environment": "admin", "links": ["org-admin-hub.AlertsArn"] }]));
    assert_eq!(plan["waves"][0]["environments"][0]["stacks"][1]["stackSets"][0]["count"], 4);
    project.run(["deploy-plan"]).succeeds().stdout_contains("the scripts assume arn:aws:iam::111122223333:role/ci/deploy");
    // A pipeline deploys in the same order.
    project.run(["new", "pipeline", "github", "--repository", "acme/org"]).succeeds();
    let workflow = project.read(".github/workflows/formwork.yml");
    assert!(
        workflow.contains("  # Wave 2. Its environment on GitHub asks those who must approve.\n  deploy-shop:"),
        "{workflow}"
    );
    assert!(workflow.contains("needs: deploy-admin\n"), "{workflow}");
    let project = project.replace("admin", "region = \"eu-west-1\"", "region = \"eu-west-1\"\nwave = 7");
    let project = project.replace("shop", "region = \"eu-west-1\"", "region = \"eu-west-1\"\nwave = 7");
    let run = project.run(["deploy-plan", "--all"]).fails(1).stdout_is("");
    run.stderr_contains("error[FW007]: the environment `shop` is in wave 7").stderr_contains("set `wave = 8` or more");
}

#[test]
fn the_jobs_of_a_wave_wait_for_all_of_the_wave_before() {
    let settings = |more: &str| format!("[environment]\naccount = \"111122223333\"\nregion = \"eu-west-1\"\n{more}[settings]\n");
    let project = Fixture::organization()
        .without("stacks/environments/admin.toml")
        .environment("test", &settings(""))
        .environment("prod-eu", &settings("production = true\n"))
        .environment("prod-us", &settings("production = true\nwave = 3\n"));
    let run = project.run(["new", "pipeline", "github", "--repository", "acme/org"]).succeeds();
    let workflow = project.read(".github/workflows/formwork.yml");
    let needs: Vec<&str> = workflow.lines().filter_map(|line| line.trim().strip_prefix("needs: ")).collect();
    assert_eq!(needs, ["check", "check", "[deploy-shop, deploy-test]", "deploy-prod-eu"]);
    // Only production asks for approval.
    let run = run
        .stdout_contains("\"reviewers\":[{\"type\":\"Team\",\"id\":TEAM}]")
        .stdout_contains("repos/acme/org/environments/prod-eu --input -");
    assert_eq!(run.stdout.matches("\"reviewers\"").count(), 2, "{}", run.stdout);
}

#[test]
fn git_sync_gets_a_deployment_file_for_each_stack_that_it_can_deploy() {
    let project = Fixture::shop().file(".git/HEAD", "ref: refs/heads/main\n");
    project.run(["synth", "--quiet"]).succeeds();
    assert!(!project.exists("out/dev/web.deployment.yaml"));
    project.run(["synth", "--quiet", "--git-sync", "--output", "deployments"]).succeeds();
    insta::assert_snapshot!(project.read("deployments/dev/web.deployment.yaml"), @"
    template-file-path: deployments/dev/web.template.json
    parameters:
      Image: shop@sha256:0000000000000000000000000000000000000000000000000000000000000000
      CertificateArn: arn:aws:acm:us-east-1:931637612335:certificate/1
    tags:
      team: the core
    ");
    // From then on it is kept up to date.
    let project = project.replace("dev", "the core", "it's: core");
    project.run(["synth", "--quiet", "--output", "deployments"]).succeeds();
    assert!(project.read("deployments/dev/web.deployment.yaml").ends_with("tags:\n  team: \"it's: core\"\n"));
    // Nor does CloudFormation read what lies beside the repository.
    let run = project.run(["synth", "--quiet", "--git-sync", "--output", "../deployments"]).succeeds();
    run.stderr_contains("Git sync cannot deploy `web`: its template lies outside of the repository");
    // What deploy.sh makes is in no repository.
    let run = Fixture::artifacts().run(["synth", "--quiet", "--git-sync"]).succeeds();
    run.stderr_contains("Git sync cannot deploy `jobs`: deploy.sh makes the value of its parameter");
}

#[test]
fn a_stack_set_is_compared_as_what_it_deploys() {
    let project = Fixture::organization();
    project.run(["synth", "--quiet", "--git-sync", "--output", "before"]).succeeds();
    assert!(project.read("before/admin/baseline.instances.json").contains("\"Ref\": \"HubAlertsArn\""));
    let project = project.setting("admin", "seconds = 86400");
    let run = project.run(["diff", "--against", "before", "--environment", "admin"]).fails(10);
    insta::assert_snapshot!(run.stdout, @r#"
    admin: 2 updated, 1 change outside the resources
      against before

    baseline · 1 updated
      ~ StackSet  AWS::CloudFormation::StackSet  update without interruption
          Parameters[0].ParameterValue: "345600" → "86400"  (what is in it is compared as a stack of its own)

    └ StackSet: 4 stack instances (2 accounts, 2 regions) · 1 updated
      Parameters.Seconds: "345600" → "86400"
      ~ Findings  AWS::SQS::Queue  update without interruption
          MessageRetentionPeriod: "345600" → "86400"  (messages that are older are deleted)
    "#);
    // With a region its stacks go, and what they hold.
    let project = project.replace("admin", ", \"us-east-1\"]", "]");
    let run = project.run(["diff", "--against", "before", "--environment", "admin"]);
    run.stdout_contains("admin: data of 1 stack set lost (StackSet)")
        .stdout_contains("the stack set leaves 111122223333 in us-east-1, 444455556666 in us-east-1");
}
