//! The regular expressions of the embedded schemas: which of them are not checked, by name, so that nobody takes them for checked.

use std::collections::BTreeSet;

use formwork::schema::{self, Pattern};
use serde_json::Value;

#[test]
fn the_patterns_that_are_not_checked_are_known() {
    let published = published();
    let not_checked: Vec<&str> = published.iter().map(String::as_str).filter(|pattern| Pattern::new(pattern).is_none()).collect();
    let share = format!("{} of {} patterns are not checked", not_checked.len(), published.len());
    insta::assert_snapshot!("patterns_not_checked", format!("{share}:\n\n{}", not_checked.join("\n")));
}

/// Every pattern of every type.
fn published() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for name in schema::types() {
        collect(&schema::find(name).unwrap().raw().to_json(), &mut found);
    }
    found
}

fn collect(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Array(parts) => parts.iter().for_each(|part| collect(part, found)),
        Value::Object(parts) => {
            for (keyword, part) in parts {
                match part {
                    Value::String(pattern) if keyword == "pattern" => drop(found.insert(pattern.clone())),
                    Value::Object(patterns) if keyword == "patternProperties" => {
                        found.extend(patterns.keys().cloned());
                        collect(part, found);
                    }
                    _ => collect(part, found),
                }
            }
        }
        _ => {}
    }
}

/// What the published sets of values say of the patterns beside them: a pattern that refuses them would be read wrongly here.
#[test]
fn patterns_take_the_values_that_stand_beside_them() {
    let mut refused = Vec::new();
    let mut taken = 0;
    for name in schema::types() {
        beside(&schema::find(name).unwrap().raw().to_json(), &mut |pattern, value| match Pattern::new(pattern)
            .and_then(|p| p.matches(value))
        {
            Some(false) => refused.push(format!("{name}: {pattern} refuses `{value}`")),
            Some(true) => taken += 1,
            None => {}
        });
    }
    assert!(taken > 0, "there are values beside patterns");
    // An empty default stands for none.
    refused.retain(|line| !line.ends_with("refuses ``"));
    insta::assert_snapshot!(refused.join("\n"), @"");
}

fn beside(schema: &Value, validate: &mut dyn FnMut(&str, &str)) {
    match schema {
        Value::Array(parts) => parts.iter().for_each(|part| beside(part, validate)),
        Value::Object(parts) => {
            if let Some(pattern) = parts.get("pattern").and_then(Value::as_str) {
                let values = parts.get("enum").and_then(Value::as_array).into_iter().flatten();
                let values = values.chain(parts.get("default")).chain(parts.get("const")).filter_map(Value::as_str);
                values.for_each(|value| validate(pattern, value));
            }
            parts.values().for_each(|part| beside(part, validate));
        }
        _ => {}
    }
}
