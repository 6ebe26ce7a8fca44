//! The ECS task definitions of a template, and their containers.

use std::ops::Deref;

use super::property::Property;
use super::resource::Resource;
use super::variable::{self, Variable};

/// The type of task definitions.
pub(crate) const TASK_DEFINITION: &str = "AWS::ECS::TaskDefinition";

/// A container of a task definition.
#[derive(Clone)]
pub(crate) struct Container<'a>(Property<'a>);

impl<'a> Deref for Container<'a> {
    type Target = Property<'a>;

    fn deref(&self) -> &Property<'a> {
        &self.0
    }
}

/// The containers of a task definition, where they are known to be these.
pub(crate) fn containers<'a>(task: &Resource<'a>) -> Option<Vec<Container<'a>>> {
    Some(list(task).items()?.into_iter().map(Container).collect())
}

/// Every container that a task definition may turn out to have.
pub(crate) fn every_container<'a>(task: &Resource<'a>) -> Vec<Container<'a>> {
    list(task).every_item().into_iter().map(Container).collect()
}

fn list<'a>(task: &Resource<'a>) -> Property<'a> {
    task.properties.get("ContainerDefinitions")
}

/// What names the role with which ECS starts the tasks of a task definition.
pub(crate) fn execution_role<'a>(task: &Resource<'a>) -> Property<'a> {
    task.properties.get("ExecutionRoleArn")
}

/// What names the role that the containers of a task definition act with.
pub(crate) fn task_role<'a>(task: &Resource<'a>) -> Property<'a> {
    task.properties.get("TaskRoleArn")
}

/// Every variable that the containers of a task definition may turn out to have.
pub(crate) fn variables<'a>(task: &Resource<'a>) -> Vec<Variable<'a>> {
    every_container(task).iter().flat_map(Container::variables).collect()
}

impl<'a> Container<'a> {
    /// Its name.
    pub(crate) fn name(&self) -> Property<'a> {
        self.get("Name")
    }

    /// Its image.
    pub(crate) fn image(&self) -> Property<'a> {
        self.get("Image")
    }

    /// The list of the ports that it maps.
    pub(crate) fn mappings(&self) -> Property<'a> {
        self.get("PortMappings")
    }

    /// The ports that it maps, where they are known to be these.
    pub(crate) fn ports(&self) -> Option<Vec<String>> {
        self.mappings().items()?.iter().map(|mapping| mapping.get("ContainerPort").text()).collect()
    }

    /// Its log driver.
    pub(crate) fn log_driver(&self) -> Property<'a> {
        self.at(&["LogConfiguration", "LogDriver"])
    }

    /// The list of its secrets.
    pub(crate) fn secrets(&self) -> Property<'a> {
        self.get("Secrets")
    }

    /// Every variable that it may get, secrets last.
    pub(crate) fn variables(&self) -> Vec<Variable<'a>> {
        let plain = variable::of_list(&self.get("Environment"), "Value", false);
        plain.into_iter().chain(variable::of_list(&self.secrets(), "ValueFrom", true)).collect()
    }

    /// The secrets that its log driver takes as options.
    pub(crate) fn log_secrets(&self) -> Vec<Variable<'a>> {
        variable::of_list(&self.at(&["LogConfiguration", "SecretOptions"]), "ValueFrom", true)
    }

    /// The container of a name.
    pub(crate) fn named<'c>(containers: &'c [Container<'a>], name: &str) -> Option<&'c Container<'a>> {
        containers.iter().find(|container| container.name().is(name))
    }
}

/// Whether a task definition is known to ask to fit Fargate.
pub(crate) fn is_for_fargate(task: &Resource<'_>) -> bool {
    let wanted = task.properties.get("RequiresCompatibilities").items();
    wanted.is_some_and(|items| items.iter().any(|item| item.is("FARGATE")))
}
