//! Legal forms of companies, in the spellings that lists use.
//!
//! A form says how a company is owned, not which company it is: it is taken off before names are compared, and a difference of
//! forms weighs little.

use crate::word::distance;

/// Forms that mean about the same are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Form {
    /// Liability is limited and shares are not traded: LLC, Ltd, GmbH, OOO, S.A.R.L.
    Limited,
    /// Shares may be traded: JSC, AG, S.A., plc, AO, PAO, Corporation.
    Stock,
    /// A partnership: LP, LLP, KG.
    Partnership,
    /// A firm of some kind: Company, Co, Group, Holding, Est.
    Some,
}

/// Words in a row that make a form, lower-case ASCII, longest first within the search; the flag says whether the words are a
/// form wherever they stand (and not only at an end of the name, of an organisation).
pub(crate) const FORMS: &[(&[&str], Form, bool)] = &[
    (
        &["obshchestvo", "s", "ogranichennoi", "otvetstvennostyu"],
        Form::Limited,
        true,
    ),
    (
        &["obshchestvo", "s", "ogranichennoy", "otvetstvennostyu"],
        Form::Limited,
        true,
    ),
    (
        &["obshchestvo", "s", "ogranichennoj", "otvetstvennostyu"],
        Form::Limited,
        true,
    ),
    (
        &["obshchestvo", "s", "ogranichennoi", "otvetstvennost"],
        Form::Limited,
        true,
    ),
    (
        &["obshtestvo", "s", "ogranichennoy", "otvetstvennostyu"],
        Form::Limited,
        true,
    ),
    (
        &["obschestvo", "s", "ogranichennoy", "otvetstvennostyu"],
        Form::Limited,
        true,
    ),
    (
        &["obschestvo", "s", "ogranichennoi", "otvetstvennostyu"],
        Form::Limited,
        true,
    ),
    (
        &["tovarystvo", "z", "obmezhenoiu", "vidpovidalnistiu"],
        Form::Limited,
        true,
    ),
    (
        &["gesellschaft", "mit", "beschrankter", "haftung"],
        Form::Limited,
        true,
    ),
    (
        &["societatea", "cu", "raspundere", "limitata"],
        Form::Limited,
        true,
    ),
    (
        &["societe", "a", "responsabilite", "limitee"],
        Form::Limited,
        true,
    ),
    (
        &["sociedad", "de", "responsabilidad", "limitada"],
        Form::Limited,
        true,
    ),
    (
        &["limited", "liability", "partnership"],
        Form::Partnership,
        true,
    ),
    (&["limited", "liability", "company"], Form::Limited, true),
    (&["limited", "liability", "co"], Form::Limited, true),
    (&["private", "limited", "company"], Form::Limited, true),
    (&["public", "limited", "company"], Form::Stock, true),
    (
        &["otkrytoe", "aktsionernoe", "obshchestvo"],
        Form::Stock,
        true,
    ),
    (
        &["otkrytoye", "aktsionernoye", "obshchestvo"],
        Form::Stock,
        true,
    ),
    (
        &["zakrytoe", "aktsionernoe", "obshchestvo"],
        Form::Stock,
        true,
    ),
    (
        &["publichnoe", "aktsionernoe", "obshchestvo"],
        Form::Stock,
        true,
    ),
    (
        &["publichnoye", "aktsionernoye", "obshchestvo"],
        Form::Stock,
        true,
    ),
    (
        &["nepublichnoe", "aktsionernoe", "obshchestvo"],
        Form::Stock,
        true,
    ),
    (&["aktsionernoe", "obshchestvo"], Form::Stock, true),
    (&["aktsionernoye", "obshchestvo"], Form::Stock, true),
    (&["open", "joint", "stock", "company"], Form::Stock, true),
    (&["closed", "joint", "stock", "company"], Form::Stock, true),
    (&["public", "joint", "stock", "company"], Form::Stock, true),
    (&["private", "joint", "stock", "company"], Form::Stock, true),
    (&["joint", "stock", "company"], Form::Stock, true),
    (&["joint", "stock", "compan"], Form::Stock, true),
    (&["joint", "stock", "co"], Form::Stock, true),
    (&["private", "joint", "stock"], Form::Stock, true),
    (&["anonim", "sirketi"], Form::Stock, true),
    (&["limited", "sirketi"], Form::Limited, true),
    (&["ltd", "sirketi"], Form::Limited, true),
    (&["ltd", "sti"], Form::Limited, true),
    (&["kollektif", "sirketi"], Form::Partnership, true),
    (&["sociedad", "anonima"], Form::Stock, true),
    (&["societe", "anonyme"], Form::Stock, true),
    (&["societa", "per", "azioni"], Form::Stock, true),
    (&["naamloze", "vennootschap"], Form::Stock, true),
    (&["besloten", "vennootschap"], Form::Limited, true),
    (&["perseroan", "terbatas"], Form::Limited, true),
    (&["sendirian", "berhad"], Form::Limited, true),
    (&["sa", "de", "cv"], Form::Stock, true),
    (&["s", "a", "de", "c", "v"], Form::Stock, true),
    (&["s", "de", "rl", "de", "cv"], Form::Limited, true),
    (&["sp", "z", "o", "o"], Form::Limited, true),
    (&["sp", "z", "oo"], Form::Limited, true),
    (&["spolka", "z", "oo"], Form::Limited, true),
    (&["s", "r", "o"], Form::Limited, false),
    (&["s", "a"], Form::Stock, false),
    (&["a", "s"], Form::Stock, false),
    (&["l", "l", "c"], Form::Limited, false),
    (&["l", "p"], Form::Partnership, false),
    (&["pte", "ltd"], Form::Limited, true),
    (&["pty", "ltd"], Form::Limited, true),
    (&["pvt", "ltd"], Form::Limited, true),
    (&["private", "ltd"], Form::Limited, true),
    (&["private", "limited"], Form::Limited, true),
    (&["pvt", "limited"], Form::Limited, true),
    (&["pte", "limited"], Form::Limited, true),
    (&["pty", "limited"], Form::Limited, true),
    (&["sdn", "bhd"], Form::Limited, true),
    (&["fz", "llc"], Form::Limited, true),
    (&["fz", "co"], Form::Limited, true),
    (&["free", "zone", "company"], Form::Limited, true),
    (&["free", "zone", "establishment"], Form::Limited, true),
    (&["company", "limited"], Form::Limited, true),
    (&["company", "ltd"], Form::Limited, true),
    (&["co", "ltd"], Form::Limited, true),
    (&["co", "limited"], Form::Limited, true),
    (&["co", "inc"], Form::Stock, true),
    (&["co", "llc"], Form::Limited, true),
    (&["co", "lld"], Form::Limited, true),
    (&["and", "co"], Form::Some, false),
    (&["and", "company"], Form::Some, false),
    (&["corp", "ltd"], Form::Stock, true),
    (&["corporation", "limited"], Form::Stock, true),
    (&["llc"], Form::Limited, true),
    (&["ltd"], Form::Limited, true),
    (&["limited"], Form::Limited, true),
    (&["ltda"], Form::Limited, true),
    (&["limitada"], Form::Limited, true),
    (&["lda"], Form::Limited, false),
    (&["gmbh"], Form::Limited, true),
    (&["mbh"], Form::Limited, true),
    (&["sarl"], Form::Limited, true),
    (&["srl"], Form::Limited, true),
    (&["eurl"], Form::Limited, true),
    (&["bv"], Form::Limited, false),
    (&["bvba"], Form::Limited, true),
    (&["doo"], Form::Limited, true),
    (&["d", "o", "o"], Form::Limited, false),
    (&["sro"], Form::Limited, true),
    (&["kft"], Form::Limited, true),
    (&["eood"], Form::Limited, true),
    (&["ood"], Form::Limited, true),
    (&["ead"], Form::Stock, false),
    (&["ooo"], Form::Limited, true),
    (&["tov"], Form::Limited, false),
    (&["too"], Form::Limited, false),
    (&["oy"], Form::Limited, false),
    (&["oyj"], Form::Stock, true),
    (&["ab"], Form::Limited, false),
    (&["aps"], Form::Limited, false),
    (&["fze"], Form::Limited, true),
    (&["fzc"], Form::Limited, true),
    (&["fzco"], Form::Limited, true),
    (&["fzllc"], Form::Limited, true),
    (&["fz"], Form::Limited, false),
    (&["dmcc"], Form::Limited, true),
    (&["dmc"], Form::Limited, false),
    (&["wll"], Form::Limited, true),
    (&["spc"], Form::Limited, false),
    (&["bhd"], Form::Stock, true),
    (&["pte"], Form::Limited, false),
    (&["pty"], Form::Limited, false),
    (&["pvt"], Form::Limited, false),
    (&["pt"], Form::Limited, false),
    (&["cv"], Form::Partnership, false),
    (&["jsc"], Form::Stock, true),
    (&["ojsc"], Form::Stock, true),
    (&["cjsc"], Form::Stock, true),
    (&["pjsc"], Form::Stock, true),
    (&["pjs"], Form::Stock, false),
    (&["jsco"], Form::Stock, true),
    (&["ao"], Form::Stock, false),
    (&["oao"], Form::Stock, true),
    (&["zao"], Form::Stock, true),
    (&["pao"], Form::Stock, false),
    (&["nao"], Form::Stock, false),
    (&["ag"], Form::Stock, false),
    (&["aktiengesellschaft"], Form::Stock, true),
    (&["se"], Form::Stock, false),
    (&["sa"], Form::Stock, false),
    (&["sas"], Form::Stock, false),
    (&["spa"], Form::Stock, false),
    (&["nv"], Form::Stock, false),
    (&["plc"], Form::Stock, true),
    (&["sal"], Form::Stock, false),
    (&["sae"], Form::Stock, false),
    (&["saoc"], Form::Stock, true),
    (&["saog"], Form::Stock, true),
    (&["bsc"], Form::Stock, false),
    (&["psc"], Form::Stock, false),
    (&["ad"], Form::Stock, false),
    (&["dd"], Form::Stock, false),
    (&["asa"], Form::Stock, false),
    (&["as"], Form::Stock, false),
    (&["kk"], Form::Stock, false),
    (&["kabushiki", "kaisha"], Form::Stock, true),
    (&["inc"], Form::Stock, true),
    (&["incorporated"], Form::Stock, true),
    (&["corp"], Form::Stock, true),
    (&["corporation"], Form::Stock, true),
    (&["tbk"], Form::Stock, true),
    (&["na"], Form::Stock, false),
    (&["lp"], Form::Partnership, false),
    (&["llp"], Form::Partnership, true),
    (&["kg"], Form::Partnership, false),
    (&["ohg"], Form::Partnership, true),
    (&["company"], Form::Some, false),
    (&["co"], Form::Some, false),
    (&["compagnie"], Form::Some, false),
    (&["kompaniya"], Form::Some, false),
    (&["est"], Form::Some, false),
    (&["sirketi"], Form::Some, false),
];

