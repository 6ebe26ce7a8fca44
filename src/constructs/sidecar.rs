//! Sidecar containers.

use super::container::Container;
use crate::aws::logs::LogGroupName;
use crate::stack::IntoValue;

/// The daemon of X-Ray, which takes traces on UDP port 2000 and forwards them.
///
/// It is not essential: when tracing fails, the application goes on. It writes nothing, so its root file system is read-only. AWS has the daemon in maintenance since February 2026 and points to
/// OpenTelemetry: <https://docs.aws.amazon.com/xray/latest/devguide/xray-daemon-eos.html>.
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
