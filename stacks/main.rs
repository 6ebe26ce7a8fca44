use formwork::aws::ec2::{SecurityGroup, VPC};
use formwork::aws::elasticloadbalancingv2::TargetGroup;
use formwork::aws::elasticloadbalancingv2::target_group::{Protocol, TargetType};
use formwork::prelude::*;

fn main() {
    #[derive(serde::Deserialize)]
    struct S {}
    let environment =
        Environment::<S>::parse("prod", "[environment]\naccount='931637612335'\nregion='us-east-1'\n[settings]").unwrap();
    let mut app = App::new("cruddur", &environment);
    let network = app.stack("network");
    let vpc = network.add("Vpc", VPC::new().cidr_block("10.0.0.0/16"));
    let sg = network.add("Group", SecurityGroup::new("x").vpc_id(vpc));
    let link = network.share("VpcId", vpc);
    let _ = sg.group_id();
    let stack = app.stack("backend");
    let tg = stack.add(
        "Tg",
        TargetGroup::new()
            .port(4567)
            .vpc_id(&link)
            .target_type(TargetType::IP)
            .protocol(Protocol::HTTP)
            .maybe(Some("x"), |t, n| t.name(n)),
    );
    stack.output("Arn", tg.target_group_arn());
    let (assembly, problems) = app.synth();
    println!("{problems:?}");
    for s in &assembly.stacks {
        println!("{}", s.template.to_text(Default::default()));
    }
}
