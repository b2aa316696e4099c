//! What every way of sharing must hold to, on random games from fixed seeds.

mod sharing_games;

use portolan_analyse::sharing::{
    Allocation, AskedShapley, Coalition, Fraction, Game, Sampling, Sense, SharingError, Terms,
    ask_shapley, core, excesses, fraction, judge, nucleolus, objection, per_capita_nucleolus,
    per_capita_prenucleolus, prenucleolus, sampled_shapley, shapley, shares,
};
use portolan_testkit::Chance;
use sharing_games::{fractions, gloves, highs, names, random, reordered, written};

#[test]
fn methods_share_the_total_and_do_not_see_the_order() {
    let (mut chance, engine) = (Chance::new(7), highs());
    for round in 0..40 {
        let sense = if round % 2 == 0 {
            Sense::Cost
        } else {
            Sense::Value
        };
        let players = 2 + chance.below(4);
        let game = random(&mut chance, players, sense);
        let order: Vec<usize> = (0..players).rev().collect();
        let other = reordered(&game, &order);
        let total = game.comes_to(game.everybody()).unwrap();
        let methods: [fn(&Game, &dyn portolan_solver::Engine) -> Allocation; 3] = [
            |game, _| shapley(game).unwrap(),
            |game, engine| prenucleolus(game, engine).unwrap().allocation,
            |game, engine| per_capita_prenucleolus(game, engine).unwrap().allocation,
        ];
        for method in methods {
            let (one, two) = (method(&game, &*engine), method(&other, &*engine));
            assert_eq!(one.sum(), total);
            let back: Vec<&Fraction> = two.exact().iter().rev().collect();
            assert_eq!(one.exact().iter().collect::<Vec<_>>(), back);
        }
    }
}

#[test]
fn a_nucleolus_is_proved_and_in_the_core_where_there_is_one() {
    let (mut chance, engine) = (Chance::new(11), highs());
    let (mut with, mut without) = (0, 0);
    for _ in 0..60 {
        let players = 2 + chance.below(4);
        let game = random(&mut chance, players, Sense::Cost);
        let core = core(&game, &*engine).unwrap();
        assert!(core.proved);
        let free = prenucleolus(&game, &*engine).unwrap();
        assert!(free.proved, "{game:?}");
        let judged = judge(&game, free.allocation.clone()).unwrap();
        assert_eq!(judged.in_core(), !core.empty);
        let greatest = judged.excesses.first().map(|it| it.amount);
        let least = core
            .least_excess
            .as_ref()
            .map(portolan_analyse::sharing::nearest_number);
        assert!(
            (greatest.unwrap() - least.unwrap()).abs() < 1e-9,
            "{greatest:?} {least:?}"
        );
        let weights: Fraction = core.balanced.iter().map(|(_, weight)| weight).sum();
        assert_eq!(weights, fraction(1.0).unwrap());
        match nucleolus(&game, &*engine) {
            Ok(bound) => assert!(core.empty || bound.allocation == free.allocation),
            Err(SharingError::NoImputation { .. }) => assert!(core.empty),
            Err(error) => panic!("{error}"),
        }
        if core.empty { without += 1 } else { with += 1 }
    }
    assert!(
        with > 10 && without > 10,
        "{with} with a core, {without} without"
    );
}

/// Moving from the nucleolus a little, or far, in any direction makes the excesses, from the greatest
/// down, worse at the first at which they differ (Schmeidler's definition).
#[test]
fn nothing_is_lexicographically_below_the_prenucleolus() {
    let (mut chance, engine) = (Chance::new(13), highs());
    for _ in 0..25 {
        let players = 3 + chance.below(3);
        let game = random(&mut chance, players, Sense::Value);
        let found = prenucleolus(&game, &*engine).unwrap().allocation;
        let at = sorted(&game, &found).unwrap();
        for _ in 0..40 {
            let size = *chance.pick(&[1e-3, 0.1, 10.0]);
            let mut moved = found.exact().to_vec();
            let step = fraction(size * chance.between(0.1, 1.0)).unwrap();
            let (from, to) = (chance.below(players), chance.below(players));
            moved[from] -= &step;
            moved[to] += &step;
            if from != to {
                let off = sorted(&game, &Allocation::new(moved)).unwrap();
                let pairs = at.iter().zip(&off);
                let first = pairs.map(|(at, off)| off - at).find(|it| it.abs() > 1e-10);
                assert!(first.is_some_and(|it| it > 0.0), "{first:?}");
            }
        }
    }
}

