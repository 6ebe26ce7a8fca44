//! An app for the tests of the command line. Its settings decide which mistakes it makes.

// Written by `generate synthetics`, as an author would have it written.
#[rustfmt::skip]
mod synthetics;
#[path = "sample/rules.rs"]
mod rules;

use std::process::ExitCode;

use formwork::aws::ec2::{SecurityGroup, VPC};
use formwork::aws::elasticloadbalancingv2::{TargetGroup, target_group::Protocol};
use formwork::aws::iam::Role;
use formwork::prelude::*;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Settings {
    cidr_block: String,
    /// The value of a parameter; without it, the parameter has none.
    image: Option<String>,
    /// How many target groups the backend has.
    #[serde(default)]
    target_groups: usize,
    #[serde(default)]
    without_backend: bool,
    #[serde(default)]
    mistakes: bool,
    #[serde(default)]
    too_powerful: bool,
    #[serde(default)]
    cycle: bool,
    #[serde(default)]
    panic: bool,
}

fn main() -> ExitCode {
    formwork::cli::main_with_rules(formwork::project!(), app, &[&rules::OFFICE_ADDRESSES])
}

fn app(environment: &Environment<Settings>) -> App {
    let settings = &environment.settings;
    let mut app = App::new("sample", environment);
    assert!(!settings.panic, "the settings ask for a panic");
    // Declared before what it depends on: the deployment order is not the order of declaration.
    let vpc_id = link_to_network(&mut app, settings);
    if !settings.without_backend {
        backend(&mut app, settings, &vpc_id);
    }
    if settings.mistakes {
        mistakes(&mut app);
    }
    if settings.too_powerful {
        powers(&mut app);
    }
    if settings.cycle {
        cycle(&mut app);
    }
    app
}

fn link_to_network(app: &mut App, settings: &Settings) -> Link<formwork::aws::ec2::VpcId> {
    let network = app.stack("network");
    let vpc = network.add("Vpc", VPC::new().cidr_block(&settings.cidr_block));
    network.share("VpcId", vpc)
}

fn backend(app: &mut App, settings: &Settings, vpc_id: &Link<formwork::aws::ec2::VpcId>) {
    let stack = app.stack("backend");
    let image = Parameter::<Text>::new();
    let image = match &settings.image {
        Some(value) => image.value(value),
        None => image,
    };
    let image = stack.parameter("Image", image);
    stack.output("ImageInUse", image);
    let trust = json!({"Statement": {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"}});
    stack.add("Role", Role::new(trust).override_property("RoleName", "sample"));
    stack.add("Canaries", synthetics::Group::new("canaries"));
    for number in 0..settings.target_groups {
        stack.add(
            format!("TargetGroup{number}"),
            TargetGroup::new().port(4567).protocol(Protocol::HTTP).vpc_id(vpc_id).allow("FW232", "a test"),
        );
    }
}

fn mistakes(app: &mut App) {
    let first = app.stack("first");
    let group = first.add("Group", SecurityGroup::new("the first"));
    first.add("Group", SecurityGroup::new("the second"));
    first.add("security-group", SecurityGroup::new("the third"));
    first.parameter("Token", Parameter::<Text>::new());
    let second = app.stack("second");
    second.output("GroupId", group.group_id());
}

/// A link goes only to a stack that is declared later, so it takes a stack that is declared twice to make a cycle.
fn cycle(app: &mut App) {
    let left = app.stack("left");
    let group = left.add("Group", SecurityGroup::new("left"));
    let from_left = left.share("GroupId", group.group_id());
    let right = app.stack("right");
    right.output("Left", &from_left);
    let group = right.add("Group", SecurityGroup::new("right"));
    let from_right = right.share("GroupId", group.group_id());
    app.stack("left").output("Right", &from_right);
}

/// What the pack `security` refuses.
fn powers(app: &mut App) {
    let principal = json!({"Service": "ec2.amazonaws.com"});
    let trust = json!({"Statement": {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}});
    let managed = ["arn:aws:iam::aws:policy/AdministratorAccess"];
    app.stack("powers").add("Admin", Role::new(trust).managed_policy_arns(managed));
}
