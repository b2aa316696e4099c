//! Sharing against published games and hand computation.

mod sharing_games;

use portolan_analyse::sharing::{
    Allocation, Claims, Coalition, Fraction, Game, Method, Sense, SharingError, Terms,
    airport_shapley, by_agreed_shares, by_stand_alone, core, equal, equal_non_separable, excesses,
    fraction, judge, nucleolus, objection, per_capita_nucleolus, per_capita_prenucleolus,
    prenucleolus, proportional, separable, separable_remaining_benefits, shapley, shares,
};
use portolan_testkit::conformance;
use sharing_games::{
    airport, close, fractions, gloves, highs, launchers, majority, names, published, talmud,
    talmud_game, tennessee, unanimity, written,
};

/// A game with its Shapley value and its nucleolus (empty where none is known).
struct Case {
    /// Its name in the reference cases; empty where it is none of them.
    name: &'static str,
    game: Game,
    shapley: &'static [&'static str],
    nucleolus: &'static [&'static str],
    core_empty: bool,
}

impl Case {
    fn new(
        name: &'static str,
        game: Game,
        shapley: &'static [&'static str],
        nucleolus: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            game,
            shapley,
            nucleolus,
            core_empty: false,
        }
    }

    const fn without_core(mut self) -> Self {
        self.core_empty = true;
        self
    }
}

/// Shapley values of the games marked with a star equal the tests of the R packages CoopGame and
/// GameTheory; the rest is our own, of an independent calculator in exact fractions.
fn cases() -> Vec<Case> {
    let value = |numbers: &[f64]| published(Sense::Value, numbers);
    vec![
        // *
        Case::new(
            "glove L={1} R={2,3}",
            gloves(3, &[0]),
            &["2/3", "1/6", "1/6"],
            &["1", "0", "0"],
        ),
        // *
        Case::new(
            "CoopGame 15.1 (2,4,5,18,14,9,24)",
            value(&[2.0, 4.0, 5.0, 18.0, 14.0, 9.0, 24.0]),
            &["19/2", "8", "13/2"],
            &["23/2", "7", "11/2"],
        ),
        // T. S. Ferguson, Game Theory, part IV; the nucleolus *
        Case::new(
            "Ferguson coal.pdf (-1,0,1,3,4,2,5)",
            value(&[-1.0, 0.0, 1.0, 3.0, 4.0, 2.0, 5.0]),
            &["5/3", "7/6", "13/6"],
            &["8/3", "2/3", "5/3"],
        ),
        Case::new(
            "CoopGame 61 (1,1,1,2,3,4,5)",
            value(&[1.0, 1.0, 1.0, 2.0, 3.0, 4.0, 5.0]),
            &["7/6", "5/3", "13/6"],
            &["1", "3/2", "5/2"],
        ),
        // Lemaire (1991), ASTIN Bulletin 21, 17-40
        Case::new(
            "Lemaire 1991 (46125,...)",
            value(&[46125.0, 17437.5, 5812.5, 69187.5, 53812.5, 30750.0, 90000.0]),
            &["51750", "25875", "12375"],
            &["105375/2", "97875/4", "51375/4"],
        ),
        // *
        Case::new(
            "unanimity n=4 T={1,2}",
            unanimity(4, &[0, 1]),
            &["1/2", "1/2", "0", "0"],
            &["1/2", "1/2", "0", "0"],
        ),
        Case::new("majority 3 players", majority(3), &["1/3"; 3], &["1/3"; 3]).without_core(),
        // The rows of the Talmud are nucleoli: Aumann and Maschler (1985)
        Case::new(
            "Talmud bankruptcy E=100 d=100,200,300",
            talmud_game(100.0),
            &["100/3"; 3],
            &["100/3"; 3],
        ),
        Case::new(
            "Talmud bankruptcy E=200 d=100,200,300",
            talmud_game(200.0),
            &["100/3", "250/3", "250/3"],
            &["50", "75", "75"],
        ),
        Case::new(
            "Talmud bankruptcy E=300 d=100,200,300",
            talmud_game(300.0),
            &["50", "100", "150"],
            &["50", "100", "150"],
        ),
        Case::new(
            "airport c=(10,20,30) cost",
            airport(&[10.0, 20.0, 30.0]),
            &["10/3", "25/3", "55/3"],
            &["5", "15/2", "35/2"],
        ),
        Case::new(
            "airport c=(12,28,30,90) cost",
            airport(&[12.0, 28.0, 30.0, 90.0]),
            &["3", "25/3", "28/3", "208/3"],
            &["6", "8", "8", "68"],
        ),
        Case::new(
            "TVA (Straffin-Heaney 1981) cost, k$",
            tennessee(),
            &["117829", "201513/2", "387997/2"],
            &["116234", "93540", "202810"],
        ),
        // *
        Case::new(
            "",
            gloves(4, &[0, 1, 3]),
            &["1/12", "1/12", "3/4", "1/12"],
            &["0", "0", "1", "0"],
        ),
        // *
        Case::new(
            "",
            gloves(10, &[0]),
            &[
                "9/10", "1/90", "1/90", "1/90", "1/90", "1/90", "1/90", "1/90", "1/90", "1/90",
            ],
            &["1", "0", "0", "0", "0", "0", "0", "0", "0", "0"],
        ),
        // Four agencies that fill launchers of capacity 5, at 100 a launch: our own.
        Case::new(
            "",
            launchers(),
            &["275/3", "125/3", "125/3", "25"],
            &["100", "50", "50", "0"],
        ),
    ]
}

