//! What a text of a template is in one environment, where that is known before the deployment.

use crate::stack::{SynthesizedStack, Target};
use crate::template::{Node, function};

/// The nesting of functions that is followed.
const DEEPEST: usize = 8;

/// The text that a value is in this environment; nothing where only the deployment knows.
pub fn text(node: &Node, stack: &SynthesizedStack, target: &Target) -> Option<String> {
    Resolver { stack, target }.text(node, DEEPEST)
}

/// The partition that a region is in.
///
/// <https://docs.aws.amazon.com/general/latest/gr/rande.html>
pub fn partition(region: &str) -> &'static str {
    let starts: [(&str, &str); 6] = [
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-iso-", "aws-iso"),
        ("us-isob-", "aws-iso-b"),
        ("us-isof-", "aws-iso-f"),
        ("eusc-", "aws-eusc"),
    ];
    starts.iter().find(|(start, _)| region.starts_with(start)).map_or("aws", |(_, partition)| partition)
}

struct Resolver<'a> {
    stack: &'a SynthesizedStack,
    target: &'a Target,
}

impl Resolver<'_> {
    fn text(&self, node: &Node, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let Some((name, argument)) = function::call(node) else { return node.scalar() };
        match name {
            function::REF => self.reference(argument.as_str()?),
            function::SUB => self.substituted(argument, depth),
            function::JOIN => self.joined(argument, depth),
            _ => None,
        }
    }

    fn reference(&self, name: &str) -> Option<String> {
        Some(match name {
            "AWS::Partition" => partition(&self.target.region).to_owned(),
            "AWS::Region" => self.target.region.clone(),
            "AWS::AccountId" => self.target.account.clone(),
            "AWS::StackName" => self.stack.full_name.clone(),
            _ => return self.parameter(name),
        })
    }

    fn parameter(&self, name: &str) -> Option<String> {
        let declared = self.stack.template.section("Parameters")?.get(name)?;
        // Of an SSM type, the value is only the name of what holds the text.
        if declared.get("Type").and_then(Node::as_str) != Some("String") {
            return None;
        }
        let given = self.stack.parameters.iter().find(|value| value.name.as_str() == name);
        given.map(|given| given.value.clone()).or_else(|| declared.get("Default").and_then(Node::scalar))
    }

    fn substituted(&self, argument: &Node, depth: usize) -> Option<String> {
        let (text, variables) = function::sub_parts(argument);
        let mut rest = text?;
        let mut whole = String::new();
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}')?;
            whole.push_str(before);
            whole.push_str(&match (name.strip_prefix('!'), variables.and_then(|variables| variables.get(name))) {
                (Some(literal), _) => format!("${{{literal}}}"),
                (None, Some(value)) => self.text(value, depth)?,
                (None, None) => self.reference(name)?,
            });
            rest = after;
        }
        whole.push_str(rest);
        Some(whole)
    }

    fn joined(&self, argument: &Node, depth: usize) -> Option<String> {
        let [separator, parts] = argument.as_list()? else { return None };
        let parts: Option<Vec<String>> = parts.as_list()?.iter().map(|part| self.text(part, depth)).collect();
        Some(parts?.join(separator.as_str()?))
    }
}
