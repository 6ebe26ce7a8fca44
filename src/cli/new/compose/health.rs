//! Health checks of a Compose file.

use super::text::{interpolated, quoted};
use crate::constructs::container::CHECK_TIMES;
use crate::template::Node;

/// A health check, with what the file says of its times, in seconds.
pub(super) struct Health {
    command: String,
    interval: Option<u32>,
    timeout: Option<u32>,
    retries: Option<u32>,
    start_period: Option<u32>,
}

/// What ECS takes: the key, the least and the most.
const LIMITS: [(&str, u32, u32); 4] = [("interval", 5, 300), ("timeout", 2, 60), ("retries", 1, 10), ("start_period", 0, 300)];

impl Health {
    /// Reads it; what has no counterpart is noted.
    pub(super) fn of(node: &Node, notes: &mut Vec<String>) -> Option<Health> {
        if node.get("disable").and_then(Node::scalar).as_deref() == Some("true") {
            return None;
        }
        let Some(command) = node.get("test").and_then(command) else {
            notes
                .push("healthcheck: it has no command that was understood; the image's own one does not count in ECS".to_owned());
            return None;
        };
        let mut number = |key: &str| {
            let (_, least, most) = LIMITS.into_iter().find(|(known, ..)| *known == key)?;
            let text = interpolated(&node.get(key)?.scalar()?).ok()?;
            let given = if key == "retries" { text.parse().ok() } else { seconds(&text) };
            let Some(given) = given else {
                notes.push(format!("healthcheck.{key}: {text} was not understood"));
                return None;
            };
            let taken = given.clamp(least, most);
            if taken != given {
                notes.push(format!("healthcheck.{key}: {given} becomes {taken}; ECS takes {least} to {most}"));
            }
            Some(taken)
        };
        let (interval, timeout, retries) = (number("interval"), number("timeout"), number("retries"));
        let start_period = number("start_period");
        let known = |key: &str| key == "test" || key == "disable" || LIMITS.iter().any(|(known, ..)| *known == key);
        let others = node.as_map().into_iter().flat_map(|map| map.keys()).filter(|key| !known(key.as_str()));
        notes.extend(others.map(|key| format!("healthcheck.{}: left out", key.as_str())));
        Some(Health { command, interval, timeout, retries, start_period })
    }

    /// The call on a container, as Rust writes it.
    pub(super) fn call(&self, shown: impl FnOnce(&str) -> String) -> String {
        let command = quoted(&shown(&self.command));
        let given = [self.interval, self.timeout, self.retries, self.start_period];
        if given.iter().all(Option::is_none) {
            return format!(".health_check({command})");
        }
        // What the file does not say is as the construct sets it.
        let mut times = CHECK_TIMES;
        times.iter_mut().zip(given).for_each(|(time, given)| *time = given.unwrap_or(*time));
        let [interval, timeout, retries, start] = times;
        format!(
            ".health_check_with(ecs::task_definition::HealthCheck::new().command([\"CMD-SHELL\", {command}]).interval({interval})\
             .timeout({timeout}).retries({retries}).start_period({start}), {start})"
        )
    }
}

/// The command, for a shell.
fn command(node: &Node) -> Option<String> {
    let Some(list) = node.as_list() else { return node.scalar() };
    let words: Vec<String> = list.iter().filter_map(Node::scalar).collect();
    match words.split_first()? {
        (form, rest) if form == "CMD-SHELL" => rest.first().cloned(),
        (form, rest) if form == "CMD" => {
            Some(rest.iter().map(|word| crate::scaffold::shell::quote(word)).collect::<Vec<_>>().join(" "))
        }
        _ => None,
    }
}

/// A duration as Compose writes it, `1m30s`, in whole seconds, rounded up.
fn seconds(text: &str) -> Option<u32> {
    let (mut total, mut rest) = (0.0_f64, text.trim());
    while !rest.is_empty() {
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let unit = rest[number..].find(|c: char| c.is_ascii_digit()).map_or(rest.len(), |next| number + next);
        let factor = match &rest[number..unit] {
            "h" => 3600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 0.001,
            "us" => 0.000_001,
            _ => return None,
        };
        total += rest[..number].parse::<f64>().ok()? * factor;
        rest = &rest[unit..];
    }
    super::limits::whole(total)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn durations_are_seconds() {
        assert_eq!(["5s", "1m30s", "1500ms", "1h"].map(seconds), [Some(5), Some(90), Some(2), Some(3600)]);
        assert_eq!(["5", "s", "1d", "x"].map(seconds), [None; 4]);
    }
}
