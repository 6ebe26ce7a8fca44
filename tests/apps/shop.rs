//! An app for the tests of deployments: a service behind a load balancer, and whatever else its settings ask for.

use std::process::ExitCode;

use formwork::aws::certificatemanager::CertificateArn;
use formwork::aws::ecs::Cluster;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::aws::ssm::{self, ParameterName};
use formwork::constructs::*;
use formwork::prelude::*;
use formwork::stack::functions::import_value;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Settings {
    image: String,
    /// The container's port, and the target group's: a change replaces the target group.
    port: u16,
    size: FargateSize,
    block: Ipv4Block,
    /// Whether the stack `base` shares the name of its note, and the service gets it.
    note: bool,
    /// How many parameters the stack `archive` has, each of about 4,000 bytes.
    #[serde(default)]
    pages: usize,
    /// The stack with a resource that cannot be created.
    broken: Option<String>,
    /// Whether the stack `base` has a parameter whose value no file may hold.
    #[serde(default)]
    no_echo: bool,
    /// A value as hostile as a value may be.
    #[serde(default)]
    motto: String,
}

fn main() -> ExitCode {
    formwork::cli::main(formwork::project!(), app)
}

fn app(environment: &Environment<Settings>) -> App {
    let settings = &environment.settings;
    let mut app = App::new("shop", environment);
    let note = base(&mut app, settings);
    web(&mut app, settings, note);
    if settings.pages > 0 {
        archive(&mut app, settings);
    }
    app
}

fn base(app: &mut App, settings: &Settings) -> Option<Link<ParameterName>> {
    let stack = app.stack("base");
    let motto = stack.parameter("Motto", Parameter::<Text>::new().value(&settings.motto).default("none"));
    let note = stack.add("Note", ssm::Parameter::new(ssm::parameter::Type::STRING, motto));
    if settings.no_echo {
        stack.parameter("Password", Parameter::<Text>::new().no_echo());
    }
    break_if_asked(stack, settings);
    settings.note.then(|| stack.share("NoteName", note))
}

fn web(app: &mut App, settings: &Settings, note: Option<Link<ParameterName>>) {
    let stack = app.stack("web");
    let image = stack.parameter("Image", Parameter::<Text>::new().value(&settings.image));
    let certificate = format!("arn:aws:acm:{}:{}:certificate/1", stack.target().region, stack.target().account);
    let certificate = stack.parameter("CertificateArn", Parameter::<CertificateArn>::new().value(certificate));
    let network = stack.add("Vpc", Vpc::new(settings.block));
    let cluster = stack.add("Cluster", Cluster::new());
    let logs = stack.add("LogGroup", LogGroup::new(RetentionInDays::DAYS_7));
    let clients = stack.add("LoadBalancerSecurityGroup", BalancerGroup::new(&network).reachable_by(Peer::Anywhere));
    let target = stack.add("TargetGroup", TargetGroup::new(&network, settings.port, HealthCheck::path("/")));
    let group = SecurityGroup::new(&network, "the tasks");
    let group = group.reachable_by(Peer::group(clients), settings.port, "the load balancer");
    let group = stack.add("TasksSecurityGroup", group);
    stack.add("LoadBalancer", LoadBalancer::new(&network, clients, certificate).default_to(&target));
    let container = Container::new("web", image).port(settings.port).logs(logs);
    let container = container.secret("TOKEN", Secret::ssm(format!("/shop/{}/TOKEN", stack.environment())));
    let container = match note {
        Some(note) => container.environment("NOTE", note),
        None => container,
    };
    let task = stack.add("TaskDefinition", FargateTask::new(settings.size).container(container));
    let service = FargateService::new(cluster.reference(), &network, &task).security_group(group).behind(&target);
    stack.add("Service", service.desired_count(1));
    break_if_asked(stack, settings);
}

fn archive(app: &mut App, settings: &Settings) {
    let stack = app.stack("archive");
    for page in 0..settings.pages {
        let text = "all work and no play ".repeat(190);
        stack.add(format!("Page{page}"), ssm::Parameter::new(ssm::parameter::Type::STRING, text));
    }
    break_if_asked(stack, settings);
}

/// What only the deployment finds out: nobody makes the export.
fn break_if_asked(stack: &mut Stack, settings: &Settings) {
    if settings.broken.as_deref() == Some(stack.name()) {
        stack.add("Broken", ssm::Parameter::new(ssm::parameter::Type::STRING, import_value("nobody-makes-it")));
    }
}
