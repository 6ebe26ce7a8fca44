//! What the transform refuses of its own resources, whatever CloudFormation would say of what it makes.
//!
//! The schemas of the transform's types say which properties there are. Which of them belong together only its translator knows:
//! <https://github.com/aws/serverless-application-model>, `samtranslator/model/sam_resources.py` and `model/eventsources/push.py`.

use super::build;
use super::event;
use super::globals;
use super::policies::{self, WayOut};
use super::resource::SamResource;
use super::transform::empty_map;
use crate::template::path::Path;
use crate::template::{Content, Node, SourceLocation, Template, function};

/// A refusal, and where what is refused stands below the properties of a resource.
pub(crate) struct Refusal {
    /// The logical id of the resource.
    pub(crate) id: String,
    /// The way from its properties to what is refused.
    pub(crate) path: Path<'static>,
    /// The place of what is refused, or of the resource.
    pub(crate) location: SourceLocation,
    /// What is wrong.
    pub(crate) message: String,
    /// The way out.
    pub(crate) way_out: WayOut,
}

/// All that the transform refuses in a template that uses it, with the globals in their places.
pub(crate) fn refusals(template: &Template) -> Vec<Refusal> {
    let merged = globals::merge(template);
    let mut found = Refusals { template: &merged, refusals: Vec::new() };
    for entry in merged.resources() {
        let Some(source) = SamResource::of(&entry, empty_map()) else { continue };
        if !build::is_plain_map(source.properties) && !source.properties.is_empty() {
            continue;
        }
        match source.kind {
            "Function" => found.function(&source),
            "StateMachine" => found.state_machine(&source),
            "Api" | "HttpApi" => found.api(&source),
            "LayerVersion" => found.one_of(&source, &["RetentionPolicy"], &["Retain", "Delete"], str::eq_ignore_ascii_case),
            "SimpleTable" => {
                found.one_of(&source, &["PrimaryKey", "Type"], &["String", "Number", "Binary"], |one, other| one == other)
            }
            _ => {}
        }
    }
    found.refusals
}

struct Refusals<'t> {
    template: &'t Template,
    refusals: Vec<Refusal>,
}

