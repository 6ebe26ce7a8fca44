//! The macros that the generated types are written with. They write paths into the public modules, so nothing imports them.

/// Declares a closed value set of texts, or of numbers (`number` after the name); the text names the constants, for the compiler's message.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident $constants:literal { $($constant:ident = $value:literal),* $(,)? }) => {
        $crate::closed_set!(@type $(#[$doc])* $name text_node { $($constant = $value),* });
        #[doc(hidden)]
        impl $crate::stack::Denotes<$crate::stack::Text> for $name {}
        $crate::closed_set!(@parameter $name "String" text_node);
        const _: () = {
            $crate::closed_set!(@literal $name $constants);
        };
    };
    ($(#[$doc:meta])* $name:ident number $constants:literal { $($constant:ident = $value:literal),* $(,)? }) => {
        $crate::closed_set!(@type $(#[$doc])* $name number_node { $($constant = $value),* });
        #[doc(hidden)]
        impl $crate::stack::Denotes<$crate::stack::Integer> for $name {}
        $crate::closed_set!(@parameter $name "Number" number_node);
        const _: () = {
            $crate::closed_set!(@literal $name $constants);
            #[doc(hidden)]
            impl $crate::stack::IntoValue<$name> for i32
            where
                for<'a> &'a str: Literal<$name>,
            {
                fn into_node(self) -> $crate::template::Node {
                    <Self as $crate::stack::IntoValue<$crate::stack::Integer>>::into_node(self)
                }
            }
        };
    };
    // No literal is a value of the set. The bound is one that nothing meets, so that the compiler says which constants there are.
    (@literal $name:ident $constants:literal) => {
        #[diagnostic::on_unimplemented(
            message = "a literal is not a value of `{K}`",
            label = "expected a constant of `{K}`, found a literal",
            note = $constants,
            note = "`ClosedSet::from_text` reads one from settings; a parameter of this kind is a `Parameter::<{K}>::new()`"
        )]
        pub trait Literal<K> {}
        #[doc(hidden)]
        impl $crate::stack::TextKind for $name where for<'a> &'a str: Literal<$name> {}
    };
    (@parameter $name:ident $type:literal $node:ident) => {
        #[doc(hidden)]
        impl $crate::stack::ParameterItem for $name {
            const PARAMETER_TYPE: &'static str = $type;
            #[inline]
            fn values() -> ::std::vec::Vec<$crate::template::Node> {
                $crate::stack::typed::nodes(<Self as $crate::stack::ClosedSet>::VALUES, $crate::stack::typed::$node)
            }
        }
    };
    (@type $(#[$doc:meta])* $name:ident $node:ident { $($constant:ident = $value:literal),* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(&'static str);
        impl $name {
            $(
                #[doc = concat!("`", $value, "`")]
                pub const $constant: $name = $name($value);
            )*
        }
        #[doc(hidden)]
        impl $crate::stack::Kind for $name {}
        #[doc(hidden)]
        impl $crate::stack::Denotes<$name> for $name {}
        #[doc(hidden)]
        impl $crate::stack::IntoValue<$name> for $name {
            #[inline]
            fn into_node(self) -> $crate::template::Node {
                $crate::stack::typed::$node(self.0)
            }
        }
        #[doc(hidden)]
        impl $crate::stack::IntoValue<$crate::stack::Json> for $name {
            #[inline]
            fn into_node(self) -> $crate::template::Node {
                $crate::stack::typed::$node(self.0)
            }
        }
        impl $crate::stack::ClosedSet for $name {
            const VALUES: &'static [&'static str] = &[$($value),*];
            #[inline]
            fn from_text(text: &str) -> ::core::option::Option<Self> {
                match $crate::stack::typed::listed(<Self as $crate::stack::ClosedSet>::VALUES, text) {
                    ::core::option::Option::Some(value) => ::core::option::Option::Some($name(value)),
                    ::core::option::Option::None => ::core::option::Option::None,
                }
            }
            #[inline]
            fn as_str(self) -> &'static str {
                self.0
            }
        }
    };
}

/// Declares the setters of a generated type: a table of `method "Property" Kind`.
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    ($type:ident { $($(#[$doc:meta])* $method:ident $property:literal $kind:ty;)* }) => {
        impl $type {
            $(
                $(#[$doc])*
                #[track_caller]
                pub fn $method(self, value: impl $crate::stack::IntoValue<$kind>) -> Self {
                    $type(self.0.with($property, value.into_node()))
                }
            )*
        }
    };
}

/// Declares a nested property type: a struct that is its own kind.
#[doc(hidden)]
#[macro_export]
macro_rules! property_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct $name($crate::stack::Properties);
        #[doc(hidden)]
        impl $crate::stack::Kind for $name {}
        #[doc(hidden)]
        impl $crate::stack::Denotes<$name> for $name {}
        #[doc(hidden)]
        impl $crate::stack::IntoValue<$name> for $name {
            #[inline]
            fn into_node(self) -> $crate::template::Node {
                self.0.into_node()
            }
        }
        #[doc(hidden)]
        impl $crate::stack::IntoValue<$crate::stack::Json> for $name {
            #[inline]
            fn into_node(self) -> $crate::template::Node {
                self.0.into_node()
            }
        }
    };
}

/// Declares a resource type, what its `Ref` denotes, and its attributes.
#[doc(hidden)]
#[macro_export]
macro_rules! resource_type {
    (
        $(#[$doc:meta])* $name:ident $type:literal Ref $reference:ty;
        $attributes:ident { $($(#[$attribute_doc:meta])* $method:ident $attribute:literal $kind:ty;)* }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        #[must_use]
        pub struct $name($crate::stack::Body);
        impl $crate::stack::Resource for $name {
            type Reference = $reference;
            type Attributes = $attributes;
            #[inline]
            fn type_name(&self) -> &str {
                $type
            }
            #[inline]
            fn body_mut(&mut self) -> &mut $crate::stack::Body {
                &mut self.0
            }
            #[inline]
            fn into_body(self) -> $crate::stack::Body {
                self.0
            }
        }
        #[doc = concat!("The attributes of `", $type, "`, through its handle.")]
        #[derive(Clone, Copy, Debug)]
        pub struct $attributes($crate::stack::Element);
        impl ::core::convert::From<$crate::stack::Element> for $attributes {
            #[inline]
            fn from(element: $crate::stack::Element) -> Self {
                $attributes(element)
            }
        }
        impl $attributes {
            $(
                $(#[$attribute_doc])*
                #[inline]
                pub fn $method(&self) -> $crate::stack::Value<$kind> {
                    self.0.attribute($attribute)
                }
            )*
        }
    };
}
