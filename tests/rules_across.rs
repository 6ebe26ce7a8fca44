//! Rules that look beyond one template: at an environment, at all stacks of an app, at all environments.

mod support;

use formwork::aws::ecs::TaskDefinition;
use formwork::aws::ecs::task_definition::ContainerDefinition;
use formwork::prelude::*;
use formwork::stack::Text;
use insta::assert_snapshot;
use support::author::{app_in, environment};

/// What is said of a container's image in production: written out, the value of a parameter in this environment, or its default.
fn report(production: bool, image: &str, by: &str) -> String {
    let mut environment = environment();
    environment.target.production = production;
    let outcome = app_in(&environment, |app| {
        let stack = app.stack("web");
        let image: Value<Text> = match by {
            "value" => stack.parameter("Image", Parameter::text().value(image)).into_value(),
            "default" => stack.parameter("Image", Parameter::text().default(image)).into_value(),
            _ => image.into_value(),
        };
        let container = ContainerDefinition::new(image, "web").memory(128);
        stack.add("Task", TaskDefinition::new().container_definitions([container]));
    });
    outcome.report()
}

#[test]
fn fw604_refuses_mutable_images_in_production() {
    let reports = ["text", "value", "default"].map(|by| report(true, "web:latest", by));
    assert_snapshot!(reports.join("\n"), @"
    error[FW604] in web/Resources/Task/Properties/ContainerDefinitions/0/Image: the image of the container `web` has the tag `latest`, and `test` is production (Name the image by its digest (`backend-flask@sha256:…`) or a tag that is never moved.)
    error[FW604] in web/Resources/Task/Properties/ContainerDefinitions/0/Image: the image of the container `web` has the tag `latest`, and `test` is production (Name the image by its digest (`backend-flask@sha256:…`) or a tag that is never moved.)
    error[FW604] in web/Resources/Task/Properties/ContainerDefinitions/0/Image: the image of the container `web` has the tag `latest`, and `test` is production (Name the image by its digest (`backend-flask@sha256:…`) or a tag that is never moved.)
    ");
    assert!(report(true, "web", "text").contains("is `web`, without a tag, and `test` is production"));
    for by in ["text", "value", "default"] {
        assert_eq!(report(true, "web@sha256:aaaa", by), "", "{by}");
    }
}

#[test]
fn fw604_leaves_other_environments_alone() {
    assert_snapshot!(report(false, "web:latest", "text"), @"warning[FW602] in web/Resources/Task/Properties/ContainerDefinitions/0/Image: the image of the container `web` has the tag `latest` (Name the image by its digest (`backend-flask@sha256:…`) or a tag that is never moved, best through a parameter without a default.)");
    assert_eq!(report(false, "web:latest", "value"), "");
}

#[test]
fn a_finding_on_what_a_construct_added_is_allowed_by_its_id() {
    let image = |allowed: &'static str| {
        let outcome = app_in(&environment(), |app| {
            let stack = app.stack("web");
            let container = ContainerDefinition::new("web:latest", "web").memory(128);
            stack.add("Task", TaskDefinition::new().container_definitions([container]));
            stack.allow(allowed, "FW602", "the image is rebuilt every night");
        });
        outcome.findings.iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(image("Task"), Vec::<&str>::new());
    assert_eq!(image("Other"), ["FW602", "FW106"]);
}
