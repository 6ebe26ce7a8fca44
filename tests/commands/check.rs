//! `check` and `explain`, seen from outside.

use crate::support::fixture::Fixture;

const GOOD: &str = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n";
const BAD: &str = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {Nmae: x}\n";

#[test]
fn a_template_without_mistakes_is_checked() {
    let run = Fixture::tool().file("a.yaml", GOOD).run(["check", "a.yaml"]).succeeds();
    run.stdout_is("1 template checked: no errors\n").stderr_is("");
}

#[test]
fn mistakes_are_shown_with_their_lines() {
    let tool = Fixture::tool().file(
        "a.json",
        "{\n  \"Resources\": {\n    \"Web\": { \"Type\": \"AWS::SNS::Topic\", \"Properties\": { \"TopicName\": { \"Ref\": \"Nam\" } } },\n    \
         \"Web\": {}\n  }\n}\n",
    );
    let tool = tool.file("b.yaml", "Parameters: {Name: {Type: String}}\nResources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Ref Nmae\n      DisplayNam: x\n      Tags: &t []\n  B: {Type: AWS::SNS::Topic, Properties: {Tags: *t}}\n");
    let run = tool.run(["check", "a.json", "b.yaml"]).fails(1).stdout_is("");
    insta::assert_snapshot!(run.stderr, @r#"
    error[E3006]: the resource `Web` has no `Type`
     --> a.json:4:5
      |
    4 |     "Web": {}
      |     ^^^^^
      |
      = in: Resources / Web / Type
      = see: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html

    error[E0000]: duplicate key `Web`
     --> a.json:4:5
      |
    4 |     "Web": {}
      |     ^^^^^
     ::: a.json:3:5
      |
    3 |     "Web": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Ref": "Nam" } } },
      |     ----- first here
      |
      = help: CloudFormation takes the last one and silently drops the other
      = see: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html

    warning[W2001]: nothing uses the parameter `Name`
     --> b.yaml:1:14
      |
    1 | Parameters: {Name: {Type: String}}
      |              ^^^^
      |
      = in: Parameters / Name
      = help: use the parameter, or delete it
      = see: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html

    error[E1020]: `Ref` names `Nmae`, which is neither a parameter nor a resource
     --> b.yaml:6:18
      |
    6 |       TopicName: !Ref Nmae
      |                  ^^^^
      |
      = in: Resources / A / Properties / TopicName
      = help: did you mean `Name`?
      = see: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html

    error[E3002]: `DisplayNam` is not a property of AWS::SNS::Topic
     --> b.yaml:7:7
      |
    7 |       DisplayNam: x
      |       ^^^^^^^^^^
      |
      = in: Resources / A / Properties / DisplayNam
      = help: did you mean `DisplayName`?
      = see: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html

    warning[W1101]: CloudFormation rejects aliases; `aws cloudformation package` expands them
     --> b.yaml:9:49
      |
    9 |   B: {Type: AWS::SNS::Topic, Properties: {Tags: *t}}
      |                                                 ^^
      |
      = help: deploy the output of `aws cloudformation package`, or repeat the value
      = see: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html

    error: 4 errors and 2 warnings in 2 templates
    "#);
}

#[test]
fn a_directory_is_searched_for_templates() {
    let tool = Fixture::tool()
        .file("infra/web.yml", BAD)
        .file("infra/deep/net.template", GOOD)
        .file("infra/deep/broken.json", "{\"Resources\": {")
        .file("infra/package.json", "{\"name\": \"x\"}")
        .file("infra/ci.yaml", "on: push\njobs: {}\n")
        .file("infra/other.yaml", "Resources:\n  - one\n")
        .file("infra/notes.txt", BAD)
        .file("infra/.hidden/a.yaml", BAD)
        .file("infra/node_modules/a.yaml", BAD)
        .file("infra/latin.yaml", b"name: \xE9\n");
    let run = tool.run(["check", "infra"]).fails(1);
    let run = run.stderr_contains("--> infra/deep/broken.json:1:16").stderr_contains("--> infra/web.yml:4:18");
    run.stderr_contains("error: 2 errors in 3 templates");
    tool.run(["check", "infra/**/*.template"]).succeeds().stdout_is("1 template checked: no errors\n");
    tool.run(["check", "infra/*.y?ml", "infra/deep/*.txt"])
        .fails(1)
        .stderr_contains("no template in infra/*.y?ml, infra/deep/*.txt");
}

#[test]
fn a_named_file_that_is_no_template_is_a_mistake() {
    let tool = Fixture::tool().file("ci.yaml", "on: push\n").file("empty.yaml", "").file("image.png", b"\x89PNG\r\n\x1a\n\0\xFF");
    tool.run(["check", "ci.yaml"]).fails(1).stderr_contains("error[E1001]: a template has no section `on`");
    tool.run(["check", "empty.yaml"]).fails(1).stderr_contains("error[E0000]: the file is empty\n --> empty.yaml");
    tool.run(["check", "image.png"]).fails(1).stderr_contains("error[E0000]: this is not text: the byte 0x89 is not UTF-8");
    tool.run(["check", "none.yaml"]).fails(1).stderr_contains("cannot read `none.yaml`");
    tool.run(["check"]).fails(2);
}

#[test]
fn a_huge_file_is_refused_unread() {
    let tool = Fixture::tool();
    std::fs::File::create(tool.path("huge.yaml")).unwrap().set_len(100_000_000).unwrap();
    tool.run(["check", "huge.yaml"]).fails(1).stderr_contains("the file is larger than 4000000 bytes");
}

#[test]
fn standard_input_is_a_file() {
    let tool = Fixture::tool();
    tool.run_with_input(["check", "-"], GOOD).succeeds().stdout_is("1 template checked: no errors\n");
    let run = tool.run_with_input(["check", "-"], BAD).fails(1);
    run.stderr_contains("--> <stdin>:4:18").stderr_contains("4 |     Properties: {Nmae: x}");
}

#[test]
fn warnings_fail_only_when_denied() {
    let text = "Resources:\n  A: {Type: AWS::SNS::Topic, Properties: {Tags: &t []}}\n  B: {Type: AWS::SNS::Topic, Properties: {Tags: *t}}\n";
    let tool = Fixture::tool().file("a.yaml", text);
    tool.run(["check", "a.yaml"])
        .succeeds()
        .stderr_contains("warning[W1101]")
        .stderr_contains("warning: 1 warning in 1 template");
    tool.run(["check", "a.yaml", "--deny-warnings"]).fails(1).stderr_contains("error[W1101]");
}

#[test]
fn other_tools_read_the_findings() {
    let tool = Fixture::tool().file("a.yaml", BAD);
    let run = tool.run(["check", "a.yaml", "--format", "github"]).fails(1).stderr_is("");
    insta::assert_snapshot!(run.stdout, @"::error file=a.yaml,line=4,col=18,title=E3002::`Nmae` is not a property of AWS::SNS::Topic%0Ain Resources / Topic / Properties / Nmae");
    let run = tool.run(["check", "a.yaml", "--format", "json"]).fails(1).stderr_is("");
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&found["errors"], &found["findings"][0]["line"]), (&1.into(), &4.into()));
    let run = tool.run(["check", "a.yaml", "--format", "sarif"]).fails(1).stderr_is("");
    let found: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(found["runs"][0]["results"][0]["ruleId"], "E3002");
    tool.run(["check", "a.yaml", "--format", "xml"]).fails(2);
}

