//! The picture of an environment: its resources, what they refer to, and the ports that traffic takes.
//!
//! [`Graph::of`] reads the templates of an environment into nodes, edges and frames. The writers draw them:
//! [`mermaid`], [`dot`], [`json`].

pub mod dot;
pub mod json;
pub mod mermaid;
mod model;
mod parts;
mod reference;
mod resolve;
mod summary;
mod traffic;
mod value;

pub use model::{Edge, Flow, Frame, Graph, GraphNode, Role, Source};
