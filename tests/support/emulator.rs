//! A local stand-in for AWS that CloudFormation stacks are deployed to: `ministack`, started for one test.
//!
//! It accepts much that AWS refuses (unknown properties, dangling references), so a green deployment shows that stacks fit
//! together, not that templates are valid: that is for the validators to say.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::python::tools;

const START_LIMIT: Duration = Duration::from_secs(60);
const ATTEMPTS: u32 = 5;
const LINES_IN_A_FAILURE: usize = 60;

/// A running emulator with nothing deployed; dropping it ends it and removes what it wrote.
pub struct Emulator {
    child: Child,
    port: u16,
    directory: PathBuf,
}

impl Emulator {
    pub fn start() -> Self {
        // Another process may take a free port between the look and the start.
        for _ in 1..ATTEMPTS {
            let emulator = Self::spawn(free_port());
            if let Ok(emulator) = emulator.wait_until_ready() {
                return emulator;
            }
        }
        let last = Self::spawn(free_port()).wait_until_ready();
        last.unwrap_or_else(|log| panic!("the emulator ended while starting; its log:\n{log}"))
    }

    /// What the AWS CLI and the SDKs are to talk to.
    pub fn endpoint(&self) -> String {
        format!("http://{}:{}", Ipv4Addr::LOCALHOST, self.port)
    }

    /// The last lines that the emulator logged.
    pub fn log(&self) -> String {
        let log = fs::read(self.directory.join("log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(LINES_IN_A_FAILURE)..].join("\n")
    }

    fn spawn(port: u16) -> Self {
        let directory = fresh_directory();
        let log = File::create(directory.join("log")).expect("a log file");
        let mut command = tools().command("ministack");
        command
            // Left alone it listens on every interface and writes outside the target directory.
            .env("BIND_HOST", Ipv4Addr::LOCALHOST.to_string())
            .env("GATEWAY_PORT", port.to_string())
            .env("S3_DATA_DIR", directory.join("s3"))
            .env("STATE_DIR", directory.join("state"))
            .env("TMPDIR", directory.join("tmp"))
            // No container is ever to run for a test, even where Docker is there.
            .env("DOCKER_HOST", format!("unix://{}", directory.join("no-docker").display()))
            .current_dir(&directory)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a second handle of the log"))
            .stderr(log);
        forget_settings(&mut command);
        let child = command.spawn().expect("ministack starts");
        Self { child, port, directory }
    }

    /// The log when the emulator ends before it answers.
    fn wait_until_ready(mut self) -> Result<Self, String> {
        let start = Instant::now();
        while !is_ready(self.port) {
            if self.child.try_wait().expect("the state of the emulator").is_some() {
                return Err(self.log());
            }
            assert!(start.elapsed() < START_LIMIT, "the emulator does not answer; its log:\n{}", self.log());
            sleep(Duration::from_millis(50));
        }
        Ok(self)
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // By its handle, so that nothing else is ever ended; both calls fail only when it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            #[allow(clippy::print_stderr, reason = "the log helps whoever reads the failed test")]
            let () = eprintln!("the emulator's log ended with:\n{}", self.log());
        }
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// Settings of an emulator that the developer runs for something else.
fn forget_settings(command: &mut Command) {
    for name in ["AUTH", "EDGE_PORT", "LOCALSTACK_PERSISTENCE", "PERSIST_STATE", "S3_PERSIST", "SERVICES", "USE_SSL"] {
        command.env_remove(name);
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("the address of a listener").port()
}

fn fresh_directory() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("emulator-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // A killed test with the same process id may have left one.
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(directory.join("tmp")).expect("a directory for the emulator");
    directory
}

fn is_ready(port: u16) -> bool {
    let answer = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(b"GET /_ministack/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    };
    answer().is_ok_and(|answer| answer.starts_with("HTTP/1.1 200"))
}
