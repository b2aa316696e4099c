//! The descent to the least objections: linear programs one after another, each confirmed exactly.
//!
//! Each level asks an engine for the least excess that the coalitions not yet settled can be kept to
//! (Kopelowitz 1967; Maschler, Peleg and Shapley 1979, Mathematics of Operations Research 4, 303–338).
//! The engine computes in floating point and is only believed where its duals point: the coalitions with
//! duals above zero are tight in every optimum, and from them the multipliers and the level follow in
//! exact fractions. What comes out at the end is checked exactly against every level; multipliers not
//! below zero and a point that keeps to the level prove each level by the duality of linear programs.
//! Where that fails, because levels lie closer together than rounding lets the engine see, the descent
//! is made again with every level seen closer. Rows are generated as they are violated.

use super::allocation::Allocation;
use super::coalition::Coalition;
use super::equations::Equations;
use super::error::SharingError;
use super::excess::Excesses;
use super::fraction::{Fraction, fraction, nearest_number};
use super::game::Game;
use super::scaled::Scaled;
use super::span::Span;
use num_bigint::BigInt;
use num_traits::{One as _, Signed as _, Zero as _};
use portolan_solver::{Column, ColumnKind, Engine, Options, Point, Program, Stop, Unwatched};
use std::collections::{BTreeMap, BTreeSet};

/// Which excesses are kept low.
#[derive(Clone, Copy)]
pub(super) struct Aim {
    /// Excesses per member.
    pub(super) per_capita: bool,
    /// Only allocations that leave each player at least as well off as alone.
    pub(super) imputations: bool,
}

/// One level of the descent.
pub(super) struct Level {
    /// No allocation keeps all coalitions not settled before below this excess (per member, where that
    /// is the aim).
    pub(super) excess: Fraction,
    /// Coalitions that no allocation brings below it together, with their multipliers above 0.
    pub(super) tight: Vec<(Coalition, Fraction)>,
}

/// Where the descent ends.
pub(super) struct Descended {
    pub(super) allocation: Allocation,
    pub(super) levels: Vec<Level>,
    /// There is no other allocation with the same excesses.
    pub(super) determined: bool,
    /// By how much a coalition exceeds its level, 0 where everything is proved.
    pub(super) violation: Fraction,
}

/// The scaled excess at which a level counts as without a bound.
const BOTTOM: f64 = -1000.0;
/// What exceeds a level by no more than this, scaled, does not.
const NEAR: f64 = 1e-9;
/// A dual below this is none.
const NO_DUAL: f64 = 1e-7;
/// A row that lies this far below, scaled, is left out until it is exceeded.
const FAR: f64 = -1e4;
/// How many times a level is seen closer at most; each time a hundred thousand times.
const REFINEMENTS: usize = 3;

/// A line of a level's program.
#[derive(Clone, Copy)]
enum Line {
    /// A total that is settled.
    Fixed(usize),
    /// A player is at least as well off as alone.
    Alone(usize),
    /// A coalition keeps to the excess.
    Keeps(Coalition),
}

struct Descent<'a> {
    game: &'a Game,
    engine: &'a dyn Engine,
    aim: Aim,
    /// How many times each level is seen closer.
    refinements: usize,
    /// Totals that are settled, independent of one another, as worths.
    fixed: Vec<(Coalition, Fraction)>,
    span: Span,
    /// By bits: the number of levels after which a coalition's total follows from those settled.
    settled: Vec<Option<usize>>,
    /// Coalitions that have a row.
    rows: BTreeSet<Coalition>,
    levels: Vec<Level>,
    /// The last point of the engine, as worths.
    last: Vec<Fraction>,
}

/// The multipliers of a level's lines.
type Multipliers = Vec<(Line, Fraction)>;

/// Goes down to the allocation whose greatest excesses are least.
///
/// # Errors
/// Where everybody together cannot do it, the engine fails or has no duals, or its answers do not hold.
pub(super) fn descend(
    game: &Game,
    engine: &dyn Engine,
    aim: Aim,
) -> Result<Descended, SharingError> {
    if !engine.abilities().duals {
        return Err(SharingError::NoDuals(engine.name()));
    }
    let total = game.worth(game.needed(game.everybody(), "the nucleolus")?);
    let scaled = Scaled::of(game);
    let mut best: Result<Descended, SharingError> = Err(SharingError::NotConfirmed);
    for refinements in 0..=REFINEMENTS {
        let mut descent = Descent::new(game, engine, aim, &scaled);
        descent.refinements = refinements;
        descent.fix(game.everybody(), total.clone());
        match descent.run(&scaled) {
            Ok(found) if found.violation.is_zero() => return Ok(found),
            Ok(found) => match &best {
                Ok(before) if before.violation <= found.violation => {}
                _ => best = Ok(found),
            },
            Err(SharingError::NotConfirmed) => {}
            Err(error) => return Err(error),
        }
    }
    best
}

