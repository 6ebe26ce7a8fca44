//! Artifacts, from the project's files to what is deployed: the script that `synth` writes, run against the emulator.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::support::emulator::Emulator;
use crate::support::fixture::{Fixture, Run};
use crate::support::warm_aws;
use serde_json::Value;

/// Parameters beside those of artifacts may hold any text.
const HOSTILE: &str = r#"it's $(touch pwned) `touch pwned` "quoted" \ ; & | > pwned * ~ !"#;

/// The app, synthesized, and an account with the bucket of its settings.
pub(crate) struct Art {
    pub(crate) project: Fixture,
    pub(crate) emulator: Emulator,
}

impl Art {
    pub(crate) fn of(project: Fixture) -> Self {
        project.run(["synth", "--quiet"]).succeeds();
        let emulator = Emulator::start();
        emulator.aws(&["s3api", "create-bucket", "--bucket", "art-files"]);
        Art { project, emulator }
    }

    #[track_caller]
    pub(crate) fn deploy<const N: usize>(&self, arguments: [&str; N]) -> Run {
        self.emulator.script(&self.project.path("out/dev/deploy.sh"), &arguments, "")
    }

    pub(crate) fn write(&self, path: &str, content: &str) {
        fs::write(self.project.path(path), content).unwrap();
    }

    /// The keys in the bucket for artifacts.
    pub(crate) fn keys(&self) -> Vec<String> {
        let listed = self.emulator.aws(&["s3api", "list-objects-v2", "--bucket", "art-files"]);
        let objects = listed["Contents"].as_array().cloned().unwrap_or_default();
        objects.iter().map(|object| object["Key"].as_str().expect("a key").to_owned()).collect()
    }

    /// Fetches an object, and returns where it is.
    fn fetched(&self, key: &str) -> std::path::PathBuf {
        let path = self.project.path(&key.replace('/', "-"));
        self.emulator.aws(&["s3api", "get-object", "--bucket", "art-files", "--key", key, path.to_str().unwrap()]);
        path
    }

