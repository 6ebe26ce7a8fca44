//! A Compose file as it is read: <https://docs.docker.com/reference/compose-file/>.

use std::collections::BTreeSet;

use super::port;
use crate::template::{Node, read};

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
    /// Container ports, of which the first are published.
    pub(super) published: Vec<u16>,
    pub(super) exposed: Vec<u16>,
    /// Variables; nothing for one that the shell gives.
    pub(super) environment: Vec<(String, Option<String>)>,
    pub(super) secrets: Vec<String>,
    pub(super) command: Option<Vec<String>>,
    pub(super) user: Option<String>,
    pub(super) health: Option<String>,
    pub(super) count: Option<u32>,
    pub(super) depends_on: Vec<String>,
    pub(super) notes: Vec<String>,
}

/// Keys that have a counterpart, or need none: ECS starts again what ends, and has one network.
const KNOWN: [&str; 20] = [
    "image",
    "ports",
    "expose",
    "environment",
    "secrets",
    "command",
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
    "<<",
    "hostname",
    "logging",
];

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
    let mut notes = Vec::new();
    for (key, node) in document.root.as_map().into_iter().flatten() {
        match key.as_str() {
            "configs" => notes.push("configs: put the files into the images".to_owned()),
            "include" => notes.push("include: the files that are included were not read".to_owned()),
            "networks" if node.as_map().is_some_and(|map| map.len() > 1) => {
                notes.push("networks: all services are in one, and call each other".to_owned());
            }
            _ => {}
        }
    }
    Ok(Compose { services, notes })
}

fn service(name: &str, node: &Node) -> Service {
    let mut service = Service { name: name.to_owned(), ..Service::default() };
    let get = |key: &str| node.get(key).or_else(|| node.get("<<")?.get(key));
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
    service.command = get("command").and_then(words);
    service.user = get("user").and_then(Node::scalar);
    service.health = get("healthcheck").and_then(|check| check.get("test")).and_then(health);
    service.count =
        get("deploy").and_then(|deploy| deploy.get("replicas")).and_then(Node::scalar).and_then(|count| count.parse().ok());
    service.depends_on = match get("depends_on").and_then(Node::as_map) {
        Some(map) => map.keys().map(|key| key.as_str().to_owned()).collect(),
        None => entries(get("depends_on")).filter_map(Node::scalar).collect(),
    };
    note(&mut service, node, &get);
    service
}

/// What of a service is said, and not made.
fn note<'n>(service: &mut Service, node: &'n Node, get: &dyn Fn(&str) -> Option<&'n Node>) {
    let mounted: Vec<String> =
        entries(get("volumes")).filter_map(|volume| volume.scalar().or_else(|| volume.get("source")?.scalar())).collect();
    if !mounted.is_empty() {
        service.notes.push(format!(
            "volumes ({}): the files of a task are gone with it; keep them in a `Bucket`, a database, or a file system of EFS",
            mounted.join(", ")
        ));
    }
    if get("env_file").is_some() {
        service.notes.push("env_file: its variables are not in the module; name them".to_owned());
    }
    if get("build").is_some() && service.image.is_none() {
        service.notes.push("build: build and push the image, and put its digest into the module".to_owned());
    }
    let others: BTreeSet<&str> = node
        .as_map()
        .into_iter()
        .flat_map(|map| map.keys())
        .map(|key| key.as_str())
        .filter(|key| !KNOWN.contains(key) && !key.starts_with("x-"))
        .collect();
    if !others.is_empty() {
        service.notes.push(format!("{}: left out", others.into_iter().collect::<Vec<_>>().join(", ")));
    }
}

fn entries(node: Option<&Node>) -> impl Iterator<Item = &Node> {
    let list = node.and_then(Node::as_list);
    let one = node.filter(|node| list.is_none() && node.as_map().is_none());
    list.into_iter().flatten().chain(one)
}

/// `A: b`, `A=b`, or `A` alone.
fn variables(node: Option<&Node>) -> Vec<(String, Option<String>)> {
    if let Some(map) = node.and_then(Node::as_map) {
        return map
            .iter()
            .filter(|(key, _)| key.as_str() != "<<")
            .map(|(key, value)| (key.as_str().to_owned(), value.scalar()))
            .collect();
    }
    let texts = entries(node).filter_map(Node::scalar);
    texts
        .map(|text| text.split_once('=').map_or((text.clone(), None), |(name, value)| (name.to_owned(), Some(value.to_owned()))))
        .collect()
}

/// A command in its list form; in its other form a shell reads it.
fn words(node: &Node) -> Option<Vec<String>> {
    match node.as_list() {
        Some(list) => list.iter().map(Node::scalar).collect(),
        None => node.scalar().filter(|text| !text.is_empty()).map(|text| vec!["sh".to_owned(), "-c".to_owned(), text]),
    }
}

/// The command of a health check, for a shell.
fn health(node: &Node) -> Option<String> {
    let Some(list) = node.as_list() else { return node.scalar() };
    let words: Vec<String> = list.iter().filter_map(Node::scalar).collect();
    match words.split_first()? {
        (form, rest) if form == "CMD-SHELL" => rest.first().cloned(),
        (form, rest) if form == "CMD" => {
            Some(rest.iter().map(|word| crate::scaffold::shell::quote(word)).collect::<Vec<_>>().join(" "))
        }
        _ => None,
    }
}
