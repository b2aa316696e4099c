//! Countries by their English names, as lists word them, in two letters (ISO 3166-1).

/// The two letters of a country: of its name, or of two letters that stand there already. Names that are not known stay as they are.
pub(super) fn code(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() || text == "-0-" {
        return None;
    }
    if text.len() == 2 && text.bytes().all(|c| c.is_ascii_alphabetic()) {
        return Some(text.to_ascii_uppercase());
    }
    let folded = text.to_lowercase();
    let known = NAMES.lines().filter_map(|line| line.split_once(' '));
    let found = known
        .into_iter()
        .find(|(_, names)| names.split('|').any(|name| name == folded));
    Some(found.map_or_else(|| text.to_owned(), |(code, _)| code.to_owned()))
}

const NAMES: &str = "\
AE united arab emirates|uae
AF afghanistan
AL albania
AM armenia
AO angola
AR argentina
AT austria
AU australia
AZ azerbaijan
BA bosnia and herzegovina
BB barbados
BD bangladesh
BE belgium
BF burkina faso
BG bulgaria
BH bahrain
BI burundi
BJ benin
BM bermuda
BN brunei
BO bolivia
BR brazil
BS bahamas|bahamas, the|the bahamas
BW botswana
BY belarus
BZ belize
CA canada
CD congo, democratic republic of the|democratic republic of the congo|congo, dem. rep.
CF central african republic
CG congo, republic of the|congo|republic of the congo
CH switzerland
CI cote d ivoire|cote d'ivoire|ivory coast
CL chile
CM cameroon
CN china|people's republic of china
CO colombia
CR costa rica
CU cuba
CY cyprus
CZ czech republic|czechia
DE germany
DJ djibouti
DK denmark
DO dominican republic
DZ algeria
EC ecuador
EE estonia
EG egypt
ER eritrea
ES spain
ET ethiopia
FI finland
FR france
GA gabon
GB united kingdom|great britain|uk|england
GE georgia
GH ghana
GI gibraltar
GM gambia|gambia, the|the gambia
GN guinea
GQ equatorial guinea
GR greece
GT guatemala
GW guinea-bissau
GY guyana
HK hong kong
HN honduras
HR croatia
HT haiti
HU hungary
ID indonesia
IE ireland
IL israel
IM isle of man|man, isle of
IN india
IQ iraq
IR iran|iran, islamic republic of
IS iceland
IT italy
JE jersey
JM jamaica
JO jordan
JP japan
KE kenya
KG kyrgyzstan|kyrgyz republic
KH cambodia
KM comoros
KP korea, north|north korea|korea, democratic people's republic of
KR korea, south|south korea|korea, republic of
KW kuwait
KY cayman islands
KZ kazakhstan
LA laos
LB lebanon
LI liechtenstein
LK sri lanka
LR liberia
LT lithuania
LU luxembourg
LV latvia
LY libya
MA morocco
MC monaco
MD moldova
ME montenegro
MG madagascar
MH marshall islands
MK north macedonia|north macedonia, the republic of|macedonia
ML mali
MM burma|myanmar
MN mongolia
MO macau|macao
MR mauritania
MT malta
MU mauritius
MV maldives
MW malawi
MX mexico
MY malaysia
MZ mozambique
NA namibia
NE niger
NG nigeria
NI nicaragua
NL netherlands|the netherlands
NO norway
NP nepal
NZ new zealand
OM oman
PA panama
PE peru
PG papua new guinea
PH philippines
PK pakistan
PL poland
PR puerto rico
PS palestinian|west bank|gaza|region: gaza|palestinian territories
PT portugal
PW palau
PY paraguay
QA qatar
RO romania
RS serbia
RU russia|russian federation
RW rwanda
SA saudi arabia
SC seychelles
SD sudan
SE sweden
SG singapore
SI slovenia
SK slovakia
SL sierra leone
SM san marino
SN senegal
SO somalia
SR suriname
SS south sudan
ST sao tome and principe
SV el salvador
SY syria|syrian arab republic
SZ eswatini|swaziland
TD chad
TG togo
TH thailand
TJ tajikistan
TM turkmenistan
TN tunisia
TO tonga
TR turkey|turkiye|türkiye
TT trinidad and tobago
TV tuvalu
TW taiwan
TZ tanzania
UA ukraine|region: crimea
UG uganda
US united states|united states of america|usa
UY uruguay
UZ uzbekistan
VA vatican city|holy see
VC saint vincent and the grenadines
VE venezuela
VG virgin islands, british|british virgin islands
VN vietnam
VU vanuatu
WS samoa
XK kosovo
YE yemen
ZA south africa
ZM zambia
ZW zimbabwe
";

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn names_and_letters_become_letters() {
        assert_eq!(code("Korea, North").as_deref(), Some("KP"));
        assert_eq!(code("ir").as_deref(), Some("IR"));
        assert_eq!(code("Atlantis").as_deref(), Some("Atlantis"));
        assert_eq!(code("-0-"), None);
    }
}
