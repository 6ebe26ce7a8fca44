//! FW802: an alarm that looks at a longer time than CloudWatch keeps for it.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW802",
    severity: Severity::Error,
    what: "Finds an alarm whose `EvaluationPeriods` times `Period` is more than a day, or more than seven where a period is an hour or longer.",
    why: "CloudWatch refuses the alarm: `Metrics cannot be checked across more than a day`.",
    example: "`EvaluationPeriods: 30` with `Period: 3000`",
    fix: "make the periods fewer or shorter",
    link: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    kind: RuleKind::Template(run),
};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn run(rule: &Rule, context: &mut Context<'_>) {
    for alarm in resource::of_type(context.scope(), "AWS::CloudWatch::Alarm") {
        let (period, periods) = (alarm.properties.get("Period"), alarm.properties.get("EvaluationPeriods"));
        let Some((seconds, count)) = period.number().zip(periods.number()).filter(|_| period.coexists(&periods)) else {
            continue;
        };
        let (most, time) = if seconds >= HOUR { (7 * DAY, "seven days") } else { (DAY, "a day") };
        let span = seconds.saturating_mul(count);
        if span > most {
            let message =
                format!("`{}` looks at {count} periods of {seconds} seconds: {span} seconds are more than {time}", alarm.id);
            periods.report(context, rule.finding(message).help(rule.fix).related(period.location(), "the period"));
        }
    }
}
