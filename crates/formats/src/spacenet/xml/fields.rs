//! Reading the fields of one object.

use super::Reading;
use super::dom::{Dom, NodeId};
use crate::spacenet::codes;
use crate::spacenet::sink::Spot;
use crate::spacenet::words::{CLASSES_OF_SUPPLY, Word};
use portolan_vocabulary::{Code, Duration, Place, nearest};

/// Tags of collections that say how they are sorted, and carry nothing.
const COLLECTION_TAGS: &[&str] = &["no-comparator", "comparator", "default", "null"];

/// An element of the file, for findings.
#[derive(Clone, Copy)]
pub(super) struct At<'d> {
    dom: &'d Dom<'d>,
    id: NodeId,
}

impl Spot for At<'_> {
    fn path(&self) -> String {
        self.dom.path(self.id)
    }

    fn place(&self) -> Option<Place> {
        Some(self.dom.place(self.id))
    }
}

impl<'d> Reading<'d> {
    pub(super) const fn spot(&self, id: NodeId) -> At<'d> {
        At { dom: self.dom, id }
    }

    pub(super) fn error(&mut self, id: NodeId, code: Code, message: impl Into<String>) {
        let spot = self.spot(id);
        self.sink.error(code, &spot, message);
    }

    pub(super) fn warning(&mut self, id: NodeId, code: Code, message: impl Into<String>) {
        let spot = self.spot(id);
        self.sink.warning(code, &spot, message);
    }

    pub(super) fn ignored(&mut self, id: NodeId, message: impl Into<String>) {
        let spot = self.spot(id);
        self.sink.ignored(&spot, message);
    }

    /// Notes every field that is not among `known`.
    pub(super) fn known_tags(&mut self, at: NodeId, known: &[&str]) {
        for &child in self.dom.children(at) {
            let name = self.dom.name(child);
            if known.contains(&name) || COLLECTION_TAGS.contains(&name) {
                continue;
            }
            let mut message = format!("<{name}> is not known here and is not read");
            if let Some(near) = nearest(name, known.iter().copied()) {
                message = format!("{message}; did you mean <{near}>?");
            }
            self.ignored(child, message);
        }
    }

    /// The object that an element is or refers to.
    pub(super) fn object(&mut self, at: NodeId) -> Option<NodeId> {
        let target = self.dom.target(at);
        if target.is_none() {
            let reference = self.dom.reference_text(at);
            let message = format!("the reference \"{reference}\" leads to no object");
            self.error(at, codes::REFERENCE, message);
        }
        target
    }

    /// The object in a field, `None` where the field is not there.
    pub(super) fn field(&mut self, at: NodeId, tag: &str) -> Option<NodeId> {
        let child = self.dom.child(at, tag)?;
        self.object(child)
    }

    /// The object in a field that must be there.
    pub(super) fn needed_field(&mut self, at: NodeId, tag: &str) -> Option<NodeId> {
        if self.dom.child(at, tag).is_none() {
            self.missing(at, tag);
        }
        self.field(at, tag)
    }

    pub(super) fn missing(&mut self, at: NodeId, tag: &str) {
        self.error(at, codes::MISSING, format!("there is no <{tag}>"));
    }

    /// The things in a collection field; empty where the field is not there.
    pub(super) fn items(&mut self, at: NodeId, tag: &str) -> Vec<NodeId> {
        match self.field(at, tag) {
            Some(collection) => self.items_of(collection),
            None => Vec::new(),
        }
    }

    /// The things in a collection.
    pub(super) fn items_of(&self, collection: NodeId) -> Vec<NodeId> {
        let children = self.dom.children(collection).iter().copied();
        children
            .filter(|child| !COLLECTION_TAGS.contains(&self.dom.name(*child)))
            .collect()
    }

    /// The text of a field; empty where the field is not there.
    pub(super) fn text(&self, at: NodeId, tag: &str) -> String {
        let child = self.dom.child(at, tag);
        child.map_or(String::new(), |child| self.dom.text(child).to_owned())
    }

    /// A number, `None` where the field is not there.
    pub(super) fn number(&mut self, at: NodeId, tag: &str) -> Option<f64> {
        let child = self.dom.child(at, tag)?;
        self.number_in(child)
    }

    /// The number that an element's text is.
    pub(super) fn number_in(&mut self, at: NodeId) -> Option<f64> {
        let text = self.dom.text(at);
        let value = text.parse().ok().filter(|value: &f64| value.is_finite());
        if value.is_none() {
            let message = format!("\"{text}\" is no finite number");
            self.error(at, codes::TYPE, message);
        }
        value
    }

    pub(super) fn number_or(&mut self, at: NodeId, tag: &str, other: f64) -> f64 {
        self.number(at, tag).unwrap_or(other)
    }

    pub(super) fn needed_number(&mut self, at: NodeId, tag: &str) -> f64 {
        if self.dom.child(at, tag).is_none() {
            self.missing(at, tag);
        }
        self.number_or(at, tag, 0.0)
    }

    /// A whole number, with what to take where the field is not there.
    pub(super) fn whole_or<T: TryFrom<i64>>(&mut self, at: NodeId, tag: &str, other: T) -> T {
        let Some(child) = self.dom.child(at, tag) else {
            return other;
        };
        let text = self.dom.text(child);
        let value: Option<i64> = text.parse().ok();
        if let Some(value) = value.and_then(|value| T::try_from(value).ok()) {
            return value;
        }
        let message = format!("\"{text}\" is no whole number that is possible here");
        self.error(child, codes::TYPE, message);
        other
    }

    pub(super) fn flag_or(&mut self, at: NodeId, tag: &str, other: bool) -> bool {
        let Some(child) = self.dom.child(at, tag) else {
            return other;
        };
        match self.dom.text(child) {
            "true" => true,
            "false" => false,
            text => {
                let message = format!("\"{text}\" is neither true nor false");
                self.error(child, codes::TYPE, message);
                other
            }
        }
    }

    pub(super) fn word_or<W: Word>(&mut self, at: NodeId, tag: &str, other: W) -> W {
        let Some(child) = self.dom.child(at, tag) else {
            return other;
        };
        let text = self.dom.text(child);
        if let Some(word) = W::from_word(text) {
            return word;
        }
        let message = format!("\"{text}\" is no {}: {}", W::WHAT, W::spellings());
        self.error(child, codes::TYPE, message);
        other
    }

    pub(super) fn needed_word<W: Word>(&mut self, at: NodeId, tag: &str, other: W) -> W {
        if self.dom.child(at, tag).is_none() {
            self.missing(at, tag);
        }
        self.word_or(at, tag, other)
    }

    /// A class of supply, written `COS9021`.
    pub(super) fn class_of_supply(&mut self, at: NodeId) -> u16 {
        let Some(child) = self.dom.child(at, "classOfSupply") else {
            return 0;
        };
        let text = self.dom.text(child);
        let number = text.strip_prefix("COS").and_then(|text| text.parse().ok());
        if let Some(number) = number.filter(|number| CLASSES_OF_SUPPLY.contains(number)) {
            return number;
        }
        let message = format!("\"{text}\" is no class of supply");
        self.error(child, codes::TYPE, message);
        0
    }

    pub(super) fn days(&mut self, at: NodeId, tag: &str) -> Duration {
        Duration::from_days(self.needed_number(at, tag))
    }

    pub(super) fn hours(&mut self, at: NodeId, tag: &str) -> Duration {
        Duration::from_hours(self.needed_number(at, tag))
    }
}
