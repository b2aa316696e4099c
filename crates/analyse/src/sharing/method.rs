//! The methods by which a total is shared, with their definitions and sources.

/// A way to share a total among players.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// [`shapley`](super::shapley).
    Shapley,
    /// [`nucleolus`](super::nucleolus).
    Nucleolus,
    /// [`prenucleolus`](super::prenucleolus).
    Prenucleolus,
    /// [`per_capita_nucleolus`](super::per_capita_nucleolus).
    PerCapitaNucleolus,
    /// [`separable_remaining_benefits`](super::separable_remaining_benefits).
    SeparableRemainingBenefits,
    /// [`equal_non_separable`](super::equal_non_separable).
    EqualNonSeparable,
    /// [`by_stand_alone`](super::by_stand_alone).
    StandAlone,
    /// In [`proportion`](super::proportional) to use.
    Use,
    /// In [`proportion`](super::proportional) to what was contributed.
    Contribution,
    /// [`by_agreed_shares`](super::by_agreed_shares).
    Agreed,
    /// [`equal`](super::equal).
    Equal,
}

impl Method {
    /// All methods, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::Shapley,
        Self::Nucleolus,
        Self::Prenucleolus,
        Self::PerCapitaNucleolus,
        Self::SeparableRemainingBenefits,
        Self::EqualNonSeparable,
        Self::StandAlone,
        Self::Use,
        Self::Contribution,
        Self::Agreed,
        Self::Equal,
    ];

    /// The word that programs use.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Shapley => "shapley",
            Self::Nucleolus => "nucleolus",
            Self::Prenucleolus => "prenucleolus",
            Self::PerCapitaNucleolus => "per_capita_nucleolus",
            Self::SeparableRemainingBenefits => "separable_remaining_benefits",
            Self::EqualNonSeparable => "equal_non_separable",
            Self::StandAlone => "stand_alone",
            Self::Use => "use",
            Self::Contribution => "contribution",
            Self::Agreed => "agreed",
            Self::Equal => "equal",
        }
    }

    /// The name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shapley => "Shapley value",
            Self::Nucleolus => "Nucleolus",
            Self::Prenucleolus => "Prenucleolus",
            Self::PerCapitaNucleolus => "Per-capita nucleolus",
            Self::SeparableRemainingBenefits => "Separable costs, remaining benefits",
            Self::EqualNonSeparable => "Equal non-separable costs",
            Self::StandAlone => "By stand-alone cost",
            Self::Use => "By use",
            Self::Contribution => "By contribution",
            Self::Agreed => "By agreed shares",
            Self::Equal => "Equal split",
        }
    }

    /// What it means, in one sentence.
    pub const fn definition(self) -> &'static str {
        match self {
            Self::Shapley => {
                "What each partner adds when all join one after another, on average over all orders."
            }
            Self::Nucleolus => {
                "The greatest excess of a coalition is as small as can be, then the next greatest, and so on; nobody is worse off than alone."
            }
            Self::Prenucleolus => {
                "As the nucleolus, whether or not a partner would be better off alone."
            }
            Self::PerCapitaNucleolus => {
                "As the nucleolus, of excesses divided by the number of members."
            }
            Self::SeparableRemainingBenefits => {
                "What each partner adds to the others, and of the rest a part in proportion to what it still saves against going alone."
            }
            Self::EqualNonSeparable => {
                "What each partner adds to the others, and an equal part of the rest."
            }
            Self::StandAlone => "In proportion to what each partner comes to alone.",
            Self::Use => "In proportion to use.",
            Self::Contribution => "In proportion to what each partner contributes.",
            Self::Agreed => "By the shares that the partners agreed.",
            Self::Equal => "The same for everybody.",
        }
    }

    /// Who it is from; empty where it is nobody's.
    pub const fn source(self) -> &'static str {
        match self {
            Self::Shapley => "Shapley (1953).",
            Self::Nucleolus => "Schmeidler (1969).",
            Self::Prenucleolus => "Sobolev (1975); Maschler, Peleg and Shapley (1979).",
            Self::PerCapitaNucleolus => "Grotte (1970); Young, Okada and Hashimoto (1982).",
            Self::SeparableRemainingBenefits => {
                "Inter-Agency Committee on Water Resources (1958); Straffin and Heaney (1981)."
            }
            Self::EqualNonSeparable => "Moulin (1985).",
            Self::StandAlone | Self::Use | Self::Contribution | Self::Agreed | Self::Equal => "",
        }
    }
}
