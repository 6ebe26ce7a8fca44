//! E3047: a cpu and memory that Fargate does not offer together.

use crate::check::engine::{Context, Rule, RuleKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::read::property::Property;
use crate::language::read::{resource, task};
use crate::schema::fargate::offered;

pub(crate) const RULE: Rule = Rule {
    code: "E3047",
    severity: Severity::Error,
    what: "Finds a Fargate task definition with a combination of cpu and memory that Fargate does not offer, and names the nearest one.",
    why: "ECS refuses the task definition when the stack deploys.",
    example: "\"Cpu\": \"256\", \"Memory\": \"4096\"",
    fix: "use a supported combination; `FargateSize` cannot hold any other",
    link: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html",
    kind: RuleKind::Template(run),
};

fn run(rule: &Rule, context: &mut Context<'_>) {
    for task in resource::of_type(context.scope(), task::TASK_DEFINITION).iter().filter(|task| task::is_for_fargate(task)) {
        for [cpu, memory] in task.properties.together(["Cpu", "Memory"]) {
            // Of the values that a parameter allows, those that fit are chosen.
            let is_free = [&cpu, &memory].iter().any(|property| property.is_value_of_parameter());
            if let (Some(finding), false) = (validate(rule, &cpu, &memory), is_free) {
                memory.report(context, finding);
            }
        }
    }
}

fn validate(rule: &Rule, cpu: &Property<'_>, memory: &Property<'_>) -> Option<Diagnostic> {
    let (cpu, memory) = (amount(&cpu.text()?, "vcpu")?, amount(&memory.text()?, "gb")?);
    let error = offered(cpu, memory).err()?;
    let (near_cpu, near_memory) = error.nearest;
    let message = format!("Fargate does not offer cpu {cpu} with memory {memory}");
    let help = format!("the nearest is cpu {near_cpu} with memory {near_memory}; cpu {near_cpu} takes {} MiB", error.legal);
    Some(rule.finding(message).help(help))
}

/// Cpu units or MiB, of a number or of a text such as `1 vCPU` and `0.5 GB`.
fn amount(text: &str, unit: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    if let Some(number) = text.strip_suffix(unit) {
        let number: f64 = number.trim().parse().ok()?;
        let units = number * 1024.0;
        return (units.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&units)).then_some(units as u32);
    }
    text.parse().ok()
}
