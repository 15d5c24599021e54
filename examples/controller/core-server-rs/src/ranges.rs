//! A part of a content, as `Range` asks for it (RFC 9110, section 14).

use std::ops::Range;

/// What a client asks for of a content.
#[derive(Debug, PartialEq)]
pub enum Asked {
    /// All of it, also where what is asked for is not one range of bytes.
    All,
    Part(Range<usize>),
    /// No byte of it.
    Nothing,
}

pub fn read_range(header: Option<&str>, size: usize) -> Asked {
    match header.and_then(parse) {
        Some((Some(first), Some(last))) if last < first => Asked::All,
        Some((Some(first), last)) => {
            let end = last.map_or(size, |last| size.min(last.saturating_add(1)));
            part(first..end)
        }
        Some((None, Some(count))) => part(size.saturating_sub(count)..size),
        Some((None, None)) | None => Asked::All,
    }
}

fn part(range: Range<usize>) -> Asked {
    if range.is_empty() {
        Asked::Nothing
    } else {
        Asked::Part(range)
    }
}

/// `bytes=5-9`, `bytes=5-` and `bytes=-5`
fn parse(header: &str) -> Option<(Option<usize>, Option<usize>)> {
    let (first, last) = header.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| match text {
        "" => Some(None),
        digits if digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            digits.parse().ok().map(Some)
        }
        _ => None,
    };
    Some((number(first)?, number(last)?))
}

#[cfg(test)]
mod tests {
    use super::{Asked, read_range};

    #[test]
    fn one_range_of_bytes_is_read() {
        let read = |header| read_range(Some(header), 10);
        assert_eq!(read("bytes=2-4"), Asked::Part(2..5));
        assert_eq!(read("bytes=2-99"), Asked::Part(2..10));
        assert_eq!(read("bytes=8-99"), Asked::Part(8..10));
        assert_eq!(read("bytes=8-"), Asked::Part(8..10));
        assert_eq!(read("bytes=9-"), Asked::Part(9..10));
        assert_eq!(read("bytes=-3"), Asked::Part(7..10));
        assert_eq!(read("bytes=-99"), Asked::Part(0..10));
        assert_eq!(read("bytes=-30"), Asked::Part(0..10));
        assert_eq!(read("bytes=10-"), Asked::Nothing);
        assert_eq!(read("bytes=-0"), Asked::Nothing);
        for all in [
            "",
            "bytes=-",
            "bytes=4-2",
            "bytes=x-y",
            "bytes=0-1,4-5",
            "bytes=0-1,3-4",
            "lines=1-2",
            "bytes=a-",
        ] {
            assert_eq!(read(all), Asked::All, "{all}");
        }
        assert_eq!(read_range(Some("bytes=-3"), 0), Asked::Nothing);
    }
}
