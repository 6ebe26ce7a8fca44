//! Columns from left to right: what leads to something stands left of it, and what is kept stands right.

use std::collections::BTreeMap;

use super::placed::Rectangle;

/// Between the boxes of a column: room for lines.
const ROW_GAP: f64 = 30.0;
/// Between two columns, without lines and labels.
const COLUMN_GAP: f64 = 40.0;
/// For each line between two columns.
const LANE: f64 = 7.0;
/// Between two columns, at most.
const WIDEST_GAP: f64 = 260.0;
/// A column that is no higher is not split.
const LEAST_HEIGHT: f64 = 640.0;

/// A box, or a frame with all that is in it.
pub(super) struct Item {
    /// The nodes in it.
    pub(super) nodes: Vec<usize>,
    pub(super) size: (f64, f64),
    pub(super) is_box: bool,
}

/// The areas of the items. Edges are those of nodes, each with the width of its label.
pub(super) fn place(items: &[Item], edges: &[(usize, usize, f64)], is_data: &dyn Fn(usize) -> bool) -> Vec<Rectangle> {
    let at: BTreeMap<usize, usize> =
        items.iter().enumerate().flat_map(|(item, one)| one.nodes.iter().map(move |node| (*node, item))).collect();
    let inner: Vec<(usize, usize, f64)> = edges
        .iter()
        .filter_map(|(from, to, width)| Some((*at.get(from)?, *at.get(to)?, *width)))
        .filter(|(from, to, _)| from != to)
        .collect();
    let ranks = ranks(items, &inner, is_data);
    let columns = split(items, ordered(items, &inner, &ranks));
    let mut column_of = vec![0; items.len()];
    for (column, members) in columns.iter().enumerate() {
        members.iter().for_each(|item| column_of[*item] = column);
    }
    let mut areas = vec![Rectangle::default(); items.len()];
    let heights: Vec<f64> = columns.iter().map(|members| height(items, members)).collect();
    let tallest = heights.iter().copied().fold(0.0, f64::max);
    let mut left = 0.0;
    for (column, members) in columns.iter().enumerate() {
        let boxes = members.iter().filter(|item| items[**item].is_box).map(|item| items[*item].size.0).fold(0.0, f64::max);
        let width = members.iter().map(|item| items[*item].size.0).fold(0.0, f64::max);
        let mut top = (tallest - heights[column]) / 2.0;
        for item in members {
            let (own, height) = items[*item].size;
            let own = if items[*item].is_box { boxes } else { own };
            areas[*item] = Rectangle { x: left, y: top, width: own, height };
            top += height + ROW_GAP;
        }
        let crossing = inner.iter().filter(|(from, to, _)| {
            let (low, high) = (column_of[*from].min(column_of[*to]), column_of[*from].max(column_of[*to]));
            low <= column && column < high
        });
        let (mut lanes, mut label) = (0.0, 0.0_f64);
        for (from, to, width) in crossing {
            lanes += LANE;
            if column_of[*from] == column || column_of[*to] == column {
                label = label.max(*width);
            }
        }
        left += width + (COLUMN_GAP + lanes + label).min(WIDEST_GAP.max(COLUMN_GAP + label));
    }
    areas
}

fn height(items: &[Item], members: &[usize]) -> f64 {
    members.iter().map(|item| items[*item].size.1 + ROW_GAP).sum::<f64>() - ROW_GAP
}

/// The column of each item: the longest way that leads to it, without the edges that close a circle. What is kept and leads on to
/// nothing stands in the last one, and so does what nothing leads to or from.
fn ranks(items: &[Item], edges: &[(usize, usize, f64)], is_data: &dyn Fn(usize) -> bool) -> Vec<usize> {
    let mut onward: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    let mut incoming = vec![0_usize; items.len()];
    for (from, to, _) in edges {
        if !onward[*from].contains(to) {
            onward[*from].push(*to);
            incoming[*to] += 1;
        }
    }
    // What nothing leads to begins: so circles are cut where they are entered.
    let mut starts: Vec<usize> = (0..items.len()).collect();
    starts.sort_by_key(|item| incoming[*item]);
    let (order, forward) = finished(&onward, &starts);
    let mut ranks = vec![0; items.len()];
    for item in order.iter().rev() {
        for to in &forward[*item] {
            ranks[*to] = ranks[*to].max(ranks[*item] + 1);
        }
    }
    let last = ranks.iter().copied().max().unwrap_or(0);
    for item in 0..items.len() {
        let is_kept = items[item].is_box && items[item].nodes.first().is_some_and(|node| is_data(*node));
        let is_alone = incoming[item] == 0 && onward[item].is_empty();
        if onward[item].is_empty() && (is_kept || is_alone) {
            ranks[item] = last;
        }
    }
    ranks
}

