//! What a message names: stacks, services, roles, ids and ARNs, which the commands of an explanation are filled with.

use std::collections::BTreeMap;

use crate::redact::is_credential;

/// Ids of EC2 and its neighbours, by what they begin with.
const IDS: [(&str, &str); 15] = [
    ("sg-", "security_group"),
    ("subnet-", "subnet"),
    ("vpc-", "vpc"),
    ("eni-", "interface"),
    ("i-", "instance"),
    ("ami-", "image_id"),
    ("igw-", "gateway"),
    ("rtb-", "route_table"),
    ("nat-", "nat"),
    ("eipalloc-", "allocation"),
    ("vpce-", "endpoint"),
    ("fs-", "file_system"),
    ("fsap-", "access_point"),
    ("lt-", "launch_template"),
    ("vol-", "volume"),
];

/// Words after which the name of such a thing stands.
const BEFORE: [&str; 14] = [
    "stack",
    "export",
    "role",
    "user",
    "bucket",
    "cluster",
    "service",
    "repository",
    "function",
    "task",
    "policy",
    "secret",
    "parameter",
    "domain",
];

/// How the properties begin by which an identifier names a resource.
const PROPERTY: &str = "/properties/";

/// Names by what they are names of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// The names in a message.
    pub fn of(message: &str) -> Self {
        let mut names = Names::default();
        // What an SDK adds is no name of a service of the app: `(Service: AmazonECS; Status Code: 400)`.
        let message = message.replace("(Service:", "(");
        let tokens = tokens(&message);
        for (token, _) in &tokens {
            names.token(token);
        }
        for pair in tokens.windows(2) {
            let ((before, between), (token, after)) = (&pair[0], &pair[1]);
            match before.to_lowercase().as_str() {
                // A command that the message tells to run knows it best.
                "--stack-name" => names.add([("stack".to_owned(), (*token).to_owned())]),
                // `not authorized to perform: sqs:createqueue on …`
                "perform" if token.contains(':') => names.add([("action".to_owned(), (*token).to_owned())]),
                // A comma, a full stop or a bracket ends what is named, and `ResourceIds=` is a key of the next.
                _ if between.contains([',', ';', '.', '(']) || after.starts_with('=') => {}
                // `Waiting for stack create/update to complete` names none.
                "stack" if token.contains('/') => {}
                kind if BEFORE.contains(&kind) && is_name(token) => names.put(kind, token),
                _ => {}
            }
        }
        let all: Vec<&str> = tokens.iter().map(|(token, _)| *token).collect();
        // `Resource of type 'AWS::S3::Bucket' with identifier 'shop-data' already exists.`
        for (at, words) in all.windows(4).enumerate().filter(|(_, words)| words[1..3] == ["with", "identifier"]) {
            // `{"/properties/LogGroupName":"/ecs/web"}` says the property before its value; several of them are no name.
            let is_property = |word: &&&str| word.starts_with(PROPERTY);
            match all[at + 3..].iter().filter(is_property).count() {
                0 => names.called(words[0], words[3]),
                1 if words[3].starts_with(PROPERTY) => {
                    all.get(at + 4).into_iter().for_each(|value| names.called(words[0], value))
                }
                _ => {}
            }
        }
        names
    }

    /// The physical id of a resource, by its type: that of a bucket is the `bucket`. An ARN says itself what it is of.
    pub fn called(&mut self, resource_type: &str, physical: &str) {
        let kind = match resource_type {
            "AWS::RDS::DBInstance" => "db",
            "AWS::RDS::DBCluster" => "db_cluster",
            "AWS::Logs::LogGroup" => "log_group",
            "AWS::EC2::SecurityGroup" => "security_group",
            // Its physical id is the name of the inline policy, which is no name that IAM knows by itself.
            "AWS::IAM::Policy" => return,
            _ => resource_type.rsplit("::").next().unwrap_or_default(),
        };
        if resource_type.starts_with("AWS::") && !physical.contains([':', '|']) {
            self.put(&kind.to_lowercase(), physical);
        }
    }

    /// Adds what is known from elsewhere; it wins over what the message says.
    pub fn add(&mut self, names: impl IntoIterator<Item = (String, String)>) {
        self.0.extend(names.into_iter().filter(|(_, value)| !is_credential(value) && !value.is_empty()));
    }

    /// Adds what is known from elsewhere and not from here.
    pub(super) fn complete(&mut self, others: Names) {
        others.0.into_iter().for_each(|(kind, value)| self.put(&kind, &value));
    }

    /// A name.
    pub fn get(&self, kind: &str) -> Option<&str> {
        self.0.get(kind).map(String::as_str)
    }

    /// A text with the names in the place of `{kind}`, each quoted; what is not known is written in capitals, or as in `{kind|so}`.
    pub fn fill(&self, text: &str, quote: fn(&str) -> String) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let is_kind = |kind: &str| !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            let name = |(text, after): (&str, _)| {
                let (kind, other) = text.split_once('|').map_or((text, None), |(kind, other)| (kind, Some(other)));
                let filled = self.get(kind).map_or_else(|| other.map_or_else(|| kind.to_uppercase(), str::to_owned), quote);
                is_kind(kind).then_some((filled, after))
            };
            match after.split_once('}').and_then(name) {
                Some((name, after)) => {
                    filled.push_str(&name);
                    rest = after;
                }
                None => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled + rest
    }

    fn put(&mut self, kind: &str, value: &str) {
        if !is_credential(value) && !value.is_empty() {
            self.0.entry(kind.to_owned()).or_insert_with(|| value.to_owned());
        }
    }

    fn token(&mut self, token: &str) {
        // `Stack:arn:aws:cloudformation:…` says before it what it is.
        let arn = token.find("arn:").filter(|at| *at == 0 || token[..*at].ends_with(':'));
        if let Some(at) = arn {
            self.arn(&token[at..]);
        } else if let Some((registry, path)) = token.split_once('/').filter(|(registry, _)| registry.contains(".dkr.ecr.")) {
            self.put("image", token);
            self.put("repository", path.split([':', '@']).next().unwrap_or(path));
            if let Some((account, rest)) = registry.split_once(".dkr.ecr.") {
                self.put("account", account);
                self.put("region", rest.split('.').next().unwrap_or(rest));
            }
        } else if let Some((_, kind)) = IDS.iter().find(|(start, _)| token.strip_prefix(start).is_some_and(is_hexadecimal)) {
            self.put(kind, token);
        } else if is_action(token) {
            self.put("action", token);
        }
    }

    fn arn(&mut self, arn: &str) {
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let [_, partition, service, region, account, resource] = parts.as_slice() else { return };
        self.put("region", region);
        self.put("account", account);
        self.put("arn", arn);
        let mut steps = resource.split('/');
        let (kind, second, third) = (steps.next().unwrap_or_default(), steps.next(), steps.next());
        let last = resource.rsplit(['/', ':']).next().unwrap_or_default();
        match (*service, kind) {
            ("ecs", "service" | "task") => {
                // Old ARNs have no cluster.
                self.put("cluster", if third.is_some() { second.unwrap_or_default() } else { "" });
                self.put(kind, last);
            }
            ("ecs", "cluster") => self.put("cluster", last),
            ("ecs", "task-definition") => self.put("task_definition", second.unwrap_or_default()),
            ("elasticloadbalancing", "targetgroup") => self.put("target_group", arn),
            ("elasticloadbalancing", "loadbalancer") => self.put("load_balancer", arn),
            ("elasticloadbalancing", "listener") => self.put("listener", arn),
            ("iam", "user") => {
                self.put(kind, last);
                self.put("principal_arn", arn);
            }
            ("iam", "role" | "policy") => self.put(kind, last),
            ("sts", "assumed-role") => {
                let role = second.unwrap_or_default();
                self.put("role", role);
                self.put("principal_arn", &format!("arn:{partition}:iam::{account}:role/{role}"));
            }
            ("cloudformation", "stack") => {
                self.put("stack_arn", arn);
                self.put("stack", second.unwrap_or_default());
            }
            ("s3", _) => self.put("bucket", kind),
            ("kms", "key") => self.put("key", last),
            ("acm", "certificate") => self.put("certificate", arn),
            ("ssm", "parameter") => self.put("parameter", resource.strip_prefix("parameter").unwrap_or(resource)),
            ("ecr", "repository") => self.put("repository", resource.strip_prefix("repository/").unwrap_or(resource)),
            ("secretsmanager", _) => self.put("secret", arn),
            ("logs", _) => self.put("log_group", resource.split(':').nth(1).unwrap_or_default()),
            ("lambda", _) => self.put("function", resource.split(':').nth(1).unwrap_or_default()),
            ("rds", _) => self.put(if resource.starts_with("cluster:") { "db_cluster" } else { "db" }, last),
            _ => {}
        }
    }
}

