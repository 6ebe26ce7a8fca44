//! Rules of an author's own: what they see of a template, and where they put their findings.

use super::context::Context;
use crate::diagnostic::Diagnostic;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};
use crate::language::read::{policy, security_group, task};

/// How a rule of an author's own looks at a template.
pub type Look = fn(&mut Inspection<'_, '_>);

/// One template, as a rule of an author's own sees it: loops are unrolled, and functions are seen through where their value is known.
pub struct Inspection<'c, 'a> {
    /// A finding of the rule, without its message.
    finding: Diagnostic,
    context: &'c mut Context<'a>,
}

impl<'c, 'a> Inspection<'c, 'a> {
    pub(super) fn run(look: Look, finding: Diagnostic, context: &'c mut Context<'a>) {
        look(&mut Inspection { finding, context });
    }

    /// The name of the stack; empty for a template file.
    pub fn stack(&self) -> &'a str {
        self.context.stack()
    }

    /// Every resource, in the order of the template.
    pub fn resources(&self) -> Vec<Resource<'a>> {
        resource::all(self.context.scope()).collect()
    }

    /// The resources of a type, for example `AWS::SQS::Queue`.
    pub fn of_type(&self, resource_type: &str) -> Vec<Resource<'a>> {
        resource::of_type(self.context.scope(), resource_type)
    }

    /// Every container that an ECS task definition may turn out to have.
    pub fn containers(&self, task: &Resource<'a>) -> Vec<Property<'a>> {
        task::every_container(task).iter().map(|container| (**container).clone()).collect()
    }

    /// The statements of every literal policy document: of roles, users and groups, of buckets, queues, topics and keys.
    pub fn statements(&self) -> Vec<Property<'a>> {
        let documents = policy::documents(self.context.scope()).into_iter();
        documents.flat_map(|document| policy::statements(&document.property)).map(|statement| statement.0).collect()
    }

    /// Every rule that security groups may have and that lets traffic in, inline or a resource of its own.
    pub fn ingress(&self) -> Vec<Property<'a>> {
        let rules = security_group::of(self.context.scope()).into_iter().filter(|rule| !rule.outward);
        rules.map(|rule| rule.rule).collect()
    }

    /// Reports what is wrong with a property; where it is left out, at what it would stand in.
    pub fn report(&mut self, property: &Property<'a>, message: impl Into<String>) {
        let finding = self.finding(message.into());
        property.report(self.context, finding);
    }

    /// Reports what is wrong with a resource.
    pub fn report_on(&mut self, resource: &Resource<'a>, message: impl Into<String>) {
        let finding = self.finding(message.into());
        self.context.report(finding, resource.location, ["Resources", resource.id]);
    }

    fn finding(&self, message: String) -> Diagnostic {
        let mut finding = self.finding.clone();
        finding.message = message;
        finding
    }
}
