//! Kills a run of the program at a chosen moment.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

/// How many runs a test kills.
pub const ROUNDS: u32 = 100;

/// SIGKILL
const KILLED: i32 = 9;

/// Kills `child` in the `round`-th of [`ROUNDS`] rounds, and says whether that came before the run's own end. The moments are dense at
/// the beginning and reach four times `whole`, the time that one run took here and now: a busy machine is slower, by turns.
pub fn in_round(mut child: Child, round: u32, whole: Duration) -> bool {
    let until = Instant::now() + whole * 4 * round * round / (ROUNDS * ROUNDS);
    while Instant::now() < until && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_micros(50));
    }
    child.kill().unwrap();
    let status = child.wait().unwrap();
    let killed = status.signal() == Some(KILLED);
    // A run that fails by itself shows nothing of what a killed one leaves.
    assert!(killed || status.success(), "the run ended by itself: {status}");
    killed
}
