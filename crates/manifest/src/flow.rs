//! Flows of mass through a network of arcs with room and cost.

use crate::mass::{Mg, UNLIMITED};
use std::collections::VecDeque;

/// One direction of an arc; its opposite stands next to it (the lowest bit of the number differs).
#[derive(Clone, Debug)]
struct Arc {
    to: usize,
    room: Mg,
    cost: i64,
}

/// A directed network. Flows are augmented along cheapest paths, so that they are cheapest for what
/// they bring.
#[derive(Clone, Debug, Default)]
pub(crate) struct Graph {
    arcs: Vec<Arc>,
    out: Vec<Vec<usize>>,
}

impl Graph {
    pub(crate) fn vertex(&mut self) -> usize {
        self.out.push(Vec::new());
        self.out.len() - 1
    }

    pub(crate) fn len(&self) -> usize {
        self.out.len()
    }

    /// Adds an arc and returns its number.
    pub(crate) fn arc(&mut self, from: usize, to: usize, room: Mg, cost: i64) -> usize {
        let number = self.arcs.len();
        self.arcs.push(Arc { to, room, cost });
        self.arcs.push(Arc {
            to: from,
            room: 0,
            cost: -cost,
        });
        self.out[from].push(number);
        self.out[to].push(number + 1);
        number
    }

    /// What flows through an arc.
    pub(crate) fn flow(&self, arc: usize) -> Mg {
        self.arcs[arc ^ 1].room
    }

    /// Where an arc comes from.
    pub(crate) fn from(&self, arc: usize) -> usize {
        self.arcs[arc ^ 1].to
    }

    /// Where an arc goes to.
    pub(crate) fn to(&self, arc: usize) -> usize {
        self.arcs[arc].to
    }

    /// The arcs that lead into a vertex, in the order in which they were added.
    pub(crate) fn arriving(&self, vertex: usize) -> impl Iterator<Item = usize> + '_ {
        self.out[vertex]
            .iter()
            .filter(|arc| *arc & 1 == 1)
            .map(|arc| arc ^ 1)
    }

    /// All arcs in the direction in which they were added.
    pub(crate) fn arcs(&self) -> impl Iterator<Item = usize> {
        (0..self.arcs.len()).step_by(2)
    }

    /// Brings up to `wanted` from one vertex to another; returns how much went.
    pub(crate) fn augment(&mut self, from: usize, to: usize, wanted: Mg) -> Mg {
        let mut left = wanted;
        while left > 0 {
            let Some(path) = self.cheapest(from, to) else {
                break;
            };
            let room = path.iter().map(|arc| self.arcs[*arc].room).min();
            let step = room.unwrap_or(0).min(left);
            for arc in path {
                self.shift(arc, step);
            }
            left -= step;
        }
        wanted - left
    }

    /// Takes flow off an arc.
    pub(crate) fn withdraw(&mut self, arc: usize, mass: Mg) {
        self.shift(arc ^ 1, mass);
    }

    fn shift(&mut self, arc: usize, mass: Mg) {
        self.arcs[arc].room -= mass;
        self.arcs[arc ^ 1].room += mass;
    }

    /// The cheapest path with room, by label correction: rooms of opposites make negative costs.
    fn cheapest(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut cost = vec![i64::MAX; self.out.len()];
        let mut by: Vec<Option<usize>> = vec![None; self.out.len()];
        let mut waits = vec![false; self.out.len()];
        let mut open = VecDeque::from([from]);
        cost[from] = 0;
        while let Some(vertex) = open.pop_front() {
            waits[vertex] = false;
            for arc in &self.out[vertex] {
                let Arc { to, room, cost: c } = self.arcs[*arc];
                let reached = cost[vertex].saturating_add(c);
                if room > 0 && reached < cost[to] {
                    cost[to] = reached;
                    by[to] = Some(*arc);
                    if !std::mem::replace(&mut waits[to], true) {
                        open.push_back(to);
                    }
                }
            }
        }
        self.traced(from, to, &by)
    }

    fn traced(&self, from: usize, to: usize, by: &[Option<usize>]) -> Option<Vec<usize>> {
        let mut path = Vec::new();
        let mut at = to;
        while at != from {
            let arc = by[at]?;
            path.push(arc);
            at = self.from(arc);
        }
        path.reverse();
        Some(path)
    }

    /// The vertices that more could be brought to.
    pub(crate) fn reachable(&self, from: usize) -> Vec<bool> {
        let mut seen = vec![false; self.out.len()];
        let mut open = vec![from];
        seen[from] = true;
        while let Some(vertex) = open.pop() {
            for arc in &self.out[vertex] {
                let Arc { to, room, .. } = self.arcs[*arc];
                if room > 0 && !std::mem::replace(&mut seen[to], true) {
                    open.push(to);
                }
            }
        }
        seen
    }

    /// The room of an arc before anything flowed.
    pub(crate) fn capacity(&self, arc: usize) -> Mg {
        self.arcs[arc]
            .room
            .saturating_add(self.arcs[arc ^ 1].room)
            .min(UNLIMITED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_flow_reroutes_an_earlier_one() {
        // s → a (1), s → b (1); a → x, a → y, b → x: y can be had only if x is served through b.
        let mut graph = Graph::default();
        let [s, a, b, x, y] = [0; 5].map(|_| graph.vertex());
        graph.arc(s, a, 1, 0);
        graph.arc(s, b, 1, 5);
        let ax = graph.arc(a, x, 1, 0);
        graph.arc(a, y, 1, 0);
        graph.arc(b, x, 1, 0);
        assert_eq!(graph.augment(s, x, 1), 1);
        assert_eq!(graph.flow(ax), 1, "the cheap way first");
        assert_eq!(graph.augment(s, y, 1), 1);
        assert_eq!(graph.flow(ax), 0, "then it makes room");
        assert_eq!(graph.augment(s, y, 1), 0);
    }
}
