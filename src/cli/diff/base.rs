//! What a change is compared with: committed snapshots, files, or what is deployed.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::git::{self, Git};
use super::nested::{self, Way};
use crate::cli::aws::{Aws, Refusal};
use crate::cli::check::files;
use crate::cli::disk;
use crate::cli::files::BESIDE_TEMPLATES;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::diagnostic::Diagnostic;
use crate::diff::Side;
use crate::language;
use crate::stack::Assembly;
use crate::template::read;

/// The way out where a template is too large.
pub(in crate::cli) const SPLIT: &str = "move some of it into a stack of its own";

/// Where the templates of the base come from.
pub(in crate::cli) enum Base {
    /// The snapshots of a revision, and what it is called.
    Git { git: Git, revision: String, shown: String },
    /// A directory with `ENVIRONMENT/STACK.snap` or `ENVIRONMENT/STACK.template.json`.
    Directory(PathBuf, String),
    /// One template.
    File(PathBuf, String),
    /// The deployed stacks.
    Deployed,
}

/// The branches that changes are usually made for, in the order in which they are tried.
const DEFAULT_BRANCHES: [&str; 4] = ["origin/HEAD", "origin/main", "main", "master"];

impl Base {
    /// What was asked for; the committed snapshots without it.
    pub(in crate::cli) fn of(asked: Option<&str>, session: &Session) -> Result<Base, Stop> {
        match asked {
            None => merge_base(session),
            Some("git") => merge_base(session),
            Some("deployed") => Ok(Base::Deployed),
            Some(asked) => match asked.strip_prefix("git:") {
                Some(revision) => {
                    let git = Git::of(session)?;
                    let Some(full) = git.commit(revision) else {
                        let help = history(session, "`git log --oneline` lists them")?;
                        return Err(Finding::error(format!("git has no revision `{revision}`")).help(help).into());
                    };
                    Ok(Base::Git { git, revision: full, shown: format!("git:{revision}") })
                }
                None => at_path(asked, session),
            },
        }
    }

    /// What it is, in words.
    pub(in crate::cli) fn shown(&self) -> String {
        match self {
            Base::Git { shown, .. } | Base::Directory(_, shown) | Base::File(_, shown) => shown.clone(),
            Base::Deployed => "what is deployed".to_owned(),
        }
    }

    /// Whether it is what runs, and not what was written.
    pub(in crate::cli) fn is_deployed(&self) -> bool {
        matches!(self, Base::Deployed)
    }

    /// The stacks of the base that belong to an environment. What the settings leave to a default has that.
    pub(in crate::cli) fn stacks(&self, assembly: &Assembly, session: &Session) -> Result<Vec<(String, Side)>, Stop> {
        let stacks = self.read(assembly, session)?.into_iter();
        Ok(stacks.map(|(name, side)| (name, side.assuming_defaults())).collect())
    }

    /// These stacks, and those of the environment as they would be deployed now.
    pub(in crate::cli) fn sides(&self, assembly: &Assembly, session: &Session) -> Result<[Vec<(String, Side)>; 2], Stop> {
        let (before, mut after) = (self.stacks(assembly, session)?, sides(assembly));
        if self.is_deployed() {
            keep_values(&before, &mut after);
        }
        Ok([before, after])
    }

    fn read(&self, assembly: &Assembly, session: &Session) -> Result<Vec<(String, Side)>, Stop> {
        match self {
            Base::Git { git, revision, .. } => from_git(git, revision, assembly),
            Base::Directory(path, _) => from_directory(path, assembly, session),
            Base::File(path, shown) => match assembly.stacks.as_slice() {
                [stack] => Ok(vec![(stack.name.to_owned(), file(path, session)?)]),
                _ => {
                    let stem = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.split('.').next());
                    let stack = assembly.stacks.iter().find(|stack| Some(stack.name) == stem);
                    let stack = stack.ok_or_else(|| {
                        let names: Vec<&str> = assembly.stacks.iter().map(|stack| stack.name).collect();
                        let help = format!("name the file after its stack ({}), or compare two files", names.join(", "));
                        Finding::error(format!("`{shown}` does not belong to a stack")).help(help)
                    })?;
                    Ok(vec![(stack.name.to_owned(), file(path, session)?)])
                }
            },
            Base::Deployed => deployed(assembly),
        }
    }
}

