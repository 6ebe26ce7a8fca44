"""Prints the codes of the errors of cloudformation-validate, each with what it finds, as JSON."""

import json
import sys

from cloudformation_validate import CelEngine

rules = [rule for rule in CelEngine().list_rules() if rule.severity.name in ("ERROR", "FATAL")]
json.dump(sorted((rule.id, " ".join(rule.description.split())) for rule in rules), sys.stdout)
