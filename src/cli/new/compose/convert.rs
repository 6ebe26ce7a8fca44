//! From a Compose file to the values of the module's template.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::database::Database;
use super::link::Link;
use super::model::{Compose, Service};
use super::notes::Notes;
use super::port;
use super::text::{interpolated, pascal, plain, quoted};
use super::variable::Given;
use super::volume::{self, Volume};

/// An image that is none, of the right form.
const SAMPLE: &str =
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/NAME@sha256:0000000000000000000000000000000000000000000000000000000000000000";

/// A service with the name that it gets.
struct Named<'c> {
    service: &'c Service,
    plain: String,
    database: Option<Database>,
}

/// What the template may name, and what has no counterpart.
pub(super) fn values(compose: &Compose, project: &str, file: &str) -> (Value, Notes) {
    let (named, volumes) = named(&compose.services);
    let mut notes = Notes::default();
    compose.notes.iter().cloned().chain(volume::note(&volumes)).for_each(|note| notes.of_file(note));
    let is_made = |one: &&Named<'_>| left_out(one.service, &compose.services).is_none();
    let links = named.iter().filter(is_made).filter(|one| one.database.is_some());
    let links: Vec<Link<'_>> = links.map(|one| Link { database: one.service, variable: variable(one) }).collect();
    let all = Others { links: &links, volumes: &volumes };
    let mut services = Vec::new();
    let (mut ports, mut public_ports) = (BTreeSet::new(), BTreeSet::new());
    for (index, one) in named.iter().enumerate() {
        let name = &one.service.name;
        if let Some(why) = left_out(one.service, &compose.services) {
            notes.say(name, why);
            continue;
        }
        if let Some(database) = &one.database {
            database.notes(one.service).into_iter().for_each(|note| notes.say(name, note));
            continue;
        }
        let own = own_ports(one.service);
        ports.extend(own.iter().copied());
        let public = public_port(one.service);
        public_ports.extend(public);
        let said = [waits(one.service), inside(one.service, public), unnamed(&own)].into_iter().flatten();
        one.service.notes.iter().cloned().chain(said).for_each(|note| notes.say(name, note));
        services.push(service(one, &all, &own, public, 10 * (index + 1), &mut notes));
    }
    let databases: Vec<Value> = named.iter().filter(is_made).filter_map(database).collect();
    let volumes: Vec<Value> = volumes.iter().map(Volume::value).collect();
    let has_secrets = services.iter().any(|service| service["has_secrets"] == true);
    let values = json!({
        "project": project, "file": file.replace(['\n', '\r'], " "), "public": !public_ports.is_empty(), "has_secrets": has_secrets,
        "services": services, "databases": databases, "volumes": volumes, "ports": ports, "public_ports": public_ports,
    });
    (values, notes)
}

/// What the services of a file share.
struct Others<'a> {
    links: &'a [Link<'a>],
    volumes: &'a [Volume<'a>],
}

/// The port that the load balancer leads to.
fn public_port(service: &Service) -> Option<u16> {
    let speaks_http = !service.image.as_deref().is_some_and(port::speaks_no_http);
    let usual = service.published.iter().find(|port| [80, 8080].contains(*port));
    usual.or(service.published.first()).copied().filter(|_| speaks_http)
}

/// What is said of a service that waits for others.
fn waits(service: &Service) -> Option<String> {
    (!service.depends_on.is_empty()).then(|| {
        let others = service.depends_on.join(", ");
        format!("it does not wait for {others}; services start by themselves, and a task that ends is started again")
    })
}

/// What is said of a service that names no port.
fn unnamed(ports: &[u16]) -> Option<String> {
    let note = "it names no port, so the others cannot call it; where they should, put the port under `expose` and start anew";
    ports.is_empty().then(|| note.to_owned())
}

/// Why a service has no counterpart.
fn left_out(service: &Service, all: &[Service]) -> Option<String> {
    if !service.profiles.is_empty() {
        return Some(format!(
            "left out: Compose starts it only where the profile {} is asked for",
            service.profiles.join(" or ")
        ));
    }
    let waits = all.iter().find(|other| other.waits_for_end_of.contains(&service.name))?;
    Some(format!(
        "left out: it runs to its end before {}, and ECS would start it again and again; do its work in the image, or start it \
         before a deployment (`new job`, `aws ecs run-task`)",
        waits.name
    ))
}

/// What is said of ports that are published and that the load balancer does not lead to.
fn inside(service: &Service, public: Option<u16>) -> Option<String> {
    let others: Vec<String> = service.published.iter().filter(|port| Some(**port) != public).map(u16::to_string).collect();
    let why = match public {
        Some(port) => format!("the load balancer leads to {port}"),
        None => "it speaks no HTTP, which is what the load balancer leads to".to_owned(),
    };
    (!others.is_empty()).then(|| format!("ports ({}): only the other services reach them; {why}", others.join(", ")))
}

/// The user of a service, by numbers; its group is of the same number where none is given.
fn user(service: &Service) -> Option<(u32, u32)> {
    let text = interpolated(service.user.as_deref()?).ok()?;
    let (user, group) = text.split_once(':').unwrap_or((&text, &text));
    Some((user.parse().ok()?, group.parse().ok()?))
}

