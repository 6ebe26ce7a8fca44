//! `new worker`: a queue, and a container that works it off.

use clap::{ArgMatches, Command};
use serde_json::json;

use super::component::{self, Component};
use super::image;
use super::wired::Needs;
use crate::cli::outcome::Outcome;
use crate::cli::session::Session;

const WHAT: &str = "\
Make a worker: a queue with its dead letters, and a service on Fargate that reads it, runs 1 to 4 tasks by the messages that wait, and that \
nobody can reach. The container finds the queue's URL in `QUEUE_URL`.";

const EXAMPLES: &str = "  \
  cargo run -- new worker mailer
  cargo run -- new worker mailer --image 123456789012.dkr.ecr.eu-central-1.amazonaws.com/mailer@sha256:DIGEST
  cargo run -- new worker mailer --dry-run";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    component::command("worker", "Make a queue and a Fargate service that reads it, and add them to the app", WHAT, EXAMPLES)
        .arg(image::argument())
}

/// Makes the worker.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let name = component::name(arguments, "a worker")?;
    let values = json!({ "image": image::of(arguments, name)? });
    let component = Component { name, template: "component/worker.rs.tera", needs: Needs::Cluster, values };
    let left = format!(
        "  1. The image: put its digest into the module, and the seconds that a message takes into `VISIBILITY`.\n  \
         2. Who sends: `let {0} = {0}::stack(…)` before that stack's line, `.access({0}.grant_send())` on its task role, and `&{0}.url` in a variable.\n",
        name.replace('-', "_")
    );
    component.add(arguments, session, |_, _| Ok(Vec::new()), &left)
}
