//! The commands that deploy an environment's stacks.
//!
//! <https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/>

use super::rendered::{Rendered, RenderedStack};
use crate::cli::Session;
use crate::cli::files::Change;
use crate::cli::report::Finding;
use crate::cli::shell::quote;
use crate::template::limits;

/// What stands for a bucket that the settings do not name.
const NO_BUCKET: &str = "BUCKET";

/// The command that deploys a stack, on one line, for a POSIX shell in the current directory.
pub fn command(stack: &RenderedStack, rendered: &Rendered, session: &Session) -> String {
    let target = &rendered.target;
    let mut words: Vec<String> = ["aws", "cloudformation", "deploy"].map(str::to_owned).into();
    let mut option = |name: &str, values: Vec<String>| {
        if !values.is_empty() {
            words.push(name.to_owned());
            words.extend(values.iter().map(|value| quote(value)));
        }
    };
    option("--region", vec![target.region.clone()]);
    option("--stack-name", vec![stack.full_name.clone()]);
    option("--template-file", vec![session.paths.shown(&stack.template.path)]);
    let parameters = stack.parameters.iter().map(|file| format!("file://{}", session.paths.shown(&file.path)));
    option("--parameter-overrides", parameters.collect());
    option("--capabilities", stack.capabilities.iter().map(|capability| (*capability).to_owned()).collect());
    option("--tags", target.tags.iter().map(|(key, value)| format!("{key}={value}")).collect());
    if needs_bucket(stack) {
        option("--s3-bucket", vec![target.template_bucket.clone().unwrap_or_else(|| NO_BUCKET.to_owned())]);
    }
    words.push("--no-fail-on-empty-changeset".to_owned());
    words.join(" ")
}

fn needs_bucket(stack: &RenderedStack) -> bool {
    stack.template.text.len() > limits::BODY_INLINE
}

/// Warnings about commands that do not work as they stand, or not alone.
pub fn notes<'a>(rendered: &'a Rendered, session: &'a Session) -> impl Iterator<Item = Finding> + 'a {
    let no_bucket = rendered
        .selected()
        .filter(|stack| needs_bucket(stack) && rendered.target.template_bucket.is_none())
        .map(|stack| missing_bucket(stack, session));
    rendered.selected().flat_map(|stack| first(stack, rendered)).chain(no_bucket)
}

fn missing_bucket(stack: &RenderedStack, session: &Session) -> Finding {
    let shown = session.paths.shown(&stack.template.path);
    Finding::warning(format!("`{shown}` is over 51,200 bytes: its deployment needs an S3 bucket, and the settings name none"))
        .help(format!("set `template-bucket` in the settings' `[environment]`, or write its name for {NO_BUCKET} in the command"))
}

/// The stacks that this one has links to and that changed as well, but were not asked for.
fn first(stack: &RenderedStack, rendered: &Rendered) -> Option<Finding> {
    let others = rendered.stacks.iter().filter(|other| !other.selected && stack.depends_on.contains(&other.name));
    let changed: Vec<&str> = others.filter(|other| other.change().0 != Change::Unchanged).map(|other| other.name).collect();
    (!changed.is_empty()).then(|| {
        let names = changed.join("`, `");
        Finding::warning(format!("`{}` has links to `{names}`, whose output on disk is not up to date", stack.name))
            .help(format!("name it too (`synth {} {}`), and deploy it first", changed.join(" "), stack.name))
    })
}
