//! Tries a campaign: prints what the search found.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::disallowed_methods)]
use portolan_optimise::*;
struct Disk;
impl portolan_formats::campaign::Files for Disk {
    fn open<'a>(&'a self, name: &str) -> std::io::Result<Box<dyn std::io::Read + 'a>> {
        Ok(Box::new(std::fs::File::open(name)?))
    }
}
fn main() {
    let name = std::env::args().nth(1).unwrap();
    let opened = match portolan_formats::campaign::read(&name, &Disk) {
        Ok(o) => o,
        Err(f) => {
            for x in f {
                println!("{x:?}");
            }
            return;
        }
    };
    let mut request = Request::of(&opened.campaign);
    request.options.relative_gap = 1e-9;
    let t = std::time::Instant::now();
    let (network, findings) = prepare(&opened.campaign, &request).unwrap();
    for f in &findings {
        println!("{:?} {}", f.code, f.message);
    }
    println!("unrolled {:?}", t.elapsed());
    if std::env::args().nth(2).is_some() {
        let mut f = formulate(&network);
        f.aim(&[(portolan_model::Goal::LaunchMass, 1.0)]);
        std::fs::write(
            std::env::args().nth(2).unwrap(),
            portolan_solver::lp(&f.program),
        )
        .unwrap();
    }
    let engine = portolan_solver::engine("highs").unwrap();
    let found = search(
        &network,
        &request,
        &*engine,
        &mut portolan_solver::Unwatched,
    )
    .unwrap();
    println!(
        "{:?} gap {:?} nodes {} {:?} {:?}",
        found.stop,
        found.gap,
        found.nodes,
        found.statistics,
        t.elapsed()
    );
    for r in &found.reached {
        println!("{:?}", r);
    }
    if let Some(flows) = &found.flows {
        for (at, flow) in flows.arcs.iter().enumerate() {
            if flow.pieces.is_empty() && flow.loads.is_empty() {
                continue;
            }
            println!("{}", network.arc_name(at));
            for (k, n) in &flow.pieces {
                println!("    {n} x {}", network.kinds[*k].element.id);
            }
            for l in &flow.loads {
                println!(
                    "    {} pool {}: {:.6} -> {:.6}",
                    network.good_name(l.good),
                    l.pool,
                    l.departs_kg,
                    l.arrives_kg
                );
            }
        }
    }
}