/// The items in the order in which a walk leaves them, and the edges that close no circle.
fn finished(onward: &[Vec<usize>], starts: &[usize]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut forward: Vec<Vec<usize>> = vec![Vec::new(); onward.len()];
    // 0: not seen, 1: on the way, 2: left.
    let mut state = vec![0_u8; onward.len()];
    let mut order = Vec::new();
    for start in starts {
        let mut way = vec![(*start, 0)];
        while let Some((item, seen)) = way.pop() {
            if state[item] == 2 {
                continue;
            }
            state[item] = 1;
            match onward[item].get(seen) {
                Some(next) => {
                    way.push((item, seen + 1));
                    if state[*next] != 1 {
                        forward[item].push(*next);
                        way.push((*next, 0));
                    }
                }
                None => {
                    state[item] = 2;
                    order.push(item);
                }
            }
        }
    }
    (order, forward)
}

/// The columns, each ordered by where the neighbours of its items stand.
fn ordered(items: &[Item], edges: &[(usize, usize, f64)], ranks: &[usize]) -> Vec<Vec<usize>> {
    let last = ranks.iter().copied().max().unwrap_or(0);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); if items.is_empty() { 0 } else { last + 1 }];
    for (item, rank) in ranks.iter().enumerate() {
        columns[*rank].push(item);
    }
    columns.retain(|column| !column.is_empty());
    let mut position = vec![0.0; items.len()];
    let note = |column: &[usize], position: &mut Vec<f64>| {
        let mut middle = 0.0;
        let whole = height(items, column);
        for item in column {
            position[*item] = middle + items[*item].size.1 / 2.0 - whole / 2.0;
            middle += items[*item].size.1 + ROW_GAP;
        }
    };
    columns.iter().for_each(|column| note(column, &mut position));
    for sweep in 0..4 {
        let turns: Vec<usize> = if sweep % 2 == 0 { (0..columns.len()).collect() } else { (0..columns.len()).rev().collect() };
        for turn in turns {
            let mut keyed: Vec<(f64, usize)> = columns[turn]
                .iter()
                .map(|item| {
                    let near = edges.iter().filter_map(|(from, to, _)| match (*from == *item, *to == *item) {
                        (true, _) => Some(position[*to]),
                        (_, true) => Some(position[*from]),
                        _ => None,
                    });
                    let near: Vec<f64> = near.collect();
                    let count = u32::try_from(near.len()).map_or(1.0, f64::from);
                    // What has no neighbour goes below the rest.
                    (if near.is_empty() { f64::MAX } else { near.iter().sum::<f64>() / count }, *item)
                })
                .collect();
            keyed.sort_by(|one, other| one.0.total_cmp(&other.0));
            columns[turn] = keyed.into_iter().map(|(_, item)| item).collect();
            note(&columns[turn], &mut position);
        }
    }
    columns
}

/// Columns that are much higher than the picture is wide become several.
fn split(items: &[Item], columns: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let space: f64 = items.iter().map(|item| (item.size.0 + COLUMN_GAP * 2.0) * (item.size.1 + ROW_GAP)).sum();
    let single = items.iter().map(|item| item.size.1).fold(0.0, f64::max);
    let most = (space / 1.7).sqrt().max(LEAST_HEIGHT).max(single);
    let mut found: Vec<Vec<usize>> = Vec::new();
    for column in columns {
        let mut part: Vec<usize> = Vec::new();
        for item in column {
            part.push(item);
            if part.len() > 1 && height(items, &part) > most {
                part.pop();
                found.push(std::mem::replace(&mut part, vec![item]));
            }
        }
        found.push(part);
    }
    found
}
