//! A list whose items are found by typed index.

use portolan_vocabulary::Index;
use std::ops::{Deref, DerefMut};

/// A list of things of one kind, read by [`Index`] of that kind.
///
/// Indexing with an index of another campaign panics, as with any list; [`List::get`] does not.
#[derive(Clone, Debug, PartialEq)]
pub struct List<T>(Vec<T>);

impl<T> List<T> {
    /// An empty list.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The thing at this index, or `None` where the index is another campaign's.
    pub fn at(&self, index: Index<T>) -> Option<&T> {
        self.0.get(index.at())
    }

    /// Appends a thing and returns its index.
    pub fn add(&mut self, item: T) -> Index<T> {
        self.0.push(item);
        Index::new(self.0.len() - 1)
    }

    /// The things with their indices.
    pub fn indexed(&self) -> impl DoubleEndedIterator<Item = (Index<T>, &T)> {
        self.0
            .iter()
            .enumerate()
            .map(|(at, item)| (Index::new(at), item))
    }

    /// All indices.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = Index<T>> + use<T> {
        (0..self.0.len()).map(Index::new)
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self::new()
    }
}
impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self(items)
    }
}
impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}
impl<T> Deref for List<T> {
    type Target = Vec<T>;
    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}
impl<T> DerefMut for List<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}
impl<T> std::ops::Index<Index<T>> for List<T> {
    type Output = T;
    fn index(&self, index: Index<T>) -> &T {
        &self.0[index.at()]
    }
}
impl<T> std::ops::IndexMut<Index<T>> for List<T> {
    fn index_mut(&mut self, index: Index<T>) -> &mut T {
        &mut self.0[index.at()]
    }
}
impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