impl<'a> Descent<'a> {
    fn new(game: &'a Game, engine: &'a dyn Engine, aim: Aim, scaled: &Scaled) -> Self {
        let singles = (0..game.players()).map(|player| Coalition::of(&[player]));
        let others = (0..game.players()).map(|player| game.everybody().without(player));
        let proper = |it: &Coalition| !it.is_empty() && *it != game.everybody();
        let can = |it: &Coalition| scaled.worth(*it).is_some();
        Self {
            rows: singles.chain(others).filter(proper).filter(can).collect(),
            settled: vec![None; game.numerators().len()],
            span: Span::new(game.players()),
            fixed: Vec::new(),
            levels: Vec::new(),
            last: Vec::new(),
            refinements: 0,
            game,
            engine,
            aim,
        }
    }

    /// Goes down level by level until everything is settled, or nothing is bounded any more.
    fn run(mut self, scaled: &Scaled) -> Result<Descended, SharingError> {
        while self.span.rank() < self.game.players() {
            let Some((excess, multipliers)) = self.level(scaled)? else {
                break;
            };
            self.settle(excess, &multipliers);
        }
        self.end(scaled)
    }

    /// By how much a coalition's excess counts once.
    fn weight(&self, coalition: Coalition) -> usize {
        if self.aim.per_capita {
            coalition.len()
        } else {
            1
        }
    }

    fn is_open(&self, coalition: Coalition) -> bool {
        self.settled[coalition.at()].is_none()
    }

    /// The coalition can do it.
    fn can(&self, coalition: Coalition) -> bool {
        self.game.numerators()[coalition.at()].is_some()
    }

    /// What a coalition is worth, exactly.
    fn worth(&self, coalition: Coalition) -> Fraction {
        let comes_to = self.game.comes_to(coalition).unwrap_or_default();
        self.game.worth(comes_to)
    }

    /// The least excess to which the open coalitions can be kept, with the multipliers that prove it;
    /// `None` where there is no such bound.
    fn level(&mut self, scaled: &Scaled) -> Result<Option<(Fraction, Multipliers)>, SharingError> {
        let players = self.game.players();
        let (mut lines, mut point) = self.least(scaled)?;
        let unbounded = point.values[players] <= BOTTOM + 1.0;
        let mut closest: Option<Scaled> = None;
        for _ in 0..if unbounded { 0 } else { self.refinements } {
            let seen = closest.as_ref().unwrap_or(scaled);
            let closer = seen.closer(self.game, &point.values, |it| self.weight(it));
            (lines, point) = self.least(&closer)?;
            closest = Some(closer);
        }
        let seen = closest.as_ref().unwrap_or(scaled);
        self.last = (0..players)
            .map(|at| seen.outward(at, point.values[at]))
            .collect();
        if unbounded {
            return Ok(None);
        }
        let duals = point
            .duals
            .ok_or(SharingError::NoDuals(self.engine.name()))?;
        self.multipliers(&lines, &duals).map(Some)
    }

    /// The engine's least excess, with rows for all coalitions that come near it, and the lines of the
    /// program that it solved last.
    fn least(&mut self, scaled: &Scaled) -> Result<(Vec<Line>, Point), SharingError> {
        let near = |it: &Coalition| scaled.worth(*it).is_some_and(|worth| worth > FAR);
        let mut rows: BTreeSet<Coalition> = self.rows.iter().copied().filter(near).collect();
        loop {
            let lines = self.lines(&rows);
            let point = self.solve(&self.program(scaled, &lines))?;
            let exceeding = self.exceeding(scaled, &rows, &point.values);
            if exceeding.is_empty() {
                self.rows.extend(rows);
                return Ok((lines, point));
            }
            rows.extend(exceeding);
        }
    }

