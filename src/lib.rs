//! Formwork turns stack definitions in Rust into CloudFormation templates.
//!
//! ```
//! use formwork::prelude::*;
//! use formwork::template::Format;
//! use serde::Deserialize;
//!
//! #[derive(Deserialize)]
//! struct Settings {}
//!
//! fn app(environment: &Environment<Settings>) -> App {
//!     let mut app = App::new("shop", environment);
//!     let stack = app.stack("orders");
//!     let failed = stack.add("Failed", sqs::Queue::new());
//!     let redrive = sqs::queue::RedrivePolicy::new().dead_letter_target_arn(failed.arn()).max_receive_count(5);
//!     let orders = stack.add("Orders", sqs::Queue::new().visibility_timeout(60).redrive_policy(redrive));
//!     stack.output("OrdersUrl", orders);
//!     app
//! }
//!
//! // A program passes `app` to `formwork::cli::main`, which reads the environments; here is one, by hand.
//! let text = "[environment]\naccount = \"931637612335\"\nregion = \"us-east-1\"\n[settings]\n";
//! let environment = Environment::parse("dev", text).unwrap();
//! let (assembly, mistakes) = app(&environment).synth();
//! assert!(mistakes.is_empty());
//! assert!(assembly.stacks[0].template.to_text(Format::Yaml).contains("VisibilityTimeout: 60"));
//! ```
//!
//! What an author needs:
//!
//! - [`prelude`]: `App`, `Stack`, values, parameters, links, functions, and the modules of the services, in one `use`.
//! - [`aws`]: the typed resources, a module for each service. `sqs::Queue::new()` takes what is required, and has a setter for each other property;
//!   nested types and value sets are in a module named after the resource (`sqs::queue`). [`stack::Untyped`] and `formwork generate` are for
//!   the services that have no module here.
//! - [`stack::Stack::add`] puts a resource or construct into a stack under its logical id, and returns its handle: a value that is the resource's
//!   `Ref`, with a method for each attribute.
//! - [`constructs`]: higher levels with safe defaults, from a VPC to a service on Fargate. Your own implement [`stack::Construct`].
//! - [`iam`][]: policies.
#![cfg_attr(
    feature = "cli",
    doc = "- [`cli::main`]: the commands `synth`, `diff`, `graph` and so on, for the stacks of a program."
)]
//! - [`check`], [`diff`], [`import`] and [`schema`]: what the commands do, as a library.
//!
//! How to do what: [`guide`], from the first stack to tests, own constructs, and the names that the CDK and YAML have for it. The repository has in
//! `docs/rules.md` what is checked; `ARCHITECTURE.md` is the map of the code.

#[cfg(feature = "cli")]
pub mod cli;
pub mod constructs;
#[cfg(any(doc, doctest))]
pub mod guide;
pub mod iam;
pub mod prelude;
#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod recognize;

#[doc(inline)]
pub use formwork_aws::aws;
#[doc(inline)]
pub use formwork_core::{diagnostic, object, stack, template};
// The macros that generated modules call, and the generator writes.
#[doc(hidden)]
pub use formwork_core::{closed_set, property_type, resource_type, setters, text_kinds};
#[cfg(feature = "graph")]
#[doc(inline)]
pub use formwork_engine::graph;
#[cfg(feature = "cli")]
use formwork_engine::{adopt, cost, failure, language, redact, refactor};
#[doc(inline)]
pub use formwork_engine::{check, diff, import, schema};
#[cfg(feature = "scripts")]
#[doc(inline)]
pub use formwork_engine::{deploy, scaffold};
