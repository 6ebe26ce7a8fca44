//! The Python programs of `tests/requirements.txt`, installed once into a virtual environment under the target directory.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

const REQUIREMENTS: &str = include_str!("../requirements.txt");
const REQUIREMENTS_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/requirements.txt");

/// Prints the version, and fails where a part that Debian packages separately is missing.
const PROBE: &str = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])";
const OLDEST_PYTHON: (u32, u32) = (3, 10);

const HOW_TO_INSTALL: &str = "\
These tests run Python programs (cfn-lint, cloudformation-validate, ministack, awscli), so they need Python 3.10 or newer
with its modules venv and ensurepip:
  Debian, Ubuntu   apt-get install python3 python3-venv
  Fedora           dnf install python3
  macOS            brew install python
Set PYTHON to use another interpreter than `python3`.";

/// The installed programs.
pub struct Tools {
    root: PathBuf,
}

/// The installed programs; the first caller installs them, which takes about 20 seconds and needs a package index.
pub fn tools() -> &'static Tools {
    static TOOLS: OnceLock<Result<Tools, String>> = OnceLock::new();
    // A failure is kept as well: the other tests of this binary report it at once, and do not try again each.
    match TOOLS.get_or_init(Tools::install) {
        Ok(tools) => tools,
        Err(problem) => panic!("{problem}"),
    }
}

impl Tools {
    /// The directory with `aws`, `cfn-lint`, `ministack` and `python`.
    pub fn bin(&self) -> PathBuf {
        self.root.join("bin")
    }

    /// One of the programs, cut off from the settings of whoever runs the tests.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin().join(program));
        isolate(&mut command);
        command
    }

    /// Where `package` was installed to.
    pub fn package(&self, package: &str) -> PathBuf {
        let code = format!("import {package}; print({package}.__path__[0])");
        let output = run(self.command("python").args(["-c", &code])).unwrap_or_else(|problem| panic!("{problem}"));
        PathBuf::from(text(&output.stdout))
    }

    fn install() -> Result<Self, String> {
        let root = root();
        let lock = File::create(root.with_extension("lock")).map_err(|error| error.to_string())?;
        // Test binaries and threads run at the same time: the first one installs, the others wait for it here.
        lock.lock().map_err(|error| error.to_string())?;
        if !is_complete(&root) {
            create_venv(&root)?;
            install_requirements(&root)?;
            start_by_a_shell(&root)?;
            fs::write(marker(&root), root.as_os_str().as_encoded_bytes()).map_err(|error| error.to_string())?;
        }
        Ok(Self { root })
    }
}

/// Takes away what would make a Python program or the AWS CLI depend on the machine: settings, keys, proxies.
pub fn isolate(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let upper = name.to_string_lossy().to_ascii_uppercase();
        if upper.starts_with("AWS_") || upper.starts_with("PYTHON") || upper.ends_with("_PROXY") {
            command.env_remove(name);
        }
    }
}

/// The name carries the pinned versions, so other pins make another environment.
fn root() -> PathBuf {
    let mut hasher = DefaultHasher::new();
    REQUIREMENTS.hash(&mut hasher);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a directory inside the target directory");
    target.join(format!("python-{:016x}", hasher.finish()))
}

fn marker(root: &Path) -> PathBuf {
    root.join("complete")
}

/// Written last, so an interrupted installation starts again. It holds the path since scripts in a virtual environment
/// start with the absolute path of their interpreter: a copied target directory needs a new one.
fn is_complete(root: &Path) -> bool {
    let written = fs::read(marker(root)).unwrap_or_default();
    written == root.as_os_str().as_encoded_bytes() && root.join("bin/python").exists()
}

fn create_venv(root: &Path) -> Result<(), String> {
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    check_version(&python)?;
    run(Command::new(&python).args(["-m", "venv", "--clear"]).arg(root))
        .map(drop)
        .map_err(|problem| format!("{problem}\n\n{HOW_TO_INSTALL}"))
}

fn check_version(python: &OsStr) -> Result<(), String> {
    let output = run(Command::new(python).args(["-c", PROBE])).map_err(|problem| format!("{problem}\n\n{HOW_TO_INSTALL}"))?;
    let version = text(&output.stdout);
    let numbers = version.split_once('.').and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
    match numbers {
        Some(numbers) if numbers >= OLDEST_PYTHON => Ok(()),
        _ => Err(format!("{} is Python {version}, which is too old.\n\n{HOW_TO_INSTALL}", python.display())),
    }
}

/// `--no-deps`, since the file names every package: nothing unpinned gets in, and a gap is found by `pip check`.
fn install_requirements(root: &Path) -> Result<(), String> {
    let pip = |arguments: &[&str]| {
        let mut command = Command::new(root.join("bin/python"));
        run(command.args(["-m", "pip", "--disable-pip-version-check", "--quiet"]).args(arguments))
    };
    pip(&["install", "--no-deps", "--requirement", REQUIREMENTS_FILE]).and_then(|_| pip(&["check"])).map(drop).map_err(
        |problem| {
            format!(
                "{problem}\n\nThe packages of tests/requirements.txt could not be installed. They come from a package \
                 index (PyPI, or the one that pip is configured for): is it reachable from here?"
            )
        },
    )
}

/// The line that names a script's interpreter ends at a space in its path. What pip writes itself goes around that; what comes as a script
/// in a package, as `aws` does, gets the same way around here: a shell starts the interpreter, which takes these lines for a text.
fn start_by_a_shell(root: &Path) -> Result<(), String> {
    let problem = |error: std::io::Error| error.to_string();
    let interpreter = format!("#!{}/bin/python", root.display());
    if !interpreter.contains(' ') {
        return Ok(());
    }
    for entry in fs::read_dir(root.join("bin")).map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        // Programs of other kinds are no text.
        let Ok(script) = fs::read_to_string(&path) else { continue };
        let Some((first, rest)) = script.split_once('\n').filter(|(first, _)| first.starts_with(&interpreter)) else { continue };
        let shell = format!("#!/bin/sh\n'''exec' \"{}\" \"$0\" \"$@\"\n' '''\n{rest}", first.trim_start_matches("#!"));
        fs::write(&path, shell).map_err(problem)?;
    }
    Ok(())
}

/// Runs to the end; an error carries the command line and what the program said.
pub fn run(command: &mut Command) -> Result<Output, String> {
    let line = command_line(command);
    let output = command.output().map_err(|error| format!("could not start `{line}`: {error}"))?;
    if output.status.success() {
        return Ok(output);
    }
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    Err(format!("`{line}` failed ({}):\n{stdout}{stderr}", output.status))
}

/// The `Debug` form of a command also has every variable set or removed, which buries the arguments.
fn command_line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// What a program printed, without the line end.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}
