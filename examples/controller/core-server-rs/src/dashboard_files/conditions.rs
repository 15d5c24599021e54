//! What a request says of the form in which it wants a file (RFC 9110, sections 12 and 13).

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
    use super::accepts;

    #[test]
    fn an_encoding_of_weight_nothing_is_refused() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("BR;q=0.5", "br"));
        assert!(!accepts("br;q=0, gzip", "br"));
        assert!(!accepts("", "br"));
    }
}
