//! An archive of texts by name: a sorted index, and chunks that are inflated one at a time. The list of IAM's actions is one.
//!
//! Every number is a little-endian `u32`. The file is, in this order:
//!
//! | part    | content |
//! |---------|---------|
//! | magic   | the 8 bytes `FWSCHEM1` |
//! | counts  | length of the source note, number of chunks, number of types, length of the names |
//! | source  | where the schemas come from: UTF-8 text |
//! | chunks  | for each chunk: offset in the deflated data, deflated length, inflated length |
//! | types   | for each type, by name: offset in the names, name's length, chunk, offset in the inflated chunk, length |
//! | names   | the type names, one after another: ASCII |
//! | data    | the deflated chunks, one after another |
//!
//! A look-up is a binary search over the bytes as they lie in the executable, so that starting up costs nothing. A chunk
//! holds types of one service, up to [`CHUNK_SIZE`], since the types of a template mostly come from a few services.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// A chunk takes no further type once it would hold more bytes than this, inflated.
pub const CHUNK_SIZE: usize = 64 * 1024;

const MAGIC: &[u8; 8] = b"FWSCHEM1";
const NUMBER: usize = 4;
const HEADER: usize = MAGIC.len() + 4 * NUMBER;
const CHUNK_ENTRY: usize = 3 * NUMBER;
const TYPE_ENTRY: usize = 5 * NUMBER;
/// The strongest level of deflate: the archive is written once and read always.
const LEVEL: u8 = 10;

/// Where a type's schema lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// The number of the chunk.
    pub chunk: usize,
    /// The first byte of the schema's JSON in the inflated chunk.
    pub offset: usize,
    /// The number of bytes of the schema's JSON.
    pub length: usize,
}

/// An archive, read in place.
#[derive(Clone, Copy, Debug)]
pub struct Archive<'a> {
    source: &'a str,
    chunks: &'a [u8],
    types: &'a [u8],
    names: &'a [u8],
    data: &'a [u8],
}

impl<'a> Archive<'a> {
    /// Divides the bytes into their parts; `None` when they are not an archive.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let counts = bytes.strip_prefix(MAGIC)?;
        let source = number(counts, 0)?;
        let chunks = number(counts, 1)?.checked_mul(CHUNK_ENTRY)?;
        let types = number(counts, 2)?.checked_mul(TYPE_ENTRY)?;
        let names = number(counts, 3)?;
        let rest = bytes.get(HEADER..)?;
        let (source, rest) = rest.split_at_checked(source)?;
        let (chunks, rest) = rest.split_at_checked(chunks)?;
        let (types, rest) = rest.split_at_checked(types)?;
        let (names, data) = rest.split_at_checked(names)?;
        let source = std::str::from_utf8(source).ok()?;
        Some(Self { source, chunks, types, names, data })
    }

    /// Where the schemas come from: packages, versions, licences, date.
    #[must_use]
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// The number of types.
    #[must_use]
    pub fn len(&self) -> usize {
        self.types.len() / TYPE_ENTRY
    }

    /// Whether the archive holds no type.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// The name of the type at a place in the index.
    #[must_use]
    pub fn name(&self, index: usize) -> Option<&'a str> {
        let entry = entry(self.types, index, TYPE_ENTRY)?;
        let name = slice(self.names, number(entry, 0)?, number(entry, 1)?)?;
        std::str::from_utf8(name).ok()
    }

    /// Where the schema of a type lies, by binary search.
    #[must_use]
    pub fn locate(&self, type_name: &str) -> Option<Location> {
        let index = self.position(type_name)?;
        let entry = entry(self.types, index, TYPE_ENTRY)?;
        Some(Location { chunk: number(entry, 2)?, offset: number(entry, 3)?, length: number(entry, 4)? })
    }

    /// The canonical spelling of a type's name as it lies in the index.
    #[must_use]
    pub fn spelling(&self, type_name: &str) -> Option<&'a str> {
        self.name(self.position(type_name)?)
    }

    /// Inflates a chunk.
    #[must_use]
    pub fn inflate(&self, chunk: usize) -> Option<Vec<u8>> {
        let entry = entry(self.chunks, chunk, CHUNK_ENTRY)?;
        let deflated = slice(self.data, number(entry, 0)?, number(entry, 1)?)?;
        decompress_to_vec_with_limit(deflated, number(entry, 2)?).ok()
    }

    fn position(&self, type_name: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.name(middle)?.cmp(type_name) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle),
            }
        }
        None
    }
}

