//! The property is called `RetentionInDays`.

use formwork::aws::logs::LogGroup;
use formwork::aws::logs::log_group::RetentionInDays;

fn main() {
    let _ = LogGroup::new().retention_in_day(RetentionInDays::DAYS_14);
}
