//! What pseudo parameters are the same for.

/// Those that every stack of an account and region has alike.
pub(crate) const OF_ACCOUNT: [&str; 4] = ["AWS::AccountId", "AWS::Partition", "AWS::Region", "AWS::URLSuffix"];

/// Those that have another value in another stack.
pub(crate) const OF_STACK: [&str; 3] = ["AWS::NotificationARNs", "AWS::StackId", "AWS::StackName"];
