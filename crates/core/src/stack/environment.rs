//! Environments: where the stacks of an app go, and with which settings.

use std::fmt;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::pack::Pack;
use crate::template::StackName;

/// One environment, for example `prod`: read from one TOML file.
///
/// ```
/// use formwork::prelude::*;
/// use serde::Deserialize;
///
/// #[derive(Debug, Deserialize)]
/// #[serde(deny_unknown_fields, rename_all = "kebab-case")]
/// struct Settings {
///     keep_days: u32,
/// }
///
/// let text = "[environment]\naccount = \"111122223333\"\nregion = \"eu-west-1\"\n[settings]\nkeep-days = 30\n";
/// let environment = Environment::<Settings>::parse("dev", text)?;
/// assert_eq!((environment.settings.keep_days, environment.target.region.as_str()), (30, "eu-west-1"));
///
/// let mistake = Environment::<Settings>::parse("dev", &text.replace("keep-days", "keep-day")).unwrap_err();
/// assert!(mistake.to_string().contains("keep-days"), "{mistake}");
/// # Ok::<(), formwork::stack::SettingsError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Environment<S> {
    /// Its name: the file's name without `.toml`.
    pub name: String,
    /// Where it is.
    pub target: Target,
    /// The app's own settings.
    pub settings: S,
}

/// The `[environment]` table of a settings file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Target {
    /// The AWS account: twelve digits.
    pub account: String,
    /// The AWS region, for example `us-east-1`.
    pub region: String,
    /// Whether mistakes here hurt users: mutable image tags are refused, stacks are protected against deletion.
    #[serde(default)]
    pub production: bool,
    /// The role that the scripts, and the commands that ask AWS, assume first, unless the credentials are of it already; of this account.
    #[serde(default)]
    pub deploy_role_arn: Option<String>,
    /// When it is deployed among all environments: those of a wave at the same time, after those of the waves before. Without it,
    /// what is not production is in the first wave and production in the second.
    #[serde(default)]
    pub wave: Option<u32>,
    /// The tags of every stack; CloudFormation puts them on every resource that takes tags.
    #[serde(default)]
    pub tags: IndexMap<String, String>,
    /// The S3 bucket for templates over 51,200 bytes, which CloudFormation does not take inline.
    #[serde(default)]
    pub template_bucket: Option<String>,
    /// The names in AWS of stacks that do not have those of the app, by their short names: what this environment runs already.
    #[serde(default)]
    pub stack_names: IndexMap<String, String>,
    /// The packs of rules that its stacks are checked with, beside the rules that always apply.
    #[serde(default)]
    pub packs: Vec<Pack>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<S> {
    environment: Target,
    settings: S,
}

/// Why a settings file can't be used: what, and on which line and column (from 1).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingsError {
    /// What is wrong.
    pub message: String,
    /// Line and column (both from 1), where they are known.
    pub position: Option<(usize, usize)>,
    /// The way out, where there is one.
    pub help: Option<String>,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.position {
            write!(f, "line {line}, column {column}: ")?;
        }
        f.write_str(&self.message)?;
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}

impl std::error::Error for SettingsError {}

impl<S: DeserializeOwned> Environment<S> {
    /// Reads an environment from the text of its TOML file.
    ///
    /// # Errors
    /// The text is not TOML, has an unknown key, lacks a key, or has a value of the wrong type; or the environment's name, its
    /// account or its region does not have the form of one.
    pub fn parse(name: &str, text: &str) -> Result<Self, SettingsError> {
        check_name(name)?;
        let file: File<S> = toml::from_str(text).map_err(|error| locate(&error, text))?;
        check_target(&file.environment, text)?;
        Ok(Environment { name: name.to_owned(), target: file.environment, settings: file.settings })
    }
}

fn check_name(name: &str) -> Result<(), SettingsError> {
    let legal = !name.is_empty()
        && name.len() <= 32
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if legal {
        return Ok(());
    }
    Err(SettingsError {
        message: format!("`{name}` cannot name an environment"),
        position: None,
        help: Some("use 1 to 32 lower-case letters, digits and hyphens, beginning with a letter".to_owned()),
    })
}

