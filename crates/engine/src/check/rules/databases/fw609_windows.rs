//! FW609: a window of a database that is too short, or in which two things would be done.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::Severity;
use crate::language::read::resource;

pub(crate) const RULE: Rule = Rule {
    code: "FW609",
    severity: Severity::Error,
    what: "Finds a backup or maintenance window of a database that is shorter than 30 minutes, and a backup window in the maintenance window.",
    why: "RDS refuses both: `The backup window and maintenance window must not overlap`.",
    example: "`PreferredBackupWindow: \"03:00-04:00\"` beside `PreferredMaintenanceWindow: \"sun:03:30-sun:04:30\"`",
    fix: "give each at least 30 minutes, and let one begin when the other has ended; both are in UTC",
    link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.BackupWindow.html",
    kind: RuleKind::Template(run),
};

const KINDS: [&str; 4] = ["AWS::DocDB::DBCluster", "AWS::Neptune::DBCluster", "AWS::RDS::DBCluster", "AWS::RDS::DBInstance"];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;
const WEEK: u32 = 7 * DAY;
const SHORTEST: u32 = 30;

/// When a window begins, and how long it is, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    start: u32,
    length: u32,
}

fn run(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let found = KINDS.iter().flat_map(|kind| resource::of_type(scope, kind));
    for properties in found.map(|database| database.properties) {
        let windows = [("PreferredBackupWindow", DAY), ("PreferredMaintenanceWindow", WEEK)].map(|(name, cycle)| {
            let property = properties.get(name);
            let window = property.text().and_then(|text| window(&text, cycle));
            (name, property, window)
        });
        for (name, property, window) in &windows {
            if let Some(Window { length, .. }) = window.filter(|window| window.length < SHORTEST) {
                let message = format!("`{name}` is {length} minutes long, the shortest window has {SHORTEST}");
                property.report(context, rule.finding(message).help(rule.fix));
            }
        }
        let [(_, property, Some(backup)), (_, other, Some(maintenance))] = &windows else { continue };
        if property.coexists(other) && overlap(*backup, *maintenance) {
            let finding = rule.finding("the backup window overlaps the maintenance window").help(rule.fix);
            property.report(context, finding.related(other.location(), "the maintenance window"));
        }
    }
}

/// Reads `hh:mm-hh:mm`, or `ddd:hh:mm-ddd:hh:mm` of a week. One that ends where it begins is not read: it may be a whole cycle.
fn window(text: &str, cycle: u32) -> Option<Window> {
    let (start, end) = text.split_once('-')?;
    let (start, end) = (minute(start, cycle)?, minute(end, cycle)?);
    Some(Window { start, length: (end + cycle - start) % cycle }).filter(|window| window.length > 0)
}

fn minute(text: &str, cycle: u32) -> Option<u32> {
    let lower = text.trim().to_ascii_lowercase();
    let (day, time) = if cycle == WEEK { lower.split_once(':')? } else { (DAYS[0], lower.as_str()) };
    let day = (0..).zip(DAYS).find_map(|(index, known)| (known == day).then_some(index))?;
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < HOUR).then_some(day * DAY + hour * HOUR + minute)
}

/// Whether a window of each day and one of the week share a minute.
fn overlap(daily: Window, weekly: Window) -> bool {
    (0..7).any(|day| {
        let start = day * DAY + daily.start;
        let after = |one: u32, other: u32| (other + WEEK - one) % WEEK;
        after(start, weekly.start) < daily.length || after(weekly.start, start) < weekly.length
    })
}
