//! Functions, state machines and the users of applications.

use crate::check::engine::requirement::{Must, Requirement, every};
use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::pack::{Elsewhere, PackRule};
use crate::diagnostic::Severity;
use crate::language::read::resource::{self, Resource};

/// The rules of this subject.
pub(super) const RULES: &[PackRule] = &[
    PackRule {
        rule: Rule {
            code: "FWS801",
            severity: Severity::Error,
            what: "Finds the URL of a function that anybody may call.",
            why: "What the function does, it does for the whole internet, and the account pays.",
            example: "AuthType: NONE",
            fix: "in Rust `.auth_type(AuthType::AWS_IAM)`, in YAML `AuthType: AWS_IAM`; if everybody is meant, allow the finding with the reason",
            link: "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::Lambda::Url"],
                    path: &["AuthType"],
                    must: Must::NotBe(&["NONE"]),
                    absent_is_right: true,
                    of: every,
                    says: "anybody may call `{id}`",
                },
                Requirement {
                    types: &["AWS::Serverless::Function"],
                    path: &["FunctionUrlConfig", "AuthType"],
                    must: Must::NotBe(&["NONE"]),
                    absent_is_right: true,
                    of: every,
                    says: "anybody may call the URL of `{id}`",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "Lambda.1", nag: "", checkov: "CKV_AWS_258" },
    },
    PackRule {
        rule: Rule {
            code: "FWS802",
            severity: Severity::Error,
            what: "Finds a permission of a function for a service, on behalf of any account: without `SourceArn` and `SourceAccount`.",
            why: "Somebody else's bucket or rule can call the function.",
            example: "AWS::Lambda::Permission with `Principal: s3.amazonaws.com` alone",
            fix: "in Rust `.source_arn(bucket.arn())`, in YAML `SourceArn: !GetAtt Bucket.Arn` or `SourceAccount: !Ref AWS::AccountId`",
            link: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
            kind: RuleKind::Template(any_source),
        },
        elsewhere: Elsewhere { hub: "Lambda.1", nag: "", checkov: "CKV_AWS_364" },
    },
    PackRule {
        rule: Rule {
            code: "FWS803",
            severity: Severity::Error,
            what: "Finds a permission of a function for everybody.",
            why: "Any AWS account in the world may call the function.",
            example: "AWS::Lambda::Permission with `Principal: \"*\"`",
            fix: "in Rust `.principal(\"events.amazonaws.com\")`, in YAML `Principal: events.amazonaws.com`, or `PrincipalOrgID`",
            link: "https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html",
            kind: RuleKind::Template(anybody),
        },
        elsewhere: Elsewhere { hub: "Lambda.1", nag: "", checkov: "CKV_AWS_301" },
    },
    PackRule {
        rule: Rule {
            code: "FWS811",
            severity: Severity::Error,
            what: "Finds a user pool without a second factor.",
            why: "A password that leaked elsewhere opens the account.",
            example: "AWS::Cognito::UserPool without `MfaConfiguration`",
            fix: "in Rust `.mfa_configuration(MfaConfiguration::OPTIONAL)`, in YAML `MfaConfiguration: OPTIONAL` (or `ON`) with `EnabledMfas: [SOFTWARE_TOKEN_MFA]`",
            link: "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::Cognito::UserPool"],
                path: &["MfaConfiguration"],
                must: Must::Be(&["ON", "OPTIONAL"]),
                absent_is_right: false,
                of: every,
                says: "`{id}` has no second factor",
            }]),
        },
        elsewhere: Elsewhere { hub: "", nag: "AwsSolutions-COG2", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS812",
            severity: Severity::Error,
            what: "Finds a user pool whose passwords may be shorter than eight characters.",
            why: "They are guessed.",
            example: "MinimumLength: 6",
            fix: "in Rust `.minimum_length(12)`, in YAML `PasswordPolicy: {MinimumLength: 12}`",
            link: "https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::Cognito::UserPool"],
                path: &["Policies", "PasswordPolicy", "MinimumLength"],
                must: Must::BeAtLeast(8),
                absent_is_right: true,
                of: every,
                says: "the passwords of `{id}` may be shorter than eight characters",
            }]),
        },
        elsewhere: Elsewhere { hub: "Cognito.3", nag: "AwsSolutions-COG1", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS813",
            severity: Severity::Error,
            what: "Finds an identity pool that gives credentials to whoever asks.",
            why: "Everybody gets what the role of guests may do.",
            example: "AllowUnauthenticatedIdentities: true",
            fix: "in Rust `.allow_unauthenticated_identities(false)`, in YAML `AllowUnauthenticatedIdentities: false`",
            link: "https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::Cognito::IdentityPool"],
                path: &["AllowUnauthenticatedIdentities"],
                must: Must::NotBe(&["true"]),
                absent_is_right: true,
                of: every,
                says: "`{id}` gives credentials to whoever asks",
            }]),
        },
        elsewhere: Elsewhere { hub: "Cognito.2", nag: "AwsSolutions-COG7", checkov: "CKV_AWS_366" },
    },
    PackRule {
        rule: Rule {
            code: "FWS821",
            severity: Severity::Error,
            what: "Finds a GraphQL API of AppSync without logs.",
            why: "Nobody can tell afterwards who asked for what.",
            example: "AWS::AppSync::GraphQLApi without `LogConfig`",
            fix: "in Rust `.log_config(…)`, in YAML `LogConfig: {FieldLogLevel: ERROR, CloudWatchLogsRoleArn: …}`",
            link: "https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::AppSync::GraphQLApi"],
                path: &["LogConfig"],
                must: Must::BeGiven,
                absent_is_right: false,
                of: every,
                says: "`{id}` writes no logs",
            }]),
        },
        elsewhere: Elsewhere { hub: "AppSync.2", nag: "AwsSolutions-ASC3", checkov: "CKV_AWS_193, CKV_AWS_194" },
    },
    PackRule {
        rule: Rule {
            code: "FWS822",
            severity: Severity::Error,
            what: "Finds a state machine without logs.",
            why: "Nobody can tell afterwards what ran with which input.",
            example: "AWS::StepFunctions::StateMachine without `LoggingConfiguration`",
            fix: "in Rust `.logging_configuration(…)`, in YAML `LoggingConfiguration: {Level: ALL, Destinations: […]}`",
            link: "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::StepFunctions::StateMachine"],
                path: &["LoggingConfiguration", "Level"],
                must: Must::NotBe(&["OFF"]),
                absent_is_right: false,
                of: every,
                says: "`{id}` writes no logs",
            }]),
        },
        elsewhere: Elsewhere { hub: "StepFunctions.1", nag: "AwsSolutions-SF1", checkov: "CKV_AWS_285" },
    },
    PackRule {
        rule: Rule {
            code: "FWS823",
            severity: Severity::Error,
            what: "Finds a project of CodeBuild that switches the encryption of what it builds off.",
            why: "Artifacts lie readable in the bucket.",
            example: "EncryptionDisabled: true",
            fix: "in Rust `.encryption_disabled(false)`, in YAML `EncryptionDisabled: false`",
            link: "https://docs.aws.amazon.com/codebuild/latest/userguide/security-encryption.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::CodeBuild::Project"],
                path: &["Artifacts", "EncryptionDisabled"],
                must: Must::NotBe(&["true"]),
                absent_is_right: true,
                of: every,
                says: "what `{id}` builds is not encrypted",
            }]),
        },
        elsewhere: Elsewhere { hub: "CodeBuild.3", nag: "", checkov: "CKV_AWS_78" },
    },
    PackRule {
        rule: Rule {
            code: "FWS831",
            severity: Severity::Error,
            what: "Finds an EKS cluster whose API server is open to the whole internet.",
            why: "Whoever has stolen credentials uses them from anywhere, and every fault of the API server is reachable.",
            example: "AWS::EKS::Cluster without `EndpointPublicAccess: false`",
            fix: "in Rust `.endpoint_public_access(false).endpoint_private_access(true)`, in YAML `ResourcesVpcConfig: {EndpointPublicAccess: false, EndpointPrivateAccess: true}`, or `PublicAccessCidrs` with your own addresses",
            link: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::EKS::Cluster"],
                path: &["ResourcesVpcConfig", "EndpointPublicAccess"],
                must: Must::Be(&["false"]),
                absent_is_right: false,
                of: is_open_to_all,
                says: "the API server of `{id}` is open to everybody",
            }]),
        },
        elsewhere: Elsewhere { hub: "EKS.1", nag: "AwsSolutions-EKS1", checkov: "CKV_AWS_38, CKV_AWS_39" },
    },
    PackRule {
        rule: Rule {
            code: "FWS832",
            severity: Severity::Error,
            what: "Finds an EKS cluster that writes none of the logs of its control plane.",
            why: "Nobody can tell afterwards who did what in the cluster.",
            example: "AWS::EKS::Cluster without `Logging`",
            fix: "in Rust `.logging(…)`, in YAML `Logging: {ClusterLogging: {EnabledTypes: [{Type: audit}, {Type: authenticator}]}}`",
            link: "https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::EKS::Cluster"],
                path: &["Logging", "ClusterLogging", "EnabledTypes"],
                must: Must::BeGiven,
                absent_is_right: false,
                of: every,
                says: "`{id}` logs nothing of its control plane",
            }]),
        },
        elsewhere: Elsewhere { hub: "EKS.8", nag: "AwsSolutions-EKS2", checkov: "CKV_AWS_37" },
    },
    PackRule {
        rule: Rule {
            code: "FWS833",
            severity: Severity::Error,
            what: "Finds a notebook instance of SageMaker that reaches the internet past the VPC.",
            why: "Whatever runs in the notebook sends data where it likes; no route and no security group is asked.",
            example: "AWS::SageMaker::NotebookInstance without `DirectInternetAccess: Disabled`",
            fix: "in Rust `.direct_internet_access(DirectInternetAccess::DISABLED)`, in YAML `DirectInternetAccess: Disabled`, with `SubnetId` and `SecurityGroupIds`",
            link: "https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::SageMaker::NotebookInstance"],
                path: &["DirectInternetAccess"],
                must: Must::Be(&["Disabled"]),
                absent_is_right: false,
                of: every,
                says: "the notebook `{id}` reaches the internet past the VPC",
            }]),
        },
        elsewhere: Elsewhere { hub: "SageMaker.1", nag: "AwsSolutions-SM3", checkov: "CKV_AWS_122" },
    },
];

