//! The campaign `lunar-two-missions` with other numbers of missions, designs and amounts.

use portolan_model::Campaign;
use std::fmt::Write;
use std::path::Path;

/// What varies.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    /// Habitat of each mission, in kg.
    pub(crate) habitat_kg: Vec<f64>,
    /// Samples of each mission, in kg.
    pub(crate) samples_kg: Vec<f64>,
    /// Payload, propellant and dry mass of each design, in kg; `None` where the planner sizes it.
    pub(crate) designs: Vec<Option<[f64; 3]>>,
    /// How many of each design there are for each mission.
    pub(crate) copies: u32,
    /// Specific impulse, in s.
    pub(crate) isp_s: f64,
    /// Whether things may wait in low Earth orbit.
    pub(crate) low_earth_orbit_waits: bool,
    /// The width of the sizing law's mesh, in kg.
    pub(crate) mesh_kg: Option<f64>,
}

/// The design of the published code's regression test: payload, propellant, dry mass, in kg.
pub(crate) const PUBLISHED: [f64; 3] = [2837.11768506991, 44362.37800273237, 13071.917273428024];

/// The campaign that a text is.
pub(crate) fn read(text: &str) -> Campaign {
    portolan_formats::campaign::read_text("variant.toml", text)
        .unwrap_or_else(|findings| panic!("{findings:#?}\n{text}"))
        .campaign
}

impl Variant {
    /// So many missions as the first one, with one design.
    pub(crate) fn missions(count: usize, design: Option<[f64; 3]>) -> Self {
        Self {
            habitat_kg: vec![2000.0; count],
            samples_kg: vec![1000.0; count],
            designs: vec![design],
            copies: 6,
            isp_s: 420.0,
            low_earth_orbit_waits: false,
            mesh_kg: None,
        }
    }

    /// The campaign.
    #[allow(dead_code, reason = "a test of designs alone changes the text first")]
    pub(crate) fn campaign(&self) -> Campaign {
        read(&self.text())
    }

    /// The text of its file.
    pub(crate) fn text(&self) -> String {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = here.ancestors();
        let path = folders
            .find_map(|folder| {
                let path = folder.join("campaigns/lunar-two-missions/campaign.toml");
                path.is_file().then_some(path)
            })
            .unwrap();
        let file = std::fs::read_to_string(path).unwrap();
        let (head, rest) = file.split_once("[[design]]").unwrap();
        let missions = self.habitat_kg.len();
        let mut text = head.replace(
            "horizon = \"380 d\"",
            &format!("horizon = \"{} d\"", 365 * (missions - 1) + 20),
        );
        if self.low_earth_orbit_waits {
            text = text.replace("max_stay = \"0 d\"", "");
        }
        let (_, bulk) = rest.split_once("[[design]]\nid = \"bulk\"").unwrap();
        let (bulk, _) = bulk.split_once("\n# ----").unwrap();
        let _ = writeln!(text, "[[design]]\nid = \"bulk\"{bulk}");
        for at in 0..self.designs.len() {
            self.write_design(at, &mut text);
        }
        for good in [
            "oxygen",
            "hydrogen",
            "consumables",
            "maintenance",
            "habitat",
        ] {
            let _ = writeln!(
                text,
                "[[offer]]\nid = \"{good}\"\ngood = \"{good}\"\nnode = \"earth\""
            );
        }
        let _ = writeln!(
            text,
            "[[offer]]\nid = \"samples\"\ngood = \"samples\"\nnode = \"lunar-surface\""
        );
        let _ = writeln!(
            text,
            "[[offer]]\nid = \"bulk\"\ndesign = \"bulk\"\nnode = \"earth\""
        );
        for mission in 0..missions {
            self.write_mission(mission, &mut text);
        }
        text
    }

