//! What is read, and how mistakes of form read.

use insta::assert_snapshot;

use super::{ReadError, document, template};
use crate::template::{Format, Node, SourceLocation, Template};

/// The document as compact JSON.
fn json(text: &str) -> String {
    let read = document(text.as_bytes()).unwrap_or_else(|errors| panic!("{}", prose(&errors)));
    serde_json::to_string(&read.root).unwrap()
}

/// What is wrong with a template.
fn mistakes(bytes: impl AsRef<[u8]>) -> String {
    prose(&template(bytes.as_ref()).expect_err("this is read without a mistake"))
}

fn prose(errors: &[ReadError]) -> String {
    let line = |error: &ReadError| {
        let related = error.related.as_ref().map(|(location, what)| format!("\n  {location}: {what}")).unwrap_or_default();
        let help = error.help.as_ref().map(|help| format!("\n  help: {help}")).unwrap_or_default();
        format!("{}: {}{related}{help}\n", error.location, error.message)
    };
    errors.iter().map(line).collect()
}

#[test]
fn yaml_and_json_are_read_alike() {
    let yaml = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {FifoTopic: true, DelaySeconds: 5}\n";
    let json = r#"{"Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"FifoTopic": true, "DelaySeconds": 5}}}}"#;
    let read = |text: &str| template(text.as_bytes()).unwrap().0;
    assert_eq!(read(yaml), read(json));
}

