//! The constructs: each documented default, each mistake that they report, and how a default is changed.

use crate::support::author::{Outcome, app, app_in, environment, stack};
use formwork::aws::certificatemanager::CertificateArn;
use formwork::aws::ec2::SubnetId;
use formwork::aws::ecs::task_definition::{Condition as State, CpuArchitecture, HealthCheck as ContainerCheck};
use formwork::aws::ecs::{self, ClusterName};
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::aws::sqs::{self, queue::RedrivePolicy};
use formwork::constructs::{
    AliasRecord, Allow, BalancerGroup, Container, ExecutionRole, FargateService, FargateSize, FargateTask, HealthCheck,
    LoadBalancer, LoadBalancerHandles, LogGroup, Network, Peer, Repository, Role, Route, Scaling, Secret, SecurityGroup, Target,
    TargetGroup, TaskHandles, Vpc, XRayDaemon,
};
use formwork::diagnostic::Diagnostic;
use formwork::iam::{Principal, Statement};
use formwork::prelude::*;
use formwork::stack::{Located, Pending, located};
use insta::assert_snapshot;
use serde_json::{Value as Json, json};

fn network() -> Network {
    let private: Value<List<SubnetId>> = ["subnet-3", "subnet-4"].into_value();
    Network::existing("vpc-1", ["subnet-1", "subnet-2"], Some(private))
}

fn certificate() -> Value<CertificateArn> {
    "arn:aws:acm:us-east-1:111122223333:certificate/1".into_value()
}

fn size() -> FargateSize {
    FargateSize::new(256, 512).unwrap()
}

fn web() -> Container {
    Container::new("web", "image:1").port(80)
}

fn target(stack: &mut Stack) -> Target {
    stack.add("Targets", TargetGroup::new(&network(), 80, HealthCheck::path("/")))
}

fn balancer(stack: &mut Stack, target: &Target) -> LoadBalancerHandles {
    let clients = stack.add("BalancerSecurityGroup", BalancerGroup::new(&network()).reachable_by(Peer::Anywhere));
    stack.add("Balancer", LoadBalancer::new(&network(), clients, certificate()).default_to(target))
}

fn task(stack: &mut Stack) -> TaskHandles {
    stack.add("Task", FargateTask::new(size()).container(web()))
}

fn service(task: &TaskHandles) -> FargateService {
    FargateService::new("cluster", &network(), task).security_group("sg-1")
}

/// What a test says about an outcome without a mistake.
fn sound(build: impl FnOnce(&mut Stack)) -> Outcome {
    let outcome = stack(build);
    assert_eq!(outcome.errors(), "");
    outcome
}

fn pretty(value: &Json) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

fn attribute(outcome: &Outcome, id: &str, name: &str) -> Json {
    serde_json::to_value(outcome.resource(id).get(name)).unwrap()
}

// Target groups

