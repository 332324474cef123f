//! Papers for every candidate of a roster, print files, and shares.

use std::collections::BTreeMap;

use lopdf::{Document, LoadOptions};
use serde_json::Value;

use crate::pdf::{decoded, everything, pages, squeeze};
use crate::workshop::{GOOD, Run, Workshop};

const ROSTER: &str = "\u{feff}id;name;room\n1001;Ann Lee;B2\n1002;Bo *Ng* $a$ # {page};B2\n\n1003;\"Åsa; \"\"Q\"\"\";B3\n1004;;B3\n1005;::item;B3\n";
const DRAW: [&str; 5] = ["generate", "--seed", "s", "--count", "3"];

fn shop() -> Workshop {
    Workshop::new().file("r.csv", ROSTER)
}

fn generate(shop: &Workshop, more: &[&str]) -> Run {
    shop.run(&[&DRAW[..], &["--roster", "r.csv"], more].concat())
}

/// The files of a folder with what they hold.
fn files(shop: &Workshop, folder: &str) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(shop.path(folder)).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap())).collect()
}

fn names(shop: &Workshop, folder: &str) -> Vec<String> {
    files(shop, folder).into_keys().collect()
}

fn manifest(shop: &Workshop, path: &str) -> Value {
    serde_json::from_slice(&shop.read(path)).unwrap()
}

/// Titles and depths of the outline of a file, in reading order.
fn outline(bytes: &[u8]) -> Vec<(usize, String)> {
    let file = Document::load_mem(bytes).unwrap();
    let get = |of: &lopdf::Dictionary, key: &[u8]| of.get(key).and_then(lopdf::Object::as_reference).ok();
    let mut found = Vec::new();
    let mut waiting = vec![(0, get(file.catalog().unwrap(), b"Outlines").unwrap())];
    while let Some((depth, id)) = waiting.pop() {
        let item = file.get_dictionary(id).unwrap();
        if depth > 0 {
            found.push((depth, decoded(item.get(b"Title").unwrap().as_str().unwrap())));
        }
        waiting.extend(get(item, b"Next").map(|next| (depth, next)));
        waiting.extend(get(item, b"First").map(|first| (depth + 1, first)));
    }
    found
}

#[test]
fn each_candidate_of_a_roster_has_papers_of_their_own() {
    let shop = shop();
    let told = generate(&shop, &["--out", "o"]).done();
    assert!(told.starts_with("papers     5\ndrawn      3 questions, "), "{told}");
    assert!(told.contains(
        "\nforms      one for each candidate\ncandidates o/candidate-1001.pdf to candidate-1005.pdf (5 files, "
    ));
    let ids = ["1001", "1002", "1003", "1004", "1005"];
    let wanted: Vec<String> = ["candidate", "key"]
        .iter()
        .flat_map(|paper| ids.map(|id| format!("{paper}-{id}.pdf")))
        .chain(["manifest.json".to_owned()])
        .collect();
    assert_eq!(names(&shop, "o"), wanted);
    let record = manifest(&shop, "o/manifest.json");
    let forms = record["forms"].as_array().unwrap();
    assert_eq!(forms.iter().map(|form| form["candidate_id"].as_str().unwrap()).collect::<Vec<_>>(), ids);
    let codes: std::collections::BTreeSet<&str> =
        forms.iter().map(|form| form["form_code"].as_str().unwrap()).collect();
    assert_eq!(codes.len(), 5);
    for (form, name) in forms.iter().zip(["Ann Lee", "Bo *Ng* $a$ # {page}", "Åsa; \"Q\"", "", "::item"]) {
        let id = form["candidate_id"].as_str().unwrap();
        for paper in ["candidate", "key"] {
            let bytes = shop.read(&format!("o/{paper}-{id}.pdf"));
            let text = everything(&bytes);
            assert!(text.contains(&squeeze(name)) && text.contains(id), "{paper} {id}");
            assert_eq!(form[paper]["pages"].as_u64().unwrap() as usize, pages(&bytes));
            assert!(text.contains(&squeeze(form["form_code"].as_str().unwrap())), "{paper} {id}");
        }
        assert_eq!(form["questions"].as_array().unwrap().len(), 3);
    }
}

