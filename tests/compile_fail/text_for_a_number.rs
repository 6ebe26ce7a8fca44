//! A port is a number.

use formwork::aws::elasticloadbalancingv2::TargetGroup;

fn main() {
    let _ = TargetGroup::new().port("80");
}
