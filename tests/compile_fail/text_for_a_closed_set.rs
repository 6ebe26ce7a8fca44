//! A closed value set takes its constants, not text.

use formwork::aws::elasticloadbalancingv2::TargetGroup;

fn main() {
    let _ = TargetGroup::new().target_type("ip");
}
