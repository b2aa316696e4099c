//! A page of the book for each finding code, from the list of findings.

use super::{Generated, Text};

/// One page for each code, and the list of them.
pub(super) fn pages() -> Vec<Generated> {
    let codes = portolan::finding_codes();
    let mut list = String::from(
        "<!-- Made by `cargo xtask generate` from docs/findings.md. -->\n\n# Codes\n\n",
    );
    let mut pages = Vec::new();
    for (code, meaning, advice) in codes {
        list.push_str(&format!("- [`{code}`]({code}.md)\n"));
        pages.push(page(
            &format!("{code}.md"),
            format!(
                "<!-- Made by `cargo xtask generate` from docs/findings.md. -->\n\n# `{code}`\n\n{}\n\n\
                 **What to do.** {}\n\n[All findings](index.md)\n",
                unlinked(meaning),
                unlinked(advice)
            ),
        ));
    }
    pages.push(page("index.md", list));
    pages
}

fn page(file: &str, text: String) -> Generated {
    Generated {
        name: "a finding's page",
        path: format!("docs/book/src/findings/{file}").into(),
        text: Text::Is(text),
    }
}

/// A text without the links that lead somewhere from the list of findings only: their words stay.
fn unlinked(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        out.push_str(before);
        match after
            .split_once("](")
            .and_then(|(words, link)| Some((words, link.split_once(')')?.1)))
        {
            Some((words, after)) if !words.contains(']') => {
                out.push_str(words);
                rest = after;
            }
            _ => {
                out.push('[');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_links_stay_and_brackets_of_tables_do_too() {
        assert_eq!(
            unlinked("see [the book](../book.md), then `[[offer]]`"),
            "see the book, then `[[offer]]`"
        );
    }

    #[test]
    fn every_code_has_a_page() {
        assert!(pages().len() > 200);
    }
}