fn check_target(target: &Target, text: &str) -> Result<(), SettingsError> {
    let is_account = target.account.len() == 12 && target.account.bytes().all(|b| b.is_ascii_digit());
    if !is_account {
        return Err(SettingsError {
            message: format!("`{}` is not an AWS account id", target.account),
            position: position_of_key(text, "account"),
            help: Some("an account id is twelve digits in quotes, for example \"931637612335\"".to_owned()),
        });
    }
    if !is_region(&target.region) {
        return Err(SettingsError {
            message: format!("`{}` is not an AWS region", target.region),
            position: position_of_key(text, "region"),
            help: Some("a region reads like \"us-east-1\"".to_owned()),
        });
    }
    check_role(target, text)?;
    check_options(target, text)
}

/// What the AWS CLI could not pass on is refused here.
fn check_options(target: &Target, text: &str) -> Result<(), SettingsError> {
    if let Some(bucket) = target.template_bucket.as_deref().filter(|bucket| !is_bucket(bucket)) {
        return Err(SettingsError {
            message: format!("`{bucket}` is not the name of an S3 bucket"),
            position: position_of_key(text, "template-bucket"),
            help: Some("a bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens".to_owned()),
        });
    }
    for (stack, name) in &target.stack_names {
        let Err(error) = StackName::new(name) else { continue };
        return Err(SettingsError {
            message: error.to_string(),
            position: position_of_key(text, stack),
            help: error.nearest.map(|nearest| format!("for example `{nearest}`")),
        });
    }
    if let Some(key) = target.tags.keys().find(|key| !is_tag_key(key)) {
        return Err(SettingsError {
            message: format!("`{key}` cannot be the key of a tag"),
            position: position_of_key(text, key),
            help: Some("`aws cloudformation deploy` takes keys of 1 to 128 characters, without `=`, that do not begin with `-` or `aws:`".to_owned()),
        });
    }
    Ok(())
}

/// The role that is assumed: its account is the one that everything goes to.
fn check_role(target: &Target, text: &str) -> Result<(), SettingsError> {
    let Some(role) = target.deploy_role_arn.as_deref() else { return Ok(()) };
    let parts: Vec<&str> = role.splitn(6, ':').collect();
    let wrong = match parts.as_slice() {
        ["arn", _, "iam", "", account, name] if name.strip_prefix("role/").is_some_and(is_role_path) => {
            (*account != target.account).then(|| {
                let message =
                    format!("the role `{role}` is of the account {account}, and the environment is in {}", target.account);
                (
                    message,
                    "a deployment goes to the account of the role: name a role of this account, which the caller may assume",
                )
            })
        }
        _ => {
            let message = format!("`{role}` is not the ARN of a role");
            Some((message, "it reads like \"arn:aws:iam::931637612335:role/deploy\""))
        }
    };
    let error = |(message, help): (String, &str)| SettingsError {
        message,
        position: position_of_key(text, "deploy-role-arn"),
        help: Some(help.to_owned()),
    };
    wrong.map_or(Ok(()), |wrong| Err(error(wrong)))
}

/// The path and name of a role.
fn is_role_path(text: &str) -> bool {
    !text.is_empty() && !text.ends_with('/') && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"+=,.@_/-".contains(&b))
}

/// Whether a text can name a bucket.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
fn is_bucket(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    (3..=63).contains(&text.len())
        && text.chars().all(|c| is_plain(c) || ".-".contains(c))
        && text.starts_with(is_plain)
        && text.ends_with(is_plain)
}

/// Whether the AWS CLI can pass a tag's key on: it takes `KEY=VALUE`, and what begins with `-` for an option.
fn is_tag_key(key: &str) -> bool {
    (1..=128).contains(&key.chars().count()) && !key.contains('=') && !key.starts_with('-') && !key.starts_with("aws:")
}

/// Whether a text has the form of a region: parts of lower-case letters, then a number. The list of regions grows, so the
/// form alone is checked.
pub fn is_region(text: &str) -> bool {
    let mut parts = text.rsplit('-');
    let number = parts.next().unwrap_or_default();
    let words: Vec<&str> = parts.collect();
    !number.is_empty()
        && number.bytes().all(|b| b.is_ascii_digit())
        && words.len() >= 2
        && words.iter().all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()))
}

fn position_of_key(text: &str, key: &str) -> Option<(usize, usize)> {
    text.lines()
        .enumerate()
        .find(|(_, line)| {
            let rest = line.trim_start().strip_prefix(key);
            rest.is_some_and(|rest| rest.trim_start().starts_with('='))
        })
        .map(|(index, line)| (index + 1, line.len() - line.trim_start().len() + 1))
}

