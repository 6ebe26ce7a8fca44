//! The environment `staging`, as `new environment` makes it from `prod`.

/// The account of `staging`, which is another one than that of the committed environments.
pub const ACCOUNT: &str = "210987654321";

/// What `staging` needs of its own, beside its hosted zone.
const OWN: [&str; 19] = [
    "environment.account=210987654321",
    "domain=staging.example.com",
    "certificate-arn=arn:aws:acm:us-east-1:210987654321:certificate/11111111-1111-4111-8111-111111111111",
    "registry.create=true",
    "block=10.2.0.0/16",
    "tracing.kind=none",
    "backend.image=210987654321.dkr.ecr.us-east-1.amazonaws.com/backend@sha256:1111111111111111111111111111111111111111111111111111111111111111",
    "backend.family=backend-staging",
    "secrets-path=/cruddur/staging/backend",
    "cognito-user-pool-id=us-east-1_STAGING",
    "cognito-client-id=staging",
    "otel-service-name=backend-staging",
    "database.instance-class=db.t4g.micro",
    "frontend.kind=ecs",
    "frontend.image=210987654321.dkr.ecr.us-east-1.amazonaws.com/frontend@sha256:2222222222222222222222222222222222222222222222222222222222222222",
    "frontend.family=frontend-staging",
    "nat-gateways=1",
    "container-insights=true",
    "backend.read-only-root=true",
];

/// The arguments that make it, with a hosted zone and whatever else.
pub fn arguments(zone: &str, more: &[&str]) -> Vec<String> {
    let base = [
        "new",
        "environment",
        "staging",
        "--from",
        "prod",
        "--drop",
        "names",
        "--drop",
        "tracing.image",
        "--drop",
        "load-balancer",
    ];
    let sets = OWN.iter().flat_map(|set| ["--set", *set]);
    let arguments = base.into_iter().chain(sets).chain(more.iter().copied()).map(str::to_owned);
    arguments.chain(["--set".to_owned(), format!("hosted-zone-id={zone}")]).collect()
}
