//! Transports: from one node to another along an edge of any kind.

use crate::block::Blocked;
use crate::codes;
use crate::load::exceeds;
use crate::world::World;
use portolan_model::{
    Action, Activity, Burn, BurnStep, BurnSystem, Edge, Element, EventKind, Movement, Node, Site,
    Status, Way,
};
use portolan_vocabulary::{Duration, Finding, Index};

/// One trip while it lasts.
pub(crate) struct Trip {
    activity: Index<Activity>,
    edge: Index<Edge>,
    destination: Index<Node>,
    /// The burns, with the one of a low-thrust way.
    burns: Vec<Burn>,
    movement: usize,
    /// States to return to at arrival.
    states: Vec<(Index<Element>, Option<usize>)>,
    stranded: bool,
}

/// What an activity says of its transport.
struct Order<'a> {
    activity: Index<Activity>,
    edge: Index<Edge>,
    elements: &'a [Index<Element>],
    burns: &'a [Vec<BurnStep>],
    speed_m_s: Option<f64>,
    duty_cycle: f64,
    moving_state: Option<usize>,
    origin: Index<Node>,
    destination: Index<Node>,
}

impl<'a> World<'a> {
    /// Lets a transport leave, or says why it cannot.
    pub(crate) fn depart(&mut self, activity: Index<Activity>) -> Result<(), Blocked> {
        let order = self.order(activity)?;
        let named = order.elements;
        self.need_at_node(named, order.origin)?;
        self.need_idle_inside(named)?;
        self.need_open(&order)?;
        self.need_fit_to_travel(named, order.edge, order.origin)?;
        self.touch(order.origin.at());
        let burns = way_burns(self.campaign.edges[order.edge].way_at(self.now));
        self.need_matching_steps(&order, &burns)?;
        self.need_within_limits(&order)?;
        if let Some(finding) = self.over_payload(named) {
            return Err(Blocked::because(finding, named));
        }
        let duration = self.trip_duration(&order)?;
        self.need_first_burn(&order, &burns)?;
        self.use_fuel(&order)?;
        self.leave(&order, burns, duration);
        Ok(())
    }

