//! The tasks of ECS services on Fargate.

use super::bill::Bill;
use super::network;
use crate::language::Scope;
use crate::language::read::resource::{self, Resource};
use crate::language::read::service;
use crate::language::reference;

/// The storage in GiB that each task has without charge.
const FREE_STORAGE: u64 = 20;

pub(super) fn service<'a>(bill: &mut Bill, service: &Resource<'a>, scope: &'a Scope<'a>) {
    let properties = &service.properties;
    let launch = properties.get("LaunchType");
    // Instances are paid for where they are launched.
    if launch.is("EC2") || launch.is("EXTERNAL") || launch.is("MANAGED_INSTANCES") {
        return;
    }
    let providers = properties.get("CapacityProviderStrategy").items().unwrap_or_default();
    if providers.iter().any(|provider| provider.get("CapacityProvider").is("FARGATE_SPOT")) {
        return bill.gap("what Fargate Spot costs changes with demand");
    }
    if !service::runs_on_fargate(service) {
        return bill.gap("whether its tasks run on Fargate or on instances is unknown");
    }
    let Some(task) = service::task_of(service) else { return bill.gap("its task definition is not in this template") };
    let Some(tasks) = tasks(bill, service, scope) else { return };
    sized(bill, &task, tasks);
    let addresses = properties.at(&["NetworkConfiguration", "AwsvpcConfiguration", "AssignPublicIp"]);
    if bill.text(&addresses, "DISABLED").as_deref() == Some("ENABLED") {
        network::public_addresses(bill, tasks);
    }
}

/// The least number of tasks that run: what scaling keeps, or else what is desired.
fn tasks<'a>(bill: &mut Bill, service: &Resource<'a>, scope: &'a Scope<'a>) -> Option<u64> {
    let targets = resource::of_type(scope, "AWS::ApplicationAutoScaling::ScalableTarget");
    let of_service = |target: &Resource<'_>| {
        let named = target.properties.get("ResourceId").node();
        named.is_some_and(|named| reference::ids(named).contains(&service.id))
    };
    match targets.iter().find(|target| of_service(target)) {
        Some(target) => bill.number(&target.properties.get("MinCapacity"), 0),
        None => bill.number(&service.properties.get("DesiredCount"), 1),
    }
}

/// So many tasks of the size of a task definition.
fn sized(bill: &mut Bill, task: &Resource<'_>, tasks: u64) {
    let properties = &task.properties;
    let platform = properties.get("RuntimePlatform");
    let system = bill.text(&platform.get("OperatingSystemFamily"), "LINUX");
    let architecture = bill.text(&platform.get("CpuArchitecture"), "X86_64");
    let (Some(system), Some(architecture)) = (system, architecture) else { return };
    if system != "LINUX" {
        return bill.gap(format!("no price is known for tasks on `{system}`"));
    }
    let [cpu, memory] = ["Cpu", "Memory"].map(|name| properties.get(name));
    let Some(units) = cpu.text().and_then(|text| in_units(&text, "vcpu")) else { return bill.unknown(&cpu) };
    let Some(mebibytes) = memory.text().and_then(|text| in_units(&text, "gb")) else { return bill.unknown(&memory) };
    let kind = if architecture == "ARM64" { "arm" } else { "x86" };
    let what = format!("{tasks} × {} vCPU, {} GB on Fargate", decimal(units), decimal(mebibytes));
    let [vcpu, gigabyte] = ["vcpu", "gb"].map(|unit| format!("fargate-{kind}-{unit}"));
    bill.add(what, &[(&vcpu, units.saturating_mul(tasks), 1024), (&gigabyte, mebibytes.saturating_mul(tasks), 1024)]);
    let storage = bill.number(&properties.at(&["EphemeralStorage", "SizeInGiB"]), FREE_STORAGE);
    let more = storage.unwrap_or(FREE_STORAGE).saturating_sub(FREE_STORAGE).saturating_mul(tasks);
    bill.several(more, ["1 GiB of storage of tasks", "GiB of storage of tasks"], "fargate-storage-gb");
}

/// Cpu units or MiB: `256`, `.25 vCPU`, `0.5 GB`.
fn in_units(text: &str, unit: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let Some(whole) = text.strip_suffix(unit) else { return text.parse().ok() };
    let (whole, places) = whole.trim().split_once('.').unwrap_or((whole.trim(), ""));
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let places = format!("{places:0<3}").get(..3)?.parse::<u64>().ok()?;
    Some(whole.checked_mul(1024)? + places * 1024 / 1000)
}

/// `0.25`, of 1,024 parts.
fn decimal(parts: u64) -> String {
    let text = format!("{}.{:03}", parts / 1024, parts % 1024 * 1000 / 1024);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{decimal, in_units};

    #[test]
    fn sizes_are_read_in_both_forms() {
        assert_eq!(
            [in_units("256", "vcpu"), in_units(".25 vCPU", "vcpu"), in_units("1vcpu", "vcpu")],
            [256, 256, 1024].map(Some)
        );
        assert_eq!([in_units("512", "gb"), in_units("0.5 GB", "gb"), in_units("30GB", "gb")], [512, 512, 30720].map(Some));
        assert_eq!([in_units("", "gb"), in_units("a GB", "gb"), in_units("big", "gb")], [None; 3]);
        assert_eq!([256, 512, 1024, 4096].map(decimal), ["0.25", "0.5", "1", "4"]);
    }
}
