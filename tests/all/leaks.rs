//! Candidate sheets are read back and searched before they are written.

use std::collections::BTreeSet;

use exampress::bank::{self, Bank, Origin};
use exampress::export::{Passage, Place, passages};
use exampress::leak::{Leak, Secrets, Sheets, Words};
use exampress::paper::{self, DrawnSection, Paper};
use exampress::source::Sources;
use exampress::spec::Order;
use exampress::stream::Streams;
use lopdf::{Document, Object, SaveOptions, Stream, StringFormat, dictionary};

use crate::pdf;
use crate::workshop::Workshop;

/// A bank of two questions with every secret there can be.
const BANK: &str = r#"
[[question]]
id = "why-the-sky-is-blue"
level = "junior"
topic = "physics"
kind = "open"
marks = 2
minutes = 3
prompt = "Why is the sky blue?"
answer = "Air scatters short waves more than long ones."
rubric = [{ marks = 2, text = "scattering depends on the wavelength" }]
look_for = ["Mentions that violet light is scattered too."]
red_flags = ["Believes that the sea is mirrored in the sky."]
follow_ups = ["And why is a sunset red, would you say?"]

[[question]]
id = "which-planet-is-largest"
level = "junior"
topic = "physics"
kind = "single-choice"
marks = 1
minutes = 1
prompt = "Which planet is the largest?"
options = [
  { text = "Jupiter", correct = true, why = "It weighs more than all others together." },
  { text = "Saturn", why = "Its rings are wide, but it is the second." },
]
answer = "Nine tenths of it are hydrogen, as in a star."
"#;

const SECRETS: [&str; 9] = [
    "why-the-sky-is-blue",
    "Air scatters short waves more than long ones.",
    "scattering depends on the wavelength",
    "Mentions that violet light is scattered too.",
    "Believes that the sea is mirrored in the sky.",
    "And why is a sunset red, would you say?",
    "It weighs more than all others together.",
    "Its rings are wide, but it is the second.",
    "Nine tenths of it are hydrogen, as in a star.",
];

const SEED: &str = "moonlight-42";

struct Desk {
    bank: Bank,
    paper: Paper,
    secrets: Secrets,
    pdf: Vec<u8>,
}

impl Desk {
    fn new() -> Self {
        let shop = Workshop::new().file("questions/a.toml", BANK);
        shop.run(&["generate", "--bank", "questions", "--count", "2", "--seed", SEED]).done();
        let bank = bank::load(&Origin::Folder(shop.path("questions")), &mut Sources::default()).unwrap();
        let ids: BTreeSet<String> = bank.questions.keys().cloned().collect();
        let sections = [DrawnSection { ids, ..DrawnSection::default() }];
        let streams = Streams::new(SEED, "A");
        let paper = paper::assemble(&bank, &sections, paper::Words::default(), Order::Level, true, &streams);
        let secrets = Secrets::new(bank.questions.values(), SEED, &bank.digest, &[]);
        Self { bank, paper, secrets, pdf: shop.read("candidate.pdf") }
    }

    /// Looks through a file of which nothing but the questions is known.
    fn look(&self, bytes: &[u8]) -> Result<(), Leak> {
        self.secrets.look(&passages(bytes).unwrap(), &Sheets::of(&self.paper))
    }

    /// The sheet with a change.
    fn changed(&self, change: impl FnOnce(&mut Document)) -> Vec<u8> {
        let mut file = Document::load_mem(&self.pdf).unwrap();
        change(&mut file);
        let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
        let mut bytes = Vec::new();
        file.save_with_options(&mut bytes, options).unwrap();
        bytes
    }
}

fn wide(text: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// The object of this type.
fn typed<'a>(file: &'a mut Document, kind: &str) -> &'a mut lopdf::Dictionary {
    let has = |object: &&mut Object| object.as_dict().is_ok_and(|dict| dict.has_type(kind.as_bytes()));
    file.objects.values_mut().find(has).unwrap().as_dict_mut().unwrap()
}

/// Adds a stream to the first page, before what is there.
fn before_the_page(file: &mut Document, content: String) {
    let stream = file.add_object(Stream::new(dictionary! {}, content.into_bytes()).with_compression(false));
    let page = typed(file, "Page");
    let old = page.get(b"Contents").unwrap().clone();
    page.set("Contents", vec![stream.into(), old]);
}

