//! Tables of DynamoDB.

use super::access::Access;
use crate::aws::dynamodb;
use crate::aws::dynamodb::table::{
    AttributeDefinition, AttributeType, BillingMode, GlobalSecondaryIndex, KeySchema, KeyType, PointInTimeRecoverySpecification,
    Projection, ProjectionType, StreamSpecification, StreamViewType, TimeToLiveSpecification,
};
use crate::aws::dynamodb::{TableArn, TableName, TableStreamArn};
use crate::diagnostic::Diagnostic;
use crate::stack::functions::sub;
use crate::stack::{Construct, IntoValue, Located, Maybe, Pending, Resource, Share, Stack, Text, Value, located};

/// An attribute that is part of a key, with its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    name: String,
    of: AttributeType,
}

impl Attribute {
    /// A text.
    pub fn text(name: impl Into<String>) -> Self {
        Attribute { name: name.into(), of: AttributeType::S }
    }

    /// A number.
    pub fn number(name: impl Into<String>) -> Self {
        Attribute { name: name.into(), of: AttributeType::N }
    }

    /// Bytes.
    pub fn binary(name: impl Into<String>) -> Self {
        Attribute { name: name.into(), of: AttributeType::B }
    }
}

/// A table of DynamoDB.
///
/// - It is paid by request, so that nothing is planned and nothing is throttled by a plan.
/// - Its past 35 days can be restored to any second.
/// - It is retained when it leaves the stack, and in production it cannot be deleted by one call.
/// - It has no physical name unless it is given one: a named table cannot be replaced.
///
/// ```
/// use formwork::constructs::*;
/// use formwork::prelude::*;
///
/// fn messages(stack: &mut Stack) {
///     let messages = Table::new(Attribute::text("pk"))
///         .sort_key(Attribute::text("sk"))
///         .index("by-group", Attribute::text("message_group_uuid"), Some(Attribute::text("sk")));
///     let messages = stack.add("Messages", messages);
///     stack.add("TaskRole", Role::for_tasks().access(messages.grant_read_write()));
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Table {
    pending: Pending,
    key: Vec<Located<(Attribute, KeyType)>>,
    indexes: Vec<Located<Index>>,
    name: Option<Value<Text>>,
    expires: Option<Value<Text>>,
    stream: Option<Value<StreamViewType>>,
}

#[derive(Clone, Debug)]
struct Index {
    name: String,
    key: Vec<(Attribute, KeyType)>,
}

impl Table {
    /// A table by its partition key, which cannot be changed later without a new table.
    #[track_caller]
    pub fn new(partition: Attribute) -> Self {
        Table {
            pending: Pending::of::<Self>(),
            key: vec![Located::here((partition, KeyType::HASH))],
            indexes: Vec::new(),
            name: None,
            expires: None,
            stream: None,
        }
    }

    /// The sort key: items of one partition are ordered by it. It cannot be changed later without a new table.
    #[track_caller]
    pub fn sort_key(mut self, key: Attribute) -> Self {
        self.key.truncate(1);
        self.key.push(Located::here((key, KeyType::RANGE)));
        self
    }

    /// A global secondary index over all attributes, by its own partition key and perhaps a sort key. An update adds or removes one index.
    #[track_caller]
    pub fn index(mut self, name: impl Into<String>, partition: Attribute, sort: Option<Attribute>) -> Self {
        let sort = sort.map(|sort| (sort, KeyType::RANGE));
        let key = [(partition, KeyType::HASH)].into_iter().chain(sort).collect();
        self.indexes.push(Located::here(Index { name: name.into(), key }));
        self
    }

    /// Its physical name. A named table cannot be replaced, and two stacks cannot both have it.
    #[track_caller]
    pub fn table_name(mut self, name: impl IntoValue<Text>) -> Self {
        self.name = Some(located(name));
        self
    }

    /// Items expire at the time that this attribute holds, in seconds since 1970.
    #[track_caller]
    pub fn time_to_live(mut self, attribute: impl IntoValue<Text>) -> Self {
        self.expires = Some(located(attribute));
        self
    }

    /// Changes are put into a stream, which keeps them for 24 hours: keys alone, or images of the item.
    #[track_caller]
    pub fn stream(mut self, view: StreamViewType) -> Self {
        self.stream = Some(located(view));
        self
    }

    /// The attributes of all keys, each once, as DynamoDB wants them; one that has two types is reported.
    fn attributes(&self, id: &str, stack: &mut Stack) -> Vec<Located<AttributeDefinition>> {
        let of_table = self.key.iter().map(|key| Located { what: key.what.0.clone(), location: key.location });
        let of_indexes = self.indexes.iter().flat_map(|index| {
            index.what.key.iter().map(|(attribute, _)| Located { what: attribute.clone(), location: index.location })
        });
        let mut known: Vec<Located<Attribute>> = Vec::new();
        for attribute in of_table.chain(of_indexes) {
            match known.iter().find(|known| known.what.name == attribute.what.name) {
                None => known.push(attribute),
                Some(first) if first.what.of == attribute.what.of => {}
                Some(_) => {
                    let message = format!("the attribute `{}` of the table `{id}` has two types", attribute.what.name);
                    let help = "an attribute has one type in all keys of a table";
                    stack.report(Diagnostic::error("FW027", message).at(attribute.location).help(help));
                }
            }
        }
        known.iter().map(|known| known.map(|known| AttributeDefinition::new(&known.name, known.of))).collect()
    }

