//! What `check --run` makes of the code in questions. Where there is no Python 3 on the path, these tests have nothing to
//! run and say so.

use crate::workshop::{Run, Workshop};

/// Whether there is a Python to try code with; `EXAMPRESS_NEEDS_PYTHON` makes its lack a failure.
fn python() -> bool {
    let found = std::process::Command::new("python3").arg("--version").output().is_ok_and(|run| run.status.success());
    assert!(found || std::env::var_os("EXAMPRESS_NEEDS_PYTHON").is_none(), "there is no python3");
    found
}

/// A bank of one question of this kind, whose prompt and answer hold these blocks.
fn bank(kind: &str, prompt: &str, answer: &str, rest: &str) -> String {
    format!(
        "[[question]]\nid = \"one\"\nlevel = \"junior\"\ntopic = \"topic\"\nkind = \"{kind}\"\nmarks = 2\nminutes = 3\n{rest}\n\
         prompt = '''\nWhat is it?\n\n{prompt}\n'''\nanswer = '''\nThis.\n\n{answer}\n'''\nrubric = [{{ marks = 2, text = \"it\" }}]\n"
    )
}

fn block(words: &str, code: &str) -> String {
    format!("```{words}\n{code}\n```\n\n")
}

fn check(bank: &str, more: &[&str]) -> Run {
    let arguments = ["check", "--bank", "questions", "--count", "1", "--run"];
    Workshop::new().file("questions/a.toml", bank).run(&[&arguments, more].concat())
}

/// The last line of a good report without the version of the interpreter.
#[track_caller]
fn counts(run: Run) -> String {
    let told = run.done();
    let (head, tail) = told.split_once(" with Python 3.").expect("a report of what was run");
    let (_, tail) = tail.split_once(": ").expect("counts");
    let line = head.lines().last().unwrap_or_default();
    format!("{line}: {tail}")
}

/// The message of a failed check without the counts that follow it.
#[track_caller]
fn problem(run: &Run) -> String {
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{}", run.err);
    let (problem, _) = run.err.split_once("\n\n1 problem found\n").expect("one problem");
    problem.to_owned()
}

#[test]
fn nothing_is_run_unless_it_is_asked_for() {
    let bank = bank("open", &block("python run", "open('made', 'w').write('x')\nprint(1)"), "", "");
    let shop = Workshop::new().file("questions/a.toml", bank);
    let told = shop.run(&["check", "--bank", "questions", "--count", "1"]).done();
    assert_eq!(told, "Questions, 1 question in 1 topic: no problem found\n");
}

#[test]
fn code_prints_what_the_block_below_says() {
    if !python() {
        return;
    }
    let shown = |output: &str| block("python run", "print(1)\nprint(2)  ") + &block("output", output);
    assert_eq!(
        counts(check(&bank("open", &shown("1\n2"), "", ""), &[])),
        "1 block of code, 1 run: 1 passed, 0 failed, 0 skipped\n"
    );
    assert_eq!(
        problem(&check(&bank("open", &shown("1\n3"), "", ""), &[])),
        "error: line 2 of this output is not what the code prints
  --> questions/a.toml:19:1
   |
12 | ```python run
   | ------------- this code
...
19 | 3
   | ^ the code prints `2`
   |
   = help: write what the code prints, or mend the code"
    );
    assert_eq!(
        problem(&check(&bank("open", &shown("1\n2\n3"), "", ""), &[])),
        "error: line 3 of this output is not what the code prints
  --> questions/a.toml:20:1
   |
12 | ```python run
   | ------------- this code
...
20 | 3
   | ^ the code prints nothing more
   |
   = help: write what the code prints, or mend the code"
    );
}

#[test]
fn an_error_that_nothing_catches_is_the_last_line_of_output() {
    if !python() {
        return;
    }
    let code =
        block("python run", "print('a', end='')\n1 / 0") + &block("output", "a\nZeroDivisionError: division by zero");
    assert!(counts(check(&bank("open", &code, "", ""), &[])).ends_with(": 1 passed, 0 failed, 0 skipped\n"));
}

