//! A list takes an array, even of one item.

use formwork::aws::ecs::task_definition::ContainerDefinition;

fn main() {
    let _ = ContainerDefinition::new("image", "app").command("run");
}
