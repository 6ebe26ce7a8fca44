//! Where a repository shows a line of its sources, as the workflow that asks knows it.

use std::process::Command;

use crate::cli::process;
use crate::cli::session::Session;
use crate::template::SourceLocation;

/// The address of a revision's files.
pub(super) struct Links {
    base: String,
}

impl Links {
    /// As GitHub's variables say; nothing outside a workflow.
    pub(super) fn of(session: &Session) -> Option<Links> {
        let said = |name: &str| std::env::var(name).ok();
        let (server, repository, revision) = (said("GITHUB_SERVER_URL")?, said("GITHUB_REPOSITORY")?, said("GITHUB_SHA")?);
        let is_plain = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
        let host = server.strip_prefix("https://").filter(|host| is_plain(host))?;
        if !is_plain(&repository) || !revision.chars().all(|c| c.is_ascii_hexdigit()) {
            return None;
        }
        // A project may be a directory of its repository.
        let mut git = Command::new("git");
        let root = process::run(git.arg("-C").arg(&session.project.root).args(["rev-parse", "--show-prefix"])).ok()?;
        let prefix = String::from_utf8(root.stdout).ok()?;
        Some(Links { base: format!("https://{host}/{repository}/blob/{revision}/{}", encoded(prefix.trim())) })
    }

    /// The address of the line that writes something; nothing where that is not a file of the project.
    pub(super) fn to(&self, location: SourceLocation) -> Option<String> {
        let SourceLocation::Rust(at) = location else { return None };
        let is_inside = !at.file().starts_with(['/', '\\']) && !at.file().contains("..") && !at.file().contains(':');
        is_inside.then(|| format!("{}{}#L{}", self.base, encoded(at.file()), at.line()))
    }
}

/// A path as it stands in an address.
fn encoded(path: &str) -> String {
    let mut text = String::new();
    for byte in path.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => text.push(char::from(byte)),
            byte => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
