//! The table of messages, and the function that keeps its groups in order.

use formwork::aws::dynamodb::table::StreamViewType;
use formwork::aws::lambda::function::{Architectures, Runtime};
use formwork::constructs::{Attribute, Function, Index, Table, TableHandles};
use formwork::prelude::*;

use super::settings;

/// The messages of a group, and their groups by it: the application asks for the index by this name.
const INDEX: &str = "message-group-sk-index";

/// The environment's table, where it has one of its own.
pub fn stack(app: &mut App, settings: &settings::Messages) -> Option<TableHandles> {
    let settings::Messages::New {} = settings else { return None };
    let stack = app.stack("messages");
    stack.description("The messages of Cruddur");
    let table = Table::new(Attribute::text("pk"))
        .sort_key(Attribute::text("sk"))
        .index(Index::global(INDEX, Attribute::text("message_group_uuid"), Some(Attribute::text("sk"))))
        .stream(StreamViewType::NEW_IMAGE);
    let table = stack.add("Messages", table);
    let function = Function::inline(Runtime::PYTHON3_13, "index.handler", include_str!("messages.py"))
        .architecture(Architectures::ARM64)
        .on_stream(&table, 10)
        .access(table.grant_read_write())
        .environment("TABLE", &table.name)
        .environment("INDEX", INDEX);
    stack.add("OnMessage", function);
    Some(stack.share("Messages", &table))
}
