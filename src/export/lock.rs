//! A finished file made unreadable without a password: AES-256 as revision 6 of the standard security handler has it (ISO
//! 32000-2, 7.6). Streams and with them all strings are encrypted, for strings stand in object streams only.
//!
//! lopdf's own encryption takes its salts from chance. Here the salts, the file's key and all initial vectors come from the
//! password and the bytes of the open file, so that the same file and password give the same bytes. They come through the
//! format's slow hash, so that none of them helps to guess the password faster than the format itself allows.

use aes::cipher::block_padding::{NoPadding, Pkcs7};
use aes::cipher::{BlockModeEncrypt, KeyIvInit};
use cbc::Encryptor;
use flate2::Decompress;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::digest::{hex, sha256};

use super::read::{Entry, Value, entries, unfolded};

/// Most bytes of a password.
const LONGEST: usize = 127;

/// What readers may do (ISO 32000-2, table 22): print in full, extract text for assistive devices and otherwise, add
/// remarks. Changing pages is left out; reserved bits are set.
const PERMISSIONS: i32 = !(1 << 3 | 1 << 10 | 0b11);

/// A password as PDF takes it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Vec<u8>);

impl std::fmt::Debug for Password {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Password")
    }
}

impl Password {
    /// Prepares a password as `SASLprep` (RFC 4013) has it, or tells what is wrong with it.
    pub fn new(text: &str) -> Result<Self, String> {
        let prepared = stringprep::saslprep(text)
            .map_err(|_| "the password has a character that passwords cannot have, such as a control character")?;
        match prepared.len() {
            0 => Err("the password is empty".to_owned()),
            1..=LONGEST => Ok(Self(prepared.into_owned().into_bytes())),
            length => Err(format!("the password takes {length} bytes, and {LONGEST} is the most that PDF allows")),
        }
    }
}

/// The file encrypted, or what went wrong, which is never the user's fault.
pub fn locked(file: &[u8], password: &Password) -> Result<Vec<u8>, String> {
    let entries = entries(file)?;
    let lock = Lock::new(file, &password.0);
    let mut out = b"%PDF-2.0\n%\xbb\xad\xc0\xde\n".to_vec();
    let mut places = Vec::new();
    let mut table = None;
    for entry in &entries {
        let stream = entry.stream.ok_or("an object outside the object streams")?;
        if entry.value.has(b"Type", b"XRef") {
            table = Some((entry, stream));
            continue;
        }
        if has_string(&entry.value) {
            return Err("a string outside the object streams".to_owned());
        }
        places.push((entry.number, out.len()));
        write_stream(&mut out, entry, &file[entry.written.clone()], &lock.encrypted(entry.number, stream))?;
    }
    let (table, packed) = table.ok_or("no table of objects")?;
    let number = table.number;
    places.push((number, out.len()));
    out.extend(format!("{number} 0 obj\n").bytes());
    out.extend(lock.dictionary());
    out.extend(b"\nendobj\n");
    let rows = unfolded(&table.value, packed, &mut Decompress::new(true))?;
    write_table(&mut out, table, &rows, &places)?;
    Ok(out)
}

/// Everything that the password opens.
struct Lock {
    /// What all that looks like chance comes from.
    source: [u8; 32],
    key: [u8; 32],
    user: [Vec<u8>; 2],
    owner: [Vec<u8>; 2],
    permissions: Vec<u8>,
}

