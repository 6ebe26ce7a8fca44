//! Names of images that may mean another image tomorrow.

use crate::check::engine::shown::shown;

/// Why the name of an image may mean another image tomorrow, if it surely may.
pub(super) fn mutable(name: &str) -> Option<String> {
    let last = name.rsplit('/').next().unwrap_or(name);
    // The name of an image has no capitals: `IMAGE_PLACEHOLDER` stands for what another tool writes there.
    let stands_in =
        !last.contains("${") && last.split(':').next().is_some_and(|name| name.contains(|c: char| c.is_ascii_uppercase()));
    if last.is_empty() || last.contains('@') || stands_in {
        return None;
    }
    if last.ends_with(":latest") {
        return Some("has the tag `latest`".to_owned());
    }
    (!last.contains(':') && !name.contains("${}") && !last.contains("${")).then(|| format!("is `{}`, without a tag", shown(last)))
}

#[cfg(test)]
mod tests {
    use super::mutable;

    #[test]
    fn only_what_surely_moves_is_mutable() {
        for name in
            ["nginx", "nginx:latest", "public.ecr.aws/a/nginx", "${AWS::AccountId}.dkr.ecr.x/a:latest", "localhost:5000/nginx"]
        {
            assert!(mutable(name).is_some(), "{name}");
        }
        for name in [
            "nginx:1.27",
            "nginx@sha256:12",
            "a/nginx:latest@sha256:12",
            "${Image}",
            "a/${Image}",
            "a/b:${Tag}",
            "${}repo",
            "",
            "<IMAGE1_NAME>",
        ] {
            assert_eq!(mutable(name), None, "{name}");
        }
    }
}
