//! What a reviewer must know before the details.

use crate::language::reference;
use crate::template::Node;

/// What a headline is about, from the mildest to the gravest. The order is that of the exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeadlineKind {
    /// Resources are to be moved before the deployment.
    Moved,
    /// The source of a secret changes: only new tasks read it.
    Secrets,
    /// Something interrupts the service.
    Downtime,
    /// A policy allows more than before.
    IamWidened,
    /// A port is opened to the internet.
    WorldOpen,
    /// Data is deleted.
    DataLoss,
    /// CloudFormation will refuse the change, or roll it back.
    WillFail,
}

impl HeadlineKind {
    /// As it is shown.
    pub fn title(self) -> &'static str {
        match self {
            HeadlineKind::Moved => "MOVED",
            HeadlineKind::Secrets => "SECRETS",
            HeadlineKind::Downtime => "DOWNTIME",
            HeadlineKind::IamWidened => "IAM WIDENED",
            HeadlineKind::WorldOpen => "WORLD OPEN",
            HeadlineKind::DataLoss => "DATA LOSS",
            HeadlineKind::WillFail => "WILL FAIL",
        }
    }
}

/// One headline.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Headline {
    /// What it is about.
    pub kind: HeadlineKind,
    /// Its code, for example `DIFF101`.
    pub code: &'static str,
    /// The stack.
    pub stack: String,
    /// The resource or output; empty for the stack as a whole.
    pub id: String,
    /// What happens, in one sentence.
    pub message: String,
    /// The way out.
    pub way_out: String,
    /// The values of parameters under which it happens, in words; nothing where it happens under all that were looked at.
    pub under: Option<String>,
}

impl Headline {
    /// A headline about a resource.
    pub fn new(kind: HeadlineKind, code: &'static str, stack: &str, id: &str, message: String, way_out: &str) -> Self {
        Headline { kind, code, stack: stack.to_owned(), id: id.to_owned(), message, way_out: way_out.to_owned(), under: None }
    }
}

impl Headline {
    /// Says under which values of parameters it happens, before what it says of that itself.
    pub(super) fn add_under(&mut self, under: Option<String>) {
        self.under = match (under, self.under.take()) {
            (Some(under), Some(own)) => Some(format!("{under}, and {own}")),
            (under, own) => under.or(own),
        };
    }
}

/// Whether a node refers to a resource.
pub(super) fn leads_to(node: &Node, id: &str) -> bool {
    reference::ids(node).contains(&id)
}
