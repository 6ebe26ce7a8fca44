//! A comparison as the comment of a pull request.

use std::fmt::Write as _;

use super::alike::{self, Alike};
use super::compared::Compared;
use super::cut::cut;
use super::items::{self, Changed};
use super::links::Links;
use super::live;
use super::outside::{self, Outside};
use super::overview;
use super::words::{self, Chains, Words, sign};
use crate::cli::markdown;
use crate::cli::terminal::line as one_line;
use crate::diff::{Headline, ResourceChange, StackChange, Verdict};

/// GitHub takes 65,536 characters in a comment; a line that says what is missing needs some.
const MOST: usize = 65_000;
/// The rows of a table that is not folded.
const ROWS: usize = 20;
/// The characters of a value in one line.
const VALUE: usize = 140;

/// All comparisons, cut to what a comment holds: whole stacks are left out, the last first, and named.
pub(super) fn text(all: &[Compared], links: Option<&Links>) -> String {
    let mut blocks: Vec<(String, String)> = Vec::new();
    for compared in all {
        let words = Words::of(compared);
        blocks.push((String::new(), head(compared, links)));
        for stack in words::stacks(compared) {
            blocks.push((format!("{} {}", compared.environment, stack.name), self::stack(stack, &words)));
        }
        if !compared.live.is_empty() {
            blocks.push((format!("{} drift", compared.environment), live::markdown(&compared.live)));
        }
    }
    let mut text = String::new();
    let mut left_out: Vec<String> = Vec::new();
    for (name, block) in blocks {
        if text.chars().count() + block.chars().count() <= MOST {
            text.push_str(&block);
        } else if !name.is_empty() {
            left_out.push(name);
        }
    }
    if !left_out.is_empty() {
        let _ =
            writeln!(text, "\nLeft out, since a comment holds no more: {}.", markdown::text(&cut(&left_out.join(", "), VALUE)));
    }
    text
}

/// What it comes to, the headlines, and a table of what does not stay as it is.
fn head(compared: &Compared, links: Option<&Links>) -> String {
    let is_same = compared.comparison.is_same();
    let said = match (is_same, compared.drift_from.is_some()) {
        (true, true) => "no difference".to_owned(),
        (true, false) => "no change".to_owned(),
        (false, _) => overview::line(compared),
    };
    let mut text = format!(
        "### {}: {}\n\nagainst {}\n\n",
        markdown::code(compared.name()),
        markdown::text(&said),
        markdown::text(&compared.base)
    );
    if compared.drift_from.is_some() && !is_same {
        text.push_str("**DRIFT BETWEEN ENVIRONMENTS**\n\n");
    }
    for same in alike::headlines(&compared.comparison.headlines) {
        text.push_str(&headline("", same.headline, same.others.as_deref(), same.way_out));
    }
    for (expected, reason) in &compared.expected {
        text.push_str(&headline("expected: ", expected, None, Some(reason)));
    }
    text.push_str(if compared.comparison.headlines.len() + compared.expected.len() == 0 { "" } else { "\n" });
    if let Some(cost) = &compared.cost {
        let _ = writeln!(text, "**Cost**: {}\n", markdown::text(&cost.in_words()));
    }
    text.push_str(&table(compared, links));
    text
}

/// One headline, of which others it is told, and what to do about it.
fn headline(mark: &str, headline: &Headline, others: Option<&str>, way_out: Option<&str>) -> String {
    let message = cut(&markdown::text(&words::under(headline.message.clone(), headline.under.as_deref())), 4 * VALUE);
    let others = others.map(|others| format!(" ({})", markdown::text(others))).unwrap_or_default();
    let way_out = way_out.map(|way_out| format!(" *{}*", markdown::text(way_out))).unwrap_or_default();
    let (title, stack) = (headline.kind.title(), markdown::text(&headline.stack));
    format!("- {mark}**{title}** `{}` {stack}: {message}{others}{way_out}\n", headline.code)
}

