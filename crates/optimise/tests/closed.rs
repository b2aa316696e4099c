//! Ways that are closed to something: the plan goes round them, and the same search without them does not.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use portolan_model::Campaign;
use portolan_optimise::{Barred, Closed, Request, prepare, search};
use portolan_solver::{Unwatched, engine};
use portolan_vocabulary::Index;

/// Twenty tonnes of a good from a works to a base, by a cheap way or a dear one.
const CAMPAIGN: &str = r#"
format = "portolan-campaign/1"
id = "two-ways"
start = "2028-01-01"
horizon = "10 d"
settings = { objective = ["cost"], money = "EUR 2027" }
node = [
    { id = "works", kind = "surface", body = "earth", latitude = "0 deg", longitude = "0 deg" },
    { id = "base", kind = "surface", body = "earth", latitude = "1 deg", longitude = "0 deg" },
]
edge = [
    { id = "air", from = "works", to = "base", way = "flight", duration = "1 d", tariff = { per_trip = "1000 EUR (2027)" } },
    { id = "sea", from = "works", to = "base", way = "flight", duration = "2 d", tariff = { per_trip = "3000 EUR (2027)" } },
]
resource = [{ id = "hydrazine", class = 106 }]
design = [{ id = "tank", class = 502, kind = "tank", mass = "100 kg", store = [{ name = "it", resource = "hydrazine", max_mass = "500 kg" }] }]
offer = [
    { id = "tanks", design = "tank", node = "works", limit = 2 },
    { id = "stuff", good = "hydrazine", node = "works" },
]
demand = [{ id = "fuel", node = "base", due = "8 d", lots = [{ good = "hydrazine", amount = 400 }] }]
"#;

fn campaign() -> Campaign {
    let opened = portolan_formats::campaign::read_text("two-ways.toml", CAMPAIGN);
    opened.unwrap_or_else(|found| panic!("{found:?}")).campaign
}

/// What the best plan costs with these closed, in EUR; `None` where there is none.
fn cost(closed: Vec<Closed>) -> Option<f64> {
    let campaign = campaign();
    let mut request = Request::of(&campaign);
    request.unrolling.closed = closed;
    let engine = engine("highs").unwrap();
    let (network, _) = prepare(&campaign, &request).ok()?;
    let found = search(&network, &request, &*engine, &mut Unwatched).unwrap();
    found.flows.as_ref()?;
    Some(found.reached[0].value)
}

#[test]
fn a_good_and_the_pieces_that_carry_it_go_where_they_may() {
    let barred = |what, edge| Closed {
        what,
        edge: Index::new(edge),
        backwards: false,
    };
    let good = Barred::Good(Index::new(0));
    let tank = Barred::Pieces(portolan_model::PieceKind::Design(Index::new(0)));
    let near = |cost: Option<f64>, wanted: f64| (cost.unwrap() - wanted).abs() < 1e-3;
    assert!(near(cost(Vec::new()), 1000.0));
    assert!(near(cost(vec![barred(good, 0)]), 3000.0));
    assert!(near(cost(vec![barred(tank, 0)]), 3000.0));
    assert!(near(cost(vec![barred(good, 1)]), 1000.0));
    assert_eq!(cost(vec![barred(good, 0), barred(tank, 1)]), None);
    let backwards = Closed {
        backwards: true,
        ..barred(good, 0)
    };
    assert!(
        near(cost(vec![backwards]), 1000.0),
        "only the other direction is closed"
    );
}
