//! Target groups, load balancers, routes, security groups.

use super::*;
use crate::support::author::{app_in, environment};
use formwork::constructs::{
    AliasRecord, Allow, BalancerGroup, HealthCheck, LoadBalancer, Peer, Route, SecurityGroup, TargetGroup,
};
use insta::assert_snapshot;
use serde_json::{Value as Json, json};

#[test]
fn a_target_group_is_for_fargate_tasks() {
    let outcome = sound(|stack| _ = target(stack));
    assert_snapshot!(pretty(&outcome.properties("Targets")), @r#"
    {
      "VpcId": "vpc-00000001",
      "TargetType": "ip",
      "Protocol": "HTTP",
      "ProtocolVersion": "HTTP1",
      "Port": 80,
      "HealthCheckPath": "/",
      "HealthCheckIntervalSeconds": 30,
      "HealthCheckTimeoutSeconds": 5,
      "HealthyThresholdCount": 2,
      "UnhealthyThresholdCount": 2,
      "Matcher": {
        "HttpCode": "200"
      },
      "TargetGroupAttributes": [
        {
          "Key": "deregistration_delay.timeout_seconds",
          "Value": "30"
        }
      ]
    }
    "#);
    assert_eq!(outcome.ids(), ["Targets"]);
}

#[test]
fn what_a_target_group_assumes_can_be_said_otherwise() {
    let outcome = sound(|stack| {
        let check =
            HealthCheck::path("/ready").matcher("200-299").interval(10).timeout(3).healthy_threshold(3).unhealthy_threshold(4);
        let group = TargetGroup::new(&network(), 80, check).name("web").http2().deregistration_delay(5);
        stack.add("Targets", group);
        stack.override_property("Targets", "TargetType", "instance");
    });
    assert_snapshot!(outcome.properties("Targets"), @r#"{"Name":"web","VpcId":"vpc-00000001","TargetType":"instance","Protocol":"HTTP","ProtocolVersion":"HTTP2","Port":80,"HealthCheckPath":"/ready","HealthCheckIntervalSeconds":10,"HealthCheckTimeoutSeconds":3,"HealthyThresholdCount":3,"UnhealthyThresholdCount":4,"Matcher":{"HttpCode":"200-299"},"TargetGroupAttributes":[{"Key":"deregistration_delay.timeout_seconds","Value":"5"}]}"#);
    assert_eq!(outcome.stack("stack").escapes.len(), 1, "the override is reported");
}

#[test]
fn a_load_balancer_redirects_drops_invalid_headers_and_always_names_its_tls_policy() {
    let outcome = sound(|stack| {
        let target = target(stack);
        balancer(stack, &target);
    });
    assert_eq!(outcome.ids(), ["Targets", "BalancerSecurityGroup", "Balancer", "BalancerHttpListener", "BalancerHttpsListener"]);
    assert_snapshot!(pretty(&outcome.properties("Balancer")), @r#"
    {
      "Type": "application",
      "Scheme": "internet-facing",
      "Subnets": [
        "subnet-00000001",
        "subnet-00000002"
      ],
      "SecurityGroups": [
        {
          "Ref": "BalancerSecurityGroup"
        }
      ],
      "LoadBalancerAttributes": [
        {
          "Key": "deletion_protection.enabled",
          "Value": "false"
        },
        {
          "Key": "idle_timeout.timeout_seconds",
          "Value": "60"
        },
        {
          "Key": "routing.http.drop_invalid_header_fields.enabled",
          "Value": "true"
        }
      ]
    }
    "#);
    assert_snapshot!(outcome.properties("BalancerHttpListener"), @r#"{"DefaultActions":[{"Type":"redirect","RedirectConfig":{"StatusCode":"HTTP_301","Protocol":"HTTPS","Port":"443"}}],"LoadBalancerArn":{"Ref":"Balancer"},"Port":80,"Protocol":"HTTP"}"#);
    assert_snapshot!(outcome.properties("BalancerHttpsListener"), @r#"{"DefaultActions":[{"Type":"forward","TargetGroupArn":{"Ref":"Targets"}}],"LoadBalancerArn":{"Ref":"Balancer"},"Port":443,"Protocol":"HTTPS","Certificates":[{"CertificateArn":"arn:aws:acm:us-east-1:111122223333:certificate/1"}],"SslPolicy":"ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"}"#);
}

#[test]
fn nobody_reaches_a_load_balancer_until_it_is_said() {
    let build = |peers: Vec<Peer>| {
        let outcome = sound(|stack| {
            let group = peers.into_iter().fold(BalancerGroup::new(&network()), BalancerGroup::reachable_by);
            let group = stack.add("BalancerSecurityGroup", group);
            stack.add("Balancer", LoadBalancer::new(&network(), group, certificate()));
        });
        outcome.properties("BalancerSecurityGroup")["SecurityGroupIngress"].clone()
    };
    assert_eq!(build(vec![]), Json::Null);
    let rules = build(vec![Peer::block("203.0.113.0/24"), Peer::group("sg-00000009")]);
    let ports: Vec<&Json> = rules.as_array().unwrap().iter().map(|rule| &rule["FromPort"]).collect();
    assert_eq!(ports, [80, 443, 80, 443]);
    assert_eq!(rules[0]["CidrIp"], "203.0.113.0/24");
    assert_eq!(rules[2]["SourceSecurityGroupId"], "sg-00000009");
}

#[test]
fn without_a_default_target_requests_get_404() {
    let outcome = sound(|stack| {
        let balancer =
            LoadBalancer::new(&network(), "sg-00000001", certificate()).name("shop").tls_policy("Policy").idle_timeout(5);
        stack.add("Balancer", balancer.deletion_protection(true));
    });
    let action = &outcome.properties("BalancerHttpsListener")["DefaultActions"][0];
    assert_eq!(action["FixedResponseConfig"]["StatusCode"], "404");
    assert_eq!(outcome.properties("BalancerHttpsListener")["SslPolicy"], "Policy");
    let attributes = &outcome.properties("Balancer")["LoadBalancerAttributes"];
    assert_eq!(attributes[0], json!({ "Key": "deletion_protection.enabled", "Value": "true" }));
    assert_eq!(attributes[1], json!({ "Key": "idle_timeout.timeout_seconds", "Value": "5" }));
}

#[test]
fn production_is_protected_against_deletion() {
    let mut production = environment();
    production.target.production = true;
    let outcome = app_in(&production, |app| {
        let stack = app.stack("stack");
        stack.add("Balancer", LoadBalancer::new(&network(), "sg-00000001", certificate()));
    });
    let attributes = &outcome.properties("Balancer")["LoadBalancerAttributes"];
    assert_eq!(attributes[0], json!({ "Key": "deletion_protection.enabled", "Value": "true" }));
}

#[test]
fn routes_match_hosts_paths_and_headers() {
    let outcome = sound(|stack| {
        let target = target(stack);
        let balancer = balancer(stack, &target);
        let route = Route::new(balancer.https, 5, &target).host(["api.example.com"]).path(["/v1/*"]).header("X-Key", ["a", "b"]);
        stack.add("Rule", route);
    });
    assert_snapshot!(pretty(&outcome.properties("Rule")), @r#"
    {
      "Actions": [
        {
          "Type": "forward",
          "TargetGroupArn": {
            "Ref": "Targets"
          }
        }
      ],
      "Conditions": [
        {
          "Field": "host-header",
          "HostHeaderConfig": {
            "Values": [
              "api.example.com"
            ]
          }
        },
        {
          "Field": "path-pattern",
          "PathPatternConfig": {
            "Values": [
              "/v1/*"
            ]
          }
        },
        {
          "Field": "http-header",
          "HttpHeaderConfig": {
            "HttpHeaderName": "X-Key",
            "Values": [
              "a",
              "b"
            ]
          }
        }
      ],
      "Priority": 5,
      "ListenerArn": {
        "Ref": "BalancerHttpsListener"
      }
    }
    "#);
}

#[test]
fn an_alias_record_leads_to_the_load_balancer() {
    let outcome = sound(|stack| {
        let target = target(stack);
        let balancer = balancer(stack, &target);
        stack.add("Record", AliasRecord::new("Z1", "example.com", balancer.load_balancer));
    });
    assert_snapshot!(outcome.properties("Record"), @r#"{"Name":"example.com","Type":"A","HostedZoneId":"Z1","AliasTarget":{"DNSName":{"Fn::GetAtt":["Balancer","DNSName"]},"HostedZoneId":{"Fn::GetAtt":["Balancer","CanonicalHostedZoneID"]}}}"#);
}

#[test]
fn a_security_group_lets_in_whom_it_is_told_to() {
    let outcome = sound(|stack| {
        let clients = stack.add("Clients", SecurityGroup::new(&network(), "Clients"));
        let tasks = SecurityGroup::new(&network(), "Tasks").reachable_by(Peer::group(clients), 80, "The clients");
        let tasks = stack.add("Tasks", tasks);
        stack.add("Back", Allow::from(Peer::group(tasks)).to(clients, 8080, "The tasks"));
    });
    assert_eq!(outcome.properties("Clients"), json!({ "GroupDescription": "Clients", "VpcId": "vpc-00000001" }));
    assert_snapshot!(outcome.properties("Tasks"), @r#"{"GroupDescription":"Tasks","VpcId":"vpc-00000001","SecurityGroupIngress":[{"IpProtocol":"tcp","SourceSecurityGroupId":{"Ref":"Clients"},"FromPort":80,"ToPort":80,"Description":"The clients"}]}"#);
    assert_snapshot!(outcome.properties("Back"), @r#"{"IpProtocol":"tcp","GroupId":{"Ref":"Clients"},"SourceSecurityGroupId":{"Ref":"Tasks"},"FromPort":8080,"ToPort":8080,"Description":"The tasks"}"#);
}

/// What a construct does not know by name can be said, and what it does know in another way.
#[test]
fn a_load_balancer_takes_any_attribute_and_a_service_a_name() {
    let outcome = sound(|stack| {
        let target = target(stack);
        let clients = stack.add("Clients", BalancerGroup::new(&network()).reachable_by(Peer::Anywhere));
        let balancer = LoadBalancer::new(&network(), clients, certificate()).default_to(&target).access_logs("logs");
        let balancer = balancer.attribute("client_keep_alive.seconds", "60").attribute("access_logs.s3.bucket", "others");
        stack.add("Balancer", balancer.attribute("routing.http.drop_invalid_header_fields.enabled", "false"));
        let task = task(stack);
        stack.add("Service", service(&task).behind(&target).service_name("web"));
    });
    let attributes = outcome.properties("Balancer")["LoadBalancerAttributes"].clone();
    let told: Vec<String> =
        attributes.as_array().unwrap().iter().map(|each| format!("{}={}", each["Key"], each["Value"])).collect();
    assert_eq!(
        told.join(" ").replace('"', ""),
        "deletion_protection.enabled=false idle_timeout.timeout_seconds=60 access_logs.s3.enabled=true client_keep_alive.seconds=60 \
         access_logs.s3.bucket=others routing.http.drop_invalid_header_fields.enabled=false"
    );
    assert_eq!(outcome.properties("Service")["ServiceName"], "web");
}
