//! Warnings that a template makes by habit, told once for each file.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::finding::Finding;

/// Harmless, and in one template seldom alone: half of the warnings on public templates were of these.
const HABITS: [&str; 1] = ["W3005"];

/// The lines of a file that are listed beside the first.
const LISTED: usize = 20;

/// Findings with their environments, in which the first of a habit in a file stands for the others, with their number and lines.
pub(super) fn once(findings: impl IntoIterator<Item = (Finding, Vec<String>)>) -> Vec<(Finding, Vec<String>)> {
    let mut kept: Vec<(Finding, Vec<String>)> = Vec::new();
    let mut firsts: BTreeMap<(&str, Option<String>), usize> = BTreeMap::new();
    let mut others: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (finding, environments) in findings {
        if let Some(code) = finding.code.filter(|code| HABITS.contains(code)) {
            let file = finding.position.as_ref().map(|position| position.file.clone());
            let first = *firsts.entry((code, file)).or_insert(kept.len());
            if first < kept.len() {
                let line = finding.position.and_then(|position| position.at).map(|(line, _)| line);
                others.entry(first).or_default().extend(line);
                continue;
            }
        }
        kept.push((finding, environments));
    }
    for (first, lines) in others {
        if let Some((finding, _)) = kept.get_mut(first) {
            add(finding, &lines);
        }
    }
    kept
}

fn add(finding: &mut Finding, lines: &[usize]) {
    let _ = write!(finding.message, " (and {} more in this file)", lines.len());
    let listed: Vec<String> = lines.iter().take(LISTED).map(usize::to_string).collect();
    let rest = if lines.len() > LISTED { ", …" } else { "" };
    let plural = if lines.len() == 1 { "" } else { "s" };
    let also = format!("also in line{plural} {}{rest}", listed.join(", "));
    finding.help = Some(finding.help.take().map_or_else(|| also.clone(), |help| format!("{help}\n{also}")));
}

#[cfg(test)]
mod tests {
    use super::once;
    use crate::cli::finding::{Finding, Position};

    fn at(code: &'static str, file: &str, line: usize) -> (Finding, Vec<String>) {
        let position = Position { file: file.to_owned(), at: Some((line, 1)) };
        (Finding { code: Some(code), ..Finding::warning("said").at(position) }, Vec::new())
    }

    #[test]
    fn a_habit_is_told_once_for_each_file() {
        let told = once([at("W3005", "a", 1), at("E1", "a", 2), at("W3005", "a", 3), at("W3005", "b", 4), at("E1", "a", 5)]);
        let messages: Vec<&str> = told.iter().map(|(finding, _)| finding.message.as_str()).collect();
        assert_eq!(messages, ["said (and 1 more in this file)", "said", "said", "said"]);
        assert_eq!(told[0].0.help.as_deref(), Some("also in line 3"));
    }
}