impl Refusals<'_> {
    fn refuse(&mut self, source: &SamResource<'_>, path: &[&str], message: String, help: &str) {
        let place = (0..=path.len()).rev().find_map(|length| source.properties.at_path(&path[..length]));
        let location = place.map_or(source.location, |node| node.location.or(source.location));
        let path = Path::of(path.iter().copied()).into_owned();
        self.refusals.push(Refusal { id: source.id.to_owned(), path, location, message, way_out: WayOut::Text(help.to_owned()) });
    }

    fn function(&mut self, source: &SamResource<'_>) {
        self.package(source);
        self.needs(source, "ProvisionedConcurrencyConfig", "AutoPublishAlias");
        self.gradual_deployment(source);
        if let Some(queue) = source.property("DeadLetterQueue").filter(|queue| build::is_plain_map(queue)) {
            for name in ["Type", "TargetArn"].into_iter().filter(|name| build::present(queue, name).is_none()) {
                self.refuse(source, &["DeadLetterQueue"], format!("`DeadLetterQueue` has no `{name}`"), &format!("add `{name}`"));
            }
            self.one_of(source, &["DeadLetterQueue", "Type"], &["SQS", "SNS"], |one, other| one == other);
        }
        self.policies(source);
        self.bucket_events(source);
    }

    /// A package is what there is unless an image is said; it needs what an image has none of.
    fn package(&mut self, source: &SamResource<'_>) {
        let is_image = match source.property("PackageType") {
            None => false,
            Some(node) => match node.as_str() {
                Some("Image") => true,
                Some("Zip") => false,
                _ => return,
            },
        };
        if is_image {
            if source.property("ImageUri").is_none() && source.entry("Metadata").is_none() {
                self.refuse(
                    source,
                    &["PackageType"],
                    "`PackageType` is `Image`, and there is no `ImageUri`".into(),
                    "add `ImageUri`",
                );
            }
            return;
        }
        let missing: Vec<&str> = ["Handler", "Runtime"].into_iter().filter(|name| source.property(name).is_none()).collect();
        if !missing.is_empty() && source.property("ImageUri").is_none() {
            let message = format!("`{}` has a .zip package but no `{}`", source.id, missing.join("` and no `"));
            self.refuse(source, &[], message, "write it here or in `Globals`, or `PackageType: Image` with an `ImageUri`");
        }
    }

    /// What is there only beside another property.
    fn needs(&mut self, source: &SamResource<'_>, property: &str, other: &str) {
        if source.property(property).is_some() && source.property(other).is_none() {
            self.refuse(
                source,
                &[property],
                format!("`{property}` needs `{other}`"),
                &format!("add `{other}`, for example `live`"),
            );
        }
    }

    fn gradual_deployment(&mut self, source: &SamResource<'_>) {
        let Some(preference) = source.property("DeploymentPreference").filter(|node| build::is_plain_map(node)) else { return };
        let enabled = build::present(preference, "Enabled");
        if enabled.is_none() || build::is_true(enabled) {
            self.needs(source, "DeploymentPreference", "AutoPublishAlias");
        }
    }

    fn state_machine(&mut self, source: &SamResource<'_>) {
        let help = "write one of the two";
        match (source.property("Definition"), source.property("DefinitionUri")) {
            (None, None) => {
                let message = format!("`{}` has neither `Definition` nor `DefinitionUri`", source.id);
                self.refuse(source, &[], message, help);
            }
            (Some(_), Some(_)) => self.both(source, "Definition", "DefinitionUri"),
            _ => {}
        }
        if source.property("Role").is_some() && source.property("Policies").is_some() {
            self.both(source, "Policies", "Role");
        }
        self.needs(source, "DeploymentPreference", "AutoPublishAlias");
        self.policies(source);
    }

    fn both(&mut self, source: &SamResource<'_>, one: &str, other: &str) {
        self.refuse(source, &[one], format!("`{}` has both `{one}` and `{other}`", source.id), "remove one of the two");
    }

    fn api(&mut self, source: &SamResource<'_>) {
        if source.property("DefinitionUri").is_some() && source.property("DefinitionBody").is_some() {
            self.both(source, "DefinitionBody", "DefinitionUri");
        }
        let Some(auth) = source.property("Auth").filter(|auth| build::is_plain_map(auth)) else { return };
        let Some(name) = build::present(auth, "DefaultAuthorizer").and_then(Node::as_str).filter(|name| *name != "AWS_IAM")
        else {
            return;
        };
        let authorizers = build::present(auth, "Authorizers");
        if authorizers.is_none_or(|authorizers| build::is_plain_map(authorizers) && authorizers.get(name).is_none()) {
            let message = format!("`DefaultAuthorizer` is `{name}`, which `Authorizers` does not define");
            self.refuse(source, &["Auth", "DefaultAuthorizer"], message, "define it in `Authorizers`, or name one of them");
        }
    }

    /// A value of a few that the transform takes.
    fn one_of(&mut self, source: &SamResource<'_>, path: &[&str], values: &[&str], is_same: fn(&str, &str) -> bool) {
        let Some(given) = source.properties.at_path(path).and_then(Node::as_str) else { return };
        if !values.iter().any(|value| is_same(value, given)) {
            let name = path.last().unwrap_or(&"");
            let message = format!("`{given}` is not a valid `{name}`");
            self.refuse(source, path, message, &format!("write one of {}", values.join(", ")));
        }
    }

    fn policies(&mut self, source: &SamResource<'_>) {
        // With a role of one's own the transform reads no policies.
        if source.property("Role").is_some() {
            return;
        }
        let Some(policies) = source.property("Policies") else { return };
        let listed = policies.as_list();
        for (index, entry) in listed.unwrap_or(std::slice::from_ref(policies)).iter().enumerate() {
            let Some((name, message, way_out)) = policies::fault(entry) else { continue };
            let mut path = Path::of(["Policies"]);
            listed.into_iter().for_each(|_| path.push(index));
            path.push(name);
            let place = entry.as_map().and_then(|map| map.get_key_value(name)).map(|(key, node)| key.location_with(node));
            let location = place.unwrap_or_default().or(source.location);
            self.refusals.push(Refusal { id: source.id.to_owned(), path: path.into_owned(), location, message, way_out });
        }
    }

    /// The transform writes the notification into the bucket, so it must be at hand.
    fn bucket_events(&mut self, source: &SamResource<'_>) {
        for (key, event) in event::written(source) {
            let is_bucket = event.get("Type").and_then(Node::as_str) == Some("S3");
            let bucket = event.at_path(&["Properties", "Bucket"]).filter(|node| is_bucket && node.content != Content::Null);
            let Some(bucket) = bucket else { continue };
            let is_resource = match function::call(bucket) {
                Some((function::REF, name)) => name.as_str().is_none_or(|name| !self.is_sure_to_lack(name)),
                Some((function::TRANSFORM, _)) => true,
                _ => false,
            };
            if !is_resource {
                let message = "an event of S3 needs a bucket of the same template".to_owned();
                let help = "write `!Ref` of a bucket in this template; for any other bucket write its `NotificationConfiguration` and an AWS::Lambda::Permission";
                self.refuse(source, &["Events", key.as_str(), "Properties", "Bucket"], message, help);
            }
        }
    }

    /// Whether a name is that of a parameter, and of no resource.
    fn is_sure_to_lack(&self, name: &str) -> bool {
        self.template.resource(name).is_none() && self.template.section("Parameters").is_some_and(|map| map.contains_key(name))
    }
}
