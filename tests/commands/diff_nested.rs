//! `diff` of stacks in stacks.

use crate::support::fixture::Fixture;

/// A parent with a nested stack, and a topic that reads an output of it.
fn parent(url: &str, stage: &str, block: &str) -> String {
    format!(
        "Resources:\n  Vpc: {{Type: AWS::EC2::VPC, Properties: {{CidrBlock: {block}}}}}\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties: {{TemplateURL: {url}, Parameters: {{Stage: {stage}, Vpc: !Ref Vpc}}}}\n  Topic: {{Type: AWS::SNS::Topic, Properties: {{TopicName: !GetAtt Child.Outputs.Name}}}}\n"
    )
}

fn child(resources: &str) -> String {
    format!(
        "Parameters: {{Stage: {{Type: String}}, Vpc: {{Type: String}}, Size: {{Type: String, Default: small}}}}\nConditions: {{IsProd: !Equals [!Ref Stage, prod]}}\nResources:\n  Group: {{Type: AWS::EC2::SecurityGroup, Properties: {{GroupDescription: d, VpcId: !Ref Vpc}}}}\n{resources}Outputs: {{Name: {{Value: !Sub 'x-${{Stage}}'}}}}\n"
    )
}

const TABLE: &str = "  Orders: {Type: AWS::DynamoDB::Table, Condition: IsProd, Properties: {BillingMode: PAY_PER_REQUEST}}\n";

/// Two versions, each in a directory of its own.
fn versions(old: [String; 2], new: [String; 2]) -> Fixture {
    let project = Fixture::tool().file("old/parent.yaml", &old[0]).file("old/child.yaml", &old[1]);
    project.file("new/parent.yaml", &new[0]).file("new/child.yaml", &new[1])
}

const DIFF: [&str; 3] = ["diff", "old/parent.yaml", "new/parent.yaml"];

