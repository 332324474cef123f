//! What must never be on a candidate sheet, looked for in what its finished file says ([`crate::export::passages`]).
//!
//! Secret are the answers, reasons, rubrics and notes of the questions drawn, their ids, the seed and the bank's digest.
//! Texts are compared by their letters and digits. Each secret text is cut into pieces of `PIECE` bytes, so that a part of
//! it is found too: any stretch of twice that length holds a whole piece. Texts of fewer than `LEAST` bytes, such as `yes`,
//! are on every paper by chance and are not looked for; nor are the letters of right options.
//!
//! What is found and is also in a prompt or an option of the paper, or in the words around them, is there because the
//! user's files say so. That is mostly chance (a line of code in one answer and in another question), and mended by
//! [`crate::lint`] before a draw. It is an error of the user's files only where it cannot be chance: `WHOLE`. All else that is
//! found is a mistake of this program.

mod plain;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use crate::bank::Question;
use crate::export::{Passage, Place};
use crate::paper::Paper;
use plain::{holds, normalise, normalised};
use texts::Kind;

/// Bytes of a piece of a longer text.
const PIECE: usize = 16;
/// Bytes of the shortest text that is looked for.
const LEAST: usize = 8;
/// Bytes of the shortest text that cannot stand in a user's file by chance, if all of it does.
const WHOLE: usize = 40;

/// A secret on a candidate sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leak {
    /// A file of the user's says it.
    Theirs(String),
    /// This program printed it.
    Ours(String),
}

/// Everything that must not be on the candidate sheets of a run, ready to be looked for.
#[derive(Debug)]
pub struct Secrets {
    pieces: Vec<Piece>,
    texts: Vec<Secret>,
    /// The places of pieces in `pieces` by their first bytes.
    by_start: BTreeMap<u64, Vec<u32>>,
    /// A bit for every start, so that most places of a text cost one look.
    starts: Vec<u64>,
    /// The texts of each question that the candidate is to read.
    public: BTreeMap<String, Vec<u8>>,
    /// What messages call the words around the questions, and the words.
    around: Vec<(String, Vec<u8>)>,
}

#[derive(Debug)]
struct Piece {
    bytes: Vec<u8>,
    /// The place in `texts` of what it is a piece of.
    of: usize,
}

#[derive(Debug)]
struct Secret {
    kind: Kind,
    /// The question it belongs to.
    question: Option<String>,
    /// All of it: of an answer all paragraphs and lines.
    whole: Vec<u8>,
}

/// Words around the questions that the user chose, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words<'a> {
    /// What messages call them, such as `the title`.
    pub name: &'a str,
    /// The words.
    pub text: &'a str,
}

/// Bits are looked at before pieces are; with all secrets of a bank of a thousand questions one in twenty is set.
const FILTER_BITS: u32 = 20;

/// The first bytes of a piece as a number, and its place among the bits.
fn start(bytes: &[u8]) -> (u64, usize) {
    let start = u64::from_le_bytes(std::array::from_fn(|at| bytes[at]));
    // Knuth's multiplicative hashing with the odd number nearest to 2^64 by the golden ratio.
    (start, (start.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - FILTER_BITS)) as usize)
}

impl Secrets {
    /// The secrets of these questions, of the seed and of the bank with this digest. The words are all that stand around the
    /// questions on every paper.
    #[must_use]
    pub fn new<'q>(
        questions: impl IntoIterator<Item = &'q Question>,
        seed: &str,
        digest: &str,
        words: &[Words<'_>],
    ) -> Self {
        let mut secrets = Self {
            pieces: Vec::new(),
            texts: Vec::new(),
            by_start: BTreeMap::new(),
            starts: vec![0; 1 << (FILTER_BITS - 6)],
            public: BTreeMap::new(),
            around: words.iter().map(|words| (words.name.to_owned(), normalised(words.text))).collect(),
        };
        secrets.add(Kind::Seed, None, &[seed.to_owned()], &[]);
        secrets.add(Kind::Digest, None, &[digest.to_owned()], &[]);
        for question in questions {
            let mut public = Vec::new();
            for text in texts::public(question) {
                normalise(&text, &mut public);
            }
            let (answers, others) = texts::secret(question);
            for answer in answers {
                secrets.add(Kind::Answer, Some(question), &answer, &public);
            }
            for (kind, text) in others {
                secrets.add(kind, Some(question), &[text], &public);
            }
            secrets.public.insert(question.id.clone(), public);
        }
        secrets
    }

