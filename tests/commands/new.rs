//! `new`: what it makes, and what it refuses.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::support::fixture::{Fixture, Run};
use crate::support::project::Project;
use crate::support::{kill, staging};
use cargo_metadata::Message;

/// The zone of `staging`, which nothing here looks up.
const ZONE: &str = "Z0000000STAGING";

fn staging(project: &Fixture, more: &[&str]) -> Run {
    project.run_all(&staging::arguments(ZONE, more))
}

#[test]
fn a_new_environment_has_nothing_of_its_source() {
    let project = Fixture::project();
    staging(&project, &[]).succeeds().stdout_contains("What is left to do");
    let names = project.files("snapshots/staging").into_iter().map(|name| format!("snapshots/staging/{name}"));
    let files: Vec<String> = names.chain(["stacks/environments/staging.toml".to_owned()]).collect();
    assert!(files.len() >= 5, "{files:?}");
    let prod = project.read("stacks/environments/prod.toml");
    let of_prod =
        ["931637612335", "cruddur.example", "CruddurTaskRole", "cruddurfenton", "Z0123456789ABCDEFGHIJ", "EXAMPLE01", "prod"];
    for name in files {
        let text = project.read(&name);
        let text = text.replacen("made from `prod`", "", 1);
        for owned in of_prod {
            assert!(prod.contains(owned), "{owned} is no value of prod any more");
            assert!(!text.contains(owned), "{name} has {owned} of prod in it");
        }
    }
    project.run(["synth", "--environment", "staging"]).succeeds();
    staging(&project, &[]).succeeds().stdout_contains("unchanged");
    staging(&project, &["--set", "domain=other.example.com"]).fails(1).stderr_contains("`--force` overwrites it");
    staging(&project, &["--set", "domain=other.example.com", "--force"]).succeeds().stdout_contains("overwritten");
}

