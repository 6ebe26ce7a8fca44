//! The page of `graph --format html` in a real Chromium: `cargo test --test commands browser -- --ignored`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the page is asked to do: it is what a person does, by mouse and by keys, and writes down what is not as it must be.
const SCRIPT: &str = include_str!("browser/page.js");

/// The programs that may be a Chromium, `$CHROME` first.
fn chromium() -> Option<PathBuf> {
    let named = env::var_os("CHROME").map(PathBuf::from);
    let path = env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    named.or_else(|| env::split_paths(&path).flat_map(|at| names.map(|name| at.join(name))).find(|file| file.is_file()))
}

fn directory() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    fs::create_dir_all(&path).unwrap();
    path
}

fn page(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stacks"));
    let output =
        command.args(["graph", "--format", "html"]).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Opens a page to which the test's script is added, and gives what that wrote down. The page's policy lets no script run but its
/// own, so the copy has a policy that also lets this one.
fn tried(name: &str, page: &str) -> String {
    let policy = "script-src '";
    assert!(page.contains(policy));
    let page = page.replacen(policy, "script-src 'nonce-test' '", 1);
    let page = page.replace("</body>", &format!("<script nonce=\"test\">{SCRIPT}</script></body>"));
    let file = directory().join(format!("{name}.html"));
    fs::write(&file, page).unwrap();
    let chromium = chromium().expect("a Chromium, or $CHROME");
    let profile = format!("--user-data-dir={}", directory().join(format!("profile-{name}")).display());
    let mut command = Command::new(chromium);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--window-size=1200,800",
        "--virtual-time-budget=3000",
        "--dump-dom",
    ]);
    let output = command.arg(profile).arg(format!("file://{}", file.display())).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let found = text.split("<pre id=\"tried\">").nth(1).and_then(|rest| rest.split("</pre>").next());
    found.unwrap_or_else(|| panic!("the script did not end: {}", String::from_utf8_lossy(&output.stderr))).to_owned()
}

#[test]
#[ignore = "needs Chromium"]
fn the_page_works_by_mouse_and_by_keys() {
    assert_eq!(tried("prod", &page(&["--environment", "prod"])), "done");
}

#[test]
#[ignore = "needs Chromium"]
fn hostile_names_inject_nothing() {
    let file = directory().join("hostile.json");
    let name = r#"</title><script>document.title='injected'</script><img src=x onerror=\"document.title='injected'\">"#;
    let text = format!(
        r#"{{ "Resources": {{ "A": {{ "Type": "AWS::SQS::Queue", "Properties": {{ "QueueName": "{name}" }} }}, "B": {{ "Type": "{name}", "DependsOn": "A", "Properties": {{ "{name}": {{ "Ref": "A" }} }} }} }} }}"#
    );
    fs::write(&file, text).unwrap();
    assert_eq!(tried("hostile", &page(&[file.to_str().unwrap()])), "done");
}
