//! The value belongs to the same-named set of another resource.

use formwork::aws::elasticloadbalancingv2::{TargetGroup, listener};

fn main() {
    let _ = TargetGroup::new().protocol(listener::Protocol::HTTP);
}
