//! Choices: random offers, caps, demands for pieces, wear and sizing laws, laid over a campaign and its plan.
//!
//! What they ask of the plan is left to chance, so that it need not be feasible any more: they are for what reads,
//! writes and judges campaigns.

use crate::author::{hold, stock, tank};
use crate::chance::Chance;
use portolan_model::{
    Auxiliary, BurnSystem, Campaign, Cap, Demand, Element, ElementKind, Environment, Feed, Goal,
    Good, MassRange, Most, Need, Offer, Offered, Parts, Piece, PieceKind, Plan, Plant, Propulsion,
    Rate, Recipient, Sizing, SizingMesh, SizingQuantity, SizingTerm, SupplyClass, Triangulation,
    Upkeep,
};
use portolan_vocabulary::{Currency, Duration, Index, Mass, Money, SpecificImpulse};

/// The campaign and its plan with everything that a planner looks at, at random.
///
/// # Panics
/// Where the choices make an invalid campaign: then they are wrong.
pub fn with_choices(campaign: &Campaign, plan: &Plan, seed: u64) -> (Campaign, Plan) {
    let mut choices = Choices {
        chance: Chance::new(seed ^ 0x63_686f_6963_6573),
        parts: campaign.clone().into_parts(),
    };
    choices.network();
    choices.designs();
    choices.elements();
    choices.offers();
    choices.caps();
    choices.demands();
    let made = choices.made();
    let mut plan = plan.clone();
    plan.elements.extend(made);
    match Campaign::new(choices.parts) {
        Ok((campaign, _)) => (campaign, plan),
        Err(findings) => unreachable!("an invalid random campaign: {findings:#?}"),
    }
}

struct Choices {
    chance: Chance,
    parts: Parts,
}

impl Choices {
    /// A whole number of days below this one.
    fn days(&mut self, most: f64) -> Duration {
        Duration::from_days((self.chance.unit() * most).floor())
    }

    fn money(&mut self, most: f64) -> Money {
        let amount = (self.chance.unit() * most).floor();
        Money::new(amount, Currency::USD, 2026)
    }

    /// One of so many things, of which there is at least one.
    fn index<T>(&mut self, count: usize) -> Index<T> {
        Index::new(self.chance.below(count))
    }

    fn good(&mut self) -> Good {
        let count = self.parts.resources.len();
        if self.chance.chance(0.8) {
            return Good::Specific(self.index(count));
        }
        Good::Generic {
            class: SupplyClass::new(2).unwrap_or(SupplyClass::NONE),
            environment: Environment::Pressurised,
        }
    }

    fn network(&mut self) {
        let first = self.chance.below(Goal::ALL.len());
        let mut goals = Goal::ALL;
        goals.rotate_left(first);
        let many = self.chance.below(goals.len() + 1);
        self.parts.settings.objective = goals[..many].to_vec();
        let (chance, parts) = (&mut self.chance, &mut self.parts);
        for node in parts.nodes.iter_mut() {
            let days = (chance.unit() * 500.0).floor();
            node.max_stay = chance.chance(0.3).then(|| Duration::from_days(days));
        }
        for edge in parts.edges.iter_mut() {
            let tonnes = chance.between(0.0, 2000.0);
            edge.tariff.emissions_per_trip = chance.chance(0.5).then(|| Mass::new(1e3 * tonnes));
            edge.tariff.emissions_per_kg = chance.chance(0.5).then_some(tonnes / 1000.0);
        }
        for resource in parts.resources.iter_mut() {
            resource.transfer_loss = if chance.chance(0.3) { 0.02 } else { 0.0 };
        }
    }

