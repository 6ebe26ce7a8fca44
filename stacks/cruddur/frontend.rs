//! The frontend: the React application, as a service or as a static site.

use formwork::constructs::*;
use formwork::prelude::*;

use super::backend::{rooted, sized};
use super::cluster::{Cluster, Entry, FRONTEND_PORT};
use super::settings::{Frontend, FrontendService, NonEmpty, Settings};

pub fn stack(app: &mut App, settings: &Settings, network: &Network, cluster: &Cluster) {
    match (&settings.frontend, &cluster.frontend) {
        (Frontend::Ecs(frontend), Some(entry)) => service(app, frontend, network, cluster, entry),
        (Frontend::Site { certificate_arn, folder }, _) => site(app, settings, certificate_arn, folder.as_ref()),
        (Frontend::Ecs(_), None) => {}
    }
}

/// The React server on Fargate.
fn service(app: &mut App, frontend: &FrontendService, network: &Network, cluster: &Cluster, entry: &Entry) {
    let stack = app.stack("frontend");
    stack.description("The React application of Cruddur on Fargate");
    let image = Parameter::<Text>::new()
        .description("The frontend's image, pinned by its digest; REACT_APP_* variables are fixed when it is built")
        .allowed_pattern(super::DIGEST_PINNED)
        .constraint_description("must be an image pinned by its digest: NAME@sha256:DIGEST")
        .value(&frontend.image);
    let image = stack.parameter("Image", image);
    let container = rooted(Container::new("frontend-react-js", image), frontend.read_only_root);
    let container = container.port(FRONTEND_PORT).logs(&cluster.log_group);
    let task = FargateTask::new(frontend.size).family(&frontend.family).container(container);
    if !frontend.read_only_root {
        stack.allow("TaskDefinition", "FWS204", "the server of the journal's image keeps its cache in `node_modules`");
    }
    let task = stack.add("TaskDefinition", task);
    let service = FargateService::new(&cluster.name, network, &task).security_group(&entry.security_group).behind(&entry.target);
    let service = sized(service, &frontend.tasks, stack.target().production);
    let service = stack.add("Service", service);
    stack.output("ServiceName", service.name()).description("The service, for `aws ecs` commands");
    stack.output("TaskDefinitionArn", task.arn()).description("The revision that runs when a deployment has succeeded");
}

/// The built files, which CloudFront gives out. The application reads the path itself.
fn site(app: &mut App, settings: &Settings, certificate: &NonEmpty, folder: Option<&NonEmpty>) {
    let stack = app.stack("frontend");
    stack.description("The React application of Cruddur as a static site");
    let certificate = Parameter::<certificatemanager::CertificateArn>::new()
        .description("The ACM certificate of the frontend's host, in us-east-1")
        .allowed_pattern("^arn:[^:]+:acm:us-east-1:[0-9]{12}:certificate/.+$")
        .value(certificate);
    let certificate = stack.parameter("CertificateArn", certificate);
    let site = folder.map_or_else(StaticSite::new, |folder| StaticSite::folder(folder.to_string()));
    let site = stack.add("Site", site.single_page().domain([&settings.domain], certificate));
    if let Some(zone) = &settings.hosted_zone_id {
        let zone = Parameter::<route53::HostedZoneId>::new().description("The hosted zone of the domain").value(zone);
        let zone = stack.parameter("HostedZoneId", zone);
        stack.add("SiteRecord", AliasRecord::to_site(zone, &settings.domain, &site));
    }
    stack.output("BucketName", &site.bucket.name).description("Where the built files go");
    stack.output("DistributionId", &site.distribution_id).description("What is invalidated when they are there");
}
