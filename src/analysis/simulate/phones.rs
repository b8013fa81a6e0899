//! Phones, where their owners live and work, and every place and time at which they test.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, LogNormal, Normal};

use super::SimulationSettings;
use super::landscape::{GROUND, Landscape, draw_cell, draw_point_in};
use super::plane::Point;
use super::zones::Ward;
use crate::model::{LocalDay, Month, Technology};

/// Scatter of a satellite position in metres, in each direction.
const SCATTER_M: f64 = 12.0;
/// 5G reaches this far from the centre.
const REACH_5G_M: f64 = 2_200.0;

/// Weight of each local hour in the day of a volunteer.
const HOURS: [f64; 24] = [
    0.3, 0.1, 0.05, 0.05, 0.1, 0.6, 2.0, 4.0, 6.0, 6.5, 6.0, 5.0, 5.0, 4.0, 5.0, 5.5, 6.0, 6.5, 7.0, 8.5, 9.0, 7.5,
    3.5, 1.2,
];

const MODELS: [&str; 16] = [
    "iPhone 11",
    "iPhone 12",
    "iPhone 13",
    "iPhone 14 Pro Max",
    "iPhone 15",
    "Samsung SM-A146P",
    "Samsung SM-A155F",
    "Samsung SM-S911B",
    "OPPO CPH2591",
    "OPPO Reno8 T",
    "vivo V2247",
    "vivo Y36",
    "Xiaomi 23053RN02A",
    "Redmi Note 12",
    "realme RMX3710",
    "Nokia G22",
];

const UNITS: [&str; 5] = ["UBGD-DTN", "UBGD-HPN", "UBGD-CSCD", "UBGD-THCS01", "UBGD-UBND"];

/// A phone and its owner.
#[derive(Debug, Clone)]
pub(super) struct Phone {
    /// Index into [`SimulationSettings::operators`].
    pub operator: usize,
    pub device: Option<String>,
    pub model: &'static str,
    pub referral: Option<String>,
    pub on_desk: bool,
    home: Point,
    work: Point,
    reaches_5g: bool,
}

/// One test as far as it does not depend on the network.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    pub phone: u32,
    pub unix_s: i64,
    pub month: Month,
    pub point: Point,
    pub technology: Technology,
}

/// Where people who take part live, and where they go.
pub(super) struct Crowd<'a> {
    settings: &'a SimulationSettings,
    ward: &'a Ward,
    homes: Vec<(usize, f64)>,
    busy: Vec<(usize, f64)>,
    months: Vec<Month>,
    hours: Vec<f64>,
}

impl<'a> Crowd<'a> {
    pub fn draw(rng: &mut ChaCha8Rng, settings: &'a SimulationSettings, land: &Landscape, ward: &'a Ward) -> Self {
        let eagerness: Vec<f64> = {
            let mut quiet = (settings.quiet_zones * ward.zones.len() as f64).round() as usize;
            let mut left = ward.zones.len();
            let mut draw = || {
                // Selection sampling: exactly the asked number is quiet.
                let is_quiet = left > 0 && rng.random_range(0..left) < quiet;
                left = left.saturating_sub(1);
                quiet -= usize::from(is_quiet);
                if is_quiet { 0.06 } else { rng.random_range(0.7..1.6) }
            };
            ward.zones.iter().map(|_| draw()).collect()
        };
        let factor = |cell: usize| {
            let zone = ward.zone_number(GROUND.centre(cell));
            zone.and_then(|z| eagerness.get(z)).copied().unwrap_or(0.0)
        };
        let homes = land.cumulative(factor);
        let busy = land.cumulative(|cell| factor(cell) * land.density.get(cell).copied().unwrap_or(0.0));
        let months = (0..settings.months).map(|k| Month(settings.first_month.0 + k as i32)).collect();
        Self { settings, ward, homes, busy, months, hours: running_sum(HOURS) }
    }

