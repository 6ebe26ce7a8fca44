//! Who reaches and who is reached cannot be swapped.

use formwork::constructs::{Allow, Peer};
use formwork::prelude::*;

fn stack(stack: &mut Stack, tasks: Peer, database: Handle<formwork::aws::ec2::SecurityGroup>) {
    stack.add("Queries", Allow::from(database).to(tasks, 5432, "Queries"));
}

fn main() {}