fn sorted(game: &Game, allocation: &Allocation) -> Result<Vec<f64>, SharingError> {
    let list = excesses(game, allocation)?;
    Ok(list.iter().map(|it| it.amount).collect())
}

#[test]
fn dummies_pay_what_they_cost_and_likes_pay_alike() {
    let (mut chance, engine) = (Chance::new(17), highs());
    for _ in 0..30 {
        let players = 3 + chance.below(3);
        let inner = random(&mut chance, players, Sense::Cost);
        // The last player adds 5 to everybody; 0 and 1 are made alike.
        let swap = |set: Coalition| match (set.has(0), set.has(1)) {
            (false, true) => set.without(1).with(0),
            _ => set,
        };
        let five = fraction(5.0).unwrap();
        let number = |bits: u64| {
            let set = Coalition::from_bits(bits);
            let rest = inner.comes_to(swap(set.without(players)))?;
            Some(if set.has(players) { rest + &five } else { rest })
        };
        let table: Vec<_> = (0..2 << players).map(number).collect();
        let game = Game::new(names(players + 1), Sense::Cost, &table).unwrap();
        let value = shapley(&game).unwrap();
        assert_eq!(value.exact()[0], value.exact()[1]);
        assert_eq!(value.exact()[players], five);
        let least = prenucleolus(&game, &*engine).unwrap().allocation;
        assert_eq!(least.exact()[0], least.exact()[1]);
        let core = core(&game, &*engine).unwrap();
        assert!(core.empty || least.exact()[players] == five);
    }
}

/// Young (1985): who adds more to every coalition gets no less, by the Shapley value.
#[test]
fn who_adds_more_gets_no_less() {
    let mut chance = Chance::new(19);
    for _ in 0..30 {
        let players = 2 + chance.below(5);
        let game = random(&mut chance, players, Sense::Value);
        let who = chance.below(players);
        let more = |set: Coalition| {
            let extra = if set.has(who) {
                chance.between(0.0, 9.0)
            } else {
                0.0
            };
            Some(game.number(set)? + extra)
        };
        let better = Game::from_numbers(names(players), Sense::Value, more).unwrap();
        let (before, after) = (shapley(&game).unwrap(), shapley(&better).unwrap());
        assert!(after.exact()[who] >= before.exact()[who]);
    }
}

/// What a game of costs says of costs, the game of its negatives says of values; and shifting a player's
/// cost shifts what the player pays.
#[test]
fn costs_are_negative_values_and_shifts_are_kept() {
    let (mut chance, engine) = (Chance::new(23), highs());
    for _ in 0..20 {
        let players = 2 + chance.below(4);
        let game = random(&mut chance, players, Sense::Cost);
        let negative = |set: Coalition| Some(-game.number(set)?);
        let values = Game::from_numbers(names(players), Sense::Value, negative).unwrap();
        let own: Vec<Fraction> = (0..players)
            .map(|player| fraction(1e6 * (player + 1) as f64).unwrap())
            .collect();
        let shifted = |bits: u64| {
            let set = Coalition::from_bits(bits);
            Some(game.comes_to(set)? + set.members().map(|it| &own[it]).sum::<Fraction>())
        };
        let table: Vec<_> = (0..1 << players).map(shifted).collect();
        let dear = Game::new(names(players), Sense::Cost, &table).unwrap();
        let of = |game: &Game| prenucleolus(game, &*engine).unwrap().allocation;
        let each = |game: &Game| per_capita_prenucleolus(game, &*engine).unwrap().allocation;
        let (cost, value, shifted) = (of(&game), of(&values), of(&dear));
        let (cost_each, value_each) = (each(&game), each(&values));
        for (player, own) in own.iter().enumerate() {
            assert_eq!(cost.exact()[player], -&value.exact()[player]);
            assert_eq!(cost_each.exact()[player], -&value_each.exact()[player]);
            assert_eq!(&cost.exact()[player] + own, shifted.exact()[player]);
        }
    }
}

