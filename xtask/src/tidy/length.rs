//! Functions and files are short, save those listed with their present length.
//!
//! A function's length counts from the line of its signature to the line of its closing brace, blank
//! lines and comments included. Test code is exempt: a long table of cases reads well.

use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{ImplItemFn, ItemFn, ItemImpl, ItemMod, ItemTrait, Signature, TraitItemFn};

use super::exceptions::{self, Kind, Measured};
use super::rust::RustFile;
use super::{Breach, Tree};

/// Most functions are within this many lines...
const USUAL_FUNCTION_LINES: usize = 30;
/// ... namely so many in a hundred, ...
const USUAL_PERCENT: usize = 90;
/// ... and none is above this, save the listed.
const MOST_FUNCTION_LINES: usize = 70;
/// No file has more lines outside its tests, save the listed.
const MOST_FILE_LINES: usize = 800;

/// One function of the sources.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Function {
    path: String,
    name: String,
    line: usize,
    lines: usize,
}

/// Functions above the limit that are not listed, listed ones that need not be, and too many long ones.
pub(crate) fn function_breaches(tree: &Tree) -> Vec<Breach> {
    let functions = functions(tree);
    let measured = functions.iter().map(|function| Measured {
        path: &function.path,
        name: &function.name,
        line: function.line,
        lines: function.lines,
    });
    let measured: Vec<Measured> = measured.collect();
    let mut breaches = exceptions::breaches(tree, Kind::Function, MOST_FUNCTION_LINES, &measured);
    breaches.extend(share_breach(&functions));
    breaches
}

/// Files above the limit that are not listed, and listed ones that need not be.
pub(crate) fn file_breaches(tree: &Tree) -> Vec<Breach> {
    let files = tree.rust_files().iter().filter(|file| !file.is_test);
    let measured = files.map(|file| Measured {
        path: &file.path,
        name: "",
        line: 0,
        lines: file.code_lines(),
    });
    let measured: Vec<Measured> = measured.collect();
    exceptions::breaches(tree, Kind::File, MOST_FILE_LINES, &measured)
}

/// How long the functions are, in one phrase.
pub(crate) fn measured(tree: &Tree) -> String {
    let functions = functions(tree);
    let longest = functions.iter().map(|it| it.lines).max().unwrap_or(0);
    let usual = functions.len() - unusual(&functions).len();
    format!(
        "{usual} of {} functions within {USUAL_FUNCTION_LINES} lines, the longest has {longest}",
        functions.len()
    )
}

/// The functions beyond the usual length, the longest first.
fn unusual(functions: &[Function]) -> Vec<&Function> {
    let long = functions.iter();
    let mut long: Vec<&Function> = long.filter(|it| it.lines > USUAL_FUNCTION_LINES).collect();
    long.sort_by_key(|function| std::cmp::Reverse(function.lines));
    long
}

fn share_breach(functions: &[Function]) -> Option<Breach> {
    let unusual = unusual(functions);
    if unusual.len() * 100 <= functions.len() * (100 - USUAL_PERCENT) {
        return None;
    }
    let longest = unusual.first()?;
    let message = format!(
        "{} of {} functions are longer than {USUAL_FUNCTION_LINES} lines, more than {} in a hundred; \
         shorten the longest, `{}` with {} lines",
        unusual.len(),
        functions.len(),
        100 - USUAL_PERCENT,
        longest.name,
        longest.lines
    );
    Some(Breach::at(&longest.path, longest.line, message))
}

/// Every function outside tests, in the order of the files.
fn functions(tree: &Tree) -> Vec<Function> {
    tree.rust_files()
        .iter()
        .filter(|file| !file.is_test)
        .flat_map(functions_of)
        .collect()
}

fn functions_of(file: &RustFile) -> Vec<Function> {
    let mut collector = Collector {
        file,
        scope: Vec::new(),
        functions: Vec::new(),
    };
    collector.visit_file(&file.syntax);
    collector.functions
}

/// Walks a file and notes each function under the modules and types around it.
struct Collector<'a> {
    file: &'a RustFile,
    scope: Vec<String>,
    functions: Vec<Function>,
}

impl Collector<'_> {
    fn note(&mut self, signature: &Signature, body: &syn::Block) {
        let line = signature.fn_token.span.start().line;
        if self.file.is_test_line(line) {
            return;
        }
        let end = body.brace_token.span.close().end().line;
        let name = signature.ident.to_string();
        let scope = self.scope.iter().chain(std::iter::once(&name));
        self.functions.push(Function {
            path: self.file.path.clone(),
            name: scope.map(String::as_str).collect::<Vec<_>>().join("::"),
            line,
            lines: end + 1 - line,
        });
    }

    fn within(&mut self, name: String, visit: impl FnOnce(&mut Self)) {
        self.scope.push(name);
        visit(self);
        self.scope.pop();
    }
}

