//! `new site`: a static site.

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use serde_json::json;

use super::component::{self, Component};
use super::wired::Needs;
use crate::cli::outcome::Outcome;
use crate::cli::report::Finding;
use crate::cli::session::Session;

const WHAT: &str = "\
Make a static site: a private bucket, and a distribution of CloudFront that alone reads it and gives the files out over TLS, with the headers \
that browsers want for security. It has the name that CloudFront gives it until the module names a domain and a certificate.";

const EXAMPLES: &str = "  \
  cargo run -- new site docs --folder docs/build
  cargo run -- new site app --folder frontend/dist --single-page";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let folder = Arg::new("folder").long("folder").value_name("DIR").value_hint(ValueHint::DirPath).help(
        "The folder with the files, from the project's directory, which deploy.sh publishes [default: none; put the files there yourself]",
    );
    let single = Arg::new("single-page")
        .long("single-page")
        .action(ArgAction::SetTrue)
        .help("A path without a file gives index.html, for an application that reads the path itself");
    component::command("site", "Make a bucket and CloudFront in front of it, and add them to the app", WHAT, EXAMPLES)
        .args([folder, single])
}

/// Makes the site.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let name = component::name(arguments, "a site")?;
    let folder = arguments.get_one::<String>("folder").map(|folder| folder.trim_end_matches('/'));
    if let Some(folder) = folder.filter(|folder| !is_path(folder)) {
        let help = "expected a path from the project's directory, such as `frontend/dist`";
        return Err(Finding::error(format!("`{folder}` is not a folder of the project")).help(help).into());
    }
    let values = json!({ "folder": folder, "single_page": arguments.get_flag("single-page") });
    let component = Component { name, template: "component/site.rs.tera", needs: Needs::Nothing, values };
    let files = match folder {
        Some(folder) => {
            format!("  1. The files: `deploy.sh` publishes {folder}; `.built_by(\"…\")` in the module has it build them first.\n")
        }
        None => "  1. The files: `StaticSite::folder(\"…\")` in the module has `deploy.sh` publish them.\n".to_owned(),
    };
    let left = files + "  2. A name of its own: `domain` in the module, with a certificate in us-east-1.\n";
    component.add(arguments, session, |_, _| Ok(Vec::new()), &left)
}

/// Whether a text is a path within the project that stands in Rust and in a script as it is.
fn is_path(text: &str) -> bool {
    let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || " /-_.@+".contains(c));
    is_plain && !text.is_empty() && !text.starts_with(['/', '-']) && !text.split('/').any(|part| part == "..")
}
