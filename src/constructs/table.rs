//! Tables of DynamoDB.

use super::access::Access;
use crate::aws::dynamodb;
use crate::aws::dynamodb::table::{
    AttributeDefinition, AttributeType, BillingMode, GlobalSecondaryIndex, KeySchema, KeyType, LocalSecondaryIndex,
    PointInTimeRecoverySpecification, Projection, ProjectionType, StreamSpecification, StreamViewType, TimeToLiveSpecification,
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

/// An index of a table, over all attributes unless it is said.
///
/// ```
/// use formwork::constructs::*;
///
/// fn orders() -> Table {
///     Table::new(Attribute::text("customer"))
///         .sort_key(Attribute::text("order"))
///         .index(Index::global("by-state", Attribute::text("state"), Some(Attribute::number("placed"))).include(["total"]))
///         .index(Index::local("by-date", Attribute::number("placed")).keys_only())
/// }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Index {
    name: String,
    /// The partition key of a global index; a local one has the table's.
    partition: Option<Attribute>,
    sort: Option<Attribute>,
    projection: Projected,
}

/// The attributes of an index beside its keys and those of the table.
#[derive(Clone, Debug)]
enum Projected {
    All,
    None,
    Some(Vec<String>),
}

impl Index {
    /// A global secondary index, by its own partition key and perhaps a sort key. An update adds or removes one.
    pub fn global(name: impl Into<String>, partition: Attribute, sort: Option<Attribute>) -> Self {
        Index { name: name.into(), partition: Some(partition), sort, projection: Projected::All }
    }

    /// A local secondary index: the table's partition key with another sort key. It is read consistently where that is asked for. It is made
    /// with the table, which must have a sort key: **adding or removing one replaces the table**.
    pub fn local(name: impl Into<String>, sort: Attribute) -> Self {
        Index { name: name.into(), partition: None, sort: Some(sort), projection: Projected::All }
    }

    /// Only the keys of the table and of the index.
    pub fn keys_only(mut self) -> Self {
        self.projection = Projected::None;
        self
    }

    /// These attributes beside the keys. An index keeps its attributes for life: others take an index of another name.
    pub fn include<S: Into<String>>(mut self, attributes: impl IntoIterator<Item = S>) -> Self {
        self.projection = Projected::Some(attributes.into_iter().map(Into::into).collect());
        self
    }

    fn projection(&self) -> Projection {
        let projection = Projection::new();
        match &self.projection {
            Projected::All => projection.projection_type(ProjectionType::ALL),
            Projected::None => projection.projection_type(ProjectionType::KEYS_ONLY),
            Projected::Some(names) => projection.projection_type(ProjectionType::INCLUDE).non_key_attributes(names.clone()),
        }
    }

    /// The keys of the index in a table of this partition key.
    fn key(&self, of_table: &Attribute) -> Vec<KeySchema> {
        let partition = self.partition.as_ref().unwrap_or(of_table);
        let sort = self.sort.iter().map(|sort| KeySchema::new(&sort.name, KeyType::RANGE));
        std::iter::once(KeySchema::new(&partition.name, KeyType::HASH)).chain(sort).collect()
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
///         .index(Index::global("by-group", Attribute::text("message_group_uuid"), Some(Attribute::text("sk"))));
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

    /// An index over other keys.
    #[track_caller]
    pub fn index(mut self, index: Index) -> Self {
        self.indexes.push(Located::here(index));
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
            let keys = index.what.partition.iter().chain(&index.what.sort);
            keys.map(|attribute| Located { what: attribute.clone(), location: index.location })
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

    /// The global indexes, and the local ones, which only a table with a sort key can have.
    fn indexes(&self, id: &str, stack: &mut Stack) -> (Vec<Located<GlobalSecondaryIndex>>, Vec<Located<LocalSecondaryIndex>>) {
        let partition = &self.key[0].what.0;
        let (global, mut local): (Vec<&Located<Index>>, Vec<_>) =
            self.indexes.iter().partition(|index| index.what.partition.is_some());
        if let Some(index) = local.first().filter(|_| self.key.len() == 1) {
            let message = format!("the table `{id}` has the local index `{}` and no sort key", index.what.name);
            let help = "add `.sort_key(…)`, or make the index a global one";
            stack.report(Diagnostic::error("FW035", message).at(index.location).help(help));
            local.clear();
        }
        let global = global
            .into_iter()
            .map(|index| index.map(|index| GlobalSecondaryIndex::new(&index.name, index.key(partition), index.projection())));
        let local = local
            .into_iter()
            .map(|index| index.map(|index| LocalSecondaryIndex::new(&index.name, index.key(partition), index.projection())));
        (global.collect(), local.collect())
    }
}

impl Construct for Table {
    type Output = TableHandles;

    fn build(self, id: &str, stack: &mut Stack) -> TableHandles {
        self.pending.added();
        let attributes = self.attributes(id, stack);
        let (global, local) = self.indexes(id, stack);
        let key = self.key.iter().map(|key| key.map(|(attribute, role)| KeySchema::new(&attribute.name, *role)));
        let recovery = PointInTimeRecoverySpecification::new().point_in_time_recovery_enabled(true);
        let expires = |attribute| TimeToLiveSpecification::new(true).attribute_name(attribute);
        let protected = stack.target().production;
        let has_indexes = !self.indexes.is_empty();
        let has_stream = self.stream.is_some();
        let table = dynamodb::Table::new(key.collect::<Vec<_>>())
            .maybe(self.name, dynamodb::Table::table_name)
            .billing_mode(BillingMode::PAY_PER_REQUEST)
            .attribute_definitions(attributes)
            .maybe((!global.is_empty()).then_some(global), dynamodb::Table::global_secondary_indexes)
            .maybe((!local.is_empty()).then_some(local), dynamodb::Table::local_secondary_indexes)
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
