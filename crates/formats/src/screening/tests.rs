//! Lists of every form, whole and broken.

use super::*;
use portolan_screen::{Birth, Kind};

const CSV: &str = "\
_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids
a1,Entity List (EL) - Bureau of Industry and Security,,,,Made-up Rockets LLC,,\"1 Lane, Moscow, RU; 2 Lane, Minsk, BY\",89 FR 1,2024-01-01,,,For all items,Presumption of denial,,,,,,,,https://example.org,Apex; Zenith,,,,,,
a2,SDN,77,Individual,SDGT; IRAN,\"DOE, John\",,,,,,,,,,,,,,,Linked to: nobody,,,Iran,14 Mar 1968,IR,,,\"Passport, A1234567, IR\"
a3,SDN,78,Vessel,,OCEAN MADE UP,,,,,,,,,T2AB4,,,,Panama,,,,,,,,,,\"Vessel Registration Identification, IMO 9187629\"
";

#[test]
fn the_consolidated_list_in_csv() {
    let list = read("list.csv", CSV.as_bytes()).unwrap();
    assert!(list.findings.is_empty(), "{:?}", list.findings);
    let [firm, person, ship] = &list.parties[..] else {
        panic!("{}", list.parties.len())
    };
    assert_eq!(
        (firm.id.as_str(), firm.kind, &firm.aliases[..]),
        (
            "a1",
            Kind::Unknown,
            &["Apex".to_owned(), "Zenith".to_owned()][..]
        )
    );
    assert_eq!(firm.countries, ["BY", "RU"]);
    assert_eq!(
        firm.remarks,
        ["For all items", "Presumption of denial", "89 FR 1"]
    );
    assert_eq!((person.id.as_str(), person.kind), ("77", Kind::Person));
    assert_eq!(person.births, [Birth::Day("1968-03-14".parse().unwrap())]);
    assert_eq!(
        (person.countries.join(","), person.programmes.join(",")),
        ("IR".into(), "SDGT,IRAN".into())
    );
    assert_eq!(
        (
            person.identifiers[0].kind.as_str(),
            person.identifiers[0].value.as_str()
        ),
        ("Passport", "A1234567")
    );
    assert_eq!(
        (
            ship.identifiers[0].kind.as_str(),
            ship.identifiers[0].value.as_str()
        ),
        ("IMO", "9187629")
    );
    assert_eq!(
        (ship.identifiers[1].value.as_str(), &ship.countries[..]),
        ("T2AB4", &["PA".to_owned()][..])
    );
}

#[test]
fn faulty_rows_are_found_with_their_lines_and_the_others_stay() {
    let text = "source,name,type,dates_of_birth,colour\nEL,Acme,Entity,,\nEL,short\nEL,,Entity,,\nEL,Apex,Spaceship,soon,red\n\u{1a}\n";
    let list = read("list.csv", text.as_bytes()).unwrap();
    let found: Vec<_> = list
        .findings
        .iter()
        .map(|finding| (finding.code, finding.place.as_ref().map(|place| place.line)))
        .collect();
    let expected = [
        (codes::UNKNOWN_COLUMN, None),
        (codes::BAD_ROW, Some(3)),
        (codes::BAD_ROW, Some(4)),
        (codes::BAD_VALUE, Some(5)),
        (codes::BAD_VALUE, Some(5)),
    ];
    assert_eq!(found, expected);
    assert_eq!(list.findings[0].code.as_str(), "screening.unknown-column");
    assert_eq!(list.parties.len(), 2);
    let bytes = b"source,name\nEL,\xff\xfe\nEL,Acme\n";
    let list = read("list.csv", bytes).unwrap();
    assert_eq!(
        (list.parties.len(), list.findings[0].code),
        (1, codes::BAD_ROW)
    );
}

#[test]
fn of_many_faulty_rows_a_hundred_are_told() {
    let text = format!("source,name\n{}", "EL,\n".repeat(150));
    let list = read("list.csv", text.as_bytes()).unwrap();
    assert_eq!(list.findings.len(), 101);
    assert_eq!(list.findings[100].fact_number("count"), Some(150.0));
}

#[test]
fn the_consolidated_list_in_json() {
    let text = r#"{"search_performed_at": "2026-07-31", "results": [
        {"id": "1", "source": "SDN", "entity_number": "7", "type": "Individual", "name": "DOE, John", "alt_names": ["DOW, John"],
         "programs": ["SDGT"], "dates_of_birth": ["1968-03-14"], "nationalities": ["IR"], "citizenships": null,
         "addresses": [{"address": "1 Lane", "country": "RU"}], "ids": [{"type": "Passport", "number": "A1", "country": "IR"}]},
        3, {"source": "EL", "shoe_size": 9}]}"#;
    let list = read("list.json", text.as_bytes()).unwrap();
    assert_eq!(list.parties.len(), 1);
    let party = &list.parties[0];
    assert_eq!(
        (party.aliases.join(","), party.countries.join(",")),
        ("DOW, John".into(), "IR,RU".into())
    );
    assert_eq!(
        (party.births.len(), party.identifiers[0].value.as_str()),
        (1, "A1")
    );
    let codes: Vec<_> = list.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(
        codes,
        [codes::BAD_ROW, codes::BAD_ROW, codes::UNKNOWN_COLUMN]
    );
    // The entries alone are a list, too.
    assert_eq!(
        read("list.json", br#"[{"name": "Acme"}]"#)
            .unwrap()
            .parties
            .len(),
        1
    );
}

