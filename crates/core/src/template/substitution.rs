//! The text of `Fn::Sub`: its variables and what stands between them. No other module reads this grammar.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html>

use super::node::{CowStr, Map, Node};

/// One part of a text with variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// What is written.
    Text(&'a str),
    /// `${!name}`, which stands for the text `${name}`: the name, with what is before it.
    Escaped(&'a str),
    /// `${name}`.
    Variable(Variable<'a>),
}

/// A variable of a text: what stands between `${` and `}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Variable<'a>(pub &'a str);

impl<'a> Variable<'a> {
    /// The name of the element that it reads: a parameter, a pseudo parameter, a resource.
    pub fn element(self) -> &'a str {
        self.0.split_once('.').map_or(self.0, |(id, _)| id)
    }

    /// The attribute of a resource that it reads.
    pub fn attribute(self) -> Option<&'a str> {
        self.0.split_once('.').map(|(_, attribute)| attribute)
    }
}

/// The parts of a text. A `${` that is not closed is text.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let Some(length) = rest[start..].find('}') else { break };
        let inner = rest[start + 2..start + length].trim();
        if start > 0 {
            parts.push(Part::Text(&rest[..start]));
        }
        parts.push(match inner.strip_prefix('!') {
            Some(name) => Part::Escaped(name),
            None => Part::Variable(Variable(inner)),
        });
        rest = &rest[start + length + 1..];
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// Whether a text has a variable, or the beginning of one.
pub fn begins(text: &str) -> bool {
    text.contains("${")
}

/// The variables of a text, in order.
pub fn variables(text: &str) -> Vec<Variable<'_>> {
    let variable = |part| match part {
        Part::Variable(variable) => Some(variable),
        Part::Text(_) | Part::Escaped(_) => None,
    };
    // Most texts have none.
    if begins(text) { parts(text).into_iter().filter_map(variable).collect() } else { Vec::new() }
}

/// The argument of `Fn::Sub`, in its short or its list form.
#[derive(Clone, Copy, Debug)]
pub struct Substitution<'a> {
    /// The text with variables.
    pub text: &'a str,
    /// The variables that are given beside it.
    pub given: Option<&'a Map>,
}

impl<'a> Substitution<'a> {
    /// Reads an argument; nothing where the text is not literal.
    pub fn of(argument: &'a Node) -> Option<Self> {
        match argument.as_list() {
            Some([text, given]) => Some(Substitution { text: text.as_str()?, given: given.as_map() }),
            Some([text]) => Some(Substitution { text: text.as_str()?, given: None }),
            Some(_) => None,
            None => Some(Substitution { text: argument.as_str()?, given: None }),
        }
    }

    /// The value that is given for a variable.
    pub fn given(self, variable: Variable<'_>) -> Option<&'a Node> {
        self.given?.get(variable.0)
    }

    /// The variables that read elements of the template: those that no value is given for.
    pub fn references(self) -> Vec<Variable<'a>> {
        let all = variables(self.text).into_iter();
        all.filter(|variable| self.given(*variable).is_none()).collect()
    }
}

/// What a variable in a text becomes when elements are replaced by `replacement`: `None` leaves it as it is written.
pub fn replaced(text: &str, mut replacement: impl FnMut(Variable<'_>) -> Option<String>) -> String {
    let mut made = String::with_capacity(text.len());
    for part in parts(text) {
        match part {
            Part::Text(text) => made.push_str(text),
            Part::Escaped(name) => made.extend(["${!", name, "}"]),
            Part::Variable(variable) => match replacement(variable) {
                Some(value) => made.push_str(&value),
                None => made.extend(["${", variable.0, "}"]),
            },
        }
    }
    made
}

/// A variable as it is written in a text.
pub fn variable(name: &str) -> String {
    format!("${{{name}}}")
}

/// A text without variables, as it is once it is read.
pub fn unescaped(text: &str) -> String {
    text.replace("${!", "${")
}

/// A text as it is written where variables are read, so that nothing in it is taken for one.
pub fn escaped(text: &str) -> CowStr {
    if begins(text) { text.replace("${", "${!").into() } else { text.to_owned().into() }
}

#[cfg(test)]
mod tests {
    use super::{Part, Variable, parts, replaced, variables};

    #[test]
    fn every_part_of_a_text_is_found() {
        let text = "arn:${AWS::Partition}:s3:::${Bucket}/${!literal}/${ Alb.DNSName }/${";
        let (variable, text_of) = (|name| Part::Variable(Variable(name)), Part::Text);
        let expected = [
            text_of("arn:"),
            variable("AWS::Partition"),
            text_of(":s3:::"),
            variable("Bucket"),
            text_of("/"),
            Part::Escaped("literal"),
            text_of("/"),
            variable("Alb.DNSName"),
            text_of("/${"),
        ];
        assert_eq!(parts(text), expected);
        assert_eq!(variables(text), [Variable("AWS::Partition"), Variable("Bucket"), Variable("Alb.DNSName")]);
    }

    #[test]
    fn a_replaced_variable_is_not_read_again() {
        let made = replaced("${A}-${B}-${!C}", |variable| (variable.0 == "A").then(|| "${B}".to_owned()));
        assert_eq!(made, "${B}-${B}-${!C}");
    }
}
