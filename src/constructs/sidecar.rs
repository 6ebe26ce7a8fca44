//! Sidecar containers.

use super::container::Container;
use crate::aws::logs::LogGroupName;
use crate::stack::IntoValue;

/// The daemon of X-Ray, which takes traces on UDP port 2000 and forwards them.
///
/// It is not essential: when tracing fails, the application goes on. AWS has the daemon in maintenance since February 2026 and points to
/// OpenTelemetry: <https://docs.aws.amazon.com/xray/latest/devguide/xray-daemon-eos.html>.
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
        XRayDaemon(Container::new("xray", image).udp_port(2000).not_essential())
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
