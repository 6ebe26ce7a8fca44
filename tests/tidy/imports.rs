//! What a source file names of other modules: read from its tokens, so that no way of writing a path hides it, and no text in a
//! comment or a string is taken for one.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The crates of the library, as they name each other. Their modules have names of their own, so together they are read as one crate.
const CRATES: [&str; 4] = ["crate", "formwork_core", "formwork_aws", "formwork_engine"];

/// A file seen from the sources of its crate: `stack/app.rs` of `crates/core/src/stack/app.rs`.
pub fn inside(path: &str) -> &str {
    path.split_once("src/").map_or(path, |(_, inner)| inner)
}

/// The module that a file of the library is: `[stack, app]` of `crates/core/src/stack/app.rs`.
pub fn module_of(path: &str) -> Vec<String> {
    let inner = inside(path).trim_end_matches(".rs");
    let steps: Vec<String> = inner.split('/').map(str::to_owned).collect();
    match steps.split_last() {
        Some((last, rest)) if last == "mod" || last == "lib" => rest.to_vec(),
        _ => steps,
    }
}

/// The paths into the crate that a file writes outside its tests, from the crate's root: `[template, Node]`.
pub fn paths(module: &[String], text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    collect(&tokens(module, text), module, &mut found);
    found
}

/// The same, apart: what a file needs, and what it only passes on by `pub use`.
pub fn needs(module: &[String], text: &str) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
    let (mut own, mut passed) = (Vec::new(), Vec::new());
    let mut tokens = tokens(module, text).into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_public = matches!(&token, TokenTree::Ident(word) if word == "pub");
        let scope = tokens.next_if(|next| is_public && matches!(next, TokenTree::Group(_)));
        if is_public && matches!(tokens.peek(), Some(TokenTree::Ident(word)) if word == "use") {
            let is_inside = |token: &TokenTree| !matches!(token, TokenTree::Punct(end) if end.as_char() == ';');
            passed.extend(tokens.by_ref().skip(1).take_while(is_inside));
            passed.push(TokenTree::Punct(proc_macro2::Punct::new(';', proc_macro2::Spacing::Alone)));
            continue;
        }
        own.push(token);
        own.extend(scope);
    }
    let paths = |tokens: &[TokenTree]| {
        let mut found = Vec::new();
        collect(tokens, module, &mut found);
        found
    };
    (paths(&own), paths(&passed))
}

fn tokens(module: &[String], text: &str) -> Vec<TokenTree> {
    let tokens = TokenStream::from_str(text).unwrap_or_else(|error| panic!("{}: {error}", module.join("::")));
    tokens.into_iter().collect()
}

fn collect(tokens: &[TokenTree], module: &[String], found: &mut Vec<Vec<String>>) {
    let mut at = 0;
    while at < tokens.len() {
        if is_test(tokens, at) {
            at = after_item(tokens, at + 2);
            continue;
        }
        match &tokens[at] {
            TokenTree::Ident(word) if word == "mod" => {
                // `mod name { … }`: its paths begin one step deeper.
                if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) = (tokens.get(at + 1), tokens.get(at + 2)) {
                    let inner: Vec<String> = module.iter().cloned().chain([name.to_string()]).collect();
                    collect(&body.stream().into_iter().collect::<Vec<_>>(), &inner, found);
                    at += 3;
                    continue;
                }
                at += 2;
            }
            TokenTree::Ident(word) if word == "pub" => {
                at += 1 + usize::from(matches!(tokens.get(at + 1), Some(TokenTree::Group(_))));
            }
            TokenTree::Ident(_) => {
                let mut written = Vec::new();
                at = path(tokens, at, &mut Vec::new(), &mut written);
                found.extend(written.into_iter().filter_map(|path| resolved(&path, module)));
            }
            TokenTree::Group(group) => {
                collect(&group.stream().into_iter().collect::<Vec<_>>(), module, found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Reads a path that begins at a token, with the branches of a tree of `use`; gives the index after it.
fn path(tokens: &[TokenTree], mut at: usize, before: &mut Vec<String>, written: &mut Vec<Vec<String>>) -> usize {
    let depth = before.len();
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(word)) => before.push(word.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace && before.len() > depth => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for branch in inner.split(|token| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',')) {
                    if !branch.is_empty() {
                        path(branch, 0, &mut before.clone(), written);
                    }
                }
                before.truncate(depth);
                return at + 1;
            }
            _ => break,
        }
        at += 1;
        let is_colon = |index: usize| matches!(tokens.get(index), Some(TokenTree::Punct(colon)) if colon.as_char() == ':');
        if !is_colon(at) || !is_colon(at + 1) {
            break;
        }
        at += 2;
    }
    written.push(before.clone());
    before.truncate(depth);
    at
}

