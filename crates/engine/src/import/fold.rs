//! Resources that differ in few values only, as a loop over these.

use std::collections::BTreeMap;

use super::code::{Code, Entry, Item, Link, Loop};
use super::names::Names;
use super::parts::{lines, used};
use super::statement::Statement;
use crate::schema::generate::snake;

/// Fewer resources are no loop.
const FEWEST: usize = 3;
/// More values than this, beside the logical id, are hard to read in rows.
const MOST_VALUES: usize = 3;

/// The same statements, with each run of resources that differ in few values only as one loop, where that is shorter.
pub(super) fn folded(statements: Vec<Statement>, names: &mut Names) -> Vec<Statement> {
    let types: BTreeMap<String, String> = statements.iter().flat_map(|statement| statement.elements.clone()).collect();
    let mut folded: Vec<Statement> = Vec::new();
    let mut rest = statements.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut run = vec![first];
        while let Some(next) = rest.next_if(|next| fits(&run, next, &types)) {
            run.push(next);
        }
        match looped(&run, &types, names) {
            Some(one) => folded.push(one),
            None => folded.extend(run),
        }
    }
    folded
}

/// Whether a resource is of the run's type and form, and refers to none of it.
fn fits(run: &[Statement], next: &Statement, types: &BTreeMap<String, String>) -> bool {
    let is_alike = next.resource_type.is_some() && run.iter().all(|each| each.resource_type == next.resource_type);
    let own = |key: &String| run.iter().any(|each| each.elements.iter().any(|(own, _)| own == key));
    if !is_alike || next.elements.len() != 1 || used(std::slice::from_ref(next)).iter().any(own) {
        return false;
    }
    let codes: Vec<&Code> = run.iter().chain([next]).map(|each| &each.code).collect();
    let mut merge = Merge { types, columns: Vec::new(), names: &[] };
    merge.all(&codes, "id").is_some() && merge.columns.len() <= MOST_VALUES + 1
}

fn looped(run: &[Statement], types: &BTreeMap<String, String>, names: &mut Names) -> Option<Statement> {
    if run.len() < FEWEST {
        return None;
    }
    let codes: Vec<&Code> = run.iter().map(|each| &each.code).collect();
    let mut merge = Merge { types, columns: Vec::new(), names: &[] };
    merge.all(&codes, "id")?;
    // The variables of a loop are its own, but they must hide none that its body uses.
    let hints: Vec<String> = merge.columns.iter().map(|column| column.hint.clone()).collect();
    let mut variables: Vec<String> = Vec::new();
    for hint in hints {
        let is_free = |name: &String| !names.is_taken(name) && !variables.contains(name);
        let name = std::iter::once(hint.clone()).chain((2..).map(|number| format!("{hint}_{number}"))).find(is_free)?;
        variables.push(name);
    }
    let mut merge = Merge { types, columns: Vec::new(), names: &variables };
    let body = merge.all(&codes, "id")?;
    let same_comments = run.iter().all(|each| each.comments == run[0].comments);
    let rows = run.iter().enumerate().map(|(index, each)| {
        let mut values: Vec<Code> = merge.columns.iter().map(|column| column.values[index].clone()).collect();
        let code = match values.len() {
            1 => values.remove(0),
            _ => Code::Many(["(", ")"], values.into_iter().map(Item::from).collect()),
        };
        Item { comments: if same_comments { Vec::new() } else { each.comments.clone() }, code }
    });
    let code = Code::Loop(Box::new(Loop { rows: rows.collect(), body, variables }));
    let comments = if same_comments { run[0].comments.clone() } else { Vec::new() };
    let elements = run.iter().flat_map(|each| each.elements.clone()).collect();
    let one = Statement { comments, subject: run[0].subject, elements, resource_type: run[0].resource_type.clone(), code };
    let before: usize = run.iter().map(|each| lines(each, names)).sum();
    (lines(&one, names) < before).then_some(one)
}

/// The values of one place, or of several that have the same values.
struct Column {
    hint: String,
    values: Vec<Code>,
}

/// Expressions of one form as one, with variables where they differ.
struct Merge<'a> {
    types: &'a BTreeMap<String, String>,
    columns: Vec<Column>,
    /// What the variables are called.
    names: &'a [String],
}

