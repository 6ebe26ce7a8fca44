//! What a change does to a box: told by a word and a sign, by the outline, and by its colour.

/// What a change does to a box. The verdict is that of `diff`; the picture only draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Mark {
    /// CloudFormation refuses the change.
    Refused,
    /// It goes.
    Removed,
    /// A new one takes its place.
    Replaced,
    /// A new one may take its place.
    MayBeReplaced,
    /// Nobody can tell what happens.
    Unknown,
    /// It is updated, with some interruption.
    Interrupted,
    /// It is updated.
    Updated,
    /// A new revision is made, which is how its type is updated.
    Revised,
    /// It is made.
    Added,
    /// Something that it refers to is replaced, so it is updated.
    Reached,
    /// It gets another id, or another stack, and stays.
    Moved,
    /// Only what the service does not see.
    Metadata,
}

/// Every mark, the gravest first: the order of the legend.
const ALL: [Mark; 12] = [
    Mark::Refused,
    Mark::Removed,
    Mark::Replaced,
    Mark::MayBeReplaced,
    Mark::Unknown,
    Mark::Interrupted,
    Mark::Updated,
    Mark::Revised,
    Mark::Added,
    Mark::Reached,
    Mark::Moved,
    Mark::Metadata,
];

/// How the outline of a marked box is drawn.
pub(super) struct Outline {
    pub(super) colour: &'static str,
    pub(super) width: &'static str,
    /// As SVG takes it; empty for a whole line.
    pub(super) dashes: &'static str,
}

impl Mark {
    pub(super) fn all() -> impl Iterator<Item = Mark> {
        ALL.into_iter()
    }

    /// Its word in JSON, and its class.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Refused => "refused",
            Mark::Removed => "removed",
            Mark::Replaced => "replaced",
            Mark::MayBeReplaced => "may-be-replaced",
            Mark::Unknown => "unknown",
            Mark::Interrupted => "interrupted",
            Mark::Updated => "updated",
            Mark::Revised => "revised",
            Mark::Added => "added",
            Mark::Reached => "reached",
            Mark::Moved => "moved",
            Mark::Metadata => "metadata",
        }
    }

    /// As a box says it: the sign alone tells the kinds apart without any colour.
    pub fn words(self) -> &'static str {
        match self {
            Mark::Refused => "! REFUSED",
            Mark::Removed => "- REMOVED",
            Mark::Replaced => "+/- REPLACED",
            Mark::MayBeReplaced => "? MAY BE REPLACED",
            Mark::Unknown => "? EFFECT UNKNOWN",
            Mark::Interrupted => "~ INTERRUPTED",
            Mark::Updated => "~ UPDATED",
            Mark::Revised => "~ NEW REVISION",
            Mark::Added => "+ ADDED",
            Mark::Reached => "> REACHED",
            Mark::Moved => "= MOVED",
            Mark::Metadata => "= METADATA ONLY",
        }
    }

    /// What it means, for the legend.
    pub(super) fn meaning(self) -> &'static str {
        match self {
            Mark::Refused => "CloudFormation refuses another type under the same logical id",
            Mark::Removed => "is removed from the stack",
            Mark::Replaced => "a new one is made, and the old one goes",
            Mark::MayBeReplaced => "is updated or replaced: it depends on what only AWS knows",
            Mark::Unknown => "only a change set tells",
            Mark::Interrupted => "is updated with some interruption",
            Mark::Updated => "is updated without interruption",
            Mark::Revised => "a new revision, which is how this type is updated",
            Mark::Added => "is created",
            Mark::Reached => "is updated, because something that it refers to is replaced",
            Mark::Moved => "has another logical id or stack, and stays what it is",
            Mark::Metadata => "nothing that its service sees",
        }
    }

    /// The outlines differ in width and dashes as well as in colour; blue, red and amber stay apart for every eye.
    pub(super) fn outline(self) -> Outline {
        let (colour, width, dashes) = match self {
            Mark::Refused => ("#82071e", "5", "2 2"),
            Mark::Removed => ("#b3202c", "2.5", "8 4"),
            Mark::Replaced => ("#b3202c", "4.5", ""),
            Mark::MayBeReplaced => ("#b3202c", "3.5", "12 3 3 3"),
            Mark::Unknown => ("#8a5a00", "3.5", "12 3 3 3"),
            Mark::Interrupted => ("#8a5a00", "4.5", ""),
            Mark::Updated | Mark::Revised => ("#8a5a00", "2.5", ""),
            Mark::Added => ("#0550ae", "3", ""),
            Mark::Reached => ("#8a5a00", "2.5", "2 3"),
            Mark::Moved => ("#6639ba", "2.5", ""),
            Mark::Metadata => ("#57606a", "2", ""),
        };
        Outline { colour, width, dashes }
    }
}
