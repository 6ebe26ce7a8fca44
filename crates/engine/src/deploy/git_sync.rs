//! Git sync: CloudFormation itself deploys a stack from a repository, by the stack deployment file that it finds there.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/git-sync-concepts-terms.html>

use indexmap::IndexMap;

use super::plan::{Plan, PlannedStack, ValueSource};
use crate::template::{Format, Node, Template};

/// The stack deployment file of a stack, whose template has this path in its repository.
///
/// # Errors
/// Why Git sync cannot deploy the stack, in words: a value that no file of the repository holds.
pub fn deployment_file(plan: &Plan, stack: &PlannedStack, template: &str) -> Result<String, String> {
    let elsewhere = stack.parameters.iter().find_map(|parameter| match parameter.source {
        ValueSource::Artifact => Some(format!("deploy.sh makes the value of its parameter `{}`", parameter.name)),
        ValueSource::Creator => Some(format!("its parameter `{}` has `NoEcho`, so no file may hold its value", parameter.name)),
        ValueSource::App | ValueSource::Default => None,
    });
    let published = stack.artifacts.iter().find(|artifact| !artifact.made.fills_parameter());
    let published = published.map(|artifact| format!("deploy.sh publishes its site `{}`", artifact.id));
    if let Some(why) = elsewhere.or(published) {
        return Err(why);
    }
    let given = stack.parameters.iter().filter(|parameter| parameter.source == ValueSource::App);
    let parameters: IndexMap<String, Node> =
        given.filter_map(|parameter| Some((parameter.name.clone(), Node::text(parameter.value.clone()?)))).collect();
    let tags: IndexMap<String, Node> = plan.tags.iter().map(|(key, value)| (key.clone(), Node::text(value.clone()))).collect();
    let file = Node::map([
        ("template-file-path", Node::text(template.to_owned())),
        ("parameters", Node::map(parameters)),
        ("tags", Node::map(tags)),
    ]);
    Ok(Template::new(file).to_text(Format::Yaml))
}
