//! Secrets that come from elsewhere than before, and parameters whose values are hidden no more.

use std::collections::BTreeSet;

use super::change::{Change, ResourceChange, StackChange, Verdict};
use super::effect::Effect;
use super::headline::{Headline, HeadlineKind};
use crate::language::read::secret;
use crate::redact::is_secret_place;
use crate::template::path::{Path, Step};
use crate::template::{Node, dynamic, function};

/// What a reviewer must know of the secrets of a stack.
pub(super) fn headlines(change: &StackChange) -> Vec<Headline> {
    let changed = change.resources.iter().filter(|resource| !matches!(resource.verdict, Verdict::Add | Verdict::Remove));
    let of_resources = changed.flat_map(|resource| [of_containers(resource), of_properties(resource)]);
    let told = of_resources.flatten().map(|(id, message, way_out)| headline(change, id, message, way_out));
    told.chain(shown(change)).collect()
}

fn headline(change: &StackChange, id: &str, message: String, way_out: &str) -> Headline {
    Headline::new(HeadlineKind::Secrets, "DIFF601", &change.name, id, message, way_out)
}

/// What is said of a resource, and the way out.
type Told<'r> = Option<(&'r str, String, &'static str)>;

/// What happens to a secret of a container.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum OfContainer {
    /// The secret of this name comes from elsewhere.
    Source(String),
    /// Something else, in words.
    Told(String),
}

/// The secrets of containers, which only new tasks read.
fn of_containers(resource: &ResourceChange) -> Told<'_> {
    let is_task = resource.resource_type == "AWS::ECS::TaskDefinition";
    let found = resource.changes.iter().filter(|_| is_task).filter_map(|one| of_container(resource, one));
    let found: BTreeSet<OfContainer> = found.collect();
    let (mut sources, mut told) = (Vec::new(), Vec::new());
    for one in found {
        match one {
            OfContainer::Source(name) => sources.push(name),
            OfContainer::Told(words) => told.push(words),
        }
    }
    if !sources.is_empty() {
        told.insert(0, format!("the source of {} changes", sources.join(", ")));
    }
    let way_out = "Tasks that start from now on read it. A value that is changed in place later needs `--force-new-deployment`.";
    (!told.is_empty()).then(|| (resource.id.as_str(), format!("{}: {}", resource.id, told.join("; ")), way_out))
}

fn of_container(resource: &ResourceChange, change: &Change) -> Option<OfContainer> {
    let [list, container, secrets, item, ..] = &change.path[..] else { return None };
    if !list.is_key("ContainerDefinitions") || !secrets.is_key("Secrets") {
        return None;
    }
    let name = item.name().map_or_else(|| item.to_string(), str::to_owned);
    let of = container.name().map_or_else(|| "the container".to_owned(), str::to_owned);
    let was_variable = || {
        let variable = resource.changes.iter().find(|other| is_variable(&other.path, container, item));
        variable.is_some_and(|variable| variable.after.is_none())
    };
    Some(match (&change.before, &change.after) {
        (None, Some(_)) if was_variable() => {
            OfContainer::Told(format!("{name} of {of} is a secret, and was a variable in plain text"))
        }
        (None, Some(_)) => OfContainer::Told(format!("{of} gets {name}")),
        (Some(_), None) if change.path.len() == 4 => OfContainer::Told(format!("{of} gets {name} no more")),
        _ => OfContainer::Source(name),
    })
}

fn is_variable(path: &Path<'_>, container: &Step<'_>, name: &Step<'_>) -> bool {
    matches!(&path[..], [_, of, list, item] if of == container && list.is_key("Environment") && item == name)
}

/// Properties that AWS never shows again and that are secrets, where a function or a dynamic reference gives them.
fn of_properties(resource: &ResourceChange) -> Told<'_> {
    let is_source =
        |node: &Node| function::call(node).is_some() || node.as_str().is_some_and(|text| text.contains(dynamic::START));
    let is_one = |change: &&Change| {
        change.effect != Effect::Nothing
            && change.before.is_some()
            && change.after.is_some()
            && is_secret_place(&resource.resource_type, &change.path)
            && [&change.before, &change.after].into_iter().flatten().any(is_source)
    };
    let mut told: Vec<String> = Vec::new();
    for change in resource.changes.iter().filter(is_one) {
        let changes = if change.may_be_equal { "comes from elsewhere, and may be another one" } else { "comes from elsewhere" };
        told.push(format!("{} {changes}", change.path.property()));
    }
    let way_out = "Hand the new value to what signs in with the old one, in the same deployment.";
    (!told.is_empty()).then(|| (resource.id.as_str(), format!("{}: {}", resource.id, told.join("; ")), way_out))
}

/// Parameters that lose their `NoEcho`.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>
fn shown(change: &StackChange) -> impl Iterator<Item = Headline> {
    change.others.iter().filter_map(move |other| {
        let [section, name, key] = &other.path[..] else { return None };
        let is_one = section.is_key("Parameters") && key.is_key("NoEcho");
        if !is_one || !other.before.as_ref().is_some_and(secret::is_on) || other.after.as_ref().is_some_and(secret::is_on) {
            return None;
        }
        let name = name.key()?;
        let message =
            format!("{name}: its value is hidden no more: from this deployment on, the console and `describe-stacks` show it");
        let way_out = "Keep `NoEcho: true`. If the value is no secret any more, replace it where it was one.";
        Some(headline(change, name, message, way_out))
    })
}
