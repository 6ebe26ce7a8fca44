//! A handle was added already.

use formwork::aws::sns::Topic;
use formwork::prelude::*;

fn stack(stack: &mut Stack) {
    let topic = stack.add("Topic", Topic::new());
    stack.add("Again", topic);
}

fn main() {}
