//! Translating the regular expressions of the schemas into those of Rust.

/// An expression that Rust's engine takes.
#[derive(Debug)]
pub(super) struct Translated {
    /// The expression.
    pub text: String,
    /// Whether it means the same as the published one for ASCII texts only.
    pub ascii_only: bool,
}

/// The expressions that must match, and those that must not: one, unless the published one begins with look-aheads or ends with
/// a look-behind.
pub(super) fn split(published: &str) -> Option<Vec<(bool, String)>> {
    // Another way to write the end of the text.
    let whole = published.strip_suffix(r"(?![\s\S])").map_or_else(|| published.to_owned(), |start| format!("{start}$"));
    let (whole, behind) = match look_behind(&whole) {
        Some((start, inner)) => (format!("{start}$"), Some((false, format!("(?:{inner})$")))),
        None => (whole, None),
    };
    let after_anchor = ["^", r"\A"].into_iter().find_map(|anchor| whole.strip_prefix(anchor));
    let mut anchored = after_anchor.is_some();
    let mut rest = after_anchor.unwrap_or(&whole);
    let mut parts = Vec::new();
    while let Some((wanted, inner, after)) = look_ahead(rest) {
        anchored |= wanted && inner.starts_with('^');
        if !anchored || after.starts_with(['*', '+', '?', '{']) {
            return None;
        }
        parts.push((wanted, format!("^(?:{inner})")));
        rest = after;
    }
    if parts.is_empty() && behind.is_none() {
        return Some(vec![(true, whole)]);
    }
    // What is looked at would belong to one alternative alone; and without an anchor the match may begin anywhere.
    if !anchored || has_alternatives(rest) {
        return None;
    }
    parts.push((true, format!("^(?:{rest})")));
    parts.extend(behind);
    Some(parts)
}

/// Whether an expression can only match at the beginning of a text.
pub(super) fn is_anchored(expression: &str) -> bool {
    expression.starts_with('^') && !has_alternatives(expression)
}

/// The expression of one character that a text may have which an expression matches as a whole: one of its parts, wherever that stands.
/// Nothing where any character may be one.
pub(super) fn of_letter(expression: &str) -> Option<String> {
    let end = ["$", r"\Z", r"\z"].into_iter().find_map(|end| expression.strip_prefix('^')?.strip_suffix(end));
    let inner = end.filter(|inner| !inner.ends_with('\\') && !has_alternatives(inner))?;
    let mut parts: Vec<String> = Vec::new();
    let mut symbols = symbols(inner).map(|symbol| symbol.text).peekable();
    while let Some(symbol) = symbols.next() {
        match symbol {
            "(" if symbols.peek() == Some(&"?") => {
                symbols.next();
                symbols.next_if_eq(&":")?;
            }
            "(" | ")" | "|" | "*" | "+" | "?" => {}
            "{" => while symbols.next().is_some_and(|symbol| symbol != "}") {},
            "." | "^" | "$" => return None,
            // An escape of a class of characters, or of one that means something else without it.
            escape if escape.starts_with('\\') && !is_of_letter(escape) => return None,
            "]" | "}" => parts.push(format!("\\{symbol}")),
            _ => parts.push(symbol.to_owned()),
        }
    }
    (!parts.is_empty()).then(|| format!("^(?:{})$", parts.join("|")))
}

/// Whether an escape stands for one character.
fn is_of_letter(escape: &str) -> bool {
    let escaped = escape.chars().nth(1).unwrap_or_default();
    !escaped.is_ascii_alphanumeric() || matches!(escaped, 'd' | 'D' | 'n' | 'r' | 's' | 'S' | 't' | 'w' | 'W')
}

fn has_alternatives(expression: &str) -> bool {
    symbols(expression).any(|symbol| symbol.depth == 0 && symbol.text == "|")
}

/// What stands before a look-behind at the very end that must not match, and what it holds.
fn look_behind(text: &str) -> Option<(&str, &str)> {
    let (start, inner) = text.strip_suffix(")$")?.rsplit_once("(?<!")?;
    (!inner.contains(['(', ')', '[', '|'])).then_some((start, inner))
}

/// A look-ahead at the front: whether it must match, what it holds, and what follows it.
fn look_ahead(text: &str) -> Option<(bool, &str, &str)> {
    let wanted = text.starts_with("(?=");
    let inner = text.strip_prefix(if wanted { "(?=" } else { "(?!" })?;
    let end = symbols(inner).find(|symbol| symbol.depth == 0 && symbol.text == ")")?.start;
    Some((wanted, inner.get(..end)?, inner.get(end + 1..)?))
}

/// The largest number in braces: how often something is repeated.
pub(super) fn most_repeated(expression: &str) -> usize {
    let numbers = expression.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    numbers.filter_map(|bounds| bounds.rsplit(',').next()?.parse().ok()).max().unwrap_or(1)
}

