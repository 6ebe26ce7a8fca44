//! The variables of a service of a Compose file: plain ones, those that a database gives, and those that the Parameter Store keeps.

use std::collections::BTreeSet;

use super::link::{Link, Named};
use super::model::Service;
use super::notes::Notes;
use super::text::{interpolated, is_secret, quoted};

/// Where Compose puts the secrets of a service.
const FILES: &str = "/run/secrets/";

/// What a container is given.
#[derive(Default)]
pub(super) struct Given {
    /// Variables with their values, as Rust writes them.
    pub(super) environment: Vec<(String, String)>,
    /// Secrets of databases, with the calls that are them.
    pub(super) secrets: Vec<(String, String)>,
    /// The names of variables that the Parameter Store keeps.
    pub(super) stored: Vec<String>,
    /// Values that are in no file that is made, with the variables that have them.
    hidden: Vec<(String, String)>,
}

impl Given {
    /// Reads the variables and secrets of a service; what needs its author is noted.
    pub(super) fn of(service: &Service, links: &[Link<'_>], notes: &mut Notes) -> Given {
        let mut given = Given::default();
        let mut files = BTreeSet::new();
        let mut seen = BTreeSet::new();
        for (name, value) in service.environment.iter().filter(|(name, _)| !name.is_empty()) {
            if !seen.insert(name.as_str()) {
                continue;
            }
            match value.as_deref().and_then(|value| file_of(name, value)) {
                Some((own, secret)) => {
                    notes.say(&service.name, format!("{name}: no file has the secret; {own} has it itself"));
                    files.insert(secret.to_owned());
                    given.stored.push(own.to_owned());
                }
                None => given.variable(service, name, value.as_deref(), links, notes),
            }
        }
        given.mounted(service, &files, notes);
        let commands = service.command.iter().chain(&service.entry_point).flatten();
        for word in commands {
            let secret = given.without(word) != *word;
            let secret = secret.then(|| "command: it had a secret, now the variable of it, which only a shell reads".to_owned());
            let said = links.iter().filter_map(|link| link.note("command", word)).chain(secret);
            said.for_each(|note| notes.say(&service.name, note));
        }
        if !given.stored.is_empty() {
            let names = given.stored.join(", ");
            notes.say(&service.name, format!("from the Parameter Store, where you put them (cargo run -- secrets): {names}"));
        }
        given
    }

    fn variable(&mut self, service: &Service, name: &str, value: Option<&str>, links: &[Link<'_>], notes: &mut Notes) {
        match links.iter().find_map(|link| link.value(service, name, value)) {
            Some(Named::Plain(host)) => return self.environment.push((name.to_owned(), host)),
            Some(Named::Secret(call)) => return self.secrets.push((name.to_owned(), call)),
            None => {}
        }
        let said = value.into_iter().flat_map(|value| links.iter().filter_map(move |link| link.note(name, value)));
        said.for_each(|note| notes.say(&service.name, note));
        let known = value.and_then(|value| interpolated(value).ok());
        match known {
            Some(value) if value.is_empty() => notes.say(&service.name, format!("{name}: it is empty, and left out")),
            Some(value) if !is_secret(name, &value) => self.environment.push((name.to_owned(), quoted(&value))),
            known => {
                self.hidden.extend(known.map(|value| (name.to_owned(), value)));
                self.stored.push(name.to_owned());
            }
        }
    }

    /// The secrets that a service has as files.
    fn mounted(&mut self, service: &Service, read: &BTreeSet<String>, notes: &mut Notes) {
        let others = service.secrets.iter().filter(|secret| !read.contains(*secret)).map(|secret| variable(secret));
        let others: Vec<String> = others.filter(|name| !self.stored.contains(name)).collect();
        if !others.is_empty() {
            let note = format!("secrets ({}): in variables, and in no files under {FILES}", others.join(", "));
            notes.say(&service.name, note);
        }
        self.stored.extend(others);
    }

    /// A text without the values of secrets: the shell puts them in for the variables.
    pub(super) fn without(&self, text: &str) -> String {
        // What is short, or somewhere else as well, is a word.
        let is_word = |value: &str| value.len() < 6 || self.environment.iter().any(|(_, other)| *other == quoted(value));
        let hidden = self.hidden.iter().filter(|(_, value)| !is_word(value));
        hidden.fold(text.to_owned(), |text, (name, value)| text.replace(value.as_str(), &format!("${name}")))
    }
}

/// The variable without `_FILE`, which images read as well, and the secret in whose file its value is.
fn file_of<'v>(name: &'v str, value: &'v str) -> Option<(&'v str, &'v str)> {
    Some((name.strip_suffix("_FILE").filter(|name| !name.is_empty())?, value.strip_prefix(FILES)?))
}

/// The variable of a secret.
fn variable(secret: &str) -> String {
    secret.to_uppercase().replace('-', "_")
}
