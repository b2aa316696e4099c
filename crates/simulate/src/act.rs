//! Activities other than transports and EVAs.

use crate::block::Blocked;
use crate::codes;
use crate::profile::{Process, per_second};
use crate::queue::Job;
use crate::standing::Standing;
use crate::world::{Presence, World};
use portolan_model::{
    Action, Activity, CrewTask, CrewTime, Element, EventKind, Good, Holder, Requester, Site,
    StateKind, Status,
};
use portolan_vocabulary::{Duration, Finding, Index};

impl<'a> World<'a> {
    /// Begins an activity: does it, or blocks it.
    pub(crate) fn begin(&mut self, activity: Index<Activity>) {
        if let Err(blocked) = self
            .need_said_site(activity)
            .and_then(|()| self.start(activity))
        {
            self.block(activity, EventKind::Begin, blocked);
        }
    }

    fn start(&mut self, activity: Index<Activity>) -> Result<(), Blocked> {
        let plan = self.plan;
        match &plan.activities[activity].action {
            Action::Transport { .. } => self.depart(activity),
            Action::Eva { .. } | Action::Explore { .. } => self.begin_eva(activity),
            action => {
                let duration = action.duration();
                if duration <= Duration::ZERO {
                    self.perform(activity)?;
                    self.done(activity, EventKind::Begin);
                    return Ok(());
                }
                let named = named_elements(action);
                self.need_here(&named)?;
                self.occupy(activity, &named, duration);
                self.begin_production(activity, duration);
                self.record.event(
                    activity,
                    EventKind::Begin,
                    self.now,
                    self.activity_site(activity),
                    Status::Done,
                );
                Ok(())
            }
        }
    }

    /// Ends an activity that takes time: its effect comes now.
    pub(crate) fn end(&mut self, activity: Index<Activity>) {
        for element in named_elements(&self.plan.activities[activity].action) {
            self.live[element.at()].busy = None;
        }
        match self.perform(activity) {
            Ok(()) => self.done(activity, EventKind::End),
            Err(blocked) => self.block(activity, EventKind::End, blocked),
        }
    }

    fn done(&mut self, activity: Index<Activity>, kind: EventKind) {
        self.charge_activity(activity);
        self.record.event(
            activity,
            kind,
            self.now,
            self.activity_site(activity),
            Status::Done,
        );
    }

    fn occupy(
        &mut self,
        activity: Index<Activity>,
        elements: &[Index<Element>],
        duration: Duration,
    ) {
        let until = self.now + duration;
        for element in elements {
            self.live[element.at()].busy = Some((until, activity));
        }
        self.queue.push(until, Job::End { activity });
    }

    /// Where an activity happens: where it says, or where what it names is.
    fn activity_site(&self, activity: Index<Activity>) -> Option<Site> {
        let activity = &self.plan.activities[activity];
        let named = named_elements(&activity.action);
        named
            .iter()
            .find_map(|element| self.place_of(*element))
            .or(activity.site)
    }

    /// What an activity says of its place must be true of what it names.
    fn need_said_site(&self, activity: Index<Activity>) -> Result<(), Blocked> {
        let activity = &self.plan.activities[activity];
        let Some(Site::Node(node)) = activity.site else {
            return Ok(());
        };
        let named: Vec<_> = match &activity.action {
            Action::Create {
                into: Holder::Element(carrier),
                ..
            } => vec![*carrier],
            // Remains of a stack may have been staged before they are removed; what is there is removed.
            Action::Create { .. } | Action::Transport { .. } | Action::Remove { .. } => {
                return Ok(());
            }
            action => named_elements(action),
        };
        if named.is_empty() {
            Ok(())
        } else {
            self.need_together(&named, node.at())
        }
    }

