//! From the values of a program's columns to flows.

use super::{Formulation, Sum, UNIT_KG};
use crate::flows::{Flow, Flows, Load, Size};
use crate::network::{Passage, Taken};

/// Less than this, in kg, is nothing.
const NOTHING_KG: f64 = 1e-7;

impl Formulation<'_, '_> {
    /// The flows that the values of the columns say.
    pub fn read(&self, values: &[f64]) -> Flows {
        let whole = |value: f64| value.round().clamp(0.0, f64::from(u32::MAX)) as u32;
        let sum = |sum: &Sum| {
            sum.iter()
                .map(|(column, factor)| values[column.at()] * factor)
                .sum::<f64>()
        };
        let arcs = self.arcs.iter().enumerate().map(|(at, arc)| {
            let pieces = arc
                .pieces
                .iter()
                .map(|(kind, count)| (*kind, whole(values[count.at()])));
            let load = |load: &super::LoadColumns| Load {
                good: load.good,
                pool: load.pool,
                departs_kg: values[load.departs.at()] * UNIT_KG,
                arrives_kg: sum(&load.arrives).max(0.0) * UNIT_KG,
            };
            let first = matches!(
                self.network.arcs[at].passage,
                Passage::Leg { number: 0, .. }
            );
            let loads = arc.loads.iter().map(load);
            let runs = arc.runs.iter().map(|(kind, run)| (*kind, values[run.at()]));
            Flow {
                pieces: pieces.filter(|(_, count)| *count > 0).collect(),
                loads: loads
                    .filter(|load| load.departs_kg.max(load.arrives_kg) > NOTHING_KG)
                    .collect(),
                trips: arc
                    .trips
                    .filter(|_| first)
                    .map_or(0, |trips| whole(values[trips.at()])),
                runs: runs.filter(|(_, days)| *days > NOTHING_KG).collect(),
            }
        });
        let takes = self
            .network
            .takes
            .iter()
            .zip(&self.takes)
            .map(|(take, column)| match take.what {
                Taken::Pieces(_) => values[column.at()].round().max(0.0),
                Taken::Good(_) => values[column.at()].max(0.0) * UNIT_KG,
            });
        let size = |size: &Option<super::SizeColumns>| {
            size.map(|size| Size {
                payload_kg: values[size.payload.at()] * UNIT_KG,
                propellant_kg: values[size.propellant.at()] * UNIT_KG,
                dry_kg: values[size.dry.at()] * UNIT_KG,
            })
        };
        Flows {
            arcs: arcs.collect(),
            takes: takes.collect(),
            sizes: self.sizes.iter().map(size).collect(),
            singles: None,
        }
    }
}