impl Lock {
    fn new(file: &[u8], password: &[u8]) -> Self {
        let source = slow_hash(password, &sha256(file), &[]);
        let key = derived(&source, b"file key", 0);
        let entries = |name: &[u8], context: &[u8]| {
            let salts = derived(&source, name, 0);
            let (validation, key_salt) = (&salts[..8], &salts[8..16]);
            let mut check = slow_hash(password, validation, context).to_vec();
            check.extend(&salts[..16]);
            [check, aes_256(&slow_hash(password, key_salt, context), &[0; 16], &key)]
        };
        let user = entries(b"user salts", &[]);
        let owner = entries(b"owner salts", &user[0]);
        let mut block = [0xff; 16];
        block[..4].copy_from_slice(&PERMISSIONS.to_le_bytes());
        block[8..12].copy_from_slice(b"Tadb");
        block[12..].copy_from_slice(&derived(&source, b"permissions", 0)[..4]);
        let permissions = aes_256(&key, &[0; 16], &block);
        Self { source, key, user, owner, permissions }
    }

    /// The bytes of a stream with the initial vector before them.
    fn encrypted(&self, number: u32, stream: &[u8]) -> Vec<u8> {
        let vector = derived(&self.source, b"initial vector", number);
        let vector = <&[u8; 16]>::try_from(&vector[..16]).expect("a vector has sixteen bytes");
        let mut bytes = vector.to_vec();
        bytes
            .extend(Encryptor::<aes::Aes256>::new(&self.key.into(), vector.into()).encrypt_padded_vec::<Pkcs7>(stream));
        bytes
    }

    fn dictionary(&self) -> Vec<u8> {
        let ([u, ue], [o, oe], perms) = (&self.user, &self.owner, &self.permissions);
        format!(
            "<</Filter/Standard/V 5/R 6/Length 256/P {PERMISSIONS}/EncryptMetadata true\
             /CF<</StdCF<</Type/CryptFilter/CFM/AESV3/AuthEvent/DocOpen/Length 32>>>>/StmF/StdCF/StrF/StdCF\
             /U<{}>/UE<{}>/O<{}>/OE<{}>/Perms<{}>>>",
            hex(u),
            hex(ue),
            hex(o),
            hex(oe),
            hex(perms)
        )
        .into_bytes()
    }
}

/// Bytes for one use, from the source of all of them.
fn derived(source: &[u8; 32], name: &[u8], number: u32) -> [u8; 32] {
    sha256(&[&source[..], &number.to_be_bytes(), name].concat())
}

/// AES-256 in CBC mode of whole blocks.
fn aes_256(key: &[u8; 32], vector: &[u8; 16], bytes: &[u8]) -> Vec<u8> {
    Encryptor::<aes::Aes256>::new(key.into(), vector.into()).encrypt_padded_vec::<NoPadding>(bytes)
}

/// Algorithm 2.B of ISO 32000-2. The context is the entry `U` where an owner's password is hashed.
fn slow_hash(password: &[u8], salt: &[u8], context: &[u8]) -> [u8; 32] {
    let mut key = sha256(&[password, salt, context].concat()).to_vec();
    for round in 1_u32.. {
        let repeated = [password, &key, context].concat().repeat(64);
        let half = |from: usize| <&[u8; 16]>::try_from(&key[from..from + 16]).expect("a digest has two halves");
        let encryptor = Encryptor::<aes::Aes128>::new(half(0).into(), half(16).into());
        let encrypted = encryptor.encrypt_padded_vec::<NoPadding>(&repeated);
        // 256 leaves 1 when divided by 3, so the remainder of a number is that of the sum of its bytes.
        key = match encrypted[..16].iter().map(|byte| u32::from(*byte)).sum::<u32>() % 3 {
            0 => Sha256::digest(&encrypted).to_vec(),
            1 => Sha384::digest(&encrypted).to_vec(),
            _ => Sha512::digest(&encrypted).to_vec(),
        };
        let last = encrypted.last().copied().unwrap_or_default();
        if round >= 64 && u32::from(last) <= round - 32 {
            break;
        }
    }
    std::array::from_fn(|at| key[at])
}

fn has_string(value: &Value<'_>) -> bool {
    match value {
        Value::String(_) => true,
        Value::Array(values) => values.iter().any(has_string),
        Value::Dict(entries) => entries.iter().any(|(_, value)| has_string(value)),
        Value::Word(_) | Value::Name(_) | Value::Reference(_) => false,
    }
}

