//! The message or the events of a failed deployment: which failure they tell of, and which resources of the app.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::headlines;
use super::named::{self, lines, named, resources};
use crate::check::{AUTHORING, RULES};
use crate::cli::report::Finding;
use crate::cli::stop::Stop;
use crate::failure::{Catalog, Cause, Event, Failure, Fault, Match, More, Names, Rank, Told, Verdict, analyze, faults, read};
use crate::redact::Redactor;
use crate::scaffold::shell::quote;
use crate::stack::Assembly;
use crate::template::counted;

/// How much of the best match another failure must have to be named beside it.
const CLOSE: f64 = 0.75;
/// Characters that are shown of a reason.
const SHOWN: usize = 600;
/// Events that are shown beside the first cause.
const LISTED: usize = 10;

/// What a text says: the events of it, or the message that it is.
pub(super) fn text(text: &str, assemblies: &[Assembly]) -> Result<String, Stop> {
    let catalog = catalog()?;
    let events = read(text);
    let told = match events.is_empty() {
        true => one(text, &catalog, assemblies)?,
        false => several(&analyze(events, &catalog), &catalog, assemblies)?,
    };
    Ok(told)
}

/// Whether a word, such as an error code or a state, tells of a failure.
pub(super) fn is_known(word: &str) -> Result<bool, Stop> {
    Ok(!catalog()?.explain(word).is_empty())
}

fn catalog() -> Result<Catalog, Stop> {
    Catalog::load().map_err(|error| Finding::error(format!("the failures cannot be read: {error}")).into())
}

/// A message.
fn one(message: &str, catalog: &Catalog, assemblies: &[Assembly]) -> Result<String, Stop> {
    let found = catalog.explain(message);
    match explained(message, found, assemblies, Vec::new()) {
        Some(text) => Ok(text),
        None => Err(unknown(message, &Names::of(message), catalog, assemblies).into()),
    }
}

/// Events: the first cause, and what else there is.
fn several(verdict: &Verdict, catalog: &Catalog, assemblies: &[Assembly]) -> Result<String, Stop> {
    let Some(first) = verdict.first.and_then(|index| verdict.events.get(index)) else {
        return Ok("None of these events tells of a failure.\n".to_owned());
    };
    let mut text = format!("First cause: {}\n\n", shown(first));
    if verdict.is_earlier {
        text.insert_str(0, "The last operation did not fail; this is the last one that did.\n");
    }
    let message = format!("{} {} ({}) {}", first.message, first.id, first.resource_type, first.stack_name());
    let known = names(first);
    match explained(&message, catalog.explain(&first.said()), assemblies, known.clone()) {
        Some(explanation) => text.push_str(&explanation),
        None => {
            let mut names = Names::of(&message);
            names.add(known);
            text.push_str(&more(&message, &names, catalog, assemblies));
        }
    }
    let list = |title: &str, indices: &[usize], text: &mut String| {
        let events = indices.iter().filter_map(|index| verdict.events.get(*index));
        let lines: Vec<String> = events.take(LISTED).map(|event| format!("  {}\n", shown(event).replace('\n', "\n  "))).collect();
        if !lines.is_empty() {
            let rest = indices.len().saturating_sub(LISTED);
            let rest = if rest == 0 { String::new() } else { format!("  and {rest} more\n") };
            let _ = write!(text, "\n{title}:\n{}{rest}", lines.concat());
        }
    };
    list("Failed by themselves as well", &verdict.others, &mut text);
    list("Failed while it was rolled back, which is to be mended before the stack can go on", &verdict.rollback, &mut text);
    if verdict.following > 0 {
        let _ = writeln!(text, "\n{} only followed.", counted(verdict.following, "other event"));
    }
    Ok(text)
}

/// An event: when, what, and why.
fn shown(event: &Event) -> String {
    let stack = if event.is_named_like_its_stack() { String::new() } else { format!("{}/", event.stack_name()) };
    let what = [event.shown_time.clone(), format!("{stack}{}", event.id), event.resource_type.clone(), event.status.clone()];
    let what = what.iter().filter(|part| !part.is_empty() && *part != "/").cloned().collect::<Vec<_>>().join("  ");
    let message = Redactor::default().message(&event.message.split_whitespace().collect::<Vec<_>>().join(" "));
    let short: String = message.chars().take(SHOWN).collect();
    let end = if short.len() < message.len() { "…" } else { "" };
    if what.is_empty() { format!("{short}{end}") } else { format!("{what}\n  {short}{end}") }
}