/// Small whole numbers tie everywhere, coalitions are missing, amounts are absurdly small or large: what
/// comes out is proved, or there is none.
#[test]
fn ties_and_holes_do_no_harm() {
    let (mut chance, engine) = (Chance::new(41), highs());
    let (mut found, mut open, mut none) = (0, 0, 0);
    for round in 0..60 {
        let players = 2 + chance.below(5);
        let unit = *chance.pick(&[1.0, 1e-9, 1e300, 1e-300]);
        let (most, hole) = (*chance.pick(&[2, 3, 6]), *chance.pick(&[0.0, 0.2, 0.6]));
        let number = |set: Coalition| {
            let missing = set != Coalition::all(players) && chance.chance(hole);
            (!missing).then(|| unit * chance.below(most) as f64)
        };
        let sense = if round % 2 == 0 {
            Sense::Cost
        } else {
            Sense::Value
        };
        let game = Game::from_numbers(names(players), sense, number).unwrap();
        for method in [
            nucleolus,
            prenucleolus,
            per_capita_nucleolus,
            per_capita_prenucleolus,
        ] {
            match method(&game, &*engine) {
                Ok(nucleolus) => {
                    assert!(nucleolus.proved, "{game:?}");
                    found += 1;
                }
                Err(SharingError::Undetermined) => open += 1,
                Err(SharingError::NoImputation { .. }) => none += 1,
                Err(error) => panic!("{error}"),
            }
        }
        let core = core(&game, &*engine).unwrap();
        assert!(core.proved);
        if let Some(point) = core.point {
            assert_eq!(judge(&game, point).unwrap().in_core(), !core.empty);
        }
    }
    assert!(
        found > 50 && open > 10 && none > 10,
        "{found} {open} {none}"
    );
}

/// Costs as an optimiser gives them, right to some billionths: coalitions that ought to tie
/// differ in their last digits, and what comes out is proved all the same.
#[test]
fn noise_in_the_last_digits_does_no_harm() {
    let (mut chance, engine) = (Chance::new(29), highs());
    for round in 0..40 {
        let size = 3 + round % 4;
        let noise = [1e-13, 1e-11, 1e-9, 1e-7][round % 4];
        let mut number = |set: Coalition| {
            Some((set.len() as f64 / 2.0).ceil() * 694_264.417_128 * (1.0 + noise * chance.unit()))
        };
        let game = Game::from_numbers(names(size), Sense::Cost, &mut number).unwrap();
        let found = prenucleolus(&game, &*engine).unwrap();
        assert!(found.proved, "{noise} {}", found.off_by);
        let total = game.comes_to(game.everybody()).unwrap();
        assert_eq!(found.allocation.sum(), total);
    }
}

#[test]
fn samples_come_close_to_the_value() {
    let mut chance = Chance::new(31);
    let game = random(&mut chance, 8, Sense::Cost);
    let exact = shapley(&game).unwrap().amounts();
    let sampling = Sampling {
        pairs: 4000,
        seed: 1,
        range: Some(400.0),
    };
    let mut asked = 0;
    let sampled = sampled_shapley::<SharingError>(game.names(), &sampling, |set| {
        asked += 1;
        Ok(game.number(set))
    })
    .unwrap();
    assert_eq!(
        (asked, sampled.coalitions),
        (255, 255),
        "each coalition is asked once"
    );
    let total: f64 = sampled.amounts.iter().sum();
    assert!((total - game.number(game.everybody()).unwrap()).abs() < 1e-9);
    for (player, exact) in exact.iter().enumerate() {
        let off = (sampled.amounts[player] - exact).abs();
        // Four standard errors are missed once in 16000 times; the guaranteed bound is wider.
        assert!(
            off < 4.0 * sampled.standard_errors[player],
            "{player}: {off}"
        );
        assert!(off < sampled.guaranteed_95.unwrap());
        assert!(
            sampled.within_95[player] < 2.0,
            "{}",
            sampled.within_95[player]
        );
    }
    let again =
        sampled_shapley::<SharingError>(game.names(), &sampling, |set| Ok(game.number(set)));
    assert_eq!(again.unwrap(), sampled, "the same seed gives the same");
    let one = Sampling {
        pairs: 1,
        ..sampling
    };
    let error = sampled_shapley::<SharingError>(game.names(), &one, |_| Ok(Some(1.0))).unwrap_err();
    assert!(matches!(error, SharingError::Length { .. }));
}

