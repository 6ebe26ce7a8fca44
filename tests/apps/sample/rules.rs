//! A rule of the app's own, as docs/security.md shows it.

use formwork::check::{Inspection, Rule};

/// No network may overlap the office's, since both are joined.
pub(crate) const OFFICE_ADDRESSES: Rule = Rule::new("MY001", "Finds a VPC with the addresses of the office.", office_addresses)
    .because("The VPN routes 192.168.0.0/16 to the office, so nothing in such a VPC can be reached.")
    .fixed_by("take a block of 10.0.0.0/8");

fn office_addresses(template: &mut Inspection) {
    for vpc in template.of_type("AWS::EC2::VPC") {
        let block = vpc.properties.get("CidrBlock");
        if block.text().is_some_and(|block| block.starts_with("192.168.")) {
            template.report(&block, format!("`{}` has addresses of the office", vpc.id));
        }
    }
}
