//! Free-form JSON, written in place.

/// A JSON object of literals, handles, attributes and functions, for properties whose form the schemas leave open.
///
/// Objects and arrays nest; a key is a literal, or an expression in parentheses. An array of pairs does the same where all values
/// are of one type.
///
/// ```
/// use formwork::aws::sns::Topic;
/// use formwork::prelude::*;
///
/// fn pipeline(stack: &mut Stack) {
///     let topic = stack.add("Approvals", Topic::new());
///     let approval = object! {
///         "Name": "Approve",
///         "ActionTypeId": { "Category": "Approval", "Owner": "AWS", "Provider": "Manual", "Version": "1" },
///         "Configuration": { "NotificationArn": topic, "CustomData": sub("Release of ${AWS::StackName}") },
///     };
///     let stages = object! { "Stages": [{ "Name": "Review", "Actions": [approval] }] };
///     stack.metadata("Pipeline", stages);
///     stack.metadata("Owners", [("team", "core"), ("mail", "core@example.com")]);
/// }
/// ```
#[macro_export]
macro_rules! object {
    (@entries $object:ident) => {};
    (@entries $object:ident $key:tt : { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $object.set::<$crate::stack::Json>($key, $crate::object!($($inner)*));
        $crate::object!(@entries $object $($($rest)*)?);
    };
    (@entries $object:ident $key:tt : [ $($inner:tt)* ] $(, $($rest:tt)*)?) => {
        $object.set::<$crate::stack::Json>($key, $crate::object!(@array $($inner)*));
        $crate::object!(@entries $object $($($rest)*)?);
    };
    (@entries $object:ident $key:tt : $value:expr $(, $($rest:tt)*)?) => {
        $object.set::<$crate::stack::Json>($key, $value);
        $crate::object!(@entries $object $($($rest)*)?);
    };
    (@array $($inner:tt)*) => {{
        #[allow(unused_mut)]
        let mut items: ::std::vec::Vec<$crate::stack::Value<$crate::stack::Json>> = ::std::vec::Vec::new();
        $crate::object!(@items items $($inner)*);
        items
    }};
    (@items $items:ident) => {};
    (@items $items:ident { $($inner:tt)* } $(, $($rest:tt)*)?) => {
        $items.push($crate::object!($($inner)*));
        $crate::object!(@items $items $($($rest)*)?);
    };
    (@items $items:ident [ $($inner:tt)* ] $(, $($rest:tt)*)?) => {
        $items.push($crate::stack::IntoValue::<$crate::stack::Json>::into_value($crate::object!(@array $($inner)*)));
        $crate::object!(@items $items $($($rest)*)?);
    };
    (@items $items:ident $value:expr $(, $($rest:tt)*)?) => {
        $items.push($crate::stack::IntoValue::<$crate::stack::Json>::into_value($value));
        $crate::object!(@items $items $($($rest)*)?);
    };
    ($($entries:tt)*) => {{
        #[allow(unused_mut)]
        let mut object = $crate::stack::Properties::new();
        $crate::object!(@entries object $($entries)*);
        $crate::stack::Value::<$crate::stack::Json>::from_node(object.into_node())
    }};
}
