//! Answer keys that a password opens.

use lopdf::{Document, LoadOptions, Object};

use crate::pdf;
use crate::workshop::{GOOD, Workshop};

const GENERATE: [&str; 7] = ["generate", "--seed", "locked-up-7", "--count", "4", "--key-password-file", "word.txt"];

fn workshop(password: impl AsRef<[u8]>) -> Workshop {
    Workshop::new().file("word.txt", password)
}

fn opened(bytes: &[u8], password: &str) -> Result<Document, lopdf::Error> {
    Document::load_mem_with_options(bytes, LoadOptions::with_password(password))
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_locked_key_opens_with_its_password_and_says_what_the_open_one_says() {
    let shop = workshop("open sesame\r\nnot this\n");
    shop.run(&GENERATE).done();
    let locked = shop.read("key.pdf");
    shop.run(&["generate", "--seed", "locked-up-7", "--count", "4", "--out", "open"]).done();
    let key = opened(&locked, "open sesame").unwrap();
    let pages: Vec<u32> = key.get_pages().keys().copied().collect();
    let open = Document::load_mem(&shop.read("open/key.pdf")).unwrap();
    let text = key.extract_text(&pages).unwrap();
    assert_eq!(text, open.extract_text(&pages).unwrap());
    assert!(pdf::squeeze(&text).contains("locked-up-7"), "{text}");
    for wrong in ["open sesam", "Open sesame", "not this", ""] {
        assert!(opened(&locked, wrong).is_err(), "`{wrong}` opens it");
    }
    assert_eq!(shop.read("candidate.pdf"), shop.read("open/candidate.pdf"));
    Document::load_mem(&shop.read("candidate.pdf")).unwrap().get_pages();
}

#[test]
fn text_strings_and_metadata_of_a_locked_key_are_unreadable() {
    let shop = workshop("open sesame");
    let title = "Wednesday in a library";
    shop.run(&[&GENERATE[..], &["--title", title]].concat()).done();
    let locked = shop.read("key.pdf");
    shop.run(&["generate", "--seed", "locked-up-7", "--count", "4", "--title", title, "--out", "open"]).done();
    assert!(contains(&shop.read("open/key.pdf"), title), "metadata can be read in the open key");
    assert!(!contains(&locked, title));
    let file = Document::load_mem(&locked).unwrap();
    let id = file.trailer.get(b"Encrypt").unwrap().as_reference().unwrap();
    let dictionary = file.get_dictionary(id).unwrap();
    let number = |key: &[u8]| dictionary.get(key).unwrap().as_i64().unwrap();
    assert_eq!((number(b"V"), number(b"R")), (5, 6));
    let may = |bit: u32| number(b"P") >> (bit - 1) & 1 == 1;
    assert!(may(3) && may(12), "it can be printed");
    assert!(may(5) && may(10), "it can be read aloud");
    assert!(!may(4) && !may(11), "its pages cannot be changed");
    let filter = dictionary.get(b"CF").unwrap().as_dict().unwrap().get(b"StdCF").unwrap().as_dict().unwrap();
    assert_eq!(filter.get(b"CFM").unwrap(), &Object::from("AESV3"));
}

#[test]
fn the_same_password_gives_the_same_bytes_and_another_one_others() {
    let keys = ["first", "first", "second"].map(|password| {
        let shop = workshop(password);
        shop.run(&GENERATE).done();
        shop.read("key.pdf")
    });
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[0], keys[2]);
    let blocks = |bytes: &[u8]| -> Vec<Vec<u8>> {
        let is_end = |at: &usize| bytes[*at..].starts_with(b"endstream");
        let ends: Vec<usize> = std::iter::once(0).chain((0..bytes.len()).filter(is_end)).collect();
        let longest = ends.windows(2).max_by_key(|pair| pair[1] - pair[0]).unwrap();
        bytes[longest[1] - 641..longest[1] - 1].chunks(16).map(<[u8]>::to_vec).collect()
    };
    let shared = blocks(&keys[0]).into_iter().filter(|block| blocks(&keys[2]).contains(block)).count();
    assert_eq!(shared, 0, "blocks of two passwords are alike");
}

#[test]
fn the_manifest_names_the_locked_file() {
    let shop = workshop("first");
    shop.run(&GENERATE).done();
    let manifest: serde_json::Value = serde_json::from_slice(&shop.read("manifest.json")).unwrap();
    let bytes = shop.read("key.pdf");
    assert_eq!(manifest["key"]["sha256"], exampress::digest::sha256_hex(&bytes));
    assert_eq!(manifest["key"]["bytes"], bytes.len());
    assert_eq!(manifest["key"]["encryption"], "AES-256");
    assert!(manifest["candidate"].get("encryption").is_none());
}

#[test]
fn passwords_are_prepared_as_readers_prepare_them() {
    // A soft hyphen counts for nothing, a wide letter is a letter, and a byte order mark belongs to the file.
    let shop = workshop("\u{feff}pä\u{ad}ss\u{ff37}ort".as_bytes());
    shop.run(&GENERATE).done();
    assert!(opened(&shop.read("key.pdf"), "pässWort").is_ok());
}

#[test]
fn a_password_that_cannot_be_one_is_refused_before_anything_is_written() {
    let help = "help: write a password of letters, digits and signs into the first line, saved as UTF-8";
    let long = "x".repeat(128);
    let refused: [(&[u8], &str); 5] = [
        (b"", "the password is empty"),
        (b"\r\nsecond line", "the password is empty"),
        (b"a\x07b", "the password has a character that passwords cannot have, such as a control character"),
        (b"\xff\xff", "the password is not UTF-8"),
        (long.as_bytes(), "the password takes 128 bytes, and 127 is the most that PDF allows"),
    ];
    for (password, reason) in refused {
        let shop = workshop(password).file("questions/a.toml", GOOD);
        shop.run(&GENERATE).fails(1, &format!("word.txt:1: {reason}\n{help}"));
        assert_eq!(shop.names(), ["questions", "word.txt"]);
    }
    Workshop::new().run(&GENERATE).fails(
        1,
        "word.txt: cannot be read: No such file or directory (os error 2)\n\
         help: write the password into the first line of a file and name it with --key-password-file",
    );
}

#[test]
fn a_locked_key_is_reprinted_with_its_password_and_with_no_other() {
    let shop = workshop("first").file("other.txt", "second");
    shop.run(&[&GENERATE[..], &["--out", "was"]].concat()).done();
    let again = ["reprint", "was/manifest.json", "--out", "again"];
    let with = |file: &str| shop.run(&[&again[..], &["--key-password-file", file]].concat());
    shop.run(&again).fails(
        1,
        "was/manifest.json: the key of this exam is encrypted\n\
         help: name the file with its password with --key-password-file",
    );
    with("other.txt").fails(
        1,
        "was/manifest.json: the key of this exam was encrypted with another password, so nothing is written\n\
         help: name the file with that password with --key-password-file",
    );
    with("word.txt").done();
    assert_eq!(shop.read("was/key.pdf"), shop.read("again/key.pdf"));
    shop.run(&["verify", "was/manifest.json"]).done();
    shop.run(&["generate", "--seed", "open", "--count", "4", "--out", "was", "--force"]).done();
    with("word.txt")
        .fails(1, "was/manifest.json: the key of this exam is not encrypted\nhelp: leave --key-password-file out");
}
