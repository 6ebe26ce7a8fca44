//! The picture of an environment: its resources, what they refer to, and the ports that traffic takes.
//!
//! [`Graph::of`] reads the templates of an environment into nodes, edges and frames. The writers draw them:
//! [`svg`] and [`html`], laid out by [`picture`], and [`mermaid`], [`dot`], [`json`], which other tools lay out.

mod architecture;
mod blocks;
mod build;
mod change;
pub mod dot;
mod font;
pub mod html;
mod input;
pub mod json;
mod label;
mod lanes;
mod layers;
mod legend;
mod mark;
mod measure;
pub mod mermaid;
mod model;
mod opening;
mod parts;
pub mod picture;
mod placed;
pub mod plan;
mod route;
mod subnet;
mod summary;
pub mod svg;
mod tangle;
mod traffic;

pub use change::Marked;
pub use input::InputTemplate;
pub use mark::Mark;
pub use model::{Access, Edge, Flow, Frame, FrameKind, Graph, GraphNode, Legend, Role};

#[cfg(test)]
mod tests;
