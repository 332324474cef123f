//! Text as it is compared: letters and digits only, small, ligatures taken apart. What stands between words, and how
//! emphasis and quotes are written, plays no part.

/// Appends the letters and digits of a text.
pub(super) fn normalise(text: &str, to: &mut Vec<u8>) {
    for character in text.chars() {
        match character {
            '0'..='9' | 'a'..='z' => to.push(character as u8),
            'A'..='Z' => to.push(character.to_ascii_lowercase() as u8),
            '\0'..='\x7f' => {}
            '\u{fb00}'..='\u{fb06}' => to.extend(LIGATURES[character as usize - 0xfb00].bytes()),
            other if other.is_alphanumeric() => {
                for small in other.to_lowercase() {
                    to.extend(small.encode_utf8(&mut [0; 4]).bytes());
                }
            }
            _ => {}
        }
    }
}

/// The letters and digits of a text.
pub(super) fn normalised(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    normalise(text, &mut bytes);
    bytes
}

/// What the characters from U+FB00 on stand for.
const LIGATURES: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

/// Whether some text stands in another.
pub(super) fn holds(text: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(text, wanted).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_and_digits_count() {
        assert_eq!(normalised("The *of\u{fb01}ce*,\u{a0}“un-\nsaid” 7"), b"theofficeunsaid7");
        assert_eq!(normalised("Ä σ ½"), "äσ½".as_bytes());
    }
}
