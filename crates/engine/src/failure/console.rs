//! Events in text that was pasted from a console or a terminal: of the AWS console, the CDK, SAM, or a table of the AWS CLI.

use super::event::Event;
use super::sam::continued;
use super::time;
use crate::language::NESTED;

/// More lines than anyone pastes.
const MOST: usize = 20_000;
/// What a tool begins the line with that sums the events up.
const SUMS_UP: [char; 5] = ['❌', '✖', '✘', '❗', '🛑'];
/// What other lines begin with behind which no event goes on: of SAM, and of GitHub Actions, whose next step begins there.
const ENDS: [&str; 5] =
    ["Error: Failed to create/update the stack", "##[error]", "##[group]", "Post job cleanup.", "Cleaning up orphan processes"];
/// What each event begins with in `--output text` of the AWS CLI.
const TEXT: &str = "STACKEVENTS\t";
/// What the CDK says below that of a task which the deployment started.
const TASK: &str = "Task stopped: ";
/// Statuses that the CDK cuts off at as many characters.
const LONG: [&str; 8] = [
    "UPDATE_ROLLBACK_IN_PROGRESS",
    "UPDATE_ROLLBACK_COMPLETE",
    "UPDATE_ROLLBACK_FAILED",
    "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    "IMPORT_ROLLBACK_IN_PROGRESS",
    "IMPORT_ROLLBACK_COMPLETE",
    "IMPORT_ROLLBACK_FAILED",
    "DELETE_CLEANUP_IN_PROGRESS",
];
const CUT: usize = 20;
/// What a row of a table says that did not fail, which begins an event of its own.
const WELL: [&str; 2] = ["Succeeded", "Skipped"];
/// The least cells of such a row: fewer are words of a text.
const ROW: usize = 3;
/// What the Serverless Framework begins each of its lines with, whose cells ` - ` parts.
const SERVERLESS: &str = "CloudFormation - ";

/// The events; none where no line has a status, which is then a message.
pub(super) fn events(text: &str) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    let mut before = Event::default();
    let mut is_open = true;
    for line in text.lines().take(MOST) {
        let cells = cells(line);
        match place_of_status(&cells).filter(|_| !is_heading(&cells)) {
            Some(at) => {
                is_open = true;
                found.push(event(&cells, at, std::mem::take(&mut before)));
            }
            None if sums_up(line) => is_open = false,
            None if line.trim_start().starts_with(TASK) => stopped(line, &mut found),
            None if is_trace(line) => {}
            None if is_open && !is_reason_of(line, &mut found) => follow(&cells, &mut before, &mut found),
            None => {}
        }
    }
    // One status in a sentence is a message about it.
    if found.len() == 1 && text.trim().lines().count() == 1 { Vec::new() } else { found }
}

/// Which of the cells of a line is its status.
fn place_of_status(cells: &[String]) -> Option<usize> {
    let of_table = || cells.iter().position(|cell| WELL.contains(&cell.as_str())).filter(|_| cells.len() >= ROW);
    cells.iter().position(|cell| status(cell).is_some()).or_else(of_table)
}

/// The event of cells in a row, of which one is a status: what `--query` picks of events.
pub(super) fn row(cells: &[String]) -> Option<Event> {
    let at = cells.iter().position(|cell| status(cell).is_some())?;
    (cells.len() > 1).then(|| event(cells, at, Event::default()))
}

/// The event of cells with a status at a place, and of what stood before them.
fn event(cells: &[String], at: usize, before: Event) -> Event {
    let mut event = Event { status: status(&cells[at]).unwrap_or(&cells[at]).to_owned(), ..before };
    cells.iter().for_each(|cell| place(&mut event, cell, cells.len() > 1));
    of_construct(&mut event);
    event
}

/// Whether a tool sums the events up, and no longer tells them.
fn sums_up(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(SUMS_UP) || ENDS.iter().any(|start| line.starts_with(start))
}

/// The Serverless Framework tells the reason after all events: `An error occurred: Queue - shop-queue already exists.`
fn is_reason_of(line: &str, found: &mut [Event]) -> bool {
    let told = line.trim().strip_prefix("An error occurred: ").and_then(|rest| rest.split_once(" - "));
    let Some((id, reason)) = told else { return false };
    let failed = found.iter_mut().find(|event| event.id == id && event.is_failure());
    failed.map(|event| reason.clone_into(&mut event.message)).is_some()
}

/// Why a task was stopped is an event of its own, before the failure of its service: `Task stopped: CannotPullContainerError: …`.
fn stopped(line: &str, found: &mut Vec<Event>) {
    let failed = found.iter().rposition(|event| event.is_failure() && event.resource_type == "AWS::ECS::Service");
    if let Some(at) = failed {
        let message = line.trim().trim_start_matches(TASK).to_owned();
        found.insert(at, Event { message, status: String::new(), ..found[at].clone() });
    }
}

/// A line of the stack trace that older versions of the CDK print below an event: where the construct is made.
fn is_trace(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("\\_ ") || line.starts_with("new ") && [" (/", " (C:"].iter().any(|path| line.contains(path))
}

