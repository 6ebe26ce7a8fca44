//! What policies say, as far as it tells who may do what, and what one says beyond others.

use std::collections::{BTreeMap, BTreeSet};

use super::arns;
use super::circumstances::Circumstances;
use super::grant::{Grant, Weight};
use super::may_be_equal::Open;
use super::processed::Processed;
use super::show;
use crate::language::read::balancer_accounts::{BALANCERS, LOG_DELIVERY};
use crate::language::read::property::Property;
use crate::language::read::{pattern, policy};
use crate::language::reference;
use crate::language::{Fact, excludes};
use crate::template::{Node, function};

/// So many conditions within one statement are told apart.
const MOST_CONDITIONS: usize = 3;

/// One statement, as far as it says who may do what.
#[derive(Clone)]
pub(super) struct Statement {
    pub(super) allows: bool,
    actions: Patterns,
    resources: Patterns,
    principals: Patterns,
    /// The values of every condition.
    conditions: BTreeMap<String, Values>,
    /// Where it is there at all.
    pub(super) when: Circumstances,
}

/// What a part of a statement names, or names as the exceptions (`NotAction`).
#[derive(Clone, Default)]
struct Patterns {
    names: Vec<Name>,
    is_negated: bool,
}

/// A pattern of actions, resources or principals, a value that a condition compares with, or a policy.
#[derive(Clone, Default, PartialEq, PartialOrd, Eq, Ord)]
pub(super) struct Name {
    pub(super) text: String,
    /// Actions may be written in any case; of ARNs and principals, none differ in case only.
    folded: String,
    /// What it may be, where a deployment is given a part of it.
    open: Option<Open>,
    /// The same with the names of resources in the place of references to them.
    named: Option<Box<Name>>,
}

/// The values of a condition, whatever their order and form: one alone is a list of it.
#[derive(Clone, PartialEq)]
struct Values(Vec<Name>);

impl Statement {
    /// That some actions are allowed on everything.
    pub(super) fn of_actions(actions: &[&str], when: Circumstances) -> Statement {
        let named = |names: &[&str]| Patterns {
            names: names.iter().map(|name| Name::from((*name).to_owned())).collect(),
            is_negated: false,
        };
        let (actions, resources) = (named(actions), named(&["*"]));
        Statement { allows: true, actions, resources, principals: Patterns::default(), conditions: BTreeMap::new(), when }
    }

    /// The same, which is there only where other conditions hold as well.
    pub(super) fn where_also(self, when: &Circumstances) -> Statement {
        Statement { when: self.when.and(when), ..self }
    }

