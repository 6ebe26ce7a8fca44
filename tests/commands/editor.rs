//! `synth --message-format json`: lines that whatever reads cargo's messages reads as well.

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel, DiagnosticSpan};
use cargo_metadata::{CompilerMessage, Message};

use crate::support::fixture::{Fixture, Run};

/// A crate of which the sample app is an example, as cargo is to know it.
const MANIFEST: &str = "\
[package]
name = \"infrastructure\"
version = \"1.2.3\"
edition = \"2024\"

[[example]]
name = \"sample\"
path = \"tests/apps/sample.rs\"

[workspace]
";

fn sample() -> Fixture {
    Fixture::sample().file("Cargo.toml", MANIFEST)
}

/// The messages as the crate reads them that other tools read cargo's with.
fn messages(run: &Run) -> Vec<CompilerMessage> {
    let read = Message::parse_stream(run.stdout.as_bytes()).map(Result::unwrap);
    read.map(|message| match message {
        Message::CompilerMessage(message) => message,
        other => panic!("{other:?}"),
    })
    .collect()
}

fn code(diagnostic: &Diagnostic) -> &str {
    diagnostic.code.as_ref().map_or("", |code| &code.code)
}

/// What stands at a place, by its bytes.
fn at<'a>(text: &'a str, span: &DiagnosticSpan) -> &'a str {
    &text[span.byte_start as usize..span.byte_end as usize]
}

#[test]
fn findings_are_messages_of_the_authors_package() {
    let project = sample().setting("dev", "mistakes = true").setting("prod", "mistakes = true");
    let run = project.run(["synth", "--message-format", "json"]).fails(1).stderr_is("");
    let found = messages(&run);
    let directory = project.path(".").canonicalize().unwrap();
    for message in &found {
        assert!(message.package_id.repr.ends_with("#infrastructure@1.2.3"), "{}", message.package_id.repr);
        assert_eq!(message.target.name, "sample");
        assert_eq!(message.target.src_path, directory.join("tests/apps/sample.rs"));
    }
    // Of both environments, and told once.
    let twice: Vec<&Diagnostic> =
        found.iter().map(|message| &message.message).filter(|message| code(message) == "formwork::FW002").collect();
    let [twice] = twice.as_slice() else { panic!("{twice:?}") };
    assert_eq!(twice.level, DiagnosticLevel::Error);
    assert_eq!(twice.message, "the logical id `Group` is already used in Resources");
    let text = project.read("tests/apps/sample.rs");
    let [span] = twice.spans.as_slice() else { panic!("{twice:?}") };
    assert_eq!((span.file_name.as_str(), span.is_primary), ("tests/apps/sample.rs", true));
    assert_eq!((at(&text, span), span.column_end - span.column_start), ("add", 3));
    assert_eq!(span.text[0].text, text.lines().nth(span.line_start - 1).unwrap());
    let children: Vec<(DiagnosticLevel, &str)> =
        twice.children.iter().map(|child| (child.level, child.message.as_str())).collect();
    let expected = [
        (DiagnosticLevel::Note, "first used here"),
        (DiagnosticLevel::Note, "in first / Resources / Group"),
        (DiagnosticLevel::Note, "environments: dev, prod"),
        (DiagnosticLevel::Help, "logical ids are unique in a stack: rename one of the two"),
    ];
    assert_eq!(children, expected);
    assert_eq!(at(&text, &twice.children[0].spans[0]), "add");
    assert!(twice.rendered.as_ref().unwrap().starts_with("error[FW002]: the logical id"));
}

#[test]
fn what_is_wrong_in_the_settings_is_shown_there() {
    let project = sample().replace("dev", "cidr-block", "cidr-blok");
    let run = project.run(["synth", "--environment", "dev", "--message-format", "json"]).fails(1);
    let found = messages(&run);
    let [span] = found[0].message.spans.as_slice() else { panic!("{found:?}") };
    assert_eq!(span.file_name, "stacks/environments/dev.toml");
    assert_eq!(at(&project.read("stacks/environments/dev.toml"), span), "cidr-blok");
    assert_eq!(code(&found[0].message), "formwork::error");
}

#[test]
fn what_hinders_the_command_is_a_message_too() {
    let project = sample().without("stacks/environments");
    let run = project.run(["synth", "--message-format", "json"]).fails(1).stderr_is("");
    let message = &messages(&run)[0].message;
    assert!(message.message.starts_with("cannot read the environments"), "{}", run.stdout);
    // What is nowhere is shown at the beginning of the program.
    assert_eq!((message.spans[0].file_name.as_str(), message.spans[0].line_start), ("tests/apps/sample.rs", 1));
    // Without cargo's answer, the form is the same.
    let bare = Fixture::sample().setting("dev", "panic = true").run(["synth", "--message-format", "json"]).fails(1);
    assert!(messages(&bare)[0].message.message.contains("the settings ask for a panic"));
}
