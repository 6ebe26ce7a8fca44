//! What is explained where it is not a word on the command line: files, and standard input.

use std::fs;
use std::io;
use std::path::Path;

use crate::cli::disk;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;

/// Bytes that are read of all files together: the events of a large stack have a few million.
const LARGEST: usize = 32 << 20;
/// How names of files that people save events in end.
const ENDINGS: [&str; 4] = [".json", ".txt", ".log", ".yaml"];

/// The texts of what is asked for, where that is files or `-`.
pub(super) fn read(words: &[&str], session: &Session) -> Result<Option<String>, Stop> {
    let is_file = |word: &&str| *word == "-" || is_there(word, session) || looks_like_a_file(word);
    if !words.iter().all(is_file) || words.iter().all(|word| *word != "-" && word.is_empty()) {
        return Ok(None);
    }
    let mut text = String::new();
    for word in words {
        let bytes = match *word {
            "-" => disk::first(io::stdin().lock(), LARGEST + 1)
                .map_err(|error| Finding::error(format!("cannot read standard input: {error}")))?,
            name => {
                let path = session.paths.absolute(Path::new(name));
                let read = disk::beginning(&path, LARGEST + 1);
                read.map_err(|error| Stop::cannot("read", &path, &session.paths, &error, "check the path"))?
            }
        };
        text.push_str(&String::from_utf8_lossy(&bytes));
        text.push('\n');
        if text.len() > LARGEST {
            let help = "give the events of one deployment, or only those that failed";
            return Err(Finding::error(format!("`{word}` is larger than {} MiB, which is all that is read", LARGEST >> 20))
                .help(help)
                .into());
        }
    }
    Ok(Some(text))
}

fn is_there(word: &str, session: &Session) -> bool {
    !word.is_empty() && fs::metadata(session.paths.absolute(Path::new(word))).is_ok_and(|metadata| !metadata.is_dir())
}

fn looks_like_a_file(word: &str) -> bool {
    !word.contains(char::is_whitespace) && !word.contains("::") && ENDINGS.iter().any(|ending| word.ends_with(ending))
}