#[test]
fn what_the_prompt_asks_for_stands_in_the_answer() {
    if !python() {
        return;
    }
    let asks = |code: &str| block("python run", code);
    let closed = [
        ("open", asks("print(4)"), block("output", "4"), ""),
        ("numeric", asks("print(0.1 + 0.2)"), String::new(), "value = 0.3\ntolerance = 1e-9"),
        (
            "fill-in",
            asks("print('x')\nprint(7)") + "First ___, then ___.",
            String::new(),
            "blanks = [{ accept = [\"x\"] }, { accept = [\"seven\", \"7\"] }]",
        ),
        (
            "fill-in",
            format!("The ___ first.\n\n{}{}", asks("print(___(3.7))"), block("output", "3")),
            String::new(),
            "blanks = [{ accept = [\"hm\"] }, { accept = [\"int\", \"round\"] }]",
        ),
        (
            "single-choice",
            asks("print([1, 2][-1])"),
            String::new(),
            "options = [{ text = \"1\", why = \"first\" }, { text = \"`2`\", correct = true, why = \"last\" }]",
        ),
        ("ordering", asks("print('a')\nprint('b')"), String::new(), "items = [\"`a`\", \"b\"]"),
        ("true-false", asks("print(3)"), block("output", "3"), "correct = true"),
    ];
    for (kind, prompt, answer, rest) in closed {
        let told = counts(check(&bank(kind, &prompt, &answer, rest), &[]));
        assert_eq!(told, "1 block of code, 1 run: 1 passed, 0 failed, 0 skipped\n", "{kind}");
    }
    assert_eq!(
        problem(&check(&bank("numeric", &asks("print(5)"), "", "value = 4"), &[])),
        "error: this code prints `5`, the question states `4`
  --> questions/a.toml:12:1
   |
12 | ```python run
   | ^^^^^^^^^^^^^ this block
   |
   = help: mend the code or the stated answer, or write what is printed into an ```` ```output ```` block in `answer`"
    );
    assert_eq!(
        problem(&check(&bank("open", &asks("print(5)"), "", ""), &[])),
        "error: this code prints `5`, and the question does not say so
  --> questions/a.toml:12:1
   |
12 | ```python run
   | ^^^^^^^^^^^^^ this block
   |
   = help: write what it prints into an ```` ```output ```` block below it, or, where the prompt asks for it, in the answer"
    );
}

#[test]
fn a_test_runs_after_the_code_of_its_answer_and_what_is_given() {
    if !python() {
        return;
    }
    let prompt = block("python given", "class Base:\n    factor = 3");
    let answer =
        |test: &str| block("python", "def times(x):\n    return x * Base.factor") + &block("python test", test);
    assert_eq!(
        counts(check(&bank("code", &prompt, &answer("assert times(2) == 6"), ""), &[])),
        "3 blocks of code, 1 run: 1 passed, 0 failed, 0 skipped\n"
    );
    assert_eq!(
        problem(&check(
            &bank("code", &prompt, &answer("assert times(1) == 3\nassert times(2) == 5, times(2)"), ""),
            &[]
        )),
        "error: a test of `one` fails: AssertionError: 6
  --> questions/a.toml:29:1
   |
29 | assert times(2) == 5, times(2)
   | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ fails here
   |
   = help: mend the answer or the test"
    );
}

#[test]
fn a_part_builds_on_the_stem_and_not_on_its_neighbour() {
    if !python() {
        return;
    }
    let given = |name: &str| block("python given", &format!("{name} = 1"));
    let part = |own: &str, test: &str| {
        format!(
            "[[question.parts]]\nmarks = 1\nprompt = '''\nDo it.\n\n{}'''\nanswer = '''\nSo.\n\n{}'''\n",
            given(own),
            block("python test", test)
        )
    };
    let stem = bank("open", &given("stem"), "", "");
    let (stem, _) = stem.split_once("answer").unwrap();
    let bank = format!("{stem}{}{}", part("a", "assert stem + a == 2"), part("b", "assert stem + b == 2\na = 0"));
    assert!(counts(check(&bank, &[])).ends_with(": 2 passed, 0 failed, 0 skipped\n"));
    let leaning = bank.replace("a = 0", "assert a");
    assert!(
        problem(&check(&leaning, &[]))
            .starts_with("error: a test of `one` fails: NameError: name 'a' is not defined\n")
    );
}

