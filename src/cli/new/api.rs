//! `new api`: an HTTP API whose function answers.

use std::path::Path;

use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use super::component::{self, Component};
use super::draft::Draft;
use super::wired::Needs;
use crate::cli::outcome::Outcome;
use crate::cli::session::Session;

const WHAT: &str = "\
Make an HTTP API of API Gateway and a function of Lambda that answers every request of it. The source of the function is a file of its own in \
`functions/NAME`, and becomes a part of the template.";

const EXAMPLES: &str = "  \
  cargo run -- new api orders
  cargo run -- new api orders --runtime node";

/// The runtimes: the name, the constant, and the file of the source with its template.
const RUNTIMES: [(&str, &str, &str); 2] = [("python", "PYTHON3_13", "index.py"), ("node", "NODEJS22_X", "index.js")];

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let runtime = Arg::new("runtime")
        .long("runtime")
        .value_name("LANGUAGE")
        .default_value("python")
        .value_parser(RUNTIMES.map(|(name, ..)| name))
        .help("What the function is written in");
    component::command("api", "Make an HTTP API and the function that answers, and add them to the app", WHAT, EXAMPLES)
        .arg(runtime)
}

/// Makes the API.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let name = component::name(arguments, "an API")?;
    let asked = component::text(arguments, "runtime");
    let (_, runtime, file) = RUNTIMES.into_iter().find(|(name, ..)| *name == asked).unwrap_or(RUNTIMES[0]);
    let component =
        Component { name, template: "component/api.rs.tera", needs: Needs::Nothing, values: json!({ "runtime": runtime }) };
    let left = format!(
        "  1. What it answers: functions/{name}/{file}.\n  \
         2. Who may call it: `authorized_by` before the routes in the module; what the function may do: `.access(…)`.\n"
    );
    let root = &session.project.root;
    component.add(
        arguments,
        session,
        |wired, values| {
            let source = Path::new("functions").join(name).join(file);
            // From the module up to the project.
            let depth = wired.directory().strip_prefix(root).map_or(0, |below| below.components().count());
            values["source"] = format!("{}functions/{name}/{file}", "../".repeat(depth)).into();
            let template = format!("component/{file}.tera");
            Ok(vec![Draft::new(root.join(source), component::rendered(&template, values, session)?)])
        },
        &left,
    )
}
