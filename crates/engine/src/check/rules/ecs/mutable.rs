//! Names of images that may mean another image tomorrow.

use crate::check::engine::shown::shown;

/// Why the name of an image may mean another image tomorrow, if it surely may.
pub(super) fn mutable(name: &str) -> Option<String> {
    let last = name.rsplit('/').next().unwrap_or(name);
    if last.is_empty() || last.contains('@') {
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
        for name in
            ["nginx:1.27", "nginx@sha256:12", "a/nginx:latest@sha256:12", "${Image}", "a/${Image}", "a/b:${Tag}", "${}repo", ""]
        {
            assert_eq!(mutable(name), None, "{name}");
        }
    }
}
