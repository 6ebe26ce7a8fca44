//! Sidecar containers.

use super::access::Access;
use super::container::Container;
use crate::aws::logs::LogGroupName;
use crate::stack::IntoValue;

/// The daemon of X-Ray, which takes traces on UDP port 2000 and forwards them.
///
/// It is not essential: when tracing fails, the application goes on. It writes nothing, so its root file system is read-only. AWS has the
/// daemon in maintenance since February 2026 and points to OpenTelemetry: <https://docs.aws.amazon.com/xray/latest/devguide/xray-daemon-eos.html>.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn traced(task: FargateTask, logs: Handle<logs::LogGroup>) -> FargateTask {
///     task.sidecar(XRayDaemon::new("public.ecr.aws/xray/aws-xray-daemon:3.x").logs(logs))
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct XRayDaemon(Container);

impl XRayDaemon {
    /// The daemon from an image, for example `public.ecr.aws/xray/aws-xray-daemon` with a tag or digest; its container is called `xray`.
    #[track_caller]
    pub fn new(image: impl IntoValue<crate::stack::Text>) -> Self {
        XRayDaemon(Container::new("xray", image).udp_port(2000).not_essential().read_only_root())
    }

    /// Sends its output to a log group.
    #[track_caller]
    pub fn logs(self, group: impl IntoValue<LogGroupName>) -> Self {
        XRayDaemon(self.0.logs(group))
    }
}

impl From<XRayDaemon> for Container {
    fn from(daemon: XRayDaemon) -> Self {
        daemon.0
    }
}

/// The collector of OpenTelemetry as AWS distributes it (ADOT): it takes traces and metrics by OTLP on 4317 (gRPC) and 4318 (HTTP), and sends
/// traces to X-Ray and metrics to CloudWatch.
///
/// It is not essential: when it fails, the application goes on. The task's role needs [`OpenTelemetryCollector::access`].
/// <https://aws-otel.github.io/docs/setup/ecs>
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn task(stack: &mut Stack, web: Container) {
///     let role = stack.add("TaskRole", Role::for_tasks().access(OpenTelemetryCollector::access()));
///     let web = web.environment("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318");
///     let collector = OpenTelemetryCollector::new("public.ecr.aws/aws-observability/aws-otel-collector@sha256:0000");
///     stack.add("Task", FargateTask::new(FargateSize::SMALLEST).task_role(&role).container(web).sidecar(collector));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct OpenTelemetryCollector(Container);

impl OpenTelemetryCollector {
    /// The collector from an image, with the configuration for ECS that it brings along; its container is called `otel-collector`.
    #[track_caller]
    pub fn new(image: impl IntoValue<crate::stack::Text>) -> Self {
        let container = Container::new("otel-collector", image).command(["--config=/etc/ecs/ecs-default-config.yaml"]);
        OpenTelemetryCollector(container.port(4317).port(4318).not_essential())
    }

    /// Sends its output to a log group.
    #[track_caller]
    pub fn logs(self, group: impl IntoValue<LogGroupName>) -> Self {
        OpenTelemetryCollector(self.0.logs(group))
    }

    /// Keeps its root file system from being written, as the pack `security` wants it.
    pub fn read_only_root(self) -> Self {
        OpenTelemetryCollector(self.0.read_only_root())
    }

    /// What the task's role needs: to put traces, and to ask how many to take. No ARN can narrow it.
    #[track_caller]
    pub fn access() -> Access {
        let actions = [
            "xray:GetSamplingRules",
            "xray:GetSamplingStatisticSummaries",
            "xray:GetSamplingTargets",
            "xray:PutTelemetryRecords",
            "xray:PutTraceSegments",
        ];
        Access::allow(actions, "*")
    }
}

impl From<OpenTelemetryCollector> for Container {
    fn from(collector: OpenTelemetryCollector) -> Self {
        collector.0
    }
}
