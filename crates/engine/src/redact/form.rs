//! Credentials that show themselves by their form, and values that stand after the name of a secret.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::commands;
use crate::language::read::pairs::Pairs;
use crate::language::read::secret;

/// How tokens begin, which characters go on beside letters and digits, and how many characters they have at least.
const TOKENS: [(&str, &str, usize); 34] = [
    ("AGE-SECRET-KEY-", "", 40),
    ("AIza", "-_", 39),
    ("AKIA", "", 20),
    ("ASIA", "", 20),
    ("Bearer ", "-._~+/=", 23),
    ("ATATT", "-_=", 40),
    ("SG.", "._-", 30),
    ("dckr_pat_", "-_", 20),
    ("dop_v1_", "", 40),
    ("eyJ", "-_.", 30),
    ("ghp_", "_", 30),
    ("gho_", "_", 30),
    ("ghu_", "_", 30),
    ("ghs_", "_", 30),
    ("ghr_", "_", 30),
    ("github_pat_", "_", 30),
    ("glpat-", "-_", 20),
    ("glsa_", "_", 30),
    ("hf_", "", 30),
    ("https://discord.com/api/webhooks/", "/-_", 50),
    ("https://hooks.slack.com/services/", "/", 40),
    ("hvs.", "-_", 24),
    ("npm_", "", 40),
    ("pypi-", "-_", 40),
    ("rk_live_", "_", 20),
    ("shpat_", "", 30),
    ("sk-", "-_", 40),
    ("sk_live_", "_", 20),
    ("sk_test_", "_", 20),
    ("whsec_", "", 20),
    ("xapp-", "-", 20),
    ("xoxa-", "-", 20),
    ("xoxb-", "-", 20),
    ("xoxp-", "-", 20),
];

/// How the tokens begin.
const BEGINNINGS: Pairs = {
    let (mut pairs, mut index) = (Pairs::NONE, 0);
    while index < TOKENS.len() {
        let start = TOKENS[index].0.as_bytes();
        pairs = pairs.with(start[0], start[1]);
        index += 1;
    }
    pairs
};

/// Finds credentials: tokens, private keys, passwords in addresses, and what commands and settings in a text are given.
pub(super) fn find(text: &str, found: &mut Vec<Range<usize>>) {
    tokens(text, found);
    let signs = Signs::of(text);
    if signs.has(Signs::DASH) {
        private_keys(text, found);
    }
    if signs.has(Signs::AT) {
        passwords(text, found);
    }
    if signs.has(Signs::Z) {
        authorizations(text, found);
    }
    if signs.has(Signs::GIVING) {
        assigned(text, false, found);
    }
    if signs.has(Signs::DASH) || signs.has(Signs::SPACE) && commands::may_do_without_dash(text) {
        commands::find(text, found);
    }
}

/// Which of the characters a text has that credentials do not come without: most texts have none, and are not searched.
struct Signs(u8);

impl Signs {
    const DASH: u8 = 1;
    const AT: u8 = 2;
    /// The rarest letter of `Authorization`.
    const Z: u8 = 4;
    /// What stands between a name and its value.
    const GIVING: u8 = 8;
    const SPACE: u8 = 16;

    const BYTES: [u8; 256] = {
        let mut bytes = [0; 256];
        bytes[b'-' as usize] = Signs::DASH;
        bytes[b'@' as usize] = Signs::AT;
        bytes[b'z' as usize] = Signs::Z;
        bytes[b'=' as usize] = Signs::GIVING;
        bytes[b':' as usize] = Signs::GIVING;
        bytes[b' ' as usize] = Signs::SPACE;
        bytes
    };

    fn of(text: &str) -> Signs {
        Signs(text.bytes().fold(0, |signs, byte| signs | Signs::BYTES[usize::from(byte)]))
    }

    fn has(&self, sign: u8) -> bool {
        self.0 & sign != 0
    }
}

/// Whether a text is made of another one in which a credential stands.
pub(super) fn is_encoded_credential(text: &str) -> bool {
    let is_encoded = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    if text.len() < SHORTEST || !text.len().is_multiple_of(4) || !text.bytes().all(is_encoded) {
        return false;
    }
    let decoded = STANDARD.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let mut found = Vec::new();
    decoded.into_iter().for_each(|decoded| find(&decoded, &mut found));
    !found.is_empty()
}

/// The characters of the shortest token.
const SHORTEST: usize = 20;

/// Tokens. Every text of a template is looked at, most are short, and few letters begin one.
fn tokens(text: &str, found: &mut Vec<Range<usize>>) {
    if text.len() < SHORTEST {
        return;
    }
    let pairs = text.as_bytes().windows(2).enumerate();
    for (at, _) in pairs.filter(|(_, pair)| BEGINNINGS.may_be(pair[0], pair[1])) {
        for (start, more, least) in TOKENS.into_iter().filter(|(start, ..)| text[at..].starts_with(start)) {
            let body = &text[at + start.len()..];
            let length = start.len() + body.find(|c: char| !c.is_ascii_alphanumeric() && !more.contains(c)).unwrap_or(body.len());
            let begins_word = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let token = &text[at..at + length];
            // The parts of a web token are JSON, which begins with `{"`.
            if length >= least && begins_word && (start != "eyJ" || token.contains(".eyJ")) {
                found.push(at..at + length);
            }
        }
    }
}

