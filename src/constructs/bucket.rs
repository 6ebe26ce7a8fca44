//! Buckets of S3.

use super::access::{Access, refuse_plain_text};
use crate::aws::s3;
use crate::aws::s3::bucket::{
    AbortIncompleteMultipartUpload, BucketEncryption, CorsConfiguration, CorsRule, LifecycleConfiguration, LoggingConfiguration,
    NoncurrentVersionExpiration, ObjectOwnership, OwnershipControls, OwnershipControlsRule, PublicAccessBlockConfiguration, Rule,
    RuleStatus, SSEAlgorithm, ServerSideEncryptionByDefault, ServerSideEncryptionRule, VersioningConfiguration,
    VersioningConfigurationStatus,
};
use crate::aws::s3::{BucketArn, BucketName};
use crate::iam::{Condition, PolicyDocument, Principal, Statement};
use crate::stack::functions::sub;
use crate::stack::{
    Construct, Element, IntoValue, Located, Maybe, Pending, Resource, Share, Stack, Text, Value, located, pseudo,
};

/// The services that put access logs: of buckets, of load balancers, of distributions.
const LOG_SERVICES: [&str; 3] =
    ["logging.s3.amazonaws.com", "logdelivery.elasticloadbalancing.amazonaws.com", "delivery.logs.amazonaws.com"];

/// A private bucket of S3.
///
/// - Nobody outside the account can be let in: public policies and access control lists are blocked, and lists have no effect at all.
/// - Requests without TLS are refused; objects are encrypted by S3.
/// - Objects have versions, and those that were overwritten or deleted go after 30 days; uploads that were given up go after 7.
/// - It is retained when it leaves the stack, since S3 deletes no bucket that holds something.
/// - Access logs cost money and need another bucket: [`Bucket::access_logs`].
///
/// With the id `Uploads` it adds `Uploads` and `UploadsPolicy`.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn uploads(stack: &mut Stack) {
///     let uploads = stack.add("Uploads", Bucket::new().expires_after(365));
///     stack.add("TaskRole", Role::for_tasks().access(uploads.grant_read()));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Bucket {
    pending: Pending,
    name: Option<Value<BucketName>>,
    versions: Located<u32>,
    expires: Option<Located<u32>>,
    logs: Option<(Value<BucketName>, Value<Text>)>,
    origins: Option<Located<CorsRule>>,
    takes_logs: bool,
    statements: Vec<Statement>,
}

impl Bucket {
    /// A bucket without a name of its own.
    #[track_caller]
    pub fn new() -> Self {
        Bucket {
            pending: Pending::of::<Self>(),
            name: None,
            versions: Located::here(30),
            expires: None,
            logs: None,
            origins: None,
            takes_logs: false,
            statements: Vec::new(),
        }
    }

    /// Its physical name, which is unique among all accounts. A named bucket cannot be replaced.
    #[track_caller]
    pub fn bucket_name(mut self, name: impl IntoValue<BucketName>) -> Self {
        self.name = Some(located(name));
        self
    }

    /// After how many days a version that was overwritten or deleted goes; 30 unless it is said.
    #[track_caller]
    pub fn versions_expire_after(mut self, days: u32) -> Self {
        self.versions = Located::here(days);
        self
    }

    /// After how many days an object goes; never unless it is said.
    #[track_caller]
    pub fn expires_after(mut self, days: u32) -> Self {
        self.expires = Some(Located::here(days));
        self
    }

    /// Writes who asked for what into another bucket, which takes them: [`Bucket::takes_access_logs`].
    #[track_caller]
    pub fn access_logs(mut self, bucket: impl IntoValue<BucketName>, prefix: impl IntoValue<Text>) -> Self {
        self.logs = Some((located(bucket), located(prefix)));
        self
    }

    /// Lets the access logs of the account's other buckets, load balancers and distributions be put into it. Its own requests are not logged.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html>,
    /// <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html>,
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html>
    pub fn takes_access_logs(mut self) -> Self {
        self.takes_logs = true;
        self
    }

    /// Which requests of browsers on pages of other origins are answered.
    #[track_caller]
    pub fn cors(mut self, rule: CorsRule) -> Self {
        self.origins = Some(Located::here(rule));
        self
    }

    /// Adds a statement to the bucket's policy.
    pub fn statement(mut self, statement: Statement) -> Self {
        self.statements.push(statement);
        self
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>
    fn lifecycle(&self) -> LifecycleConfiguration {
        let cleanup = Rule::new(RuleStatus::ENABLED)
            .id("Cleanup")
            .noncurrent_version_expiration(self.versions.map(|days| NoncurrentVersionExpiration::new(*days)))
            .abort_incomplete_multipart_upload(AbortIncompleteMultipartUpload::new(7));
        LifecycleConfiguration::new([cleanup.maybe(self.expires, Rule::expiration_in_days)])
    }
}

impl Default for Bucket {
    #[track_caller]
    fn default() -> Self {
        Bucket::new()
    }
}

impl Construct for Bucket {
    type Output = BucketHandles;

