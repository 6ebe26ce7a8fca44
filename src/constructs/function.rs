//! Functions of Lambda.

use super::access::Access;
use super::log_group::LogGroup;
use super::network::Network;
use super::queue::QueueHandles;
use super::role::Role;
use super::table::TableHandles;
use super::zip_folder::ZipFolder;
use crate::aws::ec2::SecurityGroupId;
use crate::aws::iam;
use crate::aws::lambda::event_source_mapping::FunctionResponseTypes;
use crate::aws::lambda::function::{Architectures, Code, Environment, LoggingConfig, PackageType, Runtime, VpcConfig};
use crate::aws::lambda::{self, EventSourceMapping, FunctionArn};
use crate::aws::logs::log_group::RetentionInDays;
use crate::aws::s3::BucketName;
use crate::iam::Principal;
use crate::stack::{Construct, Handle, IntoValue, Json, Located, Maybe, Pending, Stack, Text, Value, located};

/// A function of Lambda.
///
/// - It writes to a log group of its own, kept for 30 days; its role may write there, and do what [`Function::access`] grants.
/// - It has 256 MiB and 30 seconds unless it is said.
/// - Of a queue's batch only the messages that failed come back; of a stream's batch, a bad record is searched by halves and given up after
///   five attempts, instead of stopping the shard for a day.
/// - It has no physical name: a named function cannot be replaced.
///
/// With the id `Resize` it adds `Resize`, `ResizeRole`, `ResizeLogs` and, for what it is called by, `ResizeOnQueue` and `ResizeOnStream`; from
/// a folder, the parameters `ResizeCode` and `ArtifactBucket`.
///
/// ```
/// use formwork::aws::lambda::function::Runtime;
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn messages(stack: &mut Stack, table: &TableHandles, jobs: &QueueHandles) {
///     let code = Function::inline(Runtime::PYTHON3_13, "index.handler", "def handler(event, context):\n    print(event)\n");
///     stack.add("OnMessage", code.on_queue(jobs, 10).access(table.grant_write()).environment("TABLE", &table.name));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Function {
    pending: Pending,
    code: CodeSource,
    zip: Option<(Value<Runtime>, Value<Text>)>,
    architecture: Option<Value<Architectures>>,
    memory: Located<u32>,
    timeout: Located<u32>,
    environment: Vec<(String, Value<Text>)>,
    retention: Value<RetentionInDays>,
    placement: Option<(Network, Value<SecurityGroupId>)>,
    access: Vec<Access>,
    queue: Option<(QueueHandles, Located<u32>)>,
    stream: Option<(TableHandles, Located<u32>)>,
}

/// Where its code is.
#[derive(Clone, Debug)]
enum CodeSource {
    Given(Value<Code>),
    Folder(ZipFolder),
}

impl Function {
    /// A function from a folder of the project, which `deploy.sh` zips and uploads. A change of its content deploys new code.
    ///
    /// ```
    /// use formwork::aws::lambda::function::Runtime;
    /// use formwork::constructs::*;
    /// use formwork::prelude::*;
    ///
    /// fn resize(stack: &mut Stack) {
    ///     stack.add("Resize", Function::folder(Runtime::PYTHON3_13, "index.handler", "functions/resize"));
    /// }
    /// ```
    #[track_caller]
    pub fn folder(runtime: Runtime, handler: impl IntoValue<Text>, folder: impl Into<ZipFolder>) -> Self {
        Function::from_source(CodeSource::Folder(folder.into()), Some((located(runtime), located(handler))))
    }

    /// A function from a container image, pinned by its digest.
    #[track_caller]
    pub fn image(uri: impl IntoValue<Text>) -> Self {
        Function::new(located(Code::new().image_uri(uri)), None)
    }

    /// A function from a zip file in a bucket of its region. A change of the key deploys new code; a new file under the same key does not.
    #[track_caller]
    pub fn zip(
        runtime: Runtime,
        handler: impl IntoValue<Text>,
        bucket: impl IntoValue<BucketName>,
        key: impl IntoValue<Text>,
    ) -> Self {
        Function::new(located(Code::new().s3_bucket(bucket).s3_key(key)), Some((located(runtime), located(handler))))
    }

