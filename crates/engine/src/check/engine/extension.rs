//! Schemas beside those of the types: what a service refuses at certain properties, as data.

use std::collections::BTreeMap;

use super::conformance::{Detail, conforms, implied};
use super::context::{Context, Found};
use super::rule::{Extension, Growth, Rule, RuleKind};
use super::subject::Subject;
use super::walk::{Applicable, Walk};
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::{Value, resolve};
use crate::schema::{SchemaNode, extensions};
use crate::template::path::Path;
use crate::template::{Node, ResourceEntry, SourceLocation};

/// What places in the metadata of resources begin with, where others have a type.
const METADATA: &str = "Metadata";

/// The region that messages speak of where a value is wrong in all.
const FIRST_REGION: &str = "us-east-1";

/// The way from the properties of a resource to a value, with the rule that applies there.
struct Site {
    steps: Vec<&'static str>,
    rule: &'static Rule,
    schema: SchemaNode<'static>,
}

/// The rules that apply a schema beside those of the types, by the types at which they do.
pub(super) struct Extensions {
    sites: BTreeMap<&'static str, Vec<Site>>,
    keywords: Applicable,
}

impl Extensions {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.sites.is_empty() && self.keywords.is_empty()
    }

    /// Those among some rules.
    pub(super) fn among(rules: &[&'static Rule]) -> Self {
        let mut sites: BTreeMap<&str, Vec<Site>> = BTreeMap::new();
        for rule in rules {
            let mut add = |kind, site| sites.entry(kind).or_default().push(site);
            match rule.kind {
                RuleKind::Extension(extension) => {
                    let Some(schema) = extensions::of(extension.schema) else { continue };
                    for place in extension.places {
                        let mut steps: Vec<&str> = place.split('/').collect();
                        add(steps.remove(0), Site { steps, rule, schema });
                    }
                }
                RuleKind::Refused => {
                    extensions::refused().for_each(|(kind, schema)| add(kind, Site { steps: Vec::new(), rule, schema }))
                }
                _ => {}
            }
        }
        Extensions { sites, keywords: Applicable::keywords(rules) }
    }

    /// Checks the metadata of a resource.
    pub(super) fn validate_metadata<'a>(&self, context: &mut Context<'a>, resource: &ResourceEntry<'a>) {
        let Some((key, node)) = resource.node.as_map().and_then(|map| map.get_key_value(METADATA)) else { return };
        let path = Path::of(["Resources", resource.id.as_str(), METADATA]);
        let found = self.validate(context, METADATA, &path, node, key.location_with(node));
        context.report_all(found);
    }

    /// Checks the properties of a resource.
    pub(super) fn validate<'a>(
        &self,
        context: &Context<'a>,
        resource_type: &'a str,
        path: &Path<'a>,
        node: &'a Node,
        location: SourceLocation,
    ) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        for site in self.sites.get(resource_type).into_iter().flatten() {
            let walk = Walk::for_rule(context, resource_type, &self.keywords, path.clone(), site.rule);
            let mut visit = Visit { walk, schema: site.schema, region: context.scope().region() };
            visit.descend(node, &site.steps, "Properties", location);
            for one in visit.walk.found {
                // Several parts of a schema may say the same.
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        }
        found
    }
}

/// One rule at one resource.
struct Visit<'a, 'r> {
    walk: Walk<'a, 'r>,
    schema: SchemaNode<'static>,
    region: Option<&'a str>,
}

impl<'a> Visit<'a, '_> {
    /// Goes the way to the values, through all that functions may yield on it.
    fn descend(&mut self, node: &'a Node, steps: &[&'static str], name: &'a str, location: SourceLocation) {
        if resolve::is_plain(node) {
            self.step(node, steps, name, location);
            return;
        }
        for case in self.walk.scope.cases(node).iter() {
            if let (Value::Known(known), false) = (&case.value, case.is_chosen()) {
                self.step(known, steps, name, case.location().or(known.location).or(location));
            }
        }
    }

    fn step(&mut self, node: &'a Node, steps: &[&'static str], name: &'a str, location: SourceLocation) {
        let Some((step, rest)) = steps.split_first() else {
            self.validate(node, name, location);
            return;
        };
        if *step == "*" {
            for (index, item) in node.as_list().unwrap_or_default().iter().enumerate() {
                self.walk.path.push(index);
                self.descend(item, rest, name, item.location.or(location));
                self.walk.path.pop();
            }
        } else if let Some((key, value)) = node.as_map().and_then(|map| map.get_key_value(step)) {
            self.walk.path.push(key.as_str());
            self.descend(value, rest, key.as_str(), key.location_with(value).or(location));
            self.walk.path.pop();
        }
    }

    fn validate(&mut self, node: &'a Node, name: &'a str, location: SourceLocation) {
        if self.schema.property(FIRST_REGION).is_none() {
            self.walk.validate(node, self.schema, name, location);
            return;
        }
        let Some((schema, place)) = self.regional(node, name) else { return };
        let known = self.walk.found.len();
        self.walk.validate(node, schema, name, location);
        for (finding, ..) in &mut self.walk.found[known..] {
            finding.message.push_str(&place);
        }
    }

    /// The schema of the region, where it is known; of any region if the value is wrong in all of them.
    fn regional(&self, node: &'a Node, name: &'a str) -> Option<(SchemaNode<'static>, String)> {
        if let Some(region) = self.region {
            return Some((self.schema.property(region)?, format!(" in {region}")));
        }
        let first = self.schema.property(FIRST_REGION)?;
        let is_wrong = |schema| conforms(&self.walk.subject(node, schema, name), Detail::All).is_no();
        let is_taken = |schema| !is_wrong(schema) && speaks(&self.walk.subject(node, schema, name));
        let is_wrong_everywhere = is_wrong(first) && !self.schema.properties().any(|(_, schema)| is_taken(schema));
        is_wrong_everywhere.then(|| (first, " in any region".to_owned()))
    }
}

