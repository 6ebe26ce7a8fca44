//! Rules that look beyond one template: at an environment, at all stacks of an app, at all environments.

use crate::support::author::{app_in, environment};
use formwork::aws::ec2::VPC;
use formwork::aws::ecs::TaskDefinition;
use formwork::aws::ecs::task_definition::ContainerDefinition;
use formwork::aws::wafv2::{IPSet, ip_set};
use formwork::check::{self, NamesInUse};
use formwork::prelude::*;
use formwork::stack::Text;
use insta::assert_snapshot;
use serde_json::{Value as Json, json};

/// What is said of a container's image in production: written out, the value of a parameter in this environment, or its default.
fn report(production: bool, image: &str, by: &str) -> String {
    let mut environment = environment();
    environment.target.production = production;
    let outcome = app_in(&environment, |app| {
        let stack = app.stack("web");
        let image: Value<Text> = match by {
            "value" => stack.parameter("Image", Parameter::<Text>::new().value(image)).into_value(),
            "default" => stack.parameter("Image", Parameter::<Text>::new().default(image)).into_value(),
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
    error[FW604] in web/Resources/Task/Properties/ContainerDefinitions/0/Image: the image of the container `web` has the tag `latest`, but `test` is production (pin the image by its digest (`backend-flask@sha256:…`) or an immutable tag)
    error[FW604] in web/Resources/Task/Properties/ContainerDefinitions/0/Image: the image of the container `web` has the tag `latest`, but `test` is production (pin the image by its digest (`backend-flask@sha256:…`) or an immutable tag)
    error[FW604] in web/Resources/Task/Properties/ContainerDefinitions/0/Image: the image of the container `web` has the tag `latest`, but `test` is production (pin the image by its digest (`backend-flask@sha256:…`) or an immutable tag)
    ");
    assert!(report(true, "web", "text").contains("is `web`, without a tag, but `test` is production"));
    for by in ["text", "value", "default"] {
        assert_eq!(report(true, "web@sha256:aaaa", by), "", "{by}");
    }
}

#[test]
fn fw604_leaves_other_environments_alone() {
    assert_snapshot!(report(false, "web:latest", "text"), @"warning[FW602] in web/Resources/Task/Properties/ContainerDefinitions/0/Image: the image of the container `web` has the tag `latest` (pin the image by its digest (`backend-flask@sha256:…`) or an immutable tag, best through a parameter without a default)");
    assert_eq!(report(false, "web:latest", "value"), "");
}

/// What a loop makes is known by its own id and path, whichever element it was made for.
#[test]
fn what_a_loop_makes_is_allowed_by_its_id_and_found_once() {
    let found = |production: bool, allowed: &[&'static str]| {
        let mut environment = environment();
        environment.target.production = production;
        let outcome = app_in(&environment, |app| {
            let stack = app.stack("web");
            stack.language_extensions();
            let container = json!({ "Name": "web", "Image": "web:latest", "Memory": 128 });
            let task = json!({ "Type": "AWS::ECS::TaskDefinition", "Properties": { "ContainerDefinitions": [container] } });
            stack.for_each("Tasks", for_each("Name", ["a"], "Task${Name}", task));
            allowed.iter().for_each(|id| _ = stack.allow(id, "FW602", "the image is rebuilt every night"));
        });
        outcome.findings.iter().map(|finding| format!("{} {}", finding.code, finding.path)).collect::<Vec<_>>()
    };
    let image = "Taska / Properties / ContainerDefinitions / 0 / Image";
    assert_eq!(found(false, &[]), [format!("FW602 web / Resources / Fn::ForEach::Tasks[a] / {image}")]);
    assert_eq!(found(true, &[]), [format!("FW604 web / Resources / {image}")]);
    assert_eq!(found(false, &["Taska"]), Vec::<String>::new());
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

#[test]
fn fw110_finds_imports_of_what_a_stack_does_not_export() {
    let importing = |end: &'static str| {
        app_in(&environment(), |app| {
            let network = app.stack("network");
            let vpc = network.add("Vpc", VPC::new().cidr_block("10.0.0.0/16"));
            network.share("VpcId", vpc);
            let head = network.full_name().to_owned();
            let web = app.stack("web");
            web.add("Topic", formwork::aws::sns::Topic::new());
            let vpc: Value<Text> = import_value(format!("{head}{end}")).into_value();
            web.output("Vpc", vpc);
        })
        .report_of("FW110")
    };
    assert_snapshot!(importing("-VpcIdd"), @"error[FW110] in web/Outputs/Vpc/Value: the stack `network` exports no `app-test-network-VpcIdd` (did you mean `app-test-network-VpcId`?)");
    assert_eq!(importing("-VpcId"), "");
    // The export of another project, of which nothing is known.
    assert_eq!(importing("work-VpcIdd"), "");
}

#[test]
fn fw111_finds_names_that_two_environments_share() {
    let taken = |name: &str, account: &str, export: &'static str| {
        let mut environment = environment();
        environment.name = name.to_owned();
        environment.target.account = account.to_owned();
        let outcome = app_in(&environment, |app| {
            let stack = app.stack("network");
            let vpc = stack.add("Vpc", VPC::new().cidr_block("10.0.0.0/16"));
            stack.output("VpcId", vpc).export(export);
        });
        NamesInUse::of(&outcome.assembly)
    };
    let found = |all: &[NamesInUse]| {
        let found = formwork::check::environments(all);
        found
            .into_iter()
            .map(|(index, finding)| format!("{} {}: {}", all[index].environment, finding.code, finding.message))
            .collect::<Vec<_>>()
    };
    let (prod, dev) = (taken("prod", "111111111111", "VpcId"), taken("dev", "111111111111", "VpcId"));
    assert_snapshot!(found(&[prod.clone(), dev]).join("\n"), @"dev FW111: the export name `VpcId` is also that of the environment `prod`, in the same account and region");
    assert!(found(&[prod.clone(), taken("dev", "222222222222", "VpcId")]).is_empty());
    assert!(found(&[prod, taken("dev", "111111111111", "dev-VpcId")]).is_empty());
}

/// A template file may be packaged before it is deployed; what `synth` writes is deployed as it is.
#[test]
fn fw606_finds_what_nothing_packages() {
    let report = |code: Json| {
        let outcome = app_in(&environment(), |app| {
            let stack = app.stack("web");
            stack.transform("AWS::Serverless-2016-10-31");
            let function = Untyped::new("AWS::Serverless::Function").property("Handler", "index.handler");
            stack.add("Resize", function.property("Runtime", "python3.13").property("CodeUri", code));
        });
        outcome.report_of("FW606")
    };
    assert_snapshot!(report(json!("./resize")), @"error[FW606] in web/Resources/Resize/Properties/CodeUri: `CodeUri` of AWS::Serverless::Function is `./resize`, a path on this machine, which the deployment cannot read (have `deploy.sh` upload it: `Function::folder`, `ZipFolder` and `TemplateFile` pass its bucket and key as parameters; or put it into a bucket yourself, under a name that holds its hash)");
    for code in [json!("s3://bucket/key"), json!({ "Bucket": "b", "Key": "k" }), json!({ "Fn::Sub": "s3://${AWS::Region}/k" })] {
        assert_eq!(report(code.clone()), "", "{code}");
    }
    assert_eq!(check::file(b"Transform: AWS::Serverless-2016-10-31\nResources: {F: {Type: AWS::Serverless::Function, Properties: {CodeUri: src/, Handler: a.b, Runtime: python3.13}}}").findings, []);
}

#[test]
fn fw707_finds_web_acls_of_cloudfront_outside_its_region() {
    let report = |region: &str, scope: ip_set::ScopeValue| {
        let mut environment = environment();
        environment.target.region = region.to_owned();
        let outcome = app_in(&environment, |app| {
            let addresses = IPSet::new(["192.0.2.0/24"], ip_set::IPAddressVersionValue::IPV4, scope);
            app.stack("edge").add("Addresses", addresses);
        });
        outcome.report()
    };
    let found = report("eu-west-1", ip_set::ScopeValue::CLOUDFRONT);
    assert_snapshot!(found, @"error[FW707] in edge/Resources/Addresses/Properties/Scope: `Addresses` has the scope `CLOUDFRONT`, which is in us-east-1 only; the stack is in eu-west-1 (make it in us-east-1, in a stack of that region)");
    assert_eq!(report("us-east-1", ip_set::ScopeValue::CLOUDFRONT), "");
    assert_eq!(report("eu-west-1", ip_set::ScopeValue::REGIONAL), "");
}
