//! What is read, and how much of it.

use super::super::limits;
use super::super::node::Node;
use super::super::source_location::SourceLocation;

/// Bytes of the largest file that is read: four times what CloudFormation takes, so that indented sources of what is sent compactly are
/// still read, and no more.
pub const LARGEST: usize = 4 * limits::BODY;
/// How deep lists and maps may be nested. Public templates stay below 30.
pub const DEEPEST: usize = 100;
/// How much a file may hold once its aliases are followed: each value counts 1, and 1 more for each 16 bytes of its text.
pub const HEAVIEST: usize = 1_000_000;

/// What was read from a file.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Document {
    /// The root of the tree.
    pub root: Node,
    /// Where aliases (`*name`) stand. CloudFormation takes none; the tools that package templates for it follow them, as is done here.
    pub aliases: Vec<SourceLocation>,
    /// Keys that a map has twice, in the order of the file.
    pub duplicates: Vec<Duplicate>,
}

/// A key that a map has twice. CloudFormation takes the last of its values and says nothing of the others.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Duplicate {
    /// The key.
    pub key: String,
    /// Where it stands again.
    pub location: SourceLocation,
    /// Where it stood before.
    pub first: SourceLocation,
    /// Whether both values are the same, so that nothing is lost.
    pub is_same: bool,
}

/// What a template file holds beside the template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Remarks {
    /// As in [`Document::aliases`].
    pub aliases: Vec<SourceLocation>,
    /// As in [`Document::duplicates`].
    pub duplicates: Vec<Duplicate>,
}
