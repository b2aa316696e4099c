"""Compares Portolan's built-in ephemeris with JPL's DE440, read by jplephem.

    pip install jplephem==2.24 numpy
    python validation/de440/compare.py PATH/de440.bsp            compare, and write the table of README.md
    python validation/de440/compare.py PATH/de440.bsp --oracle   also write the files that the tests read

No code is shared with Portolan: jplephem (Brandon Rhodes, MIT) has its own reader of kernels.
"""

import argparse
import pathlib
import subprocess

import numpy as np
from jplephem.spk import SPK

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "crates/astro/tests/data"
README = pathlib.Path(__file__).with_name("README.md")

DAY_S = 86_400
# The span of the built-in ephemeris: 2010-01-01 to 2070-04-12, in seconds TDB since J2000.
FIRST_S = round((2_455_197.5 - 2_451_545.0) * DAY_S)
LAST_S = FIRST_S + 22_016 * DAY_S
EACH = 10_000
SEED = 440

NAIF = {
    "solar-system-barycentre": 0,
    "sun": 10,
    "venus": 2,
    "earth-moon-barycentre": 3,
    "earth": 399,
    "moon": 301,
    "mars": 4,
    "jupiter": 5,
}
# What is stored, and what is made of several series.
PAIRS = [
    ("moon", "earth"),
    ("sun", "solar-system-barycentre"),
    ("venus", "sun"),
    ("earth-moon-barycentre", "sun"),
    ("earth", "sun"),
    ("mars", "sun"),
    ("jupiter", "sun"),
    ("earth", "solar-system-barycentre"),
    ("moon", "solar-system-barycentre"),
    ("mars", "solar-system-barycentre"),
    ("jupiter", "solar-system-barycentre"),
    ("moon", "earth-moon-barycentre"),
    ("mars", "earth"),
    ("venus", "moon"),
]
# How a kernel of the DE series hangs together.
PARENT = {10: 0, 2: 0, 3: 0, 4: 0, 5: 0, 399: 3, 301: 3}


def about_barycentre(kernel, body, seconds):
    """Position (m) and velocity (m/s) about the barycentre of the solar system, at whole seconds since J2000."""
    days, rest = np.divmod(np.asarray(seconds, dtype=np.int64) + DAY_S // 2, DAY_S)
    position, velocity = np.zeros((2, 3, len(days)))
    while body != 0:
        p, v = kernel[PARENT[body], body].compute_and_differentiate(2_451_544.5 + days, rest / DAY_S)
        position += p * 1e3
        velocity += v * 1e3 / DAY_S
        body = PARENT[body]
    return position, velocity


def reference(kernel, target, observer, seconds):
    to = about_barycentre(kernel, NAIF[target], seconds)
    seen_from = about_barycentre(kernel, NAIF[observer], seconds)
    return np.vstack([to[0] - seen_from[0], to[1] - seen_from[1]])


def portolan(target, observer, seconds):
    command = ["cargo", "run", "--release", "--quiet", "-p", "portolan-astro", "--example", "states"]
    questions = "".join(f"{s} {target} {observer}\n" for s in seconds)
    answers = subprocess.run(command, cwd=ROOT, input=questions, capture_output=True, text=True, check=True)
    return np.loadtxt(answers.stdout.splitlines()).T


def compare(kernel, rng):
    rows = []
    for target, observer in PAIRS:
        seconds = rng.integers(FIRST_S, LAST_S + 1, EACH)
        seconds[:2] = FIRST_S, LAST_S
        off = portolan(target, observer, seconds) - reference(kernel, target, observer, seconds)
        position, velocity = np.linalg.norm(off[:3], axis=0), np.linalg.norm(off[3:], axis=0)
        rms = lambda it: np.sqrt(np.mean(it**2))
        rows.append(
            f"| {target} | {observer} | {position.max():.2f} | {rms(position):.2f} "
            f"| {velocity.max() * 1e3:.3f} | {rms(velocity) * 1e3:.3f} |"
        )
        print(rows[-1])
    return rows


def write_table(rows):
    head = [
        "| target | seen from | position, largest (m) | rms (m) | velocity, largest (mm/s) | rms (mm/s) |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    before, rest = README.read_text().split("<!-- table -->\n")
    _, after = rest.split("<!-- end of table -->")
    text = "\n".join(head + rows)
    README.write_text(f"{before}<!-- table -->\n{text}\n<!-- end of table -->{after}")


def write_states(kernel, rng):
    """10,000 states: each row seconds, NAIF codes of target and observer, metres, tenths of a millimetre per second."""
    lines = ["tdb_s,target,observer,x_m,y_m,z_m,vx_dmm_s,vy_dmm_s,vz_dmm_s"]
    seconds = np.sort(rng.integers(FIRST_S, LAST_S + 1, EACH))
    for at, s in enumerate(seconds):
        target, observer = PAIRS[at % len(PAIRS)]
        state = reference(kernel, target, observer, [s])[:, 0]
        numbers = [round(it) for it in state[:3]] + [round(it * 1e4) for it in state[3:]]
        lines.append(",".join(map(str, [s, NAIF[target], NAIF[observer], *numbers])))
    (DATA / "de440_states.csv").write_text("\n".join(lines) + "\n")


def write_legs(kernel, rng):
    """Legs from the Earth to Mars: both instants, the heliocentric states at departure and arrival."""
    names = "x_mm,y_mm,z_mm,vx_nm_s,vy_nm_s,vz_nm_s".split(",")
    lines = [",".join(["depart_s", "arrive_s"] + [f"{end}_{it}" for end in ("earth", "mars") for it in names])]
    for _ in range(1_000):
        depart = int(rng.integers(FIRST_S, LAST_S - 500 * DAY_S))
        arrive = depart + int(rng.integers(120, 480)) * DAY_S
        numbers = []
        for body, s in (("earth", depart), ("mars", arrive)):
            state = reference(kernel, body, "sun", [s])[:, 0]
            numbers += [round(it * 1e3) for it in state[:3]] + [round(it * 1e9) for it in state[3:]]
        lines.append(",".join(map(str, [depart, arrive, *numbers])))
    (DATA / "de440_legs.csv").write_text("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kernel", help="NAIF's de440.bsp")
    parser.add_argument("--oracle", action="store_true", help="write the files that the tests read, too")
    arguments = parser.parse_args()
    kernel = SPK.open(arguments.kernel)
    if arguments.oracle:
        DATA.mkdir(parents=True, exist_ok=True)
        write_states(kernel, np.random.default_rng(SEED))
        write_legs(kernel, np.random.default_rng(SEED + 1))
    write_table(compare(kernel, np.random.default_rng(SEED + 2)))


if __name__ == "__main__":
    main()
