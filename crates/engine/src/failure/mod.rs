//! What the messages of failed deployments mean: the failure, its causes by likelihood, how to tell which, the way out.
//!
//! The failures are data, `data/SERVICE.toml`, and read only when a message is explained. A message is matched by its words as
//! `words` brings them into one form, so another spelling, wrapping or order of clauses makes no difference; what no failure fits
//! is unknown, and never the nearest.

mod catalog;
mod codes;
mod console;
mod entry;
mod event;
mod fault;
mod fields;
mod log;
mod matching;
mod names;
mod order;
mod output;
mod sam;
mod service;
mod time;
mod words;

pub use catalog::Catalog;
pub use codes::More;
pub use entry::{Cause, Failure, Rank};
pub use event::Event;
pub use fault::{Fault, faults};
pub use matching::{Match, Told};
pub use names::Names;
pub use order::{Verdict, analyze};

/// The events of what the AWS CLI printed or of pasted text; none where it is a message.
pub fn read(text: &str) -> Vec<Event> {
    let text = log::plain(text);
    output::events(&text).unwrap_or_else(|| console::events(&sam::unwrapped(&text)))
}

#[cfg(test)]
mod tests;