    /// A few vehicles with sizing laws.
    fn designs(&mut self) {
        for number in 0..=self.chance.below(3) {
            let id = format!("sized-{number}");
            let kind = ElementKind::PropulsiveVehicle;
            let class = SupplyClass::new(9023).unwrap_or(SupplyClass::NONE);
            let mut design = Element::new(id.as_str(), kind, class, Mass::new(5000.0));
            let resources = self.parts.resources.len();
            let (fuel, oxidiser) = (self.index(resources), self.index(resources));
            design.stores = vec![
                tank("fuel", fuel, 4000.0, 0.0),
                tank("oxidiser", oxidiser, 2e4, 0.0),
                stock(3000.0, Vec::new()),
            ];
            design.hold = Some(hold(1e4, 4, Environment::Pressurised));
            let feeds = [(0, 0.25), (1, 0.75)].map(|(store, share)| Feed { store, share });
            design.propulsion.push(Propulsion {
                system: BurnSystem::Main,
                isp: SpecificImpulse::new(self.chance.between(300.0, 450.0)),
                thrust: None,
                feeds: feeds.to_vec(),
            });
            if self.chance.chance(0.5) {
                design.name = "Sized".to_owned();
            }
            design.sizing = Some(self.law());
            self.make_used(&mut design);
            self.parts.designs.add(design);
        }
    }

    /// A law that has a dry mass at its least capacities at least.
    fn law(&mut self) -> Sizing {
        let most = self.chance.between(1e3, 1e5);
        let range = |least: f64, most: f64| MassRange {
            least: Mass::new(least),
            most: Mass::new(most),
        };
        let width = self.chance.between(100.0, 1000.0);
        let meshed = self.chance.chance(0.5);
        let mesh = meshed.then(|| {
            if width < 550.0 {
                return SizingMesh::Squares(Mass::new(width));
            }
            SizingMesh::Triangles(square(width))
        });
        let mut term = |most: f64, of: SizingQuantity, exponent: f64| SizingTerm {
            coefficient: self.chance.between(0.0, most),
            of,
            exponent,
        };
        let power = Auxiliary {
            name: "power".to_owned(),
            terms: vec![
                term(1e-3, SizingQuantity::Dry, 1.25),
                term(100.0, SizingQuantity::One, 1.0),
            ],
        };
        let terms = vec![
            term(0.5, SizingQuantity::Dry, 1.0),
            term(600.0, SizingQuantity::Payload, 0.05),
            term(0.1, SizingQuantity::Propellant, 1.0),
            term(2.0, SizingQuantity::Auxiliary(0), 0.9),
            term(400.0, SizingQuantity::One, 1.0),
        ];
        Sizing {
            payload: range(0.0, most / 10.0),
            propellant: range(1000.0, most),
            dry: range(10.0, 1e6),
            auxiliaries: vec![power],
            terms,
            mesh,
        }
    }

    /// Wear, ways, payload and production of some elements of the campaign.
    fn elements(&mut self) {
        let mut elements = std::mem::take(&mut self.parts.elements);
        let designs = self.parts.designs.len();
        for element in elements.iter_mut() {
            if self.chance.chance(0.3) {
                self.make_used(element);
            }
            if self.chance.chance(0.3) {
                element.design = Some(self.index(designs));
            }
        }
        self.parts.elements = elements;
    }

    fn make_used(&mut self, element: &mut Element) {
        let (nodes, edges) = (self.parts.nodes.len(), self.parts.edges.len());
        element.max_payload = Some(Mass::new(self.chance.between(0.0, 1e4)));
        let ways = self.chance.below(3);
        element.ways = (0..ways).map(|_| self.index(edges)).collect();
        element.upkeep = Upkeep {
            per_trip: vec![(self.good(), self.chance.between(0.0, 0.1))],
            base: Some(self.index(nodes)),
            turnaround: self.days(60.0),
            refurbishment: Some(self.money(1e6)),
            max_departures: self.chance.chance(0.5).then_some(7),
        };
        if self.chance.chance(0.5) {
            let mut rates = |most: f64| Rate {
                good: self.good(),
                per_day: (self.chance.unit() * most).floor(),
            };
            element.plant = Some(Plant {
                inputs: vec![rates(10.0), rates(2.0)],
                outputs: vec![rates(8.0)],
                decay_per_y: 0.125,
            });
        }
    }