/// A part of an expression that is not divided: an escape, a class with its brackets, a character.
struct Symbol<'a> {
    text: &'a str,
    start: usize,
    /// The groups that are open before it.
    depth: usize,
}

fn symbols(text: &str) -> impl Iterator<Item = Symbol<'_>> {
    let mut start = 0;
    let mut depth: usize = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..)?;
        let length = length(rest)?;
        let symbol = Symbol { text: rest.get(..length)?, start, depth };
        start += length;
        match symbol.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(symbol)
    })
}

fn length(text: &str) -> Option<usize> {
    if text.starts_with('[') { class_length(text) } else { step_length(text) }
}

/// The length of an escape or of a character.
fn step_length(text: &str) -> Option<usize> {
    let Some(escaped) = text.strip_prefix('\\') else { return text.chars().next().map(char::len_utf8) };
    if escaped.starts_with(['p', 'P']) && escaped[1..].starts_with('{') {
        return text.find('}').map(|end| end + 1);
    }
    escaped.chars().next().map(|next| 1 + next.len_utf8())
}

/// The length of a class. A bracket at its very beginning is a member.
fn class_length(text: &str) -> Option<usize> {
    let mut at = if text.starts_with("[^") { 2 } else { 1 };
    let first = at;
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with(']') && at > first {
            return Some(at + 1);
        }
        at += step_length(rest)?;
    }
}

/// The expression for Rust's engine; `None` where it is not known to mean the same.
pub(super) fn translate(expression: &str) -> Option<Translated> {
    let mut made = Translated { text: String::with_capacity(expression.len()), ascii_only: false };
    let mut end = 0;
    for symbol in symbols(expression) {
        end += symbol.text.len();
        match symbol.text.strip_prefix('[') {
            Some(class) if symbol.text.len() > 1 => made.class(class)?,
            _ => made.step(symbol.text, "")?,
        }
    }
    // What is left could not be divided.
    (end == expression.len()).then_some(made)
}

impl Translated {
    fn class(&mut self, class: &str) -> Option<()> {
        self.text.push('[');
        let mut rest = class;
        while let Some(length) = step_length(rest) {
            let (step, after) = rest.split_at_checked(length)?;
            match step {
                r"\\" if is_escaped_twice(after) => return None,
                r"\\" => self.text.push_str(step),
                _ => self.step(step, class)?,
            }
            // A hyphen after a class is meant literally.
            if step.starts_with("\\p") && after.starts_with('-') && !after.starts_with("-]") {
                self.text.push('\\');
            }
            rest = after;
        }
        Some(())
    }

    /// Adds an escape or a character, in a class or, where that is empty, outside of one.
    fn step(&mut self, step: &str, class: &str) -> Option<()> {
        let Some(escaped) = step.strip_prefix('\\') else {
            self.text.push_str(step);
            return Some(());
        };
        match escaped.chars().next()? {
            'Z' if class.is_empty() => self.text.push('$'),
            'p' | 'P' => {
                let members = members(escaped)?;
                self.ascii_only = true;
                self.text.push_str(&if class.is_empty() { format!("[{members}]") } else { members });
            }
            // Hardly a text has one: it is meant to escape what follows, and was escaped once too often.
            '\\' => return None,
            letter => {
                self.ascii_only |= matches!(letter, 'w' | 'W' | 's' | 'S' | 'b' | 'B');
                self.text.push_str(step);
            }
        }
        Some(())
    }
}

/// Whether a backslash in a class, with what follows it, is meant as one escape: `[\\d]`, `[.\\-_]`.
fn is_escaped_twice(after: &str) -> bool {
    after.starts_with(['d', 'D', 's', 'S', 'w', 'W']) || after.starts_with('-') && !after.starts_with("-]")
}

/// The ASCII characters of a Unicode class such as `p{L}`, or those that are not in it, such as `P{C}`, as members of a class.
fn members(class: &str) -> Option<String> {
    let is_member: fn(char) -> bool = match class.get(2..class.len() - 1)? {
        "L" => |c| c.is_ascii_alphabetic(),
        "N" => |c| c.is_ascii_digit(),
        "P" => |c| c.is_ascii_punctuation() && !"$+<=>^`|~".contains(c),
        "S" => |c| "$+<=>^`|~".contains(c),
        "Z" | "Zs" => |c| c == ' ',
        "C" | "Cc" => |c| c.is_ascii_control(),
        "M" | "Cf" => |_| false,
        "Print" => |c| c == ' ' || c.is_ascii_graphic(),
        "Graph" => |c| c.is_ascii_graphic(),
        "ASCII" => |_| true,
        _ => return None,
    };
    let wanted = class.starts_with('p');
    Some((0..128u8).filter(|byte| is_member(char::from(*byte)) == wanted).map(|byte| format!("\\x{byte:02x}")).collect())
}
