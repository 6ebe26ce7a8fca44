//! Synthesis: from the stacks that an author built to templates in deployment order.

use std::collections::BTreeMap;

use super::administration::{self, Instances};
use super::app::{App, AppParts};
use super::artifact::{Artifact, ArtifactKind, makes_repository};
use super::environment::Target;
use super::moved::{self, Move, Moves};
use super::notes::{Allowance, Escape, Expectation, ParameterValue};
use super::pending;
use super::stack_builder::{Sections, Stack};
use crate::diagnostic::{Diagnostic, nearest};
use crate::template::{Content, Key, LogicalId, Map, Node, Origin, SourceLocation, StackName, Template, function};

/// The version of the template format; CloudFormation knows one.
const FORMAT_VERSION: &str = "2010-09-09";

/// One stack, synthesized.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SynthesizedStack {
    /// The short name.
    pub name: &'static str,
    /// The name in AWS.
    pub full_name: String,
    /// The template.
    pub template: Template,
    /// The values of its parameters in this environment.
    pub parameters: Vec<ParameterValue>,
    /// What `aws cloudformation deploy` must acknowledge, for example `CAPABILITY_NAMED_IAM`.
    pub capabilities: Vec<&'static str>,
    /// The short names of the stacks that it has links to, or that make the repositories of its images.
    pub depends_on: Vec<&'static str>,
    /// Escapes from the typed layer.
    pub escapes: Vec<Escape>,
    /// The findings that the author allows.
    pub allowances: Vec<Allowance>,
    /// What the author expects `diff` to say.
    pub expectations: Vec<Expectation>,
    /// Its resources that had another id before, or were in another stack.
    pub moves: Vec<Move>,
    /// The second elements of an id; [`App::synth`] reports each.
    #[doc(hidden)]
    pub duplicates: Vec<(&'static str, LogicalId)>,
    /// What constructs found on resources of theirs.
    pub findings: Vec<Diagnostic>,
    /// What the deployment makes of files of the project.
    pub artifacts: Vec<Artifact>,
    /// The stacks that its stack set has in many accounts and regions, where it was made by [`App::stack_set`]: their template is in its own,
    /// as a text.
    pub instances: Option<Box<SynthesizedStack>>,
}

impl SynthesizedStack {
    /// A stack of a template that nobody's code wrote, as it would be synthesized.
    pub fn of_template(name: StackName, full_name: impl Into<String>, template: Template) -> Self {
        SynthesizedStack {
            name: name.as_str(),
            full_name: full_name.into(),
            capabilities: capabilities(&template),
            parameters: Vec::new(),
            depends_on: Vec::new(),
            escapes: Vec::new(),
            allowances: Vec::new(),
            expectations: Vec::new(),
            moves: Vec::new(),
            duplicates: Vec::new(),
            findings: Vec::new(),
            artifacts: Vec::new(),
            instances: None,
            template,
        }
    }

    /// It, and the stacks that its stack set has elsewhere: every template that is written in the code.
    pub fn with_instances(&self) -> impl Iterator<Item = &SynthesizedStack> {
        std::iter::once(self).chain(self.instances.as_deref())
    }

    /// The values of its parameters and of the pseudo parameters where it is deployed, by name.
    pub fn values(&self, target: &Target) -> BTreeMap<String, String> {
        let pseudo = [
            ("AWS::AccountId", target.account.as_str()),
            ("AWS::Region", target.region.as_str()),
            ("AWS::StackName", self.full_name.as_str()),
        ];
        let pseudo = pseudo.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.given().into_iter().chain(pseudo).collect()
    }

    /// The values of its parameters, by name.
    pub fn given(&self) -> BTreeMap<String, String> {
        self.parameters.iter().map(|given| (given.name.as_str().to_owned(), given.value.clone())).collect()
    }
}

/// All stacks of one environment, synthesized, in deployment order.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Assembly {
    /// The environment's name.
    pub environment: String,
    /// Where the stacks go.
    pub target: Target,
    /// The stacks, each after those that it has links to.
    pub stacks: Vec<SynthesizedStack>,
}

impl App {
    /// Synthesizes every stack. The mistakes are those that the authoring itself shows (names, duplicate ids, references and links
    /// across stacks); `check` checks the templates.
    pub fn synth(self) -> (Assembly, Vec<Diagnostic>) {
        let AppParts { environment, target, stacks, mut problems } = self.into_parts();
        problems.extend(pending::forgotten());
        problems.extend(misnamed(&stacks, &target));
        let stacks: Vec<SynthesizedStack> = stacks.into_iter().map(|stack| synthesize(stack, &mut problems)).collect();
        let moves = stacks.iter().map(|stack| Moves { stack: stack.name, template: &stack.template, moves: &stack.moves });
        problems.extend(moved::problems(&moves.collect::<Vec<_>>()));
        problems.extend(links_of_instances(&stacks));
        let stacks = in_deployment_order(after_repositories(stacks, &mut problems), &mut problems);
        let assembly = Assembly { environment, target, stacks };
        (assembly, problems)
    }
}