    pub fn phone(&self, rng: &mut ChaCha8Rng, index: usize) -> Phone {
        let settings = self.settings;
        let operator = operator_of(settings, index);
        let mix = settings.operators.get(operator);
        let home = self.point(rng, &self.homes);
        let work = self.point(rng, &self.busy);
        let nameless = rng.random_bool(settings.nameless_phones);
        let device: u64 = rng.random();
        let without_referral = rng.random_bool(settings.without_referral);
        let of_unit = rng.random_bool(0.3);
        let unit = UNITS.get(rng.random_range(0..UNITS.len())).copied().unwrap_or_default();
        let zone = self.ward.zone_number(home).and_then(|z| self.ward.zones.get(z));
        let referral = if of_unit { Some(unit.to_owned()) } else { zone.map(|z| format!("UBGD-{}", z.id)) };
        // Desk phones are spread over the list and hence over the operators.
        let every = settings.phones / settings.desk_phones.max(1);
        let on_desk = index.is_multiple_of(every.max(1)) && index / every.max(1) < settings.desk_phones;
        Phone {
            operator,
            device: (!nameless || on_desk).then(|| format!("{:012x}", device >> 16)),
            model: MODELS.get(rng.random_range(0..MODELS.len())).copied().unwrap_or_default(),
            referral: referral.filter(|_| !without_referral),
            on_desk,
            home,
            work,
            reaches_5g: rng.random_bool(mix.map_or(0.0, |m| m.share_5g.clamp(0.0, 1.0))),
        }
    }

    /// Tests per phone; together `total`.
    pub fn tests_per_phone(&self, rng: &mut ChaCha8Rng, phones: &[Phone], total: usize) -> Vec<usize> {
        let settings = self.settings;
        let desks = phones.iter().filter(|p| p.on_desk).count();
        let from_desks = if desks == 0 { 0 } else { (settings.desk_share * total as f64).round() as usize };
        let spread = LogNormal::new(0.0, settings.activity_spread).ok();
        let weights = phones.iter().map(|phone| {
            let eager = spread.map_or(1.0, |s| s.sample(rng));
            let activity = settings.operators.get(phone.operator).map_or(1.0, |m| m.activity.max(0.0));
            if phone.on_desk { 0.0 } else { eager * activity }
        });
        let sums = running_sum(weights.collect::<Vec<_>>());
        let volunteers = sums.last().copied().unwrap_or(0.0) > 0.0;
        let from_desks = if volunteers { from_desks } else { total };
        let mut counts = vec![0usize; phones.len()];
        for _ in from_desks..total {
            if let Some(count) = draw_index(rng, &sums).and_then(|k| counts.get_mut(k)) {
                *count += 1;
            }
        }
        // Without volunteers and without desks the first phone makes all tests.
        let desk = |(k, phone): (usize, &Phone)| (phone.on_desk || desks == 0).then_some(k);
        let desk_list: Vec<usize> = phones.iter().enumerate().filter_map(desk).collect();
        for k in (0..from_desks).zip(desk_list.iter().cycle()).map(|(_, k)| *k) {
            if let Some(count) = counts.get_mut(k) {
                *count += 1;
            }
        }
        counts
    }

    /// All tests of one phone, by time.
    pub fn visits(&self, rng: &mut ChaCha8Rng, index: u32, phone: &Phone, count: usize) -> Vec<Visit> {
        let times = if phone.on_desk { self.desk_times(rng, count) } else { self.volunteer_times(rng, count) };
        let mut visits: Vec<Visit> = times
            .into_iter()
            .map(|(day, second)| {
                let point = self.place(rng, phone, day, second);
                let technology = self.technology(rng, phone, point);
                Visit { phone: index, unix_s: day.start_unix_s() + second, month: day.month(), point, technology }
            })
            .collect();
        visits.sort_by_key(|v| v.unix_s);
        visits
    }

    /// Days on which a desk phone runs: a test every 12 to 25 minutes from half past seven on.
    fn desk_times(&self, rng: &mut ChaCha8Rng, count: usize) -> Vec<(LocalDay, i64)> {
        let mut times = Vec::with_capacity(count);
        while times.len() < count {
            let day = self.day(rng);
            let mut second = 27_000 + rng.random_range(0..600);
            for _ in 0..rng.random_range(24..=40).min(count - times.len()) {
                times.push((day, second));
                second += rng.random_range(720..1500);
            }
        }
        times
    }

    fn volunteer_times(&self, rng: &mut ChaCha8Rng, count: usize) -> Vec<(LocalDay, i64)> {
        (0..count)
            .map(|_| {
                let hour = draw_index(rng, &self.hours).unwrap_or(12) as i64;
                (self.day(rng), hour * 3600 + rng.random_range(0..3600))
            })
            .collect()
    }

