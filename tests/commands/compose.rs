//! `new project --from`: what a Compose file runs, as constructs, and what of it has no counterpart.

use crate::support::fixture::{Fixture, Run};
use crate::support::project::Project;

const FILE: &str = r#"
x-common: &common
  restart: always
services:
  web:
    <<: *common
    build: ./web
    ports: ["${PORT:-8080}:80", "127.0.0.1:9000:9000/tcp", "53:53/udp"]
    environment:
      - MODE=live "it's"
      - DATABASE_URL=postgres://app:hunter2@db:5432/app
      - DB_HOST=db
      - DB_USER=app
      - DB_PASSWORD=hunter2
      - REDIS_HOST=cache
      - FROM_SHELL
      - LEVEL=${LEVEL:-info}
      - OTHER=${OTHER}
      - DB_ADDRESS=db:5432
      - DB_TYPE=db
      - ENGINE_URL=jdbc:postgresql://db:5432/app
      - EMPTY=
      - MAIL_PASSWORD_FILE=/run/secrets/mail
    depends_on: {db: {condition: service_healthy}, cache: {condition: service_started}, migrate: {condition: service_completed_successfully}}
    healthcheck: {test: ["CMD", "curl", "-f", "http://localhost/a b"], interval: 1s, timeout: 1m, start_interval: 1s}
    deploy: {resources: {limits: {cpus: "0.5", memory: 600M}, reservations: {cpus: "0.1"}}, placement: {}}
    container_name: the-web
    restart: on-failure
    secrets: [signing-key, mail]
    volumes:
      - uploads:/var/uploads
      - ./conf:/etc/conf:ro
      - ${CONF}:/etc/c
      - C:\conf:/d
      - /tmp/cache
      - {type: tmpfs, target: scratch}
    cap_add: [NET_ADMIN]
  proxy:
    image: nginx
  Cache_1:
    image: redis:7
    entrypoint: docker-entrypoint.sh
    command: redis-server --save "60 1" --port ${REDIS_PORT:-6379} ${REDIS_MORE} --requirepass hunter2x
    healthcheck: {test: redis-cli -a hunter2x ping}
    environment: {REDIS_PASSWORD: hunter2x}
    deploy: {replicas: 2}
    ports: ["6379:6379"]
    mem_limit: 1g
    platform: linux/arm64
  cache-1:
    image: "ghcr.io/acme/cache:${TAG:-1}"
    expose: [11211]
    user: "33:34"
    volumes: [{type: volume, source: uploads, target: /in, read_only: true}, "web-files:/out", "uploads:/in2:ro,z"]
  db:
    image: postgres:16
    environment: {POSTGRES_DB: orders, POSTGRES_PASSWORD: hunter2, POSTGRES_USER: app}
    volumes: [data:/var/lib/postgresql/data]
  migrate: {image: "acme/web:1", command: ./migrate}
  debug: {image: "acme/debug:1", profiles: [debug]}
  port80: {image: "acme/port80:1"}
  web-task: {image: "acme/task:1", command: [wait-for, "db:5432"]}
  old: {image: "mariadb:10", command: --x}
name: shop
volumes: {uploads: , web-files: {driver_opts: {a: b}}}
configs: {a: {file: ./a}}
"#;

fn made(file: &str) -> (Fixture, Run) {
    let tool = Fixture::tool().file("compose.yaml", file);
    let path = env!("CARGO_MANIFEST_DIR");
    let run = tool.run(["new", "project", "shop", "--path", path, "--from", "compose.yaml"]);
    (tool, run)
}

