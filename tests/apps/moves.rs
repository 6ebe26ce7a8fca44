//! An app for the tests of moves: each step of its settings is a state of the code.

use std::process::ExitCode;

use formwork::aws::dynamodb::{Table, TableName, table::*};
use formwork::aws::sns::Topic;
use formwork::aws::ssm;
use formwork::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    step: Step,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Step {
    /// The table `Table` in the stack `data`.
    First,
    /// It is called `Orders`.
    Renamed,
    /// The same, with a mistake in the old id.
    RenamedMisspelt,
    /// The same, and nobody says that it is the same one.
    RenamedUnsaid,
    /// It is in the stack `store`.
    Split,
    /// The same, and nobody says that it is the same one.
    SplitUnsaid,
    /// The table is called `Orders`, and its loss is expected.
    Expected,
    /// Expectations that cannot be.
    ExpectedWrong,
    /// Lines that cannot be.
    Wrong,
}

fn main() -> ExitCode {
    formwork::cli::main(formwork::project!(), app)
}

fn app(environment: &Environment<Settings>) -> App {
    let step = environment.settings.step;
    let mut app = App::new("move", environment);
    let shared = store(&mut app, step);
    let stack = app.stack("data");
    stack.add("Alerts", Topic::new().display_name("alerts"));
    let note = |table: Value<Text>| ssm::Parameter::new(ssm::parameter::Type::STRING, table);
    match shared {
        Some(link) => stack.add("Note", note(link.value().cast())),
        None => {
            let id = if matches!(step, Step::First | Step::Wrong) { "Table" } else { "Orders" };
            let table = stack.add(id, table());
            stack.add("Note", note(table.reference().cast()))
        }
    };
    match step {
        Step::Renamed => stack.moved("Table", "Orders"),
        Step::RenamedMisspelt => stack.moved("Tabel", "Orders"),
        Step::Wrong => stack.moved("Table", "Tabel").moved("Alerts", "Note").moved_from("stor", "Orders", "Table"),
        Step::Expected => stack.expect("DATA LOSS", "Table", "it is empty until the launch"),
        Step::ExpectedWrong => stack.expect("DATA LOS", "Table", "a word").expect("DATA LOSS", "Table", " "),
        _ => stack,
    };
    app
}

fn table() -> Table {
    let key = KeySchema::new("id", KeyType::HASH);
    Table::new([key])
        .attribute_definitions([AttributeDefinition::new("id", AttributeType::S)])
        .billing_mode(BillingMode::PAY_PER_REQUEST)
}

/// The stack that has the table after the split, and before that nothing but a topic.
fn store(app: &mut App, step: Step) -> Option<Link<TableName>> {
    let stack = app.stack("store");
    stack.add("Changes", Topic::new().display_name("changes"));
    if !matches!(step, Step::Split | Step::SplitUnsaid) {
        return None;
    }
    let table = stack.add("Orders", table());
    if step == Step::Split {
        stack.moved_from("data", "Table", "Orders");
    }
    Some(stack.share("Orders", table))
}
