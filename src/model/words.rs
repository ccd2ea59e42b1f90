//! Interned text. A school's grade export repeats a few thousand names and course titles hundreds of thousands of times.

use foldhash::fast::RandomState;
use indexmap::IndexSet;

/// A text of a [`Words`] pool. [`Word::NONE`] stands for an empty cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(pub u32);

impl Word {
    /// The empty text.
    pub const NONE: Self = Self(0);

    /// Whether there is a text.
    #[must_use]
    pub fn is_some(self) -> bool {
        self != Self::NONE
    }
}

/// A pool of texts; equal texts get the same [`Word`], numbered in order of first appearance.
#[derive(Clone, Debug)]
pub struct Words(IndexSet<Box<str>, RandomState>);

impl Default for Words {
    fn default() -> Self {
        Self(std::iter::once("".into()).collect())
    }
}

impl Words {
    /// The word for a text, added if it is new.
    pub fn intern(&mut self, text: &str) -> Word {
        self.find(text).unwrap_or_else(|| word(self.0.insert_full(text.into()).0))
    }

    /// The word of a text that is in the pool.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Word> {
        self.0.get_index_of(text).map(word)
    }

    /// The text of a word.
    #[must_use]
    pub fn text(&self, word: Word) -> &str {
        self.0.get_index(word.0 as usize).map_or("", |text| text)
    }

    /// Number of words, the empty one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether only the empty word is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 1
    }

    /// All words, in order.
    pub fn all(&self) -> impl Iterator<Item = Word> + use<> {
        (0..self.len()).map(word)
    }

    /// Takes over all words of another pool; the answer maps the other pool's words to this one's.
    pub fn absorb(&mut self, other: &Self) -> Vec<Word> {
        other.0.iter().map(|text| self.intern(text)).collect()
    }
}

fn word(idx: usize) -> Word {
    Word(u32::try_from(idx).unwrap_or(u32::MAX))
}
