//! `--watch`: what is printed at each save, and that nothing is left when it ends. Cargo is a script here, which builds nothing.

use std::fs;
use std::io::Read;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::fixture::Fixture;

/// Says of the app that it was built, or fails as the compiler does while `stacks/broken.rs` is there.
const CARGO: &str = r#"#!/bin/sh
echo "$@" >> cargo-calls
if [ -e slow ]; then echo $$ > slow; sleep 60; fi
if [ -e stacks/broken.rs ]; then echo 'error[E0308]: mismatched types' >&2; exit 101; fi
echo '{"reason":"compiler-artifact","target":{"name":"sample"},"executable":"'"$PWD"'/app"}'
"#;

/// Long enough for a busy machine; nothing takes so long that works.
const LONGEST: Duration = Duration::from_secs(60);

fn sample() -> Fixture {
    let project = Fixture::sample().file("cargo", CARGO);
    let cargo = project.path("cargo");
    fs::set_permissions(&cargo, fs::Permissions::from_mode(0o755)).unwrap();
    symlink(project.command().get_program(), project.path("app")).unwrap();
    project.variable("CARGO", cargo.to_str().unwrap())
}

/// A command that runs until the test is over, and what it has printed.
struct Watching {
    child: Child,
    printed: Arc<Mutex<Vec<u8>>>,
    read: usize,
}

