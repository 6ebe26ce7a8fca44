//! An app for the tests of artifacts: what is made of the project's files, and deployed.

use std::process::ExitCode;

use formwork::aws::ecs::task_definition::CpuArchitecture;
use formwork::aws::lambda::function::Runtime;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::constructs::*;
use formwork::prelude::*;
use formwork::stack::Untyped;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Settings {
    /// Which stacks there are.
    stacks: Vec<String>,
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
    for name in &settings.stacks {
        match name.as_str() {
            "jobs" => jobs(&mut app, settings),
            "web" => web(&mut app),
            "registry" => registry(&mut app),
            "both" => both(&mut app),
            "site" => site(&mut app),
            _ => nested(&mut app),
        }
    }
    app
}

fn jobs(app: &mut App, settings: &Settings) {
    let stack = app.stack("jobs");
    let motto = stack.parameter("Motto", Parameter::<Text>::new().value(&settings.motto));
    let folder = ZipFolder::new(&settings.folder).maybe(settings.built_by.clone(), ZipFolder::built_by);
    let resize = Function::folder(Runtime::PYTHON3_13, "index.handler", folder);
    stack.add("Resize", resize.environment("MOTTO", motto));
}

/// Declared before the stack that makes its repository.
fn web(app: &mut App) {
    let stack = app.stack("web");
    task(stack, Image::build("images/web app").repository("shop/web"));
}

fn registry(app: &mut App) {
    let stack = app.stack("registry");
    stack.add("Images", Repository::new("shop/web"));
}

fn both(app: &mut App) {
    let stack = app.stack("both");
    stack.add("Images", Repository::new("shop/both"));
    task(stack, Image::build("images/web app").repository("shop/both"));
}

fn task(stack: &mut Stack, image: Image) {
    let image = image.target("final").argument("LEVEL", "it's $(touch pwned)").platform("linux/arm64");
    let image = stack.add("Image", image);
    let logs = stack.add("Logs", LogGroup::new(RetentionInDays::DAYS_7));
    stack.add(
        "Task",
        FargateTask::new(FargateSize::SMALLEST)
            .architecture(CpuArchitecture::ARM64)
            .container(Container::new("web", image).logs(logs)),
    );
}

fn site(app: &mut App) {
    let stack = app.stack("site");
    stack.add("Site", StaticSite::folder("site"));
}

fn nested(app: &mut App) {
    let stack = app.stack("nested");
    let template = stack.add("NoteTemplate", TemplateFile::new("nested/note.yaml"));
    stack.add("Note", Untyped::new("AWS::CloudFormation::Stack").property("TemplateURL", template.url()));
}
