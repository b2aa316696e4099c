//! Elements and designs: fields from the element or else from the design that it is like.

use super::super::codes;
use super::super::gather::Doc;
use super::super::v1;
use super::spot::Spot;
use super::{Lower, each, nowhere};
use crate::text::codes as text_codes;
use portolan_model::{
    CrewMember, Drive, Element, ElementKind, Feed, Hold, Part, Plant, Propulsion, State, Store,
    StoreKind, SupplyClass, Upkeep, codes as model_codes,
};
use portolan_vocabulary::{Distance, Id, Index, Mass};
use std::collections::{BTreeMap, BTreeSet};

/// The most elements that counts may make.
const MOST_ELEMENTS: usize = 100_000;
/// The most bytes, as JSON, that counts and designs may copy: a small hostile file must not fill the
/// memory.
const MOST_COPIED: usize = 128 << 20;
/// The most designs that one is like by way of others.
const MOST_LAYERS: usize = 16;

/// The list that elements stand in.
#[derive(Clone, Copy)]
pub(crate) struct Origin {
    /// The number of the file.
    pub(crate) file: usize,
    /// The keys that lead to the list.
    pub(crate) list: &'static [&'static str],
}

/// The designs by their ids.
pub(crate) struct Designs<'a> {
    of: BTreeMap<&'a str, Layer<'a>>,
}

/// An element or a design with the place where it stands.
#[derive(Clone, Copy)]
struct Layer<'a> {
    element: &'a v1::Element,
    spot: Spot<'a>,
    /// How much is copied where another is like it, or it is counted.
    bytes: usize,
}

impl<'a> Layer<'a> {
    fn new(element: &'a v1::Element, spot: Spot<'a>) -> Self {
        Self {
            element,
            spot,
            bytes: serde_json::to_vec(element).map_or(MOST_COPIED, |json| json.len()),
        }
    }
}

impl<'a> Designs<'a> {
    pub(super) fn new(docs: &'a [Doc]) -> Self {
        let mut of = BTreeMap::new();
        for (file, at, design) in each(docs, |lists| &lists.design) {
            let spot = Spot::item(file, &["design"], at);
            of.entry(design.id.as_str())
                .or_insert_with(|| Layer::new(design, spot));
        }
        Self { of }
    }

    /// Designs that stand in no file at hand, because their campaign has been read before.
    pub(crate) fn of(designs: &'a [v1::Element]) -> Self {
        let nowhere = Spot::file(usize::MAX);
        let designs = designs.iter();
        Self {
            of: designs
                .map(|design| (design.id.as_str(), Layer::new(design, nowhere)))
                .collect(),
        }
    }
}

/// An element, the design that it is like, the design which that is like, and so on.
struct Layers<'a> {
    first: Layer<'a>,
    designs: Vec<Layer<'a>>,
}

