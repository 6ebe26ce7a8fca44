//! Writing YAML.

use super::node::Node;

/// Block-style YAML; every text that YAML 1.1 would read as something else is quoted.
pub(super) fn write(root: &Node) -> String {
    // A tree of texts, numbers and flags with text keys always has a YAML form.
    serde_saphyr::to_string(root).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::template::Node;

    #[test]
    fn texts_stay_texts() {
        let node = Node::from(serde_json::json!({ "Version": "2012-10-17", "Flag": "yes", "Port": 4567 }));
        assert_eq!(write(&node), "Version: \"2012-10-17\"\nFlag: \"yes\"\nPort: 4567\n");
    }
}
