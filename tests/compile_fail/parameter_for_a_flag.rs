//! A parameter of text is not a flag: the message names the one that is.

use formwork::aws::rds::DBInstance;
use formwork::prelude::*;

fn stack(stack: &mut Stack) {
    let protected = stack.parameter("Protected", Parameter::<Text>::new().default("true"));
    stack.add("Db", DBInstance::new().deletion_protection(protected));
}

fn main() {}
