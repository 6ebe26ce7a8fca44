//! Stacks of the app, made of templates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::ArgMatches;

use super::edits::Edits;
use super::settings::Place;
use super::source::{Source, file_name};
use super::{allowed, proof};
use crate::cli::environments::{self, EnvironmentFile};
use crate::cli::new::built::{self, Proof};
use crate::cli::new::draft::Draft;
use crate::cli::new::name::check_name;
use crate::cli::new::stack::{added_call, app_file, refuse_known};
use crate::cli::outcome::Outcome;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::import::{self, Given};

/// What an import does to the project.
struct Import<'a> {
    session: &'a Session<'a>,
    app: PathBuf,
    environments: Vec<EnvironmentFile>,
    /// The environments that have the stacks, where not all do.
    only: Vec<&'a str>,
    edits: Edits,
    drafts: Vec<Draft>,
    notes: Vec<String>,
}

/// Makes the stacks of all sources, and proves them.
pub(super) fn make(sources: Vec<Source>, arguments: &ArgMatches, session: &Session) -> Outcome {
    let text = |name: &str| arguments.get_one::<String>(name).cloned();
    let (app, _) = app_file(session)?;
    let mut import = Import {
        session,
        app,
        environments: environments::asked_for(arguments, session)?,
        only: arguments.get_many::<String>("environment").into_iter().flatten().map(String::as_str).collect(),
        edits: Edits::default(),
        drafts: Vec::new(),
        notes: Vec::new(),
    };
    let mut names = Vec::new();
    for source in &sources {
        let name = text("into").unwrap_or_else(|| source.stack_name());
        check_name(&name, "a stack").map_err(|stop| named_by(stop, text("into").is_none()))?;
        let full_name = text("named").or_else(|| source.full_name.clone());
        import.add(source, &name, full_name.as_deref())?;
        names.push(name);
    }
    let distinct: BTreeSet<&String> = names.iter().collect();
    if distinct.len() < names.len() {
        let help = "import them one by one, each with its `--into STACK`";
        return Err(Finding::error(format!("two templates would be stacks of one name: {}", names.join(", "))).help(help).into());
    }
    let prove = |templates: &built::Templates| {
        let proven = sources.iter().zip(&names).map(|(source, name)| proof::of(&source.template, name, templates));
        proven.collect::<Result<String, Stop>>().map(|said| format!("\n{said}"))
    };
    let left = import.notes.iter().map(|note| format!("{note}\n")).collect::<String>() + "\n";
    let drafts = import.drafts.into_iter().chain(import.edits.drafts()).collect();
    let proof = Proof { of: &prove, keeps: !arguments.get_flag("check"), left: &left };
    built::make_proven(drafts, arguments, session, &proof)
}

/// A name that was made of the file's is not one that somebody gave.
fn named_by(stop: Stop, is_made: bool) -> Stop {
    if is_made { stop.into_finding().help("`--into STACK` gives the stack a name").into() } else { stop }
}

impl Import<'_> {
    /// The module of a stack, its call, and its settings.
    fn add(&mut self, source: &Source, name: &str, full_name: Option<&str>) -> Result<(), Stop> {
        let module = name.replace('-', "_");
        let shown = self.session.paths.shown(&self.app);
        refuse_known(self.edits.text(&self.app, self.session)?, &module, &shown)?;
        let values = source.settled();
        let fields = self.settings(&module, &values)?;
        self.wire(&module, !fields.is_empty(), &shown)?;
        let allowed = allowed::of(&source.template, name, &self.environments, self.session)?;
        let given = Given {
            name,
            full_name,
            title: &format!("The stack {name}, imported from `{}`.", file_name(&source.name)),
            values: &values,
            settings: &fields,
            allowed: &allowed,
        };
        let text = import::stack(&source.template, &source.comments, &given);
        self.drafts.push(Draft::new(self.app.with_file_name(format!("{module}.rs")), text));
        self.notes.extend(source.notes.iter().cloned());
        let open = source.open();
        if !open.is_empty() {
            self.notes.push(format!("{name}: the first deployment must give {}", open.join(", ")));
        }
        if !allowed.is_empty() {
            self.notes.push(format!("{name}: findings are allowed `as imported`; look at them: {}", allowed.len()));
        }
        Ok(())
    }

    /// Adds the settings; the field of each parameter that has one. Where the app has no settings, the values stand in the module.
    fn settings(&mut self, module: &str, values: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Stop> {
        let place = if values.is_empty() { None } else { Place::find(&self.app, &mut self.edits, self.session)? };
        let Some(place) = place else { return Ok(BTreeMap::new()) };
        let fields = import::fields(values.keys().map(String::as_str));
        place.add(module, &fields, values, &self.environments, &mut self.edits, self.session)?;
        Ok(fields)
    }

    /// Adds the module and its call to the app, in all environments or only in some.
    fn wire(&mut self, module: &str, has_settings: bool, shown: &str) -> Result<(), Stop> {
        let text = self.edits.text(&self.app, self.session)?;
        let environment = text.split_once("fn app(").and_then(|(_, after)| after.split_once(':')).map(|(name, _)| name.trim());
        let is_name = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        let needed = !self.only.is_empty() || has_settings;
        let environment = environment.filter(is_name).unwrap_or(if needed { "" } else { "environment" });
        let settings = if has_settings { format!(", &{environment}.settings.{module}") } else { String::new() };
        let mut call = format!("{module}::stack(&mut app{settings});");
        if !self.only.is_empty() {
            let names = self.only.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(" | ");
            call = format!("if matches!({environment}.name.as_str(), {names}) {{\n        {call}\n    }}");
        }
        let edited = added_call(text, module, &call).filter(|_| !environment.is_empty());
        *text = edited.ok_or_else(|| {
            let help = "stacks are added before that line; its first argument is the environment";
            Finding::error(format!("`{shown}` has no function `app(environment: …)` that ends with `app`")).help(help)
        })?;
        Ok(())
    }
}
