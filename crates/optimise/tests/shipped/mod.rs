//! The campaign `ship-fuels` with other fuels and other ports that have gas.

use portolan_model::{Campaign, Good, Offer, Offered};
use portolan_vocabulary::Duration;

/// Which fuels there are, which ports have liquefied natural gas, and what that costs at best, in dollars.
pub(crate) type Case = (&'static [&'static str], &'static [&'static str], f64);

/// The cases of the published code that have a solution, less those in which a fuel is added that nobody burns.
pub(crate) const CASES: [Case; 13] = [
    (&["mgo"], &[], 14_017_920.0),
    (&["hfo", "mgo"], &[], 10_826_564.0),
    (&["lng", "hfo"], &["europe"], 9_492_482.5),
    (&["lng", "hfo", "mgo"], &["europe"], 9_492_482.5),
    (&["lng", "mgo"], &["europe"], 11_748_534.5),
    (&["lng", "hfo", "mgo"], &["europe", "japan"], 7_600_054.5),
    (&["lng", "mgo"], &["europe", "japan"], 8_836_510.5),
    (&["lng", "hfo"], &["europe", "southeast-asia"], 7_295_926.5),
    (
        &["lng", "hfo", "mgo"],
        &["europe", "southeast-asia"],
        7_295_926.5,
    ),
    (&["lng", "mgo"], &["europe", "southeast-asia"], 8_371_356.0),
    (
        &["lng", "hfo"],
        &["europe", "japan", "southeast-asia"],
        7_288_204.5,
    ),
    (
        &["lng", "hfo", "mgo"],
        &["europe", "japan", "southeast-asia"],
        7_288_204.5,
    ),
    (
        &["lng", "mgo"],
        &["europe", "japan", "southeast-asia"],
        8_363_634.0,
    ),
];

/// A case.
pub(crate) struct Ships<'c> {
    fuels: &'c [&'c str],
    bases: &'c [&'c str],
}

impl<'c> Ships<'c> {
    /// The fuels that there are, and the ports that have gas.
    pub(crate) fn burning(fuels: &'c [&'c str], bases: &'c [&'c str]) -> Self {
        Self { fuels, bases }
    }

    /// The campaign: the ships that burn these fuels, and the fuels on offer.
    pub(crate) fn campaign(&self) -> Campaign {
        super::variant("ship-fuels", |parts| {
            let resource = |id: &str| {
                let found = parts
                    .resources
                    .indexed()
                    .find(|(_, it)| it.id.as_str() == id);
                Good::Specific(found.unwrap().0)
            };
            let fuels = ["lng", "hfo", "mgo"].map(|id| (id, resource(id)));
            let burns = |offer: &Offer| match offer.what {
                Offered::Design(design) => {
                    let design = parts.designs[design].id.as_str();
                    let ship =
                        |(fuel, ship)| design.starts_with(ship) && !self.fuels.contains(&fuel);
                    let ships = [
                        ("lng", "lng-ship"),
                        ("hfo", "scrubber-ship"),
                        ("mgo", "ordinary-ship"),
                    ];
                    !ships.into_iter().any(ship)
                }
                Offered::Good(good) => fuels.iter().all(|(_, fuel)| good != *fuel),
                Offered::Element(_) => true,
            };
            let mut offers: Vec<Offer> = parts
                .offers
                .iter()
                .filter(|it| burns(it))
                .cloned()
                .collect();
            for (fuel, good) in fuels {
                for (node, port) in parts.nodes.indexed() {
                    let base = fuel != "lng" || self.bases.contains(&port.id.as_str());
                    if self.fuels.contains(&fuel) && base {
                        offers.push(Offer {
                            id: format!("{fuel}-{}", port.id).as_str().into(),
                            what: Offered::Good(good),
                            node,
                            limit: None,
                            from: Duration::ZERO,
                            until: None,
                            owner: None,
                            lent: false,
                        });
                    }
                }
            }
            parts.offers = offers.into();
        })
    }
}