/// Whoever opens the file finds out what each line is.
#[test]
fn every_key_of_the_new_environment_has_a_comment() {
    let project = Fixture::project();
    // One key that only another environment has, and one that none has.
    let more = ["--set", "fail-after=3", "--set", "environment.template-bucket=templates"];
    let more = if project.read("stacks/environments/dev.toml").contains("fail-after") { &more[..] } else { &more[2..] };
    staging(&project, more).succeeds();
    let text = project.read("stacks/environments/staging.toml");
    assert!(text.contains("template-bucket = \"templates\""), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    let bare = lines.iter().enumerate().filter(|(at, line)| line.contains(" = ") && !lines[at - 1].starts_with('#'));
    let bare: Vec<&str> = bare.filter(|(_, line)| !line.starts_with('#')).map(|(_, line)| *line).collect();
    assert_eq!(bare, Vec::<&str>::new());
    staging(&Fixture::project(), &["--set", "settings.no-such-key=1"]).fails(1).stderr_contains("no-such-key");
}

/// At a terminal, what belongs to the source is asked for.
#[test]
fn what_is_missing_is_asked_for_at_a_terminal() {
    const TERMINAL: &str = r"
import os, pty, signal, sys
pid, terminal = pty.fork()
if pid == 0:
    # A shell in the background ignores Ctrl-C, and what it starts does, too.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execv(sys.argv[2], sys.argv[2:])
signal.alarm(60)
seen, answered = b'', False
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    seen += data
    if not answered and seen.endswith(b': '):
        os.write(terminal, sys.argv[1].encode())
        answered = True
sys.stdout.buffer.write(seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 255)
";
    let asked = |project: &Fixture, answers: &str| {
        let plain = project.command();
        let mut arguments: Vec<String> = staging::arguments(ZONE, &[]);
        let domain = arguments.iter().position(|argument| argument.starts_with("domain=")).unwrap();
        arguments.drain(domain - 1..=domain);
        let mut command = Command::new("python3");
        command.args(["-c", TERMINAL, answers]).arg(plain.get_program()).args(&arguments);
        command.current_dir(project.path(".")).envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
        Run::of(command.output().unwrap())
    };
    let project = Fixture::project();
    let run = asked(&project, "asked.example.com\n").succeeds();
    run.stdout_contains("settings.domain (in prod: \"cruddur.example\"):");
    assert!(project.read("stacks/environments/staging.toml").contains("domain = \"asked.example.com\""));
    // No answer, the end of the input, and Ctrl-C: nothing is written.
    for (answer, code) in [("\n", 1), ("\u{4}", 1), ("\u{3}", 254)] {
        let project = Fixture::project();
        asked(&project, answer).fails(code);
        assert!(!project.exists("stacks/environments/staging.toml") && !project.exists("snapshots"), "{answer:?}");
    }
}

#[test]
fn what_belongs_to_the_source_is_refused_by_name() {
    let project = Fixture::project();
    let run = project.run(["new", "environment", "staging", "--from", "prod"]).fails(1);
    for key in ["environment.account", "settings.domain", "settings.names.task-role", "settings.backend.image"] {
        assert!(run.stderr.contains(&format!("--set {key}=…")), "{}", run.stderr);
    }
    assert!(!project.exists("stacks/environments/staging.toml") && !project.exists("snapshots"));
}

#[test]
fn mistakes_are_refused_and_nothing_is_written() {
    let project = Fixture::project();
    project.run(["new", "environment", "../evil"]).fails(1).stderr_contains("cannot name an environment");
    project.run(["new", "environment", "staging", "--from", "prodd"]).fails(1).stderr_contains("did you mean `prod`?");
    let misspelt = ["new", "environment", "staging", "--from", "prod", "--set", "domian=x"];
    project.run(misspelt).fails(1).stderr_contains("did you mean `domain`?");
    staging(&project, &["--set", "block=10.2.0.0/33"]).fails(1).stderr_contains("nothing was written");
    project.run(["new", "stack", "gen"]).fails(1).stderr_contains("a reserved word of Rust");
    project.run(["new", "stack", "mod"]).fails(1).stderr_contains("a reserved word of Rust");
    for device in ["con", "aux", "nul", "com1"] {
        project.run(["new", "stack", device]).fails(1).stderr_contains("a device on Windows");
        project.run(["new", "environment", device]).fails(1).stderr_contains("a device on Windows");
    }
    project.run(["new", "stack", "com0"]).fails(1).stderr_lacks("Windows");
    assert!(!project.exists("stacks/environments/staging.toml") && !project.exists("snapshots"));
}

/// Killed at a hundred moments, early and late: what is there is whole, and what was there stays.
#[test]
fn a_killed_new_leaves_no_half_written_file() {
    let whole = Fixture::project();
    let started = Instant::now();
    staging(&whole, &[]).succeeds();
    let time = started.elapsed();
    let project = Fixture::project();
    let mut written = 0;
    for round in 0..kill::ROUNDS {
        let child =
            project.command().args(staging::arguments(ZONE, &[])).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        kill::in_round(child, round, time);
        let found = ["stacks/environments", "snapshots/staging"]
            .map(|directory| project.files(directory).into_iter().map(move |file| format!("{directory}/{file}")));
        for path in found.into_iter().flatten().filter(|path| !path.contains("/.")).collect::<Vec<_>>() {
            let is_new = path.contains("staging");
            let expected = if is_new {
                whole.read(&path)
            } else {
                fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path)).unwrap()
            };
            assert_eq!(project.read(&path), expected, "{path}");
            if is_new {
                written += 1;
                fs::remove_file(project.path(&path)).unwrap();
            }
        }
    }
    assert!(written > 0, "no round came as far as writing; the delays are too short to show anything");
    staging(&project, &[]).succeeds();
}

#[test]
fn a_dry_run_writes_nothing() {
    let project = Fixture::project();
    staging(&project, &["--dry-run"])
        .succeeds()
        .stdout_contains("domain = \"staging.example.com\"")
        .stdout_contains("nothing was written");
    assert!(!project.exists("stacks/environments/staging.toml") && !project.exists("snapshots"));
}

