//! Stacks that run: their templates and what else AWS knows of them, through the AWS CLI.

use clap::ArgMatches;
use serde_json::Value;

use super::source::{ImportedTemplate, unreadable};
use crate::cli::aws::{Aws, Refusal};
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::{environments, synthesis};
use crate::stack::Target;
use crate::template::read;

/// The stacks that are asked for, in the account and region of the one environment.
pub(super) fn sources(arguments: &ArgMatches, session: &Session) -> Result<Vec<ImportedTemplate>, Stop> {
    let files = environments::asked_for(arguments, session)?;
    let targets = synthesis::sound(&files, session, None, "nothing was imported", |assembly| assembly.target)?;
    let [target] = targets.as_slice() else {
        let help = "`--environment NAME` says where it runs";
        return Err(Finding::error("a deployed stack belongs to one environment").help(help).into());
    };
    let names: Vec<&String> = arguments.get_many("name").into_iter().flatten().collect();
    let aws = Aws::of(target)?;
    names.into_iter().map(|name| source(&aws, name, target)).collect()
}

fn source(aws: &Aws<'_>, name: &str, target: &Target) -> Result<ImportedTemplate, Stop> {
    let ask = |command: &[&str]| -> Result<Value, Stop> {
        let arguments = [&["cloudformation"], command, &["--stack-name", name]].concat();
        let refused = |Refusal(words)| Stop::from(Finding::error(format!("AWS does not show the stack `{name}`: {words}")));
        aws.ask(&arguments)?.map_err(refused)
    };
    let body = ask(&["get-template", "--template-stage", "Original"])?;
    let text = match &body["TemplateBody"] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let (template, _) = read::template(text.as_bytes()).map_err(|errors| unreadable(errors, name))?;
    let described = ask(&["describe-stacks"])?;
    let stack = &described["Stacks"][0];
    let pairs = |list: &str, key: &str, value: &str| -> Vec<(String, String)> {
        let items = stack[list].as_array().into_iter().flatten();
        items.filter_map(|item| Some((item[key].as_str()?.to_owned(), item[value].as_str()?.to_owned()))).collect()
    };
    let mut notes = Vec::new();
    let missing = pairs("Tags", "Key", "Value").into_iter().filter(|(key, value)| target.tags.get(key) != Some(value));
    let missing: Vec<String> = missing.map(|(key, value)| format!("{key}={value}")).collect();
    if !missing.is_empty() {
        notes.push(format!("{name}: has tags that `[environment.tags]` does not have, and loses them: {}", missing.join(", ")));
    }
    if ask(&["get-stack-policy"]).is_ok_and(|policy| policy["StackPolicyBody"].is_string()) {
        notes.push(format!("{name}: has a stack policy, which stays as it is"));
    }
    let values = pairs("Parameters", "ParameterKey", "ParameterValue").into_iter().collect();
    let comments = read::comments(text.as_bytes());
    Ok(ImportedTemplate { comments, full_name: Some(name.to_owned()), values, notes, ..ImportedTemplate::new(template, name) })
}
