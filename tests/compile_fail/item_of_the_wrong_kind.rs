//! A target group's ARN is an item of a list of security groups.

use formwork::aws::elasticloadbalancingv2::{LoadBalancer, TargetGroup};
use formwork::prelude::*;

fn stack(stack: &mut Stack) {
    let group = stack.add("TargetGroup", TargetGroup::new());
    stack.add("LoadBalancer", LoadBalancer::new().security_groups([group.target_group_arn()]));
}

fn main() {}
