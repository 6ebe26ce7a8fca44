//! The scripts that `synth` writes, run with the AWS CLI against the emulator: what they change, what they refuse, what they say.

use std::path::PathBuf;

use crate::support::emulator::Emulator;
use crate::support::fixture::{Fixture, Run};
use serde_json::Value;

/// Tags and parameters may hold any text.
const HOSTILE: &str = r#"it's $(touch pwned) `touch pwned` "quoted" \ ; & | > pwned * ~ !"#;
const OTHER_IMAGE: &str = "shop@sha256:1111111111111111111111111111111111111111111111111111111111111111";

/// The shop, synthesized, and an account for it.
struct Shop {
    project: Fixture,
    emulator: Emulator,
}

impl Shop {
    fn new() -> Self {
        Shop::of(Fixture::shop())
    }

    fn of(project: Fixture) -> Self {
        project.run(["synth", "--quiet"]).succeeds();
        Shop { project, emulator: Emulator::start() }
    }

    /// The same with another setting.
    fn with(self, from: &str, to: &str) -> Self {
        let project = self.project.replace("dev", from, to);
        project.run(["synth", "--quiet"]).succeeds();
        Shop { project, ..self }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.project.path(&format!("out/dev/{name}"))
    }

    #[track_caller]
    fn deploy<const N: usize>(&self, arguments: [&str; N]) -> Run {
        self.emulator.script(&self.path("deploy.sh"), &arguments, "")
    }

    #[track_caller]
    fn teardown<const N: usize>(&self, arguments: [&str; N], input: &str) -> Run {
        self.emulator.script(&self.path("teardown.sh"), &arguments, input)
    }

    fn stack(&self, name: &str) -> Value {
        self.emulator.aws(&["cloudformation", "describe-stacks", "--stack-name", name])["Stacks"][0].clone()
    }

    fn physical(&self, stack: &str, id: &str) -> String {
        let resource =
            self.emulator.aws(&["cloudformation", "describe-stack-resource", "--stack-name", stack, "--logical-resource-id", id]);
        resource["StackResourceDetail"]["PhysicalResourceId"].as_str().expect("a physical id").to_owned()
    }

    fn template(&self, stack: &str) -> Value {
        self.emulator.aws(&["cloudformation", "get-template", "--stack-name", stack])["TemplateBody"].clone()
    }

    fn service(&self) -> Value {
        let (cluster, service) = (self.physical("shop-dev-web", "Cluster"), self.physical("shop-dev-web", "Service"));
        self.emulator.aws(&["ecs", "describe-services", "--cluster", &cluster, "--services", &service])["services"][0].clone()
    }

    fn target_groups(&self) -> Vec<Value> {
        self.emulator.aws(&["elbv2", "describe-target-groups"])["TargetGroups"].as_array().expect("a list").clone()
    }
}

#[test]
fn an_environment_is_made_kept_changed_and_deleted() {
    let toml = HOSTILE.replace('\\', r"\\").replace('"', "\\\"");
    let project = Fixture::shop().replace("dev", "the core", &toml).setting("dev", &format!("motto = \"{toml}\""));
    let shop = Shop::of(project);
    let run = shop.deploy([]).succeeds();
    let run = run.stdout_contains("[1/2] base: shop-dev-base").stdout_contains("AWS::ECS::Service");
    run.stdout_contains("[2/2] web: deployed").stdout_contains("web / Service runs shop-dev-web-TaskDefinition:1: 1 of 1 tasks");

    // Nothing of the settings was run or changed on its way.
    assert_eq!(shop.stack("shop-dev-web")["Tags"][0]["Value"], HOSTILE);
    assert_eq!(shop.stack("shop-dev-base")["Parameters"][0]["ParameterValue"], HOSTILE);
    assert!(shop.project.files("out/dev").iter().all(|name| name != "pwned") && !shop.project.path("pwned").exists());

    let updated = shop.stack("shop-dev-web")["LastUpdatedTime"].clone();
    shop.deploy([]).succeeds().stdout_contains("[1/2] base: no changes").stdout_contains("[2/2] web: no changes");
    assert_eq!(shop.stack("shop-dev-web")["LastUpdatedTime"], updated);

    let shop = replaces_a_target_group(new_image(shop));
    finds_what_was_deployed_past_it(&shop);
    teardown(&shop);
}

