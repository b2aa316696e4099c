//! Every finding code is documented and tested, and nothing is documented that no code makes.
//!
//! A code is wherever the sources say `Code::new("family.word")`. Its documentation is a heading or a
//! table row of the findings page that begins with it; its test is any test code, or any expected
//! file of a campaign, that names it by its text or by the name of its constant.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::rust::is_test_path;
use super::{Breach, Tree};

const PAGE: &str = "docs/findings.md";

/// Where a code is made.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Made {
    path: String,
    line: usize,
    code: String,
    /// The constant that holds it.
    constant: Option<String>,
}

/// One text that tests are made of.
struct TestText<'a> {
    path: &'a str,
    text: Cow<'a, str>,
}

/// Codes that are misnamed, undocumented or untested, and documentation of codes that no longer exist.
pub(crate) fn breaches(tree: &Tree) -> Vec<Breach> {
    let made = made(tree);
    let documented = documented(tree.text(PAGE).unwrap_or_default());
    let tests = test_texts(tree);
    let shared = shared_constants(&made);
    let of_codes = made.iter().flat_map(|it| {
        let messages = code_messages(it, &shared, &documented, &tests);
        messages.map(|message| Breach::at(&it.path, it.line, message))
    });
    let codes: BTreeSet<&str> = made.iter().map(|it| it.code.as_str()).collect();
    let stale = documented.iter().filter(|(code, _)| !codes.contains(*code));
    let of_page = stale
        .map(|(code, line)| Breach::at(PAGE, *line, format!("no source makes the code `{code}`")));
    of_codes.chain(of_page).collect()
}

/// What is wrong with one code.
fn code_messages<'a>(
    it: &'a Made,
    shared: &BTreeSet<&str>,
    documented: &BTreeMap<&str, usize>,
    tests: &[TestText],
) -> impl Iterator<Item = String> + use<'a> {
    let code = &it.code;
    let constant = it.constant.as_deref();
    let constant = constant.filter(|name| !shared.contains(name));
    let is_tested = tests.iter().any(|test| {
        names(&test.text, code) || constant.is_some_and(|name| test.uses_constant(it, name))
    });
    let is_documented = documented.contains_key(code.as_str());
    let problems = [
        (is_code(code), "is not of the form `family.word`"),
        (is_documented, "has no heading or row in docs/findings.md"),
        (is_tested, "is named in no test and no expected file"),
    ];
    let broken = problems.into_iter().filter(|(holds, _)| !holds);
    broken.map(move |(_, problem)| format!("the code `{code}` {problem}"))
}

impl TestText<'_> {
    /// Whether this is a Rust test that names the constant of a code: bare in the same crate, where it
    /// can hardly be another, and as the end of a path anywhere.
    fn uses_constant(&self, made: &Made, constant: &str) -> bool {
        let is_rust = self.path.ends_with(".rs");
        let is_near = crate_folder(self.path) == crate_folder(&made.path);
        let wanted = if is_near {
            constant.to_owned()
        } else {
            format!("::{constant}")
        };
        is_rust && names(&self.text, &wanted)
    }
}

/// The folder of the crate that a source or a test belongs to.
fn crate_folder(path: &str) -> &str {
    let ends = ["/src/", "/tests/"].map(|part| path.find(part));
    let end = ends.into_iter().flatten().min();
    end.map_or(path, |end| &path[..end])
}

/// Two or more lower-case words joined by dots; a word may have digits, `-` and `_`.
fn is_code(text: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|it: char| it.is_ascii_lowercase())
            && word
                .chars()
                .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || "-_".contains(it))
    };
    text.contains('.') && text.split('.').all(is_word)
}

/// Every code that the sources make outside tests, in the order of the files.
fn made(tree: &Tree) -> Vec<Made> {
    let mut made = Vec::new();
    for file in tree.rust_files().iter().filter(|file| !file.is_test) {
        let Ok(tokens) = file.text.parse::<TokenStream>() else {
            continue; // `rust::breaches` has named it
        };
        let mut found = Vec::new();
        collect(tokens, &mut None, &mut found);
        let outside = found.into_iter();
        let outside = outside.filter(|(line, ..)| !file.is_test_line(*line));
        made.extend(outside.map(|(line, code, constant)| Made {
            path: file.path.clone(),
            line,
            code,
            constant,
        }));
    }
    made
}

