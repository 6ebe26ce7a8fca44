//! A module that `new` made is connected to a database: the lines that it then has, found by those that it has.

use super::draft::Draft;
use super::wired::{Wired, modules};
use crate::cli::disk;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::diagnostic::nearest;

/// The module of a service with the connection to the database that is added; in the app, the database comes before it.
pub(super) fn to_database(wired: &mut Wired, service: &str, variables: &[&str; 4], session: &Session) -> Result<Draft, Stop> {
    let (database, client) = (wired.module.clone(), service.replace('-', "_"));
    let known: Vec<&str> = modules(&wired.app).filter(|module| *module != database).collect();
    if !known.contains(&client.as_str()) {
        let help = match nearest(&client, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its modules: {}", known.join(", ")),
        };
        return Err(Finding::error(format!("the app has no module `{client}`")).help(help).into());
    }
    let path = wired.directory().join(format!("{client}.rs"));
    let shown = session.paths.shown(&path);
    let read = disk::text(&path).map_err(|error| Stop::cannot("read", &path, &session.paths, &error, "check the path"))?;
    let text = connected(&read, &database, variables).ok_or_else(|| by_hand(&shown, &database, variables))?;
    wired.app = called(&wired.app, &database, &client).ok_or_else(|| by_hand(&shown, &database, variables))?;
    Ok(Draft::edit(path, text))
}

fn by_hand(shown: &str, database: &str, variables: &[&str; 4]) -> Finding {
    let help = format!(
        "leave `--service` out, pass `&{database}` to it by hand, and add `stack.add(\"FromTasks\", {database}.connect(group))`, `.environment(\"{}\", \
         &{database}.host)`, `.secret(\"{}\", {database}.user())` and `.secret(\"{}\", {database}.password())`",
        variables[0], variables[2], variables[3]
    );
    Finding::error(format!("`{shown}` is not of the form in which `new service`, `new worker` and `new job` make it")).help(help)
}

/// The app in which the database is made before its client, and given to it.
fn called(app: &str, database: &str, client: &str) -> Option<String> {
    let mut lines: Vec<&str> = app.lines().collect();
    let own = lines.iter().position(|line| line.trim_start().starts_with(&format!("{database}::stack(")))?;
    let call = lines.remove(own).trim();
    // What the database needs may itself have been added at the end.
    let needed = lines.iter().position(|line| line.trim_start().starts_with("let network"))?;
    let at = lines.iter().position(|line| line.contains(&format!("{client}::stack(")))?;
    let indent: String = lines[at].chars().take_while(|c| c.is_whitespace()).collect();
    let start = lines[at].find(&format!("{client}::stack("))? + client.len() + "::stack(".len();
    let end = start + lines[at][start..].find(')')?;
    let with = format!("{}, &{database}{}", &lines[at][..end], &lines[at][end..]);
    let made = format!("{indent}let {database} = {call}");
    if needed > at {
        return None;
    }
    lines.splice(at..=at, [made.as_str(), with.as_str()]);
    Some(lines.join("\n") + "\n")
}

/// The module with the parameter, the group that is let in, and the variables of its container.
fn connected(text: &str, database: &str, variables: &[&str; 4]) -> Option<String> {
    let head = text.find("pub fn stack(")? + "pub fn stack(".len();
    let end = head + text[head..].find(')')?;
    let before = text[..end].trim_end().trim_end_matches(',');
    let text = format!("{before}, {database}: &DatabaseHandles{}", &text[end..]);
    let id = pascal(database);
    let let_in = |group: &str| format!("    stack.add(\"{id}FromTasks\", {database}.connect({group}));");
    let text = after(&text, "let group = stack.add(\"SecurityGroup\"", &let_in("group"))
        .or_else(|| after(&text, "let worker = stack.add(\"Worker\"", &let_in("worker.security_group")))?;
    let [host, name, user, password] = variables;
    let chain = [
        format!("        .environment(\"{host}\", &{database}.host)"),
        format!("        .environment(\"{name}\", super::{database}::NAME)"),
        format!("        .secret(\"{user}\", {database}.user())"),
        format!("        .secret(\"{password}\", {database}.password());"),
    ];
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let end = statement_end(&lines, "let container = Container::new(")?;
    let last = lines[end].strip_suffix(';')?.to_owned();
    lines[end] = last;
    lines.splice(end + 1..end + 1, chain);
    Some(lines.join("\n") + "\n")
}

/// The text with a line after the statement that begins so.
fn after(text: &str, statement: &str, line: &str) -> Option<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let end = statement_end(&lines, statement)?;
    lines.insert(end + 1, line.to_owned());
    Some(lines.join("\n") + "\n")
}

/// The last line of the only statement that begins so, wherever its lines are broken.
fn statement_end(lines: &[String], statement: &str) -> Option<usize> {
    let compact = |text: &str| text.split_whitespace().collect::<String>();
    let statement = compact(statement);
    let is_so = |index: &usize| !lines[*index].trim().is_empty() && compact(&lines[*index..].join(" ")).starts_with(&statement);
    let mut starts = (0..lines.len()).filter(is_so);
    let (start, None) = (starts.next()?, starts.next()) else { return None };
    (start..lines.len()).find(|index| lines[*index].ends_with(';'))
}

/// A module's name as the first part of a logical id.
fn pascal(module: &str) -> String {
    let word = |word: &str| word.chars().take(1).map(|c| c.to_ascii_uppercase()).chain(word.chars().skip(1)).collect::<String>();
    module.split('_').map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::{called, connected};

    const VARIABLES: [&str; 4] = ["PGHOST", "PGDATABASE", "PGUSER", "PGPASSWORD"];

    #[test]
    fn the_database_comes_before_its_client() {
        let app = "fn app() -> App {\n    let network = n();\n    web::stack(&mut app, &network);\n    big_data::stack(&mut app, &network);\n    app\n}\n";
        let wired = called(app, "big_data", "web").unwrap();
        let expected =
            "    let big_data = big_data::stack(&mut app, &network);\n    web::stack(&mut app, &network, &big_data);\n    app\n";
        assert!(wired.contains(expected), "{wired}");
        assert_eq!(called(app, "big_data", "other"), None);
    }

    #[test]
    fn a_module_of_another_form_stays_as_it_is() {
        let module = "pub fn stack(\n    app: &mut App,\n    network: &Network,\n) {\n    let group = stack.add(\"SecurityGroup\", group);\n    let container = Container::new(\"web\", image)\n        .port(1);\n}\n";
        let text = connected(module, "big_data", &VARIABLES).unwrap();
        assert!(text.contains("network: &Network, big_data: &DatabaseHandles) {"), "{text}");
        assert!(text.contains("    stack.add(\"BigDataFromTasks\", big_data.connect(group));\n"), "{text}");
        assert!(text.contains("        .port(1)\n        .environment(\"PGHOST\", &big_data.host)\n"), "{text}");
        assert!(text.contains(".secret(\"PGPASSWORD\", big_data.password());\n}\n"), "{text}");
        let broken = module.replace(
            "let group = stack.add(\"SecurityGroup\", group);",
            "let worker = stack.add(\n        \"Worker\",\n        worker,\n    );",
        );
        let text = connected(&broken, "big_data", &VARIABLES).unwrap();
        assert!(
            text.contains("    );\n    stack.add(\"BigDataFromTasks\", big_data.connect(worker.security_group));\n"),
            "{text}"
        );
        for missing in ["pub fn stack(", "let group", "let container"] {
            assert_eq!(connected(&module.replace(missing, "x"), "big_data", &VARIABLES), None, "{missing}");
        }
    }
}