    /// Adds a secret, apart from what its question prints anyway.
    fn add(&mut self, kind: Kind, question: Option<&Question>, texts: &[String], public: &[u8]) {
        let mut whole = Vec::new();
        for text in texts {
            let text = normalised(text);
            for piece in pieces(&text).filter(|piece| !holds(public, piece)) {
                let (start, bit) = start(piece);
                self.starts[bit >> 6] |= 1 << (bit & 63);
                self.by_start.entry(start).or_default().push(self.pieces.len() as u32);
                self.pieces.push(Piece { bytes: piece.to_vec(), of: self.texts.len() });
            }
            whole.extend(text);
        }
        self.texts.push(Secret { kind, question: question.map(|question| question.id.clone()), whole });
    }

    /// Looks for the secrets of some papers in what the file with their candidate sheets says.
    pub fn look(&self, passages: &[Passage], sheets: &Sheets) -> Result<(), Leak> {
        let drawn: BTreeSet<&str> = sheets.drawn.iter().map(String::as_str).collect();
        let mut known: BTreeSet<u32> = BTreeSet::new();
        let mut text = Vec::new();
        for passage in passages {
            text.clear();
            normalise(&passage.text, &mut text);
            for found in self.found(&text) {
                let piece = &self.pieces[found as usize];
                let secret = &self.texts[piece.of];
                let concerns = secret.question.as_deref().is_none_or(|id| drawn.contains(id));
                if concerns && known.insert(found) {
                    self.explain(piece, secret, &drawn, &sheets.own).map_err(|by| leak(secret, piece, passage, by))?;
                }
            }
        }
        Ok(())
    }

    /// The pieces in a text.
    fn found<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = u32> + 't {
        let candidates = text.windows(LEAST).enumerate().filter_map(|(at, window)| {
            let (start, bit) = start(window);
            let is_known = self.starts[bit >> 6] >> (bit & 63) & 1 == 1;
            is_known.then(|| Some((at, self.by_start.get(&start)?))).flatten()
        });
        candidates.flat_map(move |(at, pieces)| {
            pieces.iter().copied().filter(move |piece| text[at..].starts_with(&self.pieces[*piece as usize].bytes))
        })
    }

    /// Finds what is found in the user's own texts; an error names who says too much there, or nobody.
    fn explain<'a>(
        &'a self,
        piece: &Piece,
        secret: &Secret,
        drawn: &BTreeSet<&'a str>,
        own: &'a BTreeSet<(String, Vec<u8>)>,
    ) -> Result<(), Option<Says<'a>>> {
        let whole = &secret.whole;
        let is_key = matches!(secret.kind, Kind::Seed | Kind::Digest);
        let tells_prompts = is_key && whole.len() >= PIECE || secret.kind == Kind::Answer && whole.len() >= WHOLE;
        let tells_words = is_key || secret.kind != Kind::Id && whole.len() >= WHOLE;
        let mut is_explained = false;
        for id in drawn {
            let text = &self.public[*id];
            if (tells_prompts || !is_explained) && holds(text, &piece.bytes) {
                is_explained = true;
                if tells_prompts && secret.question.as_deref() != Some(id) && holds(text, whole) {
                    return Err(Some(Says::Question(id)));
                }
            }
        }
        for (name, text) in self.around.iter().chain(own) {
            if (tells_words || !is_explained) && holds(text, &piece.bytes) {
                is_explained = true;
                if tells_words && holds(text, whole) {
                    return Err(Some(Says::Words(name)));
                }
            }
        }
        if is_explained { Ok(()) } else { Err(None) }
    }
}

