//! What a file of stack definitions usually needs: `use formwork::prelude::*;`.

pub use crate::object;
pub use crate::stack::condition::{and, equals, not, or};
pub use crate::stack::functions::{
    base64, cidr, find_in_map, for_each, get_att, get_azs, get_stack_output, if_, import_value, join, length, no_value, null,
    raw, ref_, select, split, sub, to_json_string, transform,
};
pub use crate::stack::{
    App, Bool, ClosedSet, Construct, DynamicReference, Environment, Handle, Integer, IntoValue, Json, Link, List, Maybe,
    NonEmpty, Number, Parameter, ParameterHandle, Resource, Stack, Tag, Text, Untyped, Value, pseudo,
};
