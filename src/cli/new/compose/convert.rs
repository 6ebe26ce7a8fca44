//! From a Compose file to the values of the module's template.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::database::Database;
use super::health::Health;
use super::model::{Compose, Service};
use super::port;
use super::text::{interpolated, is_secret, pascal, plain, quoted};
use super::volume::Mount;

/// An image that is none, of the right form.
const SAMPLE: &str =
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/NAME@sha256:0000000000000000000000000000000000000000000000000000000000000000";

/// A service with the name that it gets.
struct Named<'c> {
    service: &'c Service,
    plain: String,
    database: Option<Database>,
}

/// A named volume with the name that its file system gets.
struct Volume<'c> {
    /// Its name in the file.
    name: &'c str,
    plain: String,
    /// The user and group of the first service that says whom its files belong to.
    user: Option<(u32, u32)>,
}

/// What the template may name, and what has no counterpart.
pub(super) fn values(compose: &Compose, project: &str, file: &str) -> (Value, Vec<String>) {
    let (named, volumes) = named(&compose.services);
    let mut notes: Vec<String> = compose.notes.clone();
    let mut services = Vec::new();
    let (mut ports, mut public_ports) = (BTreeSet::new(), BTreeSet::new());
    let is_made = |one: &&Named<'_>| left_out(one.service, &compose.services).is_none();
    for (index, one) in named.iter().enumerate() {
        let said = |note: String| format!("{}: {note}", one.service.name);
        if let Some(why) = left_out(one.service, &compose.services) {
            notes.push(said(why));
            continue;
        }
        if let Some(database) = &one.database {
            notes.extend(database.notes(one.service).into_iter().map(said));
            continue;
        }
        notes.extend(one.service.notes.iter().cloned().map(said));
        let waits: Vec<&str> = one.service.depends_on.iter().map(String::as_str).collect();
        if !waits.is_empty() {
            notes.push(format!(
                "{}: it does not wait for {}; services start by themselves, and a task that ends is started again",
                one.service.name,
                waits.join(", ")
            ));
        }
        let own = own_ports(one.service);
        ports.extend(own.iter().copied());
        let speaks_http = !one.service.image.as_deref().is_some_and(port::speaks_no_http);
        let usual = one.service.published.iter().find(|port| [80, 8080].contains(*port));
        let public = usual.or(one.service.published.first()).copied().filter(|_| speaks_http);
        public_ports.extend(public);
        notes.extend(inside(one.service, public).map(|note| format!("{}: {note}", one.service.name)));
        notes.extend(kept(one.service).map(|note| format!("{}: {note}", one.service.name)));
        services.push(service(one, &named, &volumes, &own, public, 10 * (index + 1), &mut notes));
    }
    let databases: Vec<Value> = named.iter().filter(is_made).filter_map(database).collect();
    let volumes: Vec<Value> = volumes.iter().map(volume).collect();
    let values = json!({
        "project": project, "file": file.replace(['\n', '\r'], " "), "public": !public_ports.is_empty(), "has_secrets": services.iter().any(|service| service["secrets"].as_array().is_some_and(|secrets| !secrets.is_empty())),
        "services": services, "databases": databases, "volumes": volumes,
        "ports": ports, "public_ports": public_ports,
    });
    (values, notes)
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

/// What is said of the volumes of a service.
fn kept(service: &Service) -> Option<String> {
    let names: BTreeSet<&str> = service.mounts.iter().map(|mount| mount.volume.as_str()).collect();
    let names: Vec<&str> = names.into_iter().collect();
    let own = "an image that changes their owner as it starts needs its own user: `.user(…)`";
    let owner = user(service)
        .map_or_else(|| format!("its files belong to user 1000; {own}"), |(user, _)| format!("its files belong to user {user}"));
    (!names.is_empty()).then(|| {
        format!(
            "volumes ({}): a file system of EFS, which starts empty, also of what the image has there: copy the files; {owner}. \
             A database on it is slow",
            names.join(", ")
        )
    })
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

/// The variable of a file system in the module.
fn files(volume: &Volume<'_>) -> String {
    volume.plain.replace('-', "_")
}

fn volume(volume: &Volume<'_>) -> Value {
    json!({ "name": volume.name, "variable": files(volume), "id": pascal(&volume.plain), "user": volume.user })
}

/// The mounts of a service, and what its role is granted.
fn mounts(service: &Service, volumes: &[Volume<'_>]) -> (Vec<Value>, Vec<String>) {
    let named = |mount: &Mount| volumes.iter().find(|volume| volume.name == mount.volume).map(files).unwrap_or_default();
    let is_read = |volume: &str| service.mounts.iter().filter(|mount| named(mount) == volume).all(|mount| mount.is_read_only);
    let calls = service.mounts.iter().map(|mount| {
        let method = if mount.is_read_only { "mount_read_only" } else { "mount" };
        json!({ "method": method, "files": named(mount), "path": quoted(&mount.path) })
    });
    let variables: BTreeSet<String> = service.mounts.iter().map(named).collect();
    let grants = variables.iter().map(|files| {
        let method = if is_read(files) { "grant_read" } else { "grant_read_write" };
        format!("{files}.{method}()")
    });
    (calls.collect(), grants.collect())
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

fn service(
    one: &Named<'_>,
    all: &[Named<'_>],
    volumes: &[Volume<'_>],
    ports: &[u16],
    public: Option<u16>,
    priority: usize,
    notes: &mut Vec<String>,
) -> Value {
    let service = one.service;
    let (mut environment, mut secrets, mut of_databases) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for (name, value) in
        service.environment.iter().filter(|(name, _)| !name.is_empty()).filter(|(name, _)| seen.insert(name.clone()))
    {
        if let Some(found) = all.iter().find_map(|other| credential(other, service, name, value.as_deref())) {
            of_databases.push(json!({ "name": quoted(name), "value": found }));
            continue;
        }
        notes.extend(
            value.as_deref().and_then(|value| address(value, all)).map(|note| format!("{}: {name}: {note}", service.name)),
        );
        let known = value.as_deref().map(interpolated);
        let host = |value: &str| all.iter().find(|other| other.database.is_some() && other.service.name == value).map(variable);
        match known {
            Some(Ok(value)) if !is_secret(name, &value) => {
                let value = host(&value).map_or_else(|| quoted(&value), |database| format!("&{database}.host"));
                environment.push(json!({ "name": quoted(name), "value": value }));
            }
            _ => secrets.push(name.clone()),
        }
    }
    secrets.extend(
        service.secrets.iter().map(|secret| secret.to_uppercase().replace('-', "_")).filter(|name| seen.insert(name.clone())),
    );
    if !secrets.is_empty() {
        notes.push(format!(
            "{}: from the Parameter Store, where you put them (cargo run -- secrets): {}",
            service.name,
            secrets.join(", ")
        ));
    }
    let path = |name: &str| format!("Secret::ssm(format!(\"{{secrets}}/{}/{{}}\", {}))", one.plain, quoted(name));
    let secrets = secrets.iter().map(|name| json!({ "name": quoted(name), "value": path(name) }));
    let secrets: Vec<Value> = of_databases.into_iter().chain(secrets).collect();
    let words = |words: &Option<Vec<String>>| {
        words.as_ref().map(|words| words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "))
    };
    let (entry_point, command) = (words(&service.entry_point), words(&service.command));
    let image =
        service.image.as_deref().and_then(|image| interpolated(image).ok()).unwrap_or_else(|| SAMPLE.replace("NAME", &one.plain));
    let floats = floats(&image);
    if floats {
        notes.push(format!("{}: the image {image} names no version; pin it, and drop the allowance of FW602", service.name));
    }
    let (mounts, grants) = mounts(service, volumes);
    let (size, said) = service.limits.size();
    notes.extend(said.map(|said| format!("{}: {said}", service.name)));
    json!({
        "size": size, "is_arm": service.is_arm, "floats": floats, "name": one.plain, "id": pascal(&one.plain), "alias": alias(one), "image": quoted(&image), "ports": ports, "public": public,
        "priority": priority, "environment": environment, "secrets": secrets, "entry_point": entry_point, "command": command, "count": service.count.unwrap_or(1),
        "mounts": mounts, "grants": grants, "writes": service.mounts.iter().any(|mount| !mount.is_read_only), "health": service.health.as_ref().map(Health::call), "user": service.user.as_deref().and_then(|user| interpolated(user).ok()).map(|user| quoted(&user)),
    })
}

/// The user or the password of a database in a variable of a service: it has the value that the database's own container has.
fn credential(one: &Named<'_>, service: &Service, name: &str, value: Option<&str>) -> Option<String> {
    one.database.as_ref().filter(|_| service.depends_on.contains(&one.service.name))?;
    let named = name.to_uppercase();
    let same = |ends: [&str; 3]| {
        let own = one.service.environment.iter().filter(|(own, _)| ends.contains(&own.as_str()));
        let own: Vec<&str> = own.filter_map(|(_, own)| own.as_deref()).collect();
        value.is_some_and(|value| own.iter().any(|own| unbraced(own) == unbraced(value)))
    };
    let method = if named.contains("USER") && same(["POSTGRES_USER", "MYSQL_USER", "MARIADB_USER"]) {
        "user"
    } else if named.contains("PASS") && same(["POSTGRES_PASSWORD", "MYSQL_PASSWORD", "MARIADB_PASSWORD"]) {
        "password"
    } else {
        return None;
    };
    Some(format!("{}.{method}()", variable(one)))
}

/// A variable of the shell without what stands for it where it is not set: `${NAME?it is not set}` is `${NAME`.
fn unbraced(text: &str) -> &str {
    let end = text.strip_prefix("${").and_then(|rest| rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
    end.map_or(text, |end| &text[..end + 2])
}

/// What is said of an address with the password of a database, which RDS makes and rotates.
fn address(value: &str, all: &[Named<'_>]) -> Option<String> {
    let (_, rest) = value.split_once("://")?;
    let (_, host) = rest.split('/').next()?.rsplit_once('@')?;
    let host = host.split(':').next()?;
    let database = all.iter().find(|one| one.database.is_some() && one.service.name == host)?;
    Some(format!(
        "RDS makes the password of {host} and rotates it: make the address in the application, of `{0}.host`, `{0}.user()` and `{0}.password()`",
        variable(database)
    ))
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
