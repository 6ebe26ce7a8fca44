//! The pack `security`: `security/SUBJECT.bad.yaml` has what its rules find, `SUBJECT.good.yaml` what all of them leave alone, and
//! `SUBJECT.snap` how the findings read. How its findings are allowed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use formwork::aws::ec2;
use formwork::aws::ecs;
use formwork::aws::ecs::cluster::ClusterSettings;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::aws::rds::DBInstance;
use formwork::check::{self, Elsewhere, Selection, pack_of};
use formwork::constructs::*;
use formwork::diagnostic::Diagnostic;
use formwork::prelude::*;
use formwork::stack::Pack;

use crate::support::author::{app_in, environment};

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/security")
}

/// The subjects, by the names of their files.
fn subjects() -> Vec<String> {
    let names = fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut subjects: Vec<String> = names.filter_map(|name| Some(name.strip_suffix(".bad.yaml")?.to_owned())).collect();
    subjects.sort();
    subjects
}

fn findings(file: &str, rules: &Selection) -> Vec<Diagnostic> {
    let bytes = fs::read(directory().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
    rules.file(&bytes).findings
}

fn security() -> Selection {
    Selection::new(&[Pack::Security], &[])
}

fn is_of_pack(finding: &Diagnostic) -> bool {
    pack_of(finding.code).is_some() || check::elsewhere(finding.code).is_some()
}

fn line(finding: &Diagnostic) -> String {
    format!("{}[{}] {} {}: {}", finding.severity, finding.code, finding.location, finding.path, finding.message)
}

#[test]
fn every_rule_of_the_pack_finds_what_it_is_for() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(directory());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut seen = BTreeSet::new();
    for subject in subjects() {
        let found = findings(&format!("{subject}.bad.yaml"), &security());
        let others: Vec<&Diagnostic> = found.iter().filter(|finding| finding.is_error() && !is_of_pack(finding)).collect();
        assert!(others.is_empty(), "{subject}.bad.yaml is not what it is meant to be: {others:?}");
        let own: Vec<&Diagnostic> = found.iter().filter(|finding| is_of_pack(finding)).collect();
        assert!(own.iter().all(|finding| finding.is_error()), "what a pack finds stops a deployment");
        seen.extend(own.iter().map(|finding| finding.code));
        let text: Vec<String> = own.iter().map(|finding| line(finding)).collect();
        settings.bind(|| insta::assert_snapshot!(subject, text.join("\n")));
    }
    let all: BTreeSet<&str> = check::rules().map(|rule| rule.code).filter(|code| pack_of(code).is_some()).collect();
    let missing: Vec<&&str> = all.difference(&seen).collect();
    assert!(missing.is_empty(), "no template shows {missing:?}");
}

/// The good templates have what each rule is about, and none of the whole pack says anything.
#[test]
fn what_is_right_is_left_alone() {
    for subject in subjects() {
        let found = findings(&format!("{subject}.good.yaml"), &security());
        let said: Vec<String> = found.iter().filter(|finding| finding.is_error()).map(line).collect();
        assert!(said.is_empty(), "{subject}.good.yaml:\n{}", said.join("\n"));
    }
}

#[test]
fn without_the_pack_its_rules_are_silent() {
    for subject in subjects() {
        let found = findings(&format!("{subject}.bad.yaml"), &Selection::default());
        let said: Vec<String> = found.iter().filter(|finding| finding.is_error()).map(line).collect();
        assert!(said.is_empty(), "{}", said.join("\n"));
    }
}

fn database() -> DBInstance {
    DBInstance::new().retain().engine("postgres").db_instance_class("db.t4g.micro").allocated_storage("20")
}

fn outcome(production: bool, packs: &[Pack], build: impl FnOnce(&mut Stack)) -> String {
    let mut environment = environment();
    environment.target.production = production;
    environment.target.packs = packs.to_vec();
    app_in(&environment, |app| build(app.stack("stack"))).report()
}

#[test]
fn findings_of_a_pack_are_allowed_with_a_reason() {
    let allowed = |stack: &mut Stack| {
        let database = database().allow("FWS502", "only a cache").allow("FWS503", "only a cache").deletion_protection(true);
        stack.add("Database", database);
    };
    assert_eq!(outcome(true, &[Pack::Security], allowed), "");
    // Where the pack is not applied, nobody knows whether the allowance is of use.
    assert_eq!(outcome(true, &[], allowed), "");
    let useless = |stack: &mut Stack| {
        stack.add(
            "Database",
            database().storage_encrypted(true).multi_az(true).deletion_protection(true).allow("FWS502", "only a cache"),
        );
    };
    assert!(outcome(true, &[Pack::Security], useless).contains("FW106"));
}

