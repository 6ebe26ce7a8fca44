//! From a Compose file to the values of the module's template.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::model::{Compose, Service};
use super::port;
use super::text::{interpolated, is_secret, pascal, plain, quoted};

/// Images that are a database of RDS: the name, what makes it, its version.
const DATABASES: [(&str, &str, &str); 4] = [
    ("postgres", "Database::postgresql", "17.5"),
    ("mysql", "Database::mysql", "8.4.5"),
    ("mariadb", "Database::mysql", "8.4.5"),
    ("postgis", "Database::postgresql", "17.5"),
];

/// An image that is none, of the right form.
const SAMPLE: &str =
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/NAME@sha256:0000000000000000000000000000000000000000000000000000000000000000";

/// A service with the name that it gets.
struct Named<'c> {
    service: &'c Service,
    plain: String,
    database: Option<(&'static str, &'static str)>,
}

/// What the template may name, and what has no counterpart.
pub(super) fn values(compose: &Compose, project: &str, file: &str) -> (Value, Vec<String>) {
    let named = named(&compose.services);
    let mut notes: Vec<String> = compose.notes.clone();
    let mut services = Vec::new();
    let (mut ports, mut public_ports) = (BTreeSet::new(), BTreeSet::new());
    for (index, one) in named.iter().enumerate() {
        notes.extend(one.service.notes.iter().map(|note| format!("{}: {note}", one.service.name)));
        if one.database.is_some() {
            notes.push(format!(
                "{}: a database of RDS, whose user and password are in a secret of its own; move the data",
                one.service.name
            ));
            continue;
        }
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
        let public = one.service.published.first().copied();
        public_ports.extend(public);
        services.push(service(one, &named, &own, public, 10 * (index + 1), &mut notes));
    }
    let databases: Vec<Value> = named.iter().filter_map(database).collect();
    let values = json!({
        "project": project, "file": file.replace(['\n', '\r'], " "), "public": !public_ports.is_empty(), "has_secrets": services.iter().any(|service| service["secrets"].as_array().is_some_and(|secrets| !secrets.is_empty())),
        "services": services, "databases": databases,
        "ports": ports, "public_ports": public_ports,
    });
    (values, notes)
}

fn named(services: &[Service]) -> Vec<Named<'_>> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut named = Vec::new();
    for service in services {
        let base = plain(&service.name);
        let mut name = base.clone();
        for count in 2.. {
            if taken.insert(pascal(&name)) {
                break;
            }
            name = format!("{base}-{count}");
        }
        named.push(Named { service, plain: name, database: database_of(service) });
    }
    named
}

fn database_of(service: &Service) -> Option<(&'static str, &'static str)> {
    let image = interpolated(service.image.as_deref()?).ok()?;
    let name = image.rsplit('/').next()?.split([':', '@']).next()?.to_owned();
    DATABASES.iter().find(|(known, ..)| *known == name).map(|(_, construct, version)| (*construct, *version))
}

/// The variable of a database in the module.
fn variable(one: &Named<'_>) -> String {
    format!("{}_database", one.plain.replace('-', "_"))
}

fn database(one: &Named<'_>) -> Option<Value> {
    let (construct, version) = one.database?;
    let wanted = ["POSTGRES_DB", "MYSQL_DATABASE", "MARIADB_DATABASE"];
    let named = one.service.environment.iter().find(|(name, _)| wanted.contains(&name.as_str()));
    let first = named.and_then(|(_, value)| interpolated(value.as_deref()?).ok());
    let is_name = |name: &String| {
        name.len() <= 63
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let first = first.filter(is_name).unwrap_or_else(|| "app".to_owned());
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
    ports: &[u16],
    public: Option<u16>,
    priority: usize,
    notes: &mut Vec<String>,
) -> Value {
    let service = one.service;
    let (mut environment, mut secrets) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for (name, value) in
        service.environment.iter().filter(|(name, _)| !name.is_empty()).filter(|(name, _)| seen.insert(name.clone()))
    {
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
    let secrets: Vec<Value> = secrets.iter().map(|name| json!({ "name": quoted(name), "value": path(name) })).collect();
    let command = service.command.as_ref().map(|words| words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(", "));
    let image =
        service.image.as_deref().and_then(|image| interpolated(image).ok()).unwrap_or_else(|| SAMPLE.replace("NAME", &one.plain));
    let floats = floats(&image);
    if floats {
        notes.push(format!("{}: the image {image} names no version; pin it, and drop the allowance of FW602", service.name));
    }
    json!({
        "floats": floats, "name": one.plain, "id": pascal(&one.plain), "alias": alias(one), "image": quoted(&image), "ports": ports, "public": public,
        "priority": priority, "environment": environment, "secrets": secrets, "command": command, "count": service.count.unwrap_or(1),
        "health": service.health.as_deref().map(quoted), "user": service.user.as_deref().and_then(|user| interpolated(user).ok()).map(|user| quoted(&user)),
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
