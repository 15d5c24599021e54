//! What a request says of the form in which it wants a file (RFC 9110, sections 12 to 14).

#[derive(Debug, PartialEq)]
pub enum Range {
    Whole,
    /// From the first byte to the one after the last.
    Part(usize, usize),
    Beyond,
}

/// Reads `Range`: `bytes=0-99`, `bytes=100-`, `bytes=-50`. Of several ranges, or what is no range, the whole is answered.
pub fn read_range(value: &str, length: usize) -> Range {
    let Some((first, last)) = value
        .strip_prefix("bytes=")
        .and_then(|range| range.split_once('-'))
    else {
        return Range::Whole;
    };
    match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), _) if first >= length && (last.is_empty() || last.parse::<usize>().is_ok()) => {
            Range::Beyond
        }
        (Ok(first), Ok(last)) if first <= last => {
            Range::Part(first, length.min(last.saturating_add(1)))
        }
        (Ok(first), Err(_)) if last.is_empty() => Range::Part(first, length),
        (Err(_), Ok(0)) if first.is_empty() => Range::Beyond,
        (Err(_), Ok(count)) if first.is_empty() => {
            Range::Part(length.saturating_sub(count), length)
        }
        _ => Range::Whole,
    }
}

/// Whether `Accept-Encoding` lets in this one; `gzip;q=0` does not.
pub fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|entry| {
        let (name, weight) = entry.split_once(';').unwrap_or((entry, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse);
        name.trim().eq_ignore_ascii_case(encoding) && weight.is_ok_and(|weight: f32| weight > 0.0)
    })
}

/// Whether `If-None-Match` names this form, weakly compared.
pub fn is_known(known: &str, etag: &str) -> bool {
    known.trim() == "*"
        || known
            .split(',')
            .any(|entry| entry.trim().trim_start_matches("W/") == etag)
}

#[cfg(test)]
mod tests {
    use super::{Range, accepts, read_range};

    #[test]
    fn one_range_is_read() {
        assert_eq!(read_range("bytes=2-4", 10), Range::Part(2, 5));
        assert_eq!(read_range("bytes=8-99", 10), Range::Part(8, 10));
        assert_eq!(read_range("bytes=8-", 10), Range::Part(8, 10));
        assert_eq!(read_range("bytes=-3", 10), Range::Part(7, 10));
        assert_eq!(read_range("bytes=-30", 10), Range::Part(0, 10));
        assert_eq!(read_range("bytes=10-", 10), Range::Beyond);
        assert_eq!(read_range("bytes=-0", 10), Range::Beyond);
        for whole in [
            "",
            "bytes=4-2",
            "bytes=0-1,4-5",
            "lines=1-2",
            "bytes=x-y",
            "bytes=-",
        ] {
            assert_eq!(read_range(whole, 10), Range::Whole, "{whole}");
        }
    }

    #[test]
    fn an_encoding_of_weight_nothing_is_refused() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("BR;q=0.5", "br"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("", "br"));
    }
}
