//! The frontend: the React application.

use formwork::constructs::*;
use formwork::prelude::*;

use super::backend::{rooted, sized};
use super::cluster::{Cluster, FRONTEND_PORT};
use super::settings::Settings;

pub fn stack(app: &mut App, settings: &Settings, network: &Network, cluster: &Cluster) {
    let stack = app.stack("frontend");
    stack.description("The React application of Cruddur on Fargate");
    let image = Parameter::<Text>::new()
        .description("The frontend's image, pinned by its digest; REACT_APP_* variables are fixed when it is built")
        .allowed_pattern(super::DIGEST_PINNED)
        .constraint_description("must be an image pinned by its digest: NAME@sha256:DIGEST")
        .value(&settings.frontend.image);
    let image = stack.parameter("Image", image);
    let container = rooted(Container::new("frontend-react-js", image), settings.frontend.read_only_root);
    let container = container.port(FRONTEND_PORT).logs(&cluster.log_group);
    let task = FargateTask::new(settings.frontend.size).family(&settings.frontend.family).container(container);
    if !settings.frontend.read_only_root {
        stack.allow("TaskDefinition", "FWS204", "the server of the journal's image keeps its cache in `node_modules`");
    }
    let task = stack.add("TaskDefinition", task);
    let service = FargateService::new(&cluster.name, network, &task)
        .security_group(&cluster.frontend.security_group)
        .behind(&cluster.frontend.target);
    let service = sized(service, &settings.frontend.tasks, stack.target().production);
    let service = stack.add("Service", service);
    stack.output("ServiceName", service.name()).description("The service, for `aws ecs` commands");
    stack.output("TaskDefinitionArn", task.arn()).description("The revision that runs when a deployment has succeeded");
}