#[test]
fn games_have_their_values_exactly() {
    let engine = highs();
    for Case {
        name,
        game,
        shapley: value,
        nucleolus: least,
        core_empty,
    } in cases()
    {
        assert_eq!(written(&shapley(&game).unwrap()), value, "{name}");
        let found = nucleolus(&game, &*engine).unwrap();
        assert_eq!(written(&found.allocation), least, "{name}");
        assert!(found.proved && found.off_by == 0.0, "{name}");
        let free = prenucleolus(&game, &*engine).unwrap();
        assert_eq!(
            free.allocation, found.allocation,
            "{name}: nobody is better off alone"
        );
        let core = core(&game, &*engine).unwrap();
        assert_eq!(core.empty, core_empty, "{name}");
        assert!(core.proved, "{name}");
        assert_eq!(core.point, Some(free.allocation), "{name}");
    }
}

#[test]
fn the_reference_cases_agree() {
    let Some(folder) = conformance() else {
        return;
    };
    let text = std::fs::read_to_string(folder.join("games/coop_games.json")).unwrap();
    let reference: serde_json::Value = serde_json::from_str(&text).unwrap();
    let reference = reference.as_object().unwrap();
    let engine = highs();
    let mut seen = 0;
    for case in cases().iter().filter(|case| !case.name.is_empty()) {
        let entry = &reference[case.name];
        let words = entry["shapley_frac"].as_array().unwrap().iter();
        let value: Vec<&str> = words.map(|it| it.as_str().unwrap()).collect();
        let found = shapley(&case.game).unwrap();
        assert_eq!(written(&found), value, "{}", case.name);
        close(&found, &entry["shapley"], 1e-15, case.name);
        // The reference prints nine decimals.
        let found = nucleolus(&case.game, &*engine).unwrap();
        close(&found.allocation, &entry["nucleolus"], 1e-9, case.name);
        let core = core(&case.game, &*engine).unwrap();
        assert_eq!(
            core.empty,
            entry["core_empty"].as_bool().unwrap(),
            "{}",
            case.name
        );
        seen += 1;
    }
    assert_eq!(seen, reference.len(), "every reference case is played");
}