    fn order(&self, activity: Index<Activity>) -> Result<Order<'a>, Blocked> {
        let plan = self.plan;
        let Action::Transport {
            edge,
            elements,
            burns,
            speed,
            duty_cycle,
            moving_state,
        } = &plan.activities[activity].action
        else {
            return Err(Blocked::bug());
        };
        let way = &self.campaign.edges[*edge];
        let first = elements.first().and_then(|element| self.place_of(*element));
        let backwards = way.both_ways && first == Some(Site::Node(way.destination));
        let (origin, destination) = if backwards {
            (way.destination, way.origin)
        } else {
            (way.origin, way.destination)
        };
        let speed_m_s = speed.map(|speed| speed.m_s());
        Ok(Order {
            activity,
            edge: *edge,
            elements,
            burns,
            speed_m_s,
            duty_cycle: *duty_cycle,
            moving_state: *moving_state,
            origin,
            destination,
        })
    }

    fn need_open(&self, order: &Order<'_>) -> Result<(), Blocked> {
        let edge = &self.campaign.edges[order.edge];
        let node = &self.campaign.nodes[order.origin];
        let now = self.now;
        for (kind, id, open, next) in [
            (
                "edge",
                edge.id.as_str(),
                edge.is_open(now),
                edge.next_open(now),
            ),
            (
                "node",
                node.id.as_str(),
                node.calendar.is_open(now),
                node.calendar.next_open(now),
            ),
        ] {
            if open {
                continue;
            }
            let finding = Finding::error(
                codes::CLOSED,
                kind,
                id,
                format!("\"{id}\" is closed at day {:.3}", self.now.days()),
            )
            .number("departure", self.now.days(), "d");
            let finding = match next {
                Some(next) => finding
                    .number("next-opening", next.days(), "d")
                    .advice(format!(
                        "leave at day {:.3}, when it opens next",
                        next.days()
                    )),
                None => finding.advice("it does not open again; take another way"),
            };
            return Err(Blocked::because(finding, order.elements));
        }
        Ok(())
    }

    fn need_matching_steps(&self, order: &Order<'_>, burns: &[Burn]) -> Result<(), Blocked> {
        if burns.len() == order.burns.len() {
            return Ok(());
        }
        let id = self.plan.activities[order.activity].id.as_str();
        let message = format!(
            "the way has {} burns, and the activity has steps for {}",
            burns.len(),
            order.burns.len()
        );
        let finding = Finding::error(codes::BAD_BURN, "activity", id, message)
            .number("burns", burns.len() as f64, "")
            .number("steps", order.burns.len() as f64, "");
        Err(Blocked::because(
            finding.advice("give one list of steps for each burn of the way"),
            order.elements,
        ))
    }

    fn need_within_limits(&self, order: &Order<'_>) -> Result<(), Blocked> {
        let edge = &self.campaign.edges[order.edge];
        let id = edge.id.as_str();
        let load = self.load_of(order.elements);
        let over = |code, what: &'static str, value: f64, most: f64, unit: &'static str| {
            let message = format!(
                "{what} of {value:.3} {unit} exceeds the {most:.3} {unit} that \"{id}\" takes"
            );
            let finding = Finding::error(
                code,
                "edge",
                id,
                message.replace(".000", "").replace("  ", " "),
            );
            Blocked::because(
                finding
                    .number("load", value, unit)
                    .number("limit", most, unit)
                    .number("excess", value - most, unit)
                    .advice("send less at once, or take another way"),
                order.elements,
            )
        };
        let limits = &edge.limits;
        if let Some(most) = limits.mass.filter(|most| exceeds(load.mass_kg, most.kg())) {
            return Err(over(
                codes::OVER_MASS,
                "a mass",
                load.mass_kg,
                most.kg(),
                "kg",
            ));
        }
        let volume = limits
            .volume
            .filter(|_| self.campaign.settings.volume_limits);
        if let Some(most) = volume.filter(|most| exceeds(load.volume_m3, most.m3())) {
            return Err(over(
                codes::OVER_VOLUME,
                "a volume",
                load.volume_m3,
                most.m3(),
                "m3",
            ));
        }
        if let Some(most) = limits.crew.filter(|most| load.crew > *most) {
            return Err(over(
                codes::OVER_CREW,
                "a crew",
                f64::from(load.crew),
                f64::from(most),
                "",
            ));
        }
        Ok(())
    }

    /// How long the trip takes; a way without duration is driven at the vehicle's speed.
    fn trip_duration(&self, order: &Order<'_>) -> Result<Duration, Blocked> {
        let way = self.campaign.edges[order.edge].way_at(self.now);
        if let Some(duration) = way.duration() {
            return Ok(duration);
        }
        let distance_m = way.distance().map_or(0.0, |distance| distance.m());
        let drive = order
            .elements
            .iter()
            .find_map(|element| self.roster[*element].drive);
        let Some(drive) = drive else {
            let id = self.plan.activities[order.activity].id.as_str();
            let message =
                "nothing that is listed can move by itself, and the way has no duration of its own";
            let finding = Finding::error(codes::NO_DRIVE, "activity", id, message)
                .advice("list a vehicle with a drive, or give the way a duration");
            return Err(Blocked::because(finding, order.elements));
        };
        let speed_m_s = order.speed_m_s.unwrap_or(drive.max_speed.m_s()) * order.duty_cycle;
        if speed_m_s <= 0.0
            || order
                .speed_m_s
                .is_some_and(|speed| exceeds(speed, drive.max_speed.m_s()))
        {
            let id = self.plan.activities[order.activity].id.as_str();
            let message = format!(
                "a speed of {speed_m_s:.3} m/s is not between zero and the vehicle's {:.3} m/s",
                drive.max_speed.m_s()
            );
            return Err(Blocked::because(
                Finding::error(codes::NO_DRIVE, "activity", id, message),
                order.elements,
            ));
        }
        Ok(Duration::from_seconds(distance_m / speed_m_s))
    }

    /// A burn at the moment of departure is judged before anything leaves.
    fn need_first_burn(&self, order: &Order<'_>, burns: &[Burn]) -> Result<(), Blocked> {
        let Some(first) = burns.first().filter(|burn| burn.after == Duration::ZERO) else {
            return Ok(());
        };
        let burn = self.plan_burn(
            order.elements,
            first.dv.m_s(),
            first.system,
            &order.burns[0],
        );
        if burn.is_complete() {
            return Ok(());
        }
        let id = self.plan.activities[order.activity].id.as_str();
        let mut blocked = Blocked::because(self.burn_finding(id, &burn), order.elements);
        blocked.burn = Some(Box::new(burn.record));
        Err(blocked)
    }

    /// Takes the fuel of vehicles that move by themselves, for the whole way, at departure.
    fn use_fuel(&mut self, order: &Order<'_>) -> Result<(), Blocked> {
        let (Way::Surface { distance } | Way::Ground { distance, .. }) =
            self.campaign.edges[order.edge].way
        else {
            return Ok(());
        };
        for element in order.elements {
            let Some(drive) = self.roster[*element]
                .drive
                .filter(|drive| drive.fuel_per_km > 0.0)
            else {
                continue;
            };
            let Some(store) = drive.store else { continue };
            let needed = drive.fuel_per_km * distance.m() / 1000.0;
            let slots = 0..self.live[element.at()].stores[store].len();
            let had: f64 = self.live[element.at()].stores[store]
                .iter()
                .map(|stock| stock.level)
                .sum();
            if exceeds(needed, had) {
                let id = self.roster[*element].id.as_str();
                let message = format!(
                    "\"{id}\" has fuel for {:.1} km of {:.1} km",
                    had / drive.fuel_per_km,
                    distance.m() / 1000.0
                );
                let finding = Finding::error(codes::NO_DRIVE, "element", id, message)
                    .number("needed", needed, "")
                    .number("had", had, "");
                return Err(Blocked::because(
                    finding.advice("refuel it first"),
                    order.elements,
                ));
            }
            let mut rest = needed;
            for slot in slots {
                let stock = &self.live[element.at()].stores[store][slot];
                let taken = rest.min(stock.level);
                self.record.mass.consumed_kg += taken * self.campaign.unit_mass_kg(stock.good);
                self.jump((*element, store, slot), -taken);
                rest -= taken;
            }
        }
        Ok(())
    }

    fn leave(&mut self, order: &Order<'_>, burns: Vec<Burn>, duration: Duration) {
        let (now, trip) = (self.now, self.trips.len());
        let site = self.sites.len();
        let movement = self.movement(order, duration);
        self.charge_trip(order.activity, order.edge, &movement);
        self.leave_base(order.activity, order.elements, order.origin);
        self.record.movements.push(movement);
        self.sites.push(crate::flow::SiteState::starting(
            Site::Edge(order.edge),
            now,
        ));
        self.move_roots(order.elements, site);
        let states = self.set_moving(order);
        for (number, burn) in burns.iter().enumerate() {
            self.queue
                .push(now + burn.after, crate::queue::Job::Burn { trip, number });
        }
        self.queue
            .push(now + duration, crate::queue::Job::Arrive { trip });
        let Order {
            activity,
            edge,
            destination,
            ..
        } = *order;
        self.trips.push(Trip {
            activity,
            edge,
            destination,
            burns,
            movement: self.record.movements.len() - 1,
            states,
            stranded: false,
        });
        self.record.event(
            activity,
            EventKind::Depart,
            now,
            Some(Site::Node(order.origin)),
            Status::Done,
        );
        self.touch(site);
    }

    fn move_roots(&mut self, elements: &[Index<Element>], site: usize) {
        for element in elements {
            self.end_stays(*element);
            self.go(*element, false);
            self.detach(*element);
            self.attach(*element, None, false, site);
            self.come(*element);
        }
    }

    fn set_moving(&mut self, order: &Order<'_>) -> Vec<(Index<Element>, Option<usize>)> {
        let Some(state) = order.moving_state else {
            return Vec::new();
        };
        let vehicle = order
            .elements
            .iter()
            .copied()
            .find(|element| self.roster[*element].states.len() > state);
        let Some(vehicle) = vehicle else {
            return Vec::new();
        };
        let before = self.live[vehicle.at()].state;
        self.set_state(vehicle, Some(state));
        vec![(vehicle, before)]
    }

    fn movement(&self, order: &Order<'_>, duration: Duration) -> Movement {
        let load = self.load_of(order.elements);
        let edge = &self.campaign.edges[order.edge];
        Movement {
            activity: order.activity,
            edge: order.edge,
            origin: order.origin,
            destination: order.destination,
            depart: self.now,
            arrive: None,
            due: self.now + duration,
            listed: order.elements.to_vec(),
            mass_kg: load.mass_kg,
            end_mass_kg: load.mass_kg,
            cargo_kg: load.cargo_kg,
            propellant_kg: load.propellant_kg,
            tare_kg: load.tare_kg,
            capacity_kg: load.capacity_kg,
            limit_kg: edge.limits.mass.map(|mass| mass.kg()),
            crew: load.crew,
            exploration_kg: load.exploration_kg,
            by_owner_kg: load.by_owner_kg,
        }
    }

    /// Carries out one burn of a trip, or strands it.
    pub(crate) fn trip_burn(&mut self, trip: usize, number: usize) {
        let Trip {
            activity,
            edge,
            stranded,
            ..
        } = self.trips[trip];
        if stranded {
            return;
        }
        let plan = self.plan;
        let Action::Transport { burns: steps, .. } = &plan.activities[activity].action else {
            return;
        };
        let site = self.trip_site(trip);
        self.touch(site);
        let burn = self.trips[trip].burns[number];
        let stack = self.sites[site].roots.clone();
        let planned = self.plan_burn(&stack, burn.dv.m_s(), burn.system, &steps[number]);
        let place = Some(Site::Edge(edge));
        let kind = EventKind::Burn(u32::try_from(number).unwrap_or(u32::MAX));
        let complete = planned.is_complete();
        let status = if complete {
            Status::Done
        } else {
            Status::Blocked
        };
        let at = self.record.event(activity, kind, self.now, place, status);
        if complete {
            self.carry_out(&planned);
        } else {
            let finding = self.burn_finding(plan.activities[activity].id.as_str(), &planned);
            self.strand(trip, finding);
        }
        self.record.events[at].burn = Some(Box::new(planned.record));
    }

    fn trip_site(&self, trip: usize) -> usize {
        self.campaign.nodes.len() + trip
    }

    /// Leaves a trip where it is.
    fn strand(&mut self, trip: usize, cause: Finding) {
        let Trip {
            activity,
            edge,
            movement,
            ..
        } = self.trips[trip];
        self.trips[trip].stranded = true;
        let site = self.trip_site(trip);
        let roots = self.sites[site].roots.clone();
        self.record.movements[movement].end_mass_kg =
            roots.iter().map(|root| self.mass_kg(*root)).sum();
        self.blame(&roots, activity);
        let (id, way) = (
            self.plan.activities[activity].id.as_str(),
            self.campaign.edges[edge].id.as_str(),
        );
        self.record.findings.push(cause);
        let message =
            format!("the transport is stranded on \"{way}\": what it carries does not arrive");
        self.record
            .findings
            .push(Finding::error(codes::STRANDED, "activity", id, message).follows_from(id));
    }

    /// Ends a trip at its destination.
    pub(crate) fn arrive(&mut self, trip: usize) {
        let Trip {
            activity,
            destination,
            movement,
            stranded,
            ..
        } = self.trips[trip];
        if stranded {
            self.record.event(
                activity,
                EventKind::Arrive,
                self.now,
                Some(Site::Edge(self.trips[trip].edge)),
                Status::Followed,
            );
            return;
        }
        let site = self.trip_site(trip);
        self.touch(site);
        self.touch(destination.at());
        let roots = self.sites[site].roots.clone();
        self.wear(activity, &roots, site);
        self.record.movements[movement].arrive = Some(self.now);
        self.record.movements[movement].end_mass_kg =
            roots.iter().map(|root| self.mass_kg(*root)).sum();
        self.move_roots(&roots, destination.at());
        self.reach_base(&roots, destination);
        for (element, state) in std::mem::take(&mut self.trips[trip].states) {
            if self.is_here(element) {
                self.set_state(element, state);
            }
        }
        self.record.event(
            activity,
            EventKind::Arrive,
            self.now,
            Some(Site::Node(destination)),
            Status::Done,
        );
        self.mission_arrival(activity, destination);
    }
}

/// The burns of a way; a low-thrust way pays for its whole velocity change at arrival.
fn way_burns(way: &Way) -> Vec<Burn> {
    match way {
        Way::LowThrust { duration, dv } => vec![Burn {
            after: *duration,
            dv: *dv,
            system: BurnSystem::Main,
        }],
        _ => way.burns().to_vec(),
    }
}