#[test]
fn an_exam_depends_on_its_candidate_and_on_nobody_else() {
    let shop = shop().file("alone.csv", "room,id,name\nB2,1002,Bo *Ng* $a$ # {page}\n");
    generate(&shop, &["--out", "all"]).done();
    shop.run(&[&DRAW[..], &["--roster", "alone.csv", "--out", "alone"]].concat()).done();
    generate(&shop, &["--out", "one", "--form", "1002"]).done();
    for folder in ["alone", "one"] {
        assert_eq!(names(&shop, folder), ["candidate-1002.pdf", "key-1002.pdf", "manifest.json"]);
        for file in ["candidate-1002.pdf", "key-1002.pdf"] {
            assert_eq!(shop.read(&format!("all/{file}")), shop.read(&format!("{folder}/{file}")), "{folder} {file}");
        }
    }
    generate(&shop, &["--form", "102"]).fails(1, "r.csv: no candidate has the id `102`\nhelp: did you mean `1002`?");
}

#[test]
fn the_roster_is_a_field_of_the_spec_with_a_path_from_its_folder() {
    let shop = Workshop::new()
        .file("exam/exam.toml", "seed = \"s\"\ncount = 1\nroster = \"r.csv\"\n[output]\nfolder = \"o\"\n")
        .file("exam/r.csv", "id\n1\n");
    shop.run(&["generate", "exam/exam.toml"]).done();
    assert_eq!(names(&shop, "exam/o"), ["candidate-1.pdf", "key-1.pdf", "manifest.json"]);
}

#[test]
fn papers_for_anybody_have_blank_fields_and_those_of_candidates_their_names() {
    let shop = shop();
    for cover in ["false", "true"] {
        shop.run(&[&DRAW[..], &["--cover", cover, "--out", "any", "--force"]].concat()).done();
        let anybody = everything(&shop.read("any/candidate.pdf"));
        assert!(anybody.contains("NameDate"), "{anybody}");
        generate(&shop, &["--cover", cover, "--out", "o", "--force"]).done();
        let own = everything(&shop.read("o/candidate-1001.pdf"));
        assert!(own.contains("Name:AnnLee") && own.contains("Candidatenumber:1001") && !own.contains("NameDate"));
        let nameless = everything(&shop.read("o/candidate-1004.pdf"));
        assert!(!nameless.contains("Name:") && nameless.contains("Candidatenumber:1004"));
    }
}

#[test]
fn a_roster_needs_no_names() {
    let shop = Workshop::new().file("r.csv", "id\n7\n");
    generate(&shop, &[]).done();
    assert!(everything(&shop.read("candidate-7.pdf")).contains("Candidatenumber:7"));
}

#[test]
fn ids_become_names_of_files_and_lead_nowhere_else() {
    let shop = Workshop::new().file("r.csv", "id\n../../a b\n..\nÄ-1.x\n");
    generate(&shop, &["--out", "in/o"]).done();
    assert_eq!(shop.names(), ["in", "r.csv"]);
    assert_eq!(
        names(&shop, "in/o"),
        [
            "candidate-...pdf",
            "candidate-.._.._a_b.pdf",
            "candidate-Ä-1.x.pdf",
            "key-...pdf",
            "key-.._.._a_b.pdf",
            "key-Ä-1.x.pdf",
            "manifest.json"
        ]
    );
}

#[test]
fn candidates_get_forms_in_turn_and_each_form_has_one_key() {
    let shop = shop();
    generate(&shop, &["--forms", "3", "--out", "o"]).done();
    let keys: Vec<String> = names(&shop, "o").into_iter().filter(|name| name.starts_with("key")).collect();
    assert_eq!(keys, ["key-A.pdf", "key-B.pdf", "key-C.pdf"]);
    let record = manifest(&shop, "o/manifest.json");
    let forms = record["forms"].as_array().unwrap();
    let given: Vec<[&str; 3]> = forms
        .iter()
        .map(|form| [&form["candidate_id"], &form["form"], &form["key"]["file"]].map(|value| value.as_str().unwrap()))
        .collect();
    assert_eq!(
        given,
        [
            ["1001", "A", "key-A.pdf"],
            ["1002", "B", "key-B.pdf"],
            ["1003", "C", "key-C.pdf"],
            ["1004", "A", "key-A.pdf"],
            ["1005", "B", "key-B.pdf"]
        ]
    );
    assert!(!everything(&shop.read("o/key-A.pdf")).contains("1001"));
    shop.run(&[&DRAW[..], &["--forms", "3", "--out", "any"]].concat()).done();
    assert_eq!(shop.read("any/key-A.pdf"), shop.read("o/key-A.pdf"));
    generate(&shop, &["--forms", "3", "--form", "B", "--out", "b"]).done();
    assert_eq!(names(&shop, "b"), ["candidate-1002.pdf", "candidate-1005.pdf", "key-B.pdf", "manifest.json"]);
}

