//! What a service of a Compose file mounts: <https://docs.docker.com/reference/compose-file/services/#volumes>.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::text::{interpolated, pascal, quoted};
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

/// A named volume with the name that its file system gets.
pub(super) struct Volume<'c> {
    /// Its name in the file.
    pub(super) name: &'c str,
    pub(super) plain: String,
    /// The user and group of the first service that says whom its files belong to.
    pub(super) user: Option<(u32, u32)>,
}

impl Volume<'_> {
    /// The variable of its file system in the module.
    fn variable(&self) -> String {
        self.plain.replace('-', "_")
    }

    pub(super) fn value(&self) -> Value {
        json!({ "name": self.name, "variable": self.variable(), "id": pascal(&self.plain), "user": self.user })
    }
}

/// What is said of the volumes of a file.
pub(super) fn note(volumes: &[Volume<'_>]) -> Option<String> {
    let owner = |volume: &Volume<'_>| volume.user.map_or(1000, |(user, _)| user);
    let names: Vec<String> = volumes.iter().map(|volume| format!("{} of user {}", volume.name, owner(volume))).collect();
    (!names.is_empty()).then(|| {
        format!(
            "volumes: file systems of EFS, each with files of one user: {}. They start empty, also of what an image has there: copy the \
             files. An image that changes owners as it starts needs `.user(…)` of its own, and a database on EFS is slow",
            names.join(", ")
        )
    })
}

/// The mounts of a service, and what its role is granted.
pub(super) fn values(mounts: &[Mount], volumes: &[Volume<'_>]) -> (Vec<Value>, Vec<String>) {
    let named =
        |mount: &Mount| volumes.iter().find(|volume| volume.name == mount.volume).map(Volume::variable).unwrap_or_default();
    let calls = mounts.iter().map(|mount| {
        let method = if mount.is_read_only { "mount_read_only" } else { "mount" };
        json!({ "method": method, "files": named(mount), "path": quoted(&mount.path) })
    });
    let variables: BTreeSet<String> = mounts.iter().map(named).collect();
    let grants = variables.iter().map(|files| {
        let is_read = mounts.iter().filter(|mount| named(mount) == *files).all(|mount| mount.is_read_only);
        format!("{files}.{}()", if is_read { "grant_read" } else { "grant_read_write" })
    });
    (calls.collect(), grants.collect())
}
