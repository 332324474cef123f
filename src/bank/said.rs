//! What a question's file says of it, once it is read: a digest of each key, and the question as TOML again.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::digest::sha256_hex;
use crate::wording::letter;

use super::question::Question;

/// Keys of a question whose values are told apart as they are, without a digest.
const PLAIN: [&str; 10] = ["id", "level", "topic", "concept", "tags", "excludes", "set", "kind", "marks", "minutes"];

/// Digits of a digest that only has to tell whether a text is the same.
const DIGITS: usize = 16;

/// A question as TOML: first what it is, then all else in alphabetic order.
#[derive(Deserialize, Serialize)]
struct Entry {
    id: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    concept: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    marks: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt: Option<Value>,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

/// A file of questions.
#[derive(Serialize)]
struct File {
    question: Vec<Entry>,
}

impl Question {
    /// For each key of its texts, such as `prompt`, or `(a) prompt` of a part, the first digits of the SHA-256 of its value.
    #[must_use]
    pub fn digests(&self) -> BTreeMap<String, String> {
        let mut digests = BTreeMap::new();
        let mut said = self.said();
        said.sort_all_objects();
        collect(&said, "", &mut digests);
        digests.retain(|key, _| !PLAIN.contains(&key.as_str()));
        digests
    }

    fn said(&self) -> Value {
        serde_json::from_str(&self.said).expect("what was written as JSON can be read")
    }
}

fn collect(said: &Value, lead: &str, digests: &mut BTreeMap<String, String>) {
    for (key, value) in said.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
        if let Some(parts) = value.as_array().filter(|_| key == "parts") {
            for (at, part) in parts.iter().enumerate() {
                collect(part, &format!("({}) ", letter(at)), digests);
            }
        } else {
            let mut digest = sha256_hex(value.to_string().as_bytes());
            digest.truncate(DIGITS);
            digests.insert(format!("{lead}{key}"), digest);
        }
    }
}

/// A file that says of these questions what their files say, or why it cannot be written.
pub fn as_toml<'q>(questions: impl IntoIterator<Item = &'q Question>) -> Result<String, String> {
    let entry = |question: &Question| serde_json::from_value(without_nulls(question.said()));
    let question: Result<Vec<Entry>, _> = questions.into_iter().map(entry).collect();
    let file = File { question: question.map_err(|error| error.to_string())? };
    toml::to_string_pretty(&file).map_err(|error| error.to_string())
}

/// TOML has no word for what is not there.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            let entries = entries.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(entries.map(|(key, value)| (key, without_nulls(value))).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::bank::{Kept, Origin, load};
    use crate::source::Sources;

    use super::*;

    fn kept(text: String) -> BTreeMap<String, Question> {
        let kept = Kept { files: BTreeMap::from([("a.toml".to_owned(), text)]), ..Kept::default() };
        load(&Origin::Kept(Arc::new(kept)), &mut Sources::default()).expect("a good bank").questions
    }

    #[test]
    fn a_question_says_the_same_after_it_was_written_as_toml() {
        let bank = load(&Origin::BuiltIn, &mut Sources::default()).expect("a good bank");
        let again = kept(as_toml(bank.questions.values()).expect("questions can be written"));
        for question in bank.questions.values() {
            assert_eq!(again[&question.id].said, question.said);
        }
    }

    #[test]
    fn odd_texts_and_numbers_come_through() {
        let odd = r#"[[question]]
id = "one"
level = "mid"
topic = "t"
kind = "numeric"
marks = 1
minutes = 1
prompt = "Why\r\n\n'''quoted''' and \"\"\" too?\n\n"
value = 14.0
tolerance = 1e-7
answer = "\ttab \u00ad"
"#;
        let question = &kept(odd.to_owned())["one"];
        let again = kept(as_toml([question]).expect("questions can be written"));
        assert_eq!(again["one"].said, question.said);
        assert!(question.said.contains("14.0"), "{}", question.said);
    }

    #[test]
    fn each_key_of_each_part_has_a_digest_of_its_own() {
        let text = r#"[[question]]
id = "one"
level = "mid"
topic = "t"
kind = "open"
marks = 2
minutes = 1
prompt = "Why?"
[[question.parts]]
marks = 2
prompt = "How?"
answer = "So."
"#;
        let before = kept(text.to_owned())["one"].digests();
        let keys: Vec<&str> = before.keys().map(String::as_str).collect();
        assert_eq!(keys, ["(a) answer", "(a) marks", "(a) prompt", "prompt"]);
        let after = kept(text.replace("So.", "Thus."))["one"].digests();
        let changed: Vec<&String> = before.keys().filter(|key| before[*key] != after[*key]).collect();
        assert_eq!(changed, ["(a) answer"]);
    }
}
