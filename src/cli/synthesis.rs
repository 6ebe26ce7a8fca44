//! From a settings file to the assembly of its environment and every finding about it.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

use indexmap::IndexSet;

use super::environments::EnvironmentFile;
use super::parallel;
use super::report::{Finding, Position};
use super::session::{MakeApp, Session};
use super::stop::Stop;
use crate::check::Selection;
use crate::diagnostic::Diagnostic;
use crate::stack::{Assembly, SettingsError, SynthesizedStack};
use crate::template::SourceLocation;

/// What one environment came to.
pub(super) struct Synthesis {
    /// Its stacks; nothing where the settings could not be read or the app panicked.
    pub assembly: Option<Assembly>,
    /// Mistakes and warnings.
    pub findings: Vec<Finding>,
}

/// What checks the templates of an environment: some rules, or none where it does not matter what the templates hold.
type Check<'r> = Option<&'r Selection>;

/// Synthesizes environments in parallel, and does `then` with each on the thread where it was synthesized.
pub(super) fn each<R: Send>(
    files: &[EnvironmentFile],
    session: &Session,
    check: Check<'_>,
    then: impl Fn(Synthesis) -> R + Sync,
) -> Vec<R> {
    let outer = panic::take_hook();
    let verbose = std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0");
    panic::set_hook(Box::new(move |info| {
        note_panic(info);
        if verbose {
            outer(info);
        }
    }));
    let several = files.len() > 1;
    let results = parallel::map(files, |file| {
        let mut synthesis = one(file, session, check);
        if several {
            let named = |finding: Finding| finding.in_environment(&file.name);
            synthesis.findings = synthesis.findings.into_iter().map(named).collect();
        }
        then(synthesis)
    });
    drop(panic::take_hook());
    results
}

/// Synthesizes environments, and ends the command where one of them has mistakes, which stand in the way of what `hindered` says.
pub(super) fn sound<R: Send>(
    files: &[EnvironmentFile],
    session: &Session,
    check: Check<'_>,
    hindered: &'static str,
    then: impl Fn(Assembly) -> R + Sync,
) -> Result<Vec<R>, Stop> {
    let results = each(files, session, check, |synthesis| (synthesis.assembly.map(&then), synthesis.findings));
    let (made, findings): (Vec<Option<R>>, Vec<Vec<Finding>>) = results.into_iter().unzip();
    let errors: Vec<Finding> = findings.into_iter().flatten().filter(|finding| finding.is_error()).collect();
    if errors.is_empty() { Ok(made.into_iter().flatten().collect()) } else { Err(Stop::Mistakes(errors, hindered)) }
}

fn one(file: &EnvironmentFile, session: &Session, check: Check<'_>) -> Synthesis {
    let failed = |finding| Synthesis { assembly: None, findings: vec![finding] };
    let Some(make_app) = session.make_app else {
        return failed(Finding::error("this binary has no stacks"));
    };
    let text = match file.text(session) {
        Ok(text) => text,
        Err(stop) => return failed(stop.into_finding()),
    };
    session.learn(|secrets| secrets.learn_text(&text));
    match panic::catch_unwind(AssertUnwindSafe(|| assemble(make_app, &file.name, &text, check))) {
        Ok(Ok((assembly, findings))) => {
            for stack in assembly.stacks.iter().flat_map(SynthesizedStack::with_instances) {
                session.learn_template(&stack.template, stack.values(&assembly.target));
            }
            Synthesis { assembly: Some(assembly), findings: findings.into_iter().map(Finding::from).collect() }
        }
        Ok(Err(error)) => failed(settings_finding(error, session.paths.shown(&file.path))),
        Err(_) => failed(panic_finding(&file.name)),
    }
}

fn assemble(make_app: &MakeApp, name: &str, text: &str, check: Check<'_>) -> Result<(Assembly, Vec<Diagnostic>), SettingsError> {
    let (assembly, mut findings) = make_app(name, text)?.synth();
    // What the authoring reported, the checks would find again in the template, in other words.
    let told: Vec<SourceLocation> =
        findings.iter().map(|finding| finding.location).filter(|location| location.is_known()).collect();
    let checked = check.map(|rules| rules.assembly(&assembly)).unwrap_or_default();
    findings.extend(checked.into_iter().filter(|finding| !told.contains(&finding.location)));
    Ok((assembly, findings))
}

fn settings_finding(error: SettingsError, file: String) -> Finding {
    let finding = Finding::error(error.message).at(Position { file, at: error.position });
    match error.help {
        Some(help) => finding.help(help),
        None => finding,
    }
}

thread_local! {
    /// The message and place of this thread's last panic: the payload alone has no place.
    static LAST_PANIC: RefCell<Option<(String, Option<Position>)>> = const { RefCell::new(None) };
}

fn note_panic(info: &PanicHookInfo) {
    let payload = info.payload();
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let message = text.unwrap_or("it gave no reason").to_owned();
    let position =
        info.location().map(|at| Position { file: at.file().to_owned(), at: Some((at.line() as usize, at.column() as usize)) });
    LAST_PANIC.with(|last| *last.borrow_mut() = Some((message, position)));
}

fn panic_finding(environment: &str) -> Finding {
    let (message, position) = LAST_PANIC.with(RefCell::take).unwrap_or_default();
    let finding = Finding::error(format!("the app panicked: {message}"))
        .in_environment(environment)
        .help("`RUST_BACKTRACE=1` shows the calls that led there; report a mistake with `Stack::report` instead of a panic");
    match position {
        Some(position) => finding.at(position),
        None => finding,
    }
}

/// Ends a command if a name that was asked for is no stack of any environment.
pub(super) fn check_stack_names(wanted: &[&String], known: &[&str]) -> Result<(), Stop> {
    for name in wanted {
        if known.contains(&name.as_str()) {
            continue;
        }
        let help = match crate::diagnostic::nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                // Each environment has its own stack of a name.
                let names: IndexSet<&str> = known.iter().copied().collect();
                format!("these exist: {}", names.into_iter().collect::<Vec<_>>().join(", "))
            }
        };
        return Err(Finding::error(format!("there is no stack `{name}`")).help(help).into());
    }
    Ok(())
}
