//! The stack that administers a stack set: its template has that of the instances as a text, and hands them what they need.

use indexmap::IndexMap;

use super::artifact::Artifact;
use super::moved::Move;
use super::notes::ParameterValue;
use super::stack_builder::Sections;
use super::stack_set::StackSet;
use crate::diagnostic::Diagnostic;
use crate::template::{Content, Format, Key, Map, Node, Origin, Template, function, limits, with_commas};

/// The logical id of the stack set in its stack.
const ID: &str = "StackSet";

/// What is handed to the instances from outside: by the name of the parameter that takes it.
pub(super) type Handed = IndexMap<String, Node>;

/// Links reach no other account, so each becomes a parameter of the template, and its value is handed over.
pub(super) fn hand_over_links(sections: &mut Sections) -> Handed {
    let mut handed = Handed::new();
    let taken: Vec<String> =
        sections.parameters.keys().chain(sections.resources.keys()).map(|key| key.as_str().to_owned()).collect();
    for section in [&mut sections.conditions, &mut sections.resources, &mut sections.outputs] {
        section.values_mut().for_each(|node| replace_links(node, &taken, &mut handed));
    }
    for name in handed.keys() {
        let parameter = Node::map([("Type", Node::text("String"))]);
        sections.parameters.insert(Key::from(name.clone()), parameter);
    }
    handed
}

fn replace_links(node: &mut Node, taken: &[String], handed: &mut Handed) {
    if let Origin::Link(producer) = node.origin {
        let known = handed.iter().find(|(_, value)| *value == node).map(|(name, _)| name.clone());
        let name = known.unwrap_or_else(|| free_name(producer, node, taken, handed));
        let location = node.location;
        let link = std::mem::replace(node, Node::call(function::REF, Node::text(name.clone())).at(location));
        handed.entry(name).or_insert(link);
        return;
    }
    match &mut node.content {
        Content::List(items) => items.iter_mut().for_each(|item| replace_links(item, taken, handed)),
        Content::Map(map) => map.values_mut().for_each(|item| replace_links(item, taken, handed)),
        _ => {}
    }
}

/// The producer and what it shares, in one word: `LogsBucketName`.
fn free_name(producer: &str, link: &Node, taken: &[String], handed: &Handed) -> String {
    let shared = match function::call(link) {
        Some((function::GET_STACK_OUTPUT, argument)) => argument.get("OutputName").and_then(Node::as_str),
        Some((_, name)) => name.as_str().and_then(|name| name.rsplit('-').next()),
        None => None,
    };
    let words = producer.split('-').chain(shared.or(Some("Link")));
    let capitalized = |word: &str| {
        let mut letters = word.chars().filter(char::is_ascii_alphanumeric);
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    let name: String = words.map(capitalized).collect();
    let names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name}{number}")));
    let is_free = |name: &String| !taken.contains(name) && !handed.contains_key(name);
    // There are endless names.
    names.into_iter().find(is_free).unwrap_or(name)
}

/// The stacks of a stack set, as far as they matter to the one that administers it.
pub(super) struct Instances<'a> {
    pub(super) name: &'static str,
    pub(super) full_name: &'a str,
    pub(super) template: &'a Template,
    pub(super) parameters: &'a [ParameterValue],
    pub(super) capabilities: &'a [&'static str],
    pub(super) artifacts: &'a [Artifact],
    pub(super) moves: &'a [Move],
    /// The stacks whose links are left in the template.
    pub(super) links: &'a [&'static str],
}

/// The template of the stack that administers the stack set of these instances.
pub(super) fn template(set: &StackSet, instances: &Instances<'_>, handed: &Handed, body: String) -> Template {
    let mut asked = Map::default();
    let parameters = parameters(instances, handed, &mut asked);
    let properties = properties(set, instances, parameters, body);
    let resource =
        Node::map([("Type", Node::text("AWS::CloudFormation::StackSet")), ("Properties", properties)]).at(set.location);
    let mut root = Map::default();
    root.insert("AWSTemplateFormatVersion".into(), Node::text("2010-09-09"));
    if let Some(description) = instances.template.root().get("Description") {
        root.insert("Description".into(), description.clone());
    }
    if !asked.is_empty() {
        root.insert("Parameters".into(), Node::new(Content::Map(asked)));
    }
    let mut resources = Map::default();
    resources.insert(Key::new(ID, set.location), resource);
    root.insert("Resources".into(), Node::new(Content::Map(resources)));
    Template::new(Node::new(Content::Map(root)))
}

/// The template of the instances, as the stack set has it.
pub(super) fn body(instances: &Instances<'_>) -> String {
    instances.template.to_text(Format::Yaml)
}