/// A way to hide a text in a file.
type Hide = fn(&mut Document, &str);

const HIDING_PLACES: [(&str, Hide); 14] = [
    ("information", |file, text| {
        let info = file.trailer.get(b"Info").unwrap().as_reference().unwrap();
        file.get_dictionary_mut(info).unwrap().set("Keywords", wide(text));
    }),
    ("metadata", |file, text| {
        let is_metadata =
            |object: &&mut Object| object.as_stream().is_ok_and(|stream| stream.dict.has_type(b"Metadata"));
        let stream = file.objects.values_mut().find(is_metadata).unwrap().as_stream_mut().unwrap();
        let old = String::from_utf8(stream.content.clone()).unwrap();
        stream.set_plain_content(old.replace("</rdf:li>", &format!("{text}</rdf:li>")).into_bytes());
    }),
    ("outline", |file, text| {
        let is_entry = |object: &&mut Object| object.as_dict().is_ok_and(|dict| dict.has(b"Dest"));
        file.objects.values_mut().find(is_entry).unwrap().as_dict_mut().unwrap().set("Title", wide(text));
    }),
    ("alternative text", |file, text| typed(file, "StructElem").set("Alt", wide(text))),
    ("stated text of an element", |file, text| typed(file, "StructElem").set("ActualText", wide(text))),
    ("structure attribute", |file, text| {
        typed(file, "StructElem").set("A", dictionary! { "O" => "Table", "Summary" => Object::string_literal(text) });
    }),
    ("id of an element", |file, text| typed(file, "StructElem").set("ID", Object::string_literal(text))),
    ("form field", |file, text| {
        let field = file.add_object(dictionary! { "FT" => "Tx", "T" => "one", "V" => wide(text) });
        file.catalog_mut().unwrap().set("AcroForm", dictionary! { "Fields" => vec![field.into()] });
    }),
    ("name of an attachment", |file, text| {
        file.add_object(dictionary! { "Type" => "Filespec", "F" => Object::string_literal(text) });
    }),
    ("attachment", |file, text| {
        let mut stream = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, text.repeat(20).into_bytes());
        stream.compress().unwrap();
        file.add_object(stream);
    }),
    ("name of a face", |file, text| {
        let is_face = |object: &&mut Object| object.as_dict().is_ok_and(|dict| dict.has(b"FontName"));
        let face = file.objects.values_mut().find(is_face).unwrap().as_dict_mut().unwrap();
        face.set("FontName", Object::Name(text.as_bytes().to_vec()));
    }),
    ("name of a resource", |file, text| {
        let picture = file.add_object(Stream::new(dictionary! { "Subtype" => "Image" }, vec![0]));
        file.add_object(dictionary! { "XObject" => dictionary! { text => picture } });
    }),
    ("stated text of print", |file, text| {
        let content = format!("/Span <</ActualText ({text})>> BDC EMC\n");
        before_the_page(file, content);
    }),
    ("print", |file, text| {
        // A face of which every code is the character itself.
        let codes: Vec<String> = text.encode_utf16().map(|unit| format!("<{unit:04X}> <{unit:04X}>")).collect();
        let codes = codes.join("\n");
        let map = Stream::new(dictionary! {}, format!("1 beginbfchar\n{codes}\nendbfchar").into_bytes());
        let map = file.add_object(map);
        let face = file.add_object(dictionary! { "Type" => "Font", "ToUnicode" => map });
        file.add_object(dictionary! { "Font" => dictionary! { "Z" => face } });
        let glyphs: Vec<String> = text.encode_utf16().map(|unit| format!("<{unit:04X}>")).collect();
        let glyphs = glyphs.join("-3");
        before_the_page(file, format!("BT /Z 9 Tf [{glyphs}] TJ ET\n"));
    }),
];

#[test]
fn a_sheet_without_a_secret_passes() {
    let desk = Desk::new();
    assert_eq!(desk.look(&desk.pdf), Ok(()));
    assert_eq!(desk.look(&desk.changed(|_| {})), Ok(()));
}

