//! Blocking: a step that cannot be done is not done, and says why.

use crate::codes;
use crate::world::{Presence, World};
use portolan_model::{Activity, BurnRecord, Element, EventKind, Node, Site, Status};
use portolan_vocabulary::{Finding, Index};

/// Why a step cannot be done.
pub(crate) struct Blocked {
    pub(crate) finding: Box<Finding>,
    /// What the step was about.
    pub(crate) elements: Vec<Index<Element>>,
    pub(crate) burn: Option<Box<BurnRecord>>,
}

impl Blocked {
    pub(crate) fn because(finding: Finding, elements: &[Index<Element>]) -> Self {
        Self {
            finding: Box::new(finding),
            elements: elements.to_vec(),
            burn: None,
        }
    }

    /// A dispatch that cannot happen; kept total instead of panicking.
    pub(crate) fn bug() -> Self {
        Self::because(
            Finding::error(
                codes::UNABLE,
                "activity",
                "",
                "this activity is of another kind",
            ),
            &[],
        )
    }
}

impl World<'_> {
    /// Writes a blocked step down, and marks what it was about.
    pub(crate) fn block(&mut self, activity: Index<Activity>, kind: EventKind, blocked: Blocked) {
        let id = self.plan.activities[activity].id.clone();
        let root = blocked
            .elements
            .iter()
            .find_map(|element| self.live[element.at()].blame);
        let site = blocked
            .elements
            .first()
            .and_then(|element| self.place_of(*element));
        let status = if root.is_some() {
            Status::Followed
        } else {
            Status::Blocked
        };
        let at = self.record.event(activity, kind, self.now, site, status);
        self.record.events[at].burn = blocked.burn;
        self.blame(&blocked.elements, activity);
        let mut finding = *blocked.finding;
        finding = finding
            .text("activity", id.as_str())
            .number("time", self.now.days(), "d");
        if let Some(root) = root {
            finding.follows_from = Some(self.plan.activities[root].id.to_string());
            if matches!(finding.code, codes::ABSENT | codes::ELSEWHERE) {
                finding.code = codes::FOLLOWS;
            }
        }
        self.record.findings.push(finding);
    }

    /// Marks elements and all in them: they may not be where the plan believes them to be.
    pub(crate) fn blame(&mut self, elements: &[Index<Element>], activity: Index<Activity>) {
        for index in self.inside(elements) {
            self.live[index.at()].blame.get_or_insert(activity);
        }
    }

    /// Elements must exist, and not be busy.
    pub(crate) fn need_here(&self, elements: &[Index<Element>]) -> Result<(), Blocked> {
        for element in elements {
            let live = &self.live[element.at()];
            let id = self.roster[*element].id.as_str();
            let why = match live.presence {
                Presence::Here => continue,
                Presence::Unborn => "does not exist yet",
                Presence::Gone => "is no longer there: it was removed or staged",
            };
            let finding = Finding::error(codes::ABSENT, "element", id, format!("\"{id}\" {why}"));
            return Err(Blocked::because(
                finding.advice("create it first, or change the order of activities"),
                elements,
            ));
        }
        self.need_idle(elements, elements)
    }

    fn need_idle(
        &self,
        elements: &[Index<Element>],
        named: &[Index<Element>],
    ) -> Result<(), Blocked> {
        for element in elements {
            let Some((until, with)) = self.live[element.at()]
                .busy
                .filter(|(until, _)| *until > self.now)
            else {
                continue;
            };
            let (id, other) = (
                self.roster[*element].id.as_str(),
                self.plan.activities[with].id.as_str(),
            );
            let message = format!(
                "\"{id}\" is busy with \"{other}\" until day {:.3}",
                until.days()
            );
            let finding = Finding::error(codes::BUSY, "element", id, message)
                .text("busy-with", other)
                .number("until", until.days(), "d");
            return Err(Blocked::because(
                finding.advice(format!("wait until day {:.3}", until.days())),
                named,
            ));
        }
        Ok(())
    }

    /// Nothing in these elements may be busy.
    pub(crate) fn need_idle_inside(&self, elements: &[Index<Element>]) -> Result<(), Blocked> {
        self.need_idle(&self.inside(elements), elements)
    }

    /// Elements must stand at a node by themselves.
    pub(crate) fn need_at_node(
        &self,
        elements: &[Index<Element>],
        node: Index<Node>,
    ) -> Result<(), Blocked> {
        self.need_here(elements)?;
        for element in elements {
            let parent = self.live[element.at()].parent;
            let at = self.place_of(*element);
            if parent.is_none() && at == Some(Site::Node(node)) {
                continue;
            }
            let (id, there) = (
                self.roster[*element].id.as_str(),
                self.campaign.nodes[node].id.as_str(),
            );
            let message = match parent {
                Some(parent) => format!(
                    "\"{id}\" is in or on \"{}\", and is to leave from \"{there}\" by itself",
                    self.roster[parent].id
                ),
                None => format!("\"{id}\" is {}, not at \"{there}\"", self.site_words(at)),
            };
            let finding =
                Finding::error(codes::ELSEWHERE, "element", id, message).text("needed-at", there);
            return Err(Blocked::because(
                finding.advice("bring it there first, or take it out"),
                elements,
            ));
        }
        Ok(())
    }

    /// Elements must be at one site; returns it.
    pub(crate) fn need_together(
        &self,
        elements: &[Index<Element>],
        site: usize,
    ) -> Result<(), Blocked> {
        self.need_here(elements)?;
        for element in elements {
            let at = self.site_of(*element);
            if at == Some(site) {
                continue;
            }
            let id = self.roster[*element].id.as_str();
            let message = format!(
                "\"{id}\" is {}, not {}",
                self.site_words(self.place_of(*element)),
                self.site_words(Some(self.place(site)))
            );
            return Err(Blocked::because(
                Finding::error(codes::ELSEWHERE, "element", id, message)
                    .advice("bring it there first"),
                elements,
            ));
        }
        Ok(())
    }

    fn site_words(&self, site: Option<Site>) -> String {
        match site {
            Some(Site::Node(node)) => format!("at \"{}\"", self.campaign.nodes[node].id),
            Some(Site::Edge(edge)) => {
                format!("on its way along \"{}\"", self.campaign.edges[edge].id)
            }
            None => "nowhere".to_owned(),
        }
    }
}
