//! How near a template is to CloudFormation's limits.

use super::rendered::{COUNTED, Rendered, RenderedStack};
use crate::cli::report::Finding;
use crate::template::{limits, with_commas};

/// A warning for each stack and limit of which a template uses most.
pub(super) fn notes(rendered: &Rendered) -> impl Iterator<Item = Finding> + '_ {
    let has_bucket = rendered.target.template_bucket.is_some();
    rendered.selected().flat_map(move |stack| counts(stack).chain(bytes(stack, has_bucket)))
}

fn counts(stack: &RenderedStack) -> impl Iterator<Item = Finding> + '_ {
    let limits = [limits::RESOURCES, limits::PARAMETERS, limits::OUTPUTS, limits::MAPPINGS];
    COUNTED.iter().zip(stack.counts).zip(limits).filter(|((_, count), limit)| is_near(*count, *limit)).map(
        |((section, count), limit)| {
            let what = format!("{count} {}", section.to_lowercase());
            warning(stack, &what, count, limit, "a template may have").help("split the stack, and share what the parts need")
        },
    )
}

fn bytes(stack: &RenderedStack, has_bucket: bool) -> Option<Finding> {
    let count = stack.template.text.len();
    let what = format!("{} bytes", with_commas(count));
    if !has_bucket && is_near(count, limits::BODY_INLINE) {
        let allowed = "a template may have without an S3 bucket";
        let help =
            "beyond it, the deployment needs `--s3-bucket`: set `template-bucket` in the settings' `[environment]` in time";
        return Some(warning(stack, &what, count, limits::BODY_INLINE, allowed).help(help));
    }
    let allowed = "a template may have in an S3 bucket";
    let help = "split the stack, and share what the parts need";
    is_near(count, limits::BODY).then(|| warning(stack, &what, count, limits::BODY, allowed).help(help))
}

/// From 80 % of a limit to the limit. What lies beyond a hard limit is an error, which the checks report.
fn is_near(count: usize, limit: usize) -> bool {
    count * 100 >= limit * limits::WARN_FROM_PERCENT && count <= limit
}

fn warning(stack: &RenderedStack, what: &str, count: usize, limit: usize, allowed: &str) -> Finding {
    let percent = count * 100 / limit;
    Finding::warning(format!("`{}` has {what}, {percent} % of the {} that {allowed}", stack.name, with_commas(limit)))
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn near_is_from_eighty_percent_to_the_limit() {
        assert!(!is_near(399, 500) && is_near(400, 500) && is_near(500, 500) && !is_near(501, 500));
    }
}
