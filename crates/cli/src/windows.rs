//! What `windows` does.

use crate::arguments::{
    ArrivalWord, Format, PassWord, PriceArguments, TableFormat, TransferArguments, WindowsArguments,
};
use crate::verbs::{Done, Failure, Outcome, print, write_bytes};
use portolan::model::{Arrival, Pass, Transfer};
use portolan::vocabulary::Findings;
use portolan::{Asked, AskedCraft, AskedTransfer, Windowed};
use std::path::Path;

/// Says when ways are open.
pub(crate) fn windows(arguments: &WindowsArguments) -> Outcome {
    let windowed = windowed(arguments).map_err(|found| wrong(found, arguments.format))?;
    match arguments.format {
        TableFormat::Text => print(&portolan::windows_text(&windowed))?,
        TableFormat::Json => print(&portolan::windows_json(&windowed))?,
        TableFormat::Csv => print(&portolan::windows_csv(&windowed))?,
    }
    if let Some(path) = &arguments.plot {
        plot(&windowed, path)?;
    }
    Ok(Done::feasible(windowed.opens()))
}

fn windowed(arguments: &WindowsArguments) -> Result<Windowed, Findings> {
    let asked = Asked {
        from: arguments.from,
        to: arguments.to,
        edges: arguments.edge.clone(),
        chain: arguments.chain.then_some(arguments.wait),
        tle: arguments.tle.clone(),
        kernels: arguments.kernel.clone(),
    };
    match &arguments.second {
        Some(second) => {
            let transfer = asked_of(&arguments.transfer);
            portolan::windows_between(&arguments.first, second, transfer, &asked)
        }
        None => portolan::windows_of_campaign(Path::new(&arguments.first), &asked),
    }
}

fn asked_of(arguments: &TransferArguments) -> Transfer {
    let default = Transfer::default();
    Transfer {
        costs: true,
        pass: arguments.pass.map_or(default.pass, |word| match word {
            PassWord::Both => Pass::Both,
            PassWord::Ascending => Pass::Ascending,
            PassWord::Descending => Pass::Descending,
        }),
        half_width: arguments.half_width.unwrap_or(default.half_width),
        allowance: arguments.allowance.unwrap_or(default.allowance),
        max_dv: arguments.max_dv,
        min_duration: arguments.min_duration,
        max_duration: arguments.max_duration,
        arrival: arguments
            .arrival
            .map_or(default.arrival, |word| match word {
                ArrivalWord::Capture => Arrival::Capture,
                ArrivalWord::Aerocapture => Arrival::Aerocapture,
                ArrivalWord::Aerobraking => Arrival::Aerobraking,
                ArrivalWord::Flyby => Arrival::Flyby,
            }),
        sun_above: None,
        step: arguments.step.unwrap_or(default.step),
    }
}

/// Says what a transfer costs.
pub(crate) fn transfer(arguments: &PriceArguments) -> Outcome {
    let craft = arguments
        .mass
        .zip(arguments.isp)
        .map(|(mass, isp)| AskedCraft {
            mass_kg: mass.kg(),
            specific_impulse_s: isp.s(),
            thrust_n: arguments.thrust.map(|thrust| thrust.n()),
        });
    let asked = AskedTransfer {
        on: arguments.on,
        craft,
        tle: arguments.tle.clone(),
    };
    let (from, to) = (arguments.from.as_str(), arguments.to.as_str());
    let prices = portolan::transfer_prices(from, to, &asked);
    let prices = prices.map_err(|found| wrong(found, arguments.format))?;
    match arguments.format {
        TableFormat::Text => print(&portolan::transfer_text(from, to, &prices))?,
        TableFormat::Json => print(&portolan::transfer_json(from, to, &prices))?,
        TableFormat::Csv => print(&portolan::transfer_csv(&prices))?,
    }
    Ok(Done::Well)
}

fn wrong(findings: Findings, format: TableFormat) -> Failure {
    let format = match format {
        TableFormat::Json => Format::Json,
        TableFormat::Text | TableFormat::Csv => Format::Text,
    };
    Failure::Findings(findings, format)
}

fn plot(windowed: &Windowed, path: &Path) -> Result<(), Failure> {
    let ending = path.extension().map(|it| it.to_ascii_lowercase());
    if ending.as_deref().is_some_and(|it| it == "csv") {
        let numbers = portolan::windows_plot_numbers(windowed).map_err(Failure::Message)?;
        return write_bytes(path, numbers.as_bytes());
    }
    let svg = portolan::windows_plot(windowed).map_err(Failure::Message)?;
    if ending.as_deref().is_some_and(|it| it == "png") {
        let png = portolan::png(&svg).map_err(Failure::Message)?;
        return write_bytes(path, &png);
    }
    write_bytes(path, svg.as_bytes())
}
