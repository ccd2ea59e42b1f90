//! Interned text. A school's grade export repeats a few thousand names and course titles hundreds of thousands of times.

use std::collections::HashMap;

use foldhash::fast::RandomState;

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
pub struct Words {
    texts: Vec<Box<str>>,
    index: HashMap<Box<str>, Word, RandomState>,
}

impl Default for Words {
    fn default() -> Self {
        let empty: Box<str> = "".into();
        Self { texts: vec![empty.clone()], index: std::iter::once((empty, Word::NONE)).collect() }
    }
}

impl Words {
    /// The word for a text, added if it is new.
    pub fn intern(&mut self, text: &str) -> Word {
        if let Some(&word) = self.index.get(text) {
            return word;
        }
        let word = Word(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(text.into());
        self.index.insert(text.into(), word);
        word
    }

    /// The word of a text that is in the pool.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Word> {
        self.index.get(text).copied()
    }

    /// The text of a word.
    #[must_use]
    pub fn text(&self, word: Word) -> &str {
        self.texts.get(word.0 as usize).map_or("", |text| text)
    }

    /// Number of words, the empty one included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether only the empty word is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.len() == 1
    }

    /// All words, in order.
    pub fn all(&self) -> impl Iterator<Item = Word> + use<> {
        (0..u32::try_from(self.texts.len()).unwrap_or(u32::MAX)).map(Word)
    }

    /// Takes over all words of another pool; the answer maps the other pool's words to this one's.
    pub fn absorb(&mut self, other: &Self) -> Vec<Word> {
        other.texts.iter().map(|text| self.intern(text)).collect()
    }
}
