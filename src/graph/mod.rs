//! The picture of an environment: its resources, what they refer to, and the ports that traffic takes.
//!
//! [`Graph::of`] reads the templates of an environment into nodes, edges and frames. The writers draw them:
//! [`svg`] and [`html`], laid out by [`picture`], and [`mermaid`], [`dot`], [`json`], which other tools lay out.

mod build;
pub mod dot;
mod font;
pub mod html;
pub mod json;
pub mod mermaid;
mod model;
mod parts;
pub mod picture;
mod placed;
pub mod reference;
pub mod resolve;
mod route;
mod source;
mod subnet;
mod summary;
pub mod svg;
mod tangle;
mod traffic;
mod value;

pub use model::{Edge, Flow, Frame, Graph, GraphNode, Role};
pub use source::Source;

#[cfg(test)]
mod tests;