    fn offers(&mut self) {
        let (nodes, partners) = (self.parts.nodes.len(), self.parts.partners.len());
        let designs = self.parts.designs.len();
        let elements = self.parts.elements.indices().take(2);
        let mut offered: Vec<_> = elements
            .map(|it| (Offered::Element(it), Some(1.0)))
            .collect();
        offered.push((Offered::Design(self.index(designs)), Some(3.0)));
        let amount = self.chance.between(0.0, 1e5);
        offered.push((Offered::Good(self.good()), Some(amount)));
        offered.push((Offered::Good(self.good()), None));
        for (number, (what, limit)) in offered.into_iter().enumerate() {
            let from = self.days(100.0);
            let until = from + Duration::from_days(50.0);
            let offer = Offer {
                id: format!("offer-{number}").as_str().into(),
                what,
                node: self.index(nodes),
                limit,
                from,
                until: self.chance.chance(0.5).then_some(until),
                owner: self.chance.chance(0.5).then(|| self.index(partners)),
                lent: !matches!(what, Offered::Good(_)) && self.chance.chance(0.3),
            };
            self.parts.offers.add(offer);
        }
    }

    fn caps(&mut self) {
        let (edges, partners) = (self.parts.edges.len(), self.parts.partners.len());
        let trips = self.chance.below(9) as u32;
        let most = [
            Most::Mass(Mass::new(self.chance.between(0.0, 1e6))),
            Most::Trips(trips),
            Most::Cost(self.money(1e9)),
        ];
        for (number, most) in most.into_iter().enumerate() {
            let counts_mass = matches!(most, Most::Mass(_));
            let from = self.days(100.0);
            let until = from + Duration::from_days(50.0);
            let many = self.chance.below(3);
            let cap = Cap {
                id: format!("cap-{number}").as_str().into(),
                most,
                edges: (0..many).map(|_| self.index(edges)).collect(),
                owner: self.chance.chance(0.5).then(|| self.index(partners)),
                good: counts_mass.then(|| self.good()),
                from,
                until: self.chance.chance(0.5).then_some(until),
                partner: self.chance.chance(0.5).then(|| self.index(partners)),
            };
            self.parts.caps.add(cap);
        }
    }

    fn demands(&mut self) {
        let (nodes, designs) = (self.parts.nodes.len(), self.parts.designs.len());
        for number in 0..3 {
            let mut pieces = vec![Piece {
                kind: PieceKind::Design(self.index(designs)),
                count: 1 + self.chance.below(4) as u32,
            }];
            let first = self.parts.elements.indices().next();
            pieces.extend(first.map(|element| Piece {
                kind: PieceKind::Element(element),
                count: 1,
            }));
            let from = self.days(100.0);
            let need = Need::Presence {
                pieces,
                from,
                until: from + self.days(3.0),
            };
            let demand = Demand {
                id: format!("pieces-{number}").as_str().into(),
                recipient: Recipient::Node(self.index(nodes)),
                need,
                partner: None,
            };
            self.parts.demands.add(demand);
        }
    }

    /// Elements as a planner makes them from the designs: some as they are, some with sizes, contents and an owner of
    /// their own, some without what the design has.
    fn made(&mut self) -> Vec<Element> {
        let mut made = Vec::new();
        for (index, design) in self.parts.designs.clone().indexed() {
            for number in 0..3 {
                let mut one = design.clone();
                one.id = format!("{}-made-{number}", design.id).as_str().into();
                one.design = Some(index);
                if self.chance.chance(0.5) {
                    one.name = one.id.to_string();
                }
                if self.chance.chance(0.5) {
                    let partners = self.parts.partners.len();
                    one.owner = Some(self.index(partners));
                    one.mass = Mass::new(self.chance.between(10.0, 1e4));
                    one.max_payload = Some(Mass::new(self.chance.between(0.0, 1e3)));
                }
                if self.chance.chance(0.3) {
                    one.upkeep = Upkeep::default();
                    one.sizing = None;
                    one.ways.clear();
                }
                if let Some(store) = one.stores.first_mut().filter(|_| number == 2) {
                    store.max_mass = Some(Mass::new(self.chance.between(5e3, 1e4)));
                }
                made.push(one);
            }
        }
        made
    }
}

/// A square of the least capacities of a law, cut from its lower left to its upper right corner.
fn square(width: f64) -> Triangulation {
    let point = |across: f64, up: f64| [Mass::new(across * width), Mass::new(1000.0 + up * width)];
    Triangulation {
        points: vec![
            point(0.0, 0.0),
            point(1.0, 0.0),
            point(0.0, 1.0),
            point(1.0, 1.0),
        ],
        triangles: vec![[0, 1, 3], [0, 3, 2]],
    }
}
