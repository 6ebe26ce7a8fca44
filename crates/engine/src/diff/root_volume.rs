//! Where an instance has its root volume, as far as its type tells.

use super::processed::Processed;
use crate::language::{Case, Piece, Value};
use crate::template::{ResourceEntry, function};

/// The families of which an instance can have its root volume on an instance store; every other one boots from EBS. The page names C1, C3,
/// D2, I2, M1, M2, M3, R3 and X1 (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ComponentsAMIs.html>), an earlier one G2 as well
/// (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/RootDeviceStorage.html>). The others are as old, and no page tells of them.
const ON_INSTANCE_STORE: [&str; 16] =
    ["c1", "c3", "cc1", "cc2", "cg1", "cr1", "d2", "g2", "hi1", "hs1", "i2", "m1", "m2", "m3", "r3", "x1"];

/// Whether an instance surely has its root volume on EBS: it can't be launched otherwise. One without a type is an `m1.small`, or what a
/// launch template says.
pub(super) fn is_on_ebs<'a>(side: &Processed<'a>, entry: &ResourceEntry<'a>) -> bool {
    let written = entry.node.get("Properties").and_then(|properties| properties.get("InstanceType"));
    written.is_some_and(|node| side.scope.cases(node).iter().all(|case| is_of_ebs(side, case)))
}

/// Whether an outcome is a type of a family that has EBS only. Of a text that is known in part the beginning tells the family.
fn is_of_ebs<'a>(side: &Processed<'a>, case: &Case<'a>) -> bool {
    let text = match (&case.value, function::call(case.at)) {
        // One of the entries is found, or the deployment fails.
        (Value::Unknown(_), Some((function::FIND_IN_MAP, arguments)))
            if arguments.as_list().is_some_and(|all| all.len() == 3) =>
        {
            let entries = side.scope.entries(arguments);
            return !entries.is_empty() && entries.values().all(|entry| is_ebs_only(entry.scalar()));
        }
        (Value::Known(node), _) => node.scalar(),
        (Value::Absent, _) => None,
        (Value::Unknown(_), _) => side.scope.parts(case.at).and_then(|parts| match parts.into_iter().next()? {
            Piece::Text(text) => Some(text),
            Piece::Call(_) => None,
        }),
    };
    is_ebs_only(text)
}

/// Whether a type, of which the beginning is known, is one of a family that has EBS only.
fn is_ebs_only(text: Option<String>) -> bool {
    let family = text.as_deref().and_then(|text| text.split_once('.')).map(|(family, _)| family);
    family.is_some_and(|family| !family.is_empty() && !ON_INSTANCE_STORE.contains(&family))
}