#[test]
fn a_dash_alone_is_text_between_brackets() {
    assert_eq!(
        json("A: !Join [-, [a, -]]\nB: {C: -}\nD: [-a, 'x-,y', a-]\n"),
        r#"{"A":{"Fn::Join":["-",["a","-"]]},"B":{"C":"-"},"D":["-a","x-,y","a-"]}"#
    );
    assert_eq!(json("- a\n-\n  - b\n"), r#"["a",["b"]]"#);
}

#[test]
fn what_is_written_is_read_again() {
    let node = Node::from(serde_json::json!({
        "Description": "yes", "Resources": { "A": { "Type": "X", "Properties": {
            "Text": "2012-10-17", "Number": 1.5, "Null": null, "Long": "a\nb: c\n", "Odd": ["*x", "&y", "!z", "0755", "~", ""],
        }}},
    }));
    for format in [Format::Json, Format::Yaml] {
        let text = Template::new(node.clone()).to_text(format);
        assert_eq!(template(text.as_bytes()).unwrap().0.root(), &node, "{text}");
    }
}

#[test]
fn every_key_and_value_has_its_place() {
    let locations = |text: &str| {
        let root = document(text.as_bytes()).unwrap().root;
        let map = root.as_map().unwrap();
        let (key, node) = map.get_index(1).unwrap();
        (key.location(), node.location, node.as_list().unwrap()[0].location)
    };
    let file = |line, column| SourceLocation::File { line, column };
    assert_eq!(locations("é: 1\nB:\n  - !Ref x\n"), (file(2, 1), file(3, 3), file(3, 5)));
    assert_eq!(locations("{\"é\": 1, \"B\":\n\t[true]}"), (file(1, 10), file(2, 2), file(2, 3)));
}

#[test]
fn short_forms_become_long_ones() {
    assert_snapshot!(json("[!Ref a, !Sub 'x${a}', !GetAtt a.b.c, !GetAtt [a, b], !Condition c, !Base64 1]"), @r#"[{"Ref":"a"},{"Fn::Sub":"x${a}"},{"Fn::GetAtt":["a","b.c"]},{"Fn::GetAtt":["a","b"]},{"Condition":"c"},{"Fn::Base64":"1"}]"#);
    assert_snapshot!(json("- !If [c, !Ref a, !Ref 'AWS::NoValue']\n- !Not [!Equals [a, b]]\n- !FindInMap [a, b, c]\n- !GetAZs ''\n"), @r#"[{"Fn::If":["c",{"Ref":"a"},{"Ref":"AWS::NoValue"}]},{"Fn::Not":[{"Fn::Equals":["a","b"]}]},{"Fn::FindInMap":["a","b","c"]},{"Fn::GetAZs":""}]"#);
    assert_snapshot!(json("- !Transform {Name: AWS::Include, Parameters: {Location: x}}\n- !Cidr [x, 4, 8]\n- !ToJsonString {a: 1}\n- !Length [1]\n"), @r#"[{"Fn::Transform":{"Name":"AWS::Include","Parameters":{"Location":"x"}}},{"Fn::Cidr":["x",4,8]},{"Fn::ToJsonString":{"a":1}},{"Fn::Length":[1]}]"#);
    assert_snapshot!(json("Fn::Base64: !Sub |\n  #!/bin/sh\n  echo ${a}\n"), @r##"{"Fn::Base64":{"Fn::Sub":"#!/bin/sh\necho ${a}\n"}}"##);
    assert_snapshot!(json("[!!str 80, ! 80, !!int '80', !!bool 'yes', !!null x, !!seq [a]]"), @r#"["80","80",80,true,null,["a"]]"#);
}

#[test]
fn aliases_and_merge_keys_are_followed() {
    let text = "a: &a {x: 1, y: 2}\nb: *a\nc: {<<: *a, y: 3}\nd: {<<: [*a, {z: 4}]}\n";
    assert_snapshot!(json(text), @r#"{"a":{"x":1,"y":2},"b":{"x":1,"y":2},"c":{"y":3,"x":1},"d":{"x":1,"y":2,"z":4}}"#);
    let locations = document(text.as_bytes()).unwrap().aliases;
    assert_eq!(locations.len(), 3);
    assert_eq!(locations[0], SourceLocation::File { line: 2, column: 4 });
    assert_snapshot!(json("{\"<<\": {\"a\": 1}}"), @r#"{"<<":{"a":1}}"#);
    assert_snapshot!(mistakes("a: {<<: 1}\n"), @"1:5: `<<`: expected a map to merge");
    assert_snapshot!(mistakes("a: &a [*a]\n"), @"1:8: this alias refers to a value that contains it");
    assert_snapshot!(mistakes("Action: [*]\n"), @"
    1:10: broken YAML: while scanning an anchor or alias, did not find expected alphabetic or numeric character
      help: quote a string that begins with `*` or `&`
    ");
    assert_snapshot!(mistakes("Resource: *\n"), @"
    1:11: broken YAML: while scanning an anchor or alias, did not find expected alphabetic or numeric character
      help: quote a string that begins with `*` or `&`
    ");
    assert_snapshot!(mistakes("Name: *missing\n"), @r#"
    1:7: there is no anchor `&missing` above this alias
      help: quote the value if the `*` belongs to it: "*missing"
    "#);
}

#[test]
fn the_last_of_duplicate_keys_counts() {
    let read = |text: &str| {
        let document = document(text.as_bytes()).unwrap();
        let duplicates =
            document.duplicates.iter().map(|one| format!("{} {} {} {}", one.key, one.location, one.first, one.is_same));
        (serde_json::to_string(&document.root).unwrap(), duplicates.collect::<Vec<_>>())
    };
    let (tree, duplicates) = read("Resources:\n  A: {}\n  B: {}\n  A: {}\n  B: 1\n");
    assert_snapshot!(tree, @r#"{"Resources":{"A":{},"B":1}}"#);
    assert_eq!(duplicates, ["A 4:3 2:3 true", "B 5:3 3:3 false"]);
    let (tree, duplicates) = read("{\"Resources\": {\"A\": 1},\n \"Resources\": {}}");
    assert_snapshot!(tree, @r#"{"Resources":{}}"#);
    assert_eq!(duplicates, ["Resources 2:2 1:2 false"]);
    let many = format!("{}\n", (0..200).map(|index| format!("A: {index}\n")).collect::<String>());
    assert_snapshot!(mistakes(&many), @"101:4: there are too many mistakes; the rest of the file was not read");
}

#[test]
fn broken_yaml_is_an_error_with_its_place() {
    assert_snapshot!(mistakes("Resources:\n\tA: 1\n"), @"
    2:2: broken YAML: tabs disallowed within this context (block indentation)
      help: YAML is indented with spaces
    ");
    assert_snapshot!(mistakes("Resources:\n  A: b: c\n"), @"
    2:7: broken YAML: mapping values are not allowed in this context
      help: check the indentation; a string with `: ` in it needs quotes
    ");
    assert_snapshot!(mistakes("Resources:\n  A: [1, 2\nB: 3\n"), @"
    3:2: broken YAML: illegal placement of ':' indicator
      help: check that every bracket and quote above is closed
    ");
    assert_snapshot!(mistakes("Resources:\n  A: 'open\n"), @"2:6: broken YAML: unclosed quote");
    assert_snapshot!(mistakes("Resources:\n    A: 1\n  B: 2\n"), @"
    3:3: broken YAML: while parsing a block mapping, did not find expected key
      help: check the indentation; a value takes only one tag, so of two nested functions the outer one needs its long form
    ");
    assert_snapshot!(mistakes("A: !Base64 !Sub x\n"), @"
    1:12: broken YAML: while parsing a block mapping, did not find expected key
      help: check the indentation; a value takes only one tag, so of two nested functions the outer one needs its long form
    ");
    assert_snapshot!(mistakes("A: !Reff x\nB: !Inclde {a: 1}\nC: !ForEach [x]\nD: !!set {a}\n"), @"
    1:4: unknown tag `!Reff`
      help: did you mean `!Ref`?
    2:4: unknown tag `!Inclde`
      help: quote the value if the `!` belongs to it; CloudFormation knows only the tags of its functions
    3:4: unknown tag `!ForEach`
      help: `Fn::ForEach` has no short form: write the key `Fn::ForEach::NAME`
    4:4: unknown tag `!!set`
      help: CloudFormation takes only strings, numbers, booleans, lists and maps
    ");
    assert_snapshot!(mistakes("{{ a }}: 1\n"), @"1:2: broken JSON: expected a key in double quotes, found `{`");
    assert_snapshot!(mistakes("Name: {{ a }}\n"), @"
    1:8: expected a string as key, found a list or map
      help: quote a string that begins with `{` or `[`
    ");
    assert_snapshot!(mistakes("A: 1\n---\nB: 2\n"), @"
    2:1: a second document begins here; a template is one document
      help: remove the `---`, or put the rest into a file of its own
    ");
}

#[test]
fn directives_of_rain_are_taken_where_they_are_asked_for() {
    let text = "Resources:\n  A: !Rain::Module {Source: x}\nB: !Rain::Embed x.txt\n";
    assert!(mistakes(text).contains("read what `rain pkg` writes"), "{}", mistakes(text));
    let (yaml, _) = super::template_with_directives(text.as_bytes()).unwrap();
    let json = br#"{"Resources": {"A": {"Rain::Module": {"Source": "x"}}}, "B": {"Rain::Embed": "x.txt"}}"#;
    assert_eq!(yaml.root(), super::template(json).unwrap().0.root());
}

#[test]
fn broken_json_is_an_error_with_its_place() {
    assert_snapshot!(mistakes("{\"a\": 1,}"), @"
    1:8: broken JSON: no comma before `}`
      help: remove the comma
    ");
    assert_snapshot!(mistakes("{\"a\": 1\n \"b\": 2}"), @r#"2:2: broken JSON: expected `,` or `}` after a value, found `"`"#);
    assert_snapshot!(mistakes("{\"a\": [1, 2}"), @"1:12: broken JSON: expected `,` or `]` after a value, found `}`");
    assert_snapshot!(mistakes("{\"a\": {\"b\": 1}"), @"1:15: broken JSON: expected `,` or `}` after a value, found the end of the file");
    assert_snapshot!(mistakes("{a: 1}"), @"1:2: broken JSON: expected a key in double quotes, found `a`");
    assert_snapshot!(mistakes("{\"a\" 1}"), @"1:6: broken JSON: expected `:` after a key, found `1`");
    assert_snapshot!(mistakes("{\"a\": 'b'}"), @"
    1:7: broken JSON: expected a value, found `'`
      help: JSON takes double quotes
    ");
    assert_snapshot!(mistakes("{\"a\": yes}"), @"
    1:7: broken JSON: `yes` is not a value
      help: a string needs double quotes
    ");
    assert_snapshot!(mistakes("{\"a\": // b\n 1}"), @"
    1:7: broken JSON: expected a value, found `/`
      help: JSON has no comments
    ");
    assert_snapshot!(mistakes("{\"a\": \"b\n\"}"), @r"
    1:7: broken JSON: the string that begins here does not end on its line
      help: write a line end inside a string as `\n`
    ");
    assert_snapshot!(mistakes("{\"a\": \"b"), @"1:7: broken JSON: the string that begins here does not end");
    assert_snapshot!(mistakes("{\"a\": \"\\x\"}"), @r"
    1:7: broken JSON: the string that begins here has a `\` that begins no escape
      help: write `\\` for a `\`
    ");
    assert_snapshot!(mistakes("{} {}"), @"1:4: broken JSON: expected the end of the document, found `{`");
    assert_eq!(json("{\n\t\"a\":\t\"\\u00e9\\n\",\r\n\"b\":[ ] , \"c\":{}}"), r#"{"a":"é\n","b":[],"c":{}}"#);
}

#[test]
fn what_is_no_text_is_an_error() {
    assert_snapshot!(mistakes(""), @"unknown location: the file is empty");
    assert_snapshot!(mistakes(" \n\n"), @"unknown location: the file is empty");
    assert_snapshot!(mistakes("# only a comment\n"), @"unknown location: the file contains only comments");
    assert_snapshot!(mistakes(b"a: 1\nb: \xFF\xD8\n"), @"
    2:4: this is not text: the byte 0xff is not UTF-8
      help: a template is UTF-8 text
    ");
    assert_snapshot!(mistakes(b"a: 1\nb: x\0y\n"), @"
    2:5: this is not text: the byte 0x00 is NUL
      help: a template is UTF-8 text
    ");
    assert_snapshot!(mistakes(b"\xFF\xFEa\0:\0"), @"
    unknown location: the file is UTF-16
      help: save it as UTF-8
    ");
    assert_eq!(json("\u{FEFF}a: 1\n"), r#"{"a":1}"#);
    assert_eq!(json("\u{FEFF}{\"a\": 1}"), r#"{"a":1}"#);
}

#[test]
fn a_root_that_is_no_map_is_an_error() {
    assert_snapshot!(mistakes("- a\n"), @"1:1: a template is a map with the key `Resources`, and this is a list");
    assert_snapshot!(mistakes("just a text\n"), @"1:1: a template is a map with the key `Resources`, and this is a single value");
    assert_snapshot!(mistakes("--- \n...\n"), @"1:4: a template is a map with the key `Resources`, and this is nothing");
}

#[test]
fn time_and_memory_are_bounded() {
    assert_snapshot!(mistakes(vec![b'a'; 100_000_000]), @"
    unknown location: the file is larger than 4000000 bytes, the most that is read of a template
      help: CloudFormation takes templates of up to 1,000,000 bytes
    ");
    assert_snapshot!(mistakes("[".repeat(100_000)), @"1:102: lists and maps are nested deeper than 100 levels");
    assert_snapshot!(mistakes("{\"a\":".repeat(100_000)), @"1:501: lists and maps are nested deeper than 100 levels");
    assert_snapshot!(mistakes("- ".repeat(100_000)), @"1:201: lists and maps are nested deeper than 100 levels");
    let nested: String = (0..3000).map(|depth| format!("{}a:\n", " ".repeat(depth))).take(1000).collect();
    assert_snapshot!(mistakes(nested), @"101:101: lists and maps are nested deeper than 100 levels");
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(", "));
    }
    assert_snapshot!(mistakes(bomb), @"
    6:9: the file is too large once its aliases are expanded
      help: an alias stands for a copy: aliases of aliases grow without bounds
    ");
    let deep: String = (1..400).map(|level| format!("a{level}: &a{level} [[[[*a{}]]]]\n", level - 1)).collect();
    assert_snapshot!(mistakes(format!("a0: &a0 x\n{deep}")), @"26:15: lists and maps are nested deeper than 100 levels");
    let text = format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000_000), vec!["*a"; 100_000].join(", "));
    assert_snapshot!(mistakes(text), @"
    2:61: the file is too large once its aliases are expanded
      help: an alias stands for a copy: aliases of aliases grow without bounds
    ");
    assert_snapshot!(mistakes(format!("a: [{}]", "[],".repeat(1_200_000))), @"1:2999996: the file has too many values");
    let keys: String = (0..30).map(|index| format!("a{index}: !Nope 1\n")).collect();
    assert_eq!(template(keys.as_bytes()).unwrap_err().len(), 21);
}
