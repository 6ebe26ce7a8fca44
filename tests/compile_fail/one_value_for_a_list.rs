//! A list takes brackets, even around one reference.

use formwork::aws::ec2::SecurityGroup;
use formwork::aws::elasticloadbalancingv2::LoadBalancer;
use formwork::prelude::*;

fn stack(stack: &mut Stack) {
    let group = stack.add("Group", SecurityGroup::new("Clients"));
    stack.add("LoadBalancer", LoadBalancer::new().security_groups(group));
}

fn main() {}
