"""Prints so many pairs of sheet and key with Typst, all in this process: typst_papers.py PAIRS FOLDER."""

import json
import sys
from pathlib import Path

import typst

here = Path(__file__).parent
pairs, out = int(sys.argv[1]), Path(sys.argv[2])
exam = json.loads((here / "exam.json").read_text(encoding="utf-8"))
compiler = typst.Compiler(str(here / "exam.typ"))
for number in range(pairs):
    exam["version"] = f"{number:05}"
    for name in ("candidate", "key"):
        exam["key"] = name == "key"
        compiler.compile(output=str(out / f"{name}-{number}.pdf"), sys_inputs={"exam": json.dumps(exam)}, timestamp=0)
