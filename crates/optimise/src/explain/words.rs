//! Sentences about what a campaign states.

use super::change::Change;
use super::statement::{Measure, Statement, element};
use super::times::{TimeChange, TimePrice};
use portolan_model::{Campaign, Demand, Need, Offered, PieceKind, Recipient};
use portolan_vocabulary::{Duration, Index};

/// A number with five digits or more, no zeros behind the point.
pub fn number(value: f64) -> String {
    let size = value.abs();
    let decimals = if size == 0.0 || !size.is_finite() {
        0
    } else {
        (4 - size.log10().floor() as i32).clamp(0, 12) as usize
    };
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// An instant or a span in days.
pub(crate) fn days(time: Duration) -> String {
    number(time.days())
}

/// `6 pieces`, `2000 kg`.
pub(crate) fn amount(campaign: &Campaign, statement: Statement, value: f64) -> String {
    let (number, unit) = (number(value), statement.unit(campaign));
    match (number.as_str(), unit.as_str()) {
        ("1", "pieces") => "1 piece".to_owned(),
        ("1", "seats") => "1 seat".to_owned(),
        ("1", "trips") => "1 trip".to_owned(),
        ("1", "departures") => "1 departure".to_owned(),
        _ => format!("{number} {unit}"),
    }
}

/// The word for what a piece is made from.
pub(crate) fn piece(campaign: &Campaign, piece: PieceKind) -> &str {
    element(campaign, piece).map_or("", |element| element.id.as_str())
}

/// What a statement says.
pub fn statement(campaign: &Campaign, statement: Statement) -> String {
    let value = statement.value(campaign).unwrap_or(0.0);
    let much = amount(campaign, statement, value);
    match statement {
        Statement::Demand { demand, item } => demanded(campaign, demand, item, &much),
        Statement::Offer(offer) => {
            let offer = &campaign.offers[offer];
            let what = offered(campaign, offer.what);
            let node = &campaign.nodes[offer.node].id;
            format!(
                "the offer \"{}\": at most {much} of {what} at {node}{}",
                offer.id,
                times(offer.from, offer.until)
            )
        }
        Statement::Cap(cap) => {
            let of = &campaign.caps[cap];
            let edges: Vec<&str> = of
                .edges
                .iter()
                .map(|edge| campaign.edges[*edge].id.as_str())
                .collect();
            let along = if edges.is_empty() {
                String::new()
            } else {
                format!(" along {}", edges.join(", "))
            };
            format!(
                "the cap \"{}\": at most {much}{along}{}",
                of.id,
                times(of.from, of.until)
            )
        }
        _ => format!("{}: {much}", subject(campaign, statement)),
    }
}

/// What a statement is about, without its value.
pub fn subject(campaign: &Campaign, statement: Statement) -> String {
    let of = statement.piece().map_or("", |of| piece(campaign, of));
    match statement {
        Statement::Demand { demand, item } => {
            let demand = &campaign.demands[demand];
            format!(
                "{} in the demand \"{}\"",
                wanted(campaign, &demand.need, item),
                demand.id
            )
        }
        Statement::Offer(offer) => format!("the offer \"{}\"", campaign.offers[offer].id),
        Statement::Cap(cap) => format!("the cap \"{}\"", campaign.caps[cap].id),
        Statement::Limit { edge, measure } => {
            let what = match measure {
                Measure::Mass => "the mass",
                Measure::Volume => "the volume",
                Measure::Crew => "the crew",
            };
            format!("{what} on one trip along {}", campaign.edges[edge].id)
        }
        Statement::Room(node) => format!("the mass that may stand at {}", campaign.nodes[node].id),
        Statement::Payload(_) => format!("the payload of {of}"),
        Statement::Store {
            piece,
            store,
            measure,
        } => {
            let stores = element(campaign, piece).map(|element| &element.stores);
            let name = stores
                .and_then(|stores| stores.get(store))
                .map_or("", |store| store.name.as_str());
            let volume = if measure == Measure::Volume {
                "the volume of "
            } else {
                ""
            };
            format!("{volume}the store \"{name}\" of {of}")
        }
        Statement::Propellant { .. } => format!("the propellant of {of}"),
        Statement::Hold { measure, .. } => match measure {
            Measure::Mass => format!("the mass in the hold of {of}"),
            Measure::Volume => format!("the volume of the hold of {of}"),
            Measure::Crew => format!("the seats of {of}"),
        },
        Statement::Turnaround(_) => format!("the turnaround of {of}"),
        Statement::Departures(_) => format!("the departures of {of}"),
        Statement::DryMass(piece) => {
            let dry = element(campaign, piece).is_some_and(|own| !own.propulsion.is_empty());
            format!("the {}mass of {of}", if dry { "dry " } else { "" })
        }
        Statement::SpecificImpulse { .. } => format!("the specific impulse of {of}"),
        Statement::DeltaV { edge, burn } => {
            format!(
                "the delta-v of burn {} along {}",
                burn + 1,
                campaign.edges[edge].id
            )
        }
    }
}

fn demanded(campaign: &Campaign, index: Index<Demand>, item: usize, much: &str) -> String {
    let demand = &campaign.demands[index];
    let node = match demand.recipient {
        Recipient::Node(node) => campaign.nodes[node].id.as_str(),
        Recipient::Element(element) => campaign.elements[element].id.as_str(),
    };
    let when = match &demand.need {
        Need::Once { due, .. } => format!("by day {}", days(*due)),
        Need::Presence { from, until, .. } if from == until => format!("on day {}", days(*from)),
        Need::Steady { from, until, .. } | Need::Presence { from, until, .. } => {
            format!("from day {} to day {}", days(*from), days(*until))
        }
    };
    let what = wanted(campaign, &demand.need, item);
    format!(
        "the demand \"{}\": {much} of {what} at {node} {when}",
        demand.id
    )
}

fn wanted(campaign: &Campaign, need: &Need, item: usize) -> String {
    let good = match need {
        Need::Once { lots, .. } => lots.get(item).map(|lot| lot.good),
        Need::Steady { rates, .. } => rates.get(item).map(|rate| rate.good),
        Need::Presence { pieces, .. } => {
            return pieces.get(item).map_or_else(String::new, |wanted| {
                piece(campaign, wanted.kind).to_owned()
            });
        }
    };
    good.map_or_else(String::new, |good| campaign.good_id(good))
}

fn offered(campaign: &Campaign, what: Offered) -> String {
    match what {
        Offered::Good(good) => campaign.good_id(good),
        Offered::Design(design) => campaign.designs[design].id.to_string(),
        Offered::Element(element) => campaign.elements[element].id.to_string(),
    }
}

fn times(from: Duration, until: Option<Duration>) -> String {
    match (from > Duration::ZERO, until) {
        (false, None) => String::new(),
        (true, None) => format!(" from day {}", days(from)),
        (_, Some(until)) => format!(" from day {} to day {}", days(from), days(until)),
    }
}

/// What to do, as one sentence. `times` are the instants at which something is used that was not there before.
pub fn changes(campaign: &Campaign, changes: &[Change], times: &[Duration]) -> String {
    let all: Vec<String> = changes
        .iter()
        .map(|of| change(campaign, of, times))
        .collect();
    all.join(", and ")
}

fn change(campaign: &Campaign, change: &Change, times: &[Duration]) -> String {
    let on: Vec<String> = times.iter().map(|time| days(*time)).collect();
    let on = match on.as_slice() {
        [] => "at other times".to_owned(),
        [day] => format!("on day {day} too"),
        [all @ .., last] => format!("on days {} and {last} too", all.join(", ")),
    };
    match change {
        Change::Set { statement, value } => set(campaign, *statement, *value),
        Change::Later { demand, by } => {
            let id = &campaign.demands[*demand].id;
            let unit = if by.days() == 1.0 { "day" } else { "days" };
            format!("let the demand \"{id}\" be due {} {unit} later", days(*by))
        }
        Change::OpenEdge(edge) => format!("open the edge \"{}\" {on}", campaign.edges[*edge].id),
        Change::OpenOffer(offer) => {
            format!(
                "let the offer \"{}\" stand {on}",
                campaign.offers[*offer].id
            )
        }
    }
}

fn set(campaign: &Campaign, statement: Statement, value: f64) -> String {
    let now = statement.value(campaign).unwrap_or(0.0);
    let (by, to) = (
        amount(campaign, statement, (value - now).abs()),
        number(value),
    );
    let was = number(now);
    let subject = subject(campaign, statement);
    match statement {
        Statement::Offer(_) => format!("offer {by} more in {subject}: {to} instead of {was}"),
        Statement::Cap(_) => format!("allow {by} more in {subject}: {to} instead of {was}"),
        Statement::Demand { .. } if value <= 0.0 => format!("do without {subject}"),
        Statement::Demand { .. } => {
            format!("demand {by} less of {subject}: {to} instead of {was}")
        }
        _ => {
            let way = if value < now { "less" } else { "more" };
            format!("allow {by} {way} for {subject}: {to} instead of {was}")
        }
    }
}

/// What a change of a time comes to, as one sentence. Differences of so little are none.
pub(crate) fn time_price(campaign: &Campaign, price: &TimePrice, same: f64) -> String {
    format!(
        "{}, {}",
        were(campaign, price.change),
        would(price.difference, price.at_least, &price.unit, same)
    )
}

/// `were the window of ascent on 2035-11-05 (day 308) closed`.
fn were(campaign: &Campaign, change: TimeChange) -> String {
    let on = |time: Duration| {
        let date = (campaign.start + time).to_string();
        let date = date.split('T').next().unwrap_or_default();
        format!("{date} (day {})", days(time))
    };
    let by = |by: Duration| {
        let by = by.days().abs();
        let many = number(by);
        if by == 1.0 {
            "a day".to_owned()
        } else {
            format!("{many} days")
        }
    };
    match change {
        TimeChange::Closed { edge, window } => {
            let id = &campaign.edges[edge].id;
            let when = if (window.to - window.from).days() <= 1.0 {
                format!("on {}", on(window.from))
            } else {
                format!("from {} to {}", on(window.from), on(window.to))
            };
            format!("were the window of {id} {when} closed")
        }
        TimeChange::Due { demand, by: own } => {
            let id = &campaign.demands[demand].id;
            let way = if own.is_negative() {
                "earlier"
            } else {
                "later"
            };
            format!("were the demand \"{id}\" due {} {way}", by(own))
        }
        TimeChange::Offered { offer, by: own } => {
            let id = &campaign.offers[offer].id;
            format!("did the offer \"{id}\" begin {} earlier", by(own))
        }
    }
}

/// What follows: a figure where both differences are the same, else what is proved and what was found.
fn would(difference: Option<f64>, at_least: Option<f64>, unit: &str, same: f64) -> String {
    match (difference, at_least) {
        (_, Some(f64::INFINITY)) => "there would be no plan".to_owned(),
        (Some(found), Some(least)) if found - least <= same => {
            let figure = format!("{} {unit}", number(found.abs()));
            if found.abs() <= same {
                "nothing would change".to_owned()
            } else if found > 0.0 {
                format!("the plan would cost {figure} more")
            } else {
                format!("{figure} would be saved")
            }
        }
        (found, least) => between(
            found,
            least.filter(|least| least.abs() > same && least.is_finite()),
            unit,
            same,
        ),
    }
}

/// What is proved and what was found, each rounded to where it says less; `least` is none where it is about zero.
fn between(difference: Option<f64>, least: Option<f64>, unit: &str, same: f64) -> String {
    let low = |value: f64| format!("{} {unit}", number(outward(value, true)));
    let high = |value: f64| format!("{} {unit}", number(outward(value, false)));
    match (difference, least) {
        (None, None) => "it is not known what the plan would cost".to_owned(),
        (None, Some(least)) if least > 0.0 => {
            format!("the plan would cost at least {} more", low(least))
        }
        (None, Some(least)) => format!("at most {} would be saved", high(-least)),
        (Some(found), Some(least)) if least > 0.0 => {
            let (low, high) = (low(least), high(found));
            format!("the plan would cost at least {low} and at most {high} more")
        }
        (Some(found), Some(least)) if found < -same => {
            let (low, high) = (low(-found), high(-least));
            format!("at least {low} and at most {high} would be saved")
        }
        (Some(found), None) if found < -same => format!("at least {} would be saved", low(-found)),
        (Some(found), Some(least)) if found <= same => {
            format!(
                "at most {} would be saved, and nothing was found",
                high(-least)
            )
        }
        (Some(found), Some(least)) => {
            let (cost, saved) = (high(found), high(-least));
            format!("the plan would cost at most {cost} more, or at most {saved} would be saved")
        }
        (Some(found), None) if found <= same => "the plan would cost no more".to_owned(),
        (Some(found), None) => format!("the plan would cost at most {} more", high(found)),
    }
}

/// A value with five digits, rounded to where it asks for less or limits less.
pub(crate) fn outward(value: f64, down: bool) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let step = 10_f64.powi(value.abs().log10().floor() as i32 - 4);
    let steps = value / step;
    let near = (steps - steps.round()).abs() < 1e-6;
    let steps = match (near, down) {
        (true, _) => steps.round(),
        (false, true) => steps.floor(),
        (false, false) => steps.ceil(),
    };
    steps * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_proved_is_not_told_as_a_figure() {
        let none = f64::INFINITY;
        let cases = [
            (Some(none), Some(none), "there would be no plan"),
            (Some(20.0), Some(20.0), "the plan would cost 20 kg more"),
            (Some(-20.0), Some(-20.5), "20 kg would be saved"),
            (Some(0.2), Some(-0.3), "nothing would change"),
            (
                Some(123_456.0),
                Some(1234.56),
                "the plan would cost at least 1234.5 kg and at most 123460 kg more",
            ),
            (None, Some(5.0), "the plan would cost at least 5 kg more"),
            (None, Some(-5.0), "at most 5 kg would be saved"),
            (None, None, "it is not known what the plan would cost"),
            (Some(5.0), None, "the plan would cost at most 5 kg more"),
            (
                Some(5.0),
                Some(0.5),
                "the plan would cost at most 5 kg more",
            ),
            (Some(0.0), None, "the plan would cost no more"),
            (Some(-5.0), None, "at least 5 kg would be saved"),
            (
                Some(-5.0),
                Some(-9.0),
                "at least 5 kg and at most 9 kg would be saved",
            ),
            (
                Some(0.0),
                Some(-9.0),
                "at most 9 kg would be saved, and nothing was found",
            ),
            (
                Some(5.0),
                Some(-9.0),
                "the plan would cost at most 5 kg more, or at most 9 kg would be saved",
            ),
        ];
        for (difference, at_least, sentence) in cases {
            assert_eq!(would(difference, at_least, "kg", 1.0), sentence);
        }
    }
}