/// The path from the crate's root; nothing for what is no path into the crate, or may be a name that `use` brings in.
fn resolved(path: &[String], module: &[String]) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        name if CRATES.contains(&name) => Some(rest.to_vec()),
        "self" => Some(module.iter().chain(rest).cloned().collect()),
        "super" => {
            let ups = path.iter().take_while(|step| *step == "super").count();
            let base = &module[..module.len().checked_sub(ups)?];
            Some(base.iter().chain(&path[ups..]).cloned().collect())
        }
        // A module's own child, as `pub use child::Name` or `child::function()` writes it; a name that `use` brings in is no file.
        _ if path.len() > 1 => Some(module.iter().chain(path).cloned().collect()),
        _ => None,
    }
}

/// Whether an attribute `#[cfg(test)]` begins at a token.
fn is_test(tokens: &[TokenTree], at: usize) -> bool {
    let (Some(TokenTree::Punct(sign)), Some(TokenTree::Group(group))) = (tokens.get(at), tokens.get(at + 1)) else {
        return false;
    };
    sign.as_char() == '#' && group.stream().to_string().replace(' ', "") == "cfg(test)"
}

/// The index after the item that begins at a token.
fn after_item(tokens: &[TokenTree], at: usize) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Punct(sign) => sign.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    tokens[at.min(tokens.len())..].iter().position(ends).map_or(tokens.len(), |length| at + length + 1)
}

/// Files that need themselves through others, each with the files on the way that are nearest to it.
pub fn circles(needs: &BTreeMap<&str, BTreeSet<&str>>) -> Vec<String> {
    let reached = |from: &str| {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut next: Vec<&str> = needs.get(from).into_iter().flatten().copied().collect();
        while let Some(file) = next.pop() {
            if reached.insert(file) {
                next.extend(needs.get(file).into_iter().flatten());
            }
        }
        reached
    };
    let all: BTreeMap<&str, BTreeSet<&str>> = needs.keys().map(|file| (*file, reached(file))).collect();
    let through = |file: &str| {
        let back = |other: &&&str| all.get(**other).is_some_and(|reached| reached.contains(file));
        needs.get(file).into_iter().flatten().filter(back).copied().collect::<Vec<_>>().join(", ")
    };
    let own = all.iter().filter(|(file, reached)| reached.contains(*file));
    own.map(|(file, _)| format!("{file} is in a circle through {}", through(file))).collect()
}

#[test]
fn no_way_of_writing_a_path_hides_it() {
    let module = ["stack", "app"].map(str::to_owned);
    let found = |text: &str| paths(&module, text).into_iter().map(|path| path.join("::")).collect::<Vec<_>>();
    assert_eq!(found("use crate::{cli, check::{engine::Rule, rules}};"), ["cli", "check::engine::Rule", "check::rules"]);
    assert_eq!(found("pub(crate) use crate::{\n    cli::Session,\n};"), ["cli::Session"]);
    assert_eq!(found("use formwork_engine::{check, diff};"), ["check", "diff"]);
    assert_eq!(found("use super::super::cli;"), ["cli"]);
    assert_eq!(found("fn f() { let x = \"a // b\"; crate::cli::main(); }"), ["cli::main"]);
    assert_eq!(found("fn f() -> char { '\"' } fn g() { crate::cli::main() }"), ["cli::main"]);
    assert_eq!(found("mod inner { use super::super::super::cli; }"), ["cli"]);
    for silent in [
        "// use crate::cli;",
        "/* crate::cli */",
        "const A: &str = \"crate::cli\";",
        "#[cfg(test)] mod tests { use crate::cli; }",
    ] {
        assert!(found(silent).iter().all(|path| !path.starts_with("cli")), "{silent}");
    }
}

#[test]
fn a_circle_is_found() {
    let needs = |pairs: &[(&'static str, &'static str)]| {
        let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (file, other) in pairs {
            needs.entry(file).or_default().insert(other);
        }
        needs
    };
    assert_eq!(circles(&needs(&[("a", "b"), ("b", "c")])), Vec::<String>::new());
    assert_eq!(circles(&needs(&[("a", "b"), ("b", "c"), ("c", "b")])).len(), 2);
}