    fn perform(&mut self, activity: Index<Activity>) -> Result<(), Blocked> {
        let plan = self.plan;
        match &plan.activities[activity].action {
            Action::Create { elements, into } => self.create(activity, elements, *into),
            Action::Move { elements, to } => self.stow(elements, *to),
            Action::Remove { elements } => self.remove(elements),
            Action::Add { lots, to } => self.add_goods(activity, lots, *to),
            Action::Consume { lots, from } => self.consume(activity, lots, *from),
            Action::Transfer {
                lots,
                from,
                to,
                loss,
            } => self.transfer(lots, *from, *to, *loss),
            Action::Refuel {
                from,
                to,
                good,
                amount,
                loss,
                duration,
            } => self.refuel(*from, *to, *good, *amount, *loss, *duration),
            Action::BoilOff { element, lots } => self.vent(*element, lots),
            Action::Reconfigure { changes } => self.reconfigure(changes),
            Action::ReconfigureAll { elements, kind } => self.reconfigure_all(elements, *kind),
            Action::Burn { .. } => self.burn_here(activity),
            Action::Dock { elements, to, .. } => self.join(elements, *to),
            Action::Undock { elements, .. } | Action::Unload { elements, .. } => {
                self.part(elements)
            }
            Action::Load { elements, into, .. } => self.stow(elements, Holder::Element(*into)),
            Action::Repair {
                element,
                part,
                quantity,
                crew,
            } => self.repair(activity, *element, *part, *quantity, crew),
            Action::Assemble {
                elements,
                into,
                state,
                ..
            } => {
                self.join(elements, *into)?;
                match state {
                    Some(state) => self.reconfigure(&[(*into, *state)]),
                    None => Ok(()),
                }
            }
            Action::Hold { .. }
            | Action::Produce { .. }
            | Action::Transport { .. }
            | Action::Eva { .. }
            | Action::Explore { .. } => Ok(()),
        }
    }

    fn create(
        &mut self,
        activity: Index<Activity>,
        elements: &[Index<Element>],
        into: Holder,
    ) -> Result<(), Blocked> {
        for element in elements {
            if self.live[element.at()].presence != Presence::Unborn {
                let id = self.roster[*element].id.as_str();
                let finding = Finding::error(
                    codes::ABSENT,
                    "element",
                    id,
                    format!("\"{id}\" was created before"),
                );
                return Err(Blocked::because(
                    finding.advice("create each element once"),
                    elements,
                ));
            }
        }
        let site = match into {
            Holder::Node(node) => node.at(),
            Holder::Element(carrier) => {
                self.need_here(&[carrier])?;
                self.root_site(carrier)?
            }
        };
        let unfit = match into {
            Holder::Element(carrier) => self.hold_finding(carrier, elements),
            Holder::Node(_) => None,
        };
        if let Some(finding) = unfit.or_else(|| self.over_payload(elements)) {
            return Err(Blocked::because(finding, elements));
        }
        self.touch(site);
        for element in elements {
            self.bring_in(activity, *element, into, site);
        }
        Ok(())
    }

    pub(crate) fn root_site(&self, element: Index<Element>) -> Result<usize, Blocked> {
        self.site_of(element).ok_or_else(|| {
            let id = self.roster[element].id.as_str();
            Blocked::because(
                Finding::error(
                    codes::ABSENT,
                    "element",
                    id,
                    format!("\"{id}\" is not there"),
                ),
                &[element],
            )
        })
    }

    fn bring_in(
        &mut self,
        activity: Index<Activity>,
        element: Index<Element>,
        into: Holder,
        site: usize,
    ) {
        let parent = match into {
            Holder::Node(_) => None,
            Holder::Element(carrier) => Some(carrier),
        };
        self.record.mass.created_kg += self.live[element.at()].dry_kg + self.goods_kg(element);
        self.live[element.at()].presence = Presence::Here;
        self.attach(element, parent, false, site);
        self.begin_stay(element);
        self.come(element);
        self.live[element.at()].born = self.now;
        self.charge_element(activity, element);
        self.enter_state(element);
    }

    /// Puts elements into a hold or on a node, at the place where they are.
    fn stow(&mut self, elements: &[Index<Element>], to: Holder) -> Result<(), Blocked> {
        let site = match to {
            Holder::Node(node) => node.at(),
            Holder::Element(carrier) => {
                self.need_here(&[carrier]).map_err(|blocked| Blocked {
                    elements: elements.to_vec(),
                    ..blocked
                })?;
                self.root_site(carrier)?
            }
        };
        self.need_together(elements, site)?;
        self.need_no_circle(elements, to)?;
        if let Holder::Element(carrier) = to {
            let coming: Vec<_> = elements
                .iter()
                .copied()
                .filter(|element| {
                    let live = &self.live[element.at()];
                    live.joined || live.parent != Some(carrier)
                })
                .collect();
            if let Some(finding) = self.hold_finding(carrier, &coming) {
                return Err(Blocked::because(finding, elements));
            }
        }
        let parent = if let Holder::Element(carrier) = to {
            Some(carrier)
        } else {
            None
        };
        self.rehang(elements, parent, false, site);
        Ok(())
    }

