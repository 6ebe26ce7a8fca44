//! The backend: the Flask API.

use formwork::constructs::*;
use formwork::prelude::*;

use super::cluster::{BACKEND_PORT, Cluster};
use super::settings::{Settings, Tasks, Tracing};

/// What the journal keeps in the Parameter Store and the application reads.
const SECRETS: [&str; 2] = ["CONNECTION_URL", "OTEL_EXPORTER_OTLP_HEADERS"];
/// The static keys of the journal, which the task role replaces.
const STATIC_AWS_KEYS: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

pub fn stack(app: &mut App, settings: &Settings, network: &Network, cluster: &Cluster) {
    let stack = app.stack("backend");
    stack.description("The Flask API of Cruddur on Fargate");
    let image = Parameter::<Text>::new()
        .description("The backend's image, pinned by its digest")
        .allowed_pattern(super::DIGEST_PINNED)
        .constraint_description("must be an image pinned by its digest: NAME@sha256:DIGEST")
        .value(&settings.backend.image);
    let image = stack.parameter("Image", image);
    let task = task(stack, settings, container(settings, cluster, image), cluster);
    let service = FargateService::new(&cluster.name, network, &task)
        .security_group(&cluster.backend.security_group)
        .behind(&cluster.backend.target);
    let service = sized(service, &settings.backend.tasks, stack.target().production);
    let service = stack.add("Service", service);
    stack.output("ServiceName", service.name()).description("The service, for `aws ecs` commands");
    stack.output("TaskDefinitionArn", task.arn()).description("The revision that runs when a deployment has succeeded");
}

fn container(settings: &Settings, cluster: &Cluster, image: ParameterHandle<Text>) -> Container {
    let backend = &settings.backend;
    let container = rooted(Container::new("backend-flask", image), backend.read_only_root)
        .port(BACKEND_PORT)
        .health_check("python /backend-flask/bin/flask/health-check")
        .environment("FLASK_DEBUG", "0")
        .environment("OTEL_SERVICE_NAME", &backend.otel_service_name)
        .environment("OTEL_EXPORTER_OTLP_ENDPOINT", &backend.otel_endpoint)
        .environment("AWS_COGNITO_USER_POOL_ID", &backend.cognito_user_pool_id)
        .environment("AWS_COGNITO_USER_POOL_CLIENT_ID", &backend.cognito_client_id)
        .environment("FRONTEND_URL", settings.frontend_url())
        .environment("BACKEND_URL", settings.backend_url())
        .environment("AWS_DEFAULT_REGION", pseudo::region())
        .logs(&cluster.log_group);
    let static_keys: &[&str] = if backend.static_aws_keys { &STATIC_AWS_KEYS } else { &[] };
    static_keys.iter().chain(&SECRETS).fold(container, |container, name| {
        let path = format!("{}/{name}", backend.secrets_path);
        container.secret(*name, Secret::ssm(path))
    })
}

fn task(stack: &mut Stack, settings: &Settings, container: Container, cluster: &Cluster) -> TaskHandles {
    let names = &settings.names;
    let task_role = Role::for_tasks()
        .managed_policy("AWSXRayDaemonWriteAccess")
        .managed_policy("AmazonSSMReadOnlyAccess")
        .managed_policy("AmazonDynamoDBFullAccess")
        .maybe(names.task_role.as_ref(), Role::role_name);
    let task_role = stack.add("TaskRole", task_role);
    let execution_role = ExecutionRole::new()
        .policy_name("CruddurServiceExecutionPolicy")
        .maybe(names.execution_role.as_ref(), ExecutionRole::role_name);
    let task = FargateTask::new(settings.backend.size)
        .family(&settings.backend.family)
        .execution_role("ServiceExecutionRole", execution_role)
        .task_role(&task_role)
        .container(container);
    let task = match &settings.tracing {
        Tracing::XRay { image } => task.sidecar(XRayDaemon::new(image).logs(&cluster.log_group)),
        Tracing::None {} => task,
    };
    if settings.backend.static_aws_keys {
        stack.allow("TaskDefinition", "FW506", "the application still reads its keys; `static-aws-keys` drops them");
    }
    stack.add("TaskDefinition", task)
}

/// A container whose root file system is read-only where its image writes nothing.
pub fn rooted(container: Container, read_only: bool) -> Container {
    if read_only { container.read_only_root() } else { container }
}

/// How many tasks a service runs. Outside production, a deployment that cannot start gives up after two tasks.
pub fn sized(service: FargateService, tasks: &Tasks, production: bool) -> FargateService {
    let service = match tasks.max {
        Some(max) => service.scaling(Scaling::between(tasks.min, max)),
        None => service.desired_count(tasks.min),
    };
    if production { service } else { service.fail_after(2) }
}
