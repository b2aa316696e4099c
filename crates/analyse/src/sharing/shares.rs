//! Shares: what each partner pays by each method, and who would object.

use super::allocation::Allocation;
use super::coalition::Coalition;
use super::core::{Core, core};
use super::error::SharingError;
use super::excess::{Excess, Objection, excesses, objection};
use super::fraction::{Fraction, amount_in_words};
use super::game::{Game, Sense};
use super::method::Method;
use super::nucleolus::{Nucleolus, nucleolus, per_capita_nucleolus, prenucleolus};
use super::rule::{
    by_agreed_shares, by_stand_alone, equal, equal_non_separable, proportional,
    separable_remaining_benefits,
};
use super::shapley::shapley;
use num_traits::Zero as _;
use portolan_solver::Engine;

/// What methods need beside the game, where it is known; a method whose terms are missing is left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// How much each uses.
    pub uses: Option<Vec<Fraction>>,
    /// How much each contributes.
    pub contributions: Option<Vec<Fraction>>,
    /// The share of the whole that each agreed to.
    pub agreed: Option<Vec<Fraction>>,
    /// What the thing is worth to each, for [`separable_remaining_benefits`].
    pub benefits: Option<Vec<Fraction>>,
}

/// What each partner pays, or gets, by each method, and who would object.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// The partners' names.
    pub names: Vec<String>,
    /// Whether they pay or get.
    pub sense: Sense,
    /// What is shared.
    pub total: Fraction,
    /// What each comes to alone; `None` where it cannot do it alone.
    pub stand_alone: Vec<Option<Fraction>>,
    /// Whether there is an allocation to which nobody objects.
    pub core: Core,
    /// Each method whose terms are known, with its allocation or why there is none.
    pub methods: Vec<(Method, Result<Judged, SharingError>)>,
}

/// An allocation with what coalitions have to say about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// What each pays, or gets.
    pub allocation: Allocation,
    /// The excesses of all coalitions that can do it, the greatest first.
    pub excesses: Vec<Excess>,
    /// Who objects most; `None` where nobody does, and the allocation is in the core.
    pub objection: Option<Objection>,
}

impl Judged {
    /// Nobody objects.
    pub const fn in_core(&self) -> bool {
        self.objection.is_none()
    }
}

/// What each partner pays, or gets, by each method, and who would object.
///
/// # Errors
/// Where everybody together cannot do it, and where the engine fails or has no duals. That a single method
/// does not apply stands in its place in the answer.
pub fn shares(game: &Game, terms: &Terms, engine: &dyn Engine) -> Result<Shares, SharingError> {
    let total = game.needed(game.everybody(), "sharing")?;
    let alone = |player| game.comes_to(Coalition::of(&[player]));
    let answer = |method| Some((method, allocate(game, method, terms, engine)?));
    let judged = |(method, allocation): (Method, Result<Allocation, SharingError>)| {
        (method, allocation.and_then(|it| judge(game, it)))
    };
    Ok(Shares {
        names: game.names().to_vec(),
        sense: game.sense(),
        total,
        stand_alone: (0..game.players()).map(alone).collect(),
        core: core(game, engine)?,
        methods: Method::ALL
            .into_iter()
            .filter_map(answer)
            .map(judged)
            .collect(),
    })
}

/// The allocation by a method; `None` where its terms are missing.
pub fn allocate(
    game: &Game,
    method: Method,
    terms: &Terms,
    engine: &dyn Engine,
) -> Option<Result<Allocation, SharingError>> {
    let of = |found: Result<Nucleolus, SharingError>| found.map(|it| it.allocation);
    let benefits = terms.benefits.as_deref();
    Some(match method {
        Method::Shapley => shapley(game),
        Method::Nucleolus => of(nucleolus(game, engine)),
        Method::Prenucleolus => of(prenucleolus(game, engine)),
        Method::PerCapitaNucleolus => of(per_capita_nucleolus(game, engine)),
        Method::SeparableRemainingBenefits => separable_remaining_benefits(game, benefits),
        Method::EqualNonSeparable => equal_non_separable(game),
        Method::StandAlone => by_stand_alone(game),
        Method::Use => proportional(game, terms.uses.as_ref()?, "the use"),
        Method::Contribution => {
            proportional(game, terms.contributions.as_ref()?, "the contribution")
        }
        Method::Agreed => by_agreed_shares(game, terms.agreed.as_ref()?),
        Method::Equal => equal(game),
    })
}

/// An allocation with what coalitions have to say about it, exactly.
///
/// # Errors
/// As for [`objection`].
pub fn judge(game: &Game, allocation: Allocation) -> Result<Judged, SharingError> {
    Ok(Judged {
        objection: objection(game, &allocation, &Fraction::zero())?,
        excesses: excesses(game, &allocation)?,
        allocation,
    })
}

/// An allocation explained to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The method.
    pub method: Method,
    /// For each partner what it pays, or gets, and what that spares it against going alone; why there is
    /// nothing to say where the method does not apply.
    pub lines: Vec<String>,
    /// Whether somebody objects, in a sentence.
    pub verdict: Option<String>,
}

impl Shares {
    /// Every method explained, the amounts in a unit such as `MEUR (2026)`, which may be empty.
    pub fn explanations(&self, unit: &str) -> Vec<Explanation> {
        let explained = |(method, judged): &(Method, Result<Judged, SharingError>)| {
            let (lines, verdict) = match judged {
                Ok(judged) => (
                    self.lines(&judged.allocation, unit),
                    Some(verdict(judged, unit)),
                ),
                Err(error) => (vec![error.to_string()], None),
            };
            Explanation {
                method: *method,
                lines,
                verdict,
            }
        };
        self.methods.iter().map(explained).collect()
    }

    /// Whether there is an allocation to which nobody objects, in a sentence.
    pub fn core_in_words(&self, unit: &str) -> String {
        let amount = |number: &Fraction| in_unit(number, unit);
        match &self.core.least_excess {
            Some(least) if self.core.empty => format!(
                "Whatever the split, some coalition would be better off by itself, by at least {}.",
                amount(least)
            ),
            Some(least) if least.is_zero() => {
                "There are splits to which nobody objects, but none in which every coalition gains."
                    .to_owned()
            }
            Some(least) => format!(
                "There are splits to which nobody objects; at best every coalition gains at least {}.",
                amount(&-least)
            ),
            None => "Too few coalitions can do it by themselves for anybody to object.".to_owned(),
        }
    }

    fn lines(&self, allocation: &Allocation, unit: &str) -> Vec<String> {
        let verb = if self.sense == Sense::Cost {
            "pays"
        } else {
            "gets"
        };
        let line = |((name, amount), alone): ((&String, &Fraction), &Option<Fraction>)| {
            let alone = match alone {
                Some(alone) => format!("{} alone", in_unit(alone, unit)),
                None => "cannot do it alone".to_owned(),
            };
            format!("{name} {verb} {} ({alone})", in_unit(amount, unit))
        };
        self.names
            .iter()
            .zip(allocation.exact())
            .zip(&self.stand_alone)
            .map(line)
            .collect()
    }
}

fn verdict(judged: &Judged, unit: &str) -> String {
    match &judged.objection {
        Some(objection) => format!("Not in the core: {}.", objection.words(unit)),
        None => "In the core: no coalition would be better off by itself.".to_owned(),
    }
}

fn in_unit(number: &Fraction, unit: &str) -> String {
    let separator = if unit.is_empty() { "" } else { " " };
    format!("{}{separator}{unit}", amount_in_words(number))
}