/// The stacks of an assembly, each with the values that are known of its parameters.
pub(in crate::cli) fn sides(assembly: &Assembly) -> Vec<(String, Side)> {
    let side =
        |stack: &crate::stack::SynthesizedStack| Side::new(stack.template.clone(), values(assembly, stack)).assuming_defaults();
    let side = |stack: &crate::stack::SynthesizedStack| side(stack).named(&stack.full_name, stack.moves.clone());
    assembly.stacks.iter().map(|stack| (stack.name.to_owned(), side(stack))).collect()
}

/// A deployment keeps the value of a parameter that it is not given another one for.
fn keep_values(before: &[(String, Side)], after: &mut [(String, Side)]) {
    for (name, side) in after {
        let Some((_, deployed)) = before.iter().find(|(known, _)| known == name) else { continue };
        for (parameter, value) in &deployed.values {
            side.values.entry(parameter.clone()).or_insert_with(|| value.clone());
        }
    }
}

/// The pseudo parameters that an environment settles.
pub(super) fn pseudo(assembly: &Assembly) -> [(String, String); 2] {
    [("AWS::AccountId".to_owned(), assembly.target.account.clone()), ("AWS::Region".to_owned(), assembly.target.region.clone())]
}

/// Values of the parameters, and of the pseudo parameters that an environment settles.
pub(super) fn values(assembly: &Assembly, stack: &crate::stack::SynthesizedStack) -> BTreeMap<String, String> {
    let own = stack.parameters.iter().map(|parameter| (parameter.name.to_string(), parameter.value.clone()));
    own.chain(pseudo(assembly)).collect()
}

/// A template file as one side of a comparison.
pub(in crate::cli) fn file(path: &Path, session: &Session) -> Result<Side, Stop> {
    let left = Cell::new(0);
    let path = session.paths.absolute(path);
    file_at(&path, session, &Way::to_root(&left))
}

/// Puts in the templates of nested stacks that URLs name, from a directory.
pub(super) fn attach_urls(side: &mut Side, directory: &Path, session: &Session) {
    nested::attach_urls(side, directory, &|path, way| file_at(path, session, way).ok());
}

/// A template file, of a stack that others hold.
fn file_at(path: &Path, session: &Session, way: &Way<'_>) -> Result<Side, Stop> {
    let source = files::read(path, session)?;
    source.learn_misplaced(session);
    let mut side = side(&source.bytes, &source.name, BTreeMap::new())?;
    nested::attach_local(&mut side, path, way, &|path, way| file_at(path, session, way).ok());
    Ok(side)
}

/// A template as one side of a comparison.
pub(super) fn side(bytes: &[u8], shown: &str, values: BTreeMap<String, String>) -> Result<Side, Stop> {
    match read::template(without_head(bytes)) {
        Ok((template, _)) => match language::far_exceeded(&template) {
            Some(problem) => Err(Finding::error(format!("{shown}: {problem}")).help(SPLIT).into()),
            None => Ok(Side::new(template, values)),
        },
        Err(problems) => Err(match problems.into_iter().next() {
            Some(problem) => {
                let mut diagnostic = Diagnostic::error("E0000", problem.message).at(problem.location);
                diagnostic.help = problem.help;
                Finding::in_file(diagnostic, shown).into()
            }
            None => Finding::error(format!("`{shown}` is not a template")).into(),
        }),
    }
}

/// A snapshot without the lines of its own that stand before the template.
fn without_head(bytes: &[u8]) -> &[u8] {
    let Some(rest) = bytes.strip_prefix(b"---\n") else { return bytes };
    let end = rest.windows(5).position(|window| window == b"\n---\n");
    end.map_or(bytes, |end| &rest[end + 5..])
}

