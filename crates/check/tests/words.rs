//! The codes that other crates have constants of the same name for, as they stand in files and documents.

use portolan_check::codes;
use portolan_vocabulary::Code;

#[test]
fn codes_are_spelled_as_documented() {
    let spelled = [
        (codes::WRONG_WAY, "check.wrong-way"),
        (codes::TURNAROUND, "check.turnaround"),
        (codes::MAX_DEPARTURES, "check.max-departures"),
        (codes::UPKEEP, "check.upkeep"),
        (codes::TRANSFER_LOSS, "check.transfer-loss"),
        (codes::PLANT_CAPACITY, "check.plant-capacity"),
        (codes::MAX_STAY, "check.max-stay"),
        (codes::PRESENCE, "check.presence"),
    ];
    for (code, word) in spelled {
        assert_eq!(code, Code::new(word));
    }
}
