//! A security group's id stands where a role's ARN is expected, through an attribute.

use formwork::aws::ec2::SecurityGroup;
use formwork::aws::lambda::Function;
use formwork::aws::lambda::function::Code;
use formwork::prelude::*;

fn stack(stack: &mut Stack) {
    let group = stack.add("SecurityGroup", SecurityGroup::new("Clients"));
    stack.add("Function", Function::new(Code::new(), group.group_id()));
}

fn main() {}