fn locate(error: &toml::de::Error, text: &str) -> SettingsError {
    let position = error.span().map(|span| {
        let before = &text[..span.start.min(text.len())];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        (line, column)
    });
    let message = error.message().trim().to_owned();
    SettingsError { help: unknown_name_hint(&message), message, position }
}

/// Serde names the unknown field or variant and the expected ones; this picks the expected one that was probably meant.
fn unknown_name_hint(message: &str) -> Option<String> {
    let rest = ["unknown field `", "unknown variant `"].iter().find_map(|start| message.strip_prefix(start))?;
    let (given, rest) = rest.split_once('`')?;
    let expected: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
    let near = crate::diagnostic::nearest(given, expected)?;
    Some(format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::Environment;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Settings {
        #[allow(dead_code, reason = "only its reading is tested")]
        domain: String,
    }

    const GOOD: &str = "[environment]\naccount = \"931637612335\"\nregion = \"us-east-1\"\n[settings]\ndomain = \"x\"\n";

    #[test]
    fn a_good_file_is_read() {
        let environment = Environment::<Settings>::parse("prod", GOOD).unwrap();
        assert_eq!(environment.target.region, "us-east-1");
        assert!(!environment.target.production);
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_the_nearest() {
        let text = GOOD.replace("domain", "domian");
        let error = Environment::<Settings>::parse("prod", &text).unwrap_err();
        assert_eq!(error.position, Some((5, 1)));
        assert_eq!(error.help.as_deref(), Some("did you mean `domain`?"));
    }

    #[test]
    fn buckets_and_tags_are_what_the_cli_can_pass_on() {
        let with =
            |line: &str| Environment::<Settings>::parse("prod", &GOOD.replace("[settings]", &format!("{line}\n[settings]")));
        assert!(with("template-bucket = \"my.templates-1\"").is_ok());
        assert_eq!(with("template-bucket = \"-templates\"").unwrap_err().position, Some((4, 1)));
        assert!(with("tags = { \"Team: the core\" = \"--x=y\" }").is_ok());
        for key in ["--region", "a=b", "aws:x", ""] {
            let error = with(&format!("tags = {{ \"{key}\" = \"x\" }}")).unwrap_err();
            assert_eq!(error.message, format!("`{key}` cannot be the key of a tag"));
        }
        assert!(with("stack-names = { network = \"CrdNet\" }").is_ok());
        let error = with("[environment.stack-names]\nnetwork = \"Crd Net\"").unwrap_err();
        assert_eq!((error.position, error.help.as_deref()), (Some((5, 1)), Some("for example `CrdNet`")));
    }

    #[test]
    fn the_deploying_role_is_of_the_account() {
        let with =
            |line: &str| Environment::<Settings>::parse("prod", &GOOD.replace("[settings]", &format!("{line}\n[settings]")));
        let good = with("deploy-role-arn = \"arn:aws:iam::931637612335:role/ci/deploy\"\nwave = 3").unwrap();
        assert_eq!((good.target.wave, good.target.deploy_role_arn.is_some()), (Some(3), true));
        let other = with("deploy-role-arn = \"arn:aws:iam::111122223333:role/deploy\"").unwrap_err();
        assert_eq!(other.position, Some((4, 1)));
        assert!(other.message.contains("is of the account 111122223333"), "{other}");
        for role in [
            "deploy",
            "arn:aws:iam::931637612335:user/deploy",
            "arn:aws:iam::931637612335:role/",
            "arn:aws:iam::931637612335:role/a b",
        ] {
            let error = with(&format!("deploy-role-arn = \"{role}\"")).unwrap_err();
            assert_eq!(error.message, format!("`{role}` is not the ARN of a role"));
        }
    }

    #[test]
    fn account_and_region_have_their_forms() {
        let error = Environment::<Settings>::parse("prod", &GOOD.replace("931637612335", "93")).unwrap_err();
        assert_eq!(error.position, Some((2, 1)));
        assert!(Environment::<Settings>::parse("prod", &GOOD.replace("us-east-1", "Virginia")).is_err());
        assert!(Environment::<Settings>::parse("../prod", GOOD).is_err());
    }
}