/// The Shapley value of sharing launches lies outside the core, though there is one.
#[test]
fn a_fair_share_of_launches_can_be_objected_to() {
    let game = launchers();
    let engine = highs();
    let core = core(&game, &*engine).unwrap();
    assert!(!core.empty);
    assert_eq!(core.least_excess, Some(fraction(0.0).unwrap()));
    let judged = judge(&game, shapley(&game).unwrap()).unwrap();
    let objection = judged.objection.unwrap();
    // A with D: 4.5 fit one launch for 100, and they are to pay 275/3 + 25 = 350/3. B with C: 4.0 fit
    // one launch, and they are to pay 250/3: they gain.
    assert_eq!(objection.members.to_string(), "A and D");
    assert_eq!(objection.gain.to_string(), "50/3");
    assert_eq!(objection.by_themselves.to_string(), "100");
    assert_eq!(
        objection.words("MEUR"),
        "A and D are together to pay 116.67 MEUR and would pay 100 MEUR by themselves, 16.67 MEUR less"
    );
    assert_eq!(judged.excesses.len(), 14, "all but nobody and everybody");
    let least = nucleolus(&game, &*engine).unwrap();
    assert!(judge(&game, least.allocation).unwrap().in_core());
}

#[test]
fn the_prenucleolus_does_not_ask_who_is_better_off_alone() {
    // Player 3 is a burden to the others: by the prenucleolus it pays for that, by the nucleolus it gets
    // no less than it has alone.
    let game = published(Sense::Value, &[0.0, 0.0, 0.0, 10.0, 0.0, 0.0, 4.0]);
    let engine = highs();
    // Excess of 12: 10 - x1 - x2 = 6 + x3, of 3: -x3; both are 3 at x3 = -3. By hand.
    let free = prenucleolus(&game, &*engine).unwrap();
    assert_eq!(written(&free.allocation), ["7/2", "7/2", "-3"]);
    let bound = nucleolus(&game, &*engine).unwrap();
    assert_eq!(written(&bound.allocation), ["2", "2", "0"]);
    assert!(free.proved && bound.proved);
    let core = core(&game, &*engine).unwrap();
    assert!(core.empty);
    assert_eq!(core.least_excess, fraction(3.0));
    let balanced: Vec<u64> = core.balanced.iter().map(|(set, _)| set.bits()).collect();
    assert_eq!(
        balanced,
        [0b011, 0b100],
        "12 and 3 cover everybody once and ask for 10 of 4"
    );
    // The division by members: (6 + x3) / 2 = -x3 at x3 = -2.
    let each = per_capita_prenucleolus(&game, &*engine).unwrap();
    assert_eq!(written(&each.allocation), ["3", "3", "-2"]);
    let each = per_capita_nucleolus(&game, &*engine).unwrap();
    assert_eq!(written(&each.allocation), ["2", "2", "0"]);
}

#[test]
fn without_imputations_there_is_no_nucleolus() {
    let game = published(Sense::Value, &[3.0, 3.0, 5.0]);
    let engine = highs();
    let error = nucleolus(&game, &*engine).unwrap_err();
    assert_eq!(
        error,
        SharingError::NoImputation {
            missing: fraction(1.0).unwrap()
        }
    );
    let free = prenucleolus(&game, &*engine).unwrap();
    assert_eq!(written(&free.allocation), ["5/2", "5/2"]);
}

/// Hand computation: the members' parts of (v(S) - x(S)) / |S|.
#[test]
fn the_per_capita_nucleolus_divides_by_members() {
    // c(1) = 6, c(2) = 7, c(3) = 8, pairs 10, 13, 14, all 17. Excesses x(S) - c(S) over |S|: singles are
    // x1 - 6, x2 - 7, x3 - 8; the pairs of others (17 - x3 - 10) / 2 and so on: (7 - x3) / 2,
    // (4 - x2) / 2, (3 - x1) / 2. The mean over the singles bounds the greatest from below by -4/3, but
    // single 3 and pair 12 do by more: x3 - 8 = (7 - x3) / 2 gives x3 = 23/3 at -1/3. Of the 28/3 that 1
    // and 2 pay, x1 = 25/6 and x2 = 31/6 make (3 - x1) / 2 = (4 - x2) / 2 = -7/12, which lies above the
    // singles at -11/6.
    let game = published(Sense::Cost, &[6.0, 7.0, 8.0, 10.0, 13.0, 14.0, 17.0]);
    let found = per_capita_nucleolus(&game, &*highs()).unwrap();
    assert_eq!(written(&found.allocation), ["25/6", "31/6", "23/3"]);
    assert!(found.proved);
}

