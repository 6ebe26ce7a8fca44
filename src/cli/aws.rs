//! The AWS CLI, for the commands that ask AWS something.

use std::io;
use std::process::Command;

use serde_json::Value;

use super::process;
use super::report::Finding;
use super::stop::Stop;
use crate::language;

const HOW_TO_INSTALL: &str = "install it: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html";

/// The AWS CLI, logged in to one account.
pub(super) struct Aws<'a> {
    region: &'a str,
}

/// Why AWS did not do what was asked: the CLI's words.
pub(super) struct Refusal(pub String);

impl<'a> Aws<'a> {
    /// In an account and a region; it is an error if the credentials belong elsewhere, since everything would seem to be missing.
    pub(super) fn of(account: &str, region: &'a str) -> Result<Self, Stop> {
        let aws = Aws { region };
        let answer = aws.ask(&["sts", "get-caller-identity"])?.map_err(|Refusal(words)| {
            let help = format!("log in again (`aws sso login`), or set AWS_PROFILE to a profile of the account {account}");
            Stop::from(Finding::error(format!("AWS rejects the credentials: {words}")).help(help))
        })?;
        match answer["Account"].as_str() {
            Some(found) if found == account => Ok(aws),
            found => {
                let found = found.unwrap_or("an unknown account");
                let message = format!("the credentials are of {found}, but the settings name the account {account}");
                let help = format!("set AWS_PROFILE to a profile of the account {account}");
                Err(Finding::error(message).help(help).into())
            }
        }
    }

    /// Asks, and gives the answer; null where AWS says nothing.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Result<Value, Refusal>, Stop> {
        let mut command = Command::new("aws");
        command
            .args(arguments)
            .args(["--region", self.region, "--output", "json"])
            .env("AWS_PAGER", "")
            .env("AWS_CLI_AUTO_PROMPT", "off");
        let output = process::run(&mut command).map_err(|error| cannot_start(&error))?;
        if !output.status.success() {
            let words = String::from_utf8_lossy(&output.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
            return Ok(Err(Refusal(words)));
        }
        if output.stdout.is_empty() {
            return Ok(Ok(Value::Null));
        }
        // A plug-in may print something of its own.
        Ok(serde_json::from_slice(&output.stdout).map_err(|error| Refusal(format!("its answer is not JSON: {error}"))))
    }
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
    use super::s3_url;

    #[test]
    fn each_partition_has_its_domain() {
        assert_eq!(s3_url("b", "eu-west-1", "k/t"), "https://b.s3.eu-west-1.amazonaws.com/k/t");
        assert_eq!(s3_url("b", "us-gov-west-1", "k"), "https://b.s3.us-gov-west-1.amazonaws.com/k");
        assert_eq!(s3_url("b", "cn-north-1", "k"), "https://b.s3.cn-north-1.amazonaws.com.cn/k");
    }
}
