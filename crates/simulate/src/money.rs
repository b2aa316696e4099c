//! Costs: what is bought, carried and done, in the campaign's currency and price year.

use crate::codes;
use crate::world::World;
use portolan_model::{Activity, CostKind, CostRecord, Edge, Element, Good, Lot, Movement, Partner};
use portolan_vocabulary::{Finding, Index, Money};

impl World<'_> {
    /// Counts what an element costs, at its creation.
    pub(crate) fn charge_element(&mut self, activity: Index<Activity>, element: Index<Element>) {
        let (cost, owner) = (self.roster[element].cost, self.roster[element].owner);
        self.charge(activity, CostKind::Element, None, owner, cost);
        let campaign = self.campaign;
        let priced: Vec<Lot> = self.roster[element]
            .stores
            .iter()
            .flat_map(|store| store.contents.iter().copied())
            .collect();
        for lot in priced {
            if let Good::Specific(resource) = lot.good {
                let price = campaign.resources[resource]
                    .price
                    .map(|price| price.times(lot.amount));
                self.charge(activity, CostKind::Goods, None, owner, price);
            }
        }
    }

    /// Counts what added goods cost.
    pub(crate) fn charge_goods(&mut self, activity: Index<Activity>, lot: &Lot) {
        if let Good::Specific(resource) = lot.good {
            let price = self.campaign.resources[resource]
                .price
                .map(|price| price.times(lot.amount));
            self.charge(activity, CostKind::Goods, None, None, price);
        }
    }

    /// Counts what an activity costs besides.
    pub(crate) fn charge_activity(&mut self, activity: Index<Activity>) {
        let cost = self.plan.activities[activity].cost;
        self.charge(activity, CostKind::Activity, None, None, cost);
    }

    /// Counts what a trip costs: by the trip and by the kilogram.
    pub(crate) fn charge_trip(
        &mut self,
        activity: Index<Activity>,
        edge: Index<Edge>,
        movement: &Movement,
    ) {
        let tariff = self.campaign.edges[edge].tariff;
        let owner = movement
            .listed
            .first()
            .and_then(|element| self.roster[*element].owner);
        let payer = owner.or(self.campaign.edges[edge].operator);
        self.charge(activity, CostKind::Trip, Some(edge), payer, tariff.per_trip);
        self.charge(
            activity,
            CostKind::Trip,
            Some(edge),
            payer,
            tariff.per_kg.map(|price| price.times(movement.mass_kg)),
        );
        self.charge_activity(activity);
    }

    pub(crate) fn charge(
        &mut self,
        activity: Index<Activity>,
        kind: CostKind,
        edge: Option<Index<Edge>>,
        payer: Option<Index<Partner>>,
        money: Option<Money>,
    ) {
        let Some(money) = money else { return };
        let partner = self.plan.activities[activity].payer.or(payer);
        match self.campaign.settings.exchanged(money) {
            Some(money) => self.record.costs.push(CostRecord {
                time: self.now,
                activity,
                kind,
                edge,
                partner,
                money,
            }),
            None => self.miss_rate(money),
        }
    }

    fn miss_rate(&mut self, money: Money) {
        let key = format!("{} {}", money.currency(), money.price_year());
        if self
            .record
            .findings
            .iter()
            .any(|finding| finding.code == codes::NO_RATE && finding.subject.id == key)
        {
            return;
        }
        let (currency, year) = self.campaign.settings.money;
        let message = format!(
            "amounts in {} of {} are left out: no rate to {currency} of {year} is given",
            money.currency(),
            money.price_year()
        );
        self.record.findings.push(
            Finding::warning(codes::NO_RATE, "settings", key, message)
                .advice("give an exchange rate in the settings"),
        );
    }
}
