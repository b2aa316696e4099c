//! Why there is no plan, and what things are worth in the best one: as rows of a file and as tables.

use crate::optimise::Optimised;
use portolan_formats::outcome::optimum::{self, Binding, NewNumber, Relaxation};
use portolan_model::Campaign;
use portolan_optimise::explain::{
    Change, Explanation, Infeasibility, Member, Price, Remedy, TimeChange, TimePrice, Worth, words,
};
use portolan_report::Table;
use std::collections::BTreeSet;

/// So many prices are shown on a terminal.
const SHOWN: usize = 20;

pub(crate) fn prices(campaign: &Campaign, optimised: &Optimised) -> Vec<optimum::Price> {
    let all = optimised.prices.iter().flat_map(|own| &own.prices);
    let price = |price: &Price| optimum::Price {
        good: campaign.good_id(price.good),
        node: campaign.nodes[price.node].id.to_string(),
        day: price.time.days(),
        per_kg: price.per_kg,
        sentence: price.sentence.clone(),
    };
    all.map(price).collect()
}

pub(crate) fn binding(campaign: &Campaign, optimised: &Optimised) -> Vec<Binding> {
    let all = optimised.prices.iter().flat_map(|own| &own.worths);
    let finite = |value: f64| Some(value).filter(|value| value.is_finite());
    let binding = |worth: &Worth| Binding {
        what: words::subject(campaign, worth.statement),
        value: worth.value,
        unit: worth.statement.unit(campaign),
        price: worth.per_unit,
        price_less: worth.per_unit_less,
        holds_from: worth.holds.and_then(|[from, _]| finite(from)),
        holds_to: worth.holds.and_then(|[_, to]| finite(to)),
        sentence: worth.sentence.clone(),
    };
    all.map(binding).collect()
}

pub(crate) fn time_prices(
    campaign: &Campaign,
    optimised: &Optimised,
) -> Option<Vec<optimum::TimePrice>> {
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    let row = |price: &TimePrice| {
        let (change, what) = match price.change {
            TimeChange::Closed { edge, .. } => ("closed", campaign.edges[edge].id.to_string()),
            TimeChange::Due { demand, .. } => ("due", campaign.demands[demand].id.to_string()),
            TimeChange::Offered { offer, .. } => ("offered", campaign.offers[offer].id.to_string()),
        };
        let (window, by) = match price.change {
            TimeChange::Closed { window, .. } => (Some(window), None),
            TimeChange::Due { by, .. } => (None, Some(by)),
            TimeChange::Offered { by, .. } => (None, Some(-by)),
        };
        optimum::TimePrice {
            change,
            what,
            from: window.map(|window| window.from.days()),
            to: window.map(|window| window.to.days()),
            by: by.map(|by| by.days()),
            none: price.at_least == Some(f64::INFINITY),
            difference: finite(price.difference),
            at_least: finite(price.at_least),
            unit: price.unit.clone(),
            sentence: price.sentence.clone(),
        }
    };
    let all = optimised.time_prices.as_ref()?;
    Some(all.iter().map(row).collect())
}

pub(crate) fn obstacles(optimised: &Optimised) -> Vec<String> {
    let all = optimised
        .infeasibility
        .iter()
        .flat_map(|own| &own.obstacles);
    all.map(|obstacle| obstacle.sentence.clone()).collect()
}

pub(crate) fn conflict(campaign: &Campaign, optimised: &Optimised) -> Vec<optimum::Member> {
    let all = optimised.infeasibility.iter().flat_map(|own| &own.conflict);
    let member = |member: &Member| optimum::Member {
        what: words::subject(campaign, member.statement),
        value: member.statement.value(campaign).unwrap_or(0.0),
        unit: member.statement.unit(campaign),
        sentence: member.sentence.clone(),
    };
    all.map(member).collect()
}

pub(crate) fn relaxations(campaign: &Campaign, optimised: &Optimised) -> Vec<Relaxation> {
    let number = |change: &Change| match change {
        Change::Set { statement, value } => Some(NewNumber {
            what: words::subject(campaign, *statement),
            from: statement.value(campaign).unwrap_or(0.0),
            to: *value,
            unit: statement.unit(campaign),
        }),
        _ => None,
    };
    let relaxation = |remedy: &Remedy| Relaxation {
        numbers: remedy.changes.iter().filter_map(number).collect(),
        days: remedy.times.iter().map(|time| time.days()).collect(),
        share: remedy.share,
        sentence: remedy.sentence.clone(),
    };
    let own = optimised.infeasibility.iter();
    own.flat_map(Infeasibility::all_remedies)
        .map(relaxation)
        .collect()
}

/// The tables of what is explained; empty where there is nothing.
pub(crate) fn explained_text(campaign: &Campaign, optimised: &Optimised) -> String {
    let mut text = String::new();
    if let Some(why) = &optimised.infeasibility {
        text.push_str(&why_text(why));
    }
    if let Some(prices) = &optimised.prices {
        text.push_str(&prices_text(campaign, prices));
    }
    if let Some(prices) = &optimised.time_prices {
        text.push_str(&time_prices_text(prices));
    }
    text
}

fn time_prices_text(prices: &[TimePrice]) -> String {
    let mut text = String::from("\nWhat times are worth\n");
    for price in prices {
        text.push_str(&format!("  - {}\n", price.sentence));
    }
    text.push_str(if prices.is_empty() {
        "  Nothing: there is no plan, no time that it hangs on, or what counts first is time.\n"
    } else {
        "Each by a search with that change alone, among the departures looked at; fleet and sizes may differ.\n"
    });
    text
}

fn why_text(why: &Infeasibility) -> String {
    let mut text = String::from("\nWhy there is no plan\n");
    let mut list = |title: &str, sentences: Vec<&str>| {
        if !sentences.is_empty() {
            text.push_str(&format!("  {title}:\n"));
        }
        for sentence in sentences {
            text.push_str(&format!("  - {sentence}\n"));
        }
    };
    let obstacles = why.obstacles.iter().map(|it| it.sentence.as_str());
    list("In the way", obstacles.collect());
    let members = why.conflict.iter().map(|it| it.sentence.as_str());
    list("These cannot all be met", members.collect());
    let remedies = why
        .all_remedies()
        .into_iter()
        .map(|it| it.sentence.as_str());
    list("Any one of these would do", remedies.collect());
    text
}

fn prices_text(campaign: &Campaign, explanation: &Explanation) -> String {
    let heads = ["good", "node", ">day", ">worth of 1 kg", "unit"];
    let mut worth = Table::new("What things are worth", &heads);
    let mut seen = BTreeSet::new();
    // Of each good at each node the dearest instant, which comes first.
    let dearest = |price: &&Price| seen.insert((price.good, price.node));
    for price in explanation.prices.iter().filter(dearest) {
        worth.row([
            campaign.good_id(price.good),
            campaign.nodes[price.node].id.to_string(),
            words::number(price.time.days()),
            words::number(price.per_kg),
            explanation.unit.clone(),
        ]);
    }
    let mut text = String::new();
    if !explanation.prices.is_empty() {
        text.push_str(&format!("\n{}", worth.text(SHOWN)));
    }
    if !explanation.worths.is_empty() {
        text.push_str("\nWhat binds, and what is demanded\n");
        for worth in &explanation.worths {
            text.push_str(&format!("  - {}\n", worth.sentence));
        }
    }
    if !text.is_empty() {
        text.push_str(
            "Prices hold while whole numbers (pieces, trips) and sizes stay what they are.\n",
        );
    }
    text
}
