//! The templates of nested stacks, where they are at hand: beside the template that names them, or in a directory.

use std::cell::Cell;
use std::path::{Component, Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches};

use crate::cli::session::Session;
use crate::diff::{self, Side};
use crate::language::{NESTING, is_local_path};
use crate::template::Template;

/// The most templates that are read for one stack.
const MOST: usize = 200;

/// Reads a template and all that it names by paths; nothing where it cannot be read.
pub(super) type Read<'r> = &'r dyn Fn(&Path, &Way<'_>) -> Option<Side>;

/// Where a template stands that is read, and how many more may be.
pub(super) struct Way<'w> {
    /// The templates that lead to it.
    above: Vec<PathBuf>,
    left: &'w Cell<usize>,
}

impl Way<'_> {
    /// The way to what no stack holds.
    pub(super) fn to_root(left: &Cell<usize>) -> Way<'_> {
        left.set(MOST);
        Way { above: Vec::new(), left }
    }

    /// The way to a template, unless it leads round in a circle, or too many were read.
    fn to(&self, path: &Path) -> Option<Way<'_>> {
        let left = self.left.get().checked_sub(1).filter(|_| !self.above.iter().any(|known| known == path))?;
        self.left.set(left);
        Some(Way { above: self.above.iter().cloned().chain([path.to_owned()]).collect(), left: self.left })
    }
}

/// `--nested`
pub(super) fn argument() -> Arg {
    Arg::new("nested").long("nested").value_name("DIR").action(ArgAction::Append).help(
        "Where the templates of nested stacks are that URLs name, by the ends of their paths; twice: of the first side, and of the second",
    )
}

/// The directories of both sides.
pub(super) fn directories(arguments: &ArgMatches, session: &Session) -> [Option<PathBuf>; 2] {
    let given = arguments.try_get_many::<String>("nested").ok().flatten().into_iter().flatten();
    let given: Vec<PathBuf> = given.map(|name| session.paths.absolute(Path::new(name))).collect();
    [given.first().cloned(), given.last().cloned()]
}

/// Reads the templates that a template names by paths: relative to itself, as `aws cloudformation package` takes them.
pub(super) fn attach_local(side: &mut Side, path: &Path, way: &Way<'_>, read: Read<'_>) {
    let directory = path.parent().unwrap_or(path);
    attach(side, way, read, &|address| is_local_path(address).then(|| directory.join(address)).filter(|found| found.is_file()));
}

/// Reads the templates that URLs name, in a stack and all that are nested in it, from a directory.
pub(super) fn attach_urls(side: &mut Side, directory: &Path, read: Read<'_>) {
    let left = Cell::new(MOST);
    attach_urls_on(side, directory, &Way::to_root(&left), read);
}

fn attach_urls_on(side: &mut Side, directory: &Path, way: &Way<'_>, read: Read<'_>) {
    attach(side, way, read, &|address| {
        let (_, rest) = address.split_once("://")?;
        let path = rest.split(['?', '#']).next()?;
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        // The longest end of the path that is there.
        (0..segments.len()).map(|from| &segments[from..]).find_map(|end| inside(directory, end).filter(|found| found.is_file()))
    });
    side.nested.values_mut().for_each(|nested| attach_urls_on(nested, directory, way, read));
}

fn attach(side: &mut Side, way: &Way<'_>, read: Read<'_>, find: &dyn Fn(&str) -> Option<PathBuf>) {
    if !may_nest(&side.template) {
        return;
    }
    for (id, address) in diff::nested_templates(side) {
        let found = find(&address).filter(|_| !side.nested.contains_key(&id));
        // What cannot be read is not at hand, and its effect is unknown.
        let nested = found.and_then(|path| read(&path, &way.to(&path)?));
        side.nested.extend(nested.map(|nested| (id, nested)));
    }
}

/// Whether a template may have nested stacks; to know it surely takes longer.
fn may_nest(template: &Template) -> bool {
    let mut may = false;
    let nests = |text: &str| NESTING.iter().any(|(resource_type, _)| *resource_type == text);
    template.root().walk(&mut |node| may |= node.as_str().is_some_and(nests));
    may
}

/// A path in a directory, and nowhere else.
fn inside(directory: &Path, segments: &[&str]) -> Option<PathBuf> {
    let end: PathBuf = segments.iter().collect();
    let is_plain = !segments.is_empty() && end.components().all(|component| matches!(component, Component::Normal(_)));
    is_plain.then(|| directory.join(end))
}
