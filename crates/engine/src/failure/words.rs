//! A message as words in one form: case, quotes, endings, small words and synonyms make no difference.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// More words than any message has; what follows is not read.
const MOST: usize = 4_000;
/// What stands before the error code of a resource's handler.
const HANDLER: &str = "HandlerErrorCode";
/// Words that carry no meaning in a message.
const SMALL: [&str; 29] = [
    "a",
    "an",
    "the",
    "be",
    "is",
    "are",
    "was",
    "were",
    "been",
    "being",
    "to",
    "of",
    "that",
    "this",
    "it",
    "its",
    "your",
    "you",
    "has",
    "have",
    "had",
    "please",
    "do",
    "does",
    "did",
    "currently",
    "specified",
    "given",
    "following",
];

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// In the form that is compared.
    pub form: String,
    /// As it was written.
    pub text: String,
    /// Whether an error code says it.
    pub is_coded: bool,
    /// Whether it is the handler's error code, which says the kind of a failure and never what failed.
    pub is_handlers: bool,
}

impl Word {
    fn new(form: String, text: &str) -> Self {
        Word { form, text: text.to_owned(), is_coded: false, is_handlers: false }
    }
}

/// The words of a message.
pub(super) fn words(message: &str, synonyms: &Synonyms) -> Vec<Word> {
    let plain = without_service(message)
        .replace(['’', '‘', '`'], "'")
        .replace("can't", "cannot")
        .replace("Can't", "cannot")
        .replace("n't", " not");
    let parts = plain.split(|c: char| c.is_whitespace() || c.is_control() || "\"'()[]{},;|<>=“”*!?".contains(c));
    let mut found = Vec::new();
    for part in parts {
        let text = part.trim_matches(['.', ':', '-', '…']);
        if text.is_empty() {
            continue;
        }
        let form = stem(text);
        if let Some(type_name) = text.strip_prefix("AWS::") {
            // The words of a type tell what a message is about, too.
            found.extend(type_name.split("::").map(|part| Word::new(stem(part), text)));
            found.push(Word::new(form, text));
        } else if let Some(host) = host(text) {
            found.push(Word::new(host.to_lowercase(), host));
            found.push(Word::new(form, text));
        } else if !SMALL.contains(&form.as_str()) && !SMALL.contains(&text.to_lowercase().as_str()) {
            let is_handlers = found.last().is_some_and(|before| before.text == HANDLER);
            found.push(Word { is_handlers, ..Word::new(form, text) });
        }
        if found.len() == MOST {
            break;
        }
    }
    with_kinds(synonyms.apply(found))
}

