"""Reads {"schema": ..., "instance": ...}, one a line, and says "valid" or why not, one a line.

A schema that is not sound ends it at once.
"""

import json
import sys

import jsonschema_rs

validators = {}
for line in sys.stdin:
    asked = json.loads(line)
    key = json.dumps(asked["schema"], sort_keys=True)
    if key not in validators:
        jsonschema_rs.meta.validate(asked["schema"])
        validators[key] = jsonschema_rs.Draft202012Validator(asked["schema"])
    error = next(validators[key].iter_errors(asked["instance"]), None)
    print("valid" if error is None else json.dumps(str(error)))
