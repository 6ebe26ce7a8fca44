//! Checking a template file: its form first, then what it says, with what its author ignores left out.

use super::context::MOST_FINDINGS;
use super::ignore::Ignored;
use super::rule::{ReadingRules, Rule};
use super::rule_set::RuleSet;
use super::run;
use crate::diagnostic::{Diagnostic, Severity};
use crate::template::read::{self, Duplicate, ReadError};
use crate::template::{Content, Node, SourceLocation, Template};

/// What a template file came to.
#[non_exhaustive]
pub struct CheckedFile {
    /// The template; nothing where its form is broken.
    pub template: Option<Template>,
    /// Mistakes and warnings, in the order of the file.
    pub findings: Vec<Diagnostic>,
    /// Whether there are more findings than are kept.
    pub is_cut: bool,
}

/// Checks the bytes of a template file. The paths of the findings begin with the section.
pub(crate) fn file(rules: &RuleSet, more: &[&'static Rule], reading: &ReadingRules, bytes: &[u8]) -> CheckedFile {
    match read::template(bytes) {
        Ok((template, remarks)) => {
            let mut findings = unnamed(rules, more, &template);
            let is_cut = findings.len() >= MOST_FINDINGS || remarks.aliases.len() >= MOST_FINDINGS;
            findings.extend(alias_findings(reading.alias, &template, &remarks.aliases));
            findings.extend(remarks.duplicates.iter().map(|duplicate| duplicate_finding(reading.form, duplicate)));
            let ignored = Ignored::by(&template);
            findings.retain(|finding| !ignored.has(finding));
            findings.sort_by_key(|finding| position(finding.location));
            CheckedFile { template: Some(template), findings, is_cut }
        }
        Err(errors) => CheckedFile {
            template: None,
            findings: errors.into_iter().map(|error| form_finding(reading.form, error)).collect(),
            is_cut: false,
        },
    }
}

/// What is found in a template that belongs to no stack. The paths of the findings begin with the section.
fn unnamed(rules: &RuleSet, more: &[&'static Rule], template: &Template) -> Vec<Diagnostic> {
    let mut findings = run::template(rules, more, "", template);
    // The first step of a path is the name of the stack, and a file has none.
    findings.iter_mut().for_each(|finding| finding.path.remove_first());
    findings
}

/// What is found in a template that was read from a file, without what its author ignores.
pub(crate) fn template(rules: &RuleSet, more: &[&'static Rule], template: &Template) -> Vec<Diagnostic> {
    let mut findings = unnamed(rules, more, template);
    let ignored = Ignored::by(template);
    findings.retain(|finding| !ignored.has(finding));
    findings
}

/// Whether a file may be meant as a template, as far as can be told without reading it: it names resources.
pub fn may_be_template(bytes: &[u8]) -> bool {
    const NAME: &[u8] = b"Resources";
    let mut starts = bytes.iter().enumerate().filter(|(_, byte)| **byte == NAME[0]).map(|(at, _)| at);
    starts.any(|at| {
        let (before, from) = bytes.split_at(at);
        let is_key = match before.last() {
            None | Some(b'\n') => true,
            Some(before) => *before == b'"' && from.get(NAME.len()) == Some(&b'"'),
        };
        is_key && from.starts_with(NAME)
    })
}

impl CheckedFile {
    /// Whether the file is meant as a template: it has resources, or its form is broken.
    pub fn is_template(&self) -> bool {
        let typed = |node: &Node| node.get("Type").is_some() || matches!(node.content, Content::List(_));
        let has_resources = |template: &Template| template.section("Resources").is_some_and(|map| map.values().any(typed));
        self.template.as_ref().is_none_or(has_resources)
    }
}

/// A mistake of form as a finding.
pub(crate) fn form_finding(form: &Rule, error: ReadError) -> Diagnostic {
    let mut finding = form.finding(error.message).at(error.location);
    finding.related.extend(error.related);
    finding.help = error.help;
    finding
}

/// A key that stands twice is a mistake where a value is lost.
pub(crate) fn duplicate_finding(form: &Rule, duplicate: &Duplicate) -> Diagnostic {
    let mut finding = form.finding(format!("duplicate key `{}`", duplicate.key)).at(duplicate.location);
    finding.related.push((duplicate.first, "first here".to_owned()));
    if duplicate.is_same {
        finding.severity = Severity::Warning;
        return finding.help("delete one of the two: their values are the same");
    }
    finding.help("CloudFormation takes the last one and silently drops the other")
}

/// Those who deploy with the SAM command line have their aliases followed by it.
fn alias_findings(alias: &Rule, template: &Template, aliases: &[SourceLocation]) -> Vec<Diagnostic> {
    let transform = template.root().get("Transform");
    if transform.is_some_and(|node| node.as_str().is_some_and(|name| name.starts_with("AWS::Serverless"))) {
        return Vec::new();
    }
    let finding = |location: &SourceLocation| {
        let message = "CloudFormation rejects aliases; `aws cloudformation package` expands them";
        alias.finding(message).at(*location).help(alias.fix)
    };
    aliases.iter().take(MOST_FINDINGS).map(finding).collect()
}

/// Line and column; what has no place comes first.
pub(crate) fn position(location: SourceLocation) -> (u32, u32) {
    match location {
        SourceLocation::File { line, column } => (line, column),
        _ => (0, 0),
    }
}
