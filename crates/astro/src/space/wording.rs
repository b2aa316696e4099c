//! What is said where an edge cannot be computed.

use super::{Question, codes};
use crate::{AstroError, Tdb};
use portolan_vocabulary::{Code, Epoch, Finding, Findings};

impl Question<'_> {
    /// An error about this edge.
    pub(super) fn error(&self, code: Code, message: impl Into<String>) -> Finding {
        Finding::error(code, "edge", self.edge.id.as_str(), message.into())
            .text("from", self.from.id.as_str())
            .text("to", self.to.id.as_str())
    }

    /// What an error of the computation means for this edge.
    pub(super) fn wrong(&self, error: &AstroError) -> Findings {
        let (code, advice) = match error {
            AstroError::UnknownBody { .. } => (
                codes::UNKNOWN_BODY,
                "correct the body's name, or give its elements in a [[body]] table",
            ),
            AstroError::OutOfSpan { .. } => (
                codes::OUT_OF_SPAN,
                "shorten the horizon so that arrivals stay within the ephemeris",
            ),
            AstroError::NoSolution(_)
            | AstroError::Degenerate(_)
            | AstroError::NoConvergence(_) => (
                codes::NO_SOLUTION,
                "change what is asked of the transfer, or state windows and burns",
            ),
            _ => (codes::BAD_INPUT, "correct the figure"),
        };
        vec![self.error(code, error.to_string()).advice(advice)]
    }

    pub(super) fn no_method(&self) -> Findings {
        let message = format!(
            "no method computes a way by {} from \"{}\" to \"{}\"",
            self.edge.way.word(),
            self.from.id,
            self.to.id
        );
        let advice = "computed are launches into orbits around the Earth, flights between Earth, Moon and \
                      libration points, between orbits of one body, and between bodies that go round the Sun; \
                      state windows and burns otherwise";
        vec![self.error(codes::NO_METHOD, message).advice(advice)]
    }

    pub(super) fn out_of_span(&self, first: Tdb, last: Tdb) -> Findings {
        let date =
            |at: Tdb| Epoch::try_from(at).map_or_else(|_| "?".to_owned(), |it| it.to_string());
        let (from, to) = (
            self.parts.start + self.span.from,
            self.parts.start + self.span.to,
        );
        let message = format!(
            "the span from {from} to {to} is not within the ephemeris, which covers {} to {}",
            date(first),
            date(last)
        );
        vec![
            self.error(codes::OUT_OF_SPAN, message)
                .advice("look at a span that is, or shorten the campaign's horizon"),
        ]
    }

    /// The plane of an orbit is not given.
    pub(super) fn no_plane(&self, node: &str) -> Findings {
        let message =
            format!("how the plane of \"{node}\" lies is not given, and the windows depend on it");
        vec![
            self.error(codes::NO_PLANE, message)
                .text("node", node)
                .advice("give the node an ascending_node and ascending_node_at"),
        ]
    }

    /// The cost of a transfer is not computed.
    pub(super) fn no_cost(&self) -> Findings {
        let message = "what this transfer costs is not computed; only its windows are";
        let advice =
            "state duration and burns; portolan data show delta-v lists figures with their sources";
        vec![self.error(codes::NO_COST, message).advice(advice)]
    }
}
