//! FW702: a time zone that does not exist.

use super::schedule;
use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Severity, nearest};
use crate::language::read::property::Property;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW702",
    severity: Severity::Error,
    what: "Finds the time zone of a schedule that is not in the IANA database.",
    why: "The service refuses the schedule: `The provided timezone is not valid`.",
    example: "\"ScheduleExpressionTimezone\": \"Europe/Berln\"",
    fix: "write the name of a zone, such as `Europe/Berlin` or `UTC`",
    link: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
    kind: RuleKind::Template(run),
};

/// The zones of the IANA database, one a line, sorted.
const ZONES: &str = include_str!("zones.txt");

/// Where zones stand: the type, and the way.
const PLACES: [(&str, &[&str]); 4] = [
    ("AWS::ApplicationAutoScaling::ScalableTarget", &["ScheduledActions", "*", "Timezone"]),
    ("AWS::AutoScaling::ScheduledAction", &["TimeZone"]),
    ("AWS::SSM::MaintenanceWindow", &["ScheduleTimezone"]),
    ("AWS::Scheduler::Schedule", &["ScheduleExpressionTimezone"]),
];

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for (kind, way) in PLACES {
        for holder in resource::of_type(scope, kind) {
            holder.properties.places(way).iter().flatten().for_each(|zone| check(rule, context, zone));
        }
    }
    for event in schedule::of_serverless(scope).iter().filter(|event| event.is_of_scheduler) {
        check(rule, context, &event.properties.get("ScheduleExpressionTimezone"));
    }
}

fn check(rule: &Rule, context: &mut Context<'_>, zone: &Property<'_>) {
    let Some(given) = zone.text().filter(|_| !zone.is_chosen()) else { return };
    if ZONES.lines().any(|known| known.eq_ignore_ascii_case(&given)) {
        return;
    }
    let near = nearest(&given, ZONES.lines());
    let help = near.map_or_else(|| rule.fix.to_owned(), |near| format!("did you mean `{near}`?"));
    zone.report(context, rule.finding(format!("there is no time zone `{given}`")).help(help));
}
