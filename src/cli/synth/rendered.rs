//! The files of one environment, compared with those of the last synth.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::files::{BESIDE_TEMPLATES, Batch, Change, OutputFile};
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::templates;
use crate::deploy::{self, Layout, Plan, PlannedStack};
use crate::scaffold::Templates;
use crate::stack::{Assembly, Escape, ParameterValue, SynthesizedStack, Target};
use crate::template::Format;

/// One stack.
#[derive(Debug)]
pub(super) struct RenderedStack {
    /// The short name.
    pub name: &'static str,
    /// The template.
    pub template: OutputFile,
    /// The values of its parameters, where it has any.
    pub parameters: Option<OutputFile>,
    /// What is written beside these: the template of a stack set's stacks, and what Git sync reads.
    pub others: Vec<OutputFile>,
    /// Why Git sync cannot deploy it, where that was asked for.
    pub not_synced: Option<String>,
    /// The stacks it has links to.
    pub depends_on: Vec<&'static str>,
    /// Escapes from the typed layer.
    pub escapes: Vec<Escape>,
    /// How many resources, parameters, outputs and mappings it has.
    pub counts: [usize; 4],
    /// Whether it is one of those asked for.
    pub selected: bool,
}

/// One environment.
#[derive(Debug)]
pub(super) struct Rendered {
    /// Its name.
    pub environment: String,
    /// Where its stacks go.
    pub target: Target,
    /// Its stacks, in deployment order.
    pub stacks: Vec<RenderedStack>,
    /// How they are deployed, in the same order.
    pub plan: Plan,
    /// The scripts that do it.
    pub scripts: Vec<OutputFile>,
    directory: PathBuf,
    strangers: Vec<(String, PathBuf)>,
}

/// The names of the sections whose entries [`RenderedStack::counts`] counts.
pub(super) const COUNTED: [&str; 4] = ["Resources", "Parameters", "Outputs", "Mappings"];

/// How the files are written.
#[derive(Clone, Copy)]
pub(super) struct Form<'a> {
    /// The format of the templates.
    pub format: Format,
    /// Where the environments have their directories.
    pub output: &'a Path,
    /// Whether Git sync is to find its deployment files.
    pub git_sync: bool,
}

/// Renders every stack, and compares it with what is there.
pub(super) fn render(assembly: Assembly, form: Form<'_>, templates: &Templates, session: &Session) -> Result<Rendered, Stop> {
    let Form { format, output, git_sync } = form;
    let directory = output.join(&assembly.environment);
    let texts: Vec<String> = assembly.stacks.iter().map(|stack| stack.template.to_text(format)).collect();
    let sources = session.project.seen_from(&directory);
    let layout = Layout { format, directory: &session.paths.shown(&directory), sources: sources.as_deref() };
    let plan = Plan::new(&assembly, layout, &texts);
    let compared = |name: &str, text| OutputFile::compared(directory.join(name), text, &session.paths);
    let scripts = deploy::scripts(&plan, templates).map_err(templates::wrong)?;
    let scripts = scripts.into_iter().map(|(name, text)| compared(name, text).map(OutputFile::executable));
    let scripts = scripts.collect::<Result<Vec<_>, _>>()?;
    let stacks = assembly.stacks.into_iter().zip(texts).zip(&plan.stacks);
    let stacks = stacks.map(|((stack, text), planned)| {
        let instances = stack.instances.as_ref().map(|instances| {
            let name = format!("{}.instances.{}", stack.name, format.extension());
            compared(&name, instances.template.to_text(format))
        });
        let mut others = instances.into_iter().collect::<Result<Vec<_>, _>>()?;
        let name = format!("{}.deployment.yaml", stack.name);
        // What was asked for once is kept up to date: CloudFormation deploys what it says.
        let mut not_synced = None;
        if git_sync || directory.join(&name).is_file() {
            let template = session.project.in_repository(&directory.join(&planned.template));
            let template = template.ok_or_else(|| "its template lies outside of the repository".to_owned());
            match template.and_then(|template| deploy::deployment_file(&plan, planned, &template)) {
                Ok(text) => others.push(compared(&name, text)?),
                Err(why) => not_synced = Some(why),
            }
        }
        Ok(RenderedStack { others, not_synced, ..render_stack(stack, text, planned, compared)? })
    });
    let stacks = stacks.collect::<Result<Vec<_>, Stop>>()?;
    let strangers = strangers(&directory, &stacks);
    Ok(Rendered { environment: assembly.environment, target: assembly.target, stacks, plan, scripts, directory, strangers })
}

