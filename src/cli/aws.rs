//! The AWS CLI, for the commands that ask AWS something.

use std::io;
use std::process::Command;

use serde_json::Value;

use super::process;
use super::report::Finding;
use super::stop::Stop;
use crate::deploy::Secrets;
use crate::language;
use crate::stack::Target;

const HOW_TO_INSTALL: &str = "install it: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html";
/// The variables of a session's keys, and the keys' names in the answer of `assume-role`.
const KEYS: [(&str, &str); 3] =
    [("AWS_ACCESS_KEY_ID", "AccessKeyId"), ("AWS_SECRET_ACCESS_KEY", "SecretAccessKey"), ("AWS_SESSION_TOKEN", "SessionToken")];

/// Where AWS is asked: an account, a region, and the role that deploys there, where the settings name one.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    account: &'a str,
    region: &'a str,
    role: Option<&'a str>,
}

impl<'a> From<&'a Target> for Place<'a> {
    fn from(target: &'a Target) -> Self {
        Place { account: &target.account, region: &target.region, role: target.deploy_role_arn.as_deref() }
    }
}

impl<'a> From<&'a Secrets> for Place<'a> {
    fn from(secrets: &'a Secrets) -> Self {
        Place { account: &secrets.account, region: &secrets.region, role: secrets.deploy_role_arn.as_deref() }
    }
}

/// The AWS CLI, logged in to one account.
pub(super) struct Aws<'a> {
    region: &'a str,
    /// The variables with the keys of the role that was assumed.
    keys: Vec<(&'static str, String)>,
    /// Whose credentials are used in the place of the role's, and why.
    instead: Option<String>,
}

/// Why AWS did not do what was asked: the CLI's words.
pub(super) struct Refusal(pub String);

impl<'a> Aws<'a> {
    /// In an account and a region. As the scripts do, it assumes the role of the environment, unless the credentials are of it already.
    /// Who only reads may have other rights: where the role cannot be assumed, credentials of the account do. It is an error if they belong
    /// elsewhere, since everything would seem to be missing.
    pub(super) fn of(place: impl Into<Place<'a>>) -> Result<Self, Stop> {
        let Place { account, region, role } = place.into();
        let mut aws = Aws { region, keys: Vec::new(), instead: None };
        let log_in = format!("log in again (`aws sso login`), or set AWS_PROFILE to a profile of the account {account}");
        let answer = aws
            .ask(&["sts", "get-caller-identity"])?
            .map_err(|Refusal(words)| Stop::from(Finding::error(format!("AWS rejects the credentials: {words}")).help(log_in)))?;
        let [found, caller] = ["Account", "Arn"].map(|key| answer[key].as_str().unwrap_or("an unknown account"));
        let refused = match role {
            Some(role) if !is_session(caller, account, role) => match aws.assume(role)? {
                Ok(()) => return Ok(aws),
                Err(Refusal(words)) => Some(format!("the role {role} cannot be assumed: {words}")),
            },
            _ => None,
        };
        if found == account {
            aws.instead = refused.map(|refused| format!("{caller} asked, since {refused}"));
            return Ok(aws);
        }
        let message = format!("the credentials are of {found}, but the settings name the account {account}");
        let profile = format!("set AWS_PROFILE to a profile of the account {account}");
        let (message, help) = match refused {
            Some(refused) => (format!("{message}; {refused}"), format!("{profile}, or let {caller} assume the role")),
            None => (message, format!("{profile}, or name the role to assume: deploy-role-arn in the settings' [environment]")),
        };
        Err(Finding::error(message).help(help).into())
    }

    /// Takes a role: whatever is asked afterwards, the role asks.
    fn assume(&mut self, role: &str) -> Result<Result<(), Refusal>, Stop> {
        let answer = match self.ask(&["sts", "assume-role", "--role-arn", role, "--role-session-name", "formwork"])? {
            Ok(answer) => answer,
            Err(refusal) => return Ok(Err(refusal)),
        };
        for (variable, key) in KEYS {
            let Some(value) = answer["Credentials"][key].as_str() else {
                return Ok(Err(Refusal(format!("the answer has no {key}"))));
            };
            self.keys.push((variable, value.to_owned()));
        }
        Ok(Ok(()))
    }

    /// Asks, and gives the answer; null where AWS says nothing.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Result<Value, Refusal>, Stop> {
        let mut command = Command::new("aws");
        command
            .args(arguments)
            .args(["--region", self.region, "--output", "json"])
            .envs(self.keys.iter().map(|(variable, value)| (variable, value)))
            .env("AWS_PAGER", "")
            .env("AWS_CLI_AUTO_PROMPT", "off");
        let output = process::run(&mut command).map_err(|error| cannot_start(&error))?;
        if !output.status.success() {
            let mut words = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
            if let Some(instead) = &self.instead {
                words = format!("{words} ({instead})");
            }
            return Ok(Err(Refusal(words)));
        }
        if output.stdout.is_empty() {
            return Ok(Ok(Value::Null));
        }
        // A plug-in may print something of its own.
        Ok(serde_json::from_slice(&output.stdout).map_err(|error| Refusal(format!("its answer is not JSON: {error}"))))
    }
}

/// Whether a caller is the role already. The ARN of a session has no path: `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`.
fn is_session(caller: &str, account: &str, role: &str) -> bool {
    let name = role.rsplit('/').next().unwrap_or(role);
    let session = caller.split_once(":sts::").map(|(_, session)| session);
    session.is_some_and(|session| session.starts_with(&format!("{account}:assumed-role/{name}/")))
}

/// The address of an object in S3.
pub(super) fn s3_url(bucket: &str, region: &str, key: &str) -> String {
    let domain = language::url_suffix(language::partition(region)).unwrap_or("amazonaws.com");
    format!("https://{bucket}.s3.{region}.{domain}/{key}")
}

fn cannot_start(error: &io::Error) -> Stop {
    if error.kind() == io::ErrorKind::NotFound {
        return Finding::error("the AWS CLI is not on the PATH").help(HOW_TO_INSTALL).into();
    }
    Finding::error(format!("the AWS CLI cannot be started: {error}")).help(HOW_TO_INSTALL).into()
}

#[cfg(test)]
mod tests {
    use super::{is_session, s3_url};

    #[test]
    fn a_session_is_of_its_role_and_account() {
        let is = |caller| is_session(caller, "111122223333", "arn:aws:iam::111122223333:role/ci/deploy");
        assert!(is("arn:aws:sts::111122223333:assumed-role/deploy/GitHubActions"));
        assert!(is("arn:aws-us-gov:sts::111122223333:assumed-role/deploy/me"));
        assert!(!is("arn:aws:sts::444455556666:assumed-role/deploy/me"));
        assert!(!is("arn:aws:sts::111122223333:assumed-role/deploy-more/me"));
        assert!(!is("arn:aws:iam::111122223333:user/deploy/me"));
    }

    #[test]
    fn each_partition_has_its_domain() {
        assert_eq!(s3_url("b", "eu-west-1", "k/t"), "https://b.s3.eu-west-1.amazonaws.com/k/t");
        assert_eq!(s3_url("b", "us-gov-west-1", "k"), "https://b.s3.us-gov-west-1.amazonaws.com/k");
        assert_eq!(s3_url("b", "cn-north-1", "k"), "https://b.s3.cn-north-1.amazonaws.com.cn/k");
    }
}
