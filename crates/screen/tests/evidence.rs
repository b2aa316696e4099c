//! What besides the name makes a score: numbers, days of birth, countries, kinds, and clearances.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use portolan_screen::{
    Birth, Clearance, Clearances, HIT, Identifier, Index, Kind, Party, Query, Reason, Standing,
};

fn number(kind: &str, value: &str) -> Identifier {
    let (kind, value) = (kind.to_owned(), value.to_owned());
    Identifier { kind, value }
}

fn index() -> Index {
    let person = Party {
        list: "SDN".into(),
        id: "1".into(),
        kind: Kind::Person,
        name: "PETROV, Vasily Ivanovich".into(),
        births: vec![Birth::Day("1968-03-14".parse().unwrap())],
        countries: vec!["RU".into()],
        identifiers: vec![number("Passport", "71 2345678")],
        ..Party::default()
    };
    let ship = Party {
        list: "SDN".into(),
        id: "2".into(),
        kind: Kind::Vessel,
        name: "OCEAN STAR".into(),
        identifiers: vec![number("IMO", "9187629")],
        ..Party::default()
    };
    Index::new(vec![person, ship])
}

fn score(query: &Query) -> f64 {
    index()
        .search_from(query, 0.0, 1)
        .first()
        .map_or(0.0, |hit| hit.score)
}

#[test]
fn evidence_moves_the_score_and_its_effects_add_up() {
    let name = Query::named("Vasily Petrov").of_kind(Kind::Person);
    let alone = score(&name);
    let with = |change: fn(&mut Query)| {
        let mut query = name.clone();
        change(&mut query);
        score(&query)
    };
    let same_day = with(|query| query.births = vec![Birth::Day("1968-03-14".parse().unwrap())]);
    let same_year = with(|query| query.births = vec![Birth::Year(1968)]);
    let other_year = with(|query| query.births = vec![Birth::Year(1990)]);
    let same_country = with(|query| query.countries = vec!["ru".into()]);
    let other_country = with(|query| query.countries = vec!["BR".into()]);
    let same_number = with(|query| query.identifiers = vec![number("", "712345678")]);
    let firm = with(|query| query.kind = Kind::Organisation);
    assert!(alone > HIT && alone < portolan_screen::NAME_ALONE);
    assert!(
        same_number > same_day
            && same_day > same_year
            && same_year > same_country
            && same_country > alone
    );
    assert!(alone > other_country && other_country > firm && firm > other_year);
    assert!(same_number < 1.0);
    let index = index();
    let hits = index.search(&name, 5);
    let sum: f64 = hits[0].why.iter().map(|evidence| evidence.effect).sum();
    assert!((sum - hits[0].score).abs() < 1e-12);
    assert!(hits[0].why.iter().any(|evidence| matches!(&evidence.reason, Reason::OnlyListed { word, .. } if word == "ivanovich")));
}

#[test]
fn a_day_of_birth_or_a_country_replaces_no_name() {
    let query = Query {
        births: vec![Birth::Day("1968-03-14".parse().unwrap())],
        countries: vec!["RU".into()],
        ..Query::named("Vasily Smirnov").of_kind(Kind::Person)
    };
    assert!(score(&query) < HIT, "{}", score(&query));
}

#[test]
fn a_number_finds_whom_no_name_finds_and_another_ships_number_clears() {
    let query = Query {
        identifiers: vec![number("IMO", "IMO 9187629".trim_start_matches("IMO "))],
        ..Query::named("Blue Horizon").of_kind(Kind::Vessel)
    };
    assert!(score(&query) >= 0.9);
    let sister = Query {
        identifiers: vec![number("IMO", "9999999")],
        ..Query::named("Ocean Star").of_kind(Kind::Vessel)
    };
    assert!(score(&sister) < HIT);
}

#[test]
fn a_clearance_marks_a_hit_until_it_runs_out() {
    let index = index();
    let query = Query::named("Petrov Vasily").of_kind(Kind::Person);
    let clearance = Clearance {
        asked: "Vasily Petrov".into(),
        list: "SDN".into(),
        entry: "1".into(),
        digest: index.parties()[0].digest(),
        reason: "born in another year".into(),
        by: "compliance officer".into(),
        until: "2027-06-30".parse().unwrap(),
    };
    let clearances = Clearances::new(vec![clearance]);
    let standing = |day: &str| {
        index.search_on(&query, 1, &clearances, day.parse().unwrap())[0]
            .standing
            .clone()
    };
    assert!(
        matches!(standing("2027-06-30"), Standing::Cleared(_)) && !standing("2027-06-30").is_open()
    );
    assert!(
        matches!(standing("2027-07-01"), Standing::Lapsed(_)) && standing("2027-07-01").is_open()
    );
}

#[test]
fn the_same_question_has_the_same_answer() {
    let query = Query::named("Petrof Vasili");
    assert_eq!(index().search(&query, 5), index().search(&query, 5));
}

#[test]
fn absurd_names_find_nobody_and_break_nothing() {
    let index = index();
    let long = "ab ".repeat(100_000);
    let dense = "x".repeat(100_000);
    for name in [
        "",
        " ",
        "....",
        "\u{0}",
        "\u{301}\u{301}",
        "(",
        ")(",
        "「」",
        "😀",
        "a",
        "ǅ ŉ ﷺ",
        "e\u{301}",
        long.as_str(),
        dense.as_str(),
    ] {
        for kind in [
            Kind::Unknown,
            Kind::Person,
            Kind::Organisation,
            Kind::Vessel,
            Kind::Aircraft,
        ] {
            assert!(
                index
                    .search(&Query::named(name).of_kind(kind), 3)
                    .is_empty(),
                "{name:.20}"
            );
        }
    }
    assert!(
        Index::new(Vec::new())
            .search(&Query::named("Acme"), 3)
            .is_empty()
    );
}
