//! Stack sets: stacks that belong in many accounts and regions, which CloudFormation deploys by itself.
//!
//! A stack set is a resource of its administrator account, `AWS::CloudFormation::StackSet`. So the stack that holds it is deployed like
//! any other, by change sets, and CloudFormation makes, updates and deletes the stacks in the target accounts.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stackset.html>

use indexmap::IndexMap;

use super::app::App;
use super::notes::ParameterValue;
use super::stack_builder::{Sections, Stack};
use super::synth::{SynthesizedStack, capabilities, link_location};
use crate::diagnostic::Diagnostic;
use crate::template::{Content, Format, Key, Map, Node, Origin, SourceLocation, Template, function};

/// The logical id of the stack set in its stack.
const ID: &str = "StackSet";

/// Where the stacks of a stack set go, who may deploy them, and how they are deployed.
///
/// ```
/// use formwork::prelude::*;
///
/// fn baseline(app: &mut App) {
///     let everywhere = StackSet::service_managed(["ou-ab12-c3d4e5f6"], ["eu-west-1", "us-east-1"]).failure_tolerance_count(1);
///     let stack = app.stack_set("baseline", everywhere);
///     stack.add("Alarms", sns::Topic::new());
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use = "pass it to `App::stack_set`"]
pub struct StackSet {
    location: SourceLocation,
    permission_model: &'static str,
    administration_role_arn: Option<String>,
    execution_role_name: Option<String>,
    delegated: bool,
    /// Whether accounts that come into a target get a stack, and whether those that leave keep it.
    auto_deployment: Option<(bool, bool)>,
    managed_execution: bool,
    organizational_units: Vec<String>,
    accounts: Vec<String>,
    account_filter: Option<&'static str>,
    regions: Vec<String>,
    preferences: IndexMap<&'static str, Node>,
}

impl StackSet {
    /// To all accounts of organizational units, or of a whole organization by the id of its root, in some regions, one after the other.
    /// AWS Organizations makes the roles (`SERVICE_MANAGED`).
    ///
    /// Accounts that come into a unit get a stack as well, and accounts that leave keep theirs. The management account of the organization
    /// never gets one, whatever unit it is in: it needs a stack of its own.
    #[track_caller]
    pub fn service_managed(
        organizational_units: impl IntoIterator<Item = impl Into<String>>,
        regions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let organizational_units = organizational_units.into_iter().map(Into::into).collect();
        StackSet { organizational_units, auto_deployment: Some((true, true)), ..StackSet::new("SERVICE_MANAGED", regions) }
    }

    /// To accounts that are listed, in some regions, one after the other. The roles are there already (`SELF_MANAGED`):
    /// `AWSCloudFormationStackSetAdministrationRole` in this account, `AWSCloudFormationStackSetExecutionRole` in each target account.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html>
    #[track_caller]
    pub fn self_managed(
        accounts: impl IntoIterator<Item = impl Into<String>>,
        regions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        StackSet { accounts: accounts.into_iter().map(Into::into).collect(), ..StackSet::new("SELF_MANAGED", regions) }
    }

    #[track_caller]
    fn new(permission_model: &'static str, regions: impl IntoIterator<Item = impl Into<String>>) -> Self {
        StackSet {
            location: SourceLocation::caller(),
            permission_model,
            administration_role_arn: None,
            execution_role_name: None,
            delegated: false,
            auto_deployment: None,
            managed_execution: false,
            organizational_units: Vec::new(),
            accounts: Vec::new(),
            account_filter: None,
            regions: regions.into_iter().map(Into::into).collect(),
            preferences: IndexMap::new(),
        }
    }

    /// `CallAs: DELEGATED_ADMIN`: this account is not the management account of the organization, but one that it registered for stack sets.
    pub fn delegated_administrator(self) -> Self {
        StackSet { delegated: true, ..self }
    }

