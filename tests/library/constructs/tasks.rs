//! Tasks, their containers and roles.

use super::*;
use formwork::aws::ecs::task_definition::{Condition as State, CpuArchitecture, HealthCheck as ContainerCheck};
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::constructs::{Container, ExecutionRole, FargateTask, HealthCheck, LogGroup, Role, Secret, TargetGroup, XRayDaemon};
use formwork::iam::{Principal, Statement};
use formwork::prelude::*;
use insta::assert_snapshot;
use serde_json::{Value as Json, json};

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
          "ReadonlyRootFilesystem": true,
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
fn containers_share_the_volumes_that_they_name() {
    let outcome = sound(|stack| {
        let web = Container::new("web", "web@sha256:0").read_only_root().volume("tmp", "/tmp").volume("socket", "/run/app");
        let proxy = Container::new("proxy", "proxy@sha256:0").entry_point(["/proxy"]).command(["-v"]).volume("socket", "/socket");
        stack.add("Task", FargateTask::new((256, 512)).container(web).container(proxy));
    });
    let task = outcome.properties("Task");
    assert_eq!(task["Volumes"], json!([{ "Name": "tmp" }, { "Name": "socket" }]));
    let mounts = |index: usize| task["ContainerDefinitions"][index]["MountPoints"].clone();
    let tmp = json!({ "ContainerPath": "/tmp", "SourceVolume": "tmp" });
    assert_eq!(mounts(0), json!([tmp, { "ContainerPath": "/run/app", "SourceVolume": "socket" }]));
    assert_eq!(mounts(1), json!([{ "ContainerPath": "/socket", "SourceVolume": "socket" }]));
    assert_eq!(task["ContainerDefinitions"][1]["EntryPoint"], json!(["/proxy"]));
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
