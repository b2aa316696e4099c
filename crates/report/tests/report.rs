//! The reports of a small sortie.
#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests are not marked as tests"
)]

#[path = "../../analyse/tests/sortie/mod.rs"]
mod sortie;

use portolan_analyse::measures;
use portolan_model::{Campaign, Measure, Outcome, Plan};
use portolan_report::{Figure, Provenance, Report, figures, html, terminal};

struct Case {
    campaign: Campaign,
    plan: Plan,
    outcome: Outcome,
    measures: Vec<Measure>,
    provenance: Provenance,
}

impl Case {
    fn new() -> Self {
        let (campaign, plan, outcome) = (sortie::campaign(), sortie::plan(), sortie::outcome());
        let measures = measures(&campaign, &plan, &outcome);
        let entries = vec![("Program".to_owned(), "portolan <0.1.0>".to_owned())];
        Self {
            campaign,
            plan,
            outcome,
            measures,
            provenance: Provenance { entries },
        }
    }

    fn report(&self) -> Report<'_> {
        Report {
            campaign: &self.campaign,
            plan: &self.plan,
            outcome: &self.outcome,
            measures: &self.measures,
            provenance: &self.provenance,
        }
    }
}

fn figure(name: &str) -> Figure {
    let case = Case::new();
    let mut figures = figures(&case.report()).into_iter();
    figures.find(|figure| figure.name == name).unwrap()
}

#[test]
fn a_terminal_is_a_hundred_columns_wide() {
    let mut case = Case::new();
    case.plan.maker.name = "a tool with a long name and its version ".repeat(4);
    let text = terminal(&case.report());
    let widest = text.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(100), "{widest:?}");
    assert!(
        text.contains("The plan has 1 error and 1 warning. 36 kg of what was needed was missing."),
        "{text}"
    );
    assert!(text.contains("error[simulate.not-there]: the <lab> is not at Toulouse"));
    let stage = text.lines().find(|line| line.contains(" ascent ")).unwrap();
    let words: Vec<&str> = stage.split_whitespace().collect();
    let wanted = [
        "1.00", "ascent", "1,000.0", "25,750.0", "20,550.0", "stage", "1,000.0", "5,200.0",
    ];
    assert_eq!(words, wanted);
}

#[test]
fn html_is_whole_escaped_and_alone() {
    let case = Case::new();
    let page = html(&case.report());
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert!(page.contains("Lunar sortie &lt;test &amp; example&gt;"));
    assert!(!page.contains("<test") && !page.contains("<lab>") && !page.contains("<0.1.0>"));
    for outside in ["src=", "<script", "<link", "url(", "@import", "https://"] {
        assert!(!page.contains(outside), "{outside}");
    }
    // The name of a namespace is no address that anything is fetched from.
    assert_eq!(
        page.matches("http://").count(),
        page.matches("http://www.w3.org/2000/svg").count()
    );
}

#[test]
fn errors_come_first_in_html() {
    let mut case = Case::new();
    let before = |page: &str| page.find("id=\"findings\"") < page.find("id=\"missions\"");
    assert!(before(&html(&case.report())));
    case.outcome.findings.truncate(1);
    assert!(!before(&html(&case.report())), "warnings come last");
}

