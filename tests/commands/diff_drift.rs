//! `diff --between`: how two environments differ.

use crate::support::fixture::Fixture;

#[test]
fn environments_that_differ_in_their_names_only_are_the_same() {
    let settings = |name: &str| {
        format!(
            "[environment]\naccount = \"931637612335\"\nregion = \"us-east-1\"\n[environment.tags]\nteam = \"{name}\"\n\
             [settings]\nimage = \"shop-{name}@sha256:0\"\nport = 4567\nsize = {{ cpu = 256, memory = 512 }}\n\
             block = \"10.0.0.0/16\"\nnote = true\n"
        )
    };
    let other = settings("staging").replace("931637612335", "210987654321").replace("us-east-1", "eu-west-1");
    let shop = Fixture::shop().environment("dev", &settings("dev")).environment("staging", &other);
    shop.run(["diff", "--between", "dev", "staging"]).succeeds().stdout_contains("no difference");

    let other = other.replace("10.0.0.0/16", "10.1.0.0/16").replace("4567", "4568").replace("note = true", "note = false");
    let shop = shop.environment("staging", &other);
    insta::assert_snapshot!(shop.run(["diff", "--between", "dev", "staging"]).fails(12).stdout, @r#"
    staging: 7 different, 1 change outside the resources
      against the environment dev; their names, accounts and regions count as equal

    DRIFT BETWEEN ENVIRONMENTS

    web · 7 in both, but different
      ~ Vpc  AWS::EC2::VPC  differs
          CidrBlock: "10.0.0.0/16" → "10.1.0.0/16"
      ~ VpcPublicSubnet1  AWS::EC2::Subnet  differs
          CidrBlock: "10.0.0.0/19" → "10.1.0.0/19"
      ~ VpcPublicSubnet2  AWS::EC2::Subnet  differs
          CidrBlock: "10.0.32.0/19" → "10.1.32.0/19"
      ~ TargetGroup  AWS::ElasticLoadBalancingV2::TargetGroup  differs
          Port: 4567 → 4568
      ~ TasksSecurityGroup  AWS::EC2::SecurityGroup  differs
          SecurityGroupIngress[tcp 4568 4568]: staging only: tcp 4568 from LoadBalancerSecurityGroup (the load balancer)
          SecurityGroupIngress[tcp 4567 4567]: dev only: tcp 4567 from LoadBalancerSecurityGroup (the load balancer)
      ~ TaskDefinition  AWS::ECS::TaskDefinition  differs
          ContainerDefinitions[web].PortMappings[4568]: staging only: {ContainerPort: 4568, Protocol: "tcp"}
          ContainerDefinitions[web].PortMappings[4567]: dev only: {ContainerPort: 4567, Protocol: "tcp"}
          ContainerDefinitions[web].Environment: dev only:
            - [{Name: "NOTE", Value: import of "shop-(environment)-base-NoteName"}]
      ~ Service  AWS::ECS::Service  differs
          LoadBalancers[web].ContainerPort: 4567 → 4568

    base · the same resources
      Outputs: 1 in dev only (NoteName)
    "#);
    let json = shop.run(["diff", "--between", "dev", "staging", "--format", "json"]).fails(12).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let resources = json["comparisons"][0]["stacks"][1]["resources"].as_array().unwrap();
    assert!(resources.iter().all(|resource| resource["verdict"] == "differs"), "{resources:#?}");
    shop.run(["diff", "--between", "dev", "staging", "base"]).fails(12).stdout_contains("base").stdout_lacks("web");
    shop.run(["diff", "--between", "dev", "live"]).fails(1).stderr_contains("live");
}
