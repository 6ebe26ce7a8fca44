//! The picture of a change: what `diff` says of it, drawn.

use std::collections::BTreeSet;
use std::path::Path;

use clap::{Arg, ArgMatches};

use crate::cli::diff::base::{self, Base};
use crate::cli::diff::known::Known;
use crate::cli::diff::{gate, words};
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::{environments, synthesis};
use crate::diff::{self, Comparison, Headline, ResourceChange, Side, Verdict};
use crate::graph::{Graph, InputTemplate, Mark, Marked};
use crate::template::counted;

/// What mistakes stand in the way of.
pub(super) const HINDERED: &str = "there is nothing to draw";

/// The arguments; `base` is what a base can be.
pub(super) fn arguments(base: &'static str) -> [Arg; 2] {
    let diff = Arg::new("diff").long("diff").value_name("BASE").help(base);
    let unchanged = Arg::new("unchanged")
        .long("unchanged")
        .value_name("HOW")
        .value_parser(["folded", "faded"])
        .default_value("folded")
        .help("With --diff: what is not next to a change is counted, or drawn as well");
    [diff, unchanged]
}

/// What changes in each environment.
pub(super) fn of_stacks(base: &str, wanted: &[&String], arguments: &ArgMatches, session: &Session) -> Result<Vec<Graph>, Stop> {
    let base = Base::of(Some(base), session)?;
    let environments = environments::asked_for(arguments, session)?;
    let assemblies = synthesis::sound(&environments, session, None, HINDERED, |assembly| assembly)?;
    let mut drawn = Vec::new();
    for assembly in &assemblies {
        let [before, after] = base.sides(assembly, session)?;
        let mut comparison = diff::compare(&before, &after);
        gate::expected(&mut comparison, assembly);
        drawn.push(draw(&assembly.environment, [&before, &after], &comparison, &base.shown()));
    }
    let names: Vec<&str> = drawn.iter().flat_map(|drawn| &drawn.graph.frames).map(|frame| frame.title.as_str()).collect();
    synthesis::check_stack_names(wanted, &names)?;
    let wanted: Vec<&str> = wanted.iter().map(|name| name.as_str()).collect();
    Ok(drawn.into_iter().map(|drawn| drawn.finish(&wanted, arguments)).collect())
}

/// A graph of a change, and what is said below it.
struct Drawn {
    graph: Graph,
    notes: Vec<String>,
}

impl Drawn {
    /// The graph as it is asked for, of these stacks or of all.
    fn finish(self, stacks: &[&str], arguments: &ArgMatches) -> Graph {
        let graph = if stacks.is_empty() { self.graph } else { self.graph.only(stacks) };
        let is_folded = arguments.get_one::<String>("unchanged").is_none_or(|how| how == "folded");
        let graph = if is_folded { graph.folded() } else { graph };
        graph.explained(self.notes)
    }
}

/// Two templates, or two directories of them.
pub(super) fn of_paths(base: &str, asked: &str, arguments: &ArgMatches, session: &Session) -> Result<Vec<Graph>, Stop> {
    let known = Known::of(arguments, session)?;
    let [one, other] = [base, asked].map(|name| session.paths.absolute(Path::new(name)));
    let put = |sides: Vec<(String, Side)>| -> Vec<(String, Side)> {
        sides.into_iter().map(|(name, side)| (name, known.put_into(side))).collect()
    };
    if !(one.is_dir() && other.is_dir()) {
        let side = |path: &Path| base::file(path, session);
        let (before, after) = (vec![(asked.to_owned(), side(&one)?)], vec![(asked.to_owned(), side(&other)?)]);
        known.check(before.iter().chain(&after), session)?;
        let (before, after) = (put(before), put(after));
        let drawn = draw("", [&before, &after], &diff::compare(&before, &after), &known.shown(base));
        return Ok(vec![drawn.finish(&[], arguments)]);
    }
    let (mut before, mut after) = (base::tree(&one, session)?, base::tree(&other, session)?);
    known.check(before.values().chain(after.values()).flatten(), session)?;
    let names: BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
    if names.is_empty() {
        let help = "a template's name ends in .template.json, .template.yaml, .json, .yaml, .yml or .snap";
        return Err(Finding::error(format!("neither `{base}` nor `{asked}` holds a template")).help(help).into());
    }
    let drawn = names.iter().map(|name| {
        let [before, after] = [&mut before, &mut after].map(|tree| put(tree.remove(name).unwrap_or_default()));
        draw(name, [&before, &after], &diff::compare(&before, &after), &known.shown(base)).finish(&[], arguments)
    });
    Ok(drawn.collect())
}

