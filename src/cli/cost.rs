//! `cost`: what stacks cost at least, by prices in the repository.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use super::diff::base;
use super::diff::cost::{estimate, no_prices};
use super::diff::known::{self, Known};
use super::list::heading;
use super::outcome::{EXIT_CODES, Outcome, print, print_json};
use super::report::Finding;
use super::session::Session;
use super::stop::Stop;
use super::table::{self, Cell};
use super::terminal::{self, Palette, Style};
use super::{environments, synthesis, template_files};
use crate::cost::Estimate;
use crate::diff::Side;
use crate::template::{Template, counted};

const ABOUT: &str = "\
Show what stacks cost at least: what is paid for by the month, whether anything is used or not.

The prices are AWS's list prices in US dollars, before taxes, free tiers and discounts. They are in the repository, each with its day and \
its source; nothing is fetched. What is charged by use is named and not counted, and what a resource costs that has no price here is said \
to be unknown.";

const EXAMPLES: &str = "\
Examples:
  cargo run -- cost --environment prod
  cargo run -- cost --json | jq '.estimates[].atLeast'
  formwork cost template.yaml --region us-east-1
  formwork cost template.yaml --region us-east-1 --parameters DesiredCount=2";

/// What mistakes stand in the way of.
const NOTHING: &str = "there is nothing to count";

/// The command's arguments and help where there are stacks.
pub(super) fn app_command() -> Command {
    let [environment, environments] = environments::arguments();
    command().args([
        template_files::argument().conflicts_with_all(["environment", "environments"]),
        region().requires("file"),
        environment,
        environments,
    ])
}

/// The command's arguments and help where there are only files.
pub(super) fn tool_command() -> Command {
    command().args([template_files::argument().required(true), region().required(true)])
}

fn command() -> Command {
    Command::new("cost")
        .about("Show what stacks cost at least")
        .long_about(ABOUT)
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print JSON, for other tools to read"))
        .args(known::arguments())
        .after_help(format!("{EXAMPLES}\n\n{}", EXIT_CODES))
}

fn region() -> Arg {
    Arg::new("region").long("region").value_name("REGION").help("The region that template files are deployed to: us-east-1")
}

/// What some stacks cost, and where they are.
struct Estimated {
    /// The environment; empty for files.
    environment: String,
    /// The heading for people.
    heading: String,
    region: String,
    estimate: Estimate,
}

/// Shows what is asked for.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let asked: Vec<&String> = arguments.get_many("file").into_iter().flatten().collect();
    let palette = Palette::stdout();
    let found =
        if asked.is_empty() { of_stacks(arguments, session, palette)? } else { vec![of_files(&asked, arguments, session)?] };
    let redactor = session.redactor();
    if arguments.get_flag("json") {
        let document = json!({ "version": 1, "estimates": found.iter().map(document).collect::<Vec<_>>() });
        return print_json(&redactor.text(&format!("{document:#}\n")));
    }
    print(&redactor.text(&found.iter().map(|each| text(each, palette)).collect::<Vec<_>>().join("\n")))
}

fn of_stacks(arguments: &ArgMatches, session: &Session, palette: Palette) -> Result<Vec<Estimated>, Stop> {
    let files = environments::asked_for(arguments, session)?;
    let found = synthesis::sound(&files, session, None, NOTHING, |assembly| {
        let target = &assembly.target;
        let heading = heading(&assembly.environment, &target.account, &target.region, target.production, palette) + "\n";
        let estimate = estimate(base::sides(&assembly).iter(), &target.region);
        (assembly.environment.clone(), heading, target.region.clone(), estimate)
    })?;
    let (mut estimated, mut errors) = (Vec::new(), Vec::new());
    for (environment, heading, region, estimate) in found {
        match estimate {
            Some(estimate) => estimated.push(Estimated { environment, heading, region, estimate }),
            None => errors.push(unpriced(&region).in_environment(&environment)),
        }
    }
    if errors.is_empty() { Ok(estimated) } else { Err(Stop::Mistakes(errors, NOTHING)) }
}

