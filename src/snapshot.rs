//! A snapshot: what an exam was printed from, in one file, so that it can be printed again when the bank and the templates
//! have changed or are gone.
//!
//! It is a tar archive without compression, which any system can open, of the files as a project has them: `questions/`
//! with the drawn questions only, `templates/`, `fonts/`, `pictures/`, and `snapshot.toml`, which says what belongs to what.
//! The same exam gives the same bytes. It holds the answers.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use serde::{Deserialize, Serialize};

use crate::bank::Kept;

const INDEX: &str = "snapshot.toml";

const LEAD: &str = "\
# What the exam of the manifest beside this file was printed from; `exampress reprint` needs no more.
# It holds the answers: keep it with the answer key.

";

/// What an exam was printed from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The seal of the manifest it belongs to.
    pub seal: String,
    /// The drawn questions.
    pub bank: Kept,
    /// Templates, words, themes and fonts by names such as `templates/candidate.hbs`.
    pub looks: BTreeMap<String, Vec<u8>>,
    /// The picture file beside the title.
    pub logo: Option<Vec<u8>>,
}

/// What belongs to what.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Index {
    manifest: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    picture: Vec<PictureEntry>,
}

/// A picture of a question.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PictureEntry {
    /// The file of questions that shows it.
    questions: String,
    /// Its path there.
    path: String,
    /// Where it is in the snapshot.
    file: String,
}

impl Snapshot {
    /// The snapshot as a file, or why it cannot be one.
    pub fn pack(&self) -> Result<Vec<u8>, String> {
        let mut index = Index { manifest: self.seal.clone(), logo: None, picture: Vec::new() };
        let mut pictures: Vec<(String, &[u8])> = Vec::new();
        if let Some(logo) = &self.logo {
            index.logo = Some("pictures/logo".to_owned());
            pictures.push(("pictures/logo".to_owned(), logo));
        }
        for (at, ((questions, path), bytes)) in self.bank.pictures.iter().enumerate() {
            let file = format!("pictures/{}-{}", at + 1, plain(path));
            pictures.push((file.clone(), bytes));
            index.picture.push(PictureEntry { questions: questions.clone(), path: path.clone(), file });
        }
        let index = LEAD.to_owned() + &toml::to_string_pretty(&index).map_err(|error| error.to_string())?;
        let mut archive = tar::Builder::new(Vec::new());
        add(&mut archive, INDEX, index.as_bytes())?;
        for (path, text) in &self.bank.files {
            add(&mut archive, &format!("questions/{path}"), text.as_bytes())?;
        }
        let looks = self.looks.iter().map(|(name, bytes)| (name, bytes.as_slice()));
        for (name, bytes) in looks.chain(pictures.iter().map(|(name, bytes)| (name, *bytes))) {
            add(&mut archive, name, bytes)?;
        }
        archive.into_inner().map_err(|error| error.to_string())
    }

    /// Reads what [`Snapshot::pack`] wrote, or tells why that cannot be done.
    pub fn unpack(bytes: &[u8]) -> Result<Self, String> {
        let mut files = entries(bytes).map_err(|error| format!("this is not a snapshot: {error}"))?;
        let index = files.remove(INDEX).ok_or_else(|| format!("this is not a snapshot: `{INDEX}` is not in it"))?;
        let index: Index = toml::from_str(&text(INDEX, index)?)
            .map_err(|error| format!("`{INDEX}` cannot be understood: {}", error.message()))?;
        let mut taken = |name: &str| files.remove(name).ok_or_else(|| format!("`{name}` is not in it"));
        let mut snapshot = Self { seal: index.manifest, ..Self::default() };
        snapshot.logo = index.logo.map(|name| taken(&name)).transpose()?;
        for picture in index.picture {
            snapshot.bank.pictures.insert((picture.questions, picture.path), taken(&picture.file)?);
        }
        for (name, bytes) in files {
            match name.split_once('/') {
                Some(("questions", path)) => {
                    snapshot.bank.files.insert(path.to_owned(), text(&name, bytes)?);
                }
                Some(("templates" | "fonts", _)) => {
                    snapshot.looks.insert(name, bytes);
                }
                _ => return Err(format!("`{name}` does not belong into it")),
            }
        }
        Ok(snapshot)
    }
}

