//! Hostile names and values in every text that a template, a settings file or the name of a file can hold, through every command and
//! format: what comes out is text. It moves no cursor, gives a workflow no command, calls nobody, and no element or program of it runs.

use std::process::Command;

use serde_json::{Value, json};

use crate::support::fixture::{Fixture, Run};

/// What means something to a terminal, a log, a page, a comment, a shell or a template.
const PIECES: [&str; 44] = [
    "\u{1b}[31m",
    "\u{1b}]0;title\u{7}",
    "\u{9b}2J",
    "\u{85}",
    "\r",
    "\n",
    "\t",
    "\u{8}",
    "\u{7f}",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{2028}",
    "\u{feff}",
    "\u{e0041}",
    "\n::error title=x::pwned",
    "\n  ::stop-commands::x",
    "::add-mask::a",
    "##[error]x",
    "##vso[task.x]",
    "%0A::warning::x",
    "@everyone",
    "#1",
    "GH-1",
    "https://evil.test/x",
    "www.evil.test",
    ":tada:",
    "0123456789abcdef",
    "<img src=x onerror=alert(1)>",
    "</title></script><script>alert(1)</script>",
    "]]>",
    "-->",
    "`",
    "```\n",
    "|",
    "$(touch pwned)",
    "`touch pwned`",
    "';touch pwned;'",
    "\"",
    "\\",
    "{{ 7*7 }}{% raw %}",
    "![a](https://evil.test)",
    "$x$",
    "\n+ fake",
];

/// Numbers that are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn text(&mut self) -> String {
        let count = 1 + self.below(3);
        (0..count).map(|_| format!("{}{}", PIECES[self.below(PIECES.len())], ["", "a", "Name"][self.below(3)])).collect()
    }

    /// A text, or now and then what is right there, so that what stands below it is looked at.
    fn or(&mut self, right: &str) -> String {
        if self.below(3) == 0 { self.text() } else { right.to_owned() }
    }

    fn template(&mut self) -> Value {
        let container = json!({ "Name": self.text(), "Image": self.text(), "Secrets": [{ "Name": self.text(), "ValueFrom": self.text() }],
            "Environment": [{ "Name": self.text(), "Value": self.text() }] });
        let group = json!({ "GroupDescription": self.text(), "SecurityGroupIngress": [{ "IpProtocol": self.or("tcp"), "FromPort": 1, "ToPort": 2,
            "CidrIp": self.or("0.0.0.0/0"), "Description": self.text() }] });
        let statement = json!({ "Effect": self.or("Allow"), "Action": self.text(), "Resource": self.text(), "Sid": self.text() });
        let policy = json!({ "PolicyDocument": { "Version": "2012-10-17", "Statement": [statement] }, "PolicyName": self.text(), "Roles": [self.text()] });
        let resources = json!({
            self.or("Topic"): { "Type": self.or("AWS::SNS::Topic"), "Condition": self.text(), "DependsOn": self.text(),
                "Properties": { "TopicName": self.text(), self.text(): self.text() } },
            self.or("Queue"): { "Type": "AWS::SQS::Queue", "DeletionPolicy": self.or("Retain"), "Metadata": { self.text(): self.text() },
                "Properties": { "QueueName": { "Ref": self.text() }, "Tags": [{ "Key": self.text(), "Value": { "Fn::GetAtt": [self.text(), self.text()] } }] } },
            self.or("Task"): { "Type": "AWS::ECS::TaskDefinition", "Properties": { "Family": { "Fn::Sub": self.text() }, "ContainerDefinitions": [container] } },
            self.or("Group"): { "Type": "AWS::EC2::SecurityGroup", "Properties": group },
            self.or("Policy"): { "Type": "AWS::IAM::Policy", "Properties": policy },
            self.text(): { "Type": self.text(), "Properties": { self.text(): { self.text(): [self.text()] } } },
        });
        json!({
            "Description": self.text(),
            "Metadata": { self.text(): self.text() },
            "Parameters": { self.or("P"): { "Type": self.or("String"), "Default": self.text(), "Description": self.text(),
                "AllowedValues": [self.text()], "AllowedPattern": self.text(), "ConstraintDescription": self.text() } },
            "Mappings": { self.text(): { self.text(): { self.text(): self.text() } } },
            "Conditions": { self.text(): { "Fn::Equals": [{ "Ref": "P" }, self.text()] } },
            "Rules": { self.text(): { "Assertions": [{ "Assert": { "Fn::Contains": [[self.text()], { "Ref": "P" }] }, "AssertDescription": self.text() }] } },
            "Resources": resources,
            "Outputs": { self.or("Out"): { "Value": self.text(), "Export": { "Name": self.text() }, "Description": self.text() } },
            self.text(): self.text(),
        })
    }

    /// A name that a file can have.
    fn file_name(&mut self) -> String {
        format!("{}.json", self.text().replace(['/', '\0'], "_"))
    }
}

