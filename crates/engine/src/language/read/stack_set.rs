//! Stack sets: to which accounts and regions they go, and the template of their stacks.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::property::Property;
use super::resource::{self, Resource};
use crate::language::Scope;
use crate::template::read::{self, ReadError};
use crate::template::{Node, Template, function};

/// The type of a stack set.
pub(crate) const STACK_SET: &str = "AWS::CloudFormation::StackSet";

/// A stack set.
pub(crate) struct StackSet<'a> {
    pub(crate) resource: Resource<'a>,
}

/// The stack sets of a template.
pub(crate) fn all<'a>(scope: &'a Scope<'a>) -> impl Iterator<Item = StackSet<'a>> {
    resource::of_type(scope, STACK_SET).into_iter().map(|resource| StackSet { resource })
}

/// How many stacks a stack set has, as far as that is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StackInstances {
    /// How many stacks there are in all; nothing where only AWS Organizations or the deployment knows.
    pub count: Option<usize>,
    /// The accounts that are listed as targets.
    pub accounts: Vec<String>,
    /// The organizational units: as many stacks in each region as they have accounts.
    pub organizational_units: Vec<String>,
    /// The regions.
    pub regions: Vec<String>,
}

impl fmt::Display for StackInstances {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let (accounts, regions) = (counted(self.accounts.len(), "account"), counted(self.regions.len(), "region"));
        match (self.count, self.organizational_units.len()) {
            (Some(count), _) => write!(f, "{} ({accounts}, {regions})", counted(count, "stack instance")),
            (None, 0) => f.write_str("stack instances of which only the deployment knows how many"),
            (None, units) => {
                let units = counted(units, "organizational unit");
                write!(f, "one stack instance in each account of {units}, in {regions}; AWS Organizations knows how many")
            }
        }
    }
}

impl<'a> StackSet<'a> {
    /// One of its properties.
    pub(crate) fn property(&self, name: &'a str) -> Property<'a> {
        self.resource.properties.get(name)
    }

    /// `SERVICE_MANAGED` or `SELF_MANAGED`, where it is known.
    pub(crate) fn permission_model(&self) -> Option<String> {
        self.property("PermissionModel").text()
    }

    /// The groups of its stacks.
    pub(crate) fn groups(&self) -> Option<Vec<Property<'a>>> {
        self.property("StackInstancesGroup").items()
    }

    /// Where its stacks are.
    pub(crate) fn instances(&self) -> StackInstances {
        let mut found = StackInstances::default();
        let mut places = BTreeSet::new();
        let mut is_known = true;
        for group in self.groups().unwrap_or_else(|| {
            is_known = false;
            Vec::new()
        }) {
            let targets = group.get("DeploymentTargets");
            let [accounts, units, regions] =
                [targets.get("Accounts"), targets.get("OrganizationalUnitIds"), group.get("Regions")].map(|list| texts(&list));
            is_known &= targets.get("AccountsUrl").is_absent() && targets.get("AccountFilterType").text_or("NONE").is_some();
            let excludes = targets.get("AccountFilterType").is("DIFFERENCE");
            let has_units = units.as_ref().is_none_or(|units| !units.is_empty());
            match (&accounts, &regions) {
                // Only some of the listed accounts may be in the units.
                (Some(accounts), Some(regions)) if !has_units => {
                    places.extend(
                        accounts.iter().flat_map(|account| regions.iter().map(move |region| (account.clone(), region.clone()))),
                    );
                }
                _ => is_known = false,
            }
            extend(&mut found.accounts, accounts.filter(|_| !excludes));
            extend(&mut found.organizational_units, units);
            extend(&mut found.regions, regions);
        }
        found.count = is_known.then_some(places.len());
        found
    }

    /// The accounts and units with the regions in which they have stacks, as far as they are listed; nothing where one is not known.
    pub(crate) fn places(&self) -> Option<BTreeSet<(String, String)>> {
        let mut places = BTreeSet::new();
        for group in self.groups()? {
            let targets = group.get("DeploymentTargets");
            let [accounts, units, regions] =
                [targets.get("Accounts"), targets.get("OrganizationalUnitIds"), group.get("Regions")].map(|list| texts(&list));
            // Listed accounts are added to the units, or choose among them.
            let chosen = if targets.get("AccountFilterType").text_or("NONE")? == "DIFFERENCE" { Vec::new() } else { accounts? };
            let regions = regions?;
            let targets = chosen.into_iter().chain(units?);
            places.extend(
                targets.flat_map(|target| regions.iter().map(move |region| (target.clone(), region.clone())).collect::<Vec<_>>()),
            );
        }
        Some(places)
    }

    /// Its template, where that is written out; or why that is none.
    pub(crate) fn template(&self) -> Option<Result<Template, Vec<ReadError>>> {
        template_of(self.resource.node)
    }

    /// The parameters that it gives to its stacks, where they are known.
    pub(crate) fn parameters(&self) -> Option<Vec<(String, Property<'a>)>> {
        let items = self.property("Parameters").items()?;
        items.into_iter().map(|item| Some((item.get("ParameterKey").text()?, item.get("ParameterValue")))).collect()
    }
}

/// The template in a stack set's resource.
pub(crate) fn template_of(resource: &Node) -> Option<Result<Template, Vec<ReadError>>> {
    let body = resource.at_path(&["Properties", "TemplateBody"])?;
    let text = body.as_str().or_else(|| {
        let (name, argument) = function::call(body)?;
        // A text without variables.
        (name == function::SUB).then(|| argument.as_str()).flatten().filter(|text| !text.contains("${"))
    })?;
    Some(read::template(text.as_bytes()).map(|(template, _)| template))
}

fn texts(list: &Property<'_>) -> Option<Vec<String>> {
    list.items()?.iter().map(Property::text).collect()
}

fn extend(known: &mut Vec<String>, more: Option<Vec<String>>) {
    for item in more.into_iter().flatten() {
        if !known.contains(&item) {
            known.push(item);
        }
    }
}
