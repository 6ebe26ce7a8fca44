//! The files of a refactor: the request, and the templates of the stacks afterwards.

use std::path::{Path, PathBuf};

use super::refactored::RefactoredApp;
use crate::cli::aws::s3_url;
use crate::cli::files::{self, Batch, OutputFile};
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::deploy::NO_BUCKET;
use crate::refactor::{self, Definition};
use crate::template::{Format, limits};

/// The directory of an environment's refactor in that of its templates.
const DIRECTORY: &str = "refactor";

/// What is written for one environment.
pub(super) struct Request {
    environment: String,
    directory: PathBuf,
    files: Vec<OutputFile>,
    /// The input of the command, as it is shown.
    pub(super) shown: String,
    /// The templates that go through a bucket: the file as it is shown, and where it goes.
    pub(super) uploads: Vec<(String, String)>,
}

impl Request {
    /// Whether it is that of an environment.
    pub(super) fn is_of(&self, made: &RefactoredApp) -> bool {
        self.environment == made.assembly.environment
    }
}

/// Makes the files of an environment.
pub(super) fn request(made: &RefactoredApp, output: &Path, session: &Session) -> Result<Request, Stop> {
    let assembly = &made.assembly;
    let directory = output.join(&assembly.environment).join(DIRECTORY);
    let full_name = |name: &str| {
        let stack = assembly.stacks.iter().find(|stack| stack.name == name);
        stack.map_or_else(|| name.to_owned(), |stack| stack.full_name.clone())
    };
    let bucket = assembly.target.template_bucket.as_deref().unwrap_or(NO_BUCKET);
    let mut uploads = Vec::new();
    let mut texts: Vec<(PathBuf, String)> = Vec::new();
    for (name, template) in &made.refactored.templates {
        let path = directory.join(format!("{name}.template.json"));
        let text = template.to_text(Format::Json);
        if text.len() > limits::BODY_INLINE {
            let key = format!("formwork-refactor/{}.template.json", full_name(name));
            uploads.push((session.paths.shown(&path), format!("{bucket}/{key}")));
        }
        texts.push((path, text));
    }
    let region = &assembly.target.region;
    let is_new = |name: &str| !made.deployed.iter().any(|known| known == name);
    let request = refactor::request(&made.refactored, full_name, is_new, |name, template| {
        let place = uploads.iter().find(|(shown, _)| shown.ends_with(&format!("/{name}.template.json")));
        match place.and_then(|(_, place)| place.split_once('/')) {
            Some((bucket, key)) => Definition::stored(full_name(name), s3_url(bucket, region, key)),
            None => Definition::inline(full_name(name), template),
        }
    });
    let path = directory.join("request.json");
    // Texts and flags always have a JSON form.
    let text = serde_json::to_string_pretty(&request).unwrap_or_default() + "\n";
    let shown = session.paths.shown(&path);
    texts.push((path, text));
    let files =
        texts.into_iter().map(|(path, text)| OutputFile::compared(path, text, &session.paths)).collect::<Result<_, _>>()?;
    Ok(Request { environment: assembly.environment.clone(), directory, files, shown, uploads })
}

/// Writes all of them, or none.
pub(super) fn write(requests: &[Request], output: &Path, session: &Session) -> Result<(), Stop> {
    let batches: Vec<Batch<'_>> =
        requests.iter().map(|request| Batch { directory: &request.directory, files: request.files.iter().collect() }).collect();
    if batches.is_empty() { Ok(()) } else { files::write(output, &batches, &session.paths) }
}
