//! The ways in: load balancers, CloudFront, API Gateway.

use crate::check::engine::requirement::{Must, Requirement, every};
use crate::check::engine::{Context, Rule, RuleKind};
use crate::check::rules::pack::{Elsewhere, PackRule};
use crate::diagnostic::Severity;
use crate::language::read::listener::{self, BALANCER, LISTENER};
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

/// The rules of this subject.
pub(super) const RULES: &[PackRule] = &[
    PackRule {
        rule: Rule {
            code: "FWS301",
            severity: Severity::Error,
            what: "Finds a listener of a load balancer for plain HTTP that forwards requests.",
            why: "Whoever is between reads and changes passwords, cookies and pages.",
            example: "Protocol: HTTP with a forward action",
            fix: "redirect to HTTPS: in Rust the construct `LoadBalancer::new(network, group, certificate)` does, in YAML `DefaultActions: [{Type: redirect, RedirectConfig: {Protocol: HTTPS, Port: \"443\", StatusCode: HTTP_301}}]`",
            link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html",
            kind: RuleKind::Template(plain_listeners),
        },
        elsewhere: Elsewhere { hub: "ELB.1", nag: "", checkov: "CKV_AWS_2" },
    },
    PackRule {
        rule: Rule {
            code: "FWS302",
            severity: Severity::Error,
            what: "Finds a listener whose policy takes TLS 1.0 or 1.1.",
            why: "Both are broken, and clients are talked down to them.",
            example: "SslPolicy: ELBSecurityPolicy-2016-08",
            fix: "in Rust the construct `LoadBalancer` has a recent one, in YAML `SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06`",
            link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::ElasticLoadBalancingV2::Listener"],
                path: &["SslPolicy"],
                must: Must::NotBe(&[
                    "ELBSecurityPolicy-2015-05",
                    "ELBSecurityPolicy-2016-08",
                    "ELBSecurityPolicy-FS-2018-06",
                    "ELBSecurityPolicy-FS-1-1-2019-08",
                    "ELBSecurityPolicy-TLS-1-0-2015-04",
                    "ELBSecurityPolicy-TLS-1-1-2017-01",
                    "ELBSecurityPolicy-TLS13-1-0-2021-06",
                    "ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04",
                    "ELBSecurityPolicy-TLS13-1-1-2021-06",
                    "ELBSecurityPolicy-TLS13-1-1-FIPS-2023-04",
                ]),
                absent_is_right: true,
                of: every,
                says: "the policy of `{id}` takes TLS 1.0 or 1.1",
            }]),
        },
        elsewhere: Elsewhere { hub: "ELB.17", nag: "", checkov: "CKV_AWS_103" },
    },
    PackRule {
        rule: Rule {
            code: "FWS303",
            severity: Severity::Error,
            what: "Finds a load balancer without access logs.",
            why: "Nobody can tell afterwards who asked for what.",
            example: "AWS::ElasticLoadBalancingV2::LoadBalancer without `access_logs.s3.enabled`",
            fix: "in Rust `LoadBalancer::access_logs(bucket)`, in YAML `LoadBalancerAttributes: [{Key: access_logs.s3.enabled, Value: \"true\"}, {Key: access_logs.s3.bucket, Value: !Ref Logs}]`; the bucket costs by what it holds",
            link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
            kind: RuleKind::Template(access_logs),
        },
        elsewhere: Elsewhere { hub: "ELB.5", nag: "AwsSolutions-ELB2", checkov: "CKV_AWS_91, CKV_AWS_92" },
    },
    PackRule {
        rule: Rule {
            code: "FWS304",
            severity: Severity::Error,
            what: "Finds an application load balancer that passes invalid header fields on.",
            why: "Servers read them differently, so a request is smuggled past what checks it.",
            example: "AWS::ElasticLoadBalancingV2::LoadBalancer without `routing.http.drop_invalid_header_fields.enabled`",
            fix: "in Rust the construct `LoadBalancer` drops them, in YAML `LoadBalancerAttributes: [{Key: routing.http.drop_invalid_header_fields.enabled, Value: \"true\"}]`",
            link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
            kind: RuleKind::Template(invalid_headers),
        },
        elsewhere: Elsewhere { hub: "ELB.4", nag: "", checkov: "CKV_AWS_131" },
    },
    PackRule {
        rule: Rule {
            code: "FWS305",
            severity: Severity::Error,
            what: "Finds an application load balancer on the internet with which no web ACL of the template is associated, and whose ARN is in no output.",
            why: "Scanners and floods reach the application itself.",
            example: "AWS::ElasticLoadBalancingV2::LoadBalancer without AWS::WAFv2::WebACLAssociation",
            fix: "in Rust `LoadBalancer::web_acl(arn)`, in YAML `AWS::WAFv2::WebACLAssociation` with `ResourceArn: !Ref LoadBalancer`; a web ACL costs by month and request",
            link: "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html",
            kind: RuleKind::Template(web_acl),
        },
        elsewhere: Elsewhere { hub: "ELB.16", nag: "", checkov: "CKV2_AWS_28" },
    },
    PackRule {
        rule: Rule {
            code: "FWS321",
            severity: Severity::Error,
            what: "Finds a distribution of CloudFront that takes requests without TLS.",
            why: "Whoever is between reads and changes passwords, cookies and pages.",
            example: "ViewerProtocolPolicy: allow-all",
            fix: "in Rust `.viewer_protocol_policy(ViewerProtocolPolicy::REDIRECT_TO_HTTPS)`, in YAML `ViewerProtocolPolicy: redirect-to-https`",
            link: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::CloudFront::Distribution"],
                    path: &["DistributionConfig", "DefaultCacheBehavior", "ViewerProtocolPolicy"],
                    must: Must::NotBe(&["allow-all"]),
                    absent_is_right: true,
                    of: every,
                    says: "`{id}` takes requests without TLS",
                },
                Requirement {
                    types: &["AWS::CloudFront::Distribution"],
                    path: &["DistributionConfig", "CacheBehaviors", "*", "ViewerProtocolPolicy"],
                    must: Must::NotBe(&["allow-all"]),
                    absent_is_right: true,
                    of: every,
                    says: "`{id}` takes requests without TLS",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "CloudFront.3", nag: "", checkov: "CKV_AWS_34" },
    },
    PackRule {
        rule: Rule {
            code: "FWS322",
            severity: Severity::Error,
            what: "Finds a distribution of CloudFront with a certificate of its own that takes TLS 1.0 or 1.1.",
            why: "Both are broken, and clients are talked down to them.",
            example: "MinimumProtocolVersion: TLSv1",
            fix: "in Rust `.minimum_protocol_version(MinimumProtocolVersion::TLSV1_2_2021)`, in YAML `MinimumProtocolVersion: TLSv1.2_2021`",
            link: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::CloudFront::Distribution"],
                path: &["DistributionConfig", "ViewerCertificate", "*", "MinimumProtocolVersion"],
                must: Must::NotBe(&["SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016"]),
                absent_is_right: false,
                of: has_own_certificate,
                says: "`{id}` takes TLS 1.0 or 1.1",
            }]),
        },
        elsewhere: Elsewhere { hub: "CloudFront.15", nag: "AwsSolutions-CFR4", checkov: "CKV_AWS_174" },
    },
    PackRule {
        rule: Rule {
            code: "FWS323",
            severity: Severity::Error,
            what: "Finds a distribution of CloudFront without access logs, in a template that delivers none in another way.",
            why: "Nobody can tell afterwards who asked for what.",
            example: "AWS::CloudFront::Distribution without `Logging`",
            fix: "in Rust `StaticSite::access_logs(bucket)` of the construct, or `.logging(…)` of the distribution's configuration; in YAML `Logging: {Bucket: !GetAtt Logs.DomainName}`; the bucket costs by what it holds",
            link: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html",
            kind: RuleKind::Template(distribution_logs),
        },
        elsewhere: Elsewhere { hub: "CloudFront.5", nag: "AwsSolutions-CFR3", checkov: "CKV_AWS_86" },
    },
    PackRule {
        rule: Rule {
            code: "FWS324",
            severity: Severity::Error,
            what: "Finds a distribution of CloudFront without a web ACL.",
            why: "Scanners and floods reach the application itself.",
            example: "AWS::CloudFront::Distribution without `WebACLId`",
            fix: "in Rust `StaticSite::web_acl(arn)` of the construct, or `.web_acl_id(arn)`; in YAML `WebACLId: !GetAtt WebAcl.Arn`; a web ACL costs by month and request",
            link: "https://docs.aws.amazon.com/waf/latest/developerguide/cloudfront-features.html",
            kind: RuleKind::Property(&[Requirement {
                types: &["AWS::CloudFront::Distribution"],
                path: &["DistributionConfig", "WebACLId"],
                must: Must::BeGiven,
                absent_is_right: false,
                of: every,
                says: "`{id}` has no web ACL",
            }]),
        },
        elsewhere: Elsewhere { hub: "CloudFront.6", nag: "AwsSolutions-CFR2", checkov: "CKV_AWS_68" },
    },
    PackRule {
        rule: Rule {
            code: "FWS325",
            severity: Severity::Error,
            what: "Finds an origin that CloudFront asks in plain text, or by SSL 3 or TLS 1.0.",
            why: "What the viewer sends encrypted crosses the rest of the way in plain text.",
            example: "OriginProtocolPolicy: http-only",
            fix: "in Rust `.origin_protocol_policy(\"https-only\")`, in YAML `OriginProtocolPolicy: https-only` and `OriginSSLProtocols: [TLSv1.2]`",
            link: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::CloudFront::Distribution"],
                    path: &["DistributionConfig", "Origins", "*", "CustomOriginConfig", "*", "OriginProtocolPolicy"],
                    must: Must::NotBe(&["http-only"]),
                    absent_is_right: true,
                    of: every,
                    says: "an origin of `{id}` is asked in plain text",
                },
                Requirement {
                    types: &["AWS::CloudFront::Distribution"],
                    path: &["DistributionConfig", "Origins", "*", "CustomOriginConfig", "*", "OriginSSLProtocols", "*"],
                    must: Must::NotBe(&["SSLv3", "TLSv1"]),
                    absent_is_right: true,
                    of: every,
                    says: "an origin of `{id}` is asked by SSL 3 or TLS 1.0",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "CloudFront.9, CloudFront.10", nag: "AwsSolutions-CFR5", checkov: "CKV2_AWS_72" },
    },
    PackRule {
        rule: Rule {
            code: "FWS326",
            severity: Severity::Error,
            what: "Finds an origin in S3 that CloudFront asks without credentials of its own.",
            why: "The bucket must be public, and whoever knows its name passes CloudFront by.",
            example: "S3OriginConfig: {} without `OriginAccessControlId`",
            fix: "in Rust `.origin_access_control_id(control)`, in YAML `OriginAccessControlId: !Ref Control` with AWS::CloudFront::OriginAccessControl",
            link: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html",
            kind: RuleKind::Template(open_origins),
        },
        elsewhere: Elsewhere { hub: "CloudFront.13", nag: "AwsSolutions-CFR7", checkov: "" },
    },
    PackRule {
        rule: Rule {
            code: "FWS341",
            severity: Severity::Error,
            what: "Finds a stage of API Gateway without access logs.",
            why: "Nobody can tell afterwards who asked for what.",
            example: "AWS::ApiGateway::Stage without `AccessLogSetting`",
            fix: "in Rust `.access_log_setting(…)`, in YAML `AccessLogSetting: {DestinationArn: …, Format: …}` (`AccessLogSettings` of AWS::ApiGatewayV2::Stage)",
            link: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
            kind: RuleKind::Property(&[
                Requirement {
                    types: &["AWS::ApiGateway::Stage"],
                    path: &["AccessLogSetting"],
                    must: Must::BeGiven,
                    absent_is_right: false,
                    of: every,
                    says: "`{id}` is a stage without access logs",
                },
                Requirement {
                    types: &["AWS::ApiGatewayV2::Stage"],
                    path: &["AccessLogSettings"],
                    must: Must::BeGiven,
                    absent_is_right: false,
                    of: every,
                    says: "`{id}` is a stage without access logs",
                },
            ]),
        },
        elsewhere: Elsewhere { hub: "APIGateway.9", nag: "AwsSolutions-APIG1", checkov: "CKV_AWS_76, CKV_AWS_95" },
    },
    PackRule {
        rule: Rule {
            code: "FWS342",
            severity: Severity::Error,
            what: "Finds a method or a route of API Gateway that anybody may call: without authorization and API key. `OPTIONS` is left alone, and so are private APIs and those with a policy.",
            why: "What is behind it does whatever the internet asks.",
            example: "AuthorizationType: NONE",
            fix: "in Rust `HttpApi::authorized_by(…)` of the construct, or `.authorization_type(…)`; in YAML `AuthorizationType: AWS_IAM` or an authorizer; if everybody is meant, allow the finding with the reason",
            link: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
            kind: RuleKind::Template(open_methods),
        },
        elsewhere: Elsewhere { hub: "APIGateway.8", nag: "AwsSolutions-APIG4", checkov: "CKV_AWS_59" },
    },
];