#[test]
fn all_code_is_read_and_what_is_broken_says_so() {
    if !python() {
        return;
    }
    assert_eq!(
        problem(&check(&bank("open", &block("python", "x = 1\nx = = 2"), "", ""), &[])),
        "error: something is wrong with this code: invalid syntax
  --> questions/a.toml:14:1
   |
14 | x = = 2
   | ^^^^^^^ here
   |
   = help: mend the code, or write ```` ```python broken ```` above it if that is the point of it"
    );
    assert_eq!(
        problem(&check(&bank("open", &block("python broken", "x = 1"), "", ""), &[])),
        "error: this code is marked as broken, but Python takes it
  --> questions/a.toml:12:1
   |
12 | ```python broken
   | ^^^^^^^^^^^^^^^^ this block
   |
   = help: take `broken` away, or break the code"
    );
    let fine =
        block("python broken", "x = = 1") + &block("python", "    indented()\n    too()") + &block("text", "x = = 1");
    assert_eq!(
        counts(check(&bank("open", &fine, "", ""), &[])),
        "2 blocks of code, 0 run: 0 passed, 0 failed, 0 skipped\n"
    );
}

#[test]
fn code_without_its_package_is_skipped_and_not_passed() {
    if !python() {
        return;
    }
    let bank = bank("open", &block("python run", "import no_such_thing"), "", "needs = [\"json\", \"no_such_thing\"]");
    assert_eq!(
        counts(check(&bank, &[])),
        "1 block of code, 0 run: 0 passed, 0 failed, 1 skipped\nskipped: `no_such_thing` is missing, needed by `one`\n"
    );
}

#[test]
fn code_runs_in_an_empty_folder_without_the_environment_of_the_user() {
    if !python() {
        return;
    }
    let code =
        "import os\nprint(os.listdir())\nprint(os.environ.get('HOME'), os.environ.get('SECRET'))\nprint(repr(input()))";
    let output = "['block.py']\nNone None\nEOFError: EOF when reading a line";
    let bank = bank("open", &(block("python run", code) + &block("output", output)), "", "");
    let shop = Workshop::new().file("questions/a.toml", bank);
    let arguments = ["check", "--bank", "questions", "--count", "1", "--run"];
    assert!(counts(shop.run_with(&arguments, &[("SECRET", "x")])).contains(" 1 passed"));
}

#[test]
fn code_that_does_not_end_is_stopped_with_all_it_started() {
    if !python() {
        return;
    }
    let beat = Workshop::new();
    let path = beat.path("beat");
    let child = format!("import time\nwhile True: open({path:?}, 'a').write('x'); time.sleep(0.01)");
    let code = format!("import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child:?}])");
    assert_eq!(
        problem(&check(&bank("open", &block("python run", &code), "", ""), &["--time-limit", "1"])),
        "error: this code runs for more than 1 second
  --> questions/a.toml:12:1
   |
12 | ```python run
   | ^^^^^^^^^^^^^ this block
   |
   = help: make it shorter, or give it more time with --time-limit"
    );
    let beats = beat.read("beat").len();
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert_eq!(beat.read("beat").len(), beats);
}

#[test]
fn code_that_prints_without_end_is_stopped() {
    if !python() {
        return;
    }
    assert_eq!(
        problem(&check(&bank("open", &block("python run", "while True: print('more')"), "", ""), &[])),
        "error: this code prints more than a megabyte
  --> questions/a.toml:12:1
   |
12 | ```python run
   | ^^^^^^^^^^^^^ this block
   |
   = help: make it print what a reader can take in"
    );
}

