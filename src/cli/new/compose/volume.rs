//! What a service of a Compose file mounts: <https://docs.docker.com/reference/compose-file/services/#volumes>.

use super::text::interpolated;
use crate::template::{Content, Node};

/// A named volume at a path.
pub(super) struct Mount {
    pub(super) volume: String,
    pub(super) path: String,
    pub(super) is_read_only: bool,
}

/// Why what is mounted is no file system of its own.
enum Other {
    OfTheMachine,
    OfTheTask,
}

/// The named volumes of a service, and what is said of the rest.
pub(super) fn mounts<'n>(entries: impl Iterator<Item = &'n Node>, notes: &mut Vec<String>) -> Vec<Mount> {
    let (mut mounts, mut of_machine, mut of_task) = (Vec::new(), Vec::new(), Vec::new());
    for entry in entries {
        match mount(entry) {
            Ok(mount) => mounts.push(mount),
            Err((Other::OfTheMachine, shown)) => of_machine.push(shown),
            Err((Other::OfTheTask, shown)) => of_task.push(shown),
        }
    }
    let mut say = |shown: Vec<String>, why: &str| {
        notes.extend((!shown.is_empty()).then(|| format!("volumes ({}): {why}", shown.join(", "))));
    };
    say(of_machine, "Fargate has no files of a machine to mount; put them into the image, or use a named volume");
    say(of_task, "without a name, its files are the task's, and gone with it");
    mounts
}

fn mount(entry: &Node) -> Result<Mount, (Other, String)> {
    match entry.scalar() {
        Some(text) => short(&text),
        None => long(entry),
    }
}

/// `SOURCE:TARGET:OPTIONS`, `SOURCE:TARGET`, or `TARGET` alone.
fn short(text: &str) -> Result<Mount, (Other, String)> {
    let of_machine = || (Other::OfTheMachine, text.to_owned());
    let known = interpolated(text).map_err(|_| of_machine())?;
    let mut parts = known.split(':');
    let (first, second, options) = (parts.next().unwrap_or_default(), parts.next(), parts.next().unwrap_or_default());
    let Some(path) = second else { return Err((Other::OfTheTask, text.to_owned())) };
    // A drive of Windows is no name.
    if !is_name(first) || !path.starts_with('/') {
        return Err(of_machine());
    }
    let is_read_only = options.split(',').any(|option| option == "ro");
    Ok(Mount { volume: first.to_owned(), path: path.to_owned(), is_read_only })
}

fn long(entry: &Node) -> Result<Mount, (Other, String)> {
    let text = |key: &str| entry.get(key).and_then(Node::scalar).and_then(|text| interpolated(&text).ok());
    let shown = || text("source").or_else(|| text("target")).unwrap_or_default();
    let (kind, source, path) = (text("type"), text("source"), text("target"));
    let other = match kind.as_deref().unwrap_or("volume") {
        "volume" if source.is_none() => Other::OfTheTask,
        "tmpfs" => Other::OfTheTask,
        _ => Other::OfTheMachine,
    };
    let is_volume = kind.is_none_or(|kind| kind == "volume");
    match (source.filter(|source| is_volume && is_name(source)), path) {
        (Some(volume), Some(path)) => {
            let is_read_only = matches!(entry.get("read_only").map(|node| &node.content), Some(Content::Bool(true)));
            Ok(Mount { volume, path, is_read_only })
        }
        _ => Err((other, shown())),
    }
}

/// Whether a source is the name of a volume, and no path.
fn is_name(source: &str) -> bool {
    source.starts_with(|c: char| c.is_ascii_alphanumeric()) && !source.contains(['/', '\\'])
}
