//! The templates of a project: the built-in ones, and the author's own in the place of those whose names they have.

use std::borrow::Cow;
use std::io;

use super::disk;
use super::report::Finding;
use super::session::Session;
use super::stop::Stop;
use crate::scaffold::{TemplateError, Templates};

/// The templates of these names, with the author's own from `stacks/templates` of the project.
pub(super) fn load(wanted: &[&str], session: &Session) -> Result<Templates, Stop> {
    let directory = session.project.templates();
    let mut own = Vec::new();
    for name in Templates::names() {
        let path = directory.join(name);
        match disk::text(&path) {
            Ok(text) => own.push((name, Cow::from(text))),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {}
            Err(error) => {
                let help = "make it readable as UTF-8, or delete it: the built-in template then takes its place";
                return Err(Stop::cannot("read", &path, &session.paths, &error, help));
            }
        }
    }
    Templates::new(wanted, own).map_err(|error| wrong(error).into())
}

/// A template that cannot be used. The built-in ones can, so it is the author's own.
pub(super) fn wrong(TemplateError(message): TemplateError) -> Finding {
    Finding::error(format!("a template cannot be used: {message}"))
        .help("the templates of the project are in `stacks/templates`; `deploy-plan --json` shows the values that those of scripts may name")
}
