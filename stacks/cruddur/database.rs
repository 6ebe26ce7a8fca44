//! The database of users and activities.

use formwork::constructs::{Database, DatabaseHandles, Network};
use formwork::prelude::*;

use super::settings;

/// The environment's database, where it has one of its own.
pub fn stack(app: &mut App, settings: &settings::Database, network: &Network) -> Option<DatabaseHandles> {
    let settings::Database::New { version, instance_class, storage } = settings else { return None };
    let stack = app.stack("database");
    stack.description("The PostgreSQL database of Cruddur");
    let database = Database::postgresql(network, version.to_string(), "cruddur").instance_class(instance_class).storage(*storage);
    let database = stack.add("Database", database);
    Some(stack.share("Database", &database))
}
