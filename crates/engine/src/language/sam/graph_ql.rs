//! `AWS::Serverless::GraphQLApi`: the API, its schema and keys are known; its data sources, functions and resolvers are opaque.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html>

use super::build;
use super::made::MadeResource;
use super::resource::SamResource;
use super::work::Work;
use super::{role, tags};
use crate::template::{Key, Node};

/// The type of what an API becomes.
pub(super) const TYPE: &str = "AWS::AppSync::GraphQLApi";

/// Makes the API and what belongs to it.
pub(super) fn make(work: &mut Work<'_>, source: &SamResource<'_>) {
    // Sources, functions and resolvers have names of their own under the id.
    work.open.push(source.id.to_owned());
    api(work, source);
    let api_id = || build::attribute(source.id, "ApiId");
    let schema = MadeResource::beside(source, source.id_of("Schema"), "AWS::AppSync::GraphQLSchema")
        .set("ApiId", api_id())
        .set("Definition", source.property("SchemaInline").cloned())
        .set("DefinitionS3Location", source.property("SchemaUri").cloned());
    work.put(source, schema);
    for (key, node) in written(source, "ApiKeys") {
        let made = MadeResource::beside(source, source.id_of(key.as_str()), "AWS::AppSync::ApiKey")
            .at(key.location_with(node))
            .set("ApiId", api_id())
            .copy(node, &["ApiKeyId", "Description"])
            .set("Expires", build::present(node, "ExpiresOn").cloned());
        work.put(source, made);
    }
    if let Some(cache) = source.property("Cache") {
        let made = MadeResource::beside(source, source.id_of("ApiCache"), "AWS::AppSync::ApiCache");
        let names = ["ApiCachingBehavior", "AtRestEncryptionEnabled", "TransitEncryptionEnabled", "Ttl", "Type"];
        work.put(source, made.set("ApiId", api_id()).copy(cache, &names));
    }
    domain(work, source);
    data_sources(work, source);
    functions(work, source);
    resolvers(work, source);
}

fn api(work: &mut Work<'_>, source: &SamResource<'_>) {
    let auth = source.property("Auth");
    let made_role = source.id_of("CloudWatchRole");
    let logging = source.property("Logging").filter(|logging| build::is_plain_map(logging));
    let given = logging.and_then(|logging| build::present(logging, "CloudWatchLogsRoleArn"));
    let is_logged = !build::is_false(source.property("Logging"));
    let log = is_logged.then(|| {
        let level = logging.and_then(|logging| build::present(logging, "FieldLogLevel")).cloned();
        build::map([
            ("CloudWatchLogsRoleArn", Some(given.cloned().unwrap_or_else(|| build::attribute(&made_role, "Arn")))),
            ("FieldLogLevel", Some(level.unwrap_or_else(|| build::text("ALL")))),
            ("ExcludeVerboseContent", logging.and_then(|logging| build::present(logging, "ExcludeVerboseContent")).cloned()),
        ])
    });
    let details = ["LambdaAuthorizer", "OpenIDConnect", "UserPool"];
    let made = MadeResource::main(source, TYPE)
        .set("Name", source.property("Name").cloned().unwrap_or_else(|| build::text(source.id)))
        .set("AuthenticationType", auth.and_then(|auth| build::present(auth, "Type")).cloned())
        .copy(
            source.properties,
            &["IntrospectionConfig", "OwnerContact", "QueryDepthLimit", "ResolverCountLimit", "Visibility", "XrayEnabled"],
        )
        .set("LogConfig", log)
        .set("Tags", tags(source));
    let config = ["LambdaAuthorizerConfig", "OpenIDConnectConfig", "UserPoolConfig"];
    let given_auth = |name| auth.and_then(|auth| build::present(auth, name)).cloned();
    let made = config.into_iter().zip(details).fold(made, |made, (name, detail)| made.set(name, given_auth(detail)));
    work.put(source, made.set("AdditionalAuthenticationProviders", given_auth("Additional").as_ref().map(build::opaque)));
    if is_logged && given.is_none() {
        let policy = build::managed_policy("service-role/AWSAppSyncPushToCloudWatchLogs");
        let role = MadeResource::beside(source, made_role, role::TYPE)
            .set("AssumeRolePolicyDocument", role::trust("appsync.amazonaws.com"))
            .set("ManagedPolicyArns", build::list([policy]));
        work.put(source, role);
    }
}

/// The author's tags, and after them the one that says what made it.
fn tags(source: &SamResource<'_>) -> Node {
    tags::list_before("graphqlapi:createdBy", source.property("Tags"))
}

fn domain(work: &mut Work<'_>, source: &SamResource<'_>) {
    let Some(domain) = source.property("DomainName") else { return };
    let id = source.id_of("DomainName");
    let made = MadeResource::beside(source, id.clone(), "AWS::AppSync::DomainName");
    work.put(source, made.copy(domain, &["CertificateArn", "Description", "DomainName"]));
    let association =
        MadeResource::beside(source, source.id_of("DomainNameApiAssociation"), "AWS::AppSync::DomainNameApiAssociation")
            .set("ApiId", build::attribute(source.id, "ApiId"))
            .set("DomainName", build::attribute(&id, "DomainName"));
    work.put(source, association);
}

