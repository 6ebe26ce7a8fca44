//! From bytes to text.

use super::super::source_location::SourceLocation;
use super::document::LARGEST;
use super::error::ReadError;

/// The text of a file; a UTF-8 byte-order mark is left out.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, ReadError> {
    if bytes.len() > LARGEST {
        let message = format!("the file is larger than {LARGEST} bytes, the most that is read of a template");
        return Err(
            ReadError::new(message, SourceLocation::Unknown).help("CloudFormation takes templates of up to 1,000,000 bytes")
        );
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(ReadError::new("the file is UTF-16", SourceLocation::Unknown).help("save it as UTF-8"));
    }
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|error| not_text(bytes, error.valid_up_to(), "is not UTF-8"))?;
    if let Some(index) = text.find('\0') {
        return Err(not_text(bytes, index, "is NUL"));
    }
    if text.trim().is_empty() {
        return Err(ReadError::new("the file is empty", SourceLocation::Unknown));
    }
    Ok(text)
}

fn not_text(bytes: &[u8], index: usize, what: &str) -> ReadError {
    let before = String::from_utf8_lossy(&bytes[..index]);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let message = format!("this is not text: the byte {:#04x} {what}", bytes[index]);
    ReadError::new(message, location(line, column)).help("a template is UTF-8 text")
}

/// A place in the file. Files are small enough for its numbers.
pub(super) fn location(line: usize, column: usize) -> SourceLocation {
    let number = |value| u32::try_from(value).unwrap_or(u32::MAX);
    SourceLocation::File { line: number(line), column: number(column) }
}