fn permissions<'a>(context: &Context<'a>) -> Vec<Resource<'a>> {
    resource::of_type(context.scope(), "AWS::Lambda::Permission")
}

fn lacks(permission: &Resource<'_>, names: &[&'static str]) -> bool {
    names.iter().all(|name| permission.properties.get(name).is_absent())
}

fn any_source(rule: &Rule, context: &mut Context<'_>) {
    for permission in permissions(context) {
        let principal = permission.properties.get("Principal");
        let is_service = principal.text().is_some_and(|name| name.ends_with(".amazonaws.com"));
        if is_service && lacks(&permission, &["EventSourceToken", "PrincipalOrgID", "SourceAccount", "SourceArn"]) {
            let message = format!("`{}` lets the service call the function on behalf of any account", permission.id);
            principal.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

fn anybody(rule: &Rule, context: &mut Context<'_>) {
    for permission in permissions(context) {
        let principal = permission.properties.get("Principal");
        if principal.is("*") && lacks(&permission, &["EventSourceToken", "PrincipalOrgID", "SourceAccount", "SourceArn"]) {
            let message = format!("`{}` lets everybody call the function", permission.id);
            principal.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

/// Whether nothing says from where the API server is reached, or everything is said.
fn is_open_to_all(cluster: &Resource<'_>) -> bool {
    let from = cluster.properties.at(&["ResourcesVpcConfig", "PublicAccessCidrs"]);
    from.is_absent() || from.every_item().iter().any(|block| block.is("0.0.0.0/0"))
}