fn render_stack(
    stack: SynthesizedStack,
    text: String,
    planned: &PlannedStack,
    compared: impl Fn(&str, String) -> Result<OutputFile, Stop>,
) -> Result<RenderedStack, Stop> {
    let template = compared(&planned.template, text)?;
    let parameters = planned.parameters_file.as_ref().map(|name| compared(name, parameters_text(&stack.parameters)));
    let parameters = parameters.transpose()?;
    Ok(RenderedStack {
        name: stack.name,
        counts: COUNTED.map(|section| stack.template.count(section)),
        depends_on: stack.depends_on,
        escapes: stack.escapes,
        selected: true,
        others: Vec::new(),
        not_synced: None,
        template,
        parameters,
    })
}

/// The form that `aws cloudformation deploy --parameter-overrides file://…` takes in versions 1 and 2 of the AWS CLI alike.
fn parameters_text(values: &[ParameterValue]) -> String {
    let list: Vec<String> = values.iter().map(|value| format!("{}={}", value.name, value.value)).collect();
    // A list of texts always has a JSON form.
    serde_json::to_string_pretty(&list).unwrap_or_default() + "\n"
}

/// What lies in the directory and looks like this command's, but is none of its files: each with the stack in its name. A
/// directory that cannot be read has nothing to tell; writing to it fails with the reason.
fn strangers(directory: &Path, stacks: &[RenderedStack]) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let ours = |path: &PathBuf| stacks.iter().any(|stack| stack.files().any(|file| file.path == *path));
    let paths = entries.map(|entry| entry.path()).filter(|path| !ours(path));
    let mut found: Vec<(String, PathBuf)> = paths.filter_map(|path| Some((stack_of(&path)?, path))).collect();
    found.sort();
    found
}

/// `backend` of `backend.template.json`.
fn stack_of(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy();
    let mut endings = [".template.json", ".template.yaml"].iter().chain(&BESIDE_TEMPLATES);
    let stack = endings.find_map(|ending| name.strip_suffix(ending))?;
    (!stack.starts_with('.')).then(|| stack.to_owned())
}

impl Rendered {
    /// The stacks that are asked for, in deployment order.
    pub(super) fn selected(&self) -> impl Iterator<Item = &RenderedStack> {
        self.stacks.iter().filter(|stack| stack.selected)
    }

    /// What is to be written.
    pub(super) fn batch(&self) -> Batch<'_> {
        Batch { directory: &self.directory, files: self.files().filter(|file| file.change != Change::Unchanged).collect() }
    }

    /// The files of the stacks that are asked for, and the scripts, where there is anything to deploy.
    pub(super) fn files(&self) -> impl Iterator<Item = &OutputFile> {
        let scripts = self.scripts.iter().filter(|_| self.selected().next().is_some());
        self.selected().flat_map(RenderedStack::files).chain(scripts)
    }

    /// Files that only an earlier synth wrote: of stacks that are gone, or of a stack that now has another format or no
    /// parameters. Files of stacks that were not asked for are left out, since nothing is known about their format.
    pub(super) fn stale(&self) -> impl Iterator<Item = &Path> {
        let left_out = |name: &str| self.stacks.iter().any(|stack| stack.name == name && !stack.selected);
        self.strangers.iter().filter(move |(stack, _)| !left_out(stack)).map(|(_, path)| path.as_path())
    }
}

impl RenderedStack {
    /// Its files.
    pub(super) fn files(&self) -> impl Iterator<Item = &OutputFile> {
        std::iter::once(&self.template).chain(&self.parameters).chain(&self.others)
    }

    /// How it changed, in words.
    pub(super) fn change(&self) -> (Change, &'static str) {
        let parameters = self.parameters.as_ref().map_or(Change::Unchanged, |file| file.change);
        match (self.template.change, parameters) {
            (Change::New, _) => (Change::New, "new"),
            (Change::Changed, Change::Unchanged) => (Change::Changed, "changed"),
            (Change::Changed, _) => (Change::Changed, "changed, and its parameters"),
            (Change::Unchanged, Change::Unchanged) => (Change::Unchanged, "unchanged"),
            (Change::Unchanged, _) => (Change::Changed, "parameters changed"),
        }
    }
}
