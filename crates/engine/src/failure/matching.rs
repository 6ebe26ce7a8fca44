//! Which failures a message tells of.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{Catalog, Pattern, Phrase, Piece, Term};
use super::codes::More;
use super::entry::{Cause, Failure, Rank};
use super::names::Names;
use super::service;
use super::words::{Word, words};

/// The terms of a pattern stand as near each other as this, in words.
const NEAR: usize = 30;
/// The words that a gap may stand for.
const GAP: usize = 6;
/// A cause is claimed only for words that tell as much.
const LEAST: f64 = 4.0;
/// What the handler's error code alone tells: any sentence beside it tells more.
const LEAST_OF_ALL: f64 = 0.1;
/// What a word tells no more than that very many failures have: `missing`, `invalid`.
const COMMON: f64 = 2.0;
/// How much the service tells that says it.
const SERVICE: f64 = 2.0;
/// How much more a word tells that an error code says than one of the text.
const CODE: f64 = 3.0;
/// As many words in a row are a phrase, which says what failed, if not all are names (`network load balancer`); fewer name what a
/// message is about.
const PHRASE: usize = 3;
/// A word of this length is an error code, which says as much as a phrase.
const CODE_LENGTH: usize = 13;
/// What follows these says why.
const WHY: [&str; 3] = ["reason", "because", "due"];

/// A message as it is compared.
struct Said {
    words: Vec<Word>,
    /// Where each word stands.
    places: BTreeMap<String, Vec<usize>>,
    /// The services of which one says it; none is any.
    services: Vec<String>,
    /// Where the words begin that say why, if it says so: `Reason: …`, `… because …`.
    why: Option<usize>,
}

impl Said {
    fn new(message: &str, catalog: &Catalog) -> Self {
        let words = words(message, &catalog.synonyms);
        let marker = |word: &Word| WHY.contains(&word.text.to_lowercase().as_str());
        let why = words.iter().position(marker).map(|at| at + 1).filter(|at| *at < words.len());
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        words.iter().enumerate().for_each(|(at, word)| places.entry(word.form.clone()).or_default().push(at));
        Said { why, services: service::of(message, &catalog.operations), places, words }
    }
}

/// How well a message fits the terms of a pattern.
struct Fit {
    /// How much it tells.
    score: f64,
    /// What it names.
    names: Vec<(String, String)>,
    /// What tells it.
    evidence: Evidence,
    /// Whether nothing tells it but the handler's error code.
    is_handlers: bool,
}

/// What tells a failure, the least first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Evidence {
    /// Scattered words, which say what a message is about.
    Words,
    /// An error code of a service's own.
    Code,
    /// A phrase, which says what failed.
    Phrase,
}

/// What a message tells of the causes of its failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It says which one: no other is told.
    Said,
    /// It does not say which: those that it speaks of are first.
    Open,
    /// Each is one that other messages speak of, and this one does not.
    Unsaid,
}

/// A failure that a message tells of.
pub struct Match<'a> {
    /// The failure.
    pub failure: &'a Failure,
    /// Its causes as far as the message lets them, in the order to check them.
    pub causes: Vec<&'a Cause>,
    /// How they are known.
    pub told: Told,
    /// How much of the message says so, by how telling the words are.
    pub score: f64,
    /// What the message names.
    pub names: Names,
}

impl Catalog {
    /// What shows more of the services that say a message, and of those whose things it names.
    pub fn more(&self, message: &str, names: &Names) -> Vec<&More> {
        let mut services = service::of(message, &self.operations);
        for (name, service) in [("cluster", "ecs"), ("target_group", "elasticloadbalancing")] {
            if names.get(name).is_some() && !services.iter().any(|said| said == service) {
                services.push(service.to_owned());
            }
        }
        services.iter().filter_map(|service| self.codes.more.get(service)).collect()
    }

