//! Stacks of the app, made of templates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::ArgMatches;

use super::edits::Edits;
use super::generated::{self, Generated};
use super::settings::SettingsFile;
use super::source::{ImportedTemplate, file_name};
use super::{allowed, proof};
use crate::cli::environments::{self, EnvironmentFile};
use crate::cli::new::built::{self, Proof};
use crate::cli::new::draft::Draft;
use crate::cli::new::name::check_name;
use crate::cli::new::stack::{added_module, added_statement, app_file, refuse_known};
use crate::cli::outcome::Outcome;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::synthesis;
use crate::import::{self, Given, Linked, Links};
use crate::recognize::{self, Recognition};
use crate::stack::{Assembly, Target};
use crate::template::counted;

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
    /// What is said of the modules, whether they are kept or not.
    told: Vec<String>,
    /// The types that the project has generated modules of.
    generated: BTreeSet<String>,
    /// Whether resources that differ in few values only become loops.
    folds: bool,
    /// The environments, where constructs are to be recognized.
    targets: Vec<(String, Target)>,
}

/// A stack that is to be made.
struct Wanted<'a> {
    source: &'a ImportedTemplate,
    name: String,
    module: String,
    full_name: Option<String>,
    values: BTreeMap<String, String>,
}

/// Makes the stacks of all sources, and proves them.
pub(super) fn make(sources: Vec<ImportedTemplate>, arguments: &ArgMatches, session: &Session) -> Outcome {
    let (app, _) = app_file(session)?;
    let wanted = wanted(&sources, arguments)?;
    let mut edits = Edits::default();
    let Generated { types, drafts, notes } = generated::modules(&sources, &mut edits, session)?;
    let mut import = Import {
        session,
        app,
        environments: environments::asked_for(arguments, session)?,
        only: arguments.get_many::<String>("environment").into_iter().flatten().map(String::as_str).collect(),
        edits,
        drafts,
        notes: Vec::new(),
        told: notes,
        generated: types,
        folds: arguments.get_flag("fold"),
        targets: Vec::new(),
    };
    if arguments.get_one::<String>("style").is_some_and(|style| style == "constructs") {
        let read = |assembly: Assembly| (assembly.environment, assembly.target);
        import.targets = synthesis::sound(&import.environments, session, None, "nothing was imported", read)?;
    }
    import.add_all(&wanted)?;
    let also = import.told.iter().map(|note| format!("{note}\n")).collect::<String>();
    let prove = |templates: &built::Templates| {
        let proven = wanted.iter().map(|each| proof::of(&each.source.template, &each.name, templates));
        proven.collect::<Result<String, Stop>>().map(|said| format!("\n{said}"))
    };
    let left = import.notes.iter().map(|note| format!("{note}\n")).collect::<String>() + "\n";
    let drafts = import.drafts.into_iter().chain(import.edits.drafts()).collect();
    let proof = Proof { of: &prove, keeps: !arguments.get_flag("check"), also: &also, left: &left };
    built::make_proven(drafts, arguments, session, &proof)
}

/// The stacks with their names: those that are given, in the order of the sources, or else those of the sources.
fn wanted<'a>(sources: &'a [ImportedTemplate], arguments: &ArgMatches) -> Result<Vec<Wanted<'a>>, Stop> {
    let given = |name: &str| -> Vec<&String> { arguments.get_many(name).into_iter().flatten().collect() };
    let (into, named) = (given("into"), given("named"));
    for (flag, count) in [("into", into.len()), ("named", named.len())] {
        if count > 0 && count != sources.len() {
            let message =
                format!("`--{flag}`: expected {}, one for each template, found {count}", counted(sources.len(), "value"));
            return Err(Finding::error(message).help("give it once for each template, in their order").into());
        }
    }
    let names = names(sources);
    let mut wanted: Vec<Wanted<'_>> = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        let name = into.get(index).map_or_else(|| names[index].clone(), |name| (*name).clone());
        check_name(&name, "a stack").map_err(|stop| named_by(stop, into.is_empty()))?;
        if wanted.iter().any(|other| other.name == name) {
            let help = "`--into STACK`, once for each, gives them names";
            return Err(Finding::error(format!("two templates would be the stack `{name}`, one of them `{}`", source.name))
                .help(help)
                .into());
        }
        let full_name = named.get(index).map(|name| (*name).clone()).or_else(|| source.full_name.clone());
        let module = name.replace('-', "_");
        wanted.push(Wanted { source, name, module, full_name, values: source.settled() });
    }
    Ok(wanted)
}

/// The names of the stacks, made of those of the files; where several files have one name, of those of their directories too.
fn names(sources: &[ImportedTemplate]) -> Vec<String> {
    let short: Vec<String> = sources.iter().map(ImportedTemplate::stack_name).collect();
    let is_shared = |name: &String| short.iter().filter(|other| *other == name).count() > 1;
    let named = sources.iter().zip(&short);
    named.map(|(source, name)| if is_shared(name) { source.long_stack_name() } else { name.clone() }).collect()
}

/// A name that was made of the file's is not one that somebody gave.
fn named_by(stop: Stop, is_made: bool) -> Stop {
    if is_made { stop.into_finding().help("`--into STACK` gives the stack a name").into() } else { stop }
}

