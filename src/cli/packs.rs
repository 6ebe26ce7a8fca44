//! Which rules a command applies: `--pack` asks for more, and an author brings some.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches};

use super::report::Finding;
use super::session::Session;
use crate::check::{self, Rule, Selection};
use crate::stack::Pack;

/// The option that asks for packs.
pub(super) fn argument(help: &'static str) -> Arg {
    Arg::new("pack")
        .long("pack")
        .value_name("PACK")
        .action(ArgAction::Append)
        .value_delimiter(',')
        .value_parser(PossibleValuesParser::new(Pack::ALL.iter().map(|pack| pack.name())))
        .help(help)
}

/// The rules of a command: those that always apply, the author's own, and those of the packs that are asked for.
pub(super) fn rules(arguments: &ArgMatches, session: &Session) -> Selection {
    let asked: Vec<&String> = arguments.get_many("pack").into_iter().flatten().collect();
    let packs = Pack::ALL.iter().copied().filter(|pack| asked.iter().any(|name| *name == pack.name()));
    Selection::new(&packs.collect::<Vec<_>>(), session.rules)
}

/// What is wrong with the codes of the author's own rules: a code names one rule.
pub(super) fn wrong_code(own: &[&'static Rule]) -> Option<Finding> {
    let is_known = |code: &str| check::rules().any(|rule| rule.code.eq_ignore_ascii_case(code));
    own.iter().enumerate().find_map(|(index, rule)| {
        let code = rule.code;
        let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_taken = is_known(code) || own[..index].iter().any(|other| other.code.eq_ignore_ascii_case(code));
        let problem = match (is_code, is_taken) {
            (false, _) => format!("`{code}` cannot be the code of a rule"),
            (true, true) => format!("two rules have the code `{code}`"),
            (true, false) => return None,
        };
        Some(Finding::error(problem).help("give each rule letters and digits of its own, for example `MY001`"))
    })
}

#[cfg(test)]
mod tests {
    use super::wrong_code;
    use crate::check::{Inspection, Rule};

    const fn rule(code: &'static str) -> Rule {
        fn look(_: &mut Inspection<'_, '_>) {}
        Rule::new(code, "Finds nothing.", look)
    }

    #[test]
    fn a_code_names_one_rule() {
        static MY: Rule = rule("MY001");
        static AGAIN: Rule = rule("my001");
        static TAKEN: Rule = rule("fw405");
        static BLANK: Rule = rule("my rule");
        assert_eq!(wrong_code(&[&MY]), None);
        for own in [[&MY, &AGAIN], [&MY, &TAKEN], [&MY, &BLANK]] {
            assert!(wrong_code(&own).is_some());
        }
    }
}
