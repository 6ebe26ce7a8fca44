//! Names that live as long as the process, so that handles can be `Copy`.

use std::collections::BTreeSet;
use std::sync::Mutex;

static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The one `'static` copy of a name.
///
/// Logical ids and stack names repeat across environments, so what is kept is bounded by the number of different names, not
/// by the number of templates.
pub(crate) fn intern(name: &str) -> &'static str {
    let mut names = NAMES.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some(known) = names.get(name) {
        return known;
    }
    let kept: &'static str = Box::leak(name.to_owned().into_boxed_str());
    names.insert(kept);
    kept
}

#[cfg(test)]
mod tests {
    use super::intern;

    #[test]
    fn one_copy_is_kept() {
        let first = intern(&String::from("BackendService"));
        let second = intern(&String::from("BackendService"));
        assert!(std::ptr::eq(first, second));
    }
}
