//! Warnings about a deployment that does not work as it stands, or not alone.

use super::rendered::{Rendered, RenderedStack};
use crate::cli::files::Change;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::deploy::NO_BUCKET;
use crate::template::limits;

fn needs_bucket(stack: &RenderedStack) -> bool {
    stack.template.text.len() > limits::BODY_INLINE
}

/// Warnings about commands that do not work as they stand, or not alone.
pub(super) fn notes<'a>(rendered: &'a Rendered, session: &'a Session) -> impl Iterator<Item = Finding> + 'a {
    let no_bucket = rendered
        .selected()
        .filter(|stack| needs_bucket(stack) && rendered.target.template_bucket.is_none())
        .map(|stack| missing_bucket(stack, session));
    let not_synced = rendered.selected().filter_map(|stack| {
        let why = stack.not_synced.as_ref()?;
        let finding = Finding::warning(format!("Git sync cannot deploy `{}`: {why}", stack.name));
        Some(finding.help("no deployment file was written for it; deploy it with deploy.sh"))
    });
    rendered.selected().flat_map(|stack| first(stack, rendered)).chain(no_bucket).chain(not_synced)
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