#[test]
fn the_compact_list() {
    let text = r#"{"fieldKey": {}, "tables": {"sources": ["EL"], "programmes": ["X", ["Y", "Z"]], "urls": ["https://example.org"]},
        "entries": [{"n": "Acme", "a": ["Apex"], "s": 0, "t": "Entity", "c": ["CN"], "e": "5", "pg": 1, "u": 0}, {"s": 9}, "odd"]}"#;
    let list = read("list.json", text.as_bytes()).unwrap();
    let party = &list.parties[0];
    assert_eq!(
        (
            party.list.as_str(),
            party.id.as_str(),
            party.programmes.join(",")
        ),
        ("EL", "5", "Y,Z".into())
    );
    assert_eq!((list.parties.len(), list.findings.len()), (1, 2));
}

#[test]
fn ofac_files_belong_together() {
    let names = b"36,\"MADE UP AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\
        77,\"DOE, John\",\"individual\",\"SDGT] [IRAN\",\"Director\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 14 Mar 1968; alt. DOB 1969; nationality Iran; Passport A1234567 (Iran); a.k.a. 'JD'; Linked To: NOBODY.\"\r\n\
        78,\"OCEAN\",\"vessel\",\"IRAN\",-0- ,\"T2AB4\",\"Tanker\",-0- ,-0- ,\"Panama\",\"Nobody\",\"Vessel Registration Identification IMO 9187629.\"\r\nx,\"nobody\",a,b\r\n\x1a\r\n";
    let alternates = b"36,12,\"aka\",\"AERO MADE UP\",-0- \r\n999,13,\"aka\",\"NOBODY\",-0- \r\n";
    let addresses = b"36,25,\"1 Street\",\"Havana\",\"Cuba\",-0- \r\n";
    let list = read_sdn(
        "SDN.CSV",
        SdnFiles {
            names,
            alternates,
            addresses,
        },
    )
    .unwrap();
    let [airline, person, ship] = &list.parties[..] else {
        panic!("{:?}", list.findings)
    };
    assert_eq!(
        (
            airline.kind,
            airline.aliases.join(","),
            airline.countries.join(",")
        ),
        (Kind::Organisation, "AERO MADE UP".into(), "CU".into())
    );
    assert_eq!(
        (
            person.kind,
            person.births.len(),
            person.programmes.join(",")
        ),
        (Kind::Person, 2, "SDGT,IRAN".into())
    );
    assert_eq!(
        (person.aliases.join(","), person.countries.join(",")),
        ("JD".into(), "IR".into())
    );
    assert_eq!(person.identifiers[0].value, "A1234567");
    assert_eq!(person.remarks, ["Director", "Linked To: NOBODY"]);
    assert_eq!(
        (ship.identifiers[1].kind.as_str(), &ship.countries[..]),
        ("IMO", &["PA".to_owned()][..])
    );
    let codes: Vec<_> = list.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [codes::BAD_ROW, codes::ORPHAN]);
    assert_eq!(list.findings[1].place.as_ref().unwrap().file, "ALT.CSV");
    // The first file alone is told by its first cell.
    assert_eq!(read("SDN.CSV", names).unwrap().parties.len(), 3);
}

#[test]
fn what_is_no_list_is_refused() {
    for text in [
        "",
        "  ",
        "name\nAcme\n",
        "{}",
        "{\"results\": 3}",
        "[1",
        "{\"entries\": 3}",
        "1,2\n",
        "<xml/>",
    ] {
        let refused = read("odd", text.as_bytes());
        let code = refused
            .map(|list| list.parties.len())
            .map_err(|findings| findings[0].code);
        assert_eq!(code, Err(codes::NOT_A_LIST), "{text}");
    }
}

#[test]
fn a_stream_without_an_end_is_cut_off() {
    let head = std::io::Cursor::new(b"source,name\n".to_vec());
    let rows = std::io::repeat(b'x');
    let mut within = Within {
        stream: std::io::Read::chain(head, rows),
        left: 4096,
    };
    let refused = consolidated::read_csv("list.csv", &mut within);
    let code = refused.unwrap_err()[0].code;
    assert_eq!(
        (code, code.as_str()),
        (codes::TOO_LARGE, "screening.too-large")
    );
}
