//! The schedules among the events of the serverless transform.

use crate::language::Scope;
use crate::language::read::property::Property;
use crate::language::read::resource;

/// An event that comes by a schedule.
pub(super) struct Scheduled<'a> {
    /// Whether EventBridge's Scheduler makes it, and not a rule.
    pub is_of_scheduler: bool,
    /// Its properties.
    pub properties: Property<'a>,
}

/// Those of all functions and state machines.
pub(super) fn of_serverless<'a>(scope: &'a Scope<'a>) -> Vec<Scheduled<'a>> {
    let mut found = Vec::new();
    for kind in ["AWS::Serverless::Function", "AWS::Serverless::StateMachine"] {
        for holder in resource::of_type(scope, kind) {
            let events = holder.properties.get("Events");
            for event in events.keys().unwrap_or_default() {
                let event = events.get(event);
                let is_of_scheduler = event.get("Type").is("ScheduleV2");
                if is_of_scheduler || event.get("Type").is("Schedule") {
                    found.push(Scheduled { is_of_scheduler, properties: event.get("Properties") });
                }
            }
        }
    }
    found
}
