//! What a role must be allowed so that it can deploy the stacks of an environment: as little as is known to be enough.
//!
//! What CloudFormation calls comes from the handlers of the types (`schema::handlers`), else from their service; ARNs are narrowed where
//! the name of a resource is known, or how it begins; whatever could not be known is told.

mod arns;
mod grant;
mod passed;
mod scripts;

use std::collections::{BTreeMap, BTreeSet};

pub use grant::{Condition, Grant};

use self::arns::Arns;
use crate::language::read::resource;
use crate::language::stacks::{StackSource, with_stacks};
use crate::schema::{self, handlers};
use crate::stack::Assembly;

/// What a role may do that deploys.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Permissions {
    /// What whoever starts a deployment calls: CloudFormation itself, and what the scripts look at.
    pub caller: Vec<Grant>,
    /// What CloudFormation then calls for the resources.
    pub resources: Vec<Grant>,
    /// The prefixes of the services of a region whose actions are allowed, sorted.
    pub services: Vec<String>,
    /// The types of which nothing is published, with what is allowed instead.
    pub by_service: Vec<(String, String)>,
    /// What could not be known.
    pub unknown: Vec<String>,
}

/// Types without actions of their own: what they need depends on what they name.
const CUSTOM: [&str; 2] = ["Custom::", "AWS::CloudFormation::"];

/// What is passed to services, and what AWS makes for itself, have statements of their own.
const APART: [(&str, &str); 2] = [("iam", "PassRole"), ("iam", "CreateServiceLinkedRole")];

/// What the stacks of an environment need.
#[must_use]
pub fn permissions(assembly: &Assembly) -> Permissions {
    let target = &assembly.target;
    let sources: Vec<StackSource<'_>> = assembly
        .stacks
        .iter()
        .map(|stack| StackSource { name: stack.name, template: &stack.template, values: stack.values(target) })
        .collect();
    let mut needs = Needs { arns: Arns::new(target), ..Needs::default() };
    with_stacks(&sources, true, |stacks| {
        for (stack, read) in assembly.stacks.iter().zip(stacks.stacks()) {
            let prefix = arns::prefix(&stack.full_name, stack.name, &assembly.environment);
            for resource in resource::all(&read.scope) {
                needs.arns.note(&resource, &prefix);
                needs.roles.note(&resource, &prefix, target);
                needs.types.insert(resource.kind.to_owned());
            }
        }
    });
    let mut permissions = Permissions::default();
    permissions.caller = scripts::grants(assembly, &mut permissions.unknown);
    permissions.resources = needs.grants(&target.region, &mut permissions);
    let grants = permissions.caller.iter().chain(&permissions.resources);
    let regional = grants.filter(|grant| !grant.is_global()).flat_map(|grant| &grant.actions);
    let prefixes = regional.filter_map(|action| action.split_once(':')).map(|(prefix, _)| prefix.to_owned());
    permissions.services = prefixes.collect::<BTreeSet<_>>().into_iter().collect();
    permissions
}

/// What the resources are.
#[derive(Default)]
struct Needs {
    types: BTreeSet<String>,
    arns: Arns,
    roles: passed::Roles,
}

impl Needs {
    fn grants(self, region: &str, permissions: &mut Permissions) -> Vec<Grant> {
        // The actions of a service, by the resources that they are narrowed to.
        let mut found: BTreeMap<(String, Vec<String>), BTreeSet<String>> = BTreeMap::new();
        for kind in &self.types {
            for (prefix, name, on) in self.of_type(kind, permissions) {
                if !APART.contains(&(prefix.as_str(), name.as_str())) {
                    found.entry((prefix.clone(), on)).or_default().insert(format!("{prefix}:{name}"));
                }
            }
        }
        everywhere_once(&mut found);
        let conditions = self.roles.conditions(&mut permissions.unknown);
        let mut grants = Vec::new();
        for ((_, on), mut actions) in found {
            let conditioned: BTreeSet<&str> = conditions.iter().map(|(action, _)| *action).collect();
            for action in conditioned.into_iter().filter(|action| actions.remove(*action)) {
                let of_it = conditions.iter().filter(|(other, _)| *other == action).map(|(_, condition)| condition.clone());
                grants.push(of_it.fold(Grant::new([action.to_owned()], on.clone()), Grant::when));
            }
            if actions.is_empty() {
                continue;
            }
            let narrowed = on.iter().all(|arn| arn != "*");
            let grant = Grant::new(actions, on);
            grants.push(if narrowed || grant.is_global() {
                grant
            } else {
                grant.when(Condition::equals("aws:RequestedRegion", [region]))
            });
        }
        grants.extend(self.roles.passing());
        grants.extend(self.linked_role());
        permissions.unknown.extend(self.arns.unknown());
        permissions.unknown.extend(self.roles.unknown());
        grants
    }

    /// What a type needs: prefix, name and resources of each action.
    fn of_type(&self, kind: &str, permissions: &mut Permissions) -> Vec<(String, String, Vec<String>)> {
        let Some(actions) = handlers::of(kind) else {
            return self.of_service(kind, permissions);
        };
        let narrowed = self.arns.of(kind);
        let on = |action: &handlers::HandlerAction| match narrowed {
            Some(arns) if action.takes_resources && arns::is_own(kind, action.prefix) && !lists(action.name) => {
                arns.iter().cloned().collect()
            }
            _ => vec!["*".to_owned()],
        };
        actions.map(|action| (action.prefix.to_owned(), action.name.to_owned(), on(&action))).collect()
    }

    /// All that the service of a type has, where nothing is published of the type itself.
    fn of_service(&self, kind: &str, permissions: &mut Permissions) -> Vec<(String, String, Vec<String>)> {
        if CUSTOM.iter().any(|custom| kind.starts_with(custom)) {
            permissions
                .unknown
                .push(format!("what `{kind}` calls: the function or topic of its `ServiceToken`, or a template of its own"));
            return Vec::new();
        }
        let Some(prefix) = handlers::prefix_of(schema::service(kind)) else {
            permissions.unknown.push(format!("what `{kind}` calls: nothing is published of its service"));
            return Vec::new();
        };
        permissions.by_service.push((kind.to_owned(), format!("{prefix}:*")));
        vec![(prefix.to_owned(), "*".to_owned(), vec!["*".to_owned()])]
    }

    /// Roles that AWS makes for its services in this account, where a handler may have to ask for one.
    fn linked_role(&self) -> Option<Grant> {
        let asks = |kind: &String| {
            handlers::of(kind).is_some_and(|mut actions| actions.any(|action| action.name == "CreateServiceLinkedRole"))
        };
        let role = self.arns.made("iam", "role/aws-service-role/*");
        self.types.iter().any(asks).then(|| Grant::new(["iam:CreateServiceLinkedRole".to_owned()], vec![role]))
    }
}

/// Whether an action only says what there is. Many of these look at all resources first, whatever they are asked for.
fn lists(name: &str) -> bool {
    name.starts_with("Describe") || name.starts_with("List")
}

/// An action that is allowed on everything needs no resources beside it.
fn everywhere_once(found: &mut BTreeMap<(String, Vec<String>), BTreeSet<String>>) {
    let everywhere: BTreeSet<String> =
        found.iter().filter(|((_, on), _)| on.iter().any(|arn| arn == "*")).flat_map(|(_, actions)| actions.clone()).collect();
    for ((_, on), actions) in found.iter_mut() {
        if on.iter().all(|arn| arn != "*") {
            actions.retain(|action| !everywhere.contains(action));
        }
    }
}
