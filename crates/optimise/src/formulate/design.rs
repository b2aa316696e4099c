//! The designs of a formulation, and its solution with their sizes.

use super::{Dimension, Formulation, SizeColumns, UNIT_KG};
use crate::sizing::{Designed, Product, Sized};
use portolan_solver::{Column, Engine, EngineError, Options, Solution, Watch};

impl Formulation<'_, '_> {
    /// Solves the program for its objective, and chooses sizes where there are designs to size.
    ///
    /// # Errors
    /// Where the engine fails, or a sizing law cannot be taken apart.
    pub fn solve(
        &self,
        engine: &dyn Engine,
        options: &Options,
        watch: &mut dyn Watch,
    ) -> Result<Solution, EngineError> {
        let sized = self.sized();
        if sized.is_empty() {
            return engine.solve(&self.program, options, watch);
        }
        let designed = Designed {
            program: self.program.clone(),
            sized,
            products: self.products(),
            unit_kg: UNIT_KG,
        };
        let found = crate::sizing::solve(&designed, engine, options, watch)?;
        Ok(Solution {
            stop: found.stop,
            point: found.point,
            bound: found.bound,
            nodes: found.nodes,
        })
    }

    /// The designs that the program chooses.
    pub fn sized(&self) -> Vec<Sized> {
        let network = self.network;
        let of = |(kind, size): (usize, &Option<SizeColumns>)| {
            let size = (*size)?;
            let law = network.kinds[kind].element.sizing.clone()?;
            Some(Sized {
                law,
                payload: size.payload,
                propellant: size.propellant,
                dry: size.dry,
            })
        };
        self.sizes.iter().enumerate().filter_map(of).collect()
    }

    /// The products of counts and sizes.
    pub fn products(&self) -> Vec<Product> {
        let of =
            |((count, dimension), (kind, product)): (&(Column, Dimension), &(usize, Column))| {
                let size = self.sizes[*kind]?;
                Some(Product {
                    count: *count,
                    factor: size.column(*dimension),
                    product: *product,
                })
            };
        self.products.iter().filter_map(of).collect()
    }
}
