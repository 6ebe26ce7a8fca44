//! The deployment of one environment, as data.

use std::fmt;

use indexmap::IndexMap;
use serde::Serialize;

use super::artifact::{self, PlannedArtifact};
use super::command::{self, DEPLOY, Files, NO_BUCKET};
use super::ecs::{self, RunningService};
use super::protection::{self, Kept};
use super::stack_sets::{self, PlannedStackSet};
use crate::language::reference;
use crate::language::stacks::{Stack, StackSource, with_stacks};
use crate::stack::{Assembly, Move, SynthesizedStack};
use crate::template::{Format, Node, Origin, function, limits};

/// Where the files of an environment are.
#[derive(Clone, Copy, Debug)]
pub struct Layout<'a> {
    /// The format of the templates.
    pub format: Format,
    /// Their directory, as the commands are to name it.
    pub directory: &'a str,
    /// The project's directory, seen from there: what artifacts are made of is found from it. Nothing where no path leads there on
    /// another machine.
    pub sources: Option<&'a str>,
}

/// How one environment is deployed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Plan {
    /// The environment's name.
    pub environment: String,
    /// The AWS account: twelve digits.
    pub account: String,
    /// The AWS region.
    pub region: String,
    /// The role that the scripts assume, where the settings name one.
    pub deploy_role_arn: Option<String>,
    /// Whether mistakes here hurt users: images must be pinned by digest, stacks get termination protection.
    pub production: bool,
    /// The tags of every stack.
    pub tags: IndexMap<String, String>,
    /// The S3 bucket of the settings, for templates over 51,200 bytes.
    pub template_bucket: Option<String>,
    /// Where the files of the stacks are.
    pub directory: String,
    /// The project's directory, seen from there, where something is made of its files.
    pub sources: Option<String>,
    /// The stacks, in deployment order.
    pub stacks: Vec<PlannedStack>,
    /// The resources that another logical id or another stack may still have in AWS: the deployment would delete them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<PlannedMove>,
}

/// A `moved` line: the deployment waits for `refactor`, as long as the old place has the resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedMove {
    /// The short name of the stack that had it.
    pub from_stack: String,
    /// The logical id that it had.
    pub from: String,
    /// The short name of the stack that has it in the code.
    pub to_stack: &'static str,
    /// The logical id that it has in the code.
    pub to: String,
}

/// How one stack is deployed.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedStack {
    /// The short name.
    pub name: &'static str,
    /// The name in AWS.
    pub stack_name: String,
    /// The stacks that go first, and why.
    pub after: Vec<Why>,
    /// The name of the template's file.
    pub template: String,
    /// The template's size in bytes.
    pub bytes: usize,
    /// Whether that is over 51,200, which CloudFormation takes from an S3 bucket only.
    pub needs_bucket: bool,
    /// How many resources it has.
    pub resources: usize,
    /// The name of the file with the parameters' values, where there are any.
    pub parameters_file: Option<String>,
    /// What is made of the project's files for it.
    pub artifacts: Vec<PlannedArtifact>,
    /// The parameters.
    pub parameters: Vec<PlannedParameter>,
    /// The parameters that name a container's image.
    pub image_parameters: Vec<String>,
    /// What the deployment must acknowledge, for example `CAPABILITY_NAMED_IAM`.
    pub capabilities: Vec<&'static str>,
    /// The names of its exports; nothing where one of them is known to the deployment only.
    pub exports: Option<Vec<String>>,
    /// The ECS services, whose running task definition is compared with the deployed one at the end.
    pub services: Vec<RunningService>,
    /// The stack sets in it, and what they deploy to other accounts and regions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stack_sets: Vec<PlannedStackSet>,
    /// What stays when the stack is deleted.
    pub retained: Vec<Kept>,
    /// What cannot be deleted before its own protection is switched off.
    pub protected: Vec<Kept>,
    /// The words of the command that deploys it, in the directory of the files and without the S3 bucket. Where artifacts give values to
    /// parameters, the parameters are left to whoever made the artifacts.
    pub words: Vec<String>,
    /// The command that deploys it, on one line, for a POSIX shell: of the AWS CLI, or the script where it has artifacts to make.
    pub command: String,
}

