//! The pack `security`: what is open, unencrypted, unlogged or too powerful, as AWS Security Hub, cdk-nag and checkov agree on it.
//!
//! Rules of one shape are rows of [`Requirement`](crate::check::engine::requirement::Requirement)s; those that relate resources are
//! functions over the typed views. The codes begin with `FWS`, and their hundreds are the subjects.

mod buckets;
mod caches;
mod containers;
mod data;
mod entrances;
mod functions;
mod iam;
mod messages;
mod network;
mod public;

use super::pack::{Elsewhere, RulePack};

/// The pack.
pub(super) static PACK: RulePack = RulePack {
    tables: &[
        iam::RULES,
        containers::RULES,
        entrances::RULES,
        network::RULES,
        data::RULES,
        caches::RULES,
        buckets::RULES,
        messages::RULES,
        functions::RULES,
    ],
    raises: &[
        ("FW225", Elsewhere { hub: "ELB.17", nag: "", checkov: "CKV_AWS_103" }),
        ("FW405", Elsewhere { hub: "EC2.18, EC2.19", nag: "AwsSolutions-EC23", checkov: "CKV_AWS_24, CKV_AWS_25" }),
        ("FW502", Elsewhere { hub: "IAM.1, IAM.21", nag: "AwsSolutions-IAM5", checkov: "CKV_AWS_62, CKV_AWS_63" }),
        ("FW503", Elsewhere { hub: "", nag: "AwsSolutions-IAM5", checkov: "CKV_AWS_110" }),
        ("FW506", Elsewhere { hub: "ECS.8", nag: "", checkov: "" }),
    ],
    in_production: &["FWS503", "FWS505", "FWS537"],
};
