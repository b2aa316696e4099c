//! The campaign `telescope-assembly` by trying every way to put its parts on launches.

/// A launch: when it leaves, what it takes in kg, what it costs in MUSD.
type Launch = (u32, f64, u32);

/// Every launch of the campaign.
fn launches() -> Vec<Launch> {
    let large = [90, 210, 330].map(|day| (day, 10_000.0, 120));
    let medium = [60, 120, 180, 240, 300].map(|day| (day, 6500.0, 70));
    let small = [30, 80, 130, 180, 230, 280, 330].map(|day| (day, 2700.0, 30));
    large.into_iter().chain(medium).chain(small).collect()
}

/// The parts of each stage in kg, from when on they are there to be launched, and until when they must have arrived.
const STAGES: [(&[f64], u32, u32); 3] = [
    (&[6000.0, 2500.0], 0, 100),
    (&[1500.0; 6], 100, 220),
    (&[3000.0, 4000.0], 220, 340),
];

/// A way to launch a stage: its cost, and for each launch the day of arrival and the spares that it has room for, in kg.
type Stage = (u32, Vec<(u32, f64)>);

/// The most spares on pallets of 120 kg, with 600 kg on each, in so much room.
fn spares_kg(room_kg: f64) -> f64 {
    let on = |pallets: u32| {
        let pallets = f64::from(pallets);
        (600.0 * pallets).min(room_kg - 120.0 * pallets)
    };
    (0..9).map(on).fold(0.0, f64::max)
}

/// Every way to place parts on launches, as the room that is left.
fn placed(parts: &[f64], room: &mut Vec<f64>, found: &mut Vec<Vec<f64>>) {
    let Some((part, rest)) = parts.split_first() else {
        found.push(room.clone());
        return;
    };
    for at in 0..room.len() {
        if room[at] >= *part {
            room[at] -= part;
            placed(rest, room, found);
            room[at] += part;
        }
    }
}

fn ways(parts: &[f64], from: u32, until: u32, most: u32) -> Vec<Stage> {
    let all = launches().into_iter();
    let open: Vec<Launch> = all
        .filter(|(day, ..)| *day >= from && day + 2 <= until)
        .collect();
    let mut ways = Vec::new();
    for subset in 1_u32..1 << open.len() {
        let numbered = open.iter().enumerate();
        let used: Vec<&Launch> = numbered
            .filter(|(at, _)| subset >> at & 1 == 1)
            .map(|(_, launch)| launch)
            .collect();
        let cost = used.iter().map(|(.., cost)| cost).sum();
        if cost > most {
            continue;
        }
        let mut found = Vec::new();
        placed(parts, &mut used.iter().map(|it| it.1).collect(), &mut found);
        found.sort_by(|a, b| a.partial_cmp(b).unwrap());
        found.dedup();
        for room in found {
            let arrivals = used.iter().zip(room);
            let arrivals = arrivals.map(|(launch, room)| (launch.0 + 2, spares_kg(room)));
            ways.push((cost, arrivals.collect()));
        }
    }
    ways
}

/// True where spares never run out: 4 kg a day from day 100 to day 340.
fn lasts(stages: [&Stage; 3]) -> bool {
    let mut arrivals: Vec<(u32, f64)> = stages.iter().flat_map(|it| it.1.clone()).collect();
    arrivals.push((340, 0.0));
    arrivals.sort_by_key(|(day, _)| *day);
    let mut brought = 0.0;
    arrivals.into_iter().all(|(day, spares)| {
        let used = 4.0 * f64::from(day.max(100) - 100);
        let enough = brought >= used;
        brought += spares;
        enough
    })
}

/// The least cost of all launches, in MUSD.
pub(crate) fn least_cost() -> u32 {
    let [first, second, third] = STAGES.map(|(parts, from, until)| ways(parts, from, until, 200));
    let mut least = u32::MAX;
    for one in &first {
        for two in &second {
            for three in &third {
                let cost = one.0 + two.0 + three.0;
                if cost < least && lasts([one, two, three]) {
                    least = cost;
                }
            }
        }
    }
    least
}