#[test]
fn what_a_file_runs_is_a_project_that_synthesizes() {
    let (tool, run) = made(FILE);
    let run = run.succeeds();
    for told in [
        "web: ports: only TCP has a counterpart",
        "volumes: file systems of EFS, each with files of one user: uploads of user 33, web-files of user 33.",
        "web: ENGINE_URL: it names db, which is at `db_database.host` now",
        "web: EMPTY: it is empty, and left out",
        "web: MAIL_PASSWORD_FILE: no file has the secret; MAIL_PASSWORD has it itself",
        "web: secrets (SIGNING_KEY): in variables, and in no files under /run/secrets/",
        "Cache_1: command: it had a secret, now the variable of it",
        "proxy, port80, web-task: it names no port, so the others cannot call it",
        "command: it names db, which is at `db_database.host` now",
        "web: volumes (./conf:/etc/conf:ro, ${CONF}:/etc/c, C:\\conf:/d): Fargate has no files of a machine to mount",
        "web: volumes (/tmp/cache, scratch): without a name, its files are the task's, and gone with it",
        "volumes.web-files (driver_opts): left out",
        "web: it does not wait for db, cache, migrate",
        "web: DATABASE_URL: RDS makes the password of db and rotates it",
        "migrate: left out: it runs to its end before web",
        "debug: left out: Compose starts it only where the profile debug is asked for",
        "Cache_1: command: only the shell of the Compose file knows REDIS_MORE: write it",
        "web: from the Parameter Store, where you put them (cargo run -- secrets): DATABASE_URL, FROM_SHELL, OTHER, MAIL_PASSWORD, SIGNING_KEY",
        "web: cap_add: left out",
        "proxy: the image nginx names no version",
        "web: build: build and push the image",
        "db: a database of RDS, PostgreSQL 16.15, in place of `postgres:16`",
        "db: volumes, environment (POSTGRES_PASSWORD, POSTGRES_USER): of the container only",
        "old: a database of RDS, MySQL 8.4.11, and no longer `mariadb:10`",
        "web: ports (9000): only the other services reach them; the load balancer leads to 80",
        "Cache_1: ports (6379): only the other services reach them; it speaks no HTTP",
        "web: deploy.resources.limits.cpus: 0.5, deploy.resources.limits.memory: 600M: a task of 512 cpu units and 1024 MiB",
        "web: deploy.resources.reservations: left out",
        "web: deploy.placement: left out",
        "web: healthcheck.interval: 1 becomes 5; ECS takes 5 to 300",
        "web: healthcheck.start_interval: left out",
        "web: container_name: the others call it by the name of its service",
        "web: restart: ECS starts a task again whenever it ends",
        "Cache_1: mem_limit: 1g: a task of 256 cpu units and 1024 MiB",
        "name: left out",
        "configs: put the files into the images",
    ] {
        assert!(run.stdout.contains(told), "{told} is not in {}", run.stdout);
    }
    assert!(!run.stdout.contains("db: volumes (data"), "its data is in RDS: {}", run.stdout);
    let path = env!("CARGO_MANIFEST_DIR");
    let dry = tool.run(["new", "project", "other", "--path", path, "--from", "compose.yaml", "--dry-run"]).succeeds();
    dry.stdout_contains("has no counterpart").stdout_contains("web: cap_add: left out");
    let module = tool.read("shop/stacks/services.rs");
    // No value of a secret gets into the code.
    assert!(!module.contains("hunter2") && !run.stdout.contains("hunter2"), "{module}");
    assert!(
        module.contains(".environment(\"DB_HOST\", &db_database.host)")
            && module.contains(".environment(\"DB_TYPE\", \"db\")")
            && module.contains("\"orders\""),
        "{module}"
    );
    assert!(module.contains(".secret(\"DB_PASSWORD\", db_database.password())"), "{module}");
    for call in [
        ".environment(\"DB_ADDRESS\", sub(\"${Host}:5432\").with(\"Host\", &db_database.host))",
        "redis-cli -a $REDIS_PASSWORD ping",
        ".mount(&uploads_files, \"/var/uploads\")",
        ".mount_read_only(&uploads_files, \"/in\")",
        ".access(uploads_files.grant_read()).access(web_files_files.grant_read_write())",
    ] {
        assert!(
            module.split_whitespace().collect::<String>().contains(&call.split_whitespace().collect::<String>()),
            "{call} is not in {module}"
        );
    }
    let words =
        r#".command(["redis-server", "--save", "60 1", "--port", "6379", "${REDIS_MORE}", "--requirepass", "$REDIS_PASSWORD"])"#;
    let flat: String = module.split_whitespace().collect();
    assert!(flat.contains(&words.split_whitespace().collect::<String>()), "{module}");
    assert!(module.contains(".entry_point([\"docker-entrypoint.sh\"])") && !module.contains("migrate"), "{module}");
    let settings = tool.read("shop/stacks/environments/dev.toml");
    // So many services are a template that only a bucket takes, which synthesis says.
    let settings = settings.replace("[environment]", "[environment]\ntemplate-bucket = \"shop-templates\"");
    let tool = tool.file("shop/stacks/environments/dev.toml", &settings);
    let project = Project::made(tool, "shop");
    Run::of(project.command("run").args(["--", "synth", "--deny-warnings"]).output().unwrap())
        .succeeds()
        .stderr_lacks("warning:");
    project.is_formatted();
    let template = project.read("out/dev/services.template.json");
    for part in [
        "\"DnsName\": \"web\"",
        "\"DnsName\": \"cache-1\"",
        "\"ContainerPort\": 6379",
        "\"DesiredCount\": 2",
        "live \\\"it's\\\"",
        "AWS::RDS::DBInstance",
        "\"Value\": \"info\"",
        "curl -f 'http://localhost/a b'",
        "web.example.com",
        "ghcr.io/acme/cache:1",
        "\"EngineVersion\": \"16.15\"",
        "\"Interval\": 5",
        "\"Timeout\": 60",
        "\"CpuArchitecture\": \"ARM64\"",
        "\"Memory\": \"1024\"",
        "\"WebTask2\"",
        "\"Port802\"",
        "\"UploadsFilesAccessPoint\"",
        "\"WebFilesFilesMountTarget2\"",
        "\"MinimumHealthyPercent\": 0",
        "\"Uid\": \"33\"",
    ] {
        assert!(template.contains(part), "{part} is not in {template}");
    }
}

#[test]
fn what_is_no_compose_file_is_refused() {
    for (file, told) in [
        ("a: [", "cannot be read"),
        ("[]", "it has no map `services`"),
        ("services: {}", "it has no service"),
        ("services: [web]", "it has no map `services`"),
        ("Resources: {}", "it has no map `services`"),
    ] {
        let (tool, run) = made(file);
        run.fails(1).stderr_contains(told).stderr_contains("expected a Compose file");
        assert!(!tool.exists("shop"), "{file}");
    }
    let tool = Fixture::tool();
    tool.run(["new", "project", "shop", "--from", "no.yaml"]).fails(1).stderr_contains("no.yaml");
}

/// Whatever stands where a map or a list is expected: nothing is taken for what it is not, and nothing panics.
#[test]
fn odd_forms_are_read_as_far_as_they_go() {
    for odd in [
        "web:",
        "web: 1",
        "web: {ports: 80}",
        "web: {ports: {a: b}}",
        "web: {environment: [[a]], healthcheck: x}",
        "web: {command: [[1]], volumes: [{}], deploy: []}",
        "'\"; evil()': {image: 'a\"b'}",
        "ü: {image: '${'}",
        "'': {}",
    ] {
        let (tool, run) = made(&format!("services:\n  {odd}\n"));
        run.succeeds();
        let module = tool.read("shop/stacks/services.rs");
        assert!(!module.contains("evil()"), "{module}");
    }
}
