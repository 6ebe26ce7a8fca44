//! Rust expressions as a tree, and how they are laid out: as rustfmt does, so that what it leaves alone reads well too.

/// The width of a line.
const WIDTH: usize = 110;
/// One level of indentation.
const STEP: usize = 4;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Code {
    /// A literal, or a name that needs no import.
    Atom(String),
    /// A path whose first segment must be imported.
    Path(String),
    /// The variable of an element of the stack, by its key.
    Element(String),
    /// The setting of a parameter, by its field.
    Setting(String),
    /// A link of another module: the module, and the field of its struct `Exports`.
    Link(String, String),
    /// `&…`
    Borrowed(Box<Code>),
    /// `….field`
    Field(Box<Code>, &'static str),
    /// `head(arguments)`
    Call(Box<Code>, Vec<Item>),
    /// `base.method(arguments).method(arguments)`
    Chain(Box<Code>, Vec<Link>),
    /// `[items]`, `(items)`: the brackets, and what stands between.
    Many([&'static str; 2], Vec<Item>),
    /// `{ "Key": value }` inside of `object!`.
    Object(Vec<Entry>),
    /// `object! { … }`
    Macro(Box<Code>),
    /// `Path { field: value }`
    Struct(String, Vec<(String, Code)>),
    /// The same for each row of values.
    Loop(Box<Loop>),
}

/// An expression for each row of values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Loop {
    /// What the values of a row are called.
    pub(super) variables: Vec<String>,
    pub(super) rows: Vec<Item>,
    pub(super) body: Code,
}

/// An expression in a list, below its comments.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) comments: Vec<String>,
    pub(super) code: Code,
}

/// A call in a chain, below its comments.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Link {
    pub(super) comments: Vec<String>,
    pub(super) method: String,
    pub(super) arguments: Vec<Item>,
}

/// An entry of an object, below its comments.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub(super) comments: Vec<String>,
    pub(super) key: String,
    pub(super) value: Code,
}

impl From<Code> for Item {
    fn from(code: Code) -> Self {
        Item { comments: Vec::new(), code }
    }
}

impl Code {
    /// A name or literal.
    pub(super) fn atom(text: impl Into<String>) -> Code {
        Code::Atom(text.into())
    }

    /// `head(arguments)`, of a function that needs no import.
    pub(super) fn call(head: &str, arguments: impl IntoIterator<Item = Code>) -> Code {
        Code::Call(Box::new(Code::atom(head)), arguments.into_iter().map(Item::from).collect())
    }

    /// `path(arguments)`, of a function that is imported.
    pub(super) fn path_call(head: impl Into<String>, arguments: impl IntoIterator<Item = Code>) -> Code {
        Code::Call(Box::new(Code::Path(head.into())), arguments.into_iter().map(Item::from).collect())
    }

    /// The same with one more call on it.
    pub(super) fn then(self, method: &str, arguments: impl IntoIterator<Item = Code>) -> Code {
        self.then_below(Vec::new(), method, arguments)
    }

    /// The same with one more call on it, below its comments.
    pub(super) fn then_below(self, comments: Vec<String>, method: &str, arguments: impl IntoIterator<Item = Code>) -> Code {
        let link = Link { comments, method: method.to_owned(), arguments: arguments.into_iter().map(Item::from).collect() };
        match self {
            Code::Chain(base, mut links) => {
                links.push(link);
                Code::Chain(base, links)
            }
            base => Code::Chain(Box::new(base), vec![link]),
        }
    }

    /// Calls `visit` for this expression and every one inside.
    pub(super) fn walk(&self, visit: &mut dyn FnMut(&Code)) {
        visit(self);
        let mut items = |items: &Vec<Item>| items.iter().for_each(|item| item.code.walk(visit));
        match self {
            Code::Atom(_) | Code::Path(_) | Code::Element(_) | Code::Setting(_) | Code::Link(..) => {}
            Code::Borrowed(inner) | Code::Macro(inner) | Code::Field(inner, _) => inner.walk(visit),
            Code::Many(_, inner) => items(inner),
            Code::Call(head, arguments) => {
                items(arguments);
                head.walk(visit);
            }
            Code::Chain(base, links) => {
                links.iter().for_each(|link| items(&link.arguments));
                base.walk(visit);
            }
            Code::Object(entries) => entries.iter().for_each(|entry| entry.value.walk(visit)),
            Code::Struct(_, fields) => fields.iter().for_each(|(_, value)| value.walk(visit)),
            Code::Loop(looped) => {
                items(&looped.rows);
                looped.body.walk(visit);
            }
        }
    }
}