    /// A function whose source stands in the template: Node.js or Python, up to 4 MiB, in a file called `index`.
    #[track_caller]
    pub fn inline(runtime: Runtime, handler: impl IntoValue<Text>, source: impl IntoValue<Text>) -> Self {
        Function::new(located(Code::new().zip_file(source)), Some((located(runtime), located(handler))))
    }

    #[track_caller]
    fn new(code: Value<Code>, zip: Option<(Value<Runtime>, Value<Text>)>) -> Self {
        Function::from_source(CodeSource::Given(code), zip)
    }

    #[track_caller]
    fn from_source(code: CodeSource, zip: Option<(Value<Runtime>, Value<Text>)>) -> Self {
        Function {
            pending: Pending::of::<Self>(),
            code,
            zip,
            architecture: None,
            memory: Located::here(256),
            timeout: Located::here(30),
            environment: Vec::new(),
            retention: located(RetentionInDays::DAYS_30),
            placement: None,
            access: Vec::new(),
            queue: None,
            stream: None,
        }
    }

    /// The processor that the code is built for; AWS takes x86-64 unless it is said.
    #[track_caller]
    pub fn architecture(mut self, architecture: Architectures) -> Self {
        self.architecture = Some(located(architecture));
        self
    }

    /// Its memory in MiB, 128 to 10,240; processors come with it, one for each 1,769 MiB.
    #[track_caller]
    pub fn memory(mut self, mebibytes: u32) -> Self {
        self.memory = Located::here(mebibytes);
        self
    }

    /// How long a call may take, in seconds: 1 to 900.
    #[track_caller]
    pub fn timeout(mut self, seconds: u32) -> Self {
        self.timeout = Located::here(seconds);
        self
    }

    /// A plain environment variable. Whoever may read the function's configuration reads it: a secret goes by its ARN.
    #[track_caller]
    pub fn environment(mut self, name: impl Into<String>, value: impl IntoValue<Text>) -> Self {
        self.environment.push((name.into(), located(value)));
        self
    }

    /// How long its logs are kept; 30 days unless it is said.
    #[track_caller]
    pub fn log_retention(mut self, retention: RetentionInDays) -> Self {
        self.retention = located(retention);
        self
    }

    /// Puts it into the subnets for tasks of a network and into a security group, for example to reach a database. It then reaches the
    /// internet only through a NAT gateway.
    #[track_caller]
    pub fn in_network(mut self, network: &Network, group: impl IntoValue<SecurityGroupId>) -> Self {
        self.placement = Some((network.clone(), located(group)));
        self
    }

    /// What it may do.
    pub fn access(mut self, access: Access) -> Self {
        self.access.push(access);
        self
    }

    /// Calls it with up to so many messages of a queue, whose visibility timeout should be six times the function's.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>
    #[track_caller]
    pub fn on_queue(mut self, queue: &QueueHandles, batch: u32) -> Self {
        self.queue = Some((queue.clone(), Located::here(batch)));
        self
    }

    /// Calls it with up to so many changes of a table that has a stream, from the oldest that the stream still has.
    #[track_caller]
    pub fn on_stream(mut self, table: &TableHandles, batch: u32) -> Self {
        self.stream = Some((table.clone(), Located::here(batch)));
        self
    }

    fn role(&self, logs: &Handle<crate::aws::logs::LogGroup>) -> Role {
        let role = Role::new(Principal::service("lambda.amazonaws.com"))
            .access(Access::allow(["logs:CreateLogStream", "logs:PutLogEvents"], [logs.arn()]));
        // What Lambda needs to put its network interfaces into subnets; no ARN can narrow it.
        let role = match self.placement {
            Some(_) => role.managed_policy("service-role/AWSLambdaVPCAccessExecutionRole"),
            None => role,
        };
        let reads = self.queue.as_ref().map(|(queue, _)| queue.grant_consume());
        let streams = self.stream.as_ref().and_then(|(table, _)| table.grant_stream_read());
        self.access.iter().cloned().chain(reads).chain(streams).fold(role, Role::access)
    }

