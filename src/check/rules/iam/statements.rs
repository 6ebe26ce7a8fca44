//! Whether the elements of a policy document are those that its kind takes.

use crate::check::engine::shown::shown;
use crate::check::engine::{Context, Found, Rule};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::Scope;
use crate::language::read::policy::{self, Document, Kind, Statement};
use crate::language::resolve;
use crate::template::path::Path;
use crate::template::{Content, Map, Node, SourceLocation};

const VERSIONS: [&str; 2] = ["2012-10-17", "2008-10-17"];
const EFFECTS: [&str; 2] = ["Allow", "Deny"];

/// Finds what is wrong with the form of the documents of some kinds.
pub(crate) fn check(rule: &Rule, context: &mut Context<'_>, kinds: &[Kind]) {
    let scope = context.scope();
    let mut found: Vec<Found> = Vec::new();
    for document in policy::documents(scope).iter().filter(|document| kinds.contains(&document.kind)) {
        let mut validation = Validation { rule, scope, kind: document.kind, found: &mut found };
        validation.document(document);
        let statements = document.statements(scope);
        statements.iter().for_each(|statement| validation.statement(statement));
        validation.repeated_sids(&statements);
    }
    context.report_all(found);
}

struct Validation<'a, 'f> {
    rule: &'f Rule,
    scope: &'a Scope<'a>,
    kind: Kind,
    found: &'f mut Vec<Found<'a>>,
}

impl<'a> Validation<'a, '_> {
    fn put(&mut self, finding: Diagnostic, location: SourceLocation, path: Path<'a>) {
        self.found.push((finding, location, path));
    }

    fn document(&mut self, document: &Document<'a>) {
        self.unknown(document.map, &["Id", "Statement", "Version"], "policy document", document.location, &document.path);
        self.member(document.map, "Version", &VERSIONS, document.location, &document.path);
        let statements = document.map.get("Statement");
        let is_empty = statements.is_some_and(|node| matches!(&node.content, Content::List(items) if items.is_empty()));
        if statements.is_none() || is_empty {
            let location = statements.map_or(document.location, |node| node.location.or(document.location));
            let mut finding = self.rule.finding("the policy document has no statement").help(self.rule.fix);
            // An empty list is legal JSON of a policy; whether each service takes it is not documented.
            if is_empty {
                finding.severity = Severity::Warning;
            }
            self.put(finding, location, document.path.clone());
        }
    }

    fn statement(&mut self, statement: &Statement<'a>) {
        let (subject, object) = match self.kind {
            Kind::Identity => (false, true),
            Kind::Trust => (true, false),
            Kind::Resource | Kind::Repository => (true, true),
        };
        let mut known = vec!["Action", "Condition", "Effect", "NotAction", "Sid"];
        known.extend(subject.then_some(["NotPrincipal", "Principal"]).into_iter().flatten());
        known.extend(object.then_some(["NotResource", "Resource"]).into_iter().flatten());
        self.unknown(statement.map, &known, self.owner(), statement.location, &statement.path);
        self.member(statement.map, "Effect", &EFFECTS, statement.location, &statement.path);
        self.one_of(statement, &["Effect"]);
        self.one_of(statement, &["Action", "NotAction"]);
        if subject {
            self.one_of(statement, &["Principal", "NotPrincipal"]);
        }
        if object && self.kind != Kind::Repository {
            self.one_of(statement, &["Resource", "NotResource"]);
        }
        if self.kind == Kind::Identity {
            self.sid(statement);
        }
    }

    fn owner(&self) -> &'static str {
        match self.kind {
            Kind::Identity => "statement of a policy of a user, group or role",
            Kind::Trust => "statement of a trust policy",
            Kind::Resource | Kind::Repository => "statement of a policy of a resource",
        }
    }

    fn unknown(&mut self, map: &'a Map, known: &[&str], owner: &str, location: SourceLocation, path: &Path<'a>) {
        for (key, node) in map.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            let mut finding = self.rule.finding(format!("a {owner} takes no element `{}`", key.as_str()));
            let near = nearest(key.as_str(), known.iter().copied());
            finding.help =
                Some(near.map_or_else(|| format!("it takes {}", known.join(", ")), |near| format!("did you mean `{near}`?")));
            self.put(finding, key.location().or(node.location).or(location), path.then(key.as_str()));
        }
    }

    /// Finds an element whose literal value is none of a closed set.
    fn member(&mut self, map: &'a Map, element: &'a str, legal: &[&str], location: SourceLocation, path: &Path<'a>) {
        let Some(node) = map.get(element) else { return };
        let Some(text) = self.scope.literal(node).and_then(Node::scalar) else { return };
        if legal.contains(&text.as_str()) {
            return;
        }
        let near = nearest(&text, legal.iter().copied());
        let help = near.map_or_else(|| format!("one of {}", legal.join(", ")), |near| format!("did you mean `{near}`?"));
        let finding = self.rule.finding(format!("`{}` is no `{element}`", shown(&text))).help(help);
        self.put(finding, node.location.or(location), path.then(element));
    }

    fn one_of(&mut self, statement: &Statement<'a>, elements: &[&str]) {
        let may_be = elements.iter().filter(|name| self.scope.is_present(statement.map, name)).count();
        let surely = elements.iter().filter(|name| statement.map.get(**name).is_some_and(resolve::is_plain)).count();
        let names: Vec<String> = elements.iter().map(|name| format!("`{name}`")).collect();
        let message = match (may_be, surely) {
            (0, _) => format!("the statement has no {}", names.join(" or ")),
            (_, 2..) => format!("the statement has both {}", names.join(" and ")),
            _ => return,
        };
        self.put(self.rule.finding(message).help(self.rule.fix), statement.location, statement.path.clone());
    }

    fn sid(&mut self, statement: &Statement<'a>) {
        let Some(node) = statement.map.get("Sid") else { return };
        let Some(sid) = self.scope.text(node) else { return };
        if !sid.chars().all(|c| c.is_ascii_alphanumeric()) {
            let finding = self.rule.finding(format!("`{}` is no `Sid`", shown(&sid))).help("it takes letters and digits");
            self.put(finding, node.location.or(statement.location), statement.path_to("Sid"));
        }
    }

    /// A bucket takes two statements of one `Sid`; IAM, topics, queues and keys do not.
    fn repeated_sids(&mut self, statements: &[Statement<'a>]) {
        let mut seen: Vec<(&str, SourceLocation)> = Vec::new();
        if !matches!(self.kind, Kind::Identity | Kind::Trust) {
            return;
        }
        for statement in statements {
            let Some(node) = statement.map.get("Sid") else { continue };
            let Some(sid) = node.as_str().filter(|sid| !sid.is_empty()) else { continue };
            let location = node.location.or(statement.location);
            match seen.iter().find(|(known, _)| *known == sid) {
                Some((_, first)) => {
                    let finding = self.rule.finding(format!("two statements have the `Sid` `{}`", shown(sid)));
                    self.put(finding.related(*first, "the first"), location, statement.path_to("Sid"));
                }
                None => seen.push((sid, location)),
            }
        }
    }
}