/// The names of the services and of their volumes, whose resources have ids that nothing else has.
fn named(services: &[Service]) -> (Vec<Named<'_>>, Vec<Volume<'_>>) {
    let mut taken: BTreeSet<String> = ["Namespace", "LogGroup", "SecurityGroup"].map(str::to_owned).into();
    taken.extend(services.iter().flat_map(own_ports).map(|port| format!("Port{port}")));
    let mut named = Vec::new();
    for service in services {
        let database = Database::of(service);
        let ends = if database.is_some() { &OF_DATABASE[..] } else { &OF_SERVICE };
        named.push(Named { service, plain: free(&plain(&service.name), ends, &mut taken), database });
    }
    let is_run = |one: &&Named<'_>| one.database.is_none() && left_out(one.service, services).is_none();
    let mut volumes: Vec<Volume<'_>> = Vec::new();
    for one in named.iter().filter(is_run) {
        for mount in &one.service.mounts {
            let user = user(one.service);
            match volumes.iter_mut().find(|volume| volume.name == mount.volume) {
                Some(volume) => volume.user = volume.user.or(user),
                None => {
                    let plain = free(&format!("{}-files", plain(&mount.volume)), &OF_VOLUME, &mut taken);
                    volumes.push(Volume { name: &mount.volume, plain, user });
                }
            }
        }
    }
    (named, volumes)
}

/// What comes after the name in the ids of the resources that are made for it.
const OF_SERVICE: [&str; 6] = ["", "Task", "TaskExecutionRole", "Role", "Target", "Rule"];
const OF_DATABASE: [&str; 5] = ["", "Subnets", "SecurityGroup", "Parameters", "FromTasks"];
const OF_VOLUME: [&str; 6] = ["", "SecurityGroup", "MountTarget1", "MountTarget2", "AccessPoint", "FromTasks"];

/// The first of a name and the same with a number whose ids are free; they are taken.
fn free(base: &str, ends: &[&str], taken: &mut BTreeSet<String>) -> String {
    let ids = |name: &String| ends.iter().map(|end| format!("{}{end}", pascal(name))).collect::<Vec<String>>();
    let numbered = (2..).map(|count| format!("{base}-{count}"));
    let name = std::iter::once(base.to_owned()).chain(numbered).find(|name| ids(name).iter().all(|id| !taken.contains(id)));
    let name = name.unwrap_or_else(|| base.to_owned());
    taken.extend(ids(&name));
    name
}

/// The variable of a database in the module.
fn variable(one: &Named<'_>) -> String {
    format!("{}_database", one.plain.replace('-', "_"))
}

fn database(one: &Named<'_>) -> Option<Value> {
    let Database { construct, version, .. } = one.database.as_ref()?;
    let first = Database::first(one.service);
    Some(json!({
        "name": one.plain, "variable": variable(one), "id": pascal(&one.plain), "construct": construct, "version": version, "first": first,
    }))
}

fn own_ports(service: &Service) -> Vec<u16> {
    let mut ports: Vec<u16> = Vec::new();
    let known =
        service.image.as_deref().and_then(port::known).filter(|_| service.published.is_empty() && service.exposed.is_empty());
    for port in service.published.iter().chain(&service.exposed).copied().chain(known) {
        if !ports.contains(&port) {
            ports.push(port);
        }
    }
    ports
}

fn service(one: &Named<'_>, all: &Others<'_>, ports: &[u16], public: Option<u16>, priority: usize, notes: &mut Notes) -> Value {
    let service = one.service;
    let given = Given::of(service, all.links, notes);
    let path = |name: &String| format!("Secret::ssm(format!(\"{{secrets}}/{}/{{}}\", {}))", one.plain, quoted(name));
    let stored = given.stored.iter().map(|name| (name.clone(), path(name)));
    let pairs = |pairs: Vec<(String, String)>| -> Vec<Value> {
        pairs.into_iter().map(|(name, value)| json!({ "name": quoted(&name), "value": value })).collect()
    };
    let secrets = pairs(given.secrets.iter().cloned().chain(stored).collect());
    let words = |words: &Option<Vec<String>>| {
        words.as_ref().map(|words| words.iter().map(|word| quoted(&given.without(word))).collect::<Vec<_>>().join(", "))
    };
    let (entry_point, command) = (words(&service.entry_point), words(&service.command));
    let health = service.health.as_ref().map(|health| health.call(|command| given.without(command)));
    let image =
        service.image.as_deref().and_then(|image| interpolated(image).ok()).unwrap_or_else(|| SAMPLE.replace("NAME", &one.plain));
    let floats = floats(&image);
    if floats {
        notes.say(&service.name, format!("the image {image} names no version; pin it, and drop the allowance of FW602"));
    }
    let (mounts, grants) = volume::values(&service.mounts, all.volumes);
    let (size, said) = service.limits.size();
    said.into_iter().for_each(|said| notes.say(&service.name, said));
    let user = service.user.as_deref().and_then(|user| interpolated(user).ok()).map(|user| quoted(&user));
    json!({
        "size": size, "is_arm": service.is_arm, "floats": floats, "name": one.plain, "id": pascal(&one.plain), "alias": alias(one),
        "image": quoted(&image), "ports": ports, "public": public, "priority": priority, "environment": pairs(given.environment.clone()),
        "secrets": secrets, "has_secrets": !given.stored.is_empty(), "entry_point": entry_point, "command": command,
        "count": service.count.unwrap_or(1), "mounts": mounts, "grants": grants,
        "writes": service.mounts.iter().any(|mount| !mount.is_read_only), "health": health, "user": user,
    })
}

/// Whether an image is whatever was pushed last.
fn floats(image: &str) -> bool {
    let name = image.rsplit('/').next().unwrap_or_default();
    !image.contains('@') && name.split_once(':').is_none_or(|(_, tag)| tag == "latest")
}

/// The name by which the others call it.
fn alias(one: &Named<'_>) -> String {
    let name = &one.service.name;
    let legal = !name.is_empty()
        && name.len() <= 63
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_');
    if legal { name.clone() } else { one.plain.clone() }
}
