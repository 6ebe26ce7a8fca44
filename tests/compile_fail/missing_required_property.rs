//! A subnet has no VPC.

use formwork::aws::ec2::Subnet;
use formwork::prelude::*;

fn stack(stack: &mut Stack) {
    stack.add("Subnet", Subnet::new().cidr_block("10.0.0.0/24"));
}

fn main() {}
