//! The bytes of PDF: operands of content streams, each with the space behind it, and operators (ISO 32000-1, 7.8.2); strings
//! and texts (7.3.4).

/// A stream or file that grows.
#[derive(Default)]
pub(super) struct Content(Vec<u8>);

impl Content {
    /// The stream as it is.
    pub(super) fn bytes(self) -> Vec<u8> {
        self.0
    }

    /// What is written so far.
    pub(super) fn written(&self) -> &[u8] {
        &self.0
    }

    /// The number of bytes so far.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Bytes as they are.
    pub(super) fn data(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend(bytes);
        self
    }

    /// An operator, which ends its line.
    pub(super) fn operator(&mut self, name: &str) {
        self.0.extend(name.as_bytes());
        self.0.push(b'\n');
    }

    /// Operands as they are written.
    pub(super) fn raw(&mut self, text: &str) -> &mut Self {
        self.0.extend(text.as_bytes());
        self
    }

    /// A number to its hundredths: of a point they are finer than any printer.
    pub(super) fn number(&mut self, number: f32) -> &mut Self {
        self.hundredths(hundredths(number))
    }

    /// A number of hundredths.
    pub(super) fn hundredths(&mut self, number: i64) -> &mut Self {
        self.decimal(number, 2)
    }

    /// A number with five places, for what other numbers are multiplied by.
    pub(super) fn factor(&mut self, number: f32) -> &mut Self {
        self.decimal((f64::from(number) * 1.0e5).round() as i64, 5)
    }

    /// A whole number without a space behind it.
    pub(super) fn integer(&mut self, number: i64) -> &mut Self {
        if number < 0 {
            self.0.push(b'-');
        }
        self.digits(number.unsigned_abs());
        self
    }

    fn decimal(&mut self, number: i64, places: u32) -> &mut Self {
        if number < 0 {
            self.0.push(b'-');
        }
        let (magnitude, mut unit) = (number.unsigned_abs(), 10_u64.pow(places));
        let mut rest = magnitude % unit;
        if magnitude >= unit || rest == 0 {
            self.digits(magnitude / unit);
        }
        if rest > 0 {
            self.0.push(b'.');
        }
        while rest > 0 {
            unit /= 10;
            self.0.push(b'0' + (rest / unit) as u8);
            rest %= unit;
        }
        self.0.push(b' ');
        self
    }

    fn digits(&mut self, number: u64) {
        if number >= 10 {
            self.digits(number / 10);
        }
        self.0.push(b'0' + (number % 10) as u8);
    }

    /// Opens a string.
    pub(super) fn open(&mut self) {
        self.0.push(b'(');
    }

    /// Two bytes inside a string.
    pub(super) fn code(&mut self, code: u16) {
        code.to_be_bytes().into_iter().for_each(|byte| self.escaped(byte));
    }

    /// A byte inside a string (7.3.4.2).
    fn escaped(&mut self, byte: u8) {
        match byte {
            b'(' | b')' | b'\\' => self.0.extend([b'\\', byte]),
            b'\r' => self.0.extend(b"\\r"),
            b'\n' => self.0.extend(b"\\n"),
            _ => self.0.push(byte),
        }
    }

    /// A string.
    pub(super) fn string(&mut self, bytes: &[u8]) -> &mut Self {
        self.open();
        for byte in bytes {
            self.escaped(*byte);
        }
        self.close();
        self
    }

    /// Closes a string.
    pub(super) fn close(&mut self) {
        self.0.push(b')');
    }

    /// A text as a hexadecimal string of UTF-16 with its byte order mark.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.raw("<FEFF");
        text.encode_utf16().for_each(|unit| _ = self.hexadecimal(&unit.to_be_bytes()));
        self.raw(">")
    }

    /// Bytes in hexadecimal digits.
    pub(super) fn hexadecimal(&mut self, bytes: &[u8]) -> &mut Self {
        let digit = |number: u8| b"0123456789ABCDEF"[usize::from(number)];
        for byte in bytes {
            self.0.extend([digit(byte >> 4), digit(byte & 15)]);
        }
        self
    }

    /// Puts a finished stream behind this one.
    pub(super) fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// Points in hundredths.
pub(super) fn hundredths(points: f32) -> i64 {
    (points * 100.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Content)) -> String {
        let mut content = Content::default();
        write(&mut content);
        String::from_utf8(content.bytes()).expect("all written here is ASCII")
    }

    #[test]
    fn numbers_are_short() {
        let number = |number: f32| written(|content| _ = content.number(number));
        assert_eq!(
            [0.0, -0.001, 0.5, 12.0, -3.05, 841.89].map(number),
            ["0 ", "0 ", ".5 ", "12 ", "-3.05 ", "841.89 "]
        );
        assert_eq!(written(|content| _ = content.factor(-0.81234)), "-.81234 ");
        assert_eq!(written(|content| _ = content.integer(-120)), "-120");
    }

    #[test]
    fn signs_of_strings_are_escaped_inside_them() {
        let shown = written(|content| {
            content.open();
            for code in [0x0028, 0x5c29, 0x0d0a, 0x4142] {
                content.code(code);
            }
            content.close();
        });
        assert_eq!(shown, "(\0\\(\\\\\\)\\r\\nAB)");
    }
}