    /// `AutoDeployment`: whether accounts that come into a unit get a stack, and whether those that leave keep it with all that is in it.
    pub fn auto_deployment(self, enabled: bool, retain_stacks_on_account_removal: bool) -> Self {
        StackSet { auto_deployment: Some((enabled, retain_stacks_on_account_removal)), ..self }
    }

    /// Only these accounts of the organizational units (`AccountFilterType: INTERSECTION`).
    pub fn only_accounts(self, accounts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.filtered("INTERSECTION", accounts)
    }

    /// All accounts of the organizational units but these (`AccountFilterType: DIFFERENCE`).
    pub fn except_accounts(self, accounts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.filtered("DIFFERENCE", accounts)
    }

    /// These accounts as well as those of the organizational units (`AccountFilterType: UNION`).
    pub fn and_accounts(self, accounts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.filtered("UNION", accounts)
    }

    fn filtered(self, filter: &'static str, accounts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        StackSet { account_filter: Some(filter), accounts: accounts.into_iter().map(Into::into).collect(), ..self }
    }

    /// `AdministrationRoleARN`: the role of this account that takes the roles of the target accounts, where permissions are self-managed.
    pub fn administration_role_arn(self, arn: impl Into<String>) -> Self {
        StackSet { administration_role_arn: Some(arn.into()), ..self }
    }

    /// `ExecutionRoleName`: the role of each target account with which its stack is deployed, where permissions are self-managed.
    pub fn execution_role_name(self, name: impl Into<String>) -> Self {
        StackSet { execution_role_name: Some(name.into()), ..self }
    }

    /// `ManagedExecution`: operations that do not concern each other go on at the same time, and others wait in a queue.
    pub fn managed_execution(self) -> Self {
        StackSet { managed_execution: true, ..self }
    }

    /// `FailureToleranceCount`: in how many accounts of a region an operation may fail before it stops. CloudFormation's default is 0.
    #[track_caller]
    pub fn failure_tolerance_count(self, accounts: u32) -> Self {
        self.preferred("FailureToleranceCount", number(accounts))
    }

    /// `FailureTolerancePercentage`: in how many of 100 accounts of a region an operation may fail before it stops.
    #[track_caller]
    pub fn failure_tolerance_percentage(self, percent: u8) -> Self {
        self.preferred("FailureTolerancePercentage", number(percent))
    }

    /// `MaxConcurrentCount`: in how many accounts of a region stacks are deployed at a time; at most one more than may fail, unless
    /// [`soft_failure_tolerance`](Self::soft_failure_tolerance) says otherwise. CloudFormation's default is 1.
    #[track_caller]
    pub fn max_concurrent_count(self, accounts: u32) -> Self {
        self.preferred("MaxConcurrentCount", number(accounts))
    }

    /// `MaxConcurrentPercentage`: in how many of 100 accounts of a region stacks are deployed at a time.
    #[track_caller]
    pub fn max_concurrent_percentage(self, percent: u8) -> Self {
        self.preferred("MaxConcurrentPercentage", number(percent))
    }

    /// `ConcurrencyMode: SOFT_FAILURE_TOLERANCE`: as many accounts at a time as may be, however many have failed. More can fail than are
    /// tolerated.
    #[track_caller]
    pub fn soft_failure_tolerance(self) -> Self {
        self.preferred("ConcurrencyMode", Node::text("SOFT_FAILURE_TOLERANCE"))
    }

    /// `RegionConcurrencyType: PARALLEL`: all regions at the same time, and not one after the other.
    #[track_caller]
    pub fn regions_in_parallel(self) -> Self {
        self.preferred("RegionConcurrencyType", Node::text("PARALLEL"))
    }

    #[track_caller]
    fn preferred(mut self, name: &'static str, value: Node) -> Self {
        self.preferences.insert(name, value.at(SourceLocation::caller()));
        self
    }
}