/// Writes a stream object as it was written, with other bytes.
fn write_stream(out: &mut Vec<u8>, entry: &Entry<'_>, written: &[u8], stream: &[u8]) -> Result<(), String> {
    let length = entry.value.get(b"Length").and_then(Value::number).ok_or("a stream without its length")?;
    let old = format!("/Length {length}");
    let mut found = written.windows(old.len()).enumerate().filter(|(_, window)| *window == old.as_bytes());
    let Some((at, _)) = found.next() else { return Err("a stream without its length".to_owned()) };
    let after = &written[at + old.len()..];
    if found.next().is_some() || after.first().is_some_and(u8::is_ascii_digit) {
        return Err("a stream with two lengths".to_owned());
    }
    out.extend(format!("{} 0 obj\n", entry.number).bytes());
    out.extend(written[..at].trim_ascii_start());
    out.extend(format!("/Length {}", stream.len()).bytes());
    out.extend(after);
    out.extend(b"stream\n");
    out.extend(stream);
    out.extend(b"\nendstream\nendobj\n");
    Ok(())
}

/// Writes the table of where objects stand: what was in object streams is where it was, all else at its new place. The
/// dictionary of encryption takes the number that the table had.
fn write_table(out: &mut Vec<u8>, table: &Entry<'_>, packed: &[u8], places: &[(u32, usize)]) -> Result<(), String> {
    let number = table.number + 1;
    let start = out.len();
    let mut rows = vec![Vec::new(); number as usize + 1];
    for (at, row) in numbered(table, packed)? {
        if row[0] == 2 {
            *rows.get_mut(at).ok_or("a table of objects that is too long")? = row.to_vec();
        }
    }
    for (at, place) in places.iter().copied().chain([(number, start)]) {
        let place = u32::try_from(place).map_err(|_| "the file is too large")?;
        rows[at as usize] = [&[1], &place.to_be_bytes()[..], &[0, 0]].concat();
    }
    let free = |row: Vec<u8>| if row.is_empty() { vec![0, 0, 0, 0, 0, 0xff, 0xff] } else { row };
    let rows: Vec<u8> = rows.into_iter().flat_map(free).collect();
    let reference = |key: &[u8]| match table.value.get(key) {
        Some(Value::Reference(number)) => Ok(format!("{number} 0 R")),
        _ => Err("a table of objects without its root".to_owned()),
    };
    let Some(Value::Array(ids)) = table.value.get(b"ID") else { return Err("a file without an identifier".to_owned()) };
    let mut identifier = String::new();
    for id in ids {
        let Value::String(id) = id else { return Err("a file without an identifier".to_owned()) };
        identifier = identifier + "<" + &hex(id) + ">";
    }
    let (root, info, encrypt, size, length) =
        (reference(b"Root")?, reference(b"Info")?, table.number, number + 1, rows.len());
    out.extend(
        format!(
            "{number} 0 obj\n<</Type/XRef/Size {size}/W[1 4 2]/Root {root}/Info {info}/Encrypt {encrypt} 0 R/ID[{identifier}]\
             /Length {length}>>stream\n"
        )
        .bytes(),
    );
    out.extend(rows);
    out.extend(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF").bytes());
    Ok(())
}

/// The rows of a table, each with the number of its object.
fn numbered<'a>(table: &Entry<'_>, packed: &'a [u8]) -> Result<impl Iterator<Item = (usize, &'a [u8])>, String> {
    let numbers = |key: &[u8]| match table.value.get(key) {
        Some(Value::Array(values)) => values.iter().map(Value::number).collect::<Option<Vec<usize>>>(),
        _ => None,
    };
    if numbers(b"W") != Some(vec![1, 4, 2]) || table.value.get(b"Index").is_some() {
        return Err("a table of objects of another kind".to_owned());
    }
    Ok(packed.chunks_exact(7).enumerate())
}