    fn rehang(
        &mut self,
        elements: &[Index<Element>],
        parent: Option<Index<Element>>,
        joined: bool,
        site: usize,
    ) {
        self.touch(site);
        for element in elements {
            self.end_stays(*element);
            self.detach(*element);
            self.attach(*element, parent, joined, site);
        }
    }

    /// Nothing goes into itself.
    fn need_no_circle(&self, elements: &[Index<Element>], to: Holder) -> Result<(), Blocked> {
        let mut outer = if let Holder::Element(carrier) = to {
            Some(carrier)
        } else {
            None
        };
        while let Some(index) = outer {
            if elements.contains(&index) {
                let id = self.roster[index].id.as_str();
                let finding = Finding::error(
                    codes::UNABLE,
                    "element",
                    id,
                    format!("\"{id}\" would be inside itself"),
                );
                return Err(Blocked::because(finding, elements));
            }
            outer = self.live[index.at()].parent;
        }
        Ok(())
    }

    fn join(&mut self, elements: &[Index<Element>], to: Index<Element>) -> Result<(), Blocked> {
        self.need_here(&[to]).map_err(|blocked| Blocked {
            elements: elements.to_vec(),
            ..blocked
        })?;
        let site = self.root_site(to)?;
        self.need_together(elements, site)?;
        self.need_no_circle(elements, Holder::Element(to))?;
        if let Some(finding) = self.joining_over_payload(to, elements) {
            return Err(Blocked::because(finding, elements));
        }
        self.rehang(elements, Some(to), true, site);
        Ok(())
    }

    /// Takes elements out of what holds them, to where that is.
    fn part(&mut self, elements: &[Index<Element>]) -> Result<(), Blocked> {
        self.need_here(elements)?;
        for element in elements {
            let site = self.root_site(*element)?;
            self.rehang(&[*element], None, false, site);
        }
        Ok(())
    }

    fn remove(&mut self, elements: &[Index<Element>]) -> Result<(), Blocked> {
        self.need_here(elements)?;
        for element in elements {
            // It may have left inside an element of the same list.
            let Some(site) = self.site_of(*element) else {
                continue;
            };
            self.touch(site);
            self.record.mass.removed_kg += self.mass_kg(*element);
            self.dispose(*element);
        }
        Ok(())
    }

    fn reconfigure(&mut self, changes: &[(Index<Element>, usize)]) -> Result<(), Blocked> {
        let named: Vec<_> = changes.iter().map(|(element, _)| *element).collect();
        self.need_here(&named)?;
        for (element, state) in changes {
            if *state >= self.roster[*element].states.len() {
                let id = self.roster[*element].id.as_str();
                let finding = Finding::error(
                    codes::UNABLE,
                    "element",
                    id,
                    format!("\"{id}\" has no state number {state}"),
                );
                return Err(Blocked::because(finding, &named));
            }
        }
        for (element, state) in changes {
            self.touch_element(*element)?;
            self.set_state(*element, Some(*state));
        }
        Ok(())
    }

    /// Elements without a state of the kind keep theirs.
    fn reconfigure_all(
        &mut self,
        elements: &[Index<Element>],
        kind: StateKind,
    ) -> Result<(), Blocked> {
        let state_of = |element: &Index<Element>| {
            self.roster[*element]
                .states
                .iter()
                .position(|state| state.kind == kind)
        };
        let changes: Vec<_> = elements
            .iter()
            .filter_map(|element| state_of(element).map(|state| (*element, state)))
            .collect();
        self.need_here(elements)?;
        self.reconfigure(&changes)
    }

    fn burn_here(&mut self, activity: Index<Activity>) -> Result<(), Blocked> {
        let plan = self.plan;
        let Action::Burn {
            elements,
            dv,
            system,
            steps,
        } = &plan.activities[activity].action
        else {
            return Err(Blocked::bug());
        };
        self.need_here(elements)?;
        for element in elements {
            self.touch_element(*element)?;
        }
        let burn = self.plan_burn(elements, dv.m_s(), *system, steps);
        if !burn.is_complete() {
            let mut blocked = Blocked::because(
                self.burn_finding(plan.activities[activity].id.as_str(), &burn),
                elements,
            );
            blocked.burn = Some(Box::new(burn.record));
            return Err(blocked);
        }
        self.carry_out(&burn);
        let site = self.activity_site(activity);
        let at = self
            .record
            .event(activity, EventKind::Burn(0), self.now, site, Status::Done);
        self.record.events[at].burn = Some(Box::new(burn.record));
        Ok(())
    }