/// Writes expressions; `name` says what the variable of an element is called.
pub(super) struct Printer<'a> {
    pub(super) name: &'a dyn Fn(&str) -> String,
}

impl Printer<'_> {
    /// An expression that begins at a column, on a line with this indentation.
    pub(super) fn print(&self, code: &Code, indent: usize, column: usize) -> String {
        match self.flat(code) {
            Some(text) if column + text.lines().next().unwrap_or_default().chars().count() <= WIDTH => text,
            _ => self.broken(code, indent, column),
        }
    }

    /// On one line; nothing where comments stand inside.
    fn flat(&self, code: &Code) -> Option<String> {
        Some(match code {
            Code::Atom(text) | Code::Path(text) => text.clone(),
            Code::Element(key) => (self.name)(key),
            Code::Link(module, field) => format!("{module}.{field}"),
            Code::Setting(field) => format!("settings.{field}.as_deref()"),
            Code::Borrowed(inner) => format!("&{}", self.flat(inner)?),
            Code::Field(base, field) => format!("{}.{field}", self.flat(base)?),
            Code::Call(head, arguments) => format!("{}({})", self.flat(head)?, self.flat_items(arguments)?),
            Code::Chain(base, links) => {
                let mut text = self.flat(base)?;
                for link in links {
                    let arguments = link.comments.is_empty().then(|| self.flat_items(&link.arguments)).flatten()?;
                    text.push_str(&format!(".{}({arguments})", link.method));
                }
                text
            }
            Code::Many([open, close], items) => format!("{open}{}{close}", self.flat_items(items)?),
            Code::Object(entries) if entries.is_empty() => "{}".to_owned(),
            Code::Object(entries) => {
                let flat = |entry: &Entry| {
                    entry.comments.is_empty().then(|| Some(format!("{}: {}", entry.key, self.flat(&entry.value)?))).flatten()
                };
                format!("{{ {} }}", entries.iter().map(flat).collect::<Option<Vec<_>>>()?.join(", "))
            }
            Code::Macro(inner) => format!("object! {}", self.flat(inner)?),
            Code::Struct(path, fields) => {
                let fields = fields.iter().map(|(name, value)| Some(self.field(name, self.flat(value)?)));
                format!("{path} {{ {} }}", fields.collect::<Option<Vec<_>>>()?.join(", "))
            }
            Code::Loop(_) => return None,
        })
    }

    fn flat_items(&self, items: &[Item]) -> Option<String> {
        let flat = |item: &Item| item.comments.is_empty().then(|| self.flat(&item.code)).flatten();
        Some(items.iter().map(flat).collect::<Option<Vec<_>>>()?.join(", "))
    }

    /// `name: value`, or the short form where both are called the same.
    fn field(&self, name: &str, value: String) -> String {
        if name == value { value } else { format!("{name}: {value}") }
    }

    fn broken(&self, code: &Code, indent: usize, column: usize) -> String {
        match code {
            Code::Atom(_) | Code::Path(_) | Code::Element(_) | Code::Field(..) | Code::Setting(_) | Code::Link(..) => {
                self.flat(code).unwrap_or_default()
            }
            Code::Borrowed(inner) => format!("&{}", self.print(inner, indent, column + 1)),
            Code::Call(head, arguments) => {
                let head = self.print(head, indent, column);
                let at = column + head.chars().count() + 1;
                format!("{head}({})", self.arguments(arguments, indent, at))
            }
            Code::Chain(base, links) => self.chain(base, links, indent, column),
            Code::Many([open, close], items) => format!("{open}{}{close}", self.lines(items, indent)),
            Code::Object(entries) => self.object(entries, indent),
            Code::Macro(inner) => format!("object! {}", self.print(inner, indent, column + 8)),
            Code::Struct(path, fields) => {
                let inner = indent + STEP;
                let line = |(name, value): &(String, Code)| {
                    let value = self.print(value, inner, inner + name.len() + 2);
                    format!("{:inner$}{},\n", "", self.field(name, value))
                };
                format!("{path} {{\n{}{:indent$}}}", fields.iter().map(line).collect::<String>(), "")
            }
            Code::Loop(looped) => self.looped(looped, indent),
        }
    }

    fn chain(&self, base: &Code, links: &[Link], indent: usize, column: usize) -> String {
        let mut text = self.print(base, indent, column);
        if let ([link], false) = (links, text.contains('\n'))
            && link.comments.is_empty()
        {
            let head = format!("{text}.{}(", link.method);
            let at = column + head.chars().count();
            return format!("{head}{})", self.arguments(&link.arguments, indent, at));
        }
        let inner = indent + STEP;
        for link in links {
            text.push('\n');
            text.push_str(&comment_lines(&link.comments, inner));
            let arguments = self.arguments(&link.arguments, inner, inner + link.method.len() + 2);
            text.push_str(&format!("{:inner$}.{}({arguments})", "", link.method));
        }
        text
    }

    /// What stands between the parentheses of a call. A single argument that has lines of its own begins on the line of the call.
    fn arguments(&self, items: &[Item], indent: usize, column: usize) -> String {
        match items {
            [] => String::new(),
            [Item { comments, code }] if comments.is_empty() => self.print(code, indent, column),
            several => match self.flat_items(several) {
                Some(text) if column + text.lines().next().unwrap_or_default().chars().count() < WIDTH => text,
                _ => self.lines(several, indent),
            },
        }
    }

    /// Each item on lines of its own.
    fn lines(&self, items: &[Item], indent: usize) -> String {
        let inner = indent + STEP;
        let mut text = String::from("\n");
        for item in items {
            text.push_str(&comment_lines(&item.comments, inner));
            text.push_str(&format!("{:inner$}{},\n", "", self.print(&item.code, inner, inner)));
        }
        format!("{text}{:indent$}", "")
    }

    /// A loop whose results nobody needs.
    fn looped(&self, looped: &Loop, indent: usize) -> String {
        let (rows, body) = self.rows_and_body(looped, indent);
        format!("for {} in {rows} {{{body};\n{:indent$}}}", pattern(&looped.variables), "")
    }

    /// A loop that makes an array.
    pub(super) fn mapped(&self, looped: &Loop, indent: usize) -> String {
        let (rows, body) = self.rows_and_body(looped, indent);
        format!("{rows}.map(|{}| {{{body}\n{:indent$}}})", pattern(&looped.variables), "")
    }

    fn rows_and_body(&self, looped: &Loop, indent: usize) -> (String, String) {
        let inner = indent + STEP;
        let body = self.print(&looped.body, inner, inner);
        (format!("[{}]", self.lines(&looped.rows, indent)), format!("\n{:inner$}{body}", ""))
    }

    fn object(&self, entries: &[Entry], indent: usize) -> String {
        let inner = indent + STEP;
        let mut text = String::from("{\n");
        for entry in entries {
            text.push_str(&comment_lines(&entry.comments, inner));
            let value = self.print(&entry.value, inner, inner + entry.key.len() + 2);
            text.push_str(&format!("{:inner$}{}: {value},\n", "", entry.key));
        }
        format!("{text}{:indent$}}}", "")
    }
}

fn pattern(variables: &[String]) -> String {
    match variables {
        [one] => one.clone(),
        several => format!("({})", several.join(", ")),
    }
}

/// Comments, each on a line of its own.
pub(super) fn comment_lines(comments: &[String], indent: usize) -> String {
    // `///` and `//!` would be documentation.
    let space = |comment: &String| if comment.is_empty() || comment.starts_with(' ') { "" } else { " " };
    comments.iter().map(|comment| format!("{:indent$}//{}{comment}\n", "", space(comment))).collect()
}
