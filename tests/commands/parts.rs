//! `new worker`, `job`, `site`, `database` and `api`: what each adds to an app, in a new project and in this repository's.

use std::fs;
use std::path::Path;

use crate::new::copy;
use crate::support::fixture::{Fixture, Run};
use crate::support::project::Project;

/// Each is added without a build, and the last one builds them all: in production, with the pack `security`.
#[test]
fn every_part_is_added_to_a_new_project() {
    let project = Project::of(Fixture::tool(), "parts", &[]);
    let settings = project.directory.join("stacks/environments/dev.toml");
    let dev = fs::read_to_string(&settings).unwrap();
    let guarded = dev.replace("# packs = [\"security\"]", "packs = [\"security\"]\nproduction = true");
    assert_ne!(dev, guarded);
    fs::write(&settings, guarded).unwrap();
    project.cargo("build");
    for part in [
        ["new", "database", "big-orders", "--engine", "aurora-mysql"].as_slice(),
        &["new", "worker", "mailer"],
        &["new", "job", "clean-up", "--schedule", "cron(0 3 * * ? *)", "--time-zone", "Europe/Berlin"],
        &["new", "site", "docs", "--folder", "docs/dist/", "--single-page"],
        &["new", "api", "public"],
        &["new", "api", "other", "--runtime", "node"],
    ] {
        project.compiled(&[part, &["--no-build"]].concat()).succeeds().stdout_contains("What is left to do");
    }
    // In production, tasks are in private subnets.
    let network = project.read("stacks/network.rs");
    let private = network.replace("Vpc::new(block)", "Vpc::new(block).nat_gateways(1)");
    assert_ne!(network, private);
    fs::write(project.directory.join("stacks/network.rs"), private).unwrap();
    // The worker brought a cluster without a load balancer, which nothing here needs.
    assert!(!project.read("stacks/cluster.rs").contains("LoadBalancer"), "{}", project.read("stacks/cluster.rs"));
    let last = project.app(&["new", "database", "users", "--service", "mailer"]).succeeds();
    last.stdout_contains("snapshots/dev/users.snap");
    // What was added without a build has its snapshots from `cargo test`.
    Run::of(project.command("test").env("INSTA_UPDATE", "always").output().unwrap()).succeeds();
    project.is_formatted();
    assert!(project.read("stacks/docs.rs").contains("StaticSite::folder(\"docs/dist\").single_page()"));
    let main = project.read("stacks/main.rs");
    let call = "    let users = users::stack(&mut app, &network);\n    mailer::stack(&mut app, &network, &cluster, &users);\n";
    assert!(main.contains(call), "{main}");
    for (stack, of_it) in [
        ("big-orders", ["aurora-mysql", "\"ManageMasterUserPassword\": true", "\"DeletionProtection\": true"]),
        ("mailer", ["QUEUE_URL", "\"PGPASSWORD\"", "UsersFromTasks"]),
        ("clean-up", ["cron(0 3 * * ? *)", "Europe/Berlin", "AWS::Scheduler::Schedule"]),
        ("docs", ["AWS::CloudFront::Distribution", "\"ResponsePagePath\": \"/index.html\"", "OriginAccessControl"]),
        ("public", ["python3.13", "requestContext", "$default"]),
        ("other", ["nodejs22.x", "requestContext", "$default"]),
    ] {
        let template = project.read(&format!("snapshots/dev/{stack}.snap"));
        of_it.iter().for_each(|part| assert!(template.contains(part), "{part} is not in {template}"));
    }
    a_service_gives_the_cluster_its_load_balancer(&project);
    nothing_stays_of_what_does_not_pass(&project);
}

fn a_service_gives_the_cluster_its_load_balancer(project: &Project) {
    let before = project.read("stacks/cluster.rs");
    fs::write(project.directory.join("stacks/cluster.rs"), format!("{before}// Ours.\n")).unwrap();
    let service = ["new", "service", "web", "--port", "80", "--no-build"];
    project.compiled(&service).fails(1).stderr_contains("has no load balancer").stderr_contains("pub https");
    fs::write(project.directory.join("stacks/cluster.rs"), before).unwrap();
    project.compiled(&service).succeeds().stdout_contains("stacks/cluster.rs  edited");
    assert!(project.read("stacks/cluster.rs").contains("pub https"));
    assert!(project.read("stacks/main.rs").contains("cluster::stack(&mut app, &network)"));
}