#[test]
fn forms_that_overlap_in_all_differ_in_order_only() {
    let shop = shop();
    generate(&shop, &["--forms", "2", "--overlap", "same", "--out", "o"]).done();
    let record = manifest(&shop, "o/manifest.json");
    let ids = |form: &Value| -> Vec<String> {
        form["questions"].as_array().unwrap().iter().map(|question| question["id"].to_string()).collect()
    };
    let [mut a, mut b] = [&record["forms"][0], &record["forms"][1]].map(ids);
    assert_ne!(record["forms"][0]["form_code"], record["forms"][1]["form_code"]);
    a.sort();
    b.sort();
    assert_eq!(a, b);
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let shop = shop();
    for more in [&[][..], &["--forms", "2"], &["--merge", "--duplex"]] {
        let with = |threads: &str, out: &str| {
            generate(&shop, &[more, &["--force", "--out", out, "--threads", threads]].concat()).done();
            files(&shop, out)
        };
        assert!(with("1", "one") == with("7", "seven"), "{more:?}");
        std::fs::remove_dir_all(shop.path("one")).unwrap();
        std::fs::remove_dir_all(shop.path("seven")).unwrap();
    }
    shop.run(&[&DRAW[..], &["--forms", "3", "--threads", "1", "--out", "f1"]].concat()).done();
    shop.run(&[&DRAW[..], &["--forms", "3", "--threads", "5", "--out", "f5"]].concat()).done();
    assert!(files(&shop, "f1") == files(&shop, "f5"));
}

#[test]
fn a_print_file_has_everybody_on_sheets_of_their_own_and_an_outline_by_person() {
    let shop = shop();
    let told = generate(&shop, &["--merge", "--duplex", "--out", "o"]).done();
    assert!(told.contains("\ncandidates o/candidates.pdf ("), "{told}");
    assert_eq!(names(&shop, "o"), ["candidates.pdf", "keys.pdf", "manifest.json"]);
    let record = manifest(&shop, "o/manifest.json");
    for (at, paper) in ["candidate", "key"].into_iter().enumerate() {
        let bytes = shop.read(&format!("o/{paper}s.pdf"));
        assert_eq!(record["files"][at]["pages"].as_u64().unwrap() as usize, pages(&bytes));
        let mut next = 1;
        for form in record["forms"].as_array().unwrap() {
            let [first, number] = ["first_page", "pages"].map(|key| form[paper][key].as_u64().unwrap());
            assert_eq!((first, number % 2), (next, 0), "{paper}");
            next += number;
            let page = u32::try_from(first).unwrap();
            let text = squeeze(&Document::load_mem(&bytes).unwrap().extract_text(&[page]).unwrap());
            assert!(text.contains("Page1of") && text.contains(form["form_code"].as_str().unwrap()), "{text}");
        }
        assert_eq!(next as usize, pages(&bytes) + 1);
        let outline = outline(&bytes);
        let people: Vec<&str> =
            outline.iter().filter(|(depth, _)| *depth == 1).map(|(_, title)| title.as_str()).collect();
        assert_eq!(
            people,
            ["Ann Lee (1001)", "Bo *Ng* $a$ # {page} (1002)", "Åsa; \"Q\" (1003)", "1004", "::item (1005)"]
        );
        assert!(outline.iter().all(|(_, title)| title != "Python interviews"));
        let below = outline.iter().filter(|(depth, title)| *depth > 1 && title.starts_with("1.")).count();
        assert_eq!(below, 5, "{outline:?}");
    }
}

#[test]
fn merged_booklets_are_folded_each_by_itself() {
    let shop = shop();
    generate(&shop, &["--merge", "--booklet", "--out", "o"]).done();
    generate(&shop, &["--booklet", "--out", "single"]).done();
    let record = manifest(&shop, "o/manifest.json");
    let mut sides = 0;
    for form in record["forms"].as_array().unwrap() {
        assert_eq!(form["candidate"]["first_page"], sides + 1);
        let alone = pages(&shop.read(&format!("single/candidate-{}.pdf", form["form"].as_str().unwrap())));
        assert_eq!(form["candidate"]["pages"], alone);
        sides += alone;
    }
    assert_eq!(pages(&shop.read("o/candidates.pdf")), sides);
}