#[test]
fn every_secret_is_found_wherever_it_hides() {
    let desk = Desk::new();
    let digest = desk.bank.digest.clone();
    let all: Vec<&str> = SECRETS.iter().copied().chain([SEED, &digest, &digest[..16]]).collect();
    for (place, hide) in HIDING_PLACES {
        for secret in &all {
            let leak = desk.look(&desk.changed(|file| hide(file, secret)));
            assert!(matches!(leak, Err(Leak::Ours(_))), "{place}: {secret}: {leak:?}");
        }
        let harmless = desk.changed(|file| hide(file, "Which planet is the largest?"));
        assert_eq!(desk.look(&harmless), Ok(()), "{place}");
    }
}

#[test]
fn case_white_space_ligatures_and_the_rest_of_a_text_hide_nothing() {
    let desk = Desk::new();
    let look = |text: &str| {
        let passage = Passage { place: Place::Page, text: text.to_owned() };
        desk.secrets.look(&[passage], &Sheets::of(&desk.paper))
    };
    for text in [
        "AIR SCATTERS\nSHORT WAVES MORE",
        "a i r s c a t t e r s s h o r t w a v e s",
        "tters short waves more than long",
        "Mentions that violet light is sca\u{ad}ttered",
        "all others toge-\nther",
        "moon light 42",
    ] {
        assert!(matches!(look(text), Err(Leak::Ours(_))), "{text}");
    }
    assert_eq!(look("short waves"), Ok(()));
    let leak = Leak::Ours(
        "the candidate sheet holds a red flag of `why-the-sky-is-blue` in print: `believesthatthes`".to_owned(),
    );
    assert_eq!(look("He believes that the sea"), Err(leak));
}

#[test]
fn words_of_the_user_that_hold_a_piece_by_chance_are_let_pass() {
    let desk = Desk::new();
    let look = |text: &str| {
        let passage = Passage { place: Place::Page, text: text.to_owned() };
        let words = [Words { name: "the title", text }];
        let secrets = Secrets::new(desk.bank.questions.values(), SEED, &desk.bank.digest, &words);
        secrets.look(&[passage], &Sheets::of(&desk.paper))
    };
    assert_eq!(look("On scattering: what depends on the wavelength"), Ok(()));
    assert_eq!(look("Scattering depends on the wavelength"), Ok(()), "36 letters");
    assert!(matches!(look("Its rings are wide, but it is the second"), Ok(())), "32 letters");
    assert!(matches!(look("Mentions that violet light is scattered too"), Ok(())), "37 letters");
    assert!(matches!(look("Exam: moonlight 42"), Err(Leak::Theirs(_))));
}

#[test]
fn the_reader_gives_the_text_that_another_reader_gives() {
    for (seed, theme) in [("one", "serif"), ("two", "sans"), ("three", "compact")] {
        let shop = Workshop::new();
        shop.run(&["generate", "--seed", seed, "--theme", theme, "--count", "10"]).done();
        for file in ["candidate.pdf", "key.pdf"] {
            let bytes = shop.read(file);
            let document = Document::load_mem(&bytes).unwrap();
            let pages: Vec<u32> = document.get_pages().keys().copied().collect();
            let theirs = pdf::squeeze(&document.extract_text(&pages).unwrap());
            let found = passages(&bytes).unwrap();
            let printed = found.iter().filter(|passage| passage.place == Place::Page);
            let ours = pdf::squeeze(&printed.map(|passage| passage.text.as_str()).collect::<String>());
            assert_eq!(ours, theirs, "{seed} {file}");
        }
    }
}

#[test]
fn names_of_the_format_are_not_taken_for_words() {
    let shop = Workshop::new();
    shop.run(&["gallery", "--out", "gallery.pdf"]).done();
    let found = passages(&shop.read("gallery.pdf")).unwrap();
    let names = found.into_iter().filter(|passage| passage.place == Place::Name);
    // Faces have a tag before a plus sign, pictures a digest after an I.
    let is_format = |name: &String| !(name.contains('+') || name.len() == 17 && name.starts_with('I'));
    let unknown: BTreeSet<String> = names.map(|name| name.text).filter(is_format).collect();
    assert_eq!(unknown, BTreeSet::new());
}