#[test]
fn a_test_gets_to_its_end_and_asserts_something() {
    if !python() {
        return;
    }
    let answer =
        |test: &str| bank("code", "", &(block("python", "def f(): return 1") + &block("python test", test)), "");
    let told = |test: &str| problem(&check(&answer(test), &[])).lines().next().unwrap_or_default().to_owned();
    for early in ["raise SystemExit\nassert f() == 2", "import os\nos._exit(0)\nassert f() == 2"] {
        assert_eq!(told(early), "error: a test of `one` fails: it ends before its last line");
    }
    assert_eq!(told("f()"), "error: something is wrong with this code: a test asserts something");
    let good = "import unittest\n\n\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(f(), 1)\n\n\n\
                unittest.main(exit=False, argv=['x'])";
    assert!(counts(check(&answer(good), &[])).contains(" 1 passed"));
}

#[test]
fn several_blocks_of_a_prompt_take_the_outputs_of_the_answer_in_turn() {
    if !python() {
        return;
    }
    let prompt = block("python run", "print(1)") + &block("python run", "print(2)");
    let answer = block("output", "1") + &block("output", "2");
    assert!(counts(check(&bank("open", &prompt, &answer, ""), &[])).contains(" 2 passed"));
}

#[test]
fn blanks_in_code_count_from_the_first_that_is_printed() {
    if !python() {
        return;
    }
    let prompt = "See [here](http://a.b/c___d): ___.\n\n".to_owned()
        + &block("python run", "print(___)")
        + &block("output", "7");
    let blanks = "blanks = [{ accept = [\"x\"] }, { accept = [\"7\"] }]";
    assert!(counts(check(&bank("fill-in", &prompt, "", blanks), &[])).contains(" 1 passed"));
}

#[test]
fn an_interpreter_that_cannot_be_used_is_told() {
    let bank = bank("open", &block("python", "x = 1"), "", "");
    check(&bank, &["--python", "./nowhere"]).fails(
        1,
        "./nowhere: cannot be started: No such file or directory (os error 2)\nhelp: name a Python interpreter with --python",
    );
    check(&bank, &["--python", "true"])
        .fails(1, "true: this is no Python 3\nhelp: name a Python interpreter with --python");
    let refused = Workshop::new().run(&["check", "--python", "python3"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("the following required arguments were not provided:\n  --run\n"), "{}", refused.err);
}

#[test]
fn a_bank_says_which_python_it_is_written_for() {
    if !python() {
        return;
    }
    let shop = Workshop::new()
        .file("questions/bank.toml", "python = \"3.99\"\n")
        .file("questions/a.toml", bank("open", &block("python", "x = 1"), "", ""));
    let run = shop.run(&["check", "--bank", "questions", "--count", "1", "--run"]);
    assert_eq!(run.code, 1);
    assert!(run.err.starts_with("python3: this is Python 3."), "{}", run.err);
    assert!(
        run.err
            .ends_with(", and the bank is written for 3.99 or later\nhelp: name a Python interpreter with --python\n"),
        "{}",
        run.err
    );
}

#[test]
fn tests_are_on_no_paper() {
    let bank = bank("code", "", &(block("python", "shown = 1") + &block("python test", "assert hidden_test")), "");
    let shop = Workshop::new().file("questions/a.toml", bank);
    let told = shop.run(&["show", "one", "--bank", "questions"]).done();
    assert!(told.contains("shown = 1") && !told.contains("hidden_test"), "{told}");
    shop.run(&["generate", "--bank", "questions", "--count", "1"]).done();
    for name in ["candidate.pdf", "key.pdf"] {
        assert!(!crate::pdf::everything(&shop.read(name)).contains("hidden_test"), "{name}");
    }
    assert!(!String::from_utf8(shop.read("manifest.json")).unwrap().contains("hidden"));
}
