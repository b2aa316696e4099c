//! The Rust sources, parsed once for all rules, with the lines that only tests use.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItemFn, ItemFn, ItemImpl, ItemMod, Meta};

use super::tree::File;
use super::{Breach, Tree};

/// One parsed Rust file.
pub(crate) struct RustFile {
    /// The path from the root of the repository.
    pub(crate) path: String,
    /// The whole text.
    pub(crate) text: String,
    /// The syntax tree.
    pub(crate) syntax: syn::File,
    /// Whether all of it is test code.
    pub(crate) is_test: bool,
    test_lines: Vec<RangeInclusive<usize>>,
}

/// Every Rust file, and those that do not parse.
pub(crate) struct RustSources {
    /// Ordered by path.
    pub(crate) files: Vec<RustFile>,
    unparsed: Vec<Breach>,
}

impl RustFile {
    /// Whether a line (from one) is inside a test module, a test function or a file of tests.
    pub(crate) fn is_test_line(&self, line: usize) -> bool {
        self.is_test || self.test_lines.iter().any(|lines| lines.contains(&line))
    }

    /// The number of lines that are not test code.
    pub(crate) fn code_lines(&self) -> usize {
        let lines = 1..=self.text.lines().count();
        lines.filter(|line| !self.is_test_line(*line)).count()
    }

    /// The lines of test code, joined again.
    pub(crate) fn test_text(&self) -> String {
        let lines = self.text.lines().zip(1..);
        let kept = lines.filter(|(_, line)| self.is_test_line(*line));
        kept.map(|(text, _)| text).collect::<Vec<_>>().join("\n")
    }
}

impl RustSources {
    /// Parses every file whose name ends in `.rs`.
    pub(crate) fn parse(files: &BTreeMap<String, File>) -> Self {
        let (mut parsed, mut unparsed) = (Vec::new(), Vec::new());
        let mut test_modules = BTreeSet::new();
        for (path, file) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
            match parse_one(path, file.text().unwrap_or_default()) {
                Ok((file, modules)) => {
                    parsed.push(file);
                    test_modules.extend(modules);
                }
                Err(breach) => unparsed.push(breach),
            }
        }
        for file in &mut parsed {
            file.is_test = is_test_path(&file.path) || is_in_module(&file.path, &test_modules);
        }
        Self {
            files: parsed,
            unparsed,
        }
    }
}

/// Files that do not parse; the other rules pass over them.
pub(crate) fn breaches(tree: &Tree) -> Vec<Breach> {
    tree.rust.unparsed.clone()
}

/// The file and the paths (without ending) of the test modules that it declares in files of their own.
fn parse_one(path: &str, text: &str) -> Result<(RustFile, Vec<String>), Breach> {
    let syntax = syn::parse_file(text).map_err(|problem| {
        let line = problem.span().start().line;
        Breach::at(path, line, format!("does not parse: {problem}"))
    })?;
    let mut found = TestCode::default();
    found.visit_file(&syntax);
    let folder = module_folder(path);
    let modules = found.modules.iter();
    let modules = modules.map(|name| format!("{folder}/{name}")).collect();
    let file = RustFile {
        path: path.to_owned(),
        text: text.to_owned(),
        syntax,
        is_test: false,
        test_lines: found.lines,
    };
    Ok((file, modules))
}

/// Where the modules that a file declares stand: beside a crate root, below any other file.
fn module_folder(path: &str) -> &str {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name {
        "lib.rs" | "main.rs" | "mod.rs" => folder,
        _ => path.trim_end_matches(".rs"),
    }
}

fn is_in_module(path: &str, modules: &BTreeSet<String>) -> bool {
    let stem = path.trim_end_matches(".rs");
    let mut ends = stem.match_indices('/').map(|(end, _)| end);
    modules.contains(stem) || ends.any(|end| modules.contains(&stem[..end]))
}