/// The domain of an address, or of an image of a registry: `docker.io` of `https://registry-1.docker.io/v2/…` and `docker.io/library/web`;
/// the store of a path, `ssm:/shop/web`.
fn host(text: &str) -> Option<&str> {
    let store = text.split_once(":/").filter(|(store, path)| {
        !store.is_empty() && !path.starts_with('/') && store.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    if let Some((store, _)) = store {
        return Some(store);
    }
    let address = text.split_once("://").map_or(text, |(_, address)| address);
    let (host, _) = address.split_once('/')?;
    let host = host.split(':').next()?;
    let is_host = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
    let (domain, top) = host.rsplit_once('.').filter(|_| is_host)?;
    let second = domain.rsplit('.').next().unwrap_or(domain);
    (top.len() > 1 && !second.is_empty()).then(|| &host[host.len() - second.len() - 1 - top.len()..])
}

/// Without what the SDK of a service adds: `(Service: Rds, Status Code: 400, Request ID: …)` tells who says it, and nothing of what. Its
/// error code and the handler's stay, and the status of a failure of the service itself.
fn without_service(message: &str) -> String {
    let Some((before, after)) = message.split_once("(Service:") else { return message.to_owned() };
    let (fields, rest) = after.split_once(')').unwrap_or((after, ""));
    let field = |name: &str| fields.split([';', ',']).find_map(|field| field.trim().strip_prefix(name));
    let code = field("Error Code:").unwrap_or_default();
    let handler = field("HandlerErrorCode:").unwrap_or_default();
    let status = field("Status Code:").map(str::trim).filter(|status| !status.starts_with('4'));
    let status = status.map_or_else(String::new, |status| format!("status code: {status}"));
    format!("{before} … {code} {handler} {status} … {}", without_service(rest))
}

/// The kinds of errors that codes of every service end with, or begin with, and the word of patterns for each.
const KINDS: [(&str, &str); 18] = [
    ("Throttling", "throttled"),
    ("Throttled", "throttled"),
    ("InternalServer", "internalfailure"),
    ("InternalFailure", "internalfailure"),
    ("ServiceUnavailable", "internalfailure"),
    ("NotSupported", "unsupported"),
    ("NotFound", "missing"),
    ("DoesNotExist", "missing"),
    ("AlreadyExists", "taken"),
    ("Duplicate", "taken"),
    ("LimitExceeded", "limitexceeded"),
    ("QuotaExceeded", "limitexceeded"),
    ("InUse", "resourceinuse"),
    ("InProgress", "inprogress"),
    ("Running", "inprogress"),
    ("AccessDenied", "denied"),
    ("NotAuthorized", "denied"),
    ("State", "wrongstate"),
];

/// Adds the kind of error after each code: services name codes after their own things (`CrawlerRunningException`).
fn with_kinds(words: Vec<Word>) -> Vec<Word> {
    let mut found = Vec::with_capacity(words.len());
    for word in words {
        let kind = kind(&word.text).filter(|_| word.form == stem(&word.text));
        let added = kind.map(|form| Word { form: stem(form), is_coded: true, ..word.clone() });
        found.push(word);
        found.extend(added);
    }
    found
}

fn kind(code: &str) -> Option<&'static str> {
    parts(code).map(|(_, kind)| kind)
}

/// What an error code is about, and its kind of error: `ReplicationGroupAlreadyExists` is about a `ReplicationGroup`.
pub(super) fn parts(code: &str) -> Option<(&str, &'static str)> {
    let is_code = code.starts_with(|c: char| c.is_ascii_uppercase())
        && code.bytes().filter(u8::is_ascii_uppercase).count() > 1
        && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    if !is_code {
        return None;
    }
    let name = ["Exception", "Fault", "Error"].iter().find_map(|end| code.strip_suffix(end)).unwrap_or(code);
    // `TasksRunning` is what a waiter waits for, and no error.
    let is_kind = |end: &str| end != "Running" || name != code;
    let mut kinds = KINDS.iter().filter(|(end, _)| is_kind(end));
    let found = kinds.find_map(|(end, kind)| Some((name.strip_suffix(end)?.trim_end_matches('.'), *kind)));
    found.or_else(|| Some((name.strip_prefix("NoSuch")?, "missing")))
}

/// A word without case and endings; an id, a code or a path only without case.
pub(super) fn stem(text: &str) -> String {
    let lower = text.to_lowercase();
    if !lower.bytes().all(|byte| byte.is_ascii_lowercase()) || lower.len() > 16 {
        return lower;
    }
    let base = match lower.as_str() {
        word if word.len() > 4 && word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        word if word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) => {
            word[..word.len() - 1].to_owned()
        }
        word => word.to_owned(),
    };
    let cut = ["ing", "ed", "e"]
        .iter()
        .find_map(|end| base.strip_suffix(end).filter(|rest| rest.len() >= 2 && !(*end == "ed" && rest.ends_with('e'))));
    let mut short = cut.unwrap_or(&base).to_owned();
    let last = short.bytes().last();
    if short.len() > 3 && last.is_some() && short.bytes().rev().nth(1) == last {
        short.pop();
    }
    short
}

