//! One JSON object while it is read: typed fields, each at most once, and what is left over.

use crate::spacenet::codes;
use crate::spacenet::sink::{Sink, Spot};
use crate::spacenet::time::{SpanError, parse_span};
use crate::spacenet::words::{CLASSES_OF_SUPPLY, Word};
use portolan_vocabulary::{Duration, Place, nearest};
use serde_json::{Map, Value};

/// A JSON pointer, for findings.
pub(super) struct At<'p>(pub(super) &'p str);

impl Spot for At<'_> {
    fn path(&self) -> String {
        self.0.to_owned()
    }

    fn place(&self) -> Option<Place> {
        None
    }
}

/// A value and its pointer.
pub(super) type Item<'v> = (&'v Value, String);

/// One object while it is read. An absent field and a null one are the same.
pub(super) struct Object<'v> {
    map: &'v Map<String, Value>,
    path: String,
    used: Vec<&'static str>,
}

impl<'v> Object<'v> {
    /// The object that `value` is; an error where it is something else.
    pub(super) fn new(sink: &mut Sink, value: &'v Value, path: String) -> Option<Self> {
        match value {
            Value::Object(map) => Some(Self {
                map,
                path,
                used: Vec::new(),
            }),
            _ => {
                wrong(sink, &path, value, "an object");
                None
            }
        }
    }

    /// The object's pointer.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The pointer of a field.
    pub(super) fn path_of(&self, key: &str) -> String {
        format!(
            "{}/{}",
            self.path,
            key.replace('~', "~0").replace('/', "~1")
        )
    }

    /// True where the field is there, whatever it holds.
    pub(super) fn has(&self, key: &str) -> bool {
        self.map.contains_key(key)
    }

