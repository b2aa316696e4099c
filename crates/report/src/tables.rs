//! What the tables say.

use crate::number::{grouped, or_dash, percent, sensible};
use crate::report::Report;
use crate::table::Table;
use portolan_analyse::{
    Inventory, carried, class_demands, cost_shares, dry_masses, mission_figures, site_name,
};
use portolan_model::{
    Action, BurnRecord, Campaign, CostKind, Edge, EventKind, EventRecord, Measure, Node, Outcome,
    Partner, Roster, Status,
};
use portolan_vocabulary::{Duration, Index};

/// The measures that a summary opens with, those that say something.
const HEADLINES: &[&str] = &[
    "launch_mass_kg",
    "propellant_used_kg",
    "exploration_mass_delivered_kg",
    "relative_exploration_capability",
    "crew_surface_days",
    "demand_kg",
    "unmet_demand_kg",
    "first_stock_out_d",
    "up_mass_utilisation",
    "cost_total",
];

/// The measures that a summary opens with.
pub(crate) fn headlines<'a>(report: &Report<'a>) -> Vec<&'a Measure> {
    let find = |key: &&str| report.measures.iter().find(|measure| measure.key == *key);
    let found = HEADLINES.iter().filter_map(find);
    found
        .filter(|measure| measure.value.is_some_and(|value| value != 0.0))
        .collect()
}

/// A measure's value with as many digits as say something.
pub(crate) fn measure_value(measure: &Measure) -> String {
    measure.value.map_or_else(|| "-".to_owned(), sensible)
}

/// Days with two decimals.
pub(crate) fn days(time: Duration) -> String {
    grouped(time.days(), 2)
}

fn days_or_dash(time: Option<Duration>) -> String {
    or_dash(time.map(Duration::days), 2)
}

fn kg(mass_kg: f64) -> String {
    grouped(mass_kg, 1)
}

/// A partner's name; a dash where there is none.
pub(crate) fn partner_name(campaign: &Campaign, partner: Option<Index<Partner>>) -> String {
    let partner = partner.and_then(|partner| campaign.partners.at(partner));
    partner.map_or_else(|| "not assigned".to_owned(), |partner| partner.name.clone())
}

fn node_name(campaign: &Campaign, node: Index<Node>) -> String {
    let node = campaign.nodes.at(node);
    node.map_or_else(|| "?".to_owned(), |node| node.name.clone())
}

fn edge_of(campaign: &Campaign, edge: Index<Edge>) -> Option<&Edge> {
    campaign.edges.at(edge)
}

/// A way's name for people.
pub(crate) fn edge_name(campaign: &Campaign, edge: Index<Edge>) -> String {
    edge_of(campaign, edge).map_or_else(|| "?".to_owned(), |edge| edge.name.clone())
}

/// An activity's name for people.
pub(crate) fn activity_name(report: &Report<'_>, event: &EventRecord) -> String {
    let activity = report.plan.activities.at(event.activity);
    activity.map_or_else(|| "?".to_owned(), |activity| activity.name.clone())
}

/// The missions with their times, crews and masses.
pub(crate) fn missions(report: &Report<'_>) -> Table {
    let heads = [
        "mission",
        ">start",
        ">length",
        ">transit",
        ">stay",
        ">return",
        ">crew",
        ">EVAs",
        ">launched",
        ">delivered",
    ];
    let mut table = Table::new("Missions (times in d, masses in kg)", &heads);
    for figures in mission_figures(&report.scene()) {
        let mission = report.campaign.missions.at(figures.mission);
        table.row([
            mission.map_or_else(String::new, |mission| mission.name.clone()),
            days(figures.start),
            days(figures.duration),
            days_or_dash(figures.transit),
            days_or_dash(figures.stay),
            days_or_dash(figures.return_transit),
            figures.crew.to_string(),
            figures.evas.to_string(),
            kg(figures.launch_mass_kg),
            kg(figures.delivered_kg),
        ]);
    }
    table
}

/// The burns, in order of time: the burn ladder. The first line of a burn says what it was, every
/// line says what one vehicle did.
pub(crate) fn burns(report: &Report<'_>) -> Table {
    let heads = [
        ">time",
        "leg",
        ">dv [m/s]",
        ">before",
        ">after",
        "vehicle",
        ">gave [m/s]",
        ">used",
        "status",
    ];
    let mut table = Table::new("Burns (times in d, masses in kg)", &heads);
    let roster = Roster::new(report.campaign, report.plan);
    let burns = report.outcome.events.iter();
    let burns = burns.filter_map(|event| Some((event, event.burn.as_deref()?)));
    table.rows_of(burns, |table, (event, burn)| {
        burn_rows(report, table, event, burn, &roster);
    });
    table.without_empty_columns()
}