/// Phrases that mean the same, each with the word that stands for them; and the words that only lead over to what a message says.
pub(super) struct Synonyms {
    groups: Vec<(String, Vec<Vec<String>>)>,
    /// The groups with a phrase that a word begins: few words of a message begin one.
    begun: BTreeMap<String, Vec<usize>>,
    filler: BTreeSet<String>,
}

impl Synonyms {
    /// Reads the groups of a file.
    pub(super) fn read(text: &str) -> Result<Self, toml::de::Error> {
        #[derive(Deserialize)]
        struct Group {
            word: String,
            means: Vec<String>,
        }
        #[derive(Deserialize)]
        struct File {
            filler: String,
            group: Vec<Group>,
        }
        let file: File = toml::from_str(text)?;
        // A later group is made of what earlier ones yield: `cannot be found` is `cannot found`, and then `missing`.
        let mut read =
            Synonyms { groups: Vec::new(), begun: BTreeMap::new(), filler: file.filler.split_whitespace().map(stem).collect() };
        for group in file.group {
            let phrases = group.means.iter().map(|phrase| words(phrase, &read).into_iter().map(|word| word.form).collect());
            let mut phrases: Vec<Vec<String>> = phrases.collect();
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
            for first in phrases.iter().filter_map(|phrase| phrase.first()) {
                read.begun.entry(first.clone()).or_default().push(read.groups.len());
            }
            read.groups.push((stem(&group.word), phrases));
        }
        Ok(read)
    }

    /// Whether a word in its form says nothing of what a message is about.
    pub(super) fn is_filler(&self, form: &str) -> bool {
        self.filler.contains(form)
    }

    /// Groups come in their order, each once: a later one may use the word of an earlier one.
    fn apply(&self, mut words: Vec<Word>) -> Vec<Word> {
        let begun_by = |word: &str| self.begun.get(word).into_iter().flatten().copied();
        let mut due: BTreeSet<usize> = words.iter().flat_map(|word| begun_by(&word.form)).collect();
        while let Some(group) = due.pop_first() {
            let (word, phrases) = &self.groups[group];
            if replace(&mut words, word, phrases) {
                due.extend(begun_by(word).filter(|later| *later > group));
            }
        }
        words
    }
}

/// Puts a word in the place of each phrase; whether there is one.
fn replace(words: &mut Vec<Word>, word: &str, phrases: &[Vec<String>]) -> bool {
    let mut at = 0;
    let mut is_said = false;
    while at < words.len() {
        let fits = |phrase: &&Vec<String>| {
            words[at..].len() >= phrase.len() && phrase.iter().zip(&words[at..]).all(|(a, b)| *a == b.form)
        };
        if let Some(phrase) = phrases.iter().filter(|phrase| !phrase.is_empty()).find(fits) {
            let replaced = &words[at..at + phrase.len()];
            let text = replaced.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
            let is_handlers = replaced.iter().all(|word| word.is_handlers);
            words.splice(at..at + phrase.len(), [Word { is_handlers, ..Word::new(word.to_owned(), &text) }]);
            is_said = true;
        }
        at += 1;
    }
    is_said
}

#[cfg(test)]
mod tests {
    use super::{kind, stem};

    #[test]
    fn a_code_has_a_kind() {
        assert_eq!(kind("CrawlerRunningException"), Some("inprogress"));
        assert_eq!(kind("InvalidGroup.Duplicate"), Some("taken"));
        assert_eq!(kind("NoSuchHostedZone"), Some("missing"));
        assert_eq!(kind("TasksRunning"), None);
        assert_eq!(kind("i-Running"), None);
    }

    #[test]
    fn forms_of_a_word_are_one() {
        for forms in
            [["exceeded", "exceeds"], ["stopped", "stop"], ["policies", "policy"], ["used", "using"], ["Deleted", "delete"]]
        {
            assert_eq!(stem(forms[0]), stem(forms[1]));
        }
        assert_ne!(stem("role"), stem("rule"));
        assert_eq!(stem("AWS::ECS::Service"), "aws::ecs::service");
    }
}
