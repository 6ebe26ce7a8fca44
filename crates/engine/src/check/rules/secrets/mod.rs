//! Rules of secrets: what shows them, and who may read them.

pub(super) mod fw501_plain_secret;
pub(super) mod fw505_unreadable_secret;
pub(super) mod fw506_static_keys;
pub(super) mod fw507_default_secret;
pub(super) mod w2010_hidden_shown;
pub(super) mod w2501_shown_password;
