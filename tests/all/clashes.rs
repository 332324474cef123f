//! What is told of an exam that cannot be, whole messages, as they stand for an `exam.toml`.

use crate::workshop::Workshop;

/// Twenty-four questions: eight a level, four a topic, marks from 2 to 4 in even and odd topics; two sets of three and
/// two concepts of two questions each.
fn bank() -> String {
    (0..24)
        .map(|at| {
            let level = ["junior", "mid", "senior"][at % 3];
            let marks = if at % 6 < 3 { 2 } else { 4 };
            let extra = match at {
                0 | 6 | 12 => "set = \"poem\"\n",
                1 | 2 => "concept = \"light\"\n",
                7 => "excludes = [\"q08\"]\n",
                _ => "",
            };
            let rubric = format!("rubric = [{{ marks = {marks}, text = \"r\" }}]");
            format!(
                "[[question]]\nid = \"q{at:02}\"\nlevel = \"{level}\"\ntopic = \"t{}\"\nkind = \"open\"\nmarks = {marks}\n\
                 minutes = 3\nprompt = \"p\"\nanswer = \"a\"\n{rubric}\n{extra}\n",
                at % 6
            )
        })
        .collect()
}

#[track_caller]
fn refused(spec: &str, message: &str) {
    Workshop::new().file("questions/a.toml", bank()).file("exam.toml", spec).run(&["generate"]).fails(1, message);
}

#[test]
fn all() {
    for spec in [
        "count = 10\nmarks = 31\n",
        "count = 40\n",
        "count = 6\nrequire = [\"q01\", \"q02\"]\n",
        "levels = { junior = 2, mid = 2 }\nrequire = [\"q02\"]\n",
        "count = 4\nconditions = [\n  { topic = \"t0\", min = 3 },\n  { topic = \"t1\", min = 2 },\n]\n",
        "count = 6\nrequire = [\"q07\", \"q08\"]\n",
        "count = 6\nenemies = [[\"q03\", \"q04\"]]\nrequire = [\"q03\", \"q04\"]\n",
        "levels = { junior = 2, mid = 9 }\nmarks = \"..10\"\n",
        "count = 3\ntopics = [\"t5\"]\nmarks = \"5..7\"\n",
        "[[section]]\ntitle = \"One\"\ncount = 20\n\n[[section]]\ntitle = \"Two\"\ncount = 6\n",
        "count = 12\nseed = \"s\"\nforms = 3\n",
        "count = 2\nlevels = { junior = 2 }\nrequire = [\"q06\"]\n",
        "conditions = [{ level = \"senior\", min = 1, max = 2 }]\nexclude_topics = [\"t0\", \"t1\", \"t2\", \"t3\"]\n",
        "count = 6\nexclude_topics = [\"t2\", \"t5\"]\nshares = { senior = 1 }\n",
        "marks = 60\nminutes = \"..30\"\n",
        "count = \"4..6\"\nmarks = \"30..\"\n",
        "count = 6\nconditions = [{ topic = \"t0\", max = 0 }, { topic = [\"t0\"], min = 2 }]\n",
    ] {
        let run = Workshop::new().file("questions/a.toml", bank()).file("exam.toml", spec).run(&["generate"]);
        println!("-----\n{spec}=> {}\n{}{}", run.code, run.out, run.err);
    }
}
