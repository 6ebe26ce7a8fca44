//! Where code, content and definitions lie.

use super::build;
use crate::template::{Node, function};

/// The names of the bucket, the key and the version in the property that is made.
pub(super) type Names = [&'static str; 3];

/// Of functions and layers.
pub(super) const LAMBDA: Names = ["S3Bucket", "S3Key", "S3ObjectVersion"];
/// Of definitions.
pub(super) const DEFINITION: Names = ["Bucket", "Key", "Version"];

/// A location in S3: an address `s3://bucket/key?versionId=version`, or a map. A path on the author's machine becomes a location only
/// when the template is packaged, so it is opaque.
pub(super) fn location(uri: &Node, names: Names) -> Node {
    let written = |entries: [Option<Node>; 3]| build::map(names.into_iter().zip(entries)).at(uri.location);
    if function::call(uri).is_none()
        && let (Some(bucket), Some(key)) = (build::present(uri, "Bucket"), build::present(uri, "Key"))
    {
        return written([Some(bucket.clone()), Some(key.clone()), build::present(uri, "Version").cloned()]);
    }
    match uri.as_str().and_then(parse) {
        Some((bucket, key, version)) => written([Some(build::text(bucket)), Some(build::text(key)), version.map(build::text)]),
        None => build::opaque(uri),
    }
}

fn parse(uri: &str) -> Option<(&str, &str, Option<&str>)> {
    let (bucket, path) = uri.strip_prefix("s3://")?.split_once('/')?;
    let (key, query) = path.split_once('?').map_or((path, None), |(key, query)| (key, Some(query)));
    let version = query.into_iter().flat_map(|query| query.split('&')).find_map(|part| part.strip_prefix("versionId="));
    (!bucket.is_empty() && !key.is_empty()).then_some((bucket, key.trim_start_matches('/'), version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_s3_are_divided() {
        assert_eq!(parse("s3://b/a/k.zip?versionId=v1"), Some(("b", "a/k.zip", Some("v1"))));
        assert_eq!(parse("s3://b/k"), Some(("b", "k", None)));
        assert_eq!(parse("src/"), None);
    }
}