    fn build(self, id: &str, stack: &mut Stack) -> BucketHandles {
        let mut handles = self.add_bucket(id, stack);
        handles.policy = vec![self.add_policy(id, stack, &handles)];
        handles
    }
}

impl Bucket {
    /// The bucket alone, for what must exist before its policy can name it.
    pub(super) fn add_bucket(&self, id: &str, stack: &mut Stack) -> BucketHandles {
        self.pending.added();
        let default = ServerSideEncryptionByDefault::new(SSEAlgorithm::AES256);
        let encryption = ServerSideEncryptionRule::new().server_side_encryption_by_default(default);
        let owner = OwnershipControlsRule::new().object_ownership(ObjectOwnership::BUCKET_OWNER_ENFORCED);
        let block = PublicAccessBlockConfiguration::new()
            .block_public_acls(true)
            .block_public_policy(true)
            .ignore_public_acls(true)
            .restrict_public_buckets(true);
        let logs = |(bucket, prefix)| LoggingConfiguration::new().destination_bucket_name(bucket).log_file_prefix(prefix);
        let origins = self.origins.clone().map(|rule| CorsConfiguration::new([rule]));
        let bucket = s3::Bucket::new()
            .maybe(self.name.clone(), s3::Bucket::bucket_name)
            .public_access_block_configuration(block)
            .ownership_controls(OwnershipControls::new([owner]))
            .bucket_encryption(BucketEncryption::new([encryption]))
            .versioning_configuration(VersioningConfiguration::new(VersioningConfigurationStatus::ENABLED))
            .lifecycle_configuration(self.lifecycle())
            .maybe(self.logs.clone().map(logs), s3::Bucket::logging_configuration)
            .maybe(origins, s3::Bucket::cors_configuration)
            .retain();
        let bucket = stack.add(id, bucket);
        BucketHandles { name: bucket.reference(), arn: bucket.arn(), policy: Vec::new() }
    }

    /// The policy of the bucket, which has one at the most.
    pub(super) fn add_policy(self, id: &str, stack: &mut Stack, handles: &BucketHandles) -> Element {
        let refuse = refuse_plain_text("s3:*", [located(&handles.arn), handles.objects()]);
        let logs = self.takes_logs.then(|| handles.letting_logs_in());
        let statements = [refuse].into_iter().chain(logs).chain(self.statements);
        stack.add(format!("{id}Policy"), s3::BucketPolicy::new(&handles.name, PolicyDocument::new(statements))).element()
    }
}

/// A bucket that was added to this stack, or that another one shares.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BucketHandles {
    /// Its name.
    pub name: Value<BucketName>,
    /// Its ARN.
    pub arn: Value<BucketArn>,
    /// Its policy, in the bucket's own stack: what writes to the bucket is refused before it is there.
    pub(super) policy: Vec<Element>,
}

impl BucketHandles {
    fn letting_logs_in(&self) -> Statement {
        Statement::allow(["s3:PutObject"])
            .principal(Principal::service(LOG_SERVICES))
            .on([self.objects()])
            .when(Condition::string_equals("aws:SourceAccount", pseudo::account_id()))
    }

    pub(super) fn objects(&self) -> Value<Text> {
        located(sub("${Bucket}/*").with("Bucket", &self.arn))
    }

    /// Lists the bucket and reads its objects. Without the right to list, S3 answers 403 for an object that is not there.
    #[track_caller]
    pub fn grant_read(&self) -> Access {
        Access::allow(["s3:ListBucket"], [&self.arn]).and(Access::allow(["s3:GetObject"], [self.objects()]))
    }

    /// Writes objects, and gives uploads in parts up.
    #[track_caller]
    pub fn grant_put(&self) -> Access {
        Access::allow(["s3:AbortMultipartUpload", "s3:PutObject"], [self.objects()])
    }

    /// Deletes objects; their versions stay until they expire.
    #[track_caller]
    pub fn grant_delete(&self) -> Access {
        Access::allow(["s3:DeleteObject"], [self.objects()])
    }

    /// Lists, reads, writes and deletes objects.
    #[track_caller]
    pub fn grant_read_write(&self) -> Access {
        self.grant_read().and(self.grant_put()).and(self.grant_delete())
    }
}

/// Shares the bucket with other stacks, as outputs `IDName` and `IDArn`.
impl Share for &BucketHandles {
    type Shared = BucketHandles;

    fn share(self, id: &str, stack: &mut Stack) -> BucketHandles {
        BucketHandles {
            name: stack.share(format!("{id}Name"), &self.name).value(),
            arn: stack.share(format!("{id}Arn"), &self.arn).value(),
            policy: Vec::new(),
        }
    }
}
