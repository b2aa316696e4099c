//! What a search in windows is at, and how it came to its plan.

/// What a search in windows is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The whole without whole numbers.
    Relaxation,
    /// Relax-and-fix: whole numbers up to the end of a window.
    Window {
        /// Which window, from one.
        number: usize,
        /// Of how many.
        of: usize,
        /// How many windows before and after it are decided with it, because there was no plan.
        more: usize,
    },
    /// Fix-and-optimise: a window anew, and so many after it.
    Anew {
        /// Which window, from one.
        number: usize,
        /// How many windows.
        windows: usize,
        /// Of how many.
        of: usize,
    },
    /// Fix-and-optimise: all pieces of one kind anew.
    Kind {
        /// Which kind, by position in the network.
        kind: usize,
    },
    /// Everything, from the plan found.
    Whole,
}

impl Stage {
    /// In words; `kinds` has the name of each kind.
    pub(super) fn words(self, kinds: &[String]) -> String {
        match self {
            Self::Relaxation => "without whole numbers".to_owned(),
            Self::Window {
                number,
                of,
                more: 0,
            } => format!("window {number} of {of}"),
            Self::Window { number, of, more } => {
                format!("window {number} of {of}, with {more} on either side")
            }
            Self::Anew {
                number,
                windows: 1,
                of,
            } => format!("window {number} of {of} anew"),
            Self::Anew {
                number,
                windows,
                of,
            } => format!("windows {number} to {} of {of} anew", number + windows - 1),
            Self::Kind { kind } => format!("{} anew", kinds.get(kind).map_or("a kind", |own| own)),
            Self::Whole => "the whole".to_owned(),
        }
    }
}

/// A better plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Better {
    /// At which stage it was found, such as "window 9 of 9" or "window 2 of 9 anew".
    pub stage: String,
    /// What it comes to, in the program's units.
    pub value: f64,
    /// What no plan is better than, as far as was known then.
    pub bound: Option<f64>,
    /// Nodes of search trees until then.
    pub nodes: u64,
}

impl Better {
    /// How far the plan was proved to be from the best at most, relative to its size.
    pub fn gap(&self) -> Option<f64> {
        gap(Some(self.value), self.bound)
    }
}

/// How far a value may be from the best, relative to its size; `None` where one is missing.
pub(super) fn gap(value: Option<f64>, bound: Option<f64>) -> Option<f64> {
    let (value, bound) = (value?, bound?);
    Some(((value - bound) / value.abs().max(1e-10)).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_have_words() {
        let window = |more| Stage::Window {
            number: 2,
            of: 9,
            more,
        };
        assert_eq!(window(0).words(&[]), "window 2 of 9");
        assert_eq!(window(1).words(&[]), "window 2 of 9, with 1 on either side");
        let anew = |windows| Stage::Anew {
            number: 3,
            windows,
            of: 9,
        };
        assert_eq!(anew(1).words(&[]), "window 3 of 9 anew");
        assert_eq!(anew(2).words(&[]), "windows 3 to 4 of 9 anew");
        let kind = Stage::Kind { kind: 0 };
        assert_eq!(kind.words(&["ferry".to_owned()]), "ferry anew");
    }

    #[test]
    fn a_gap_is_relative_to_the_plan() {
        let better = Better {
            stage: Stage::Whole.words(&[]),
            value: 200.0,
            bound: Some(190.0),
            nodes: 1,
        };
        assert_eq!(better.gap(), Some(0.05));
        assert_eq!(gap(Some(1.0), None), None);
        assert_eq!(gap(Some(1.0), Some(2.0)), Some(0.0));
    }
}