#[test]
fn one_zone_is_enough_where_it_is_not_production() {
    let add = |stack: &mut Stack| {
        stack.add("Database", database().storage_encrypted(true));
    };
    assert!(outcome(true, &[Pack::Security], add).contains("FWS503"));
    assert_eq!(outcome(false, &[Pack::Security], add), "");
}

/// What always warns is an error where the pack is asked for, and can be allowed all the same.
#[test]
fn a_pack_makes_errors_of_warnings() {
    use formwork::aws::ec2::security_group::Ingress;
    let group = || {
        let open = Ingress::new("tcp").cidr_ip("0.0.0.0/0").from_port(5432).to_port(5432).description("Everybody");
        ec2::SecurityGroup::new("Database").vpc_id("vpc-00000001").security_group_ingress([open])
    };
    let add = |stack: &mut Stack| {
        stack.add("Group", group());
    };
    assert!(outcome(false, &[], add).contains("warning[FW405]"));
    assert!(outcome(false, &[Pack::Security], add).contains("error[FW405]"));
    let allowed = |stack: &mut Stack| {
        stack.add("Group", group().allow("FW405", "a honeypot"));
    };
    assert!(!outcome(false, &[Pack::Security], allowed).contains("FW405"));
}

#[test]
fn metadata_ignores_codes_of_a_pack() {
    let template = |metadata: &str| {
        format!(
            "Resources:\n  Key:\n    Type: AWS::IAM::AccessKey\n    Metadata: {{cfn-lint: {{config: {{ignore_checks: [{metadata}]}}}}}}\n    Properties: {{UserName: x}}\n"
        )
    };
    let codes = |metadata: &str| {
        security().file(template(metadata).as_bytes()).findings.iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(""), ["FWS106"]);
    assert_eq!(codes("FWS106"), Vec::<&str>::new());
}

/// What the ways out name exists: each property of a rule with its setter, and each page.
#[test]
fn every_rule_of_the_pack_is_described() {
    for rule in check::rules().filter(|rule| pack_of(rule.code).is_some()) {
        let texts = [rule.what, rule.why, rule.example, rule.fix];
        assert!(texts.iter().all(|text| !text.is_empty()), "{} is not described", rule.code);
        assert!(rule.link.starts_with("https://docs.aws.amazon.com/"), "{} has no page of AWS", rule.code);
        let elsewhere = check::elsewhere(rule.code).unwrap();
        assert!(!elsewhere.to_string().is_empty(), "no other tool knows {}", rule.code);
        assert!(rule.fix.contains("in Rust "), "{}: {}", rule.code, rule.fix);
        assert!(rule.fix.contains("in YAML "), "{}: {}", rule.code, rule.fix);
    }
}

/// The constructs as an author writes them where the pack is asked for: what costs is a setting, and nothing is allowed.
#[test]
fn the_constructs_pass_the_pack() {
    let mut environment = environment();
    environment.target.production = true;
    environment.target.packs = vec![Pack::Security];
    let outcome = app_in(&environment, |app| {
        let stack = app.stack("stack");
        let vpc = Vpc::new("10.0.0.0/16".parse().unwrap()).nat_gateways(1).flow_logs(RetentionInDays::DAYS_30);
        let network = stack.add("Vpc", vpc);
        let insights = ClusterSettings::new().name("containerInsights").value("enabled");
        let cluster = stack.add("Cluster", ecs::Cluster::new().cluster_settings([insights]));
        let logs = stack.add("Logs", LogGroup::new(RetentionInDays::DAYS_30));
        stack.add("Images", Repository::new("web"));
        let target = stack.add("Target", TargetGroup::new(&network, 80, HealthCheck::path("/")));
        let clients = stack.add("Clients", BalancerGroup::new(&network).reachable_by(Peer::Anywhere));
        let certificate = "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000000";
        let web_acl = "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/web/00000000-0000-4000-8000-000000000000";
        let balancer = LoadBalancer::new(&network, clients, certificate).default_to(&target).access_logs("logs").web_acl(web_acl);
        let balancer = stack.add("Balancer", balancer);
        stack.add("Route", Route::new(balancer.https, 10, &target).host(["api.example.com"]));
        let tasks = SecurityGroup::new(&network, "Tasks").reachable_by(Peer::group(clients), 80, "The load balancer");
        let tasks = stack.add("Tasks", tasks);
        let role = stack.add("Role", Role::for_tasks());
        let web = Container::new("web", "web@sha256:0").port(80).logs(logs).read_only_root();
        let task = FargateTask::new((256, 512)).task_role(&role).container(web);
        let task = stack.add("Task", task);
        let service = FargateService::new(cluster, &network, &task).security_group(tasks).behind(&target);
        stack.add("Service", service.scaling(Scaling::between(1, 4)));
    });
    let report = outcome.report();
    let said: Vec<&str> = report.lines().filter(|line| line.starts_with("error") || line.contains("[FWS")).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
}

