//! Barter balances and settlements, by hand computation.

use portolan_analyse::sharing::{
    Account, BalanceSheet, BarterError, InKind, Party, Settling, Transfer, accounts, balance_sheet,
    divide, fraction, settle,
};
use portolan_model::{Contribution, Partner};
use portolan_testkit::Chance;
use portolan_vocabulary::{Currency, Id, Money};

fn eur(amount: f64) -> Money {
    Money::new(amount, Currency::EUR, 2026)
}

fn account(partner: &str, allocated: f64, paid: f64, in_kind: &[(f64, f64)]) -> Account {
    let given = |(value, delivered): &(f64, f64)| InKind {
        what: "cargo flights".to_owned(),
        value: eur(*value),
        delivered: *delivered,
    };
    Account {
        partner: Id::new(partner),
        allocated: eur(allocated),
        paid: Some(eur(paid)),
        in_kind: in_kind.iter().map(given).collect(),
    }
}

fn partner(id: &str, contributions: &[(&str, Option<Money>)]) -> Partner {
    let contribution = |(what, value): &(&str, Option<Money>)| Contribution {
        what: (*what).to_owned(),
        value: *value,
    };
    Partner {
        id: Id::new(id),
        name: id.to_uppercase(),
        country: None,
        share: None,
        contributions: contributions.iter().map(contribution).collect(),
    }
}

/// Common costs of 1000: A runs the place and pays 700, B flies three of four flights worth 300, C has
/// delivered nothing yet of 150.
fn sheet() -> Result<BalanceSheet, BarterError> {
    let list = [
        account("a", 600.0, 700.0, &[]),
        account("b", 250.0, 0.0, &[(300.0, 0.75)]),
        account("c", 150.0, 0.0, &[(150.0, 0.0)]),
    ];
    balance_sheet(&list)
}

#[test]
fn what_is_delivered_counts_and_not_what_is_promised() {
    let sheet = sheet().unwrap();
    let amounts: Vec<[f64; 4]> = sheet
        .lines
        .iter()
        .map(|it| [it.promised, it.delivered, it.outstanding, it.balance].map(|it| it.amount()))
        .collect();
    assert_eq!(amounts[0], [0.0, 0.0, 0.0, 100.0]);
    assert_eq!(amounts[1], [300.0, 225.0, 75.0, -25.0]);
    assert_eq!(amounts[2], [150.0, 0.0, 150.0, -150.0]);
    assert_eq!(sheet.uncovered, eur(75.0), "700 and 225 cover 925 of 1000");
}

#[test]
fn balances_are_evened_out_with_the_common_account() {
    let transfer = |from: &str, to: Option<&str>, amount| Transfer {
        from: Party::Partner(Id::new(from)),
        to: to.map_or(Party::Common, |to| Party::Partner(Id::new(to))),
        amount: eur(amount),
    };
    let settlement = settle(&sheet().unwrap(), Settling::Fewest).unwrap();
    assert!(settlement.fewest);
    let fewest = [
        transfer("c", Some("a"), 100.0),
        transfer("c", None, 50.0),
        transfer("b", None, 25.0),
    ];
    assert_eq!(sorted(settlement.transfers), sorted(fewest.to_vec()));
    // 100 is owed to A and 75 to the common account: four sevenths and three.
    let settlement = settle(&sheet().unwrap(), Settling::Proportional).unwrap();
    let parts = [
        transfer("b", Some("a"), 14.29),
        transfer("b", None, 10.71),
        transfer("c", Some("a"), 85.71),
        transfer("c", None, 64.29),
    ];
    assert_eq!(sorted(settlement.transfers), sorted(parts.to_vec()));
    assert!(!settlement.fewest);
}

fn sorted(mut transfers: Vec<Transfer>) -> Vec<String> {
    let text = |it: Transfer| format!("{:?} {:?} {}", it.from, it.to, it.amount);
    let mut texts: Vec<String> = transfers.drain(..).map(text).collect();
    texts.sort();
    texts
}

#[test]
fn contributions_of_a_campaign_become_accounts() {
    let partners = [
        partner(
            "esa",
            &[("cargo flights", Some(eur(80.0))), ("advice", None)],
        ),
        partner("jaxa", &[("a laboratory", Some(eur(40.0)))]),
    ];
    let part = |partner: &Partner, at: usize| {
        if partner.name == "ESA" && at == 0 {
            0.5
        } else {
            1.0
        }
    };
    let (list, unvalued) = accounts(&partners, &[eur(60.0), eur(40.0)], part).unwrap();
    assert_eq!(unvalued.len(), 1, "it is named, not passed over");
    assert_eq!(
        (unvalued[0].partner.as_str(), unvalued[0].what.as_str()),
        ("esa", "advice")
    );
    let sheet = balance_sheet(&list).unwrap();
    assert_eq!(sheet.lines[0].balance, eur(-20.0));
    assert_eq!(sheet.lines[1].balance, eur(0.0));
    let settlement = settle(&sheet, Settling::Fewest).unwrap();
    assert_eq!(settlement.transfers.len(), 1);
    assert_eq!(settlement.transfers[0].to, Party::Common);
    let error = accounts(&partners, &[eur(60.0)], part).unwrap_err();
    assert_eq!(
        error,
        BarterError::Length {
            found: 1,
            expected: 2
        }
    );
}

