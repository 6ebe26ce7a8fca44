//! Whether the elements of a policy document are those that its kind takes.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Rule};
use crate::diagnostic::{Severity, nearest};
use crate::language::read::policy::{self, PolicyType, Statement};
use crate::language::read::property::Property;
use crate::language::resolve;

const VERSIONS: [&str; 2] = ["2012-10-17", "2008-10-17"];
const EFFECTS: [&str; 2] = ["Allow", "Deny"];
/// The operators of conditions. All but `Null` may end in `IfExists`, and begin with what they ask of a key with several values.
const OPERATORS: [&str; 27] = [
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "BinaryEquals",
    "Bool",
    "DateEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateNotEquals",
    "IpAddress",
    "NotIpAddress",
    "Null",
    "NumericEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericNotEquals",
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
];

/// Finds what is wrong with the form of the documents of some kinds.
pub(crate) fn check(rule: &Rule, context: &mut Context<'_>, kinds: &[PolicyType]) {
    let scope = context.scope();
    for document in policy::documents(scope).iter().filter(|document| kinds.contains(&document.kind)) {
        let mut validation = Validation { rule, kind: document.kind, context };
        validation.document(&document.property);
        let statements = policy::statements(&document.property);
        statements.iter().for_each(|statement| validation.statement(statement));
        validation.repeated_sids(&statements);
    }
}

struct Validation<'a, 'f> {
    rule: &'f Rule,
    kind: PolicyType,
    context: &'f mut Context<'a>,
}