/// What the ways out of the pack name on constructs, by the rule that finds the construct without it.
const ASKED_FOR: [(&str, &str); 12] = [
    ("FWS201", "Container::logs"),
    ("FWS204", "Container::read_only_root"),
    ("FWS206", "Vpc::nat_gateways"),
    ("FWS208", "Cluster::insights"),
    ("FWS303", "LoadBalancer::access_logs"),
    ("FWS305", "LoadBalancer::web_acl"),
    ("FWS323", "StaticSite::access_logs"),
    ("FWS324", "StaticSite::web_acl"),
    ("FWS342", "HttpApi::authorized_by"),
    ("FWS402", "Vpc::flow_logs"),
    ("FWS606", "Bucket::access_logs"),
    ("FWS606", "Bucket::takes_access_logs"),
];

/// The constructs in their plainest form: whatever the pack finds of them has a way out that is typed on the construct, and the page has it.
#[test]
fn ways_out_are_what_the_constructs_have() {
    let mut environment = environment();
    environment.target.production = true;
    environment.target.packs = vec![Pack::Security];
    let outcome = app_in(&environment, |app| {
        let stack = app.stack("stack");
        let network = stack.add("Vpc", Vpc::new("10.0.0.0/16".parse().unwrap()));
        let cluster = stack.add("Cluster", Cluster::new());
        let target = stack.add("Target", TargetGroup::new(&network, 80, HealthCheck::path("/")));
        let clients = stack.add("Clients", BalancerGroup::new(&network).reachable_by(Peer::Anywhere));
        let certificate = "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000000";
        stack.add("Balancer", LoadBalancer::new(&network, clients, certificate).default_to(&target));
        let tasks = SecurityGroup::new(&network, "Tasks").reachable_by(Peer::group(clients), 80, "The load balancer");
        let tasks = stack.add("Tasks", tasks);
        let task = FargateTask::new((256, 512)).container(Container::new("web", "web@sha256:0").port(80));
        let task = stack.add("Task", task);
        stack.add("Service", FargateService::new(cluster, &network, &task).security_group(tasks).behind(&target));
        let jobs = stack.add("Jobs", Queue::new(60));
        stack.add("Worker", Worker::new(cluster, &network, &jobs, Container::new("worker", "worker@sha256:0")));
        stack.add("Uploads", Bucket::new());
        stack.add("News", Topic::new());
        stack.add("Messages", Table::new(Attribute::text("pk")));
        stack.add("Database", Database::postgresql(&network, "17.5", "shop"));
        stack.add("Site", StaticSite::new());
        let list = stack.add("List", Function::image("list@sha256:0"));
        stack.add("Api", HttpApi::new().route("ListItems", "GET /items", &list));
    });
    let report = outcome.report();
    let found: BTreeSet<&str> = report.lines().filter_map(|line| Some(&line[line.find("[FWS")? + 1..line.find(']')?])).collect();
    assert_eq!(found, ASKED_FOR.iter().map(|(code, _)| *code).collect(), "{report}");
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/security.md")).unwrap();
    for (code, call) in ASKED_FOR {
        let rule = check::rules().find(|rule| rule.code == code).unwrap();
        assert!(rule.fix.contains(&format!("`{call}(")), "{code} does not name {call}: {}", rule.fix);
        assert!(page.contains(&format!("`{call}`")) || call.ends_with("takes_access_logs"), "docs/security.md lacks {call}");
    }
}

