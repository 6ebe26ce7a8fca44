//! The value is called `ip`.

use formwork::aws::elasticloadbalancingv2::TargetGroup;
use formwork::aws::elasticloadbalancingv2::target_group::TargetType;

fn main() {
    let _ = TargetGroup::new().target_type(TargetType::IPS);
}
