//! Digests as they are written in names and manifests.

/// Bytes as lower-case hexadecimal digits, two for each.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Half of a digest of 256 bits: enough to tell files apart, short enough for a name.
#[must_use]
pub fn short_hex(digest: &[u8]) -> String {
    hex(&digest[..digest.len().min(16)])
}
