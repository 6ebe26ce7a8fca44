//! What a role must be allowed that deploys: of an app with every construct of an application's data.

use formwork::aws::lambda::function::Runtime;
use formwork::constructs::{Function, Image, StaticSite};
use formwork::deploy::role::{Grant, Permissions, permissions};
use formwork::prelude::*;
use formwork::schema::actions;

use crate::support::author::{app_in, environment};
use crate::support::gallery::{gallery, place};

fn of(build: impl FnOnce(&mut App)) -> Permissions {
    permissions(&app_in(&environment(), build).assembly)
}

fn with<'p>(permissions: &'p Permissions, action: &str) -> Vec<&'p Grant> {
    permissions
        .caller
        .iter()
        .chain(&permissions.resources)
        .filter(|grant| grant.actions.iter().any(|one| one == action))
        .collect()
}

#[test]
fn every_action_is_one_of_iam() {
    let permissions = permissions(&app_in(&place(true), gallery).assembly);
    let mut count = 0;
    for action in permissions.caller.iter().chain(&permissions.resources).flat_map(|grant| &grant.actions) {
        let (prefix, name) = action.split_once(':').unwrap();
        let name = name.to_lowercase();
        let start = name.trim_end_matches('*');
        let is_known = |known: &str| known == name || (start != name && known.starts_with(start));
        assert!(actions::of(prefix).is_some_and(|mut names| names.any(is_known)), "{action}");
        count += 1;
    }
    assert!(count > 350, "{count}");
    assert_eq!(permissions.by_service, []);
}

/// Whoever may do these on any role may do anything.
#[test]
fn roles_are_narrowed_and_passed_to_those_who_trust_them() {
    let permissions = permissions(&app_in(&place(true), gallery).assembly);
    let passed = with(&permissions, "iam:PassRole");
    assert!(!passed.is_empty());
    for grant in passed {
        assert!(
            grant.conditions.iter().any(|condition| condition.key == "iam:PassedToService" && !condition.values.is_empty()),
            "{grant:?}"
        );
        assert_eq!(grant.resources, ["arn:aws:iam::111122223333:role/app-test-*"]);
    }
    for action in ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy"] {
        let grants = with(&permissions, action);
        assert!(
            !grants.is_empty() && grants.iter().all(|grant| grant.resources == ["arn:aws:iam::111122223333:role/app-test-*"]),
            "{action}: {grants:?}"
        );
    }
    let [attach] = with(&permissions, "iam:AttachRolePolicy")[..] else { panic!("one statement") };
    let [condition] = &attach.conditions[..] else { panic!("{attach:?}") };
    assert_eq!((condition.operator, condition.key), ("ArnLike", "iam:PolicyARN"));
    assert!(condition.values.iter().all(|arn| arn.starts_with("arn:aws:iam::aws:policy/")), "{condition:?}");
    assert!(permissions.unknown.iter().any(|unknown| unknown.contains("no `PermissionsBoundary`")), "{:?}", permissions.unknown);
}

#[test]
fn a_boundary_that_all_roles_have_must_stay() {
    let bounded = |name: &str| {
        let document = formwork::iam::PolicyDocument::new([formwork::iam::Statement::allow(["sts:AssumeRole"])
            .principal(formwork::iam::Principal::service("lambda.amazonaws.com"))]);
        iam::Role::new(document).permissions_boundary(format!("arn:aws:iam::111122223333:policy/{name}"))
    };
    let permissions = of(|app| {
        let stack = app.stack("roles");
        stack.add("One", bounded("limit"));
        stack.add("Other", bounded("limit"));
    });
    for action in ["iam:CreateRole", "iam:PutRolePolicy"] {
        let [grant] = with(&permissions, action)[..] else { panic!("{action}") };
        assert_eq!(grant.conditions[0].key, "iam:PermissionsBoundary");
        assert_eq!(grant.conditions[0].values, ["arn:aws:iam::111122223333:policy/limit"]);
    }
    assert!(!permissions.unknown.iter().any(|unknown| unknown.contains("PermissionsBoundary")), "{:?}", permissions.unknown);
}

#[test]
fn names_narrow_what_is_allowed_and_a_region_the_rest() {
    let permissions = of(|app| {
        let stack = app.stack("data");
        stack.add("Queue", sqs::Queue::new().queue_name("orders"));
        stack.add("Unnamed", sqs::Queue::new());
        stack.add("Bucket", s3::Bucket::new());
        stack.add("Vpc", ec2::VPC::new().cidr_block("10.0.0.0/16"));
    });
    let [create] = with(&permissions, "sqs:CreateQueue")[..] else { panic!("one statement") };
    assert_eq!(create.resources, ["arn:aws:sqs:us-east-1:111122223333:app-test-*", "arn:aws:sqs:us-east-1:111122223333:orders"]);
    let [create] = with(&permissions, "s3:CreateBucket")[..] else { panic!("one statement") };
    assert_eq!(create.resources, ["arn:aws:s3:::app-test-*"]);
    let [create] = with(&permissions, "ec2:CreateVpc")[..] else { panic!("one statement") };
    assert_eq!((create.resources.as_slice(), create.conditions[0].key), (["*".to_owned()].as_slice(), "aws:RequestedRegion"));
    let [stacks] = with(&permissions, "cloudformation:ExecuteChangeSet")[..] else { panic!("one statement") };
    assert_eq!(stacks.resources, ["arn:aws:cloudformation:us-east-1:111122223333:stack/app-test-data/*"]);
    assert_eq!(with(&permissions, "cloudformation:DeleteStack"), Vec::<&Grant>::new());
}