/// Walks tokens for `Code::new("...")`, also inside macros; `constant` is the last one declared before.
fn collect(
    tokens: TokenStream,
    constant: &mut Option<String>,
    found: &mut Vec<(usize, String, Option<String>)>,
) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if *word == "const" => {
                *constant = tokens.get(index + 1).map(ToString::to_string);
            }
            TokenTree::Punct(mark) if mark.as_char() == ';' => *constant = None,
            TokenTree::Group(group) => {
                if let Some((line, code)) = made_code(&tokens[..index], group) {
                    found.push((line, code, constant.clone()));
                }
                collect(group.stream(), constant, found);
            }
            _ => {}
        }
    }
}

/// The line and text of a code, where the group is the arguments of `Code::new`.
fn made_code(before: &[TokenTree], group: &proc_macro2::Group) -> Option<(usize, String)> {
    let spelled = before.iter().rev().take(4).map(ToString::to_string);
    let is_call = spelled.eq(["new", ":", ":", "Code"].map(str::to_owned));
    if !is_call || group.delimiter() != Delimiter::Parenthesis {
        return None;
    }
    let literal: syn::LitStr = syn::parse2(group.stream()).ok()?;
    Some((literal.span().start().line, literal.value()))
}

/// The codes that the page documents, with the line of each.
fn documented(page: &str) -> BTreeMap<&str, usize> {
    let lines = page.lines().zip(1..);
    lines
        .filter_map(|(line, number)| Some((documented_code(line)?, number)))
        .collect()
}

/// The code at the head of a heading (`### a.b`) or a table row (``| `a.b` |``).
fn documented_code(line: &str) -> Option<&str> {
    let head = match line.strip_prefix('|') {
        Some(row) => row.split('|').next()?,
        None => line.strip_prefix('#')?.trim_start_matches('#'),
    };
    let first = head.split_whitespace().next()?.trim_matches('`');
    is_code(first).then_some(first)
}

/// Everything that tests are made of.
fn test_texts(tree: &Tree) -> Vec<TestText<'_>> {
    let in_sources = tree.rust_files().iter().map(|file| TestText {
        path: &file.path,
        text: file.test_text().into(),
    });
    let beside = tree.texts().filter(|(path, _)| is_test_data(path));
    let beside = beside.map(|(path, text)| TestText {
        path,
        text: text.into(),
    });
    in_sources.chain(beside).collect()
}

/// Sources are read by their test lines; this is for the other files.
fn is_test_data(path: &str) -> bool {
    let is_expected = path.starts_with("campaigns/") && path.contains("/expected/");
    !path.ends_with(".rs") && (is_expected || is_test_path(path))
}

/// Constants whose name stands for several codes; such a name would vouch for the wrong one.
fn shared_constants(made: &[Made]) -> BTreeSet<&str> {
    let mut codes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for it in made {
        if let Some(constant) = &it.constant {
            codes.entry(constant).or_default().insert(&it.code);
        }
    }
    codes.retain(|_, codes| codes.len() > 1);
    codes.into_keys().collect()
}

