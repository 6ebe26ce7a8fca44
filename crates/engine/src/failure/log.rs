//! What a log adds to the lines of a tool: the time, the job, colours.

use std::borrow::Cow;

/// What CodeBuild begins its own lines with.
const CONTAINER: &str = "[Container] ";

/// A text without what a log adds to its lines.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = without_colours(text);
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let stamped = lines().filter(|line| is_added(line)).count();
    // A time before few lines is that of an event.
    if stamped == 0 || stamped * 2 < lines().count() {
        return text;
    }
    Cow::Owned(text.lines().map(without_stamp).collect::<Vec<_>>().join("\n"))
}

/// Without the sequences by which a terminal sets colours: `ESC [ 31 m`.
fn without_colours(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{1b}') {
        return Cow::Borrowed(text);
    }
    let mut pieces = text.split('\u{1b}');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let rest = piece.strip_prefix('[').and_then(|rest| {
            let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
            rest[..end].bytes().all(|byte| byte.is_ascii_digit() || byte == b';' || byte == b'?').then(|| &rest[end + 1..])
        });
        plain.push_str(rest.unwrap_or(piece));
    }
    Cow::Owned(plain)
}

fn is_added(line: &str) -> bool {
    without_stamp(line).len() < line.len()
}

/// Without the time of GitHub (also behind job and step, as `gh run view --log` prints it), Jenkins, Amplify or CodeBuild.
fn without_stamp(line: &str) -> &str {
    let line = line.trim_start_matches('\u{feff}');
    if let Some(rest) = line.strip_prefix(CONTAINER) {
        return rest.splitn(3, ' ').nth(2).unwrap_or(rest);
    }
    let stamped = line.splitn(3, '\t').nth(2).filter(|rest| stamp(rest).is_some()).unwrap_or(line);
    let Some(rest) = stamp(stamped) else { return line };
    rest.strip_prefix(" [INFO]: ").or_else(|| rest.strip_prefix("] ")).or_else(|| rest.strip_prefix(' ')).unwrap_or(rest)
}

/// What follows a time to the fraction of a second: `2026-01-01T10:20:01.1234567Z` stands before the lines of no tool.
fn stamp(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['\u{feff}', '[']);
    let (time, rest) = text.split_once('Z')?;
    let (date, clock) = time.split_once('T')?;
    let is_of = |text: &str, others: &[u8]| text.bytes().all(|byte| byte.is_ascii_digit() || others.contains(&byte));
    let is_time = date.len() == 10 && is_of(date, b"-") && clock.len() > 11 && is_of(clock, b":.");
    (is_time && !rest.starts_with('\t')).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_a_log_adds_is_left_out() {
        for (logged, said) in [
            ("2026-01-01T10:20:01.1234567Z Waiting\n2026-01-01T10:20:02.1234567Z \n", "Waiting\n"),
            ("deploy\tRun cdk\t2026-01-01T10:20:01.1234567Z a | CREATE_FAILED", "a | CREATE_FAILED"),
            ("[2026-01-01T10:20:01.123Z] + aws deploy", "+ aws deploy"),
            ("2026-01-01T10:20:01.123Z [INFO]: UPDATE_FAILED  Queue", "UPDATE_FAILED  Queue"),
            ("[Container] 2026/01/01 10:20:01 Running command cdk deploy", "Running command cdk deploy"),
            ("\u{1b}[31m10:20 | CREATE_FAILED\u{1b}[39m | \u{1b}[1mQueue\u{1b}[22m", "10:20 | CREATE_FAILED | Queue"),
            // The time of an event is its own.
            ("2026-01-01T10:00:00.123Z\tQueue\tCREATE_FAILED", "2026-01-01T10:00:00.123Z\tQueue\tCREATE_FAILED"),
            ("2026-01-01T10:00:00Z shop\nCREATE_FAILED", "2026-01-01T10:00:00Z shop\nCREATE_FAILED"),
        ] {
            assert_eq!(plain(logged), said);
        }
    }
}