#[test]
fn forms_for_anybody_go_into_one_print_file_too() {
    let shop = Workshop::new();
    shop.run(&[&DRAW[..], &["--forms", "red,blue", "--merge"]].concat()).done();
    assert_eq!(shop.names(), ["candidates.pdf", "keys.pdf", "manifest.json"]);
    let titles: Vec<String> = outline(&shop.read("candidates.pdf"))
        .into_iter()
        .filter(|(depth, _)| *depth == 1)
        .map(|(_, title)| title)
        .collect();
    assert_eq!(titles, ["red", "blue"]);
}

#[test]
fn shares_together_are_the_whole_to_the_byte() {
    let shop = shop();
    for more in [&[][..], &["--forms", "2"]] {
        let make = |rest: &[&str]| generate(&shop, &[more, rest].concat()).done();
        make(&["--out", "whole"]);
        for share in ["3/3", "1/3", "2/3"] {
            make(&["--out", "parts", "--shard", share]);
        }
        let told = shop.run(&["merge-manifests", "parts"]).done();
        assert_eq!(told, "manifest   parts/manifest.json (5 papers from 3 shares)\n");
        for number in 1..=3 {
            std::fs::remove_file(shop.path(&format!("parts/manifest-{number}-of-3.json"))).unwrap();
        }
        assert!(files(&shop, "whole") == files(&shop, "parts"), "{more:?}");
        std::fs::remove_dir_all(shop.path("whole")).unwrap();
        std::fs::remove_dir_all(shop.path("parts")).unwrap();
    }
}

#[test]
fn shares_of_forms_for_anybody_are_the_whole_as_they_are() {
    let shop = Workshop::new();
    let make = |rest: &[&str]| shop.run(&[&DRAW[..], &["--forms", "5"], rest].concat()).done();
    make(&["--out", "whole"]);
    make(&["--out", "parts", "--shard", "1/2"]);
    make(&["--out", "parts", "--shard", "2/2"]);
    assert!(files(&shop, "whole") == files(&shop, "parts"));
}

#[test]
fn there_may_be_more_shares_than_candidates() {
    let shop = Workshop::new().file("r.csv", "id\n1\n");
    generate(&shop, &["--out", "whole"]).done();
    for share in ["1/2", "2/2"] {
        generate(&shop, &["--out", "parts", "--shard", share]).done();
    }
    shop.run(&["merge-manifests", "parts/manifest-2-of-2.json", "parts/manifest-1-of-2.json"]).done();
    assert_eq!(shop.read("parts/manifest.json"), shop.read("whole/manifest.json"));
}

#[test]
fn shares_need_a_seed_and_something_to_share() {
    let shop = shop();
    shop.run(&["generate", "--count", "1", "--roster", "r.csv", "--shard", "1/2"])
        .fails(1, "command line: shares of one exam need one seed\nhelp: write the same `seed` for all of them");
    shop.run(&["generate", "--count", "1", "--seed", "s", "--shard", "1/2"]).fails(
        1,
        "command line: there is one paper, and no share of it\nhelp: name a roster or `forms`, or leave --shard out",
    );
    for usage in [["--shard", "0/2"], ["--shard", "3/2"], ["--shard", "1"], ["--threads", "0"]] {
        assert_eq!(generate(&shop, &usage).code, 2, "{usage:?}");
    }
    assert_eq!(generate(&shop, &["--shard", "1/2", "--merge"]).code, 2);
    assert_eq!(shop.names(), ["r.csv"]);
}

