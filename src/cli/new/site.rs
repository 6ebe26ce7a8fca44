//! `new site`: a static site.

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

use super::component::{self, Component};
use super::wired::Needs;
use crate::cli::outcome::Outcome;
use crate::cli::session::Session;

const WHAT: &str = "\
Make a static site: a private bucket, and a distribution of CloudFront that alone reads it and gives the files out over TLS, with the headers \
that browsers want for security. It has the name that CloudFront gives it until the module names a domain and a certificate.";

const EXAMPLES: &str = "  \
  cargo run -- new site docs
  cargo run -- new site app --single-page";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let single = Arg::new("single-page")
        .long("single-page")
        .action(ArgAction::SetTrue)
        .help("A path without a file gives index.html, for an application that reads the path itself");
    component::command("site", "Make a bucket and CloudFront in front of it, and add them to the app", WHAT, EXAMPLES).arg(single)
}

/// Makes the site.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let name = component::name(arguments, "a site")?;
    let values = json!({ "single_page": arguments.get_flag("single-page") });
    let component = Component { name, template: "component/site.rs.tera", needs: Needs::Nothing, values };
    let left = "  1. After it is deployed, the files: aws s3 sync DIRECTORY s3://BUCKET --delete, and then\n     \
                aws cloudfront create-invalidation --distribution-id ID --paths '/*'; both names are outputs of the stack.\n  \
                2. A name of its own: `domain` in the module, with a certificate in us-east-1.\n";
    component.add(arguments, session, |_, _| Ok(Vec::new()), left)
}
