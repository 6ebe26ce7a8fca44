//! What the serverless transform makes is checked where its source was written.

use crate::check::Selection;

fn lines(globals: &str, properties: &str) -> Vec<String> {
    let text = format!(
        "Transform: AWS::Serverless-2016-10-31\nGlobals:\n  Function: {globals}\nResources:\n  Work:\n    Type: AWS::Serverless::Function\n    Properties: {properties}\n"
    );
    let findings = Selection::default().file(text.as_bytes()).findings;
    findings.iter().map(|finding| format!("{} {} {}", finding.location, finding.code, finding.message)).collect()
}

const CODE: &str = "Handler: a.b, CodeUri: s3://bucket/key.zip";

#[test]
fn a_value_of_a_serverless_resource_is_one_that_its_service_takes() {
    let of = |property: &str| lines("{Runtime: python3.13}", &format!("{{{CODE}, {property}}}"));
    assert_eq!(
        of("Timeout: 60, Architectures: [arm64], Events: {Hourly: {Type: Schedule, Properties: {Schedule: rate(1 hour)}}}"),
        [""; 0]
    );
    assert_eq!(of("Architectures: [arm]"), ["7:78 E3030 `arm` is not a valid `Architectures`"]);
    assert_eq!(
        of("Events: {Ho-urly: {Type: Schedule, Properties: {Schedule: rate(1 hour)}}}")[0],
        "7:71 E3001 `WorkHo-urly` cannot name a resource: use 1 to 255 letters and digits, in `WorkHo-urly`, which the serverless transform makes"
    );
}

#[test]
fn a_value_of_the_globals_counts_where_it_is_used() {
    let wrong = lines("{Runtime: python3.13, MemorySize: 1}", &format!("{{{CODE}}}"));
    assert_eq!(wrong, ["3:47 E3034 `MemorySize`: expected 128 to 32768, found 1"]);
    assert_eq!(lines("{Runtime: python3.13, MemorySize: 1}", &format!("{{{CODE}, MemorySize: 512}}")), [""; 0]);
    assert_eq!(
        lines(
            "{Runtime: python3.13, ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 2}}",
            &format!("{{{CODE}}}")
        )
        .len(),
        1
    );
}

#[test]
fn what_is_wrong_in_a_source_is_told_once() {
    assert_eq!(lines("{Runtime: python3.13}", &format!("{{{CODE}, MemorySize: 1}}")).len(), 1);
    assert_eq!(lines("{Runtime: python3.13}", "{CodeUri: s3://bucket/key.zip}").len(), 1);
}