/// The longest form that begins at the first of these words, with how many words it takes.
pub(crate) fn at_start(words: &[&str], anywhere_only: bool) -> Option<(usize, Form)> {
    let fits = |row: &&(&[&str], Form, bool)| {
        (row.2 || !anywhere_only)
            && words.len() >= row.0.len()
            && row.0.iter().eq(&words[..row.0.len()])
    };
    let rows = FORMS.iter().filter(fits);
    rows.max_by_key(|row| row.0.len())
        .map(|row| (row.0.len(), row.1))
}

/// The longest form that ends at the last of these words, with how many words it takes.
pub(crate) fn at_end(words: &[&str]) -> Option<(usize, Form)> {
    let fits = |row: &&(&[&str], Form, bool)| words.ends_with(row.0);
    let rows = FORMS.iter().filter(fits);
    rows.max_by_key(|row| row.0.len())
        .map(|row| (row.0.len(), row.1))
}

/// Whether the word alone is a form wherever it stands; for words written together, as in `RostecCorp`.
pub(crate) fn is_form(word: &str) -> bool {
    FORMS.iter().any(|row| row.2 && row.0 == [word])
}

/// Words that only forms are made of, long enough to be known with a letter wrong.
const PARTS: [&str; 24] = [
    "limited",
    "liability",
    "company",
    "corporation",
    "incorporated",
    "joint",
    "stock",
    "private",
    "partnership",
    "obshchestvo",
    "ogranichennoi",
    "ogranichennoy",
    "otvetstvennostyu",
    "aktsionernoe",
    "aktsionernoye",
    "otkrytoe",
    "zakrytoe",
    "publichnoe",
    "nepublichnoe",
    "sirketi",
    "anonim",
    "limitada",
    "aktiengesellschaft",
    "gesellschaft",
];

