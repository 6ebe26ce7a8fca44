//! Static sites: files in a bucket, given out by CloudFront.

use super::bucket::{Bucket, BucketHandles};
use crate::aws::certificatemanager::CertificateArn;
use crate::aws::cloudfront;
use crate::aws::cloudfront::distribution::{
    CustomErrorResponse, DefaultCacheBehavior, DistributionConfig, ErrorCode, FunctionAssociation, HttpVersion,
    MinimumProtocolVersion, Origin, ResponseCode, S3OriginConfig, SslSupportMethod, ViewerCertificate, ViewerProtocolPolicy,
};
use crate::aws::cloudfront::function::{FunctionConfig, Runtime};
use crate::aws::cloudfront::origin_access_control::{OriginAccessControlConfig, OriginAccessControlConfigRequired};
use crate::aws::cloudfront::{DistributionId, FunctionArn};
use crate::aws::logs::{Delivery, DeliveryDestination, DeliverySource};
use crate::iam::{Condition, Principal, Statement};
use crate::stack::functions::sub;
use crate::stack::{Artifact, ArtifactKind, Construct, Handle, IntoValue, Maybe, Pending, Resource, Stack, Text, Value, located};
use crate::template::{LogicalId, SourceLocation};

/// The policy `CachingOptimized`, which AWS manages:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html>.
const CACHING: &str = "658327ea-f89d-4fab-a63d-7e88639e58f6";
/// The policy `SecurityHeadersPolicy`, which AWS manages:
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html>.
const SECURITY_HEADERS: &str = "67f7725c-6f97-4210-82d7-5512b31e9d03";

/// Gives `/about/` and `/about` the file `/about/index.html`.
const INDEX_IN_FOLDERS: &str = "function handler(event) {
    var request = event.request;
    if (request.uri.endsWith('/')) {
        request.uri += 'index.html';
    } else if (!request.uri.split('/').pop().includes('.')) {
        request.uri += '/index.html';
    }
    return request;
}
";

/// A static site: files in a private bucket, which CloudFront alone may read and gives out over TLS.
///
/// - Requests in plain text are led to TLS 1.2 or newer; responses carry the headers that browsers want for security (HSTS, no sniffing, no
///   framing).
/// - Files are compressed and cached. [`StaticSite::folder`] has `deploy.sh` publish them. Otherwise put files with a hash in their names first and
///   `index.html` last, then invalidate it: `aws s3 sync dist s3://BUCKET`, `aws cloudfront create-invalidation --distribution-id ID --paths
///   /index.html`.
/// - A page that is not there answers 404, or with [`StaticSite::single_page`] the application itself.
/// - Access logs and a web ACL cost money, so they are asked for.
///
/// With the id `Site` it adds `Site` (the bucket), `SiteAccess`, `SiteDistribution` and `SitePolicy`, and where they are asked for
/// `SiteIndex`, `SiteLogSource`, `SiteLogDestination` and `SiteLogs`.
///
/// ```
/// use formwork::aws::certificatemanager::CertificateArn;
/// use formwork::aws::route53::HostedZoneId;
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn site(stack: &mut Stack, certificate: ParameterHandle<CertificateArn>, zone: ParameterHandle<HostedZoneId>) {
///     let site = StaticSite::new().single_page().domain(["example.com"], certificate);
///     let site = stack.add("Site", site);
///     stack.add("SiteRecord", AliasRecord::to_site(zone, "example.com", &site));
///     stack.output("Bucket", &site.bucket.name);
///     stack.output("DistributionId", &site.distribution_id);
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct StaticSite {
    pending: Pending,
    bucket: Bucket,
    pages: Pages,
    domains: Vec<Value<Text>>,
    certificate: Option<Value<CertificateArn>>,
    web_acl: Option<Value<Text>>,
    logs: Option<BucketHandles>,
    folder: Option<Folder>,
}

/// The files of the project that it gives out.
#[derive(Clone, Debug)]
struct Folder {
    path: String,
    built_by: Option<String>,
    location: SourceLocation,
}

/// What a path without a file gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pages {
    Files,
    SinglePage,
    Folders,
}

impl StaticSite {
    /// A site under the name that CloudFront gives it.
    #[track_caller]
    pub fn new() -> Self {
        StaticSite {
            pending: Pending::of::<Self>(),
            bucket: Bucket::new(),
            pages: Pages::Files,
            domains: Vec::new(),
            certificate: None,
            web_acl: None,
            logs: None,
            folder: None,
        }
    }