    /// The program of a level: the least excess.
    fn program(&self, scaled: &Scaled, lines: &[Line]) -> Program {
        const ANY: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);
        let mut program = Program::new("least excess");
        let mut amounts = Vec::new();
        for name in self.game.names() {
            amounts.push(program.column(name, ANY.0, ANY.1, 0.0, ColumnKind::Continuous));
        }
        let excess = program.column("excess", BOTTOM, ANY.1, 1.0, ColumnKind::Continuous);
        for line in lines {
            let coalition = self.members(*line);
            let amount = |player: usize| (amounts[player], 1.0);
            let mut entries: Vec<(Column, f64)> = coalition.members().map(amount).collect();
            let total = || scaled.inward(coalition, &self.right(*line));
            let (least, most) = match line {
                Line::Fixed(_) => (total(), total()),
                Line::Alone(_) => (total(), ANY.1),
                Line::Keeps(_) => {
                    entries.push((excess, self.weight(coalition) as f64));
                    (scaled.worth(coalition).unwrap_or_default(), ANY.1)
                }
            };
            let name = format!("coalition {}", coalition.bits());
            program.row(&name, least, most, &entries);
        }
        program
    }

    fn lines(&self, rows: &BTreeSet<Coalition>) -> Vec<Line> {
        let fixed = (0..self.fixed.len()).map(Line::Fixed);
        let alone = (0..self.game.players()).filter(|player| {
            let single = Coalition::of(&[*player]);
            self.aim.imputations && self.is_open(single) && self.can(single)
        });
        let open = rows.iter().filter(|coalition| self.is_open(**coalition));
        fixed
            .chain(alone.map(Line::Alone))
            .chain(open.map(|it| Line::Keeps(*it)))
            .collect()
    }

    /// Whose amounts a line adds up.
    fn members(&self, line: Line) -> Coalition {
        match line {
            Line::Fixed(at) => self.fixed[at].0,
            Line::Alone(player) => Coalition::of(&[player]),
            Line::Keeps(coalition) => coalition,
        }
    }

    /// What a line's multiplier is worth: the exact right-hand side.
    fn right(&self, line: Line) -> Fraction {
        match line {
            Line::Fixed(at) => self.fixed[at].1.clone(),
            Line::Alone(_) | Line::Keeps(_) => self.worth(self.members(line)),
        }
    }

    fn solve(&self, program: &Program) -> Result<Point, SharingError> {
        let solution = self
            .engine
            .solve(program, &Options::default(), &mut Unwatched)?;
        match solution.point {
            Some(point) if solution.stop == Stop::Optimal => Ok(point),
            _ => Err(SharingError::Stopped(solution.stop)),
        }
    }

    /// Open coalitions without a row that exceed the level by the most, at most two for each player.
    fn exceeding(
        &self,
        scaled: &Scaled,
        rows: &BTreeSet<Coalition>,
        point: &[f64],
    ) -> Vec<Coalition> {
        let level = point[self.game.players()];
        let mut sums = vec![0.0; self.settled.len()];
        let mut found = Vec::new();
        for coalition in self.game.coalitions().take(self.settled.len() - 2) {
            let last = coalition.bits().trailing_zeros() as usize;
            let sum = sums[coalition.without(last).at()] + point[last];
            sums[coalition.at()] = sum;
            let Some(worth) = scaled.worth(coalition) else {
                continue;
            };
            let over = (worth - sum) / self.weight(coalition) as f64 - level;
            if over > NEAR && self.is_open(coalition) && !rows.contains(&coalition) {
                found.push((over, coalition));
            }
        }
        found.sort_by(|(a, first), (b, second)| b.total_cmp(a).then(first.cmp(second)));
        found.truncate(2 * self.game.players());
        found.into_iter().map(|(_, coalition)| coalition).collect()
    }

    /// The exact multipliers of the lines that have a dual, and the level that they prove.
    ///
    /// Stationarity says that the multipliers of the lines with a player in them add up to 0, for each
    /// player, and that those of the coalitions, times their weights, add up to 1. The level is then the
    /// sum of multiplier times right-hand side. Where the duals leave a multiplier open, the engine's
    /// stands.
    fn multipliers(
        &self,
        lines: &[Line],
        duals: &[f64],
    ) -> Result<(Fraction, Multipliers), SharingError> {
        let bound = |line: &Line| !matches!(line, Line::Fixed(_));
        let mut kept: Vec<(Line, f64)> = lines.iter().copied().zip(duals.iter().copied()).collect();
        kept.retain(|(line, dual)| !bound(line) || *dual > NO_DUAL);
        // Fixed lines first, then the greatest duals, so that it is the smallest that stay open.
        kept.sort_by(|(a, first), (b, second)| {
            bound(a).cmp(&bound(b)).then(second.total_cmp(first))
        });
        loop {
            let equations = self.stationarity(&kept);
            let open = |unknown: usize| fraction(kept[unknown].1).unwrap_or_default();
            let values = equations.solve(open).ok_or(SharingError::NotConfirmed)?;
            let wrong: BTreeSet<usize> = (0..kept.len())
                .filter(|at| bound(&kept[*at].0) && !values[*at].is_positive())
                .collect();
            if wrong.is_empty() {
                let found: Multipliers = kept.iter().map(|(line, _)| *line).zip(values).collect();
                let parts = found.iter().map(|(line, value)| self.right(*line) * value);
                return Ok((parts.sum(), found));
            }
            let mut at = 0..;
            kept.retain(|_| at.next().is_none_or(|at| !wrong.contains(&at)));
        }
    }

    fn stationarity(&self, lines: &[(Line, f64)]) -> Equations {
        let mut equations = Equations::new(lines.len());
        let whole = |number: usize| Fraction::from_integer(number.into());
        for player in 0..self.game.players() {
            let has = |(line, _): &(Line, f64)| usize::from(self.members(*line).has(player));
            equations.add(
                lines.iter().map(|it| whole(has(it))).collect(),
                Fraction::zero(),
            );
        }
        let counts = |(line, _): &(Line, f64)| match line {
            Line::Keeps(coalition) => whole(self.weight(*coalition)),
            Line::Fixed(_) | Line::Alone(_) => Fraction::zero(),
        };
        equations.add(lines.iter().map(counts).collect(), Fraction::one());
        equations
    }

    /// Settles what is tight in every optimum of a level.
    fn settle(&mut self, excess: Fraction, multipliers: &Multipliers) {
        let mut tight = Vec::new();
        for (line, multiplier) in multipliers {
            let coalition = self.members(*line);
            match line {
                Line::Fixed(_) => {}
                Line::Alone(_) => self.fix(coalition, self.worth(coalition)),
                Line::Keeps(_) => {
                    let weight = Fraction::from_integer(self.weight(coalition).into());
                    self.fix(coalition, self.worth(coalition) - weight * &excess);
                    tight.push((coalition, multiplier.clone()));
                }
            }
        }
        let level = self.levels.len();
        for coalition in self.game.coalitions() {
            if self.is_open(coalition) && self.span.has(coalition) {
                self.settled[coalition.at()] = Some(level);
            }
        }
        tight.sort_by_key(|(coalition, _)| *coalition);
        self.levels.push(Level { excess, tight });
    }

    /// Settles the total of a coalition, unless it follows from others.
    fn fix(&mut self, coalition: Coalition, total: Fraction) {
        if self.span.add(coalition) {
            self.fixed.push((coalition, total));
        }
    }

    /// The allocation that is settled, the engine's last point filling in for what is not, and how far it
    /// keeps to the levels.
    fn end(mut self, scaled: &Scaled) -> Result<Descended, SharingError> {
        let players = self.game.players();
        let determined = self.span.rank() == players;
        for player in 0..players {
            let amount = self.last.get(player).cloned().unwrap_or_default();
            self.fix(Coalition::of(&[player]), amount);
        }
        let mut equations = Equations::new(players);
        for (coalition, total) in &self.fixed {
            let entry = |player| Fraction::from_integer(u8::from(coalition.has(player)).into());
            equations.add((0..players).map(entry).collect(), total.clone());
        }
        let amounts = equations
            .solve(|_| Fraction::zero())
            .ok_or(SharingError::NotConfirmed)?;
        let amounts = amounts
            .into_iter()
            .map(|amount| self.game.worth(amount))
            .collect();
        let allocation = Allocation::new(amounts);
        let violation = self.violation(&allocation);
        if nearest_number(&violation) > 1e-6 * scaled.unit() {
            return Err(SharingError::NotConfirmed);
        }
        Ok(Descended {
            allocation,
            levels: self.levels,
            determined,
            violation,
        })
    }

    /// By how much, at most, a coalition exceeds the level at which it was settled, or a player is worse
    /// off than alone where that must not be.
    fn violation(&self, allocation: &Allocation) -> Fraction {
        let excesses = Excesses::at(self.game, allocation);
        let scale = Fraction::from_integer(excesses.scale.clone());
        let mut most: BTreeMap<(usize, usize), BigInt> = BTreeMap::new();
        let mut worst = BigInt::zero();
        for (coalition, excess) in excesses.proper() {
            if self.aim.imputations && coalition.len() == 1 {
                worst = worst.max(excess.clone());
            }
            let Some(last) = self.levels.len().checked_sub(1) else {
                continue;
            };
            let level = self.settled[coalition.at()].unwrap_or(last);
            let weight = self.weight(coalition);
            let limit = most.entry((level, weight)).or_insert_with(|| {
                let whole = Fraction::from_integer(weight.into()) * &scale;
                (&self.levels[level].excess * whole).floor().to_integer()
            });
            worst = worst.max(excess - &*limit);
        }
        Fraction::new(worst, excesses.scale)
    }
}