    fn global_indexes(&self) -> Vec<Located<GlobalSecondaryIndex>> {
        let all = || Projection::new().projection_type(ProjectionType::ALL);
        let schema = |index: &Index| {
            let keys = index.key.iter().map(|(attribute, role)| KeySchema::new(&attribute.name, *role));
            keys.collect::<Vec<_>>()
        };
        let index = |index: &Index| GlobalSecondaryIndex::new(&index.name, schema(index), all());
        self.indexes.iter().map(|located| located.map(index)).collect()
    }
}

impl Construct for Table {
    type Output = TableHandles;

    fn build(self, id: &str, stack: &mut Stack) -> TableHandles {
        self.pending.added();
        let attributes = self.attributes(id, stack);
        let indexes = self.global_indexes();
        let key = self.key.iter().map(|key| key.map(|(attribute, role)| KeySchema::new(&attribute.name, *role)));
        let recovery = PointInTimeRecoverySpecification::new().point_in_time_recovery_enabled(true);
        let expires = |attribute| TimeToLiveSpecification::new(true).attribute_name(attribute);
        let protected = stack.target().production;
        let has_indexes = !indexes.is_empty();
        let has_stream = self.stream.is_some();
        let table = dynamodb::Table::new(key.collect::<Vec<_>>())
            .maybe(self.name, dynamodb::Table::table_name)
            .billing_mode(BillingMode::PAY_PER_REQUEST)
            .attribute_definitions(attributes)
            .maybe(has_indexes.then_some(indexes), dynamodb::Table::global_secondary_indexes)
            .maybe(self.expires.map(expires), dynamodb::Table::time_to_live_specification)
            .maybe(self.stream.map(StreamSpecification::new), dynamodb::Table::stream_specification)
            .point_in_time_recovery_specification(recovery)
            .maybe(protected.then_some(true), dynamodb::Table::deletion_protection_enabled)
            .retain();
        let table = stack.add(id, table);
        let stream = has_stream.then(|| table.stream_arn());
        TableHandles { name: table.reference(), arn: table.arn(), stream, has_indexes }
    }
}

/// A table that was added to this stack, or that another one shares.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TableHandles {
    /// Its name, as applications want it.
    pub name: Value<TableName>,
    /// Its ARN.
    pub arn: Value<TableArn>,
    /// The ARN of its stream; `None` without [`Table::stream`].
    pub stream: Option<Value<TableStreamArn>>,
    has_indexes: bool,
}

/// What reads items; <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html>.
const READS: [&str; 6] = [
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DescribeTable",
    "dynamodb:GetItem",
    "dynamodb:Query",
    "dynamodb:Scan",
];
/// What writes items.
const WRITES: [&str; 5] =
    ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:PutItem", "dynamodb:UpdateItem"];

impl TableHandles {
    /// Reads items of the table and of its indexes.
    #[track_caller]
    pub fn grant_read(&self) -> Access {
        let mut resources: Vec<Value<Text>> = vec![located(&self.arn)];
        if self.has_indexes {
            resources.push(located(sub("${Table}/index/*").with("Table", &self.arn)));
        }
        Access::allow(READS, resources)
    }

    /// Writes and deletes items.
    #[track_caller]
    pub fn grant_write(&self) -> Access {
        Access::allow(WRITES, [&self.arn])
    }

    /// Reads, writes and deletes items.
    #[track_caller]
    pub fn grant_read_write(&self) -> Access {
        self.grant_read().and(self.grant_write())
    }

    /// Reads the stream; `None` without [`Table::stream`].
    #[track_caller]
    pub fn grant_stream_read(&self) -> Option<Access> {
        let actions = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
        self.stream.as_ref().map(|stream| Access::allow(actions, [stream]))
    }
}

/// Shares the table with other stacks, as outputs `IDName`, `IDArn` and, with a stream, `IDStreamArn`.
impl Share for &TableHandles {
    type Shared = TableHandles;

    fn share(self, id: &str, stack: &mut Stack) -> TableHandles {
        TableHandles {
            name: stack.share(format!("{id}Name"), &self.name).value(),
            arn: stack.share(format!("{id}Arn"), &self.arn).value(),
            stream: self.stream.as_ref().map(|stream| stack.share(format!("{id}StreamArn"), stream).value()),
            has_indexes: self.has_indexes,
        }
    }
}