    /// What calls the function, once it and its role are there.
    fn add_sources(&self, id: &str, stack: &mut Stack, function: Handle<lambda::Function>) {
        if let Some((queue, batch)) = &self.queue {
            let mapping = EventSourceMapping::new(function)
                .event_source_arn(&queue.arn)
                .batch_size(*batch)
                .function_response_types([FunctionResponseTypes::REPORT_BATCH_ITEM_FAILURES]);
            stack.add(format!("{id}OnQueue"), mapping);
        }
        if let Some((stream, batch)) = self.stream.as_ref().and_then(|(table, batch)| Some((table.stream.as_ref()?, batch))) {
            let mapping = EventSourceMapping::new(function)
                .event_source_arn(stream)
                .batch_size(*batch)
                .starting_position("TRIM_HORIZON")
                .bisect_batch_on_function_error(true)
                .maximum_retry_attempts(5)
                .function_response_types([FunctionResponseTypes::REPORT_BATCH_ITEM_FAILURES]);
            stack.add(format!("{id}OnStream"), mapping);
        }
    }

    fn report(&self, id: &str, stack: &mut Stack) {
        if let Some((_, batch)) = self.stream.as_ref().filter(|(table, _)| table.stream.is_none()) {
            let message = format!("the function `{id}` reads the stream of a table that has none");
            let help = "say `.stream(StreamViewType::NEW_IMAGE)` on the table";
            stack.report(crate::diagnostic::Diagnostic::error("FW029", message).at(batch.location).help(help));
        }
    }
}

impl Construct for Function {
    type Output = FunctionHandles;

    fn build(self, id: &str, stack: &mut Stack) -> FunctionHandles {
        self.pending.added();
        self.report(id, stack);
        let logs = stack.add(format!("{id}Logs"), LogGroup::new_at(self.retention.clone()).deleted_with_stack());
        let role = stack.add(format!("{id}Role"), self.role(&logs));
        let variables: Vec<(&str, Value<Json>)> =
            self.environment.iter().map(|(name, value)| (name.as_str(), located(value))).collect();
        let variables = (!variables.is_empty()).then(|| Environment::new().variables(variables));
        let placement = self
            .placement
            .as_ref()
            .map(|(network, group)| VpcConfig::new().subnet_ids(network.task_subnets()).security_group_ids([group]));
        let code = match &self.code {
            CodeSource::Given(code) => code.clone(),
            CodeSource::Folder(folder) => {
                let object = stack.add(format!("{id}Code"), folder.clone());
                located(Code::new().s3_bucket(object.bucket).s3_key(object.key))
            }
        };
        let function = lambda::Function::new(code, role.arn());
        let function = match &self.zip {
            Some((runtime, handler)) => function.runtime(runtime).handler(handler),
            None => function.package_type(PackageType::IMAGE),
        };
        let function = function
            .maybe(self.architecture.as_ref().map(|architecture| [architecture]), lambda::Function::architectures)
            .memory_size(self.memory)
            .timeout(self.timeout)
            .maybe(variables, lambda::Function::environment)
            .maybe(placement, lambda::Function::vpc_config)
            .logging_config(LoggingConfig::new().log_group(logs));
        let function = stack.add(id, function);
        self.add_sources(id, stack, function);
        FunctionHandles { function, role, arn: function.arn() }
    }
}

/// A function that was added.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FunctionHandles {
    /// The function.
    pub function: Handle<lambda::Function>,
    /// Its role.
    pub role: Handle<iam::Role>,
    /// Its ARN.
    pub arn: Value<FunctionArn>,
}

impl FunctionHandles {
    /// Calls the function.
    #[track_caller]
    pub fn grant_invoke(&self) -> Access {
        Access::allow(["lambda:InvokeFunction"], [&self.arn])
    }
}
