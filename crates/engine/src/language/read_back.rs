//! What a resource gives back of its own properties: attributes of the same name, and the name that `Ref` and ARNs are made of.

use super::case::{Case, Reason, Value};
use super::read::address_block::Block;
use super::scope::Scope;
use crate::schema;
use crate::template::path::Path;
use crate::template::substitution::{Part, parts};
use crate::template::{Node, function};

/// By type, the attributes whose value is that of the property. "Return values" on the page of each type says so.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html>,
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html>,
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html>
const READ_BACK: [(&str, &[&str]); 3] = [
    ("AWS::EC2::Instance", &["AvailabilityZone"]),
    ("AWS::EC2::Subnet", &["AvailabilityZone", "CidrBlock"]),
    ("AWS::EC2::VPC", &["CidrBlock"]),
];

/// By type, an attribute that is an ARN, and what it is made of: the properties that name the resource, and pseudo parameters.
///
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
const ARNS: [(&str, &str, &str); 11] = [
    ("AWS::DynamoDB::Table", "Arn", "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}"),
    ("AWS::ECS::Cluster", "Arn", "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:cluster/${ClusterName}"),
    ("AWS::IAM::ManagedPolicy", "PolicyArn", "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy${Path}${ManagedPolicyName}"),
    ("AWS::IAM::Role", "Arn", "arn:${AWS::Partition}:iam::${AWS::AccountId}:role${Path}${RoleName}"),
    ("AWS::Kinesis::Stream", "Arn", "arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/${Name}"),
    ("AWS::Lambda::Function", "Arn", "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${FunctionName}"),
    ("AWS::Logs::LogGroup", "Arn", "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${LogGroupName}:*"),
    ("AWS::S3::Bucket", "Arn", "arn:${AWS::Partition}:s3:::${BucketName}"),
    ("AWS::SNS::Topic", "TopicArn", "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${TopicName}"),
    ("AWS::SQS::Queue", "Arn", "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${QueueName}"),
    (
        "AWS::StepFunctions::StateMachine",
        "Arn",
        "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${StateMachineName}",
    ),
];

/// Services that keep names in small letters, however they are given.
const SMALL_LETTERS: [&str; 7] =
    ["AWS::DAX", "AWS::DMS", "AWS::DocDB", "AWS::ElastiCache", "AWS::Neptune", "AWS::RDS", "AWS::Redshift"];

/// Types whose pages say of `Ref` something else than the schemas, which take it for the name.
const OTHER_REFERENCES: [&str; 3] = ["AWS::InternetMonitor::Monitor", "AWS::Omics::AnnotationStore", "AWS::Omics::VariantStore"];

/// How many resources are read through each other.
const DEEPEST: usize = 8;