impl Import<'_> {
    /// All modules, each after those whose links it uses, and one statement for each in the app.
    fn add_all(&mut self, wanted: &[Wanted<'_>]) -> Result<(), Stop> {
        let linked: Vec<Linked<'_>> = wanted
            .iter()
            .map(|each| Linked {
                module: &each.module,
                full_name: each.full_name.as_deref(),
                template: &each.source.template,
                values: &each.source.values,
            })
            .collect();
        let (links, order) = import::links(&linked);
        let mut calls = Vec::new();
        for index in order {
            calls.push(self.add(&wanted[index], &links[index])?);
        }
        self.call(&calls)
    }

    /// The module of a stack, and its settings; the statement that calls it.
    fn add(&mut self, wanted: &Wanted<'_>, links: &Links) -> Result<String, Stop> {
        let Wanted { source, name, module, full_name, values } = wanted;
        let shown = self.session.paths.shown(&self.app);
        let text = self.edits.text(&self.app, self.session)?;
        refuse_known(text, module, &shown)?;
        *text = added_module(text, module).ok_or_else(|| no_place(&shown))?;
        let fields = self.settings(module, values)?;
        let allowed = allowed::of(&source.template, name, &self.environments, self.session)?;
        let mut recognition = self.constructs(wanted);
        let given = Given {
            name,
            full_name: full_name.as_deref(),
            title: &format!("The stack {name}, imported from `{}`.", file_name(&source.name)),
            values,
            settings: &fields,
            links,
            generated: &self.generated,
            folds: self.folds,
            constructs: &recognition.found,
            network: recognition.network.as_ref(),
            allowed: &allowed,
        };
        let not_written = import::not_written(&source.template, &given);
        let text = import::stack(&source.template, &source.comments, &given);
        recognition.drop_all(&not_written);
        self.note_constructs(wanted, &recognition);
        self.drafts.push(Draft::new(self.app.with_file_name(format!("{module}.rs")), text));
        self.note(wanted, allowed.len());
        let settings = if fields.is_empty() { String::new() } else { format!(", &{}.settings.{module}", self.environment()?) };
        let used: String = links.modules().iter().map(|module| format!(", &{module}")).collect();
        let binding = if links.exports.is_empty() { String::new() } else { format!("let {module} = ") };
        Ok(format!("{binding}{module}::stack(&mut app{settings}{used});"))
    }

    fn note(&mut self, wanted: &Wanted<'_>, allowed: usize) {
        let name = &wanted.name;
        self.notes.extend(wanted.source.notes.iter().cloned());
        let withheld = wanted.source.withheld();
        if !withheld.is_empty() {
            let names = withheld.join(", ");
            self.notes.push(format!("{name}: the values of secrets were not copied: {names}; give them at the deployment, or refer to them by an ARN or a path"));
        }
        let open = wanted.source.open();
        if !open.is_empty() {
            self.notes.push(format!("{name}: the first deployment must give {}", open.join(", ")));
        }
        if allowed > 0 {
            self.notes.push(format!("{name}: findings are allowed `as imported`; look at them: {allowed}"));
        }
    }

    /// The constructs that make resources of a stack.
    fn constructs(&self, wanted: &Wanted<'_>) -> Recognition {
        match self.targets.is_empty() {
            true => Recognition::default(),
            false => recognize::constructs(&wanted.source.template, &self.targets, wanted.full_name.as_deref()),
        }
    }

    /// What is said of the constructs: those that were recognized, and why others were not.
    fn note_constructs(&mut self, wanted: &Wanted<'_>, recognition: &Recognition) {
        if self.targets.is_empty() {
            return;
        }
        let Recognition { found, refused, .. } = recognition;
        let count: usize = found.iter().map(|made| made.ids.len()).sum();
        let names: Vec<String> =
            found.iter().map(|made| format!("{} ({})", made.id, made.call.path.trim_end_matches("::new"))).collect();
        let named = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
        let all = wanted.source.template.count("Resources");
        self.told.push(format!("{}: constructs make {} of {all}{named}", wanted.name, counted(count, "resource")));
        let why = |(id, (construct, why)): (&String, &(&str, String))| format!("  {construct} `{id}`: not recognized, {why}");
        self.told.extend(refused.iter().map(why));
    }

    /// Adds the settings; the field of each parameter that has one. Where the app has no settings, the values stand in the module.
    fn settings(&mut self, module: &str, values: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Stop> {
        let place = if values.is_empty() { None } else { SettingsFile::find(&self.app, &mut self.edits, self.session)? };
        let Some(place) = place else { return Ok(BTreeMap::new()) };
        let fields = import::fields(values.keys().map(String::as_str));
        place.add(module, &fields, values, &self.environments, &mut self.edits, self.session)?;
        Ok(fields)
    }

    /// What the function `app` calls its environment.
    fn environment(&mut self) -> Result<String, Stop> {
        let shown = self.session.paths.shown(&self.app);
        let text = self.edits.text(&self.app, self.session)?;
        let name =
            text.split_once("fn app(").and_then(|(_, after)| after.split_once(':')).map(|(name, _)| name.trim().to_owned());
        let is_name = |name: &String| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        name.filter(is_name).ok_or_else(|| no_place(&shown).into())
    }

    /// Calls the modules in the app, in all environments or only in some.
    fn call(&mut self, calls: &[String]) -> Result<(), Stop> {
        let statement = if self.only.is_empty() {
            calls.join("\n    ")
        } else {
            let names = self.only.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(" | ");
            format!(
                "if matches!({}.name.as_str(), {names}) {{\n        {}\n    }}",
                self.environment()?,
                calls.join("\n        ")
            )
        };
        let shown = self.session.paths.shown(&self.app);
        let text = self.edits.text(&self.app, self.session)?;
        *text = added_statement(text, &statement).ok_or_else(|| no_place(&shown))?;
        Ok(())
    }
}

fn no_place(shown: &str) -> Finding {
    let help = "stacks are added before that line; its first argument is the environment";
    Finding::error(format!("`{shown}` has no function `app(environment: …)` that ends with `app`")).help(help)
}
