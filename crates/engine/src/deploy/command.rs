//! The command that deploys one stack.
//!
//! <https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/>

use crate::scaffold::shell::quote;
use crate::stack::{SynthesizedStack, Target};

/// The name of the script that deploys; its template is `deploy.sh.tera`.
pub const DEPLOY: &str = "deploy.sh";
/// What stands for a bucket that the settings do not name.
pub const NO_BUCKET: &str = "BUCKET";

/// The files of a stack, as the command is to name them.
pub(super) struct Files<'a> {
    /// The template.
    pub template: &'a str,
    /// The values of the parameters, where there are any.
    pub parameters: Option<&'a str>,
}

/// The words of the command, without the bucket for the template: not every template needs one.
pub(super) fn words(stack: &SynthesizedStack, target: &Target, files: &Files) -> Vec<String> {
    let mut words: Vec<String> = ["aws", "cloudformation", "deploy"].map(str::to_owned).into();
    let mut option = |name: &str, values: Vec<String>| {
        if !values.is_empty() {
            words.push(name.to_owned());
            words.extend(values);
        }
    };
    option("--region", vec![target.region.clone()]);
    option("--stack-name", vec![stack.full_name.clone()]);
    option("--template-file", vec![files.template.to_owned()]);
    option("--parameter-overrides", files.parameters.iter().map(|file| format!("file://{file}")).collect());
    option("--capabilities", stack.capabilities.iter().map(|capability| (*capability).to_owned()).collect());
    option("--tags", target.tags.iter().map(|(key, value)| format!("{key}={value}")).collect());
    words.push("--no-fail-on-empty-changeset".to_owned());
    words
}

/// The command on one line, for a POSIX shell.
pub(super) fn line(words: &[String], bucket: Option<&str>) -> String {
    let mut quoted: Vec<String> = words.iter().map(|word| quote(word)).collect();
    if let Some(bucket) = bucket {
        quoted.insert(quoted.len() - 1, format!("--s3-bucket {}", quote(bucket)));
    }
    quoted.join(" ")
}