/// What an event names beside its message.
fn names(event: &Event) -> Vec<(String, String)> {
    let mut names = vec![("stack".to_owned(), event.stack_name().to_owned()), ("logical_id".to_owned(), event.id.clone())];
    let mut physical = Names::of(&event.physical);
    physical.called(&event.resource_type, &event.physical);
    let kinds = [
        "bucket",
        "db",
        "db_cluster",
        "function",
        "log_group",
        "repository",
        "cluster",
        "service",
        "task",
        "task_definition",
        "role",
        "target_group",
        "load_balancer",
        "stack_arn",
    ];
    names.extend(kinds.iter().filter_map(|kind| Some(((*kind).to_owned(), physical.get(kind)?.to_owned()))));
    names
}

/// The best of the failures that a message may tell of, with what is close to it.
fn explained(message: &str, found: Vec<Match<'_>>, assemblies: &[Assembly], known: Vec<(String, String)>) -> Option<String> {
    let relay = found.iter().skip(1).find(|other| other.failure.rank == Rank::Relay).map(|other| other.failure);
    let mut found = found.into_iter();
    let Match { failure, causes: likely, told, score, mut names } = found.next()?;
    names.add(known);
    if let (None, Some(stack)) = (names.get("stack"), named::stack(message, assemblies)) {
        names.add([("stack".to_owned(), stack.to_owned())]);
    }
    let mut text = format!("{}\n", failure.title);
    text.push_str(&causes(&likely, told, failure.rank, &names));
    let faults = faults(message).into_iter().map(|Fault { of, what }| format!("  {of}: {what}\n")).collect::<String>();
    if !faults.is_empty() {
        let _ = write!(text, "\nIt says of each resource:\n{faults}");
    }
    if let Some(relay) = relay {
        let tell = relay.cause.iter().filter_map(|cause| cause.tell.as_ref());
        let _ = write!(text, "\n{}; it has more:\n", relay.title);
        tell.for_each(|tell| text.push_str(&format!("  {}\n", names.fill(tell, quote))));
    }
    if !failure.tell.is_empty() {
        let lines = failure.tell.iter().map(|line| format!("  {}\n", names.fill(line, quote)));
        let _ = write!(text, "\nWhat shows more:\n{}", lines.collect::<String>());
    }
    let rules = rules(failure, &likely);
    if !rules.is_empty() {
        let _ = write!(text, "\nRules that look for it before the deployment:\n{rules}");
    }
    let close: Vec<&str> = found
        .filter(|other| other.failure.rank == failure.rank && other.score >= CLOSE * score)
        .map(|other| other.failure.title.as_str())
        .collect();
    if !close.is_empty() {
        let _ = writeln!(text, "\nIt may also be: {}.", close.join("; "));
    }
    let named = named(message, assemblies);
    let (heading, found) = match named.is_empty() {
        false => ("The message names", named),
        true => {
            let is_of_a_type = |_: &str, resource_type: &str| failure.types.iter().any(|of| of == resource_type);
            ("It may be about", resources(message, assemblies, is_of_a_type))
        }
    };
    if !found.is_empty() {
        let _ = write!(text, "\n{heading}:\n{}", lines(&found));
    }
    Some(text)
}

