//! A target group stands where a VPC's id is expected.

use formwork::aws::ec2::Subnet;
use formwork::aws::elasticloadbalancingv2::TargetGroup;
use formwork::prelude::*;

fn stack(stack: &mut Stack) {
    let group = stack.add("TargetGroup", TargetGroup::new());
    stack.add("Subnet", Subnet::new(&group));
}

fn main() {}
