//! `diff` as a command: what it compares, how it prints that, and how it ends.

use std::path::Path;
use std::process::Command;

use crate::support::fixture::Fixture;
use serde_json::{Value, json};

#[test]
fn the_command_tells_of_files_and_ends_with_the_gravest() {
    let before = "Resources:\n  Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: a, RetentionInDays: 7}}\n";
    let after = before.replace("7", "14");
    let tool = Fixture::tool().file("a.yaml", before).file("b.yaml", &after).file("c.yaml", before.replace(": a,", ": b,"));
    insta::assert_snapshot!(tool.run(["diff", "a.yaml", "b.yaml"]).fails(10).stdout, @"
    b.yaml: 1 updated
      against a.yaml

      ~ Logs  AWS::Logs::LogGroup  update without interruption
          RetentionInDays: 7 → 14
    ");
    tool.run(["diff", "a.yaml", "a.yaml"]).succeeds();
    // Nobody can say that what may be replaced stays.
    let named = |name: &str| {
        format!(
            "Parameters: {{P: {{Type: String}}}}\nResources:\n  T: {{Type: AWS::SNS::Topic, Properties: {{TopicName: {name}}}}}\n"
        )
    };
    let may = Fixture::tool().file("a.yaml", named("!Ref P")).file("b.yaml", named("one"));
    may.run(["diff", "a.yaml", "b.yaml"]).fails(11).stdout_contains("may replace: the deployment may have the same value");
    insta::assert_snapshot!(tool.run(["diff", "a.yaml", "c.yaml", "--format", "markdown"]).fails(17).stdout, @r#"
    ### `c.yaml`: 1 log group lost \(Logs\)

    against a.yaml

    - **DATA LOSS** `DIFF201` c.yaml: AWS::Logs::LogGroup Logs is replaced, and its data goes with it *Deploy `UpdateReplacePolicy: Retain` on it first, or move the data before.*

    | | Resource | Type | What happens |
    | --- | --- | --- | --- |
    | c.yaml | Logs | AWS::Logs::LogGroup | REPLACE |

    <details><summary><b>c.yaml</b> · 1 replaced</summary>

    ```diff
    ! Logs (AWS::Logs::LogGroup): REPLACE
        LogGroupName: "a" → "b" (replaces)
    ```
    </details>
    "#);
    let json: Value = serde_json::from_str(&tool.run(["diff", "a.yaml", "c.yaml", "--format", "json"]).fails(17).stdout).unwrap();
    assert_eq!(json["comparisons"][0]["stacks"][0]["resources"][0]["verdict"], "replace");
    tool.run(["diff", "a.yaml", "nowhere.yaml"]).fails(1).stderr_contains("nowhere.yaml");
}

/// A condition is told where it makes something come or go, and once.
#[test]
fn a_condition_is_without_effect_only_where_nothing_comes_or_goes() {
    let template = |condition: &str| {
        format!(
            "Parameters:\n  Stage: {{Type: String, AllowedValues: [dev, prod]}}\nConditions:\n  IsProd: !Equals [!Ref Stage, prod]\n  \
            IsAny: !Or [!Equals [!Ref Stage, prod], !Equals [!Ref Stage, dev]]\nResources:\n  T: {{Type: AWS::SNS::Topic, Condition: {condition}}}\n\
            Outputs:\n  O: {{Condition: {condition}, Value: a}}\n"
        )
    };
    let tool = Fixture::tool().file("a.yaml", template("IsProd")).file("b.yaml", template("IsAny"));
    insta::assert_snapshot!(tool.run(["diff", "a.yaml", "b.yaml"]).fails(10).stdout, @r#"
    b.yaml: 1 added in some cases, 1 change outside the resources
      against a.yaml

      + T  AWS::SNS::Topic  add where Stage = dev
      Outputs: 1 added (O = "a") where Stage = dev
    "#);
}

/// What a deployment may be refused for beside the resources is an annotation, too.
#[test]
fn an_export_that_changes_is_annotated() {
    let exported = |value: &str| {
        format!("Resources:\n  T: {{Type: AWS::SNS::Topic}}\nOutputs:\n  Url: {{Value: {value}, Export: {{Name: url}}}}\n")
    };
    let tool = Fixture::tool().file("a.yaml", exported("a")).file("b.yaml", exported("b"));
    tool.run(["diff", "a.yaml", "b.yaml", "--format", "github"])
        .fails(10)
        .stdout_contains("b.yaml: Outputs / Url / Value: refused while another stack imports it");
}

/// A table behind a condition is lost in production, whatever the default of the parameter is.
#[test]
fn a_default_is_taken_for_a_value_only_where_that_is_asked_for() {
    let base = "Parameters: {Stage: {Type: String, Default: dev}}\nConditions: {IsProd: !Equals [!Ref Stage, prod]}\n\
        Resources:\n  Topic: {Type: AWS::SNS::Topic}\n";
    let table = "  Orders: {Type: AWS::DynamoDB::Table, Condition: IsProd}\n";
    let tool = Fixture::tool().file("a.yaml", format!("{base}{table}")).file("b.yaml", base);
    let tool = tool.file("dev.json", r#"["Stage=dev"]"#);
    insta::assert_snapshot!(tool.run(["diff", "a.yaml", "b.yaml"]).fails(17).stdout, @"
    b.yaml: 1 table lost (Orders) in some cases
      against a.yaml

    DATA LOSS [DIFF201] b.yaml: AWS::DynamoDB::Table Orders is removed, and its data goes with it where Stage = prod
      Deploy `DeletionPolicy: Retain` on it first, or move the data before.

      - Orders  AWS::DynamoDB::Table  remove where Stage = prod
    ");
    let json: Value = serde_json::from_str(&tool.run(["diff", "a.yaml", "b.yaml", "--format", "json"]).fails(17).stdout).unwrap();
    assert_eq!(json["comparisons"][0]["stacks"][0]["resources"][0]["under"], "Stage = prod");
    tool.run(["diff", "a.yaml", "b.yaml", "-p", "Stage=prod"]).fails(17);
    tool.run(["diff", "a.yaml", "b.yaml", "-p", "Stage=dev"]).succeeds();
    tool.run(["diff", "a.yaml", "b.yaml", "-p", "dev.json"]).succeeds();
    tool.run(["diff", "a.yaml", "b.yaml", "-p", "nowhere.json"]).fails(1).stderr_contains("give `NAME=VALUE`");
    tool.run(["diff", "a.yaml", "b.yaml", "-p", "Stagee=dev"]).fails(1).stderr_contains("did you mean `Stage`?");
    let assumed = tool.run(["diff", "a.yaml", "b.yaml", "--assume-defaults"]).succeeds();
    assumed.stdout_contains("where each parameter has its default");
}

#[test]
fn the_committed_snapshots_are_what_the_stacks_are_compared_with() {
    let project = Fixture::project();
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let base = snapshots.to_str().unwrap();
    project.run(["diff", "--against", base]).succeeds();
    project.run(["diff", "--between", "dev", "prod"]).fails(12).stdout_contains("DRIFT BETWEEN ENVIRONMENTS");
    project.run(["diff", "--against", "nowhere"]).fails(1).stderr_contains("`nowhere` is not a base");
    project.run(["diff", "backendd", "--against", base]).fails(1).stderr_contains("did you mean `backend`?");
}

/// The first mistake in a workflow is a clone without history.
#[test]
fn a_history_that_is_missing_is_said() {
    let project = Fixture::project();
    let above = project.path("").parent().unwrap().to_str().unwrap().to_owned();
    let project = project.variable("GIT_CEILING_DIRECTORIES", &above);
    project.run(["diff"]).fails(1).stderr_contains("the project is not in a git repository");
    let git = |arguments: &[&str]| {
        let author = ["-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").args(author).args(arguments).current_dir(project.path("")).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    git(&["init", "--quiet", "--initial-branch", "work"]);
    git(&["commit", "--quiet", "--allow-empty", "--message", "one"]);
    project.run(["diff"]).fails(1).stderr_contains("commit the snapshots first");
    project.run(["diff", "--against", "git:nowhere"]).fails(1).stderr_contains("git has no revision `nowhere`");
    // What `git clone --depth 1` leaves behind.
    std::fs::write(project.path(".git/shallow"), git(&["rev-parse", "HEAD"])).unwrap();
    project.run(["diff"]).fails(1).stderr_contains("fetch-depth: 0");
    project.run(["diff", "--against", "git:HEAD~1"]).fails(1).stderr_contains("git fetch --unshallow");
}

#[test]
fn a_comment_stays_under_githubs_limit() {
    let many = |value: &str| {
        let queue = |index: usize| {
            let text = format!("{}{index}", value.repeat(200));
            json!({ "Type": "AWS::SQS::Queue", "Properties": { "RedrivePolicy": { "text": text } } })
        };
        let all: serde_json::Map<String, Value> = (0..400).map(|index| (format!("Queue{index}"), queue(index))).collect();
        json!({ "Resources": all }).to_string()
    };
    let tool = Fixture::tool().file("a.json", many("a")).file("b.json", many("b"));
    let text = tool.run(["diff", "a.json", "b.json", "--format", "markdown"]).fails(10).stdout;
    assert!(text.chars().count() < 65_536 && text.contains("Left out"), "{} characters", text.chars().count());
}

/// Nothing in a template can write outside its place, in a terminal or in a comment.
#[test]
fn hostile_texts_stay_texts() {
    let template = |text: &str| {
        let resource = json!({ "Type": "AWS::SNS::Topic", "Properties": { "Display\u{1b}[31mName": text } });
        json!({ "Resources": { "Topic": resource, (format!("Evil\u{1b}[2J{text}")): { "Type": "AWS::SNS::Topic" } } }).to_string()
    };
    let hostile = "</details><script>alert(1)</script> @someone ````\n```\n### heading \u{1b}[31m\u{7}";
    let tool = Fixture::tool().file("a.json", template("")).file("b.json", template(hostile));
    for format in ["text", "markdown"] {
        let text = tool.run(["diff", "a.json", "b.json", "--format", format]).fails(10).stdout;
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    }
    let comment = tool.run(["diff", "a.json", "b.json", "--format", "markdown"]).fails(10).stdout;
    let fence = comment.lines().find(|line| line.ends_with("diff")).unwrap().trim_end_matches("diff");
    assert_eq!(comment.lines().filter(|line| line.starts_with(fence)).count(), 2, "the fence closes once: {comment}");
}

/// Nobody is told of a comment because a name looks like a mention, and names in code read as they are.
/// In the document, items of lists stand in brackets.
#[test]
fn paths_in_the_document_are_lists_of_their_steps() {
    let template = |block: &str, image: &str| {
        let container = json!({ "Name": "web", "Image": image, "Command": [block, "x"] });
        let interface = json!({ "DeviceIndex": "0", "SubnetId": { "Ref": "Subnet" } });
        let resources = json!({
            "Task": { "Type": "AWS::ECS::TaskDefinition", "Properties": { "ContainerDefinitions": [container] } },
            "Subnet": { "Type": "AWS::EC2::Subnet", "Properties": { "VpcId": "vpc-00000001", "CidrBlock": block } },
            "Host": { "Type": "AWS::EC2::Instance", "Properties": { "NetworkInterfaces": [interface] } },
        });
        json!({ "Resources": resources }).to_string()
    };
    let tool = Fixture::tool().file("a.json", template("10.0.0.0/24", "web:1")).file("b.json", template("10.0.1.0/24", "web:2"));
    let output = tool.run(["diff", "a.json", "b.json", "--format", "json"]).fails(14).stdout;
    let json: Value = serde_json::from_str(&output).unwrap();
    let resources = &json["comparisons"][0]["stacks"][0]["resources"];
    let paths: Vec<&Value> = resources[0]["changes"].as_array().unwrap().iter().map(|change| &change["path"]).collect();
    let [image, word] =
        [json!(["ContainerDefinitions", "[web]", "Image"]), json!(["ContainerDefinitions", "[web]", "Command", "[0]"])];
    assert_eq!(paths, [&image, &word]);
    assert_eq!(resources[2]["chain"], json!(["Subnet", "Host.NetworkInterfaces.[0].SubnetId"]));
}

#[test]
fn a_comment_calls_nobody() {
    let queue = |name: &str, fifo: bool| {
        let properties = json!({ "QueueName": name, "FifoQueue": fifo });
        json!({ "Resources": { "Queue": { "Type": "AWS::SQS::Queue", "Properties": properties } } }).to_string()
    };
    let comment = |name: &str| {
        let tool = Fixture::tool().file("a.json", queue(name, false)).file("@b_#1.json", queue(name, true));
        tool.run(["diff", "a.json", "@b_#1.json", "--format", "markdown"]).fails(18).stdout
    };
    let usual = comment("a_b<@c>");
    assert!(usual.contains("stays `a_b<@c>`, and") && usual.contains("@&#8203;b\\_\\#&#8203;1.json"), "{usual}");
    let hostile = comment("a`@someone `<b>");
    assert!(hostile.contains("stays `a`@&#8203;someone `<b>`, and"), "{hostile}");
}

/// A comment changes when the templates do, and not with who asks or how wide the terminal is.
#[test]
fn a_comment_is_the_same_each_time() {
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots");
    let base = snapshots.to_str().unwrap();
    let ask = |columns: &str, colour: &'static str| {
        let project = Fixture::project().variable("COLUMNS", columns).variable(colour, "1");
        let project = project.replace("prod", "10.0.0.0/16", "10.9.0.0/16").replace(
            "dev",
            "retention-in-days = 7",
            "retention-in-days = 14",
        );
        project.run(["diff", "--against", base, "--format", "markdown"]).fails(18).stdout
    };
    let comment = ask("200", "NO_COLOR");
    assert!(comment.contains("10.9.0.0/16"), "{comment}");
    assert_eq!(ask("40", "CLICOLOR_FORCE"), comment);
}

#[test]
fn directories_are_compared_by_the_names_in_them() {
    let topic = |name: &str| {
        let parameters = json!({ "Stage": { "Type": "String" } });
        let properties = json!({ "DisplayName": name, "TopicName": { "Fn::Sub": "${Stage}-topic" } });
        json!({ "Parameters": parameters, "Resources": { "Topic": { "Type": "AWS::SNS::Topic", "Properties": properties } } })
            .to_string()
    };
    let tool = Fixture::tool()
        .file("old/prod/web.template.json", topic("a"))
        .file("old/prod/web.parameters.json", r#"["Stage=prod"]"#)
        .file("old/prod/gone.yaml", "Resources: {Queue: {Type: AWS::SQS::Queue}}")
        .file("old/dev/web.template.json", topic("a"))
        .file("new/prod/web.template.json", topic("b"))
        .file("new/prod/web.parameters.json", r#"["Stage=live"]"#)
        .file("new/dev/web.template.json", topic("a"))
        .file("new/prod/deploy.sh", "");
    insta::assert_snapshot!(tool.run(["diff", "old", "new"]).fails(17).stdout, @r#"
    dev: no change
      against old

    prod: 1 stack gone (gone), 1 queue lost (Queue), 1 replaced (Topic), 1 change outside the resources
      against old

    DATA LOSS [DIFF201] gone: AWS::SQS::Queue Queue goes with its data once somebody deletes the stack: no plan does
      Deploy `DeletionPolicy: Retain` on it first, or move the data before.

    gone · the stack is removed, with 1 resource
      - Queue  AWS::SQS::Queue  remove

    web · 1 replaced
      Parameters.Stage: "prod" → "live"
      ± Topic  AWS::SNS::Topic  REPLACE
          its subscriptions go with it, also those that others made and confirmed
          DisplayName: "a" → "b"
          TopicName: "prod-topic" → "live-topic"  (replaces)
    "#);
    tool.run(["diff", "old", "old"]).succeeds();
    let empty = Fixture::tool().file("one/readme.txt", "").file("other/readme.txt", "");
    empty.run(["diff", "one", "other"]).fails(1).stderr_contains("neither `one` nor `other` holds a template");
}

/// A pipeline says what stops it; nothing else does.
#[test]
fn a_gate_stops_what_it_names() {
    let logs = |days: u32, name: &str| {
        format!(
            "Resources: {{Logs: {{Type: AWS::Logs::LogGroup, Properties: {{LogGroupName: {name}, RetentionInDays: {days}}}}}}}"
        )
    };
    let tool = Fixture::tool().file("a.yaml", logs(7, "a")).file("b.yaml", logs(14, "a")).file("c.yaml", logs(7, "b"));
    let diff = |file: &'static str, kinds: &'static str| tool.run(["diff", "a.yaml", file, "--fail-on", kinds]);
    diff("c.yaml", "will-fail,data-loss").fails(17).stdout_contains("DATA LOSS");
    diff("c.yaml", "replacement").fails(11);
    diff("c.yaml", "will-fail").succeeds().stdout_contains("DATA LOSS");
    diff("b.yaml", "will-fail,data-loss").succeeds();
    diff("b.yaml", "change").fails(10);
    diff("b.yaml", "data-los").fails(2).stderr_contains("'data-loss'");
}

/// Each annotation stands at the line that writes the resource.
#[test]
fn annotations_stand_at_the_lines() {
    let template = |name: &str| format!("Resources:\n  T: {{Type: AWS::SNS::Topic, Properties: {{TopicName: {name}}}}}\n");
    let queue = "  Orders: {Type: AWS::SQS::Queue}\n";
    let tool = Fixture::tool().file("a.yaml", template("a") + queue).file("b.yaml", template("b"));
    insta::assert_snapshot!(tool.run(["diff", "a.yaml", "b.yaml", "--format", "github"]).fails(17).stdout, @"
    ::error title=DIFF201::b.yaml: DATA LOSS: AWS::SQS::Queue Orders is removed, and its data goes with it%0Ahelp: Deploy `DeletionPolicy: Retain` on it first, or move the data before.
    ::notice file=b.yaml,line=2,col=3::b.yaml: AWS::SNS::Topic T: REPLACE
    ");
}

/// Long texts are shown around what differs, and lines keep to the width.
#[test]
fn a_narrow_terminal_shows_what_differs() {
    let template = |word: &str, line: &str| {
        let policy = format!("{}{word}{}", "a".repeat(120), "b".repeat(120));
        let script = format!("{}{line}\n{}", "echo one\n".repeat(9), "echo two\n".repeat(4));
        let data = json!({ "Fn::Base64": script });
        json!({ "Metadata": { "Note": word }, "Resources": {
            "Topic": { "Type": "AWS::SNS::Topic", "Properties": { "DisplayName": policy } },
            "Web": { "Type": "AWS::AutoScaling::LaunchConfiguration", "Properties": { "ImageId": "ami-00000001", "InstanceType": "t3.micro", "UserData": data } },
        } })
        .to_string()
    };
    let tool = Fixture::tool().file("a.json", template("old", "run 1")).file("b.json", template("new", "run 2"));
    let text = tool.run(["diff", "a.json", "b.json", "--width", "60"]).fails(11).stdout;
    insta::assert_snapshot!(text, @"
    b.json: 1 replaced (Web), 1 updated, 1 without effect
      against a.json

      ± Web  AWS::AutoScaling::LaunchConfiguration  REPLACE
          UserData:  (replaces)
              … 9 equal lines
            - run 1
            + run 2
              … 4 equal lines
      ~ Topic  AWS::SNS::Topic  update without interruption
          DisplayName:
            - …aaaaaaaaaaaaaaaaaaaaaaaaoldbbbbbbbbbbbbbbbbbbbbb…
            + …aaaaaaaaaaaaaaaaaaaaaaaanewbbbbbbbbbbbbbbbbbbbbb…
                                       ^^^
      1 without effect: Metadata
    ");
    assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
}

/// The authors expect a loss, say why, and pass a gate with it; the next change finds that the line is of no use any more.
#[test]
fn an_expected_loss_passes_a_gate() {
    let first = Fixture::moves("first");
    first.run(["synth", "--quiet"]).succeeds();
    let template = first.read("out/dev/data.template.json");
    let expected = Fixture::moves("expected").file("base/dev/data.template.json", &template);
    let diff = ["diff", "data", "--against", "base", "--fail-on", "data-loss,will-fail"];
    let run = expected.run(diff).succeeds().stderr_lacks("FW106");
    run.stdout_contains("expected: DATA LOSS [DIFF201] data: AWS::DynamoDB::Table Table is removed, and its data goes with it")
        .stdout_contains("\n  it is empty until the launch\n");
    let json = expected.run(["diff", "data", "--against", "base", "--format", "json"]).fails(10).stdout;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["comparisons"][0]["headlines"][0]["expected"], "it is empty until the launch");
    Fixture::moves("renamed-unsaid").file("base/dev/data.template.json", &template).run(diff).fails(17);
    expected.run(["synth", "--quiet"]).succeeds();
    let stale = expected.run(["diff", "data", "--against", "out"]).succeeds();
    stale.stderr_contains("`DATA LOSS` is expected of `Table`, and this change does not do that").stderr_contains("moves.rs:");
    let wrong = Fixture::moves("expected-wrong").run(["synth"]).fails(1);
    wrong.stderr_contains("did you mean `DATA LOSS`?").stderr_contains("gives no reason");
}

/// What cfn-hup reads on a running instance is no metadata without effect, and what depends on a value is not said as a fact.
#[test]
fn the_first_line_hides_nothing_and_claims_nothing() {
    let host = |package: &str, more: &str| {
        format!(
            "Parameters: {{Stage: {{Type: String}}}}\nConditions: {{IsProd: !Equals [!Ref Stage, prod]}}\nResources:\n  Host: {{Type: AWS::EC2::Instance, Metadata: {{AWS::CloudFormation::Init: {{config: {{packages: {{yum: {{{package}: []}}}}}}}}}}, Properties: {{ImageId: ami-12345678}}}}\n{more}"
        )
    };
    let table = "  Orders: {Type: AWS::DynamoDB::Table, Condition: IsProd}\n";
    let tool = Fixture::tool().file("a.yaml", host("nginx", table)).file("b.yaml", host("httpd", ""));
    let run = tool.run(["diff", "a.yaml", "b.yaml"]).fails(17);
    let first = run.stdout.lines().next().unwrap_or_default();
    assert_eq!(first, "b.yaml: 1 table lost (Orders) in some cases, 1 changed in attributes only (Host)");
}

/// A headline that is about several exports counts as many.
#[test]
fn the_first_line_counts_each_export() {
    let maker = |cidr: &str| {
        format!(
            "Resources: {{Vpc: {{Type: AWS::EC2::VPC, Properties: {{CidrBlock: {cidr}}}}}}}\nOutputs:\n  Id: {{Value: !Ref Vpc, Export: {{Name: vpc}}}}\n  Block: {{Value: !GetAtt Vpc.CidrBlock, Export: {{Name: block}}}}\n"
        )
    };
    let user = "Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Join ['', [!ImportValue vpc, !ImportValue block]]}}}";
    let tool = Fixture::tool().file("a/net.yaml", maker("10.0.0.0/16")).file("b/net.yaml", maker("10.1.0.0/16"));
    let run = tool.file("a/user.yaml", user).file("b/user.yaml", user).run(["diff", "a", "b"]).fails(18);
    let first = run.stdout.lines().next().unwrap_or_default();
    assert_eq!(first, "templates: 2 will fail (vpc, block), 1 replaced (Vpc), 1 change outside the resources");
}

#[test]
fn a_resource_is_shown_once_with_the_circumstances_of_each_change() {
    let template = |value: &str| {
        let properties = ["DisplayName", "KmsMasterKeyId", "SignatureVersion", "TracingConfig"];
        let parameters = properties.map(|name| format!("For{name}: {{Type: String}}"));
        let conditions = properties.map(|name| format!("Is{name}: !Equals [!Ref For{name}, x]"));
        let properties = properties.map(|name| format!("{name}: !If [Is{name}, {value}, b]"));
        format!(
            "Parameters: {{{}}}\nConditions: {{{}}}\nResources: {{Topic: {{Type: AWS::SNS::Topic, Properties: {{{}}}}}}}\n",
            parameters.join(", "),
            conditions.join(", "),
            properties.join(", ")
        )
    };
    let tool = Fixture::tool().file("old.yaml", template("a")).file("new.yaml", template("c"));
    for format in ["text", "markdown"] {
        let run = tool.run(["diff", "old.yaml", "new.yaml", "--format", format]).fails(10);
        assert_eq!(run.stdout.matches(" DisplayName:").count(), 1, "{}", run.stdout);
        run.stdout_contains("where ForDisplayName = x");
    }
}
