//! What calls others by itself: where a resource names the function, queue or topic that its service is to call.

use crate::language::Scope;
use crate::language::read::property::Property;
use crate::language::read::resource::{self, Resource};

/// Where resources of a type name what they call.
pub(super) struct Sender {
    /// The type.
    pub kind: &'static str,
    /// The keys that lead to the place, in which `*` is every item of a list.
    pub way: &'static [&'static str],
    /// The key beside it of a role that makes the target's own permission needless; empty where there is none.
    pub role: &'static str,
    /// The service, as principals name it.
    pub service: &'static str,
}

/// What sends to functions, queues and topics alike.
pub(super) const TO_ANY: [Sender; 3] = [
    Sender { kind: "AWS::Events::Rule", way: &["Targets", "*", "Arn"], role: "RoleArn", service: "events" },
    Sender { kind: "AWS::SNS::Subscription", way: &["Endpoint"], role: "", service: "sns" },
    Sender { kind: "AWS::SNS::Topic", way: &["Subscription", "*", "Endpoint"], role: "", service: "sns" },
];

impl Sender {
    /// Each resource with what it names as its target, unless it has a role for it.
    pub(super) fn targets<'a>(&self, scope: &'a Scope<'a>) -> Vec<(Resource<'a>, Property<'a>)> {
        let Some((last, above)) = self.way.split_last() else { return Vec::new() };
        let of = |sender: Resource<'a>| {
            let holders = sender.properties.places(above).into_iter().flatten();
            let open = holders.filter(|holder| self.role.is_empty() || holder.get(self.role).is_absent());
            open.map(|holder| (sender.clone(), holder.get(last))).collect::<Vec<_>>()
        };
        resource::of_type(scope, self.kind).into_iter().flat_map(of).collect()
    }
}
