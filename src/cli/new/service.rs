//! `new service`: a load-balanced container on Fargate, wired to the cluster of the app.

use std::fs;
use std::path::Path;

use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::built;
use super::draft::{Draft, writing};
use super::image;
use super::name::check_name;
use super::wired::{Needs, Wired};
use crate::cli::disk;
use crate::cli::outcome::{EXIT_CODES, Outcome};
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::templates;

/// What the module of a service is made from.
const MODULE: &str = "service.rs.tera";
/// What the program is made from that a container asks whether it is healthy.
const HEALTH_CHECK: &str = "health-check.py.tera";

const ABOUT: &str = "\
Make a module with a stack for a load-balanced service: target group, listener rule, security group, roles, log group, a secret, task \
definition and service, wired to the cluster that the app has, and add it to the app. Beside it comes the script for the container's \
health check (exit code 0 healthy, 1 not).

An app that has neither `network` nor `cluster` gets both: a VPC, an ECS cluster, and a load balancer whose domain and certificate you then \
replace. For an app of another shape, put your own `service.rs.tera` into `stacks/templates`.";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let name = Arg::new("name")
        .value_name("NAME")
        .required(true)
        .help("The new service: lower-case letters, digits, hyphens; its host is NAME.DOMAIN");
    let port = Arg::new("port")
        .long("port")
        .value_name("N")
        .required(true)
        .value_parser(value_parser!(u16).range(1..))
        .help("The port on which the container listens");
    let path = Arg::new("health-path")
        .long("health-path")
        .value_name("P")
        .default_value("/")
        .help("The path that answers 200 when the service is healthy");
    Command::new("service")
        .about("Make a load-balanced Fargate service, and add it to the app")
        .long_about(ABOUT)
        .args([name, port, path, image::argument()])
        .arg(built::flag())
        .args(writing())
        .after_help(EXIT_CODES)
}

#[derive(Serialize)]
struct Values<'a> {
    name: &'a str,
    port: u16,
    path: &'a str,
    image: String,
    priority: u32,
    settings: bool,
}

/// Makes the service.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let text = |key: &str| arguments.get_one::<String>(key).map(String::as_str).unwrap_or_default();
    let (name, path) = (text("name"), text("health-path"));
    check_name(name, "a service")?;
    check_path(path)?;
    let wired = Wired::new(name, Needs::Balancer, true, session)?;
    let port = arguments.get_one::<u16>("port").copied().unwrap_or_default();
    let priority = free_priority(wired.directory(), session)?;
    let values = Values { name, port, path, image: image::of(arguments, name)?, priority, settings: wired.settings };
    let templates = templates::load(&[MODULE, HEALTH_CHECK], session)?;
    let render = |template: &str| templates.render(template, &values).map_err(|error| Stop::from(templates::wrong(error)));
    let script = session.project.root.join("services").join(name).join("health-check");
    let domain = if wired.made_balancer { "  0. The domain and the certificate in cluster.rs.\n" } else { "" };
    let left = format!(
        "\nWhat is left to do:\n{domain}  1. The image: copy services/{name}/health-check to /app/bin/health-check in it, and put its digest into the module.\n  \
         2. The secrets: cargo run -- secrets, and DNS for {name}.DOMAIN.\n"
    );
    let script = Draft { is_program: true, ..Draft::new(script, render(HEALTH_CHECK)?) };
    built::make_built(wired.drafts(render(MODULE)?, [script]), arguments, session, &left)
}

fn check_path(path: &str) -> Result<(), Stop> {
    let legal =
        path.starts_with('/') && path.len() <= 1024 && path.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.~%".contains(c));
    if legal {
        Ok(())
    } else {
        Err(Finding::error(format!("`{path}` is not a path"))
            .help("expected a path that begins with `/`, for example `/health`")
            .into())
    }
}

/// A priority after all that the app's modules name.
fn free_priority(directory: &Path, session: &Session) -> Result<u32, Stop> {
    let cannot = |error: std::io::Error| Stop::cannot("read", directory, &session.paths, &error, "check the path");
    let mut highest = 0;
    for entry in fs::read_dir(directory).map_err(cannot)? {
        // What is no text has no routes.
        let text = disk::text(&entry.map_err(cannot)?.path()).unwrap_or_default();
        let named = text.split("Route::priority(").skip(1).filter_map(|rest| rest.split(')').next()?.parse::<u32>().ok());
        highest = named.fold(highest, u32::max);
    }
    Ok(highest + 10)
}
