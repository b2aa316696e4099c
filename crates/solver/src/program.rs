//! The program: minimise a linear objective under linear rows, some columns being whole numbers.

/// The number of a column, in the order in which columns were added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(u32);

/// The number of a row, in the order in which rows were added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row(u32);

impl Column {
    /// Its position.
    pub const fn at(self) -> usize {
        self.0 as usize
    }
}

impl Row {
    /// Its position.
    pub const fn at(self) -> usize {
        self.0 as usize
    }
}

/// What values a column may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ColumnKind {
    /// Any number within its bounds.
    #[default]
    Continuous,
    /// A whole number within its bounds.
    Integer,
}

/// A linear or mixed-integer program: the sum of cost times value, plus the offset, is minimised.
///
/// Entries are kept row by row. Bounds are infinite where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    name: String,
    offset: f64,
    column_names: Names,
    lower: Vec<f64>,
    upper: Vec<f64>,
    cost: Vec<f64>,
    kind: Vec<ColumnKind>,
    row_names: Names,
    row_lower: Vec<f64>,
    row_upper: Vec<f64>,
    row_start: Vec<usize>,
    entries: Vec<(Column, f64)>,
}

impl Default for Program {
    fn default() -> Self {
        Self::new("")
    }
}

/// Names one behind the other in one text.
#[derive(Clone, Debug, Default, PartialEq)]
struct Names {
    text: String,
    end: Vec<usize>,
}

impl Names {
    fn add(&mut self, name: &str) {
        self.text.push_str(name);
        self.end.push(self.text.len());
    }

    fn at(&self, at: usize) -> &str {
        let from = at.checked_sub(1).map_or(0, |before| self.end[before]);
        &self.text[from..self.end[at]]
    }
}

impl Program {
    /// A program with nothing in it.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            offset: 0.0,
            column_names: Names::default(),
            lower: Vec::new(),
            upper: Vec::new(),
            cost: Vec::new(),
            kind: Vec::new(),
            row_names: Names::default(),
            row_lower: Vec::new(),
            row_upper: Vec::new(),
            row_start: vec![0],
            entries: Vec::new(),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many columns it has.
    pub fn columns(&self) -> usize {
        self.cost.len()
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.row_lower.len()
    }

    /// How many entries its rows have.
    pub fn nonzeros(&self) -> usize {
        self.entries.len()
    }

    /// Adds a column.
    pub fn column(
        &mut self,
        name: &str,
        lower: f64,
        upper: f64,
        cost: f64,
        kind: ColumnKind,
    ) -> Column {
        let column = Column(u32::try_from(self.cost.len()).unwrap_or(u32::MAX));
        self.column_names.add(name);
        self.lower.push(lower);
        self.upper.push(upper);
        self.cost.push(cost);
        self.kind.push(kind);
        column
    }

    /// Adds a row: the sum of coefficient times value lies between the bounds. Coefficients of one column
    /// that comes twice are added; zeros are left out.
    pub fn row(&mut self, name: &str, lower: f64, upper: f64, entries: &[(Column, f64)]) -> Row {
        let row = Row(u32::try_from(self.row_lower.len()).unwrap_or(u32::MAX));
        let from = self.entries.len();
        self.entries.extend(
            entries
                .iter()
                .filter(|(_, coefficient)| *coefficient != 0.0),
        );
        self.merge(from);
        self.row_names.add(name);
        self.row_lower.push(lower);
        self.row_upper.push(upper);
        self.row_start.push(self.entries.len());
        row
    }

    /// Sorts the entries from a position on by column, adds those of one column and leaves zeros out.
    fn merge(&mut self, from: usize) {
        let tail = &mut self.entries[from..];
        tail.sort_unstable_by_key(|(column, _)| *column);
        let mut kept = from;
        for at in from..self.entries.len() {
            let (column, coefficient) = self.entries[at];
            if kept > from && self.entries[kept - 1].0 == column {
                self.entries[kept - 1].1 += coefficient;
            } else {
                self.entries[kept] = (column, coefficient);
                kept += 1;
            }
        }
        self.entries.truncate(kept);
        if self.entries[from..]
            .iter()
            .any(|(_, coefficient)| *coefficient == 0.0)
        {
            let mut at = 0;
            self.entries.retain(|(_, coefficient)| {
                at += 1;
                at <= from || *coefficient != 0.0
            });
        }
    }