impl App {
    /// Declares a stack that CloudFormation deploys to many accounts and regions: as a *stack set*, of which each stack is an instance.
    ///
    /// The stack is written as any other. Its template becomes that of an `AWS::CloudFormation::StackSet`, in a stack of this environment,
    /// whose account administers the stack set. Values of parameters are those of the stack set; a link of another stack of the app is
    /// handed over as a parameter, since an import reaches no other account. Within the template, account and region are
    /// [`account_id()`](super::pseudo) and [`region()`](super::pseudo), which are others in each instance.
    ///
    /// ```
    /// use formwork::prelude::*;
    ///
    /// fn stacks(app: &mut App) {
    ///     let logs = app.stack("logs");
    ///     let bucket = logs.add("Logs", s3::Bucket::new());
    ///     let name = logs.share("BucketName", bucket);
    ///     let stack = app.stack_set("audit", StackSet::self_managed(["111122223333", "444455556666"], ["eu-west-1"]));
    ///     stack.add("Place", ssm::Parameter::new("String", &name));
    /// }
    /// ```
    #[track_caller]
    pub fn stack_set(&mut self, name: &str, set: StackSet) -> &mut Stack {
        let location = SourceLocation::caller();
        let stack = self.stack_at(name, location);
        stack.set = Some(Box::new(set));
        stack
    }
}

/// What is handed to the instances from outside: by the name of the parameter that takes it.
pub(super) type Handed = IndexMap<String, Node>;

/// Links reach no other account, so each becomes a parameter of the template, and its value is handed over.
pub(super) fn hand_over_links(sections: &mut Sections) -> Handed {
    let mut handed = Handed::new();
    let taken: Vec<String> =
        sections.parameters.keys().chain(sections.resources.keys()).map(|key| key.as_str().to_owned()).collect();
    for section in [&mut sections.conditions, &mut sections.resources, &mut sections.outputs] {
        section.values_mut().for_each(|node| replace_links(node, &taken, &mut handed));
    }
    for name in handed.keys() {
        let parameter = Node::map([("Type", Node::text("String"))]);
        sections.parameters.insert(Key::from(name.clone()), parameter);
    }
    handed
}

fn replace_links(node: &mut Node, taken: &[String], handed: &mut Handed) {
    if let Origin::Link(producer) = node.origin {
        let known = handed.iter().find(|(_, value)| *value == node).map(|(name, _)| name.clone());
        let name = known.unwrap_or_else(|| free_name(producer, node, taken, handed));
        let location = node.location;
        let link = std::mem::replace(node, Node::call(function::REF, Node::text(name.clone())).at(location));
        handed.entry(name).or_insert(link);
        return;
    }
    match &mut node.content {
        Content::List(items) => items.iter_mut().for_each(|item| replace_links(item, taken, handed)),
        Content::Map(map) => map.values_mut().for_each(|item| replace_links(item, taken, handed)),
        _ => {}
    }
}

/// The producer and what it shares, in one word: `LogsBucketName`.
fn free_name(producer: &str, link: &Node, taken: &[String], handed: &Handed) -> String {
    let shared = match function::call(link) {
        Some((function::GET_STACK_OUTPUT, argument)) => argument.get("OutputName").and_then(Node::as_str),
        Some((_, name)) => name.as_str().and_then(|name| name.rsplit('-').next()),
        None => None,
    };
    let words = producer.split('-').chain(shared.or(Some("Link")));
    let capitalized = |word: &str| {
        let mut letters = word.chars().filter(char::is_ascii_alphanumeric);
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    let name: String = words.map(capitalized).collect();
    let names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name}{number}")));
    let is_free = |name: &String| !taken.contains(name) && !handed.contains_key(name);
    // There are endless names.
    names.into_iter().find(is_free).unwrap_or(name)
}

