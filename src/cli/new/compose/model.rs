//! A Compose file as it is read: <https://docs.docker.com/reference/compose-file/>.

use std::collections::BTreeSet;

use super::health::Health;
use super::limits::Limits;
use super::port;
use super::text::{interpolated, split};
use super::volume::{self, Mount};
use crate::template::{Content, Node, read};

/// What the file runs.
pub(super) struct Compose {
    pub(super) services: Vec<Service>,
    /// Its keys that say something else.
    pub(super) notes: Vec<String>,
}

/// One service.
#[derive(Default)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) image: Option<String>,
    /// Its keys.
    pub(super) keys: Vec<String>,
    /// Container ports, of which the first are published.
    pub(super) published: Vec<u16>,
    pub(super) exposed: Vec<u16>,
    /// Variables; nothing for one that the shell gives.
    pub(super) environment: Vec<(String, Option<String>)>,
    pub(super) secrets: Vec<String>,
    pub(super) entry_point: Option<Vec<String>>,
    pub(super) command: Option<Vec<String>>,
    pub(super) user: Option<String>,
    pub(super) health: Option<Health>,
    /// Named volumes.
    pub(super) mounts: Vec<Mount>,
    pub(super) limits: Limits,
    /// Whether its image is for ARM.
    pub(super) is_arm: bool,
    pub(super) count: Option<u32>,
    pub(super) depends_on: Vec<String>,
    /// Those that it waits for until they have ended well.
    pub(super) waits_for_end_of: Vec<String>,
    /// Where it is not started unless one of these is asked for.
    pub(super) profiles: Vec<String>,
    pub(super) notes: Vec<String>,
}

/// Keys that have a counterpart, or need none: ECS has one network and one log.
const KNOWN: [&str; 26] = [
    "image",
    "ports",
    "expose",
    "environment",
    "secrets",
    "command",
    "entrypoint",
    "profiles",
    "user",
    "healthcheck",
    "deploy",
    "depends_on",
    "build",
    "volumes",
    "env_file",
    "restart",
    "networks",
    "container_name",
    "links",
    "hostname",
    "logging",
    "cpus",
    "mem_limit",
    "platform",
    "scale",
    "pull_policy",
];

/// Keys of the file that are told elsewhere, or say nothing.
const KNOWN_OF_FILE: [&str; 7] = ["version", "services", "volumes", "secrets", "networks", "configs", "include"];

/// Reads a file.
pub(super) fn read(bytes: &[u8]) -> Result<Compose, String> {
    let document = read::document(bytes).map_err(|errors| {
        let first = errors.first().map(|error| format!("{}: {}", error.location, error.message)).unwrap_or_default();
        format!("it cannot be read: {first}")
    })?;
    let services = document.root.get("services").and_then(Node::as_map).ok_or("it has no map `services`")?;
    let services: Vec<Service> = services.iter().map(|(name, node)| service(name.as_str(), node)).collect();
    if services.is_empty() {
        return Err("it has no service".to_owned());
    }
    Ok(Compose { services, notes: notes_of_file(&document.root) })
}

fn notes_of_file(root: &Node) -> Vec<String> {
    let mut notes = Vec::new();
    for (key, node) in root.as_map().into_iter().flatten() {
        match key.as_str() {
            "configs" => notes.push("configs: put the files into the images".to_owned()),
            "include" => notes.push("include: the files that are included were not read".to_owned()),
            "volumes" => {
                notes.extend(node.as_map().into_iter().flatten().filter_map(|(name, node)| said_of_volume(name.as_str(), node)))
            }
            "networks" if !is_null(node) => notes.push("networks: all services are in one, and call each other".to_owned()),
            key if KNOWN_OF_FILE.contains(&key) || key.starts_with("x-") => {}
            other => notes.push(format!("{other}: left out")),
        }
    }
    notes
}

/// What a volume is beside its name.
fn said_of_volume(name: &str, node: &Node) -> Option<String> {
    let keys = node.as_map().into_iter().flatten().map(|(key, _)| key.as_str());
    let others: Vec<&str> = keys.filter(|key| !["name", "labels", "external"].contains(key) && !key.starts_with("x-")).collect();
    (!others.is_empty()).then(|| format!("volumes.{name} ({}): left out", others.join(", ")))
}

fn service(name: &str, node: &Node) -> Service {
    let entries_of = merged(node);
    let keys = entries_of.iter().map(|(key, _)| (*key).to_owned()).collect();
    let mut service = Service { name: name.to_owned(), keys, ..Service::default() };
    let get = |key: &str| entries_of.iter().find(|(name, _)| *name == key).map(|(_, node)| *node);
    service.image = get("image").and_then(Node::scalar);
    for (key, published) in [("ports", true), ("expose", false)] {
        for entry in entries(get(key)) {
            match port::of(entry) {
                Ok(port) if published => service.published.push(port),
                Ok(port) => service.exposed.push(port),
                Err(why) => service.notes.push(format!("{key}: {why}")),
            }
        }
    }
    service.environment = variables(get("environment"));
    service.secrets =
        entries(get("secrets")).filter_map(|entry| entry.scalar().or_else(|| entry.get("source")?.scalar())).collect();
    service.entry_point = get("entrypoint").and_then(|node| words("entrypoint", node, &mut service.notes));
    service.command = get("command").and_then(|node| words("command", node, &mut service.notes));
    service.mounts = volume::mounts(entries(get("volumes")), &mut service.notes);
    service.profiles = entries(get("profiles")).filter_map(Node::scalar).collect();
    service.user = get("user").and_then(Node::scalar);
    service.health = get("healthcheck").and_then(|node| Health::of(node, &mut service.notes));
    service.limits = Limits::of(&get, &mut service.notes);
    let count = get("deploy").and_then(|deploy| deploy.get("replicas")).or_else(|| get("scale"));
    service.count = count.and_then(Node::scalar).and_then(|count| count.parse().ok());
    service.depends_on = match get("depends_on").and_then(Node::as_map) {
        Some(map) => map.keys().map(|key| key.as_str().to_owned()).collect(),
        None => entries(get("depends_on")).filter_map(Node::scalar).collect(),
    };
    let conditions = get("depends_on").and_then(Node::as_map).into_iter().flatten();
    let ends = |node: &Node| node.get("condition").and_then(Node::as_str) == Some("service_completed_successfully");
    service.waits_for_end_of = conditions.filter(|(_, node)| ends(node)).map(|(name, _)| name.as_str().to_owned()).collect();
    note(&mut service, &get);
    service
}