/// How often the 95 % interval holds the true value: 300 samplings of 5 players.
#[test]
fn intervals_hold_as_often_as_they_say() {
    let game = gloves(5, &[0, 1]);
    let exact = shapley(&game).unwrap().amounts();
    let mut inside = 0;
    for seed in 0..300 {
        let sampling = Sampling {
            pairs: 100,
            seed,
            range: None,
        };
        let sampled =
            sampled_shapley::<SharingError>(game.names(), &sampling, |set| Ok(game.number(set)));
        let sampled = sampled.unwrap();
        for (player, exact) in exact.iter().enumerate() {
            let off = (sampled.amounts[player] - exact).abs();
            inside += usize::from(off <= sampled.within_95[player]);
        }
    }
    let part = inside as f64 / 1500.0;
    assert!((0.92..0.98).contains(&part), "{part}");
}

/// A launch of capacity 5 for each 5 of load, 30 agencies, of which the first 15 are alike and so are
/// the others; the true values are therefore two, and add up.
#[test]
fn many_players_are_sampled() {
    let cost = |set: Coalition| {
        let load = set
            .members()
            .map(|player| if player < 15 { 1.0 } else { 3.0 })
            .sum::<f64>();
        Ok::<_, SharingError>(Some((load / 5.0).ceil() * 100.0))
    };
    let sampling = Sampling {
        pairs: 500,
        seed: 3,
        range: Some(100.0),
    };
    let asked = ask_shapley(&names(30), Sense::Cost, &sampling, cost).unwrap();
    let AskedShapley::Sampled(sampled) = asked else {
        panic!("30 players are too many to ask them all");
    };
    let total: f64 = sampled.amounts.iter().sum();
    assert!((total - 1200.0).abs() < 1e-9);
    for alike in sampled.amounts.chunks(15) {
        let mean = alike.iter().sum::<f64>() / 15.0;
        for amount in alike {
            assert!((amount - mean).abs() < 2.0 * sampled.guaranteed_95.unwrap());
        }
    }
    let few = ask_shapley(&names(4), Sense::Cost, &sampling, cost).unwrap();
    assert!(
        matches!(few, AskedShapley::Exact { allocation, .. } if allocation.amounts() == [25.0; 4])
    );
    let none = |set: Coalition| Ok::<_, SharingError>((set.len() < 7).then_some(1.0));
    let error = ask_shapley(&names(30), Sense::Cost, &sampling, none).unwrap_err();
    assert!(matches!(error, SharingError::Infeasible { members, .. } if members.0.len() == 7));
}

/// Twelve agencies with loads of different size: every method, and the nucleolus proved.
#[test]
fn twelve_players_are_done_at_once() {
    let engine = highs();
    let loads: Vec<f64> = (0..12)
        .map(|player| 0.9 + 0.37 * f64::from(player * player % 11))
        .collect();
    let game = portolan_analyse::sharing::lift_game(names(12), &loads, 5.0, 100.0).unwrap();
    let found = prenucleolus(&game, &*engine).unwrap();
    assert!(found.proved);
    let exact = fraction(0.0).unwrap();
    let core = core(&game, &*engine).unwrap();
    assert_eq!(
        objection(&game, &found.allocation, &exact)
            .unwrap()
            .is_some(),
        core.empty
    );
    let terms = Terms {
        uses: Some(fractions(&loads)),
        ..Terms::default()
    };
    let shares = shares(&game, &terms, &*engine).unwrap();
    let used = shares
        .methods
        .iter()
        .find(|(method, _)| method.key() == "use")
        .unwrap();
    assert_eq!(used.1.as_ref().unwrap().excesses.len(), 4094);
    assert_eq!(written(&shapley(&game).unwrap()).len(), 12);
}

/// Twelve players whose every coalition has a random cost.
#[test]
fn twelve_random_players_are_done_at_once() {
    let mut chance = Chance::new(37);
    let game = random(&mut chance, 12, Sense::Cost);
    let found = prenucleolus(&game, &*highs()).unwrap();
    assert!(found.proved, "{}", found.off_by);
}
