//! Reading files: whatever a path leads to, within bounds, and without waiting for what never comes.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Bytes of the largest file that is read as a whole.
const LARGEST: usize = 32 << 20;

/// A whole file.
pub(super) fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let bytes = beginning(path, LARGEST + 1)?;
    if bytes.len() > LARGEST {
        let problem = format!("it is larger than {} MiB, which is all that is read", LARGEST >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
    }
    Ok(bytes)
}

/// A whole file of text.
pub(super) fn text(path: &Path) -> io::Result<String> {
    let not_text = |_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8");
    String::from_utf8(bytes(path)?).map_err(not_text)
}

/// The first bytes of a file, at most so many: one more than is wanted tells that it is too large.
pub(super) fn beginning(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let kind = fs::metadata(path)?.file_type();
    if kind.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
    }
    // What the shell makes of `<(…)` is below `/dev` and has a writer.
    if is_pipe(kind) && !path.starts_with("/dev") && !path.starts_with("/proc") {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a pipe; `-` reads standard input"));
    }
    first(File::open(path)?, most)
}

/// The first bytes of what is open, at most so many.
pub(super) fn first(from: impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(unix)]
fn is_pipe(kind: fs::FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    kind.is_fifo()
}

/// Elsewhere, pipes have no paths of files.
#[cfg(not(unix))]
fn is_pipe(_: fs::FileType) -> bool {
    false
}
