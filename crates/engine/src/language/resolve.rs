//! The outcomes of a node: every value that it can have, as far as the scope tells.

use std::rc::Rc;

use super::case::{Case, Fact, Reason, Value, When, both};
use super::functions;
use super::scope::{LONGEST_TEXT, Scope};
use crate::template::substitution::{Part, Substitution, Variable, parts};
use crate::template::{Content, Map, Node, dynamic, function};

/// The outcomes of one node that are followed. What has more is unknown.
const MOST_CASES: usize = 64;

/// Whether a node is what it says: no function, and no reference that the deployment resolves. Most are.
pub(crate) fn is_plain(node: &Node) -> bool {
    match &node.content {
        Content::Text(text) => !text.contains(dynamic::START),
        Content::Map(map) => function::call(node).is_none() && !function::has_functions(map),
        _ => true,
    }
}

/// The calls that a value comes from as it is: itself, or those in the branches of `Fn::If`.
pub(crate) fn calls(node: &Node) -> Vec<&Node> {
    match function::call(node) {
        Some((function::IF, argument)) => argument.as_list().unwrap_or_default().iter().skip(1).flat_map(calls).collect(),
        Some(_) => vec![node],
        None => Vec::new(),
    }
}

/// Several values under the same circumstances, or why one of them is unknown.
type Row<'a, T> = (Result<T, Reason<'a>>, When<'a>);

impl<'a> Scope<'a> {
    /// Everything that a node can be. There is at least one outcome.
    pub(crate) fn cases(&self, node: &'a Node) -> Rc<[Case<'a>]> {
        let Some((name, argument)) = function::call(node) else { return Rc::from([written(node)]) };
        if let Some(known) = self.known_cases().borrow().get(&std::ptr::from_ref(node)) {
            return known.clone();
        }
        let mut found = if self.spend(1) { self.call(node, name, argument) } else { Vec::new() };
        if found.len() > 1 {
            // No deployment has what conditions that contradict each other would come to.
            found.retain(|case| case.when.len() < 2 || self.is_possible(&case.when));
        }
        let found: Rc<[Case<'a>]> = match found.len() {
            1..=MOST_CASES => found.into(),
            _ => Rc::from([Case::unknown(Reason::TooMuch, node)]),
        };
        self.known_cases().borrow_mut().insert(std::ptr::from_ref(node), found.clone());
        found
    }

    /// The one value of a node, if it has the same in all outcomes.
    pub(crate) fn sole(&self, node: &'a Node) -> Option<Value<'a>> {
        let cases = self.cases(node);
        let (first, rest) = cases.split_first()?;
        rest.iter().all(|case| case.value == first.value).then(|| first.value.clone())
    }

    /// The text that a node is known to be.
    pub(crate) fn text(&self, node: &'a Node) -> Option<String> {
        self.literal(node)?.scalar()
    }

    /// The one node that a value is known to be.
    pub(crate) fn literal(&self, node: &'a Node) -> Option<&'a Node> {
        if is_plain(node) {
            return Some(node);
        }
        match self.sole(node)? {
            Value::Known(node) => Some(node),
            Value::Absent | Value::Unknown(_) => None,
        }
    }

    /// Whether a node may turn out to be nothing.
    pub(crate) fn may_be_absent(&self, node: &'a Node) -> bool {
        !is_plain(node) && self.cases(node).iter().any(|case| case.value == Value::Absent)
    }

    /// Whether an entry of a map may turn out to be there.
    pub(crate) fn is_present(&self, map: &'a Map, key: &str) -> bool {
        map.get(key).is_some_and(|node| is_plain(node) || self.cases(node).iter().any(|case| case.value != Value::Absent))
    }

    fn call(&self, node: &'a Node, name: &str, argument: &'a Node) -> Vec<Case<'a>> {
        let unknown = |reason| vec![Case::unknown(reason, node)];
        match name {
            function::IF => self.chosen(node, argument),
            function::REF => argument.as_str().map_or_else(|| unknown(Reason::Malformed), |name| self.reference(node, name)),
            function::GET_ATT => match function::get_att_target(argument) {
                Some((id, attribute)) => self.attribute(node, id, attribute),
                None => unknown(Reason::Malformed),
            },
            function::IMPORT_VALUE | function::GET_STACK_OUTPUT => unknown(Reason::OtherStack),
            function::TRANSFORM => unknown(Reason::Opaque),
            function::GET_AZS => unknown(Reason::Zones),
            function::SUB => self.substituted(node, argument),
            function::JOIN => self.joined(node, argument),
            function::SPLIT => self.split(node, argument),
            function::SELECT => self.selected(node, argument),
            function::FIND_IN_MAP => self.found_in_map(node, argument),
            function::CIDR => self.made_of_texts(node, argument.as_list().unwrap_or_default(), functions::cidr),
            function::BASE64 => self.made_of_texts(node, std::slice::from_ref(argument), functions::base64),
            function::LENGTH => self.length(node, argument),
            function::TO_JSON_STRING => self.json(node, argument),
            _ => unknown(Reason::Malformed),
        }
    }

    /// The branches of `Fn::If`: one where the condition is known.
    fn chosen(&self, node: &'a Node, argument: &'a Node) -> Vec<Case<'a>> {
        let Some([condition, then, otherwise]) = argument.as_list() else {
            return vec![Case::unknown(Reason::Malformed, node)];
        };
        let name = condition.as_str().unwrap_or_default();
        match self.holds(name) {
            Some(true) => self.cases(then).to_vec(),
            Some(false) => self.cases(otherwise).to_vec(),
            None => {
                let branch = |branch, holds| {
                    let cases = self.cases(branch);
                    cases.iter().filter_map(|case| case.with(&[Fact::Condition(name, holds)])).collect::<Vec<_>>()
                };
                [branch(then, true), branch(otherwise, false)].concat()
            }
        }
    }