fn text(name: &str, bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| format!("`{name}` in it is not UTF-8"))
}

/// The last part of a path as a name that any system can have.
fn plain(path: &str) -> String {
    let last = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let tail = last.chars().skip(last.chars().count().saturating_sub(40));
    tail.map(|letter| if letter.is_ascii_alphanumeric() || ".-_".contains(letter) { letter } else { '_' }).collect()
}

fn add(archive: &mut tar::Builder<Vec<u8>>, name: &str, bytes: &[u8]) -> Result<(), String> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    archive.append_data(&mut header, name, bytes).map_err(|error| format!("`{name}` cannot be put into it: {error}"))
}

/// The files of an archive by their names.
fn entries(bytes: &[u8]) -> std::io::Result<BTreeMap<String, Vec<u8>>> {
    let odd = |name: &str, what: &str| std::io::Error::other(format!("`{name}` {what}"));
    let mut files = BTreeMap::new();
    for entry in tar::Archive::new(Cursor::new(bytes)).entries()? {
        let mut entry = entry?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        if !entry.header().entry_type().is_file() {
            return Err(odd(&name, "in it is not a plain file"));
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        if files.insert(name.clone(), content).is_some() {
            return Err(odd(&name, "is in it twice"));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot() -> Snapshot {
        let long = format!("{}/b.toml", "folder/".repeat(60));
        Snapshot {
            seal: "00ff".to_owned(),
            bank: Kept {
                files: BTreeMap::from([("bank.toml".to_owned(), "title = \"t\"".to_owned()), (long, String::new())]),
                pictures: BTreeMap::from([
                    (("a.toml".to_owned(), "../../tree.png".to_owned()), b"tree".to_vec()),
                    (("b.toml".to_owned(), "/x/süß.png".to_owned()), b"sweet".to_vec()),
                ]),
            },
            looks: BTreeMap::from([
                ("fonts/X.ttf".to_owned(), vec![0; 1000]),
                ("templates/words/en.toml".to_owned(), b"".to_vec()),
            ]),
            logo: Some(b"logo".to_vec()),
        }
    }

    #[test]
    fn what_is_packed_comes_out_again_and_always_gives_the_same_bytes() {
        let packed = snapshot().pack().unwrap();
        assert_eq!(packed, snapshot().pack().unwrap());
        assert_eq!(Snapshot::unpack(&packed).unwrap(), snapshot());
        assert_eq!(Snapshot::unpack(&Snapshot::default().pack().unwrap()).unwrap(), Snapshot::default());
    }

    #[test]
    fn no_cut_or_damaged_snapshot_is_taken_for_another_or_stops_the_program() {
        let whole = snapshot();
        let packed = whole.pack().unwrap();
        for length in (0..packed.len() - 1024).step_by(97) {
            assert!(Snapshot::unpack(&packed[..length]).is_err(), "{length}");
        }
        for at in (0..packed.len()).step_by(7) {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x15;
            let _ = Snapshot::unpack(&damaged);
        }
    }

    #[test]
    fn what_is_no_snapshot_is_told() {
        let archive = |files: &[(&str, &[u8])]| {
            let mut archive = tar::Builder::new(Vec::new());
            for (name, bytes) in files {
                add(&mut archive, name, bytes).unwrap();
            }
            archive.into_inner().unwrap()
        };
        let problem = |bytes: &[u8]| Snapshot::unpack(bytes).unwrap_err();
        let index: (&str, &[u8]) = (INDEX, b"manifest = \"0\"");
        assert_eq!(problem(&archive(&[])), "this is not a snapshot: `snapshot.toml` is not in it");
        assert_eq!(problem(&archive(&[index, index])), "this is not a snapshot: `snapshot.toml` is in it twice");
        assert_eq!(problem(&archive(&[index, ("exam.toml", b"")])), "`exam.toml` does not belong into it");
        assert_eq!(problem(&archive(&[index, ("questions/a.toml", b"\xff")])), "`questions/a.toml` in it is not UTF-8");
        assert_eq!(problem(&archive(&[(INDEX, b"manifest = \"0\"\nlogo = \"x\"")])), "`x` is not in it");
        let said = problem(&archive(&[(INDEX, b"logo = \"x\"")]));
        assert_eq!(said, "`snapshot.toml` cannot be understood: missing field `manifest`");
    }
}