#[test]
fn what_goes_inside_is_told_under_the_values_that_are_handed() {
    let same = |stage: &str| parent("child.yaml", stage, "10.0.0.0/16");
    let of = |stage: &str| versions([same(stage), child(TABLE)], [same(stage), child("")]);
    insta::assert_snapshot!(of("prod").run(DIFF).fails(17).stdout, @"
    parent.yaml: 1 table lost (Orders)
      against old/parent.yaml

    DATA LOSS [DIFF201] parent.yaml/Child: AWS::DynamoDB::Table Orders is removed, and its data goes with it
      Deploy `DeletionPolicy: Retain` on it first, or move the data before.

    └ Child · 1 removed
      - Orders  AWS::DynamoDB::Table  remove
    ");
    of("dev").run(DIFF).succeeds().stdout_contains("no change");
}

#[test]
fn a_value_that_is_handed_changes_what_is_inside_and_back() {
    let topic = child("  Name: {Type: AWS::SSM::Parameter, Properties: {Name: !Ref Stage, Type: String, Value: !Ref Size}}\n");
    let of = |stage: &str, block: &str| [parent("child.yaml", stage, block), topic.clone()];
    let other = versions(of("a", "10.0.0.0/16"), of("b", "10.0.0.0/16"));
    insta::assert_snapshot!(other.run(DIFF).fails(11).stdout, @r#"
    parent.yaml: 1 replaced (Name), 1 maybe replaced (Topic), 1 updated, 2 changes outside the resources
      against old/parent.yaml

    parent.yaml · 1 maybe replaced, 1 updated
      ~ Topic  AWS::SNS::Topic  no change or replace
          TopicName: another Child.Outputs.Name  (may replace: the stack that it reads may give another value)
      ~ Child  AWS::CloudFormation::Stack  update without interruption
          Parameters.Stage: "a" → "b"  (what is in it is compared as a stack of its own)

    └ Child · 1 replaced
      Parameters.Stage: "a" → "b"
      ± Name  AWS::SSM::Parameter  REPLACE
          Name: "a" → "b"  (replaces)
      Outputs.Name.Value: "x-a" → "x-b"
    "#);
    let replaced = versions(of("a", "10.0.0.0/16"), of("a", "10.1.0.0/16"));
    insta::assert_snapshot!(replaced.run(DIFF).fails(11).stdout, @r#"
    parent.yaml: 2 replaced (Vpc, Group), 1 updated, 1 change outside the resources
      against old/parent.yaml

    parent.yaml · 1 replaced, 1 updated
      ± Vpc  AWS::EC2::VPC  REPLACE
          CidrBlock: "10.0.0.0/16" → "10.1.0.0/16"  (replaces)
      ~ Child  AWS::CloudFormation::Stack  update without interruption
          Parameters.Vpc: another Vpc  (what is in it is compared as a stack of its own)

    └ Child · 1 replaced
      Parameters.Vpc: "(old Vpc)" → "(new Vpc)"
      ± Group  AWS::EC2::SecurityGroup  REPLACE
          VpcId: "(old Vpc)" → "(new Vpc)"  (replaces)
    "#);
}

#[test]
fn a_template_behind_a_url_is_found_by_the_end_of_its_path() {
    let url = |name: &str| format!("'https://s3.amazonaws.com/bucket/stacks/{name}'");
    let templates = |name: &str| parent(&url(name), "prod", "10.0.0.0/16");
    let project = Fixture::tool()
        .file("old.yaml", templates("child-1.yaml"))
        .file("new.yaml", templates("child-2.yaml"))
        .file("all/child-1.yaml", child(TABLE))
        .file("all/stacks/child-2.yaml", child(""));
    let diff = ["diff", "old.yaml", "new.yaml"];
    project
        .run(diff)
        .fails(11)
        .stdout_contains("Child  AWS::CloudFormation::Stack  update; a change set tells what changes in the nested stack");
    let inside = project.run(["diff", "old.yaml", "new.yaml", "--nested", "all"]).fails(17);
    inside.stdout_contains("AWS::DynamoDB::Table Orders is removed").stdout_contains("compared as a stack of its own");
    // What only one side has at hand is unknown.
    project.run(["diff", "old.yaml", "new.yaml", "--nested", "all", "--nested", "none"]).fails(11).stdout_contains("unknown");
}

/// A template that nests itself, or that cannot be read, ends nothing.
#[test]
fn circles_and_broken_templates_are_unknown() {
    let own = |block: &str| parent("parent.yaml", "prod", block);
    versions([own("10.0.0.0/16"), String::new()], [own("10.1.0.0/16"), String::new()]).run(DIFF).fails(11);
    let broken = |block: &str| [parent("child.yaml", "prod", block), "Resources: [".to_owned()];
    versions(broken("10.0.0.0/16"), broken("10.1.0.0/16")).run(DIFF).fails(11);
}

/// CloudFormation reads the template of a nested stack at each deployment, so that an equal address says nothing of it.
#[test]
fn a_template_that_is_not_at_hand_is_not_compared() {
    let at = |url: &str| Fixture::tool().file("one.yaml", parent(url, "prod", "10.0.0.0/16"));
    let same = ["diff", "one.yaml", "one.yaml"];
    let run = at("https://s3.amazonaws.com/bucket/child.yaml").run(same).fails(10);
    run.stdout_contains("not compared: nested stacks whose templates are not at hand on both sides: Child");
    let packaged = "https://s3.amazonaws.com/bucket/0123456789abcdef0123456789abcdef.template";
    at(packaged).run(same).succeeds().stdout_contains("no change");
}

#[test]
fn a_nested_stack_that_is_retained_keeps_what_is_in_it() {
    let old = parent("child.yaml", "prod", "10.0.0.0/16");
    let retained =
        old.replace("Type: AWS::CloudFormation::Stack", "Type: AWS::CloudFormation::Stack\n    DeletionPolicy: Retain");
    let new = || "Resources: {Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}}\n".to_owned();
    versions([old, child(TABLE)], [new(), child("")])
        .run(DIFF)
        .fails(17)
        .stdout_contains("Orders is removed, and its data goes with it");
    let kept = versions([retained, child(TABLE)], [new(), child("")]).run(DIFF).fails(10);
    assert!(!kept.stdout.contains("Orders"), "{}", kept.stdout);
    kept.stdout_contains("it stays in the account, outside of every stack");
}
