//! The values of parameters and pseudo parameters, and whether conditions hold.

use super::case::{Case, Fact, Reason, Value};
use super::constraints::{only, refusal};
use super::read::secret::is_hidden;
use super::scope::Scope;
use crate::template::{Content, Map, Node, function, parameter_type};

/// The nesting of conditions that is followed.
const DEEPEST: usize = 100;

/// The partition that a region is in.
///
/// <https://docs.aws.amazon.com/general/latest/gr/rande.html>
#[must_use]
pub fn partition(region: &str) -> &'static str {
    let starts: [(&str, &str); 6] = [
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-iso-", "aws-iso"),
        ("us-isob-", "aws-iso-b"),
        ("us-isof-", "aws-iso-f"),
        ("eusc-", "aws-eusc"),
    ];
    starts.iter().find(|(start, _)| region.starts_with(start)).map_or("aws", |(_, partition)| partition)
}

/// Whether a text has the form of a region's name: `us-gov-west-1`. Mappings by region may have other keys, as notes.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [words @ .., number] = parts.as_slice() else { return false };
    let is_of = |part: &str, is: fn(&u8) -> bool| !part.is_empty() && part.bytes().all(|letter| is(&letter));
    words.len() >= 2 && words.iter().all(|word| is_of(word, u8::is_ascii_lowercase)) && is_of(number, u8::is_ascii_digit)
}

/// How the addresses of a partition's services end, of those that are known.
#[must_use]
pub fn url_suffix(partition: &str) -> Option<&'static str> {
    match partition {
        "aws" | "aws-us-gov" => Some("amazonaws.com"),
        "aws-cn" => Some("amazonaws.com.cn"),
        _ => None,
    }
}

/// The type of a parameter, as it is declared.
fn kind(declared: &Node) -> &str {
    declared.get("Type").and_then(Node::as_str).unwrap_or_default()
}

/// The value of a parameter of this type, given as text: a list where the type is one. The template has only the name of what an
/// SSM parameter holds; AWS has the value.
fn typed(kind: &str, text: &str, declared: &Node) -> Node {
    let node = match kind {
        _ if parameter_type::is_stored(kind) => Node::text(format!("{{{{resolve:ssm:{text}}}}}")),
        _ if kind == "CommaDelimitedList" || kind.starts_with("List<") => {
            Node::list(text.split(',').map(|item| Node::text(item.trim().to_owned()).at(declared.location)))
        }
        _ => Node::text(text.to_owned()),
    };
    node.at(declared.location)
}

impl<'a> Scope<'a> {
    /// The value of a pseudo parameter where the target is known.
    pub(super) fn pseudo(&self, name: &str) -> Option<String> {
        let given = self.given(name).map(str::to_owned);
        given.or_else(|| {
            let partition = partition(self.given("AWS::Region")?);
            match name {
                "AWS::Partition" => Some(partition.to_owned()),
                "AWS::URLSuffix" => url_suffix(partition).map(str::to_owned),
                _ => None,
            }
        })
    }

