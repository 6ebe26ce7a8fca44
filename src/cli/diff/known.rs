//! What the command line tells of parameters, where any two templates are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, value_parser};

use super::nested;

use crate::check;
use crate::cli::disk;
use crate::cli::parameters;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::diagnostic::nearest;
use crate::diff::Side;

const PARAMETERS: &str =
    "Values of parameters, as `NAME=VALUE` or in a file that the AWS command line takes; for both sides, again for more";

/// The arguments.
pub(in crate::cli) fn arguments() -> [Arg; 2] {
    let defaults = Arg::new("assume-defaults")
        .long("assume-defaults")
        .action(ArgAction::SetTrue)
        .help("Take a parameter's default for its value where none is given, instead of every value that it can have");
    [parameters::argument(PARAMETERS).value_parser(value_parser!(String)).action(ArgAction::Append), defaults]
}

/// What the command line tells of parameters.
pub(in crate::cli) struct Known {
    values: BTreeMap<String, String>,
    assumes_defaults: bool,
    /// Where the templates of nested stacks are, of each side.
    pub(super) nested: [Option<PathBuf>; 2],
}

impl Known {
    pub(in crate::cli) fn of(arguments: &ArgMatches, session: &Session) -> Result<Known, Stop> {
        // The command of a project has neither.
        let given = arguments.try_get_many::<String>("parameters").ok().flatten().into_iter().flatten();
        let mut values = BTreeMap::new();
        for asked in given {
            let path = session.paths.absolute(Path::new(asked));
            match asked.split_once('=').filter(|_| !path.is_file()) {
                Some((name, value)) => drop(values.insert(name.to_owned(), value.to_owned())),
                None => {
                    let help = "give `NAME=VALUE`, or check the path";
                    let bytes = disk::bytes(&path).map_err(|error| Stop::cannot("read", &path, &session.paths, &error, help))?;
                    let given = check::given_parameters(&bytes);
                    if given.is_empty() {
                        let help = "give `NAME=VALUE`, or a file in a form that the AWS command line takes";
                        return Err(Finding::error(format!("`{asked}` holds no values of parameters")).help(help).into());
                    }
                    values.extend(given);
                }
            }
        }
        let assumes_defaults = arguments.try_get_one::<bool>("assume-defaults").ok().flatten().copied().unwrap_or(false);
        Ok(Known { values, assumes_defaults, nested: nested::directories(arguments, session) })
    }

    /// A name that no template has is a mistake, and so is a value that one refuses: no deployment has it.
    pub(in crate::cli) fn check<'a>(
        &self,
        sides: impl Iterator<Item = &'a (String, Side)>,
        session: &Session,
    ) -> Result<(), Stop> {
        let mut declared: BTreeSet<&str> = BTreeSet::new();
        for (_, side) in sides {
            for (name, parameter) in side.template.section("Parameters").into_iter().flatten() {
                declared.insert(name.as_str());
                let value = self.values.get(name.as_str());
                if let Some((message, help)) = value.and_then(|value| check::parameter_misfit(parameter, name.as_str(), value)) {
                    session.learn_template(&side.template, self.values.clone());
                    let finding = Finding::error(message);
                    return Err(help.map_or(finding.clone(), |help| finding.help(help)).into());
                }
            }
        }
        let is_known = |name: &str| declared.contains(name) || name.starts_with("AWS::");
        let Some(unknown) = self.values.keys().find(|name| !is_known(name)) else { return Ok(()) };
        let near = nearest(unknown, declared.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let finding = Finding::error(format!("no template has the parameter `{unknown}`"));
        Err(near.map_or(finding.clone(), |near| finding.help(near)).into())
    }

    pub(in crate::cli) fn put_into(&self, mut side: Side) -> Side {
        side.values.extend(self.values.clone());
        side.assumes_defaults |= self.assumes_defaults;
        side
    }

    /// The base, and what is taken for granted.
    pub(in crate::cli) fn shown(&self, base: &str) -> String {
        if self.assumes_defaults { format!("{base}, where each parameter has its default") } else { base.to_owned() }
    }
}
