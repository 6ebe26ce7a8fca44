//! What a rule is.

use super::assembled::Deployed;
use super::context::Context;
use super::names_in_use::{EnvironmentFinding, NamesInUse};
use super::own::Look;
use super::requirement::Requirement;
use super::subject::Subject;
use super::visit::Visit;
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Keywords;
use crate::stack::Assembly;

/// A rule: its code, what it says for itself, and how it looks.
#[non_exhaustive]
pub struct Rule {
    /// Its code, for example `E1020`.
    pub code: &'static str,
    /// How bad a finding is.
    pub severity: Severity,
    /// What it does, in one sentence.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// An example of what it finds.
    pub example: &'static str,
    /// How to fix what it finds, as it stands after `help:`: lower-case, without a full stop.
    pub fix: &'static str,
    /// The page that states it.
    pub link: &'static str,
    /// How far it looks.
    pub(crate) kind: RuleKind,
}

/// How far a rule looks, with the function that looks.
#[derive(Clone, Copy)]
pub(crate) enum RuleKind {
    /// At the stacks while they are built: the typed layer and the constructs report it themselves.
    Authoring,
    /// At the form of a file, while it is read.
    Reading,
    /// At one template.
    Template(fn(&Rule, &mut Context<'_>)),
    /// At properties of each resource of some types.
    Property(&'static [Requirement]),
    /// At one template, for the author of the stacks.
    Own(Look),
    /// At some nodes of a template, outermost first. A finding without a place of its own is the node's.
    Node(Nodes, for<'a> fn(&Rule, &Context<'a>, &Visit<'a, '_>) -> Vec<Diagnostic>),
    /// At some property values of each resource, each together with its schema.
    Value(Values, fn(&Rule, &Subject<'_>) -> Vec<Diagnostic>),
    /// The same, and at each call that the value comes from as it is: a text may be known in part.
    Text(Values, fn(&Rule, &Subject<'_>) -> Vec<Diagnostic>),
    /// At each call that the value of some properties comes from as it is, together with the property's schema.
    Call(Values, fn(&Rule, &Subject<'_>) -> Vec<Diagnostic>),
    /// At property values at certain places, by a schema beside that of their type.
    Extension(&'static Extension),
    /// At the properties of each resource, by what its service refuses beyond the published schemas.
    Refused,
    /// At what all environments take up together; each finding with the index of its environment.
    Environments(fn(&Rule, &[NamesInUse]) -> Vec<EnvironmentFinding>),
    /// At all stacks of an environment together.
    App(fn(&Rule, &Assembly, &[Deployed<'_, '_>], &mut Vec<Diagnostic>)),
}

/// A schema beside those of the types, and where it applies.
pub(crate) struct Extension {
    /// Its name in the archive.
    pub schema: &'static str,
    /// Types, each with the way to the value: `AWS::EC2::Instance/BlockDeviceMappings/*/Ebs`.
    pub places: &'static [&'static str],
    /// What AWS adds to its values as time goes by.
    pub growth: Growth,
}

/// What AWS adds to a set of values: what may have come later than the archive is no error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Growth {
    /// Nothing.
    None,
    /// Families of instance types.
    Families,
    /// Versions of engines.
    Versions,
}

/// The nodes that a rule looks at. Most rules look at few, and a template has many.
#[derive(Clone, Copy)]
pub(crate) enum Nodes {
    /// All.
    All,
    /// Texts.
    Texts,
    /// Texts in which `{{` begins what may be a dynamic reference.
    DynamicTexts,
    /// Calls of functions.
    Calls,
    /// Calls of these functions.
    CallsOf(&'static [&'static str]),
    /// Statements of policy documents.
    Statements,
}

/// The property values that a rule looks at.
#[derive(Clone, Copy)]
pub(crate) enum Values {
    /// Those whose schema has one of these keywords.
    With(Keywords),
    /// Those of properties of these names; `Properties` is the whole of a resource.
    Named(&'static [&'static str]),
}

impl Rule {
    /// A rule of an author's own, by its code, for example `MY001`: what it finds, in one sentence, and the function that looks at each
    /// template. A finding is an error unless [`Rule::warns`] says otherwise; [`Rule::because`] and [`Rule::fixed_by`] are what `explain` prints.
    pub const fn new(code: &'static str, what: &'static str, look: Look) -> Self {
        Rule { code, severity: Severity::Error, what, why: "", example: "", fix: "", link: "", kind: RuleKind::Own(look) }
    }

    /// Makes its findings warnings.
    pub const fn warns(self) -> Self {
        Rule { severity: Severity::Warning, ..self }
    }

    /// Why it matters.
    pub const fn because(self, why: &'static str) -> Self {
        Rule { why, ..self }
    }

    /// The way out, which every finding has as its help: lower-case, without a full stop.
    pub const fn fixed_by(self, fix: &'static str) -> Self {
        Rule { fix, ..self }
    }

    /// The page that states it.
    pub const fn page(self, link: &'static str) -> Self {
        Rule { link, ..self }
    }

    /// Whether it looks at what keywords of schemas say, whatever the schema.
    pub(crate) fn is_of_keywords(&self) -> bool {
        matches!(self.kind, RuleKind::Value(Values::With(_), _) | RuleKind::Text(Values::With(_), _))
    }

    /// A finding of an author's rule without its message; help and page are not asked of an author.
    pub(super) fn own_finding(&self) -> Diagnostic {
        let mut finding = self.finding("");
        finding.help = Some(self.fix.to_owned()).filter(|fix| !fix.is_empty());
        finding.link = finding.link.filter(|link| !link.is_empty());
        finding
    }

    /// A finding of this rule.
    pub fn finding(&self, message: impl Into<String>) -> Diagnostic {
        let finding = match self.severity {
            Severity::Error => Diagnostic::error(self.code, message),
            Severity::Warning => Diagnostic::warning(self.code, message),
            Severity::Info => Diagnostic::info(self.code, message),
        };
        finding.link(self.link)
    }
}

/// The rules of what reading a file finds: it has found it before a template is there to look at.
pub(crate) struct ReadingRules {
    /// That of a file whose form is broken.
    pub form: &'static Rule,
    /// That of an alias of YAML.
    pub alias: &'static Rule,
    /// That of a parameters file in no known form.
    pub parameters_file: &'static Rule,
    /// That of values that do not fit the parameters of a template.
    pub parameters: &'static Rule,
    /// That of values that do not fit the parameters of a nested template.
    pub nested: &'static Rule,
}