/// The stack that administers the stack set of these instances.
pub(super) fn administered(
    set: StackSet,
    instances: SynthesizedStack,
    handed: Handed,
    problems: &mut Vec<Diagnostic>,
) -> SynthesizedStack {
    problems.extend(unfit(&set, &instances));
    let mut asked = Map::default();
    let parameters = parameters(&instances, &handed, &mut asked);
    let properties = properties(&set, &instances, parameters);
    let resource =
        Node::map([("Type", Node::text("AWS::CloudFormation::StackSet")), ("Properties", properties)]).at(set.location);
    let mut root = Map::default();
    root.insert("AWSTemplateFormatVersion".into(), Node::text("2010-09-09"));
    if let Some(description) = instances.template.root().get("Description") {
        root.insert("Description".into(), description.clone());
    }
    if !asked.is_empty() {
        root.insert("Parameters".into(), Node::new(Content::Map(asked)));
    }
    let mut resources = Map::default();
    resources.insert(Key::new(ID, set.location), resource);
    root.insert("Resources".into(), Node::new(Content::Map(resources)));
    let template = Template::new(Node::new(Content::Map(root)));
    SynthesizedStack {
        name: instances.name,
        full_name: instances.full_name.clone(),
        capabilities: capabilities(&template),
        parameters: Vec::new(),
        depends_on: Vec::new(),
        escapes: instances.escapes.clone(),
        allowances: instances.allowances.clone(),
        expectations: instances.expectations.clone(),
        moves: Vec::new(),
        duplicates: instances.duplicates.clone(),
        findings: instances.findings.clone(),
        artifacts: Vec::new(),
        instances: Some(Box::new(instances)),
        template,
    }
}

/// What a stack of one account has and a stack set's cannot have.
fn unfit(set: &StackSet, instances: &SynthesizedStack) -> Vec<Diagnostic> {
    let name = instances.name;
    let artifacts = instances.artifacts.iter().map(|artifact| {
        let message = format!("the stacks of the stack set `{name}` cannot read the artifact `{}`", artifact.id);
        let help = "the deployment uploads to a bucket of one account and region; write short code into the template, or share what is built \
                    from a bucket that every account may read";
        Diagnostic::error("FW040", message).at(artifact.location).path([name]).help(help)
    });
    let moves = instances.moves.iter().map(|moved| {
        let message = format!("`{}` is moved, and the stacks of the stack set `{name}` are of many accounts", moved.to);
        Diagnostic::error("FW040", message)
            .at(moved.location)
            .path([name])
            .help("keep the logical id: no refactor reaches all of them")
    });
    let empty =
        [("regions", set.regions.is_empty()), ("targets", set.accounts.is_empty() && set.organizational_units.is_empty())];
    let empty = empty.into_iter().filter(|(_, is_empty)| *is_empty).map(|(what, _)| {
        let message = format!("the stack set `{name}` has no {what}, so no stack is deployed");
        Diagnostic::error("FW040", message)
            .at(set.location)
            .path([name])
            .help("name accounts or organizational units, and regions")
    });
    let links = instances.depends_on.iter().map(|producer| {
        let message = format!("the stack set `{name}` uses a link of `{producer}` where no parameter can take its place");
        Diagnostic::error("FW040", message).at(set.location).path([name]).help("use it in resources, conditions and outputs only")
    });
    artifacts.chain(moves).chain(empty).chain(links).collect()
}

/// Links to what only the instances have, each in its account and region: nothing else reads it.
pub(super) fn links_of_instances(stacks: &[SynthesizedStack]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for producer in stacks.iter().filter(|stack| stack.instances.is_some()).map(|stack| stack.name) {
        for user in stacks.iter().filter(|stack| stack.depends_on.contains(&producer)) {
            let message = format!(
                "the stack `{}` uses a link of `{producer}`, which is a stack set: its stacks are of other accounts",
                user.name
            );
            let help = "make what is shared in a stack of its own; in a stack set, links of other stacks can be used";
            let at = link_location(stacks, user.name, producer);
            found.push(Diagnostic::error("FW040", message).at(at).path([user.name]).help(help));
        }
    }
    found
}