/// Writes an archive of `(type name, schema's JSON)`, which must be sorted by name. The bytes depend on nothing else.
#[must_use]
pub fn pack(source: &str, schemas: &[(String, String)]) -> Vec<u8> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let (mut types, mut names) = (Vec::new(), Vec::new());
    for (name, json) in schemas {
        if !chunks.last().is_some_and(|chunk| chunk.has_room(name, json)) {
            chunks.push(Chunk { service: super::service(name), inflated: Vec::new() });
        }
        let number_of_chunk = chunks.len() - 1;
        if let Some(chunk) = chunks.last_mut() {
            put(&mut types, &[names.len(), name.len(), number_of_chunk, chunk.inflated.len(), json.len()]);
            names.extend_from_slice(name.as_bytes());
            chunk.inflated.extend_from_slice(json.as_bytes());
        }
    }
    let (mut table, mut data) = (Vec::new(), Vec::new());
    for chunk in &chunks {
        let deflated = compress_to_vec(&chunk.inflated, LEVEL);
        put(&mut table, &[data.len(), deflated.len(), chunk.inflated.len()]);
        data.extend(deflated);
    }
    let mut bytes = MAGIC.to_vec();
    put(&mut bytes, &[source.len(), chunks.len(), schemas.len(), names.len()]);
    for part in [source.as_bytes(), &table, &types, &names, &data] {
        bytes.extend_from_slice(part);
    }
    bytes
}

struct Chunk<'a> {
    service: &'a str,
    inflated: Vec<u8>,
}

impl Chunk<'_> {
    fn has_room(&self, name: &str, json: &str) -> bool {
        self.service == super::service(name) && self.inflated.len() + json.len() <= CHUNK_SIZE
    }
}

/// Appends numbers. No part of the archive comes near 4 GiB; a number too large to write is written as one that no
/// reader accepts.
fn put(bytes: &mut Vec<u8>, numbers: &[usize]) {
    for &number in numbers {
        bytes.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
    }
}

/// The number at a place in a row of numbers.
fn number(bytes: &[u8], index: usize) -> Option<usize> {
    let bytes = slice(bytes, index * NUMBER, NUMBER)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}

fn entry(table: &[u8], index: usize, size: usize) -> Option<&[u8]> {
    slice(table, index.checked_mul(size)?, size)
}

fn slice(bytes: &[u8], offset: usize, length: usize) -> Option<&[u8]> {
    bytes.get(offset..offset.checked_add(length)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Vec<u8> {
        let schemas = ["AWS::A::One", "AWS::A::Two", "AWS::B::One"].map(|name| (name.to_owned(), format!("{{\"{name}\":0}}")));
        pack("a test", &schemas)
    }

    #[test]
    fn what_is_packed_is_found() {
        let bytes = small();
        let archive = Archive::new(&bytes).unwrap();
        assert_eq!(archive.source(), "a test");
        assert_eq!(archive.len(), 3);
        let at = archive.locate("AWS::A::Two").unwrap();
        let chunk = archive.inflate(at.chunk).unwrap();
        assert_eq!(&chunk[at.offset..at.offset + at.length], b"{\"AWS::A::Two\":0}");
        assert_eq!(archive.locate("AWS::A::Three"), None);
        assert_eq!(archive.locate("AWS::B::One").unwrap().chunk, 1, "another service has its own chunk");
    }

    #[test]
    fn cut_bytes_are_refused_and_never_panic() {
        let bytes = small();
        for length in 0..bytes.len() {
            if let Some(archive) = Archive::new(&bytes[..length]) {
                for chunk in 0..3 {
                    let _ = archive.inflate(chunk);
                }
            }
        }
        assert!(Archive::new(b"FWSCHEM0").is_none());
    }
}
