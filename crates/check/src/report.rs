//! What is found about one activity, before it is known whether it follows from an earlier failure.

use crate::codes;
use portolan_model::Activity;
use portolan_vocabulary::{Code, Finding, Findings, Severity};

/// The fact of a finding that does not stand where demands, or plants, did enough.
pub(crate) const UNLESS: &str = "unless";

/// The findings about one activity. Those that would stand whatever happened before are kept apart from
/// those that rest on where things are and what is in them.
pub(crate) struct Report<'a> {
    activity: &'a Activity,
    own: Findings,
    rest_on_state: Findings,
}

impl<'a> Report<'a> {
    pub(crate) const fn new(activity: &'a Activity) -> Self {
        Self {
            activity,
            own: Findings::new(),
            rest_on_state: Findings::new(),
        }
    }

    pub(crate) const fn activity(&self) -> &'a Activity {
        self.activity
    }

    /// An error about this activity, to be completed and handed to [`Report::own`] or [`Report::state`].
    pub(crate) fn error(&self, code: Code, message: impl Into<String>) -> Finding {
        Finding::error(code, "activity", self.activity.id.as_str(), message)
    }

    /// A warning about this activity, to be completed and handed in likewise.
    pub(crate) fn warning(&self, code: Code, message: impl Into<String>) -> Finding {
        Finding::warning(code, "activity", self.activity.id.as_str(), message)
    }

    /// A warning that holds unless demands used up enough by then, or plants made enough: see
    /// [`crate::is_conditional`].
    pub(crate) fn unless(&self, code: Code, message: impl Into<String>, who: &str) -> Finding {
        self.warning(code, message).text(UNLESS, who)
    }

    /// Keeps a finding that stands whatever happened before.
    pub(crate) fn own(&mut self, finding: Finding) {
        self.own.push(finding);
    }

    /// Keeps a finding that rests on what earlier activities did.
    pub(crate) fn state(&mut self, finding: Finding) {
        self.rest_on_state.push(finding);
    }

    pub(crate) fn failed(&self) -> bool {
        self.own
            .iter()
            .chain(&self.rest_on_state)
            .any(|finding| finding.severity == Severity::Error)
    }

    /// True where an error stands that no earlier failure explains.
    pub(crate) fn failed_by_itself(&self) -> bool {
        self.own
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// The findings, where `root` is the failed activity that this one builds on.
    pub(crate) fn into_findings(self, root: Option<&str>) -> Findings {
        let rest = self.rest_on_state.into_iter().map(|finding| match root {
            Some(root) if finding.severity == Severity::Error => following(finding, root),
            _ => finding,
        });
        self.own.into_iter().chain(rest).collect()
    }
}

/// The finding as one that follows from the failure of an activity.
pub(crate) fn following(finding: Finding, root: &str) -> Finding {
    let code = finding.code.as_str();
    Finding {
        code: codes::FOLLOWS,
        message: format!("as \"{root}\" cannot be done, {}", finding.message),
        advice: Some(format!("correct \"{root}\" first")),
        ..finding
    }
    .text("code", code)
    .follows_from(root)
}
