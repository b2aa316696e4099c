//! Reading what a solver wrote into its solution file.

use std::collections::BTreeMap;

/// Why a solver says that it stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    Optimal,
    Infeasible,
    Unbounded,
    /// Infeasible or unbounded.
    Either,
    Nodes,
    /// For any other reason.
    Stopped,
}

/// What a solution file says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    pub(super) claim: Option<Claim>,
    /// A value for each column, zero where the file leaves it out; `None` where the file has no point.
    pub(super) values: Option<Vec<f64>>,
}

/// Reads a solution file in one of these forms, told apart line by line:
///
/// - HiGHS, style 0: `Model status` and the status on the next line, `# Columns`, then name and value, up to `# Rows`;
/// - CBC: the status and ` - objective value`, then position, name, value and price, a `**` before what does not hold;
/// - SCIP: `solution status:`, `objective value:`, then name, value and cost;
/// - Gurobi: comments with `#`, then name and value.
///
/// # Errors
/// Where the file says nothing of the program, or a value is no number.
pub(super) fn read_answer(text: &str, names: &[String]) -> Result<Answer, String> {
    let at_name = names
        .iter()
        .enumerate()
        .map(|(at, name)| (name.as_str(), at));
    let at_name: BTreeMap<&str, usize> = at_name.collect();
    let mut values = vec![0.0; names.len()];
    let (mut claim, mut has_point, mut named) = (None, true, false);
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    while let Some(line) = lines.next() {
        match line {
            "Model status" => claim = lines.next().map(understood),
            "# Primal solution values" => has_point = lines.next() != Some("None"),
            "no solution available" => has_point = false,
            _ if line.starts_with("# Rows") || line.starts_with("# Dual") => break,
            _ if line.starts_with('#') => {}
            _ => {
                if let Some((at, value)) = value(line, &at_name)? {
                    values[at] = value;
                    named = true;
                } else if let Some(status) = status(line) {
                    claim = Some(understood(status));
                }
            }
        }
    }
    if !named && claim.is_none() {
        return Err("the solution file says nothing of the program".to_owned());
    }
    Ok(Answer {
        claim,
        values: has_point.then_some(values),
    })
}

/// Column and value of a line, where it states one.
fn value(line: &str, at_name: &BTreeMap<&str, usize>) -> Result<Option<(usize, f64)>, String> {
    let mut words = line.split_ascii_whitespace().filter(|word| *word != "**");
    let (Some(first), Some(second)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    let by_position = first.chars().all(|c| c.is_ascii_digit());
    let (name, number) = match words.next() {
        Some(third) if by_position => (second, third),
        _ => (first, second),
    };
    let Some(&at) = at_name.get(name) else {
        return Ok(None);
    };
    let number: Option<f64> = number
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite());
    let wrong = || format!("the solution file gives '{name}' no number: {line:.60}");
    number.map(|number| Some((at, number))).ok_or_else(wrong)
}

/// The words on the status in a line of CBC or SCIP.
fn status(line: &str) -> Option<&str> {
    let of_scip = line.strip_prefix("solution status:");
    of_scip.or_else(|| {
        line.split_once(" - objective value")
            .map(|(status, _)| status)
    })
}

