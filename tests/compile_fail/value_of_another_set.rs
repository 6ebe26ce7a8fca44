//! The value belongs to another set.

use formwork::aws::elasticloadbalancingv2::{TargetGroup, listener};

fn main() {
    let _ = TargetGroup::new().target_type(listener::Protocol::HTTP);
}