    /// The constant part of the objective.
    pub fn offset(&self) -> f64 {
        self.offset
    }

    /// Sets the constant part of the objective.
    pub fn set_offset(&mut self, offset: f64) {
        self.offset = offset;
    }

    /// The name of a column.
    pub fn column_name(&self, column: Column) -> &str {
        self.column_names.at(column.at())
    }

    /// The name of a row.
    pub fn row_name(&self, row: Row) -> &str {
        self.row_names.at(row.at())
    }

    /// The bounds of a column.
    pub fn bounds(&self, column: Column) -> (f64, f64) {
        (self.lower[column.at()], self.upper[column.at()])
    }

    /// Sets the bounds of a column.
    pub fn set_bounds(&mut self, column: Column, lower: f64, upper: f64) {
        self.lower[column.at()] = lower;
        self.upper[column.at()] = upper;
    }

    /// What one unit of a column costs.
    pub fn cost(&self, column: Column) -> f64 {
        self.cost[column.at()]
    }

    /// Sets what one unit of a column costs.
    pub fn set_cost(&mut self, column: Column, cost: f64) {
        self.cost[column.at()] = cost;
    }

    /// The same rows and bounds without costs and whole numbers.
    pub(crate) fn without_aim(&self) -> Self {
        let mut free = self.clone();
        free.offset = 0.0;
        free.cost.fill(0.0);
        free.kind.fill(ColumnKind::Continuous);
        free
    }

    /// The kind of a column.
    pub fn kind(&self, column: Column) -> ColumnKind {
        self.kind[column.at()]
    }

    /// Sets the kind of a column.
    pub fn set_kind(&mut self, column: Column, kind: ColumnKind) {
        self.kind[column.at()] = kind;
    }

    /// The bounds of a row.
    pub fn row_bounds(&self, row: Row) -> (f64, f64) {
        (self.row_lower[row.at()], self.row_upper[row.at()])
    }

    /// Sets the bounds of a row.
    pub fn set_row_bounds(&mut self, row: Row, lower: f64, upper: f64) {
        self.row_lower[row.at()] = lower;
        self.row_upper[row.at()] = upper;
    }

    /// The entries of a row, in order of columns.
    pub fn entries(&self, row: Row) -> &[(Column, f64)] {
        &self.entries[self.row_start[row.at()]..self.row_start[row.at() + 1]]
    }

    /// All columns.
    pub fn all_columns(&self) -> impl ExactSizeIterator<Item = Column> + use<> {
        (0..u32::try_from(self.columns()).unwrap_or(u32::MAX)).map(Column)
    }

    /// The column at a position.
    pub fn column_at(&self, at: usize) -> Option<Column> {
        let here = at < self.columns();
        here.then(|| Column(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    /// The row at a position.
    pub fn row_at(&self, at: usize) -> Option<Row> {
        let here = at < self.rows();
        here.then(|| Row(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    /// All rows.
    pub fn all_rows(&self) -> impl ExactSizeIterator<Item = Row> + use<> {
        (0..u32::try_from(self.rows()).unwrap_or(u32::MAX)).map(Row)
    }

    /// The objective at a point with one value for each column.
    pub fn objective(&self, values: &[f64]) -> f64 {
        let sum: f64 = self
            .cost
            .iter()
            .zip(values)
            .map(|(cost, value)| cost * value)
            .sum();
        self.offset + sum
    }

    /// The sum that a row takes at a point; NaN where the point lacks one of its columns.
    pub fn activity(&self, row: Row, values: &[f64]) -> f64 {
        let value = |column: Column| values.get(column.at()).copied().unwrap_or(f64::NAN);
        let entries = self.entries(row).iter();
        entries
            .map(|(column, coefficient)| coefficient * value(*column))
            .sum()
    }

    /// Whether a column is to be a whole number.
    pub fn has_integers(&self) -> bool {
        self.kind.contains(&ColumnKind::Integer)
    }
}
