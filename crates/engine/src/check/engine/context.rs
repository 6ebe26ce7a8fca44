//! What a rule sees of one template, and where it puts its findings.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use super::subject::Effort;
use super::uses::Uses;
use super::visit::{self, Visit};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::language::read::security_group::{self, GroupRule};
use crate::language::{Program, Scope};
use crate::template::path::{Path, Step};
use crate::template::{Key, Map, Node, Origin, SourceLocation, function};

/// The template that is checked.
pub(crate) struct Context<'a> {
    stack: &'a str,
    program: &'a Program<'a>,
    scope: &'a Scope<'a>,
    findings: Vec<Diagnostic>,
    hints: Cell<usize>,
    in_loops: BTreeSet<(&'static str, String, SourceLocation)>,
    uses: OnceCell<Uses<'a>>,
    group_rules: OnceCell<Rc<[GroupRule<'a>]>>,
    effort: &'a Effort,
}

/// A finding, its place, and its path below the stack.
pub(crate) type Found<'p> = (Diagnostic, SourceLocation, Path<'p>);

/// The findings in one template that are kept. Nobody reads more, and hostile input would make millions.
pub const MOST_FINDINGS: usize = 1000;

/// The hints that are looked for in one template; each compares a name with all others.
const MOST_HINTS: usize = 200;

impl<'a> Context<'a> {
    /// A template to validate, and the name of its stack.
    pub(crate) fn new(stack: &'a str, program: &'a Program<'a>, scope: &'a Scope<'a>, effort: &'a Effort) -> Self {
        Context {
            stack,
            program,
            scope,
            findings: Vec::new(),
            hints: Cell::new(0),
            in_loops: BTreeSet::new(),
            uses: OnceCell::new(),
            group_rules: OnceCell::new(),
            effort,
        }
    }

    /// The name of the stack.
    pub(crate) fn stack(&self) -> &'a str {
        self.stack
    }

    /// The template, and what CloudFormation makes of it.
    pub(crate) fn program(&self) -> &'a Program<'a> {
        self.program
    }

    /// The template with its loops unrolled, and what is known of its values.
    pub(crate) fn scope(&self) -> &'a Scope<'a> {
        self.scope
    }

    /// The work that is still done for the template.
    pub(crate) fn effort(&self) -> &'a Effort {
        self.effort
    }

    /// What was found.
    pub(crate) fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }

    /// Whether nothing more is kept.
    pub(crate) fn is_full(&self) -> bool {
        self.findings.len() >= MOST_FINDINGS
    }

    /// Puts a finding at a place of the template.
    pub(crate) fn report<'p>(&mut self, finding: Diagnostic, location: SourceLocation, path: impl Into<Path<'p>>) {
        if self.is_full() {
            return;
        }
        let path = path.into();
        let finding = self.unless_rewritten(finding, &path);
        let iterations = self.program.iterations(&path);
        let of_loop = iterations.last().map(|(_, iteration)| (finding.code, iteration.key.clone(), location));
        if of_loop.is_some_and(|seen| !self.in_loops.insert(seen)) {
            // What is wrong in the body of a loop is told once, with the first element that shows it.
            return;
        }
        let mut path = Path::of([self.stack]).join(path);
        for (at, iteration) in iterations.into_iter().rev() {
            path.insert(at, Step::Iteration(Box::new(iteration.clone())));
        }
        self.findings.push(finding.at(location).path(path));
    }

    /// What a macro gets is no mistake for sure: CloudFormation checks what comes out of it.
    fn unless_rewritten(&self, mut finding: Diagnostic, path: &Path<'_>) -> Diagnostic {
        let name = if finding.severity == Severity::Error { self.program.rewritten_by(path) } else { None };
        if let Some(name) = name {
            finding.severity = Severity::Warning;
            finding.message.push_str(&format!(", unless the macro `{name}` changes that"));
        }
        finding
    }

    /// Puts findings at their places.
    pub(crate) fn report_all<'f>(&mut self, found: impl IntoIterator<Item = Found<'f>>) {
        for (finding, location, path) in found {
            self.report(finding, location, path);
        }
    }

    /// What the functions of the template name; found out when it is first asked for.
    pub(crate) fn uses(&self) -> &Uses<'a> {
        self.uses.get_or_init(|| Uses::of(self.program))
    }

    /// Every rule that the security groups may have; read when they are first asked for.
    pub(crate) fn group_rules(&self) -> Rc<[GroupRule<'a>]> {
        Rc::clone(self.group_rules.get_or_init(|| security_group::of(self.scope).into()))
    }

    /// Whether a node refers to an element of another stack: the synthesis reports that itself.
    pub(crate) fn is_stray(&self, node: &Node) -> bool {
        matches!(node.origin, Origin::Within(owner) if owner != self.stack)
    }

    /// Whether an element of this name may be made by what only the deployment knows: an included file, a macro, a module.
    pub(crate) fn may_make(&self, section: &str, name: &str) -> bool {
        self.program.may_make(section, name)
    }

    /// The place and path of an element of a section.
    pub(crate) fn element<'k>(&self, section: &'k str, key: &'k Key, node: &Node) -> (SourceLocation, Path<'k>) {
        (key.location_with(node), [section, key.as_str()].into())
    }

    /// The names that `Ref` may read: parameters, resources, pseudo parameters.
    pub(crate) fn referable(&self) -> impl Iterator<Item = &'a str> {
        let sections = ["Parameters", "Resources"];
        let named = sections.into_iter().filter_map(|name| self.scope.section(name)).flat_map(Map::keys).map(Key::as_str);
        named.chain(self.program.made_ids()).chain(function::PSEUDO_PARAMETERS)
    }

    /// Whether `Ref` may read this name.
    pub(crate) fn is_referable(&self, name: &str) -> bool {
        self.has("Resources", name)
            || self.has("Parameters", name)
            || function::PSEUDO_PARAMETERS.contains(&name)
            || ["Resources", "Parameters"].iter().any(|section| self.may_make(section, name))
    }

    /// Whether a section has an element of this name.
    pub(crate) fn has(&self, section: &str, name: &str) -> bool {
        self.scope.section(section).is_some_and(|map| map.contains_key(name))
    }

    /// The name of a section that is most like a misspelt one, as the end of a sentence.
    pub(crate) fn hint<'n>(&self, given: &str, candidates: impl IntoIterator<Item = &'n str>) -> Option<String> {
        self.hints.set(self.hints.get() + 1);
        if self.hints.get() > MOST_HINTS {
            return None;
        }
        nearest(given, candidates).map(|near| format!("did you mean `{near}`?"))
    }

    /// Walks the whole template, outermost nodes first.
    pub(crate) fn walk(&self, visit: &mut dyn FnMut(&Visit<'a, '_>)) {
        visit::walk(self.scope.template(), visit);
    }
}