#[test]
fn shares_that_are_missing_doubled_damaged_or_of_another_run_are_told() {
    let shop = shop();
    for share in ["1/3", "2/3", "3/3"] {
        generate(&shop, &["--out", "o", "--shard", share]).done();
    }
    let file = |number: usize| format!("o/manifest-{number}-of-3.json");
    let merge = |arguments: &[&str]| shop.run(&[&["merge-manifests"], arguments].concat());
    merge(&[&file(1), &file(3)]).fails(1, "o: missing of the 3 shares: 2/3\nhelp: make it with `--shard 2/3`");
    merge(&["o", &file(3)]).fails(
        1,
        "o/manifest-3-of-3.json: this is the same share as o/manifest-3-of-3.json\nhelp: name each share once",
    );
    shop.run(&["generate", "--seed", "t", "--count", "3", "--roster", "r.csv", "--out", "t", "--shard", "2/3"]).done();
    merge(&[&file(1), "t/manifest-2-of-3.json", &file(3)]).fails(
        1,
        "t/manifest-2-of-3.json: this share and o/manifest-1-of-3.json are not of the same run: `seed` differs\n\
         help: make all shares with the same program, bank, spec, seed and roster",
    );
    generate(&shop, &["--out", "u", "--shard", "1/2"]).done();
    merge(&[&file(1), "u/manifest-1-of-2.json"]).fails(
        1,
        "u/manifest-1-of-2.json: this share and o/manifest-1-of-3.json are not of the same run: one is of 2, the other of 3\n\
         help: make all shares with the same program, bank, spec, seed and roster",
    );
    merge(&["r.csv"])
        .fails(1, "r.csv: this is not the name of a share's manifest\nhelp: name files such as manifest-3-of-16.json");
    let whole = shop.read(&file(2));
    let cut = |lines: usize| -> Vec<u8> {
        whole.split_inclusive(|byte| *byte == b'\n').take(lines).flatten().copied().collect()
    };
    let number = whole.split(|byte| *byte == b'\n').count() - 1;
    for lines in 0..number {
        std::fs::write(shop.path(&file(2)), cut(lines)).unwrap();
        merge(&["o"]).fails(
            1,
            "o/manifest-2-of-3.json: this is not the whole manifest of a share\n\
             help: make the share again with `exampress generate --shard`",
        );
        assert!(!shop.path("o/manifest.json").exists());
    }
    std::fs::write(shop.path(&file(2)), whole).unwrap();
    merge(&["o"]).done();
    merge(&["o"]).fails(
        1,
        "o/manifest.json: this file exists\nhelp: add --force to replace it, or choose another folder with --out",
    );
    merge(&["o", "--force"]).done();
}

#[test]
fn what_the_roster_prints_is_searched_for_secrets_in_every_file() {
    let shop = Workshop::new().file("r.csv", "id;name\n1;Ann\n2;a-seed-to-hide\n");
    let make = |more: &[&str]| {
        shop.run(&[&["generate", "--seed", "a-seed-to-hide", "--count", "1", "--roster", "r.csv"], more].concat())
    };
    let told = "the roster: this prints the seed on the candidate sheet, with which the answer key can be made\n\
                help: change the words, or choose another seed\n\n";
    let there = "what was written is whole, and the manifest was not; another run with --force makes all";
    make(&["--out", "own", "--threads", "1"]).fails(
        1,
        &format!("r.csv:3: the papers of candidate `2` cannot be made\n\n{told}1 of 2 papers are made: {there}"),
    );
    assert_eq!(names(&shop, "own"), ["candidate-1.pdf", "key-1.pdf"]);
    make(&["--out", "all", "--merge"]).fails(1, &format!("{told}0 of 2 papers are made: {there}"));
    assert!(names(&shop, "all").is_empty());
    make(&["--out", "forms", "--forms", "2"]).fails(
        1,
        &format!("r.csv:3: the papers of candidate `2` cannot be made\n\n{told}1 of 2 papers are made: {there}"),
    );
    assert!(!names(&shop, "forms").contains(&"candidate-2.pdf".to_owned()));
}

#[test]
fn all_keys_of_a_batch_are_locked_and_no_sheet() {
    let shop = shop().file("word", "open sesame\n");
    let opens =
        |bytes: &[u8]| Document::load_mem_with_options(bytes, LoadOptions::with_password("open sesame")).is_ok();
    for (more, keys) in [(&[][..], 5), (&["--forms", "2"], 2), (&["--merge"], 1)] {
        generate(&shop, more).done();
        generate(&shop, &[more, &["--out", "o", "--key-password-file", "word"]].concat()).done();
        let mut locked = 0;
        for (name, bytes) in files(&shop, "o").into_iter().filter(|(name, _)| name != "manifest.json") {
            let is_as_open = bytes == shop.read(&name);
            assert_eq!(is_as_open, name.starts_with("candidate"), "{name}");
            assert!(
                is_as_open || opens(&bytes) && Document::load_mem(&bytes).is_ok_and(|file| file.is_encrypted()),
                "{name}"
            );
            locked += usize::from(!is_as_open);
        }
        assert_eq!(locked, keys);
        let record = manifest(&shop, "o/manifest.json");
        if more == ["--merge"] {
            assert_eq!(record["files"][1]["encryption"], "AES-256");
        } else {
            let forms = record["forms"].as_array().unwrap();
            assert!(forms.iter().all(|form| form["key"]["encryption"] == "AES-256"), "{more:?}");
            assert!(forms.iter().all(|form| form["candidate"].get("encryption").is_none()), "{more:?}");
        }
        for name in shop.names().into_iter().filter(|name| !["r.csv", "word"].contains(&name.as_str())) {
            let path = shop.path(&name);
            let gone = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
            gone.unwrap();
        }
    }
}

