//! The pages of AWS's reference that state what a resource type and its properties are.

/// Where the reference of resource types lies.
pub(super) const REFERENCE: &str = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/";

/// Where the reference of the serverless transform lies.
pub(super) const SAM_REFERENCE: &str = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/";
/// The page of the transform's section `Globals`.
const SAM_GLOBALS: &str = "sam-specification-template-anatomy-globals.html";

/// The page of a resource type of AWS, or of one of its nested property types; `None` for types of others.
pub fn page(type_name: &str, nested: Option<&str>) -> Option<String> {
    if let Some(page) = serverless(type_name) {
        return Some(page);
    }
    let file = anchored(type_name, nested);
    let (file, _) = file.split_once('#')?;
    type_name.starts_with("AWS::").then(|| format!("{REFERENCE}{file}"))
}

/// The place of a property on the page of its type; `None` for types of others.
pub fn property_page(type_name: &str, nested: Option<&str>, property: &str) -> Option<String> {
    if let Some(page) = serverless(type_name) {
        // What is nested has pages of its own, whose names the schema does not have.
        let resource = type_name.rsplit("::").next().unwrap_or_default().to_lowercase();
        let has_anchor = nested.is_none() && resource != "globals";
        return Some(if has_anchor { format!("{page}#sam-{resource}-{}", property.to_lowercase()) } else { page });
    }
    let file = anchored(type_name, nested);
    type_name.starts_with("AWS::").then(|| format!("{REFERENCE}{file}{}", property.to_lowercase()))
}

/// The page of a type of the serverless transform, or of its section `Globals`.
fn serverless(type_name: &str) -> Option<String> {
    if type_name == super::GLOBALS {
        return Some(format!("{SAM_REFERENCE}{SAM_GLOBALS}"));
    }
    let name = type_name.strip_prefix("AWS::Serverless::")?.to_lowercase();
    Some(format!("{SAM_REFERENCE}sam-resource-{name}.html"))
}

/// The file of a page, and the anchor to whose end a property's name in lower-case letters belongs.
pub(super) fn anchored(type_name: &str, nested: Option<&str>) -> String {
    let mut parts = type_name.split("::").skip(1).map(str::to_lowercase);
    let service = parts.next().unwrap_or_default();
    let resource = parts.next().unwrap_or_default();
    match nested.map(str::to_lowercase) {
        None => format!("aws-resource-{service}-{resource}.html#cfn-{service}-{resource}-"),
        Some(name) => {
            format!("aws-properties-{service}-{resource}-{name}.html#cfn-{service}-{resource}-{name}-")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_the_names() {
        let reference = |file: &str| Some(format!("{REFERENCE}{file}"));
        assert_eq!(page("AWS::ECS::Service", None), reference("aws-resource-ecs-service.html"));
        let nested = property_page("AWS::ECS::Service", Some("LoadBalancer"), "ContainerPort");
        assert_eq!(nested, reference("aws-properties-ecs-service-loadbalancer.html#cfn-ecs-service-loadbalancer-containerport"));
        let sam = property_page("AWS::Serverless::Function", None, "Handler").unwrap();
        assert!(sam.ends_with("/sam-resource-function.html#sam-function-handler"), "{sam}");
        assert_eq!(page("MongoDB::Atlas::Cluster", None), None);
    }
}
