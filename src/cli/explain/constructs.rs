//! What a construct of the library is: what it makes, and its main setters. It is read from the construct's own source, so that it is true.

use std::fmt::Write as _;

use crate::schema::{self, generate};

/// The constructs with their sources.
const CONSTRUCTS: [(&str, &str); 36] = [
    ("AliasRecord", include_str!("../../constructs/dns.rs")),
    ("Alarm", include_str!("../../constructs/alarm.rs")),
    ("AuroraServerless", include_str!("../../constructs/database.rs")),
    ("Allow", include_str!("../../constructs/security_group.rs")),
    ("BalancerGroup", include_str!("../../constructs/load_balancer.rs")),
    ("Bucket", include_str!("../../constructs/bucket.rs")),
    ("Cluster", include_str!("../../constructs/cluster.rs")),
    ("Container", include_str!("../../constructs/container.rs")),
    ("Dashboard", include_str!("../../constructs/dashboard.rs")),
    ("Database", include_str!("../../constructs/database.rs")),
    ("ExecutionRole", include_str!("../../constructs/execution_role.rs")),
    ("FargateService", include_str!("../../constructs/service.rs")),
    ("FargateTask", include_str!("../../constructs/task.rs")),
    ("FileSystem", include_str!("../../constructs/file_system.rs")),
    ("Function", include_str!("../../constructs/function.rs")),
    ("HttpApi", include_str!("../../constructs/http_api.rs")),
    ("Image", include_str!("../../constructs/image.rs")),
    ("LoadBalancer", include_str!("../../constructs/load_balancer.rs")),
    ("LogGroup", include_str!("../../constructs/log_group.rs")),
    ("Network", include_str!("../../constructs/network.rs")),
    ("Queue", include_str!("../../constructs/queue.rs")),
    ("Repository", include_str!("../../constructs/repository.rs")),
    ("Role", include_str!("../../constructs/role.rs")),
    ("Route", include_str!("../../constructs/route.rs")),
    ("Scaling", include_str!("../../constructs/scaling.rs")),
    ("ScheduledJob", include_str!("../../constructs/scheduled_job.rs")),
    ("SecurityGroup", include_str!("../../constructs/security_group.rs")),
    ("ServiceConnect", include_str!("../../constructs/service_connect.rs")),
    ("StaticSite", include_str!("../../constructs/static_site.rs")),
    ("Table", include_str!("../../constructs/table.rs")),
    ("TargetGroup", include_str!("../../constructs/target_group.rs")),
    ("TemplateFile", include_str!("../../constructs/template_file.rs")),
    ("Topic", include_str!("../../constructs/topic.rs")),
    ("Vpc", include_str!("../../constructs/vpc.rs")),
    ("Worker", include_str!("../../constructs/worker.rs")),
    ("ZipFolder", include_str!("../../constructs/zip_folder.rs")),
];

/// What is said of a construct; nothing where none is called so.
pub(super) fn text(asked: &str) -> Option<String> {
    let (name, source) = CONSTRUCTS.iter().find(|(name, _)| name.eq_ignore_ascii_case(asked))?;
    let mut text = format!("The construct `formwork::constructs::{name}`\n\n{}", documentation(source, name));
    let made = makes(source);
    if !made.is_empty() {
        let _ = writeln!(text, "\nIt may make: {}", made.join(", "));
    }
    let others = others(source, name);
    if !others.is_empty() {
        let _ = writeln!(text, "\nWith the constructs: {}", others.join(", "));
    }
    let _ = writeln!(text, "\nMade by, and set with:");
    setters(source, name).for_each(|setter| text.push_str(&format!("  {setter}\n")));
    let _ = writeln!(text, "\ncargo doc --open -p formwork --no-deps has its examples, under formwork::constructs::{name}.");
    Some(text)
}

/// The names, for suggestions.
pub(super) fn names<'a>() -> impl Iterator<Item = &'a str> {
    CONSTRUCTS.iter().map(|(name, _)| *name)
}

/// The text above the struct, without its example.
fn documentation(source: &str, name: &str) -> String {
    let lines: Vec<&str> = source.lines().collect();
    let Some(at) = lines.iter().position(|line| line.starts_with(&format!("pub struct {name} "))) else { return String::new() };
    let above = lines[..at].iter().rev().skip_while(|line| line.starts_with("#["));
    let mut text: Vec<&str> = above.map_while(|line| line.strip_prefix("///")).collect();
    text.reverse();
    let prose = text.iter().take_while(|line| !line.trim_start().starts_with("```")).map(|line| line.trim());
    let text = prose.collect::<Vec<_>>().join("\n");
    format!("{}\n", linkless(text.trim_end()))
}

/// Links of rustdoc as the names that they have.
fn linkless(text: &str) -> String {
    let parts = text.split("](");
    let joined = parts.enumerate().map(|(index, part)| match part.split_once(')') {
        Some((_, rest)) if index > 0 => rest,
        _ => part,
    });
    joined.collect::<String>().replace("[`", "`").replace("`]", "`")
}

/// The types whose resources the source adds: `s3::Bucket::new(`, or `Bucket::new(` of a `use crate::aws::s3`.
fn makes(source: &str) -> Vec<&'static str> {
    let code: String = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let is_made = |type_name: &&str| {
        let Some(path) = generate::rust_type(type_name).filter(|_| generate::is_built_in(type_name)) else { return false };
        let Some((module, name)) = path.trim_matches('`').trim_start_matches("formwork::aws::").split_once("::") else {
            return false;
        };
        let is_call = |path: &str| [":new(", ":from("].iter().any(|call| code.contains(&format!("{path}:{call}")));
        let imported = || code.split(';').filter(|item| item.contains(&format!("use crate::aws::{module}::")));
        let is_imported = || imported().any(|item| item.split(|c: char| !c.is_alphanumeric()).any(|word| word == name));
        is_call(&format!(" {module}::{name}"))
            || is_call(&format!("({module}::{name}"))
            || is_call(&format!(" {name}")) && is_imported()
            || is_call(&format!("({name}")) && is_imported()
    };
    let mut found: Vec<&str> = schema::types().filter(is_made).collect();
    found.sort_unstable();
    found
}

/// Other constructs that it makes.
fn others(source: &str, name: &str) -> Vec<&'static str> {
    let calls = |other: &str| [" ", "("].iter().any(|before| source.contains(&format!("{before}{other}::new(")));
    let imports: Vec<&str> = source.lines().filter(|line| line.starts_with("use super::")).collect();
    let is_imported =
        |other: &str| imports.iter().any(|line| line.split(|c: char| !c.is_alphanumeric()).any(|word| word == other));
    names().filter(|other| *other != name && calls(other) && is_imported(other)).collect()
}

/// The functions by which it is made and set, each with the first sentence of its text.
fn setters<'a>(source: &'a str, name: &str) -> impl Iterator<Item = String> + 'a {
    let start = source.find(&format!("\nimpl {name} {{")).map_or(source.len(), |at| at + 1);
    let body = source[start..].split("\n}").next().unwrap_or_default();
    let mut said: Option<&str> = None;
    body.lines().filter_map(move |line| {
        let line = line.trim();
        if let Some(text) = line.strip_prefix("///") {
            said = said.or(Some(text.trim()));
            return None;
        }
        let function = line.strip_prefix("pub fn ").and_then(|rest| rest.split(['(', '<']).next());
        let text = if line.starts_with("#[") { None } else { said.take() };
        let function = function?;
        let sentence = text.unwrap_or_default().split(". ").next().unwrap_or_default();
        Some(format!("{function}: {}", linkless(sentence.trim_end_matches('.'))))
    })
}