/// What a stack of one account has and a stack set's cannot have.
pub(super) fn unfit(set: &StackSet, instances: &Instances<'_>, body: &str) -> Vec<Diagnostic> {
    let name = instances.name;
    // All commands read the template where it stands, in the resource; `TemplateURL` would hide it from them.
    let long = (body.len() > limits::BODY_INLINE).then(|| {
        let (bytes, most) = (with_commas(body.len()), with_commas(limits::BODY_INLINE));
        let message = format!("the template of the stack set `{name}` has {bytes} bytes, and `TemplateBody` takes {most}");
        let help = "make two stack sets of it; or write it as a file, have `TemplateFile` upload that, and name its `url()` as the `TemplateURL` \
                    of an `AWS::CloudFormation::StackSet` of your own";
        // There, where the schema's rule would say less of it.
        Diagnostic::error("FW040", message).at(set.location).path([name]).help(help)
    });
    let artifacts = instances.artifacts.iter().map(|artifact| {
        let message = format!("the stacks of the stack set `{name}` cannot read the artifact `{}`", artifact.id);
        let help = "the deployment uploads to a bucket of one account and region; write short code into the template, or share what is built \
                    from a bucket that every account may read";
        Diagnostic::error("FW040", message).at(artifact.location).path([name]).help(help)
    });
    let moves = instances.moves.iter().map(|moved| {
        let message = format!("`{}` is moved, and the stacks of the stack set `{name}` are of many accounts", moved.to);
        Diagnostic::error("FW040", message)
            .at(moved.location)
            .path([name])
            .help("keep the logical id: no refactor reaches all of them")
    });
    let empty =
        [("regions", set.regions.is_empty()), ("targets", set.accounts.is_empty() && set.organizational_units.is_empty())];
    let empty = empty.into_iter().filter(|(_, is_empty)| *is_empty).map(|(what, _)| {
        let message = format!("the stack set `{name}` has no {what}, so no stack is deployed");
        Diagnostic::error("FW040", message)
            .at(set.location)
            .path([name])
            .help("name accounts or organizational units, and regions")
    });
    let links = instances.links.iter().map(|producer| {
        let message = format!("the stack set `{name}` uses a link of `{producer}` where no parameter can take its place");
        Diagnostic::error("FW040", message).at(set.location).path([name]).help("use it in resources, conditions and outputs only")
    });
    long.into_iter().chain(artifacts).chain(moves).chain(empty).chain(links).collect()
}

/// `Parameters` of the stack set: the values of the app, what links give, and what whoever creates the stack gives.
fn parameters(instances: &Instances<'_>, handed: &Handed, asked: &mut Map) -> Vec<Node> {
    let declared = instances.template.section("Parameters").into_iter().flatten();
    let entry = |name: &str, value: Node| Node::map([("ParameterKey", Node::text(name.to_owned())), ("ParameterValue", value)]);
    let each = declared.filter_map(|(key, node)| {
        let name = key.as_str();
        let given = |value: &&ParameterValue| value.name.as_str() == name;
        if let Some(link) = handed.get(name) {
            return Some(entry(name, link.clone()));
        }
        if let Some(given) = instances.parameters.iter().find(given) {
            return Some(entry(name, Node::text(given.value.clone()).at(given.location)));
        }
        if node.get("Default").is_some() {
            return None;
        }
        asked.insert(key.clone(), node.clone());
        Some(entry(name, Node::call(function::REF, Node::text(name.to_owned()))))
    });
    each.collect()
}

fn properties(set: &StackSet, instances: &Instances<'_>, parameters: Vec<Node>, body: String) -> Node {
    let text = |text: &str| Node::text(text.to_owned()).at(set.location);
    let texts = |texts: &[String]| Node::list(texts.iter().map(|item| text(item)));
    let mut targets = Map::default();
    let put = |map: &mut Map, key: &'static str, node: Option<Node>| {
        if let Some(node) = node {
            map.insert(key.into(), node.at(set.location));
        }
    };
    let listed = |items: &[String]| (!items.is_empty()).then(|| texts(items));
    put(&mut targets, "AccountFilterType", set.account_filter.map(text));
    put(&mut targets, "Accounts", listed(&set.accounts));
    put(&mut targets, "OrganizationalUnitIds", listed(&set.organizational_units));
    let group =
        Node::map([("DeploymentTargets", Node::new(Content::Map(targets)).at(set.location)), ("Regions", texts(&set.regions))]);
    let auto = set.auto_deployment.map(|(enabled, retain)| {
        let retain = enabled.then(|| ("RetainStacksOnAccountRemoval", flag(retain)));
        Node::map([("Enabled", flag(enabled))].into_iter().chain(retain))
    });
    let mut preferences = set.preferences.clone();
    if !preferences.contains_key("RegionConcurrencyType") && set.regions.len() > 1 {
        preferences.insert("RegionOrder", texts(&set.regions));
    }
    let preferences = (!preferences.is_empty()).then(|| Node::map(preferences));
    let capabilities: Vec<String> = instances.capabilities.iter().map(|capability| (*capability).to_owned()).collect();
    let mut map = Map::default();
    put(&mut map, "StackSetName", Some(text(instances.full_name)));
    put(&mut map, "PermissionModel", Some(text(set.permission_model)));
    put(&mut map, "CallAs", set.delegated.then(|| text("DELEGATED_ADMIN")));
    put(&mut map, "AdministrationRoleARN", set.administration_role_arn.as_deref().map(text));
    put(&mut map, "ExecutionRoleName", set.execution_role_name.as_deref().map(text));
    put(&mut map, "AutoDeployment", auto);
    put(&mut map, "ManagedExecution", set.managed_execution.then(|| Node::map([("Active", flag(true))])));
    put(&mut map, "Capabilities", listed(&capabilities));
    put(&mut map, "OperationPreferences", preferences);
    put(&mut map, "Parameters", (!parameters.is_empty()).then(|| Node::list(parameters)));
    put(&mut map, "StackInstancesGroup", Some(Node::list([group.at(set.location)])));
    put(&mut map, "TemplateBody", Some(Node::text(body)));
    Node::new(Content::Map(map)).at(set.location)
}

fn flag(value: bool) -> Node {
    Node::new(Content::Bool(value))
}
