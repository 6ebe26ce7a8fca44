//! Pairs of letters, by which nearly every text is told not to hold any of some words before it is compared with them.

/// The first letter in any case, and the second one by its last five bits: letters of another case or digits may pass.
pub(crate) struct Pairs([u32; 256]);

impl Pairs {
    pub(crate) const NONE: Pairs = Pairs([0; 256]);

    /// Those known before, and this one.
    pub(crate) const fn with(mut self, first: u8, second: u8) -> Pairs {
        self.0[first.to_ascii_lowercase() as usize] |= 1 << (second & 31);
        self.0[first.to_ascii_uppercase() as usize] |= 1 << (second & 31);
        self
    }

    /// The last letters of these words, each with the one so many places before it; with every letter where a word has none there.
    pub(crate) const fn with_ends(mut self, words: &[&str], before: usize) -> Pairs {
        let mut index = 0;
        while index < words.len() {
            let word = words[index].as_bytes();
            let last = word[word.len() - 1];
            if word.len() > before {
                self = self.with(last, word[word.len() - 1 - before]);
            } else {
                self.0[last.to_ascii_lowercase() as usize] = u32::MAX;
                self.0[last.to_ascii_uppercase() as usize] = u32::MAX;
            }
            index += 1;
        }
        self
    }

    /// Whether a word may have this pair.
    pub(crate) fn may_be(&self, first: u8, second: u8) -> bool {
        self.0[usize::from(first)] & (1 << (second & 31)) != 0
    }
}