    /// The value of a field, `None` where it is absent or null.
    pub(super) fn get(&mut self, key: &'static str) -> Option<&'v Value> {
        self.used.push(key);
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// Notes every field that was not asked for.
    pub(super) fn finish(self, sink: &mut Sink) {
        for key in self.map.keys() {
            if self.used.contains(&key.as_str()) {
                continue;
            }
            let mut message = format!("\"{key}\" is not known here and is not read");
            if let Some(near) = nearest(key, self.used.iter().copied()) {
                message = format!("{message}; did you mean \"{near}\"?");
            }
            sink.ignored(&At(&self.path_of(key)), message);
        }
    }

    /// Says that a field is needed.
    pub(super) fn missing(&self, sink: &mut Sink, key: &str) {
        let message = format!("\"{key}\" is needed here");
        sink.error(codes::MISSING, &At(&self.path_of(key)), message);
    }

    /// A text, `None` where it is absent.
    pub(super) fn text_or_none(&mut self, sink: &mut Sink, key: &'static str) -> Option<String> {
        match self.get(key)? {
            Value::String(text) => Some(text.clone()),
            other => {
                wrong(sink, &self.path_of(key), other, "a text");
                None
            }
        }
    }

    /// A text; empty where it is absent.
    pub(super) fn text(&mut self, sink: &mut Sink, key: &'static str) -> String {
        self.text_or_none(sink, key).unwrap_or_default()
    }

    /// A text that must be there.
    pub(super) fn needed_text(&mut self, sink: &mut Sink, key: &'static str) -> String {
        if self.get(key).is_none() {
            self.missing(sink, key);
        }
        self.text(sink, key)
    }

    pub(super) fn number(&mut self, sink: &mut Sink, key: &'static str) -> Option<f64> {
        let value = self.get(key)?;
        let number = value.as_f64().filter(|number| number.is_finite());
        if number.is_none() {
            wrong(sink, &self.path_of(key), value, "a number");
        }
        number
    }

    pub(super) fn needed_number(&mut self, sink: &mut Sink, key: &'static str) -> f64 {
        if self.get(key).is_none() {
            self.missing(sink, key);
        }
        self.number(sink, key).unwrap_or(0.0)
    }

    /// A whole number. One written with a point, `3.0`, is whole too.
    pub(super) fn whole<T: TryFrom<i64>>(
        &mut self,
        sink: &mut Sink,
        key: &'static str,
    ) -> Option<T> {
        let value = self.get(key)?;
        let whole = whole_number(value).and_then(|number| T::try_from(number).ok());
        if whole.is_none() {
            wrong(
                sink,
                &self.path_of(key),
                value,
                "a whole number that is possible here",
            );
        }
        whole
    }

    pub(super) fn flag(&mut self, sink: &mut Sink, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        let flag = value.as_bool();
        if flag.is_none() {
            wrong(sink, &self.path_of(key), value, "true or false");
        }
        flag
    }

    pub(super) fn word<W: Word>(&mut self, sink: &mut Sink, key: &'static str) -> Option<W> {
        let text = self.text_or_none(sink, key)?;
        let word = W::from_word(&text);
        if word.is_none() {
            let message = format!("\"{text}\" is no {}: {}", W::WHAT, W::spellings());
            sink.error(codes::TYPE, &At(&self.path_of(key)), message);
        }
        word
    }

    pub(super) fn needed_word<W: Word>(
        &mut self,
        sink: &mut Sink,
        key: &'static str,
        other: W,
    ) -> W {
        if self.get(key).is_none() {
            self.missing(sink, key);
        }
        self.word(sink, key).unwrap_or(other)
    }

    pub(super) fn class_of_supply(&mut self, sink: &mut Sink) -> Option<u16> {
        let class: u16 = self.whole(sink, "classOfSupply")?;
        if CLASSES_OF_SUPPLY.contains(&class) {
            return Some(class);
        }
        let message = format!("{class} is no class of supply");
        sink.error(codes::TYPE, &At(&self.path_of("classOfSupply")), message);
        None
    }

    /// A span of time, `None` where it is absent.
    pub(super) fn span(&mut self, sink: &mut Sink, key: &'static str) -> Option<Duration> {
        let value = self.get(key)?;
        let path = self.path_of(key);
        let span = match value {
            Value::String(text) => parse_span(text),
            Value::Number(number) => parse_span(&number.to_string()),
            _ => {
                wrong(sink, &path, value, "a span of time");
                return None;
            }
        };
        let message = match span {
            Ok(span) => return Some(span),
            Err(SpanError::Malformed) => {
                format!("{value} is neither an ISO 8601 duration nor a number of seconds")
            }
            Err(SpanError::Calendar) => {
                format!("{value} counts months or years, which have no fixed length; count days")
            }
        };
        sink.error(codes::TIME, &At(&path), message);
        None
    }

    pub(super) fn needed_span(&mut self, sink: &mut Sink, key: &'static str) -> Duration {
        if self.get(key).is_none() {
            self.missing(sink, key);
        }
        self.span(sink, key).unwrap_or(Duration::ZERO)
    }

    /// The object in a field.
    pub(super) fn object(&mut self, sink: &mut Sink, key: &'static str) -> Option<Object<'v>> {
        let value = self.get(key)?;
        Object::new(sink, value, self.path_of(key))
    }

    /// The items of a list; empty where it is absent.
    pub(super) fn list(&mut self, sink: &mut Sink, key: &'static str) -> Vec<Item<'v>> {
        self.list_or_none(sink, key).unwrap_or_default()
    }

    /// The items of a list, `None` where it is absent.
    pub(super) fn list_or_none(
        &mut self,
        sink: &mut Sink,
        key: &'static str,
    ) -> Option<Vec<Item<'v>>> {
        let path = self.path_of(key);
        match self.get(key)? {
            Value::Array(list) => {
                let items = list.iter().enumerate();
                Some(
                    items
                        .map(|(at, item)| (item, format!("{path}/{at}")))
                        .collect(),
                )
            }
            other => {
                wrong(sink, &path, other, "a list");
                None
            }
        }
    }
}

fn whole_number(value: &Value) -> Option<i64> {
    if let Some(number) = value.as_i64() {
        return Some(number);
    }
    let number = value.as_f64()?;
    // Up to here every whole number is one that a double can hold.
    let safe = number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0;
    safe.then_some(number as i64)
}

/// Says that a value is of the wrong type.
pub(super) fn wrong(sink: &mut Sink, path: &str, value: &Value, wanted: &str) {
    let found = match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(_) => "a text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    };
    let message = format!("{wanted} is needed here, and this is {found}");
    sink.error(codes::TYPE, &At(path), message);
}