fn draw(title: &str, [before, after]: [&[(String, Side)]; 2], comparison: &Comparison, base: &str) -> Drawn {
    let full_name = |name: &str| after.iter().find(|(known, _)| known == name).and_then(|(_, side)| side.full_name.as_deref());
    let source = |(name, side): &'_ (String, Side)| (name.clone(), side.template.clone());
    // A moved resource is where the refactor puts it, on both sides.
    let mut old: Vec<_> = before.iter().map(source).collect();
    for (name, template) in diff::refactored(before, after).templates {
        match old.iter_mut().find(|(known, _)| *known == name) {
            Some((_, own)) => *own = template,
            None => old.push((name, template)),
        }
    }
    let new: Vec<_> = after.iter().map(source).collect();
    let [old, new] = [&old, &new].map(|templates| {
        let each = templates.iter();
        each.map(|(name, template)| InputTemplate { name, stack_name: full_name(name), template })
            .collect::<Vec<InputTemplate<'_>>>()
    });
    let changes: Vec<Marked<'_>> = comparison
        .stacks
        .iter()
        .flat_map(|stack| stack.resources.iter().map(move |resource| marked(&stack.name, resource)))
        .collect();
    let graph = Graph::of_change(title, &old, &new, &changes);
    Drawn { graph, notes: notes(comparison, base) }
}

fn marked<'a>(stack: &'a str, resource: &'a ResourceChange) -> Marked<'a> {
    let shown = |old: &str, id: &str| if old == stack { id.to_owned() } else { format!("{old}/{id}") };
    let moved = resource.moved_from.as_ref().map(|(old, id)| format!("from {}", shown(old, id)));
    let renamed = resource
        .renamed_from
        .as_ref()
        .map(|id| format!("equal to the removed {}", shown(resource.renamed_from_stack.as_deref().unwrap_or(stack), id)));
    let parts: Vec<String> = resource.under.iter().map(|under| format!("where {under}")).chain(moved).chain(renamed).collect();
    let note = (!parts.is_empty()).then(|| parts.join(", "));
    Marked { stack, id: &resource.id, resource_type: &resource.resource_type, mark: mark(resource), note }
}

fn mark(resource: &ResourceChange) -> Mark {
    let is_reached = !resource.changes.is_empty() && resource.changes.iter().all(|change| change.through.is_some());
    match resource.verdict {
        Verdict::Add => Mark::Added,
        Verdict::Remove => Mark::Removed,
        Verdict::Replace if resource.is_revision() => Mark::Revised,
        Verdict::Replace => Mark::Replaced,
        Verdict::MayReplace => Mark::MayBeReplaced,
        Verdict::Retype => Mark::Refused,
        Verdict::Moved => Mark::Moved,
        Verdict::Metadata => Mark::Metadata,
        Verdict::Interruption | Verdict::MayInterrupt => Mark::Interrupted,
        Verdict::Unknown => Mark::Unknown,
        Verdict::MayUpdate | Verdict::Update | Verdict::Differs if is_reached => Mark::Reached,
        Verdict::MayUpdate | Verdict::Update | Verdict::Differs => Mark::Updated,
    }
}

/// Headlines that are told below the picture; `diff` has them all.
const MOST_HEADLINES: usize = 6;

/// What is compared, what a reviewer must know, and what could not be compared.
fn notes(comparison: &Comparison, base: &str) -> Vec<String> {
    let changes = if comparison.is_same() { ": no change" } else { "" };
    let mut notes = vec![format!("Compared with {base}{changes}")];
    notes.extend(comparison.headlines.iter().take(MOST_HEADLINES).map(headline));
    if let Some(more @ 1..) = comparison.headlines.len().checked_sub(MOST_HEADLINES) {
        notes.push(format!("and {}, which `diff` prints", counted(more, "more headline")));
    }
    for stack in &comparison.stacks {
        notes.extend(stack.unknown.iter().map(|unknown| format!("{}: {unknown}", stack.name)));
        let beside = stack.others.len() + stack.values.len();
        if beside > 0 {
            notes.push(format!("{}: not drawn, as it is outside the resources: {}", stack.name, counted(beside, "change")));
        }
    }
    notes
}

fn headline(headline: &Headline) -> String {
    format!("{}: {}", headline.kind.title(), words::under(headline.message.clone(), headline.under.as_deref()))
}
