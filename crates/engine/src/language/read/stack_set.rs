//! Stack sets: to which accounts and regions they go, and the template of their stacks.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::property::Property;
use super::resource::{self, Resource};
use crate::language::{Scope, reference};
use crate::template::read::{self, ReadError};
use crate::template::{Node, Template, counted, function};

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
        let groups = self.groups();
        let mut is_known = groups.is_some();
        for group in groups.iter().flatten().map(|group| Group::of(group, Property::text)) {
            is_known &= group.lists_accounts && group.filter.is_some();
            let has_units = group.units.as_ref().is_none_or(|units| !units.is_empty());
            match (&group.accounts, &group.regions) {
                // Only some of the listed accounts may be in the units.
                (Some(accounts), Some(regions)) if !has_units => places.extend(pairs(accounts, regions)),
                _ => is_known = false,
            }
            let excludes = group.excludes();
            extend(&mut found.accounts, group.accounts.filter(|_| !excludes));
            extend(&mut found.organizational_units, group.units);
            extend(&mut found.regions, group.regions);
        }
        found.count = is_known.then_some(places.len());
        found
    }

    /// The accounts and units with the regions in which they have stacks, as far as they are listed; nothing where a list is not known.
    /// One that only the deployment knows goes by what is written for it.
    pub(crate) fn places(&self) -> Option<BTreeSet<(String, String)>> {
        let mut places = BTreeSet::new();
        let named = |item: &Property<'_>| item.text().or_else(|| item.node().map(reference::as_text));
        for group in self.groups()?.iter().map(|group| Group::of(group, named)) {
            group.filter.as_ref()?;
            // Listed accounts are added to the units, or choose among them.
            let chosen = if group.excludes() { Vec::new() } else { group.accounts? };
            let targets = [chosen, group.units?].concat();
            places.extend(pairs(&targets, &group.regions?));
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

/// A group of the stacks of a stack set: what is known of its targets and regions.
struct Group {
    accounts: Option<Vec<String>>,
    units: Option<Vec<String>>,
    regions: Option<Vec<String>>,
    /// `AccountFilterType`, which is `NONE` where it is not given.
    filter: Option<String>,
    /// Whether its accounts are in the template, and not in a file.
    lists_accounts: bool,
}

impl Group {
    fn of<'a>(group: &Property<'a>, named: impl Fn(&Property<'a>) -> Option<String>) -> Group {
        let targets = group.get("DeploymentTargets");
        let texts = |list: &Property<'a>| list.items()?.iter().map(&named).collect();
        Group {
            accounts: texts(&targets.get("Accounts")),
            units: texts(&targets.get("OrganizationalUnitIds")),
            regions: texts(&group.get("Regions")),
            filter: targets.get("AccountFilterType").text_or("NONE"),
            lists_accounts: targets.get("AccountsUrl").is_absent(),
        }
    }

    /// Whether its accounts are those of the units that get no stack.
    fn excludes(&self) -> bool {
        self.filter.as_deref() == Some("DIFFERENCE")
    }
}

/// Each target in each region.
fn pairs(targets: &[String], regions: &[String]) -> impl Iterator<Item = (String, String)> {
    targets.iter().flat_map(move |target| regions.iter().map(move |region| (target.clone(), region.clone())))
}

/// The template in a stack set's resource.
pub(crate) fn template_of(resource: &Node) -> Option<Result<Template, Vec<ReadError>>> {
    let body = resource.at_path(&["Properties", "TemplateBody"])?;
    let without_variables = || function::substituted(body).filter(|text| !text.contains("${"));
    let text = body.as_str().or_else(without_variables)?;
    Some(read::template(text.as_bytes()).map(|(template, _)| template))
}

fn extend(known: &mut Vec<String>, more: Option<Vec<String>>) {
    for item in more.into_iter().flatten() {
        if !known.contains(&item) {
            known.push(item);
        }
    }
}