    /// A site of a folder of the project, which `deploy.sh` publishes once the stack is deployed, where its content differs: files first,
    /// then pages, which browsers are not to cache; what is not in the folder any more is deleted, and CloudFront forgets what it keeps.
    ///
    /// ```
    /// use formwork::constructs::*;
    /// use formwork::prelude::*;
    ///
    /// fn site(stack: &mut Stack) {
    ///     stack.add("Site", StaticSite::folder("frontend/dist").built_by("npm --prefix frontend run build").single_page());
    /// }
    /// ```
    #[track_caller]
    pub fn folder(path: impl Into<String>) -> Self {
        let folder = Folder { path: path.into(), built_by: None, location: SourceLocation::caller() };
        StaticSite { folder: Some(folder), ..StaticSite::new() }
    }

    /// A command that makes the files of [`StaticSite::folder`]. `deploy.sh` runs it at each deployment, in the project's directory.
    pub fn built_by(mut self, command: impl Into<String>) -> Self {
        self.folder = self.folder.map(|folder| Folder { built_by: Some(command.into()), ..folder });
        self
    }

    /// Answers with `index.html` where there is no file, for an application that reads the path itself.
    pub fn single_page(mut self) -> Self {
        self.pages = Pages::SinglePage;
        self
    }

    /// Answers `/about` and `/about/` with `/about/index.html`, as most generators of sites write it.
    pub fn index_in_folders(mut self) -> Self {
        self.pages = Pages::Folders;
        self
    }

    /// The site's own names, and their certificate, which must be in us-east-1. An [`AliasRecord`](super::AliasRecord) leads a name to it.
    #[track_caller]
    pub fn domain<T: IntoValue<Text>>(
        mut self,
        names: impl IntoIterator<Item = T>,
        certificate: impl IntoValue<CertificateArn>,
    ) -> Self {
        self.domains = names.into_iter().map(|name| located(name)).collect();
        self.certificate = Some(located(certificate));
        self
    }

    /// Looks at each request with a web ACL, which must be of CloudFront's scope, in us-east-1.
    #[track_caller]
    pub fn web_acl(mut self, arn: impl IntoValue<Text>) -> Self {
        self.web_acl = Some(located(arn));
        self
    }

    /// Writes who asked for what into a bucket that has [`Bucket::takes_access_logs`]. The stack must be in us-east-1, from where CloudFront
    /// delivers its logs.
    pub fn access_logs(mut self, bucket: &BucketHandles) -> Self {
        self.logs = Some(bucket.clone());
        self
    }

    /// Changes the bucket: `.bucket(|bucket| bucket.bucket_name("site"))`.
    pub fn bucket(mut self, change: impl FnOnce(Bucket) -> Bucket) -> Self {
        self.bucket = change(self.bucket);
        self
    }
}

impl Default for StaticSite {
    #[track_caller]
    fn default() -> Self {
        StaticSite::new()
    }
}

impl Construct for StaticSite {
    type Output = StaticSiteHandles;

    fn build(self, id: &str, stack: &mut Stack) -> StaticSiteHandles {
        self.pending.added();
        let files = self.bucket.add_bucket(id, stack);
        let parts = Parts { id, site: &self, name: format!("{}-{id}", stack.full_name()) };
        let distribution = parts.distribution(stack, &files);
        parts.logs(stack, distribution);
        let reader = |actions: [&'static str; 1], on: Value<Text>| {
            let arn = sub("arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}");
            let arn: Value<Text> = located(arn.with("Distribution", distribution.id()));
            Statement::allow(actions)
                .principal(Principal::service("cloudfront.amazonaws.com"))
                .on([on])
                .when(Condition::string_equals("aws:SourceArn", arn))
        };
        // Without the right to list, S3 answers 403 where a file is not there.
        let bucket = self.bucket.statement(reader(["s3:GetObject"], files.objects()));
        let bucket = bucket.statement(reader(["s3:ListBucket"], located(&files.arn)));
        bucket.add_policy(id, stack, &files);
        // What is no id is reported where it was added.
        if let (Some(folder), Ok(files)) = (self.folder, LogicalId::new(id)) {
            let kind = ArtifactKind::Site { distribution: distribution.element().logical_id() };
            let artifact = folder.location.during(|| Artifact::new(files, folder.path, kind));
            stack.artifact(artifact.built_by(folder.built_by));
        }
        StaticSiteHandles { bucket: files, distribution_id: distribution.id(), domain_name: located(distribution.domain_name()) }
    }
}

