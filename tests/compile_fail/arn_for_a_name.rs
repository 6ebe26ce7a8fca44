//! An ARN stands where the name is measured: what takes either is another kind than what takes the name.

use formwork::constructs::Alarm;
use formwork::prelude::*;

fn stack(stack: &mut Stack) {
    let cluster = stack.add("Cluster", ecs::Cluster::new());
    stack.add("Down", Alarm::no_tasks(cluster.arn(), "web"));
}

fn main() {}
