//! An app for the tests of many accounts and regions: a stack set, and environments that read of each other.

use std::process::ExitCode;

use formwork::aws::iam::Role;
use formwork::prelude::*;
use formwork::stack::pseudo;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Settings {
    /// The accounts that get the baseline, where this environment administers it.
    #[serde(default)]
    baseline: Vec<String>,
    /// The organizational units that get it.
    #[serde(default)]
    units: Vec<String>,
    /// The regions of the baseline.
    #[serde(default)]
    regions: Vec<String>,
    /// For how long messages are kept.
    #[serde(default = "four_days")]
    seconds: u32,
    /// The export of another environment that is read.
    #[serde(default)]
    reads: Option<String>,
    /// The region and the stack whose output is read.
    #[serde(default)]
    reads_output: Option<[String; 2]>,
    /// A fixed name for the role of the baseline.
    #[serde(default)]
    role_name: Option<String>,
}

fn four_days() -> u32 {
    345_600
}

fn main() -> ExitCode {
    formwork::cli::main(formwork::project!(), app)
}

fn app(environment: &Environment<Settings>) -> App {
    let settings = &environment.settings;
    let mut app = App::new("org", environment);
    let stack = app.stack("hub");
    let topic = stack.add("Alerts", sns::Topic::new());
    let alerts = stack.share("AlertsArn", topic);
    if let Some(name) = &settings.reads {
        stack.output("Read", import_value(name.clone()));
    }
    if let Some([region, name]) = &settings.reads_output {
        let output = get_stack_output(name.clone(), "AlertsArn").region(region.clone());
        stack.add("Note", ssm::Parameter::new(ssm::parameter::Type::STRING, output));
    }
    if !settings.regions.is_empty() {
        baseline(&mut app, settings, &alerts);
    }
    app
}

/// What belongs in every account and region.
fn baseline(app: &mut App, settings: &Settings, alerts: &Link<sns::TopicArn>) {
    let set = match settings.units.is_empty() {
        true => StackSet::self_managed(&settings.baseline, &settings.regions),
        false => StackSet::service_managed(&settings.units, &settings.regions),
    };
    let stack = app.stack_set("baseline", set.failure_tolerance_count(1).max_concurrent_count(2));
    stack.description("What every account has");
    let seconds = stack.parameter("Seconds", Parameter::<Integer>::new().value(settings.seconds));
    let tags = [Tag::new("alerts", alerts), Tag::new("region", pseudo::region())];
    stack.add("Findings", sqs::Queue::new().message_retention_period(seconds).tags(tags));
    if let Some(name) = &settings.role_name {
        let trust = iam::Statement::allow("sts:AssumeRole").principal(iam::Principal::service("ec2.amazonaws.com"));
        let trust = iam::PolicyDocument::new([trust]);
        stack.add("Audit", Role::new(trust).role_name(name.clone()));
    }
}
