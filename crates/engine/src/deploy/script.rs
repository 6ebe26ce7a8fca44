//! The scripts: what `synth` writes beside the templates, and what `secrets --script` prints.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::json;

use super::command::DEPLOY;
use super::locate::Store;
use super::plan::{Plan, PlannedStack, ValueSource};
use super::secrets::{SecretReference, Secrets};
use crate::language::{partition, url_suffix};
use crate::scaffold::{TemplateError, Templates};

/// The name of the script that deletes; its template is `teardown.sh.tera`.
pub const TEARDOWN: &str = "teardown.sh";
/// The templates of both.
pub const SCRIPT_TEMPLATES: [&str; 2] = ["deploy.sh.tera", "teardown.sh.tera"];
/// The template of the script that stores secrets.
pub const SECRETS_TEMPLATE: &str = "secrets.sh.tera";

/// The scripts of an environment: their names and texts.
///
/// # Errors
/// A template of the author's that names a value which is not there.
pub fn scripts(plan: &Plan, templates: &Templates) -> Result<Vec<(&'static str, String)>, TemplateError> {
    let context = templates.context(&ScriptContext {
        plan,
        mutable: mutable(plan),
        given: given(plan),
        tag_words: tags(plan),
        domain: url_suffix(partition(&plan.region)).unwrap_or("amazonaws.com"),
    })?;
    let named = [DEPLOY, TEARDOWN].into_iter().zip(SCRIPT_TEMPLATES);
    named.map(|(name, template)| Ok((name, templates.render_with(template, &context)?))).collect()
}

/// What the templates of the scripts may name: everything in a plan, and what a deployment to production refuses.
#[derive(Serialize)]
struct ScriptContext<'a> {
    #[serde(flatten)]
    plan: &'a Plan,
    mutable: Vec<MutableImage<'a>>,
    /// The values of parameters that the app gives, by the stack, each as `create-change-set` takes it.
    given: IndexMap<&'a str, Vec<String>>,
    /// The tags, in the same form.
    tag_words: Vec<String>,
    /// How the addresses of AWS end where the stacks are.
    domain: &'static str,
}

fn given(plan: &Plan) -> IndexMap<&str, Vec<String>> {
    let words = |stack: &PlannedStack| {
        let given = stack.parameters.iter().filter(|parameter| parameter.source == ValueSource::App);
        given.map(|it| json!({ "ParameterKey": it.name, "ParameterValue": it.value }).to_string()).collect()
    };
    plan.stacks.iter().map(|stack| (stack.name, words(stack))).collect()
}

fn tags(plan: &Plan) -> Vec<String> {
    plan.tags.iter().map(|(key, value)| json!({ "Key": key, "Value": value }).to_string()).collect()
}

/// An image that is not pinned by its digest.
#[derive(Serialize)]
struct MutableImage<'a> {
    stack: &'a str,
    parameter: &'a str,
    value: &'a str,
}

/// The image parameters whose value somebody can push over.
fn mutable(plan: &Plan) -> Vec<MutableImage<'_>> {
    let mut found = Vec::new();
    for stack in plan.stacks.iter().filter(|_| plan.production) {
        let images = stack.parameters.iter().filter(|parameter| stack.image_parameters.contains(&parameter.name));
        found.extend(images.filter_map(|parameter| {
            let value = parameter.value.as_deref().filter(|value| !value.contains("@sha256:"))?;
            Some(MutableImage { stack: stack.name, parameter: &parameter.name, value })
        }));
    }
    found
}

/// The script that asks for the values of an environment's secrets and stores them.
///
/// # Errors
/// A template of the author's that names a value which is not there.
pub fn secrets_script(secrets: &Secrets, templates: &Templates) -> Result<String, TemplateError> {
    let mut parameters: Vec<&SecretReference> = Vec::new();
    for reference in secrets.references.iter().filter(|reference| reference.store == Store::ParameterStore) {
        let is_known = parameters.iter().any(|known| known.name == reference.name);
        if reference.name.is_some() && !is_known {
            parameters.push(reference);
        }
    }
    let context = SecretsContext { secrets, parameters };
    templates.render(SECRETS_TEMPLATE, &context)
}

/// What the template of that script may name: everything about the secrets, and each parameter once.
#[derive(Serialize)]
struct SecretsContext<'a> {
    #[serde(flatten)]
    secrets: &'a Secrets,
    parameters: Vec<&'a SecretReference>,
}
