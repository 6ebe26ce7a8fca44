//! CloudFormation has no parameter that is a nested property.

use formwork::aws::s3::bucket::VersioningConfiguration;
use formwork::prelude::*;

fn main() {
    let _ = Parameter::<VersioningConfiguration>::new();
}