/// Forms that are cut off words they were written together with.
const GLUED: [&str; 9] = [
    "limited",
    "company",
    "corporation",
    "obshchestvo",
    "ltd",
    "llc",
    "gmbh",
    "inc",
    "jsc",
];

/// Whether the word belongs to forms alone, a letter wrong allowed where it is long.
pub(crate) fn is_part(word: &str) -> bool {
    let near = |part: &str| {
        part.len() >= 6
            && part.len().abs_diff(word.len()) <= 1
            && distance(part.as_bytes(), word.as_bytes(), 1).is_some()
    };
    PARTS.contains(&word) || (word.len() >= 5 && PARTS.iter().any(|part| near(part)))
}

/// Cuts a form off the end or the beginning of a word, at least four letters of which remain.
pub(crate) fn unglued(word: &str) -> Option<(&str, &str)> {
    const REST: usize = 4;
    for form in GLUED {
        if let Some(rest) = word
            .strip_suffix(form)
            .filter(|rest| rest.len() >= REST || is_part(rest))
        {
            return Some((rest, form));
        }
        if let Some(rest) = word
            .strip_prefix(form)
            .filter(|rest| form.len() > 5 && rest.len() >= REST)
        {
            return word.get(..form.len()).map(|form| (form, rest));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_form_wins() {
        assert_eq!(
            at_end(&["acme", "joint", "stock", "company"]),
            Some((3, Form::Stock))
        );
        assert_eq!(at_start(&["ooo", "acme"], false), Some((1, Form::Limited)));
        assert_eq!(at_start(&["as", "acme"], true), None);
        assert_eq!(at_end(&["acme"]), None);
        assert!(is_form("corp") && !is_form("as"));
        assert!(is_part("limtied") && is_part("otvetsvtennostyu") && !is_part("liberty"));
        assert_eq!(unglued("shippinginc"), Some(("shipping", "inc")));
        assert_eq!(unglued("companysurgut"), Some(("company", "surgut")));
        assert_eq!(unglued("zinc"), None);
    }
}
