//! `diff` as a command: what `check` refuses of the files that it compares.

use crate::support::fixture::Fixture;
use serde_json::Value;

/// What CloudFormation or a service refuses is no plan, whatever the change is; what was refused before meets nobody.
#[test]
fn what_check_refuses_will_fail() {
    let group = |vpc: &str| {
        format!("Resources:\n  G: {{Type: AWS::EC2::SecurityGroup, Properties: {{GroupDescription: a, VpcId: {vpc}}}}}\n")
    };
    let tool = Fixture::tool().file("a.yaml", group("vpc-1")).file("b.yaml", group("")).file("c.yaml", group(", Tags: []"));
    insta::assert_snapshot!(tool.run(["diff", "a.yaml", "b.yaml"]).fails(18).stdout, @r#"
    b.yaml: 1 will fail (G)
      against a.yaml

    WILL FAIL [DIFF110] b.yaml: G: `VpcId` is null; a template cannot contain null (E0000)
      Write a value, delete the key, or use `AWS::NoValue` inside `Fn::If`.

      ± G  AWS::EC2::SecurityGroup  REPLACE
          VpcId: "vpc-1" → null  (replaces)
    "#);
    tool.run(["diff", "b.yaml", "c.yaml"]).fails(10);
    // CloudFormation makes no list of one thing: `#/SecurityGroupIngress: expected type: JSONArray, found: JSONObject`.
    let rule = "{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 10.0.0.0/8}";
    let rules = |rules: &str| group(&format!("vpc-1, SecurityGroupIngress: {rules}"));
    let listed = Fixture::tool().file("list.yaml", rules(&format!("[{rule}]"))).file("bare.yaml", rules(rule));
    listed.run(["diff", "list.yaml", "bare.yaml"]).fails(18).stdout_contains("expected a list, found a map (E3012)");
    listed.run(["diff", "bare.yaml", "list.yaml"]).fails(10);
    // What SAM made of the old file has the mistake that the new one shows.
    let code = |kind: &str, code: &str| {
        format!(
            "Resources:\n  F: {{Type: {kind}, Properties: {{FunctionName: f, Runtime: python3.13, Handler: a.b, {code}, Role: 'arn:aws:iam::111122223333:role/x'}}}}\n"
        )
    };
    let plain = |bucket: &str| code("AWS::Lambda::Function", &format!("Code: {{S3Bucket: {bucket}, S3Key: k}}"));
    let sam = format!("Transform: AWS::Serverless-2016-10-31\n{}", code("AWS::Serverless::Function", "CodeUri: s3://b/k"));
    let translated = Fixture::tool().file("sam.yaml", sam).file("plain.yaml", plain("b")).file("other.yaml", plain("c"));
    translated.run(["diff", "sam.yaml", "plain.yaml"]).fails(10);
    translated.run(["diff", "plain.yaml", "other.yaml"]).fails(10);
    // Metadata is read by programs on the instance, not by CloudFormation.
    let metadata = |files: &str| {
        let init = format!("{{AWS::CloudFormation::Init: {{config: {{services: {{sysvinit: {{logs: {{files: {files}}}}}}}}}}}}}");
        format!("Resources:\n  I: {{Type: AWS::EC2::Instance, Metadata: {init}, Properties: {{ImageId: ami-1}}}}\n")
    };
    let described = Fixture::tool().file("list.yaml", metadata("[/etc/a]")).file("bare.yaml", metadata("/etc/a"));
    described.run(["diff", "list.yaml", "bare.yaml"]).fails(10);
    // What a service lists is a schema of its own, which is read by the rules of keywords.
    let cluster =
        |tag: &str| format!("Resources:\n  C: {{Type: AWS::RDS::DBCluster, Properties: {{Engine: aurora, Port: {tag}}}}}\n");
    let unlisted = Fixture::tool().file("a.yaml", cluster("3306")).file("b.yaml", cluster("3307"));
    assert_eq!(unlisted.run(["diff", "a.yaml", "b.yaml"]).stdout.matches("DIFF110").count(), 0);
    // Another tool knows what these names are.
    let bound = |name: &str| format!("Resources:\n  T: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: !Ref {name}}}}}\n");
    let fragment = Fixture::tool().file("a.yaml", bound("One")).file("b.yaml", bound("Two"));
    assert_eq!(fragment.run(["diff", "a.yaml", "b.yaml", "--format", "json"]).stdout.matches("DIFF110").count(), 0);
    let function = |name: &str, runtime: &str, memory: u32| {
        format!(
            "Resources:\n  T: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: t{memory}}}}}\n  F:\n    Type: AWS::Lambda::Function\n    \
            Properties: {{FunctionName: {name}, Runtime: {runtime}, Handler: i.h, MemorySize: {memory}, Code: {{ZipFile: x}}, \
            Role: 'arn:aws:iam::111122223333:role/r'}}\n"
        )
    };
    let tool = Fixture::tool().file("a.yaml", function("f", "python3.7", 128)).file("b.yaml", function("f", "python3.7", 256));
    let tool = tool.file("g.yaml", function("g", "python3.7", 128)).file("old.yaml", function("f", "nodejs12.x", 128));
    let tool = tool
        .file("older.yaml", function("f", "nodejs12.x", 256))
        .file("topic.yaml", function("f", "nodejs12.x", 128).replace("t128", "t"));
    // Lambda still changes it, and creates it no more.
    tool.run(["diff", "a.yaml", "b.yaml"]).fails(10);
    tool.run(["diff", "a.yaml", "g.yaml"]).fails(18).stdout_contains("WILL FAIL [DIFF110] g.yaml: F: the runtime `python3.7`");
    // It does not even change this one, which stays where nothing changes it.
    tool.run(["diff", "old.yaml", "older.yaml"]).fails(18).stdout_contains("(E2533)");
    tool.run(["diff", "old.yaml", "topic.yaml"]).fails(10);
}

/// What is refused where a resource is made is told of each case in which it is made, and of no other.
#[test]
fn what_is_refused_at_creation_is_told_of_each_case() {
    let template = |condition: &str, handler: &str| {
        format!(
            "Parameters:\n  Stage: {{Type: String, AllowedValues: [dev, test, prod]}}\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\n\
            Resources:\n  F:\n    Type: AWS::Lambda::Function\n{condition}    \
            Properties: {{Runtime: nodejs12.x, Handler: {handler}, Code: {{ZipFile: x}}, Role: 'arn:aws:iam::111122223333:role/r'}}\n"
        )
    };
    let tool = Fixture::tool()
        .file("a.yaml", template("    Condition: IsProd\n", "a.b"))
        .file("b.yaml", template("", "a.c"))
        .file("c.yaml", template("", "a.b"));
    let run = tool.run(["diff", "a.yaml", "b.yaml", "--format", "json"]).fails(18);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    let headlines = found["comparisons"][0]["headlines"].as_array().unwrap();
    let told = headlines.iter().map(|one| (one["code"].as_str().unwrap(), one["under"].as_str().unwrap_or("all")));
    assert_eq!(told.collect::<Vec<_>>(), [("DIFF110", "Stage = prod"), ("DIFF110", "Stage ≠ prod")]);
    tool.run(["diff", "a.yaml", "c.yaml"]).fails(18).stdout_contains("(E2533)\n  where Stage ≠ prod");
}

/// A mistake that stands under conditions is one where they hold; what another tool reads as its own file says nothing of a deployment.
#[test]
fn what_is_refused_under_conditions_is_told_of_them() {
    let template = |attribute: &str, delay: &str| {
        format!(
            "Parameters:\n  Stage: {{Type: String}}\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\nResources:\n  \
            T: {{Type: AWS::SNS::Topic}}\n  Q:\n    Type: AWS::SQS::Queue\n{attribute}    Properties: {{DelaySeconds: {delay}}}\n"
        )
    };
    let condition = "    Condition: IsProd\n";
    let tool = Fixture::tool()
        .file("a.yaml", template("", "!If [IsProd, 1, 2]"))
        .file("b.yaml", template("", "!If [IsProd, x, 2]"))
        .file("c.yaml", template("", "!If [IsProd, 1, x]"))
        .file("d.yaml", template(condition, "1"))
        .file("e.yaml", template(condition, "x"));
    let told = |old, new, under: &str| {
        let run = tool.run(["diff", old, new, "--width", "200"]).fails(18);
        run.stdout_contains(&format!("found `x` (E3012) where the condition IsProd {under}\n"));
    };
    told("a.yaml", "b.yaml", "holds");
    told("a.yaml", "c.yaml", "does not hold");
    told("d.yaml", "e.yaml", "holds");
    tool.run(["diff", "a.yaml", "b.yaml", "-p", "Stage=dev"]).succeeds();
    let service =
        |name: &str| format!("service: x\nResources:\n  T: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: {name}}}}}\n");
    let serverless = Fixture::tool().file("a.yaml", service("a")).file("b.yaml", service("!Sub '${self:custom.name}'"));
    serverless.run(["diff", "a.yaml", "b.yaml"]).fails(10);
}

/// A file that no deployment takes says so, whatever is wrong with it, and what was no template never ran.
#[test]
fn what_is_no_template_is_told_of_both_files() {
    let untyped = |name: &str| format!("Resources:\n  T: {{Properties: {{DisplayName: {name}}}}}\n");
    let output = |name: &str| {
        format!("Resources:\n  T: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: {name}}}}}\nOutputs:\n  O: {{}}\n")
    };
    let typed = "Resources:\n  T: {Type: AWS::SNS::Topic, Properties: {DisplayName: b}}\n";
    let tool = Fixture::tool()
        .file("a.yaml", untyped("a"))
        .file("b.yaml", untyped("b"))
        .file("c.yaml", output("a"))
        .file("d.yaml", output("b"))
        .file("e.yaml", typed);
    for [old, new] in [["a.yaml", "b.yaml"], ["c.yaml", "d.yaml"]] {
        tool.run(["diff", old, new]).fails(10).stdout_contains("neither file can be deployed as it stands");
    }
    tool.run(["diff", "a.yaml", "e.yaml"]).fails(10).stdout_contains("the old template cannot have been deployed: T has no Type");
}

/// What was refused as a whole never ran: an earlier template made what there is. A mistake of the new one fails under all values.
#[test]
fn what_rests_on_a_template_that_never_ran_is_not_told() {
    let topic = |rest: &str| format!("Resources:\n  T: {{Type: AWS::SNS::Topic{rest}}}\n");
    let guarded = |name: &str| {
        let head = "Parameters: {P: {Type: String}}\nConditions: {Known: !Equals [!Ref P, a]}\n";
        format!("{head}{}", topic(&format!(", Condition: {name}")))
    };
    let table = "  Orders: {Type: AWS::DynamoDB::Table, Properties: {KeySchema: [{AttributeName: a, KeyType: HASH}], \
        AttributeDefinitions: [{AttributeName: a, AttributeType: S}], BillingMode: PAY_PER_REQUEST}}\n";
    let tool = Fixture::tool()
        .file("undeclared.yaml", topic(", Properties: {TopicName: !Ref Name}") + table)
        .file("named.yaml", topic(", Properties: {TopicName: a}"))
        .file("known.yaml", guarded("Known"))
        .file("unknown.yaml", guarded("Unknown"));
    insta::assert_snapshot!(tool.run(["diff", "undeclared.yaml", "named.yaml"]).fails(17).stdout, @r#"
    named.yaml: 1 table lost (Orders) in some cases, 1 of unknown effect (T), some not compared
      against undeclared.yaml

    DATA LOSS [DIFF201] named.yaml: AWS::DynamoDB::Table Orders is removed, and its data goes with it where an earlier
      template made it
      Deploy `DeletionPolicy: Retain` on it first, or move the data before.

      - Orders  AWS::DynamoDB::Table  remove where an earlier template made it
      ~ T  AWS::SNS::Topic  unknown: only a change set tells
          TopicName: Name → "a"
      not compared: what is deployed, since the old template cannot have been deployed: `Ref` names `Name`, which is neither
        a parameter nor a resource
    "#);
    insta::assert_snapshot!(tool.run(["diff", "known.yaml", "unknown.yaml"]).fails(18).stdout.lines().next().unwrap(), @"unknown.yaml: 1 will fail (T)");
}

/// What is new is open, and allows what it allows, whatever runs: nothing that cannot have been deployed had it before.
#[test]
fn what_is_new_beside_what_never_ran_is_told() {
    let template = |id: &str, topic: &str| {
        let rule = "{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}";
        let group =
            format!("{{Type: AWS::EC2::SecurityGroup, Properties: {{GroupDescription: d, SecurityGroupIngress: [{rule}]}}}}");
        let statement = "{Effect: Allow, Action: 's3:*', Resource: '*'}";
        let policy = format!("{{Type: AWS::IAM::ManagedPolicy, Properties: {{PolicyDocument: {{Statement: [{statement}]}}}}}}");
        format!("Resources:\n  {id}: {group}\n  {id}Policy: {policy}\n  T: {{Type: AWS::SNS::Topic, Properties: {topic}}}\n")
    };
    let tool = Fixture::tool().file("a.yaml", template("Old", "{DisplayName: !Ref Gone}")).file("b.yaml", template("New", "{}"));
    let told = tool.run(["diff", "a.yaml", "b.yaml"]).fails(16);
    told.stdout_contains("New lets the whole internet reach port 22").stdout_contains("NewPolicy allows more: s3:* on *");
}

/// CloudFormation is known to overlook what a `DependsOn` names that a condition leaves out, so that such a stack may run.
#[test]
fn a_dependency_that_a_condition_leaves_out_was_deployed() {
    let template = |name: &str, more: &str| {
        let head = "Parameters: {Boot: {Type: String}}\nConditions: {B: !Equals [!Ref Boot, 'yes']}\nResources:\n  T: {Type: AWS::SNS::Topic, Condition: B}\n";
        format!("{head}  Q: {{Type: AWS::SQS::Queue{more}, Properties: {{QueueName: {name}}}}}\n")
    };
    let tool = Fixture::tool().file("a.yaml", template("a", ", DependsOn: T")).file("b.yaml", template("b", ""));
    tool.run(["diff", "a.yaml", "b.yaml"])
        .fails(17)
        .stdout_contains("Q  AWS::SQS::Queue  REPLACE")
        .stdout_lacks("cannot have been deployed");
}

/// What neither file can be, the change does not make: no gate stops at it, and the note says that nothing of the answer happens so.
#[test]
fn what_neither_file_can_be_is_noted() {
    let topic =
        |name: &str| format!("Resources:\n  T: {{Type: AWS::SNS::Topic, Condition: C, Properties: {{DisplayName: {name}}}}}\n");
    let tool = Fixture::tool().file("a.yaml", topic("a")).file("b.yaml", topic("b")).file("c.yaml", topic("!Ref D"));
    insta::assert_snapshot!(tool.run(["diff", "a.yaml", "b.yaml"]).fails(10).stdout, @r#"
    b.yaml: 1 updated
      against a.yaml

      ~ T  AWS::SNS::Topic  update without interruption
          DisplayName: "a" → "b"
      note: neither file can be deployed as it stands: the condition `C` is not defined (E8002); `formwork check` lists 1
        error of the new one
    "#);
    tool.run(["diff", "a.yaml", "b.yaml", "--fail-on", "will-fail"]).succeeds();
    tool.run(["diff", "a.yaml", "a.yaml"]).succeeds().stdout_lacks("neither file");
    // Another mistake has a headline, which says more.
    tool.run(["diff", "a.yaml", "c.yaml"]).fails(18).stdout_lacks("neither file");
    let named =
        |name: &str| format!("Resources:\n  T: {{Type: AWS::SNS::Topic, Properties: {{TopicName: !Sub 'a-${{{name}}}'}}}}\n");
    let tool = Fixture::tool().file("a.yaml", named("Regoin")).file("b.yaml", named("AWS::Region"));
    tool.run(["diff", "a.yaml", "b.yaml"]).fails(10).stdout_contains("cannot have been deployed: `${Regoin}` names neither");
}

/// A value that a template refuses is one that no deployment has.
#[test]
fn a_value_that_a_parameter_does_not_take_is_a_mistake() {
    let template = "Parameters:\n  Stage: {Type: String, AllowedValues: [dev, prod]}\n  Name: {Type: String, AllowedPattern: '[a-z]+', MaxLength: 5}\n  Count: {Type: Number, MinValue: 1}\n  Key: {Type: String, NoEcho: true, MinLength: 50}\nResources: {T: {Type: AWS::SNS::Topic}}\n";
    let tool = Fixture::tool().file("a.yaml", template);
    let given = |value: &str| tool.run(["diff", "a.yaml", "a.yaml", "-p", value]);
    given("Stage=prd")
        .fails(1)
        .stderr_contains("`prd` is not an allowed value of `Stage`")
        .stderr_contains("did you mean `prod`?");
    given("Name=a1").fails(1).stderr_contains("`Name`: `a1` does not match the pattern `[a-z]+`");
    given("Name=abcdef").fails(1).stderr_contains("expected a length of at most 5, found 6");
    given("Count=0").fails(1).stderr_contains("expected a value of at least 1, found `0`");
    given("Key=hunter2").fails(1).stderr_contains("at least 50");
    given("Name=abc").succeeds();
}

/// What is only a warning of the old file is no proof that it was never deployed.
#[test]
fn a_warning_of_the_old_file_proves_nothing() {
    let made = |name: &str| {
        format!(
            "Parameters:\n  P: {{Type: String}}\nConditions:\n  C: !Equals [!Ref P, 'yes']\nResources:\n  T: {{Type: AWS::SNS::Topic, Condition: C}}\n  Q: {{Type: AWS::SQS::Queue, {name}}}\n"
        )
    };
    let tool = Fixture::tool()
        .file("old.yaml", made("DependsOn: T, Properties: {QueueName: a}"))
        .file("new.yaml", made("Properties: {QueueName: b}"));
    tool.run(["diff", "old.yaml", "new.yaml"]).fails(17).stdout_contains("Q  AWS::SQS::Queue  REPLACE");
}
