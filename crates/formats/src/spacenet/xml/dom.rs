//! The tree of an XML file in one arena, with the references by which an object dump names an object
//! that stands elsewhere in the file.
//!
//! Reading is bounded in size, depth and number of elements; document types and entities other than
//! the five of XML and character references are refused, so that nothing outside the file is read.

use crate::spacenet::{Limits, codes};
use portolan_vocabulary::{Code, Finding, Place};
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeMap;

/// The position of one XML element in the arena.
pub(super) type NodeId = u32;

/// References that lead to references are followed so often; the writer makes none.
const MOST_HOPS: usize = 64;

#[derive(Debug, Default)]
struct Node {
    name: u32,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
    text: String,
    class: Option<String>,
    reference: Option<String>,
    offset: usize,
}

/// A whole XML file.
#[derive(Debug)]
pub(super) struct Dom<'a> {
    source: &'a str,
    file: &'a str,
    nodes: Vec<Node>,
    names: Vec<String>,
    /// Where in the arena the children of one name stand, so that a long list of siblings is not
    /// searched anew for every reference.
    by_name: BTreeMap<(NodeId, u32), Vec<NodeId>>,
    name_ids: BTreeMap<String, u32>,
}

impl<'a> Dom<'a> {
    /// Reads a file.
    ///
    /// # Errors
    /// A finding where the XML is malformed, or larger or deeper than `limits`.
    pub(super) fn parse(
        source: &'a str,
        file: &'a str,
        limits: &Limits,
    ) -> Result<Self, Box<Finding>> {
        let dom = Self {
            source,
            file,
            nodes: Vec::new(),
            names: Vec::new(),
            by_name: BTreeMap::new(),
            name_ids: BTreeMap::new(),
        };
        Parser {
            dom,
            open: Vec::new(),
            limits,
        }
        .run()
    }

