//! Placeholder.
use crate::template::Template;
pub(crate) fn uses(_: &Template) -> bool {
    false
}
pub(crate) fn translate(template: &Template) -> Template {
    template.clone()
}
