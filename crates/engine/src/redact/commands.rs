//! Secrets that commands in a text are given: `--password x`, `curl -u name:x`, `echo x | docker login --password-stdin`.

use std::ops::Range;

use crate::language::read::secret;

/// What stands before a secret, what must stand before that in its line, and where in the next word the secret begins.
const OPTIONS: [(&str, &str, Begins); 8] = [
    (" -u ", "curl", Begins::AfterColon),
    (" --user ", "curl", Begins::AfterColon),
    (" -p", "mysql", Begins::Here),
    (" -p", "mariadb", Begins::Here),
    (" -p ", "docker login", Begins::Here),
    (" -a ", "redis-cli", Begins::Here),
    (" aws_secret_access_key ", "configure set", Begins::Here),
    (" aws_session_token ", "configure set", Begins::Here),
];

/// Where in a word a secret begins.
#[derive(Clone, Copy, PartialEq)]
enum Begins {
    /// At its first letter.
    Here,
    /// Behind a name and a colon.
    AfterColon,
}

/// The commands that print what another one reads as a password.
const PRINTING: [&str; 2] = ["echo ", "printf "];
const READING: [&str; 3] = ["password-stdin", "chpasswd", "passwd --stdin"];

/// Whether a text in which no dash stands may have such a command: one of the options, or one of those that read.
pub(super) fn may_do_without_dash(text: &str) -> bool {
    ["aws_", "chpasswd"].iter().any(|word| text.contains(word))
}

/// Finds what the commands in a text are given.
pub(super) fn find(text: &str, found: &mut Vec<Range<usize>>) {
    // Few texts have such a command, and many have lines.
    let given: Vec<&(&str, &str, Begins)> = OPTIONS.iter().filter(|(_, command, _)| text.contains(command)).collect();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut add = |range: Range<usize>| found.push(start + range.start..start + range.end);
        flags(line, &mut add);
        // A single word is no command.
        if line.trim_ascii_end().contains(' ') {
            options(line, &given, &mut add);
            printed(line, &mut add);
        }
        start += line.len();
    }
}

/// What commands are given with options of one letter, and as the value of a setting.
fn options(line: &str, given: &[&(&str, &str, Begins)], add: &mut impl FnMut(Range<usize>)) {
    for (option, command, begins) in given {
        let Some(behind) = line.find(command) else { continue };
        for (at, _) in line[behind..].match_indices(option) {
            word(line, behind + at + option.len(), *begins).into_iter().for_each(&mut *add);
        }
    }
}

/// What one command prints and another one reads as a password.
fn printed(line: &str, add: &mut impl FnMut(Range<usize>)) {
    if !READING.iter().any(|reading| line.contains(reading)) {
        return;
    }
    for (at, printing) in PRINTING.iter().flat_map(|printing| line.match_indices(printing)) {
        let mut at = at + printing.len();
        while let Some(rest) = line.get(at..).filter(|rest| rest.starts_with('-')) {
            at += rest.find(' ').map_or(rest.len(), |end| end + 1);
        }
        word(line, at, Begins::Here).into_iter().for_each(&mut *add);
    }
}

/// `--password x`, and `--password=x` where the quotes are those of a shell.
fn flags(line: &str, add: &mut impl FnMut(Range<usize>)) {
    for (at, _) in line.match_indices('-').filter(|(at, _)| line[..*at].chars().next_back().is_none_or(char::is_whitespace)) {
        let flag = line[at..].split([' ', '=']).next().unwrap_or_default();
        if takes_secret(flag) {
            word(line, at + flag.len() + 1, Begins::Here).into_iter().for_each(&mut *add);
        }
    }
}

/// How flags begin that say something about a secret and are given none: `--disabled-password`, `--ask-password`.
const ABOUT: [&str; 8] = ["ask-", "disable-", "disabled-", "generate-", "no-", "prompt-", "skip-", "without-"];

/// Whether a flag is given a secret: `--password`.
pub(super) fn takes_secret(flag: &str) -> bool {
    let name = flag.trim_start_matches('-');
    secret::says_secret(name) && !ABOUT.iter().any(|start| name.starts_with(start))
}

/// The word that begins at a byte, without its quotes, where it is a literal that may be a secret.
fn word(line: &str, at: usize, begins: Begins) -> Option<Range<usize>> {
    let rest = line.get(at..)?;
    let quote = rest.chars().next().filter(|c| "\"'".contains(*c));
    let at = at + quote.map_or(0, char::len_utf8);
    let rest = &line[at..];
    let is_end = |c: char| quote.map_or(c.is_whitespace() || "\"'`|;&)".contains(c), |quote| c == quote);
    let word = &rest[..rest.find(is_end).unwrap_or(rest.len())];
    let from = match begins {
        Begins::Here => 0,
        Begins::AfterColon => word.find(':')? + 1,
    };
    let value = &word[from..];
    let is_literal = !value.starts_with(['$', '{', '-', '<', '`']);
    (is_literal && secret::could_be_secret(value)).then(|| at + from..at + word.len())
}

#[cfg(test)]
mod tests {
    use super::find;

    #[track_caller]
    fn assert_found(text: &str, expected: &[&str]) {
        let mut found = Vec::new();
        find(text, &mut found);
        let mut found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        found.dedup();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_commands_are_given_is_found() {
        assert_found("run --password s3cr3t-1 --user a", &["s3cr3t-1"]);
        assert_found("mysql -u root -p's3cr3t 1'", &["s3cr3t 1"]);
        assert_found("a\ncurl -s -u me:s3cr3t-1 https://x\n", &["s3cr3t-1"]);
        assert_found("aws configure set aws_secret_access_key s3cr3t-1", &["s3cr3t-1"]);
        assert_found("echo -n \"s3cr3t-1\" | docker login --password-stdin", &["s3cr3t-1"]);
    }

    #[test]
    fn what_names_a_secret_is_none() {
        for text in [
            "mysql -p$PASSWORD -h db",
            "run --password ${PASSWORD}",
            "run --password --verbose",
            "adduser --system --home /app --disabled-password application",
            "psql --no-password production",
            "ssh -p 22022 -u root:root@x",
            "run --token-endpoint x.example.com",
            "echo $PASSWORD | docker login --password-stdin",
            "mkdir -p directory",
        ] {
            assert_found(text, &[]);
        }
    }
}