/// Whether a path alone says that a file is for tests.
pub(crate) fn is_test_path(path: &str) -> bool {
    path.starts_with("crates/testkit/") || path.split('/').any(|part| part == "tests")
}

/// Collects the lines of test code.
#[derive(Default)]
struct TestCode {
    lines: Vec<RangeInclusive<usize>>,
    modules: Vec<String>,
}

impl TestCode {
    /// Notes the lines of an item that only tests use; says whether it is one.
    fn note(&mut self, attributes: &[Attribute], item: &impl Spanned) -> bool {
        let is_test = attributes.iter().any(is_for_tests);
        if is_test {
            let span = item.span();
            self.lines.push(span.start().line..=span.end().line);
        }
        is_test
    }
}

impl<'ast> Visit<'ast> for TestCode {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        let is_test = self.note(&item.attrs, item);
        if is_test && item.content.is_none() {
            self.modules.push(item.ident.to_string());
        }
        if !is_test {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        if !self.note(&item.attrs, item) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        if !self.note(&item.attrs, item) {
            visit::visit_item_impl(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        if !self.note(&item.attrs, item) {
            visit::visit_impl_item_fn(self, item);
        }
    }
}

/// `#[test]`, `#[cfg(test)]` or `#[cfg(all(test, ...))]`; `any` and `not` build outside tests too.
fn is_for_tests(attribute: &Attribute) -> bool {
    if attribute.path().is_ident("test") {
        return true;
    }
    let Meta::List(list) = &attribute.meta else {
        return false;
    };
    list.path.is_ident("cfg") && list.parse_args().is_ok_and(|meta| requires_test(&meta))
}

fn requires_test(condition: &Meta) -> bool {
    match condition {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => list
            .parse_args_with(syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated)
            .is_ok_and(|parts| parts.iter().any(requires_test)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIXED: &str = "\
//! Code and tests.
fn code() {}
#[cfg(test)]
mod tests {
    fn helper() {}
}
#[cfg(all(test, unix))]
fn on_unix() {}
#[cfg(not(test))]
fn outside() {}
#[test]
fn alone() {}
";

    #[test]
    fn test_lines_run_from_the_attribute_to_the_closing_brace() {
        let tree = Tree::of(&[("crates/a/src/lib.rs", MIXED)]);
        let file = &tree.rust_files()[0];
        let test_lines: Vec<usize> = (1..=12).filter(|line| file.is_test_line(*line)).collect();
        assert_eq!(test_lines, [3, 4, 5, 6, 7, 8, 11, 12]);
        assert_eq!(file.code_lines(), 4);
        assert!(file.test_text().contains("helper"));
        assert!(!file.test_text().contains("outside"));
    }

    #[test]
    fn a_test_module_in_a_file_of_its_own_is_test_code() {
        let declaration = "//! A.\n#[cfg(test)]\nmod cases;\nmod real;\n";
        let tree = Tree::of(&[
            ("crates/a/src/part.rs", declaration),
            ("crates/a/src/part/cases.rs", "//! B.\nmod deep;\n"),
            ("crates/a/src/part/cases/deep.rs", "//! C.\n"),
            ("crates/a/src/part/real.rs", "//! D.\n"),
            ("crates/a/tests/whole.rs", "//! E.\n"),
            ("crates/testkit/src/lib.rs", "//! F.\n"),
        ]);
        let are_tests: Vec<bool> = tree.rust_files().iter().map(|it| it.is_test).collect();
        assert_eq!(are_tests, [false, true, true, false, true, true]);
    }

    #[test]
    fn what_does_not_parse_is_a_breach_with_its_line() {
        let tree = Tree::of(&[("a.rs", "//! A.\nfn broken( {}\n"), ("b.rs", "//! B.\n")]);
        let breaches = breaches(&tree);
        assert_eq!(breaches.len(), 1);
        assert_eq!((breaches[0].path.as_str(), breaches[0].line), ("a.rs", 2));
    }
}
