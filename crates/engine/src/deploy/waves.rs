//! All environments of an app: in which waves they are deployed, and why.
//!
//! An environment is deployed as a whole, by its own script; who must go before whom follows from the exports and outputs that its stacks
//! read of other environments.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::command::DEPLOY;
use super::plan;
use super::stack_sets::{self, PlannedStackSet};
use crate::language::reference;
use crate::language::stacks::{Stack, StackSource, with_stacks};
use crate::stack::{Assembly, Target};
use crate::template::{Node, function};

/// The waves of environments that are not told theirs: production comes last.
const FIRST: u32 = 1;
const PRODUCTION: u32 = 2;

/// One environment among the others: what it has, and what it reads that it does not have.
#[derive(Clone, Debug)]
pub struct Stage {
    environment: PlannedEnvironment,
    wave: Option<u32>,
    exports: Vec<String>,
    stacks: Vec<String>,
    wanted: Vec<Wanted>,
}

/// What a stack reads of others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted {
    /// An export of the same account and region.
    Export(String),
    /// An output of a stack.
    Output { account: String, region: String, stack: String, output: String },
}

/// Environments that are deployed at the same time.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Wave {
    /// Its number: lower ones go first.
    pub wave: u32,
    /// Its environments, in the order of their names.
    pub environments: Vec<PlannedEnvironment>,
}

/// An environment in a wave.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedEnvironment {
    /// Its name.
    pub environment: String,
    /// The AWS account.
    pub account: String,
    /// The AWS region.
    pub region: String,
    /// The role that its script assumes, where the settings name one.
    pub deploy_role_arn: Option<String>,
    /// Whether mistakes here hurt users, so that somebody should approve of its deployment.
    pub production: bool,
    /// The environments that go first because of what it reads of them.
    pub after: Vec<AfterEnvironment>,
    /// Its stacks, in deployment order.
    pub stacks: Vec<StageStack>,
    /// The script that deploys it.
    pub script: String,
}

/// Why an environment goes after another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AfterEnvironment {
    /// The environment that goes first.
    pub environment: String,
    /// What is read of it: the names of exports, `STACK.OUTPUT` of outputs.
    pub links: Vec<String>,
}

/// A stack of an environment.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StageStack {
    /// The short name.
    pub name: &'static str,
    /// The name in AWS.
    pub stack_name: String,
    /// The stacks of the environment that go first.
    pub after: Vec<&'static str>,
    /// The stack sets in it, and what they deploy to other accounts and regions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stack_sets: Vec<PlannedStackSet>,
}

/// Why environments cannot be put into waves (`FW007`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WaveProblem {
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}

impl Stage {
    /// An environment whose files are in a directory, as the command is to name it.
    pub fn of(assembly: &Assembly, directory: &str) -> Self {
        let target = &assembly.target;
        let sources = assembly.stacks.iter().map(|stack| StackSource {
            name: stack.name,
            template: &stack.template,
            values: stack.values(target),
        });
        let mut exports = Vec::new();
        let mut wanted = BTreeSet::new();
        let stacks = with_stacks(&sources.collect::<Vec<_>>(), true, |stacks| {
            let each = assembly.stacks.iter().zip(stacks.stacks()).map(|(stack, read)| {
                exports.extend(reference::exports(&read.scope).iter().filter_map(|export| export.name.scalar()));
                wanted_by(read, target, &mut wanted);
                StageStack {
                    name: stack.name,
                    stack_name: stack.full_name.clone(),
                    after: stack.depends_on.clone(),
                    stack_sets: stack_sets::of(&read.scope),
                }
            });
            each.collect::<Vec<_>>()
        });
        Stage {
            wave: target.wave,
            stacks: stacks.iter().map(|stack| stack.stack_name.clone()).collect(),
            wanted: wanted.into_iter().collect(),
            exports,
            environment: PlannedEnvironment {
                environment: assembly.environment.clone(),
                account: target.account.clone(),
                region: target.region.clone(),
                deploy_role_arn: target.deploy_role_arn.clone(),
                production: target.production,
                after: Vec::new(),
                stacks,
                script: plan::local(&plan::within(directory, DEPLOY)),
            },
        }
    }

    /// The wave that it is in, unless what it reads is made later.
    fn own_wave(&self) -> u32 {
        self.wave.unwrap_or(if self.environment.production { PRODUCTION } else { FIRST })
    }
}

/// What the functions of a stack read of other stacks, as far as its name is known.
fn wanted_by<'a>(stack: &Stack<'a>, target: &Target, wanted: &mut BTreeSet<Wanted>) {
    let scope = &stack.scope;
    let text = |node: Option<&'a Node>| node.and_then(|node| scope.reduce(node)).and_then(Node::scalar);
    scope.template().root().walk(&mut |node| match function::call(node) {
        Some((function::IMPORT_VALUE, name)) => wanted.extend(text(Some(name)).map(Wanted::Export)),
        Some((function::GET_STACK_OUTPUT, argument)) => {
            let [stack, output] = ["StackName", "OutputName"].map(|key| text(argument.get(key)));
            let region = argument.get("Region").map_or_else(|| Some(target.region.clone()), |node| text(Some(node)));
            let account = match argument.get("RoleArn") {
                None => Some(target.account.clone()),
                // arn:aws:iam::ACCOUNT:role/NAME
                Some(role) => text(Some(role)).and_then(|arn| arn.split(':').nth(4).map(str::to_owned)),
            };
            if let (Some(stack), Some(output), Some(region), Some(account)) = (stack, output, region, account) {
                wanted.insert(Wanted::Output { account, region, stack, output });
            }
        }
        _ => {}
    });
}

