//! Template files that are named in the place of the stacks.

use clap::{Arg, ValueHint};

use super::check::files::{self, InputFile};
use super::diff::base::SPLIT;
use super::report::Finding;
use super::session::Session;
use super::stop::Stop;
use crate::check;
use crate::language;
use crate::template::{Template, function, read};

/// The argument that names them.
pub(super) fn argument() -> Arg {
    Arg::new("file")
        .value_name("FILE")
        .num_args(0..)
        .value_hint(ValueHint::AnyPath)
        .help("Template files instead of the stacks: files, directories, patterns, or `-` for standard input")
}

/// The templates with their names: those that are named, and of directories those with resources. `hindered` is what mistakes stand in
/// the way of.
pub(super) fn templates(asked: &[&String], hindered: &'static str, session: &Session) -> Result<Vec<(String, Template)>, Stop> {
    let mut templates: Vec<(String, Template)> = Vec::new();
    let mut errors: Vec<Finding> = Vec::new();
    for InputFile { name, bytes, is_named } in files::find(asked, session)? {
        if !is_named && !check::may_be_template(&bytes) {
            continue;
        }
        match read::template(&bytes) {
            Ok((template, _)) if is_named || has_resources(&template) => match language::far_exceeded(&template) {
                Some(problem) => errors.push(Finding::error(format!("{name}: {problem}")).help(SPLIT)),
                None => templates.push((name, template)),
            },
            Ok(_) => {}
            Err(found) => {
                errors.extend(found.into_iter().map(|error| Finding::in_file(check::form_finding(error), &name)));
            }
        }
    }
    if !errors.is_empty() {
        return Err(Stop::Mistakes(errors, hindered));
    }
    if !templates.iter().any(|(_, template)| has_resources(template)) {
        let names: Vec<&str> = asked.iter().map(|name| name.as_str()).collect();
        return Err(Finding::error(format!("there is no resource in {}", names.join(", "))).into());
    }
    Ok(templates)
}

fn has_resources(template: &Template) -> bool {
    // A loop or an included file makes resources, too.
    template.resources().any(|resource| !resource.resource_type.is_empty() || function::is_function(resource.id.as_str()))
}