/// In production a load balancer without logs of its requests does not pass, and so nothing does that is added here.
fn nothing_stays_of_what_does_not_pass(project: &Project) {
    let main = project.read("stacks/main.rs");
    project.app(&["new", "site", "more"]).fails(1).stderr_contains("FWS303");
    let settings = project.directory.join("stacks/environments/dev.toml");
    let plain = fs::read_to_string(&settings).unwrap().replace("packs = [\"security\"]\n", "");
    fs::write(&settings, plain).unwrap();
    let refused = project.app(&["new", "database", "more", "--service", "mailr"]).fails(1);
    refused.stderr_contains("did you mean `mailer`?");
    project.app(&["new", "database", "more", "--service", "docs"]).fails(1).stderr_contains("is not of the form");
    fs::create_dir_all(project.directory.join("stacks/templates/component")).unwrap();
    fs::write(project.directory.join("stacks/templates/component/api.rs.tera"), "pub fn stack() {}\n").unwrap();
    project.app(&["new", "api", "more"]).fails(1).stderr_contains("nothing was added").stderr_contains("E0061");
    assert_eq!(project.read("stacks/main.rs"), main);
    for path in ["stacks/more.rs", "functions/more", "snapshots/dev/more.snap"] {
        assert!(!project.is_there(path), "{path}");
    }
}

/// This app has a network and a cluster of its own, settings, and an environment with the pack `security`.
#[test]
fn every_part_is_added_to_this_app() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Project::of(Fixture::tool(), "parted", &[]);
    copy(&root.join("stacks"), &project.directory.join("stacks"));
    fs::remove_dir_all(project.directory.join("snapshots")).unwrap();
    copy(&root.join("snapshots"), &project.directory.join("snapshots"));
    project.cargo("build");
    for part in [
        ["new", "service", "web", "--port", "8080"].as_slice(),
        &["new", "worker", "mailer"],
        &["new", "job", "clean-up"],
        &["new", "site", "docs"],
        &["new", "api", "public"],
    ] {
        project.compiled(&[part, &["--no-build"]].concat()).succeeds();
    }
    let dry = project.compiled(&["new", "database", "orders", "--service", "web", "--dry-run"]).succeeds();
    dry.stdout_contains("orders: &DatabaseHandles").stdout_contains("nothing was written");
    assert!(!project.is_there("stacks/cruddur/orders.rs"));
    let made = project.app(&["new", "database", "orders", "--service", "web"]).succeeds();
    made.stdout_contains("snapshots/prod/orders.snap").stdout_lacks("backend.snap").stdout_lacks("cluster.snap");
    assert!(project.read("stacks/cruddur/public.rs").contains("include_str!(\"../../functions/public/index.py\")"));
    project.app(&["synth", "--deny-warnings"]).succeeds();
    assert!(project.tool.read("parted/out/prod/web.template.json").contains("orders-DatabaseHost"));
}

#[test]
fn what_is_not_asked_for_rightly_is_refused() {
    let project = Fixture::project();
    let refused = project.run(["new", "wroker", "mailer"]).fails(2);
    refused.stderr_contains("worker");
    project.run(["new", "worker", "Mailer"]).fails(1).stderr_contains("cannot name a worker");
    project.run(["new", "worker", "mailer", "--image", "mailer:1"]).fails(1).stderr_contains("not pinned by a digest");
    project.run(["new", "job", "clean", "--schedule", "0 3 * * *"]).fails(1).stderr_contains("cron(0 3 * * ? *)");
    project.run(["new", "job", "clean", "--time-zone", "\"x"]).fails(1).stderr_contains("is not a time zone");
    project.run(["new", "job", "clean", "--schedule", "cron(0 3 * * * *)"]).fails(1).stderr_contains("one must be `?`");
    project.run(["new", "site", "docs", "--folder", "../out"]).fails(1).stderr_contains("not a folder of the project");
    project.run(["new", "database", "orders", "--engine", "postgres"]).fails(2).stderr_contains("postgresql");
    project.run(["new", "database", "orders", "--version", "1\""]).fails(1).stderr_contains("is not a version");
    for part in ["worker", "job", "site", "database", "api"] {
        let help = project.run(["new", part, "--help"]).succeeds();
        help.stdout_contains("Examples:").stdout_contains(&format!("cargo run -- new {part} "));
    }
}
