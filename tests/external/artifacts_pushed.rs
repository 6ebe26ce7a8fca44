//! Images, sites and nested templates, from the project's files to what is deployed. A program of the test stands in for docker: it notes
//! what it is asked for, and pushes a manifest to the emulator's registry.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::artifacts::Art;
use crate::support::fixture::{Fixture, Run};
use crate::support::python::tools;
use crate::support::warm_aws;
use serde_json::Value;

const REGISTRY: &str = "931637612335.dkr.ecr.us-east-1.amazonaws.com";

/// What stands in for docker, buildx or podman: `$KIND` says which.
const STAND_IN: &str = r#"#!/bin/bash
if [ "$1 $2" = "buildx version" ]; then [ "$KIND" = buildx ]; exit; fi
printf '%s' "${0##*/}" >>"$CALLS"
printf ' [%s]' "$@" >>"$CALLS"
[ "$1" != login ] || printf ' <%s>' "$(cat)" >>"$CALLS"
printf '\n' >>"$CALLS"
[ "$1" != "$BREAKS" ] || { echo "no space left on device" >&2; exit 1; }
[ "$1" = push ] || exit 0
image=${2#*/}
manifest="{\"schemaVersion\": 2, \"tag\": \"${image##*:}\"}"
exec aws ecr put-image --repository-name "${image%:*}" --image-tag "${image##*:}" --image-manifest "$manifest"
"#;

/// The app with these stacks.
fn with_stacks(stacks: &str) -> Art {
    Art::of(Fixture::artifacts().replace("dev", "[\"jobs\"]", stacks))
}

/// Runs the script where a stand-in is the only one that builds images.
fn deploy(art: &Art, kind: &str, breaks: &str, arguments: &[&str]) -> Run {
    let directory = art.project.path("stand-in");
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    let program = directory.join(if kind == "podman" { "podman" } else { "docker" });
    fs::write(&program, STAND_IN).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(art.project.path("out/dev/deploy.sh"));
    art.emulator.point_to_emulator(&mut command);
    let path = format!("{}:{}:{}:/usr/bin:/bin", directory.display(), warm_aws::directory().display(), tools().bin().display());
    command.env("PATH", path).env("KIND", kind).env("BREAKS", breaks).env("CALLS", art.project.path("calls")).args(arguments);
    Run::of(command.output().unwrap())
}

/// What the stand-in was asked for since the last look, with the project's directory and the hash left out.
fn calls(art: &Art) -> Vec<String> {
    let path = art.project.path("calls");
    let calls = fs::read_to_string(&path).unwrap_or_default();
    let _ = fs::remove_file(path);
    let hash = calls.split("content-").nth(1).map(|rest| rest[..64].to_owned()).unwrap_or_default();
    calls.lines().map(|line| if hash.is_empty() { line.to_owned() } else { line.replace(&hash, "HASH") }).collect()
}

fn image(art: &Art) -> String {
    let parameters = art.parameters("art-dev-web");
    parameters.into_iter().find(|(name, _)| name == "Image").expect("the parameter").1
}

#[test]
fn an_image_is_built_pushed_once_and_deployed_by_its_digest() {
    let art = with_stacks("[\"web\", \"registry\"]");
    // The stack that makes the repository goes first, without a link.
    let plan = art.project.run(["deploy-plan"]).succeeds();
    plan.stdout_contains("1. registry").stdout_contains("2. web").stdout_contains("after registry, for shop/web");
    let run = deploy(&art, "buildx", "", &["web"]).fails(1);
    run.stderr_contains("the repository shop/web for the image of images/web app does not exist yet")
        .stderr_contains("deploy.sh registry");
    deploy(&art, "buildx", "", &["--dry-run"])
        .succeeds()
        .stdout_contains("images/web app would be built, and pushed to shop/web");
    assert_eq!(calls(&art), [""; 0]);

    let run = deploy(&art, "buildx", "", &[]).succeeds();
    run.stdout_contains("images/web app is built").stdout_contains("is pushed: shop/web@sha256:");
    let image_name = format!("{REGISTRY}/shop/web:content-HASH");
    let options = "[--platform] [linux/arm64] [--file] [../../images/web app/Dockerfile]";
    let rest =
        format!("[--tag] [{image_name}] [--target] [final] [--build-arg] [LEVEL=it's $(touch pwned)] [../../images/web app]");
    assert_eq!(
        calls(&art),
        [
            format!("docker [buildx] [build] [--load] [--provenance=false] {options} {rest}"),
            format!("docker [login] [--username] [AWS] [--password-stdin] [{REGISTRY}] <ministack-auth-token>"),
            format!("docker [push] [{image_name}]"),
        ]
    );
    let first = image(&art);
    assert!(first.starts_with(&format!("{REGISTRY}/shop/web@sha256:")), "{first}");
    let task = art.emulator.aws(&["ecs", "list-task-definitions"])["taskDefinitionArns"][0].as_str().expect("an ARN").to_owned();
    let task = art.emulator.aws(&["ecs", "describe-task-definition", "--task-definition", &task])["taskDefinition"].clone();
    assert_eq!(task["containerDefinitions"][0]["image"], first);

    // What Docker ignores by a plain path is no content; what a pattern names counts.
    let said = |path: &str, content: &str| {
        let path = format!("images/web app/{path}");
        let before = art.project.exists(&path).then(|| art.project.read(&path));
        art.write(&path, content);
        let run = deploy(&art, "docker", "", &["--dry-run"]).succeeds();
        match before {
            Some(before) => art.write(&path, &before),
            None => fs::remove_file(art.project.path(&path)).unwrap(),
        }
        run.stdout.lines().nth(1).unwrap_or_default().trim().split(['@', ',']).next().unwrap_or_default().to_owned()
    };
    assert_eq!(said("notes/todo", "something"), "images/web app is unchanged: shop/web");
    for (path, content) in [("app", "2"), ("Dockerfile", "FROM scratch AS final\n"), ("a.log", "")] {
        assert_eq!(said(path, content), "images/web app would be built", "{path}");
    }
    deploy(&art, "buildx", "", &["web"]).succeeds().stdout_contains("web: no changes");
    assert_eq!(calls(&art), [""; 0]);

    let built = [("docker", "docker [build]"), ("podman", "podman [build] [--format] [docker]")];
    for (kind, call) in built {
        art.write("images/web app/app", &format!("of {kind}"));
        deploy(&art, kind, "", &["web"]).succeeds().stdout_contains("[1/1] web: deployed");
        let asked = calls(&art);
        assert_eq!(asked[0], format!("{call} {options} {rest}"));
        assert_eq!(asked[2], format!("{kind} [push] [{image_name}]"));
        assert_ne!(image(&art), first);
        // An exception brings back what was left out, so everything counts from now on.
        art.write("images/web app/.dockerignore", "notes\n!notes/todo\n");
    }
    assert_eq!(said("notes/todo", "something"), "images/web app would be built");
}

#[test]
fn what_fails_with_an_image_comes_with_the_way_out() {
    let art = with_stacks("[\"web\"]");
    let run = deploy(&art, "docker", "", &[]).fails(1);
    run.stderr_contains("the repository shop/web for the image of images/web app does not exist in us-east-1")
        .stderr_contains("`Repository::new`");
    art.emulator.aws(&["ecr", "create-repository", "--repository-name", "shop/web"]);
    let run = deploy(&art, "docker", "build", &[]).fails(1).stderr_contains("no space left on device");
    run.stderr_contains("the image of images/web app could not be built").stdout_lacks("[1/1]");
    let run = deploy(&art, "docker", "login", &[]).fails(1);
    run.stderr_contains(&format!("docker could not log in to {REGISTRY}")).stderr_contains("no space left");
    deploy(&art, "docker", "push", &[]).fails(1).stderr_contains("could not be pushed to shop/web");
    fs::remove_file(art.project.path("images/web app/Dockerfile")).unwrap();
    deploy(&art, "docker", "", &[]).fails(1).stderr_contains("there is no Dockerfile in images/web app");
    // Nothing was deployed by any of them.
    assert_eq!(art.emulator.aws(&["cloudformation", "describe-stacks"])["Stacks"], serde_json::json!([]));

    let run = with_stacks_synth("[\"both\"]").fails(1);
    run.stderr_contains("error[FW033]").stderr_contains("put the repository into a stack of its own");
}

fn with_stacks_synth(stacks: &str) -> Run {
    Fixture::artifacts().replace("dev", "[\"jobs\"]", stacks).run(["synth"])
}

#[test]
fn a_site_is_published_where_it_differs() {
    let art = with_stacks("[\"site\"]");
    art.deploy(["--dry-run"]).succeeds().stdout_contains("site would be published to the site Site where it differs");
    let run = art.deploy([]).succeeds().stdout_contains("site is published: s3://");
    let bucket = run.stdout.split("s3://").nth(1).and_then(|rest| rest.split([',', '\n']).next()).expect("a bucket").to_owned();
    let keys = || {
        let listed = art.emulator.aws(&["s3api", "list-objects-v2", "--bucket", &bucket])["Contents"].clone();
        let keys = listed.as_array().expect("a list").iter().map(|each| each["Key"].as_str().expect("a key").to_owned());
        keys.collect::<Vec<String>>()
    };
    assert_eq!(keys(), [".deployed-content", "assets/app-1.js", "index.html"]);
    let head = |key: &str| art.emulator.aws(&["s3api", "head-object", "--bucket", &bucket, "--key", key]);
    assert_eq!(head("index.html")["CacheControl"], "no-cache");
    assert_eq!(head("assets/app-1.js")["CacheControl"], Value::Null);

    let run = art.deploy([]).succeeds().stdout_contains("site: no changes");
    run.stdout_contains(&format!("site is unchanged: s3://{bucket}"));
    // The same size and an older date, which `sync` would take for the same file.
    art.write("site/index.html", "<h1>two</h1>");
    let touched = Command::new("touch").args(["-t", "199001010000"]).arg(art.project.path("site/index.html")).status();
    assert!(touched.unwrap().success());
    fs::rename(art.project.path("site/assets/app-1.js"), art.project.path("site/assets/app-2.js")).unwrap();
    art.deploy([]).succeeds().stdout_contains("site is published");
    assert_eq!(keys(), [".deployed-content", "assets/app-2.js", "index.html"]);
    assert_eq!(head("index.html")["ContentLength"], 12);
    let distributions = art.emulator.aws(&["cloudfront", "list-distributions"])["DistributionList"]["Items"].clone();
    let id = distributions[0]["Id"].as_str().expect("a distribution");
    let invalidations = art.emulator.aws(&["cloudfront", "list-invalidations", "--distribution-id", id]);
    assert_eq!(invalidations["InvalidationList"]["Items"].as_array().map(Vec::len), Some(2), "{invalidations}");
}

#[test]
fn a_nested_template_is_uploaded_and_deployed() {
    let art = with_stacks("[\"nested\"]");
    let plan = art.project.run(["deploy-plan"]).succeeds().stdout_contains("nested/note.yaml is uploaded for NoteTemplate");
    plan.stdout_contains("to acknowledge: CAPABILITY_NAMED_IAM, CAPABILITY_AUTO_EXPAND");
    art.deploy([]).succeeds().stdout_contains("nested/note.yaml is uploaded: s3://art-files/artifacts/");
    let keys = art.keys();
    assert!(keys.len() == 1 && keys[0].ends_with(".note.yaml"), "{keys:?}");
    let value = || {
        let names = art.emulator.aws(&["ssm", "describe-parameters"])["Parameters"].clone();
        let name = names[0]["Name"].as_str().expect("a parameter").to_owned();
        art.emulator.aws(&["ssm", "get-parameter", "--name", &name])["Parameter"]["Value"].clone()
    };
    assert_eq!(value(), "one");
    art.deploy([]).succeeds().stdout_contains("nested/note.yaml is unchanged").stdout_contains("nested: no changes");
    let text = art.project.read("nested/note.yaml").replace("one", "two");
    art.write("nested/note.yaml", &text);
    art.deploy([]).succeeds().stdout_contains("nested: deployed");
    assert_eq!(value(), "two");
}