/// It shows what is asked for, and says what a run that is none would do.
#[test]
fn a_dry_run_shows_what_is_in_the_way() {
    let project = Fixture::project().file("stacks/environments/staging.toml", "[environment]\n");
    let run = staging(&project, &["--dry-run", "--force"]).succeeds().stdout_contains("staging.toml  overwritten");
    run.stdout_contains("domain = \"staging.example.com\"");
    let run = staging(&project, &["--dry-run"]).fails(1).stdout_contains("staging.toml  exists, with another text");
    let run = run.stdout_contains("domain = \"staging.example.com\"").stdout_contains("nothing was written");
    run.stderr_contains("`--force` overwrites it").stderr_lacks("`--dry-run` shows");
    staging(&project, &[]).fails(1).stderr_contains("`--dry-run` shows what would be written");
    assert_eq!(project.read("stacks/environments/staging.toml"), "[environment]\n");
}

/// Each reads the app, adds to it and writes it: none may write what it read before another wrote.
#[test]
fn two_at_once_lose_nothing() {
    const APP: &str = "mod zoo;\n\nfn app(environment: &E) -> App {\n    let mut app = App::new();\n    app\n}\n";
    for _ in 0..15 {
        let project = Fixture::project().file("stacks/main.rs", APP);
        let names = ["ant", "bee", "cat", "dog"];
        let runs = names.map(|name| {
            let mut command = project.command();
            command.args(["new", "stack", name, "--no-build"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        });
        for run in runs {
            Run::of(run.wait_with_output().unwrap()).succeeds();
        }
        let app = project.read("stacks/main.rs");
        for name in names {
            assert!(app.contains(&format!("mod {name};\n")) && app.contains(&format!("    {name}::stack(&mut app);\n")), "{app}");
        }
    }
}

/// One of two is told that the other has made it, and nothing of the other's is overwritten.
#[test]
fn one_of_two_environments_of_a_name_is_refused() {
    for _ in 0..8 {
        let project = Fixture::project();
        let runs = ["10.2.0.0/16", "10.3.0.0/16"].map(|block| {
            let mut command = project.command();
            command.args(staging::arguments(ZONE, &["--set", &format!("block={block}")]));
            (block, command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
        });
        let ended = runs.map(|(block, run)| (block, run.wait_with_output().unwrap()));
        let made: Vec<&str> = ended.iter().filter(|(_, output)| output.status.success()).map(|(block, _)| *block).collect();
        assert_eq!(made.len(), 1, "{ended:?}");
        assert!(project.read("stacks/environments/staging.toml").contains(&format!("\"{}\"", made[0])));
    }
}

#[test]
fn an_authors_template_takes_the_place_of_a_built_in_one() {
    let project = Fixture::project().file("stacks/templates/environment.toml.tera", "# Ours.\n[environment]\n");
    staging(&project, &["--dry-run"]).fails(1).stderr_contains("account");
}

#[test]
fn a_stack_is_added_to_the_app() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let app = fs::read_to_string(root.join("stacks/cruddur/mod.rs")).unwrap();
    let project = Fixture::project().file("stacks/cruddur/mod.rs", &app);
    project.run(["new", "stack", "data-store", "--no-build"]).succeeds().stdout_contains("edited");
    let edited = project.read("stacks/cruddur/mod.rs");
    assert!(edited.contains("mod cluster;\nmod data_store;\nmod database;"), "{edited}");
    assert!(edited.contains("    data_store::stack(&mut app);\n    app\n"), "{edited}");
    assert!(project.read("stacks/cruddur/data_store.rs").contains("app.stack(\"data-store\")"));
}

#[test]
fn a_workflow_deploys_production_last() {
    let project = Fixture::project();
    project.run(["new", "workflow", "github"]).succeeds();
    let text = project.read(".github/workflows/formwork.yml");
    let (dev, prod) = (text.find("deploy-dev:").unwrap(), text.find("deploy-prod:").unwrap());
    assert!(dev < prod && text[prod..].contains("needs: deploy-dev"), "{text}");
    assert!(text.contains("role-to-assume: ${{ vars.DEPLOY_ROLE_ARN }}") && !text.contains("AWS_SECRET_ACCESS_KEY"), "{text}");
    let refused = project.run(["new", "workflow", "github", "--branch", "x\ny"]).fails(1);
    refused.stderr_contains("is not a branch name");
}

/// The project is built where this one is, so that what is compiled already is taken.
#[test]
fn a_new_project_works_as_it_stands() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tool = Fixture::tool();
    let path = root.to_str().unwrap();
    let made = tool.run(["new", "project", "shop", "--path", path, "--editor", "vscode"]).succeeds();
    made.stdout_contains("cargo run -- synth").stdout_contains(".vscode/tasks.json");
    let plain = tool.run(["new", "project", "plain", "--path", path]).succeeds().stdout_lacks("vscode");
    assert!(!tool.exists("plain/.vscode"), "{}", plain.stdout);
    tool.run(["new", "project", "shop", "--git", "https://example.com/formwork", "--dry-run"]).fails(1).stderr_contains("exists");
    tool.run(["new", "project", "released"]).succeeds();
    let dependency = format!("formwork = \"{}\"\n", env!("CARGO_PKG_VERSION"));
    assert!(tool.read("released/Cargo.toml").contains(&dependency), "{}", tool.read("released/Cargo.toml"));
    let at = ["--git", "https://example.com/formwork", "--rev", "0123abc"];
    tool.run_all(&[["new", "project", "pinned"].as_slice(), &at].concat()).succeeds();
    let dependency = "formwork = { git = \"https://example.com/formwork\", rev = \"0123abc\" }\n";
    assert!(tool.read("pinned/Cargo.toml").contains(dependency), "{}", tool.read("pinned/Cargo.toml"));
    tool.run(["new", "project", "other", "--path", "shop"]).fails(1).stderr_contains("not a checkout of Formwork");
    let project = Project::made(tool, "shop");
    project.app(&["synth"]).succeeds().stdout_contains("aws cloudformation deploy");
    passes_its_tests(&project);
    a_service_finds_all_it_needs(&project);
    an_editor_shows_what_is_wrong(&project);
}

/// With the snapshots that it has, and in the layout of rustfmt.
fn passes_its_tests(project: &Project) {
    Run::of(project.command("test").env("INSTA_UPDATE", "no").output().unwrap()).succeeds();
    project.is_formatted();
}

/// The first one brings what services share, the second takes it.
fn a_service_finds_all_it_needs(project: &Project) {
    let main = project.directory.join("stacks/main.rs");
    let before = fs::read_to_string(&main).unwrap();
    let service = |name: &str| project.app(&["new", "service", name, "--port", "8080"]).succeeds().stdout;
    let first = service("web");
    assert!(
        first.contains("stacks/cluster.rs") && first.contains("stacks/network.rs") && first.contains("the certificate"),
        "{first}"
    );
    let second = service("api");
    assert!(second.contains("stacks/api.rs") && !second.contains("cluster.rs"), "{second}");
    let synth = project.app(&["synth", "--deny-warnings"]).succeeds();
    synth.stdout_contains("cluster").stdout_contains("web").stdout_contains("api");
    passes_its_tests(project);
    // What follows is about an app as it was.
    fs::write(&main, before).unwrap();
    fs::remove_dir_all(project.directory.join("snapshots")).unwrap();
}

/// The command in the editor's settings: the compiler's messages, and then those of `synth`, of one package.
fn an_editor_shows_what_is_wrong(project: &Project) {
    let directory = &project.directory;
    let settings = json_of(&directory.join(".vscode/settings.json"));
    let command = settings["rust-analyzer.check.overrideCommand"].as_array().unwrap();
    let command: Vec<&str> = command.iter().map(|word| word.as_str().unwrap()).collect();
    assert_eq!(command[0], "cargo");
    assert_eq!(json_of(&directory.join(".vscode/tasks.json"))["tasks"][0]["args"][4], "--watch");
    let main = directory.join("stacks/main.rs");
    let text = fs::read_to_string(&main).unwrap();
    // The package of each message, and its code.
    let said = |text: String| {
        fs::write(&main, text).unwrap();
        let output = project.command(command[1]).args(&command[2..]).output().unwrap();
        let messages = Message::parse_stream(&*output.stdout).map(Result::unwrap);
        let found = messages.filter_map(|message| match message {
            Message::CompilerMessage(found) => Some((found.package_id.repr, found.message.code?.code)),
            _ => None,
        });
        (output.status.code(), found.collect::<Vec<_>>())
    };
    assert_eq!(said(text.clone()), (Some(0), Vec::new()));
    let (code, found) = said(text.replace("share(\"LogGroupName\", logs);", "share(\"log-group\", logs);\n    let unused = 1;"));
    let [(compiled, unused), (checked, id)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((code, unused.as_str(), id.as_str()), (Some(1), "unused_variables", "formwork::FW001"));
    assert_eq!(compiled, checked);
    let (code, found) = said(text.replace("share(\"LogGroupName\", logs)", "share(1, logs)"));
    assert_eq!((code, found.last().map(|(_, code)| code.as_str())), (Some(101), Some("E0277")), "{found:?}");
}

/// JSON whose comments have lines of their own.
fn json_of(path: &Path) -> serde_json::Value {
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    serde_json::from_str(&lines.join("\n")).unwrap()
}

/// The stacks of this repository with one more service, compiled and synthesized as a project of their own.
#[test]
fn a_new_service_compiles_and_is_wired_to_the_cluster() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let wired = Project::of(Fixture::tool(), "wired", &[]);
    let (tool, directory) = (&wired.tool, &wired.directory);
    copy(&root.join("stacks"), &directory.join("stacks"));
    copy(&root.join("snapshots"), &directory.join("snapshots"));
    let project = Fixture::project();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let stacks = |arguments: &[&str]| {
        let mut command = project.command();
        command.env("CARGO_MANIFEST_DIR", directory).current_dir(directory).env("CARGO", env!("CARGO"));
        command.env("CARGO_TARGET_DIR", target).env("CARGO_NET_OFFLINE", "true");
        Run::of(command.args(arguments).output().unwrap())
    };
    let made = stacks(&["new", "service", "image-resizer", "--port", "8080", "--health-path", "/health"]).succeeds();
    made.stdout_contains("image-resizer.snap").stdout_lacks("backend.snap");
    let again = stacks(&["new", "service", "image-resizer", "--port", "8081"]).fails(1);
    again.stderr_contains("has a module `image_resizer` already");
    for (wrong, code) in [(["--port", "0", "--health-path", "/"], 2), (["--port", "80", "--health-path", "health"], 1)] {
        stacks(&[["new", "service", "other"].as_slice(), &wrong].concat()).fails(code);
    }
    let run = stacks(&["synth", "--output", "unused"]).succeeds();
    run.stdout_lacks("image-resizer");
    wired.app(&["synth", "--deny-warnings"]).succeeds();
    let template = tool.read("wired/out/dev/image-resizer.template.json");
    assert!(tool.read("wired/snapshots/dev/image-resizer.snap").ends_with(&template));
    for wired in
        ["cluster-HttpsListenerArn", "\"DependsOn\"", "/image-resizer/dev/CONNECTION_URL", "image-resizer.dev.cruddur.example"]
    {
        assert!(template.contains(wired), "{wired} is not in {template}");
    }
    let script = directory.join("services/image-resizer/health-check");
    let check = Command::new("python3").args(["-m", "py_compile"]).arg(&script).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
    assert!(fs::metadata(&script).unwrap().permissions().mode() & 0o111 != 0, "the script is a program");

    // What does not compile, or is not sound, is not there afterwards.
    let before = tool.read("wired/stacks/cruddur/mod.rs");
    let broken = "pub fn stack(app: &mut formwork::stack::App) {\n    let number: u32 = \"no\";\n}\n";
    let unsound = "use formwork::prelude::*;\n\npub fn stack(app: &mut App) {\n    app.stack(\"{{ name }}\").add(\"Vpc\", formwork::aws::ec2::VPC::new().cidr_block(\"10.0.0.0/99\"));\n}\n";
    fs::create_dir_all(directory.join("stacks/templates")).unwrap();
    for (text, words) in [(broken, "mismatched types"), (unsound, "FW401")] {
        fs::write(directory.join("stacks/templates/stack.rs.tera"), text).unwrap();
        stacks(&["new", "stack", "queue"]).fails(1).stderr_contains("nothing was added").stderr_contains(words);
        assert_eq!(tool.read("wired/stacks/cruddur/mod.rs"), before);
        assert!(!tool.exists("wired/stacks/cruddur/queue.rs") && !tool.exists("wired/snapshots/dev/queue.snap"));
    }
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