    /// The failures that a message tells of: causes first, then what error codes mean, then what is known for any service, then what only follows; of each kind the
    /// one that more words say.
    pub fn explain(&self, message: &str) -> Vec<Match<'_>> {
        let said = Said::new(message, self);
        let mut found: Vec<Match<'_>> = Vec::new();
        let mut told_by: BTreeMap<&str, Evidence> = BTreeMap::new();
        let named = Names::of(message);
        let may_fit: BTreeSet<usize> = said.places.keys().filter_map(|word| self.having.get(word)).flatten().copied().collect();
        for pattern in may_fit.into_iter().map(|index| &self.patterns[index]) {
            let failure = &self.failures[pattern.failure];
            let Some(Fit { score, names: captured, evidence, is_handlers }) = self.fit(&pattern.terms, &said) else { continue };
            // What a handler's code alone says is no cause.
            let score = if is_handlers { LEAST_OF_ALL } else { score };
            let may_be = || said.services.is_empty() || said.services.iter().any(|service| service::may_tell(service, failure));
            if failure.rank == Rank::Cause && (score < LEAST || !self.says_why(pattern, &said)) || !may_be() {
                continue;
            }
            let most = told_by.entry(&failure.id).or_insert(evidence);
            *most = evidence.max(*most);
            let (causes, told) = (Vec::new(), Told::Unsaid);
            let mut names = named.clone();
            names.add(captured);
            match found.iter_mut().find(|other| other.failure.id == failure.id) {
                Some(other) if other.score >= score => other.names.complete(names),
                Some(other) => {
                    names.complete(std::mem::take(&mut other.names));
                    *other = Match { failure, causes, told, score, names };
                }
                None => found.push(Match { failure, causes, told, score, names }),
            }
        }
        found.iter_mut().for_each(|found| (found.causes, found.told) = self.causes(found.failure, &said));
        found.retain(|found| !found.causes.is_empty() && self.is_told(found, told_by[found.failure.id.as_str()], &said));
        for failure in self.codes.of(message, &said.services) {
            let (causes, names) = (failure.cause.iter().collect(), named.clone());
            found.push(Match { failure, causes, told: Told::Open, score: CODE, names });
        }
        in_order(&mut found);
        found
    }

    /// The causes of a failure: those that the message speaks of, and those that no message would. Where there are none of either, each
    /// may be that no word of the message rules out. What is known of all messages of a kind is never what this one says.
    fn causes<'a>(&'a self, failure: &'a Failure, said: &Said) -> (Vec<&'a Cause>, Told) {
        let index = self.failures.iter().position(|other| other.id == failure.id);
        let conditions = index.and_then(|index| self.conditions.get(index)).into_iter().flatten();
        let causes: Vec<(&Cause, &Option<Vec<Term>>)> = failure.cause.iter().zip(conditions).collect();
        let of = |is_wanted: &dyn Fn(&Option<Vec<Term>>) -> bool| {
            causes.iter().filter(|(_, when)| is_wanted(when)).map(|(cause, _)| *cause).collect::<Vec<&Cause>>()
        };
        let spoken = of(&|when| when.as_ref().is_some_and(|terms| self.fit(terms, said).is_some()));
        let is_left = |terms: &Vec<Term>| terms.iter().all(|term| term.is_forbidden) && !is_ruled_out(terms, said);
        let open = of(&|when| when.as_ref().is_none_or(is_left));
        match (spoken.is_empty(), open.is_empty()) {
            (false, true) if spoken.len() == 1 && !spoken[0].possible => (spoken, Told::Said),
            (true, false) if failure.rank == Rank::Cause && failure.cause.len() == 1 && !open[0].possible => (open, Told::Said),
            (_, false) | (false, _) => (spoken.into_iter().chain(open).collect(), Told::Open),
            (true, true) => (of(&|when| when.as_ref().is_some_and(|terms| !is_ruled_out(terms, said))), Told::Unsaid),
        }
    }

    /// Whether what tells a failure is enough: none of its causes is spoken of only where a phrase says that it failed, and scattered words
    /// tell it only where the rest of the message is not about something else.
    fn is_told(&self, found: &Match<'_>, evidence: Evidence, said: &Said) -> bool {
        match evidence {
            _ if found.failure.rank != Rank::Cause => true,
            Evidence::Phrase => true,
            Evidence::Code => found.told != Told::Unsaid,
            Evidence::Words => found.told != Told::Unsaid && self.rest(found.failure, said) < found.score,
        }
    }

    /// How much of a message is about something else than a failure: the words that others have and it has nowhere.
    fn rest(&self, failure: &Failure, said: &Said) -> f64 {
        let index = self.failures.iter().position(|other| other.id == failure.id).unwrap_or_default();
        let own = self.vocabulary[index].get_or_init(|| self.vocabulary(index));
        let is_telling = |word: &&Word| {
            word.text.bytes().skip(1).all(|byte| byte.is_ascii_lowercase() || byte == b' ')
                && word.form.len() >= PHRASE
                && !word.is_coded
                && self.frequency.contains_key(&word.form)
                && !self.synonyms.is_filler(&word.form)
        };
        let said = said.words[said.why.unwrap_or_default()..].iter().filter(is_telling);
        let others: BTreeSet<&str> = said.map(|word| word.form.as_str()).filter(|form| !own.contains(*form)).collect();
        others.into_iter().map(|form| self.weight_of(form)).sum()
    }

    /// The words of a failure: of its patterns, and of what is said of it.
    fn vocabulary(&self, index: usize) -> BTreeSet<String> {
        let failure = &self.failures[index];
        let patterns = self.patterns.iter().filter(|pattern| pattern.failure == index).map(|pattern| &pattern.terms);
        let terms = patterns.chain(self.conditions[index].iter().flatten()).flatten().filter(|term| !term.is_forbidden);
        let mut own: BTreeSet<String> = terms.flat_map(|term| term.phrases.iter().flatten()).filter_map(Piece::word).collect();
        let causes = failure.cause.iter().flat_map(|cause| [&cause.is, &cause.fix]);
        let texts = causes.chain([&failure.title]).chain(&failure.types);
        own.extend(texts.flat_map(|text| words(text, &self.synonyms)).map(|word| word.form));
        own
    }

    /// How well a message fits the terms of a pattern, and the names in it.
    fn fit(&self, terms: &[Term], said: &Said) -> Option<Fit> {
        let (services, terms): (Vec<&Term>, Vec<&Term>) = terms.iter().partition(|term| !term.services.is_empty());
        if services.iter().any(|term| !said.services.iter().any(|service| term.services.contains(service))) {
            return None;
        }
        #[allow(clippy::cast_precision_loss, reason = "one or two")]
        let told = SERVICE * services.len() as f64;
        let (forbidden, wanted): (Vec<&Term>, Vec<&Term>) = terms.into_iter().partition(|term| term.is_forbidden);
        if is_ruled_out(forbidden.iter().copied(), said) {
            return None;
        }
        let found: Vec<Vec<Occurrence<'_>>> = wanted.iter().map(|term| occurrences(term, said)).collect();
        let (first, rest) = found.split_first()?;
        let evidence = found.iter().flatten().map(|place| self.evidence(place.phrase)).max().unwrap_or(Evidence::Words);
        let mut best: Option<Fit> = None;
        for place in first {
            let mut chosen = vec![place];
            for term in rest {
                let near = term.iter().min_by_key(|other| other.start.abs_diff(place.start));
                chosen.extend(near.filter(|near| near.start.abs_diff(place.start) <= NEAR));
            }
            if chosen.len() == found.len() {
                let score = told + chosen.iter().map(|place| self.weight(place.phrase) + place.coded).sum::<f64>();
                if best.as_ref().is_none_or(|other| score > other.score) {
                    let names = chosen.iter().flat_map(|place| place.names.clone()).collect();
                    let is_handlers = chosen.iter().all(|place| said.words[place.start].is_handlers);
                    best = Some(Fit { score, names, evidence, is_handlers });
                }
            }
        }
        best
    }

    /// Whether a pattern, or that of one of its causes, has a word of those that say why: what knows only what failed knows no cause.
    fn says_why(&self, pattern: &Pattern, said: &Said) -> bool {
        let Some(why) = said.why else { return true };
        let has = |terms: &Vec<Term>| {
            let wanted = terms.iter().filter(|term| !term.is_forbidden);
            wanted.flat_map(|term| occurrences(term, said)).any(|found| found.end > why)
        };
        let mut whens = self.conditions[pattern.failure].iter().flatten();
        has(&pattern.terms) || whens.any(|terms| has(terms) && self.fit(terms, said).is_some())
    }

    /// How telling a pattern is where each of its terms is said in the least telling way.
    #[cfg(test)]
    pub(super) fn least(&self, pattern: &super::catalog::Pattern) -> f64 {
        let wanted = pattern.terms.iter().filter(|term| !term.is_forbidden);
        let weight = |term: &Term| term.phrases.iter().map(|phrase| self.weight(phrase)).fold(f64::MAX, f64::min);
        wanted.map(|term| if term.services.is_empty() { weight(term) } else { SERVICE }).sum()
    }

    /// How telling a word is: rare ones tell more.
    fn weight_of(&self, word: &str) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "a few thousand words at most")]
        let number = |count: usize| count as f64;
        let count = self.frequency.get(word).copied().unwrap_or(1);
        (number(self.patterns.len().max(2)) / number(count)).ln().max(0.2)
    }

    /// What a phrase is evidence of. What every service says, a code too, is no more than a word.
    fn evidence(&self, phrase: &Phrase) -> Evidence {
        let words: Vec<String> = phrase.iter().filter_map(Piece::word).collect();
        let own: Vec<&String> = words.iter().filter(|word| !self.synonyms.is_filler(word)).collect();
        match words.len() {
            length if length > PHRASE || length == PHRASE && own.len() == 2 => Evidence::Phrase,
            _ if own.iter().any(|word| word.len() >= CODE_LENGTH) => Evidence::Code,
            _ => Evidence::Words,
        }
    }

    /// How telling a phrase is.
    fn weight(&self, phrase: &Phrase) -> f64 {
        let of = |piece: &Piece| match piece {
            Piece::Word(word) => self.weight_of(word),
            Piece::Name(_) => 0.2,
            Piece::Gap => 0.0,
        };
        phrase.iter().map(of).sum()
    }
}

