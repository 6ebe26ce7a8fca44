use formwork::aws::s3::{Bucket, BucketPolicy, bucket::*};
use formwork::aws::sqs::{Queue, queue::*};
use formwork::iam::*;
use formwork::prelude::*;

/// Avatars: a bucket that speaks TLS only, and a queue of those to be resized.
pub fn stack(app: &mut App, keep_days: u32) {
    let stack = app.stack("avatars");
    stack.description("The avatars of Cruddur's users");
    let versioning = VersioningConfiguration::new(VersioningConfigurationStatus::ENABLED);
    let expiry = Rule::new(RuleStatus::ENABLED).noncurrent_version_expiration_in_days(keep_days);
    let avatars = Bucket::new()
        .versioning_configuration(versioning)
        .lifecycle_configuration(LifecycleConfiguration::new([expiry]))
        .retain();
    let avatars = stack.add("Avatars", avatars);
    let tls_only = Statement::deny([Action::new("s3", "*")])
        .principal(Principal::anyone())
        .on([sub("${Avatars.Arn}"), sub("${Avatars.Arn}/*")])
        .when(Condition::bool("aws:SecureTransport", false));
    stack.add("AvatarsPolicy", BucketPolicy::new(avatars, PolicyDocument::new([tls_only])));
    let failed = stack.add("FailedResizes", Queue::new());
    let redrive = RedrivePolicy::new().dead_letter_target_arn(failed.arn()).max_receive_count(5);
    let resizes = stack.add("Resizes", Queue::new().visibility_timeout(60).redrive_policy(redrive));
    stack.share("BucketName", avatars);
    stack.share("QueueUrl", resizes);
}
