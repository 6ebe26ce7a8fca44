//! A new environment's settings, made from those of another.
//!
//! What belongs to the source must not reach the new environment. Numbers are copied. A text or flag is copied only where a third
//! environment has the same, which shows that it is common; one that has the source's name in it gets the new name instead;
//! everything else has to be given. The region is copied; the account, ARNs, whether it is production and its packs never are. What is said to
//! be production is checked with the pack `security`, unless its packs are given.

use std::collections::BTreeMap;

use serde::Serialize;
use toml::Value;

use crate::template::name::replace_word;

/// One line `key = value` of a settings file.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// The comment lines above it.
    pub comments: Vec<String>,
    /// Its key, as written.
    pub key: String,
    /// Its value, as TOML.
    pub value: String,
    /// The comment behind it.
    pub note: String,
}

/// One table of a settings file.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Table {
    /// Its name: `environment`, `settings.backend`.
    pub name: String,
    /// Its lines.
    pub entries: Vec<Entry>,
}

/// Where the value of a key comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derivation {
    /// It was given.
    Given,
    /// It was copied, since it belongs to no environment.
    Common,
    /// The source's name in it was replaced by the new one.
    Renamed,
}

/// What came out.
#[non_exhaustive]
pub struct Derived {
    /// The tables of the new environment.
    pub tables: Vec<Table>,
    /// Each key, in full, with where its value comes from.
    pub sources: Vec<(String, Derivation)>,
    /// Keys whose values belong to the source, and have to be given: in full, each with the source's value.
    pub missing: Vec<(String, String)>,
}

/// The tables of a settings file.
///
/// # Errors
/// A line that is neither a table, a comment nor a `key = value` on one line, with its number.
pub fn tables(text: &str) -> Result<Vec<Table>, String> {
    let mut tables: Vec<Table> = Vec::new();
    let mut comments: Vec<String> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            comments.clear();
        } else if line.starts_with('#') {
            comments.push(line.to_owned());
        } else if let Some(name) =
            line.strip_prefix('[').and_then(|line| line.split(']').next()).filter(|_| !line.starts_with("[["))
        {
            tables.push(Table { name: name.trim().to_owned(), entries: Vec::new() });
            comments.clear();
        } else {
            let entry = entry(line, std::mem::take(&mut comments))
                .ok_or_else(|| format!("line {} is not a `key = value` on one line, and only such are copied", index + 1))?;
            match tables.last_mut() {
                Some(table) => table.entries.push(entry),
                None => return Err(format!("line {} stands before the first table", index + 1)),
            }
        }
    }
    Ok(tables)
}

fn entry(line: &str, comments: Vec<String>) -> Option<Entry> {
    let (key, rest) = line.split_once('=')?;
    let rest = rest.trim();
    // The value ends where TOML says that it does: before a `#` that is not inside it.
    let ends = rest.match_indices('#').map(|(index, _)| index).chain([rest.len()]);
    let end = ends.into_iter().find(|end| parsed(&rest[..*end]).is_some())?;
    Some(Entry {
        comments,
        key: key.trim().to_owned(),
        value: rest[..end].trim().to_owned(),
        note: rest[end..].trim().to_owned(),
    })
}