#[test]
fn tags_are_balanced() {
    let case = Case::new();
    let page = html(&case.report());
    for tag in [
        "section", "details", "table", "svg", "figure", "article", "dl", "ul", "text", "p",
    ] {
        let open =
            page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(open, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn ids_are_unique() {
    let case = Case::new();
    let page = html(&case.report());
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn every_figure_is_named_described_and_has_numbers() {
    let case = Case::new();
    let figures = figures(&case.report());
    let names: Vec<&str> = figures.iter().map(|figure| figure.name).collect();
    let all = [
        "network",
        "bat-chart",
        "inventories",
        "demand",
        "mass-by-leg",
        "cost-by-leg",
    ];
    assert_eq!(names, all);
    for figure in &figures {
        assert!(
            figure.svg.starts_with("<svg class=\"portolan\""),
            "{}",
            figure.name
        );
        assert!(figure.svg.contains("</title>") && figure.svg.contains("</desc>"));
        assert!(figure.svg.contains("currentColor"));
        assert!(!figure.svg.contains("#010203"), "ink without a home");
        assert!(figure.tables.iter().any(|table| !table.rows.is_empty()));
    }
}

#[test]
fn the_bat_chart_marks_what_was_blocked() {
    let bat = figure("bat-chart");
    // A cross is two lines in the colour of what is wrong.
    assert_eq!(bat.svg.matches("stroke=\"#C1121F\"").count(), 2);
    assert!(bat.svg.contains("blocked or stranded"));
}

#[test]
fn names_of_nodes_are_whole_and_have_a_rim_of_paper() {
    let network = figure("network");
    assert!(network.svg.contains(".portolan .over{stroke:#fff"));
    assert!(network.svg.contains("class=\"over\" fill=\"currentColor\""));
    assert!(!network.svg.contains("#020304"), "ink without a home");
    assert!(!network.svg.contains('…'), "a name is cut short");
}

#[test]
fn names_without_room_are_listed_by_number() {
    let mut case = Case::new();
    case.outcome.movements.clear();
    case.outcome.events.clear();
    case.outcome.stays.clear();
    case.outcome.stock.clear();
    case.outcome.needs.clear();
    case.outcome.costs.clear();
    case.plan.activities = portolan_model::List::new();
    let mut parts = portolan_model::Parts::new("partners", "2030-01-01".parse().unwrap());
    let mut nodes = case.campaign.nodes.iter();
    let works = nodes.find(|node| node.is_earth_surface()).unwrap();
    for at in 0..60 {
        let mut node = works.clone();
        node.id = format!("works-{at}").as_str().into();
        node.name = format!("Works of the partner with the number {at}");
        node.operator = None;
        parts.nodes.push(node);
    }
    let (campaign, _) = Campaign::new(parts).unwrap();
    let report = Report {
        campaign: &campaign,
        ..case.report()
    };
    let network = figures(&report).swap_remove(0);
    let svg = &network.svg;
    let listed = (0..60).filter(|at| svg.contains(&format!("the number {at}\n")));
    assert!(listed.count() > 10, "names in one line are in the list");
    // Each number stands on the map and in the list.
    assert_eq!(svg.matches("\n7\n</text>").count(), 2);
}

#[test]
fn demand_says_what_was_met() {
    let demand = figure("demand");
    assert!(demand.svg.contains("40.0 of 56.0") && demand.svg.contains("0.0 of 20.0"));
    let water = &demand.tables[0].rows[0];
    assert_eq!(water[1..], ["56.0", "40.0", "16.0", "71.4 %"]);
}

#[test]
fn same_input_same_bytes() {
    let (a, b) = (Case::new(), Case::new());
    assert_eq!(html(&a.report()), html(&b.report()));
    assert_eq!(terminal(&a.report()), terminal(&b.report()));
}

#[test]
fn nothing_to_report_is_no_panic() {
    let parts = portolan_model::Parts::new("empty", "2030-01-01".parse().unwrap());
    let (campaign, _) = Campaign::new(parts).unwrap();
    let outcome = Outcome {
        events: Vec::new(),
        movements: Vec::new(),
        stays: Vec::new(),
        stock: Vec::new(),
        needs: Vec::new(),
        crew_time: Vec::new(),
        costs: Vec::new(),
        findings: Vec::new(),
        end: portolan_vocabulary::Duration::ZERO,
        ..sortie::outcome()
    };
    let plan = Plan {
        activities: portolan_model::List::new(),
        ..sortie::plan()
    };
    let case = Case {
        measures: Vec::new(),
        campaign,
        plan,
        outcome,
        ..Case::new()
    };
    assert!(figures(&case.report()).is_empty());
    assert!(html(&case.report()).contains("can be carried out"));
    assert!(terminal(&case.report()).starts_with("empty\n====="));
}

#[test]
fn a_long_plan_does_not_make_a_huge_page() {
    let mut case = Case::new();
    let (events, stays) = (case.outcome.events.clone(), case.outcome.stays.clone());
    case.outcome.events = events.iter().cycle().take(50_000).cloned().collect();
    case.outcome.stays = stays.iter().flat_map(|stay| vec![*stay; 500]).collect();
    let page = html(&case.report());
    assert!(page.contains("Left out here: 49000 more."));
    assert!(page.len() < 500_000, "{}", page.len());
}

/// Writes the reports where `PORTOLAN_REPORT_DIR` says, for people to look at.
#[test]
fn written_for_people_to_look_at() {
    let Some(folder) = std::env::var_os("PORTOLAN_REPORT_DIR") else {
        return;
    };
    let (folder, case) = (std::path::PathBuf::from(folder), Case::new());
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("report.html", &html(&case.report()));
    write("report.txt", &terminal(&case.report()));
    for figure in figures(&case.report()) {
        write(&format!("{}.svg", figure.name), &figure.svg);
    }
}
