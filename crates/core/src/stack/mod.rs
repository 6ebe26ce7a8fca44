//! Authoring: apps, stacks, parameters, values, links, environments.
//!
//! An author builds an [`App`] of [`Stack`]s; [`App::synth`] turns it into templates. A mistake that types can't see is noted
//! where it is made and reported by the synthesis, all of them in one run.

mod added;
mod administration;
mod anything;
mod app;
mod artifact;
pub mod condition;
mod construct;
mod dynamic;
mod element;
mod environment;
pub mod functions;
mod handle;
mod kind;
mod link;
mod macros;
mod moved;
mod non_empty;
mod notes;
mod object;
mod overrides;
mod pack;
mod packaging;
mod parameter;
mod pending;
mod policies;
pub mod pseudo;
mod resource;
mod stack_builder;
mod stack_set;
mod synth;
mod tag;
pub mod typed;
mod value;

pub use anything::Anything;
pub use app::App;
pub use artifact::{Artifact, ArtifactKind, ImageBuild, makes_repository};
pub use condition::{Condition, Rule, Test};
pub use construct::{Construct, Maybe, Share};
pub use dynamic::DynamicReference;
pub use element::Element;
pub use environment::{Environment, SettingsError, Target, is_region};
pub use functions::Mapping;
pub use handle::Handle;
pub use kind::{Bool, Denotes, Integer, Json, Kind, List, MapOf, Number, ParameterItem, ParameterKind, Text, TextKind};
pub use link::{Link, Shareable};
pub use moved::Move;
pub use non_empty::NonEmpty;
pub use notes::{Allowance, Escape, Expectation, ParameterValue};
pub use pack::Pack;
pub use parameter::{Parameter, ParameterHandle};
pub use pending::Pending;
pub use policies::{CreationPolicy, DeletionPolicy, UpdatePolicy, UpdateReplacePolicy};
pub use resource::{Body, Dependencies, Override, Resource, Untyped, UntypedAttributes};
pub use stack_builder::{Output, Stack};
pub use stack_set::StackSet;
#[doc(hidden)]
pub use synth::iam_name_property;
pub use synth::{Assembly, SynthesizedStack};
pub use tag::Tag;
pub use typed::{ClosedSet, Properties};
pub use value::{IntoValue, Located, Typed, Value, authored, located};
