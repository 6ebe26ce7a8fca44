//! A setting that may be left out.

use formwork::aws::sqs::Queue;

fn queue(delay: Option<u32>) -> Queue {
    Queue::new().delay_seconds(delay)
}

fn main() {
    let _ = queue(None);
}
