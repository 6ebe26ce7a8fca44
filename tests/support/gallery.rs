//! An app that shows the constructs of an application's data, for every test that looks at what they make.

use formwork::aws::dynamodb::table::StreamViewType;
use formwork::aws::lambda::function::Runtime;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::aws::route53::HostedZone;
use formwork::constructs::*;
use formwork::prelude::*;
use formwork::stack::Pack;

use super::author::environment;

/// The environment of the gallery: production or not, with the pack `security`.
pub fn place(production: bool) -> Environment<()> {
    let mut environment = environment();
    environment.target.production = production;
    environment.target.packs = vec![Pack::Security];
    environment
}

/// A network, the data, and a service that uses it.
pub fn gallery(app: &mut App) {
    let stack = app.stack("network");
    let network = stack.add("Vpc", Vpc::new("10.0.0.0/16".parse().unwrap()).nat_gateways(1).endpoints(["s3", "ecr.api"]));
    let network = stack.share("", &network);
    let data = data(app.stack("data"), &network);
    web(app.stack("web"), &network, &data);
    work(app.stack("work"), &network, &data);
    site(app.stack("site"));
    release(app.stack("release"), &network);
}

struct Data {
    messages: TableHandles,
    uploads: BucketHandles,
    jobs: QueueHandles,
    news: TopicHandles,
    database: DatabaseHandles,
    aurora: DatabaseHandles,
    files: FileSystemHandles,
}

fn data(stack: &mut Stack, network: &Network) -> Data {
    let messages = Table::new(Attribute::text("pk"))
        .sort_key(Attribute::text("sk"))
        .index(Index::global("by-group", Attribute::text("message_group_uuid"), Some(Attribute::text("sk"))))
        .index(Index::local("by-date", Attribute::number("sent")).include(["subject"]))
        .time_to_live("expires")
        .stream(StreamViewType::NEW_IMAGE);
    let messages = stack.add("Messages", messages);
    let logs = Bucket::new().expires_after(90).takes_access_logs();
    let logs = stack.add("AccessLogs", logs);
    let uploads = stack.add("Uploads", Bucket::new().access_logs(&logs.name, "uploads/"));
    let news = Topic::new().published_by("cloudwatch.amazonaws.com").subscription("email", "on-call@example.com");
    let news = stack.add("News", news);
    let jobs = stack.add("Jobs", Queue::new(60).attempts(3).subscribed_to("OnNews", &news));
    let database = Database::postgresql(network, "17.5", "cruddur").parameter("log_min_duration_statement", "1000");
    let database = stack.add("Database", database.instance_class("db.t4g.small").storage(30));
    let aurora = stack.add("Aurora", AuroraServerless::mysql(network, "8.0.mysql_aurora.3.10.0", "shop").capacity(0.0, 4.0));
    let files = stack.add("Files", FileSystem::new(network));
    Data {
        messages: stack.share("Messages", &messages),
        uploads: stack.share("Uploads", &uploads),
        jobs: stack.share("Jobs", &jobs),
        news: stack.share("News", &news),
        database: stack.share("Database", &database),
        aurora: stack.share("Aurora", &aurora),
        files: stack.share("Files", &files),
    }
}

fn web(stack: &mut Stack, network: &Network, data: &Data) {
    let group = stack.add("TasksGroup", SecurityGroup::new(network, "The tasks"));
    stack.add("DatabaseFromTasks", data.database.connect(group));
    stack.add("AuroraFromTasks", data.aurora.connect(group));
    stack.add("FilesFromTasks", data.files.connect(group));
    let role = Role::for_tasks()
        .access(data.messages.grant_read_write())
        .access(data.messages.grant_stream_read().unwrap())
        .access(data.uploads.grant_read_write())
        .access(data.jobs.grant_send().and(data.jobs.grant_consume()))
        .access(data.news.grant_publish())
        .access(data.files.grant_read_write())
        .access(OpenTelemetryCollector::access());
    let role = stack.add("TaskRole", role);
    let logs = stack.add("Logs", LogGroup::new(RetentionInDays::DAYS_30));
    let container = Container::new("web", "111122223333.dkr.ecr.us-east-1.amazonaws.com/web@sha256:0000")
        .named_port("api", 8080)
        .read_only_root()
        .volume("tmp", "/tmp")
        .mount(&data.files, "/var/uploads")
        .logs(logs)
        .environment("MESSAGES_TABLE", &data.messages.name)
        .environment("JOBS_URL", &data.jobs.url)
        .environment("PGHOST", &data.database.host)
        .secret("PGUSER", data.database.user())
        .secret("PGPASSWORD", data.database.password())
        .secret("MYSQL_PWD", data.aurora.password());
    let task = FargateTask::new((256, 512)).task_role(&role).container(container);
    let collector = "public.ecr.aws/aws-observability/aws-otel-collector@sha256:0000";
    let task = stack.add("Task", task.sidecar(OpenTelemetryCollector::new(collector).logs(logs).read_only_root()));
    let namespace = stack.add("Namespace", servicediscovery::HttpNamespace::new("shop"));
    let offered = ServiceConnect::new(namespace.arn()).offers("api", "web", 80);
    let service = FargateService::new("cluster", network, &task).security_group(group).service_connect(offered);
    stack.add("Service", service);
}