#[test]
fn who_cannot_do_it_does_not_object() {
    // 1 alone and 2 alone can do it, 3 only with both; 12 cannot.
    let costs = |set: Coalition| match set.bits() {
        0b001 => Some(10.0),
        0b010 => Some(6.0),
        0b111 => Some(18.0),
        _ => None,
    };
    let names = ["Ada", "Bo", "Cy"].map(str::to_owned).to_vec();
    let game = Game::from_numbers(names, Sense::Cost, costs).unwrap();
    let engine = highs();
    let error = shapley(&game).unwrap_err();
    assert!(error.to_string().contains("Ada and Bo"), "{error}");
    let error = by_stand_alone(&game).unwrap_err();
    assert!(error.to_string().contains("Cy"), "{error}");
    assert!(matches!(
        separable(&game),
        Err(SharingError::Infeasible { .. })
    ));
    // Ada and Bo could be spared everything at Cy's expense: no least allocation.
    let error = prenucleolus(&game, &*engine).unwrap_err();
    assert_eq!(error, SharingError::Undetermined);
    let core = core(&game, &*engine).unwrap();
    assert!(!core.empty && core.least_excess.is_none() && core.point.is_none());
    let paid = Allocation::from_numbers(&[11.0, 5.0, 2.0]).unwrap();
    let exact = fraction(0.0).unwrap();
    let found = objection(&game, &paid, &exact).unwrap().unwrap();
    assert_eq!(
        found.words(""),
        "Ada is to pay 11 and would pay 10 alone, 1 less"
    );
    assert_eq!(excesses(&game, &paid).unwrap().len(), 2);
}

#[test]
fn a_nucleolus_can_do_without_some_coalitions() {
    // Pairs cannot do it; alone 4, 5, 6, together 12: each gains 1 by hand.
    let costs = |set: Coalition| match set.bits() {
        0b001 => Some(4.0),
        0b010 => Some(5.0),
        0b100 => Some(6.0),
        0b111 => Some(12.0),
        _ => None,
    };
    let game = Game::from_numbers(names(3), Sense::Cost, costs).unwrap();
    let found = nucleolus(&game, &*highs()).unwrap();
    assert_eq!(written(&found.allocation), ["3", "4", "5"]);
    // Pairs that save nothing leave the savings to everybody: a third of 3 each.
    let savings = game.savings().unwrap().infeasible_worth_nothing().unwrap();
    assert_eq!(written(&shapley(&savings).unwrap()), ["1", "1", "1"]);
}

#[test]
fn everybody_must_be_able_to_do_it() {
    let game = Game::from_numbers(names(2), Sense::Cost, |set| (set.len() == 1).then_some(1.0));
    let game = game.unwrap();
    let engine = highs();
    for error in [
        nucleolus(&game, &*engine).unwrap_err(),
        core(&game, &*engine).unwrap_err(),
        equal(&game).unwrap_err(),
        shares(&game, &Terms::default(), &*engine).unwrap_err(),
    ] {
        assert!(error.to_string().contains("1 and 2"), "{error}");
    }
}

#[test]
fn one_player_pays_it_all() {
    let game = Game::from_numbers(names(1), Sense::Cost, |_| Some(7.25)).unwrap();
    let engine = highs();
    assert_eq!(written(&shapley(&game).unwrap()), ["29/4"]);
    assert_eq!(
        written(&nucleolus(&game, &*engine).unwrap().allocation),
        ["29/4"]
    );
    let core = core(&game, &*engine).unwrap();
    assert!(!core.empty && core.least_excess.is_none());
}

