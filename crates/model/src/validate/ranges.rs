//! Numbers in their ranges, references that lead somewhere, and how it is said where they do not.

use super::{Judge, codes};
use crate::good::Good;
use crate::partner::Partner;
use portolan_vocabulary::{Duration, Finding, Index};

impl Judge<'_> {
    pub(super) fn resolves(&self, good: Good) -> bool {
        match good {
            Good::Specific(resource) => self.parts.resources.at(resource).is_some(),
            Good::Generic { .. } => true,
        }
    }

    pub(super) fn is_partner(&self, partner: Option<Index<Partner>>) -> bool {
        partner.is_none_or(|partner| self.parts.partners.at(partner).is_some())
    }

    pub(super) fn duration(
        &mut self,
        kind: &'static str,
        id: &str,
        name: &'static str,
        duration: Duration,
    ) {
        self.not_negative(kind, id, name, duration.days(), "d");
    }

    pub(super) fn positive(
        &mut self,
        kind: &'static str,
        id: &str,
        name: &'static str,
        value: f64,
        unit: &'static str,
    ) {
        self.range(kind, id, name, value, unit, f64::MIN_POSITIVE, 1e18);
    }

    pub(super) fn not_negative(
        &mut self,
        kind: &'static str,
        id: &str,
        name: &'static str,
        value: f64,
        unit: &'static str,
    ) {
        self.range(kind, id, name, value, unit, 0.0, 1e18);
    }

    /// Not-a-number is outside every range.
    #[allow(clippy::too_many_arguments, reason = "one row of a table of ranges")]
    pub(super) fn range(
        &mut self,
        kind: &'static str,
        id: &str,
        name: &'static str,
        value: f64,
        unit: &'static str,
        least: f64,
        most: f64,
    ) {
        if (least..=most).contains(&value) {
            return;
        }
        let message = if most >= 1e15 {
            format!(
                "{name} is {value} {unit}, which is not {}",
                if least > 0.0 {
                    "above zero"
                } else {
                    "zero or more"
                }
            )
        } else {
            format!("{name} is {value} {unit}, outside {least} to {most}")
        };
        let finding = Finding::error(
            codes::OUT_OF_RANGE,
            kind,
            id,
            message.replace("  ", " ").replace(" ,", ","),
        )
        .text("quantity", name)
        .number("value", value, unit);
        self.findings.push(finding);
    }

    pub(super) fn dangling(&mut self, kind: &'static str, id: &str, target: &str) {
        let message = format!("refers to a {target} that the campaign does not have");
        self.findings
            .push(Finding::error(codes::DANGLING, kind, id, message));
    }

    pub(super) fn contradiction(&mut self, kind: &'static str, id: &str, message: &str) {
        self.findings
            .push(Finding::error(codes::CONTRADICTION, kind, id, message));
    }

    pub(super) fn error(&mut self, kind: &'static str, id: &str, message: &str) {
        self.findings
            .push(Finding::error(codes::OUT_OF_RANGE, kind, id, message));
    }
}