impl<'ast> Visit<'ast> for Collector<'_> {
    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.within(item.ident.to_string(), |it| visit::visit_item_mod(it, item));
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        self.within(impl_name(item), |it| visit::visit_item_impl(it, item));
    }

    fn visit_item_trait(&mut self, item: &'ast ItemTrait) {
        self.within(item.ident.to_string(), |it| {
            visit::visit_item_trait(it, item);
        });
    }

    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        self.note(&item.sig, &item.block);
        let name = item.sig.ident.to_string();
        self.within(name, |it| visit::visit_item_fn(it, item));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        self.note(&item.sig, &item.block);
        let name = item.sig.ident.to_string();
        self.within(name, |it| visit::visit_impl_item_fn(it, item));
    }

    fn visit_trait_item_fn(&mut self, item: &'ast TraitItemFn) {
        if let Some(body) = &item.default {
            self.note(&item.sig, body);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

/// `Plan`, or `<Plan as Display>` so that two traits with a function of the same name stay apart.
fn impl_name(item: &ItemImpl) -> String {
    let own = spelled(&item.self_ty);
    match &item.trait_ {
        None => own,
        Some((path, _)) => format!("<{own} as {}>", spelled(path)),
    }
}

fn spelled(syntax: &impl ToTokens) -> String {
    syntax.to_token_stream().to_string().replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function of so many lines.
    fn function(name: &str, lines: usize) -> String {
        format!("fn {name}() {{\n{}}}\n", "\n".repeat(lines - 2))
    }

    fn tree(text: &str, exceptions: &str) -> Tree {
        Tree::of(&[
            ("crates/a/src/lib.rs", text),
            ("xtask/exceptions.toml", exceptions),
        ])
    }

    /// Enough short functions that one long one is within the tenth allowed.
    fn short_ones() -> String {
        (0..19)
            .map(|n| function(&format!("short_{n}"), 3))
            .collect()
    }

    #[test]
    fn a_function_is_measured_from_signature_to_brace() {
        let text = "/// Doc.\n#[inline]\npub fn a(\n    b: u8,\n) -> u8 {\n    b\n}\nfn c() {}\n";
        let found = functions(&tree(text, ""));
        let lengths: Vec<_> = found.iter().map(|it| (it.line, it.lines)).collect();
        assert_eq!(lengths, [(3, 5), (8, 1)]);
    }

    #[test]
    fn names_carry_what_is_around_them() {
        let text = "
            mod m { impl Plan { fn a() { fn inner() {} } } }
            impl From<u8> for Plan { fn from(_: u8) -> Self { Plan } }
            trait T { fn declared(); fn given() {} }
        ";
        let names: Vec<_> = functions(&tree(text, ""))
            .into_iter()
            .map(|it| it.name)
            .collect();
        let expected = [
            "m::Plan::a",
            "m::Plan::a::inner",
            "<Plan as From<u8>>::from",
            "T::given",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_function_at_the_limit_passes_and_one_above_fails() {
        let at = short_ones() + &function("long", 70);
        assert_eq!(function_breaches(&tree(&at, "")), []);
        let above = short_ones() + &function("long", 71);
        let breaches = function_breaches(&tree(&above, ""));
        assert_eq!(breaches.len(), 1);
        assert!(breaches[0].message.contains("`long`"), "{}", breaches[0]);
    }

    #[test]
    fn more_than_a_tenth_of_long_functions_fails() {
        let ninety = (0..9).map(|n| function(&format!("short_{n}"), 30));
        let ninety = ninety.collect::<String>() + &function("long", 31);
        assert_eq!(function_breaches(&tree(&ninety, "")), []);
        let fewer = ninety + &function("longer", 32);
        let breaches = function_breaches(&tree(&fewer, ""));
        assert_eq!(breaches.len(), 1);
        assert!(breaches[0].message.contains("`longer`"), "{}", breaches[0]);
    }

    #[test]
    fn test_code_may_be_long() {
        let text = format!(
            "#[cfg(test)]\nmod tests {{\n{}}}\n#[test]\n{}",
            function("cases", 90),
            function("more", 90)
        );
        assert_eq!(function_breaches(&tree(&text, "")), []);
    }

    #[test]
    fn a_file_counts_without_its_tests() {
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "\n".repeat(900));
        let at = "\n".repeat(800) + &tests;
        assert_eq!(file_breaches(&tree(&at, "")), []);
        let above = "\n".repeat(801) + &tests;
        assert_eq!(file_breaches(&tree(&above, "")).len(), 1);
    }

    #[test]
    fn a_listed_function_passes_at_its_recorded_length_only() {
        let text = short_ones() + &function("long", 71);
        let listed = |lines: usize| {
            format!(
                "[[function]]\npath = \"crates/a/src/lib.rs\"\nname = \"long\"\nlines = {lines}\n\
                 why = \"a table\"\n"
            )
        };
        assert_eq!(function_breaches(&tree(&text, &listed(71))), []);
        assert_eq!(function_breaches(&tree(&text, &listed(72))).len(), 1);
        assert_eq!(function_breaches(&tree(&text, &listed(70))).len(), 1);
    }
}
