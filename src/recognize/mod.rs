//! Constructs in a template: which of its resources are exactly what a construct makes.
//!
//! Nothing is guessed: what a reader finds is built and synthesized for every environment, and counts only where each resource that comes
//! out is, to the last property, the one of the template.

mod containers;
mod data;
mod network;
mod policies;
mod reader;
mod recipe;
mod requests;

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};

use crate::import::{self, Call, Difference, Recognized};
use crate::stack::{App, Environment, Target};
use crate::template::{Node, Template};
use reader::{Found, Known};
use recipe::Recipe;

/// What was found in a template.
#[derive(Debug, Default)]
pub struct Recognition {
    /// The constructs that make resources of it, in its order.
    pub found: Vec<Recognized>,
    /// How the network is made that they are in, where no construct of the stack makes it.
    pub network: Option<Call>,
    /// The resources of types that constructs make and that none made, by their ids: the construct, and why.
    pub refused: BTreeMap<String, (&'static str, String)>,
}

impl Recognition {
    /// Takes constructs out whose arguments cannot be written: their resources are written by themselves.
    pub fn drop_all(&mut self, ids: &[String]) {
        let (dropped, kept) = std::mem::take(&mut self.found).into_iter().partition(|made| ids.contains(&made.id));
        self.found = kept;
        let why = "an argument has no form of its own in Rust";
        let dropped: Vec<Recognized> = dropped;
        self.refused.extend(dropped.into_iter().map(|made| (made.id, (name(made.call.path), why.to_owned()))));
    }
}

/// The name of a construct in its path.
fn name(path: &'static str) -> &'static str {
    path.split("::").nth(1).unwrap_or(path)
}

/// Reads the arguments of a construct, or says why it cannot be it.
type Reader = fn(&Found<'_>) -> Result<Recipe, String>;

/// The constructs: the type of the resource that has the construct's own id, its name, and its reader. Each comes after those that it
/// takes, and what makes several resources before what makes one of them.
const READERS: [(&str, &str, Reader); 16] = [
    ("AWS::EC2::VPC", "Vpc", network::vpc),
    ("AWS::S3::Bucket", "Bucket", data::bucket),
    ("AWS::SNS::Topic", "Topic", data::topic),
    ("AWS::SQS::Queue", "Queue", data::queue),
    ("AWS::DynamoDB::Table", "Table", data::table),
    ("AWS::ECR::Repository", "Repository", data::repository),
    ("AWS::ECS::Cluster", "Cluster", containers::cluster),
    ("AWS::ECS::TaskDefinition", "FargateTask", containers::task),
    ("AWS::IAM::Role", "Role", policies::role),
    ("AWS::Logs::LogGroup", "LogGroup", data::log_group),
    ("AWS::EC2::SecurityGroup", "SecurityGroup", network::security_group),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroup", requests::target_group),
    ("AWS::ElasticLoadBalancingV2::LoadBalancer", "LoadBalancer", requests::load_balancer),
    ("AWS::ElasticLoadBalancingV2::ListenerRule", "Route", requests::route),
    ("AWS::ECS::Service", "FargateService", containers::service),
    ("AWS::EC2::SecurityGroupIngress", "Allow", network::allow),
];

/// The constructs that make resources of a template. `targets` are the environments that the stack is for, with their names; `full_name`
/// is the stack's name in AWS, where it keeps one.
pub fn constructs(template: &Template, targets: &[(String, Target)], full_name: Option<&str>) -> Recognition {
    let mut search = Search { template, targets, full_name, known: Known::default(), result: Recognition::default() };
    for (resource_type, name, read) in READERS {
        search.of_type(resource_type, name, read);
        if name == "Vpc" {
            search.known.find_network(template);
        }
    }
    let Search { known, mut result, .. } = search;
    let taken: BTreeSet<&String> = result.found.iter().flat_map(|made| &made.ids).collect();
    result.refused.retain(|id, _| !taken.contains(id));
    let place = |made: &Recognized| template.resources().position(|entry| entry.id.as_str() == made.id);
    result.found.sort_by_key(place);
    result.network = known.made;
    result
}

struct Search<'a> {
    template: &'a Template,
    targets: &'a [(String, Target)],
    full_name: Option<&'a str>,
    known: Known,
    result: Recognition,
}

impl Search<'_> {
    /// Every resource of a type that no construct made yet.
    fn of_type(&mut self, resource_type: &str, name: &'static str, read: Reader) {
        for entry in self.template.resources().filter(|entry| entry.resource_type == resource_type) {
            let id = entry.id.as_str();
            if self.result.found.iter().any(|made| made.ids.iter().any(|made| made == id)) {
                continue;
            }
            let Search { template, targets, full_name, .. } = *self;
            let found = Found { id, node: entry.node, template, full_name, targets, known: &self.known };
            let proven = read(&found).and_then(|recipe| {
                let (ids, output) = self.proven(&recipe)?;
                self.addable(Recognized { ids, ..recipe.recognized }).map(|made| (made, output))
            });
            match proven {
                Ok((made, output)) => {
                    self.known.outputs.insert(made.id.clone(), output);
                    self.result.found.push(made);
                }
                Err(why) => drop(self.result.refused.insert(id.to_owned(), (name, why))),
            }
        }
    }

    /// The resources that a construct makes, where the template has all of them, the same in every environment; and what comes out.
    fn proven(&self, recipe: &Recipe) -> Result<(Vec<String>, Box<dyn Any>), String> {
        let mut made: Option<(Vec<String>, Box<dyn Any>)> = None;
        for (name, target) in self.targets {
            let environment = Environment { name: name.clone(), target: target.clone(), settings: () };
            let (ids, output) = self.in_environment(recipe, environment)?;
            if made.replace((ids.clone(), output)).is_some_and(|(before, _)| before != ids) {
                return Err("it makes other resources in each environment".to_owned());
            }
        }
        made.filter(|(ids, _)| !ids.is_empty()).ok_or_else(|| "it makes nothing".to_owned())
    }

    fn in_environment(&self, recipe: &Recipe, mut environment: Environment<()>) -> Result<(Vec<String>, Box<dyn Any>), String> {
        // The settings may give other stacks names, and this app has only one.
        environment.target.stack_names.clear();
        let mut app = App::new("recognized", &environment);
        let stack = app.stack("stack");
        if let Some(name) = self.full_name {
            stack.named(name);
        }
        let output = (recipe.build)(stack);
        let (assembly, problems) = app.synth();
        let made = &assembly.stacks.first().ok_or("it makes nothing")?.template;
        if let Some(problem) = problems.first() {
            return Err(problem.message.clone());
        }
        let sections = ["Parameters", "Conditions", "Mappings", "Outputs", "Rules"];
        if let Some(section) = sections.into_iter().find(|section| made.section(section).is_some()) {
            return Err(format!("it also makes `{section}`"));
        }
        let is_own = |id: &str| !recipe.beside.iter().any(|beside| beside == id);
        let own: Vec<(&str, &Node)> =
            made.resources().map(|entry| (entry.id.as_str(), entry.node)).filter(|(id, _)| is_own(id)).collect();
        for (id, node) in &own {
            if let Some(why) = self.differs(&recipe.recognized.id, id, node) {
                return Err(why);
            }
            if self.result.found.iter().any(|other| other.ids.iter().any(|other| other == id)) {
                return Err(format!("`{id}` is made by another construct"));
            }
        }
        Ok((own.into_iter().map(|(id, _)| id.to_owned()).collect(), output))
    }

    /// In what a resource differs from what the construct of an id makes of it.
    fn differs(&self, of: &str, id: &str, made: &Node) -> Option<String> {
        let Some(written) = self.template.resource(id) else {
            return Some(format!("the construct also makes `{id}`"));
        };
        let place = |path: &String| {
            let path = path.strip_prefix("Properties/").unwrap_or(path).replace('/', ".");
            if id == of { format!("`{path}`") } else { format!("`{path}` of `{id}`") }
        };
        Some(match import::differences(written.node, made).first()? {
            Difference::Missing(path) => format!("the construct does not write {}", place(path)),
            Difference::Added(path) => format!("the construct also writes {}", place(path)),
            Difference::Other(path, _, made) if made.starts_with(['[', '{']) => {
                format!("{} differs from what the construct writes", place(path))
            }
            Difference::Other(path, _, made) => format!("{} differs: the construct writes {made}", place(path)),
        })
    }

    /// The construct, where it can be added before all that need it.
    fn addable(&self, made: Recognized) -> Result<Recognized, String> {
        let all: Vec<&Recognized> = self.result.found.iter().chain([&made]).collect();
        match import::is_circular(self.template, &all, self.known.made.as_ref()) {
            false => Ok(made),
            true => Err("what it needs refers to what it makes".to_owned()),
        }
    }
}
