//! The values of parameters as settings: a table for each stack, read into a struct of its module.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::edits::Edits;
use crate::cli::environments::EnvironmentFile;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::scaffold::settings::quoted;

/// How the app's struct begins.
const STRUCT: &str = "struct Settings {";

/// Where the app's settings are declared.
pub(super) struct SettingsFile {
    file: PathBuf,
    /// How a module beside the app is named there.
    prefix: &'static str,
}

impl SettingsFile {
    /// The struct `Settings` in the app's file, or in `settings.rs` beside it; nothing where there is none.
    pub(super) fn find(app: &Path, edits: &mut Edits, session: &Session) -> Result<Option<SettingsFile>, Stop> {
        if edits.text(app, session)?.contains(STRUCT) {
            return Ok(Some(SettingsFile { file: app.to_owned(), prefix: "" }));
        }
        let beside = app.with_file_name("settings.rs");
        let has = beside.is_file() && edits.text(&beside, session)?.contains(STRUCT);
        Ok(has.then_some(SettingsFile { file: beside, prefix: "super::" }))
    }

    /// Adds the settings of a stack: a field of the struct, and a table in the files of these environments.
    pub(super) fn add(
        &self,
        module: &str,
        fields: &BTreeMap<String, String>,
        values: &BTreeMap<String, String>,
        environments: &[EnvironmentFile],
        edits: &mut Edits,
        session: &Session,
    ) -> Result<(), Stop> {
        let text = edits.text(&self.file, session)?;
        let (field, table) = (with_field(text, module, self.prefix), table_name(text, module));
        *text = field;
        for environment in environments {
            let text = edits.text(&environment.path, session)?;
            if !text.ends_with('\n') {
                text.push('\n');
            }
            let _ = writeln!(text, "\n[settings.{table}]");
            for (parameter, value) in values {
                let field = fields.get(parameter).map(|field| field.replace('_', "-")).unwrap_or_default();
                let _ = writeln!(text, "{field} = {}", quoted(value));
            }
        }
        Ok(())
    }
}

/// The text with a field for the stack at the end of the struct.
fn with_field(text: &str, module: &str, prefix: &str) -> String {
    let Some(start) = text.find(STRUCT) else { return text.to_owned() };
    let is_public = text[..start].ends_with("pub ");
    let end = text[start..].find("\n}").map_or(text.len(), |end| start + end);
    let visibility = if is_public { "pub " } else { "" };
    let field = format!(
        "\n    /// The parameters of the stack `{module}`.\n    #[serde(default)]\n    {visibility}{module}: {prefix}{module}::Settings,"
    );
    format!("{}{field}{}", &text[..end], &text[end..])
}

/// What the table of a module is called: as the struct renames its fields.
fn table_name(text: &str, module: &str) -> String {
    let before = text.find(STRUCT).map_or("", |start| &text[..start]);
    let attributes: Vec<&str> = before.lines().rev().take_while(|line| !line.trim().is_empty()).collect();
    let is_kebab = attributes.iter().any(|line| line.contains("rename_all = \"kebab-case\""));
    if is_kebab { module.replace('_', "-") } else { module.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{quoted, table_name, with_field};

    #[test]
    fn a_field_comes_last() {
        let text = "#[derive(Deserialize)]\n#[serde(rename_all = \"kebab-case\")]\npub struct Settings {\n    pub a: u8,\n}\n";
        let made = with_field(text, "my_net", "super::");
        assert!(
            made.contains("    pub a: u8,\n    /// The parameters of the stack `my_net`.\n    #[serde(default)]\n"),
            "{made}"
        );
        assert!(made.ends_with("    pub my_net: super::my_net::Settings,\n}\n"), "{made}");
        assert_eq!(table_name(text, "my_net"), "my-net");
        assert_eq!(table_name("struct Settings {", "my_net"), "my_net");
        assert_eq!(quoted("a\"b\\c"), "'a\"b\\c'");
    }
}