impl<'a> Layers<'a> {
    fn all(&self) -> impl Iterator<Item = &Layer<'a>> {
        std::iter::once(&self.first).chain(&self.designs)
    }

    /// The value of a field, from the first layer that gives it, with that layer's place.
    fn pick<T>(&self, field: impl Fn(&'a v1::Element) -> Option<T>) -> Option<(T, &Spot<'a>)> {
        self.all()
            .find_map(|layer| Some((field(layer.element)?, &layer.spot)))
    }

    fn value<T>(&self, field: impl Fn(&'a v1::Element) -> Option<T>) -> Option<T> {
        self.pick(field).map(|(value, _)| value)
    }

    /// How much is copied to make so many.
    fn copied(&self, count: u32) -> usize {
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let bytes = self.all().map(|layer| layer.bytes);
        bytes.sum::<usize>().saturating_mul(count)
    }
}

impl Lower<'_> {
    pub(super) fn designs(&mut self, docs: &[Doc]) -> Vec<Element> {
        let designs = Designs::new(docs);
        let mut made = Vec::new();
        for (file, at, design) in each(docs, |lists| &lists.design) {
            let spot = Spot::item(file, &["design"], at);
            self.report.about("design", &design.id, &spot);
            if design.count.is_some() {
                let message = "a design is not counted; count the elements that are like it";
                self.contradiction(&spot.key("count"), message);
            }
            if design.design.is_some() {
                let message = "a design is a piece of no design; elements that are like it are";
                self.contradiction(&spot.key("design"), message);
            }
            let layers = self.layers((design, spot), &designs);
            if self.may_copy(&layers, 1, &spot) {
                made.push(self.one(&layers));
            }
        }
        made
    }

    /// Makes the campaign's elements.
    pub(super) fn make_elements(&mut self, docs: &[Doc]) {
        let designs = Designs::new(docs);
        for (file, doc) in docs.iter().enumerate() {
            let origin = Origin {
                file,
                list: &["element"],
            };
            self.make(doc.lists.element.iter(), origin, &designs);
        }
    }

    /// Makes the elements of one list, and gives each its index.
    pub(crate) fn make<'a>(
        &mut self,
        elements: impl Iterator<Item = &'a v1::Element>,
        origin: Origin,
        designs: &Designs<'_>,
    ) {
        for (at, element) in elements.enumerate() {
            let spot = Spot::item(origin.file, origin.list, at);
            self.report.about("element", &element.id, &spot);
            let layers = self.layers((element, spot), designs);
            if !self.may_copy(&layers, element.count.unwrap_or(1), &spot) {
                continue;
            }
            let mut made = self.one(&layers);
            made.design = self.design_of(&layers);
            match element.count {
                None => self.add_element(made),
                Some(count) => self.add_counted(&made, count, &spot),
            }
        }
    }

    /// Counts what is copied to make so many; where that is too much, it is reported.
    fn may_copy(&mut self, layers: &Layers<'_>, count: u32, spot: &Spot<'_>) -> bool {
        let room = MOST_ELEMENTS.saturating_sub(self.elements.len());
        let is_counted = count > 1;
        let copied = self.copied.saturating_add(layers.copied(count));
        let fits = !is_counted || usize::try_from(count).is_ok_and(|count| count <= room);
        if fits && copied <= MOST_COPIED {
            self.copied = copied;
            return true;
        }
        let key = if is_counted { "count" } else { "like" };
        let message = format!(
            "counts and designs make at most {MOST_ELEMENTS} elements of {} MiB together",
            MOST_COPIED >> 20
        );
        self.report
            .error(codes::TOO_MANY, &spot.key(key), message, |finding| {
                finding.number("count", f64::from(count), "")
            });
        false
    }

    fn add_element(&mut self, element: Element) {
        self.scope.elements.add(element.id.as_str());
        self.elements.push(element);
    }

    fn add_counted(&mut self, element: &Element, count: u32, spot: &Spot<'_>) {
        let named = element.name != element.id.as_str();
        for number in 1..=count {
            let id = format!("{}-{number}", element.id);
            self.report.about("element", &id, spot);
            let mut one = element.clone();
            one.name = if named {
                format!("{} {number}", element.name)
            } else {
                id.clone()
            };
            one.id = Id::from(id.as_str());
            self.add_element(one);
        }
    }

    /// The element with the designs it is like, as far as they are known.
    fn layers<'a>(
        &mut self,
        (element, spot): (&'a v1::Element, Spot<'a>),
        designs: &Designs<'a>,
    ) -> Layers<'a> {
        let mut layers = Layers {
            first: Layer::new(element, spot),
            designs: Vec::new(),
        };
        let mut last = layers.first;
        while let Some(like) = &last.element.like {
            let spot = last.spot.key("like");
            let Some(design) = designs.of.get(like.as_str()) else {
                let message = format!("\"{like}\" is no design of the campaign");
                let known = designs.of.keys().copied();
                self.report
                    .unknown(model_codes::DANGLING, &spot, (like, message), known);
                break;
            };
            let is_this = |known: &Layer<'_>| std::ptr::eq(known.element, design.element);
            if layers.all().any(is_this) {
                self.contradiction(&spot, &format!("the design \"{like}\" is like itself"));
                break;
            }
            if layers.designs.len() >= MOST_LAYERS {
                let message = format!("designs are like others at most {MOST_LAYERS} deep");
                self.report
                    .error(codes::TOO_MANY, &spot, message, |finding| finding);
                break;
            }
            last = *design;
            layers.designs.push(last);
        }
        layers
    }

    fn one(&mut self, layers: &Layers<'_>) -> Element {
        let (id, spot) = (layers.first.element.id.as_str(), layers.first.spot);
        let kind = layers.value(|it| it.kind).map(Into::into);
        let kind: ElementKind = kind.unwrap_or_default();
        let mut made = Element::new(id, kind, self.class_of(layers, kind), Mass::ZERO);
        if let Some(name) = layers.value(|it| it.name.as_ref()) {
            made.name.clone_from(name);
        }
        made.mass = self.mass(layers, &spot);
        made.volume = layers
            .value(|it| it.volume)
            .map(|it| it.0)
            .unwrap_or_default();
        let environment = layers.value(|it| it.environment);
        made.environment = environment.map(Into::into).unwrap_or_default();
        made.size = layers.value(|it| it.size).map(|size| size.map(|it| it.0));
        made.cost = layers.value(|it| it.cost).map(|cost| cost.0);
        made.hold = layers.value(|it| it.hold.as_ref()).map(hold);
        made.source = layers.value(|it| it.source.clone());
        if let Some((owner, spot)) = layers.pick(|it| it.owner.as_ref()) {
            made.owner = self.partner(Some(owner), spot, "owner");
        }
        self.abilities(&mut made, layers);
        self.states(&mut made, layers);
        self.use_of(&mut made, layers);
        if let Some((parts, spot)) = layers.pick(|it| it.part.as_ref()) {
            made.parts = self.parts(parts, &spot.key("part"));
        }
        made
    }

    fn class_of(&mut self, layers: &Layers<'_>, kind: ElementKind) -> SupplyClass {
        match layers.pick(|it| it.class) {
            Some((number, spot)) => self.class(number, &spot.key("class")),
            None => class_by_kind(kind),
        }
    }

    fn mass(&mut self, layers: &Layers<'_>, spot: &Spot<'_>) -> Mass {
        let mass = layers.value(|it| it.mass);
        // The design that lacks it is reported itself.
        if mass.is_none() && layers.designs.is_empty() {
            let message = "the key \"mass\" is lacking here and in any design";
            self.report
                .error(text_codes::MISSING_KEY, spot, message, |finding| {
                    finding
                        .text("key", "mass")
                        .advice("write mass = \"... kg\" or mass_kg = ...")
                });
        }
        mass.map(|mass| mass.0).unwrap_or_default()
    }

    /// Stores, and what draws from them.
    fn abilities(&mut self, made: &mut Element, layers: &Layers<'_>) {
        let stores = layers.pick(|it| it.store.as_ref());
        if let Some((stores, spot)) = stores {
            made.stores = self.stores(stores, &spot.key("store"));
        }
        if let Some((engines, spot)) = layers.pick(|it| it.propulsion.as_ref()) {
            made.propulsion = self.engines(engines, &made.stores, &spot.key("propulsion"));
        }
        if let Some((drive, spot)) = layers.pick(|it| it.drive.as_ref()) {
            made.drive = Some(self.drive(drive, &made.stores, &spot.key("drive")));
        }
        if let Some((crew, spot)) = layers.pick(|it| it.crew.as_ref()) {
            made.crew = Some(self.crew(crew, &spot.key("crew")));
        }
        for (at, store) in stores
            .into_iter()
            .flat_map(|(stores, _)| stores)
            .enumerate()
        {
            let feeds =
                made.feeds_engine(at) || made.drive.is_some_and(|drive| drive.store == Some(at));
            made.stores[at].serves_demands = store.serves_demands.unwrap_or(!feeds);
        }
    }

    /// What a planner must know of its use.
    fn use_of(&mut self, made: &mut Element, layers: &Layers<'_>) {
        made.max_payload = layers.value(|it| it.max_payload).map(|mass| mass.0);
        if let Some((ways, spot)) = layers.pick(|it| it.ways.as_ref()) {
            made.ways = self.ways(ways, &spot.key("ways"));
        }
        if let Some((upkeep, spot)) = layers.pick(|it| it.upkeep.as_ref()) {
            made.upkeep = self.upkeep(upkeep, &spot.key("upkeep"));
        }
        if let Some((plant, spot)) = layers.pick(|it| it.plant.as_ref()) {
            let spot = spot.key("plant");
            made.plant = Some(Plant {
                inputs: self.rates(&plant.inputs, &spot.key("inputs")),
                outputs: self.rates(&plant.outputs, &spot.key("outputs")),
                decay_per_y: plant.decay_per_y.unwrap_or_default(),
            });
        }
        if let Some((sizing, spot)) = layers.pick(|it| it.sizing.as_ref()) {
            made.sizing = Some(self.sizing(sizing, &spot.key("sizing")));
        }
    }

    /// The design that an element is a piece of.
    fn design_of(&mut self, layers: &Layers<'_>) -> Option<Index<Element>> {
        let first = layers.first;
        match (&first.element.design, layers.designs.first()) {
            (Some(word), _) => self.design(word, &first.spot.key("design")),
            (None, Some(design)) => self.scope.designs.get(&design.element.id),
            (None, None) => None,
        }
    }

    fn upkeep(&mut self, upkeep: &v1::Upkeep, spot: &Spot<'_>) -> Upkeep {
        let list = spot.key("per_trip");
        let mut per_trip = Vec::with_capacity(upkeep.per_trip.len());
        for (at, wear) in upkeep.per_trip.iter().enumerate() {
            let item = list.index(at);
            let scope = &self.scope;
            let good = scope.good(&wear.good, &item.key("good"), &mut self.report);
            per_trip.extend(good.map(|good| (good, wear.fraction)));
        }
        Upkeep {
            per_trip,
            base: self.node(upkeep.base.as_ref(), spot, "base"),
            turnaround: upkeep.turnaround.map(|time| time.0).unwrap_or_default(),
            refurbishment: upkeep.refurbishment.map(|money| money.0),
            max_departures: upkeep.max_departures,
        }
    }

    fn stores(&mut self, stores: &[v1::Store], spot: &Spot<'_>) -> Vec<Store> {
        let numbered = stores.iter().enumerate();
        numbered
            .map(|(at, store)| self.store(store, &spot.index(at)))
            .collect()
    }

    fn store(&mut self, store: &v1::Store, spot: &Spot<'_>) -> Store {
        let kind = match store.resource.as_deref() {
            None | Some("any") => StoreKind::Any,
            Some(resource) => {
                let table = &self.scope.resources;
                let found = table.find(resource, &spot.key("resource"), &mut self.report);
                // A store for anything contradicts nothing that is in it.
                found.map_or(StoreKind::Any, StoreKind::Tank)
            }
        };
        let list = spot.key("classes");
        let classes = store.classes.iter().enumerate();
        let classes = classes.map(|(at, class)| self.class(*class, &list.index(at)));
        Store {
            name: store.name.clone(),
            kind,
            classes: classes.collect(),
            max_mass: store.max_mass.map(|mass| mass.0),
            max_volume: store.max_volume.map(|volume| volume.0),
            environment: store.environment.map(Into::into).unwrap_or_default(),
            contents: self.lots(&store.contents, &spot.key("contents")),
            boil_off_per_d: store.boil_off_per_d.unwrap_or_default(),
            serves_demands: true,
        }
    }

    fn engines(
        &mut self,
        engines: &[v1::Propulsion],
        stores: &[Store],
        spot: &Spot<'_>,
    ) -> Vec<Propulsion> {
        let mut made = Vec::new();
        for (at, engine) in engines.iter().enumerate() {
            let item = spot.index(at);
            made.push(Propulsion {
                system: engine.system.map(Into::into).unwrap_or_default(),
                isp: engine.isp.0,
                thrust: engine.thrust.map(|thrust| thrust.0),
                feeds: self.feeds(&engine.feeds, stores, &item.key("feeds")),
            });
        }
        made
    }

    fn feeds(&mut self, feeds: &[v1::Feed], stores: &[Store], spot: &Spot<'_>) -> Vec<Feed> {
        let mut made = Vec::new();
        for (at, feed) in feeds.iter().enumerate() {
            let item = spot.index(at);
            let store = self.store_named(&feed.store, stores, &item.key("store"));
            made.push(Feed {
                // A feed that is left out would make the shares of the others wrong.
                store: store.unwrap_or_else(|| nowhere::<()>(0).at()),
                share: feed.share.unwrap_or(1.0),
            });
        }
        made
    }

    fn drive(&mut self, drive: &v1::Drive, stores: &[Store], spot: &Spot<'_>) -> Drive {
        let store = drive.store.as_ref();
        Drive {
            max_speed: drive.max_speed.0,
            store: store.and_then(|name| self.store_named(name, stores, &spot.key("store"))),
            fuel_per_km: drive.fuel_per_km.unwrap_or_default(),
        }
    }

    /// The position of the store of this name.
    fn store_named(&mut self, name: &str, stores: &[Store], spot: &Spot<'_>) -> Option<usize> {
        let found = stores.iter().position(|store| store.name == name);
        if found.is_none() {
            let message = format!("\"{name}\" is no store of the element");
            let known = stores.iter().map(|store| store.name.as_str());
            self.report
                .unknown(model_codes::DANGLING, spot, (name, message), known);
        }
        found
    }

    fn crew(&mut self, crew: &v1::Crew, spot: &Spot<'_>) -> CrewMember {
        let person = crew.person.as_ref();
        let people = &self.scope.people;
        let report = &mut self.report;
        CrewMember {
            available_fraction: crew.available_fraction.unwrap_or(1.0),
            person: person.and_then(|word| people.find(word, &spot.key("person"), report)),
        }
    }

    fn states(&mut self, made: &mut Element, layers: &Layers<'_>) {
        if let Some((states, spot)) = layers.pick(|it| it.state.as_ref()) {
            let list = spot.key("state");
            let mut names = BTreeSet::new();
            for (at, state) in states.iter().enumerate() {
                let item = list.index(at);
                if !names.insert(state.name.as_str()) {
                    let message = format!("two states are called \"{}\"", state.name);
                    self.report.error(
                        model_codes::DUPLICATE_ID,
                        &item.key("name"),
                        message,
                        |finding| finding,
                    );
                }
                made.states.push(State {
                    name: state.name.clone(),
                    kind: state.kind.map(Into::into).unwrap_or_default(),
                    models: self.models(&state.models, &item.key("models")),
                });
            }
        }
        made.initial_state = match layers.pick(|it| it.initial_state.as_deref()) {
            None => (!made.states.is_empty()).then_some(0),
            Some(("", _)) => None,
            Some((name, spot)) => self.state_of(made, name, &spot.key("initial_state")),
        };
    }

    /// The position of the state of this name.
    pub(super) fn state_of(
        &mut self,
        element: &Element,
        name: &str,
        spot: &Spot<'_>,
    ) -> Option<usize> {
        let found = element.states.iter().position(|state| state.name == name);
        if found.is_none() {
            let message = format!("\"{name}\" is no state of \"{}\"", element.id);
            let known = element.states.iter().map(|state| state.name.as_str());
            self.report
                .unknown(model_codes::DANGLING, spot, (name, message), known);
        }
        found
    }

    fn parts(&mut self, parts: &[v1::Part], spot: &Spot<'_>) -> Vec<Part> {
        let mut made = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let item = spot.index(at);
            let table = &self.scope.resources;
            let resource = table.find(&part.resource, &item.key("resource"), &mut self.report);
            made.push(Part {
                resource: resource.unwrap_or_else(|| nowhere(0)),
                quantity: part.quantity.unwrap_or(1.0),
                mean_time_to_failure: part.mean_time_to_failure.map(|time| time.0),
                mean_time_to_repair: part.mean_time_to_repair.map(|time| time.0),
                repair_mass: part.repair_mass.map(|mass| mass.0).unwrap_or_default(),
                duty_cycle: part.duty_cycle.unwrap_or(1.0),
            });
        }
        made
    }
}

fn hold(hold: &v1::Hold) -> Hold {
    let door = hold.door.map(|door| door.map(|it| -> Distance { it.0 }));
    Hold {
        max_mass: hold.max_mass.map(|mass| mass.0),
        max_volume: hold.max_volume.map(|volume| volume.0),
        max_crew: hold.max_crew.unwrap_or_default(),
        environment: hold.environment.map(Into::into).unwrap_or_default(),
        door,
    }
}

/// The class of supply that things of a kind have where nothing else is said.
fn class_by_kind(kind: ElementKind) -> SupplyClass {
    let number = match kind {
        ElementKind::Item => 10,
        ElementKind::Carrier | ElementKind::Tank => 901,
        ElementKind::Container => 501,
        ElementKind::PropulsiveVehicle => 902,
        ElementKind::SurfaceVehicle => 802,
        ElementKind::Truck | ElementKind::Train | ElementKind::Ship | ElementKind::Aircraft => 9,
        ElementKind::CrewMember => 0,
        ElementKind::Module => 801,
        ElementKind::Robot => 804,
        ElementKind::Plant => 805,
    };
    SupplyClass::new(number).unwrap_or(SupplyClass::NONE)
}