    /// What a statement says, which stands under these conditions; of one that has others within, what it says under each.
    pub(super) fn all<'a>(
        side: &Processed<'a>,
        statement: &policy::Statement<'a>,
        around: &[Fact<'a>],
    ) -> impl Iterator<Item = Statement> {
        let own = [around, statement.when()].concat();
        let is_possible = |facts: &Vec<Fact<'a>>| side.scope.is_possible(facts);
        let each: Vec<_> = assignments(&within(statement, &own)).into_iter().map(|facts| [own.clone(), facts].concat()).collect();
        each.into_iter()
            .filter(is_possible)
            .filter_map(|facts| Statement::under(side, statement, &facts))
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// What a statement says where these facts hold.
    fn under<'a>(side: &Processed<'a>, statement: &policy::Statement<'a>, facts: &[Fact<'a>]) -> Option<Statement> {
        let allows = match statement.get("Effect").text()?.as_str() {
            "Allow" => true,
            "Deny" => false,
            _ => return None,
        };
        let mut conditions = BTreeMap::new();
        let condition = statement.get("Condition").cases().into_iter().find(|case| !excludes(case.when(), facts))?;
        for (operator, keys) in condition.map().into_iter().flatten() {
            for (key, values) in keys.as_map().into_iter().flatten() {
                conditions.insert(format!("{} {}", operator.as_str(), key.as_str()), Values::of(side, values));
            }
        }
        let name = |name: &Property<'a>| vec![name.node().map(|node| Name::of(side, node, text_of)).unwrap_or_default()];
        Some(Statement {
            allows,
            actions: Patterns::of(statement, ["Action", "NotAction"], facts, name)?,
            resources: Patterns::of(statement, ["Resource", "NotResource"], facts, name)?,
            principals: Patterns::of(statement, ["Principal", "NotPrincipal"], facts, |named| principals(side, named))?,
            conditions,
            when: Circumstances::of(side, facts),
        })
    }

    /// Whether it is about nobody but the account itself, whose policies then say who may do it.
    pub(super) fn is_of_own_account(&self, account: Option<&str>) -> bool {
        let is_own = |name: &Name| {
            let id = name.text.strip_prefix("AWS arn:").and_then(|arn| arn.split_once(":iam::")?.1.strip_suffix(":root"));
            id.is_some_and(|id| id == "${AWS::AccountId}" || Some(id) == account)
        };
        !self.principals.is_negated && !self.principals.names.is_empty() && self.principals.names.iter().all(is_own)
    }

    /// Whether it names nobody: it is about those whose policy it is.
    pub(super) fn is_of_identity(&self) -> bool {
        self.principals.names.is_empty()
    }

    /// Whether it allows something to everybody, whatever the request is.
    pub(super) fn lets_everybody_in(&self) -> bool {
        let names_all = self.principals.names.iter().any(|name| name.text == "*");
        let keeps_out = |(name, values): (&String, &Values)| {
            // How the address of a function is called tells nothing about who calls.
            let key = name.split(' ').next_back().unwrap_or_default();
            let none = ["lambda:FunctionUrlAuthType", "lambda:InvokedViaFunctionUrl"];
            !(none.contains(&key) && ["\"NONE\"", "true", "\"true\""].contains(&values.words().as_str()))
        };
        self.allows && names_all && !self.principals.is_negated && !self.conditions.iter().any(keeps_out)
    }

    /// What of this statement no statement of the same effect among `others` says as well.
    pub(super) fn beyond(&self, others: &[Statement]) -> Vec<Grant> {
        let mut beyond = Vec::new();
        for principal in self.principals.parts() {
            // What is no ARN is nothing, and the service refuses it.
            for resource in self.resources.parts().into_iter().filter(|part| !part.names.iter().any(Name::is_no_arn)) {
                for action in self.actions.parts() {
                    let part = [&action, &resource, &principal];
                    let known = others.iter().filter(|other| other.says(self, part, false));
                    let when = self.when.beyond(&known.map(|other| &other.when).collect::<Vec<_>>());
                    beyond.extend(when.map(|when| self.grant(part, others, when)));
                }
            }
        }
        beyond
    }

    /// Whether this statement has the same effect for that action, resource and principal, whenever the other one has.
    fn says(&self, other: &Statement, part: [&Patterns; 3], may: bool) -> bool {
        // With fewer conditions it holds more often, and with more values of each, or fewer that it must not have.
        let has = |(name, values): (&String, &Values)| {
            other
                .conditions
                .get(name)
                .is_some_and(|own| if is_negated(name) { own.have(values, may) } else { values.have(own, may) })
        };
        self.conditions.iter().all(has) && self.reaches(other, part, may)
    }

    fn reaches(&self, other: &Statement, [action, resource, principal]: [&Patterns; 3], may: bool) -> bool {
        self.allows == other.allows
            && self.actions.cover(action, may)
            && self.resources.cover(resource, may)
            && self.principals.cover(principal, may)
    }

    /// One part of the statement as a grant: `s3:GetObject on "arn:…"`.
    fn grant(&self, part: [&Patterns; 3], others: &[Statement], when: Circumstances) -> Grant {
        let [action, resource, principal] = part;
        let what = action.words("every action but ");
        let mut rest = String::new();
        if !resource.names.is_empty() {
            rest.push_str(&format!(" on {}", resource.words("every resource but ")));
        }
        if !principal.names.is_empty() {
            rest.push_str(&format!(" by {}", principal.words("everybody but ")));
        }
        let is_everything = action.is_everything() && resource.is_everything() || principal.is_everything();
        let weight = match what.contains('*') || rest.contains('*') {
            _ if is_everything || !self.allows => Weight::Everything,
            _ if !principal.names.is_empty() => Weight::Principal,
            true => Weight::Wildcard,
            false => Weight::Named,
        };
        let may_be = |other: &Statement| !when.exclude(&other.when) && other.says(self, part, true);
        let is_sure = when.are_surely_possible(&self.when) && !others.iter().any(may_be);
        rest.push_str(&self.circumstances(part, others));
        let accounts = principal.names.iter().filter(|_| self.allows && !principal.is_negated).filter_map(Name::account);
        Grant {
            was_denied: !self.allows,
            what,
            rest,
            weight,
            is_sure,
            unless: None,
            accounts: accounts.map(str::to_owned).collect(),
            when: if when.have_two_of_one_name() { self.when.clone() } else { when },
        }
    }

    /// Under which conditions it is allowed, or which of those that it was allowed under are gone.
    fn circumstances(&self, part: [&Patterns; 3], others: &[Statement]) -> String {
        let reaching = others.iter().filter(|other| other.reaches(self, part, false));
        let lost = |known: &Statement| -> Vec<String> {
            let other = known.conditions.iter().filter(|(name, values)| self.conditions.get(*name) != Some(values));
            let told = other.map(|(name, values)| match self.conditions.get(name) {
                Some(own) if self.allows => format!("with the condition {name} {} instead of {}", own.words(), values.words()),
                Some(own) => format!("under the condition {name} {}, which is now {}", own.words(), values.words()),
                None if self.allows => format!("without the condition {name} {}", values.words()),
                None => format!("where {name} {} does not hold", values.words()),
            });
            told.collect()
        };
        let told = match reaching.map(lost).min_by_key(Vec::len) {
            Some(lost) => lost,
            None => {
                self.conditions.iter().map(|(name, values)| format!("under the condition {name} {}", values.words())).collect()
            }
        };
        told.iter().map(|what| format!(", {what}")).collect()
    }
}

