//! Which rules a run applies: those that always do, and beside them those of packs and an author's own.

use std::sync::OnceLock;

use super::engine::file::CheckedFile;
use super::engine::{self, Rule, RuleSet, run};
use super::rules::{AUTHORING, READING, RULES, pack};
use crate::diagnostic::{Diagnostic, Severity};
use crate::stack::{Assembly, Pack};
use crate::template::Template;

/// The rules that always apply.
pub(super) fn always() -> &'static RuleSet {
    static SET: OnceLock<RuleSet> = OnceLock::new();
    SET.get_or_init(|| RuleSet::of(RULES.iter().copied()))
}

/// What is refused before anything is made: `Fn::GetAtt`, `Fn::Sub`, `Ref` and `DependsOn` of nothing, what is no declaration of a
/// parameter, and conditions that are not defined.
pub const OF_WHOLE_TEMPLATE: [&str; 6] = ["E1010", "E1019", "E1020", "E2001", "E3005", "E8002"];
/// Sections and attributes that CloudFormation does not know: a tool that does makes its template of the file.
pub const OF_OTHER_TOOLS: [&str; 2] = ["E1001", "E3001"];

/// What CloudFormation refuses of a template before it looks at what its resources are: findings of these two kinds. The paths begin
/// with the section.
pub fn refused_as_a_whole(template: &Template) -> Vec<Diagnostic> {
    static SET: OnceLock<RuleSet> = OnceLock::new();
    errors_by(SET.get_or_init(|| RuleSet::of(RULES.iter().copied().filter(|rule| is_of_whole(rule.code)))), template)
}

/// Whether a code is of one of these two kinds.
pub fn is_of_whole(code: &str) -> bool {
    OF_WHOLE_TEMPLATE.contains(&code) || OF_OTHER_TOOLS.contains(&code)
}

/// The errors in a template that was read from a file, without what its author ignores. The paths begin with the section.
pub fn errors(template: &Template) -> Vec<Diagnostic> {
    static SET: OnceLock<RuleSet> = OnceLock::new();
    errors_by(if needs_all(template) { always() } else { SET.get_or_init(|| finding_errors(&|_| true)) }, template)
}

/// The same, of the rules with some codes alone.
pub fn errors_of(is_asked: &dyn Fn(&str) -> bool, template: &Template) -> Vec<Diagnostic> {
    if needs_all(template) { errors_by(always(), template) } else { errors_by(&finding_errors(is_asked), template) }
}

/// The rules with some codes that find errors: what the others warn of, nobody asks here. The rules of keywords stay, since those that are
/// schemas find with them what is wrong.
fn finding_errors(is_asked: &dyn Fn(&str) -> bool) -> RuleSet {
    let is_one = |rule: &&Rule| rule.severity == Severity::Error && is_asked(rule.code) || rule.is_of_keywords();
    RuleSet::of(RULES.iter().copied().filter(is_one))
}

/// Whether all rules must look: a mistake in what a transform makes is not told where its source has any finding.
fn needs_all(template: &Template) -> bool {
    !template.transforms().is_empty()
}

fn errors_by(rules: &RuleSet, template: &Template) -> Vec<Diagnostic> {
    engine::file::template(rules, &[], template).into_iter().filter(Diagnostic::is_error).collect()
}

/// Every rule that comes with Formwork: of templates, of packs, of the authoring layer.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let of_packs = Pack::ALL.iter().flat_map(|name| pack(*name).rules());
    RULES.iter().copied().chain(of_packs).chain(AUTHORING.iter().copied())
}

/// The pack that a rule belongs to, if it belongs to one.
pub fn pack_of(code: &str) -> Option<Pack> {
    Pack::ALL.iter().copied().find(|name| pack(*name).rules().any(|rule| rule.code == code))
}

/// The rules of a run beside those that always apply.
#[derive(Clone, Default)]
pub struct Selection {
    packs: Vec<Pack>,
    own: Vec<&'static Rule>,
}

impl Selection {
    /// The rules that always apply, those of some packs, and an author's own.
    pub fn new(packs: &[Pack], own: &[&'static Rule]) -> Self {
        Selection { packs: packs.to_vec(), own: own.to_vec() }
    }

    /// Every finding in the templates of an environment, whose own packs are applied as well: stack by stack, and within a stack
    /// in the order of the rules.
    pub fn assembly(&self, assembly: &Assembly) -> Vec<Diagnostic> {
        let packs: Vec<Pack> = self.packs.iter().chain(&assembly.target.packs).copied().collect();
        let more = self.more(&packs, assembly.target.production);
        let is_dormant = |code: &str| pack_of(code).is_some() && !more.iter().any(|rule| rule.code == code);
        raised(run::assembly(always(), &more, &is_dormant, assembly), &packs)
    }

    /// Every finding in one template, synthesized or read from a file. `name` begins the path of each.
    pub fn template(&self, name: &str, template: &Template) -> Vec<Diagnostic> {
        raised(run::template(always(), &self.more(&self.packs, true), name, template), &self.packs)
    }

    /// Every finding in a template that was read from a file, without what its author ignores. The paths begin with the section.
    pub fn read_template(&self, template: &Template) -> Vec<Diagnostic> {
        raised(engine::file::template(always(), &self.more(&self.packs, true), template), &self.packs)
    }

    /// Checks the bytes of a template file. The paths of the findings begin with the section.
    pub fn file(&self, bytes: &[u8]) -> CheckedFile {
        let checked = engine::file::file(always(), &self.more(&self.packs, true), &READING, bytes);
        CheckedFile { findings: raised(checked.findings, &self.packs), ..checked }
    }

    /// The rules to run beside those that always apply. Of a template alone nobody says that it is not for production.
    fn more(&self, packs: &[Pack], is_production: bool) -> Vec<&'static Rule> {
        let of_packs = Pack::ALL.iter().filter(|name| packs.contains(name)).map(|name| pack(*name));
        let of_packs = of_packs.flat_map(|pack| {
            let applies = move |rule: &&'static Rule| is_production || !pack.in_production.contains(&rule.code);
            pack.rules().filter(applies)
        });
        of_packs.chain(self.own.iter().copied()).collect()
    }
}

/// What is only a warning elsewhere may stop a deployment where a pack is asked for.
fn raised(mut findings: Vec<Diagnostic>, packs: &[Pack]) -> Vec<Diagnostic> {
    let is_raised = |code: &str| packs.iter().any(|name| pack(*name).raises(code));
    for finding in findings.iter_mut().filter(|finding| finding.severity == Severity::Warning && is_raised(finding.code)) {
        finding.severity = Severity::Error;
    }
    findings
}
