//! Stack sets: what an author writes, what it becomes, what is wrong with it, and what a change of it does.

use crate::support::author::{Outcome, app, app_in, environment};
use formwork::aws::iam::Role;
use formwork::aws::{s3, sqs, ssm};
use formwork::check::{self, NamesInUse};
use formwork::constructs::{TemplateFile, ZipFolder};
use formwork::diff::{self, Side};
use formwork::prelude::*;
use formwork::stack::{Text, Untyped};
use formwork::template::{Format, Node, Template};
use insta::assert_snapshot;

const ACCOUNTS: [&str; 2] = ["111122223333", "444455556666"];
const REGIONS: [&str; 2] = ["eu-west-1", "us-east-1"];

/// The stack that administers the stack set, as YAML.
fn administered(set: StackSet, build: impl FnOnce(&mut Stack)) -> String {
    let outcome = app(|app| build(app.stack_set("baseline", set)));
    assert_eq!(outcome.errors(), "");
    outcome.stack("baseline").template.to_text(Format::Yaml)
}

#[test]
fn an_organizations_stack_set_is_a_resource_of_its_administrator() {
    let set =
        StackSet::service_managed(["ou-ab12-c3d4e5f6"], REGIONS).except_accounts(["777788889999"]).delegated_administrator();
    let text = administered(set.managed_execution(), |stack| {
        let trust = iam::Statement::allow("sts:AssumeRole").principal(iam::Principal::service("ec2.amazonaws.com"));
        stack.add("Audit", Role::new(iam::PolicyDocument::new([trust])));
    });
    assert_snapshot!(text, @r#"
    AWSTemplateFormatVersion: "2010-09-09"
    Resources:
      StackSet:
        Type: AWS::CloudFormation::StackSet
        Properties:
          StackSetName: app-test-baseline
          PermissionModel: SERVICE_MANAGED
          CallAs: DELEGATED_ADMIN
          AutoDeployment:
            Enabled: true
            RetainStacksOnAccountRemoval: true
          ManagedExecution:
            Active: true
          Capabilities:
          - CAPABILITY_IAM
          OperationPreferences:
            RegionOrder:
            - eu-west-1
            - us-east-1
          StackInstancesGroup:
          - DeploymentTargets:
              AccountFilterType: DIFFERENCE
              Accounts:
              - "777788889999"
              OrganizationalUnitIds:
              - ou-ab12-c3d4e5f6
            Regions:
            - eu-west-1
            - us-east-1
          TemplateBody: |
            AWSTemplateFormatVersion: "2010-09-09"
            Resources:
              Audit:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                    - Effect: Allow
                      Principal:
                        Service: ec2.amazonaws.com
                      Action: sts:AssumeRole
    "#);
}

/// A link becomes a parameter once, however often it is used; whoever creates the stack gives what has no value.
#[test]
fn values_reach_the_instances_as_parameters() {
    let outcome = app(|app| {
        let stack = app.stack("log-files");
        let bucket = stack.add("Bucket", s3::Bucket::new());
        let name = stack.share("Name", bucket);
        let weak = stack.share_weak("Arn", bucket.arn());
        let stack = app.stack_set("baseline", StackSet::self_managed(ACCOUNTS, ["eu-west-1"]).execution_role_name("deploys"));
        stack.parameter("LogFilesName", Parameter::<Text>::new().value("taken"));
        let key = stack.parameter("Key", Parameter::<Text>::new().no_echo());
        for (id, value) in [("One", name.value()), ("Two", name.value())] {
            stack.add(id, ssm::Parameter::new(ssm::parameter::Type::STRING, value));
        }
        stack.add("Three", ssm::Parameter::new(ssm::parameter::Type::STRING, &weak).description(key));
    });
    assert_eq!(outcome.errors(), "");
    assert_eq!(outcome.stack("baseline").depends_on, ["log-files"]);
    let template = outcome.stack("baseline").template.to_text(Format::Yaml);
    assert!(template.contains("Parameters:\n  Key:\n    Type: String\n    NoEcho: true\nResources:"), "{template}");
    let given = template.split("      Parameters:\n").nth(1).and_then(|rest| rest.split("      StackInstancesGroup").next());
    assert_snapshot!(given.unwrap_or_default(), @r#"
    - ParameterKey: LogFilesName
      ParameterValue: taken
    - ParameterKey: Key
      ParameterValue:
        Ref: Key
    - ParameterKey: LogFilesName2
      ParameterValue:
        "Fn::ImportValue": app-test-log-files-Name
    - ParameterKey: LogFilesArn
      ParameterValue:
        "Fn::GetStackOutput":
          StackName: app-test-log-files
          OutputName: Arn
    "#);
    let inner = outcome.stack("baseline").instances.as_ref().unwrap().template.to_text(Format::Yaml);
    assert_eq!(inner.matches("Ref: LogFilesName2").count(), 2, "{inner}");
    assert!(!inner.contains("ImportValue") && !inner.contains("GetStackOutput"), "{inner}");
}

/// What is over the limit goes by a file that the deployment uploads.
#[test]
fn fw040_refuses_a_template_that_no_stack_set_takes() {
    let grown = |count: usize| {
        app(|app| {
            let stack = app.stack_set("baseline", StackSet::self_managed(ACCOUNTS, ["eu-west-1"]));
            for index in 0..count {
                let value = "x".repeat(1000);
                stack.add(format!("Parameter{index}"), ssm::Parameter::new(ssm::parameter::Type::STRING, value));
            }
        })
    };
    assert_eq!(grown(45).report_of("FW040"), "");
    let report = grown(50).report_of("FW040");
    let told = "bytes, and `TemplateBody` takes 51,200 (make two stack sets of it; or write it as a file, have `TemplateFile` upload that";
    assert!(
        report.starts_with("error[FW040] in baseline: the template of the stack set `baseline` has 5") && report.contains(told),
        "{report}"
    );
    let outcome = app(|app| {
        let stack = app.stack("baseline");
        let template = stack.add("Instances", TemplateFile::new("stacks/baseline.yaml"));
        let set = Untyped::new("AWS::CloudFormation::StackSet")
            .property("StackSetName", "baseline")
            .property("PermissionModel", "SELF_MANAGED")
            .property("TemplateURL", template.url());
        stack.add("StackSet", set);
    });
    assert_eq!(outcome.errors(), "");
}

#[test]
fn fw040_refuses_what_only_one_account_has() {
    let outcome = app(|app| {
        let set = StackSet::self_managed(ACCOUNTS, Vec::<String>::new());
        let stack = app.stack_set("baseline", set);
        let queue = stack.add("Queue", sqs::Queue::new());
        stack.moved("Old", "Queue");
        stack.add("Code", ZipFolder::new("functions/a"));
        let url = stack.share("Url", queue);
        app.stack("other").output("Url", &url);
    });
    assert_snapshot!(outcome.report_of("FW040"), @"
    error[FW040] in baseline: the stacks of the stack set `baseline` cannot read the artifact `Code` (the deployment uploads to a bucket of one account and region; write short code into the template, or share what is built from a bucket that every account may read)
    error[FW040] in baseline: `Queue` is moved, and the stacks of the stack set `baseline` are of many accounts (keep the logical id: no refactor reaches all of them)
    error[FW040] in baseline: the stack set `baseline` has no regions, so no stack is deployed (name accounts or organizational units, and regions)
    error[FW040] in other: the stack `other` uses a link of `baseline`, which is a stack set: its stacks are of other accounts (make what is shared in a stack of its own; in a stack set, links of other stacks can be used)
    ");
    let good =
        app(|app| _ = app.stack_set("baseline", StackSet::self_managed(ACCOUNTS, REGIONS)).add("Queue", sqs::Queue::new()));
    assert_eq!(good.report(), "");
}

/// The instances are checked as any stack is, at the lines that wrote them; an allowance holds for them, too.
#[test]
fn the_template_of_the_instances_is_checked_where_it_was_written() {
    let build = |allowed: bool| {
        app(|app| {
            let stack = app.stack_set("baseline", StackSet::self_managed(ACCOUNTS, REGIONS));
            let queue = sqs::Queue::new().visibility_timeout(50_000);
            stack.add("Queue", if allowed { queue.allow("E3034", "the test") } else { queue });
        })
    };
    let outcome = build(false);
    assert_snapshot!(outcome.report(), @"error[E3034] in baseline/Resources/Queue/Properties/VisibilityTimeout: `VisibilityTimeout`: expected 0 to 43200, found 50000");
    assert!(outcome.lines()[0].starts_with("visibility_timeout(50_000)"), "{:?}", outcome.lines());
    assert_eq!(build(true).report(), "");
}

fn named(set: StackSet) -> Outcome {
    app(|app| {
        let bucket = s3::Bucket::new().bucket_name("acme-logs");
        app.stack_set("baseline", set).add("Logs", bucket.retain());
    })
}

#[test]
fn fw903_finds_a_name_that_two_instances_would_give() {
    assert_snapshot!(named(StackSet::service_managed(["r-ab12"], ["eu-west-1"])).report_of("FW903"), @"error[FW903] in baseline/Resources/StackSet/Properties/TemplateBody: `BucketName` of `Logs` is `acme-logs` in the stacks of several accounts, and can be given once in all of AWS (leave the name out, or put `${AWS::Region}` (and for buckets `${AWS::AccountId}`) into it; what is needed once in an account belongs in a stack set of one region)");
    assert_eq!(named(StackSet::self_managed(["111122223333"], ["eu-west-1"])).report_of("FW903"), "");
}

#[test]
fn fw905_finds_the_account_that_gets_no_stack() {
    let report = |set: StackSet| app(|app| _ = app.stack_set("baseline", set).add("Queue", sqs::Queue::new())).report();
    let own = || StackSet::service_managed(["ou-ab12-c3d4e5f6"], ["eu-west-1"]);
    // The environment of the tests is in the account 111122223333.
    assert_snapshot!(report(own().only_accounts(["111122223333", "444455556666"])), @"warning[FW905] in baseline/Resources/StackSet/Properties/StackInstancesGroup/0/DeploymentTargets/Accounts/0: 111122223333 is the management account, to which a SERVICE_MANAGED stack set deploys nothing (give the management account a stack of its own, with the same template)");
    for silent in [
        own(),
        own().only_accounts(["444455556666"]),
        own().except_accounts(["111122223333"]),
        own().only_accounts(["111122223333"]).delegated_administrator(),
        StackSet::self_managed(["111122223333"], ["eu-west-1"]),
    ] {
        assert_eq!(report(silent), "");
    }
}

#[test]
fn fw904_counts_the_instances() {
    let report = |accounts: usize| {
        let accounts: Vec<String> = (0..accounts).map(|index| format!("{index:012}")).collect();
        let set = StackSet::self_managed(accounts, REGIONS);
        app(|app| _ = app.stack_set("baseline", set).add("Queue", sqs::Queue::new())).report()
    };
    assert_snapshot!(report(10_001), @"warning[FW904] in baseline/Resources/StackSet/Properties/StackInstancesGroup: the stack set has 10001 stacks in a region, and the quota is 10000 (have the quota raised before the deployment, name a unit that holds the others, or divide the stack set)");
    assert_eq!(report(10_000), "");
}

/// Environments of four stacks in one account and region, each with a stack set.
fn taken(environments: usize) -> Vec<NamesInUse> {
    let of = |index: usize| {
        let mut environment = environment();
        environment.name = format!("e{index}");
        let outcome = app_in(&environment, |app| {
            for name in ["a", "b", "c"] {
                app.stack(name).add("Queue", sqs::Queue::new());
            }
            app.stack_set("d", StackSet::self_managed(["444455556666"], ["eu-west-1"])).add("Queue", sqs::Queue::new());
        });
        NamesInUse::of(&outcome.assembly)
    };
    (0..environments).map(of).collect()
}

#[test]
fn fw114_counts_the_stacks_of_an_account() {
    let said = |taken: &[NamesInUse]| {
        let found = check::environments(taken).into_iter();
        found
            .map(|(index, finding)| format!("{} {}: {}", taken[index].environment, finding.code, finding.message))
            .collect::<Vec<_>>()
    };
    let mut all = taken(1_001);
    assert_snapshot!(said(&all).join("\n"), @"
    e1000 FW114: the account 111122223333 would have 1001 stack sets of this app, and the quota is 1000
    e1000 FW114: the account 111122223333 in us-east-1 would have 4004 stacks of this app, and the quota is 2000
    ");
    all.truncate(500);
    assert_eq!(said(&all), Vec::<String>::new());
    // In other regions there is room again; stack sets are counted in all of them.
    let mut all = taken(1_000);
    all.iter_mut().enumerate().for_each(|(index, names)| names.region = format!("eu-west-{}", index % 2));
    assert_eq!(said(&all), Vec::<String>::new());
}

/// Another template and fewer regions, as `diff` sees them.
#[test]
fn a_change_of_the_template_is_compared_as_a_stack_of_many_instances() {
    let side = |seconds: u32, regions: &[&str]| {
        let outcome = app(|app| {
            let set = StackSet::self_managed(ACCOUNTS, regions.iter().copied());
            let stack = app.stack_set("baseline", set);
            let seconds = stack.parameter("Seconds", Parameter::<Integer>::new().value(seconds));
            stack.add("Queue", sqs::Queue::new().visibility_timeout(seconds));
        });
        let stack = outcome.stack("baseline");
        vec![("baseline".to_owned(), Side::new(stack.template.clone(), stack.values(&outcome.assembly.target)))]
    };
    let comparison = diff::compare(&side(30, &REGIONS), &side(60, &REGIONS));
    let inner = comparison.stacks.iter().find(|stack| stack.name == "baseline/StackSet").unwrap();
    assert_eq!(inner.instances.as_ref().unwrap().to_string(), "4 stack instances (2 accounts, 2 regions)");
    let changes: Vec<String> =
        inner.resources.iter().flat_map(|resource| &resource.changes).map(|change| change.path.property()).collect();
    assert_eq!(changes, ["VisibilityTimeout"]);
    assert!(comparison.headlines.is_empty());

    let fewer = diff::compare(&side(30, &REGIONS), &side(30, &REGIONS[..1]));
    let headlines: Vec<String> =
        fewer.headlines.iter().map(|headline| format!("{} {}", headline.kind.title(), headline.message)).collect();
    assert_snapshot!(headlines.join("\n"), @"DATA LOSS the stack set leaves 111122223333 in us-east-1, 444455556666 in us-east-1; the stacks are deleted there, with the data of AWS::SQS::Queue Queue");
    // A target that only the deployment knows is the same one on both sides.
    let of_unit = |regions: &[&str]| {
        let mut template = serde_json::to_value(side(30, regions)[0].1.template.root()).unwrap();
        template["Parameters"] = serde_json::json!({ "Unit": { "Type": "String" } });
        let group = &mut template["Resources"]["StackSet"]["Properties"]["StackInstancesGroup"][0]["DeploymentTargets"];
        *group = serde_json::json!({ "OrganizationalUnitIds": [{ "Ref": "Unit" }] });
        vec![("baseline".to_owned(), Side::new(Template::new(Node::from(template)), Default::default()))]
    };
    let fewer = diff::compare(&of_unit(&REGIONS), &of_unit(&REGIONS[..1])).headlines;
    assert!(fewer.iter().any(|headline| headline.message.starts_with("the stack set leaves ${Unit} in us-east-1;")), "{fewer:?}");
    // What is unchanged is not told.
    assert!(diff::compare(&side(30, &REGIONS), &side(30, &REGIONS)).is_same());
}
