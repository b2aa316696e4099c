//! Settings, each from the one file that gives it.

use super::super::codes;
use super::super::gather::Doc;
use super::super::v1;
use super::Lower;
use super::spot::Spot;
use crate::text::codes as text_codes;
use portolan_model::Settings;
use portolan_vocabulary::Currency;

impl Lower<'_> {
    pub(super) fn settings(&mut self, docs: &[Doc]) -> Settings {
        let mut made = Settings::default();
        let mut given = v1::Settings::default();
        for (file, doc) in docs.iter().enumerate() {
            if let Some(settings) = &doc.lists.settings {
                let whole = Spot::file(file);
                let spot = whole.key("settings");
                self.report.about("settings", "settings", &spot);
                self.merge(&mut given, settings, &spot);
                if let Some(money) = &settings.money
                    && let Some(money) = self.money_unit(money, &spot.key("money"))
                {
                    made.money = money;
                }
                self.exchange(&mut made, settings, &spot);
            }
        }
        fill(&mut made, &given);
        made
    }

    /// Takes what one file gives; what another has given already is reported.
    fn merge(&mut self, given: &mut v1::Settings, settings: &v1::Settings, spot: &Spot<'_>) {
        macro_rules! take {
            ($($key:ident),*) => {$(
                if let Some(value) = &settings.$key {
                    if given.$key.is_some() {
                        self.given_twice(stringify!($key), spot);
                    }
                    given.$key = Some(value.clone());
                }
            )*};
        }
        take!(
            gravity_m_s2,
            volume_limits,
            environment_limits,
            scavenge,
            detailed_eva,
            any_departure_ends_stay,
            named_serves_generic,
            days_per_year,
            money,
            tail,
            objective
        );
    }

    fn given_twice(&mut self, key: &'static str, spot: &Spot<'_>) {
        let message = format!("the setting \"{key}\" is given in another file too");
        let spot = spot.key(key);
        self.report
            .error(codes::SETTING_TWICE, &spot, message, |finding| {
                finding.advice("give every setting in one file only")
            });
    }

    fn exchange(&mut self, made: &mut Settings, settings: &v1::Settings, spot: &Spot<'_>) {
        let list = spot.key("exchange");
        for (at, exchange) in settings.exchange.iter().enumerate() {
            let item = list.index(at);
            if let Some((currency, year)) = self.money_unit(&exchange.from, &item.key("from")) {
                made.exchange.push((currency, year, exchange.rate));
            }
        }
    }

    /// A currency and the year of its prices: `EUR 2026`.
    fn money_unit(&mut self, text: &str, spot: &Spot<'_>) -> Option<(Currency, i16)> {
        let read = text.split_once(' ').and_then(|(currency, year)| {
            let year = year.trim_start_matches('(').trim_end_matches(')');
            Some((currency.parse().ok()?, year.parse().ok()?))
        });
        if read.is_none() {
            let message = format!("\"{text}\" is no currency with the year of its prices");
            self.report
                .error(text_codes::BAD_QUANTITY, spot, message, |finding| {
                    finding.advice("write for example \"EUR 2026\"")
                });
        }
        read
    }
}

fn fill(made: &mut Settings, given: &v1::Settings) {
    let default = Settings::default();
    made.gravity_m_s2 = given.gravity_m_s2.unwrap_or(default.gravity_m_s2);
    made.volume_limits = given.volume_limits.unwrap_or(default.volume_limits);
    made.environment_limits = given
        .environment_limits
        .unwrap_or(default.environment_limits);
    made.scavenge = given.scavenge.unwrap_or(default.scavenge);
    made.detailed_eva = given.detailed_eva.unwrap_or(default.detailed_eva);
    made.any_departure_ends_stay = given
        .any_departure_ends_stay
        .unwrap_or(default.any_departure_ends_stay);
    made.named_serves_generic = given
        .named_serves_generic
        .unwrap_or(default.named_serves_generic);
    made.days_per_year = given.days_per_year.unwrap_or(default.days_per_year);
    made.tail = given.tail.map_or(default.tail, |tail| tail.0);
    made.objective = match &given.objective {
        None => default.objective,
        Some(v1::Objective::Word(goal)) => vec![(*goal).into()],
        Some(v1::Objective::List(goals)) => goals.iter().map(|goal| (*goal).into()).collect(),
    };
}
