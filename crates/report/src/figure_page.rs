//! One figure as a page of its own, with the numbers behind it.

use crate::figure::Figure;
use crate::html::STYLE;
use crate::markup::escaped;
use crate::report::Provenance;
use crate::table::MOST_ROWS;
use std::fmt::Write as _;

/// A figure as one HTML file that refers to nothing outside itself: what it says in a sentence, the drawing, the tables behind
/// it unfolded, and where it comes from.
pub fn figure_page(figure: &Figure, verdict: &str, provenance: &Provenance) -> String {
    let (title, name) = (escaped(&figure.title), figure.name);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">To the content</a>\n\
         <header>\n<h1>{title}</h1>\n<p>{}</p>\n</header>\n<main id=\"main\">\n\
         <section id=\"{name}\" aria-label=\"{title}\">\n<figure>\n{}\n<figcaption>{}</figcaption>\n</figure>\n",
        escaped(verdict),
        figure.svg,
        escaped(&figure.description)
    );
    for table in figure.tables.iter().filter(|table| !table.rows.is_empty()) {
        out += &table.html(MOST_ROWS);
    }
    out += "</section>\n</main>\n<footer>\n<h2>Where this comes from</h2>\n<dl class=\"provenance\">\n";
    for (what, words) in &provenance.entries {
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", escaped(what), escaped(words));
    }
    out += "</dl>\n</footer>\n</body>\n</html>\n";
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    #[test]
    fn the_page_holds_the_figure_its_numbers_and_nothing_from_outside() {
        let mut table = Table::new("Numbers", &["what"]);
        table.row(["<7>".to_owned()]);
        let figure = Figure {
            name: "efficient",
            title: "A & B".to_owned(),
            description: "What it shows.".to_owned(),
            svg: "<svg></svg>".to_owned(),
            tables: vec![table, Table::new("Nothing", &["what"])],
        };
        let entries = vec![("made by".to_owned(), "a test".to_owned())];
        let page = figure_page(&figure, "All there are.", &Provenance { entries });
        for part in [
            "<h1>A &amp; B</h1>",
            "<svg></svg>",
            "&lt;7&gt;",
            "All there are.",
            "a test",
            "</html>",
        ] {
            assert!(page.contains(part), "{part}");
        }
        assert!(!page.contains("http") && !page.contains("Nothing"));
    }
}