/// One parameter changes, and nothing else, although the template on disk says more.
fn new_image(shop: Shop) -> Shop {
    let (before, groups) = (shop.template("shop-dev-web"), shop.target_groups());
    let shop = shop.with("port = 4567", "port = 4568");
    let review = shop.deploy(["web", "--image", OTHER_IMAGE, "--no-execute-changeset"]).succeeds();
    review.stdout_contains("TaskDefinition").stdout_contains("nothing was changed").stdout_lacks("TargetGroup");
    assert!(shop.service()["taskDefinition"].as_str().is_some_and(|arn| arn.ends_with(":1")));

    let run = shop.deploy(["web", "--image", OTHER_IMAGE]).succeeds();
    run.stdout_contains("runs shop-dev-web-TaskDefinition:2").stdout_contains("The settings still name the image from before");
    let task = shop.service()["taskDefinition"].as_str().expect("an ARN").to_owned();
    let task = shop.emulator.aws(&["ecs", "describe-task-definition", "--task-definition", &task])["taskDefinition"].clone();
    assert_eq!(task["containerDefinitions"][0]["image"], OTHER_IMAGE);
    assert_eq!(shop.template("shop-dev-web"), before);
    assert_eq!(shop.target_groups(), groups);
    let parameters = shop.stack("shop-dev-web")["Parameters"].clone();
    assert_eq!(parameters.as_array().map(Vec::len), Some(2), "{parameters}");
    shop.deploy(["web", "--image", OTHER_IMAGE]).succeeds().stdout_contains("no changes");
    shop.deploy(["--image", OTHER_IMAGE]).fails(2).stderr_contains("--image needs the one stack");
    shop.deploy(["base", "--image", OTHER_IMAGE]).fails(2).stderr_contains("no parameter for an image");
    shop
}

/// The port of a target group cannot be changed, so there is another one, and the service has moved to it.
fn replaces_a_target_group(shop: Shop) -> Shop {
    let before = shop.physical("shop-dev-web", "TargetGroup");
    let review = shop.deploy(["web", "--no-execute-changeset"]).succeeds();
    review.stdout_contains("TargetGroup").stdout_contains("execute-change-set");
    assert_eq!(shop.physical("shop-dev-web", "TargetGroup"), before);

    shop.deploy(["web"]).succeeds().stdout_contains("[1/1] web: deployed");
    let after = shop.physical("shop-dev-web", "TargetGroup");
    assert_ne!(before, after);
    let groups = shop.target_groups();
    assert_eq!(groups.len(), 1, "{groups:?}");
    assert_eq!((&groups[0]["TargetGroupArn"], &groups[0]["Port"]), (&after.clone().into(), &4568.into()));
    assert_eq!(shop.service()["loadBalancers"][0]["targetGroupArn"], after);
    shop
}

/// Somebody has had the service run an older revision: the stack knows nothing of it, and the check at the end does.
fn finds_what_was_deployed_past_it(shop: &Shop) {
    let (cluster, service) = (shop.physical("shop-dev-web", "Cluster"), shop.physical("shop-dev-web", "Service"));
    let update = |revision: &str| {
        let task = format!("shop-dev-web-TaskDefinition:{revision}");
        shop.emulator.aws(&["ecs", "update-service", "--cluster", &cluster, "--service", &service, "--task-definition", &task]);
    };
    let current = shop.physical("shop-dev-web", "TaskDefinition");
    let current = current.rsplit(':').next().expect("a revision");
    update("2");
    let run = shop.deploy(["web"]).fails(1).stdout_contains("no changes").stderr_contains("what runs is not what was deployed");
    run.stderr_contains(&format!("web / Service is to run shop-dev-web-TaskDefinition:{current}, and ECS has"));
    update(current);
}

/// What is declared retained stays, and nothing else.
fn teardown(shop: &Shop) {
    shop.teardown([], "prod\n").fails(1).stderr_contains("that is not the name of the environment; nothing was deleted");
    shop.teardown([], "").fails(1).stderr_contains("nothing was deleted");
    assert_eq!(shop.stack("shop-dev-web")["StackStatus"], "UPDATE_COMPLETE");

    let group = shop.physical("shop-dev-web", "LogGroup");
    let run = shop.teardown([], "dev\n").succeeds();
    let kept = format!("web / LogGroup (AWS::Logs::LogGroup, DeletionPolicy Retain): {group}");
    let run = run.stdout_contains(&kept).stdout_contains("[1/2] web: deleted").stdout_contains("[2/2] base: deleted");
    run.stdout_contains("dev: 2 stacks are gone");
    assert_eq!(shop.emulator.aws(&["cloudformation", "describe-stacks"])["Stacks"], serde_json::json!([]));
    assert_eq!(shop.emulator.aws(&["ecs", "list-clusters"])["clusterArns"], serde_json::json!([]));
    assert_eq!(shop.target_groups(), Vec::<Value>::new());
    let groups = shop.emulator.aws(&["logs", "describe-log-groups"])["logGroups"].clone();
    assert_eq!(groups[0]["logGroupName"], group);
    shop.teardown([], "").succeeds().stdout_contains("dev has no stacks");
}

