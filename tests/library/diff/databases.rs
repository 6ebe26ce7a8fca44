//! What an update does to a database: upgrades, versions and engines.

use super::*;

pub(super) fn database(changes: &[(&str, Value)]) -> Value {
    let mut properties =
        json!({ "Engine": "postgres", "EngineVersion": "17.5", "DBInstanceClass": "db.t4g.micro", "DBName": "a" });
    changes.iter().for_each(|(name, value)| properties[*name] = value.clone());
    properties
}

fn database_gets(changes: &[(&str, Value)]) -> String {
    changed("AWS::RDS::DBInstance", database(&[]), database(changes))
}

/// The interruption of a major upgrade is told whatever the parameter group does.
#[test]
fn a_major_upgrade_of_a_database_interrupts_it() {
    let template = |version: &str, family: &str| {
        let mut properties = database(&[("EngineVersion", json!(version)), ("AllowMajorVersionUpgrade", json!(true))]);
        properties["DBParameterGroupName"] = json!({ "Ref": "Parameters" });
        let parameters = json!({ "Type": "AWS::RDS::DBParameterGroup", "Properties": { "Family": family, "Description": "d" } });
        json!({ "Resources": { "Parameters": parameters, "It": { "Type": "AWS::RDS::DBInstance", "Properties": properties } } })
    };
    insta::assert_snapshot!(told(&one(template("17.5", "postgres17"), template("18", "postgres18"))), @"
    DOWNTIME DIFF301: It: it is updated with some interruption (EngineVersion: out of service while it changes; at once, or in the maintenance window where ApplyImmediately is false; DBParameterGroupName: the instance restarts where a static parameter has another value, and after a new major version)
    Parameters replace
    It interruption
    ");
}

#[test]
fn a_version_does_not_go_back() {
    insta::assert_snapshot!(database_gets(&[("EngineVersion", json!("16.9"))]), @"
    WILL FAIL DIFF108: It: EngineVersion goes from 17.5 to 16.9, and a version never goes back
    DOWNTIME DIFF301: It: it is updated with some interruption (EngineVersion: out of service while it changes; at once, or in the maintenance window where ApplyImmediately is false)
    It interruption
    ");
    insta::assert_snapshot!(database_gets(&[("EngineVersion", json!("18.1"))]), @"
    WILL FAIL DIFF108: It: EngineVersion goes from 17.5 to 18.1, and a new major version needs `AllowMajorVersionUpgrade: true`
    DOWNTIME DIFF301: It: it is updated with some interruption (EngineVersion: out of service while it changes; at once, or in the maintenance window where ApplyImmediately is false)
    It interruption
    ");
    // The minor version that runs may be a later one.
    insta::assert_snapshot!(database_gets(&[("EngineVersion", json!("17"))]), @"
    DOWNTIME DIFF301: It: it is updated with some interruption (EngineVersion: out of service while it changes; at once, or in the maintenance window where ApplyImmediately is false)
    It interruption
    ");
    let cluster = |version: &str| json!({ "Engine": "aurora-mysql", "EngineVersion": version });
    let back = changed("AWS::RDS::DBCluster", cluster("8.0.mysql_aurora.3.04.0"), cluster("5.7.mysql_aurora.2.11.1"));
    insta::assert_snapshot!(back, @"
    WILL FAIL DIFF108: It: EngineVersion goes from 8.0.mysql_aurora.3.04.0 to 5.7.mysql_aurora.2.11.1, and a version never goes back
    DOWNTIME DIFF301: It: it is updated with some interruption (EngineVersion: the instances of the cluster restart)
    It interruption
    ");
    let instance = |version: &str| json!({ "Engine": "mysql", "EngineVersion": version });
    let minor = changed("AWS::RDS::DBInstance", instance("8.0.35"), instance("8.0.41"));
    insta::assert_snapshot!(minor, @"
    DOWNTIME DIFF301: It: it is updated with some interruption (EngineVersion: out of service while it changes; at once, or in the maintenance window where ApplyImmediately is false)
    It interruption
    ");
    insta::assert_snapshot!(changed("AWS::RDS::DBInstance", instance("8.0.35"), instance("8.4.5")), @"
    WILL FAIL DIFF108: It: EngineVersion goes from 8.0.35 to 8.4.5, and a new major version needs `AllowMajorVersionUpgrade: true`
    DOWNTIME DIFF301: It: it is updated with some interruption (EngineVersion: out of service while it changes; at once, or in the maintenance window where ApplyImmediately is false)
    It interruption
    ");
}

#[test]
fn another_engine_is_another_database() {
    insta::assert_snapshot!(database_gets(&[("Engine", json!("mysql")), ("EngineVersion", json!("8.4.5"))]), @"
    DATA LOSS DIFF201: AWS::RDS::DBInstance It is replaced, and its data goes with it
    DOWNTIME DIFF301: It: the database is replaced, and the new one is empty
    It replace
    ");
    let engine = |name: &str| json!({ "Engine": name });
    insta::assert_snapshot!(changed("AWS::RDS::DBInstance", engine("oracle-ee"), engine("oracle-ee-cdb")), @"
    DOWNTIME DIFF301: It: it is updated with some interruption (Engine: only some engines of Oracle and Aurora are converted in place)
    It interruption
    ");
    let volume = |kind: &str| database_gets(&[("StorageType", json!(kind))]);
    insta::assert_snapshot!(volume("gp3"), @"It update");
    insta::assert_snapshot!(volume("standard"), @"
    DOWNTIME DIFF301: It: it is updated with some interruption (StorageType: a magnetic volume is converted with an interruption)
    It interruption
    ");
    insta::assert_snapshot!(database_gets(&[("StorageType", json!({ "Fn::ImportValue": "kind" }))]), @"
    DOWNTIME DIFF301: It: it may be updated with some interruption (StorageType: a magnetic volume is converted with an interruption)
    It may-interrupt
    ");
}