/// `Parameters` of the stack set: the values of the app, what links give, and what whoever creates the stack gives.
fn parameters(instances: &SynthesizedStack, handed: &Handed, asked: &mut Map) -> Vec<Node> {
    let declared = instances.template.section("Parameters").into_iter().flatten();
    let entry = |name: &str, value: Node| Node::map([("ParameterKey", Node::text(name.to_owned())), ("ParameterValue", value)]);
    let each = declared.filter_map(|(key, node)| {
        let name = key.as_str();
        let given = |value: &&ParameterValue| value.name.as_str() == name;
        if let Some(link) = handed.get(name) {
            return Some(entry(name, link.clone()));
        }
        if let Some(given) = instances.parameters.iter().find(given) {
            return Some(entry(name, Node::text(given.value.clone()).at(given.location)));
        }
        if node.get("Default").is_some() {
            return None;
        }
        asked.insert(key.clone(), node.clone());
        Some(entry(name, Node::call(function::REF, Node::text(name.to_owned()))))
    });
    each.collect()
}

fn properties(set: &StackSet, instances: &SynthesizedStack, parameters: Vec<Node>) -> Node {
    let text = |text: &str| Node::text(text.to_owned()).at(set.location);
    let texts = |texts: &[String]| Node::list(texts.iter().map(|item| text(item)));
    let mut targets = Map::default();
    let put = |map: &mut Map, key: &'static str, node: Option<Node>| {
        if let Some(node) = node {
            map.insert(key.into(), node.at(set.location));
        }
    };
    let listed = |items: &[String]| (!items.is_empty()).then(|| texts(items));
    put(&mut targets, "AccountFilterType", set.account_filter.map(text));
    put(&mut targets, "Accounts", listed(&set.accounts));
    put(&mut targets, "OrganizationalUnitIds", listed(&set.organizational_units));
    let group =
        Node::map([("DeploymentTargets", Node::new(Content::Map(targets)).at(set.location)), ("Regions", texts(&set.regions))]);
    let auto = set.auto_deployment.map(|(enabled, retain)| {
        let retain = enabled.then(|| ("RetainStacksOnAccountRemoval", flag(retain)));
        Node::map([("Enabled", flag(enabled))].into_iter().chain(retain))
    });
    let mut preferences = set.preferences.clone();
    if !preferences.contains_key("RegionConcurrencyType") && set.regions.len() > 1 {
        preferences.insert("RegionOrder", texts(&set.regions));
    }
    let preferences = (!preferences.is_empty()).then(|| Node::map(preferences));
    let capabilities: Vec<String> = instances.capabilities.iter().map(|capability| (*capability).to_owned()).collect();
    let mut map = Map::default();
    put(&mut map, "StackSetName", Some(text(&instances.full_name)));
    put(&mut map, "PermissionModel", Some(text(set.permission_model)));
    put(&mut map, "CallAs", set.delegated.then(|| text("DELEGATED_ADMIN")));
    put(&mut map, "AdministrationRoleARN", set.administration_role_arn.as_deref().map(text));
    put(&mut map, "ExecutionRoleName", set.execution_role_name.as_deref().map(text));
    put(&mut map, "AutoDeployment", auto);
    put(&mut map, "ManagedExecution", set.managed_execution.then(|| Node::map([("Active", flag(true))])));
    put(&mut map, "Capabilities", listed(&capabilities));
    put(&mut map, "OperationPreferences", preferences);
    put(&mut map, "Parameters", (!parameters.is_empty()).then(|| Node::list(parameters)));
    put(&mut map, "StackInstancesGroup", Some(Node::list([group.at(set.location)])));
    put(&mut map, "TemplateBody", Some(Node::text(instances.template.to_text(Format::Yaml))));
    Node::new(Content::Map(map)).at(set.location)
}

fn number(value: impl Into<serde_json::Number>) -> Node {
    Node::new(Content::Number(value.into()))
}

fn flag(value: bool) -> Node {
    Node::new(Content::Bool(value))
}