/// Names in AWS that two stacks have, and those that the settings give to no stack.
fn misnamed(stacks: &[Stack], target: &Target) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, stack) in stacks.iter().enumerate() {
        let first = stacks[..index].iter().find(|first| first.full_name() == stack.full_name() && first.name() != stack.name());
        found.extend(first.map(|first| {
            let message = format!(
                "the stacks `{}` and `{}` have the same name in AWS: `{}`",
                first.name(),
                stack.name(),
                stack.full_name()
            );
            let help = "give one of them another name, in `.named(…)` or in the settings' `[environment.stack-names]`";
            let problem = Diagnostic::error("FW002", message).at(stack.location()).path([stack.name()]);
            problem.related(first.location(), "the other one").help(help)
        }));
    }
    let unknown = target.stack_names.keys().filter(|name| stacks.iter().all(|stack| stack.name() != name.as_str()));
    found.extend(unknown.map(|name| {
        let message = format!("the settings' `[environment.stack-names]` name the stack `{name}`, which the app does not have");
        let near = nearest(name, stacks.iter().map(Stack::name));
        let help = near.map_or_else(|| "remove the line".to_owned(), |near| format!("did you mean `{near}`?"));
        Diagnostic::error("FW001", message).help(help)
    }));
    found
}

fn synthesize(mut stack: Stack, problems: &mut Vec<Diagnostic>) -> SynthesizedStack {
    let Some(set) = stack.set.take() else { return one_stack(stack, problems) };
    let handed = administration::hand_over_links(&mut stack.sections);
    let instances = one_stack(stack, problems);
    let seen = Instances {
        name: instances.name,
        full_name: &instances.full_name,
        template: &instances.template,
        parameters: &instances.parameters,
        capabilities: &instances.capabilities,
        artifacts: &instances.artifacts,
        moves: &instances.moves,
        links: &instances.depends_on,
    };
    let body = administration::body(&seen);
    problems.extend(administration::unfit(&set, &seen, &body));
    let template = administration::template(&set, &seen, &handed, body);
    SynthesizedStack {
        depends_on: links(instances.name, &template, problems),
        parameters: Vec::new(),
        capabilities: capabilities(&template),
        moves: Vec::new(),
        artifacts: Vec::new(),
        template,
        instances: Some(Box::new(instances.clone())),
        ..instances
    }
}

fn one_stack(stack: Stack, problems: &mut Vec<Diagnostic>) -> SynthesizedStack {
    let (name, full_name) = (stack.name(), stack.full_name().to_owned());
    problems.extend(stack.problems);
    let mut root = assemble(stack.sections);
    let mut escapes = stack.escapes;
    for each in stack.overrides {
        let (what, section, location) = each.describe();
        escapes.extend(section.map(|id| Escape { what, id, location }));
        problems.extend(each.apply(&mut root).err().map(|problem| problem.path([name])));
    }
    let template = Template::new(Node::new(Content::Map(root)));
    SynthesizedStack {
        name,
        full_name,
        capabilities: capabilities_with(&template, &stack.artifacts),
        parameters: stack.values,
        escapes,
        allowances: stack.allowances,
        expectations: stack.expectations,
        moves: stack.moves,
        duplicates: stack.duplicates,
        findings: stack.findings,
        artifacts: stack.artifacts,
        instances: None,
        depends_on: links(name, &template, problems),
        template,
    }
}

/// The sections in CloudFormation's customary order; empty ones are left out.
fn assemble(sections: Sections) -> Map {
    let mut root = Map::default();
    root.insert("AWSTemplateFormatVersion".into(), Node::text(FORMAT_VERSION));
    if let Some(description) = sections.description {
        root.insert("Description".into(), description);
    }
    let mut put = |name: &'static str, section: Map| {
        if !section.is_empty() {
            root.insert(Key::from(name), Node::new(Content::Map(section)));
        }
    };
    put("Metadata", sections.metadata);
    put("Parameters", sections.parameters);
    put("Rules", sections.rules);
    put("Mappings", sections.mappings);
    put("Conditions", sections.conditions);
    put("Resources", sections.resources);
    put("Outputs", sections.outputs);
    insert_transform(&mut root, sections.transforms);
    root
}