    pub(crate) fn parameters(&self, stack: &str) -> Vec<(String, String)> {
        let described = self.emulator.aws(&["cloudformation", "describe-stacks", "--stack-name", stack]);
        let parameters = described["Stacks"][0]["Parameters"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        parameters.iter().map(|each| (text(&each["ParameterKey"]), text(&each["ParameterValue"]))).collect()
    }
}

#[test]
fn a_functions_folder_is_zipped_uploaded_once_and_deployed() {
    let toml = HOSTILE.replace('\\', r"\\").replace('"', "\\\"");
    let art = Art::of(Fixture::artifacts().replace("dev", "\"none\"", &format!("\"{toml}\"")));
    let run = art.deploy(["--dry-run"]).succeeds();
    run.stdout_contains("functions/re size would be zipped and uploaded: s3://art-files/artifacts/")
        .stdout_contains("These stacks would be deployed: jobs");
    assert_eq!(art.keys(), [""; 0]);

    let run = art.deploy([]).succeeds();
    run.stdout_contains("functions/re size is zipped and uploaded").stdout_contains("[1/1] jobs: deployed");
    let keys = art.keys();
    assert_eq!(keys.len(), 1, "{keys:?}");
    let given = art.parameters("art-dev-jobs");
    let given = |name: &str| given.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!(given("Motto"), Some(HOSTILE));
    assert_eq!(given("ArtifactBucket"), Some("art-files"));
    assert_eq!(given("ResizeCode"), Some(keys[0].as_str()));
    assert_eq!(zip_names(&art.fetched(&keys[0])), ["index.py 644 1980-1-1", "lib/tool's.py 644 1980-1-1"]);

    // Neither a newer date, nor what is no content.
    let touched = Command::new("touch").args(["-t", "203001010000"]).arg(art.project.path("functions/re size/index.py")).status();
    assert!(touched.unwrap().success());
    art.write("functions/re size/__pycache__/index.pyc", "still no content");
    let run = art.deploy([]).succeeds();
    run.stdout_contains(&format!("functions/re size is unchanged: {}", keys[0])).stdout_contains("jobs: no changes");
    assert_eq!(art.keys(), keys);

    art.write("functions/re size/lib/tool's.py", "x = 2\n");
    art.deploy([]).succeeds().stdout_contains("is zipped and uploaded").stdout_contains("[1/1] jobs: deployed");
    assert_eq!(art.keys().len(), 2);
    // A file that may be run is another content.
    fs::set_permissions(art.project.path("functions/re size/index.py"), fs::Permissions::from_mode(0o755)).unwrap();
    art.deploy([]).succeeds();
    let newest: Vec<String> = art.parameters("art-dev-jobs").into_iter().map(|(_, value)| value).collect();
    assert_eq!(art.keys().len(), 3);
    let newest = newest.iter().find(|value| value.starts_with("artifacts/")).expect("the key");
    assert_eq!(zip_names(&art.fetched(newest)), ["index.py 755 1980-1-1", "lib/tool's.py 644 1980-1-1"]);
}

/// The names in a zip file, with their modes and dates, in its order.
fn zip_names(path: &Path) -> Vec<String> {
    let list = "import sys, zipfile\nfor e in zipfile.ZipFile(sys.argv[1]).infolist():\n \
                print(e.filename, oct(e.external_attr >> 16)[-3:], '%d-%d-%d' % e.date_time[:3])";
    let output = crate::support::python::tools().command("python").args(["-c", list]).arg(path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// Whichever of the tools is there, the same content makes the same bytes; the key does not depend on the tool.
#[test]
fn the_same_content_makes_the_same_bytes() {
    let art = Art::of(Fixture::artifacts());
    let mut made: Vec<(String, Vec<u8>)> = Vec::new();
    for (round, tool) in ["python3", "zip", "python3", "zip"].into_iter().enumerate() {
        let file = art.project.path("functions/re size/index.py");
        let date = format!("20{}01010000", 10 + round);
        assert!(Command::new("touch").args(["-t", &date]).arg(file).status().unwrap().success());
        without_other(&art, tool).succeeds().stdout_contains("is zipped and uploaded");
        let keys = art.keys();
        assert_eq!(keys.len(), 1, "{keys:?}");
        made.push((keys[0].clone(), fs::read(art.fetched(&keys[0])).unwrap()));
        let names = zip_names(&art.fetched(&keys[0]));
        assert_eq!(names, ["index.py 644 1980-1-1", "lib/tool's.py 644 1980-1-1"], "{tool}");
        art.emulator.aws(&["s3api", "delete-object", "--bucket", "art-files", "--key", &keys[0]]);
    }
    assert_eq!(made[0], made[2]);
    assert_eq!(made[1], made[3]);
    assert_eq!(made[0].0, made[1].0);
}

/// Runs the script where only one of the tools that pack is there.
fn without_other(art: &Art, tool: &str) -> Run {
    let directory = art.project.path(&format!("only {tool}"));
    fs::create_dir_all(&directory).unwrap();
    for name in ["/usr/bin", "/bin"].iter().flat_map(|place| fs::read_dir(place).unwrap()) {
        let path = name.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_other = name.starts_with("python") || name == "zip";
        if !is_other && !directory.join(name).exists() {
            let _ = std::os::unix::fs::symlink(&path, directory.join(name));
        }
    }
    let tools = crate::support::python::tools().bin();
    let _ = fs::remove_file(directory.join("aws"));
    fs::copy(warm_aws::directory().join("aws"), directory.join("aws")).unwrap();
    let found = if tool == "zip" { "/usr/bin/zip".into() } else { tools.join("python3") };
    let _ = std::os::unix::fs::symlink(found, directory.join(tool));
    let mut command = Command::new("/bin/bash");
    art.emulator.point_to_emulator(&mut command);
    command.arg(art.project.path("out/dev/deploy.sh")).env("PATH", directory);
    Run::of(command.output().unwrap())
}

#[test]
fn a_folder_may_be_made_by_a_command() {
    let command = "mkdir -p dist && printf 'def handler(e, c): pass' > dist/index.py && echo built in $(basename \\\"$PWD\\\")";
    let project = Fixture::artifacts().replace("dev", "functions/re size", "dist");
    let art = Art::of(project.setting("dev", &format!("built-by = \"{command}\"")));
    art.deploy(["--dry-run"]).succeeds().stdout_contains("dist would be built: mkdir -p dist");
    assert!(!art.project.exists("dist"));
    art.deploy([]).succeeds().stdout_contains("dist is built: mkdir").stdout_contains("dist is zipped and uploaded");
    art.deploy([]).succeeds().stdout_contains("dist is built: mkdir").stdout_contains("dist is unchanged");

    let art = Art { project: art.project.replace("dev", "mkdir -p dist", "false"), emulator: art.emulator };
    art.project.run(["synth", "--quiet"]).succeeds();
    art.deploy([]).fails(1).stderr_contains("error: dist could not be built: false").stdout_lacks("[1/1]");
}

#[test]
fn what_artifacts_lack_is_said_before_anything_is_deployed() {
    let art = Art::of(Fixture::artifacts().without("functions"));
    let run = art.deploy([]).fails(1).stderr_contains("error: functions/re size of the stack jobs is not there");
    run.stderr_contains("deploy.sh --sources DIRECTORY").stdout_is("");
    fs::create_dir_all(art.project.path("elsewhere/functions/re size")).unwrap();
    let elsewhere = art.project.path("elsewhere");
    let elsewhere = elsewhere.to_str().unwrap();
    art.deploy(["--sources", elsewhere]).fails(1).stderr_contains("functions/re size has no files");
    fs::write(art.project.path("elsewhere/functions/re size/a\nb.py"), "").unwrap();
    art.deploy(["--sources", elsewhere]).fails(1).stderr_contains("has a line break in its name");
    art.deploy(["--sources", "nowhere"]).fails(2).stderr_contains("there is no directory nowhere");
    art.deploy(["--sources", elsewhere, "--s3-bucket", "another"]).fails(1).stderr_contains("line break");
    fs::remove_file(art.project.path("elsewhere/functions/re size/a\nb.py")).unwrap();
    fs::write(art.project.path("elsewhere/functions/re size/index.py"), "").unwrap();
    art.deploy(["--sources", elsewhere, "--s3-bucket", "nobodys-bucket"]).fails(1).stderr_contains("nobodys-bucket");

    let art = Art { project: art.project.replace("dev", "template-bucket = \"art-files\"\n", ""), emulator: art.emulator };
    art.project.run(["synth", "--quiet"]).succeeds();
    let run = art.deploy(["--sources", elsewhere]).fails(1).stderr_contains("needs an S3 bucket to be uploaded to");
    run.stderr_contains("deploy.sh --s3-bucket BUCKET");
    art.deploy(["--sources", elsewhere, "--s3-bucket", "art-files"]).succeeds();

    // A script that lies elsewhere cannot know where the project is.
    let outside = std::env::temp_dir().join(format!("formwork-artifacts-{}", std::process::id()));
    art.project.run(["synth", "--quiet", "--output", outside.to_str().unwrap()]).succeeds();
    let run = art.emulator.script(&outside.join("dev/deploy.sh"), &["--s3-bucket", "art-files"], "");
    fs::remove_dir_all(&outside).unwrap();
    run.fails(1).stderr_contains("this script does not know where that is").stderr_contains("deploy.sh --sources DIRECTORY");
}

/// Synthesis reads no file: the templates are the same whatever is in the folder, and the plan says what will be made.
#[test]
fn the_templates_do_not_depend_on_the_files() {
    let project = Fixture::artifacts();
    project.run(["synth", "--quiet"]).succeeds();
    let before = project.read("out/dev/jobs.template.json");
    let project = project.without("functions");
    project.run(["synth"]).succeeds().stdout_contains("out/dev/deploy.sh jobs\n");
    assert_eq!(project.read("out/dev/jobs.template.json"), before);
    let template: Value = serde_json::from_str(&before).unwrap();
    let code = serde_json::json!({ "S3Bucket": { "Ref": "ArtifactBucket" }, "S3Key": { "Ref": "ResizeCode" } });
    assert_eq!(template["Resources"]["Resize"]["Properties"]["Code"], code);

    let plan = project.run(["deploy-plan"]).succeeds();
    plan.stdout_contains("functions/re size is zipped and uploaded for ResizeCode").stdout_contains("deploy.sh, which makes it");
    let plan: Value = serde_json::from_str(&project.run(["deploy-plan", "--json"]).succeeds().stdout).unwrap();
    let artifact = &plan[0]["stacks"][0]["artifacts"][0];
    assert_eq!((&artifact["id"], &artifact["kind"]), (&"ResizeCode".into(), &"zip".into()));
    assert_eq!(plan[0]["sources"], "../..");

    let rooted = project.replace("dev", "functions/re size", "/home/me/resize");
    rooted.run(["synth"]).fails(1).stderr_contains("error[FW032]").stderr_contains("`/home/me/resize` is a path of one machine");
}
