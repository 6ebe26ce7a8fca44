//! E3679: a listener of a classic load balancer with HTTPS or SSL and without a certificate.

use crate::check::engine::{Extension, Growth, Rule, RuleKind, TYPES_PAGE};
use crate::diagnostic::Severity;

pub(crate) const RULE: Rule = Rule {
    code: "E3679",
    severity: Severity::Error,
    what: "Finds a listener of a classic load balancer with HTTPS or SSL and without a certificate.",
    why: "Elastic Load Balancing refuses the listener.",
    example: "`Protocol: HTTPS` without `SSLCertificateId`",
    fix: "name the certificate in `SSLCertificateId`",
    link: TYPES_PAGE,
    kind: RuleKind::Extension(&Extension {
        schema: "aws_elasticloadbalancing_loadbalancer/certificate",
        places: &["AWS::ElasticLoadBalancing::LoadBalancer/Listeners/*"],
        growth: Growth::None,
    }),
};
