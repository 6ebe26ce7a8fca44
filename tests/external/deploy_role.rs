//! The stacks of `deploy-role`, deployed to the emulator and read back.

use crate::support::emulator::Emulator;
use crate::support::fixture::Fixture;
use crate::support::python::text;
use serde_json::Value;

#[test]
fn the_roles_that_deploy_are_deployed() {
    let emulator = Emulator::start();
    let project = Fixture::project();
    // The emulator does not know `AWS::IAM::OIDCProvider`, so the roles are for somebody of the account.
    let made = project.run(["deploy-role", "--principal", "arn:aws:iam::931637612335:role/deployer"]).succeeds();
    let commands = made.stdout.lines().map(str::trim).filter(|line| line.starts_with("aws cloudformation deploy"));
    let commands: Vec<&str> = commands.collect();
    assert_eq!(commands.len(), 2, "{commands:#?}");
    for command in commands {
        let output = emulator.shell(command, &project.path("."));
        assert!(output.status.success(), "{command}\n{}\n{}", text(&output.stdout), text(&output.stderr));
    }
    for environment in ["dev", "prod"] {
        let stack = format!("deploy-cruddur-{environment}-role");
        let described = emulator.aws(&["cloudformation", "describe-stack-resources", "--stack-name", &stack]);
        let resources = described["StackResources"].as_array().unwrap();
        let physical = |id: &str| -> String {
            let found = resources.iter().find(|resource| resource["LogicalResourceId"] == id);
            found.unwrap_or_else(|| panic!("no {id} in {described:#}"))["PhysicalResourceId"].as_str().unwrap().to_owned()
        };
        let role = emulator.aws(&["iam", "get-role", "--role-name", &physical("DeployRole")])["Role"].clone();
        let trust = &role["AssumeRolePolicyDocument"]["Statement"][0];
        assert!(trust["Principal"]["AWS"].to_string().contains("role/deployer"), "{trust:#}");
        let policies = resources.iter().filter(|resource| resource["ResourceType"] == "AWS::IAM::ManagedPolicy");
        let mut actions = Vec::new();
        for policy in policies {
            let document = document(&emulator, policy["PhysicalResourceId"].as_str().unwrap());
            // IAM counts no white space.
            assert!(document.to_string().len() <= 6_144, "{}", policy["LogicalResourceId"]);
            let statements = document["Statement"].as_array().unwrap().clone();
            actions.extend(statements.iter().flat_map(|statement| statement["Action"].as_array().cloned().unwrap_or_default()));
        }
        for action in ["cloudformation:ExecuteChangeSet", "ecs:CreateService", "rds:CreateDBInstance", "dynamodb:CreateTable"] {
            assert!(actions.iter().any(|one| one == action), "{environment}: {action}");
        }
    }
}

/// The default version of a policy.
fn document(emulator: &Emulator, arn: &str) -> Value {
    let version = emulator.aws(&["iam", "get-policy", "--policy-arn", arn])["Policy"]["DefaultVersionId"].clone();
    let version = version.as_str().unwrap_or("v1").to_owned();
    emulator.aws(&["iam", "get-policy-version", "--policy-arn", arn, "--version-id", &version])["PolicyVersion"]["Document"]
        .clone()
}
