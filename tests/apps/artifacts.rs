//! An app for the tests of artifacts: what is made of the project's files, and deployed.

use std::process::ExitCode;

use formwork::aws::lambda::function::Runtime;
use formwork::constructs::*;
use formwork::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Settings {
    /// A parameter beside those of artifacts, as hostile as a value may be.
    motto: String,
    /// Where the function's folder is.
    folder: String,
    /// The command that makes it.
    built_by: Option<String>,
}

fn main() -> ExitCode {
    formwork::cli::main(formwork::project!(), app)
}

fn app(environment: &Environment<Settings>) -> App {
    let settings = &environment.settings;
    let mut app = App::new("art", environment);
    let stack = app.stack("jobs");
    let motto = stack.parameter("Motto", Parameter::<Text>::new().value(&settings.motto));
    let folder = ZipFolder::new(&settings.folder).maybe(settings.built_by.clone(), ZipFolder::built_by);
    let resize = Function::folder(Runtime::PYTHON3_13, "index.handler", folder);
    stack.add("Resize", resize.environment("MOTTO", motto));
    app
}
