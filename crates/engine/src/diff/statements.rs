//! What policies say, as far as it tells who may do what, and what one says beyond others.

use std::collections::BTreeMap;

use super::grant::{Grant, Weight};
use super::may_be_equal::Open;
use super::processed::Processed;
use super::show;
use crate::language::read::balancer_accounts::{BALANCERS, LOG_DELIVERY};
use crate::language::read::property::Property;
use crate::language::read::{api_policy, event_bus_policy, lambda_permission, managed_policy, pattern, policy, policy_text};
use crate::language::{reference, resolve, sam};
use crate::template::{Map, Node, function};

/// What is said about access: by one resource, or about one.
#[derive(Default)]
pub(super) struct Access {
    pub(super) statements: Vec<Statement>,
    /// Managed policies, and what only the deployment writes.
    pub(super) policies: Vec<Policy>,
    pub(super) boundary: Option<Name>,
    /// What authorizes the calls of an API or function.
    pub(super) authorizer: Option<String>,
}

impl Access {
    /// What some properties say.
    pub(super) fn of<'a>(side: &'a Processed<'a>, properties: &'a Node) -> Access {
        let properties = policy_text::read(&side.scope, properties);
        let mut access = Access::default();
        let mut made = Vec::new();
        let made_of_properties = [lambda_permission::document(properties), event_bus_policy::document(properties)];
        for document in made_of_properties.into_iter().flatten() {
            let document = side.scope.make(document);
            let document = Property::of(&side.scope, side.value(document).unwrap_or(document), properties.location);
            access.add(side, &document);
        }
        properties.walk(&mut |node| {
            // A policy that only the deployment writes, as SAM does of its policy templates, is one by its name.
            let document =
                node.get("PolicyDocument").filter(|node| matches!(function::call(node), Some((function::TRANSFORM, _))));
            made.extend(document.map(|document| Policy::made(side, document)));
            if let Some(document) = api_policy::document(node) {
                let document = Property::of(&side.scope, side.scope.make(document), node.location);
                access.add(side, &document);
            }
            // Most of what is walked is no document, and no function that may come to one.
            if node.get("Statement").is_none() && resolve::is_plain(node) {
                return;
            }
            let document = Property::of(&side.scope, node, node.location);
            access.add(side, &document);
        });
        let managed = Property::of(&side.scope, properties, properties.location).get("ManagedPolicyArns").every_entry();
        let managed = managed.iter().filter_map(|arn| side.value(arn.node()?)).map(|arn| Policy::managed(side, arn));
        access.policies = managed.chain(made).collect();
        // The empty text is no boundary.
        let boundary = properties.get("PermissionsBoundary").filter(|boundary| boundary.as_str() != Some(""));
        access.boundary = boundary.map(|boundary| Name::of(side, boundary, show_value));
        let kind = properties.get("AuthorizationType").or_else(|| properties.get("AuthType"));
        let authorizer = kind.or_else(|| api_policy::authorizer(properties.get("Body")?));
        let is_none = |node: &Node| node.as_str().is_some_and(|text| text.eq_ignore_ascii_case("NONE"));
        access.authorizer = authorizer.filter(|node| !is_none(node)).map(show_value);
        access
    }

    /// Adds what a document says.
    fn add<'a>(&mut self, side: &'a Processed<'a>, document: &Property<'a>) {
        self.statements.extend(policy::statements(document).iter().filter_map(|statement| Statement::of(side, statement)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.statements.is_empty() && self.policies.is_empty() && self.boundary.is_none() && self.authorizer.is_none()
    }
}

/// One statement, as far as it says who may do what.
#[derive(Clone)]
pub(super) struct Statement {
    pub(super) allows: bool,
    actions: Patterns,
    resources: Patterns,
    principals: Patterns,
    /// The values of every condition.
    conditions: BTreeMap<String, Values>,
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

/// A policy as a whole, of which no statement is looked at.
pub(super) struct Policy {
    pub(super) name: Name,
    pub(super) weight: Weight,
}

/// What AWS calls its policies over all that a service or an account has:
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>
const WIDE: [&str; 5] = ["AdministratorAccess", "Administrator", "FullAccess", "PowerUserAccess", "ReadOnlyAccess"];

impl Policy {
    /// A managed policy, by its ARN, or by its name alone, as SAM takes it.
    fn managed<'a>(side: &Processed<'a>, arn: &'a Node) -> Policy {
        let arn = sam::source_of(arn).unwrap_or(arn);
        let text = text_of(arn);
        let weight = match text.rsplit('/').next().unwrap_or_default() {
            // Its one statement allows everything.
            "AdministratorAccess" => Weight::Everything,
            name if WIDE.iter().any(|end| name.ends_with(end)) => Weight::Wildcard,
            _ => Weight::Named,
        };
        Policy { name: Name::of(side, arn, text_of), weight }
    }

    /// What it allows, where it is one of AWS's that are read.
    pub(super) fn statement(&self) -> Option<Statement> {
        let is_of_aws = !self.name.text.contains(':') || self.name.text.starts_with("arn:aws:iam::aws:policy/");
        let actions = managed_policy::actions(self.name.text.rsplit('/').next()?).filter(|_| is_of_aws)?;
        let actions = actions.iter().map(|action| Name::from((*action).to_owned())).collect();
        let everywhere = Patterns { names: vec![Name::from("*".to_owned())], is_negated: false };
        let actions = Patterns { names: actions, is_negated: false };
        Some(Statement {
            allows: true,
            actions,
            resources: everywhere,
            principals: Patterns::default(),
            conditions: BTreeMap::new(),
        })
    }

    /// A policy that only the deployment writes. Of SAM's policy templates, those that ask for no resource are about all:
    /// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html>
    fn made(side: &Processed<'_>, document: &Node) -> Policy {
        let Some(template) = sam::source_of(document) else {
            return Policy { name: Name::from(format!("that is {}", show_value(document))), weight: Weight::Named };
        };
        let mut is_wide = false;
        template.walk(&mut |node| is_wide |= node.as_str() == Some("*") || node.as_map().is_some_and(Map::is_empty));
        let name = Name { open: Some(Open::of_all(side, template)), ..Name::from(format!("template {}", show_value(template))) };
        Policy { name, weight: if is_wide { Weight::Wildcard } else { Weight::Named } }
    }
}

/// The values of a condition, whatever their order and form: one alone is a list of it.
#[derive(Clone, PartialEq)]
struct Values(Vec<Name>);

impl Statement {
    fn of<'a>(side: &Processed<'a>, statement: &policy::Statement<'a>) -> Option<Statement> {
        let allows = match statement.get("Effect").text()?.as_str() {
            "Allow" => true,
            "Deny" => false,
            _ => return None,
        };
        let mut conditions = BTreeMap::new();
        for (operator, keys) in statement.get("Condition").map().into_iter().flatten() {
            for (key, values) in keys.as_map().into_iter().flatten() {
                conditions.insert(format!("{} {}", operator.as_str(), key.as_str()), Values::of(side, values));
            }
        }
        let name = |name: &Property<'a>| vec![name.node().map(|node| Name::of(side, node, text_of)).unwrap_or_default()];
        Some(Statement {
            allows,
            actions: Patterns::of(statement, "Action", "NotAction", name),
            resources: Patterns::of(statement, "Resource", "NotResource", name),
            principals: Patterns::of(statement, "Principal", "NotPrincipal", |named| principals(side, named)),
            conditions,
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

    /// Whether it allows something to everybody, whatever holds.
    pub(super) fn lets_everybody_in(&self) -> bool {
        let names_all = self.principals.names.iter().any(|name| name.text == "*");
        self.allows && names_all && !self.principals.is_negated && self.conditions.is_empty()
    }

    /// What of this statement no statement of the same effect among `others` says as well.
    pub(super) fn beyond(&self, others: &[Statement]) -> Vec<Grant> {
        let mut beyond = Vec::new();
        for principal in self.principals.parts() {
            // What is no ARN is nothing, and the service refuses it.
            for resource in self.resources.parts().into_iter().filter(|part| !part.names.iter().any(Name::is_no_arn)) {
                for action in self.actions.parts() {
                    let part = [&action, &resource, &principal];
                    if !others.iter().any(|other| other.says(self, part, false)) {
                        beyond.push(self.grant(part, others));
                    }
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
    fn grant(&self, part: [&Patterns; 3], others: &[Statement]) -> Grant {
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
        let is_sure = !others.iter().any(|other| other.says(self, part, true));
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
    fn of<'a>(side: &Processed<'a>, node: &'a Node, show: fn(&Node) -> String) -> Name {
        let of = |node: &Node| Name { open: Open::of(side, node), ..Name::from(show(node)) };
        let named = side.value_by_name(node);
        Name { named: (named != node).then(|| Box::new(of(named))), ..of(node) }
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
    fn of<'a>(
        statement: &policy::Statement<'a>,
        key: &'static str,
        not: &'static str,
        names: impl Fn(&Property<'a>) -> Vec<Name>,
    ) -> Patterns {
        let is_negated = statement.get(key).is_absent();
        let entries = statement.entries(if is_negated { not } else { key });
        Patterns { names: entries.iter().flat_map(names).collect(), is_negated: is_negated && !statement.get(not).is_absent() }
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
fn show_value(node: &Node) -> String {
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

fn text_of(node: &Node) -> String {
    known_text(node).or_else(|| show::text(node)).unwrap_or_else(|| show::node(node))
}
