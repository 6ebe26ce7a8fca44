//! A topic stands where a function's name or ARN is expected.

use formwork::prelude::*;

fn stack(stack: &mut Stack) {
    let topic = stack.add("Topic", sns::Topic::new());
    stack.add("May", lambda::Permission::new("lambda:InvokeFunction", &topic, "events.amazonaws.com"));
}

fn main() {}
