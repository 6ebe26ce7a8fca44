//! What a file of stack definitions usually needs: `use formwork::prelude::*;`.

pub use crate::stack::condition::{and, equals, not, or};
pub use crate::stack::functions::{
    base64, cidr, find_in_map, for_each, get_azs, get_stack_output, if_, import_value, join, length, no_value, select, split,
    sub, to_json_string, transform,
};
pub use crate::stack::{
    App, ClosedSet, Condition, Construct, DynamicReference, Environment, Handle, IntoValue, Link, List, Maybe, NonEmpty,
    Parameter, ParameterHandle, Resource, Rule, Stack, Tag, Untyped, Value, pseudo,
};
