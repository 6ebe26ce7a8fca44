//! Queues and topics.

pub(super) mod e3501_queue_name;
pub(super) mod e3502_dead_letter_queue;
pub(super) mod e3505_visibility_timeout;
pub(super) mod e3705_fifo_batch;
pub(super) mod fw708_closed_target;
pub(super) mod fw710_fifo_subscription;
pub(super) mod fw722_bucket_notification;
pub(super) mod fw723_key_of_aws;
pub(super) mod w3694_endpoint_of_protocol;

use crate::language::read::property::Property;

/// Whether a queue or topic is FIFO, by its `FifoQueue` or `FifoTopic`; nothing where that is not known.
fn is_fifo(flag: &Property<'_>) -> Option<bool> {
    flag.text_or("false").map(|flag| flag.eq_ignore_ascii_case("true"))
}