/// The resources that do not stay as they are, each with its line in the repository.
fn table(compared: &Compared, links: Option<&Links>) -> String {
    let is_grave = |resource: &&ResourceChange| {
        let is_mild = matches!(
            resource.verdict,
            Verdict::Metadata | Verdict::Moved | Verdict::Add | Verdict::Differs | Verdict::MayUpdate | Verdict::Update
        );
        // What only follows from another replacement is in the details.
        !is_mild && !resource.is_revision() && resource.chain.len() <= 1
    };
    let words = Words::of(compared);
    let rows = words::stacks(compared).into_iter().filter(|stack| stack.existed && stack.exists).flat_map(|stack| {
        words::by_gravity(stack).into_iter().filter(is_grave).map(|resource| (stack, resource)).collect::<Vec<_>>()
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() || compared.drift_from.is_some() {
        return String::new();
    }
    let mut text = "| | Resource | Type | What happens |\n| --- | --- | --- | --- |\n".to_owned();
    for (stack, resource) in rows.iter().take(ROWS) {
        let id = markdown::text(&resource.id);
        let id = match links.and_then(|links| links.to(resource.location)) {
            Some(address) => format!("[{id}]({address})"),
            None => id,
        };
        let verdict = markdown::text(&words::under(words.verdict(resource), resource.under.as_deref()));
        let _ = writeln!(
            text,
            "| {} | {id} | {} | {verdict} |",
            markdown::text(&stack.name),
            markdown::text(&resource.resource_type)
        );
    }
    let more = rows.len().saturating_sub(ROWS);
    if more > 0 {
        let _ = writeln!(text, "\nand {more} more, in the details");
    }
    text + "\n"
}

fn stack(stack: &StackChange, words: &Words) -> String {
    let mut body = String::new();
    stack.values.iter().for_each(|change| body.push_str(&line("  ", &Changed::outside(change), words)));
    let mut chains = Chains::default();
    for alike in alike::resources(stack, words, VALUE, |resource| self::body(resource, words, &mut chains)) {
        body.push_str(&resource(&alike));
    }
    for outside in outside::of(stack, words) {
        body.push_str(&match outside {
            Outside::Change(change) => line("  ", &Changed::outside(change), words),
            Outside::Several(told) => format!("  {}\n", one_line(&told)),
        });
    }
    words::not_compared(stack).iter().for_each(|told| body.push_str(&format!("! {}\n", one_line(told))));
    stack.notes.iter().for_each(|note| body.push_str(&format!("! note: {}\n", one_line(note))));
    words::stored(stack).into_iter().for_each(|line| body.push_str(&format!("! {}\n", one_line(&line))));
    words::without_effect(stack).into_iter().for_each(|line| body.push_str(&format!("  {}\n", cut(&one_line(&line), VALUE))));
    format!(
        "<details><summary><b>{}</b> · {}</summary>\n\n{}</details>\n\n",
        markdown::html(&words::in_tree(stack)),
        markdown::html(&words.summary(stack)),
        markdown::block("diff", &body)
    )
}

fn resource(alike: &Alike<'_>) -> String {
    // GitHub colours lines that begin with `+`, `-` and `!`.
    let sign = match sign(alike.first.verdict) {
        "±" => "!",
        "~" => " ",
        other => other,
    };
    let told = format!("{} ({}): {}", alike.ids.join(", "), alike.first.resource_type, alike.verdict);
    let text = format!("{sign} {}\n{}", one_line(&told), alike.body);
    text.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// What is said of a resource below its line.
fn body<'a>(resource: &'a ResourceChange, words: &Words, chains: &mut Chains<'a>) -> String {
    let mut text: String = chains.notes(resource).iter().map(|note| format!("    {}\n", one_line(note))).collect();
    if !matches!(resource.verdict, Verdict::Add | Verdict::Remove) {
        items::of(resource).iter().for_each(|changed| text.push_str(&line("    ", changed, words)));
    }
    text
}

/// A changed value; GitHub colours the lines of what was and what is.
fn line(indent: &str, changed: &Changed<'_>, words: &Words) -> String {
    let shown = changed.shown(words, [VALUE, VALUE]);
    let effect = words::under(changed.effect.clone(), changed.first.under.as_deref());
    let head = format!("{indent}{}: {} {effect}", changed.name, shown.head);
    let mut text = format!("{}\n", one_line(head.trim_end()));
    for (sign, line) in shown.below {
        let _ = writeln!(text, "{sign}       {}", one_line(&line));
    }
    text
}