impl<'a> Scope<'a> {
    /// The outcomes of an attribute: those of the property that it gives back, where their values are known.
    pub(super) fn attribute(&self, node: &'a Node, id: &'a str, attribute: &str) -> Vec<Case<'a>> {
        let known = self.reading(id, attribute, || Some(self.cases(self.property_read_back(id, attribute)?)));
        match known {
            Some(cases) if cases.iter().all(|case| case.node().is_some()) => {
                cases.iter().map(|case| Case { at: node, ..case.clone() }).collect()
            }
            _ => vec![Case::unknown(Reason::Resource(id), node)],
        }
    }

    /// The one value that an attribute gives back; what is made of the resource's name only where names are read.
    pub(super) fn read_back(&self, id: &str, attribute: &str) -> Option<&'a Node> {
        let known = self.reading(id, attribute, || self.sole(self.property_read_back(id, attribute)?));
        match known {
            Some(Value::Known(node)) => Some(node),
            _ => self.reading(id, attribute, || self.made_of_name(id, attribute)).or_else(|| self.as_reference(id, attribute)),
        }
    }

    /// `Ref`, where that gives the same as an attribute, where names are read.
    fn as_reference(&self, id: &str, attribute: &str) -> Option<&'a Node> {
        let entry = self.resource(id).filter(|_| self.reads_names())?;
        let denoted =
            schema::find(entry.resource_type).filter(|_| !OTHER_REFERENCES.contains(&entry.resource_type))?.reference()?;
        // Of a security group that is not in a network, `Ref` gives the name.
        let is_group =
            || entry.node.at_path(&["Properties", "VpcId"]).is_some() && entry.resource_type == "AWS::EC2::SecurityGroup";
        let is_it = attribute == denoted || attribute == "GroupId" && is_group();
        is_it.then(|| self.make(Node::call(function::REF, Node::text(id.to_owned()))))
    }

    /// What `Ref` gives of a resource whose template says how it is called, where names are read.
    pub(super) fn referred_name(&self, id: &str) -> Option<&'a Node> {
        let resource_type = self.resource(id).filter(|_| self.reads_names())?.resource_type;
        let denoted = schema::find(resource_type).filter(|_| !OTHER_REFERENCES.contains(&resource_type))?.reference()?;
        self.reading(id, denoted, || self.made_of_name(id, denoted))
    }

    /// Whether a value of a resource, that of `Ref` or of an attribute, is one that nobody can have known before: AWS makes it.
    pub(crate) fn is_generated(&self, id: &str, attribute: Option<&str>) -> bool {
        let Some(entry) = self.resource(id) else { return false };
        let Some(schema) = schema::find(entry.resource_type).filter(|_| !schema::is_serverless(entry.resource_type)) else {
            return false;
        };
        let Some(denoted) = schema.reference() else { return false };
        let properties = entry.node.get("Properties");
        let is_given = |name: &str| properties.is_some_and(|properties| properties.get(name).is_some());
        let has_functions = properties.and_then(Node::as_map).is_some_and(function::has_functions);
        let is_named =
            || properties.and_then(Node::as_map).is_some_and(|map| map.keys().any(|key| key.as_str().ends_with("Name")));
        match attribute {
            _ if has_functions || OTHER_REFERENCES.contains(&entry.resource_type) => false,
            Some("Arn") => !is_given(denoted) && !is_named(),
            Some(attribute) => (attribute == denoted || attribute == "GroupId") && !is_given(denoted),
            None => !is_given(denoted) && (schema.is_read_only(&Path::of([denoted])) || !is_named()),
        }
    }

    /// Looks at what a resource gives back, which may be made of what others do: not of itself, and not of too many.
    fn reading<T>(&self, id: &str, attribute: &str, look: impl FnOnce() -> Option<T>) -> Option<T> {
        let name = format!("{id}.{attribute}");
        if self.being_read.borrow().len() >= DEEPEST || self.being_read.borrow().contains(&name) {
            return None;
        }
        self.being_read.borrow_mut().push(name);
        let found = look();
        self.being_read.borrow_mut().pop();
        found
    }

    fn property_read_back(&self, id: &str, attribute: &str) -> Option<&'a Node> {
        let entry = self.resource(id)?;
        let (_, attributes) = READ_BACK.iter().find(|(resource_type, _)| *resource_type == entry.resource_type)?;
        let properties = entry.node.get("Properties").filter(|_| attributes.contains(&attribute))?;
        // An instance is in the zone of its subnet.
        let subnet = || function::referred(properties.get("SubnetId")?).filter(|_| attribute == "AvailabilityZone");
        let Some(property) = properties.get(attribute) else { return self.property_read_back(subnet()?, attribute) };
        // EC2 keeps a block without the bits beyond its prefix.
        let is_kept = |text: &str| Block::parse(text).is_some_and(|block| block.to_string() == text);
        (attribute != "CidrBlock" || self.text(property).is_some_and(|text| is_kept(&text))).then_some(property)
    }

    /// The name of a resource, or the ARN with it.
    fn made_of_name(&self, id: &str, attribute: &str) -> Option<&'a Node> {
        let entry = self.resource(id).filter(|_| self.reads_names())?;
        let properties = entry.node.get("Properties")?;
        let is_arn = |row: &&(&str, &str, &'static str)| row.0 == entry.resource_type && row.1 == attribute;
        match ARNS.iter().find(is_arn) {
            Some((.., arn)) => self.arn(properties, arn),
            None => self.own_name(entry.resource_type, properties, attribute),
        }
    }

    /// The property that names a resource for as long as it is the same one.
    fn own_name(&self, resource_type: &str, properties: &'a Node, property: &str) -> Option<&'a Node> {
        let (schema, path) = (schema::find(resource_type)?, Path::of([property]));
        let type_name = resource_type.rsplit("::").next()?;
        let stem = property.strip_suffix("Name").or_else(|| property.strip_suffix("Identifier"))?;
        let is_given = schema.is_create_only(&path) && !schema.is_read_only(&path) && type_name.ends_with(stem);
        let name = self.reduce(properties.get(property).filter(|_| is_given)?)?;
        let is_kept = !SMALL_LETTERS.contains(&schema::service(resource_type)) || {
            let text = name.scalar().unwrap_or_default();
            !text.is_empty() && !text.contains(char::is_uppercase)
        };
        is_kept.then_some(name)
    }

    fn arn(&self, properties: &'a Node, arn: &str) -> Option<&'a Node> {
        let given = parts(arn).into_iter().filter_map(|part| match part {
            Part::Variable(variable) if !variable.0.starts_with("AWS::") => Some(variable.0),
            _ => None,
        });
        let named: Option<Vec<(String, Node)>> = given
            .map(|name| match properties.get(name) {
                Some(node) => Some((name.to_owned(), self.reduce(node)?.clone())),
                // IAM puts what says nothing of it there.
                None => (name == "Path").then(|| (name.to_owned(), Node::text("/"))),
            })
            .collect();
        let text = Node::list([Node::text(arn.to_owned()), Node::map(named?)]);
        self.reduce(self.make(Node::call(function::SUB, text)))
    }
}