impl<'a> Validation<'a, '_> {
    fn document(&mut self, document: &Property<'a>) {
        self.unknown(document, &["Id", "Statement", "Version"], "policy document");
        self.member(document, "Version", &VERSIONS);
        let statements = document.get("Statement");
        let is_empty = statements.items().is_some_and(|items| items.is_empty());
        if is_empty {
            let mut finding = self.rule.finding("the policy document has no statements").help(self.rule.fix);
            // An empty list is legal JSON of a policy; whether each service takes it is not documented.
            if !statements.is_absent() {
                finding.severity = Severity::Warning;
            }
            self.context.report(finding, statements.location(), document.path());
        }
    }

    fn statement(&mut self, statement: &Statement<'a>) {
        let (subject, object) = match self.kind {
            PolicyType::Identity => (false, true),
            PolicyType::Trust => (true, false),
            PolicyType::Resource | PolicyType::Repository => (true, true),
        };
        let mut known = vec!["Action", "Condition", "Effect", "NotAction", "Sid"];
        known.extend(subject.then_some(["NotPrincipal", "Principal"]).into_iter().flatten());
        known.extend(object.then_some(["NotResource", "Resource"]).into_iter().flatten());
        self.unknown(statement, &known, self.owner());
        self.member(statement, "Effect", &EFFECTS);
        self.one_of(statement, &["Effect"]);
        self.one_of(statement, &["Action", "NotAction"]);
        if subject {
            self.one_of(statement, &["Principal", "NotPrincipal"]);
        }
        if object && self.kind != PolicyType::Repository {
            self.one_of(statement, &["Resource", "NotResource"]);
        }
        if self.kind == PolicyType::Identity {
            self.sid(statement);
        }
        self.operators(&statement.get("Condition"));
        for element in ["Principal", "NotPrincipal"] {
            statement.get(element).get("AWS").every_entry().iter().for_each(|principal| self.principal(principal));
        }
    }

    fn owner(&self) -> &'static str {
        match self.kind {
            PolicyType::Identity => "statement of a policy of a user, group or role",
            PolicyType::Trust => "statement of a trust policy",
            PolicyType::Resource | PolicyType::Repository => "statement of a policy of a resource",
        }
    }

    fn unknown(&mut self, property: &Property<'a>, known: &[&str], owner: &str) {
        let unknown = property.map().into_iter().flatten().filter(|(key, _)| !known.contains(&key.as_str()));
        for (key, _) in unknown {
            let name = key.as_str();
            let mut finding = self.rule.finding(format!("a {owner} has no element `{name}`"));
            let near = nearest(name, known.iter().copied());
            finding.help =
                Some(near.map_or_else(|| format!("it takes {}", known.join(", ")), |near| format!("did you mean `{near}`?")));
            let element = property.get(name);
            self.context.report(finding, key.location().or(element.location()), element.path());
        }
    }

    /// Finds an element whose literal value is none of a closed set.
    fn member(&mut self, property: &Property<'a>, element: &'static str, legal: &[&str]) {
        let value = property.get(element);
        let Some(text) = value.text().filter(|text| !legal.contains(&text.as_str())) else { return };
        let near = nearest(&text, legal.iter().copied());
        let help = near.map_or_else(|| format!("one of {}", legal.join(", ")), |near| format!("did you mean `{near}`?"));
        value.report(self.context, self.rule.finding(format!("`{}` is not a valid `{element}`", shown(&text))).help(help));
    }

    fn one_of(&mut self, statement: &Statement<'a>, elements: &[&'static str]) {
        let given: Vec<Property<'_>> = elements.iter().map(|name| statement.get(name)).filter(|one| !one.is_absent()).collect();
        let surely = given.iter().filter(|one| one.node().is_some_and(resolve::is_plain)).count();
        let names: Vec<String> = elements.iter().map(|name| format!("`{name}`")).collect();
        let message = match (given.len(), surely) {
            (0, _) => format!("the statement has no {}", names.join(" or ")),
            (_, 2..) => format!("the statement has both {}", names.join(" and ")),
            _ => return,
        };
        statement.report(self.context, self.rule.finding(message).help(self.rule.fix));
    }

    fn sid(&mut self, statement: &Statement<'a>) {
        let value = statement.get("Sid");
        let Some(sid) = value.text().filter(|sid| !sid.chars().all(|c| c.is_ascii_alphanumeric())) else { return };
        let finding = self.rule.finding(format!("`{}` is not a valid `Sid`", shown(&sid)));
        value.report(self.context, finding.help("use letters and digits"));
    }

    fn operators(&mut self, conditions: &Property<'a>) {
        for (key, _) in conditions.map().into_iter().flatten() {
            let written = key.as_str();
            let single = written.strip_prefix("ForAllValues:").or(written.strip_prefix("ForAnyValue:")).unwrap_or(written);
            let plain = single.strip_suffix("IfExists").unwrap_or(single);
            // Whether IAM minds small letters is not documented.
            if OPERATORS.iter().any(|known| known.eq_ignore_ascii_case(plain)) {
                continue;
            }
            let near =
                nearest(plain, OPERATORS).map_or("such as `StringEquals`".to_owned(), |near| format!("did you mean `{near}`?"));
            let finding = self.rule.finding(format!("`{}` is not an operator of a condition", shown(written))).help(near);
            let operator = conditions.get(written);
            self.context.report(finding, key.location().or(operator.location()), operator.path());
        }
    }

    fn principal(&mut self, principal: &Property<'a>) {
        let Some(text) = principal.text().filter(|text| text.starts_with("arn:") && text.contains(['*', '?'])) else { return };
        let finding =
            self.rule.finding(format!("`{}` is not a principal: a wildcard stands for a part of its name", shown(&text)));
        principal.report(self.context, finding.help("write `*` and a condition with `aws:PrincipalArn`, or the whole ARN"));
    }

    /// A bucket takes two statements of one `Sid`; IAM, topics, queues and keys do not.
    fn repeated_sids(&mut self, statements: &[Statement<'a>]) {
        let mut seen: Vec<(String, Property<'a>)> = Vec::new();
        if !matches!(self.kind, PolicyType::Identity | PolicyType::Trust) {
            return;
        }
        for statement in statements {
            let value = statement.get("Sid");
            let Some(sid) = value.text().filter(|sid| !sid.is_empty()) else { continue };
            match seen.iter().find(|(known, first)| *known == sid && first.coexists(&value)) {
                Some((_, first)) => {
                    let finding = self.rule.finding(format!("two statements have the `Sid` `{}`", shown(&sid)));
                    value.report(self.context, finding.related(first.location(), "the first"));
                }
                None => seen.push((sid, value)),
            }
        }
    }
}
