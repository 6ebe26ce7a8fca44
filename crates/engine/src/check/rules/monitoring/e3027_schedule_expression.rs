//! E3027: a schedule that EventBridge or its Scheduler cannot read.

use super::schedule;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "E3027",
    severity: Severity::Error,
    what: "Finds a `rate(…)`, `cron(…)` or `at(…)` that EventBridge or its Scheduler does not take.",
    why: "EventBridge refuses the rule: `Parameter ScheduleExpression is not valid`.",
    example: "`rate(1 hours)`, `cron(0 12 * * MON *)`",
    fix: "write `rate(5 minutes)`, or `cron` with six fields of which the day of the month or that of the week is `?`",
    link: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let of_rules =
        resource::of_type(scope, "AWS::Events::Rule").into_iter().map(|event| event.properties.get("ScheduleExpression"));
    let schedules = resource::of_type(scope, "AWS::Scheduler::Schedule").into_iter();
    let of_schedules = schedules.map(|schedule| schedule.properties.get("ScheduleExpression"));
    let serverless = schedule::of_serverless(scope);
    let old = serverless.iter().filter(|event| !event.is_of_scheduler).map(|event| event.properties.get("Schedule"));
    let new = serverless.iter().filter(|event| event.is_of_scheduler).map(|event| event.properties.get("ScheduleExpression"));
    for property in of_rules.chain(old) {
        check(rule, context, &property, fault);
    }
    for property in of_schedules.chain(new) {
        check(rule, context, &property, scheduler_fault);
    }
}

fn check(rule: &Rule, context: &mut Context<'_>, property: &Property<'_>, fault: fn(&str) -> Option<String>) {
    let Some(text) = property.text().filter(|text| !text.is_empty()) else { return };
    if let Some(message) = fault(&text) {
        property.report(context, rule.finding(message).help(rule.fix));
    }
}

/// What is wrong with a schedule of the Scheduler. It also takes `at(…)`, and nothing is known of what it makes of `rate(1 hours)`.
pub(in crate::check) fn scheduler_fault(text: &str) -> Option<String> {
    let inner = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
    if let Some(moment) = inner("at") {
        let is_moment = moment.len() == FORM.len()
            && moment.bytes().zip(FORM.bytes()).all(|(given, wanted)| match wanted {
                b'0' => given.is_ascii_digit(),
                sign => given == sign,
            });
        return (!is_moment).then(|| format!("expected `at(yyyy-mm-ddThh:mm:ss)`, found `{text}`"));
    }
    if inner("rate").is_some() {
        return fault(text).filter(|message| !message.starts_with("expected `"));
    }
    if inner("cron").is_none() {
        return Some(format!("expected `at(…)`, `rate(…)` or `cron(…)`, found `{text}`"));
    }
    fault(text)
}

/// What a moment looks like.
const FORM: &str = "0000-00-00T00:00:00";

/// The characters of each field of `cron`, beside digits and letters.
const SIGNS: &str = ",-*/?#";

fn fault(text: &str) -> Option<String> {
    let inner = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
    match (inner("rate"), inner("cron")) {
        (Some(rate), _) => rate_fault(rate),
        (None, Some(cron)) => cron_fault(cron),
        // What is neither does not match the pattern of the schema.
        (None, None) => None,
    }
}

fn rate_fault(rate: &str) -> Option<String> {
    let [count, unit] = rate.split_whitespace().collect::<Vec<_>>()[..] else {
        return Some(format!("expected a number and a unit in `rate({rate})`"));
    };
    let Some(count) = count.parse::<u64>().ok().filter(|count| *count > 0) else {
        return Some(format!("expected a number from 1 in `rate({rate})`, found `{count}`"));
    };
    let word = unit.strip_suffix('s').unwrap_or(unit);
    if !["minute", "hour", "day"].contains(&word) {
        return Some(format!("expected minutes, hours or days in `rate({rate})`, found `{unit}`"));
    }
    let right = if count == 1 { word.to_owned() } else { format!("{word}s") };
    (unit != right).then(|| format!("expected `{count} {right}` in `rate({rate})`"))
}

fn cron_fault(cron: &str) -> Option<String> {
    let fields: Vec<&str> = cron.split_whitespace().collect();
    let [_, _, day_of_month, _, day_of_week, _] = fields[..] else {
        return Some(format!("expected six fields in `cron({cron})`, found {}", fields.len()));
    };
    if let Some(field) =
        fields.iter().find(|field| !field.chars().all(|sign| sign.is_ascii_alphanumeric() || SIGNS.contains(sign)))
    {
        return Some(format!("`{field}` is not a field of `cron`"));
    }
    // EventBridge overlooks a comma at the end of a field.
    match (day_of_month.trim_end_matches(','), day_of_week.trim_end_matches(',')) {
        ("?", "?") => Some(format!("both days of `cron({cron})` are `?`")),
        ("?", _) | (_, "?") => None,
        // Rules of AWS's own solutions have their `?` in another field, as in `cron(* ? * * * *)`, and EventBridge takes them.
        _ if fields.contains(&"?") => None,
        _ => Some(format!("`cron({cron})` has a day of the month and one of the week: one must be `?`")),
    }
}
