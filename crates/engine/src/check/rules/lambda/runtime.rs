//! How far the life of a function's runtime has gone.

use crate::check::engine::{Context, Rule};
use crate::diagnostic::Diagnostic;
use crate::language::read::property::Property;
use crate::language::read::resource;
use crate::schema::extensions::{self, Runtime};

/// A stage of a runtime's life on the day of the embedded list, never on that of the clock: the same template gives the same findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It gets no more patches.
    Deprecated,
    /// No function is created with it.
    NotCreated,
    /// No function is changed with it either.
    NotUpdated,
}

impl Stage {
    fn of(runtime: &Runtime) -> Option<(Self, &'static str)> {
        let stages = [
            (Stage::NotUpdated, runtime.update_block),
            (Stage::NotCreated, runtime.create_block),
            (Stage::Deprecated, runtime.deprecated),
        ];
        // Dates of this form compare as texts do.
        stages.into_iter().find_map(|(stage, date)| date.filter(|date| *date <= extensions::date()).map(|date| (stage, date)))
    }

    fn words(self) -> &'static str {
        match self {
            Stage::Deprecated => "gets no more patches",
            Stage::NotCreated => "takes no new functions",
            Stage::NotUpdated => "takes neither new functions nor changes",
        }
    }
}

/// Reports the functions whose runtime is at a stage.
pub(super) fn report(rule: &Rule, context: &mut Context<'_>, stage: Stage) {
    report_global(rule, context, stage);
    let scope = context.scope();
    let kinds = ["AWS::Lambda::Function", "AWS::Serverless::Function"];
    let functions = kinds.into_iter().flat_map(|kind| resource::of_type(scope, kind));
    for function in functions {
        for runtime in function.properties.get("Runtime").cases() {
            if let (Some(finding), false) = (finding(rule, &runtime, stage), runtime.is_chosen()) {
                runtime.report(context, finding);
            }
        }
    }
}

/// The runtime that the section `Globals` gives to all functions.
fn report_global(rule: &Rule, context: &mut Context<'_>, stage: Stage) {
    let scope = context.scope();
    let Some(node) = scope.template().root().at_path(&["Globals", "Function", "Runtime"]) else { return };
    let property = Property::of(scope, node, node.location);
    if let Some(finding) = finding(rule, &property, stage) {
        context.report(finding, node.location, ["Globals", "Function", "Runtime"]);
    }
}

fn finding(rule: &Rule, property: &Property<'_>, wanted: Stage) -> Option<Diagnostic> {
    let name = property.text()?;
    let runtime = extensions::runtime(&name)?;
    let (stage, date) = Stage::of(&runtime).filter(|(stage, _)| *stage == wanted)?;
    let message = format!("the runtime `{name}` {} since {date}", stage.words());
    let successor = runtime.successor.map_or_else(|| rule.fix.to_owned(), |successor| format!("use `{successor}`"));
    Some(rule.finding(message).help(format!("{successor} (as of {})", extensions::date())))
}
