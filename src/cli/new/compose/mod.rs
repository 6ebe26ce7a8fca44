//! `new project --from compose.yaml`: what a Compose file runs, as constructs, and what of it has no counterpart.

mod convert;
mod database;
mod health;
mod limits;
mod link;
mod model;
mod notes;
mod port;
mod text;
mod variable;
mod volume;

use std::path::Path;

use super::component::rendered;
use super::draft::Draft;
use super::stack::added_call;
use crate::cli::disk;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;

/// The modules of the project, and what is to be said of the file.
pub(super) struct Converted {
    /// The text of the app's file.
    pub(super) main: String,
    pub(super) drafts: Vec<Draft>,
    pub(super) left: String,
}

/// Converts a Compose file for a project of a name, whose app's file is given.
pub(super) fn converted(file: &Path, project: &str, main: String, stacks: &Path, session: &Session) -> Result<Converted, Stop> {
    let shown = session.paths.shown(file);
    let bytes = disk::bytes(file).map_err(|error| Stop::cannot("read", file, &session.paths, &error, "check the path"))?;
    let read = model::read(&bytes).map_err(|problem| {
        let help = "expected a Compose file: a map with the key `services`";
        Stop::from(Finding::error(format!("`{shown}`: {problem}")).help(help))
    })?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let (values, notes) = convert::values(&read, project, &name);
    let balancer = values["public"].as_bool().unwrap_or_default();
    let cluster =
        if balancer { "let cluster = cluster::stack(&mut app, &network);" } else { "let cluster = cluster::stack(&mut app);" };
    let calls = [
        ("network", "let network = network::stack(&mut app);"),
        ("cluster", cluster),
        ("services", "services::stack(&mut app, &network, &cluster);"),
    ];
    let added = calls.iter().try_fold(main, |text, (module, call)| added_call(&text, module, call));
    let main =
        added.ok_or_else(|| Finding::error("the template `project/main.rs.tera` has no function `app` that ends with `app`"))?;
    let shared = serde_json::json!({ "balancer": balancer });
    let drafts = vec![
        Draft::new(stacks.join("network.rs"), rendered("network.rs.tera", &shared, session)?),
        Draft::new(stacks.join("cluster.rs"), rendered("cluster.rs.tera", &shared, session)?),
        Draft::new(stacks.join("services.rs"), rendered("compose/services.rs.tera", &values, session)?),
    ];
    let notes: String = notes.lines().map(|note| format!("  - {note}\n")).collect();
    let notes = if notes.is_empty() { notes } else { format!("\nWhat of {shown} has no counterpart, or needs you:\n{notes}") };
    Ok(Converted { main, drafts, left: notes })
}
