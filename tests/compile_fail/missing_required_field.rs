//! Of several required properties, one is left out.

use formwork::aws::applicationautoscaling::scalable_target::{ScalableDimension, ServiceNamespace};
use formwork::aws::applicationautoscaling::{ScalableTarget, ScalableTargetRequired};

fn main() {
    let _ = ScalableTarget::new(ScalableTargetRequired {
        max_capacity: 4,
        min_capacity: 1,
        scalable_dimension: ScalableDimension::ECS_SERVICE_DESIRED_COUNT,
        service_namespace: ServiceNamespace::ECS,
    });
}
