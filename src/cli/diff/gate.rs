//! What stops a pipeline: the kinds that `--fail-on` names, without what the authors expect.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches};

use super::compared::Compared;
use crate::check;
use crate::cli::report::Finding;
use crate::diagnostic::Diagnostic;
use crate::diff::{Comparison, Headline, HeadlineKind, StackDrift};
use crate::stack::{Assembly, Expectation};

/// The exit code of a plain change.
const CHANGE: u8 = 10;
/// The exit code of a replacement without a headline.
const REPLACEMENT: u8 = 11;
/// The exit code of environments that differ, and of what runs and is not as it was deployed.
const DRIFT: u8 = 12;

/// The kinds that can be named, with their exit codes.
const KINDS: [(&str, u8); 9] = [
    ("will-fail", 18),
    ("data-loss", 17),
    ("world-open", 16),
    ("iam-widened", 15),
    ("downtime", 14),
    ("secrets", 13),
    ("drift", DRIFT),
    ("replacement", REPLACEMENT),
    ("change", CHANGE),
];

/// `--fail-on`
pub(super) fn argument() -> Arg {
    Arg::new("fail-on")
        .long("fail-on")
        .value_name("KIND")
        .value_delimiter(',')
        .action(ArgAction::Append)
        .value_parser(PossibleValuesParser::new(KINDS.map(|(name, _)| name)))
        .help("End with an exit code other than 0 for these kinds only; several: repeat it, or separate them with commas")
}

/// The exit code of all comparisons: the gravest that applies, of those that were asked for.
pub(super) fn exit_code(all: &[Compared], arguments: &ArgMatches) -> u8 {
    let asked: Option<Vec<u8>> = arguments
        .get_many::<String>("fail-on")
        .map(|names| names.filter_map(|name| KINDS.iter().find(|(kind, _)| kind == name)).map(|(_, code)| *code).collect());
    let codes = all.iter().flat_map(codes);
    codes.filter(|code| asked.as_ref().is_none_or(|asked| asked.contains(code))).max().unwrap_or(0)
}

/// The exit code of one comparison: the gravest that applies.
pub(super) fn gravest(compared: &Compared) -> u8 {
    codes(compared).into_iter().max().unwrap_or(0)
}

/// The exit codes of everything that applies.
fn codes(compared: &Compared) -> Vec<u8> {
    let comparison = &compared.comparison;
    if compared.drift_from.is_some() {
        return if comparison.is_same() { Vec::new() } else { vec![DRIFT] };
    }
    let mut codes: Vec<u8> = comparison.headlines.iter().filter_map(|headline| code(headline.kind)).collect();
    codes.extend(compared.live.iter().any(StackDrift::is_drifted).then_some(DRIFT));
    codes.extend(comparison.replaces().then_some(REPLACEMENT));
    codes.extend((!comparison.is_same()).then_some(CHANGE));
    codes
}

/// The exit code of a headline; nothing for one that tells of the way only.
fn code(kind: HeadlineKind) -> Option<u8> {
    match kind {
        HeadlineKind::Moved => None,
        HeadlineKind::Secrets => Some(13),
        HeadlineKind::Downtime => Some(14),
        HeadlineKind::IamWidened => Some(15),
        HeadlineKind::WorldOpen => Some(16),
        HeadlineKind::DataLoss => Some(17),
        HeadlineKind::WillFail => Some(18),
    }
}

/// Takes the headlines that the authors expect out of a comparison, each with the reason.
pub(in crate::cli) fn expected(comparison: &mut Comparison, assembly: &Assembly) -> Vec<(Headline, &'static str)> {
    let reason = |headline: &Headline| {
        let stack = assembly.stacks.iter().find(|stack| stack.name == headline.stack)?;
        stack.expectations.iter().find(|expectation| is_met(expectation, headline)).map(|expectation| expectation.reason)
    };
    let headlines = std::mem::take(&mut comparison.headlines);
    let mut found = Vec::new();
    for headline in headlines {
        match reason(&headline) {
            Some(reason) => found.push((headline, reason)),
            None => comparison.headlines.push(headline),
        }
    }
    found
}

fn is_met(expectation: &Expectation, headline: &Headline) -> bool {
    expectation.headline == headline.kind.title() && *expectation.id == *headline.id
}

/// A finding for each expectation that no compared environment fulfils.
pub(super) fn stale(all: &[Compared], assemblies: &[Assembly], is_asked: impl Fn(&str) -> bool) -> Vec<Finding> {
    let is_met = |stack: &str, expectation: &Expectation| {
        let mut expected = all.iter().flat_map(|compared| &compared.expected);
        expected.any(|(headline, _)| headline.stack == stack && is_met(expectation, headline))
    };
    let mut found: Vec<Finding> = Vec::new();
    let stacks = assemblies.iter().flat_map(|assembly| &assembly.stacks).filter(|stack| is_asked(stack.name));
    for (stack, expectation) in stacks.flat_map(|stack| stack.expectations.iter().map(move |each| (stack, each))) {
        if is_met(stack.name, expectation) {
            continue;
        }
        let message = format!("`{}` is expected of `{}`, and this change does not do that", expectation.headline, expectation.id);
        let help = check::meant(&stack.template, expectation.id.as_ref());
        let help = help.unwrap_or_else(|| "remove the expectation, so that it does not hide a later change".to_owned());
        let diagnostic = Diagnostic::warning("FW106", message).at(expectation.location);
        let finding = Finding::from(diagnostic.path([stack.name, "Resources", expectation.id.as_ref()]).help(help));
        if !found.contains(&finding) {
            found.push(finding);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{KINDS, code};
    use crate::diff::HeadlineKind;
    use crate::stack::Expectation;

    #[test]
    fn an_option_an_expectation_and_a_headline_have_the_same_names() {
        let kinds = [
            HeadlineKind::WillFail,
            HeadlineKind::DataLoss,
            HeadlineKind::WorldOpen,
            HeadlineKind::IamWidened,
            HeadlineKind::Downtime,
            HeadlineKind::Secrets,
        ];
        assert_eq!(kinds.map(HeadlineKind::title), Expectation::HEADLINES);
        let names: Vec<String> = kinds.iter().map(|kind| kind.title().to_lowercase().replace(' ', "-")).collect();
        let named: Vec<_> = names.iter().map(String::as_str).zip(kinds.iter().filter_map(|kind| code(*kind))).collect();
        assert_eq!(named, KINDS[..6]);
    }
}
