//! Databases of a Compose file: images that RDS runs.

use super::model::Service;
use super::text::interpolated;

/// A database of RDS in place of a container.
#[derive(Clone, Debug)]
pub(super) struct Database {
    /// The function that makes it.
    pub(super) construct: &'static str,
    pub(super) version: String,
    /// Which one it is, and why.
    said: String,
}

/// Images: the name, what makes it, how it is called, and its version where the image names none that RDS has.
const IMAGES: [(&str, &str, &str, &str); 4] = [
    ("postgres", "Database::postgresql", "PostgreSQL", "17.5"),
    ("postgis", "Database::postgresql", "PostgreSQL", "17.5"),
    ("mysql", "Database::mysql", "MySQL", "8.4.5"),
    ("mariadb", "Database::mysql", "MySQL", "8.4.5"),
];

/// The variables that name the first database.
const FIRST: [&str; 3] = ["POSTGRES_DB", "MYSQL_DATABASE", "MARIADB_DATABASE"];

impl Database {
    /// What takes the place of a service, where its image is a database.
    pub(super) fn of(service: &Service) -> Option<Database> {
        let image = interpolated(service.image.as_deref()?).ok()?;
        let last = image.rsplit('/').next()?;
        let name = last.split([':', '@']).next()?;
        let (_, construct, engine, newest) = IMAGES.into_iter().find(|(known, ..)| *known == name)?;
        let tag = last.split('@').next().and_then(|last| last.split_once(':')).map_or("", |(_, tag)| tag);
        let (version, why) = match version(name, tag) {
            Some(version) => (version, format!("in place of `{image}`")),
            None if name == "mariadb" => (newest.to_owned(), format!("and no longer `{image}`: test the application against it")),
            None if tag.is_empty() => (newest.to_owned(), format!("since `{image}` names no version")),
            None => (newest.to_owned(), format!("since RDS has no version `{tag}`, or another name for it: look at it")),
        };
        let said = format!("a database of RDS, {engine} {version}, {why}");
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

/// The newest minor version of each major one that RDS offers without extended support: the image, the major version, and that.
const NEWEST: [(&str, &str, &str); 11] = [
    ("postgres", "14", "14.24"),
    ("postgres", "15", "15.19"),
    ("postgres", "16", "16.15"),
    ("postgres", "17", "17.11"),
    ("postgis", "14", "14.24"),
    ("postgis", "15", "15.19"),
    ("postgis", "16", "16.15"),
    ("postgis", "17", "17.11"),
    ("mysql", "8", "8.4.11"),
    ("mysql", "8.0", "8.0.46"),
    ("mysql", "8.4", "8.4.11"),
];

/// The version of RDS that continues the one of a tag, `16-alpine` or `8.0.36`.
fn version(name: &str, tag: &str) -> Option<String> {
    let end = tag.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(tag.len());
    let is_of = |major: &str| tag[..end] == *major || tag[..end].strip_prefix(major).is_some_and(|rest| rest.starts_with('.'));
    // The longest that fits: `8.0`, not `8`.
    let fitting = NEWEST.into_iter().filter(|(known, major, _)| *known == name && is_of(major));
    fitting.max_by_key(|(_, major, _)| major.len()).map(|(_, _, newest)| newest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_version_continues_the_images() {
        let of = |name: &str, tag: &str| version(name, tag).unwrap_or_default();
        let known = [of("postgres", "16-alpine"), of("postgres", "16.4"), of("mysql", "8.0.36"), of("mysql", "8")];
        assert_eq!(known, ["16.15", "16.15", "8.0.46", "8.4.11"]);
        assert_eq!([of("postgres", "latest"), of("postgres", ""), of("postgres", "9.6"), of("mysql", "5.7")], [""; 4]);
    }
}
