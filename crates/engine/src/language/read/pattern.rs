//! The patterns of policies.

/// Whether a pattern, in which `*` stands for any characters and `?` for one, matches a text. Its time is at most the product
/// of their lengths.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut here) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while here < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                last_star = Some((at, here));
                at += 1;
            }
            Some(wanted) if *wanted == b'?' || *wanted == text[here] => {
                at += 1;
                here += 1;
            }
            _ => {
                // What the last star stands for takes one more character.
                let Some((star, taken)) = last_star else { return false };
                last_star = Some((star, taken + 1));
                at = star + 1;
                here = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|rest| *rest == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_as_iam_reads_them() {
        for (pattern, text) in
            [("*", ""), ("get*", "getobject"), ("*tag*", "listtagsforresource"), ("g?t*t", "getobject"), ("a*b*c", "axbxbxc")]
        {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("get?", "get"), ("get*x", "getobject"), ("", "a"), ("a*b*c", "axbxb")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}