/// Why one stack goes before another: the links from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Why {
    /// The short name of the stack that goes first.
    pub stack: &'static str,
    /// What is used of it: the names of exports, of outputs where the link is weak, and of repositories that images are pushed to.
    pub links: Vec<String>,
}

/// A parameter and where its value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedParameter {
    /// Its name.
    pub name: String,
    /// Its type in CloudFormation, for example `String` or `AWS::SSM::Parameter::Value<String>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its value; of an SSM type, the name of the SSM parameter that CloudFormation reads. Nothing where none is known.
    pub value: Option<String>,
    /// Where the value comes from.
    pub source: ValueSource,
    /// The file, line and column where the value was given, for a value of the app's.
    pub at: Option<String>,
}

/// Where a parameter's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ValueSource {
    /// The app gave it, from the environment's settings: it is in the parameters' file.
    App,
    /// The template's default.
    Default,
    /// The script `deploy.sh`, which makes the artifact.
    Artifact,
    /// Nobody: it has `NoEcho`, so it is in no file, and whoever creates the stack gives it.
    Creator,
}

impl Plan {
    /// The plan of an environment whose templates have these texts, in their order.
    pub fn new(assembly: &Assembly, layout: Layout, texts: &[String]) -> Self {
        let target = &assembly.target;
        let stacks = assembly.stacks.iter().zip(texts);
        let stacks: Vec<PlannedStack> = stacks.map(|(stack, text)| planned(stack, assembly, layout, text.len())).collect();
        Plan {
            environment: assembly.environment.clone(),
            account: target.account.clone(),
            region: target.region.clone(),
            deploy_role_arn: target.deploy_role_arn.clone(),
            production: target.production,
            tags: target.tags.clone(),
            template_bucket: target.template_bucket.clone(),
            directory: layout.directory.to_owned(),
            sources: layout.sources.map(str::to_owned).filter(|_| stacks.iter().any(|stack| !stack.artifacts.is_empty())),
            stacks,
            moves: assembly.stacks.iter().flat_map(|stack| &stack.moves).map(PlannedMove::of).collect(),
        }
    }
}

impl PlannedMove {
    fn of(said: &Move) -> Self {
        let Move { from_stack, from, to_stack, to, .. } = said;
        PlannedMove { from_stack: from_stack.clone(), from: from.to_string(), to_stack, to: to.to_string() }
    }
}

impl fmt::Display for PlannedMove {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{} → {}.{}", self.from_stack, self.from, self.to_stack, self.to)
    }
}

fn planned(stack: &SynthesizedStack, assembly: &Assembly, layout: Layout, bytes: usize) -> PlannedStack {
    let target = &assembly.target;
    let template = format!("{}.template.{}", stack.name, layout.format.extension());
    let parameters_file = (!stack.parameters.is_empty()).then(|| format!("{}.parameters.json", stack.name));
    let artifacts = artifact::planned(stack, &assembly.stacks);
    let is_filled = artifacts.iter().any(|artifact| artifact.made.fills_parameter());
    let listed = parameters_file.as_deref().filter(|_| !is_filled);
    let words = command::words(stack, target, &Files { template: &template, parameters: listed });
    let needs_bucket = bytes > limits::BODY_INLINE;
    let bucket = needs_bucket.then(|| target.template_bucket.as_deref().unwrap_or(NO_BUCKET));
    let within = |file: &str| within(layout.directory, file);
    let shown_parameters = parameters_file.as_deref().map(within);
    let shown = Files { template: &within(&template), parameters: shown_parameters.as_deref() };
    let source = StackSource { name: stack.name, template: &stack.template, values: stack.values(target) };
    let made = with_stacks(&[source], true, |stacks| stacks.stacks().iter().map(Processed::of).next()).unwrap_or_default();
    PlannedStack {
        name: stack.name,
        stack_name: stack.full_name.clone(),
        after: reasons(stack, &assembly.stacks),
        command: match artifacts.is_empty() {
            true => command::line(&command::words(stack, target, &shown), bucket),
            false => command::line(&[local(&within(DEPLOY)), stack.name.to_owned()], None),
        },
        bytes,
        needs_bucket,
        resources: made.resources,
        parameters: parameters(stack, &artifacts),
        artifacts,
        image_parameters: made.image_parameters,
        capabilities: stack.capabilities.clone(),
        exports: made.exports,
        services: made.services,
        stack_sets: made.stack_sets,
        retained: made.retained,
        protected: made.protected,
        template,
        parameters_file,
        words,
    }
}

