//! Running other programs, and reading what they print within bounds: a program may print for ever.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;

use super::disk;

/// Bytes of the longest answer that is read: the templates of every stack of an environment.
const LARGEST: usize = 256 << 20;
/// Bytes that are kept of what a program says of its mistakes.
const LARGEST_COMPLAINT: usize = 64 << 10;

/// What a program did.
pub(super) struct Ran {
    pub(super) status: ExitStatus,
    pub(super) stdout: Vec<u8>,
    /// The beginning of what it said of its mistakes.
    pub(super) stderr: Vec<u8>,
}

/// Runs a program to its end, with nothing to read.
pub(super) fn run(command: &mut Command) -> io::Result<Ran> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    // Each of the two waits for the other where one process does them in turn.
    let read = thread::scope(|scope| {
        let complaint = scope.spawn(move || stderr.map(beginning).transpose().map(Option::unwrap_or_default));
        let stdout = stdout.map(|stdout| disk::first(stdout, LARGEST + 1)).transpose().map(Option::unwrap_or_default);
        if stdout.as_ref().map_or(true, |bytes| bytes.len() > LARGEST) {
            end(&mut child);
        }
        let complaint = complaint.join().unwrap_or_else(|_| Ok(Vec::new()));
        stdout.and_then(|stdout| Ok((stdout, complaint?)))
    });
    let status = child.wait()?;
    let (stdout, stderr) = read?;
    if stdout.len() > LARGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it printed more than {} MiB", LARGEST >> 20)));
    }
    Ok(Ran { status, stdout, stderr })
}

/// The beginning of a stream that is read to its end, so that nobody waits to write to it.
fn beginning(mut from: impl Read) -> io::Result<Vec<u8>> {
    let kept = disk::first(&mut from, LARGEST_COMPLAINT)?;
    io::copy(&mut from, &mut io::sink())?;
    Ok(kept)
}

/// Ends a program that prints too much; one that is gone already needs no end.
fn end(child: &mut Child) {
    let _ = child.kill();
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;

    use super::{LARGEST, run};

    #[test]
    fn what_prints_for_ever_is_ended() {
        let error = run(&mut Command::new("yes")).err().map(|error| error.to_string());
        assert_eq!(error, Some(format!("it printed more than {} MiB", LARGEST >> 20)));
        let ran = run(Command::new("sh").args(["-c", "yes | head -c 1000000 >&2; echo out; exit 3"])).unwrap();
        assert_eq!((ran.status.code(), ran.stdout.as_slice(), ran.stderr.len()), (Some(3), &b"out\n"[..], 64 << 10));
    }
}