/// A site under its id.
struct Parts<'a> {
    id: &'a str,
    site: &'a StaticSite,
    /// What is physically named, since CloudFormation names it not.
    name: String,
}

impl Parts<'_> {
    fn named(&self, role: &str) -> String {
        format!("{}{role}", self.id)
    }

    fn distribution(&self, stack: &mut Stack, files: &BucketHandles) -> Handle<cloudfront::Distribution> {
        let access = OriginAccessControlConfig::new(OriginAccessControlConfigRequired {
            name: &self.name,
            origin_access_control_origin_type: "s3",
            signing_behavior: "always",
            signing_protocol: "sigv4",
        });
        let access = stack.add(self.named("Access"), cloudfront::OriginAccessControl::new(access));
        let region = sub("${Bucket}.s3.${AWS::Region}.${AWS::URLSuffix}").with("Bucket", &files.name);
        let origin = Origin::new(region, "files")
            .origin_access_control_id(access.id())
            .s3_origin_config(S3OriginConfig::new().origin_access_identity(""));
        let index = (self.site.pages == Pages::Folders).then(|| self.index(stack));
        let index = index.map(|function| [FunctionAssociation::new().event_type("viewer-request").function_arn(function)]);
        let behavior = DefaultCacheBehavior::new("files", ViewerProtocolPolicy::REDIRECT_TO_HTTPS)
            .cache_policy_id(CACHING)
            .response_headers_policy_id(SECURITY_HEADERS)
            .compress(true)
            .maybe(index, DefaultCacheBehavior::function_associations);
        let certificate = self.site.certificate.as_ref().map(|certificate| {
            ViewerCertificate::new()
                .acm_certificate_arn(certificate)
                .minimum_protocol_version(MinimumProtocolVersion::TLSV1_2_2021)
                .ssl_support_method(SslSupportMethod::SNI_ONLY)
        });
        // The page is 200 for search engines and monitors, since the application answers.
        let fallback = (self.site.pages == Pages::SinglePage).then(|| {
            [CustomErrorResponse::new(ErrorCode::CODE_404)
                .response_code(ResponseCode::CODE_200)
                .response_page_path("/index.html")]
        });
        let names = (!self.site.domains.is_empty()).then(|| self.site.domains.clone());
        let config = DistributionConfig::new(behavior, true)
            .origins([origin])
            .default_root_object("index.html")
            .http_version(HttpVersion::HTTP2AND3)
            .ipv6_enabled(true)
            .maybe(names, DistributionConfig::aliases)
            .maybe(certificate, DistributionConfig::viewer_certificate)
            .maybe(fallback, DistributionConfig::custom_error_responses)
            .maybe(self.site.web_acl.clone(), DistributionConfig::web_acl_id);
        stack.add(self.named("Distribution"), cloudfront::Distribution::new(config))
    }

    fn index(&self, stack: &mut Stack) -> Value<FunctionArn> {
        let config = FunctionConfig::new("index.html in folders", Runtime::CLOUDFRONT_JS_2_0);
        let function = cloudfront::Function::new(INDEX_IN_FOLDERS, config, format!("{}-index", self.name)).auto_publish(true);
        stack.add(self.named("Index"), function).function_arn()
    }

    /// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html>
    fn logs(&self, stack: &mut Stack, distribution: Handle<cloudfront::Distribution>) {
        let Some(bucket) = &self.site.logs else { return };
        let arn = sub("arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}");
        let source =
            DeliverySource::new(&self.name).log_type("ACCESS_LOGS").resource_arn(arn.with("Distribution", distribution.id()));
        let source = stack.add(self.named("LogSource"), source);
        let destination = DeliveryDestination::new(&self.name).destination_resource_arn(&bucket.arn).output_format("parquet");
        let destination = stack.add(self.named("LogDestination"), destination);
        let delivery = Delivery::new(destination.arn(), source);
        let delivery = if bucket.policy.is_empty() { delivery } else { delivery.depends_on(bucket.policy.clone()) };
        stack.add(self.named("Logs"), delivery);
    }
}

/// A site that was added.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StaticSiteHandles {
    /// The bucket with its files.
    pub bucket: BucketHandles,
    /// The id of its distribution, which invalidations name.
    pub distribution_id: Value<DistributionId>,
    /// The name that CloudFront gives it, for example `d111111abcdef8.cloudfront.net`.
    pub domain_name: Value<Text>,
}