/// Whether a schema says anything of a value: a region without an engine says nothing of its classes.
fn speaks(subject: &Subject<'_>) -> bool {
    let applies = |schema| implied(&subject.with(schema)).iter().any(|(_, condition)| condition.is_some());
    !subject.schema.enum_values().is_empty() || subject.schema.all_of().any(applies)
}

/// Makes a finding of a keyword one of the rule whose schema has it.
pub(super) fn adopt(rule: &Rule, subject: &Subject<'_>, finding: &mut Diagnostic) {
    finding.code = rule.code;
    finding.severity = rule.severity;
    finding.help.get_or_insert_with(|| rule.fix.to_owned());
    let RuleKind::Extension(extension) = rule.kind else { return };
    let Some(given) = subject.scalar().filter(|_| extension.growth != Growth::None) else { return };
    let date = extensions::date();
    if extension.may_have_grown(&given, subject) {
        finding.severity = Severity::Warning;
        finding.message = format!("`{}` is `{given}`, which did not exist on {date}", subject.name);
    } else if let Some(help) = &mut finding.help {
        help.push_str(&format!(" (as of {date})"));
    }
}

impl Extension {
    /// Whether a value that is not listed may have come later than the list.
    fn may_have_grown(&self, given: &str, subject: &Subject<'_>) -> bool {
        match self.growth {
            Growth::None => false,
            Growth::Families => {
                let mut listed = Vec::new();
                if let Some(schema) = extensions::of(self.schema) {
                    values(schema, &mut listed);
                }
                is_new_family(given, listed)
            }
            Growth::Versions => is_newer(given, &Vec::from_iter(subject.schema.enum_values().texts())),
        }
    }
}

/// The values of all closed sets in a schema: what is known of one region or version is known.
fn values(schema: SchemaNode<'static>, listed: &mut Vec<&'static str>) {
    listed.extend(schema.enum_values().texts());
    let inner = schema.properties().map(|(_, schema)| schema).chain(schema.all_of()).chain(schema.schema("then"));
    inner.for_each(|schema| values(schema, listed));
}

fn is_new_family<'v>(given: &str, listed: impl IntoIterator<Item = &'v str>) -> bool {
    family(given).is_some_and(|own| listed.into_iter().all(|listed| family(listed) != Some(own)))
}

/// How far the first number of a version goes at once: engines step by one, and Oracle went from 19 to 26.
const FARTHEST_STEP: u64 = 10;

/// Whether a version comes after all that are listed of its line: of its first number. A line may be new, if it is no farther from the
/// newest than any engine has gone.
fn is_newer(given: &str, listed: &[&str]) -> bool {
    let own = extensions::numbers(given);
    let line = |version: &[u64]| version.first().copied();
    let listed: Vec<Vec<u64>> = listed.iter().map(|version| extensions::numbers(version)).collect();
    let newest = listed.iter().filter(|listed| line(listed) == line(&own)).max();
    let newest_line = listed.iter().filter_map(|version| line(version)).max();
    let is_of_new_line =
        || newest_line.zip(line(&own)).is_some_and(|(newest, own)| own > newest && own - newest <= FARTHEST_STEP);
    !own.is_empty() && newest.map_or_else(is_of_new_line, |newest| own > *newest)
}

/// What an instance type is called before its size: `db.m5` of `db.m5.large`. Only whole families are known to be new.
fn family(text: &str) -> Option<&str> {
    let is_size = |part: &str| {
        ["nano", "micro", "small", "medium", "large"].contains(&part) || part.ends_with("xlarge") || part.starts_with("metal")
    };
    let mut start = 0_usize;
    for part in text.split('.') {
        if is_size(part) {
            return text.get(..start.checked_sub(1)?);
        }
        start += part.len() + 1;
    }
    None
}

/// The numbers in a version, in order.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_newer_than_the_list_is_let_through() {
        let types = &["db.m5.large", "m5.large.search"];
        assert!(is_new_family("db.m9g.large", types.iter().copied()));
        assert!(is_new_family("m9g.large.search", types.iter().copied()));
        assert!(!is_new_family("db.m5.larg", types.iter().copied()));
        assert!(!is_new_family("db.m5.9xlarge", types.iter().copied()));
        assert!(!is_new_family("large", types.iter().copied()));
        let versions = &["15.2", "16.1", "16.4", "8.0.mysql_aurora.3.04.0"];
        assert!(is_newer("16.10", versions));
        assert!(is_newer("17", versions));
        assert!(is_newer("8.0.mysql_aurora.3.10.0", versions));
        assert!(!is_newer("16.2", versions));
        assert!(!is_newer("14.1", versions));
        assert!(!is_newer("latest", versions));
        assert!(!is_newer("99.9", versions), "no engine goes so far at once");
    }
}