fn understood(status: &str) -> Claim {
    let status = status.trim().to_ascii_lowercase();
    let says = |word: &str| status.contains(word);
    match () {
        () if says("infeasible") && says("unbounded") => Claim::Either,
        () if says("infeasible") => Claim::Infeasible,
        () if says("unbounded") => Claim::Unbounded,
        () if says("stopped") && says("node") || says("node limit") => Claim::Nodes,
        () if says("stopped") || says("limit") => Claim::Stopped,
        () if says("optimal") => Claim::Optimal,
        () => Claim::Stopped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<String> {
        ["crates", "water", "air"].map(ToOwned::to_owned).to_vec()
    }

    /// As HiGHS 1.15.1 (highspy) wrote it.
    const HIGHS: &str = "Model status\nOptimal\n\n# Primal solution values\nFeasible\nObjective \
        -19.4666666666667\n# Columns 3\ncrates 7\nwater 0.3333333333333\nair 0\n# Rows 2\nmass 17.8333333333333\n\
        crew 1\n\n# Dual solution values\nNone\n\n# Basis\nHiGHS_basis_file v2\nNone\n";
    const HIGHS_INFEASIBLE: &str = "Model status\nInfeasible\n\n# Primal solution values\nNone\n\n\
        # Dual solution values\nNone\n\n# Basis\nHiGHS_basis_file v2\nNone\n";
    /// As SCIP 10.0 (PySCIPOpt) wrote it, with the status line that the command adds.
    const SCIP: &str = "solution status: optimal solution found\nobjective value:                    \
        -19.4666666666667\ncrates                                              7 \t(obj:-3)\n\
        water                               0.333333333333333 \t(obj:0.1)\n";
    /// As CBC's manual and the readers of its files have it.
    const CBC: &str = "Optimal - objective value -19.46666667\n      0 crates                 7                      -3\n\
        \u{20}     1 water               0.33333333                     0\n";
    /// As Gurobi's manual has it.
    const GUROBI: &str = "# Solution for model k\n# Objective value = -1.9466666667e+01\ncrates 7\nwater 3.3333333e-01\nair 0\n";

    #[test]
    fn every_form_gives_the_same_point() {
        let cases = [
            (HIGHS, Some(Claim::Optimal)),
            (SCIP, Some(Claim::Optimal)),
            (CBC, Some(Claim::Optimal)),
            (GUROBI, None),
        ];
        for (text, claim) in cases {
            let answer = read_answer(text, &names()).unwrap();
            assert_eq!(answer.claim, claim, "{text}");
            let values = answer.values.unwrap();
            assert!(
                (values[0] - 7.0).abs() < 1e-12 && values[2] == 0.0,
                "{text}"
            );
            assert!((values[1] - 1.0 / 3.0).abs() < 1e-8, "{text}");
        }
    }

    #[test]
    fn why_a_solver_stopped_is_understood() {
        let cases = [
            (HIGHS_INFEASIBLE, Claim::Infeasible, false),
            (
                "solution status: infeasible\nno solution available\n",
                Claim::Infeasible,
                false,
            ),
            (
                "solution status: infeasible or unbounded\nno solution available\n",
                Claim::Either,
                false,
            ),
            (
                "solution status: time limit reached\nobjective value: 1\nair 1\n",
                Claim::Stopped,
                true,
            ),
            (
                "solution status: node limit reached\nobjective value: 1\nair 1\n",
                Claim::Nodes,
                true,
            ),
            (
                "Infeasible - objective value 0.00000000\n**  0 crates 9 0\n",
                Claim::Infeasible,
                true,
            ),
            (
                "Integer infeasible - objective value 0\n",
                Claim::Infeasible,
                true,
            ),
            (
                "Unbounded - objective value -1e+50\n",
                Claim::Unbounded,
                true,
            ),
            (
                "Stopped on time - objective value 3\n  2 air 1 0\n",
                Claim::Stopped,
                true,
            ),
            (
                "Stopped on nodes - objective value 3\n  2 air 1 0\n",
                Claim::Nodes,
                true,
            ),
            (
                "Model status\nTime limit reached\n# Primal solution values\nNone\n",
                Claim::Stopped,
                false,
            ),
        ];
        for (text, claim, has_point) in cases {
            let answer = read_answer(text, &names()).unwrap();
            assert_eq!(
                (answer.claim, answer.values.is_some()),
                (Some(claim), has_point),
                "{text}"
            );
        }
    }

    #[test]
    fn what_says_nothing_or_no_number_is_refused() {
        assert!(read_answer("", &names()).is_err());
        assert!(read_answer("\n \n", &names()).is_err());
        assert!(read_answer("fire 3\n", &names()).is_err());
        assert!(read_answer("crates many\n", &names()).is_err());
        assert!(read_answer("crates nan\n", &names()).is_err());
        assert!(read_answer("crates inf\n", &names()).is_err());
    }
}