#[test]
fn money_of_two_kinds_is_refused() {
    for other in [
        Money::new(1.0, Currency::USD, 2026),
        Money::new(1.0, Currency::EUR, 2025),
    ] {
        let mut list = [
            account("a", 5.0, 0.0, &[]),
            account("b", 5.0, 0.0, &[(5.0, 1.0)]),
        ];
        list[1].in_kind[0].value = other;
        let error = balance_sheet(&list).unwrap_err();
        assert!(matches!(&error, BarterError::Mixed { partner, .. } if partner.as_str() == "b"));
        assert!(error.to_string().contains("exchange rate"), "{error}");
        list[1] = account("b", 5.0, 0.0, &[]);
        list[1].paid = Some(other);
        assert!(matches!(
            balance_sheet(&list),
            Err(BarterError::Mixed { .. })
        ));
        list[1] = account("b", 5.0, 0.0, &[]);
        list[1].allocated = other;
        assert!(matches!(
            balance_sheet(&list),
            Err(BarterError::Mixed { .. })
        ));
    }
}

#[test]
fn absurd_accounts_are_refused() {
    assert_eq!(balance_sheet(&[]), Err(BarterError::NoPartner));
    for delivered in [-0.1, 1.5, f64::NAN] {
        let list = [account("a", 5.0, 0.0, &[(5.0, delivered)])];
        assert!(
            matches!(balance_sheet(&list), Err(BarterError::Delivered { .. })),
            "{delivered}"
        );
    }
    let twice = [account("a", 5.0, 0.0, &[]), account("a", 5.0, 0.0, &[])];
    assert!(matches!(
        balance_sheet(&twice),
        Err(BarterError::TwoAccounts(_))
    ));
    for allocated in [1e15, -1e15, f64::INFINITY] {
        let list = [account("a", allocated, 0.0, &[])];
        assert!(
            matches!(balance_sheet(&list), Err(BarterError::TooLarge(_))),
            "{allocated}"
        );
    }
}

#[test]
fn money_is_divided_to_the_hundredth() {
    let third = fraction(1.0).unwrap();
    let parts = divide(eur(100.0), &[third.clone(), third.clone(), third.clone()]).unwrap();
    assert_eq!(parts, [eur(33.34), eur(33.33), eur(33.33)]);
    let parts = divide(eur(-0.05), &[third.clone(), third.clone()]).unwrap();
    assert_eq!(parts, [eur(-0.02), eur(-0.03)]);
    let none = divide(eur(1.0), &[third.clone(), -third]);
    assert_eq!(none, Err(BarterError::NoShare));
    let shares: Vec<_> = [0.766, 0.128, 0.083, 0.023]
        .map(|it| fraction(it).unwrap())
        .to_vec();
    let parts = divide(eur(1e9), &shares).unwrap();
    assert_eq!(parts[2], eur(83e6));
}

/// Whatever the balances, what flows evens them out; and the fewest are no more than in proportion.
#[test]
fn settlements_even_out_random_balances() {
    let mut chance = Chance::new(5);
    for _ in 0..60 {
        let size = 1 + chance.below(9);
        let list: Vec<Account> = (0..size)
            .map(|at| {
                let paid = (chance.between(0.0, 9.0) as i64 * 100) as f64;
                account(
                    &at.to_string(),
                    (chance.below(9) * 100) as f64,
                    paid,
                    &[(9.99, chance.unit())],
                )
            })
            .collect();
        let sheet = balance_sheet(&list).unwrap();
        let mut counts = Vec::new();
        for how in [Settling::Fewest, Settling::Proportional] {
            let settlement = settle(&sheet, how).unwrap();
            for line in &sheet.lines {
                let party = Party::Partner(line.partner.clone());
                assert_eq!(flow(&settlement.transfers, &party), cents(line.balance));
            }
            assert_eq!(
                flow(&settlement.transfers, &Party::Common),
                cents(sheet.uncovered)
            );
            assert!(
                settlement
                    .transfers
                    .iter()
                    .all(|it| it.amount.amount() > 0.0)
            );
            counts.push(settlement.transfers.len());
        }
        assert!(counts[0] <= counts[1] && counts[0] <= size, "{counts:?}");
    }
}

fn flow(transfers: &[Transfer], party: &Party) -> i64 {
    let got: i64 = transfers
        .iter()
        .filter(|it| it.to == *party)
        .map(|it| cents(it.amount))
        .sum();
    let paid: i64 = transfers
        .iter()
        .filter(|it| it.from == *party)
        .map(|it| cents(it.amount))
        .sum();
    got - paid
}

fn cents(money: Money) -> i64 {
    (money.amount() * 100.0).round() as i64
}