/// What the eye does not see, and a terminal obeys.
fn is_unseen(c: char) -> bool {
    let turns = ['\u{200e}', '\u{200f}', '\u{61c}', '\u{feff}'].contains(&c)
        || ('\u{2028}'..='\u{202e}').contains(&c)
        || ('\u{2066}'..='\u{2069}').contains(&c);
    c.is_control() && c != '\n' && c != '\t' || turns || ('\u{e0000}'..='\u{e007f}').contains(&c)
}

#[track_caller]
fn assert_text(run: &Run, how: &str) {
    let text = format!("{}{}", run.stdout, run.stderr);
    let place = text.find(is_unseen).map(|at| &text[at.saturating_sub(0)..]);
    assert_eq!(place.map(|rest| rest.chars().take(60).collect::<String>()), None, "{how}");
}

#[track_caller]
fn assert_no_command(text: &str, how: &str) {
    let command = text.lines().find(|line| is_command(line.trim_start()) || line.contains("##[") || line.contains("##vso["));
    assert_eq!(command, None, "{how}");
}

/// Related places stand behind `:::`, which begins none.
fn is_command(line: &str) -> bool {
    line.starts_with("::") && !line.starts_with(":::")
}

/// Each line is one command of this program.
#[track_caller]
fn assert_commands(text: &str, how: &str) {
    let starts = ["::error ", "::warning ", "::notice ", "::error::", "::warning::", "::notice::"];
    let other = text.lines().find(|line| !starts.iter().any(|start| line.starts_with(start)));
    assert_eq!(other, None, "{how}");
}

/// The elements of a page or a picture are those that this program writes.
#[track_caller]
fn assert_elements(text: &str, how: &str) {
    let known = "html head meta title style body header h1 button label input span i div svg defs marker path rect g text tspan aside script p details summary b";
    let mut scripts = 0;
    for part in text.split('<').skip(1).filter(|part| part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')) {
        let name: String = part.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        // The script of the page compares numbers.
        assert!(known.split(' ').any(|known| known == name), "<{name} of {how}");
        let tag = part.split('>').next().unwrap_or_default();
        assert!(!tag.contains(" onerror=") && !tag.contains("src="), "{tag} of {how}");
        scripts += usize::from(part.starts_with("script"));
    }
    assert!(scripts <= 2, "{scripts} scripts of {how}");
}

/// Outside of code, nothing that GitHub makes something of.
#[track_caller]
fn assert_quiet(text: &str, how: &str) {
    let mut fence: Option<String> = None;
    for line in text.lines() {
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) if line == open => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => assert_quiet_line(line, how),
        }
    }
    assert_eq!(fence, None, "a block of code is not closed: {how}");
    // In a block of HTML a backtick begins no code.
    let (html, markdown): (Vec<&str>, Vec<&str>) = text.split_inclusive('\n').partition(|line| line.starts_with("<details>"));
    assert_elements(&html.concat(), how);
    assert_elements(&without_code(&markdown.concat()), how);
}

fn assert_quiet_line(line: &str, how: &str) {
    let plain = without_code(line);
    for (at, c) in plain.char_indices() {
        let rest = &plain[at + c.len_utf8()..];
        let next = rest.chars().next();
        let is_escaped = plain[..at].ends_with('\\');
        let is_alive = match c {
            '@' => next.is_some_and(char::is_alphanumeric),
            '#' => at > 4 && next.is_some_and(|c| c.is_ascii_digit()) && !plain[..at].ends_with('&'),
            ':' => rest.starts_with("//"),
            // A line that begins a block of HTML is no Markdown.
            '[' | '!' => !is_escaped && !line.starts_with("<details>") && rest.contains("]("),
            _ => false,
        };
        assert!(!is_alive, "`{c}` lives in {plain:?} of {how}");
    }
    assert!(!plain.contains("www.") && !plain.contains("GH-1") && !plain.contains(":tada:"), "{plain:?} of {how}");
}

/// A text without its blocks and spans of code.
fn without_code(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(start) = rest.find('`') {
        let ticks = rest[start..].chars().take_while(|c| *c == '`').count();
        let after = &rest[start + ticks..];
        let fence = "`".repeat(ticks);
        let escaped = rest[..start].ends_with('\\');
        let end = after
            .match_indices(&fence)
            .map(|(at, _)| at)
            .find(|at| !after[..*at].ends_with('`') && !after[at + ticks..].starts_with('`'));
        match end.filter(|_| !escaped) {
            Some(end) => {
                out.push_str(&rest[..start]);
                rest = &after[end + ticks..];
            }
            None => {
                out.push_str(&rest[..start + ticks]);
                rest = after;
            }
        }
    }
    out + rest
}