    fn write_design(&self, at: usize, text: &mut String) {
        let [payload, propellant, dry] = self.designs[at].unwrap_or([500.0, 1000.0, 5000.0]);
        let _ = write!(
            text,
            r#"
[[design]]
id = "spacecraft-{at}"
kind = "propulsive-vehicle"
class = 9022
mass = "{dry} kg"
max_payload = "{payload} kg"
hold = {{ max_crew = 4, environment = "pressurised" }}
[[design.store]]
name = "oxygen"
resource = "oxygen"
max_mass = "{oxygen} kg"
[[design.store]]
name = "hydrogen"
resource = "hydrogen"
max_mass = "{hydrogen} kg"
[[design.store]]
name = "cargo"
classes = [2, 4, 6, 8]
environment = "pressurised"
serves_demands = true
[[design.propulsion]]
isp = "{isp} s"
feeds = [{{ store = "oxygen", share = {o} }}, {{ store = "hydrogen", share = {h} }}]
[design.upkeep]
per_trip = [{{ good = "maintenance", fraction = 0.01 }}]
"#,
            oxygen = propellant / 6.5,
            hydrogen = propellant * 5.5 / 6.5,
            o = 1.0 / 6.5,
            h = 5.5 / 6.5,
            isp = self.isp_s,
        );
        if self.designs[at].is_none() {
            text.push_str(SIZING);
            if let Some(mesh) = self.mesh_kg {
                let _ = writeln!(text, "mesh = \"{mesh} kg\"");
            }
        }
    }

    fn write_mission(&self, mission: usize, text: &mut String) {
        let from = 365 * mission;
        let _ = write!(
            text,
            r#"
[[design]]
id = "crew-{mission}"
kind = "crew-member"
crew = {{}}
class = 201
mass = "100 kg"
[[design.state]]
name = "active"
kind = "active"
models = [{{ model = "rated", rates = [{{ good = "consumables", per_day = 8.655 }}] }}]
[[offer]]
id = "crew-{mission}"
design = "crew-{mission}"
node = "earth"
limit = 4
from = "{from} d"
until = "{soon} d"
[[demand]]
id = "habitat-{mission}"
node = "lunar-surface"
lots = [{{ good = "habitat", amount = {habitat} }}]
due = "{lands} d"
[[demand]]
id = "stay-{mission}"
node = "lunar-surface"
pieces = [{{ design = "crew-{mission}", count = 4 }}]
from = "{lands} d"
until = "{leaves} d"
[[demand]]
id = "samples-{mission}"
node = "earth"
lots = [{{ good = "samples", amount = {samples} }}]
due = "{back} d"
[[demand]]
id = "return-{mission}"
node = "earth"
pieces = [{{ design = "crew-{mission}", count = 4 }}]
due = "{back} d"
"#,
            soon = from + 1,
            lands = from + 5,
            leaves = from + 8,
            back = from + 13,
            habitat = self.habitat_kg[mission],
            samples = self.samples_kg[mission],
        );
        for at in 0..self.designs.len() {
            let _ = write!(
                text,
                r#"
[[offer]]
id = "spacecraft-{at}-{mission}"
design = "spacecraft-{at}"
node = "earth"
limit = {copies}
from = "{from} d"
until = "{soon} d"
"#,
                copies = self.copies,
                soon = from + 1,
            );
        }
    }
}

/// The sizing law of the published model: stay of 3 d, crew of 4, propellant of 360 kg/m3.
const SIZING: &str = r#"
[design.sizing]
payload = ["500 kg", "10000 kg"]
propellant = ["1000 kg", "300000 kg"]
dry = ["4000 kg", "100000 kg"]
auxiliaries = [
    { name = "power", terms = [{ coefficient = 7.277e-8, of = "dry", exponent = 2.443 }, { coefficient = 137.0 }] },
]
terms = [
    { coefficient = 0.5386, of = "dry" },
    { coefficient = 693.7, of = "payload", exponent = 0.0459 },
    { coefficient = 0.1648, of = "payload" },
    { coefficient = 0.05627777777777778, of = "propellant" },
    { coefficient = 1.0, of = "power" },
    { coefficient = 1.014, of = "power", exponent = 0.8423 },
    { coefficient = 501.69 },
    { coefficient = 0.05028, of = "dry", exponent = 0.9061 },
]
"#;