#[test]
fn a_file_that_cannot_be_read_back_is_refused() {
    let desk = Desk::new();
    let whole = desk.pdf.clone();
    assert!(passages(&whole[..whole.len() - 9]).is_err());
    assert!(passages(&[&whole[..], b"%x"].concat()).is_err());
    let unknown = desk.changed(|file| before_the_page(file, "BI /W 1 /H 1 ID x EI\n".to_owned()));
    assert!(passages(&unknown).is_err());
    let packed = Stream::new(dictionary! { "Filter" => "LZWDecode" }, vec![1, 2, 3]);
    let unknown = desk.changed(|file| {
        file.add_object(packed);
    });
    assert!(passages(&unknown).is_err());
}

#[test]
fn an_answer_in_a_template_or_around_the_questions_is_the_users_mistake() {
    let answer = "Air scatters short waves more than long ones.";
    let longer = BANK.replace(answer, "Air scatters short waves far more than it scatters long ones.");
    let shop = Workshop::new().file("questions/a.toml", longer);
    let flags = ["generate", "--bank", "questions", "--count", "2", "--seed", SEED];
    let title = "air scatters short waves far MORE than it scatters long ones";
    shop.run(&[&flags[..], &["--title", title]].concat()).fails(
        1,
        "the title: this prints the answer of `why-the-sky-is-blue` on the candidate sheet\n\
         help: change the words, or leave `why-the-sky-is-blue` out with `exclude = [\"why-the-sky-is-blue\"]`",
    );
    let built_in = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/candidate.hbs")).unwrap();
    let template = format!("{built_in}\nAir *scatters* short waves far more than it scatters long ones.\n");
    let shop = shop.file("templates/candidate.hbs", template);
    let run = shop.run(&[&flags[..], &["--templates", "templates"]].concat());
    run.fails(
        1,
        "templates/candidate.hbs: this prints the answer of `why-the-sky-is-blue` on the candidate sheet\n\
         help: change the words, or leave `why-the-sky-is-blue` out with `exclude = [\"why-the-sky-is-blue\"]`",
    );
    assert_eq!(shop.names(), ["questions", "templates"], "nothing is written");
}

#[test]
fn a_seed_in_the_title_is_an_error() {
    let shop = Workshop::new().file("questions/a.toml", BANK);
    let run = ["generate", "--bank", "questions", "--count", "2", "--seed", "autumn 2026", "--title", "Autumn (2026)"];
    shop.run(&run).fails(
        1,
        "the title: this prints the seed on the candidate sheet, with which the answer key can be made\n\
         help: change the words, or choose another seed",
    );
}

#[test]
fn two_questions_of_which_one_holds_the_answer_of_the_other_are_an_error() {
    let other = "[[question]]\nid = \"sunset\"\nlevel = \"junior\"\ntopic = \"physics\"\nkind = \"open\"\nmarks = 1\n\
                 minutes = 1\nanswer = \"Dust.\"\nprompt = '''\nAir scatters short waves far more than **long** ones.\n\nSo why are sunsets red?\n'''\n";
    let bank = BANK.replace("short waves more", "short waves far more") + other;
    let shop = Workshop::new().file("questions/a.toml", &bank);
    shop.run(&["generate", "--bank", "questions", "--count", "3", "--seed", SEED]).fails(
        1,
        "`sunset`: its prompt holds the answer of `why-the-sky-is-blue`, and both are drawn\n\
         help: change one of the two, or write `excludes = [\"why-the-sky-is-blue\"]` into `sunset`",
    );
    shop.run(&["generate", "--bank", "questions", "--count", "2", "--exclude", "sunset"]).done();
    let chance = Workshop::new().file("questions/a.toml", bank.replace("**long** ones", "long waves"));
    chance.run(&["generate", "--bank", "questions", "--count", "3", "--seed", SEED]).done();
}

/// A bank of every kind, with gaps for what only the marker may read.
const KINDS: &str = r#"
[[question]]
id = "one"
kind = "single-choice"
prompt = "Which?"
options = [{ text = "this", correct = @A@, why = "@W@" }, { text = "that", correct = @B@ }, { text = "none", pin = true }]
answer = "@W@"
notes

