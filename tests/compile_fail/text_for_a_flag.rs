//! A flag is `true` or `false`.

use formwork::aws::ec2::VPC;

fn main() {
    let _ = VPC::new().enable_dns_support("true");
}
