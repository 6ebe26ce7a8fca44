use formwork::prelude::*;

/// Images to resize, and those that failed five times.
pub fn stack(app: &mut App) {
    let stack = app.stack("images");
    let failed = stack.add("Failed", sqs::Queue::new());
    let redrive = sqs::queue::RedrivePolicy::new().dead_letter_target_arn(failed.arn()).max_receive_count(5);
    let resizes = sqs::Queue::new().visibility_timeout(60).redrive_policy(redrive);
    let resizes = stack.add("Resizes", resizes);
    stack.share("QueueUrl", resizes);
}
