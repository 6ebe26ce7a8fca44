//! What the commands have in common that add a part of an application: a name, a module made from a template, and what is left to do.

use clap::{Arg, ArgMatches, Command};
use serde_json::Value;

use super::built;
use super::draft::{Draft, writing};
use super::name::check_name;
use super::wired::{Needs, Wired};
use crate::cli::outcome::{EXIT_CODES, Outcome};
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::templates;

/// What every one of them says of itself.
const WHAT_HAPPENS: &str = "\
It comes as a module with a stack of its own, and is added to the app: a `mod` line, and a call before the line that ends the function \
`app`. What it shares with others is made where the app has none. The app is compiled with it, and the snapshots that come of it are \
written; where it does not compile, or has mistakes then, nothing is added.";

/// A command that adds a part of an application.
pub(super) fn command(kind: &'static str, about: &'static str, what: &str, examples: &str) -> Command {
    let name =
        Arg::new("name").value_name("NAME").required(true).help("Its name, and its stack's: lower-case letters, digits, hyphens");
    Command::new(kind)
        .about(about)
        .long_about(format!("{what}\n\n{WHAT_HAPPENS}"))
        .arg(name)
        .arg(built::flag())
        .args(writing())
        .after_help(format!("Examples:\n{examples}\n\n{EXIT_CODES}"))
}

/// The name that is given.
pub(super) fn name<'a>(arguments: &'a ArgMatches, what: &str) -> Result<&'a str, Stop> {
    let name = text(arguments, "name");
    check_name(name, what)?;
    Ok(name)
}

/// The text of an argument.
pub(super) fn text<'a>(arguments: &'a ArgMatches, key: &str) -> &'a str {
    arguments.get_one::<String>(key).map(String::as_str).unwrap_or_default()
}

/// A part that is to be added.
pub(super) struct Component<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// What its module is made from.
    pub(super) template: &'static str,
    /// What it uses of others.
    pub(super) needs: Needs,
    /// What its template may name beside `name` and `module`.
    pub(super) values: Value,
}

impl Component<'_> {
    /// Adds it to the app, with more files; `change` has the app as it will be.
    pub(super) fn add(
        mut self,
        arguments: &ArgMatches,
        session: &Session,
        change: impl FnOnce(&mut Wired, &mut Value) -> Result<Vec<Draft>, Stop>,
        left: &str,
    ) -> Outcome {
        let mut wired = Wired::new(self.name, self.needs, false, session)?;
        self.values["name"] = self.name.into();
        self.values["module"] = wired.module.as_str().into();
        let more = change(&mut wired, &mut self.values)?;
        let module = rendered(self.template, &self.values, session)?;
        built::make_built(wired.drafts(module, more), arguments, session, &format!("\nWhat is left to do:\n{left}"))
    }
}

/// A template with values.
pub(super) fn rendered(template: &str, values: &Value, session: &Session) -> Result<String, Stop> {
    templates::load(&[template], session)?.render(template, values).map_err(|error| templates::wrong(error).into())
}