/// The best first. What something only passes on is told by what it says, unless that is no more than a common word.
fn in_order(found: &mut [Match<'_>]) {
    let is_passed_on = found.iter().any(|other| other.failure.rank == Rank::Relay);
    let rank = |found: &Match<'_>| match found.failure.rank {
        Rank::General if is_passed_on && found.score < COMMON => Rank::Vague,
        rank => rank,
    };
    found.sort_by(|a, b| rank(b).cmp(&rank(a)).then(b.score.total_cmp(&a.score)));
}

/// Whether a word is said that must not be.
fn is_ruled_out<'a>(terms: impl IntoIterator<Item = &'a Term>, said: &Said) -> bool {
    terms.into_iter().any(|term| term.is_forbidden && !occurrences(term, said).is_empty())
}

/// Where a term is said.
struct Occurrence<'a> {
    start: usize,
    end: usize,
    phrase: &'a Phrase,
    names: Vec<(String, String)>,
    coded: f64,
}

fn occurrences<'a>(term: &'a Term, said: &Said) -> Vec<Occurrence<'a>> {
    let mut found = Vec::new();
    for phrase in term.phrases.iter().filter(|phrase| !phrase.is_empty()) {
        let mut add = |start: usize| {
            let mut names = Vec::new();
            if let Some(length) = begins(phrase, &said.words[start..], &mut names) {
                let coded = if said.words[start].is_coded { CODE } else { 0.0 };
                found.push(Occurrence { start, end: start + length, phrase, names, coded });
            }
        };
        match &phrase[0] {
            Piece::Word(word) => said.places.get(word).into_iter().flatten().copied().for_each(add),
            Piece::Name(_) | Piece::Gap => (0..said.words.len()).for_each(&mut add),
        }
    }
    found
}

/// How many words a phrase takes that words begin with.
fn begins(phrase: &[Piece], words: &[Word], names: &mut Vec<(String, String)>) -> Option<usize> {
    match phrase {
        [] => Some(0),
        [Piece::Gap, rest @ ..] => {
            (0..=GAP.min(words.len())).find_map(|skipped| Some(skipped + begins(rest, &words[skipped..], names)?))
        }
        [piece, rest @ ..] => {
            let (word, others) = words.split_first()?;
            match piece {
                Piece::Word(form) if *form != word.form => None,
                Piece::Name(name) => {
                    let before = names.len();
                    names.push((name.clone(), word.text.clone()));
                    let found = begins(rest, others, names);
                    if found.is_none() {
                        names.truncate(before);
                    }
                    Some(1 + found?)
                }
                _ => Some(1 + begins(rest, others, names)?),
            }
        }
    }
}
