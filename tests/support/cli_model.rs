//! The AWS CLI's own model of the API: whether a command would take an input.

use std::io::Write as _;
use std::process::Stdio;

use super::python::{text, tools};

/// Validates as the CLI does before it sends anything; unknown names are problems too.
const VALIDATE: &str = "
import json, sys, botocore.session, botocore.validate
model = botocore.session.get_session().get_service_model(sys.argv[1])
shape = model.operation_model(sys.argv[2]).input_shape
print(botocore.validate.ParamValidator().validate(json.load(sys.stdin), shape).generate_report(), end='')
";

/// What is wrong with a JSON input of an operation of CloudFormation; empty where nothing is.
pub fn problems(operation: &str, input: &str) -> String {
    problems_of("cloudformation", operation, input)
}

/// The same for an operation of any service.
pub fn problems_of(service: &str, operation: &str, input: &str) -> String {
    let mut command = tools().command("python");
    let pipes =
        command.args(["-c", VALIDATE, service, operation]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().expect("Python starts");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("Python reads");
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout)
}
