//! A project in a temporary directory, and the command line run in it.
//!
//! ```ignore
//! Fixture::sample().setting("dev", "mistakes = true").run(["synth"]).fails(1).stderr_contains("FW002");
//! ```

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The settings of the sample app's environments.
const SAMPLE_SETTINGS: &str = "\
[environment]
account = \"931637612335\"
region = \"us-east-1\"

[environment.tags]
team = \"the core\"

[settings]
cidr-block = \"10.0.0.0/16\"
image = \"backend@sha256:0\"
";

/// The settings of the shop's environment.
const SHOP_SETTINGS: &str = "\
[environment]
account = \"931637612335\"
region = \"us-east-1\"

[environment.tags]
team = \"the core\"

[settings]
image = \"shop@sha256:0000000000000000000000000000000000000000000000000000000000000000\"
port = 4567
size = { cpu = 256, memory = 512 }
block = \"10.0.0.0/16\"
note = true
";

/// A project of its own for one test, removed at the end.
pub struct Fixture {
    root: PathBuf,
    binary: PathBuf,
    variables: Vec<(&'static str, String)>,
}

impl Fixture {
    /// The sample app of `tests/apps`, with the environments `dev` and `prod`.
    pub fn sample() -> Self {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/apps/sample.rs");
        let fixture = Fixture::empty(example("sample"));
        fixture.write("tests/apps/sample.rs", fs::read(source).unwrap());
        fixture.environment("dev", SAMPLE_SETTINGS).environment("prod", SAMPLE_SETTINGS)
    }

    /// The app of `tests/apps/shop.rs`, with the environment `dev`.
    pub fn shop() -> Self {
        Fixture::empty(example("shop")).environment("dev", SHOP_SETTINGS)
    }

    /// The app of `tests/apps/artifacts.rs`, with its files and the environment `dev`.
    pub fn artifacts() -> Self {
        let settings = "[environment]\naccount = \"931637612335\"\nregion = \"us-east-1\"\ntemplate-bucket = \"art-files\"\n\
            [settings]\nstacks = [\"jobs\"]\nmotto = \"none\"\nfolder = \"functions/re size\"\n";
        let handler = "def handler(event, context):\n    return 1\n";
        Fixture::empty(example("artifacts"))
            .environment("dev", settings)
            .file("functions/re size/index.py", handler)
            .file("functions/re size/lib/tool's.py", "x = 1\n")
            .file("functions/re size/__pycache__/index.pyc", "not content")
            .file("images/web app/Dockerfile", "FROM scratch AS final\nCOPY app /app\n")
            .file("images/web app/app", "1")
            .file("images/web app/.dockerignore", "# not the notes\nnotes\n*.log\n")
            .file("images/web app/notes/todo", "nothing")
            .file("site/index.html", "<h1>one</h1>")
            .file("site/assets/app-1.js", "one")
            .file("site/.DS_Store", "not content")
            .file("nested/note.yaml", "Resources:\n  Note: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: one}}\n")
    }

    /// The app of `tests/apps/moves.rs` at a step, in the environment `dev`.
    pub fn moves(step: &str) -> Self {
        let settings =
            format!("[environment]\naccount = \"931637612335\"\nregion = \"us-east-1\"\n[settings]\nstep = \"{step}\"\n");
        Fixture::empty(example("moves")).environment("dev", &settings)
    }

    /// The app of `tests/apps/organization.rs`: `admin` administers a stack set for two accounts, `shop` is one of them.
    pub fn organization() -> Self {
        let settings = |account: &str, more: &str| {
            format!("[environment]\naccount = \"{account}\"\nregion = \"eu-west-1\"\n[settings]\n{more}")
        };
        let baseline = "baseline = [\"111122223333\", \"444455556666\"]\nregions = [\"eu-west-1\", \"us-east-1\"]\n";
        Fixture::empty(example("organization"))
            .environment("admin", &settings("931637612335", baseline))
            .environment("shop", &settings("111122223333", ""))
    }

    /// The project's own stacks, with a copy of its environments.
    pub fn project() -> Self {
        let fixture = Fixture::empty(env!("CARGO_BIN_EXE_stacks").into());
        let environments = Path::new(env!("CARGO_MANIFEST_DIR")).join("stacks/environments");
        for entry in fs::read_dir(environments).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            fixture.write(&format!("stacks/environments/{name}"), fs::read(&path).unwrap());
        }
        fixture
    }

    /// The binary `formwork`, in an empty directory.
    pub fn tool() -> Self {
        Fixture::empty(formwork())
    }

