//! The elements of the scenario: those of the list of instances and those nested in the contents of
//! others, however deep.
//!
//! All identifiers are collected before any element is read, because contents may name elements that
//! stand later in the file.

use super::Reading;
use super::object::{At, Item, Object};
use crate::spacenet::codes;
use crate::spacenet::scenario::Element;
use portolan_vocabulary::Index;
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};

/// An element that is to be read.
struct Pending<'v> {
    source: Source<'v>,
    id: String,
    contents: Vec<Link>,
}

/// Where an element's fields stand.
#[derive(Clone)]
enum Source<'v> {
    /// In an object of the file.
    Written(Item<'v>),
    /// Nowhere: it is a plain copy of a library element, which another one contains.
    Copy { template: String, path: String },
}

/// An element in the contents of another.
enum Link {
    Known(Index<Element>),
    Named { id: String, path: String },
}

/// The library elements as they stand in the file, for what they contain.
type Library<'v> = BTreeMap<&'v str, Item<'v>>;

struct Collecting<'v> {
    library: Library<'v>,
    pending: Vec<Pending<'v>>,
    queue: VecDeque<Index<Element>>,
}

impl Reading {
    /// Takes in the elements of the scenario; false where there are too many.
    pub(super) fn instances(&mut self, root: &mut Object<'_>) -> bool {
        let mut collecting = Collecting {
            library: library(root, self),
            pending: Vec::new(),
            queue: VecDeque::new(),
        };
        for item in root.list(&mut self.sink, "instantiatedElements") {
            let Some(mut object) = Object::new(&mut self.sink, item.0, item.1.clone()) else {
                continue;
            };
            let id = object.needed_text(&mut self.sink, "id");
            if self
                .add(&mut collecting, Source::Written(item), id)
                .is_none()
            {
                return false;
            }
        }
        while let Some(index) = collecting.queue.pop_front() {
            if self.collect_contents(&mut collecting, index).is_none() {
                return false;
            }
        }
        for pending in collecting.pending {
            let element = self.pending_element(pending);
            // One that cannot be read is an error by now; its place keeps the others' positions.
            self.elements
                .items
                .push(element.unwrap_or_else(Element::blank));
        }
        true
    }

