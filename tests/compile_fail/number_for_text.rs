//! A path is text.

use formwork::aws::elasticloadbalancingv2::TargetGroup;

fn main() {
    let _ = TargetGroup::new().health_check_path(80);
}
