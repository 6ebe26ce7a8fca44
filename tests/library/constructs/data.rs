//! Tables, buckets, queues, topics, databases, and what is granted on them.

use super::*;
use crate::support::author::{app_in, environment};
use crate::support::gallery::{gallery, place};
use formwork::aws::efs::file_system::{ThroughputMode, TransitionToIA};
use formwork::aws::lambda::function::Runtime;
use formwork::constructs::{
    Alarm, Attribute, AuroraServerless, Bucket, Cluster, Database, FileSystem, Function, Index, Queue, Role, Scaling, Table,
    Topic, Vpc, Worker,
};
use formwork::template::Format;
use insta::assert_snapshot;

fn template(outcome: &Outcome, stack: &str) -> String {
    outcome.stack(stack).template.to_text(Format::Yaml)
}

#[test]
fn what_an_application_keeps_is_safe_by_default() {
    let outcome = app_in(&place(true), gallery);
    assert_eq!(outcome.report(), "", "the constructs need no allowance, with the pack `security` in production");
    assert_snapshot!("data_in_production", template(&outcome, "data"));
    assert_snapshot!("grants", template(&outcome, "web"));
    assert_snapshot!("work", template(&outcome, "work"));
    assert_snapshot!("site", template(&outcome, "site"));
    assert_snapshot!("release", template(&outcome, "release"));
}

#[test]
fn outside_production_data_can_be_deleted_and_databases_stand_in_one_zone() {
    let outcome = app_in(&place(false), gallery);
    assert_eq!(outcome.report(), "");
    assert_eq!(outcome.properties("Messages").get("DeletionProtectionEnabled"), None);
    assert_eq!(outcome.properties("Database")["DeletionProtection"], false);
    assert_eq!(outcome.properties("Database")["MultiAZ"], false);
    let ids = outcome.ids();
    assert!(ids.contains(&"AuroraWriter") && !ids.contains(&"AuroraReader"), "{ids:?}");
}

#[test]
fn what_data_assumes_can_be_said_otherwise() {
    let outcome = sound(|stack| {
        stack.add("Plain", Table::new(Attribute::number("id")).table_name("orders"));
        stack.add("Kept", Bucket::new().bucket_name("kept").versions_expire_after(365));
        stack.add("Ordered", Queue::new(30).fifo().retention(3600));
        stack.add("Own", Topic::new().display_name("News"));
        let restored = Database::mysql(&network(), "8.4.5", "shop").from_snapshot("before").backup_days(35);
        stack.add("Restored", restored);
        let subnets = stack.parameter("Subnets", Parameter::<List<ec2::SubnetId>>::new().value(["subnet-00000001"]));
        let files = FileSystem::new(&Network::existing("vpc-00000001", subnets)).subnets(1).user(33, 34).backups(true);
        let files = files.throughput(ThroughputMode::BURSTING).infrequent_access(TransitionToIA::AFTER_7_DAYS);
        let files = stack.add("Files", files);
        let role = stack.add("TaskRole", Role::for_tasks().access(files.grant_read()));
        // The sidecar's volume is the file system, whoever of the two names it first.
        let web = Container::new("web", "web:1").volume("Files", "/var/uploads");
        let sidecar = Container::new("index", "index:1").mount_read_only(&files, "/files");
        stack.add("Task", FargateTask::new(FargateSize::SMALLEST).task_role(&role).container(web).sidecar(sidecar));
    });
    let texts = [
        "Plain",
        "Kept",
        "Ordered",
        "OrderedDeadLetters",
        "Own",
        "Restored",
        "RestoredParameters",
        "Files",
        "FilesMountTarget1",
        "FilesAccessPoint",
        "TaskRole",
        "Task",
    ];
    let texts = texts.map(|id| format!("{id}: {}", pretty(&outcome.properties(id))));
    assert_snapshot!("said_otherwise", texts.join("\n"));
    assert!(!outcome.ids().contains(&"OwnKey"), "no service publishes");
}

#[test]
fn the_parameter_family_follows_from_the_version() {
    let outcome = sound(|stack| {
        stack.add("A", Database::postgresql(&network(), "16.9", "a"));
        stack.add("B", Database::mysql(&network(), "8.4.5", "b"));
        stack.add("C", AuroraServerless::postgresql(&network(), "16.8", "c"));
        stack.add("D", AuroraServerless::mysql(&network(), "8.0.mysql_aurora.3.10.0", "d"));
    });
    let families =
        ["A", "B", "C", "D"].map(|id| outcome.properties(&format!("{id}Parameters"))["Family"].as_str().unwrap().to_owned());
    assert_eq!(families, ["postgres16", "mysql8.4", "aurora-postgresql16", "aurora-mysql8.0"]);
}