[[question]]
id = "several"
kind = "multiple-choice"
prompt = "Which of these?"
options = [{ text = "x", correct = @A@ }, { text = "y", correct = @B@ }, { text = "z", correct = true }]

[[question]]
id = "truth"
kind = "true-false"
prompt = "It is so."
correct = @A@
answer = "@W@"

[[question]]
id = "number"
kind = "numeric"
prompt = "How many?"
value = @N@
tolerance = 0.@N@
unit = "m"

[[question]]
id = "blank"
kind = "fill-in"
prompt = "From ___ to ___."
blanks = [{ accept = ["@L@"] }, { accept = ["@R@"] }]

[[question]]
id = "pairs"
kind = "matching"
prompt = "Match."
pairs = [{ left = "1", right = "@L@" }, { left = "2", right = "@R@" }, { left = "3", right = "@O@" }]
extra = ["@P@"]

[[question]]
id = "items"
kind = "ordering"
prompt = "Put in order."
items = ["@L@", "middle", "@R@"]

[[question]]
id = "words"
kind = "open"
prompt = "Why?"
answer = "@W@"
rubric = [{ marks = 1, text = "@W@" }]
notes

[[question]]
id = "program"
kind = "code"
prompt = "Write."
answer = """
```python
x = @N@
```
"""

[[question]]
id = "parts"
kind = "open"
prompt = "Both."
[[question.parts]]
kind = "true-false"
prompt = "It is not so."
correct = @B@
[[question.parts]]
kind = "ordering"
prompt = "Put in order too."
items = ["@R@", "@L@", "centre"]
"#;

fn kinds(gaps: [(&str, &str); 8]) -> String {
    let notes = "look_for = [\"@W@\"]\nred_flags = [\"@W@\"]\nfollow_ups = [\"@W@\"]\n";
    let usual = "level = \"mid\"\ntopic = \"t\"\nminutes = 1\nkind";
    let parted = KINDS.replace("[[question.parts]]\n", "[[question.parts]]\nmarks = 1\n").replace("notes\n", notes);
    let whole = |question: &str| {
        let marks = if question.contains("[[question.parts]]") { "marks = 2" } else { "marks = 1" };
        question.replacen("kind", &format!("{marks}\n{usual}"), 1)
    };
    let bank: Vec<String> = parted.split("[[question]]").map(whole).collect();
    let bank = bank.join("[[question]]").replacen(&format!("marks = 1\n{usual}"), "kind", 0);
    gaps.iter().fold(bank, |bank, (gap, text)| bank.replace(&format!("@{gap}@"), text))
}

#[test]
fn nothing_that_only_the_marker_may_read_changes_a_byte_of_the_candidate_sheet() {
    let first = [("A", "true"), ("B", "false"), ("N", "7"), ("W", "Since it is so, and so is all the rest of it.")];
    let second = [("A", "false"), ("B", "true"), ("N", "4"), ("W", "It cannot be otherwise, as anybody knows.")];
    let sides = [("L", "east"), ("R", "west"), ("O", "north"), ("P", "south")];
    let swapped = [("L", "west"), ("R", "east"), ("O", "south"), ("P", "north")];
    let [one, two] = [(first, sides), (second, swapped)].map(|(some, more)| {
        let gaps: Vec<(&str, &str)> = some.into_iter().chain(more).collect();
        kinds(gaps.try_into().unwrap())
    });
    let shops = [one, two].map(|bank| Workshop::new().file("questions/a.toml", bank));
    for (seed, shuffled) in [("a-1", "true"), ("a-2", "true"), ("a-3", "true"), ("a-4", "false")] {
        let papers = shops.each_ref().map(|shop| {
            let flags = ["--count", "10", "--seed", seed, "--shuffle-options", shuffled, "--force"];
            shop.run(&[&["generate", "--bank", "questions"], &flags[..]].concat()).done();
            (shop.read("candidate.pdf"), shop.read("key.pdf"))
        });
        assert!(papers[0].0 == papers[1].0, "candidate sheets of {seed} differ");
        assert_ne!(papers[0].1, papers[1].1);
    }
}