/// What is typed on a construct by the ways out exists there, and no text stands where a constant of a closed set is taken.
#[test]
fn ways_out_compile() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = |directory: &str| -> Vec<String> {
        let files = fs::read_dir(root.join(directory)).unwrap();
        files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    };
    let (constructs, typed) = (sources("src/constructs"), sources("crates/aws/src/aws"));
    let mut calls = 0;
    for rule in check::rules().filter(|rule| pack_of(rule.code).is_some()) {
        for code in rule.fix.split('`').skip(1).step_by(2) {
            if let Some((owner, method)) = code.split_once('(').and_then(|(call, _)| call.split_once("::")) {
                let Some(source) = constructs.iter().find(|source| source.contains(&format!("pub struct {owner} {{"))) else {
                    continue;
                };
                let is_there = ['(', '<'].iter().any(|next| source.contains(&format!("pub fn {method}{next}")));
                assert!(is_there, "{}: {owner} has no {method}", rule.code);
                calls += 1;
            } else if let Some((setter, _)) = code.strip_prefix('.').and_then(|code| code.split_once("(\"")) {
                let lines = typed
                    .iter()
                    .flat_map(|source| source.lines())
                    .filter(|line| line.trim_start().starts_with(&format!("{setter} \"")));
                let kinds: Vec<&str> = lines.filter_map(|line| line.trim_end_matches(';').rsplit(' ').next()).collect();
                let is_text = |kind: &&&str| kind.starts_with("fw::Text") || kind.ends_with("KeyIdentifier");
                assert!(kinds.is_empty() || kinds.iter().any(|kind| is_text(&kind)), "{}: `{code}` is {kinds:?}", rule.code);
            }
        }
    }
    assert!(calls > 12, "the ways out name {calls} calls of constructs");
}

/// Every rule of cdk-nag's pack AwsSolutions, and every check of checkov for templates: the rules here that find it, or why there is none.
fn other_tools() -> String {
    let mut rules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rule in check::rules() {
        let Some(Elsewhere { nag, checkov, .. }) = check::elsewhere(rule.code) else { continue };
        for name in [nag, checkov].into_iter().flat_map(|names| names.split(", ")).filter(|name| !name.is_empty()) {
            rules.entry(name).or_default().push(rule.code);
        }
    }
    let mut table = String::from("| cdk-nag or checkov | Here |\n| --- | --- |\n");
    let (mut listed, mut found) = (BTreeSet::new(), 0);
    for line in include_str!("security.tsv").lines() {
        let (name, reason) = line.split_once('\t').unwrap();
        let here = match (rules.get(name), reason) {
            (Some(codes), "") => {
                found += 1;
                codes.iter().map(|code| format!("[{code}](rules.md#{})", code.to_lowercase())).collect::<Vec<_>>().join(", ")
            }
            (None, reason) if !reason.is_empty() => reason.to_owned(),
            _ => panic!("{name} needs a rule or a reason, and not both"),
        };
        listed.insert(name);
        table += &format!("| {name} | {here} |\n");
    }
    let unlisted: Vec<&&str> = rules.keys().filter(|name| !listed.contains(*name)).collect();
    assert!(unlisted.is_empty(), "security.tsv lacks {unlisted:?}");
    format!(
        "Of the {} rules of cdk-nag's AwsSolutions and checks of checkov for templates, {found} are found:\n\n{table}",
        listed.len()
    )
}

/// Each rule of the pack, and each that it raises, with what other tools call it.
#[test]
fn the_page_has_every_rule() {
    let mut table = String::from("| Code | What it does | Security Hub | cdk-nag | checkov |\n| --- | --- | --- | --- | --- |\n");
    let (mut own, mut raised) = (0, 0);
    for rule in check::rules() {
        let Some(Elsewhere { hub, nag, checkov }) = check::elsewhere(rule.code) else { continue };
        *(if pack_of(rule.code).is_some() { &mut own } else { &mut raised }) += 1;
        let anchor = rule.code.to_lowercase();
        table +=
            &format!("| [{}](rules.md#{anchor}) | {} | {hub} | {nag} | {checkov} |\n", rule.code, rule.what.replace('|', "\\|"));
    }
    let others = other_tools();
    let table =
        format!("The pack has {own} rules of its own, and makes errors of what {raised} others warn of.\n\n{table}\n{others}");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/security.md");
    let page = fs::read_to_string(&file).unwrap();
    let (before, rest) = page.split_once("keeps it up to date. -->\n\n").unwrap();
    let (made, after) = rest.split_once("\n<!-- The end of what is made. -->").unwrap();
    if made != table {
        let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("security.md");
        let page = format!("{before}keeps it up to date. -->\n\n{table}\n<!-- The end of what is made. -->{after}");
        fs::write(&fresh, page).unwrap();
        panic!("docs/security.md lacks a rule or has an old text; read the difference, then copy {}", fresh.display());
    }
}