#[test]
fn a_target_group_is_for_fargate_tasks() {
    let outcome = sound(|stack| _ = target(stack));
    assert_snapshot!(pretty(&outcome.properties("Targets")), @r#"
    {
      "VpcId": "vpc-1",
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
    assert_snapshot!(outcome.properties("Targets"), @r#"{"Name":"web","VpcId":"vpc-1","TargetType":"instance","Protocol":"HTTP","ProtocolVersion":"HTTP2","Port":80,"HealthCheckPath":"/ready","HealthCheckIntervalSeconds":10,"HealthCheckTimeoutSeconds":3,"HealthyThresholdCount":3,"UnhealthyThresholdCount":4,"Matcher":{"HttpCode":"200-299"},"TargetGroupAttributes":[{"Key":"deregistration_delay.timeout_seconds","Value":"5"}]}"#);
    assert_eq!(outcome.stack("stack").escapes.len(), 1, "the override is reported");
}

// Load balancers

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
        "subnet-1",
        "subnet-2"
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
    let rules = build(vec![Peer::block("203.0.113.0/24"), Peer::group("sg-9")]);
    let ports: Vec<&Json> = rules.as_array().unwrap().iter().map(|rule| &rule["FromPort"]).collect();
    assert_eq!(ports, [80, 443, 80, 443]);
    assert_eq!(rules[0]["CidrIp"], "203.0.113.0/24");
    assert_eq!(rules[2]["SourceSecurityGroupId"], "sg-9");
}

#[test]
fn without_a_default_target_requests_get_404() {
    let outcome = sound(|stack| {
        let balancer = LoadBalancer::new(&network(), "sg-1", certificate()).tls_policy("Policy").idle_timeout(5);
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
        stack.add("Balancer", LoadBalancer::new(&network(), "sg-1", certificate()));
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

// Security groups

#[test]
fn a_security_group_lets_in_whom_it_is_told_to() {
    let outcome = sound(|stack| {
        let clients = stack.add("Clients", SecurityGroup::new(&network(), "Clients"));
        let tasks = SecurityGroup::new(&network(), "Tasks").reachable_by(Peer::group(clients), 80, "The clients");
        let tasks = stack.add("Tasks", tasks);
        stack.add("Back", Allow::from(Peer::group(tasks)).to(clients, 8080, "The tasks"));
    });
    assert_eq!(outcome.properties("Clients"), json!({ "GroupDescription": "Clients", "VpcId": "vpc-1" }));
    assert_snapshot!(outcome.properties("Tasks"), @r#"{"GroupDescription":"Tasks","VpcId":"vpc-1","SecurityGroupIngress":[{"IpProtocol":"tcp","SourceSecurityGroupId":{"Ref":"Clients"},"FromPort":80,"ToPort":80,"Description":"The clients"}]}"#);
    assert_snapshot!(outcome.properties("Back"), @r#"{"IpProtocol":"tcp","GroupId":{"Ref":"Clients"},"SourceSecurityGroupId":{"Ref":"Tasks"},"FromPort":8080,"ToPort":8080,"Description":"The tasks"}"#);
}

// Tasks and their roles

#[test]
fn a_task_has_exactly_what_its_containers_need() {
    let outcome = sound(|stack| {
        let logs = stack.add("Logs", LogGroup::new(RetentionInDays::DAYS_14));
        let role = stack.add("Role", Role::for_tasks());
        let container = web()
            .udp_port(53)
            .environment("REGION", pseudo::region())
            .secret("PASSWORD", Secret::ssm("/app/PASSWORD"))
            .health_check("check")
            .logs(logs)
            .cpu(128)
            .memory_reservation(256)
            .command(["run", "it"])
            .user("app")
            .read_only_root()
            .after("xray", State::START);
        let task = FargateTask::new(size())
            .family("web")
            .task_role(&role)
            .architecture(CpuArchitecture::ARM64)
            .container(container)
            .sidecar(XRayDaemon::new("daemon:1").logs(logs));
        stack.add("Task", task);
    });
    assert_eq!(outcome.ids(), ["Logs", "Role", "TaskExecutionRole", "Task"]);
    assert_snapshot!(pretty(&outcome.properties("Task")), @r#"
    {
      "Family": "web",
      "RequiresCompatibilities": [
        "FARGATE"
      ],
      "NetworkMode": "awsvpc",
      "Cpu": "256",
      "Memory": "512",
      "RuntimePlatform": {
        "CpuArchitecture": "ARM64"
      },
      "ExecutionRoleArn": {
        "Fn::GetAtt": [
          "TaskExecutionRole",
          "Arn"
        ]
      },
      "TaskRoleArn": {
        "Fn::GetAtt": [
          "Role",
          "Arn"
        ]
      },
      "ContainerDefinitions": [
        {
          "Image": "image:1",
          "Name": "web",
          "Essential": true,
          "Cpu": 128,
          "MemoryReservation": 256,
          "Command": [
            "run",
            "it"
          ],
          "User": "app",
          "ReadonlyRootFilesystem": true,
          "PortMappings": [
            {
              "ContainerPort": 80,
              "Protocol": "tcp"
            },
            {
              "ContainerPort": 53,
              "Protocol": "udp"
            }
          ],
          "HealthCheck": {
            "Command": [
              "CMD-SHELL",
              "check"
            ],
            "Interval": 30,
            "Timeout": 5,
            "Retries": 3,
            "StartPeriod": 60
          },
          "DependsOn": [
            {
              "ContainerName": "xray",
              "Condition": "START"
            }
          ],
          "Environment": [
            {
              "Name": "REGION",
              "Value": {
                "Ref": "AWS::Region"
              }
            }
          ],
          "Secrets": [
            {
              "Name": "PASSWORD",
              "ValueFrom": {
                "Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/app/PASSWORD"
              }
            }
          ],
          "LogConfiguration": {
            "LogDriver": "awslogs",
            "Options": {
              "awslogs-group": {
                "Ref": "Logs"
              },
              "awslogs-region": {
                "Ref": "AWS::Region"
              },
              "awslogs-stream-prefix": "web"
            }
          }
        },
        {
          "Image": "daemon:1",
          "Name": "xray",
          "Essential": false,
          "PortMappings": [
            {
              "ContainerPort": 2000,
              "Protocol": "udp"
            }
          ],
          "LogConfiguration": {
            "LogDriver": "awslogs",
            "Options": {
              "awslogs-group": {
                "Ref": "Logs"
              },
              "awslogs-region": {
                "Ref": "AWS::Region"
              },
              "awslogs-stream-prefix": "xray"
            }
          }
        }
      ]
    }
    "#);
}

#[test]
fn the_execution_role_reads_exactly_the_secrets_and_has_no_confused_deputy_condition() {
    let outcome = sound(|stack| {
        let arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:db";
        let first = web()
            .secret("A", Secret::ssm("/app/A"))
            .secret("B", Secret::ssm("plain"))
            .secret("USER", Secret::secrets_manager_key(arn, "user"))
            .secret("PASSWORD", Secret::secrets_manager_key(arn, "password"));
        let second =
            Container::new("second", "image:1").secret("A", Secret::ssm("/app/A")).secret("ALL", Secret::secrets_manager(arn));
        stack.add("Task", FargateTask::new(size()).container(first).container(second));
    });
    assert_snapshot!(pretty(&outcome.properties("TaskExecutionRole")), @r#"
    {
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {
              "Service": "ecs-tasks.amazonaws.com"
            },
            "Action": [
              "sts:AssumeRole"
            ]
          }
        ]
      },
      "ManagedPolicyArns": [
        {
          "Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
        }
      ],
      "Policies": [
        {
          "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
              {
                "Effect": "Allow",
                "Action": [
                  "ssm:GetParameters",
                  "ssm:GetParameter"
                ],
                "Resource": [
                  {
                    "Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/app/A"
                  },
                  {
                    "Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/plain"
                  }
                ]
              },
              {
                "Effect": "Allow",
                "Action": [
                  "secretsmanager:GetSecretValue"
                ],
                "Resource": [
                  "arn:aws:secretsmanager:us-east-1:111122223333:secret:db"
                ]
              }
            ]
          },
          "PolicyName": "TaskExecutionRolePolicy"
        }
      ]
    }
    "#);
    let secrets = &outcome.properties("Task")["ContainerDefinitions"][0]["Secrets"];
    assert_snapshot!(secrets[2]["ValueFrom"], @r#"{"Fn::Sub":["${Secret}:user::",{"Secret":"arn:aws:secretsmanager:us-east-1:111122223333:secret:db"}]}"#);
}

#[test]
fn an_execution_role_without_secrets_has_no_policy_of_its_own() {
    let outcome = sound(|stack| _ = task(stack));
    assert_eq!(outcome.properties("TaskExecutionRole")["Policies"], Json::Null);
    let outcome = sound(|stack| {
        let extra = Statement::allow(["kms:Decrypt"]).on(["arn:aws:kms:us-east-1:111122223333:key/1"]);
        let role = ExecutionRole::new().role_name("starter").policy_name("reads").statement(extra);
        stack.add("Task", FargateTask::new(size()).container(web()).execution_role("Starter", role));
    });
    let role = outcome.properties("Starter");
    assert_eq!(role["RoleName"], "starter");
    assert_eq!(role["Policies"][0]["PolicyName"], "reads");
    assert_eq!(outcome.stack("stack").capabilities, ["CAPABILITY_NAMED_IAM"]);
}

#[test]
fn only_tasks_of_the_own_account_and_region_assume_a_task_role() {
    let outcome = sound(|stack| {
        let role = Role::for_tasks().managed_policy("AmazonS3ReadOnlyAccess").grant(["s3:GetObject"], ["arn:aws:s3:::b/*"]);
        stack.add("Role", role);
        stack.add("Other", Role::new(Principal::service("lambda.amazonaws.com")));
    });
    assert_snapshot!(pretty(&outcome.properties("Role")), @r#"
    {
      "AssumeRolePolicyDocument": {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Principal": {
              "Service": "ecs-tasks.amazonaws.com"
            },
            "Action": [
              "sts:AssumeRole"
            ],
            "Condition": {
              "StringEquals": {
                "aws:SourceAccount": {
                  "Ref": "AWS::AccountId"
                }
              },
              "ArnLike": {
                "aws:SourceArn": {
                  "Fn::Sub": "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:*"
                }
              }
            }
          }
        ]
      },
      "ManagedPolicyArns": [
        {
          "Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AmazonS3ReadOnlyAccess"
        }
      ],
      "Policies": [
        {
          "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
              {
                "Effect": "Allow",
                "Action": [
                  "s3:GetObject"
                ],
                "Resource": [
                  "arn:aws:s3:::b/*"
                ]
              }
            ]
          },
          "PolicyName": "RolePolicy"
        }
      ]
    }
    "#);
    let trust = outcome.properties("Other")["AssumeRolePolicyDocument"]["Statement"][0].clone();
    assert_eq!(trust["Condition"], Json::Null, "the condition is for task roles");
}

#[test]
fn the_health_check_of_a_container_can_have_its_own_times() {
    let outcome = sound(|stack| {
        let check = ContainerCheck::new().command(["CMD", "true"]).start_period(120);
        let task = stack.add("Task", FargateTask::new(size()).container(web().health_check_with(check, 120)));
        let target = stack.add("Targets", TargetGroup::new(&network(), 80, HealthCheck::path("/").interval(10)));
        stack.add("Service", service(&task).behind(&target));
    });
    assert_eq!(outcome.properties("Service")["HealthCheckGracePeriodSeconds"], 140);
}

// Services

#[test]
fn a_service_deploys_without_taking_anything_away() {
    let outcome = sound(|stack| {
        let target = target(stack);
        balancer(stack, &target);
        let task = stack.add("Task", FargateTask::new(size()).container(web().health_check("check")));
        stack.add("Service", service(&task).behind(&target));
    });
    assert_snapshot!(pretty(&outcome.properties("Service")), @r#"
    {
      "Cluster": "cluster",
      "LaunchType": "FARGATE",
      "TaskDefinition": {
        "Ref": "Task"
      },
      "DesiredCount": 1,
      "DeploymentConfiguration": {
        "MaximumPercent": 200,
        "MinimumHealthyPercent": 100,
        "DeploymentCircuitBreaker": {
          "Enable": true,
          "Rollback": true
        }
      },
      "NetworkConfiguration": {
        "AwsvpcConfiguration": {
          "AssignPublicIp": "DISABLED",
          "SecurityGroups": [
            "sg-1"
          ],
          "Subnets": [
            "subnet-3",
            "subnet-4"
          ]
        }
      },
      "LoadBalancers": [
        {
          "ContainerName": "web",
          "ContainerPort": 80,
          "TargetGroupArn": {
            "Ref": "Targets"
          }
        }
      ],
      "HealthCheckGracePeriodSeconds": 120,
      "EnableECSManagedTags": true,
      "PropagateTags": "SERVICE"
    }
    "#);
}

#[test]
fn a_service_comes_after_everything_that_forwards_to_it_in_its_stack() {
    let outcome = sound(|stack| {
        let target = target(stack);
        let balancer = balancer(stack, &target);
        stack.add("Rule", Route::new(balancer.https, 1, &target).host(["a.example.com"]));
        let task = task(stack);
        stack.add("Service", service(&task).behind(&target));
    });
    assert_eq!(attribute(&outcome, "Service", "DependsOn"), json!(["BalancerHttpsListener", "Rule"]));

    let outcome = app(|app| {
        let cluster = app.stack("cluster");
        let target = target(cluster);
        balancer(cluster, &target);
        let target = cluster.share("TargetArn", &target);
        let stack = app.stack("service");
        let task = task(stack);
        stack.add("Service", service(&task).behind(&target));
    });
    assert_eq!(outcome.errors(), "");
    assert_eq!(attribute(&outcome, "Service", "DependsOn"), Json::Null);
    assert_eq!(outcome.stack("service").depends_on, ["cluster"]);
}

#[test]
fn a_rule_in_the_services_own_stack_comes_before_it() {
    let outcome = app(|app| {
        let cluster = app.stack("cluster");
        let balancer = cluster.add("Balancer", LoadBalancer::new(&network(), "sg-1", certificate()));
        let listener = cluster.share("Listener", balancer.https);
        let stack = app.stack("service");
        let target = target(stack);
        stack.add("Rule", Route::new(listener, 1, &target).host(["a.example.com"]));
        let task = task(stack);
        stack.add("Service", service(&task).behind(&target));
    });
    assert_eq!(outcome.errors(), "");
    assert_eq!(attribute(&outcome, "Service", "DependsOn"), json!(["Rule"]));
}

#[test]
fn autoscaling_leaves_the_desired_count_out() {
    let outcome = sound(|stack| {
        let cluster: Handle<ecs::Cluster> = stack.add("Cluster", ecs::Cluster::new());
        let task = task(stack);
        let service = FargateService::new(cluster, &network(), &task).security_group("sg-1");
        stack.add("Service", service.scaling(Scaling::between(1, 4).cpu_percent(50.0)));
    });
    assert_eq!(
        outcome.ids(),
        ["Cluster", "TaskExecutionRole", "Task", "Service", "ServiceScalableTarget", "ServiceScalingPolicy"]
    );
    assert_eq!(outcome.properties("Service")["DesiredCount"], Json::Null);
    assert_snapshot!(outcome.properties("ServiceScalableTarget"), @r#"{"MaxCapacity":4,"MinCapacity":1,"ResourceId":{"Fn::Join":["/",["service",{"Ref":"Cluster"},{"Fn::GetAtt":["Service","Name"]}]]},"ScalableDimension":"ecs:service:DesiredCount","ServiceNamespace":"ecs"}"#);
    assert_snapshot!(outcome.properties("ServiceScalingPolicy"), @r#"{"PolicyName":"ServiceCpu","PolicyType":"TargetTrackingScaling","ScalingTargetId":{"Ref":"ServiceScalableTarget"},"TargetTrackingScalingPolicyConfiguration":{"TargetValue":50.0,"PredefinedMetricSpecification":{"PredefinedMetricType":"ECSServiceAverageCPUUtilization"},"ScaleInCooldown":300,"ScaleOutCooldown":60}}"#);
    let outcome = sound(|stack| {
        let task = task(stack);
        stack.add("Service", service(&task).desired_count(3));
    });
    assert_eq!(outcome.properties("Service")["DesiredCount"], 3);
}

#[test]
fn without_private_subnets_tasks_get_public_addresses() {
    let outcome = sound(|stack| {
        let task = task(stack);
        let network = Network::existing("vpc-1", ["subnet-1"], None);
        stack.add("Service", FargateService::new("cluster", &network, &task).security_group("sg-1").fail_after(2));
    });
    let properties = outcome.properties("Service");
    let placement = &properties["NetworkConfiguration"]["AwsvpcConfiguration"];
    assert_eq!(placement["AssignPublicIp"], "ENABLED");
    assert_eq!(placement["Subnets"], json!(["subnet-1"]));
    let breaker = &properties["DeploymentConfiguration"]["DeploymentCircuitBreaker"];
    assert_eq!(breaker["ThresholdConfiguration"], json!({ "Type": "COUNT", "Value": 2 }));
    assert_eq!(properties["HealthCheckGracePeriodSeconds"], Json::Null, "no load balancer, no grace period");
}

#[test]
fn every_default_of_a_service_can_be_overridden() {
    let outcome = sound(|stack| {
        let task = task(stack);
        let id = stack.add("Service", service(&task)).logical_id();
        stack.override_property(id, "DeploymentConfiguration.DeploymentCircuitBreaker.Rollback", false);
        stack.override_property(id, "DeploymentConfiguration.MinimumHealthyPercent", 50);
        stack.override_property(id, "PropagateTags", "TASK_DEFINITION");
        stack.remove_property(id, "LaunchType");
    });
    let properties = outcome.properties("Service");
    assert_eq!(properties["DeploymentConfiguration"]["DeploymentCircuitBreaker"], json!({ "Enable": true, "Rollback": false }));
    assert_eq!(properties["DeploymentConfiguration"]["MinimumHealthyPercent"], 50);
    assert_eq!(properties["PropagateTags"], "TASK_DEFINITION");
    assert_eq!(properties["LaunchType"], Json::Null);
    let escapes: Vec<String> = outcome.stack("stack").escapes.iter().map(|escape| escape.location.to_string()).collect();
    assert!(escapes.iter().all(|location| location.starts_with("tests/library/constructs.rs:")), "{escapes:?}");
}

// Logs, repositories, networks

#[test]
fn log_groups_and_repositories_survive_their_stack() {
    let outcome = sound(|stack| {
        stack.add("Logs", LogGroup::new(RetentionInDays::DAYS_30).log_group_name("/app"));
        stack.add("Short", LogGroup::new(RetentionInDays::DAYS_1).deleted_with_stack());
        stack.add("Repository", Repository::new("app"));
        stack.add("Mirror", Repository::new("mirror").mutable_tags().keep(5).untagged_days(1));
    });
    for (id, policy) in [("Logs", "Retain"), ("Repository", "Retain"), ("Mirror", "Retain"), ("Short", "Delete")] {
        assert_eq!(attribute(&outcome, id, "DeletionPolicy"), policy, "{id}");
        assert_eq!(attribute(&outcome, id, "UpdateReplacePolicy"), policy, "{id}");
    }
    assert_eq!(outcome.properties("Logs"), json!({ "LogGroupName": "/app", "RetentionInDays": 30 }));
    let repository = outcome.properties("Repository");
    assert_eq!(repository["ImageTagMutability"], "IMMUTABLE");
    assert_eq!(repository["ImageScanningConfiguration"], json!({ "ScanOnPush": true }));
    assert_snapshot!(repository["LifecyclePolicy"]["LifecyclePolicyText"].as_str().unwrap(), @r#"{"rules":[{"rulePriority":1,"description":"Untagged images expire after 7 days","selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":7},"action":{"type":"expire"}},{"rulePriority":2,"description":"The newest 50 images stay","selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":50},"action":{"type":"expire"}}]}"#);
    assert_eq!(outcome.properties("Mirror")["ImageTagMutability"], "MUTABLE");
}

#[test]
fn a_vpc_without_nat_gateways_has_public_subnets_only() {
    let vpc = |zones: u32, gateways: u32| {
        sound(|stack| {
            let vpc = Vpc::new("10.0.0.0/16".parse().unwrap()).zones(zones).nat_gateways(gateways);
            let network = stack.add("Vpc", vpc);
            assert_eq!(network.tasks_need_public_address(), gateways == 0);
        })
    };
    assert_snapshot!(vpc(2, 0).ids().join(" "), @"Vpc VpcInternetGateway VpcInternetGatewayAttachment VpcPublicRouteTable VpcPublicRoute VpcPublicSubnet1 VpcPublicSubnet1RouteTableAssociation VpcPublicSubnet2 VpcPublicSubnet2RouteTableAssociation");
    assert_snapshot!(vpc(3, 2).ids().join(" "), @"Vpc VpcInternetGateway VpcInternetGatewayAttachment VpcPublicRouteTable VpcPublicRoute VpcPublicSubnet1 VpcPublicSubnet1RouteTableAssociation VpcPublicSubnet2 VpcPublicSubnet2RouteTableAssociation VpcPublicSubnet3 VpcPublicSubnet3RouteTableAssociation VpcNatAddress1 VpcNatGateway1 VpcNatAddress2 VpcNatGateway2 VpcPrivateRouteTable1 VpcPrivateRoute1 VpcPrivateSubnet1 VpcPrivateSubnet1RouteTableAssociation VpcPrivateRouteTable2 VpcPrivateRoute2 VpcPrivateSubnet2 VpcPrivateSubnet2RouteTableAssociation VpcPrivateRouteTable3 VpcPrivateRoute3 VpcPrivateSubnet3 VpcPrivateSubnet3RouteTableAssociation");
    let outcome = vpc(9, 9);
    let count = |kind: &str| outcome.ids().iter().filter(|id| id.starts_with(kind)).count();
    assert_eq!(count("VpcNatGateway"), 4, "zones are two to four, and a zone has one gateway");
    let blocks: Vec<Json> = ["Public", "Private"]
        .iter()
        .flat_map(|role| (1..=4).map(move |zone| format!("Vpc{role}Subnet{zone}")))
        .map(|id| outcome.properties(&id)["CidrBlock"].clone())
        .collect();
    assert_snapshot!(json!(blocks), @r#"["10.0.0.0/19","10.0.32.0/19","10.0.64.0/19","10.0.96.0/19","10.0.128.0/19","10.0.160.0/19","10.0.192.0/19","10.0.224.0/19"]"#);
}

#[test]
fn a_shared_network_is_a_network_of_links() {
    let outcome = app(|app| {
        let stack = app.stack("network");
        let network = stack.add("Vpc", Vpc::new("10.0.0.0/16".parse().unwrap()).nat_gateways(1));
        let network = stack.share("", &network);
        app.stack("user").add("Group", SecurityGroup::new(&network, "Tasks"));
    });
    assert_eq!(outcome.errors(), "");
    assert_eq!(outcome.properties("Group")["VpcId"], json!({ "Fn::ImportValue": "app-test-network-VpcId" }));
    let outputs = outcome.stack("network").template.section("Outputs").unwrap();
    let outputs: Vec<&str> = outputs.keys().map(|key| key.as_str()).collect();
    assert_eq!(outputs, ["VpcId", "PublicSubnetIds", "PrivateSubnetIds"]);
}

// Mistakes

/// The findings of a stack, and the code that they point at.
fn mistakes(build: impl FnOnce(&mut Stack)) -> String {
    let outcome = stack(build);
    let lines = outcome.lines();
    format!("{}\n{}", outcome.report(), lines.join("\n"))
}

#[test]
fn variables_are_set_once_and_not_empty() {
    let found = mistakes(|stack| {
        let container = web().environment("A", "1").environment("B", "").environment("A", "2").secret("A", Secret::ssm("/a"));
        stack.add("Task", FargateTask::new(size()).container(container));
    });
    assert_snapshot!(found, @r#"
    error[FW021] in stack: the variable `B` of the container `web` is empty (give its setting a value, or leave the variable out: an application that reads it expects one)
    error[FW206] in stack/Resources/Task/Properties/ContainerDefinitions/0/Secrets/0/Name: `A` is a secret and also a plain variable of the container (Remove the plain variable, and what it says from the template, or rename one of the two.)
    error[E3037] in stack/Resources/Task/Properties/ContainerDefinitions/0/Environment/2: item 2 of `Environment` repeats the `Name` of an earlier one: `A`
    environment("B", "").environment("A", "2").secret("A", Secret::ssm("/a"));
    secret("A", Secret::ssm("/a"));
    environment("A", "1").environment("B", "").environment("A", "2").secret("A", Secret::ssm("/a"));
    environment("A", "2").secret("A", Secret::ssm("/a"));
    "#);
}

#[test]
fn containers_have_names_of_their_own() {
    let found = mistakes(|stack| {
        let task =
            FargateTask::new(size()).container(Container::new("web", "first:1")).container(Container::new("web", "second:1"));
        stack.add("Task", task);
    });
    assert_snapshot!(found, @r#"
    error[FW203] in stack/Resources/Task/Properties/ContainerDefinitions/1/Name: `Task` has two containers named `web` (Give each container of the task a name of its own.)
    Container::new("web", "second:1"));
    Container::new("web", "first:1")).container(Container::new("web", "second:1"));
    "#);
}

#[test]
fn a_task_has_a_container() {
    let found = mistakes(|stack| {
        let task = FargateTask::new(size());
        stack.add("Task", task);
    });
    assert_snapshot!(found, @r#"
    error[FW023] in stack: the task `Task` has no container (add one with `.container(…)`)
    add("Task", task);
    "#);
}

#[test]
fn a_service_is_sent_to_a_port_that_a_container_listens_on() {
    let found = mistakes(|stack| {
        let target = stack.add("Targets", TargetGroup::new(&network(), 8080, HealthCheck::path("/")));
        let task = task(stack);
        let service = FargateService::new("cluster", &network(), &task).behind(&target);
        stack.add("Service", service);
    });
    assert_snapshot!(found, @r#"
    error[FW024] in stack: no container of the task listens on port 8080, to which the service `Service` is to be sent (add `.port(8080)` to the container)
    error[FW025] in stack: the service `Service` has no security group, and so would get the VPC's default one (add `.security_group(…)`)
    behind(&target);
    FargateService::new("cluster", &network(), &task).behind(&target);
    "#);
}

#[test]
fn a_service_has_either_a_desired_count_or_autoscaling() {
    let found = mistakes(|stack| {
        let task = task(stack);
        let cluster: Value<ClusterName> = "cluster".into_value();
        let service = FargateService::new(cluster, &network(), &task)
            .security_group("sg-1")
            .desired_count(2)
            .scaling(Scaling::between(1, 2));
        stack.add("Service", service);
    });
    assert_snapshot!(found, @"
    error[FW026] in stack: the service `Service` has both a desired count and autoscaling (drop `.desired_count(…)`: every deployment would set the count back)
    desired_count(2)
    ");
}

/// Whatever rule finds it: the place is the call that said it, not the one that adds the construct.
#[test]
fn a_finding_points_at_the_call_that_said_it() {
    let found = mistakes(|stack| {
        let health = HealthCheck::path("/health").interval(4).healthy_threshold(11).matcher("OK");
        stack.add("Target", TargetGroup::new(&network(), 7000, health).deregistration_delay(4000));
        let container = Container::new("web", "web:1").cpu(4096).port(8080).command(["one", ""]).after("nobody", State::START);
        stack.add("Task", FargateTask::new(size()).container(container));
        stack.add("Images", Repository::new("Web"));
    });
    assert_snapshot!(found, @r#"
    error[FW211] in stack/Resources/Task/Properties/Cpu: the containers of `Task` have cpu 4096 together, and the task has 256 (Raise the size of the task, or lower that of the containers; a task without `Memory` needs it in each container.)
    error[FW212] in stack/Resources/Task/Properties/ContainerDefinitions/0/DependsOn/0/ContainerName: `web` waits for `nobody`, and the task has no other container of that name
    error[FW220] in stack/Resources/Target/Properties/HealthCheckTimeoutSeconds: the health check of `Target` takes up to 5 s, and the next begins after 4 s (use a timeout of 3 s at most, or a longer interval)
    error[FW227] in stack/Resources/Target/Properties/TargetGroupAttributes/0/Value: `deregistration_delay.timeout_seconds` takes no `4000` (it takes 0 to 3600)
    warning[FW232] in stack/Resources/Target: nothing registers in the target group `Target` (Register a service in it, share it with the stack that does, or delete it.)
    error[E3034] in stack/Resources/Target/Properties/HealthCheckIntervalSeconds: `HealthCheckIntervalSeconds` takes 5 to 300, and this is 4
    error[E3034] in stack/Resources/Target/Properties/HealthyThresholdCount: `HealthyThresholdCount` takes 2 to 10, and this is 11
    error[E3031] in stack/Resources/Images/Properties/RepositoryName: `RepositoryName` takes no `Web` (it takes what matches `^(?=.{2,256}$)([a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*)$`)
    FargateTask::new(size()).container(container));
    after("nobody", State::START);
    HealthCheck::path("/health").interval(4).healthy_threshold(11).matcher("OK");
    interval(4).healthy_threshold(11).matcher("OK");
    deregistration_delay(4000));
    add("Target", TargetGroup::new(&network(), 7000, health).deregistration_delay(4000));
    interval(4).healthy_threshold(11).matcher("OK");
    healthy_threshold(11).matcher("OK");
    Repository::new("Web"));
    "#);
}

/// Nothing that an author reads points into the library: each key and value of a template leads to their own file.
#[test]
fn whatever_a_construct_writes_is_located_at_the_author() {
    let outcome = sound(|stack| {
        let network = stack.add("Vpc", Vpc::new("10.0.0.0/16".parse().unwrap()).nat_gateways(1));
        let target = target(stack);
        let balancer = balancer(stack, &target);
        stack.add("Rule", Route::new(balancer.https, 1, &target).host(["a.example.com"]).header("X-Key", ["a"]));
        stack.add("Record", AliasRecord::new("Z1", "example.com", balancer.load_balancer));
        stack.add("Images", Repository::new("web"));
        let logs = stack.add("Logs", LogGroup::new(RetentionInDays::DAYS_14));
        let role = Role::for_tasks().managed_policy("AmazonS3ReadOnlyAccess").grant(["s3:GetObject"], ["*"]);
        let role = stack.add("Role", role);
        let group = stack.add("Group", SecurityGroup::new(&network, "Tasks").reachable_by(Peer::Anywhere, 80, "All"));
        stack.add("Allow", Allow::from(Peer::block("10.0.0.0/8")).to(group, 81, "Us"));
        let secret = Secret::secrets_manager_key("arn:aws:secretsmanager:us-east-1:111122223333:secret:db", "user");
        let container = web().health_check("true").logs(logs).secret("USER", secret).after("xray", State::START);
        let task = FargateTask::new(size()).task_role(&role).architecture(CpuArchitecture::ARM64).container(container);
        let task = stack.add("Task", task.sidecar(XRayDaemon::new("daemon:1").logs(logs)));
        let service = FargateService::new("cluster", &network, &task).security_group(group).behind(&target);
        stack.add("Service", service.scaling(Scaling::between(1, 2)).fail_after(2));
        stack.share("", &network);
        stack.share("Target", &target);
    });
    let text = format!("{:?}", outcome.stack("stack").template);
    let files: std::collections::BTreeSet<&str> =
        text.split("file: \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(files.into_iter().collect::<Vec<_>>(), ["tests/library/constructs.rs"]);
}

// Constructs of another crate: this test is one.

/// A queue for work, with one for what failed, which a function writes that knows nothing of the author.
#[must_use]
struct Jobs {
    pending: Pending,
    attempts: Located<u32>,
    name: Option<Value<Text>>,
}

impl Jobs {
    #[track_caller]
    fn new(attempts: u32) -> Self {
        Jobs { pending: Pending::of::<Self>(), attempts: Located::here(attempts), name: None }
    }

    #[track_caller]
    fn name(mut self, name: impl IntoValue<Text>) -> Self {
        self.name = Some(located(name));
        self
    }
}

impl Construct for Jobs {
    type Output = Handle<sqs::Queue>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        if self.attempts.what == 1 {
            stack.report_on(id, Diagnostic::warning("ACME01", "one attempt is few").at(self.attempts.location).help("allow two"));
        }
        let failed = failed(id, stack);
        let redrive = RedrivePolicy::new().dead_letter_target_arn(failed.arn()).max_receive_count(self.attempts);
        stack.add(id, sqs::Queue::new().redrive_policy(redrive).maybe(self.name, sqs::Queue::queue_name))
    }
}

fn failed(id: &str, stack: &mut Stack) -> Handle<sqs::Queue> {
    if id.starts_with('X') {
        stack.report(Diagnostic::error("ACME02", "ids begin with a word"));
    }
    stack.add(format!("{id}Failed"), sqs::Queue::new().visibility_timeout(50_000))
}

/// A construct of constructs.
struct Office;

impl Construct for Office {
    type Output = Handle<sqs::Queue>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        stack.add(id, Jobs::new(3))
    }
}

#[test]
fn a_construct_of_another_crate_reports_at_its_authors_line() {
    let found = mistakes(|stack| {
        stack.add("Mail", Jobs::new(1).name("a name"));
        stack.add("XMail", Jobs::new(2));
        stack.add("Office", Office);
    });
    assert_snapshot!(found, @r#"
    error[ACME02] in stack: ids begin with a word
    warning[ACME01] in stack/Resources/Mail: one attempt is few (allow two)
    error[E3034] in stack/Resources/MailFailed/Properties/VisibilityTimeout: `VisibilityTimeout` takes 0 to 43200, and this is 50000
    error[E3034] in stack/Resources/XMailFailed/Properties/VisibilityTimeout: `VisibilityTimeout` takes 0 to 43200, and this is 50000
    error[E3034] in stack/Resources/OfficeFailed/Properties/VisibilityTimeout: `VisibilityTimeout` takes 0 to 43200, and this is 50000
    add("XMail", Jobs::new(2));
    Jobs::new(1).name("a name"));
    add("Mail", Jobs::new(1).name("a name"));
    add("XMail", Jobs::new(2));
    add("Office", Office);
    "#);
}

/// Whatever is added later, or whose copy is, is not forgotten.
#[test]
fn what_is_made_and_never_added_is_a_mistake() {
    drop(sqs::Queue::new()); // before the app: not of this app
    let found = mistakes(|stack| {
        let queue = sqs::Queue::new().delay_seconds(1);
        let logs = LogGroup::new(RetentionInDays::DAYS_14);
        let role = Role::for_tasks();
        let _parameter = Parameter::<Text>::new().default("a");
        let _task = FargateTask::new(size()).container(web()).execution_role("Starter", ExecutionRole::new());
        let jobs = Jobs::new(3);
        let _topic = formwork::aws::sns::Topic::new();
        for id in ["A", "B"] {
            stack.add(id, queue.clone());
        }
        stack.add("Logs", logs.clone());
        drop((role, jobs, logs));
    });
    assert_snapshot!(found, @r#"
    error[FW009]: this `Role` is never added to a stack (add it with `stack.add("Id", …)`, or make it only where it is added)
    error[FW009]: this parameter is never added to a stack (add it with `stack.parameter("Id", …)`, or make it only where it is added)
    error[FW009]: this `FargateTask` is never added to a stack (add it with `stack.add("Id", …)`, or make it only where it is added)
    error[FW009]: this `Jobs` is never added to a stack (add it with `stack.add("Id", …)`, or make it only where it is added)
    error[FW009]: this resource is never added to a stack (add it with `stack.add("Id", …)`, or make it only where it is added)
    Role::for_tasks();
    Parameter::<Text>::new().default("a");
    FargateTask::new(size()).container(web()).execution_role("Starter", ExecutionRole::new());
    Jobs::new(3);
    formwork::aws::sns::Topic::new();
    "#);
}

#[test]
fn a_finding_of_a_construct_is_allowed_like_any_other() {
    let outcome = stack(|stack| {
        stack.add("Mail", Jobs::new(1));
        stack.allow("Mail", "ACME01", "mail is idempotent");
        stack.allow("Mail", "ACME03", "never found");
    });
    assert_eq!(outcome.report_of("ACME01"), "");
    assert_snapshot!(outcome.report_of("FW106"), @"warning[FW106] in stack/Resources/Mail: `ACME03` is allowed on `Mail`, but nothing of that code is found there (remove the allowance, so that it does not hide a finding that comes later)");
}
