//! What a box says of what is folded into it.

use std::collections::BTreeMap;

use indexmap::{IndexMap, IndexSet};

use super::fold::{Folded, Part};
use crate::graph::model::{Graph, GraphNode};
use crate::graph::summary::short_type;

/// Characters of a line in a box.
const WIDEST: usize = 31;
/// Lines of a box about what is folded into it.
const MOST: usize = 3;

/// The nodes that belong to each box or frame, in order.
pub(super) fn belongings(folded: &Folded) -> BTreeMap<usize, Vec<usize>> {
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, owner) in folded.owners.iter().enumerate() {
        if let Some(owner) = owner.filter(|owner| *owner != index && folded.parts[index] == Part::Folded) {
            found.entry(owner).or_default().push(index);
        }
    }
    found
}

fn nodes<'g>(graph: &'g Graph, indices: &'g [usize]) -> impl Iterator<Item = &'g GraphNode> {
    indices.iter().filter_map(|index| graph.nodes.get_index(*index).map(|(_, node)| node))
}

/// The lines of a box: containers and names first, the rest by type.
pub(super) fn lines(graph: &Graph, indices: &[usize]) -> Vec<String> {
    let mut lines = Vec::new();
    let containers: Vec<&str> =
        nodes(graph, indices).filter(|node| node.resource_type.is_empty()).map(|node| node.title.as_str()).collect();
    if !containers.is_empty() {
        lines.extend(wrapped("runs ", &containers, 1));
    }
    // One name may have a record for each version of IP.
    let records: IndexSet<&str> = nodes(graph, indices)
        .filter(|node| node.resource_type == "AWS::Route53::RecordSet")
        .filter_map(|node| node.subtitle.rsplit(' ').next())
        .collect();
    if !records.is_empty() {
        lines.extend(wrapped("", &records.into_iter().collect::<Vec<_>>(), 2));
    }
    lines.extend(wrapped("+ ", &by_type(graph, indices), MOST));
    lines
}

/// `2 Role`, `LogGroup`: how many of each type, in order.
pub(super) fn by_type(graph: &Graph, indices: &[usize]) -> Vec<String> {
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    for node in
        nodes(graph, indices).filter(|node| !node.resource_type.is_empty() && node.resource_type != "AWS::Route53::RecordSet")
    {
        let short = short_type(&node.resource_type);
        let name = short.rsplit(' ').next().unwrap_or(&short).to_owned();
        *counts.entry(name).or_default() += 1;
    }
    counts.into_iter().map(|(name, count)| if count > 1 { format!("{count} {name}") } else { name }).collect()
}

/// Texts in a row, in lines that are not too long; the rest is counted.
pub(super) fn wrapped(begin: &str, texts: &[impl AsRef<str>], most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (position, text) in texts.iter().map(AsRef::as_ref).enumerate() {
        let fits = lines.last().is_some_and(|line| line.chars().count() + text.chars().count() + 2 <= WIDEST);
        match lines.last_mut() {
            Some(line) if fits => {
                line.push_str(", ");
                line.push_str(text);
            }
            Some(_) => lines.push(text.to_owned()),
            None => lines.push(format!("{begin}{text}")),
        }
        if lines.len() > most {
            lines.pop();
            if let Some(line) = lines.last_mut() {
                line.push_str(&format!(" and {} more", texts.len() - position));
            }
            return lines;
        }
    }
    lines
}