/// By arithmetic from the definitions: separable costs 45214, 33763, 110977, non-separable 222630.
#[test]
fn separable_costs_of_the_tennessee_valley() {
    let game = tennessee();
    let own: Vec<String> = separable(&game)
        .unwrap()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(own, ["45214", "33763", "110977"]);
    let equally = equal_non_separable(&game).unwrap();
    assert_eq!(written(&equally), ["119424", "107973", "185187"]);
    let remaining = separable_remaining_benefits(&game, None).unwrap();
    for (found, hand) in remaining
        .amounts()
        .iter()
        .zip([117_475.6, 99_157.2, 195_951.2])
    {
        assert!((found - hand).abs() < 0.1, "{found} {hand}");
    }
    assert_eq!(remaining.sum(), fraction(412_584.0).unwrap());
    // Navigation is worth 50000: what remains to it is 4786 of 250968.
    let benefits = fractions(&[50_000.0, 1e9, 1e9]);
    let capped = separable_remaining_benefits(&game, Some(&benefits)).unwrap();
    let rest = Fraction::new((4_786_i64 * 222_630).into(), 250_968.into());
    assert_eq!(capped.exact()[0], fraction(45_214.0).unwrap() + rest);
    let worthless = fractions(&[1.0, 1e9, 1e9]);
    let error = separable_remaining_benefits(&game, Some(&worthless)).unwrap_err();
    assert!(matches!(error, SharingError::BadWeight { .. }), "{error}");
}

#[test]
fn proportions_need_sound_weights() {
    let game = tennessee();
    let split = proportional(&game, &fractions(&[1.0, 1.0, 2.0]), "the use").unwrap();
    assert_eq!(written(&split), ["103146", "103146", "206292"]);
    for weights in [&[1.0, 1.0][..], &[1.0, -1.0, 1.0], &[0.0, 0.0, 0.0]] {
        assert!(
            proportional(&game, &fractions(weights), "the use").is_err(),
            "{weights:?}"
        );
    }
    let agreed = by_agreed_shares(&game, &fractions(&[0.2, 0.3, 0.5])).unwrap();
    assert_eq!(agreed.amounts(), [82_516.8, 123_775.2, 206_292.0]);
    let error = by_agreed_shares(&game, &fractions(&[0.2, 0.3, 0.4])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the agreed shares add up to 9/10 and not to 1"
    );
    let alone = by_stand_alone(&published(Sense::Cost, &[10.0, 30.0, 32.0])).unwrap();
    assert_eq!(written(&alone), ["8", "24"]);
}

#[test]
fn airports_have_a_closed_form() {
    for needs in [
        &[10.0, 20.0, 30.0][..],
        &[90.0, 12.0, 30.0, 28.0, 12.0, 0.0],
        &[5.5],
    ] {
        let closed = airport_shapley(&names(needs.len()), &fractions(needs)).unwrap();
        assert_eq!(closed, shapley(&airport(needs)).unwrap(), "{needs:?}");
    }
    assert!(airport_shapley(&names(1), &fractions(&[-1.0])).is_err());
}

/// Claims of seven countries on a catch of anglerfish (Gallastegui, Inarra and Prellezo 2003, Marine
/// Resource Economics 17, 291-307; the example of AllRules in the R package GameTheory). The amounts
/// are arithmetic from the definitions: claims add up to 28136, half of them is more than the estate.
#[test]
fn claims_on_a_catch() {
    let claims = fractions(&[158.0, 299.0, 927.0, 2196.0, 4348.0, 6256.0, 13952.0]);
    let claims = Claims::new(names(7), fraction(13_500.0).unwrap(), claims).unwrap();
    let part = Fraction::new((158 * 13_500).into(), 28_136.into());
    assert_eq!(claims.proportional().exact()[0], part);
    // 158 + 299 + 927 + 2196 = 3580 are met; 9920 are left for three, of whom none claims less.
    let equally = written(&claims.equal_awards());
    assert_eq!(
        equally,
        ["158", "299", "927", "2196", "9920/3", "9920/3", "9920/3"]
    );
    // 14636 are lost: the small lose all, 158 + 299 + 927 + 2196 = 3580, then 11056 / 3 each.
    let losses = written(&claims.equal_losses());
    assert_eq!(losses, ["0", "0", "0", "0", "1988/3", "7712/3", "30800/3"]);
    // Half the claims are 14068 > 13500: halves 79, 149.5, 463.5, 1098, 2174, 3128 are met, which leaves
    // the last with 6408 of its 6976.
    let talmud = written(&claims.talmud());
    assert_eq!(
        talmud,
        ["79", "299/2", "927/2", "1098", "2174", "3128", "6408"]
    );
    let least = nucleolus(&claims.game().unwrap(), &*highs()).unwrap();
    assert_eq!(
        written(&least.allocation),
        talmud,
        "Aumann and Maschler (1985)"
    );
    assert_eq!(
        claims.random_arrival().unwrap().sum(),
        fraction(13_500.0).unwrap()
    );
}

