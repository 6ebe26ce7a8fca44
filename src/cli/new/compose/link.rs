//! How a service of a Compose file names a database that RDS runs: by its host, its user and its password.

use super::model::Service;
use super::text::interpolated;

/// A database with the variable that it has in the module.
pub(super) struct Link<'c> {
    pub(super) database: &'c Service,
    pub(super) variable: String,
}

/// What a value is of a database, as an expression of Rust.
pub(super) enum Named {
    Plain(String),
    Secret(String),
}

/// Parts of a variable's name by which its value is a host, and ends by which it is none although it reads like one: a service may be called
/// `postgres`, and so may the user, the database and the driver.
const HOSTS: [&str; 5] = ["HOST", "SERVER", "ADDR", "ENDPOINT", "URL"];
const OTHERS: [&str; 9] = ["USER", "USERNAME", "NAME", "DB", "DATABASE", "TYPE", "DRIVER", "ENGINE", "DIALECT"];

impl Link<'_> {
    /// What the value of a variable is of the database.
    pub(super) fn value(&self, service: &Service, name: &str, value: Option<&str>) -> Option<Named> {
        if let Some(method) = self.credential(service, name, value) {
            return Some(Named::Secret(format!("{}.{method}()", self.variable)));
        }
        let value = interpolated(value?).ok()?;
        let host = format!("&{}.host", self.variable);
        if value == self.database.name {
            return HOSTS.iter().any(|part| name.to_uppercase().contains(part)).then_some(Named::Plain(host));
        }
        let port = value.strip_prefix(&self.database.name)?.strip_prefix(':')?;
        port.parse::<u16>().ok()?;
        Some(Named::Plain(format!("sub(\"${{Host}}:{port}\").with(\"Host\", {host})")))
    }

    /// What is said of a text that names the database in a way that has no counterpart.
    pub(super) fn note(&self, name: &str, text: &str) -> Option<String> {
        let host = &self.database.name;
        let (is_address, is_alone) = names(text, host);
        let upper = name.to_uppercase();
        let is_other = OTHERS.iter().any(|end| upper == *end || upper.ends_with(&format!("_{end}")));
        let variable = &self.variable;
        if is_address && text.contains("://") && text.contains('@') {
            return Some(format!(
                "{name}: RDS makes the password of {host} and rotates it: make the address in the application, of `{variable}.host`, \
                 `{variable}.user()` and `{variable}.password()`"
            ));
        }
        let is_so = is_address || is_alone && !is_other;
        is_so.then(|| format!("{name}: it names {host}, which is at `{variable}.host` now: give it that"))
    }

    /// The user or the password: the value that the database's own container has.
    fn credential(&self, service: &Service, name: &str, value: Option<&str>) -> Option<&'static str> {
        let uses = service.depends_on.contains(&self.database.name) || self.is_named_by(service);
        let same = |names: [&str; 3]| {
            let own = self.database.environment.iter().filter(|(own, _)| names.contains(&own.as_str()));
            let mut own = own.filter_map(|(_, own)| own.as_deref());
            value.is_some_and(|value| own.any(|own| unbraced(own) == unbraced(value)))
        };
        let name = name.to_uppercase();
        if !uses {
            None
        } else if name.contains("USER") && same(["POSTGRES_USER", "MYSQL_USER", "MARIADB_USER"]) {
            Some("user")
        } else if name.contains("PASS") && same(["POSTGRES_PASSWORD", "MYSQL_PASSWORD", "MARIADB_PASSWORD"]) {
            Some("password")
        } else {
            None
        }
    }

    fn is_named_by(&self, service: &Service) -> bool {
        let host = self.database.name.as_str();
        service.environment.iter().any(|(name, value)| {
            let is_host = HOSTS.iter().any(|part| name.to_uppercase().contains(part));
            let (is_address, is_alone) = value.as_deref().map_or((false, false), |value| names(value, host));
            is_address || is_alone && is_host
        })
    }
}

/// Whether a text has a host in an address, `//db/app`, `user@db` or `db:5432`, and whether the host is all of it.
fn names(text: &str, host: &str) -> (bool, bool) {
    let is_part = |c: char| c.is_ascii_alphanumeric() || ['-', '_', '.'].contains(&c);
    let is_address = text.match_indices(host).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + host.len()..]);
        let follows = before.ends_with("//") || before.ends_with('@');
        let has_port = after.strip_prefix(':').is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()));
        !before.ends_with(is_part) && !after.starts_with(is_part) && (follows || has_port)
    });
    (is_address && !host.is_empty(), text == host)
}

/// A variable of the shell without what stands for it where it is not set: `${NAME?it is not set}` is `${NAME`.
fn unbraced(text: &str) -> &str {
    let end = text.strip_prefix("${").and_then(|rest| rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_'));
    end.map_or(text, |end| &text[..end + 2])
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_host_is_a_word_of_an_address() {
        for address in ["db:5432", "jdbc:mysql://db/app?x=1", "postgres://u:p@db", "tcp://db:3306", "wait-for db:3306 --"] {
            assert_eq!(names(address, "db"), (true, false), "{address}");
        }
        for other in ["mydb:5432", "db.example.com:5432", "http://db-admin/", "use db", "db:none", "//other/db"] {
            assert_eq!(names(other, "db"), (false, false), "{other}");
        }
        assert_eq!(names("db", "db"), (false, true));
    }
}