    fn begin_production(&mut self, activity: Index<Activity>, duration: Duration) {
        let plan = self.plan;
        let Action::Produce {
            plant,
            inputs,
            outputs,
            ..
        } = &plan.activities[activity].action
        else {
            return;
        };
        for output in outputs {
            self.open_for(*plant, output.good);
        }
        let (inputs, outputs) = self.within_capacity(activity, *plant, (inputs, outputs), duration);
        let process = Process {
            inputs: inputs.iter().map(per_second).collect(),
            outputs: outputs.iter().map(per_second).collect(),
        };
        let standing = Standing {
            requester: Requester::Activity(activity),
            site: None,
            element: Some(*plant),
            flows: Vec::new(),
            process: Some(process),
        };
        self.stand(standing, self.now, self.now + duration);
    }

    /// Repairs failed parts: uses repair material and crew time, and gives back parts that serve as spares.
    fn repair(
        &mut self,
        activity: Index<Activity>,
        element: Index<Element>,
        part: usize,
        quantity: f64,
        crew: &[Index<Element>],
    ) -> Result<(), Blocked> {
        let named: Vec<_> = std::iter::once(element)
            .chain(crew.iter().copied())
            .collect();
        let site = self.touch_element(element)?;
        self.need_together(&named, site)?;
        let Some(listed) = self.roster[element].parts.get(part) else {
            let id = self.roster[element].id.as_str();
            return Err(Blocked::because(
                Finding::error(
                    codes::UNABLE,
                    "element",
                    id,
                    format!("\"{id}\" has no part number {part}"),
                ),
                &named,
            ));
        };
        let material_kg = listed.repair_mass.kg() * quantity;
        let work = listed.mean_time_to_repair.unwrap_or(Duration::ZERO);
        let spare = Good::Specific(listed.resource);
        let material = Good::Generic {
            class: portolan_model::SupplyClass::MAINTENANCE,
            environment: portolan_model::Environment::Unpressurised,
        };
        if material_kg > 0.0 {
            self.ask(
                Requester::Activity(activity),
                Some(site),
                Some(element),
                material,
                material_kg,
            );
        }
        let put = self.put_into(element, spare, quantity);
        self.record.mass.made_kg += put * self.campaign.unit_mass_kg(spare);
        self.record.need_now(
            Requester::Activity(activity),
            Some(self.place(site)),
            spare,
            self.now,
            -quantity,
            -put,
        );
        let spent = Duration::from_seconds(work.seconds() * quantity / crew.len().max(1) as f64);
        let (from, place) = (self.now, self.place(site));
        self.record
            .crew_time
            .extend(crew.iter().map(|member| CrewTime {
                element: *member,
                task: CrewTask::Repair,
                site: place,
                from,
                spent,
            }));
        Ok(())
    }
}

/// The elements that an activity names.
pub(crate) fn named_elements(action: &Action) -> Vec<Index<Element>> {
    match action {
        Action::Create { elements, .. }
        | Action::Move { elements, .. }
        | Action::Remove { elements }
        | Action::ReconfigureAll { elements, .. }
        | Action::Burn { elements, .. }
        | Action::Transport { elements, .. }
        | Action::Undock { elements, .. }
        | Action::Unload { elements, .. }
        | Action::Hold { elements, .. } => elements.clone(),
        Action::Dock {
            elements,
            to: other,
            ..
        }
        | Action::Load {
            elements,
            into: other,
            ..
        }
        | Action::Assemble {
            elements,
            into: other,
            ..
        } => elements.iter().copied().chain([*other]).collect(),
        Action::Add { to: element, .. }
        | Action::BoilOff { element, .. }
        | Action::Produce { plant: element, .. } => vec![*element],
        Action::Consume { from, .. } => match from {
            Holder::Element(element) => vec![*element],
            Holder::Node(_) => Vec::new(),
        },
        Action::Transfer { from, to, .. } | Action::Refuel { from, to, .. } => vec![*from, *to],
        Action::Reconfigure { changes } => changes.iter().map(|(element, _)| *element).collect(),
        Action::Eva { vehicle, crew, .. } | Action::Explore { vehicle, crew, .. } => {
            std::iter::once(*vehicle)
                .chain(crew.iter().map(|member| member.element))
                .collect()
        }
        Action::Repair { element, crew, .. } => std::iter::once(*element)
            .chain(crew.iter().copied())
            .collect(),
    }
}