#[test]
fn templates_and_names_of_files_stay_text() {
    let mut random = Random(13);
    for round in 0..12 {
        let [before, after, values] =
            [random.file_name(), random.file_name(), random.file_name()].map(|name| format!("{round}-{name}"));
        let given = json!([{ "ParameterKey": "P", "ParameterValue": random.text() }, { "ParameterKey": random.text(), "ParameterValue": random.text() }]);
        let mut template = random.template();
        let tool = Fixture::tool().file(&values, given.to_string());
        // A nested stack, whose template is another one of these.
        let [id, name] = [random.or("Child"), random.text()];
        template["Resources"][&id] = json!({ "Type": "AWS::CloudFormation::Stack", "Properties": {
            "TemplateURL": "https://s3.test/child.json", "Parameters": { "P": random.text(), name: { "Ref": random.text() } } } });
        let tool =
            tool.file("old/child.json", random.template().to_string()).file("new/child.json", random.template().to_string());
        let tool = tool.file(&before, template.to_string());
        // The same, with some other values: most of what is compared is known on both sides.
        template["Resources"]["Queue"] = random.template()["Resources"]["Queue"].clone();
        template["Resources"]["Group"] = random.template()["Resources"]["Group"].clone();
        template["Outputs"] = random.template()["Outputs"].clone();
        let tool = tool.file(&after, template.to_string()).file("broken.json", format!("{{\"{}\": [", random.text()));
        for format in ["human", "json", "sarif", "github"] {
            let how = format!("check of round {round} as {format}");
            let run =
                tool.run(["check", &before, &after, "broken.json", "-p", &values, "--pack", "security", "--format", format]);
            assert_text(&run, &how);
            match format {
                "human" => assert_no_command(&format!("{}{}", run.stdout, run.stderr), &how),
                "github" => assert_commands(&run.stdout, &how),
                _ => drop(serde_json::from_str::<Value>(&run.stdout).unwrap()),
            }
        }
        for format in ["text", "markdown", "json", "github"] {
            for nested in [&[][..], &["--nested", "old", "--nested", "new"]] {
                let how = format!("diff of round {round} as {format} with {nested:?}");
                let run = tool.run_all(&[&["diff", &before, &after, "--format", format], nested].concat());
                assert_text(&run, &how);
                match format {
                    "github" => assert_commands(&run.stdout, &how),
                    _ => assert_no_command(&format!("{}{}", run.stdout, run.stderr), &how),
                }
                if format == "markdown" {
                    assert_quiet(&run.stdout, &how);
                }
            }
        }
        for format in ["svg", "html", "json", "dot", "mermaid"] {
            for arguments in [vec!["graph", &after], vec!["graph", &after, "--diff", &before]] {
                let how = format!("{arguments:?} of round {round} as {format}");
                let run = tool.run_all(&[&arguments[..], &["--format", format]].concat());
                assert_text(&run, &how);
                assert_no_command(&format!("{}{}", run.stdout, run.stderr), &how);
                if ["svg", "html"].contains(&format) {
                    assert_elements(&run.stdout, &how);
                }
            }
        }
        let words = random.text();
        for run in [
            tool.run(["explain", &format!("it failed: {words}")]),
            tool.run(["check", &words]),
            tool.run(["diff", &before, &words]),
            tool.run(["graph", &words]),
            tool.run(["diff", &before, &format!("--{words}")]),
            tool.run(["graph", &after, "--format", &words]),
            tool.run(["diff", &before, &after, "-p", &format!("P={words}")]),
        ] {
            assert_text(&run, "what the command line says");
            assert_no_command(&format!("{}{}", run.stdout, run.stderr), "what the command line says");
        }
    }
}

#[test]
fn settings_stay_text_and_run_nothing() {
    let mut random = Random(31);
    for round in 0..6 {
        let quoted = |text: String| serde_json::to_string(&text).unwrap().replace("\u{7f}", "\\u007f");
        let (tag, motto) = (quoted(random.text()), quoted(random.text()));
        let shop = Fixture::shop().replace("dev", "\"the core\"", &tag).setting("dev", &format!("motto = {motto}"));
        let commands: [&[&str]; 9] = [
            &["synth"],
            &["synth", "--message-format", "json"],
            &["list"],
            &["deploy-plan"],
            &["deploy-plan", "--json"],
            &["secrets"],
            &["diff", "--against", "out"],
            &["graph"],
            &["explain", "Note"],
        ];
        for arguments in commands {
            let how = format!("{} of round {round} with {motto} and {tag}", arguments.join(" "));
            let run = shop.run_all(arguments);
            assert_text(&run, &how);
            assert_no_command(&format!("{}{}", run.stdout, run.stderr), &how);
        }
        for name in shop.files("out/dev").iter().filter(|name| name.ends_with(".sh")) {
            let checked = Command::new("bash").arg("-n").arg(shop.path(&format!("out/dev/{name}"))).output().unwrap();
            assert!(checked.status.success(), "{name}: {}", String::from_utf8_lossy(&checked.stderr));
            // Without the AWS CLI it stops at once, and has run whatever its first lines would run.
            let mut command = Command::new("bash");
            command
                .arg(shop.path(&format!("out/dev/{name}")))
                .env("PATH", "/usr/bin:/bin")
                .env("AWS_ACCESS_KEY_ID", "")
                .current_dir(shop.path(""));
            let _ = command.stdin(std::process::Stdio::null()).output().unwrap();
            assert!(!shop.exists("pwned"), "{name} ran a value of the settings");
        }
        // A settings file that is refused.
        let broken = Fixture::shop().setting("dev", &format!("{tag} = {motto}"));
        let run = broken.run(["synth"]);
        assert_text(&run, "refused settings");
        assert_no_command(&run.stderr, "refused settings");
    }
}