    /// The outermost element.
    pub(super) const fn root(&self) -> NodeId {
        0
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// The element's name.
    pub(super) fn name(&self, id: NodeId) -> &str {
        &self.names[self.node(id).name as usize]
    }

    /// The text inside, without the spaces around it.
    pub(super) fn text(&self, id: NodeId) -> &str {
        self.node(id).text.trim()
    }

    /// The elements inside.
    pub(super) fn children(&self, id: NodeId) -> &[NodeId] {
        &self.node(id).children
    }

    /// The text of the reference, for messages.
    pub(super) fn reference_text(&self, id: NodeId) -> &str {
        self.node(id).reference.as_deref().unwrap_or("")
    }

    /// The first element inside with this name.
    pub(super) fn child(&self, id: NodeId, name: &str) -> Option<NodeId> {
        let name = self.name_ids.get(name)?;
        self.by_name.get(&(id, *name))?.first().copied()
    }

    /// The last part of the class that the element is an object of: of its `class` attribute, or of
    /// its name where the name is the class. In lower case, because aliases begin with a small letter.
    pub(super) fn class(&self, id: NodeId) -> String {
        let name = self.node(id).class.as_deref();
        let name = name.unwrap_or_else(|| self.name(id));
        name.rsplit('.').next().unwrap_or(name).to_lowercase()
    }

    /// The class of the object around.
    pub(super) fn parent_class(&self, id: NodeId) -> String {
        let parent = self.node(id).parent;
        parent.map_or(String::new(), |parent| self.class(parent))
    }

    /// Follows references until the object itself; `None` where they lead nowhere or in a circle.
    pub(super) fn target(&self, id: NodeId) -> Option<NodeId> {
        let mut at = id;
        for _ in 0..MOST_HOPS {
            match &self.node(at).reference {
                Some(reference) => at = self.step_through(at, reference)?,
                None => return Some(at),
            }
        }
        None
    }

    fn step_through(&self, from: NodeId, reference: &str) -> Option<NodeId> {
        let mut at = from;
        let mut steps = reference.split('/');
        if reference.starts_with('/') {
            // An absolute path: the empty step before the slash, then the name of the root.
            steps.next();
            at = self.root();
            let (name, position) = split_step(steps.next()?)?;
            if name != self.name(at) || position != 1 {
                return None;
            }
        }
        for step in steps {
            at = match step {
                ".." => self.node(at).parent?,
                "." => at,
                _ => {
                    let (name, position) = split_step(step)?;
                    let name = self.name_ids.get(name)?;
                    *self.by_name.get(&(at, *name))?.get(position - 1)?
                }
            };
        }
        Some(at)
    }

    /// The path from the root, with positions where a name stands more than once.
    pub(super) fn path(&self, id: NodeId) -> String {
        let mut steps = Vec::new();
        let mut at = Some(id);
        while let Some(node) = at {
            steps.push(self.step_of(node));
            at = self.node(node).parent;
        }
        steps.reverse();
        format!("/{}", steps.join("/"))
    }

    fn step_of(&self, id: NodeId) -> String {
        let node = self.node(id);
        let name = self.name(id);
        let siblings = node
            .parent
            .and_then(|parent| self.by_name.get(&(parent, node.name)));
        match siblings.and_then(|siblings| siblings.binary_search(&id).ok()) {
            Some(position) if position > 0 => format!("{name}[{}]", position + 1),
            _ => name.to_owned(),
        }
    }

    /// Line and column of the element's beginning.
    pub(super) fn place(&self, id: NodeId) -> Place {
        place(self.source, self.file, self.node(id).offset)
    }
}

/// Splits `x[2]` into name and position; a name alone is the first.
fn split_step(step: &str) -> Option<(&str, usize)> {
    let Some((name, rest)) = step.split_once('[') else {
        return Some((step, 1));
    };
    let position: usize = rest.strip_suffix(']')?.parse().ok()?;
    (position > 0).then_some((name, position))
}

/// Line and column, counted from one, of a byte offset.
fn place(source: &str, file: &str, offset: usize) -> Place {
    let before = source.get(..offset).unwrap_or(source);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before[start..].chars().count() + 1;
    Place {
        file: file.to_owned(),
        line: u32::try_from(line).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
    }
}

struct Parser<'a, 'l> {
    dom: Dom<'a>,
    open: Vec<NodeId>,
    limits: &'l Limits,
}

impl<'a> Parser<'a, '_> {
    fn run(mut self) -> Result<Dom<'a>, Box<Finding>> {
        let mut reader = Reader::from_str(self.dom.source);
        loop {
            let offset = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            let event = reader.read_event().map_err(|error| {
                let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                self.refuse(codes::FORMAT, at, format!("this is no XML: {error}"))
            })?;
            match event {
                Event::Start(start) => self.begin(&start, offset)?,
                Event::Empty(start) => {
                    self.begin(&start, offset)?;
                    self.open.pop();
                }
                Event::End(_) => {
                    self.open.pop();
                }
                Event::Text(text) => self.add_text(&text.xml10_content(), offset)?,
                Event::CData(text) => self.add_text(&text.xml10_content(), offset)?,
                Event::GeneralRef(reference) => self.add_reference(&reference, offset)?,
                Event::DocType(_) => return Err(self.doctype(offset)),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => return self.finish(offset),
            }
        }
    }

    fn refuse(&self, code: Code, offset: usize, message: impl Into<String>) -> Box<Finding> {
        let place = place(self.dom.source, self.dom.file, offset);
        Box::new(Finding::error(code, "file", self.dom.file, message).at(place))
    }

    fn doctype(&self, offset: usize) -> Box<Finding> {
        let refusal = self.refuse(codes::FORMAT, offset, "a document type is not read");
        let advice = "SpaceNet writes none: remove the line that begins with <!DOCTYPE";
        Box::new(refusal.advice(advice))
    }

    fn begin(&mut self, start: &BytesStart<'_>, offset: usize) -> Result<(), Box<Finding>> {
        if self.open.is_empty() && !self.dom.nodes.is_empty() {
            return Err(self.refuse(codes::FORMAT, offset, "there is a second outermost element"));
        }
        self.guard(offset)?;
        let mut node = Node {
            name: self.name_id(start.name().as_ref()),
            parent: self.open.last().copied(),
            offset,
            ..Node::default()
        };
        for attribute in start.attributes() {
            let refused = |error: String| self.refuse(codes::FORMAT, offset, error);
            let attribute = attribute.map_err(|error| refused(error.to_string()))?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| refused(error.to_string()))?;
            match attribute.key.as_ref() {
                "class" => node.class = Some(value.into_owned()),
                "reference" => node.reference = Some(value.into_owned()),
                _ => {}
            }
        }
        self.add(node);
        Ok(())
    }

    fn guard(&self, offset: usize) -> Result<(), Box<Finding>> {
        let Limits { depth, items, .. } = *self.limits;
        if self.open.len() >= depth {
            let message = format!("the file is nested more than {depth} deep");
            return Err(self.refuse(codes::LIMIT, offset, message));
        }
        if self.dom.nodes.len() >= items {
            let message = format!("the file has more than {items} elements");
            return Err(self.refuse(codes::LIMIT, offset, message));
        }
        Ok(())
    }

    fn name_id(&mut self, name: &str) -> u32 {
        if let Some(id) = self.dom.name_ids.get(name) {
            return *id;
        }
        let id = u32::try_from(self.dom.names.len()).unwrap_or(u32::MAX);
        self.dom.names.push(name.to_owned());
        self.dom.name_ids.insert(name.to_owned(), id);
        id
    }

    fn add(&mut self, node: Node) {
        let id = NodeId::try_from(self.dom.nodes.len()).unwrap_or(NodeId::MAX);
        if let Some(parent) = node.parent {
            self.dom.nodes[parent as usize].children.push(id);
            let siblings = self.dom.by_name.entry((parent, node.name)).or_default();
            siblings.push(id);
        }
        self.dom.nodes.push(node);
        self.open.push(id);
    }

    fn add_text(&mut self, text: &str, offset: usize) -> Result<(), Box<Finding>> {
        match self.open.last() {
            Some(&open) => self.dom.nodes[open as usize].text.push_str(text),
            None if text.trim().is_empty() => {}
            None => {
                let message = "there is text outside the outermost element";
                return Err(self.refuse(codes::FORMAT, offset, message));
            }
        }
        Ok(())
    }

    fn add_reference(
        &mut self,
        reference: &BytesRef<'_>,
        offset: usize,
    ) -> Result<(), Box<Finding>> {
        let character = match reference.resolve_char_ref() {
            Ok(Some(character)) => Some(character),
            Ok(None) => match reference.xml10_content().as_ref() {
                "lt" => Some('<'),
                "gt" => Some('>'),
                "amp" => Some('&'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                _ => None,
            },
            Err(_) => None,
        };
        let Some(character) = character else {
            let message = format!("&{}; is no entity of XML", reference.xml10_content());
            return Err(self.refuse(codes::FORMAT, offset, message));
        };
        self.add_text(character.encode_utf8(&mut [0; 4]), offset)
    }

    fn finish(self, offset: usize) -> Result<Dom<'a>, Box<Finding>> {
        if self.dom.nodes.is_empty() {
            return Err(self.refuse(codes::FORMAT, offset, "there is no element in the file"));
        }
        match self.open.last() {
            Some(&open) => {
                let message = format!("the file ends inside <{}>", self.dom.name(open));
                Err(self.refuse(codes::FORMAT, offset, message))
            }
            None => Ok(self.dom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dom(source: &str) -> Dom<'_> {
        Dom::parse(source, "t.xml", &Limits::default()).unwrap()
    }

    fn refusal(source: &str) -> Box<Finding> {
        let limits = Limits {
            depth: 4,
            items: 10,
            ..Limits::default()
        };
        Dom::parse(source, "t.xml", &limits).unwrap_err()
    }

    #[test]
    fn references_count_siblings_of_one_name_from_one() {
        let dom = dom("<a><b>1</b><c/><b>2</b><d><e reference='../../b[2]'/>\
             <f reference='/a/b'/><g reference='../e'/></d></a>");
        let d = dom.child(dom.root(), "d").unwrap();
        let text = |name| {
            dom.target(dom.child(d, name).unwrap())
                .map(|id| dom.text(id))
        };
        assert_eq!(text("e"), Some("2"));
        assert_eq!(text("f"), Some("1"));
        assert_eq!(text("g"), Some("2"));
        let second = dom.children(dom.root())[2];
        assert_eq!(dom.path(second), "/a/b[2]");
    }

    #[test]
    fn references_to_nowhere_and_in_a_circle() {
        let dom = dom(
            "<a><b reference='../c'/><c reference='../b'/><d reference='../b[3]'/>\
             <e reference='../../../x'/><f reference='b[0]'/><g reference=''/></a>",
        );
        for child in dom.children(dom.root()) {
            assert_eq!(dom.target(*child), None, "{}", dom.path(*child));
        }
    }

    #[test]
    fn text_is_unescaped_and_joined() {
        let dom = dom("<a> x &lt;&#233;&amp;<![CDATA[<y>]]> </a>");
        assert_eq!(dom.text(dom.root()), "x <é&<y>");
    }

    #[test]
    fn refusals() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>";
        for (source, code) in [
            ("", codes::FORMAT),
            ("<a>", codes::FORMAT),
            ("<a></b>", codes::FORMAT),
            ("<a/><b/>", codes::FORMAT),
            ("<a>&b;</a>", codes::FORMAT),
            (bomb, codes::FORMAT),
            ("<a><a><a><a><a/></a></a></a></a>", codes::LIMIT),
            (
                "<a><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/></a>",
                codes::LIMIT,
            ),
        ] {
            assert_eq!(refusal(source).code, code, "{source}");
        }
        let place = refusal("<a>\n  <b></c></a>").place.unwrap();
        assert_eq!(place.line, 2);
    }
}
