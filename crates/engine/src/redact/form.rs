//! Credentials that show themselves by their form, and values that stand after the name of a secret.

use std::ops::Range;

use crate::language::read::secret;

/// How tokens begin, which characters go on beside letters and digits, and how many characters they have at least.
const TOKENS: [(&str, &str, usize); 18] = [
    ("AKIA", "", 20),
    ("ASIA", "", 20),
    ("ghp_", "_", 30),
    ("gho_", "_", 30),
    ("ghu_", "_", 30),
    ("ghs_", "_", 30),
    ("ghr_", "_", 30),
    ("github_pat_", "_", 30),
    ("glpat-", "-_", 20),
    ("npm_", "", 40),
    ("xoxb-", "-", 20),
    ("xoxp-", "-", 20),
    ("xoxa-", "-", 20),
    ("sk_live_", "_", 20),
    ("rk_live_", "_", 20),
    ("AIza", "-_", 39),
    ("Bearer ", "-._~+/=", 23),
    ("eyJ", "-_.", 30),
];

/// Finds credentials: tokens, private keys, passwords in addresses.
pub(super) fn find(text: &str, found: &mut Vec<Range<usize>>) {
    tokens(text, found);
    private_keys(text, found);
    passwords(text, found);
    assigned(text, false, found);
}

/// The characters of the shortest token.
const SHORTEST: usize = 20;

/// Tokens. Every text of a template is looked at, most are short, and few letters begin one.
fn tokens(text: &str, found: &mut Vec<Range<usize>>) {
    if text.len() < SHORTEST {
        return;
    }
    let begins = |byte: u8| TOKENS.iter().any(|(start, ..)| start.as_bytes().first() == Some(&byte));
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_alphabetic() && begins(*byte)) {
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
    if text.len() < SHORTEST || !text.contains('-') {
        return;
    }
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
    if !text.contains('@') {
        return;
    }
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

/// Finds values that are given to the name of a secret: `PASSWORD=x`; where a whole text is of names and values, also
/// `password: x` and `"Password": "x"`.
pub(super) fn assigned(text: &str, also_by_colon: bool, found: &mut Vec<Range<usize>>) {
    for (at, mark) in text.match_indices(['=', ':']) {
        if mark == ":" && !also_by_colon {
            continue;
        }
        let before = text[..at].trim_end_matches([' ', '"', '\'']);
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        let name = &before
            [before.rfind(|c| !is_name(c)).map_or(0, |last| last + before[last..].chars().next().map_or(1, char::len_utf8))..];
        // In `arn:…:secret:name` and `{{resolve:…:password}}` it is one part of a reference.
        if mark == ":" && before[..before.len() - name.len()].ends_with(':') {
            continue;
        }
        if name.is_empty() || !secret::says_secret(name.trim_start_matches('-')) {
            continue;
        }
        let after = &text[at + 1..];
        let value = after.trim_start_matches(' ');
        // `PASSWORD = x` in a text of settings; in prose, `=` stands at its name.
        if !also_by_colon && value.len() < after.len() {
            continue;
        }
        let quote = value.chars().next().filter(|c| "\"'`".contains(*c));
        let inner = quote.map_or(value, |quote| &value[quote.len_utf8()..]);
        let is_end = |c: char| match quote {
            Some(quote) => c == quote || c == '\n',
            None => c.is_whitespace() || ",;&\"'`()<>}]".contains(c),
        };
        let value = &inner[..inner.find(is_end).unwrap_or(inner.len())];
        if secret::could_be_secret(value) && !value.starts_with(['$', '!', '{', '[']) {
            let start = text.len() - inner.len();
            found.push(start..start + value.len());
        }
    }
}