/// What stacks read when they are deployed: the Parameter Store by a parameter's type, and what dynamic references name.
#[test]
fn what_a_deployment_reads_is_named() {
    let permissions = of(|app| {
        let stack = app.stack("data");
        stack.transform("AWS::LanguageExtensions");
        let secret =
            "{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf:SecretString:password}}";
        stack.add("Topic", sns::Topic::new().display_name("{{resolve:ssm:/shop/name}}"));
        stack.add("Other", secretsmanager::Secret::new().secret_string(secret));
    });
    let found = with(&permissions, "ssm:GetParameters");
    let [read] = found[..] else { panic!("{found:?}") };
    assert_eq!(read.resources, ["arn:aws:ssm:us-east-1:111122223333:parameter/shop/name"]);
    let found = with(&permissions, "secretsmanager:GetSecretValue");
    let [read, own] = found[..] else { panic!("{found:?}") };
    assert_eq!(read.resources, ["arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf"]);
    assert_eq!(own.resources, ["arn:aws:secretsmanager:us-east-1:111122223333:secret:Other-*-??????"]);
    let transforms = with(&permissions, "cloudformation:CreateChangeSet");
    assert!(
        transforms.iter().any(|grant| grant.resources == ["arn:aws:cloudformation:us-east-1:aws:transform/LanguageExtensions"]),
        "{transforms:?}"
    );
}

/// Nothing is silently left out: neither a type whose handlers are not published, nor a custom one.
#[test]
fn what_is_not_published_is_said() {
    let permissions = of(|app| {
        let stack = app.stack("other");
        stack.add("Volume", Untyped::new("AWS::EC2::NetworkInterfacePermission"));
        stack.add("Custom", Untyped::new("Custom::Thing"));
        stack.add("Nothing", Untyped::new("AWS::Nothing::Thing"));
    });
    assert_eq!(permissions.by_service, [("AWS::EC2::NetworkInterfacePermission".to_owned(), "ec2:*".to_owned())]);
    for kind in ["`Custom::Thing`", "`AWS::Nothing::Thing`"] {
        assert!(permissions.unknown.iter().any(|unknown| unknown.contains(kind)), "{:?}", permissions.unknown);
    }
}

/// Images are pushed, sites are published, and CloudFront forgets; nothing of it without such artifacts.
#[test]
fn what_is_made_of_files_may_be_brought_where_it_goes() {
    let permissions = of(|app| {
        let stack = app.stack("web");
        stack.add("Image", Image::build("images/web").repository("shop/web"));
        stack.add("Site", StaticSite::folder("site"));
        stack.add("Named", StaticSite::folder("other").bucket(|bucket| bucket.bucket_name("shop-site")));
        stack.add("Resize", Function::folder(Runtime::PYTHON3_13, "index.handler", "functions/resize"));
    });
    let caller = |action: &str| {
        let grants = permissions.caller.iter().filter(|grant| grant.actions.iter().any(|one| one == action));
        grants.flat_map(|grant| grant.resources.clone()).collect::<Vec<_>>()
    };
    assert_eq!(caller("ecr:PutImage"), ["arn:aws:ecr:us-east-1:111122223333:repository/shop/web"]);
    assert_eq!(caller("ecr:GetAuthorizationToken"), ["*"]);
    let buckets = ["arn:aws:s3:::app-test-*", "arn:aws:s3:::app-test-*/*", "arn:aws:s3:::shop-site", "arn:aws:s3:::shop-site/*"];
    assert_eq!(caller("s3:DeleteObject"), buckets);
    assert_eq!(caller("cloudfront:CreateInvalidation"), ["arn:aws:cloudfront::111122223333:distribution/*"]);
    let bucket = "the bucket for templates over 51,200 bytes and for uploaded files";
    assert!(permissions.unknown.iter().any(|unknown| unknown.starts_with(bucket)), "{:?}", permissions.unknown);
    let plain = of(|app| {
        app.stack("data").add("Queue", sqs::Queue::new());
    });
    let has = |grants: &[Grant], prefix: &str| grants.iter().any(|grant| grant.actions.iter().any(|one| one.starts_with(prefix)));
    assert!(
        !has(&plain.caller, "ecr:") && !has(&plain.caller, "cloudfront:") && !has(&plain.caller, "s3:"),
        "{:?}",
        plain.caller
    );
    for action in permissions.caller.iter().flat_map(|grant| &grant.actions) {
        let (prefix, name) = action.split_once(':').unwrap();
        let name = name.to_lowercase();
        assert!(actions::of(prefix).is_some_and(|mut names| names.any(|known| known == name)), "{action}");
    }
}