/// Whether a condition holds where a key has none of its values: `StringNotEquals aws:SourceVpc`.
fn is_negated(condition: &str) -> bool {
    condition.split(' ').next().unwrap_or_default().contains("Not")
}

impl Name {
    /// A name that is shown in a certain way.
    pub(super) fn of<'a>(side: &Processed<'a>, node: &'a Node, show: fn(&Node) -> String) -> Name {
        let of = |node: &Node| Name { open: Open::of(side, node), ..Name::from(show(node)) };
        let own = of(node);
        let named = of(side.value_by_name(node));
        let text = arns::written_out(side, &named.text);
        let named = Name { folded: text.to_lowercase(), text, ..named };
        Name { named: (named.text != own.text).then(|| Box::new(named)), ..own }
    }

    /// The same, which may be what a deployment makes of it.
    pub(super) fn with_open(self, open: Open) -> Name {
        Name { open: Some(open), ..self }
    }

    /// It as it is written, and with the names of resources.
    fn forms(&self) -> impl Iterator<Item = &Name> {
        std::iter::once(self).chain(self.named.as_deref())
    }

    /// Whether both are the same, however they are written.
    pub(super) fn is(&self, other: &Name) -> bool {
        self.forms().any(|one| other.forms().any(|other| one.text == other.text))
    }

    /// Whether it begins as an ARN does, and goes on as none does: `arn${AWS::Partition}s3:::…`.
    fn is_no_arn(&self) -> bool {
        self.text.strip_prefix("arn").is_some_and(|rest| !rest.starts_with([':', '*', '?']) && !rest.is_empty())
    }

    /// The same of a certain kind.
    fn of_kind(self, kind: &str) -> Name {
        let name = Name::from(format!("{kind} {}", self.text));
        let open = self.open.map(|open| open.within(&format!("{kind} "), ""));
        Name { open, named: self.named.map(|named| Box::new(named.of_kind(kind))), ..name }
    }

    /// The account of a principal, where it is written: `AWS arn:aws:iam::111122223333:root`.
    fn account(&self) -> Option<&str> {
        let id = self.text.strip_prefix("AWS arn:")?.split(':').nth(3)?;
        (id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit())).then_some(id)
    }

    /// Whether it means all that another one does, or may where parameters have certain values.
    fn covers(&self, other: &Name, may: bool) -> bool {
        let matches = |one: &Name| other.forms().any(|other| pattern::matches(&one.folded, &other.folded));
        self.forms().any(matches) || may && self.may_be(other)
    }

    /// Whether both may be the same, where parameters have certain values.
    pub(super) fn may_be(&self, other: &Name) -> bool {
        self.forms().any(|one| other.forms().any(|other| one.may_be_as_written(other)))
    }

    fn may_be_as_written(&self, other: &Name) -> bool {
        if self.open.is_none() && other.open.is_none() {
            return false;
        }
        let patterns = |written: fn(&str) -> String| {
            [(self, other), (other, self)].map(|(name, of)| match &name.open {
                Some(open) => open.pattern(of.open.as_ref(), written),
                None => written(&name.folded),
            })
        };
        let [one, another] = patterns(str::to_owned);
        // What is open in the other one may come to this one; its wildcards stay what they are, and mean more.
        pattern::matches(&one, &another) || {
            let [exact, wild] = patterns(|text| text.replace('*', "\u{1}").replace('?', "\u{2}"));
            pattern::matches(&wild, &exact)
        }
    }
}

