"""Tells of this interpreter what it is asked: which modules it lacks, and which pieces of code it cannot read."""

import ast
import importlib.util
import json
import sys
import textwrap
import warnings


def lacks(module):
    try:
        return importlib.util.find_spec(module) is None
    except (ImportError, ValueError):
        return True


def fault(code):
    try:
        ast.parse(textwrap.dedent(code))
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        return {"line": line, "reason": getattr(error, "msg", None) or str(error)}


warnings.simplefilter("ignore")
with open("asked.json", encoding="utf-8") as file:
    asked = json.load(file)
answer = {
    "missing": [module for module in asked["modules"] if lacks(module)],
    "faults": [fault(code) for code in asked["codes"]],
}
json.dump(answer, sys.stdout)