/// A line without a status: what comes before one (a time, a logical id), or the rest of the reason.
fn follow(cells: &[String], before: &mut Event, found: &mut [Event]) {
    for cell in cells {
        if let Some(time) = time_of(cell) {
            *before = Event { time: Some(time), shown_time: cell.clone(), ..Event::default() };
        } else if before.time.is_some() && before.id.is_empty() && is_id(cell) {
            before.id.clone_from(cell);
        } else if let Some(last) = found.last_mut().filter(|_| !is_rule(cell)) {
            if is_type(cell) && last.resource_type.is_empty() {
                last.resource_type.clone_from(cell);
            } else {
                last.message = continued(&last.message, cell);
            }
        }
    }
}

fn place(event: &mut Event, cell: &str, is_table: bool) {
    if status(cell).is_some_and(|status| status.starts_with(cell.trim())) || is_table && WELL.contains(&cell) {
    } else if let Some(time) = time_of(cell) {
        event.time = Some(time);
        cell.clone_into(&mut event.shown_time);
    } else if let Some((id, resource_type)) = typed(cell) {
        // Serverless: `CREATE_FAILED: Queue (AWS::SQS::Queue)`.
        event.id = id;
        event.resource_type = resource_type;
    } else if is_type(cell) {
        cell.clone_into(&mut event.resource_type);
    } else if event.id.is_empty() && is_table && (is_id(cell) || is_path(cell)) {
        cell.clone_into(&mut event.id);
    } else if !(is_rule(cell) || is_table && cell.bytes().all(|byte| byte.is_ascii_digit() || b"/ ".contains(&byte))) {
        event.message = format!("{} {cell}", event.message).trim().to_owned();
    }
}

/// A line of the CDK has the stack first, and the resource before the reason: `Vpc/Subnet (VpcSubnet1A) The subnet …`, `shop User Initiated`.
fn of_construct(event: &mut Event) {
    let message = event.message.clone();
    let (first, rest) = message.split_once(' ').unwrap_or((&message, ""));
    let logical = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')).filter(|(id, _)| is_id(id));
    let is_named = !event.id.is_empty() || !event.resource_type.is_empty() && (is_id(first) || is_path(first));
    match logical {
        Some((id, reason)) if is_named => {
            event.stack = std::mem::replace(&mut event.id, id.to_owned());
            reason.trim().clone_into(&mut event.message);
        }
        None if first == event.id && !first.is_empty() && event.resource_type == NESTED => {
            event.stack.clone_from(&event.id);
            rest.clone_into(&mut event.message);
        }
        _ => {}
    }
}

/// The cells of a line: what tabs, bars or runs of spaces part.
fn cells(line: &str) -> Vec<String> {
    if let Some(rest) = line.trim().strip_prefix(SERVERLESS) {
        return rest.split(" - ").map(str::to_owned).collect();
    }
    if let Some(rest) = line.strip_prefix(TEXT) {
        return of_text(rest);
    }
    let parts = line.split(['\t', '|', '│']).flat_map(|part| part.split("  "));
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// What tells of the fields of an event in `--output text`, which has them in the order of their names: logical id, physical id and
/// properties before the status, the reason, if there is one, and the type behind it.
fn of_text(line: &str) -> Vec<String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let Some(at) = fields.iter().position(|field| status(field) == Some(field)) else { return Vec::new() };
    let before: Vec<&str> = fields[..at].iter().copied().filter(|field| !field.starts_with('{')).collect();
    let id = before.len().checked_sub(2).map(|index| before[index]);
    let told = fields[at..].iter().take_while(|field| !field.starts_with("arn:aws:cloudformation:"));
    id.into_iter().chain(told.copied()).chain(fields.last().copied()).map(str::to_owned).collect()
}

/// Whether the cells are the names of columns, of which one may be called like a status: `Revision  Rollout  Running  Failed`.
fn is_heading(cells: &[String]) -> bool {
    let is_name = |cell: &String| {
        cell.starts_with(|c: char| c.is_ascii_uppercase()) && cell.bytes().skip(1).all(|b| b.is_ascii_lowercase())
    };
    cells.len() > 3 && cells.iter().all(is_name)
}

/// The status in a cell that is or begins with one.
fn status(cell: &str) -> Option<&str> {
    let first = cell.split([' ', ':']).next()?;
    if cell == first && ["Failed", "FAILED", "unhealthy"].contains(&first) {
        return Some(first);
    }
    if cell == first
        && let Some(whole) = LONG.iter().find(|whole| whole[..CUT] == *first)
    {
        return Some(whole);
    }
    let ends = ["_FAILED", "_COMPLETE", "_IN_PROGRESS", "_SKIPPED"];
    let is_status =
        first.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_') && ends.iter().any(|end| first.ends_with(end));
    is_status.then_some(first)
}

fn is_type(cell: &str) -> bool {
    cell.starts_with("AWS::") || cell.starts_with("Custom::")
}

/// A cell without a value, or a line between the rows of a table.
fn is_rule(cell: &str) -> bool {
    cell.bytes().all(|byte| byte == b'-')
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

/// The CDK names a resource by its construct's path, shortened in the middle: `Api/Handler`, `IdeficsInterfaceVP...37BF22E71`.
fn is_path(cell: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"-_/.".contains(&byte);
    (cell.contains('/') || cell.contains("..."))
        && cell.bytes().all(is_part)
        && cell.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// A time: a cell that begins with one, and has little else.
fn time_of(cell: &str) -> Option<i64> {
    let is_time = cell.len() <= 34 && cell.starts_with(|c: char| c.is_ascii_digit()) && cell.contains(':');
    time::parse(cell).filter(|_| is_time)
}
