//! What the fields of the AWS CLI's outputs tell: which is a status, which a reason, and whether a status is that of a failure.
//!
//! Services name their fields alike (`ResourceStatus` and `ResourceStatusReason`, `State` and `StateReason`, `stoppedReason`), so they
//! are known by the ends of their names. A service that is not thought of here is read all the same.

use serde_json::{Map, Value};

/// What in a status tells of a failure, in lower case and without `_`.
const FAILED: [&str; 13] = [
    "fail",
    "error",
    "unhealthy",
    "fault",
    "timedout",
    "timeout",
    "rejected",
    "denied",
    "aborted",
    "inoperable",
    "unsuccessful",
    "cancelled",
    "outdated",
];
/// The status of what found something and stops nothing.
const WARNED: &str = "WARNED";
/// Where a resource was changed by hand, these are failures too.
const DRIFT: &str = "StackResourceDriftStatus";

/// What an object says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Its status: that of a failure, where it has several and one is.
    pub status: String,
    /// The reasons that belong to it.
    pub message: String,
}

/// Whether a status is that of a failure.
pub(super) fn fails(status: &str) -> bool {
    let plain = status.to_lowercase().replace('_', "");
    FAILED.iter().any(|word| plain.contains(word))
}

/// Whether a field is a status.
pub(super) fn is_status(name: &str) -> bool {
    let name = name.to_lowercase();
    !name.starts_with("desired") && ["status", "state", "statuscode", "stopcode"].iter().any(|end| name.ends_with(end))
}

/// Whether a field is a reason.
pub(super) fn is_reason(name: &str) -> bool {
    let name = name.to_lowercase();
    ["reason", "reasoncode", "message", "summary", "stopcode", "errorcode", "logtail", "validationname", "validationpath"]
        .iter()
        .any(|end| name.ends_with(end))
}

/// What an object says; nothing where it has neither status nor reason.
pub(super) fn said(object: &Map<String, Value>) -> Option<Said> {
    let texts = || object.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)));
    let statuses: Vec<(&str, &str)> = texts().filter(|(name, value)| is_status(name) && is_word(value)).collect();
    let is_failed = |(name, value): &&(&str, &str)| fails(value) || *name == DRIFT && matches!(*value, "MODIFIED" | "DELETED");
    let failed = statuses.iter().find(is_failed);
    // What belongs to another status, which is well, is no reason of this one.
    let is_of_other = |reason: &str| {
        let others = statuses.iter().filter(|other| failed.is_some() && !is_failed(other));
        others.into_iter().any(|(name, _)| reason.len() > name.len() && reason.starts_with(name))
    };
    let has_reason = object.contains_key("Reason");
    let is_told = |name: &str| is_reason(name) || has_reason && name == "Description" || name == "code" && object.len() < 6;
    let told = texts().filter(|(name, value)| is_told(name) && !value.is_empty());
    let (others, own): (Vec<_>, Vec<_>) = told.partition(|(name, _)| is_of_other(name));
    // Where the operation failed, the only reason may stand with the state of the stack.
    let told = if own.is_empty() { others } else { own };
    let mut reasons: Vec<String> = told.into_iter().map(|(_, value)| value.to_owned()).collect();
    let code = object.get("exitCode").and_then(Value::as_i64);
    reasons.extend(code.filter(|code| *code != 0).map(|code| format!("exit code: {code}")));
    reasons.extend(failed.filter(|(name, _)| *name == DRIFT).map(|(_, value)| drift(value, object)));
    let first = failed.or_else(|| statuses.iter().min_by_key(|(name, _)| !name.starts_with("Resource")));
    let mut status = first.map(|(_, value)| (*value).to_owned()).unwrap_or_default();
    if failed.is_none() && (code.is_some_and(|code| code != 0) || object.get("errorCode").is_some_and(is_error)) {
        "FAILED".clone_into(&mut status);
    } else if only_warns(object) {
        WARNED.clone_into(&mut status);
    }
    (!status.is_empty() || !reasons.is_empty()).then(|| Said { status, message: reasons.join(" ") })
}

/// CodeDeploy gives what went well an error code, too.
fn is_error(code: &Value) -> bool {
    !code.as_str().is_some_and(|code| code.eq_ignore_ascii_case("success"))
}

/// Whether what a validation or a hook found stops nothing: `ValidationFailureMode`, `HookFailureMode`.
fn only_warns(object: &Map<String, Value>) -> bool {
    object.iter().any(|(name, value)| name.ends_with("FailureMode") && value == "WARN")
}

/// How a resource differs from its stack.
fn drift(status: &str, object: &Map<String, Value>) -> String {
    let differences = object.get("PropertyDifferences").and_then(Value::as_array).into_iter().flatten();
    let paths: Vec<&str> = differences.filter_map(|difference| difference.get("PropertyPath")?.as_str()).collect();
    format!("drift {status} {}", paths.join(" "))
}

/// A status is one word.
fn is_word(value: &str) -> bool {
    !value.is_empty() && value.len() <= 64 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::{fails, is_reason, is_status, said};
    use serde_json::json;

    #[test]
    fn a_reason_goes_with_its_status() {
        let function =
            json!({"State": "Active", "StateReason": "idle", "LastUpdateStatus": "Failed", "LastUpdateStatusReason": "no image"});
        let told = said(function.as_object().expect("an object")).expect("a status");
        assert_eq!((told.status.as_str(), told.message.as_str()), ("Failed", "no image"));
        assert!(is_status("StackResourceDriftStatus") && is_status("buildStatus") && !is_status("desiredStatus"));
        assert!(is_reason("stoppedReason") && is_reason("StatusMessage") && !is_reason("Description"));
        assert!(
            fails("Failed")
                && fails("VALIDATION_TIMED_OUT")
                && fails("OUTDATED")
                && !fails("UPDATE_COMPLETE")
                && !fails("InProgress")
        );
    }
}