fn at_path(asked: &str, session: &Session) -> Result<Base, Stop> {
    let path = session.paths.absolute(Path::new(asked));
    if path.is_dir() {
        return Ok(Base::Directory(path, asked.to_owned()));
    }
    if path.is_file() {
        return Ok(Base::File(path, asked.to_owned()));
    }
    let help = match Git::of(session)?.commit(asked) {
        Some(_) => format!("the revision is `git:{asked}`"),
        None => "a base is `git:REVISION`, a directory, a template file, or `deployed`".to_owned(),
    };
    Err(Finding::error(format!("`{asked}` is not a base")).help(help).into())
}

fn merge_base(session: &Session) -> Result<Base, Stop> {
    let git = Git::of(session)?;
    let mut tips = git.commits(&[["HEAD"].as_slice(), &DEFAULT_BRANCHES].concat()).into_iter();
    let head = tips.next().flatten();
    for (branch, tip) in DEFAULT_BRANCHES.into_iter().zip(tips) {
        let Some(tip) = tip else { continue };
        // On the branch itself nothing has left it, and another process would take longer than all the rest.
        let met = if head.as_ref() == Some(&tip) { Some(tip) } else { git::told(session, &["merge-base", "HEAD", branch])? };
        if let Some(found) = met {
            let revision = found.trim().to_owned();
            let short: String = revision.chars().take(9).collect();
            return Ok(Base::Git { git, revision, shown: format!("git:{short}, where this branch left {branch}") });
        }
    }
    let help = history(session, "commit the snapshots first, or name a base with `--against`")?;
    Err(Finding::error("there is no committed revision of a default branch to compare with").help(help).into())
}

/// The way out where a revision is missing: the history may be incomplete, or there is none.
fn history(session: &Session, usual: &str) -> Result<String, Stop> {
    let is_shallow = git::told(session, &["rev-parse", "--is-shallow-repository"])?;
    let help = match is_shallow.as_deref().map(str::trim) {
        None => "the project is not in a git repository; name a directory or `deployed` with `--against`",
        Some("true") => {
            "this clone has only part of the history: `git fetch --unshallow` gets the rest, in a workflow `fetch-depth: 0` of actions/checkout"
        }
        Some(_) => usual,
    };
    Ok(help.to_owned())
}

/// The committed snapshots of an environment.
fn from_git(git: &Git, revision: &str, assembly: &Assembly) -> Result<Vec<(String, Side)>, Stop> {
    let directory = format!("snapshots/{}", assembly.environment);
    let names = git.names(revision, &directory);
    let names: Vec<&str> = names.iter().filter_map(|file| file.strip_suffix(".snap")).collect();
    let paths: Vec<String> = names.iter().map(|name| format!("{directory}/{name}.snap")).collect();
    let texts = git.files(revision, &paths);
    let read = |((name, path), text): ((&str, &String), Option<Vec<u8>>)| {
        let shown = format!("{revision}:{path}");
        let text = text.ok_or_else(|| Finding::error(format!("git does not show `{shown}`")))?;
        Ok((name.to_owned(), side(&text, &shown, known_values(assembly, name))?))
    };
    names.into_iter().zip(&paths).zip(texts).map(read).collect()
}

/// Snapshots hold templates only, so the values of parameters are taken to be those of today.
fn known_values(assembly: &Assembly, name: &str) -> BTreeMap<String, String> {
    let stack = assembly.stacks.iter().find(|stack| stack.name == name);
    stack.map(|stack| values(assembly, stack)).unwrap_or_else(|| pseudo(assembly).into_iter().collect())
}

