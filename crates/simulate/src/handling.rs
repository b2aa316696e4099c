//! Goods that are handled: added, used up, pumped, vented.

use crate::block::Blocked;
use crate::codes;
use crate::load::exceeds;
use crate::world::{StockKey, World};
use portolan_model::{Activity, Element, Good, Holder, Lot, Requester, Way};
use portolan_vocabulary::{Duration, Finding, Index};

impl World<'_> {
    pub(crate) fn touch_element(&mut self, element: Index<Element>) -> Result<usize, Blocked> {
        self.need_here(&[element])?;
        let site = self.root_site(element)?;
        self.touch(site);
        Ok(site)
    }

    pub(crate) fn add_goods(
        &mut self,
        activity: Index<Activity>,
        lots: &[Lot],
        to: Index<Element>,
    ) -> Result<(), Blocked> {
        self.touch_element(to)?;
        if let Some(finding) = self.no_room(to, lots, None) {
            return Err(Blocked::because(finding, &[to]));
        }
        self.within_payload(to, None, |world| {
            for lot in lots {
                let put = world.put_into(to, lot.good, lot.amount);
                world.record.mass.added_kg += put * world.campaign.unit_mass_kg(lot.good);
            }
        })
        .map_err(|finding| Blocked::because(*finding, &[to]))?;
        for lot in lots {
            self.charge_goods(activity, lot);
        }
        Ok(())
    }

    /// Uses up what there is of the goods; what is short shows in the needs.
    pub(crate) fn consume(
        &mut self,
        activity: Index<Activity>,
        lots: &[Lot],
        from: Holder,
    ) -> Result<(), Blocked> {
        let origin = if let Holder::Element(element) = from {
            Some(element)
        } else {
            None
        };
        if let Some(element) = origin {
            self.need_here(&[element])?;
        }
        let site = self.holder_site(from);
        for lot in lots {
            self.ask(
                Requester::Activity(activity),
                site,
                origin,
                lot.good,
                lot.amount,
            );
        }
        Ok(())
    }

    fn need_goods(
        &self,
        from: Index<Element>,
        lots: &[Lot],
        named: &[Index<Element>],
    ) -> Result<(), Blocked> {
        for lot in lots {
            let had = self.own_amount(from, lot.good);
            if exceeds(lot.amount, had) {
                let (id, good) = (
                    self.roster[from].id.as_str(),
                    self.campaign.good_name(lot.good),
                );
                let message = format!(
                    "\"{id}\" has {had:.3} of {good}, and {:.3} is wanted",
                    lot.amount
                );
                let finding = Finding::error(codes::SHORT, "element", id, message)
                    .text("good", self.campaign.good_id(lot.good))
                    .number("wanted", lot.amount, "")
                    .number("had", had, "")
                    .number("short", lot.amount - had, "");
                return Err(Blocked::because(
                    finding.advice("fill it first, or take less"),
                    named,
                ));
            }
        }
        Ok(())
    }

    pub(crate) fn transfer(
        &mut self,
        lots: &[Lot],
        from: Index<Element>,
        to: Index<Element>,
        loss: f64,
    ) -> Result<(), Blocked> {
        let named = [from, to];
        self.need_here(&named)?;
        let site = self.touch_element(from)?;
        self.need_together(&named, site)?;
        self.need_goods(from, lots, &named)?;
        let arriving: Vec<Lot> = lots
            .iter()
            .map(|lot| Lot {
                amount: lot.amount * (1.0 - self.least_loss(lot.good, loss)),
                ..*lot
            })
            .collect();
        if let Some(finding) = self.no_room(to, &arriving, Some(from)) {
            return Err(Blocked::because(finding, &named));
        }
        self.within_payload(to, Some(from), |world| {
            for lot in lots {
                world.pump(from, to, lot.good, lot.amount, loss);
            }
        })
        .map_err(|finding| Blocked::because(*finding, &named))?;
        for lot in lots {
            self.note_loss(from, lot.good, loss);
        }
        Ok(())
    }

    /// Moves goods between the stores of two elements. What does not go in, if anything, is lost.
    fn pump(
        &mut self,
        from: Index<Element>,
        to: Index<Element>,
        good: Good,
        amount: f64,
        loss: f64,
    ) {
        let mut rest = amount;
        for key in self.own_stocks(from) {
            let stock = &self.live[key.0.at()].stores[key.1][key.2];
            if rest <= 0.0 || stock.level <= 0.0 || !self.campaign.serves(stock.good, good) {
                continue;
            }
            let specific = stock.good;
            let loss = self.least_loss(specific, loss);
            let (left, taken) = self.take_share(key, good, rest);
            let put = self.put_into(to, specific, taken * (1.0 - loss));
            self.record.mass.lost_kg += (taken - put) * self.campaign.unit_mass_kg(specific);
            rest = left;
        }
    }

    /// The share of a good that is lost on the way between two elements: what the plan says, or what the good
    /// loses at least.
    fn least_loss(&self, good: Good, stated: f64) -> f64 {
        match good {
            Good::Specific(resource) => stated.max(self.campaign.resources[resource].transfer_loss),
            Good::Generic { .. } => stated,
        }
    }

    /// A warning where more is lost than the plan says.
    fn note_loss(&mut self, from: Index<Element>, good: Good, stated: f64) {
        let loss = self.least_loss(good, stated);
        if !exceeds(loss, stated) {
            return;
        }
        let (id, name) = (self.roster[from].id.as_str(), self.campaign.good_name(good));
        let (loss_percent, stated_percent) = (loss * 100.0, stated * 100.0);
        let message = format!(
            "{loss_percent:.2} % of the {name} that leaves \"{id}\" is lost, not {stated_percent:.2} % as planned"
        );
        let finding = Finding::warning(codes::TRANSFER_LOSS, "element", id, message)
            .text("good", self.campaign.good_id(good))
            .number("lost", loss, "")
            .number("planned", stated, "")
            .number("time", self.now.days(), "d");
        self.record
            .findings
            .push(finding.advice("plan with the loss of the good, or with more"));
    }

    /// Takes from one stock what it has of an amount: what is left to take, and what was taken in the
    /// stock's unit.
    fn take_share(&mut self, key: StockKey, good: Good, amount: f64) -> (f64, f64) {
        let stock = &self.live[key.0.at()].stores[key.1][key.2];
        let ratio = self.campaign.unit_mass_kg(stock.good) / self.campaign.unit_mass_kg(good);
        let had = amount.min(stock.level * ratio);
        self.jump(key, -(had / ratio));
        (amount - had, had / ratio)
    }

    pub(crate) fn refuel(
        &mut self,
        from: Index<Element>,
        to: Index<Element>,
        good: Good,
        amount: Option<f64>,
        loss: f64,
        duration: Duration,
    ) -> Result<(), Blocked> {
        let named = [from, to];
        self.need_here(&named)?;
        let (giving, taking) = (self.touch_element(from)?, self.touch_element(to)?);
        if giving != taking {
            self.need_pipe(giving, taking, good, amount, duration, &named)?;
        }
        let stated = loss;
        let loss = self.least_loss(good, stated);
        let had = self.own_amount(from, good);
        let arriving = amount.unwrap_or_else(|| self.own_room(to, good).min(had * (1.0 - loss)));
        let leaving = arriving / (1.0 - loss);
        let lot = |amount| [Lot { good, amount }];
        self.need_goods(from, &lot(leaving), &named)?;
        if let Some(finding) = self.no_room(to, &lot(arriving), Some(from)) {
            return Err(Blocked::because(finding, &named));
        }
        self.within_payload(to, Some(from), |world| {
            world.pump(from, to, good, leaving.min(had), loss);
        })
        .map_err(|finding| Blocked::because(*finding, &named))?;
        self.note_loss(from, good, stated);
        Ok(())
    }

    /// Between two nodes goods flow only through a pipe that is wide enough.
    fn need_pipe(
        &self,
        from: usize,
        to: usize,
        good: Good,
        amount: Option<f64>,
        duration: Duration,
        named: &[Index<Element>],
    ) -> Result<(), Blocked> {
        let wide_enough = |way: &Way| match (way, amount) {
            (
                Way::Pipe {
                    resource, per_day, ..
                },
                Some(amount),
            ) => Good::Specific(*resource) == good && !exceeds(amount, per_day * duration.days()),
            _ => false,
        };
        let joins = |origin: usize, destination: usize| (origin, destination) == (from, to);
        let found = self.campaign.edges.iter().any(|edge| {
            let there = joins(edge.origin.at(), edge.destination.at());
            let back = edge.both_ways && joins(edge.destination.at(), edge.origin.at());
            (there || back) && wide_enough(&edge.way)
        });
        if found {
            return Ok(());
        }
        let (a, b) = (
            self.roster[named[0]].id.as_str(),
            self.roster[named[1]].id.as_str(),
        );
        let message = format!(
            "\"{a}\" and \"{b}\" are at different places, and no pipe carries this much between them in the time given"
        );
        Err(Blocked::because(
            Finding::error(codes::ELSEWHERE, "element", b, message)
                .advice("bring them together, or give the pipe more time"),
            named,
        ))
    }

    pub(crate) fn vent(&mut self, element: Index<Element>, lots: &[Lot]) -> Result<(), Blocked> {
        self.touch_element(element)?;
        self.need_goods(element, lots, &[element])?;
        let keys = self.own_stocks(element);
        for lot in lots {
            let taken = self.take_from(&keys, lot.good, lot.amount);
            self.record.mass.lost_kg += taken * self.campaign.unit_mass_kg(lot.good);
        }
        Ok(())
    }
}