fn is_null(node: &Node) -> bool {
    matches!(node.content, Content::Null)
}

/// The entries of a map, with those that are merged into it (`<<`).
fn merged(node: &Node) -> Vec<(&str, &Node)> {
    let own = node.as_map().into_iter().flatten().filter(|(key, _)| key.as_str() != "<<");
    let mut found: Vec<(&str, &Node)> = own.map(|(key, node)| (key.as_str(), node)).collect();
    let others = node.get("<<").into_iter().flat_map(|other| other.as_list().map_or(vec![other], |list| list.iter().collect()));
    for (key, node) in others.flat_map(merged) {
        if !found.iter().any(|(known, _)| *known == key) {
            found.push((key, node));
        }
    }
    found
}

/// What of a service is said, and not made.
fn note<'n>(service: &mut Service, get: &dyn Fn(&str) -> Option<&'n Node>) {
    let mut notes = Vec::new();
    let text = |key: &str| get(key).and_then(Node::scalar);
    let mut say = |is_so: bool, note: &str| notes.extend(is_so.then(|| note.to_owned()));
    say(get("env_file").is_some(), "env_file: its variables are not in the module; name them");
    say(
        get("build").is_some() && service.image.is_none(),
        "build: build and push the image, and put its digest into the module; or `Image::build` does both",
    );
    say(get("build").is_some() && service.image.is_some(), "build: the image is the one that the file names; build and push it");
    let restarts = text("restart").is_none_or(|restart| ["always", "unless-stopped"].contains(&restart.as_str()));
    say(!restarts, "restart: ECS starts a task again whenever it ends; `new job` makes one that ends");
    let is_other = |key: &str| text(key).is_some_and(|given| given != service.name);
    say(is_other("container_name"), "container_name: the others call it by the name of its service");
    say(is_other("hostname"), "hostname: the others call it by the name of its service");
    let has_settings = get("networks").and_then(Node::as_map).is_some_and(|map| map.values().any(|node| !is_null(node)));
    say(has_settings, "networks: addresses and aliases are left out; the others call it by the name of its service");
    let has_aliases = entries(get("links")).filter_map(Node::scalar).any(|link| link.contains(':'));
    say(has_aliases, "links: aliases are left out; the others call it by the name of its service");
    say(get("logging").is_some(), "logging: what it prints goes to CloudWatch Logs");
    let platform = text("platform").and_then(|text| interpolated(&text).ok()).unwrap_or_default();
    service.is_arm = platform.starts_with("linux/arm64");
    say(
        !["", "linux/amd64"].contains(&platform.as_str()) && !service.is_arm,
        "platform: Fargate has linux/amd64 and linux/arm64",
    );
    for part in get("deploy").and_then(Node::as_map).into_iter().flat_map(|map| map.keys()) {
        let is_told = ["replicas", "resources", "restart_policy"].contains(&part.as_str());
        say(!is_told, &format!("deploy.{}: left out", part.as_str()));
    }
    let others: BTreeSet<&str> =
        service.keys.iter().map(String::as_str).filter(|key| !KNOWN.contains(key) && !key.starts_with("x-")).collect();
    if !others.is_empty() {
        notes.push(format!("{}: left out", others.into_iter().collect::<Vec<_>>().join(", ")));
    }
    service.notes.extend(notes);
}

fn entries(node: Option<&Node>) -> impl Iterator<Item = &Node> {
    let list = node.and_then(Node::as_list);
    let one = node.filter(|node| list.is_none() && node.as_map().is_none());
    list.into_iter().flatten().chain(one)
}

/// `A: b`, `A=b`, or `A` alone.
fn variables(node: Option<&Node>) -> Vec<(String, Option<String>)> {
    if let Some(map) = node.and_then(Node::as_map) {
        let of = |(key, value): (&str, &Node)| (key.to_owned(), value.scalar());
        return node.filter(|_| !map.is_empty()).into_iter().flat_map(merged).map(of).collect();
    }
    let texts = entries(node).filter_map(Node::scalar);
    texts
        .map(|text| text.split_once('=').map_or((text.clone(), None), |(name, value)| (name.to_owned(), Some(value.to_owned()))))
        .collect()
}

/// A command in its list form; the other form is split into words, and no shell reads it.
fn words(key: &str, node: &Node, notes: &mut Vec<String>) -> Option<Vec<String>> {
    let words = match node.as_list() {
        Some(list) => list.iter().map(Node::scalar).collect::<Option<Vec<String>>>()?,
        None => split(&node.scalar()?),
    };
    let known = |word: String| {
        interpolated(&word).unwrap_or_else(|missing| {
            notes.push(format!("{key}: only the shell of the Compose file knows {}: write it", missing.join(", ")));
            word
        })
    };
    let words: Vec<String> = words.into_iter().map(known).collect();
    (!words.is_empty()).then_some(words)
}