#[test]
fn mistakes_with_data_are_reported_where_they_were_made() {
    let report = mistakes(|stack| {
        let table = Table::new(Attribute::text("pk")).index(Index::global("by-time", Attribute::text("at"), None));
        stack.add("Orders", table.index(Index::global("latest", Attribute::number("at"), None)));
        stack.add("Drafts", Table::new(Attribute::text("pk")).index(Index::local("by-date", Attribute::number("at"))));
        let jobs = stack.add("Jobs", Queue::new(60).attempts(0));
        let plain = stack.add("Plain", Table::new(Attribute::text("pk")));
        stack.add("OnChange", Function::image("image@sha256:0").on_stream(&plain, 10).on_queue(&jobs, 1));
        let files = stack.add("Files", FileSystem::new(&network()));
        let container = Container::new("web", "web:1").mount(&files, "/var/uploads");
        stack.add("Task", FargateTask::new(FargateSize::SMALLEST).container(container));
        let subnets = stack.parameter("Subnets", Parameter::<List<ec2::SubnetId>>::new().value(["subnet-00000001"]));
        stack.add("Unknown", FileSystem::new(&Network::existing("vpc-00000001", subnets)));
    });
    assert_snapshot!("mistakes_with_data", report);
}

#[test]
fn alarms_of_a_load_balancer_name_it_as_its_metrics_do() {
    let outcome = sound(|stack| {
        let target = target(stack);
        let balancer = balancer(stack, &target);
        let topic = stack.add("OnCall", Topic::new().published_by("cloudwatch.amazonaws.com"));
        stack.add("Errors", Alarm::server_errors(&balancer, 10).minutes(1, 2).notify(&topic));
        stack.add("Unhealthy", Alarm::unhealthy_targets(&balancer, &target));
    });
    let texts = ["Errors", "Unhealthy"].map(|id| format!("{id}: {}", pretty(&outcome.properties(id))));
    assert_snapshot!("alarms", texts.join("\n"));
}

/// An alarm that reaches nobody, numbers that no construct has, and empty names, each at the author's call.
#[test]
fn mistakes_with_work_are_reported_where_they_were_made() {
    let report = mistakes(|stack| {
        let network = stack.add("Vpc", Vpc::new("10.0.0.0/16".parse().unwrap()).zones(30).nat_gateways(9));
        let cluster = stack.add("Cluster", Cluster::new());
        let jobs = stack.add("Jobs", Queue::new(60));
        let quiet = stack.add("Quiet", Topic::new().published_by("events.amazonaws.com"));
        stack.add("JobsFailed", Alarm::dead_letters(&jobs).notify(&quiet));
        let worker = Worker::new(cluster, &network, &jobs, Container::new("my worker", "")).size((256, 300));
        stack.add("Worker", worker.scaling(Scaling::between(0, 10).backlog(&jobs, 0)));
        let table = Table::new(Attribute::text("pk")).time_to_live("");
        let table = table.index(Index::global("by-group", Attribute::text("group"), None));
        stack.add("Orders", table.index(Index::global("by-group", Attribute::text("pk"), None)));
        stack.add("List", Function::inline(Runtime::PYTHON3_13, "", "def handler(event, context):\n    return []\n"));
    });
    assert_snapshot!("mistakes_with_work", report);
}

/// What others are told of a topic holds in another stack as well.
#[test]
fn an_alarm_tells_a_topic_of_another_stack() {
    let outcome = app_in(&environment(), |app| {
        let stack = app.stack("topics");
        let heard = stack.add("Heard", Topic::new().published_by("cloudwatch.amazonaws.com"));
        let heard = stack.share("Heard", &heard);
        let quiet = stack.add("Quiet", Topic::new());
        let quiet = stack.share("Quiet", &quiet);
        let stack = app.stack("jobs");
        let jobs = stack.add("Jobs", Queue::new(60));
        stack.add("Old", Alarm::oldest_message(&jobs, 900).notify(&heard));
        stack.add("Failed", Alarm::dead_letters(&jobs).notify(&quiet));
    });
    let report = outcome.report();
    assert_eq!(report.matches("FW031").count(), 1, "{report}");
    assert!(report.contains("`Failed`"), "{report}");
}