    fn day(&self, rng: &mut ChaCha8Rng) -> LocalDay {
        let month = self.months.get(rng.random_range(0..self.months.len().max(1))).copied();
        let month = month.unwrap_or(self.settings.first_month);
        let first = month.first_day().map_or(0, |d| d.0);
        let next = Month(month.0 + 1).first_day().map_or(first + 28, |d| d.0);
        LocalDay(rng.random_range(first..next.max(first + 1)))
    }

    fn place(&self, rng: &mut ChaCha8Rng, phone: &Phone, day: LocalDay, second: i64) -> Point {
        let errand = rng.random_bool(self.settings.errand_share) && !phone.on_desk;
        // 1970-01-01 was a Thursday.
        let weekday = (day.0 + 3).rem_euclid(7) < 5;
        let at_work = weekday && (8 * 3600..17 * 3600).contains(&second) && rng.random_bool(0.75);
        let anchor = if errand {
            self.point(rng, &self.homes)
        } else if at_work && !phone.on_desk {
            phone.work
        } else {
            phone.home
        };
        let scatter = Normal::new(0.0, if phone.on_desk { SCATTER_M / 4.0 } else { SCATTER_M }).ok();
        let mut step = || scatter.map_or(0.0, |n| n.sample(rng));
        let moved = Point { x: anchor.x + step(), y: anchor.y + step() };
        let inside = self.ward.zone_number(moved).is_some();
        (if inside { moved } else { anchor }).snapped()
    }

    /// A place inside the ward; a cell at its border is tried again.
    fn point(&self, rng: &mut ChaCha8Rng, from: &[(usize, f64)]) -> Point {
        for _ in 0..20 {
            let Some(cell) = draw_cell(rng, from) else { break };
            let p = draw_point_in(rng, cell);
            if self.ward.zone_number(p).is_some() {
                return p;
            }
        }
        Point::default()
    }

    fn technology(&self, rng: &mut ChaCha8Rng, phone: &Phone, at: Point) -> Technology {
        let share_3g = self.settings.operators.get(phone.operator).map_or(0.0, |m| m.share_3g.clamp(0.0, 1.0));
        let (on_5g, on_3g) = (rng.random_bool(0.85), rng.random_bool(share_3g));
        if phone.reaches_5g && on_5g && at.distance(Point::default()) < REACH_5G_M {
            Technology::FiveG
        } else if on_3g {
            Technology::ThreeG
        } else {
            Technology::FourG
        }
    }
}

/// Operators share the list of phones out in proportion, without chance.
fn operator_of(settings: &SimulationSettings, index: usize) -> usize {
    let share = |m: &super::OperatorMix| if m.share.is_finite() { m.share.max(0.0) } else { 0.0 };
    let sums = running_sum(settings.operators.iter().map(share).collect::<Vec<_>>());
    let total = sums.last().copied().unwrap_or(0.0);
    // Multiples of the golden section fill the unit interval evenly and in no order.
    let spread = (index as f64 * 0.618_033_988_749_895 + 0.5).fract() * total;
    sums.partition_point(|sum| *sum <= spread).min(sums.len().saturating_sub(1))
}

fn running_sum(weights: impl AsRef<[f64]>) -> Vec<f64> {
    let mut sum = 0.0;
    let add = |w: &f64| {
        sum += w;
        sum
    };
    weights.as_ref().iter().map(add).collect()
}

fn draw_index(rng: &mut ChaCha8Rng, sums: &[f64]) -> Option<usize> {
    let total = sums.last().copied().filter(|t| *t > 0.0)?;
    let at = rng.random_range(0.0..total);
    Some(sums.partition_point(|sum| *sum <= at).min(sums.len() - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_follow_the_shares_of_the_market() {
        let settings = SimulationSettings { phones: 1000, ..SimulationSettings::default() };
        let mut counts = [0; 6];
        for index in 0..1000 {
            counts[operator_of(&settings, index)] += 1;
        }
        for (count, expected) in counts.into_iter().zip([480, 245, 185, 70, 12, 8]) {
            assert!(i32::abs(count - expected) <= 3, "{counts:?}");
        }
    }
}