fn data_sources(work: &mut Work<'_>, source: &SamResource<'_>) {
    let Some(kinds) = source.property("DataSources") else { return };
    for kind in ["DynamoDb", "Lambda"] {
        let entries = build::present(kinds, kind).filter(|node| build::is_plain_map(node)).and_then(Node::as_map);
        let name = if kind == "DynamoDb" { "DynamoDB" } else { kind };
        for (key, node) in entries.into_iter().flatten() {
            let id = source.id_of(&format!("{}{name}DataSource", key.as_str()));
            put_part(work, source, &id, "AWS::AppSync::DataSource", (key, node));
            if build::present(node, "ServiceRoleArn").is_none() {
                let role = MadeResource::beside(source, format!("{id}Role"), role::TYPE)
                    .at(key.location_with(node))
                    .set("AssumeRolePolicyDocument", role::trust("appsync.amazonaws.com"));
                work.put(source, role);
            }
        }
    }
}

fn functions(work: &mut Work<'_>, source: &SamResource<'_>) {
    // One with an id is there already.
    let functions = written(source, "Functions").filter(|(_, node)| build::present(node, "Id").is_none());
    for (key, node) in functions {
        let id = source.id_of(key.as_str());
        put_part(work, source, &id, "AWS::AppSync::FunctionConfiguration", (key, node));
    }
}

fn resolvers(work: &mut Work<'_>, source: &SamResource<'_>) {
    for (kind, fields) in written(source, "Resolvers") {
        for (field, node) in fields.as_map().into_iter().flatten() {
            let id = source.id_of(&format!("{}{}", kind.as_str(), field.as_str()));
            put_part(work, source, &id, "AWS::AppSync::Resolver", (field, node));
        }
    }
}

/// A part whose properties are not modelled, except the API that it belongs to.
fn put_part(work: &mut Work<'_>, source: &SamResource<'_>, id: &str, resource_type: &'static str, (key, node): (&Key, &Node)) {
    let made = MadeResource::beside(source, id, resource_type).at(key.location_with(node));
    let made = made.set("ApiId", build::attribute(source.id, "ApiId"));
    let made = match resource_type {
        "AWS::AppSync::DataSource" => {
            let name = build::present(node, "Name").cloned().unwrap_or_else(|| build::text(key.as_str()));
            let kind = if id.ends_with("DynamoDBDataSource") { "AMAZON_DYNAMODB" } else { "AWS_LAMBDA" };
            let config = if kind == "AWS_LAMBDA" { "LambdaConfig" } else { "DynamoDBConfig" };
            let role = build::present(node, "ServiceRoleArn").cloned();
            made.set("Name", name)
                .set("Type", build::text(kind))
                .set(config, build::opaque(node))
                .set("ServiceRoleArn", role.unwrap_or_else(|| build::attribute(&format!("{id}Role"), "Arn")))
                .copy(node, &["Description"])
        }
        "AWS::AppSync::Resolver" => {
            let field = build::present(node, "FieldName").cloned().unwrap_or_else(|| build::text(key.as_str()));
            let kind = id.strip_prefix(source.id).and_then(|rest| rest.strip_suffix(key.as_str())).unwrap_or_default();
            let made = made.after(&source.id_of("Schema")).set("FieldName", field).set("TypeName", build::text(kind));
            ["Kind", "PipelineConfig"].into_iter().fold(coded(made, node), |made, name| made.set(name, build::opaque(node)))
        }
        _ => {
            let name = build::present(node, "Name").cloned().unwrap_or_else(|| build::text(key.as_str()));
            coded(made.set("Name", name), node).set("DataSourceName", build::opaque(node)).copy(node, &["Description"])
        }
    };
    let more = ["CachingConfig", "MaxBatchSize", "SyncConfig"];
    work.put(source, made.copy(node, if resource_type == "AWS::AppSync::DataSource" { &[] } else { &more }));
}

/// The code of a function or resolver: that of the author, or what passes a request on.
fn coded(made: MadeResource, node: &Node) -> MadeResource {
    let inline = build::present(node, "InlineCode").cloned();
    let uri = build::present(node, "CodeUri");
    let made = match (inline, uri) {
        (None, Some(uri)) => made.set("CodeS3Location", uri.clone()),
        (inline, _) => made.set("Code", inline.unwrap_or_else(|| build::opaque(node))),
    };
    made.set("Runtime", build::opaque(node))
}

fn written<'a>(source: &SamResource<'a>, name: &str) -> impl Iterator<Item = (&'a Key, &'a Node)> {
    source.property(name).filter(|node| build::is_plain_map(node)).and_then(Node::as_map).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::super::testing::made;

    #[test]
    fn the_parts_of_an_api_have_ids_of_their_own() {
        let yaml = "
Resources:
  G:
    Type: AWS::Serverless::GraphQLApi
    Properties:
      Auth: {Type: API_KEY}
      ApiKeys: {Key: {}}
      SchemaInline: type Query
      DataSources: {DynamoDb: {Posts: {TableName: t, ServiceRoleArn: r}}, Lambda: {Pay: {FunctionArn: f}}}
      Functions: {get: {DataSource: Posts}}
      Resolvers: {Query: {all: {Pipeline: [get]}}}";
        assert_eq!(
            made(yaml),
            [
                "G AWS::AppSync::GraphQLApi",
                "GCloudWatchRole AWS::IAM::Role",
                "GSchema AWS::AppSync::GraphQLSchema",
                "GKey AWS::AppSync::ApiKey",
                "GPostsDynamoDBDataSource AWS::AppSync::DataSource",
                "GPayLambdaDataSource AWS::AppSync::DataSource",
                "GPayLambdaDataSourceRole AWS::IAM::Role",
                "Gget AWS::AppSync::FunctionConfiguration",
                "GQueryall AWS::AppSync::Resolver",
            ]
        );
    }
}
