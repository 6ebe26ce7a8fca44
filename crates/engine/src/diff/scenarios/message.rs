//! What is said of several outcomes with the value that a parameter has in each, said once with its name.

/// A message with names of parameters, as the texts between these.
pub(super) struct Message<'m>(Vec<&'m str>);

impl<'m> Message<'m> {
    /// A message, in which each of these parameters may stand, alone or in what is substituted.
    pub(super) fn of(message: &'m str, parameters: &[&str]) -> Self {
        let mut texts = Vec::new();
        let (mut start, mut at) = (0, 0);
        while let Some(next) = message[at..].chars().next() {
            let is_word_before = message[..at].ends_with(is_word);
            let value = substituted(&message[at..]).filter(|inner| parameters.iter().any(|name| inner.contains(name)));
            let name = || parameters.iter().copied().find(|name| !is_word_before && stands_at_start(name, &message[at..]));
            match value.map(str::len).or_else(|| name().map(str::len)) {
                Some(length) => {
                    texts.push(&message[start..at]);
                    at += length;
                    start = at;
                }
                None => at += next.len_utf8(),
            }
        }
        texts.push(&message[start..]);
        Message(texts)
    }

    /// Whether another message is this one with values for the names. A value is one word, so that it is not taken for a list of them.
    pub(super) fn is_said_by(&self, other: &str) -> bool {
        let [first, between @ .., last] = self.0.as_slice() else { return self.0 == [other] };
        let is_end = |rest: &str| rest.strip_suffix(last).is_some_and(is_value);
        let mut rest = other.strip_prefix(first);
        for text in between {
            rest = rest.and_then(|rest| rest.split_once(text)).filter(|(value, _)| is_value(value)).map(|(_, rest)| rest);
        }
        rest.is_some_and(is_end)
    }
}

fn is_value(text: &str) -> bool {
    !text.contains(char::is_whitespace)
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || ":._".contains(letter)
}

fn stands_at_start(name: &str, text: &str) -> bool {
    text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || "_:".contains(next)))
}

/// `${…}` at the start of a text, with all that stands in it.
fn substituted(text: &str) -> Option<&str> {
    text.strip_prefix("${")?;
    let mut depth = 0_usize;
    let end = text.char_indices().find(|(_, letter)| {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        *letter == '}' && depth == 0
    });
    end.map(|(at, _)| &text[..=at])
}

#[cfg(test)]
mod tests {
    use super::Message;

    #[test]
    fn values_stand_for_names_only() {
        let is_said = |message: &str, other: &str| Message::of(message, &["Stage", "AWS::Region"]).is_said_by(other);
        assert!(is_said("on arn:${AWS::Region}:${Stage}-a, by Stage", "on arn:eu-west-1:dev-a, by dev"));
        assert!(is_said("is `${FindInMap(\"M\", {a: AWS::Region})}`", "is `10.0.0.0/8`"));
        assert!(is_said("on Stage", "on dev"));
        for (message, other) in [
            ("on ${Stage}-a", "on dev-b"),
            ("on ${Stage}", "on dev, and on all"),
            ("on ${Other}", "on dev"),
            ("on Stages", "on dev"),
            ("on a", "on b"),
        ] {
            assert!(!is_said(message, other), "{message} {other}");
        }
    }
}