/// Who says too much.
enum Says<'a> {
    Question(&'a str),
    Words(&'a str),
}

/// What candidate sheets in one file print.
#[derive(Debug, Clone, Default)]
pub struct Sheets {
    /// The ids of their questions.
    drawn: BTreeSet<String>,
    /// The words around the questions that not all papers have, and what messages call them.
    own: BTreeSet<(String, Vec<u8>)>,
}

impl Sheets {
    /// That of a paper.
    #[must_use]
    pub fn of(paper: &Paper) -> Self {
        let front = &paper.front;
        let logo = front.furniture.logo.as_ref();
        let words = [
            ("the name of the form", Some(&paper.form)),
            ("the code of the form", Some(&front.form_code)),
            ("the picture beside the title", logo.map(|logo| &logo.alt)),
        ];
        let roster = front.candidate.iter().flat_map(BTreeMap::values).map(|text| ("the roster", Some(text)));
        let words = words.into_iter().chain(roster);
        Self {
            drawn: paper.questions.iter().map(|numbered| numbered.question.id.clone()).collect(),
            own: words.filter_map(|(name, text)| Some((name.to_owned(), normalised(text?)))).collect(),
        }
    }

    /// Adds another one's.
    pub fn add(&mut self, other: Self) {
        self.drawn.extend(other.drawn);
        self.own.extend(other.own);
    }
}

/// A text in pieces, the last of which ends where it ends.
fn pieces(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let last = (text.len() >= LEAST).then(|| &text[text.len().saturating_sub(PIECE)..]);
    let whole = if text.len() > PIECE { text } else { &[] };
    whole.chunks_exact(PIECE).chain(last)
}

fn leak(secret: &Secret, piece: &Piece, passage: &Passage, by: Option<Says<'_>>) -> Leak {
    let what = match &secret.question {
        Some(question) => format!("{} of `{question}`", secret.kind.words()),
        None => secret.kind.words().to_owned(),
    };
    match (by, &secret.question) {
        (Some(Says::Question(other)), Some(question)) => Leak::Theirs(format!(
            "`{other}`: its prompt holds {what}, and both are drawn\n\
             help: change one of the two, or write `excludes = [\"{question}\"]` into `{other}`"
        )),
        (Some(Says::Question(other)), None) => Leak::Theirs(format!(
            "`{other}`: its prompt holds {what}, with which the answer key can be made\nhelp: choose another seed"
        )),
        (Some(Says::Words(name)), Some(question)) => Leak::Theirs(format!(
            "{name}: this prints {what} on the candidate sheet\n\
             help: change the words, or leave `{question}` out with `exclude = [\"{question}\"]`"
        )),
        (Some(Says::Words(name)), None) => Leak::Theirs(format!(
            "{name}: this prints {what} on the candidate sheet, with which the answer key can be made\n\
             help: change the words, or choose another seed"
        )),
        (None, _) => {
            let text = String::from_utf8_lossy(&piece.bytes);
            Leak::Ours(format!("the candidate sheet holds {what} in {}: `{text}`", place(&passage.place)))
        }
    }
}

fn place(place: &Place) -> String {
    match place {
        Place::Page => "print".to_owned(),
        Place::Stated => "the text that stands for print".to_owned(),
        Place::Metadata => "its metadata".to_owned(),
        Place::Stream => "an attachment".to_owned(),
        Place::Name => "a name".to_owned(),
        Place::Key(key) => format!("a string of `{key}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stretch_of_two_pieces_holds_one() {
        for length in 0..80 {
            let text: Vec<u8> = (0..length).collect();
            let pieces: Vec<&[u8]> = pieces(&text).collect();
            assert_eq!(pieces.is_empty(), text.len() < LEAST);
            for stretch in text.windows(2 * PIECE - 1) {
                assert!(pieces.iter().any(|piece| holds(stretch, piece)), "{length}");
            }
        }
    }
}
