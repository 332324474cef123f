"""Tells of this interpreter what it is asked: which modules it lacks, and what is wrong with pieces of code."""

import ast
import importlib.util
import json
import textwrap
import warnings


def lacks(module):
    try:
        return importlib.util.find_spec(module) is None
    except Exception:
        return True


def asserts(node):
    if isinstance(node, (ast.Assert, ast.Raise)):
        return True
    called = node.func if isinstance(node, ast.Call) else None
    return getattr(called, "attr", getattr(called, "id", "")).startswith("assert")


def check(code, purpose):
    if purpose == "broken":
        compile(code, "block.py", "exec", dont_inherit=True)
    else:
        tree = ast.parse(textwrap.dedent(code) if purpose == "shown" else code)
        if purpose == "test" and not any(map(asserts, ast.walk(tree))):
            raise ValueError("a test asserts something")


def fault(code, purpose):
    try:
        check(code, purpose)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        return {"line": line, "reason": getattr(error, "msg", None) or str(error) or type(error).__name__}


warnings.simplefilter("ignore")
with open("asked.json", encoding="utf-8") as file:
    asked = json.load(file)
answer = {
    "missing": [module for module in asked["modules"] if lacks(module)],
    "faults": [fault(*block) for block in asked["blocks"]],
}
with open("answer.json", "w", encoding="utf-8") as file:
    json.dump(answer, file)