/// `Transform` stands before the parameters: one name, or a list of several.
fn insert_transform(root: &mut Map, mut transforms: Vec<Node>) {
    let node = match transforms.len() {
        0 => return,
        1 => transforms.remove(0),
        _ => Node::list(transforms),
    };
    let before = ["Description", "Metadata", "AWSTemplateFormatVersion"];
    let position = root.keys().filter(|key| before.contains(&key.as_str())).count();
    root.insert_before(position, "Transform".into(), node);
}

/// The stacks that a template has links to; reports references that mean nothing where they stand.
fn links(stack: &'static str, template: &Template, problems: &mut Vec<Diagnostic>) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    let mut strays: Vec<Diagnostic> = Vec::new();
    walk_placed(template.root(), SourceLocation::Unknown, &mut |node, location| match node.origin {
        Origin::Within(owner) if owner != stack => strays.push(stray_reference(stack, owner, node, location)),
        Origin::Link(producer) if producer == stack => strays.push(
            Diagnostic::error("FW003", format!("the stack `{stack}` uses a link to itself"))
                .at(location)
                .path([stack])
                .help("inside one stack, use the handle itself"),
        ),
        Origin::Link(producer) if !found.contains(&producer) => found.push(producer),
        Origin::NoNumber => strays.push(no_number(stack, node, location)),
        _ => {}
    });
    problems.extend(strays);
    found
}

/// Walks a tree with the nearest known place at each node.
fn walk_placed<'a>(node: &'a Node, outer: SourceLocation, visit: &mut dyn FnMut(&'a Node, SourceLocation)) {
    let location = node.location.or(outer);
    visit(node, location);
    match &node.content {
        Content::List(items) => items.iter().for_each(|item| walk_placed(item, location, visit)),
        Content::Map(map) => map.values().for_each(|item| walk_placed(item, location, visit)),
        _ => {}
    }
}

fn no_number(stack: &str, node: &Node, location: SourceLocation) -> Diagnostic {
    let message = format!("`{}` is not a number that a template can hold", node.as_str().unwrap_or_default());
    Diagnostic::error("FW008", message)
        .at(location)
        .path([stack])
        .help("expected a finite number; check the calculation that makes it")
}

fn stray_reference(stack: &str, owner: &str, node: &Node, location: SourceLocation) -> Diagnostic {
    let call = function::call(node);
    // `DependsOn` and the name of a condition are bare ids: nothing across stacks takes their place.
    let help = match call {
        Some(_) => format!("share it: `let link = {owner}.share(\"…\", …)`, and use the link here"),
        None => {
            "define a condition in the stack that uses it; instead of `DependsOn`, the deployment order of the stacks is enough"
                .to_owned()
        }
    };
    let id = match call {
        Some((function::REF, argument)) => argument.as_str(),
        Some((function::GET_ATT, argument)) => function::get_att_target(argument).map(|(id, _)| id),
        _ => node.as_str(),
    };
    let id = id.unwrap_or("an element");
    Diagnostic::error("FW003", format!("`{id}` belongs to the stack `{owner}`, but the stack `{stack}` refers to it"))
        .at(location)
        .path([stack])
        .help(help)
}

/// An image is pushed before the stack that runs it is deployed, so its repository is in another one, which goes first.
fn after_repositories(mut stacks: Vec<SynthesizedStack>, problems: &mut Vec<Diagnostic>) -> Vec<SynthesizedStack> {
    for index in 0..stacks.len() {
        for artifact in stacks[index].artifacts.clone() {
            let ArtifactKind::Image(image) = &artifact.kind else { continue };
            let maker = stacks.iter().find(|stack| makes_repository(&stack.template, &image.repository)).map(|stack| stack.name);
            let stack = &mut stacks[index];
            match maker {
                Some(maker) if maker == stack.name => problems.push(own_repository(stack.name, &artifact, &image.repository)),
                Some(maker) if !stack.depends_on.contains(&maker) => stack.depends_on.push(maker),
                _ => {}
            }
        }
    }
    stacks
}

fn own_repository(stack: &str, artifact: &Artifact, repository: &str) -> Diagnostic {
    let message =
        format!("the stack `{stack}` makes the repository `{repository}`, and its image `{}` must be there before", artifact.id);
    let help = "put the repository into a stack of its own, which is then deployed first";
    Diagnostic::error("FW033", message).at(artifact.location).path([stack]).help(help)
}

/// What a nested template needs is in a file that synthesis does not read.
fn capabilities_with(template: &Template, artifacts: &[Artifact]) -> Vec<&'static str> {
    let nests = template.resources().any(|resource| resource.resource_type == "AWS::CloudFormation::Stack");
    match nests && artifacts.iter().any(|artifact| matches!(artifact.kind, ArtifactKind::File { .. })) {
        true => vec!["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        false => capabilities(template),
    }
}

