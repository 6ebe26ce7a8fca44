//! `import`: templates that exist become stacks of the app, and the proof that these write the same.

mod allowed;
mod proof;
mod source;

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};

use super::environments;
use super::new::built::{self, Proof};
use super::new::draft::{Draft, writing};
use super::new::name::check_name;
use super::new::stack::{added_call, app_file, refuse_known};
use super::outcome::{EXIT_CODES, Outcome};
use super::report::Finding;
use super::session::Session;
use super::stop::Stop;
use crate::import::{self, Given};
use source::Source;

const ABOUT: &str = "\
Writes the stack of a template that exists, JSON or YAML, as Rust: a module beside the app's others, wired into the app.

Then it proves it: the app is compiled and synthesized, and the stack's template must be the same tree as the file, in every
environment; only the order of keys may differ. The functions stay in the form in which they stand, and the comments of YAML stay
at their place. Where anything differs, or does not compile, nothing is left behind.

Nothing is refused. What the typed resources do not take is written as it stands: `raw(…)` for a value, `Untyped` for a resource,
`override_template` for what has no method. Mistakes that the checks find are allowed with the reason `as imported`.";

const EXAMPLES: &str = "\
Examples:
  cargo run -- import network.yaml                   stacks/…/network.rs, and the proof
  cargo run -- import template.yaml --into network   under another name
  cargo run -- import network.yaml --named CrdNet    the stack keeps its name in AWS
  cargo run -- import network.yaml -e prod           only in one environment
  cargo run -- import network.yaml --check           only the proof";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let file = Arg::new("file").value_name("TEMPLATE").required(true).value_hint(ValueHint::FilePath).help("The template's file");
    let into = Arg::new("into")
        .long("into")
        .value_name("STACK")
        .help("The stack's short name: lower-case letters, digits, hyphens [default: the file's name]");
    let named = Arg::new("named")
        .long("named")
        .value_name("NAME")
        .help("The stack's name in AWS, where it is deployed already [default: APP-ENVIRONMENT-STACK]");
    let [environment, directory] = environments::arguments();
    let environment =
        environment.help("Only in this environment; several: repeat it, or separate names with commas [default: in all]");
    let check = Arg::new("check").long("check").action(ArgAction::SetTrue).help("Prove it, and leave nothing behind");
    Command::new("import")
        .about("Makes a stack of a template that exists, and proves that it writes the same")
        .long_about(ABOUT)
        .args([file, into, named, environment, directory, check, built::flag()])
        .args(writing())
        .after_help(format!("{EXAMPLES}\n\n{EXIT_CODES}"))
}

/// Imports a template.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let text = |name: &str| arguments.get_one::<String>(name).map(String::as_str);
    let source = Source::read(text("file").unwrap_or_default(), session)?;
    let name = text("into").map_or_else(|| source.stack_name(), str::to_owned);
    check_name(&name, "a stack").map_err(|stop| named_by(stop, text("into").is_none()))?;
    let module = name.replace('-', "_");
    let (app, app_text) = app_file(session)?;
    let shown = session.paths.shown(&app);
    refuse_known(&app_text, &module, &shown)?;
    let environments = environments::asked_for(arguments, session)?;
    let only: Vec<&str> = arguments.get_many::<String>("environment").into_iter().flatten().map(String::as_str).collect();
    let edited = wired(&app_text, &module, &only).ok_or_else(|| {
        Finding::error(format!("`{shown}` has no function `app` that ends with `app`")).help("stacks are added before that line")
    })?;
    let allowed = allowed::of(&source.template, &name, &environments, session)?;
    let given = Given {
        name: &name,
        full_name: text("named"),
        title: &format!("The stack {name}, imported from `{}`.", source.file_name()),
        values: &BTreeMap::new(),
        allowed: &allowed,
    };
    let written = import::stack(&source.template, &source.comments, &given);
    let drafts = vec![Draft::new(app.with_file_name(format!("{module}.rs")), written), Draft::edit(app, edited)];
    let prove = |templates: &built::Templates| proof::of(&source.template, &name, templates);
    let proof = Proof { of: &prove, keeps: !arguments.get_flag("check"), left: "\n" };
    built::make_proven(drafts, arguments, session, &proof)
}

/// The app's text with the stack in it, in all environments or only in some.
fn wired(text: &str, module: &str, only: &[&str]) -> Option<String> {
    if only.is_empty() {
        return added_call(text, module, &format!("{module}::stack(&mut app);"));
    }
    let (_, after) = text.split_once("fn app(")?;
    let (environment, _) = after.split_once(':')?;
    let is_name = !environment.is_empty() && environment.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let names = only.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(" | ");
    let call = format!("if matches!({environment}.name.as_str(), {names}) {{\n        {module}::stack(&mut app);\n    }}");
    is_name.then(|| added_call(text, module, &call))?
}

/// A name that was made of the file's is not one that somebody gave.
fn named_by(stop: Stop, is_made: bool) -> Stop {
    if is_made { stop.into_finding().help("`--into STACK` gives the stack a name").into() } else { stop }
}
