//! Rules as they were read: names not yet looked up, texts not yet held against types.

use portolan_vocabulary::Place;

/// A rule as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// The word for it: `regime.word`, lower case.
    pub id: String,
    /// The field: the folder that it stands in, such as `export-control`.
    pub field: String,
    /// The regime: `ear`, `itar`.
    pub regime: String,
    /// What it is called.
    pub title: String,
    /// What it says, plainly.
    pub statement: String,
    /// Who made it, or enforces it.
    pub authority: String,
    /// What it is about, by its word.
    pub about: String,
    /// What follows where it applies, by its word.
    pub effect: String,
    /// Kinds of permit that settle it.
    pub permits: Vec<String>,
    /// The document that it asks for.
    pub document: Option<String>,
    /// How many days getting the permit or document takes, where that is known.
    pub lead_days: Option<f64>,
    /// In force from this day.
    pub from: String,
    /// No longer in force from this day.
    pub until: Option<String>,
    /// When a person last held it against its source.
    pub reviewed: String,
    /// What a verdict says; `{fact}` stands for a fact's value.
    pub wording: String,
    /// What to do.
    pub advice: Option<String>,
    /// Where it is written.
    pub citations: Vec<crate::Citation>,
    /// The facts that it needs.
    pub facts: Vec<FactDraft>,
    /// Values with the days that they are valid from.
    pub values: Vec<DatedDraft>,
    /// When it applies.
    pub when: ConditionDraft,
    /// Its own cases.
    pub cases: Vec<CaseDraft>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// A needed fact as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FactDraft {
    /// Its name, such as `item.eccn`.
    pub name: String,
    /// Its type, by its word.
    pub kind: String,
    /// Its unit; empty for none.
    pub unit: String,
    /// What it means.
    pub meaning: String,
    /// The words that it may be, where they are few.
    pub words: Vec<String>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// A dated value as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct DatedDraft {
    /// Its name.
    pub name: String,
    /// What it is.
    pub value: Literal,
    /// Its unit; empty for none.
    pub unit: String,
    /// Valid from this day; always, where none is said.
    pub from: Option<String>,
    /// No longer valid from this day.
    pub until: Option<String>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// Something written out.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// Yes or no.
    Flag(bool),
    /// A number without a unit.
    Number(f64),
    /// A text: a word, a quantity or a date.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
}

/// What is compared, as it was read.
#[derive(Clone, Debug, PartialEq)]
pub enum OperandDraft {
    /// Something written out.
    Literal(Literal),
    /// A fact, by name.
    Fact(String),
    /// A dated value, by name.
    Value(String),
    /// A table's cell.
    Lookup(LookupDraft),
}

/// A cell to be looked up, as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct LookupDraft {
    /// The table, by name.
    pub table: String,
    /// What makes up the row's key, joined by `/`.
    pub row: Vec<OperandDraft>,
    /// The column: a name, or what holds one.
    pub column: Box<OperandDraft>,
    /// A table that says which row counts where the key has none of its own: its column `parent`.
    pub parents: Option<String>,
}

/// A condition as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConditionDraft {
    /// Its form.
    pub form: FormDraft,
    /// Where it stands.
    pub place: Option<Place>,
}

/// The forms of a condition.
#[derive(Clone, Debug, PartialEq)]
pub enum FormDraft {
    /// All of these.
    All(Vec<ConditionDraft>),
    /// At least one of these.
    Any(Vec<ConditionDraft>),
    /// Not this.
    Not(Box<ConditionDraft>),
    /// A comparison, by its word.
    Compare(OperandDraft, String, OperandDraft),
    /// One of these words.
    In(OperandDraft, Vec<String>),
    /// A row of this table.
    Listed(OperandDraft, String),
    /// This fact is stated.
    Known(String),
    /// The sum of a fact over the items of a load that something is true of, compared.
    Sum {
        /// The fact, of kind number.
        of: String,
        /// Which items count; all, where none is said.
        only: Option<Box<ConditionDraft>>,
        /// The comparison, by its word.
        comparison: String,
        /// With what.
        with: OperandDraft,
    },
    /// Two items of a load, whichever comes first.
    Pair(Box<ConditionDraft>),
    /// An item of a load.
    Some(Box<ConditionDraft>),
}

impl Default for FormDraft {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

/// A case as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseDraft {
    /// What it shows.
    pub name: String,
    /// The day.
    pub on: String,
    /// What is expected, by its word: `applies`, `not`, `missing`.
    pub expect: String,
    /// The facts that must be named as missing.
    pub missing: Vec<String>,
    /// The facts.
    pub facts: Vec<(String, Literal)>,
    /// The facts of each item of a load.
    pub items: Vec<Vec<(String, Literal)>>,
    /// Where it stands.
    pub place: Option<Place>,
}