/// What a template needs to have acknowledged.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html>
fn capabilities(template: &Template) -> Vec<&'static str> {
    let mut iam = false;
    let mut named = false;
    for resource in template.resources() {
        let Some(name) = iam_name_property(resource.resource_type) else {
            continue;
        };
        iam = true;
        named |= resource.node.at_path(&["Properties", name]).is_some();
    }
    let expands = template.root().get("Transform").is_some();
    let identity = match (iam, named) {
        (_, true) => Some("CAPABILITY_NAMED_IAM"),
        (true, false) => Some("CAPABILITY_IAM"),
        _ => None,
    };
    let expansion = expands.then_some("CAPABILITY_AUTO_EXPAND");
    identity.into_iter().chain(expansion).collect()
}

/// The property that gives an IAM resource a name of its own, for the types that need a capability.
#[must_use]
pub fn iam_name_property(resource_type: &str) -> Option<&'static str> {
    Some(match resource_type {
        "AWS::IAM::Role" => "RoleName",
        "AWS::IAM::User" => "UserName",
        "AWS::IAM::Group" => "GroupName",
        "AWS::IAM::ManagedPolicy" => "ManagedPolicyName",
        "AWS::IAM::InstanceProfile" => "InstanceProfileName",
        // These have no name of their own to collide, but are identities or grants all the same.
        "AWS::IAM::Policy" | "AWS::IAM::AccessKey" | "AWS::IAM::UserToGroupAddition" => "",
        _ => return None,
    })
}

/// Orders stacks so that each comes after those that it has links to; among the free ones, the declared order stands.
fn in_deployment_order(stacks: Vec<SynthesizedStack>, problems: &mut Vec<Diagnostic>) -> Vec<SynthesizedStack> {
    let mut waiting = stacks;
    let mut ordered: Vec<SynthesizedStack> = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let ready = waiting.iter().position(|stack| {
            let done = |name: &&'static str| !waiting.iter().any(|other| other.name == *name);
            stack.depends_on.iter().all(done)
        });
        match ready {
            Some(index) => ordered.push(waiting.remove(index)),
            None => {
                problems.push(cycle(&waiting));
                ordered.append(&mut waiting);
            }
        }
    }
    ordered
}

/// A cycle among stacks none of which can be first.
fn cycle(waiting: &[SynthesizedStack]) -> Diagnostic {
    let links: BTreeMap<&str, &[&'static str]> = waiting.iter().map(|stack| (stack.name, stack.depends_on.as_slice())).collect();
    // Following the first unmet link of each stack must come back to one already seen: none of them is free.
    let mut path: Vec<&str> = vec![waiting[0].name];
    loop {
        let last = path[path.len() - 1];
        let next = links.get(last).into_iter().flat_map(|targets| targets.iter()).find(|target| links.contains_key(**target));
        let Some(next) = next else { break };
        if let Some(start) = path.iter().position(|name| name == next) {
            path.drain(..start);
            path.push(next);
            break;
        }
        path.push(next);
    }
    let location = link_location(waiting, path[0], path.get(1).copied().unwrap_or(path[0]));
    Diagnostic::error("FW007", format!("circular dependency between stacks: {}", path.join(" → ")))
        .at(location)
        .help("each arrow is a link that the left stack uses; move what one of them shares into a stack that both can use")
}

fn link_location(stacks: &[SynthesizedStack], user: &str, producer: &str) -> SourceLocation {
    let mut found = SourceLocation::Unknown;
    for stack in stacks.iter().filter(|stack| stack.name == user) {
        walk_placed(stack.template.root(), SourceLocation::Unknown, &mut |node, location| {
            if matches!(node.origin, Origin::Link(name) if name == producer) && !found.is_known() {
                found = location;
            }
        });
    }
    found
}

/// Links to what only the instances have, each in its account and region: nothing else reads it.
fn links_of_instances(stacks: &[SynthesizedStack]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for producer in stacks.iter().filter(|stack| stack.instances.is_some()).map(|stack| stack.name) {
        for user in stacks.iter().filter(|stack| stack.depends_on.contains(&producer)) {
            let message = format!(
                "the stack `{}` uses a link of `{producer}`, which is a stack set: its stacks are of other accounts",
                user.name
            );
            let help = "make what is shared in a stack of its own; in a stack set, links of other stacks can be used";
            let at = link_location(stacks, user.name, producer);
            found.push(Diagnostic::error("FW040", message).at(at).path([user.name]).help(help));
        }
    }
    found
}
