//! What a pack is: rules that are applied only where they are asked for, with what other tools call what they find.

use std::fmt;

use super::security;
use crate::check::engine::Rule;
use crate::stack::Pack;

/// A pack of rules.
pub(crate) struct RulePack {
    /// Its own rules, subject by subject.
    pub tables: &'static [&'static [PackRule]],
    /// Rules that always apply, and whose warnings are errors where the pack is asked for.
    pub raises: &'static [(&'static str, Elsewhere)],
    /// Of its own rules, those that are only about what is marked as production.
    pub in_production: &'static [&'static str],
}

/// A rule of a pack.
pub(crate) struct PackRule {
    /// The rule.
    pub rule: Rule,
    /// What other tools call what it finds.
    pub elsewhere: Elsewhere,
}

/// What other tools call what a rule finds; empty where they have no such control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The controls of AWS Security Hub.
    pub hub: &'static str,
    /// The rules of the pack AwsSolutions of cdk-nag.
    pub nag: &'static str,
    /// The checks of checkov.
    pub checkov: &'static str,
}

impl RulePack {
    /// Its own rules.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &'static Rule> {
        self.tables.iter().copied().flatten().map(|each| &each.rule)
    }

    /// Whether a warning of this code is an error where the pack is asked for.
    pub(crate) fn raises(&self, code: &str) -> bool {
        self.raises.iter().any(|(raised, _)| *raised == code)
    }
}

/// The rules of a pack.
pub(crate) fn pack(name: Pack) -> &'static RulePack {
    match name {
        Pack::Security => &security::PACK,
    }
}

/// What other tools call what a rule finds, where it is of a pack or raised by one.
pub fn elsewhere(code: &str) -> Option<Elsewhere> {
    Pack::ALL.iter().map(|name| pack(*name)).find_map(|pack| {
        let own = pack.tables.iter().copied().flatten().find(|each| each.rule.code == code).map(|each| each.elsewhere);
        own.or_else(|| pack.raises.iter().find(|(raised, _)| *raised == code).map(|(_, elsewhere)| *elsewhere))
    })
}

impl fmt::Display for Elsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tools = [("Security Hub", self.hub), ("cdk-nag", self.nag), ("checkov", self.checkov)];
        let named: Vec<String> =
            tools.iter().filter(|(_, ids)| !ids.is_empty()).map(|(tool, ids)| format!("{tool} {ids}")).collect();
        f.write_str(&named.join("; "))
    }
}