    fn reference(&self, node: &'a Node, name: &'a str) -> Vec<Case<'a>> {
        if name == "AWS::NoValue" {
            return vec![Case::of(Value::Absent, node)];
        }
        if let Some(declared) = self.parameter(name) {
            return self.parameter_cases(node, name, declared);
        }
        if !name.starts_with("AWS::") {
            return vec![Case::unknown(Reason::Resource(name), node)];
        }
        match self.pseudo(name) {
            Some(text) => vec![Case::of(Value::Known(self.make(Node::text(text).at(node.location))), node)],
            None => vec![Case::unknown(Reason::Pseudo(name), node)],
        }
    }

    /// The text of a `Fn::Sub`. What is put in is not read for variables again.
    fn substituted(&self, node: &'a Node, argument: &'a Node) -> Vec<Case<'a>> {
        let Some(substitution) = Substitution::of(argument) else { return vec![Case::unknown(Reason::Malformed, node)] };
        let written = parts(substitution.text);
        let variables = written.iter().filter_map(|part| match part {
            Part::Variable(variable) => Some(self.variable(node, substitution, *variable)),
            Part::Text(_) | Part::Escaped(_) => None,
        });
        let rows = self.rows(&variables.collect::<Vec<_>>());
        self.texts(node, rows, |values| {
            let mut values = values.into_iter();
            let each = written.iter().map(|part| match part {
                Part::Text(text) => (*text).to_owned(),
                Part::Escaped(name) => crate::template::substitution::variable(name),
                Part::Variable(_) => values.next().flatten().unwrap_or_default(),
            });
            each.collect()
        })
    }

    /// The outcomes of a variable of `Fn::Sub`.
    fn variable(&self, node: &'a Node, substitution: Substitution<'a>, variable: Variable<'a>) -> Rc<[Case<'a>]> {
        match (substitution.given(variable), variable.attribute()) {
            (Some(given), _) => self.cases(given),
            (None, Some(attribute)) => self.attribute(node, variable.element(), attribute).into(),
            (None, None) => self.reference(node, variable.0).into(),
        }
    }

    fn joined(&self, node: &'a Node, argument: &'a Node) -> Vec<Case<'a>> {
        let Some([delimiter, list]) = argument.as_list() else { return vec![Case::unknown(Reason::Malformed, node)] };
        let mut rows = Vec::new();
        for (delimiter, first) in self.rows(&[self.cases(delimiter)]) {
            for (items, second) in self.items(list) {
                let Some(when) = both(&first, &second) else { continue };
                let values = delimiter.clone().and_then(|delimiter| {
                    let items = items.clone()?;
                    let between = delimiter.iter().flatten().map(String::len).sum::<usize>();
                    match between.saturating_mul(items.len()) > LONGEST_TEXT {
                        true => Err(Reason::TooMuch),
                        false => Ok(delimiter.into_iter().chain(items.into_iter().map(Some)).collect::<Vec<_>>()),
                    }
                });
                rows.push((values, when));
            }
        }
        self.texts(node, rows, |values| {
            let mut values = values.into_iter().map(Option::unwrap_or_default);
            let delimiter = values.next().unwrap_or_default();
            values.collect::<Vec<_>>().join(&delimiter)
        })
    }

    fn split(&self, node: &'a Node, argument: &'a Node) -> Vec<Case<'a>> {
        let Some([delimiter, text]) = argument.as_list() else { return vec![Case::unknown(Reason::Malformed, node)] };
        self.made_of_texts(node, argument.as_list().unwrap_or_default(), |values| {
            let (delimiter_text, whole) = (values.first()?, values.get(1)?);
            let items = whole.split(delimiter_text.as_str()).map(|item| Node::text(item.to_owned()).at(text.location));
            Some(Node::list(items).at(delimiter.location))
        })
    }

    fn selected(&self, node: &'a Node, argument: &'a Node) -> Vec<Case<'a>> {
        let Some([index, list]) = argument.as_list() else { return vec![Case::unknown(Reason::Malformed, node)] };
        let mut found = Vec::new();
        for (index, first) in self.rows(&[self.cases(index)]) {
            let index = index.and_then(|texts| {
                texts.first().cloned().flatten().and_then(|text| text.trim().parse::<usize>().ok()).ok_or(Reason::Malformed)
            });
            for list in self.cases(list).iter() {
                let Some(when) = both(&first, &list.when) else { continue };
                let chosen = match (&index, &list.value) {
                    (Err(reason), _) | (_, Value::Unknown(reason)) => vec![Case::unknown(reason.clone(), node)],
                    (Ok(index), Value::Known(list)) => self.item(node, list, *index),
                    (Ok(_), Value::Absent) => vec![Case::unknown(Reason::Malformed, node)],
                };
                found.extend(chosen.iter().filter_map(|case| case.with(&when)));
            }
        }
        found
    }

    /// One item of a list. Those that are left out do not count.
    fn item(&self, node: &'a Node, list: &'a Node, index: usize) -> Vec<Case<'a>> {
        let Some(items) = list.as_list() else { return vec![Case::unknown(Reason::Malformed, node)] };
        if items.iter().any(|item| self.may_be_absent(item)) {
            return vec![Case::unknown(Reason::TooMuch, node)];
        }
        match items.get(index) {
            Some(item) => self.cases(item).to_vec(),
            None => vec![Case::unknown(Reason::OutOfRange { index, count: items.len() }, node)],
        }
    }

    fn found_in_map(&self, node: &'a Node, argument: &'a Node) -> Vec<Case<'a>> {
        let (Some([mapping, top, second]) | Some([mapping, top, second, _])) = argument.as_list() else {
            return vec![Case::unknown(Reason::Malformed, node)];
        };
        let default = argument.as_list().and_then(|items| items.get(3)?.get("DefaultValue"));
        let mut found = Vec::new();
        for (names, when) in self.rows(&[self.cases(mapping), self.cases(top), self.cases(second)]) {
            let entry = names.and_then(|names| match self.entry(&names) {
                Ok(entry) => Ok(entry),
                Err(reason) => default.filter(|_| matches!(reason, Reason::NoEntry(_))).ok_or(reason),
            });
            match entry {
                Ok(entry) => found.extend(self.cases(entry).iter().filter_map(|case| case.with(&when))),
                Err(reason) => found.push(Case { value: Value::Unknown(reason), at: node, when }),
            }
        }
        let is_open = |case: &Case<'a>| matches!(case.value, Value::Unknown(Reason::Parameter(_) | Reason::Pseudo(_)));
        match found.iter().any(is_open).then(|| self.one_entry(mapping, [top, second], default)).flatten() {
            Some(entry) => self.cases(entry).to_vec(),
            None => found,
        }
    }

    /// The entry of a mapping with these names.
    fn entry(&self, names: &[Option<String>]) -> Result<&'a Node, Reason<'a>> {
        let mut map = self.mappings().ok_or(Reason::Malformed)?;
        let mut found = Err(Reason::Malformed);
        for (index, name) in names.iter().enumerate() {
            let name = name.as_deref().ok_or(Reason::Malformed)?;
            found = match map.get(name) {
                Some(node) => Ok(node),
                None if function::has_functions(map) => Err(Reason::Opaque),
                None => Err(Reason::NoEntry(name.into())),
            };
            if index + 1 < names.len() {
                map = found.clone()?.as_map().ok_or(Reason::Malformed)?;
            }
        }
        found
    }

    fn length(&self, node: &'a Node, argument: &'a Node) -> Vec<Case<'a>> {
        let rows = self.items(argument).into_iter().map(|(items, when)| {
            let value = match items {
                Ok(items) => Value::Known(self.make(Node::new(Content::Number(items.len().into())).at(node.location))),
                Err(reason) => Value::Unknown(reason),
            };
            Case { value, at: node, when }
        });
        rows.collect()
    }

    fn json(&self, node: &'a Node, argument: &'a Node) -> Vec<Case<'a>> {
        let Some(reduced) = self.reduce(argument) else { return vec![Case::unknown(Reason::Malformed, node)] };
        let mut residue = None;
        reduced.walk(&mut |inner| {
            if residue.is_none() && !is_plain(inner) {
                residue = Some(inner);
            }
        });
        let value = match residue.map(|inner| self.cases(inner)) {
            // A tree always has a JSON form.
            None => Value::Known(self.make(Node::text(serde_json::to_string(reduced).unwrap_or_default()).at(node.location))),
            Some(cases) => match cases.first().map(|case| &case.value) {
                Some(Value::Unknown(reason)) => Value::Unknown(reason.clone()),
                _ => Value::Unknown(Reason::TooMuch),
            },
        };
        vec![Case::of(value, node)]
    }

    /// What a function makes of texts; nothing where it takes no such ones.
    fn made_of_texts(&self, node: &'a Node, arguments: &'a [Node], make: impl Fn(&[String]) -> Option<Node>) -> Vec<Case<'a>> {
        let cases: Vec<_> = arguments.iter().map(|argument| self.cases(argument)).collect();
        let rows = self.rows(&cases).into_iter().map(|(values, when)| {
            let made = values.and_then(|values| {
                let values: Option<Vec<String>> = values.into_iter().collect();
                values.and_then(|values| make(&values)).ok_or(Reason::Malformed)
            });
            let value = match made {
                Ok(made) => Value::Known(self.make(made.at(node.location))),
                Err(reason) => Value::Unknown(reason),
            };
            Case { value, at: node, when }
        });
        rows.collect()
    }

    /// The texts that rows make.
    fn texts(
        &self,
        node: &'a Node,
        rows: Vec<Row<'a, Vec<Option<String>>>>,
        make: impl Fn(Vec<Option<String>>) -> String,
    ) -> Vec<Case<'a>> {
        let case = |(values, when): Row<'a, Vec<Option<String>>>| {
            let value = match values.map(&make) {
                Ok(text) if text.len() > LONGEST_TEXT || !self.spend(text.len() / 16) => Value::Unknown(Reason::TooMuch),
                Ok(text) => written(self.make(Node::text(text).at(node.location))).value,
                Err(reason) => Value::Unknown(reason),
            };
            Case { value, at: node, when }
        };
        rows.into_iter().map(case).collect()
    }

    /// The items of a list that must be texts, in every outcome. Items that are left out are not there.
    fn items(&self, list: &'a Node) -> Vec<Row<'a, Vec<String>>> {
        let mut found = Vec::new();
        for case in self.cases(list).iter() {
            let items = match &case.value {
                Value::Unknown(reason) => Err(reason.clone()),
                Value::Known(node) => node.as_list().ok_or(Reason::Malformed),
                Value::Absent => Err(Reason::Malformed),
            };
            match items {
                Err(reason) => found.push((Err(reason), case.when.clone())),
                Ok(items) => {
                    let each: Vec<_> = items.iter().map(|item| self.cases(item)).collect();
                    for (row, when) in self.rows(&each) {
                        let Some(when) = both(&case.when, &when) else { continue };
                        found.push((row.map(|items| items.into_iter().flatten().collect()), when));
                    }
                }
            }
        }
        found
    }

    /// Every combination of outcomes that do not exclude each other, as texts; what is left out is `None`.
    fn rows(&self, arguments: &[Rc<[Case<'a>]>]) -> Vec<Row<'a, Vec<Option<String>>>> {
        let too_much = || vec![(Err(Reason::TooMuch), Vec::new())];
        let mut rows: Vec<Row<'a, Vec<Option<String>>>> = vec![(Ok(Vec::new()), Vec::new())];
        let mut longest = 0;
        for cases in arguments {
            let length = cases.iter().filter_map(|case| case.node()?.as_str()).map(str::len).max().unwrap_or_default();
            longest += length;
            if longest > LONGEST_TEXT || !self.spend(rows.len() * (cases.len() + length / 16)) {
                return too_much();
            }
            // One outcome makes no more rows.
            if let [Case { value, when, .. }] = &cases[..]
                && when.is_empty()
            {
                for (row, _) in &mut rows {
                    *row = std::mem::replace(row, Ok(Vec::new())).and_then(|row| extended(row, value));
                }
                continue;
            }
            let mut longer = Vec::new();
            for (row, when) in &rows {
                for case in cases.iter() {
                    let Some(when) = both(when, &case.when) else { continue };
                    longer.push((row.clone().and_then(|row| extended(row, &case.value)), when));
                    if longer.len() > MOST_CASES {
                        return too_much();
                    }
                }
            }
            rows = longer;
        }
        rows
    }
}

fn extended<'a>(mut row: Vec<Option<String>>, value: &Value<'a>) -> Result<Vec<Option<String>>, Reason<'a>> {
    match value {
        Value::Known(node) => row.push(Some(node.scalar().ok_or(Reason::Malformed)?)),
        Value::Absent => row.push(None),
        Value::Unknown(reason) => return Err(reason.clone()),
    }
    Ok(row)
}

/// A node that is no function.
fn written(node: &Node) -> Case<'_> {
    if is_plain(node) {
        return Case::known(node);
    }
    Case::unknown(if node.as_str().is_some() { Reason::Dynamic } else { Reason::Opaque }, node)
}