#[test]
fn the_rules_of_the_talmud_agree_with_its_games() {
    let engine = highs();
    for estate in [0.0, 50.0, 100.0, 200.0, 300.0, 350.0, 450.0, 599.0, 600.0] {
        let claims = talmud(estate);
        let game = claims.game().unwrap();
        let least = nucleolus(&game, &*engine).unwrap();
        assert_eq!(claims.talmud(), least.allocation, "{estate}");
        assert_eq!(claims.random_arrival().unwrap(), shapley(&game).unwrap());
        for rule in [
            claims.proportional(),
            claims.equal_awards(),
            claims.equal_losses(),
        ] {
            assert_eq!(rule.sum(), fraction(estate).unwrap());
        }
    }
    let too_much = Claims::new(names(1), fraction(2.0).unwrap(), fractions(&[1.0]));
    assert!(matches!(too_much, Err(SharingError::Estate { .. })));
}

#[test]
fn all_methods_stand_side_by_side() {
    let game = launchers();
    let terms = Terms {
        uses: Some(fractions(&[3.6, 2.3, 1.7, 0.9])),
        agreed: Some(fractions(&[0.5, 0.5, 0.0])),
        ..Terms::default()
    };
    let shares = shares(&game, &terms, &*highs()).unwrap();
    let found: Vec<Method> = shares.methods.iter().map(|(method, _)| *method).collect();
    assert!(found.contains(&Method::Use) && !found.contains(&Method::Contribution));
    for (method, judged) in &shares.methods {
        match judged {
            Ok(judged) => assert_eq!(judged.allocation.sum(), shares.total, "{}", method.key()),
            // Three shares for four; and launches that fill no better alone leave benefits below 0.
            Err(SharingError::Length { .. }) => assert_eq!(*method, Method::Agreed),
            Err(error) => panic!("{}: {error}", method.key()),
        }
    }
    let explained = shares.explanations("MEUR");
    assert_eq!(explained[0].lines[0], "A pays 91.67 MEUR (100 MEUR alone)");
    assert!(
        explained[0]
            .verdict
            .as_ref()
            .unwrap()
            .starts_with("Not in the core: A and D")
    );
    let agreed = explained
        .iter()
        .find(|it| it.method == Method::Agreed)
        .unwrap();
    assert_eq!(
        agreed.lines,
        ["the agreed share: 3 entries, where 4 are needed"]
    );
    assert_eq!(agreed.verdict, None);
    assert_eq!(
        shares.core_in_words("MEUR"),
        "There are splits to which nobody objects, but none in which every coalition gains."
    );
}

#[test]
fn an_allocation_must_share_the_total() {
    let game = launchers();
    let less = Allocation::from_numbers(&[91.67, 41.67, 41.67, 25.0]).unwrap();
    let exact = fraction(0.0).unwrap();
    let error = objection(&game, &less, &exact).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the amounts add up to 200.01, and 200 is to be shared"
    );
    let cent = fraction(0.02).unwrap();
    assert!(objection(&game, &less, &cent).unwrap().is_some());
    let short = Allocation::from_numbers(&[200.0]).unwrap();
    assert!(matches!(
        objection(&game, &short, &exact),
        Err(SharingError::Length { .. })
    ));
    assert!(Allocation::from_numbers(&[f64::NAN]).is_err());
}

#[test]
fn the_chapter_has_every_method() {
    let page = include_str!("../../../docs/book/src/sharing.md");
    for method in Method::ALL {
        let (name, key, source) = (method.name(), method.key(), method.source());
        let row = format!(
            "| `{key}` | **{name}.** {} | {source} |",
            method.definition()
        );
        assert!(
            page.contains(&row),
            "the chapter on sharing lacks the row\n{row}"
        );
    }
}
