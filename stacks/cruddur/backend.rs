//! The backend: the Flask API.

use formwork::constructs::*;
use formwork::prelude::*;

use super::cluster::{BACKEND_PORT, Cluster};
use super::settings::{Messages, Settings, Tasks, Tracing};

/// The secret of the Parameter Store that has the key of Honeycomb.
const TELEMETRY_SECRET: &str = "OTEL_EXPORTER_OTLP_HEADERS";
/// The variable with the address of the database, and the secret where that one exists already.
const CONNECTION_URL: &str = "CONNECTION_URL";
/// The static keys of the journal, which the task role replaces, and which are left out unless a setting asks for them.
const STATIC_AWS_KEYS: [&str; 2] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

/// What the application keeps its data in, of the environment's own.
pub struct Data {
    pub database: Option<DatabaseHandles>,
    pub messages: Option<TableHandles>,
}

pub fn stack(app: &mut App, settings: &Settings, network: &Network, cluster: &Cluster, data: &Data) {
    let stack = app.stack("backend");
    stack.description("The Flask API of Cruddur on Fargate");
    let image = Parameter::<Text>::new()
        .description("The backend's image, pinned by its digest")
        .allowed_pattern(super::DIGEST_PINNED)
        .constraint_description("must be an image pinned by its digest: NAME@sha256:DIGEST")
        .value(&settings.backend.image);
    let image = stack.parameter("Image", image);
    if let Some(database) = &data.database {
        stack.add("DatabaseFromBackend", database.connect(&cluster.backend.security_group));
    }
    let task = task(stack, settings, container(settings, cluster, data, image), cluster, data);
    let service = FargateService::new(&cluster.name, network, &task)
        .security_group(&cluster.backend.security_group)
        .behind(&cluster.backend.target);
    let service = sized(service, &settings.backend.tasks, stack.target().production);
    let service = stack.add("Service", service);
    stack.output("ServiceName", service.name()).description("The service, for `aws ecs` commands");
    stack.output("TaskDefinitionArn", task.arn()).description("The revision that runs when a deployment has succeeded");
}

fn container(settings: &Settings, cluster: &Cluster, data: &Data, image: ParameterHandle<Text>) -> Container {
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
    let secret = |name: &str| Secret::ssm(format!("{}/{name}", backend.secrets_path));
    let static_keys: &[&str] = if backend.static_aws_keys { &STATIC_AWS_KEYS } else { &[] };
    let container = static_keys.iter().fold(container, |container, name| container.secret(*name, secret(name)));
    let container = match &data.database {
        // The client library takes user and password from these variables, so the address has neither.
        Some(database) => {
            let address = format!("postgresql://${{Host}}:{}/cruddur?sslmode=require", database.port);
            container
                .environment(CONNECTION_URL, sub(address).with("Host", &database.host))
                .secret("PGUSER", database.user())
                .secret("PGPASSWORD", database.password())
        }
        None => container.secret(CONNECTION_URL, secret(CONNECTION_URL)),
    };
    let container = match (&data.messages, &settings.messages) {
        (Some(table), _) => container.environment("DDB_MESSAGE_TABLE", &table.name),
        (None, Messages::Existing { table }) => container.environment("DDB_MESSAGE_TABLE", table),
        (None, Messages::New {}) => container,
    };
    container.secret(TELEMETRY_SECRET, secret(TELEMETRY_SECRET))
}

fn task(stack: &mut Stack, settings: &Settings, container: Container, cluster: &Cluster, data: &Data) -> TaskHandles {
    let names = &settings.names;
    let task_role = Role::for_tasks()
        .managed_policy("AWSXRayDaemonWriteAccess")
        .managed_policy("AmazonSSMReadOnlyAccess")
        .maybe(names.task_role.as_ref(), Role::role_name);
    let task_role = match &data.messages {
        Some(table) => task_role.access(table.grant_read_write()),
        // As in the journal: which tables the application uses is not known here.
        None => task_role.managed_policy("AmazonDynamoDBFullAccess"),
    };
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
