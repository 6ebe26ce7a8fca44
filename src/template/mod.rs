//! The CloudFormation document.