    fn empty(binary: PathBuf) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        // A space in the path is nothing special for any command, script or program that is run.
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cli {}-{number}", std::process::id()));
        fs::create_dir_all(&root).unwrap();
        Fixture { root, binary, variables: Vec::new() }
    }

    /// Adds an environment, or gives it other settings.
    pub fn environment(self, name: &str, toml: &str) -> Self {
        self.write(&format!("stacks/environments/{name}.toml"), toml);
        self
    }

    /// Adds a line at the end of an environment's file, which is in its `[settings]`.
    pub fn setting(self, environment: &str, line: &str) -> Self {
        let before = self.read(&format!("stacks/environments/{environment}.toml"));
        self.environment(environment, &format!("{before}{line}\n"))
    }

    /// Replaces a text in an environment's file.
    pub fn replace(self, environment: &str, from: &str, to: &str) -> Self {
        let before = self.read(&format!("stacks/environments/{environment}.toml"));
        assert!(before.contains(from), "`{from}` is not in the settings of `{environment}`");
        self.environment(environment, &before.replace(from, to))
    }

    /// Adds any file.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    /// Removes a file or a directory.
    pub fn without(self, path: &str) -> Self {
        let path = self.path(path);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap()
        } else {
            fs::remove_file(path).unwrap()
        }
        self
    }

    /// Sets an environment variable.
    pub fn variable(mut self, name: &'static str, value: &str) -> Self {
        self.variables.push((name, value.to_owned()));
        self
    }

    /// Runs the command line in the project's directory.
    pub fn run<const N: usize>(&self, arguments: [&str; N]) -> Run {
        Run::of(self.command().args(arguments).output().unwrap())
    }

    /// Runs the command line with any number of arguments.
    pub fn run_all(&self, arguments: &[impl AsRef<OsStr>]) -> Run {
        Run::of(self.command().args(arguments).output().unwrap())
    }

    /// Whether a file or directory is there.
    pub fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// The command line in the project's directory, not yet run.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        command.current_dir(&self.root).env("CARGO_MANIFEST_DIR", &self.root).env_remove("RUST_BACKTRACE");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs the command line with this text on its standard input.
    pub fn run_with_input<const N: usize>(&self, arguments: [&str; N], input: &str) -> Run {
        let pipes = self.command().args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = pipes.unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Run::of(child.wait_with_output().unwrap())
    }

    /// Runs the command line, and closes the pipe that it prints to before it has printed.
    pub fn run_with_closed_pipe(&self, arguments: &[&str]) -> Run {
        let mut child = self.command().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        Run::of(child.wait_with_output().unwrap())
    }

    /// The content of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Where a file of the project is.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The names of the files in a directory, in order.
    pub fn files(&self, directory: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(directory)).into_iter().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        // What a failed test leaves is in the target directory, and harms nobody.
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// The program `formwork`, as it stands in the source.
pub fn formwork() -> PathBuf {
    built().join(format!("formwork{}", std::env::consts::EXE_SUFFIX))
}

/// An example, as it stands in the source.
fn example(name: &str) -> PathBuf {
    built().join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Where the programs are that the tests run. `cargo test` builds neither those of other packages nor, for one test crate alone, the
/// examples. With the examples and all packages, the features of all dependencies are those of the tests, and nothing is compiled twice.
fn built() -> &'static Path {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(|| {
        let directory = Path::new(env!("CARGO_BIN_EXE_stacks")).parent().unwrap();
        let profile = match directory.file_name().unwrap().to_str().unwrap() {
            "debug" => "dev",
            other => other,
        };
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--offline", "--workspace", "--bin", "formwork", "--examples", "--profile", profile]);
        let output =
            cargo.arg("--target-dir").arg(directory.parent().unwrap()).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        directory.to_owned()
    });
    &BUILT
}

/// Whether a program ended by a signal or a panic. A panic while stacks are made is reported like a mistake of the app, with the exit
/// code of one; it is a crash where the place is in the library.
pub fn crash(code: Option<i32>, stderr: &str) -> bool {
    let in_library = || {
        let mut locations = stderr.split("the app panicked: ").skip(1);
        locations.any(|rest| {
            rest.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).is_some_and(|at| {
                ["src", "crates"].iter().any(|root| at.strip_prefix(root).is_some_and(|rest| rest.starts_with(['/', '\\'])))
            })
        })
    };
    code.is_none_or(|code| code == 101) || stderr.contains("' panicked at ") || stderr.contains(") panicked at ") || in_library()
}

/// What a run of the command line came to.
pub struct Run {
    code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it reported.
    pub stderr: String,
}

impl Run {
    /// What a program came to. A crash fails the test whatever it goes on to look at: many a test only looks at what is not there.
    #[track_caller]
    pub fn of(output: Output) -> Self {
        let run = Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        let crashed = crash(run.code, &run.stderr);
        assert!(!crashed, "the program crashed ({}):\nstdout:\n{}\nstderr:\n{}", output.status, run.stdout, run.stderr);
        run
    }

    /// It did what was asked.
    #[track_caller]
    pub fn succeeds(self) -> Self {
        self.ends_with(0)
    }

    /// It ended with this exit code.
    #[track_caller]
    pub fn fails(self, code: i32) -> Self {
        self.ends_with(code)
    }

    #[track_caller]
    fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub fn stdout_contains(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "`{text}` is not in stdout:\n{}", self.stdout);
        self
    }

    #[track_caller]
    pub fn stdout_lacks(self, text: &str) -> Self {
        assert!(!self.stdout.contains(text), "`{text}` is in stdout:\n{}", self.stdout);
        self
    }

    #[track_caller]
    pub fn stderr_contains(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "`{text}` is not in stderr:\n{}", self.stderr);
        self
    }

    #[track_caller]
    pub fn stderr_lacks(self, text: &str) -> Self {
        assert!(!self.stderr.contains(text), "`{text}` is in stderr:\n{}", self.stderr);
        self
    }

    #[track_caller]
    pub fn stdout_is(self, text: &str) -> Self {
        assert_eq!(self.stdout, text);
        self
    }

    #[track_caller]
    pub fn stderr_is(self, text: &str) -> Self {
        assert_eq!(self.stderr, text);
        self
    }
}