#[test]
fn a_share_that_was_changed_is_told() {
    let shop = shop();
    for share in ["1/2", "2/2"] {
        generate(&shop, &["--out", "o", "--shard", share]).done();
    }
    let whole = shop.read("o/manifest-2-of-2.json");
    for (was, is) in [("Åsa", "Ása"), ("\"number\":1", "\"number\":7"), ("\"seal\":\"", "\"seal\":\"0")] {
        let text = String::from_utf8(whole.clone()).unwrap().replacen(was, is, 1);
        std::fs::write(shop.path("o/manifest-2-of-2.json"), text).unwrap();
        shop.run(&["merge-manifests", "o"]).fails(
            1,
            "o/manifest-2-of-2.json: this manifest was changed after it was written\n\
             help: take a copy as `exampress generate` wrote it",
        );
        assert!(!shop.path("o/manifest.json").exists());
    }
}

#[test]
fn nothing_is_written_where_a_file_of_anybody_exists() {
    let shop = shop().file("o/key-1004.pdf", "mine");
    generate(&shop, &["--out", "o"]).fails(
        1,
        "o/key-1004.pdf: this file exists\nhelp: add --force to replace it, or choose another folder with --out",
    );
    assert_eq!(names(&shop, "o"), ["key-1004.pdf"]);
    generate(&shop, &["--out", "o", "--force"]).done();
    assert!(shop.read("o/key-1004.pdf").starts_with(b"%PDF"));
    assert_eq!(names(&shop, "o").len(), 11);
}

#[test]
fn a_code_tells_whose_form_it_is_and_where_its_key_lies() {
    let shop = shop();
    generate(&shop, &["--out", "own"]).done();
    generate(&shop, &["--out", "forms", "--forms", "2", "--merge"]).done();
    let record = manifest(&shop, "own/manifest.json");
    let form = &record["forms"][2];
    let code = form["form_code"].as_str().unwrap();
    let told = shop.run(&["key", "--form", code, "--manifest", "own/manifest.json"]).done();
    let lead = format!("form       1003, {code}\ncandidate  1003\nsheet      own/candidate-1003.pdf (");
    assert!(told.starts_with(&lead), "{told}");
    assert!(told.contains("\nkey        own/key-1003.pdf ("), "{told}");
    let typed = code.replace('-', "").to_lowercase().replace('0', "o").replace('1', "l");
    assert_eq!(shop.run(&["key", "--form", &typed[..6], "--manifest", "own/manifest.json"]).done(), told);

    let record = manifest(&shop, "forms/manifest.json");
    let code = record["forms"][1]["form_code"].as_str().unwrap();
    let told = shop.run(&["key", "--form", code, "--manifest", "forms/manifest.json"]).done();
    assert!(
        told.starts_with(&format!(
            "form       B, {code}\ncandidate  1002 and 1004\nsheet      forms/candidates.pdf, page"
        )),
        "{told}"
    );
    assert!(told.contains("\nkey        forms/keys.pdf, page"), "{told}");
}

#[test]
fn the_answers_that_a_code_tells_are_those_of_its_form() {
    let choice = GOOD
        .replace("open", "single-choice")
        .replace("answer = \"Because.\"\n", "")
        .replace("rubric = [{ marks = 1, text = \"first\" }, { marks = 1, text = \"second\" }]\n", "")
        + "options = [{ text = \"right\", correct = true }, { text = \"wrong\" }, { text = \"false\" }, { text = \"bad\" }]\n";
    let shop = shop().file("questions/a.toml", choice);
    let bank = ["--bank", "questions"];
    shop.run(&[&["generate", "--seed", "s", "--count", "1", "--roster", "r.csv"], &bank[..]].concat()).done();
    let mut letters = std::collections::BTreeSet::new();
    for form in manifest(&shop, "manifest.json")["forms"].as_array().unwrap() {
        let told = shop.run(&[&["key", "--form", form["form_code"].as_str().unwrap()], &bank[..]].concat()).done();
        let letter = told.trim_end().chars().last().unwrap();
        let sheet = everything(&shop.read(&format!("candidate-{}.pdf", form["form"].as_str().unwrap())));
        assert!(sheet.contains(&format!("{letter}right")), "{told}\n{sheet}");
        letters.insert(letter);
    }
    assert!(letters.len() > 1);
}

