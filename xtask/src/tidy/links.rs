//! Every relative link in a Markdown page leads to a file of the repository.

use super::{Breach, Tree};

/// Links that lead nowhere.
pub(crate) fn breaches(tree: &Tree) -> Vec<Breach> {
    let pages = tree.texts().filter(|(path, _)| path.ends_with(".md"));
    pages
        .flat_map(|(path, text)| page_breaches(tree, path, text))
        .collect()
}

fn page_breaches(tree: &Tree, page: &str, text: &str) -> Vec<Breach> {
    links(text)
        .into_iter()
        .filter(|(_, target)| is_relative(target) && !leads_somewhere(tree, page, target))
        .map(|(line, target)| Breach::at(page, line, format!("the link to `{target}` is broken")))
        .collect()
}

/// Every link target of a page with its line, in order; code is passed over.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut in_code = false;
    let mut found = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        if is_fence(line) {
            in_code = !in_code;
        } else if !in_code {
            let line = without_code(line);
            let targets = inline_targets(&line).chain(reference_target(&line));
            found.extend(targets.map(|target| (number, target.to_owned())));
        }
    }
    found
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") || line.starts_with("~~~")
}

/// The line with what stands between backticks left out; an unpaired backtick is a letter.
fn without_code(line: &str) -> String {
    let parts: Vec<&str> = line.split('`').collect();
    let is_code = |index: usize| index % 2 == 1 && index + 1 < parts.len();
    let kept = parts.iter().enumerate();
    kept.filter(|(index, _)| !is_code(*index))
        .map(|(_, part)| *part)
        .collect()
}

/// The targets of `[words](target)` and `![words](target "title")`.
fn inline_targets(line: &str) -> impl Iterator<Item = &str> {
    line.match_indices("](").filter_map(|(start, opening)| {
        bare_target(line[start + opening.len()..].split(')').next()?)
    })
}

/// The target of a line like `[label]: target`; a footnote is no link.
fn reference_target(line: &str) -> Option<&str> {
    let (label, rest) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    if label.starts_with('^') || label.contains(']') {
        return None;
    }
    bare_target(rest)
}

/// A target without title and angle brackets.
fn bare_target(text: &str) -> Option<&str> {
    let text = text.trim();
    match text.strip_prefix('<') {
        Some(rest) => rest.split('>').next(),
        None => text.split_whitespace().next(),
    }
}

/// Whether a target is a file: no address with a scheme, and no heading of the same page.
fn is_relative(target: &str) -> bool {
    let has_scheme = target
        .split_once(':')
        .is_some_and(|(scheme, _)| scheme.chars().all(|it| it.is_ascii_alphanumeric()));
    !has_scheme && !target.starts_with('#')
}

fn leads_somewhere(tree: &Tree, page: &str, target: &str) -> bool {
    let target = target.split(['#', '?']).next().unwrap_or_default();
    let Some(path) = resolved(page, target) else {
        return false;
    };
    let below = format!("{path}/");
    let mut after = tree.files.range(below.clone()..);
    tree.files.contains_key(&path) || after.next().is_some_and(|(it, _)| it.starts_with(&below))
}

/// The path from the root; `None` where the target climbs out of the repository or starts at `/`.
fn resolved(page: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            "" => return None,
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(page: &str) -> Vec<usize> {
        let tree = Tree::of(&[
            ("README.md", "# Read me\n"),
            ("docs/book/page.md", page),
            ("docs/decisions/0001-a.md", "# One\n"),
        ]);
        breaches(&tree).iter().map(|it| it.line).collect()
    }

    #[test]
    fn links_to_files_folders_headings_and_addresses_pass() {
        let page = "\
[a](../decisions/0001-a.md) and [b](../../README.md#read-me \"title\")
[c](../decisions/) ![d](<../decisions>) [e](#here) [f](https://example.org/x.md)
[g]: ../decisions/0001-a.md
[^1]: a footnote
[h](mailto:a@example.org)
";
        assert_eq!(broken(page), [0; 0]);
    }

    #[test]
    fn links_that_lead_nowhere_fail_with_their_line() {
        let page = "\
[a](missing.md)
![b](../decisions/0001.md)
[c]: ../decisions/0002-b.md
[d](/README.md)
[e](../../../README.md)
[f](../decision)
";
        assert_eq!(broken(page), [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn code_is_passed_over() {
        let page = "`[a](x.md)` and ``\n```\n[b](y.md)\n```\na ` [c](z.md)\n";
        assert_eq!(broken(page), [5]);
    }
}
