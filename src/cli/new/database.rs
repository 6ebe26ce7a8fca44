//! `new database`: a database, and who connects to it.

use clap::{Arg, ArgMatches, Command};
use serde_json::json;

use super::component::{self, Component};
use super::connect;
use super::wired::Needs;
use crate::cli::outcome::Outcome;
use crate::cli::report::Finding;
use crate::cli::session::Session;
use crate::schema::extensions;

const WHAT: &str = "\
Make a database of RDS in the network of the app: its credentials are in a secret that RDS keeps and rotates, it has no public address, lets \
nobody in but those that `connect` names, and is encrypted and backed up; in production it has a standby and is protected against deletion.

With `--service` a module that `new service`, `new worker` or `new job` made is connected to it: its security group is let in, and its \
container gets the host, the user and the password in the variables that clients of the engine read.";

const EXAMPLES: &str = "  \
  cargo run -- new database orders --service web
  cargo run -- new database orders --engine mysql
  cargo run -- new database orders --engine aurora-postgresql --version 17.5";

/// An engine of databases.
#[derive(Clone, Copy, Debug)]
pub(super) struct Engine {
    /// What `--engine` calls it.
    pub(super) name: &'static str,
    /// What RDS calls it.
    pub(super) rds: &'static str,
    /// The function that makes it.
    pub(super) construct: &'static str,
    /// The line of versions of a new database.
    line: &'static str,
    /// The variables for host, database, user and password.
    variables: [&'static str; 4],
}

/// PostgreSQL.
pub(super) const RDS_POSTGRESQL: Engine =
    Engine { name: "postgresql", rds: "postgres", construct: "Database::postgresql", line: "17", variables: POSTGRESQL };
/// MySQL.
pub(super) const RDS_MYSQL: Engine =
    Engine { name: "mysql", rds: "mysql", construct: "Database::mysql", line: "8.4", variables: MYSQL };

const ENGINES: [Engine; 4] = [
    RDS_POSTGRESQL,
    RDS_MYSQL,
    Engine {
        name: "aurora-postgresql",
        rds: "aurora-postgresql",
        construct: "AuroraServerless::postgresql",
        line: "17",
        variables: POSTGRESQL,
    },
    Engine {
        name: "aurora-mysql",
        rds: "aurora-mysql",
        construct: "AuroraServerless::mysql",
        line: "8.0.mysql_aurora.3",
        variables: MYSQL,
    },
];

impl Engine {
    /// The newest version that RDS was known to have, of the line of new databases.
    pub(super) fn version(&self) -> &'static str {
        extensions::newest_engine_version(self.rds, self.line).unwrap_or(self.line)
    }
}

/// What libpq reads, and so nearly everything that connects to PostgreSQL.
const POSTGRESQL: [&str; 4] = ["PGHOST", "PGDATABASE", "PGUSER", "PGPASSWORD"];
/// What the clients of MySQL and its image read.
const MYSQL: [&str; 4] = ["MYSQL_HOST", "MYSQL_DATABASE", "MYSQL_USER", "MYSQL_PWD"];

/// The command's arguments and help.
pub(super) fn command() -> Command {
    let engine = Arg::new("engine")
        .long("engine")
        .value_name("ENGINE")
        .default_value("postgresql")
        .value_parser(ENGINES.map(|engine| engine.name))
        .help("The engine");
    let version =
        Arg::new("version").long("version").value_name("V").help("Its version [default: the newest that RDS was known to have]");
    let service = Arg::new("service").long("service").value_name("NAME").help("Connect this service, worker or job to it");
    component::command("database", "Make a database, connect a service to it, and add both to the app", WHAT, EXAMPLES)
        .args([engine, version, service])
}

/// Makes the database.
pub(super) fn run(arguments: &ArgMatches, session: &Session) -> Outcome {
    let name = component::name(arguments, "a database")?;
    let engine = component::text(arguments, "engine");
    let engine = ENGINES.into_iter().find(|known| known.name == engine).unwrap_or(RDS_POSTGRESQL);
    let Engine { construct, variables, .. } = engine;
    let version = arguments.get_one::<String>("version").map_or(engine.version(), String::as_str);
    if version.is_empty() || !version.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) {
        return Err(Finding::error(format!("`{version}` is not a version of an engine"))
            .help(format!("for example `{}`", engine.version()))
            .into());
    }
    let values = json!({ "construct": construct, "version": version, "aurora": engine.rds.starts_with("aurora") });
    let component = Component { name, template: "component/database.rs.tera", needs: Needs::Network, values };
    let module = name.replace('-', "_");
    let service = arguments.get_one::<String>("service");
    let left = match service {
        Some(service) => format!(
            "  1. {service} finds the database in {}; the password is rotated, so connections that are opened later read the secret: `grant_read_secret`.\n",
            variables.join(", ")
        ),
        None => format!(
            "  1. Who connects: `let {module} = {module}::stack(…)` before that stack's line, and in it `stack.add(\"FromTasks\", {module}.connect(group))`,\n     \
             `.environment(\"{}\", &{module}.host)`, `.secret(\"{}\", {module}.user())`, `.secret(\"{}\", {module}.password())`; `--service` does that.\n",
            variables[0], variables[2], variables[3]
        ),
    };
    component.add(
        arguments,
        session,
        |wired, _| match service {
            Some(service) => Ok(vec![connect::to_database(wired, service, &variables, session)?]),
            None => Ok(Vec::new()),
        },
        &left,
    )
}