#[test]
fn the_manifest_of_one_exam_answers_too() {
    let shop = Workshop::new();
    shop.run(&DRAW).done();
    let code = manifest(&shop, "manifest.json")["form_code"].as_str().unwrap().to_owned();
    let told = shop.run(&["key", "--form", &code]).done();
    assert!(told.starts_with(&format!("form       A, {code}\nsheet      candidate.pdf (")), "{told}");
}

#[test]
fn an_unknown_code_is_told_with_the_nearest_ones() {
    let shop = shop();
    generate(&shop, &[]).done();
    let record = manifest(&shop, "manifest.json");
    let code = record["forms"][0]["form_code"].as_str().unwrap();
    let last = if code.ends_with('7') { "8" } else { "7" };
    let near = format!("{}{last}", &code[..8]);
    shop.run(&["key", "--form", &near])
        .fails(1, &format!("manifest.json: no form has the code `{near}`\nhelp: did you mean `{code}`?"));
    let far = shop.run(&["key", "--form", "?"]);
    far.fails(
        1,
        "manifest.json: no form has the code `?`\n\
         help: the code stands at the top of every page; name other manifests with --manifest",
    );
}

#[test]
fn a_code_is_found_without_the_bank_but_its_answers_are_not() {
    let shop = shop();
    generate(&shop, &[]).done();
    let code = manifest(&shop, "manifest.json")["forms"][0]["form_code"].as_str().unwrap().to_owned();
    let shop = shop.file("questions/a.toml", GOOD);
    let told = shop.run(&["key", "--form", &code, "--bank", "questions"]).done();
    assert!(
        told.contains(
            " is not in this bank as it was drawn: see the key; its bank, named by --spec or --bank, would tell more\n"
        ),
        "{told}"
    );
}

/// Needs `parallel`; asked for by `EXAMPRESS_NEEDS_PARALLEL=1`.
#[test]
fn gnu_parallel_makes_shares_that_are_the_whole() {
    if std::env::var_os("EXAMPRESS_NEEDS_PARALLEL").is_none() {
        return;
    }
    let shop = shop();
    generate(&shop, &["--out", "whole"]).done();
    let program = env!("CARGO_BIN_EXE_exampress");
    let line = format!("{program} generate --seed s --count 3 --roster r.csv --threads 1 --out parts --shard {{}}/4");
    let run = std::process::Command::new("parallel")
        .args(["--jobs", "2", &line, ":::", "1", "2", "3", "4"])
        .current_dir(shop.path(""))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    shop.run(&["merge-manifests", "parts"]).done();
    for number in 1..=4 {
        std::fs::remove_file(shop.path(&format!("parts/manifest-{number}-of-4.json"))).unwrap();
    }
    assert!(files(&shop, "whole") == files(&shop, "parts"));
}

/// A program that is stopped leaves whole files only, and none of its own.
#[cfg(unix)]
#[test]
fn stopping_leaves_no_half_file() {
    let ids: Vec<String> = (0..400).map(|id| id.to_string()).collect();
    let shop = Workshop::new().file("r.csv", format!("id\n{}\n", ids.join("\n")));
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_exampress"))
        .args([&DRAW[..], &["--roster", "r.csv", "--out", "o"]].concat())
        .current_dir(shop.path(""))
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let is_paper = |name: &str| name.starts_with("candidate-") || name.starts_with("key-");
    let has_begun = || {
        let entries = std::fs::read_dir(shop.path("o")).into_iter().flatten().flatten();
        entries.into_iter().any(|entry| is_paper(&entry.file_name().to_string_lossy()))
    };
    while !has_begun() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert!(
        told.starts_with("stopped after ") && told.contains(" of 400 papers: what was written is whole, "),
        "{told}"
    );
    for (name, bytes) in files(&shop, "o") {
        assert!(is_paper(&name), "{name}");
        assert!(pages(&bytes) > 0, "{name}");
    }
}
