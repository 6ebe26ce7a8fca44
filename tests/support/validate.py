"""Validators the templates named on the command line with cloudformation-validate and prints the findings as JSON.

One process for all of them, since building the engine takes longer than checking a template. Remarks (severity INFO: "this
property is create-only", "this resource has no tags") say nothing about validity and stay out.
"""

import json
import sys

from cloudformation_validate import CelEngine, EntityType


def place(diagnostic):
    """The path from the top of the template; the check itself starts at the logical id where the entity is a resource."""
    path = (diagnostic.property_path or "").replace(".", "/")
    entity = diagnostic.entity
    if entity is None or entity.entity_type is not EntityType.RESOURCE:
        return path
    return "/".join(filter(None, ["Resources", entity.logical_id, path]))


def finding(path, diagnostic):
    return {
        "file": path,
        "severity": diagnostic.severity.name,
        "rule": diagnostic.rule_id,
        "message": diagnostic.message,
        "place": place(diagnostic),
        "line": diagnostic.start_line,
    }


def main(paths):
    engine = CelEngine()
    findings = []
    for path in paths:
        report = engine.validate_template(path)
        findings += [finding(path, d) for d in report.diagnostics if d.severity.name not in ("DEBUG", "INFO")]
    json.dump(findings, sys.stdout)


main(sys.argv[1:])