/// The causes. One is told as the cause only where the message says that it is this; else each is a possibility, of which the way out
/// holds only if it is found to be so.
fn causes(causes: &[&Cause], told: Told, rank: Rank, names: &Names) -> String {
    let one = |cause: &Cause, start: &str, indent: &str, way_out: &str| {
        let tell = cause.tell.iter().map(|tell| format!("{indent}To tell: {}\n", names.fill(tell, quote))).collect::<String>();
        format!("{start}{}\n{tell}{indent}{way_out}: {}\n", names.fill(&cause.is, quote), names.fill(&cause.fix, quote))
    };
    match (told, causes) {
        (Told::Said, causes) => causes.iter().map(|cause| one(cause, "\nCause: ", "", "Way out")).collect(),
        (_, [cause]) if rank != Rank::Cause => one(cause, "\nIn general: ", "", "Way out"),
        (_, [cause]) => format!("\nThe message does not say why. It may be this:\n{}", one(cause, "- ", "  ", "If so")),
        (_, causes) => {
            let item = |(index, cause): (usize, &&Cause)| one(cause, &format!("{}. Possible: ", index + 1), "   ", "If so");
            let list = causes.iter().enumerate().map(item).collect::<String>();
            format!("\nThe message does not say which of these it is. Check in this order:\n{list}")
        }
    }
}

/// The rules that look for any of the causes: its own, else those of the failure.
fn rules(failure: &Failure, causes: &[&Cause]) -> String {
    let mut said = BTreeSet::new();
    let codes = causes.iter().flat_map(|cause| cause.rules.as_ref().unwrap_or(&failure.rules)).filter(|code| said.insert(*code));
    let line = |code: &String| {
        let rule = RULES.iter().chain(AUTHORING).find(|rule| rule.code == code);
        let headline = || headlines::find(code).map_or_else(String::new, |headline| format!(": {}", headline.what));
        format!("  {code}: {}\n", rule.map_or_else(|| format!("`formwork diff`{}", headline()), |rule| rule.what.to_owned()))
    };
    codes.map(line).collect()
}

/// A message of no failure that is known here.
fn unknown(message: &str, names: &Names, catalog: &Catalog, assemblies: &[Assembly]) -> Finding {
    let help = more(message, names, catalog, assemblies);
    Finding::error("this message is not known here").help(help.trim_end())
}

/// What is known of it all the same, and the commands that show more.
fn more(message: &str, names: &Names, catalog: &Catalog, assemblies: &[Assembly]) -> String {
    let mut text = "Not known here; nothing is claimed about its cause.\n".to_owned();
    if let Some((code, meaning)) = catalog.code(message) {
        let _ = writeln!(text, "{code} says in general: {meaning}");
    }
    let more = catalog.more(message, names);
    let of_a_stack = "aws cloudformation describe-stack-events --stack-name {stack} > events.json; formwork explain events.json";
    let of_services = more.iter().flat_map(|more| more.commands.iter().map(String::as_str));
    let trail = trail(more.first().copied());
    text.push_str("What shows more:\n");
    let commands = [of_a_stack].into_iter().chain(of_services).chain([trail.as_str(), "formwork check TEMPLATE"]);
    commands.for_each(|command| text.push_str(&format!("  {}\n", names.fill(command, quote))));
    let named = named(message, assemblies);
    if !named.is_empty() {
        let _ = write!(text, "The message names:\n{}", lines(&named));
    }
    text
}

/// The command that shows what was asked of a service, and what it answered.
fn trail(more: Option<&More>) -> String {
    let of_service = more.map_or_else(String::new, |More { source, region, .. }| {
        let region = region.as_ref().map_or_else(String::new, |region| format!(" --region {region}"));
        format!(" --lookup-attributes AttributeKey=EventSource,AttributeValue={source}.amazonaws.com{region}")
    });
    format!(
        "aws cloudtrail lookup-events{of_service} --max-results 50 --query \"Events[].[EventTime, EventName, Username]\" has the service's own answer"
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::headlines;
    use crate::check::{AUTHORING, RULES};
    use crate::failure::Catalog;

    /// What is said to find a failure before the deployment is a rule, or a headline of `diff`.
    #[test]
    fn rules_of_failures_are_there() {
        let catalog = Catalog::load().expect("the data files are well-formed");
        let causes = catalog.failures.iter().flat_map(|failure| failure.cause.iter().filter_map(|cause| cause.rules.as_ref()));
        let codes = catalog.failures.iter().map(|failure| &failure.rules).chain(causes).flatten();
        let is_there =
            |code: &str| RULES.iter().chain(AUTHORING).any(|rule| rule.code == code) || headlines::find(code).is_some();
        let unknown: BTreeSet<&String> = codes.filter(|code| !is_there(code)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}