#[test]
fn findings_of_synth_are_printed_in_the_same_formats() {
    let project = Fixture::sample().setting("dev", "mistakes = true");
    let run = project.run(["synth", "--environment", "dev", "--message-format", "github"]).fails(1).stderr_is("");
    run.stdout_contains("::error file=tests/apps/sample.rs,line=").stdout_contains("title=FW002::");
    // `tests/editor.rs` reads its JSON.
    Fixture::sample().run(["synth", "--message-format", "json"]).succeeds().stdout_is("");
}

#[test]
fn values_of_parameters_are_checked() {
    let template = "Parameters: {Image: {Type: String}, Size: {Type: String, Default: s, AllowedValues: [s, l]}}\nResources: {A: {Type: AWS::SNS::Topic, Properties: {TopicName: !Ref Image, DisplayName: !Ref Size}}}\n";
    let tool =
        Fixture::tool().file("a.yaml", template).file("good.json", "[\"Image=x\"]").file("bad.json", "[\n  \"Size=m\"\n]\n");
    tool.run(["check", "-p", "good.json", "a.yaml"]).succeeds();
    let run = tool.run(["check", "--parameters", "bad.json", "a.yaml"]).fails(1);
    insta::assert_snapshot!(run.stderr, @r#"
    error[E2900]: the parameter `Image` has neither a default nor a value
     --> bad.json
      = in: Parameters / Image
      = help: add its value
      = see: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html

    error[E2900]: `m` is not an allowed value of `Size`
     --> bad.json:2:3
      |
    2 |   "Size=m"
      |   ^^^^^^^^
      |
      = in: Parameters / Size
      = help: one of s, l
      = see: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html

    error: 2 errors in 1 template
    "#);
}

#[test]
fn a_rule_is_explained() {
    let tool = Fixture::tool();
    let run = tool.run(["explain", "e3012"]).succeeds();
    insta::assert_snapshot!(run.stdout, @r#"
    E3012 (error)

    Finds a value of the wrong type that CloudFormation cannot convert.

    Why: CloudFormation refuses the resource.

    Example: "Port": "http"

    Fix: Write a value of the expected type; `"80"` is converted to 80, and `"true"` to true.

    See: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
    "#);
    tool.run(["explain", "E8O02"])
        .fails(1)
        .stderr_contains("there is no rule, resource or failure `E8O02`")
        .stderr_contains("did you mean `E8002`?");
    tool.run(["explain", "--all"]).succeeds().stdout_contains("E0000  error    Finds a file that cannot be read");
    tool.run(["explain"]).fails(2);
}

#[test]
fn the_reference_page_is_up_to_date() {
    let page = Fixture::tool().run(["explain", "--all", "--markdown"]).succeeds().stdout;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules.md");
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        page == written,
        "docs/rules.md is out of date: cargo run -p formwork-cli -- explain --all --markdown > docs/rules.md"
    );
}

#[test]
fn a_parameters_file_of_no_known_form_is_refused() {
    let tool = Fixture::tool().file("a.yaml", "Parameters: {Image: {Type: String}}\nResources: {T: {Type: AWS::SNS::Topic}}\n");
    let tool = tool.file("odd.json", "{ \"Image\": \"backend:1\" }\n");
    let run = tool.run(["check", "--parameters", "odd.json", "a.yaml"]).fails(1);
    run.stderr_contains("error[E0200]").stderr_contains("odd.json:1");
}
