//! The proof: what is synthesized is the same tree as what was imported.

use crate::cli::new::built::Templates;
use crate::cli::report::Finding;
use crate::cli::stop::Stop;
use crate::import::{self, Difference};
use crate::template::{Node, Template, counted, read};

/// So many differences are shown.
const MOST: usize = 20;

/// What is said of the stack's templates; an error where one differs from what was imported.
pub(super) fn of(original: &Template, stack: &str, templates: &Templates) -> Result<String, Stop> {
    let of_stack = templates.iter().filter(|((_, name), _)| name == stack);
    let mut environments = Vec::new();
    for ((environment, _), text) in of_stack {
        let Ok((made, _)) = read::template(text.as_bytes()) else {
            return Err(Finding::error(format!("the template of `{stack}` in `{environment}` cannot be read")).into());
        };
        let differences = import::differences(original.root(), made.root());
        if !differences.is_empty() {
            return Err(different(stack, environment, &differences));
        }
        environments.push(environment.as_str());
    }
    if environments.is_empty() {
        return Err(Finding::error(format!("no environment has the stack `{stack}`, and nothing was proven")).into());
    }
    let resources = counted(original.count("Resources"), "resource");
    let properties: usize = original.resources().filter_map(|resource| resource.node.get("Properties")).map(entries).sum();
    Ok(format!("identical: {resources}, {} ({stack} in {})\n", counted(properties, "property"), environments.join(", ")))
}

fn different(stack: &str, environment: &str, differences: &[Difference]) -> Stop {
    let shown = differences.iter().take(MOST).map(|difference| format!("  {difference}\n")).collect::<String>();
    let rest = differences.len().saturating_sub(MOST);
    let rest = if rest > 0 { format!("  and {rest} more\n") } else { String::new() };
    let message = format!("`{stack}` in `{environment}` differs from what was imported, and nothing was left behind");
    Finding::error(message).help(format!("this is a defect of `import`: please report it\n{shown}{rest}")).into()
}

/// How many entries there are at any depth.
fn entries(node: &Node) -> usize {
    let mut count = 0;
    node.walk(&mut |node| {
        if crate::template::function::call(node).is_none() {
            count += node.as_map().map_or(0, |map| map.len());
        }
    });
    count
}
