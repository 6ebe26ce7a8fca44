//! Events in text that was pasted from a console or a terminal: of the AWS console, the CDK, SAM, or a table of the AWS CLI.

use super::event::Event;
use super::time;
use crate::language::NESTED;

/// More lines than anyone pastes.
const MOST: usize = 20_000;

/// The events; none where no line has a status, which is then a message.
pub(super) fn events(text: &str) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    let mut before = Event::default();
    for line in text.lines().take(MOST) {
        let cells = cells(line);
        match cells.iter().position(|cell| status(cell).is_some()) {
            Some(at) => {
                let mut event = std::mem::take(&mut before);
                event.status = status(&cells[at]).unwrap_or_default().to_owned();
                cells.iter().for_each(|cell| place(&mut event, cell, cells.len() > 1));
                of_construct(&mut event);
                found.push(event);
            }
            None => follow(&cells, &mut before, &mut found),
        }
    }
    // One status in a sentence is a message about it.
    if found.len() == 1 && text.trim().lines().count() == 1 { Vec::new() } else { found }
}

/// A line without a status: what comes before one (a time, a logical id), or the rest of the reason.
fn follow(cells: &[String], before: &mut Event, found: &mut [Event]) {
    for cell in cells {
        if let Some(time) = time_of(cell) {
            *before = Event { time: Some(time), shown_time: cell.clone(), ..Event::default() };
        } else if before.time.is_some() && before.id.is_empty() && is_id(cell) {
            before.id.clone_from(cell);
        } else if let Some(last) = found.last_mut().filter(|_| cell != "-") {
            if cell.starts_with("AWS::") && last.resource_type.is_empty() {
                last.resource_type.clone_from(cell);
            } else {
                last.message = format!("{} {cell}", last.message).trim().to_owned();
            }
        }
    }
}

fn place(event: &mut Event, cell: &str, is_table: bool) {
    if status(cell).is_some_and(|status| status == cell.trim()) {
    } else if let Some(time) = time_of(cell) {
        event.time = Some(time);
        cell.clone_into(&mut event.shown_time);
    } else if let Some((id, resource_type)) = typed(cell) {
        // Serverless: `CREATE_FAILED: Queue (AWS::SQS::Queue)`.
        event.id = id;
        event.resource_type = resource_type;
    } else if cell.starts_with("AWS::") {
        cell.clone_into(&mut event.resource_type);
    } else if event.id.is_empty() && is_table && is_id(cell) {
        cell.clone_into(&mut event.id);
    } else if cell != "-" && !(is_table && cell.bytes().all(|byte| byte.is_ascii_digit() || b"/ ".contains(&byte))) {
        event.message = format!("{} {cell}", event.message).trim().to_owned();
    }
}

/// A line of the CDK has the stack first, and the resource before the reason: `Vpc/Subnet (VpcSubnet1A) The subnet …`, `shop User Initiated`.
fn of_construct(event: &mut Event) {
    let message = event.message.clone();
    let (first, rest) = message.split_once(' ').unwrap_or((&message, ""));
    let logical = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).filter(|(id, _)| is_id(id));
    match logical {
        _ if event.id.is_empty() => {}
        Some((id, reason)) => {
            event.stack = std::mem::replace(&mut event.id, id.to_owned());
            reason.trim().clone_into(&mut event.message);
        }
        None if first == event.id && event.resource_type == NESTED => {
            event.stack.clone_from(&event.id);
            rest.clone_into(&mut event.message);
        }
        None => {}
    }
}

/// The cells of a line: what tabs, bars or runs of spaces part.
fn cells(line: &str) -> Vec<String> {
    let parts = line.split(['\t', '|', '│']).flat_map(|part| part.split("  "));
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The status in a cell that is or begins with one.
fn status(cell: &str) -> Option<&str> {
    let first = cell.split([' ', ':']).next()?;
    if cell == first && ["Failed", "FAILED", "unhealthy"].contains(&first) {
        return Some(first);
    }
    let ends = ["_FAILED", "_COMPLETE", "_IN_PROGRESS", "_SKIPPED"];
    let is_status =
        first.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') && ends.iter().any(|end| first.ends_with(end));
    is_status.then_some(first)
}

fn typed(cell: &str) -> Option<(String, String)> {
    let (id, rest) = cell.rsplit_once(" (AWS::")?;
    let id = id.rsplit([' ', ':']).next().filter(|id| is_id(id))?;
    Some((id.to_owned(), format!("AWS::{}", rest.trim_end_matches(')'))))
}

fn is_id(cell: &str) -> bool {
    !cell.is_empty()
        && cell.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        && !cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// A time: a cell that begins with one, and has little else.
fn time_of(cell: &str) -> Option<i64> {
    let is_time = cell.len() <= 34 && cell.starts_with(|c: char| c.is_ascii_digit()) && cell.contains(':');
    time::parse(cell).filter(|_| is_time)
}
