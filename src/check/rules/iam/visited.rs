//! Statements that a walk comes to.

use crate::check::engine::Visit;
use crate::language::read::policy::Statement;
use crate::template::path::Path;

impl<'a> Statement<'a> {
    /// The statement that a node is, of whatever kind its document is. Its path is empty: that of the node goes before.
    pub(crate) fn at(visit: &Visit<'a, '_>) -> Option<Self> {
        let map = visit.node.as_map().filter(|_| visit.is_statement())?;
        Some(Statement { map, location: visit.location, path: Path::default() })
    }
}