fn of_files(asked: &[&String], arguments: &ArgMatches, session: &Session) -> Result<Estimated, Stop> {
    let Some(region) = arguments.get_one::<String>("region") else {
        let help = "`--region us-east-1` says where the templates are deployed to";
        return Err(Finding::error("prices differ by region, which a template does not tell").help(help).into());
    };
    let known = Known::of(arguments, session)?;
    let templates = template_files::templates(asked, NOTHING, session)?;
    let put = |(name, template): (String, Template)| {
        let values = [("AWS::Region".to_owned(), region.clone())].into_iter().collect();
        let side = known.put_into(Side::new(template, values));
        session.learn_template(&side.template, side.values.clone());
        (name, side)
    };
    let sides: Vec<(String, Side)> = templates.into_iter().map(put).collect();
    known.check(sides.iter(), session)?;
    let Some(estimate) = estimate(sides.iter(), region) else { return Err(unpriced(region).into()) };
    Ok(Estimated { environment: String::new(), heading: String::new(), region: region.clone(), estimate })
}

fn unpriced(region: &str) -> Finding {
    let help = "prices differ by region, so those of another one would be wrong: look at https://calculator.aws";
    Finding::error(no_prices(region)).help(help)
}

fn text(each: &Estimated, palette: Palette) -> String {
    let estimate = &each.estimate;
    let mut text = each.heading.clone();
    let rows: Vec<[Cell; 4]> = estimate
        .lines
        .iter()
        .map(|line| {
            let monthly = Cell::text(line.monthly.to_string()).right_aligned();
            [Cell::text(&line.stack), Cell::text(&line.id), monthly, Cell::text(&line.what)]
        })
        .collect();
    if !rows.is_empty() {
        text.push_str(&table::render(["STACK", "RESOURCE", "A MONTH", "FOR"], rows, palette));
    }
    let total = palette.paint(Style::Strong, format!("at least {} a month fixed", estimate.total()));
    if estimate.lines.is_empty() {
        let _ = writeln!(text, "{total} ({})", each.region);
    } else {
        let _ = writeln!(
            text,
            "{total} (list prices of {}, {}, 730 hours; before taxes, free tiers and discounts)",
            estimate.months(),
            each.region
        );
    }
    if !estimate.by_use.is_empty() {
        let uses: Vec<&str> = estimate.by_use.keys().copied().collect();
        let _ = writeln!(text, "by use and not counted: {}", uses.join("; "));
    }
    if !estimate.unknown.is_empty() {
        let _ = writeln!(text, "unknown: {}", counted(estimate.unknown.len(), "resource"));
        for unknown in &estimate.unknown {
            let what = match unknown.id.as_str() {
                "" => unknown.stack.clone(),
                id => format!("{}/{id} ({})", unknown.stack, unknown.resource_type),
            };
            let _ = writeln!(text, "  {}: {}", terminal::line(&what), terminal::line(&unknown.why));
        }
    }
    text
}

fn document(each: &Estimated) -> Value {
    let estimate = &each.estimate;
    let line = |line: &crate::cost::Line| json!({ "stack": line.stack, "id": line.id, "type": line.resource_type, "what": line.what, "monthly": line.monthly });
    let unknown = |unknown: &crate::cost::Unknown| json!({ "stack": unknown.stack, "id": unknown.id, "type": unknown.resource_type, "why": unknown.why });
    json!({
        "environment": each.environment,
        "region": each.region,
        "prices": estimate.months(),
        "atLeast": estimate.total(),
        "lines": estimate.lines.iter().map(line).collect::<Vec<_>>(),
        "byUse": estimate.by_use.iter().map(|(what, count)| json!({ "what": what, "resources": count })).collect::<Vec<_>>(),
        "unknown": estimate.unknown.iter().map(unknown).collect::<Vec<_>>(),
        "free": estimate.free,
    })
}