/// A file of a directory, which may be the current one.
pub(super) fn within(directory: &str, file: &str) -> String {
    if directory.is_empty() { file.to_owned() } else { format!("{directory}/{file}") }
}

/// A shell looks for a bare name on the PATH.
pub(super) fn local(path: &str) -> String {
    if path.contains('/') { path.to_owned() } else { format!("./{path}") }
}

/// The links of a stack, by the stack that they come from.
fn reasons(stack: &SynthesizedStack, stacks: &[SynthesizedStack]) -> Vec<Why> {
    let repositories = |name: &str| {
        let maker = stacks.iter().find(|other| other.name == name);
        maker.map(|maker| artifact::repositories(stack, maker)).unwrap_or_default()
    };
    let mut reasons: Vec<Why> = stack.depends_on.iter().map(|name| Why { stack: name, links: repositories(name) }).collect();
    stack.template.root().walk(&mut |node| {
        let Origin::Link(producer) = node.origin else { return };
        let Some(why) = reasons.iter_mut().find(|why| why.stack == producer) else { return };
        if let Some(link) = link_name(node).filter(|link| !why.links.contains(link)) {
            why.links.push(link);
        }
    });
    reasons
}

/// What the deployment makes of a template: its loops unrolled, its names resolved.
#[derive(Default)]
struct Processed {
    resources: usize,
    exports: Option<Vec<String>>,
    image_parameters: Vec<String>,
    services: Vec<RunningService>,
    stack_sets: Vec<PlannedStackSet>,
    retained: Vec<Kept>,
    protected: Vec<Kept>,
}

impl Processed {
    fn of<'a>(stack: &'a Stack<'a>) -> Self {
        let template = stack.scope.template();
        Processed {
            resources: template.count("Resources"),
            exports: reference::exports(&stack.scope).into_iter().map(|export| export.name.scalar()).collect(),
            image_parameters: ecs::image_parameters(&stack.scope),
            services: ecs::services(&stack.scope),
            stack_sets: stack_sets::of(&stack.scope),
            retained: protection::retained(template),
            protected: protection::protected(template),
        }
    }
}

/// The export or the output that a link names.
fn link_name(node: &Node) -> Option<String> {
    let (name, argument) = function::call(node)?;
    let text = match name {
        function::IMPORT_VALUE => argument.as_str(),
        function::GET_STACK_OUTPUT => argument.get("OutputName").and_then(Node::as_str),
        _ => None,
    };
    text.map(str::to_owned)
}

fn parameters(stack: &SynthesizedStack, artifacts: &[PlannedArtifact]) -> Vec<PlannedParameter> {
    let declared = stack.template.section("Parameters").into_iter().flatten();
    let planned = declared.map(|(name, node)| {
        let given = stack.parameters.iter().find(|value| value.name.as_str() == name.as_str());
        let default = node.get("Default").and_then(Node::scalar);
        let source = match (given, &default) {
            _ if artifact::fills(artifacts, name.as_str()) => ValueSource::Artifact,
            (Some(_), _) => ValueSource::App,
            (None, Some(_)) => ValueSource::Default,
            (None, None) => ValueSource::Creator,
        };
        PlannedParameter {
            name: name.as_str().to_owned(),
            kind: node.get("Type").and_then(Node::as_str).unwrap_or_default().to_owned(),
            value: given.map(|given| given.value.clone()).or(default),
            source,
            at: given.map(|given| given.location).filter(|location| location.is_known()).map(|location| location.to_string()),
        }
    });
    planned.collect()
}
