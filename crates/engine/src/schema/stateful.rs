//! Types that hold data.

/// Types that hold data which only they have: those that `@aws-cdk/aws-service-spec` 0.1.216 calls stateful, and stores that it leaves out,
/// by what the API reference of each service says that its deletion deletes. What a service deletes only if it is empty, and what it protects
/// from deletion by default, is known where the deletion is (`diff::deletion`).
const STATEFUL: [&str; 72] = [
    "AWS::APS::Workspace",
    "AWS::AmazonMQ::Broker",
    "AWS::Backup::BackupVault",
    "AWS::Cassandra::Keyspace",
    "AWS::Cassandra::Table",
    // What is written in it stays on its instance, which is deleted with it:
    // https://docs.aws.amazon.com/cloud9/latest/user-guide/delete-environment.html
    "AWS::Cloud9::EnvironmentEC2",
    "AWS::CodeArtifact::Repository",
    "AWS::CodeCommit::Repository",
    "AWS::Cognito::UserPool",
    "AWS::Connect::Instance",
    "AWS::CustomerProfiles::Domain",
    "AWS::DSQL::Cluster",
    "AWS::DirectoryService::MicrosoftAD",
    "AWS::DirectoryService::SimpleAD",
    "AWS::DocDB::DBCluster",
    "AWS::DocDB::DBInstance",
    "AWS::DocDBElastic::Cluster",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::ECR::PublicRepository",
    "AWS::ECR::Repository",
    "AWS::EFS::FileSystem",
    "AWS::EMR::Cluster",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::ServerlessCache",
    "AWS::Elasticsearch::Domain",
    "AWS::FSx::FileSystem",
    "AWS::FSx::Volume",
    "AWS::Grafana::Workspace",
    "AWS::HealthLake::FHIRDatastore",
    "AWS::KMS::Key",
    "AWS::Kendra::Index",
    "AWS::Kinesis::Stream",
    "AWS::KinesisVideo::Stream",
    "AWS::Lightsail::Database",
    "AWS::Lightsail::Disk",
    "AWS::Lightsail::Instance",
    "AWS::Location::GeofenceCollection",
    "AWS::Location::Tracker",
    "AWS::Logs::LogGroup",
    "AWS::Logs::LogStream",
    "AWS::MSK::Cluster",
    "AWS::MSK::ServerlessCluster",
    "AWS::MemoryDB::Cluster",
    "AWS::Neptune::DBCluster",
    "AWS::NeptuneGraph::Graph",
    "AWS::Omics::ReferenceStore",
    "AWS::Omics::SequenceStore",
    "AWS::OpenSearchServerless::Collection",
    "AWS::OpenSearchService::Domain",
    "AWS::QLDB::Ledger",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
    "AWS::RedshiftServerless::Namespace",
    "AWS::Rekognition::Collection",
    "AWS::S3::Bucket",
    "AWS::S3Express::DirectoryBucket",
    "AWS::S3Tables::Table",
    "AWS::S3Vectors::Index",
    "AWS::SDB::Domain",
    "AWS::SQS::Queue",
    "AWS::SSM::Parameter",
    "AWS::SageMaker::FeatureGroup",
    "AWS::SageMaker::NotebookInstance",
    "AWS::SecretsManager::Secret",
    "AWS::Timestream::InfluxDBCluster",
    "AWS::Timestream::InfluxDBInstance",
    "AWS::Timestream::Table",
    "AWS::WorkSpaces::Workspace",
];

/// Whether resources of a type hold data which only they have.
#[must_use]
pub fn is_stateful(type_name: &str) -> bool {
    STATEFUL.contains(&type_name)
}

#[cfg(test)]
mod tests {
    use super::STATEFUL;
    use crate::schema;

    #[test]
    fn every_type_that_holds_data_is_a_type() {
        let unknown: Vec<&str> = STATEFUL.into_iter().filter(|name| schema::find(name).is_none()).collect();
        assert!(unknown.is_empty(), "no schema for {unknown:?}");
        assert!(STATEFUL.is_sorted());
    }
}
