//! `graph`: the picture of the stacks, or of template files.

mod change;

use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::cli::diff::known;
use crate::cli::outcome::{EXIT_CODES, Outcome, print_document};
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::cli::{environments, parallel, synthesis, template_files};
use crate::graph::picture::{self, Picture};
use crate::graph::{Graph, InputTemplate, dot, html, json, mermaid, svg};
use crate::stack::Assembly;

const ABOUT: &str = "\
Draw resources, what they refer to, and the ports that traffic takes; stacks are frames. The picture is printed: send it to a file.";

const EXAMPLES: &str = "\
Examples:
  cargo run -- graph --environment prod > prod.svg
  cargo run -- graph --environment prod --format html > prod.html
  cargo run -- graph -e prod --stack backend --format dot | dot -Tpdf > prod.pdf
  cargo run -- graph -e prod --diff git > change.svg
  formwork graph template.yaml --format json
  formwork graph new.yaml --diff old.yaml > change.svg";

/// The command's arguments and help where there are stacks.
pub(super) fn app_command() -> Command {
    let stack = Arg::new("stack")
        .long("stack")
        .value_name("NAME")
        .action(ArgAction::Append)
        .value_delimiter(',')
        .help("Only this stack and what it is joined to; several: repeat it, or separate names with commas");
    let [environment, environments] = environments::arguments();
    let file = template_files::argument().conflicts_with_all(["environment", "environments", "stack"]);
    command().args([file, environment, environments, stack]).args(change::arguments(
        "Draw what a change does: against git:REVISION, `git` (where this branch left the default branch), a directory, a file, or `deployed`",
    ))
}

/// The command's arguments and help where there are only files.
pub(super) fn tool_command() -> Command {
    let base = "Draw what a change does: FILE after it, and this template or directory before it";
    command()
        .arg(template_files::argument().required(true))
        .args(change::arguments(base))
        .args(known::arguments().map(|argument| argument.requires("diff")))
}

fn command() -> Command {
    let format = Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_parser(["svg", "html", "mermaid", "dot", "json"])
        .default_value("svg")
        .help("The form of the picture");
    let view = Arg::new("view")
        .long("view")
        .value_name("VIEW")
        .value_parser(["architecture", "resources"])
        .help("As a person draws it: networks and services, with the rest folded into them; or each resource and reference [default: architecture, of a change and as JSON: resources]");
    Command::new("graph")
        .about("Draw resources, references and the ports that traffic takes")
        .long_about(ABOUT)
        .args([format, view])
        .after_help(format!("{EXAMPLES}\n\n{}", EXIT_CODES))
}

/// What is drawn.
#[derive(Clone, Copy)]
enum View {
    Architecture,
    Resources,
}

impl View {
    /// What is asked for. Other tools read every resource, and `diff` tells of each.
    fn of(arguments: &ArgMatches) -> Result<View, Stop> {
        let is = |name: &str, value: &str| arguments.get_one::<String>(name).is_some_and(|asked| asked == value);
        let is_change = arguments.contains_id("diff");
        match arguments.get_one::<String>("view").map(String::as_str) {
            Some("architecture") if is_change => {
                Err(Finding::error("a change is drawn with its resources").help("leave out `--view architecture`").into())
            }
            Some("architecture") => Ok(View::Architecture),
            None if !is_change && !is("format", "json") => Ok(View::Architecture),
            _ => Ok(View::Resources),
        }
    }

    fn graph(self, title: &str, region: Option<&str>, sources: &[InputTemplate<'_>]) -> Graph {
        match self {
            View::Architecture => Graph::architecture(title, region, sources),
            View::Resources => Graph::of(title, sources),
        }
    }
}

/// Draws what is asked for.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let asked: Vec<&String> = arguments.get_many("file").into_iter().flatten().collect();
    // The command of a project has stacks.
    let wanted: Vec<&String> = arguments.try_get_many("stack").ok().flatten().into_iter().flatten().collect();
    let view = View::of(arguments)?;
    let graphs = match (asked.as_slice(), arguments.get_one::<String>("diff")) {
        ([], None) => of_stacks(view, &wanted, arguments, session)?,
        ([], Some(base)) => change::of_stacks(base, &wanted, arguments, session)?,
        ([file], Some(base)) => change::of_paths(base, file, arguments, session)?,
        (_, Some(_)) => {
            return Err(Finding::error("`--diff` takes one template or directory before the change and one after it").into());
        }
        (asked, None) => vec![of_files(view, asked, session)?],
    };
    let format = arguments.get_one::<String>("format").map(String::as_str);
    print_document(&match format {
        Some("dot") => dot::write(&graphs),
        Some("json") => json::write(&graphs),
        Some("mermaid") => mermaid::write(&graphs),
        format => {
            let pictures: Option<Vec<Picture>> = parallel::map(&graphs, Picture::of).into_iter().collect();
            let Some(pictures) = pictures.map(picture::stacked) else { return Err(too_much(&graphs).into()) };
            if format == Some("html") { html::write(&graphs, &pictures) } else { svg::write(&graphs, &pictures) }
        }
    })
}

fn too_much(graphs: &[Graph]) -> Finding {
    let most = graphs.iter().map(|graph| graph.nodes.len()).max().unwrap_or(0);
    let help = "draw fewer stacks or files at once, or print `--format dot` and let Graphviz draw it";
    if most > picture::MOST_BOXES {
        let message = format!("{most} boxes are too many for a picture, which has at most {}", picture::MOST_BOXES);
        return Finding::error(message).help(help);
    }
    Finding::error("there are too many references for a picture that anyone could read").help(help)
}

fn of_stacks(view: View, wanted: &[&String], arguments: &ArgMatches, session: &Session) -> Result<Vec<Graph>, Stop> {
    let environments = environments::asked_for(arguments, session)?;
    // A picture helps to find a mistake that a rule reports, so the rules do not stand in its way.
    let drawn = synthesis::sound(&environments, session, None, change::HINDERED, |assembly| {
        let names: Vec<&'static str> = assembly.stacks.iter().map(|stack| stack.name).collect();
        (names, of_assembly(view, &assembly, wanted))
    })?;
    let (names, graphs): (Vec<Vec<&'static str>>, Vec<Graph>) = drawn.into_iter().unzip();
    synthesis::check_stack_names(wanted, &names.concat())?;
    Ok(graphs)
}

fn of_assembly(view: View, assembly: &Assembly, wanted: &[&String]) -> Graph {
    let sources = assembly.stacks.iter().map(|stack| InputTemplate {
        name: stack.name,
        stack_name: Some(&stack.full_name),
        template: &stack.template,
    });
    let graph = view.graph(&assembly.environment, Some(&assembly.target.region), &sources.collect::<Vec<_>>());
    if wanted.is_empty() {
        return graph;
    }
    graph.only(&wanted.iter().map(|name| name.as_str()).collect::<Vec<_>>())
}

fn of_files(view: View, asked: &[&String], session: &Session) -> Result<Graph, Stop> {
    let templates = template_files::templates(asked, change::HINDERED, session)?;
    let sources = templates.iter().map(|(name, template)| InputTemplate { name, stack_name: None, template });
    Ok(view.graph("", None, &sources.collect::<Vec<_>>()))
}