    /// The value that a parameter is known to have. Of a hidden one only what stands for it.
    pub(super) fn known_parameter(&self, name: &'a str, declared: &'a Node) -> Option<&'a Node> {
        if is_hidden(declared) && self.tested(name).is_none() {
            let standing_for = self.scenario()?.hidden.get(name)?;
            return Some(self.make(Node::text(standing_for.clone()).at(declared.location)));
        }
        // A deployment sees what an SSM parameter holds, not its name.
        let held = || self.tested(name).or_else(|| self.scenario()?.value(name));
        if let Some(text) = parameter_type::is_stored(kind(declared)).then(held).flatten() {
            return Some(self.make(Node::text(text.to_owned()).at(declared.location)));
        }
        let default = || declared.get("Default").filter(|_| self.assumes_defaults())?.scalar();
        let text = self.given(name).map(str::to_owned).or_else(default).or_else(|| only(declared))?;
        Some(self.make(typed(kind(declared), &text, declared)))
    }

    /// The outcomes of a parameter: the value that is given for it, or else those that it allows.
    ///
    /// Where a condition or rule asks for the parameter, some of its values may never come as far as this, so nothing is known.
    pub(super) fn parameter_cases(&self, node: &'a Node, name: &'a str, declared: &'a Node) -> Vec<Case<'a>> {
        if let Some(known) = self.known_parameter(name, declared) {
            // The text of a dynamic reference is what the template has; what it stands for is unknown.
            return self.cases(known).iter().map(|case| Case { value: case.value.clone(), at: node, when: Vec::new() }).collect();
        }
        match self.allowed(name, declared) {
            Some(values) if !self.template().decides(name) => values,
            _ => vec![Case::unknown(Reason::Parameter(name), node)],
        }
    }

    /// Whether a parameter or pseudo parameter of no known value may turn out to be this. The constraints of an SSM parameter are
    /// about its name, and nothing is known of what it holds.
    pub(crate) fn may_be(&self, name: &str, text: &str) -> bool {
        let takes = match self.parameter(name) {
            Some(declared) => parameter_type::is_stored(kind(declared)) || refusal(declared, text).is_none(),
            None if name == "AWS::Region" => is_region(text),
            None => !(name.starts_with("AWS::") && text.is_empty()),
        };
        takes && self.scenario().is_none_or(|scenario| scenario.may_be(name, text))
    }

    /// The default of a parameter of no known value, where it may have it.
    pub(super) fn possible_default(&self, name: &'a str) -> Option<&'a Node> {
        let declared = self.parameter(name).filter(|declared| !is_hidden(declared))?;
        let default = declared.get("Default")?;
        self.may_be(name, &default.scalar()?).then_some(default)
    }

    /// The values that a parameter allows and may have, where they are listed.
    fn allowed(&self, name: &'a str, declared: &'a Node) -> Option<Vec<Case<'a>>> {
        if is_hidden(declared) || !matches!(kind(declared), "String" | "Number") {
            return None;
        }
        let values = declared.get("AllowedValues")?.as_list()?;
        let case = |value: &'a Node| Case { value: Value::Known(value), at: value, when: vec![Fact::Parameter(name, value)] };
        let may_be =
            |value: &&Node| self.scenario().is_none_or(|scenario| value.scalar().is_none_or(|text| scenario.may_be(name, &text)));
        let cases: Vec<Case<'a>> = values.iter().filter(may_be).map(case).collect();
        (!cases.is_empty()).then_some(cases)
    }

    /// Whether the condition of a resource or output surely leaves it out.
    pub(crate) fn leaves_out(&self, element: &Node) -> bool {
        let condition = element.get("Condition").and_then(Node::as_str);
        condition.is_some_and(|name| self.holds(name) == Some(false))
    }

    /// The condition of a resource or output, unless it surely holds.
    pub(crate) fn open_condition<'n>(&self, element: &'n Node) -> Option<&'n str> {
        element.get("Condition").and_then(Node::as_str).filter(|name| self.holds(name) != Some(true))
    }

    /// Whether a condition holds; nothing where only the deployment knows.
    pub(crate) fn holds(&self, name: &str) -> Option<bool> {
        let (key, _) = self.template().section("Conditions")?.get_key_value(name)?;
        self.condition(key.as_str(), 0)
    }

    fn condition(&self, name: &'a str, depth: usize) -> Option<bool> {
        if let Some(known) = self.conditions.borrow().get(name) {
            return *known;
        }
        if depth > DEEPEST || !self.spend(1) {
            return None;
        }
        // A condition that asks for itself is unknown.
        self.conditions.borrow_mut().insert(name, None);
        let held = self.test(self.template().section("Conditions").and_then(|map: &Map| map.get(name))?, depth);
        self.conditions.borrow_mut().insert(name, held);
        held
    }

    fn test(&self, condition: &'a Node, depth: usize) -> Option<bool> {
        if depth > DEEPEST || !self.spend(1) {
            return None;
        }
        if let Content::Bool(flag) = condition.content {
            return Some(flag);
        }
        let (name, argument) = function::call(condition)?;
        let tests = || argument.as_list().unwrap_or_default().iter().map(|item| self.test(item, depth + 1));
        match name {
            function::CONDITION => {
                let (key, _) = self.template().section("Conditions")?.get_key_value(argument.as_str()?)?;
                self.condition(key.as_str(), depth + 1)
            }
            function::EQUALS => match argument.as_list()? {
                [one, other] => self.equality(argument, one, other),
                _ => None,
            },
            function::NOT => tests().next()?.map(|held| !held),
            function::AND => every(tests(), false),
            function::OR => every(tests(), true),
            function::CONTAINS | function::EACH_MEMBER_IN | function::EACH_MEMBER_EQUALS => match argument.as_list()? {
                [one, other] => self.testing(|| {
                    let (one, other) = (self.members(one)?, self.members(other)?);
                    // `Fn::Contains` has the list first.
                    let (members, list) = if name == function::CONTAINS { (other, one) } else { (one, other) };
                    Some(members.iter().all(|member| list.contains(member)))
                }),
                _ => None,
            },
            _ => None,
        }
    }

    /// The texts of a list, or the one that stands for a list of it.
    fn members(&self, node: &'a Node) -> Option<Vec<String>> {
        let node = self.literal(node)?;
        let Some(items) = node.as_list() else { return Some(vec![node.scalar()?]) };
        items.iter().map(|item| self.text(item)).collect()
    }

    /// Whether an assertion of the template's rules surely fails, so that CloudFormation refuses the deployment.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html>
    pub(crate) fn is_refused(&self) -> bool {
        self.section("Rules").into_iter().flatten().any(|(_, rule)| {
            let applies = rule.get("RuleCondition").is_none_or(|condition| self.test(condition, 0) == Some(true));
            let mut assertions = rule.get("Assertions").and_then(Node::as_list).unwrap_or_default().iter();
            applies && assertions.any(|assertion| assertion.get("Assert").and_then(|assert| self.test(assert, 0)) == Some(false))
        })
    }

    /// Whether the two arguments of an `Fn::Equals` are equal, or are taken to be.
    pub(super) fn equality(&self, arguments: &'a Node, one: &'a Node, other: &'a Node) -> Option<bool> {
        self.testing(|| self.equal(one, other)).or_else(|| self.assumed(arguments))
    }

    /// Whether two values are equal: where all their outcomes are, or none. A parameter that can be anything is still none of what its
    /// constraints refuse.
    fn equal(&self, one: &'a Node, other: &'a Node) -> Option<bool> {
        // What is left out (`AWS::NoValue`) is no text, so it equals none.
        let text = |case: &Case<'a>| match case.value {
            Value::Absent => Some(None),
            _ => case.node().and_then(Node::scalar).map(Some),
        };
        let texts = |node| self.operand(node).iter().map(text).collect::<Option<Vec<Option<String>>>>();
        let refuses = |node: &'a Node, texts: &[Option<String>]| {
            let name = function::referred(node)?;
            texts.iter().all(|text| text.as_ref().is_none_or(|text| !self.may_be(name, text))).then_some(false)
        };
        let (one, other) = match (texts(one), texts(other)) {
            (Some(one), Some(other)) => (one, other),
            (None, Some(texts)) => return refuses(one, &texts),
            (Some(texts), None) => return refuses(other, &texts),
            (None, None) => return None,
        };
        if [&one, &other].iter().all(|texts| texts.contains(&None)) {
            return None;
        }
        let mut pairs = one.iter().flat_map(|one| other.iter().map(move |other| one == other));
        let first = pairs.next()?;
        pairs.all(|same| same == first).then_some(first)
    }

    /// The outcomes of a value that a condition compares. Conditions are decided before anything depends on them, so a parameter has
    /// each value that it allows.
    fn operand(&self, node: &'a Node) -> Vec<Case<'a>> {
        let declared = function::referred(node).and_then(|name| Some((name, self.parameter(name)?)));
        match declared {
            Some((name, declared)) if self.known_parameter(name, declared).is_none() => {
                self.allowed(name, declared).unwrap_or_else(|| vec![Case::unknown(Reason::Parameter(name), node)])
            }
            _ => self.cases(node).to_vec(),
        }
    }
}

/// What `Fn::And` and `Fn::Or` come to: `decisive` where one test is that, else the opposite where all are known.
fn every(tests: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut outcome = Some(!decisive);
    for test in tests {
        match test {
            Some(held) if held == decisive => return Some(decisive),
            Some(_) => {}
            None => outcome = None,
        }
    }
    outcome
}