/// A value as TOML reads it.
pub fn parsed(value: &str) -> Option<Value> {
    let table: toml::Table = format!("value = {value}").parse().ok()?;
    (table.len() == 1).then(|| table.get("value").cloned()).flatten()
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// Makes the tables of a new environment. `others` are those of all environments but the source.
pub fn derive(
    name: &str,
    from: &str,
    source: &[Table],
    others: &[Vec<Table>],
    given: &BTreeMap<String, String>,
    dropped: &[String],
) -> Derived {
    let mut derived = Derived { tables: Vec::new(), sources: Vec::new(), missing: Vec::new() };
    for table in source {
        let mut entries = Vec::new();
        for entry in &table.entries {
            let full = format!("{}.{}", table.name, entry.key);
            if dropped.iter().any(|key| *key == full || full.starts_with(&format!("{key}."))) {
                continue;
            }
            let (value, from_where) = match given.get(&full) {
                Some(value) => (value.clone(), Derivation::Given),
                None if [PRODUCTION, PACKS].contains(&full.as_str()) => continue,
                None if mentions_account(&entry.value, source, given) => {
                    derived.missing.push((full, entry.value.clone()));
                    continue;
                }
                None => match copied(name, from, &full, entry, others) {
                    Some(found) => found,
                    None => {
                        derived.missing.push((full, entry.value.clone()));
                        continue;
                    }
                },
            };
            derived.sources.push((full, from_where));
            // A mark of the source, such as `# replace`, says nothing of a value that was given.
            let note = if from_where == Derivation::Given { String::new() } else { entry.note.clone() };
            entries.push(Entry { value, note, ..entry.clone() });
        }
        if !entries.is_empty() || table.entries.is_empty() {
            derived.tables.push(Table { name: table.name.clone(), entries });
        }
    }
    for (full, value) in given.iter().filter(|(full, _)| find(source, full).is_none()) {
        derived.add(full, value, others);
    }
    let is_production = given.get(PRODUCTION).is_some_and(|value| value == "true");
    if is_production && !given.contains_key(PACKS) && !dropped.iter().any(|key| key == PACKS) {
        derived.entry(
            PACKS,
            "[\"security\"]",
            vec!["# Packs of rules: `security` refuses what is open, unencrypted or too powerful.".to_owned()],
        );
    }
    derived
}

impl Derived {
    /// A key that the source does not have, with what another environment says of it.
    fn add(&mut self, full: &str, value: &str, others: &[Vec<Table>]) {
        let Some((name, key)) = full.rsplit_once('.') else { return };
        let known = others.iter().flatten().filter(|table| table.name == name);
        let known = known.flat_map(|table| &table.entries).find(|entry| entry.key == key);
        let comments = known.map(|entry| entry.comments.clone()).filter(|comments| !comments.is_empty());
        let comments = comments.unwrap_or_else(|| vec!["# Given when the environment was made.".to_owned()]);
        self.sources.push((full.to_owned(), Derivation::Given));
        self.entry(full, value, comments);
    }

    fn entry(&mut self, full: &str, value: &str, comments: Vec<String>) {
        let Some((name, key)) = full.rsplit_once('.') else { return };
        let entry = Entry { comments, key: key.to_owned(), value: value.to_owned(), note: String::new() };
        match self.tables.iter_mut().find(|table| table.name == name) {
            Some(table) => table.entries.push(entry),
            None => self.tables.push(Table { name: name.to_owned(), entries: vec![entry] }),
        }
    }
}

/// Whether a value names the account of the source, and the new environment goes to another one.
fn mentions_account(value: &str, source: &[Table], given: &BTreeMap<String, String>) -> bool {
    let Some(account) = find(source, ACCOUNT) else { return false };
    value.contains(account.trim_matches(['"', '\''])) && given.get(ACCOUNT) != Some(account)
}

const ACCOUNT: &str = "environment.account";

/// Whether mistakes there hurt users: a new environment is not production unless that is said.
const PRODUCTION: &str = "environment.production";

/// The packs that its stacks are checked with.
const PACKS: &str = "environment.packs";

fn copied(name: &str, from: &str, full: &str, entry: &Entry, others: &[Vec<Table>]) -> Option<(String, Derivation)> {
    let value = parsed(&entry.value)?;
    let Value::String(text) = &value else {
        let is_common = !has_owned(&value) || others.iter().any(|tables| find(tables, full) == Some(&entry.value));
        return is_common.then(|| (entry.value.clone(), Derivation::Common));
    };
    if full == ACCOUNT || text.starts_with("arn:") {
        return None;
    }
    if full == "environment.region" {
        return Some((entry.value.clone(), Derivation::Common));
    }
    if let Some(renamed) = replace_word(text, from, name) {
        return Some((quoted(&renamed), Derivation::Renamed));
    }
    let is_common = others.iter().any(|tables| find(tables, full) == Some(&entry.value));
    is_common.then(|| (entry.value.clone(), Derivation::Common))
}

/// Whether a value has a text or a flag in it.
fn has_owned(value: &Value) -> bool {
    match value {
        Value::String(_) | Value::Boolean(_) | Value::Datetime(_) => true,
        Value::Array(items) => items.iter().any(has_owned),
        Value::Table(table) => table.values().any(has_owned),
        Value::Integer(_) | Value::Float(_) => false,
    }
}

fn find<'a>(tables: &'a [Table], full: &str) -> Option<&'a String> {
    let (table, key) = full.rsplit_once('.')?;
    let table = tables.iter().find(|known| known.name == table)?;
    table.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROD: &str = "[environment]\naccount = \"111122223333\"\nregion = \"us-east-1\"\nproduction = true\n\n[settings]\n# The host.\ndomain = \"a.example\" # replace\ntasks = { min = 1 }\nendpoint = \"https://x#y\"\npath = \"/app/prod/x\"\nrole = \"arn:aws:iam::111122223333:role/a\"\n";
    const DEV: &str = "[environment]\naccount = \"111122223333\"\nregion = \"us-east-1\"\n[settings]\ndomain = \"b.example\"\nendpoint = \"https://x#y\"\nrole = \"arn:aws:iam::111122223333:role/a\"\n";

    fn derived(given: &[(&str, &str)]) -> Derived {
        let given = given.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        derive("staging", "prod", &tables(PROD).unwrap(), &[tables(DEV).unwrap()], &given, &[])
    }

    #[test]
    fn what_belongs_to_the_source_is_missing() {
        let missing: Vec<String> = derived(&[]).missing.into_iter().map(|(key, _)| key).collect();
        assert_eq!(missing, ["environment.account", "settings.domain", "settings.role"]);
    }

    #[test]
    fn what_is_common_or_named_after_the_source_is_taken_over() {
        let derived = derived(&[("settings.domain", "\"c.example\"")]);
        let lines: Vec<String> = derived
            .tables
            .iter()
            .flat_map(|table| &table.entries)
            .map(|entry| format!("{} = {}", entry.key, entry.value))
            .collect();
        assert_eq!(
            lines,
            [
                "region = \"us-east-1\"",
                "domain = \"c.example\"",
                "tasks = { min = 1 }",
                "endpoint = \"https://x#y\"",
                "path = \"/app/staging/x\""
            ]
        );
        assert!(derived.sources.contains(&("settings.path".to_owned(), Derivation::Renamed)));
    }

    #[test]
    fn a_key_that_the_source_lacks_can_be_given() {
        let derived = derived(&[("settings.other.size", "3"), ("settings.new", "true")]);
        let added: Vec<(&str, Vec<&str>)> = derived
            .tables
            .iter()
            .filter(|table| table.entries.iter().any(|entry| ["size", "new"].contains(&entry.key.as_str())))
            .map(|table| (table.name.as_str(), table.entries.iter().map(|entry| entry.key.as_str()).collect()))
            .collect();
        assert_eq!(added, [("settings", vec!["tasks", "endpoint", "path", "new"]), ("settings.other", vec!["size"])]);
    }

    #[test]
    fn production_is_checked_for_security() {
        let packs = |given: &[(&str, &str)]| {
            let tables = derived(given).tables;
            find(&tables, PACKS).cloned()
        };
        assert_eq!(packs(&[]), None);
        assert_eq!(packs(&[(PRODUCTION, "true")]).as_deref(), Some("[\"security\"]"));
        assert_eq!(packs(&[(PRODUCTION, "true"), (PACKS, "[]")]).as_deref(), Some("[]"));
    }

    #[test]
    fn what_cannot_be_copied_line_by_line_is_refused() {
        assert!(tables("[a]\nlist = [\n 1 ]\n").unwrap_err().contains("line 2"));
    }
}
