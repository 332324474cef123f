//! What a good spec asks of the draw.

use std::collections::{BTreeMap, BTreeSet};

use exampress::diagnostic::render_all;
use exampress::source::Sources;
use exampress::spec::{
    Attribute, Blueprint, Bounds, Count, Filter, Flag, Measure, Order, Overlap, Request, Spec, Split, Style, Switches,
    Vocabulary, from_flags, read, resolve,
};

/// Completes a spec against a small bank, or gives what is wrong with it.
fn resolved(file: &str, flags: &[(&'static str, &str)]) -> Result<Spec, String> {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let many: Vec<String> = (0..20).map(|at| format!("concept-{at:02}")).collect();
    let known = Vocabulary {
        levels: &names(&["junior", "mid", "senior"]),
        topics: &names(&["oop", "types"]),
        ids: &names(&["a", "b", "c", "d"]),
        kinds: &names(&["open", "code"]),
        tags: &names(&["new", "lambda", "closures"]),
        concepts: &many,
        files: &names(&["oop.toml", "more/types.toml"]),
        languages: &names(&["en"]),
        themes: &["serif".to_owned()],
        language: "en",
        title: "Bank",
    };
    let mut sources = Sources::default();
    let source = sources.add("exam.toml", file);
    let flags: Vec<Flag> = flags.iter().map(|(name, value)| Flag { name, value: (*value).to_owned() }).collect();
    let fields = read(file, source).and_then(|file| {
        let flags = from_flags(&flags, Switches::default(), &mut sources)?;
        resolve(flags.over(file), &known)
    });
    fields.map_err(|problems| render_all(&problems, &sources, false))
}

#[track_caller]
fn blueprint(file: &str) -> Blueprint {
    with_flags(file, &[])
}

#[track_caller]
fn with_flags(file: &str, flags: &[(&'static str, &str)]) -> Blueprint {
    resolved(file, flags).unwrap_or_else(|problems| panic!("{problems}")).blueprint
}

/// Every request as it would be written, with the number of its section.
fn asked(blueprint: &Blueprint) -> Vec<String> {
    let line = |request: &Request| format!("{} = {}", request.name, request.asked());
    blueprint.requests.iter().map(line).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn count(blueprint: &Blueprint) -> Option<(usize, usize)> {
    blueprint.sections[0].count.as_ref().map(|count| (count.low, count.high))
}

const NONE: Bounds = Bounds::Within { low: 0, high: Some(0) };

#[test]
fn without_a_wish_there_are_twelve_questions_evenly_split() {
    assert_eq!(blueprint(""), Blueprint::default());
    assert_eq!(blueprint("marks = \"..60\"").sections, Blueprint::default().sections);
    assert_eq!(resolved("", &[]).unwrap().order, Order::Level);
}

#[test]
fn totals_that_need_questions_leave_their_number_free() {
    for text in ["marks = 60", "minutes = \"near 90\"", "marks = \"55..\""] {
        let blueprint = blueprint(text);
        assert_eq!((count(&blueprint), &blueprint.sections[0].split), (None, &Split::Free), "{text}");
    }
    let both = blueprint("count = 8\nmarks = \"near 60\"\nminutes = \"..90\"");
    assert_eq!((count(&both), &both.sections[0].split), (Some((8, 8)), &Split::Even));
    assert_eq!(asked(&both), ["marks = near 60", "minutes = ..90"]);
    assert_eq!([both.requests[0].measure, both.requests[1].measure], [Measure::Marks, Measure::Minutes]);
    assert_eq!(both.requests[1].filter, Filter::default());
}

#[test]
fn levels_are_requests_and_bound_the_number() {
    let some = blueprint("levels = { mid = \"3..5\", junior = 4 }");
    assert_eq!(asked(&some), ["levels.junior = 4", "levels.mid = 3..5", "levels = "]);
    assert_eq!(some.requests[0].filter, Filter::by(Attribute::Level, set(&["junior"])));
    assert_eq!(some.requests[0].style, Style::Number);
    let others = Filter { inverted: true, ..Filter::by(Attribute::Level, set(&["junior", "mid"])) };
    assert_eq!(
        (&some.requests[2].filter, some.requests[2].bounds, some.requests[2].style),
        (&others, NONE, Style::Rule)
    );
    let of_levels = Count { name: "count".to_owned(), span: None, low: 7, high: 9 };
    assert_eq!((&some.sections[0].count, &some.sections[0].split), (&Some(of_levels), &Split::Free));

    let all = blueprint("levels = { junior = 0, mid = \"..5\", senior = \"2..\" }\ncount = \"10..14\"");
    assert_eq!(asked(&all), ["levels.junior = 0", "levels.mid = ..5", "levels.senior = 2.."]);
    assert_eq!(count(&all), Some((10, 14)));
    assert_eq!(count(&blueprint("levels = { senior = \"2..\" }")), Some((2, 1000)));
}

#[test]
fn shares_are_parts_of_the_count() {
    let blueprint = blueprint("count = \"10..14\"\nshares = { junior = 50, mid = 30 }");
    let Split::Shares { shares, span: Some(_) } = &blueprint.sections[0].split else { panic!("{blueprint:?}") };
    assert_eq!(*shares, BTreeMap::from([("junior".to_owned(), 50), ("mid".to_owned(), 30)]));
    assert_eq!(count(&blueprint), Some((10, 14)));
}

#[test]
fn a_condition_becomes_a_request_for_each_of_its_bounds() {
    let blueprint = blueprint(
        r#"
conditions = [
  { level = "senior", topic = "oop", min = 2 },
  { kind = "code", max = 3, marks = "10..20" },
  { tag = ["lambda", "closures"], count = 2, minutes = "..30" },
  { concept = "concept-01", max = 0 },
  { file = "oop.toml", min = 1, max = 4 },
  { id = ["a", "b"], count = "1.." },
]
"#,
    );
    assert_eq!(
        asked(&blueprint),
        [
            "condition level = \"senior\", topic = \"oop\" = min = 2",
            "condition kind = \"code\" = max = 3",
            "condition kind = \"code\", marks = 10..20",
            "condition tag = [\"lambda\", \"closures\"] = count = 2",
            "condition tag = [\"lambda\", \"closures\"], minutes = ..30",
            "condition concept = \"concept-01\" = max = 0",
            "condition file = \"oop.toml\" = min = 1, max = 4",
            "condition id = [\"a\", \"b\"] = min = 1",
        ]
    );
    let first = Filter {
        of: BTreeMap::from([(Attribute::Level, set(&["senior"])), (Attribute::Topic, set(&["oop"]))]),
        ..Filter::default()
    };
    assert_eq!(blueprint.requests[0].filter, first);
    assert_eq!((blueprint.requests[2].measure, blueprint.requests[2].style), (Measure::Marks, Style::Number));
    assert_eq!(blueprint.requests[4].measure, Measure::Minutes);
    assert_eq!(blueprint.sections[0].split, Split::Free, "a condition tells of levels");
}

#[test]
fn required_questions_are_exempt_from_topics() {
    let blueprint = blueprint(
        "topics = [\"oop\"]\nexclude_topics = [\"types\"]\nrequire = [\"a\", \"b\", \"a\"]\nexclude = [\"c\", \"d\"]\n\
         enemies = [[\"b\", \"c\"]]\none_per_concept = false",
    );
    assert_eq!(
        asked(&blueprint),
        [
            "topics = ",
            "exclude_topics = ",
            "require \"a\" = ",
            "require \"b\" = ",
            "exclude = ",
            "enemies \"b\", \"c\" = "
        ]
    );
    let [topics, not, a, _, exclude, enemies] = &blueprint.requests[..] else { unreachable!() };
    let except = set(&["a", "b"]);
    let of = |topic: &str| Filter { except: except.clone(), ..Filter::by(Attribute::Topic, set(&[topic])) };
    assert_eq!((&topics.filter, topics.bounds), (&Filter { inverted: true, ..of("oop") }, NONE));
    assert_eq!((&not.filter, not.bounds), (&of("types"), NONE));
    assert_eq!((&a.filter, a.bounds), (&Filter::by(Attribute::Id, set(&["a"])), Bounds::Within { low: 1, high: None }));
    assert_eq!((&exclude.filter, exclude.bounds), (&Filter::by(Attribute::Id, set(&["c", "d"])), NONE));
    assert_eq!(enemies.bounds, Bounds::Within { low: 0, high: Some(1) });
    assert!(blueprint.requests.iter().all(|request| request.style == Style::Rule && request.section.is_none()));
    assert!(!blueprint.one_per_concept);
}

#[test]
fn preferences_know_what_was_used() {
    let blueprint = blueprint(
        r#"
used = ["a", "gone"]
prefer = [
  { tag = "new", weight = 3 },
  { used = false, weight = 5 },
  { id = ["a", "b"], used = true, weight = 1000 },
]
"#,
    );
    let [new, unused, both] = &blueprint.prefer[..] else { panic!("{blueprint:?}") };
    assert_eq!((&new.filter, new.weight), (&Filter::by(Attribute::Tag, set(&["new"])), 3));
    assert_eq!((&unused.filter, unused.weight), (&Filter { except: set(&["a", "gone"]), ..Filter::default() }, 5));
    assert_eq!((&both.filter, both.weight), (&Filter::by(Attribute::Id, set(&["a"])), 1000));
}

#[test]
fn forms_are_numbered_or_named() {
    assert_eq!(blueprint("form = \"B\"").forms.names, ["B"]);
    assert_eq!(resolved("form = \"B\"", &[]).unwrap().form, None);
    assert_eq!(blueprint("forms = 3").forms.names, ["A", "B", "C"]);
    let text = "forms = [\"red\", \"blue\"]\nform = \"blue\"\noverlap = \"same\"\nanchors = [\"a\"]\n\
                band = { marks = 2, minutes = 5 }\nexclude_topics = [\"oop\"]";
    let spec = resolved(text, &[]).unwrap();
    let forms = &spec.blueprint.forms;
    assert_eq!((forms.names.join(" "), spec.form.as_deref()), ("red blue".to_owned(), Some("blue")));
    assert_eq!((forms.overlap, &forms.anchors), (Overlap::Same, &set(&["a"])));
    assert_eq!((forms.marks_apart, forms.minutes_apart), (Some(2), Some(5)));
    assert_eq!(asked(&spec.blueprint), ["exclude_topics = ", "anchors \"a\" = "]);
    assert_eq!(spec.blueprint.requests[0].filter.except, set(&["a"]));
    assert_eq!(blueprint("forms = 2\noverlap = 3").forms.overlap, Overlap::AtMost(3));
}

#[test]
fn sections_have_numbers_of_their_own() {
    let text = r#"
count = "..20"
marks = "near 60"

[[section]]
title = "Reading"
order = "easy-first"
levels = { junior = 2 }
topics = ["oop"]

[[section]]
count = "3..4"
require = ["a"]
conditions = [{ kind = "code", min = 1 }]

[[section]]
minutes = "20.."
shares = { junior = 1 }
count = 3

[[section]]
marks = 10
"#;
    let spec = resolved(text, &[]).unwrap();
    let blueprint = &spec.blueprint;
    assert_eq!(spec.order, Order::Section);
    assert_eq!(
        asked(blueprint),
        [
            "count = ..20",
            "marks = near 60",
            "section \"Reading\": levels.junior = 2",
            "section \"Reading\": levels = ",
            "section \"Reading\": topics = ",
            "section 2: condition kind = \"code\" = min = 1",
            "section 2: require \"a\" = ",
            "section 3: minutes = 20..",
            "section 4: marks = 10",
        ]
    );
    let places: Vec<Option<usize>> = blueprint.requests.iter().map(|request| request.section).collect();
    assert_eq!(places, [None, None, Some(0), Some(0), Some(0), Some(1), Some(1), Some(2), Some(3)]);
    let [reading, second, third, fourth] = &blueprint.sections[..] else { unreachable!() };
    assert_eq!((reading.title.as_deref(), reading.order), (Some("Reading"), Some(Order::EasyFirst)));
    assert_eq!(blueprint.requests[4].filter.except, set(&["a"]), "required anywhere");
    let count = second.count.as_ref().unwrap();
    assert_eq!((count.name.as_str(), count.low, count.high), ("section 2: count", 3, 4));
    assert_eq!(second.split, Split::Even);
    assert!(matches!(third.split, Split::Shares { .. }));
    assert_eq!((&fourth.count, &fourth.split), (&None, &Split::Free));
}

#[test]
fn levels_of_the_whole_exam_split_its_sections() {
    let blueprint = blueprint("levels = { junior = 2, mid = 2, senior = 2 }\n[[section]]\ncount = 6\n");
    assert_eq!(blueprint.sections[0].split, Split::Free);
}

#[test]
fn flags_say_what_a_file_can() {
    let file = "count = 8\nconditions = [{ topic = \"oop\", min = 1 }]\nenemies = [[\"a\", \"b\"]]\nmarks = 20";
    let flags = [
        ("levels", "junior=4,mid=3..5"),
        ("marks", "near 60"),
        ("condition", "level=senior,tag=lambda|closures,max=2"),
        ("condition", "kind=code,minutes=..30"),
        ("enemies", "b,c"),
        ("enemies", "c,d"),
        ("used", "a"),
        ("prefer", "used=false,weight=5"),
        ("prefer", "tag=new,weight=3"),
        ("forms", "red,blue"),
        ("anchors", "a"),
        ("band", "marks=2"),
    ];
    let blueprint = with_flags(file, &flags);
    assert_eq!(
        asked(&blueprint),
        [
            "levels.junior = 4",
            "levels.mid = 3..5",
            "levels = ",
            "marks = near 60",
            "condition topic = \"oop\" = min = 1",
            "condition level = \"senior\", tag = [\"lambda\", \"closures\"] = max = 2",
            "condition kind = \"code\", minutes = ..30",
            "enemies \"b\", \"c\" = ",
            "enemies \"c\", \"d\" = ",
            "anchors \"a\" = ",
        ]
    );
    assert_eq!(count(&blueprint), Some((7, 9)));
    assert_eq!(blueprint.prefer.len(), 2);
    assert_eq!((blueprint.forms.names.len(), blueprint.forms.marks_apart), (2, Some(2)));
}

#[test]
fn tags_files_and_concepts_are_known() {
    let text = "conditions = [{ tag = \"lamda\", file = \"opp.toml\", concept = \"x\", max = 1 }]\n";
    assert_eq!(
        resolved(text, &[]).unwrap_err(),
        "\
error: unknown tag `lamda`
 --> exam.toml:1:23
  |
1 | conditions = [{ tag = \"lamda\", file = \"opp.toml\", concept = \"x\", max = 1 }]
  |                       ^^^^^^^ asked for here
  |
  = help: did you mean `lambda`?

error: unknown file `opp.toml`
 --> exam.toml:1:39
  |
1 | conditions = [{ tag = \"lamda\", file = \"opp.toml\", concept = \"x\", max = 1 }]
  |                                       ^^^^^^^^^^ asked for here
  |
  = help: did you mean `oop.toml`?

error: unknown concept `x`
 --> exam.toml:1:61
  |
1 | conditions = [{ tag = \"lamda\", file = \"opp.toml\", concept = \"x\", max = 1 }]
  |                                                             ^^^ asked for here
  |
  = help: write a concept that a question of the bank has"
    );
}
