//! The files of an import.

use std::path::Path;

use serde_json::{Value, json};

use crate::adopt::Adoption;
use crate::cli::files::{self, Batch, OutputFile};
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::stack::{Assembly, SynthesizedStack};
use crate::template::{Format, Template, limits};

/// What was written, as it is shown.
pub(super) struct Written {
    pub(super) template: String,
    pub(super) resources: String,
    pub(super) parameters: Option<String>,
    /// Whether the template is too long for the request.
    pub(super) needs_bucket: bool,
}

/// Writes `out/ENVIRONMENT/adopt/STACK.*`, all of it or nothing.
pub(super) fn make(
    adoption: &Adoption,
    assembly: &Assembly,
    stack: &SynthesizedStack,
    deployed: Option<&Template>,
    output: &Path,
    session: &Session,
) -> Result<Written, Stop> {
    let directory = output.join(&assembly.environment).join("adopt");
    let file = |end: &str| directory.join(format!("{}.{end}", stack.name));
    let template = adoption.template.as_ref().map(|template| template.to_text(Format::Json)).unwrap_or_default();
    let needs_bucket = template.len() > limits::BODY_INLINE;
    // Lists of texts always have a JSON form.
    let pretty = |value: &Value| serde_json::to_string_pretty(value).unwrap_or_default() + "\n";
    let resources = serde_json::to_value(&adoption.resources).unwrap_or_default();
    let mut texts = vec![(file("import.template.json"), template), (file("resources-to-import.json"), pretty(&resources))];
    let parameters = adoption.template.as_ref().map(|template| parameters(template, stack, deployed)).unwrap_or_default();
    if !parameters.is_empty() {
        texts.push((file("import.parameters.json"), pretty(&Value::Array(parameters))));
    }
    let shown: Vec<String> = texts.iter().map(|(path, _)| session.paths.shown(path)).collect();
    let made: Vec<OutputFile> =
        texts.into_iter().map(|(path, text)| OutputFile::compared(path, text, &session.paths)).collect::<Result<_, _>>()?;
    files::write(output, &[Batch { directory: &directory, files: made.iter().collect() }], &session.paths)?;
    Ok(Written { template: shown[0].clone(), resources: shown[1].clone(), parameters: shown.get(2).cloned(), needs_bucket })
}

/// The values of the parameters: those of the settings, and for what is deployed those that it has.
fn parameters(template: &Template, stack: &SynthesizedStack, deployed: Option<&Template>) -> Vec<Value> {
    let is_deployed = |name: &str| deployed.and_then(|deployed| deployed.section("Parameters")?.get(name)).is_some();
    let names = template.section("Parameters").into_iter().flat_map(|map| map.keys());
    let value = |name: &str| {
        if is_deployed(name) {
            return Some(json!({ "ParameterKey": name, "UsePreviousValue": true }));
        }
        let given = stack.parameters.iter().find(|given| given.name.as_str() == name)?;
        Some(json!({ "ParameterKey": name, "ParameterValue": given.value }))
    };
    names.filter_map(|name| value(name.as_str())).collect()
}
