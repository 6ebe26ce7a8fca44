//! What can't be compared: parts that included files, macros and modules make, and what took too much work.

use std::collections::BTreeSet;

use super::alike::both_alike;
use super::change::{Change, NotCompared, ResourceChange, StackChange, Verdict};
use super::effect::Effect;
use super::headline::Headline;
use super::processed::{Pair, Processed};
use super::show;
use crate::language::opaque::{self, Cause, Opaque};
use crate::template::path::{Path, Step};
use crate::template::{Map, Node, function};

/// Whether something that only the deployment knows makes what stands at a path, so that nobody can tell which property it is.
pub(super) fn is_at(path: &Path<'_>) -> bool {
    path.iter().filter_map(Step::key).any(opaque::is_made_by)
}

/// Whether a part of a value is made by something that only the deployment knows.
pub(super) fn is_within(value: &Node) -> bool {
    let mut is_made = false;
    value.walk(&mut |node| is_made |= node.as_map().is_some_and(opaque::is_made));
    is_made
}

/// The functions among the resources.
pub(super) fn calls_of<'a>(pair: &Pair<'a>) -> Vec<&'a str> {
    let mut keys: Vec<&str> = Vec::new();
    for key in [pair.before, pair.after].into_iter().flatten().flat_map(calls) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// One of them whose arguments change: which resources it makes then is unknown.
pub(super) fn changed(pair: &Pair<'_>, key: &str) -> Option<ResourceChange> {
    let sides = [pair.before, pair.after];
    let resources = sides.map(|side| side?.template().section("Resources")?.get_key_value(key));
    let [before, after] = [0, 1].map(|index: usize| sides[index]?.value(resources[index]?.1));
    let location = resources.iter().flatten().next_back().map(|(key, node)| key.location_with(node)).unwrap_or_default();
    Some(ResourceChange::new(key, "", Verdict::Unknown, vec![change(key, before, after)?], location))
}

fn calls<'a>(side: &Processed<'a>) -> Vec<&'a str> {
    let keys = side.template().section("Resources").into_iter().flat_map(Map::keys);
    keys.map(|key| key.as_str()).filter(|key| function::is_function(key)).collect()
}

/// The transforms where they are others. What those make that are understood is compared with the rest; of another macro, what it makes
/// of the whole template is unknown.
pub(super) fn transforms(pair: &Pair<'_>) -> Option<Change> {
    let list = |nodes: Vec<&Node>| (!nodes.is_empty()).then(|| Node::list(nodes.into_iter().cloned()));
    let macros = [pair.before, pair.after].map(|side| list(opaque::macros(&side?.side.template)));
    let unknown = change("Transform", macros[0].as_ref(), macros[1].as_ref());
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return unknown };
    let all = [before, after].map(|side| list(side.side.template.transforms().iter().collect()));
    let effect = if unknown.is_some() { Effect::Unknown } else { Effect::Nothing };
    Some(Change { effect, ..change("Transform", all[0].as_ref(), all[1].as_ref())? })
}

fn change(key: &str, before: Option<&Node>, after: Option<&Node>) -> Option<Change> {
    let path = || Path::of([key]).into_owned();
    (!both_alike(before, after)).then(|| Change::of(path(), [before, after], Effect::Unknown))
}

/// What files hold that both sides include from the same place: CloudFormation reads them at each deployment.
pub(super) fn included(pair: &Pair<'_>) -> Vec<NotCompared> {
    let [Some(before), Some(after)] = [pair.before, pair.after].map(|side| side.map(locations)) else { return Vec::new() };
    let both = after.intersection(&before);
    let text = |location: &String| location.trim_matches('"').to_owned();
    both.map(text).map(|location| NotCompared::one_of("files that `AWS::Include` reads at each deployment", location)).collect()
}

/// The places from which a side includes files.
fn locations(side: &Processed<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    side.template().root().walk(&mut |node| {
        if node.get("Name").and_then(Node::as_str) == Some("AWS::Include") {
            found.extend(node.at_path(&["Parameters", "Location"]).map(show::node));
        }
    });
    found
}

/// Says of what comes or goes as a whole where something decides about that which only the deployment knows: what makes the resource itself,
/// and may give it a condition, or what makes resources on the other side alone, and may have made this one.
pub(super) fn note(pair: &Pair<'_>, change: &mut StackChange, headlines: &mut [Headline]) {
    let (Some(before), Some(after)) = (pair.before, pair.after) else { return };
    for resource in &mut change.resources {
        let (own, other, had) = match resource.verdict {
            Verdict::Add => (after, before, "had"),
            Verdict::Remove => (before, after, "has"),
            _ => continue,
        };
        let id = &resource.id;
        let maker = own.program.opaque().iter().find(|one| makes_body(one, id));
        let cause = maker.map(|maker| maker.cause.to_string());
        change.unknown.extend(cause.as_ref().map(|cause| NotCompared::one_of(cause, id)));
        let body = cause.map(|cause| format!("no condition in {cause} leaves it out"));
        let elsewhere = other.program.opaque().iter().find(|one| may_make(one, id) && !is_on(own, one, other));
        let under = body.into_iter().chain(elsewhere.map(|one| format!("{} {had} no {id}", one.cause)));
        let Some(under) = under.reduce(|one, also| format!("{one}, and {also}")) else { continue };
        let its = headlines.iter_mut().filter(|headline| headline.id == *id);
        its.for_each(|headline| headline.add_under(Some(under.clone())));
        resource.under = Some(resource.under.take().map_or(under.clone(), |own| format!("{own}, and {under}")));
        resource.is_certain = false;
    }
}

/// Whether something makes what stands in a resource, of which anything may be in what it makes.
fn makes_body(one: &Opaque, id: &str) -> bool {
    matches!(one.cause, Cause::Include(_) | Cause::Macro(_)) && one.path == Path::of(["Resources", id])
}

/// Whether something may make a resource. Loops are compared by their bodies.
fn may_make(one: &Opaque, id: &str) -> bool {
    !matches!(one.cause, Cause::Loop(_)) && one.may_make("Resources", id)
}

/// Whether a side has what another one has that makes something. Of what is called for all resources, a place or arguments that are not
/// in its name are the same where the calls are.
fn is_on(side: &Processed<'_>, one: &Opaque, other: &Processed<'_>) -> bool {
    let call = |side: &Processed<'_>| side.template().section("Resources")?.get(function::TRANSFORM).cloned();
    let is_alike = || both_alike(call(side).as_ref(), call(other).as_ref());
    let is_named = matches!(one.cause, Cause::Include(Some(_))) || one.path.len() != 1;
    let is_it = |known: &Opaque| known.path == one.path && known.cause.to_string() == one.cause.to_string();
    side.program.opaque().iter().any(is_it) && (is_named || is_alike())
}

/// What was left uncompared where the work was cut short. Nothing is lost where both sides are the same in every word.
pub(super) fn beyond_budget(pair: &Pair<'_>) -> Vec<NotCompared> {
    let sides = [pair.before, pair.after].into_iter().flatten();
    let is_same = match (pair.before, pair.after) {
        (Some(one), Some(other)) => one.side.template == other.side.template && one.values == other.values,
        _ => false,
    };
    if is_same || !sides.into_iter().any(|side| side.scope.is_spent()) {
        return Vec::new();
    }
    vec!["values that functions make: too much work".to_owned().into()]
}