/// What runs without being asked by a browser, and an API of functions.
fn work(stack: &mut Stack, network: &Network, data: &Data) {
    let cluster = stack.add("Cluster", Cluster::new().insights(true));
    let logs = stack.add("Logs", LogGroup::new(RetentionInDays::DAYS_30));
    let image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/work@sha256:0000";
    let container = || Container::new("work", image).read_only_root().logs(logs);
    let worker = Worker::new(cluster, network, &data.jobs, container()).access(data.uploads.grant_put());
    let worker = stack.add("Mailer", worker.scaling(Scaling::between(1, 10).backlog(&data.jobs, 50)));
    stack.add("DatabaseFromMailer", data.database.connect(worker.security_group));

    let task = FargateTask::new(FargateSize::SMALLEST).container(container().command(["./cleanup"]));
    let task = stack.add("CleanupTask", task);
    let job = ScheduledJob::new("cron(0 3 * * ? *)", cluster, network, &task).security_group(worker.security_group);
    stack.add("Cleanup", job.time_zone("Europe/Berlin").failures(&data.jobs));
    stack.add("MailerDown", Alarm::no_tasks(cluster, worker.service.name()).notify(&data.news));
    stack.add("JobsWait", Alarm::oldest_message(&data.jobs, 900).notify(&data.news));
    stack.add("JobsFailed", Alarm::dead_letters(&data.jobs).notify(&data.news));
    stack.add("DatabaseFull", Alarm::low_storage(&data.database, 4.0).notify(&data.news));

    let dashboard = Dashboard::new().service("Mailer", cluster, worker.service.name()).queue("Jobs", &data.jobs);
    let dashboard = dashboard.database("Database", &data.database).database("Aurora", &data.aurora);
    stack.add("Dashboard", dashboard.table("Messages", &data.messages));

    let source = "def handler(event, context):\n    return {}\n";
    let function = || Function::inline(Runtime::PYTHON3_13, "index.handler", source).timeout(10);
    let on_message = function().on_stream(&data.messages, 100).on_queue(&data.jobs, 10);
    stack.add("OnMessage", on_message.access(data.news.grant_publish()));
    let list = function().in_network(network, worker.security_group).environment("PGHOST", &data.database.host);
    let list = stack.add("List", list.access(data.database.grant_read_secret()));
    let api = HttpApi::new().authorized_by("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_abc", ["client"]);
    let api = stack.add("Api", api.route("List", "GET /messages", &list).route("Other", "$default", &list));
    stack.output("ApiUrl", api.api_endpoint());
}

/// Services whose revisions take requests over at once, part by part, and in steps.
fn release(stack: &mut Stack, network: &Network) {
    let clients = stack.add("Clients", BalancerGroup::new(network).reachable_by(Peer::Anywhere));
    let group = SecurityGroup::new(network, "The tasks").reachable_by(Peer::group(clients), 80, "The load balancer");
    let group = stack.add("TasksGroup", group);
    let certificate = "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000000";
    let acl = sub("arn:aws:wafv2:us-east-1:${AWS::AccountId}:regional/webacl/gallery/00000000-0000-4000-8000-000000000002");
    let balancer = LoadBalancer::new(network, clients, certificate).access_logs("release-logs").web_acl(acl);
    let balancer = stack.add("LoadBalancer", balancer);
    let errors = stack.add("Errors", Alarm::server_errors(&balancer, 10));
    let logs = stack.add("Logs", LogGroup::new(RetentionInDays::DAYS_30));
    let image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/release@sha256:0000";
    for (priority, name) in [(10, "AtOnce"), (20, "Canary"), (30, "Steps")] {
        let target = || TargetGroup::new(network, 80, HealthCheck::path("/health"));
        let blue = stack.add(format!("{name}Blue"), target());
        let green = stack.add(format!("{name}Green"), target());
        let path = format!("/{}/*", name.to_lowercase());
        let rule = Route::new(balancer.https, priority, &blue).shifts_to(&green).path([path]);
        let rule = stack.add(format!("{name}Rule"), rule);
        let deployment = match name {
            "AtOnce" => Deployment::blue_green(rule, &green),
            "Canary" => Deployment::canary(rule, &green, 10.0, 5),
            _ => Deployment::linear(rule, &green, 20.0, 3),
        };
        let container = Container::new("web", image).port(80).read_only_root().logs(logs);
        let task = stack.add(format!("{name}Task"), FargateTask::new(FargateSize::SMALLEST).container(container));
        let service = FargateService::new("cluster", network, &task).security_group(group).behind(&blue).desired_count(2);
        stack.add(format!("{name}Service"), service.deployment(deployment.rolls_back_on([errors])));
    }
}

/// Files behind CloudFront.
fn site(stack: &mut Stack) {
    let logs = stack.add("AccessLogs", Bucket::new().takes_access_logs());
    let certificate = "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000000";
    let web_acl = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/00000000-0000-4000-8000-000000000000";
    let site = StaticSite::new().single_page().domain(["example.com", "www.example.com"], certificate);
    let site = site.web_acl(web_acl).access_logs(&logs).bucket(|bucket| bucket.access_logs(&logs.name, "site/"));
    let site = stack.add("Site", site);
    let zone = stack.add("Zone", HostedZone::new().name("example.com"));
    stack.add("SiteRecord", AliasRecord::to_site(zone, "example.com", &site));
    let manual = StaticSite::new().index_in_folders().web_acl(web_acl).access_logs(&logs);
    let manual = stack.add("Manual", manual.bucket(|bucket| bucket.access_logs(&logs.name, "manual/")));
    stack.output("ManualHost", &manual.domain_name);
}
