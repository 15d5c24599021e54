//! Finds where a text stops being JSON, in the words of Python 3.11's `json` module.
//!
//! Only for texts that serde_json has refused: it says something else, and counts otherwise.
//! Follows `Modules/_json.c`.

/// A position, counted in characters, and what Python says of it.
type SyntaxError = (usize, &'static str);

type Scanned = Result<usize, SyntaxError>;

/// Returns `None` for a text that Python would have taken.
pub fn find_error(text: &str) -> Option<SyntaxError> {
    let scanner = Scanner {
        text: text.chars().collect(),
    };
    scanner.scan_document().err()
}

/// Each method takes the position where something starts and returns where it ends.
struct Scanner {
    text: Vec<char>,
}

impl Scanner {
    fn scan_document(&self) -> Scanned {
        let end = self.scan_value(self.skip_space(0))?;
        let end = self.skip_space(end);
        match self.at(end) {
            Some(_) => Err((end, "Extra data")),
            None => Ok(end),
        }
    }

    fn scan_value(&self, start: usize) -> Scanned {
        match self.at(start) {
            Some('"') => self.scan_string(start),
            Some('{') => self.scan_object(start),
            Some('[') => self.scan_array(start),
            _ => self
                .scan_word(start)
                .or_else(|| self.scan_number(start))
                .ok_or((start, "Expecting value")),
        }
    }

    fn scan_object(&self, start: usize) -> Scanned {
        let mut position = self.skip_space(start + 1);
        if self.at(position) == Some('}') {
            return Ok(position + 1);
        }
        loop {
            if self.at(position) != Some('"') {
                return Err((
                    position,
                    "Expecting property name enclosed in double quotes",
                ));
            }
            position = self.skip_space(self.scan_string(position)?);
            if self.at(position) != Some(':') {
                return Err((position, "Expecting ':' delimiter"));
            }
            position = self.scan_value(self.skip_space(position + 1))?;
            position = self.skip_space(position);
            match self.at(position) {
                Some('}') => return Ok(position + 1),
                Some(',') => position = self.skip_space(position + 1),
                _ => return Err((position, "Expecting ',' delimiter")),
            }
        }
    }

    fn scan_array(&self, start: usize) -> Scanned {
        let mut position = self.skip_space(start + 1);
        if self.at(position) == Some(']') {
            return Ok(position + 1);
        }
        loop {
            position = self.skip_space(self.scan_value(position)?);
            match self.at(position) {
                Some(']') => return Ok(position + 1),
                Some(',') => position = self.skip_space(position + 1),
                _ => return Err((position, "Expecting ',' delimiter")),
            }
        }
    }

    fn scan_string(&self, start: usize) -> Scanned {
        let unterminated = (start, "Unterminated string starting at");
        let mut position = start + 1;
        loop {
            position = match self.at(position).ok_or(unterminated)? {
                '"' => return Ok(position + 1),
                '\\' => match self.at(position + 1).ok_or(unterminated)? {
                    'u' => self.scan_unicode_escape(position)?,
                    '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => position + 2,
                    _ => return Err((position, "Invalid \\escape")),
                },
                '\0'..='\x1f' => return Err((position, "Invalid control character at")),
                _ => position + 1,
            };
        }
    }

    fn scan_unicode_escape(&self, backslash: usize) -> Scanned {
        let end = backslash + 6;
        // Python wants a closing quote after the digits before it looks at them.
        let is_escape = end < self.text.len()
            && self.text[backslash + 2..end]
                .iter()
                .all(char::is_ascii_hexdigit);
        if is_escape {
            Ok(end)
        } else {
            Err((backslash + 1, "Invalid \\uXXXX escape"))
        }
    }

    /// The last three are not JSON, but Python takes them.
    fn scan_word(&self, start: usize) -> Option<usize> {
        ["null", "true", "false", "NaN", "Infinity", "-Infinity"]
            .into_iter()
            .find(|word| {
                let found = self.text[start.min(self.text.len())..].iter();
                found.copied().take(word.len()).eq(word.chars())
            })
            .map(|word| start + word.len())
    }

    /// Takes as much as is a number: of `01` only the zero, of `1.` only the one.
    fn scan_number(&self, start: usize) -> Option<usize> {
        let integer = if self.at(start) == Some('-') {
            start + 1
        } else {
            start
        };
        let mut end = match self.at(integer)? {
            '0' => integer + 1,
            '1'..='9' => self.skip_digits(integer),
            _ => return None,
        };
        if self.at(end) == Some('.') && self.skip_digits(end + 1) > end + 1 {
            end = self.skip_digits(end + 1);
        }
        if matches!(self.at(end), Some('e' | 'E')) {
            let sign = usize::from(matches!(self.at(end + 1), Some('+' | '-')));
            let exponent = end + 1 + sign;
            if self.skip_digits(exponent) > exponent {
                end = self.skip_digits(exponent);
            }
        }
        Some(end)
    }

    fn skip_digits(&self, start: usize) -> usize {
        self.skip_while(start, |character| character.is_ascii_digit())
    }

    fn skip_space(&self, start: usize) -> usize {
        self.skip_while(start, |character| {
            matches!(character, ' ' | '\t' | '\n' | '\r')
        })
    }

    fn skip_while(&self, start: usize, accept: impl Fn(char) -> bool) -> usize {
        let mut end = start;
        while self.at(end).is_some_and(&accept) {
            end += 1;
        }
        end
    }

    fn at(&self, position: usize) -> Option<char> {
        self.text.get(position).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::find_error;

    fn check_error(text: &str, position: usize, reason: &str) {
        assert_eq!(find_error(text), Some((position, reason)), "{text}");
    }

    #[test]
    fn the_place_and_the_words_are_those_of_python() {
        check_error("  ", 2, "Expecting value");
        check_error("{} x", 3, "Extra data");
        check_error(
            "{'a': 1}",
            1,
            "Expecting property name enclosed in double quotes",
        );
        check_error(
            r#"{"a": 1,}"#,
            8,
            "Expecting property name enclosed in double quotes",
        );
        check_error(r#"{"a" 1}"#, 5, "Expecting ':' delimiter");
        check_error(r#"{"a": 1"#, 7, "Expecting ',' delimiter");
        check_error("[1,]", 3, "Expecting value");
        check_error("[01]", 2, "Expecting ',' delimiter");
        check_error(r#"{"a": "b"#, 6, "Unterminated string starting at");
        check_error("\"a\nb\"", 2, "Invalid control character at");
        check_error(r#""\x""#, 1, "Invalid \\escape");
        check_error(r#""\u12g4""#, 2, "Invalid \\uXXXX escape");
    }

    #[test]
    fn a_position_counts_characters() {
        check_error(r#"{"ü🌉": }"#, 7, "Expecting value");
    }

    #[test]
    fn what_python_takes_is_no_error() {
        assert_eq!(find_error(r#"[NaN, -Infinity, 1e5, "\ud83c"]"#), None);
    }
}