fn from_directory(directory: &Path, assembly: &Assembly, session: &Session) -> Result<Vec<(String, Side)>, Stop> {
    let inner = directory.join(&assembly.environment);
    let location = if inner.is_dir() { inner } else { directory.to_owned() };
    let mut found = templates(&location, session)?;
    for (stack, side) in &mut found {
        // A parameters file knows better which values were meant.
        let given = std::mem::replace(&mut side.values, known_values(assembly, stack));
        side.values.extend(given);
    }
    Ok(found)
}

/// How the names of template files end, after that of their stack.
const ENDS: [&str; 6] = [".snap", ".template.json", ".template.yaml", ".json", ".yaml", ".yml"];
const PARAMETERS: &str = ".parameters.json";

/// The templates in a directory, by their stacks.
fn templates(directory: &Path, session: &Session) -> Result<Vec<(String, Side)>, Stop> {
    let files = entries(directory, session)?.into_iter().filter(|path| path.is_file());
    files.filter_map(|path| stack_file(&path, session).transpose()).collect()
}

/// A template that is named after its stack, with the values of the parameters file beside it; nothing for another file.
pub(super) fn stack_file(path: &Path, session: &Session) -> Result<Option<(String, Side)>, Stop> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stack =
        ENDS.iter().find_map(|end| name.strip_suffix(end)).filter(|_| !BESIDE_TEMPLATES.iter().any(|end| name.ends_with(end)));
    let Some(stack) = stack else { return Ok(None) };
    let mut side = file(path, session)?;
    let values = disk::bytes(&path.with_file_name(format!("{stack}{PARAMETERS}"))).unwrap_or_default();
    side.values = crate::check::given_parameters(&values);
    Ok(Some((stack.to_owned(), side)))
}

fn entries(directory: &Path, session: &Session) -> Result<Vec<PathBuf>, Stop> {
    let cannot = |error: io::Error| Stop::cannot("read", directory, &session.paths, &error, "check the path");
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory).map_err(cannot)? {
        paths.push(entry.map_err(cannot)?.path());
    }
    paths.sort();
    Ok(paths)
}

/// The stacks below a directory, by the directories in it, which are environments; those in the directory itself under the empty name.
pub(in crate::cli) fn tree(directory: &Path, session: &Session) -> Result<BTreeMap<String, Vec<(String, Side)>>, Stop> {
    let mut found = BTreeMap::from([(String::new(), templates(directory, session)?)]);
    for path in entries(directory, session)?.into_iter().filter(|path| path.is_dir()) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        found.insert(name, templates(&path, session)?);
    }
    found.retain(|_, stacks| !stacks.is_empty());
    Ok(found)
}

/// The stacks as they are deployed, with the values of their parameters.
fn deployed(assembly: &Assembly) -> Result<Vec<(String, Side)>, Stop> {
    let aws = Aws::of(&assembly.target)?;
    let mut found = Vec::new();
    for stack in &assembly.stacks {
        let name = stack.full_name.as_str();
        let Some(body) = told(aws.ask(&["cloudformation", "get-template", "--stack-name", name])?, name)? else { continue };
        let text = match &body["TemplateBody"] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let described =
            told(aws.ask(&["cloudformation", "describe-stacks", "--stack-name", name])?, name)?.unwrap_or(Value::Null);
        let mut values: BTreeMap<String, String> = pseudo(assembly).into_iter().collect();
        for parameter in described["Stacks"][0]["Parameters"].as_array().into_iter().flatten() {
            if let (Some(key), Some(value)) = (parameter["ParameterKey"].as_str(), parameter["ParameterValue"].as_str()) {
                values.insert(key.to_owned(), value.to_owned());
            }
        }
        found.push((stack.name.to_owned(), side(text.as_bytes(), &format!("the deployed stack {name}"), values)?));
    }
    Ok(found)
}

/// The answer; nothing where there is no such stack.
fn told(answer: Result<Value, Refusal>, name: &str) -> Result<Option<Value>, Stop> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Refusal(words)) if words.contains("does not exist") => Ok(None),
        Err(Refusal(words)) => Err(Finding::error(format!("AWS does not show the stack `{name}`: {words}")).into()),
    }
}
