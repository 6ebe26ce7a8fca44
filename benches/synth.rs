//! How long synthesis takes: `cargo bench`. The figures are in README.md.

#![allow(unreachable_pub, reason = "a program's modules may say `pub`")]
#![allow(clippy::disallowed_methods, reason = "a test starts programs and reads what they write")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use divan::{Bencher, black_box};
use formwork::aws::ec2::SecurityGroup;
use formwork::aws::elasticloadbalancingv2::TargetGroup;
use formwork::aws::elasticloadbalancingv2::target_group::{Protocol, TargetType};
use formwork::aws::logs::LogGroup;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::aws::sqs::Queue;
use formwork::aws::ssm::{self, parameter::Type};
use formwork::check;
use formwork::prelude::*;
use formwork::template::Format;
use serde::Deserialize;

#[path = "../stacks/cruddur/mod.rs"]
mod cruddur;

const PROD: &str = include_str!("../stacks/environments/prod.toml");

fn main() {
    divan::main();
}

/// From the text of one environment's settings to the text of its templates, with every check.
#[divan::bench]
fn one_environment() -> usize {
    environment("prod", black_box(PROD))
}

/// As the command line does it: on all cores.
#[divan::bench]
fn four_hundred_environments(bencher: Bencher) {
    let environments = environments(400);
    bencher.bench_local(|| {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let share = environments.len().div_ceil(cores);
        thread::scope(|scope| {
            let workers: Vec<_> = environments
                .chunks(share)
                .map(|part| scope.spawn(move || part.iter().map(|(name, text)| environment(name, text)).sum::<usize>()))
                .collect();
            workers.into_iter().map(|worker| worker.join().unwrap_or_default()).sum::<usize>()
        })
    });
}

/// One stack near the limit of 500 resources, which refer to each other.
#[divan::bench]
fn one_stack_of_450_resources(bencher: Bencher) {
    #[derive(Deserialize)]
    struct NoSettings {}
    let text = "[environment]\naccount = \"931637612335\"\nregion = \"us-east-1\"\n[settings]\n";
    let environment = Environment::<NoSettings>::parse("bench", text).expect("good settings");
    bencher.bench_local(|| {
        let mut app = App::new("bench", &environment);
        big_stack(app.stack("big"));
        finish(app)
    });
}

/// The whole process, as `cargo run --release -- synth --quiet` starts it: both environments, nothing changed on disk.
#[divan::bench]
fn process_two_environments(bencher: Bencher) {
    let output = directory("out");
    bencher.bench_local(|| process(&Path::new(env!("CARGO_MANIFEST_DIR")).join("stacks/environments"), &output));
}

/// The whole process with 400 environments, which writes all files.
#[divan::bench(sample_count = 20)]
fn process_four_hundred_environments(bencher: Bencher) {
    let settings = directory("environments");
    for (name, text) in environments(400) {
        fs::write(settings.join(name).with_extension("toml"), text).expect("settings are written");
    }
    let output = directory("out-400");
    bencher
        .with_inputs(|| fs::remove_dir_all(&output).expect("the last output goes"))
        .bench_local_values(|()| process(&settings, &output));
}

/// The settings of production under other names, with nothing in them that two environments could not share.
fn environments(count: usize) -> Vec<(String, String)> {
    let settings = |index: usize| {
        let mut text =
            PROD.replace("cruddur.example", &format!("e{index}.cruddur.example")).replace("create = true", "create = false");
        // A comment makes every file another text.
        let _ = writeln!(text, "# {index}");
        (format!("e{index}"), text)
    };
    (0..count).map(settings).collect()
}

fn environment(name: &str, text: &str) -> usize {
    finish(cruddur::app(&Environment::parse(name, text).expect("good settings")))
}

/// Synthesizes, checks, and gives the bytes of all templates.
fn finish(app: App) -> usize {
    let (assembly, problems) = app.synth();
    assert!(problems.is_empty(), "{problems:?}");
    let findings = check::assembly(&assembly);
    assert!(findings.is_empty(), "{findings:?}");
    assembly.stacks.iter().map(|stack| black_box(stack.template.to_text(Format::Json)).len()).sum()
}

fn big_stack(stack: &mut Stack) {
    for index in 0..90 {
        let logs = LogGroup::new().retention_in_days(RetentionInDays::DAYS_14);
        let logs = stack.add(format!("LogGroup{index}"), logs);
        let group = SecurityGroup::new(format!("Tasks of service {index}")).vpc_id("vpc-0123456789abcdef0");
        let group = stack.add(format!("SecurityGroup{index}"), group);
        let target = TargetGroup::new()
            .port(3000)
            .protocol(Protocol::HTTP)
            .target_type(TargetType::IP)
            .vpc_id("vpc-0123456789abcdef0")
            .health_check_path("/");
        stack.add(format!("TargetGroup{index}"), target);
        let queue = stack.add(format!("Queue{index}"), Queue::new().visibility_timeout(30));
        let text = sub(format!("${{LogGroup{index}}} ${{Queue{index}.Arn}}"));
        let location = ssm::Parameter::new(Type::STRING, text).description("Where to look").depends_on([group.element()]);
        stack.add(format!("Parameter{index}"), location.depends_on([logs.element(), queue.element()]));
    }
}

fn process(environments: &Path, output: &Path) {
    let status = Command::new(env!("CARGO_BIN_EXE_stacks"))
        .args(["synth", "--quiet", "--environments"])
        .arg(environments)
        .arg("--output")
        .arg(output)
        .status()
        .expect("the stacks run");
    assert!(status.success());
}

/// An empty directory of these benchmarks.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench").join(name);
    // There is none at first.
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("a directory");
    path
}
