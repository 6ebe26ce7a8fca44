//! How much processor and memory a service of a Compose file may take.

use super::text::interpolated;
use crate::schema::fargate;
use crate::template::Node;

/// The limits, as far as the file has them.
#[derive(Default)]
pub(super) struct Limits {
    /// In cpu units, of which 1,024 are one processor.
    cpu: Option<u32>,
    /// In MiB.
    memory: Option<u32>,
    /// As the file says it.
    said: Vec<String>,
}

impl Limits {
    /// Reads them; what has no counterpart is noted.
    pub(super) fn of<'n>(get: &dyn Fn(&str) -> Option<&'n Node>, notes: &mut Vec<String>) -> Limits {
        let mut limits = Limits::default();
        let resources = get("deploy").and_then(|deploy| deploy.get("resources"));
        let of_deploy = resources.and_then(|resources| resources.get("limits"));
        let mut read = |name: &str, node: Option<&Node>, parse: fn(&str) -> Option<u32>| {
            let text = node?.scalar().and_then(|text| interpolated(&text).ok()).unwrap_or_default();
            let parsed = parse(&text);
            match parsed {
                Some(_) => limits.said.push(format!("{name}: {text}")),
                None => notes.push(format!("{name}: `{text}` was not understood; the task has the smallest size")),
            }
            parsed
        };
        let of = |key: &str| of_deploy.and_then(|limits| limits.get(key));
        let cpu = read("deploy.resources.limits.cpus", of("cpus"), units).or_else(|| read("cpus", get("cpus"), units));
        let memory = read("deploy.resources.limits.memory", of("memory"), mebibytes);
        let memory = memory.or_else(|| read("mem_limit", get("mem_limit"), mebibytes));
        (limits.cpu, limits.memory) = (cpu, memory);
        let keys = |node: Option<&'n Node>| node.and_then(Node::as_map).into_iter().flat_map(|map| map.keys());
        let others = keys(resources).filter(|key| key.as_str() != "limits").map(|key| key.as_str().to_owned());
        let inner = keys(of_deploy).map(|key| key.as_str()).filter(|key| !["cpus", "memory"].contains(key));
        let others = others.chain(inner.map(|key| format!("limits.{key}")));
        notes.extend(others.map(|key| format!("deploy.resources.{key}: left out")));
        limits
    }

    /// The size of the task as Rust writes it, and what is to be said of it.
    pub(super) fn size(&self) -> (String, Option<String>) {
        if self.said.is_empty() {
            return ("FargateSize::SMALLEST".to_owned(), None);
        }
        let said = self.said.join(", ");
        let (cpu, memory) = (self.cpu.unwrap_or(1), self.memory.unwrap_or(1));
        match fargate::smallest(cpu, memory) {
            Some((cpu, memory)) => {
                let note =
                    format!("{said}: a task of {cpu} cpu units and {memory} MiB, the smallest that Fargate offers with that");
                (format!("({cpu}, {memory})"), Some(note))
            }
            None => (
                "FargateSize::SMALLEST".to_owned(),
                Some(format!("{said}: more than Fargate offers; the task has the smallest size")),
            ),
        }
    }
}

/// Processors as cpu units.
fn units(text: &str) -> Option<u32> {
    whole(text.trim().parse::<f64>().ok()? * 1024.0)
}

/// An amount of memory, `512m`, `1gb`, in MiB, rounded up.
fn mebibytes(text: &str) -> Option<u32> {
    let text = text.trim().to_lowercase();
    let number = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let factor = match &text[number..] {
        "" | "b" => 1.0 / 1_048_576.0,
        "k" | "kb" => 1.0 / 1024.0,
        "m" | "mb" => 1.0,
        "g" | "gb" => 1024.0,
        _ => return None,
    };
    whole(text[..number].parse::<f64>().ok()? * factor)
}

/// A positive number rounded up.
pub(super) fn whole(number: f64) -> Option<u32> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is in the range")]
    let whole = number.ceil() as u32;
    (0.0..4_000_000_000.0).contains(&number).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::{mebibytes, units};

    #[test]
    fn amounts_are_read() {
        assert_eq!(
            ["512m", "1g", "1.5GB", "1048576", "300k"].map(mebibytes),
            [Some(512), Some(1024), Some(1536), Some(1), Some(1)]
        );
        assert_eq!(["0.5", "2", "x"].map(units), [Some(512), Some(2048), None]);
        assert_eq!(mebibytes("1x"), None);
    }
}
