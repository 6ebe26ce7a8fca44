//! Log groups.

use crate::aws::logs;
use crate::aws::logs::log_group::RetentionInDays;
use crate::stack::{
    Construct, DeletionPolicy, Handle, IntoValue, Maybe, Pending, Resource, Stack, Text, UpdateReplacePolicy, Value, located,
};

/// A log group of CloudWatch Logs.
///
/// Its retention must be said: without one, logs are kept and paid for for ever. It is retained when its stack is deleted, since logs are
/// what one reads after something went wrong; [`LogGroup::deleted_with_stack`] says otherwise.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn logs(stack: &mut Stack) {
///     let logs = stack.add("Logs", LogGroup::new(logs::log_group::RetentionInDays::DAYS_14));
///     stack.output("LogGroupName", logs);
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct LogGroup {
    pending: Pending,
    retention: Value<RetentionInDays>,
    name: Option<Value<Text>>,
    retained: bool,
}

impl LogGroup {
    /// A log group that keeps its events for so many days.
    #[track_caller]
    pub fn new(retention: impl IntoValue<RetentionInDays>) -> Self {
        LogGroup::new_at(located(retention))
    }

    /// The same, of a value that knows its place.
    #[track_caller]
    pub(super) fn new_at(retention: Value<RetentionInDays>) -> Self {
        LogGroup { pending: Pending::of::<Self>(), retention, name: None, retained: true }
    }

    /// Its physical name. Without one it never collides with a group that is there already.
    #[track_caller]
    pub fn log_group_name(mut self, name: impl IntoValue<Text>) -> Self {
        self.name = Some(located(name));
        self
    }

    /// Deletes the events together with the stack.
    pub fn deleted_with_stack(mut self) -> Self {
        self.retained = false;
        self
    }
}

impl Construct for LogGroup {
    type Output = Handle<logs::LogGroup>;

    fn build(self, id: &str, stack: &mut Stack) -> Self::Output {
        self.pending.added();
        let group = logs::LogGroup::new().maybe(self.name, logs::LogGroup::log_group_name).retention_in_days(self.retention);
        let group = if self.retained {
            group.retain()
        } else {
            group.deletion_policy(DeletionPolicy::DELETE).update_replace_policy(UpdateReplacePolicy::DELETE)
        };
        stack.add(id, group)
    }
}