/// `-----BEGIN … PRIVATE KEY-----` to its end, or that of the text.
fn private_keys(text: &str, found: &mut Vec<Range<usize>>) {
    let mut at = 0;
    while let Some(start) = text[at..].find("-----BEGIN").map(|start| at + start) {
        let head = text[start + 10..].find("-----").map_or(text.len(), |end| start + 15 + end);
        at = head;
        if text[start..head].contains("PRIVATE KEY") {
            let end = text[head..].find("-----END").map_or(text.len(), |end| head + end);
            found.push(start..end);
            at = end;
        }
    }
}

/// The password of `scheme://user:password@host`, where it is literal.
fn passwords(text: &str, found: &mut Vec<Range<usize>>) {
    for (at, mark) in text.match_indices("://") {
        let start = at + mark.len();
        let is_end = |c: char| c.is_whitespace() || "/?#\"'`<>".contains(c);
        let authority = &text[start..start + text[start..].find(is_end).unwrap_or(text.len() - start)];
        let Some((user, _)) = authority.rsplit_once('@') else { continue };
        let Some((name, password)) = user.split_once(':') else { continue };
        if !password.is_empty() && !password.contains(['$', '{']) {
            let from = start + name.len() + 1;
            found.push(from..from + password.len());
        }
    }
}

/// What follows `Authorization`, with the name of a scheme or without one: `Authorization: Bearer x`.
fn authorizations(text: &str, found: &mut Vec<Range<usize>>) {
    const REST: &str = "uthorization";
    const BETWEEN: [char; 7] = ['\\', '"', '\'', ' ', ':', '=', ','];
    let mut end = 0;
    for (at, _) in text.match_indices(REST) {
        let behind = &text[at + REST.len()..];
        // What is within another value is none of its own, and a longer word is another one.
        if at < end || !behind.starts_with(BETWEEN) {
            continue;
        }
        let after = behind.trim_start_matches(BETWEEN);
        let word = &after[..after.find(is_end_of_value).unwrap_or(after.len())];
        let is_scheme = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let skipped = if is_scheme && after[word.len()..].starts_with(' ') { word.len() + 1 } else { 0 };
        let value = &after[skipped..];
        let value = &value[..value.find(is_end_of_value).unwrap_or(value.len())];
        // `text` ends where `after` does.
        let start = text.len() - after.len() + skipped;
        end = start + value.len();
        let is_literal = !value.starts_with(['$', '{']) && value.bytes().any(|byte| byte.is_ascii_digit());
        if is_literal && secret::could_be_secret(value) {
            found.push(start..end);
        }
    }
}

fn is_end_of_value(c: char) -> bool {
    !c.is_ascii_graphic() || "\"'`,;\\".contains(c)
}

/// Finds values that are given to the name of a secret: `PASSWORD=x`, `"password": "x"`, `password: x` in a line of its own; where a
/// whole text is of names and values, also `password: x` anywhere.
pub(super) fn assigned(text: &str, also_by_colon: bool, found: &mut Vec<Range<usize>>) {
    let has_lines = text.contains('\n');
    let marks = text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'=' | b':'));
    for (at, mark) in marks {
        // A text in JSON that is itself a text of JSON has backslashes before its quotes.
        let before = text[..at].trim_end_matches([' ', '\\', '"', '\'']);
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        let name = &before
            [before.rfind(|c| !is_name(c)).map_or(0, |last| last + before[last..].chars().next().map_or(1, char::len_utf8))..];
        if name.is_empty() || !secret::says_secret(name.trim_start_matches('-')) {
            continue;
        }
        let above = &before[..before.len() - name.len()];
        // In `arn:…:secret:name` and `{{resolve:…:password}}` it is one part of a reference.
        if mark == b':' && above.ends_with(':') {
            continue;
        }
        let after = &text[at + 1..];
        let value = after.trim_start_matches([' ', '\\']);
        let quote = value.chars().next().filter(|c| "\"'`".contains(*c));
        let inner = quote.map_or(value, |quote| &value[quote.len_utf8()..]);
        let is_end = |c: char| match quote {
            Some(quote) => c == quote || c == '\n' || c == '\\',
            None => c.is_whitespace() || c.is_control() || ",;&\"'`()<>}]\\".contains(c),
        };
        let value = &inner[..inner.find(is_end).unwrap_or(inner.len())];
        // In prose, `=` stands at its name, and what stands behind a colon is no value.
        let is_of_line = || {
            let left = above.trim_end_matches([' ', '\t', '-', '"', '\'']);
            let right = inner[value.len()..].trim_start_matches(' ');
            has_lines && (left.is_empty() || left.ends_with('\n')) && (right.is_empty() || right.starts_with(['\n', '\r']))
        };
        let is_given = mark == b'=' && !after.starts_with(' ');
        if !(also_by_colon || is_given || quote.is_some() || is_of_line()) {
            continue;
        }
        if secret::could_be_secret(value) && !value.starts_with(['$', '!', '{', '[']) {
            let start = text.len() - inner.len();
            found.push(start..start + value.len());
        }
    }
}