/// The words of a message, each with what parts it from the next.
fn tokens(message: &str) -> Vec<(&str, String)> {
    let is_separator = |c: char| c.is_whitespace() || "\"'`()[]{},;<>=“”".contains(c);
    let mut found: Vec<(&str, String)> = Vec::new();
    for piece in message.split_inclusive(is_separator) {
        let token = piece.trim_end_matches(is_separator).trim_end_matches(['.', ':', '-']);
        let after = &piece[token.len()..];
        match token {
            "" => found.last_mut().into_iter().for_each(|(_, between)| between.push_str(after)),
            token => found.push((token, after.to_owned())),
        }
    }
    found
}

fn is_hexadecimal(text: &str) -> bool {
    text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// `ssm:GetParameters`.
fn is_action(token: &str) -> bool {
    let Some((service, action)) = token.split_once(':') else { return false };
    let is_service =
        service.len() > 1 && service.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    is_service && action.starts_with(|c: char| c.is_ascii_uppercase()) && action.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a word is the name of something, and not a word of the sentence.
fn is_name(word: &str) -> bool {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || "-_/.".contains(c);
    let inner = word.get(1..).unwrap_or_default();
    let is_marked = word.contains(['-', '_', '/'])
        || word.contains(|c: char| c.is_ascii_digit())
        || inner.contains(|c: char| c.is_ascii_uppercase());
    // `OCI` and `ECS` are words of the sentence, too.
    let is_acronym = word.bytes().all(|byte| byte.is_ascii_uppercase());
    word.chars().all(is_inside)
        && is_marked
        && !is_acronym
        && !word.ends_with("_PROGRESS")
        && !word.ends_with("Exception")
        && word != "service-linked"
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_read_and_quoted() {
        let names = Names::of(
            "User: arn:aws:sts::123456789012:assumed-role/shop-Exec-1A/x is not authorized to perform: ssm:GetParameters in subnet-0123abcd",
        );
        assert_eq!(names.get("role"), Some("shop-Exec-1A"));
        let quote = |name: &str| format!("'{name}'");
        assert_eq!(
            names.fill("aws iam get-role --role-name {role} # {action} {subnet} {vpc}", str::to_owned),
            "aws iam get-role --role-name shop-Exec-1A # ssm:GetParameters subnet-0123abcd VPC"
        );
        assert_eq!(names.fill("lacks {action|an action} on {vpc|it}", str::to_owned), "lacks ssm:GetParameters on it");
        let mut names = Names::default();
        names.add([("stack".to_owned(), "a; rm -rf $HOME".to_owned())]);
        assert_eq!(names.fill("delete {stack} {\"a\":1}", quote), "delete 'a; rm -rf $HOME' {\"a\":1}");
        let deploy = "Failed to create/update the stack. Waiting for stack create/update. Run aws … --stack-name shop";
        assert_eq!(Names::of(deploy).get("stack"), Some("shop"));
        assert_eq!(Names::of("Waiting for stack create/update to complete").get("stack"), None);
        assert_eq!(Names::of("failed to create shim task: OCI runtime create failed").get("task"), None);
        let taken = Names::of("Resource of type 'AWS::S3::Bucket' with identifier 'shop-data' already exists.");
        assert_eq!((taken.get("bucket"), taken.get("db")), (Some("shop-data"), None));
        let of_property = "Resource of type 'AWS::Logs::LogGroup' with identifier '{\"/properties/LogGroupName\":\"/ecs/web\"}' already exists.";
        assert_eq!(Names::of(of_property).get("log_group"), Some("/ecs/web"));
        let of_two =
            "Resource of type 'AWS::SSM::Parameter' with identifier '{\"/properties/A\":\"a\",\"/properties/B\":\"b\"}' exists.";
        assert_eq!(Names::of(of_two).get("parameter"), None);
        let nodes = "[Issue(Message=Unhealthy nodes in the kubernetes cluster, ResourceIds=[i-0123abcd])]";
        assert_eq!(Names::of(nodes).get("cluster"), None);
        let role = "the provided role. (Service: AWSStepFunctions; Status Code: 400)";
        assert_eq!(Names::of(role).get("role"), None);
        let busy = Names::of("Stack:arn:aws:cloudformation:eu-west-1:1:stack/shop/2 is in ROLLBACK_COMPLETE state");
        assert_eq!(busy.get("stack"), Some("shop"));
        let denied = Names::of("User: arn:aws:sts::1:assumed-role/web/x is not authorized to perform: sqs:createqueue");
        assert_eq!(
            (denied.get("action"), denied.get("principal_arn")),
            (Some("sqs:createqueue"), Some("arn:aws:iam::1:role/web"))
        );
        let service = Names::of("arn:aws:ecs:eu-west-1:123456789012:service/prod/web");
        assert_eq!((service.get("cluster"), service.get("service")), (Some("prod"), Some("web")));
        assert_eq!(Names::of("The flux is inverted (Service: AmazonECS; Status Code: 400)").get("service"), None);
    }
}
