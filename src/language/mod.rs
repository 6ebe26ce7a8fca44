//! What CloudFormation makes of a template before it makes resources of it.

pub(crate) mod sam;
