//! Databases of a Compose file: images that RDS runs.

use super::model::Service;
use super::text::interpolated;
use crate::cli::new::database::{Engine, RDS_MYSQL, RDS_POSTGRESQL};
use crate::schema::extensions;

/// A database of RDS in place of a container.
#[derive(Clone, Debug)]
pub(super) struct Database {
    /// The function that makes it.
    pub(super) construct: &'static str,
    pub(super) version: String,
    /// Which one it is, and why.
    said: String,
}

/// Images: the name, the engine that takes its place, and how that is called.
const IMAGES: [(&str, Engine, &str); 5] = [
    ("postgres", RDS_POSTGRESQL, "PostgreSQL"),
    ("postgis", RDS_POSTGRESQL, "PostgreSQL"),
    ("pgvector", RDS_POSTGRESQL, "PostgreSQL"),
    ("mysql", RDS_MYSQL, "MySQL"),
    ("mariadb", RDS_MYSQL, "MySQL"),
];

/// The lines of versions that RDS offers without extended support, by its name of the engine.
const LINES: [(&str, &str); 8] = [
    ("postgres", "14"),
    ("postgres", "15"),
    ("postgres", "16"),
    ("postgres", "17"),
    ("postgres", "18"),
    ("mysql", "8"),
    ("mysql", "8.0"),
    ("mysql", "8.4"),
];

/// The variables that name the first database.
const FIRST: [&str; 3] = ["POSTGRES_DB", "MYSQL_DATABASE", "MARIADB_DATABASE"];

impl Database {
    /// What takes the place of a service, where its image is a database.
    pub(super) fn of(service: &Service) -> Option<Database> {
        let image = interpolated(service.image.as_deref()?).ok()?;
        let last = image.rsplit('/').next()?;
        let name = last.split([':', '@']).next()?;
        let (_, engine, called) = IMAGES.into_iter().find(|(known, ..)| *known == name)?;
        let tag = last.split('@').next().and_then(|last| last.split_once(':')).map_or("", |(_, tag)| tag);
        let newest = engine.version();
        let (version, why) = match version(engine, tag).filter(|_| name != "mariadb") {
            Some(version) => (version, format!("in place of `{image}`")),
            None if name == "mariadb" => (newest, format!("and no longer `{image}`: test the application against it")),
            None if tag.is_empty() => (newest, format!("since `{image}` names no version")),
            None => {
                (newest, format!("since RDS has no version `{tag}` without extended support, or another name for it: look at it"))
            }
        };
        let is_official = ["", "library/", "docker.io/", "docker.io/library/"].contains(&image.strip_suffix(last)?);
        let why = if is_official { why } else { format!("{why}: look whether RDS has its extensions") };
        let said = format!("a database of RDS, {called} {version}, {why}");
        let (construct, version) = (engine.construct, version.to_owned());
        Some(Database { construct, version, said })
    }

    /// The name of its first database.
    pub(super) fn first(service: &Service) -> String {
        let named = service.environment.iter().find(|(name, _)| FIRST.contains(&name.as_str()));
        let first = named.and_then(|(_, value)| interpolated(value.as_deref()?).ok());
        let is_name = |name: &String| {
            name.len() <= 63
                && name.starts_with(|c: char| c.is_ascii_alphabetic())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        first.filter(is_name).unwrap_or_else(|| "app".to_owned())
    }

    /// What is to be said of it.
    pub(super) fn notes(&self, service: &Service) -> Vec<String> {
        let mut notes = vec![format!("{}; its user and password are in a secret of its own; move the data", self.said)];
        let variables = service.environment.iter().map(|(name, _)| name.as_str()).filter(|name| !FIRST.contains(name));
        let variables: Vec<&str> = variables.collect();
        let is_other = |key: &&String| !["image", "environment", "restart", "container_name", "hostname"].contains(&key.as_str());
        let mut others: Vec<String> = service.keys.iter().filter(is_other).cloned().collect();
        others.extend((!variables.is_empty()).then(|| format!("environment ({})", variables.join(", "))));
        if !others.is_empty() {
            notes.push(format!("{}: of the container only; RDS has its own", others.join(", ")));
        }
        notes
    }
}

/// The newest version of RDS that continues the one of a tag, `16-alpine` or `8.0.36`.
fn version(engine: Engine, tag: &str) -> Option<&'static str> {
    // pgvector's images are named `pg16`.
    let tag = tag.strip_prefix("pg").unwrap_or(tag);
    let end = tag.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(tag.len());
    let is_of = |line: &str| tag[..end] == *line || tag[..end].strip_prefix(line).is_some_and(|rest| rest.starts_with('.'));
    // The longest that fits: `8.0`, not `8`.
    let fitting = LINES.into_iter().filter(|(known, line)| *known == engine.rds && is_of(line));
    let (_, line) = fitting.max_by_key(|(_, line)| line.len())?;
    extensions::newest_engine_version(engine.rds, line)
}

#[cfg(test)]
mod tests {
    use super::{RDS_MYSQL, RDS_POSTGRESQL, version};

    #[test]
    fn the_version_continues_the_images() {
        let of = |engine, tag: &str| version(engine, tag).unwrap_or_default();
        let known = [of(RDS_POSTGRESQL, "16-alpine"), of(RDS_POSTGRESQL, "pg16"), of(RDS_MYSQL, "8.0.36"), of(RDS_MYSQL, "8")];
        assert_eq!(known, ["16.15", "16.15", "8.0.46", "8.4.11"]);
        let unknown = [of(RDS_POSTGRESQL, "latest"), of(RDS_POSTGRESQL, ""), of(RDS_POSTGRESQL, "9.6"), of(RDS_MYSQL, "5.7")];
        assert_eq!(unknown, [""; 4]);
    }
}
