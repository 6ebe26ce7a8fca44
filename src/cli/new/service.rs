//! `new service`: a load-balanced container on Fargate, wired to the cluster of the app.

use std::fs;
use std::path::Path;

use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;

use super::built;
use super::draft::{Draft, writing};
use super::name::check_name;
use super::stack::{added, added_call, app_file, refuse_known};
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
Makes a module with a stack for a load-balanced service: target group, listener rule, security group, roles, log group, a secret, task
definition and service, wired to the cluster that the app has, and adds it to the app. Beside it comes the script for the container's
health check (exit code 0 healthy, 1 not).

An app that has neither `network` nor `cluster` gets both: a VPC, an ECS cluster, and a load balancer whose domain and certificate you then
replace. For an app of another shape, put your own `service.rs.tera` into `stacks/templates`.";

/// What every service uses, in the order in which it is made: the variable of the function `app`, how it is made, and the template of its
/// module.
const SHARED: [(&str, &str, &str); 2] = [
    ("network", "let network = network::stack(&mut app);", "network.rs.tera"),
    ("cluster", "let cluster = cluster::stack(&mut app, &network);", "cluster.rs.tera"),
];

/// An image of the right form, which is none.
const SAMPLE_IMAGE: &str =
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/NAME@sha256:0000000000000000000000000000000000000000000000000000000000000000";

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
    let image =
        Arg::new("image").long("image").value_name("URI").help("The image, pinned by its digest [default: a sample to replace]");
    Command::new("service")
        .about("Makes a load-balanced Fargate service, and adds it to the app")
        .long_about(ABOUT)
        .args([name, port, path, image])
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
    let module = name.replace('-', "_");
    let (app, source) = app_file(session)?;
    let shown = session.paths.shown(&app);
    refuse_known(&source, &module, &shown)?;
    let wired = Wired::to(&source, &module, &shown)?;
    let image = match arguments.get_one::<String>("image") {
        Some(image) => checked_image(image)?,
        None => SAMPLE_IMAGE.replace("NAME", name),
    };
    let port = arguments.get_one::<u16>("port").copied().unwrap_or_default();
    let directory = app.parent().unwrap_or(Path::new("/"));
    let values = Values { name, port, path, image, priority: free_priority(directory, session)?, settings: wired.settings };
    let wanted: Vec<&str> = SHARED.iter().map(|(.., template)| *template).chain([MODULE, HEALTH_CHECK]).collect();
    let templates = templates::load(&wanted, session)?;
    let render = |template: &str| templates.render(template, &values).map_err(|error| Stop::from(templates::wrong(error)));
    let script = session.project.root.join("services").join(name).join("health-check");
    let mut drafts = vec![
        Draft::new(directory.join(format!("{module}.rs")), render(MODULE)?),
        Draft::edit(app.clone(), wired.app),
        Draft { is_program: true, ..Draft::new(script, render(HEALTH_CHECK)?) },
    ];
    for (name, _, template) in &wired.made {
        drafts.push(Draft::new(directory.join(format!("{name}.rs")), render(template)?));
    }
    let domain = if wired.made.is_empty() { "" } else { "  0. The domain and the certificate in cluster.rs.\n" };
    let left = format!(
        "\nWhat is left to do:\n{domain}  1. The image: copy services/{name}/health-check to /app/bin/health-check in it, and put its digest into the module.\n  \
         2. The secrets: cargo run -- secrets, and DNS for {name}.DOMAIN.\n"
    );
    built::make_built(drafts, arguments, session, &left)
}

/// How a service is added to an app.
struct Wired {
    /// The file of the app with it.
    app: String,
    /// Whether the app has settings, which then name the domain.
    settings: bool,
    /// What the app has not, and gets.
    made: Vec<&'static (&'static str, &'static str, &'static str)>,
}

impl Wired {
    fn to(source: &str, module: &str, shown: &str) -> Result<Self, Stop> {
        let has = |name: &str| [' ', ':'].iter().any(|end| source.contains(&format!("let {name}{end}")));
        let made: Vec<_> = SHARED.iter().filter(|(name, ..)| !has(name)).collect();
        if let [(name, ..)] = made.as_slice() {
            let help =
                "a service is wired to `network` and `cluster`; an app that has neither gets both, and `new stack` needs neither";
            return Err(Finding::error(format!("the function `app` in `{shown}` has no `let {name}`")).help(help).into());
        }
        for (name, ..) in &made {
            refuse_known(source, name, shown)?;
        }
        let settings = has("settings");
        let arguments = if settings { "&mut app, settings, &network, &cluster" } else { "&mut app, &network, &cluster" };
        let with_shared = made.iter().try_fold(source.to_owned(), |text, (name, line, _)| added_call(&text, name, line));
        let app = with_shared.and_then(|text| added(&text, module, arguments));
        let app = app.ok_or_else(|| Finding::error(format!("`{shown}` has no function `app` that ends with `app`")))?;
        Ok(Wired { app, settings, made })
    }
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

fn checked_image(image: &str) -> Result<String, Stop> {
    let digest = image.split_once("@sha256:").map(|(_, digest)| digest);
    let legal = digest.is_some_and(|digest| digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let is_plain = image.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.:@".contains(c));
    if legal && is_plain {
        Ok(image.to_owned())
    } else {
        Err(Finding::error(format!("`{image}` is not pinned by a digest")).help("NAME@sha256:DIGEST").into())
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
