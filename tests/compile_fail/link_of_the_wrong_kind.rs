//! What another stack shares is a subnet's id, and a VPC's id is expected.

use formwork::aws::ec2::{Subnet, SubnetId};
use formwork::prelude::*;

fn stack(stack: &mut Stack, shared: &Link<SubnetId>) {
    stack.add("Subnet", Subnet::new(shared));
}

fn main() {}
