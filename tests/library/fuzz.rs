//! Whatever the bytes are, reading and checking them ends soon, and never with a panic.
//!
//! The inputs are the templates of `tests/templates`, changed at random places by a generator with a fixed seed: the same inputs on every run.
//! `FORMWORK_FUZZ_SECONDS=600 cargo test --release --test library fuzz` goes on for longer, from a seed of its own (`FORMWORK_FUZZ_SEED`).

use std::sync::LazyLock;
use std::time::{Duration, Instant};
use std::{fs, panic};

use formwork::check;
use formwork::template::read::{DEEPEST, HEAVIEST};
use formwork::template::{Content, Node};

const CORPUS: [&[u8]; 3] = [
    include_bytes!("../templates/web.yaml"),
    include_bytes!("../templates/network.json"),
    include_bytes!("../templates/loops.yaml"),
];

/// Pieces that mean something to a parser or to a rule.
const PIECES: [&[u8]; 40] = [
    b"!",
    b"&a ",
    b"*a",
    b"<<: *tags",
    b"{",
    b"}",
    b"[",
    b"]",
    b": ",
    b"- ",
    b"\n",
    b"\t",
    b"\"",
    b"'",
    b"|\n",
    b">-\n",
    b"#",
    b"---\n",
    b"...\n",
    b"%YAML 1.1\n",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF",
    b"\\u",
    b"\\ud800",
    b"${",
    b"${!",
    b"Fn::If",
    b"!GetAtt ",
    b"!Sub ",
    b"Ref",
    b"AWS::",
    b"null",
    b"~",
    b"-1",
    b"1e999",
    b"99999999999999999999",
    b"0.0.0.0/33",
    b"? ",
    b",",
];

#[test]
fn the_corpus_itself_has_no_mistake() {
    for bytes in CORPUS {
        let errors: Vec<_> = check::file(bytes).findings.into_iter().filter(|finding| finding.is_error()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

#[test]
fn every_beginning_of_a_template_is_checked() {
    for bytes in CORPUS {
        for end in 0..bytes.len() {
            validate(&bytes[..end]);
        }
    }
}

#[test]
fn changed_templates_are_checked() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let longer = number("FORMWORK_FUZZ_SECONDS");
    let mut random = Random(number("FORMWORK_FUZZ_SEED").unwrap_or(0x5EED));
    let start = Instant::now();
    let mut done: u64 = 0;
    let goes_on = |done| match longer {
        Some(seconds) => start.elapsed() < Duration::from_secs(seconds),
        None => done < 1000,
    };
    while goes_on(done) {
        let mut bytes = CORPUS[random.below(CORPUS.len())].to_vec();
        for _ in 0..=random.below(6) {
            change(&mut bytes, &mut random);
        }
        validate(&bytes);
        done += 1;
    }
    println!("{done} inputs in {:?}", start.elapsed());
}

/// Templates that are written to take long, or to end in a stack that is too deep.
#[test]
fn hostile_templates_are_checked() {
    let topics = |count: usize, name: &dyn Fn(usize) -> String| -> String {
        let topic = |index| format!("  R{index}: {{Type: 'AWS::SNS::Topic', Properties: {{TopicName: {}}}}}\n", name(index));
        format!("Resources:\n{}", (0..count).map(topic).collect::<String>())
    };
    let list = |count: usize, item: &dyn Fn(usize) -> String| (0..count).map(item).collect::<Vec<_>>().join(", ");
    let task = |value: String| format!("Resources:\n  R: {{Type: 'AWS::ECS::TaskDefinition', Properties: {value}}}\n");
    let inputs = [
        topics(20_000, &|index| format!("!Ref R{}", index + 1)),
        topics(900, &|index| format!("!Ref R{}", (index + 1) % 900)),
        topics(900, &|index| format!("!Ref [R{}, !Sub '{}']", index + 9999, "${a}".repeat(100))),
        topics(900, &|index| format!("!GetAtt Rr{index}.Arn")),
        task(format!("{{RequiresCompatibilities: [{}]}}", list(10_000, &|index| format!("x{index}")))),
        task(format!("{{{}}}", list(8_000, &|index| format!("Property{index}: 1")))),
        task(format!("{{Cpu: !Sub '{}'}}", "${a}".repeat(30_000))),
        format!(
            "Parameters: {{P: {{Type: String, AllowedValues: [a]}}}}\nConditions: {{{}}}\n{}",
            list(2_000, &|index| format!("C{index}: !Equals [!Ref P, b]")),
            task(format!("{{RequiresCompatibilities: [{}]}}", list(5_000, &|_| "!Ref P".to_owned())))
        ),
    ];
    for input in inputs {
        validate(input.as_bytes());
    }
}

/// How long this thread has worked: what others do on the machine meanwhile does not count, where the system tells.
fn worked() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let worked = told.as_deref().and_then(|told| told.split_whitespace().next()?.parse().ok());
    worked.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// xorshift64*
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16;
        usize::try_from(number).unwrap() % bound.max(1)
    }
}

fn change(bytes: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(bytes.len());
    let end = (at + random.below(40)).min(bytes.len());
    match random.below(8) {
        0 => bytes.truncate(at),
        1 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
        2 => drop(bytes.drain(at..end)),
        3 => {
            let copy = bytes[at..end].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, copy);
        }
        4 => {
            let times = 1 + random.below(300);
            let piece = PIECES[random.below(PIECES.len())].repeat(times);
            bytes.splice(at..at, piece);
        }
        5 => {
            // One line takes the place of another.
            let lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
            let mut lines = lines;
            let (one, other) = (random.below(lines.len()), random.below(lines.len()));
            if !lines.is_empty() {
                lines[one] = lines[other].clone();
            }
            *bytes = lines.concat();
        }
        _ => {
            let piece = PIECES[random.below(PIECES.len())];
            bytes.splice(at..at, piece.iter().copied());
        }
    }
    bytes.truncate(100_000);
}

#[track_caller]
fn validate(bytes: &[u8]) {
    let before = worked();
    let checked = panic::catch_unwind(|| check::file(bytes));
    let Ok(checked) = checked else { panic!("this input panics: {}", bytes.escape_ascii()) };
    let time = worked().saturating_sub(before);
    let shown: String = bytes.escape_ascii().to_string().chars().take(300).collect();
    assert!(time < Duration::from_secs(10), "this input takes {time:?}: {shown}");
    match &checked.template {
        Some(template) => {
            let (nodes, depth) = size(template.root());
            assert!(nodes <= HEAVIEST && depth <= 2 * DEEPEST, "{nodes} nodes, {depth} levels: {}", bytes.escape_ascii());
        }
        None => assert!(!checked.findings.is_empty(), "not read, and no reason: {}", bytes.escape_ascii()),
    }
}

/// How many nodes there are, and how many levels. A function in its short form is two levels.
fn size(node: &Node) -> (usize, usize) {
    let children: Vec<(usize, usize)> = match &node.content {
        Content::List(items) => items.iter().map(size).collect(),
        Content::Map(map) => map.values().map(size).collect(),
        _ => Vec::new(),
    };
    (
        1 + children.iter().map(|(nodes, _)| nodes).sum::<usize>(),
        1 + children.iter().map(|(_, depth)| depth).max().copied().unwrap_or(0),
    )
}
