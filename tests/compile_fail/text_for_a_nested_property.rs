//! A nested property is a struct.

use formwork::aws::sqs::Queue;

fn main() {
    let _ = Queue::new().redrive_policy("arn:aws:sqs:us-east-1:111122223333:failed");
}
