//! The template that is imported.

use std::path::Path;

use crate::check;
use crate::cli::check::files;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::template::Template;
use crate::template::read::{self, Comment};

/// File names that say nothing of what a template is: its directory does.
const PLAIN: [&str; 4] = ["template", "stack", "main", "index"];

/// The template that is imported.
pub(super) struct Source {
    pub(super) template: Template,
    pub(super) comments: Vec<Comment>,
    /// As it is shown.
    name: String,
}

impl Source {
    /// Reads a file.
    pub(super) fn read(file: &str, session: &Session) -> Result<Self, Stop> {
        let files::Source { name, bytes, .. } = files::read(Path::new(file), session)?;
        match read::template(&bytes) {
            Ok((template, _)) => Ok(Source { template, comments: read::comments(&bytes), name }),
            Err(errors) => {
                let errors = errors.into_iter().map(|error| Finding::in_file(check::form_finding(error), &name)).collect();
                Err(Stop::Mistakes(errors, "nothing was imported"))
            }
        }
    }

    /// The name of its file.
    pub(super) fn file_name(&self) -> String {
        Path::new(&self.name).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// The short name of a stack, made of that of the file or its directory.
    pub(super) fn stack_name(&self) -> String {
        let path = Path::new(&self.name);
        let stem = path.file_name().map(|name| name.to_string_lossy().split('.').next().unwrap_or_default().to_lowercase());
        let directory = || path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().to_lowercase());
        let name = stem.filter(|stem| !PLAIN.contains(&stem.as_str())).or_else(directory).unwrap_or_default();
        let mut made = String::new();
        for c in name.chars() {
            let c = if c.is_ascii_alphanumeric() { c } else { '-' };
            if !(c == '-' && (made.is_empty() || made.ends_with('-'))) {
                made.push(c);
            }
        }
        made.trim_end_matches('-').to_owned()
    }
}
