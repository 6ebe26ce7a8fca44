//! What a template says about ECS: which service runs which task definition, and which parameters name images.

use serde::Serialize;

use crate::language::read::{resource, service, task};
use crate::language::{Scope, resolve};
use crate::template::function;

/// An ECS service, and the task definition that it is to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RunningService {
    /// The logical id of the service.
    pub service: String,
    /// The logical id of the task definition.
    pub task_definition: String,
}

/// The services whose task definition is in the same template.
pub(super) fn services<'a>(scope: &'a Scope<'a>) -> Vec<RunningService> {
    let pairs = resource::of_type(scope, service::SERVICE).into_iter().filter_map(|service| {
        let task = service::task_of(&service)?;
        Some(RunningService { service: service.id.to_owned(), task_definition: task.id.to_owned() })
    });
    pairs.collect()
}

/// The parameters that stand for a container's image, in the order in which they are used.
pub(super) fn image_parameters<'a>(scope: &'a Scope<'a>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let tasks = resource::of_type(scope, task::TASK_DEFINITION);
    let images = tasks.iter().flat_map(task::every_container).filter_map(|container| container.image().node());
    for call in images.flat_map(resolve::calls) {
        let name = function::referred(call);
        let name = name.filter(|name| scope.parameter(name).is_some() && !found.iter().any(|known| known == name));
        found.extend(name.map(str::to_owned));
    }
    found
}