/// Puts environments into waves: each after those that it reads something of.
///
/// # Errors
/// Two environments wait for each other, or the settings put one no later than what it reads.
pub fn waves(stages: Vec<Stage>) -> Result<Vec<Wave>, Vec<WaveProblem>> {
    let before = readers(&stages);
    let mut levels: Vec<u32> = stages.iter().map(Stage::own_wave).collect();
    let mut problems = Vec::new();
    for index in in_order(&stages, &before)? {
        let Some((first, links)) = before[index].iter().max_by_key(|(other, _)| levels[**other]) else { continue };
        let least = levels[*first].saturating_add(1);
        if levels[index] >= least {
            continue;
        }
        if let Some(wave) = stages[index].wave {
            problems.push(too_early(&stages[index], wave, &stages[*first], levels[*first], links));
        }
        levels[index] = least;
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut waves: BTreeMap<u32, Vec<PlannedEnvironment>> = BTreeMap::new();
    let names: Vec<String> = stages.iter().map(|stage| stage.environment.environment.clone()).collect();
    for ((stage, before), level) in stages.into_iter().zip(before).zip(levels) {
        let after = before.into_iter().map(|(other, links)| AfterEnvironment { environment: names[other].clone(), links });
        waves.entry(level).or_default().push(PlannedEnvironment { after: after.collect(), ..stage.environment });
    }
    Ok(waves.into_iter().map(|(wave, environments)| Wave { wave, environments }).collect())
}

/// By the environments: those that they read of, with what they read.
type Before = Vec<BTreeMap<usize, Vec<String>>>;

fn readers(stages: &[Stage]) -> Before {
    let mut exports: BTreeMap<[&str; 3], usize> = BTreeMap::new();
    let mut stacks: BTreeMap<[&str; 3], usize> = BTreeMap::new();
    for (index, stage) in stages.iter().enumerate() {
        let PlannedEnvironment { account, region, .. } = &stage.environment;
        exports.extend(stage.exports.iter().map(|name| ([account.as_str(), region, name], index)));
        stacks.extend(stage.stacks.iter().map(|name| ([account.as_str(), region, name], index)));
    }
    let of = |(index, stage): (usize, &Stage)| {
        let mut before: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        let PlannedEnvironment { account, region, .. } = &stage.environment;
        for wanted in &stage.wanted {
            let (maker, link) = match wanted {
                Wanted::Export(name) => (exports.get(&[account.as_str(), region, name]), name.clone()),
                Wanted::Output { account, region, stack, output } => {
                    (stacks.get(&[account.as_str(), region, stack]), format!("{stack}.{output}"))
                }
            };
            if let Some(maker) = maker.filter(|maker| **maker != index) {
                before.entry(*maker).or_default().push(link);
            }
        }
        before
    };
    stages.iter().enumerate().map(of).collect()
}

/// The environments, each after those that it reads of.
fn in_order(stages: &[Stage], before: &Before) -> Result<Vec<usize>, Vec<WaveProblem>> {
    let mut waits: Vec<usize> = before.iter().map(BTreeMap::len).collect();
    let mut readers: Vec<Vec<usize>> = vec![Vec::new(); stages.len()];
    for (index, before) in before.iter().enumerate() {
        before.keys().for_each(|other| readers[*other].push(index));
    }
    let mut ready: Vec<usize> = (0..stages.len()).filter(|index| waits[*index] == 0).collect();
    let mut next = 0;
    while let Some(index) = ready.get(next).copied() {
        next += 1;
        for reader in &readers[index] {
            waits[*reader] -= 1;
            if waits[*reader] == 0 {
                ready.push(*reader);
            }
        }
    }
    let stuck = (0..stages.len()).find(|index| waits[*index] > 0);
    stuck.map_or(Ok(ready), |start| Err(vec![circle(stages, before, &waits, start)]))
}

/// Environments that wait for each other: from one that waits, the first that it waits for, until one comes again.
fn circle(stages: &[Stage], before: &Before, waits: &[usize], start: usize) -> WaveProblem {
    let mut path = vec![start];
    while let Some(next) = path.last().and_then(|last| before[*last].keys().find(|other| waits[**other] > 0)) {
        if let Some(first) = path.iter().position(|index| index == next) {
            path.drain(..first);
            path.push(*next);
            break;
        }
        path.push(*next);
    }
    let names: Vec<&str> = path.iter().map(|index| stages[*index].environment.environment.as_str()).collect();
    let links: Vec<&str> =
        path.windows(2).flat_map(|pair| before[pair[0]].get(&pair[1]).into_iter().flatten().map(String::as_str)).collect();
    let message = format!("the environments wait for each other: {}", names.join(" → "));
    let help = format!("each arrow is something that the left one reads of the right one: {}", links.join(", "));
    WaveProblem { message, help }
}

fn too_early(stage: &Stage, wave: u32, first: &Stage, at: u32, links: &[String]) -> WaveProblem {
    let (name, first) = (&stage.environment.environment, &first.environment.environment);
    let message = format!(
        "the environment `{name}` is in wave {wave}, and reads {} of `{first}`, which is deployed in wave {at}",
        links.join(", ")
    );
    let help = format!(
        "set `wave = {}` or more in the settings' `[environment]` of `{name}`, or an earlier one in those of `{first}`",
        at + 1
    );
    WaveProblem { message, help }
}