fn plain_listeners(rule: &Rule, context: &mut Context<'_>) {
    for listener in resource::of_type(context.scope(), LISTENER) {
        let protocol = listener.properties.get("Protocol");
        let actions = listener::actions(&listener).items().unwrap_or_default();
        if protocol.is("HTTP") && actions.iter().any(|action| action.get("Type").is("forward")) {
            let message = format!("the listener `{}` forwards plain HTTP", listener.id);
            protocol.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

/// Whether an attribute of a load balancer is known to be not what it should be; nothing where the attributes are not known.
fn lacks(balancer: &Resource<'_>, key: &str) -> bool {
    let may_be = |attribute: &Property<'_>| {
        attribute.get("Key").text().is_none_or(|given| given == key)
            && attribute.get("Value").text().is_none_or(|value| value.eq_ignore_ascii_case("true"))
    };
    let attributes = balancer.properties.get("LoadBalancerAttributes").items();
    attributes.is_some_and(|items| !items.iter().any(may_be))
}

fn access_logs(rule: &Rule, context: &mut Context<'_>) {
    for balancer in resource::of_type(context.scope(), BALANCER) {
        // A network load balancer logs the requests of TLS listeners alone, and a gateway one none.
        if listener::kind_of(&balancer) == Some("application") && lacks(&balancer, "access_logs.s3.enabled") {
            let message = format!("`{}` is a load balancer without access logs", balancer.id);
            balancer.properties.get("LoadBalancerAttributes").report(context, rule.finding(message).help(rule.fix));
        }
    }
    for balancer in resource::of_type(context.scope(), "AWS::ElasticLoadBalancing::LoadBalancer") {
        let policy = balancer.properties.get("AccessLoggingPolicy");
        if policy.is_absent() || policy.get("Enabled").is("false") {
            let message = format!("`{}` is a load balancer without access logs", balancer.id);
            policy.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

fn invalid_headers(rule: &Rule, context: &mut Context<'_>) {
    for balancer in resource::of_type(context.scope(), BALANCER) {
        let is_application = listener::kind_of(&balancer) == Some("application");
        if is_application && lacks(&balancer, "routing.http.drop_invalid_header_fields.enabled") {
            let message = format!("`{}` passes invalid header fields on", balancer.id);
            balancer.properties.get("LoadBalancerAttributes").report(context, rule.finding(message).help(rule.fix));
        }
    }
}

fn web_acl(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    let associations = resource::of_type(scope, "AWS::WAFv2::WebACLAssociation");
    for balancer in resource::of_type(scope, BALANCER) {
        let scheme = balancer.properties.get("Scheme");
        let is_open = scheme.text_or("internet-facing").is_some_and(|scheme| scheme == "internet-facing");
        let is_application = listener::kind_of(&balancer) == Some("application");
        // One that names no resource of the template may be about this one.
        let is_guarded = associations.iter().any(|association| {
            let named = association.properties.get("ResourceArn");
            named.leads_to(balancer.id) || named.target_of(BALANCER).is_none()
        });
        if is_open && is_application && !is_guarded && !resource::is_shared(scope, balancer.id) {
            let message = format!("`{}` is on the internet without a web ACL", balancer.id);
            scheme.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

fn has_own_certificate(distribution: &Resource<'_>) -> bool {
    let certificate = distribution.properties.at(&["DistributionConfig", "ViewerCertificate"]);
    certificate.get("AcmCertificateArn").is_given() && !certificate.get("AcmCertificateArn").is_absent()
        || !certificate.get("IamCertificateId").is_absent() && certificate.get("IamCertificateId").is_given()
}

fn distribution_logs(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    if !resource::of_type(scope, "AWS::Logs::DeliverySource").is_empty() {
        return;
    }
    for distribution in resource::of_type(scope, "AWS::CloudFront::Distribution") {
        let logging = distribution.properties.at(&["DistributionConfig", "Logging"]);
        if logging.is_absent() {
            let message = format!("`{}` is a distribution without access logs", distribution.id);
            logging.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

fn open_origins(rule: &Rule, context: &mut Context<'_>) {
    for distribution in resource::of_type(context.scope(), "AWS::CloudFront::Distribution") {
        for origin in distribution.properties.at(&["DistributionConfig", "Origins"]).every_item() {
            let config = origin.get("S3OriginConfig");
            let identity = config.get("OriginAccessIdentity");
            let has_no_identity = identity.is_absent() || identity.is("");
            if config.map().is_some() && has_no_identity && origin.get("OriginAccessControlId").is_absent() {
                let message = format!("an origin of `{}` must be public, since it is asked without credentials", distribution.id);
                config.report(context, rule.finding(message).help(rule.fix));
            }
        }
    }
}

fn open_methods(rule: &Rule, context: &mut Context<'_>) {
    let scope = context.scope();
    for method in resource::of_type(scope, "AWS::ApiGateway::Method") {
        let authorization = method.properties.get("AuthorizationType");
        let has_no_key = method.properties.get("ApiKeyRequired").text_or("false").is_some_and(|needed| needed == "false");
        let verb = method.properties.get("HttpMethod").text();
        let is_asked = verb.is_some_and(|verb| verb != "OPTIONS");
        let api = method.properties.get("RestApiId").target_of("AWS::ApiGateway::RestApi");
        if authorization.is("NONE") && has_no_key && is_asked && api.is_some_and(|api| is_open_api(&api)) {
            let message = format!("anybody may call the method `{}`", method.id);
            authorization.report(context, rule.finding(message).help(rule.fix));
        }
    }
    for route in resource::of_type(scope, "AWS::ApiGatewayV2::Route") {
        let authorization = route.properties.get("AuthorizationType");
        let has_no_key = route.properties.get("ApiKeyRequired").text_or("false").is_some_and(|needed| needed == "false");
        if authorization.text_or("NONE").is_some_and(|given| given == "NONE") && has_no_key && is_asked(&route) {
            let message = format!("anybody may call the route `{}`", route.id);
            authorization.report(context, rule.finding(message).help(rule.fix));
        }
    }
    // What is made with a target has a route for everything, which asks nobody.
    for api in resource::of_type(scope, HTTP_API) {
        let target = api.properties.get("Target");
        if target.is_given() && api.properties.get("RouteKey").text_or("$default").is_some_and(|key| !key.starts_with("OPTIONS "))
        {
            let message = format!("anybody may call the route that `{}` makes for its `Target`", api.id);
            target.report(context, rule.finding(message).help(rule.fix));
        }
    }
}

const HTTP_API: &str = "AWS::ApiGatewayV2::Api";

/// Whether a route is one that callers ask for by themselves: a websocket is authorized when it connects.
fn is_asked(route: &Resource<'_>) -> bool {
    let is_http =
        || route.properties.get("ApiId").target_of(HTTP_API).is_some_and(|api| api.properties.get("ProtocolType").is("HTTP"));
    route.properties.get("RouteKey").text().is_some_and(|key| match key.as_str() {
        "$connect" => true,
        "$default" => is_http(),
        key => !key.starts_with('$') && !key.starts_with("OPTIONS ") && key.contains(' '),
    })
}

/// Whether an API is known to be on the internet, without a policy of its own.
fn is_open_api(api: &Resource<'_>) -> bool {
    let types = api.properties.at(&["EndpointConfiguration", "Types"]).items();
    api.properties.get("Policy").is_absent()
        && types.is_some_and(|types| types.iter().all(|one| one.text().is_some_and(|one| one != "PRIVATE")))
}