impl Watching {
    fn start(project: &Fixture, arguments: &[&str]) -> Self {
        let mut command = project.command();
        // One pipe for both, so that what is printed stays in its order.
        let (mut pipe, end) = std::io::pipe().unwrap();
        command.args(arguments).stdin(Stdio::null()).stdout(end.try_clone().unwrap()).stderr(end);
        let child = command.spawn().unwrap();
        let printed = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&printed);
        thread::spawn(move || {
            let mut part = [0; 4096];
            while let Ok(count @ 1..) = pipe.read(&mut part) {
                shared.lock().unwrap().extend_from_slice(&part[..count]);
            }
        });
        Watching { child, printed, read: 0 }
    }

    /// Waits until a text is printed after what was waited for before, and gives what came up to its end.
    #[track_caller]
    fn prints(&mut self, text: &str) -> String {
        self.until(text, |printed| printed.find(text).map(|at| at + text.len()))
    }

    /// Waits for the end of a turn: the line with its time.
    #[track_caller]
    fn ends_turn(&mut self) -> String {
        let is_time = |line: &str| {
            let number = line.strip_suffix(" ms\n").or_else(|| line.strip_suffix(" s\n"));
            number.is_some_and(|number| number.parse::<f64>().is_ok())
        };
        self.until("the time", |printed| {
            let mut end = 0;
            printed.split_inclusive('\n').find_map(|line| {
                end += line.len();
                is_time(line).then_some(end)
            })
        })
    }

    #[track_caller]
    fn until(&mut self, what: &str, end: impl Fn(&str) -> Option<usize>) -> String {
        let begun = Instant::now();
        loop {
            let printed = String::from_utf8_lossy(&self.printed.lock().unwrap()).into_owned();
            let rest = &printed[self.read..];
            if let Some(end) = end(rest) {
                self.read += end;
                return rest[..end].to_owned();
            }
            assert!(begun.elapsed() < LONGEST, "`{what}` is not printed:\n{}\n…\n{rest}", &printed[..self.read]);
            assert!(self.child.try_wait().unwrap().is_none(), "it ended:\n{printed}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_save_says_what_it_changed() {
    let project = sample();
    let mut watching = Watching::start(&project, &["synth", "--watch"]);
    watching.prints("4 stacks in 2 environments\n");
    watching.prints("waiting for changes; Ctrl-C ends\n");
    let project = project.replace("dev", "10.0", "10.9");
    watching.prints("changed: stacks/environments/dev.toml\n");
    watching.prints("dev · against the last synth\n");
    // First what it comes to, then the details.
    watching.prints("network · 1 replaced");
    watching.prints("CidrBlock: \"10.0.0.0/16\" → \"10.9.0.0/16\"");
    watching.ends_turn();
    // The same in both environments is said once.
    let project = project.setting("dev", "target-groups = 1").setting("prod", "target-groups = 1");
    watching.prints("+ TargetGroup0");
    watching.ends_turn();
    let project = project.setting("dev", "");
    watching.prints("no change\n");
    // What was written for it stays, and is no stack of the app any more.
    let project = project.setting("dev", "without-backend = true");
    watching.prints("backend · the stack is removed, with 3 resources");
    watching.ends_turn();
    let project = project.setting("dev", "");
    watching.prints("no change\n");
    assert!(project.read("cargo-calls").starts_with("build --quiet --message-format json-render-diagnostics --manifest-path "));
    assert!(project.read("cargo-calls").lines().all(|call| call.ends_with("/Cargo.toml --example sample")));
}

#[test]
fn environments_come_and_go() {
    let project = sample();
    let mut watching = Watching::start(&project, &["synth", "--watch", "--output", "built"]);
    watching.prints("waiting for changes");
    fs::copy(project.path("stacks/environments/dev.toml"), project.path("stacks/environments/test.toml")).unwrap();
    watching.prints("test · against the last synth\n");
    watching.prints("a new stack of 1 resource");
    watching.ends_turn();
    fs::rename(project.path("stacks/environments/test.toml"), project.path("stacks/environments/staging.toml")).unwrap();
    watching.prints("staging · against the last synth\n");
    watching.prints("test · gone; what was written for it stays\n");
    assert_eq!(project.files("built"), ["dev", "prod", "staging", "test"]);
}

#[test]
fn mistakes_are_told_and_the_next_save_is_waited_for() {
    let project = sample();
    let mut watching = Watching::start(&project, &["synth", "--watch", "-e", "dev"]);
    watching.prints("waiting for changes");
    let project = project.replace("dev", "cidr-block", "cidr-blok");
    let told = watching.prints("1 error; nothing was written\n");
    assert!(told.contains("did you mean `cidr-block`?"), "{told}");
    watching.ends_turn();
    // What the compiler says is printed as it says it.
    let project = project.replace("dev", "cidr-blok", "cidr-block").file("stacks/broken.rs", "fn");
    watching.prints("error[E0308]: mismatched types\n");
    let project = project.without("stacks/broken.rs");
    watching.prints("no change\n");
    // Several files that are saved together are one change, and what editors write beside them is none.
    watching.ends_turn();
    let mut project = project;
    for name in ["a", "b", "c", "d", "e"] {
        project = project.file(&format!("stacks/{name}.rs"), "").file(&format!("stacks/.{name}.rs.swp"), "");
    }
    assert_eq!(watching.ends_turn().matches("changed:").count(), 1);
    let _project = project.setting("dev", "target-groups = 1");
    let told = watching.prints("+ TargetGroup0");
    assert_eq!(told.matches("changed:").count(), 1, "{told}");
}

#[test]
fn templates_are_checked_at_every_save() {
    let tool = Fixture::tool().file("a.yaml", "Resources: {T: {Type: AWS::SNS::Topic}}\n").file("b.yaml", "Resources: {}\n");
    let mut watching = Watching::start(&tool, &["check", "--watch", "a.yaml", "sub"]);
    // `sub` is not there yet.
    watching.prints("cannot read `sub`");
    watching.prints("waiting for changes");
    let tool = tool.file("sub/c.yaml", "Resources: {Q: {Type: AWS::SQS::Queue}}\n");
    watching.prints("2 templates checked: no errors\n");
    watching.ends_turn();
    let tool = tool.file("a.yaml", "Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: x}}}\n");
    watching.prints("changed: a.yaml\n");
    watching.prints("a.yaml · 1 replaced\n");
    watching.ends_turn();
    // A file that was not asked for is none of its business.
    let tool = tool.file("b.yaml", "Resources: {T: {Type: AWS::SNS::Topic}}\n").file("a.yaml", "Resources: {T: [}\n");
    assert!(!watching.prints("error[E0000]").contains("b.yaml"));
    watching.prints("not compared: a.yaml\n");
    let _tool = tool.file("a.yaml", "Resources: {T: {Type: AWS::SNS::Topic}}\n");
    watching.prints("a.yaml · 1 replaced\n");
}

#[test]
fn what_cannot_be_watched_is_refused() {
    Fixture::tool().run(["check", "--watch", "-"]).fails(1).stderr_contains("standard input cannot be watched");
    Fixture::tool().run(["check", "--watch", "a.yaml", "--format", "json"]).fails(2);
    sample().run(["synth", "--watch", "--message-format", "json"]).fails(2);
    let project = Fixture::sample().variable("CARGO", "/nowhere/cargo");
    project.run(["synth", "--watch"]).fails(1).stderr_contains("cargo cannot be started");
}

/// At a terminal, Ctrl-C ends the command and the build that it has started.
#[test]
fn an_interrupt_leaves_nothing_behind() {
    const TERMINAL: &str = r"
import os, pty, signal, sys, termios, time
pid, terminal = pty.fork()
if pid == 0:
    # A shell in the background ignores Ctrl-C, and what it starts does, too.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execv(sys.argv[1], sys.argv[1:])
signal.alarm(60)
before = termios.tcgetattr(terminal)
while not (os.path.exists('slow') and open('slow').read().strip()):
    time.sleep(0.02)
time.sleep(0.1)
after = termios.tcgetattr(terminal)
os.write(terminal, b'\x03')
ended = os.waitpid(pid, 0)[1]
seen = b''
while True:
    try:
        data = os.read(terminal, 4096)
    except OSError:
        break
    if not data:
        break
    seen += data
build = int(open('slow').read())
for _ in range(200):
    try:
        os.kill(build, 0)
    except ProcessLookupError:
        break
    time.sleep(0.02)
else:
    sys.exit('the build still runs')
print(os.WTERMSIG(ended), before == after, b'\x1b' in seen)
";
    let project = sample().file("slow", "");
    let plain = project.command();
    let mut command = Command::new("python3");
    command.args(["-c", TERMINAL]).arg(plain.get_program()).args(["synth", "--watch"]).current_dir(project.path("."));
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(said.trim(), "2 True False", "{}", String::from_utf8_lossy(&output.stderr));
}