/// Whether a text has a word as a whole: `a.b` is not named by `a.b-c`, nor by `x.a.b`.
fn names(text: &str, word: &str) -> bool {
    let is_letter = |it: char| it.is_alphanumeric() || "-_".contains(it);
    let starts_as_word = word.starts_with(is_letter);
    text.match_indices(word).any(|(start, _)| {
        let before = text[..start].chars().next_back();
        let mut after = text[start + word.len()..].chars();
        let next = after.next();
        let is_tail = starts_as_word && before.is_some_and(|it| is_letter(it) || it == '.');
        let is_head = match next {
            Some('.') => after.next().is_some_and(is_letter),
            _ => next.is_some_and(is_letter),
        };
        !(is_tail || is_head)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
//! Codes.
/// `Code::new(\"not.this\")`
pub const TOO_HEAVY: Code = Code::new(\"capacity.mass\");
";
    const PAGE_TEXT: &str = "# Findings\n\n### `capacity.mass`\n";
    const TEST: &str = "//! Tests.\nconst A: &str = \"capacity.mass\";\n";

    fn messages(source: &str, page: &str, test: &str) -> Vec<String> {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", source),
            ("crates/a/tests/it.rs", test),
            (PAGE, page),
        ]);
        breaches(&tree).iter().map(ToString::to_string).collect()
    }

    fn only_message(source: &str, page: &str, test: &str) -> String {
        let found = messages(source, page, test);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }

    #[test]
    fn a_documented_and_tested_code_passes() {
        assert_eq!(messages(SOURCE, PAGE_TEXT, TEST), [""; 0]);
        let row = "| code | meaning |\n| `capacity.mass` | too heavy |\n";
        assert_eq!(messages(SOURCE, row, TEST), [""; 0]);
        let by_constant = "//! Tests.\nfn f() { a::TOO_HEAVY; }\n";
        assert_eq!(messages(SOURCE, PAGE_TEXT, by_constant), [""; 0]);
    }

    #[test]
    fn an_undocumented_code_fails_where_it_is_made() {
        let prose = "# Findings\nThe code `capacity.mass` is prose here.\n";
        let message = only_message(SOURCE, prose, TEST);
        assert!(message.starts_with("crates/a/src/lib.rs:3: "), "{message}");
        assert!(message.contains("no heading or row"), "{message}");
    }

    #[test]
    fn an_untested_code_fails() {
        for test in [
            "//! No test.\n",
            "//! capacity.mass-low, capacity.mass.low, over.capacity.mass\n",
        ] {
            let message = only_message(SOURCE, PAGE_TEXT, test);
            assert!(message.contains("is named in no test"), "{message}");
        }
    }

    #[test]
    fn a_documented_code_that_nobody_makes_fails() {
        let page = format!("{PAGE_TEXT}\n## capacity.volume\n");
        let message = only_message(SOURCE, &page, TEST);
        assert!(message.starts_with("docs/findings.md:5: "), "{message}");
    }

    #[test]
    fn codes_in_macros_are_seen_and_codes_in_tests_are_not() {
        let source = "//! A.\ncodes! { A => Code::new(\n    \"in.macro\"\n) }\n\
                      #[cfg(test)]\nmod tests { const B: Code = Code::new(\"in.test\"); }\n";
        let tree = Tree::of(&[("crates/a/src/lib.rs", source)]);
        let codes: Vec<_> = made(&tree).into_iter().map(|it| it.code).collect();
        assert_eq!(codes, ["in.macro"]);
    }

    #[test]
    fn a_constant_name_of_two_codes_vouches_for_neither() {
        let two = "//! A.\nmod a { const X: Code = Code::new(\"a.x\"); }\n\
                   mod b { const X: Code = Code::new(\"b.x\"); }\n";
        let page = "# `a.x`\n# `b.x`\n";
        assert_eq!(messages(two, page, "//! T.\nfn f() { X; }\n").len(), 2);
    }

    #[test]
    fn a_constant_vouches_bare_in_its_crate_and_by_path_elsewhere() {
        let tested_by = |path: &str, text: &str| {
            let files = [
                ("crates/a/src/lib.rs", SOURCE),
                (path, text),
                (PAGE, PAGE_TEXT),
            ];
            breaches(&Tree::of(&files)).is_empty()
        };
        assert!(tested_by(
            "crates/a/tests/it.rs",
            "//! T.\nfn f() { TOO_HEAVY; }\n"
        ));
        assert!(tested_by(
            "crates/b/tests/it.rs",
            "//! T.\nfn f() { a::TOO_HEAVY; }\n"
        ));
        assert!(!tested_by(
            "crates/b/tests/it.rs",
            "//! T.\nfn f() { TOO_HEAVY; }\n"
        ));
        assert!(!tested_by("crates/a/tests/it.txt", "TOO_HEAVY"));
    }

    #[test]
    fn an_expected_file_of_a_campaign_is_a_test() {
        let tree = Tree::of(&[
            ("crates/a/src/lib.rs", SOURCE),
            ("campaigns/x/expected/findings.json", "\"capacity.mass\""),
            (PAGE, PAGE_TEXT),
        ]);
        assert_eq!(breaches(&tree), []);
    }

    #[test]
    fn a_code_is_lower_case_words_with_a_dot() {
        for code in ["a.b", "capacity.mass-low", "file.unknown_key", "a.b.c2"] {
            assert!(is_code(code), "{code}");
        }
        for code in ["capacity", "A.b", "a.", ".b", "a b.c", "e.g.", "0.1"] {
            assert!(!is_code(code), "{code}");
        }
    }
}
