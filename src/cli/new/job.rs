//! `new job`: a container that runs by the clock.

use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use super::component::{self, Component};
use super::image;
use super::wired::Needs;
use crate::check;
use crate::cli::outcome::Outcome;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;

const WHAT: &str = "\
Make a job: a task on Fargate that EventBridge Scheduler starts by the clock. A start that fails is tried three times, and then told to a \
queue.";

const EXAMPLES: &str = "  \
  cargo run -- new job cleanup
  cargo run -- new job cleanup --schedule 'cron(0 3 * * ? *)' --time-zone Europe/Berlin
  cargo run -- new job poll --schedule 'rate(5 minutes)'";

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let schedule = Arg::new("schedule")
        .long("schedule")
        .value_name("WHEN")
        .default_value("rate(1 day)")
        .help("When it runs: rate(6 hours), cron(0 3 * * ? *), at(2027-01-01T00:00:00)");
    let zone = Arg::new("time-zone").long("time-zone").value_name("ZONE").default_value("UTC").help("For example Europe/Berlin");
    component::command("job", "Make a Fargate task that runs by the clock, and add it to the app", WHAT, EXAMPLES).args([
        schedule,
        zone,
        image::argument(),
    ])
}

/// Makes the job.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let name = component::name(arguments, "a job")?;
    let (schedule, zone) = (component::text(arguments, "schedule"), component::text(arguments, "time-zone"));
    check_schedule(schedule)?;
    if zone.is_empty() || !zone.chars().all(|c| c.is_ascii_alphanumeric() || "/_+-".contains(c)) {
        let help = "expected a name such as `UTC` or `Europe/Berlin`";
        return Err(Finding::error(format!("`{zone}` is not a time zone")).help(help).into());
    }
    let values = json!({ "image": image::of(arguments, name)?, "schedule": schedule, "zone": zone });
    let component = Component { name, template: "component/job.rs.tera", needs: Needs::Cluster, values };
    let left = "  1. The image: put its digest into the module.\n  2. What it runs: `.command([…])` on the container, where the image does not say it.\n";
    component.add(arguments, session, |_, _| Ok(Vec::new()), left)
}

/// A schedule as the rule E3027 takes it, on one line.
fn check_schedule(schedule: &str) -> Result<(), Stop> {
    let fault = check::schedule_fault(schedule);
    let fault = fault.or_else(|| schedule.contains(char::is_control).then(|| format!("`{schedule}` has more than one line")));
    let Some(fault) = fault else { return Ok(()) };
    let help = "expected `rate(6 hours)`, `cron(0 3 * * ? *)` with six fields, or `at(2027-01-01T00:00:00)`";
    Err(Finding::error(format!("`{schedule}` is not a schedule: {fault}")).help(help).into())
}

#[cfg(test)]
mod tests {
    use super::check_schedule;

    #[test]
    fn a_schedule_has_one_of_three_forms() {
        for good in ["rate(5 minutes)", "cron(0 3 ? * MON-FRI *)", "at(2027-01-01T00:00:00)"] {
            assert!(check_schedule(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "0 3 * * *",
            "rate()",
            "rate(1 day",
            "cron(\") + evil(\")",
            "every(1 day)",
            "cron(0 3 * * * *)",
            "cron(0 3 * *\n? *)",
        ] {
            assert!(check_schedule(bad).is_err(), "{bad}");
        }
    }
}
