//! Existence and place: is each element there, free, and where the activity needs it?

use crate::codes;
use crate::report::Report;
use crate::state::{Presence, Spot, State};
use portolan_model::{Action, Element, Site};
use portolan_vocabulary::Index;

/// The site's kind and id, for messages.
pub(crate) fn site_word(state: &State<'_>, site: Option<Site>) -> String {
    let campaign = state.campaign;
    match site {
        Some(Site::Node(node)) => campaign
            .nodes
            .at(node)
            .map_or_else(|| "an unknown place".to_owned(), |node| node.id.to_string()),
        Some(Site::Edge(edge)) => campaign.edges.at(edge).map_or_else(
            || "an unknown way".to_owned(),
            |edge| format!("under way on {}", edge.id),
        ),
        None => "nowhere".to_owned(),
    }
}

/// Judges that an element is there, free, and at the site that the activity names.
pub(crate) fn usable(state: &State<'_>, report: &mut Report<'_>, element: Index<Element>) {
    if exists(state, report, element) {
        free(state, report, element);
        on_site(state, report, element);
    }
}

fn exists(state: &State<'_>, report: &mut Report<'_>, element: Index<Element>) -> bool {
    let id = state.id(element);
    let finding = match state.thing(element).presence {
        Presence::Present => return true,
        Presence::Absent => report
            .error(codes::ABSENT, format!("\"{id}\" has not been created yet"))
            .advice(format!("create \"{id}\" before")),
        Presence::Gone(by) => {
            let by = activity_id(state, by);
            let message = format!("\"{id}\" has been removed or dropped by \"{by}\"");
            report.error(codes::GONE, message).text("by", by)
        }
    };
    report.state(finding.text("element", id));
    false
}

fn activity_id<'s>(state: &'s State<'_>, activity: Index<portolan_model::Activity>) -> &'s str {
    let activity = state.plan.activities.at(activity);
    activity.map_or("unknown", |activity| activity.id.as_str())
}

/// Judges that no earlier activity occupies the element and that it is not under way.
pub(crate) fn free(state: &State<'_>, report: &mut Report<'_>, element: Index<Element>) {
    let id = state.id(element);
    let outermost = state.holders(element).last().unwrap_or(element);
    if let Some(Spot::Way(edge)) = state.thing(outermost).spot {
        if !is_done_under_way(report, Site::Edge(edge)) {
            let place = site_word(state, Some(Site::Edge(edge)));
            let message = format!("\"{id}\" is {place}");
            let mut finding = report.error(codes::UNDER_WAY, message).text("element", id);
            if let Some((until, _)) = state.thing(outermost).busy {
                finding = finding
                    .number("arrives", until.days(), "d")
                    .advice(format!("begin at {} d or later", until.days()));
            }
            report.state(finding);
        }
        return;
    }
    if let Some((until, by)) = state.thing(element).busy {
        let by = activity_id(state, by);
        let message = format!("\"{id}\" is busy with \"{by}\" until {} d", until.days());
        let finding = report.error(codes::BUSY, message);
        report.state(
            finding
                .text("element", id)
                .text("by", by)
                .number("until", until.days(), "d")
                .advice(format!("begin at {} d or later", until.days())),
        );
    }
}

/// Life goes on within a stack under way, if the activity says that it happens there. Propellant and
/// joints stay as they are: a trip with its burns is judged as a whole at its departure.
fn is_done_under_way(report: &Report<'_>, site: Site) -> bool {
    let activity = report.activity();
    let changes_stack = matches!(
        activity.action,
        Action::Create { .. }
            | Action::Remove { .. }
            | Action::Refuel { .. }
            | Action::Burn { .. }
            | Action::Transport { .. }
            | Action::Dock { .. }
            | Action::Undock { .. }
            | Action::Load { .. }
            | Action::Unload { .. }
            | Action::Assemble { .. }
    );
    !changes_stack && activity.site == Some(site)
}

fn on_site(state: &State<'_>, report: &mut Report<'_>, element: Index<Element>) {
    let Some(wanted) = report.activity().site else {
        return;
    };
    // A trip is judged by the ends of its way, and what leaves the campaign may leave it anywhere.
    let anywhere = matches!(
        report.activity().action,
        Action::Transport { .. } | Action::Remove { .. }
    );
    if !anywhere {
        elsewhere(state, report, element, wanted);
    }
}

/// Judges that the element is at this site.
pub(crate) fn elsewhere(
    state: &State<'_>,
    report: &mut Report<'_>,
    element: Index<Element>,
    wanted: Site,
) {
    let actual = state.site(element);
    if actual == Some(wanted) {
        return;
    }
    let (id, actual) = (state.id(element), site_word(state, actual));
    let wanted = site_word(state, Some(wanted));
    let message = format!("\"{id}\" is needed at {wanted}, and is {}", at(&actual));
    let finding = report.error(codes::PLACE, message);
    report.state(
        finding
            .text("element", id)
            .text("needed at", wanted)
            .text("is at", actual),
    );
}

fn at(site: &str) -> String {
    if site.starts_with("under way") || site == "nowhere" {
        site.to_owned()
    } else {
        format!("at {site}")
    }
}

/// Judges that an element is where another is.
pub(crate) fn together(
    state: &State<'_>,
    report: &mut Report<'_>,
    element: Index<Element>,
    other: Index<Element>,
) {
    if let Some(site) = state.site(other) {
        elsewhere(state, report, element, site);
    }
}

/// Judges that nothing that goes along with an element is busy.
pub(crate) fn free_with_contents(
    state: &State<'_>,
    report: &mut Report<'_>,
    element: Index<Element>,
) {
    for member in state.tree(element).into_iter().skip(1) {
        if state.thing(member).busy.is_some() {
            free(state, report, member);
        }
    }
}

/// Judges that an element would not end up inside itself.
pub(crate) fn no_cycle(
    state: &State<'_>,
    report: &mut Report<'_>,
    element: Index<Element>,
    into: Index<Element>,
) {
    if element == into || state.holders(into).any(|holder| holder == element) {
        let (id, into) = (state.id(element), state.id(into));
        let message = format!("\"{id}\" cannot go into \"{into}\", which is inside it");
        let finding = report.error(codes::CYCLE, message);
        report.state(finding.text("element", id).text("holder", into));
    }
}
