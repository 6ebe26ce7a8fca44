//! A construct is added first; then its handle is a value.

use formwork::aws::logs::SubscriptionFilter;
use formwork::aws::logs::log_group::RetentionInDays;
use formwork::constructs::LogGroup;

fn main() {
    let logs = LogGroup::new(RetentionInDays::DAYS_14);
    let _ = SubscriptionFilter::new("arn:aws:lambda:us-east-1:111122223333:function:f", "", logs);
}