fn burn_rows(
    report: &Report<'_>,
    table: &mut Table,
    event: &EventRecord,
    burn: &BurnRecord,
    roster: &Roster<'_>,
) {
    let status = match event.status {
        Status::Done => "",
        other => status_word(other),
    };
    let mut head = vec![
        days(event.time),
        leg_name(report, event),
        velocity(burn),
        kg(burn.mass_before_kg),
        kg(burn.mass_after_kg),
    ];
    for step in &burn.steps {
        let name = roster.at(step.element).map_or("?", |element| &element.name);
        let [gave, used] = if step.staged {
            [String::new(), "dropped".to_owned()]
        } else {
            [grouped(step.dv_m_s, 1), kg(step.propellant_kg)]
        };
        let state = if head[0].is_empty() { "" } else { status };
        let next = vec![String::new(); head.len()];
        let cells = std::mem::replace(&mut head, next);
        let did = [name.to_owned(), gave, used, state.to_owned()];
        table.row(cells.into_iter().chain(did));
    }
    if !head[0].is_empty() {
        let none = [
            String::new(),
            String::new(),
            String::new(),
            status.to_owned(),
        ];
        table.row(head.into_iter().chain(none));
    }
}

/// The way that a transport goes, or else the activity's name.
fn leg_name(report: &Report<'_>, event: &EventRecord) -> String {
    let activity = report.plan.activities.at(event.activity);
    match activity.map(|activity| &activity.action) {
        Some(Action::Transport { edge, .. }) => edge_name(report.campaign, *edge),
        _ => activity_name(report, event),
    }
}

/// The velocity change; where a burn fell short, of how much.
fn velocity(burn: &BurnRecord) -> String {
    if burn.wanted_m_s - burn.achieved_m_s > 1e-6 {
        let (got, wanted) = (burn.achieved_m_s, burn.wanted_m_s);
        format!("{} of {}", grouped(got, 1), grouped(wanted, 1))
    } else {
        grouped(burn.achieved_m_s, 1)
    }
}

/// The word for what happened to a step.
pub(crate) const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Done => "done",
        Status::Short => "short",
        Status::Blocked => "blocked",
        Status::Followed => "not done",
    }
}

fn event_word(kind: EventKind) -> String {
    match kind {
        EventKind::Begin => "begins".to_owned(),
        EventKind::End => "ends".to_owned(),
        EventKind::Depart => "departs".to_owned(),
        EventKind::Arrive => "arrives".to_owned(),
        EventKind::Burn(number) => format!("burn {}", number.saturating_add(1)),
        EventKind::EvaOut(number) => format!("EVA {} out", number.saturating_add(1)),
        EventKind::EvaIn(number) => format!("EVA {} in", number.saturating_add(1)),
    }
}

/// Every event, in order of time.
pub(crate) fn events(report: &Report<'_>) -> Table {
    let heads = [
        ">time [d]",
        "date (UTC)",
        "mission",
        "activity",
        "event",
        "place",
        "status",
    ];
    let mut table = Table::new("Events", &heads);
    let campaign = report.campaign;
    table.rows_of(report.outcome.events.iter(), |table, event| {
        let activity = report.plan.activities.at(event.activity);
        let mission = activity.and_then(|activity| campaign.missions.at(activity.mission?));
        let site = event.site.map(|site| site_name(campaign, site).to_owned());
        table.row([
            days(event.time),
            date(report, event.time),
            mission.map_or_else(String::new, |mission| mission.name.clone()),
            activity_name(report, event),
            event_word(event.kind),
            site.unwrap_or_default(),
            status_word(event.status).to_owned(),
        ]);
    });
    table.without_empty_columns()
}

/// An instant on the calendar, to the minute.
pub(crate) fn date(report: &Report<'_>, time: Duration) -> String {
    let text = (report.campaign.start + time).to_string();
    // 2030-01-01T06:00:00Z: the first sixteen characters, wherever the year has four digits.
    text.get(..16).unwrap_or(&text).replace('T', " ")
}

/// Every trip, in order of departure.
pub(crate) fn movements(report: &Report<'_>) -> Table {
    let heads = [
        ">leaves",
        ">arrives",
        "from",
        "to",
        "way",
        ">mass",
        ">cargo",
        ">propellant",
        ">crew",
    ];
    let mut table = Table::new("Trips (times in d, masses in kg)", &heads);
    table.rows_of(report.outcome.movements.iter(), |table, trip| {
        let way = edge_of(report.campaign, trip.edge).map_or("?", |edge| edge.way.word());
        table.row([
            days(trip.depart),
            trip.arrive.map_or_else(|| "stranded".to_owned(), days),
            node_name(report.campaign, trip.origin),
            node_name(report.campaign, trip.destination),
            way.to_owned(),
            kg(trip.mass_kg),
            kg(trip.cargo_kg),
            kg(trip.propellant_kg),
            trip.crew.to_string(),
        ]);
    });
    table
}