impl From<String> for Name {
    fn from(text: String) -> Name {
        Name { folded: text.to_lowercase(), text, open: None, named: None }
    }
}

impl Values {
    fn of<'a>(side: &Processed<'a>, values: &'a Node) -> Values {
        let quoted = |name: Name| Name { open: name.open.map(|open| open.within("\"", "\"")), ..name };
        let value = |node: &'a Node| {
            let name = quoted(Name::of(side, node, show_value));
            Name { named: name.named.map(|named| Box::new(quoted(*named))), ..name }
        };
        let mut values: Vec<Name> = values.as_list().unwrap_or(std::slice::from_ref(values)).iter().map(value).collect();
        values.sort();
        values.dedup();
        Values(values)
    }

    /// Whether the values of the other one are among them, or may be where parameters have certain values.
    fn have(&self, other: &Values, may: bool) -> bool {
        let has = |value: &Name| self.0.iter().any(|known| known.is(value) || may && known.may_be(value));
        other.0.iter().all(has)
    }

    fn words(&self) -> String {
        self.0.iter().map(|value| value.text.as_str()).collect::<Vec<_>>().join(", ")
    }
}

impl Patterns {
    /// What stands under an element or its negation where these facts hold; nothing where all that is written there does not.
    fn of<'a>(
        statement: &policy::Statement<'a>,
        [key, not]: [&'static str; 2],
        facts: &[Fact<'a>],
        names: impl Fn(&Property<'a>) -> Vec<Name>,
    ) -> Option<Patterns> {
        let is_negated = statement.get(key).is_absent();
        let written = statement.entries(if is_negated { not } else { key });
        let entries: Vec<_> = written.iter().filter(|entry| !excludes(entry.when(), facts)).collect();
        let names = entries.iter().flat_map(|entry| names(entry)).collect();
        let is_negated = is_negated && !statement.get(not).is_absent();
        (written.is_empty() || !entries.is_empty()).then_some(Patterns { names, is_negated })
    }

    /// Each name alone. What is said by its exceptions, or not at all, is one part.
    fn parts(&self) -> Vec<Patterns> {
        if self.is_negated || self.names.is_empty() {
            return vec![self.clone()];
        }
        self.names.iter().map(|name| Patterns { names: vec![name.clone()], is_negated: false }).collect()
    }

    /// Whether all that the other one means is meant here.
    fn cover(&self, other: &Patterns, may: bool) -> bool {
        let is_among = |name: &Name, names: &[Name]| names.iter().any(|known| known.covers(name, may));
        match (self.is_negated, other.is_negated) {
            (false, false) if self.names.is_empty() || other.names.is_empty() => self.names.is_empty() == other.names.is_empty(),
            (false, false) => other.names.iter().all(|name| is_among(name, &self.names)),
            (true, false) => {
                let meet = |name: &Name| self.names.iter().any(|known| known.covers(name, false) || name.covers(known, false));
                !other.names.iter().any(meet)
            }
            (false, true) => self.names.iter().any(|name| name.text == "*"),
            (true, true) => self.names.iter().all(|name| is_among(name, &other.names)),
        }
    }

    fn is_everything(&self) -> bool {
        self.is_negated || self.names.iter().any(|name| name.text == "*")
    }

    fn words(&self, but: &str) -> String {
        let names: Vec<&str> = self.names.iter().map(|name| name.text.as_str()).collect();
        format!("{}{}", if self.is_negated { but } else { "" }, names.join(", "))
    }
}

/// A value in quotes as far as it is known, or the function that makes it.
pub(super) fn show_value(node: &Node) -> String {
    known_text(node).map_or_else(|| show::node(node), |text| format!("{text:?}"))
}

/// The principals that a node names, each with its kind. `*` alone is everybody.
fn principals<'a>(side: &Processed<'a>, named: &Property<'a>) -> Vec<Name> {
    let name = |name: &Property<'a>| name.node().map(|node| Name::of(side, node, text_of)).unwrap_or_default();
    let Some(map) = named.map() else { return vec![name(named)] };
    let of_kind = |kind| {
        named.get(kind).every_entry().into_iter().map(move |principal| match (name(&principal), account(&principal)) {
            // Of accounts, a star is everybody as well.
            (star, _) if star.text == "*" => star,
            (_, Some(id)) if kind == "AWS" && BALANCERS.contains(&id.as_str()) => Name::from(LOG_DELIVERY.to_owned()),
            (_, Some(id)) if kind == "AWS" => Name::from(format!("{kind} arn:aws:iam::{id}:root")),
            (name, _) => name.of_kind(kind),
        })
    };
    map.keys().flat_map(|kind| of_kind(kind.as_str())).collect()
}

/// The id of an account alone, which is the short form of its ARN:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
fn account(name: &Property<'_>) -> Option<String> {
    let text = reference::as_text(name.node()?);
    let of_arn = text.strip_prefix("arn:").and_then(|arn| arn.split_once(":iam::")?.1.strip_suffix(":root"));
    let id = of_arn.unwrap_or(&text).to_owned();
    let is_id = id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit());
    (is_id || id == "${AWS::AccountId}").then_some(id)
}

