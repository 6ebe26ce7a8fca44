//! The matcher stands where the attributes are expected.

use formwork::aws::elasticloadbalancingv2::TargetGroup;
use formwork::aws::elasticloadbalancingv2::target_group::Matcher;

fn main() {
    let _ = TargetGroup::new().target_group_attributes([Matcher::new().http_code("200")]);
}
