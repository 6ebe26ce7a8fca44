//! Ports of a Compose file: which one the container listens on.

use super::text::interpolated;
use crate::template::Node;

/// The container's port of an entry of `ports` or `expose`: `"8080:80"`, `80`, `127.0.0.1:80:80/tcp`, `{target: 80}`; or why there is none.
pub(super) fn of(entry: &Node) -> Result<u16, String> {
    let (text, protocol) = match entry.get("target").and_then(Node::scalar) {
        Some(target) => (target, entry.get("protocol").and_then(Node::scalar)),
        None => (entry.scalar().ok_or("a port is a number, a text or a map with `target`")?, None),
    };
    let text = interpolated(&text).map_err(|missing| format!("it takes `{}` from the shell", missing.join("`, `")))?;
    let (number, written) =
        text.split_once('/').map_or((text.as_str(), None), |(number, protocol)| (number, Some(protocol.to_owned())));
    if written.or(protocol).is_some_and(|protocol| protocol != "tcp") {
        return Err("only TCP has a counterpart".to_owned());
    }
    let target = number.rsplit(':').next().unwrap_or_default();
    let port = target.parse::<u16>().ok().filter(|port| *port > 0);
    port.ok_or_else(|| format!("`{target}` is not one port"))
}

/// The port of an image that everybody knows, and that files therefore leave out.
pub(super) fn known(image: &str) -> Option<u16> {
    let name = image.rsplit('/').next()?.split([':', '@']).next()?;
    let ports = [
        ("redis", 6379),
        ("valkey", 6379),
        ("memcached", 11211),
        ("rabbitmq", 5672),
        ("mongo", 27017),
        ("elasticsearch", 9200),
        ("nats", 4222),
        ("minio", 9000),
    ];
    ports.iter().find(|(known, _)| *known == name).map(|(_, port)| *port)
}

/// Whether an image speaks a protocol of its own, which no load balancer of HTTP leads to.
pub(super) fn speaks_no_http(image: &str) -> bool {
    known(image).is_some_and(|port| ![9200, 9000].contains(&port))
}

#[cfg(test)]
mod tests {
    use super::{known, of};
    use crate::template::Node;

    #[test]
    fn the_containers_port_is_the_last() {
        for text in ["80", "8080:80", "127.0.0.1:8080:80", "80:80/tcp", "${PORT:-8080}:80", "[::1]:80:80"] {
            assert_eq!(of(&Node::text(text)), Ok(80), "{text}");
        }
        for text in ["", "0", "3000-3005", "53:53/udp", "80:${PORT}", "99999", "x"] {
            assert!(of(&Node::text(text)).is_err(), "{text}");
        }
        assert_eq!([known("redis:7-alpine"), known("docker.io/library/mongo"), known("nginx")], [Some(6379), Some(27017), None]);
    }
}
