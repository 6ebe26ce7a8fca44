//! A template after its transforms, as CloudFormation processes it.

use std::cell::OnceCell;

use super::expand::{self, Expansion, LoopFault};
use super::opaque::{self, Cause, Opaque};
use super::sam;
use super::scope::Given;
use crate::template::path::{Iteration, Path};
use crate::template::{Template, limits};

/// A template, and what CloudFormation makes of it.
pub(crate) struct Program<'t> {
    written: &'t Template,
    expansion: Expansion,
    opaque: OnceCell<Vec<Opaque>>,
    translated: OnceCell<Option<Template>>,
    serverless: OnceCell<Option<sam::Names>>,
}

impl<'t> Program<'t> {
    /// Processes a template. What is given decides on the collections of its loops.
    pub(crate) fn new(written: &'t Template, given: Given<'_>) -> Self {
        let expansion = expand::expand(written, given);
        Program { written, expansion, opaque: OnceCell::new(), translated: OnceCell::new(), serverless: OnceCell::new() }
    }

    /// The template as it was written.
    pub(crate) fn written(&self) -> &'t Template {
        self.written
    }

    /// The template with its loops unrolled. Resources of SAM are as they are written.
    pub(crate) fn expanded(&self) -> &Template {
        self.expansion.template.as_ref().unwrap_or(self.written)
    }

    /// The template that is deployed: with the resources that SAM makes in the place of its own.
    pub(crate) fn deployed(&self) -> &Template {
        self.translated().unwrap_or_else(|| self.expanded())
    }

    /// The template with the resources that SAM makes, where it names SAM's transform.
    pub(crate) fn translated(&self) -> Option<&Template> {
        let translate = || sam::uses(self.expanded()).then(|| sam::translate(self.expanded()));
        self.translated.get_or_init(translate).as_ref()
    }

    /// Why the template is not read any further: it has far more than CloudFormation takes, as written or with its loops unrolled.
    pub(crate) fn far_exceeded(&self) -> Option<String> {
        limits::far_exceeded(self.written).or_else(|| limits::far_exceeded(self.expanded()))
    }

    /// The parts that only the deployment makes.
    pub(crate) fn opaque(&self) -> &[Opaque] {
        self.opaque.get_or_init(|| {
            let loops = self.expansion.open.iter().map(|open| {
                let path = Path::of([open.section.as_str()]).into_owned();
                Opaque { cause: Cause::Loop(open.clone()), location: open.location, path }
            });
            opaque::find(self.expanded()).into_iter().chain(loops).collect()
        })
    }

    /// The macro that may put anything in the place of what is at a path.
    pub(crate) fn rewritten_by(&self, path: &Path<'_>) -> Option<&str> {
        self.opaque().iter().find_map(|opaque| opaque.rewrites(path))
    }

    /// The loops that CloudFormation refuses.
    pub(crate) fn loop_faults(&self) -> &[LoopFault] {
        &self.expansion.faults
    }

    /// Whether an element of this name may be made by SAM or by an opaque part.
    pub(crate) fn may_make(&self, section: &str, name: &str) -> bool {
        let by_sam = || {
            let names = self.serverless().filter(|_| section == "Resources");
            let property = || name.split_once('.').and_then(|(id, property)| names?.referable(id, property));
            names.is_some_and(|names| names.may_have(name) || property().is_some())
        };
        self.opaque().iter().any(|opaque| opaque.may_make(section, name)) || by_sam()
    }

    /// The type whose attributes hold for a logical id: of the resource that SAM makes under it, or else its own.
    pub(crate) fn type_of(&self, id: &str) -> Option<&str> {
        let made = self.serverless().and_then(|names| names.type_of(id));
        made.or_else(|| Some(self.expanded().resource(id)?.resource_type))
    }

    /// The logical ids that SAM makes, as far as they are known.
    pub(crate) fn made_ids(&self) -> impl Iterator<Item = &str> {
        self.serverless().into_iter().flat_map(sam::Names::ids)
    }

    /// The names that SAM makes, where the template uses it.
    fn serverless(&self) -> Option<&sam::Names> {
        let names = || sam::uses(self.expanded()).then(|| sam::made_names(self.expanded()));
        self.serverless.get_or_init(names).as_ref()
    }

    /// The elements of loops on the way to a path, each with the count of steps that lead to what it made.
    pub(crate) fn iterations(&self, path: &Path<'_>) -> Vec<(usize, &Iteration)> {
        if self.expansion.iterations.is_empty() {
            return Vec::new();
        }
        let at = |length: usize| Some((length, self.expansion.iterations.get(&path[..length])?));
        (1..=path.len()).filter_map(at).collect()
    }
}

/// Why a template is not read any further: it has far more than CloudFormation takes.
pub fn far_exceeded(template: &Template) -> Option<String> {
    let unrolled = || limits::far_exceeded(&expand::expand(template, Given::default()).template?);
    limits::far_exceeded(template).or_else(unrolled)
}