/// The partition is that of the account, whoever writes it: `arn:${AWS::Partition}:…` is `arn:aws:…` there, and `ec2.${AWS::URLSuffix}`
/// is `ec2.amazonaws.com`.
fn known_text(node: &Node) -> Option<String> {
    let text = function::substituted(node).map(str::to_owned).or_else(|| node.scalar())?;
    Some(text.replace("${AWS::Partition}", "aws").replace("${AWS::URLSuffix}", "amazonaws.com"))
}

pub(super) fn text_of(node: &Node) -> String {
    known_text(node).or_else(|| show::text(node)).unwrap_or_else(|| show::node(node))
}

/// The conditions that decide parts of a statement, beside those that decide it as a whole; none where they are too many.
fn within<'a>(statement: &policy::Statement<'a>, own: &[Fact<'a>]) -> BTreeSet<&'a str> {
    let elements = ["Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal"];
    let entries = elements.into_iter().flat_map(|element| statement.entries(element));
    let mut found = BTreeSet::new();
    for property in entries.chain(statement.get("Condition").cases()) {
        found.extend(property.when().iter().filter(|fact| !own.contains(fact)).filter_map(|fact| match fact {
            Fact::Condition(name, _) => Some(*name),
            Fact::Parameter(..) => None,
        }));
    }
    if found.len() > MOST_CONDITIONS { BTreeSet::new() } else { found }
}

/// Every way in which conditions may hold or not.
fn assignments<'a>(names: &BTreeSet<&'a str>) -> Vec<Vec<Fact<'a>>> {
    names.iter().fold(vec![Vec::new()], |all, name| {
        let with = |holds: bool| all.iter().map(move |known| [known.as_slice(), &[Fact::Condition(name, holds)]].concat());
        [true, false].into_iter().flat_map(with).collect()
    })
}