/// The measures with their keys.
pub(crate) fn measures(report: &Report<'_>) -> Table {
    let mut table = Table::new("Measures", &["measure", ">value", "unit", "key"]);
    for measure in report.measures {
        table.row([
            measure.name.clone(),
            measure_value(measure),
            measure.unit.clone(),
            measure.key.clone(),
        ]);
    }
    table
}

/// The mass of each class at each node: when it was first there, its peak and what is left.
pub(crate) fn inventories(report: &Report<'_>, series: &[Inventory]) -> Table {
    let heads = [
        "node",
        "class of supply",
        ">from [d]",
        ">peak [kg]",
        ">at [d]",
        ">at the end [kg]",
    ];
    let mut table = Table::new("Inventories", &heads);
    for inventory in series {
        let points = &inventory.points;
        let first = points.iter().find(|point| point.1 > 0.0);
        let peak = points
            .iter()
            .copied()
            .reduce(|a, b| if b.1 > a.1 { b } else { a });
        let (Some(first), Some(peak), Some(last)) = (first, peak, points.last()) else {
            continue;
        };
        table.row([
            site_name(report.campaign, inventory.site).to_owned(),
            format!("{} {}", inventory.class, inventory.class.name()),
            days(first.0),
            kg(peak.1),
            days(peak.0),
            kg(last.1),
        ]);
    }
    table
}

/// The dry mass of elements by class and place.
pub(crate) fn elements_at(report: &Report<'_>) -> Table {
    let mut table = inventories(report, &dry_masses(&report.scene()));
    "Elements (dry mass) by place".clone_into(&mut table.title);
    "place".clone_into(&mut table.columns[0].head);
    table
}

/// What was needed and had by class.
pub(crate) fn demands(report: &Report<'_>) -> Table {
    let heads = [
        "class of supply",
        ">needed [kg]",
        ">met [kg]",
        ">unmet [kg]",
        ">met",
    ];
    let mut table = Table::new("Demand and what of it was met", &heads);
    for demand in class_demands(&report.scene()) {
        table.row([
            format!("{} {}", demand.class, demand.class.name()),
            kg(demand.needed_kg),
            kg(demand.met_kg),
            kg(demand.unmet_kg()),
            percent(demand.met_kg / demand.needed_kg),
        ]);
    }
    table
}

/// Mass by leg and owner.
pub(crate) fn mass_by_leg(report: &Report<'_>) -> Table {
    let heads = ["leg", "run by", "owner", ">trips", ">mass [kg]"];
    let mut table = Table::new("Mass carried by leg and owner", &heads);
    let campaign = report.campaign;
    for carried in carried(&report.scene()) {
        table.row([
            edge_name(campaign, carried.edge),
            partner_name(campaign, carried.operator),
            partner_name(campaign, carried.owner),
            carried.trips.to_string(),
            kg(carried.mass_kg),
        ]);
    }
    table
}

/// The word for what a cost is for.
pub(crate) const fn cost_word(kind: CostKind) -> &'static str {
    match kind {
        CostKind::Element => "elements",
        CostKind::Goods => "goods",
        CostKind::Trip => "trips",
        CostKind::Activity => "activities",
    }
}

/// The campaign's currency and price year.
pub(crate) fn money_unit(campaign: &Campaign) -> String {
    let (currency, year) = campaign.settings.money;
    format!("{currency} ({year})")
}

/// Costs by partner, kind and leg.
pub(crate) fn costs(report: &Report<'_>) -> Table {
    let campaign = report.campaign;
    let amount = format!(">{}", money_unit(campaign));
    let mut table = Table::new(
        "Cost by partner and leg",
        &["partner", "for", "leg", amount.as_str()],
    );
    for share in cost_shares(&report.scene()) {
        let leg = share.edge.map(|edge| edge_name(campaign, edge));
        table.row([
            partner_name(campaign, share.partner),
            cost_word(share.kind).to_owned(),
            leg.unwrap_or_default(),
            grouped(share.amount, 2),
        ]);
    }
    table
}

/// The account of mass by its origin and end.
pub(crate) fn mass_account(outcome: &Outcome) -> Table {
    let account = &outcome.mass;
    let mut table = Table::new("Account of mass", &["origin or end", ">mass [kg]"]);
    for (what, mass_kg) in [
        ("created", account.created_kg),
        ("added", account.added_kg),
        ("made", account.made_kg),
        ("consumed", -account.consumed_kg),
        ("burned", -account.burned_kg),
        ("lost", -account.lost_kg),
        ("removed", -account.removed_kg),
        ("dropped by staging", -account.staged_kg),
        ("present at the end", account.present_kg),
    ] {
        table.row([what.to_owned(), kg(mass_kg)]);
    }
    table
}
