//! Queues and topics.

pub(super) mod e3501_queue_name;