    /// Registers an element; `None` where there are too many.
    fn add<'v>(
        &mut self,
        collecting: &mut Collecting<'v>,
        source: Source<'v>,
        id: String,
    ) -> Option<Index<Element>> {
        let path = match &source {
            Source::Written((_, path)) | Source::Copy { path, .. } => path,
        };
        if collecting.pending.len() >= self.most_elements {
            let message = format!("there are more than {} elements", self.most_elements);
            self.sink.error(codes::LIMIT, &At(path), message);
            return None;
        }
        let index = Index::new(collecting.pending.len());
        if self.elements.by_id.insert(id.clone(), index).is_some() {
            self.duplicate(path, &id);
        }
        collecting.pending.push(Pending {
            source,
            id,
            contents: Vec::new(),
        });
        collecting.queue.push_back(index);
        Some(index)
    }

    /// Finds what an element contains, itself or by its library element.
    fn collect_contents(
        &mut self,
        collecting: &mut Collecting<'_>,
        index: Index<Element>,
    ) -> Option<()> {
        let parent = collecting.pending[index.at()].id.clone();
        let (items, inherited) = self.written_contents(collecting, index);
        let mut contents = Vec::new();
        for (position, (value, path)) in items.into_iter().enumerate() {
            let id = nested_id(value);
            let link = match (id, is_name(value), inherited) {
                (Some(template), true, true) if self.templates.by_id.contains_key(&template) => {
                    let id = format!("{parent}/{position}");
                    let source = Source::Copy { template, path };
                    Link::Known(self.add(collecting, source, id)?)
                }
                (Some(id), true, _) => Link::Named { id, path },
                (id, false, _) => {
                    let own = id.filter(|_| !inherited);
                    let id = own.unwrap_or_else(|| format!("{parent}/{position}"));
                    Link::Known(self.add(collecting, Source::Written((value, path)), id)?)
                }
                (None, true, _) => continue,
            };
            contents.push(link);
        }
        collecting.pending[index.at()].contents = contents;
        Some(())
    }

    /// The contents as written, and whether they are those of the library element.
    fn written_contents<'v>(
        &mut self,
        collecting: &Collecting<'v>,
        index: Index<Element>,
    ) -> (Vec<Item<'v>>, bool) {
        let template = match &collecting.pending[index.at()].source {
            Source::Written(item) => {
                let own = contents_of(item);
                if own.is_some() {
                    return (own.unwrap_or_default(), false);
                }
                item.0.get("templateId").and_then(Value::as_str)
            }
            Source::Copy { template, .. } => Some(template.as_str()),
        };
        let template = template.and_then(|template| collecting.library.get(template));
        (template.and_then(contents_of).unwrap_or_default(), true)
    }

    fn pending_element(&mut self, pending: Pending<'_>) -> Option<Element> {
        let contents = pending
            .contents
            .into_iter()
            .filter_map(|link| match link {
                Link::Known(index) => Some(index),
                Link::Named { id, path } => self.element_by_id(&id, &path),
            })
            .collect();
        let (value, path) = match pending.source {
            Source::Written(item) => item,
            Source::Copy { template, .. } => return self.copy(&template, pending.id, contents),
        };
        let mut object = Object::new(&mut self.sink, value, path)?;
        object.get("id");
        let template = object.text_or_none(&mut self.sink, "templateId");
        let base = match template {
            Some(id) => match self.template_by_id(&id) {
                Some(base) => Some(base),
                None => {
                    self.nowhere(&object.path_of("templateId"), &id, "library element");
                    return None;
                }
            },
            None => None,
        };
        let element = self.element(&mut object, &pending.id, base.as_ref(), contents);
        object.finish(&mut self.sink);
        element
    }

    fn copy(&self, template: &str, id: String, contents: Vec<Index<Element>>) -> Option<Element> {
        let base = self.template_by_id(template)?;
        let template = Some(base.id.clone());
        let mut element = Element {
            id,
            template,
            ..base
        };
        if let Some(carrier) = element.carrier_mut() {
            carrier.contents = contents;
        }
        Some(element)
    }

    fn template_by_id(&self, id: &str) -> Option<Element> {
        let index = self.templates.by_id.get(id)?;
        self.templates.items.get(index.at()).cloned()
    }

    /// The element of this identifier; an error at `path` where there is none.
    pub(super) fn element_by_id(&mut self, id: &str, path: &str) -> Option<Index<Element>> {
        let found = self.elements.by_id.get(id).copied();
        if found.is_none() {
            self.nowhere(path, id, "element");
        }
        found
    }

    /// The element that a value names: an identifier, or an object with one.
    pub(super) fn element_named(&mut self, value: &Value, path: &str) -> Option<Index<Element>> {
        match nested_id(value) {
            Some(id) => self.element_by_id(&id, path),
            None => {
                super::object::wrong(&mut self.sink, path, value, "an element's identifier");
                None
            }
        }
    }
}

/// The library elements by identifier. The list is read elsewhere, so that nothing is told here.
fn library<'v>(root: &mut Object<'v>, reading: &mut Reading) -> Library<'v> {
    let list = match root.get("elementTemplates") {
        Some(Value::Array(_)) => root.list(&mut reading.sink, "elementTemplates"),
        _ => Vec::new(),
    };
    let entries = list.into_iter();
    entries
        .filter_map(|item| Some((item.0.get("id")?.as_str()?, item)))
        .collect()
}

/// The elements in the contents of a carrier; `None` where none are written.
fn contents_of<'v>((value, path): &Item<'v>) -> Option<Vec<Item<'v>>> {
    if value.get("type").and_then(Value::as_str) == Some("Resource Container") {
        return Some(Vec::new());
    }
    let items = value.get("contents")?.as_array()?.iter().enumerate();
    Some(
        items
            .map(|(at, item)| (item, format!("{path}/contents/{at}")))
            .collect(),
    )
}

fn nested_id(value: &Value) -> Option<String> {
    let id = match value {
        Value::String(id) => Some(id.as_str()),
        other => other.get("id").and_then(Value::as_str),
    };
    id.map(str::to_owned)
}

/// True for a value that names an element and does not define it.
fn is_name(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.len() == 1 && map.contains_key("id"),
        other => other.is_string(),
    }
}
