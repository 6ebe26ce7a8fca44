//! What an author adds to a stack and shares with others: resources, constructs, values.

use super::handle::Handle;
use super::link::{Link, Shareable};
use super::resource::Resource;
use super::stack_builder::Stack;
use super::value::Typed;
use crate::diagnostic::Diagnostic;
use crate::template::{ExportName, Node, SourceLocation};

/// What [`Stack::add`] takes: a resource, or a construct that adds several.
///
/// A construct is a struct with what it needs, setters that return `Self`, and [`Construct::build`], which adds its resources. Whatever
/// `build` writes or reports, in whichever function or crate, is located at the author's call of [`Stack::add`]. A setter whose
/// argument findings should point at is `#[track_caller]` and keeps [`located`](super::located) values or [`Located`](super::Located) data.
/// A field [`Pending`](super::Pending) has the synthesis report a construct that is made and never added.
///
/// ```
/// use formwork::aws::sqs::{self, queue::RedrivePolicy};
/// use formwork::diagnostic::Diagnostic;
/// use formwork::prelude::*;
/// use formwork::stack::{Located, Pending};
///
/// /// A queue with a second one, for messages that fail: `ID` and `IDFailed`.
/// #[must_use]
/// struct Queue {
///     pending: Pending,
///     attempts: Located<u32>,
/// }
///
/// impl Queue {
///     #[track_caller]
///     fn new(attempts: u32) -> Self {
///         Queue { pending: Pending::of::<Self>(), attempts: Located::here(attempts) }
///     }
/// }
///
/// impl Construct for Queue {
///     type Output = Handle<sqs::Queue>;
///
///     fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
///         self.pending.added();
///         if self.attempts.what == 1 {
///             let problem = Diagnostic::warning("ACME01", format!("`{id}` gives a message up after one attempt"));
///             stack.report_on(id, problem.at(self.attempts.location).help("allow at least two"));
///         }
///         let failed = stack.add(format!("{id}Failed"), sqs::Queue::new());
///         let redrive = RedrivePolicy::new().dead_letter_target_arn(failed.arn()).max_receive_count(self.attempts);
///         stack.add(id, sqs::Queue::new().redrive_policy(redrive))
///     }
/// }
///
/// fn mail(stack: &mut Stack) {
///     let mail = stack.add("Mail", Queue::new(5));
///     stack.output("MailUrl", mail);
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be added to a stack",
    label = "expected a resource or a construct",
    note = "`stack.add(\"Id\", …)` takes a resource or a construct; a part of one is passed to its setter, and a handle is already added"
)]
pub trait Construct: Sized {
    /// What the author gets: the handles of what was added.
    type Output;

    /// Adds what the construct consists of: the main resource under `id`, the others under `id` and their role.
    fn build(self, id: &str, stack: &mut Stack) -> Self::Output;
}

impl<R: Resource> Construct for R {
    type Output = Handle<R>;

    fn build(self, id: &str, stack: &mut Stack) -> Handle<R> {
        stack.add_resource(id, self)
    }
}

/// Optional settings in one chain, on resources, constructs and their parts.
pub trait Maybe: Sized {
    /// Calls `then` with the value if there is one: `.maybe(settings.name, Bucket::bucket_name)`.
    fn maybe<T>(self, value: Option<T>, then: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => then(self, value),
            None => self,
        }
    }
}

impl<T> Maybe for T {}

/// What [`Stack::share`] takes: a value, or several that belong together, such as a network.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be shared with other stacks",
    label = "expected a string value, a list of such, or what a construct returned",
    note = "an output holds text: share a handle, an attribute or a link, for example `stack.share(\"TopicArn\", topic)`"
)]
pub trait Share {
    /// The same for the other stacks: links.
    type Shared;

    /// Adds the outputs, under `id` or names that begin with it.
    fn share(self, id: &str, stack: &mut Stack) -> Self::Shared;
}

impl Stack {
    /// Adds a resource or a construct under a logical id.
    ///
    /// The id is what stands in the template: short, readable, and the same wherever the code moves. An illegal or taken id is
    /// reported by the synthesis. What a construct writes and reports is located at this call.
    #[track_caller]
    pub fn add<C: Construct>(&mut self, id: impl AsRef<str>, what: C) -> C::Output {
        SourceLocation::caller().during(|| what.build(id.as_ref(), self))
    }

    /// Shares something with the other stacks of the app: a value becomes an output with an export, `STACK-NAME`, and a [`Link`].
    ///
    /// While another stack uses the export, CloudFormation lets it be neither removed nor changed.
    #[track_caller]
    pub fn share<S: Share>(&mut self, name: impl AsRef<str>, what: S) -> S::Shared {
        SourceLocation::caller().during(|| what.share(name.as_ref(), self))
    }

    /// Reports what only the author of a construct can see. Without a location of its own, it is that of the author's call.
    #[track_caller]
    pub fn report(&mut self, mut problem: Diagnostic) {
        problem.location = problem.location.or(SourceLocation::caller());
        if problem.path.is_empty() {
            problem = problem.path([self.name()]);
        }
        self.problems.push(problem);
    }

    /// Reports a finding on one resource; an author can allow it there, as those of the rules.
    #[track_caller]
    pub fn report_on(&mut self, id: impl AsRef<str>, problem: Diagnostic) {
        let location = problem.location.or(SourceLocation::caller());
        self.findings.push(problem.at(location).path([self.name(), "Resources", id.as_ref()]));
    }
}

/// A value is shared as an output with an export.
impl<T: Typed<Kind: Shareable>> Share for T {
    type Shared = Link<T::Kind>;

    fn share(self, id: &str, stack: &mut Stack) -> Link<T::Kind> {
        let location = SourceLocation::caller();
        let export = format!("{}-{id}", stack.full_name());
        if let Err(error) = ExportName::new(&export) {
            let mut problem = Diagnostic::error("FW001", error.to_string()).at(location).path([stack.name()]);
            problem.help = error.nearest.map(|nearest| format!("for example `{nearest}`"));
            stack.problems.push(problem);
        }
        let node = T::Kind::pack(self.into_typed().into_node_plain());
        stack.output_node(id, node, location).export(export.clone());
        Link::strong(stack.name(), Node::text(export))
    }
}
