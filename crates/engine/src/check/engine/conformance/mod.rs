//! Whether a value meets a schema: each keyword is understood in one function, which answers yes, no with what is wrong, or
//! unknown and why. The rules turn what is wrong into messages; the alternatives of a schema are chosen by the same answers.

mod answer;
mod inner;
pub(crate) mod list;
pub(crate) mod map;
pub(crate) mod scalar;
#[cfg(test)]
mod tests;
mod whole;

pub(crate) use inner::{items, property};
pub(crate) use whole::{Detail, Meant, conforms, implied, meant, refused};