#[test]
fn a_link_goes_when_its_user_has_let_go_of_it() {
    let shop = Shop::new();
    shop.deploy([]).succeeds();
    // The emulator overlooks a change of outputs alone.
    let shop = shop.with("note = true", "note = false\nmotto = \"changed\"");
    // In the order of a whole deployment, the export would go while it is still in use.
    let run = shop.deploy([]).fails(1).stdout_is("");
    run.stderr_contains("would lose the export shop-dev-base-NoteName, which is used by shop-dev-web")
        .stderr_contains("deploy.sh web")
        .stderr_contains("then: deploy.sh base");
    shop.deploy(["web"]).succeeds().stdout_contains("[1/1] web: deployed");
    shop.deploy(["base"]).succeeds().stdout_contains("[1/1] base: deployed");
    // The emulator still lists the export.
    assert_eq!(shop.stack("shop-dev-base")["Outputs"], serde_json::json!([]));
}

#[test]
fn a_failed_deployment_is_reported_with_its_cause_and_the_way_out() {
    let shop = Shop::of(Fixture::shop().setting("dev", "broken = \"base\""));
    let run = shop.deploy([]).fails(1).stdout_lacks("[2/2]");
    let run =
        run.stderr_contains("What failed, the cause first:\n  Broken (AWS::SSM::Parameter)").stderr_contains("nobody-makes-it");
    run.stderr_contains("the stack shop-dev-base is in ROLLBACK_COMPLETE")
        .stderr_contains("aws cloudformation delete-stack --region us-east-1 --stack-name shop-dev-base");

    // It is not tried again in that state.
    shop.deploy([]).fails(1).stderr_contains("ROLLBACK_COMPLETE: it was never created").stdout_lacks("CREATE_");
    shop.teardown([], "dev\n").succeeds().stdout_contains("dev: 1 stacks are gone");

    let shop = shop.with("broken = \"base\"", "");
    shop.deploy(["base"]).succeeds();
    let shop = shop.with("note = true", "note = true\nbroken = \"base\"");
    let run = shop.deploy(["base"]).fails(1).stderr_contains("Broken (AWS::SSM::Parameter)");
    run.stderr_contains("UPDATE_ROLLBACK_COMPLETE: what ran before the deployment runs again");
    shop.with("broken = \"base\"", "motto = \"mended\"").deploy(["base"]).succeeds().stdout_contains("base: deployed");
}

#[test]
fn a_large_template_goes_through_the_bucket() {
    let shop = Shop::of(Fixture::shop().setting("dev", "pages = 15"));
    let run = shop.deploy(["archive"]).fails(1).stderr_contains("archive.template.json is over 51,200 bytes");
    run.stderr_contains("deploy.sh --s3-bucket BUCKET").stdout_is("");
    shop.emulator.aws(&["s3api", "create-bucket", "--bucket", "templates"]);
    shop.deploy(["archive", "--s3-bucket", "templates"]).succeeds().stdout_contains("[1/1] archive: deployed");
    assert_eq!(shop.template("shop-dev-archive")["Resources"].as_object().map(serde_json::Map::len), Some(15));
    let shop = shop.with("region = \"us-east-1\"", "region = \"us-east-1\"\ntemplate-bucket = \"templates\"");
    shop.deploy(["archive"]).succeeds().stdout_contains("no changes");
}

#[test]
fn production_takes_no_image_that_can_be_pushed_over() {
    let production = "region = \"us-east-1\"\nproduction = true";
    let shop = Shop::new().with("region = \"us-east-1\"", production);
    shop.deploy(["web", "--image", "shop:latest"])
        .fails(1)
        .stderr_contains("dev is production, and shop:latest can be pushed over");
    shop.deploy(["web", "--image", "shop latest; x"]).fails(2).stderr_contains("is not the URI of an image");
    shop.deploy(["base"]).succeeds().stdout_contains("shop-dev-base is now protected against deletion");
    assert_eq!(shop.stack("shop-dev-base")["EnableTerminationProtection"], true);
    shop.deploy(["base"]).succeeds().stdout_contains("no changes").stdout_lacks("now protected");
    let run = shop.teardown([], "dev\n").fails(1).stderr_contains("the stack shop-dev-base");
    run.stderr_contains("--unprotect").stdout_lacks("type its name");
    shop.teardown(["--unprotect"], "dev\n").succeeds().stdout_contains("dev: 1 stacks are gone");

    let image = "shop@sha256:0000000000000000000000000000000000000000000000000000000000000000";
    let shop = shop.with(image, "shop:v2");
    shop.deploy([]).fails(1).stderr_contains("Image=shop:v2 of the stack web can be pushed over");
}
