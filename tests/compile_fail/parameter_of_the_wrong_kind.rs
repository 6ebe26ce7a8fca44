//! The parameter takes a subnet's id, and a VPC's id is expected.

use formwork::aws::ec2::{Subnet, SubnetId};
use formwork::prelude::*;

fn stack(stack: &mut Stack) {
    let subnet = stack.parameter("Subnet", Parameter::<SubnetId>::new());
    stack.add("Other", Subnet::new(subnet));
}

fn main() {}
