//! Typed modules of services that are not built in, for what is imported.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::edits::Edits;
use super::source::ImportedTemplate;
use crate::cli::disk;
use crate::cli::generate::MARK;
use crate::cli::new::draft::Draft;
use crate::cli::new::stack::added_module;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::import;
use crate::schema::generate::{Catalog, has_type, module_name, partial_module, service_of};
use crate::template::counted;

/// The first line of `stacks/aws/mod.rs`.
const LIST: &str = "//! Typed modules of services that are not built in, as `formwork generate` writes them.\n";

/// What is generated.
#[derive(Default)]
pub(super) struct Generated {
    /// The types that have a typed resource then.
    pub(super) types: BTreeSet<String>,
    /// The modules that are written.
    pub(super) drafts: Vec<Draft>,
    /// What is said of them.
    pub(super) notes: Vec<String>,
}

/// The modules that the sources need: with the types that the project has of them already, and those that are missing. A module that
/// was not generated is its author's own, and types that it does not have stay untyped.
pub(super) fn modules(sources: &[ImportedTemplate], edits: &mut Edits, session: &Session) -> Result<Generated, Stop> {
    let mut wanted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for type_name in sources.iter().flat_map(|source| import::not_built_in(&source.template)) {
        wanted.entry(service_of(&type_name).to_owned()).or_default().insert(type_name);
    }
    let main = session.project.root.join("stacks").join("main.rs");
    let mut generated = Generated::default();
    if wanted.is_empty() || !main.is_file() {
        return Ok(generated);
    }
    let (catalog, directory) = (Catalog::embedded(), main.with_file_name("aws"));
    let mut made = Vec::new();
    for (service, missing) in wanted {
        let path = directory.join(format!("{}.rs", module_name(&service)));
        let before = disk::text(&path).unwrap_or_default();
        let mut types: BTreeSet<String> = catalog.service(&service).into_iter().map(str::to_owned).collect();
        types.retain(|type_name| has_type(&before, type_name));
        if !missing.is_subset(&types) && (before.is_empty() || before.starts_with(MARK)) {
            types.extend(missing);
            let text = partial_module(&catalog, &service, &types);
            let count = counted(types.len(), "resource type");
            generated.notes.push(format!("generated: {}, {count} of AWS::{service}", session.paths.shown(&path)));
            generated.drafts.push(if before.is_empty() { Draft::new(path, text) } else { Draft::edit(path, text) });
            made.push(module_name(&service));
        }
        generated.types.extend(types);
    }
    if !made.is_empty() {
        generated.drafts.extend(list(directory.join("mod.rs"), &made));
        let text = edits.text(&main, session)?;
        if !text.lines().any(|line| line.trim_start_matches("pub ") == "mod aws;") {
            *text = added_module(text, "aws").unwrap_or_else(|| format!("mod aws;\n\n{text}"));
        }
    }
    Ok(generated)
}

/// The list of the modules, with those that were made.
fn list(path: PathBuf, made: &[String]) -> Option<Draft> {
    let before = disk::text(&path).unwrap_or_default();
    let mut text = if before.is_empty() { format!("{LIST}\n") } else { before.clone() };
    for module in made {
        let line = format!("pub mod {module};");
        if !text.lines().any(|known| known == line) {
            text.push_str(&format!("#[rustfmt::skip]\n{line}\n"));
        }
    }
    (text != before).then(|| if before.is_empty() { Draft::new(path, text) } else { Draft::edit(path, text) })
}