impl Merge<'_> {
    fn all(&mut self, codes: &[&Code], hint: &str) -> Option<Code> {
        let first = codes[0];
        if codes.iter().all(|code| *code == first) {
            return Some(first.clone());
        }
        Some(match first {
            Code::Atom(_) | Code::Element(_) | Code::Path(_) => return self.variable(codes, hint),
            Code::Borrowed(_) => Code::Borrowed(self.inner(codes, hint, |code| match code {
                Code::Borrowed(inner) => Some(inner),
                _ => None,
            })?),
            Code::Macro(_) => Code::Macro(self.inner(codes, hint, |code| match code {
                Code::Macro(inner) => Some(inner),
                _ => None,
            })?),
            Code::Call(head, _) => {
                let lists = every(codes, |code| match code {
                    Code::Call(other, items) if other == head => Some(items),
                    _ => None,
                });
                // The arguments of a constructor have no name of their own.
                let hint = if matches!(**head, Code::Path(_)) { "value" } else { hint };
                Code::Call(head.clone(), self.items(&lists?, hint)?)
            }
            Code::Many(brackets, _) => {
                let lists = every(codes, |code| match code {
                    Code::Many(other, items) if other == brackets => Some(items),
                    _ => None,
                });
                Code::Many(*brackets, self.items(&lists?, hint)?)
            }
            Code::Chain(..) => self.chain(codes, hint)?,
            Code::Object(_) => {
                let objects = every(codes, |code| match code {
                    Code::Object(entries) => Some(entries),
                    _ => None,
                });
                Code::Object(self.entries(&objects?)?)
            }
            Code::Struct(path, _) => {
                let structs = every(codes, |code| match code {
                    Code::Struct(other, fields) if other == path => Some(fields),
                    _ => None,
                });
                Code::Struct(path.clone(), self.fields(&structs?)?)
            }
            Code::Field(..) | Code::Setting(_) | Code::Link(..) | Code::Loop(_) => return None,
        })
    }

    fn inner<'c>(&mut self, codes: &[&'c Code], hint: &str, of: impl Fn(&'c Code) -> Option<&'c Code>) -> Option<Box<Code>> {
        self.all(&every(codes, of)?, hint).map(Box::new)
    }

    fn items(&mut self, lists: &[&Vec<Item>], hint: &str) -> Option<Vec<Item>> {
        same(lists, |items| items.iter().map(|item| item.comments.clone()).collect::<Vec<_>>())?;
        let column = |index: usize| lists.iter().map(|items| &items[index].code).collect::<Vec<_>>();
        let item =
            |index: usize| Some(Item { comments: lists[0][index].comments.clone(), code: self.all(&column(index), hint)? });
        (0..lists[0].len()).map(item).collect()
    }

    fn chain(&mut self, codes: &[&Code], hint: &str) -> Option<Code> {
        let chains = every(codes, |code| if let Code::Chain(base, links) = code { Some((base, links)) } else { None })?;
        let bases: Vec<&Code> = chains.iter().map(|(base, _)| base.as_ref()).collect();
        let links: Vec<&Vec<Link>> = chains.iter().map(|(_, links)| *links).collect();
        same(&links, |links| links.iter().map(|link| (link.method.clone(), link.comments.clone())).collect::<Vec<_>>())?;
        let base = self.all(&bases, hint)?;
        let mut merged = Vec::new();
        for (index, link) in links[0].iter().enumerate() {
            let arguments: Vec<&Vec<Item>> = links.iter().map(|links| &links[index].arguments).collect();
            let hint = match link.method.as_str() {
                "add" => "id",
                method if method.contains("::") => hint,
                method => method,
            };
            merged.push(Link { arguments: self.items(&arguments, hint)?, ..link.clone() });
        }
        Some(Code::Chain(Box::new(base), merged))
    }

    fn entries(&mut self, objects: &[&Vec<Entry>]) -> Option<Vec<Entry>> {
        same(objects, |entries| entries.iter().map(|entry| (entry.key.clone(), entry.comments.clone())).collect::<Vec<_>>())?;
        let entry = |(index, entry): (usize, &Entry)| {
            let values: Vec<&Code> = objects.iter().map(|entries| &entries[index].value).collect();
            Some(Entry { value: self.all(&values, &snake(entry.key.trim_matches('"')))?, ..entry.clone() })
        };
        objects[0].iter().enumerate().map(entry).collect()
    }

    fn fields(&mut self, structs: &[&Vec<(String, Code)>]) -> Option<Vec<(String, Code)>> {
        same(structs, |fields| fields.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>())?;
        let field = |(index, (name, _)): (usize, &(String, Code))| {
            let values: Vec<&Code> = structs.iter().map(|fields| &fields[index].1).collect();
            Some((name.clone(), self.all(&values, name)?))
        };
        structs[0].iter().enumerate().map(field).collect()
    }

    /// A variable for values of one type.
    fn variable(&mut self, codes: &[&Code], hint: &str) -> Option<Code> {
        let values: Vec<Code> = codes.iter().map(|code| (*code).clone()).collect();
        let index = match self.columns.iter().position(|column| column.values == values) {
            Some(index) => index,
            None => {
                let class = self.class(&values[0])?;
                if !values.iter().all(|value| self.class(value).as_ref() == Some(&class)) {
                    return None;
                }
                let hint = class
                    .strip_prefix("Handle<")
                    .map_or(hint.to_owned(), |ty| snake(ty.trim_end_matches('>').rsplit("::").next().unwrap_or_default()));
                self.columns.push(Column { hint, values });
                self.columns.len() - 1
            }
        };
        Some(Code::Atom(self.names.get(index).cloned().unwrap_or_default()))
    }

    /// The type of a value, where it may stand in a row: literals, constants, and handles, which are `Copy`.
    fn class(&self, code: &Code) -> Option<String> {
        match code {
            Code::Element(key) => {
                let ty = self.types.get(key)?;
                (ty.starts_with("Handle<") || ty.starts_with("ParameterHandle<")).then(|| ty.clone())
            }
            Code::Path(path) => Some(path.rsplit_once("::")?.0.to_owned()),
            Code::Atom(text) if text == "true" || text == "false" => Some("bool".to_owned()),
            Code::Atom(text) if ["\"", "r\"", "r#"].iter().any(|start| text.starts_with(start)) => Some("text".to_owned()),
            Code::Atom(text) if text.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()) => {
                let suffix = ["_i64", "_u64", "_f64"].into_iter().find(|suffix| text.ends_with(suffix));
                Some(suffix.unwrap_or(if text.contains(['.', 'e']) { "_f64" } else { "i32" }).to_owned())
            }
            _ => None,
        }
    }
}

/// What each of the expressions has, where all have it.
fn every<'c, T>(codes: &[&'c Code], of: impl Fn(&'c Code) -> Option<T>) -> Option<Vec<T>> {
    codes.iter().map(|code| of(code)).collect()
}

/// Whether all have the same of something.
fn same<T, S: PartialEq>(all: &[&T], of: impl Fn(&T) -> S) -> Option<()> {
    let first = of(all[0]);
    all.iter().all(|each| of(each) == first).then_some(())
}
