//! Headers as offices and apps write them, in Vietnamese and English.
//!
//! A header is compared lower-cased, without diacritics, units in brackets, unit words at its end and anything that is
//! no letter or digit. The order of the synonyms is their rank: where two columns claim one meaning, the first wins.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::{Meaning, fold_text};

/// A header made ready for comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::io) struct Header {
    /// As the file has it, trimmed.
    pub text: String,
    /// Letters and digits only, without unit.
    pub key: String,
    /// Unit named in the header, folded; empty when there is none.
    pub unit: String,
}

/// Words at the end of a header that name a unit.
const UNIT_WORDS: &[&str] = &[
    "mbps",
    "mbit",
    "mbits",
    "mbit s",
    "mbits s",
    "mb s",
    "kbps",
    "kbit",
    "kbits",
    "kbit s",
    "kbits s",
    "kb s",
    "bps",
    "bit s",
    "bits s",
    "bytes sec",
    "bytes s",
    "byte s",
    "bytes per second",
    "ms",
    "msec",
    "giay",
    "sec",
    "us",
    "met",
    "meter",
    "meters",
    "metre",
    "metres",
    "dbm",
    "db",
    "s",
    "m",
];

impl Header {
    pub fn new(text: &str) -> Self {
        let text = text.trim().trim_start_matches('\u{feff}').to_owned();
        let (outside, bracketed) = split_brackets(&text);
        let folded = fold_text(&outside);
        let (name, word) = split_unit_word(&folded);
        let bracketed = fold_text(&bracketed);
        let unit =
            if UNIT_WORDS.contains(&bracketed.as_str()) || word.is_empty() { bracketed } else { word.to_owned() };
        Self { key: name.replace(' ', ""), unit, text }
    }
}

/// The text outside and inside of round and square brackets. A text that is all brackets is taken as it is.
fn split_brackets(text: &str) -> (String, String) {
    let (mut outside, mut inside, mut depth) = (String::new(), String::new(), 0u32);
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.push(c),
            _ => outside.push(c),
        }
        if matches!(c, '(' | '[' | ')' | ']') {
            outside.push(' ');
        }
    }
    if outside.trim().is_empty() { (inside, String::new()) } else { (outside, inside) }
}

fn split_unit_word(folded: &str) -> (&str, &str) {
    UNIT_WORDS
        .iter()
        .filter_map(|unit| folded.strip_suffix(unit)?.strip_suffix(' ').map(|name| (name, *unit)))
        .min_by_key(|(name, _)| name.len())
        .unwrap_or((folded, ""))
}

/// Whether a folded text names a unit.
pub(in crate::io) fn is_unit_word(folded: &str) -> bool {
    UNIT_WORDS.contains(&folded)
}

/// Meanings that know a header, each with its rank among their synonyms.
pub(in crate::io) fn meanings_of(header: &Header) -> &'static [(Meaning, usize)] {
    static BY_KEY: LazyLock<HashMap<String, Vec<(Meaning, usize)>>> = LazyLock::new(|| {
        let mut by_key: HashMap<String, Vec<(Meaning, usize)>> = HashMap::new();
        for (meaning, words) in SYNONYMS {
            for (rank, word) in words.split('|').enumerate() {
                let known = by_key.entry(word.replace(' ', "")).or_default();
                if known.iter().all(|(m, _)| m != meaning) {
                    known.push((*meaning, rank));
                }
            }
        }
        by_key
    });
    BY_KEY.get(&header.key).map_or(&[], Vec::as_slice)
}

/// Meaning that part of a long header suggests, with less certainty than a synonym.
pub(in crate::io) fn meaning_of_part(header: &Header) -> Option<Meaning> {
    let key = header.key.as_str();
    let has = |parts: &[&str]| parts.iter().any(|part| key.contains(part));
    if has(&[
        "max", "min", "stdev", "bytes", "server", "maychu", "count", "test", "thoigian", "time", "size", "bitrate",
        "rank",
    ]) {
        return None;
    }
    if has(&["taixuong", "taive", "download", "downlink"]) {
        Some(Meaning::Download)
    } else if has(&["tailen", "upload", "uplink"]) {
        Some(Meaning::Upload)
    } else if has(&["dotre", "latency"]) {
        Some(Meaning::Latency)
    } else if has(&["vido", "latitude"]) {
        Some(Meaning::Latitude)
    } else if has(&["kinhdo", "longitude"]) {
        Some(Meaning::Longitude)
    } else if has(&["nhamang", "nhacungcap"]) {
        Some(Meaning::Operator)
    } else if has(&["congnghe"]) {
        Some(Meaning::Technology)
    } else {
        None
    }
}

const SYNONYMS: &[(Meaning, &str)] = &[
    (
        Meaning::Time,
        "thoi gian do|thoi gian|time utc|timestamp|datetime|date time|test time|measured at|ngay gio do|\
         ngay gio|thoi diem do|thoi diem|thoi gian kiem tra|thoi gian bat dau|time|measurement time|\
         device timestamp|device time|start time|local time|result time|recorded at|created at|created|\
         timestamp utc|utc time|test date time|epoch|unix time|ngay do|ngay|date|test date|result date|\
         server timestamp",
    ),
    (Meaning::Date, "ngay do|ngay|ngay thang|date|test date|measurement date|ngay kiem tra"),
    (Meaning::TimeOfDay, "gio do|gio|time of day|hour|thoi gian|time|thoi gian do"),
    (
        Meaning::Latitude,
        "vi do|lat|latitude|gps lat|gps latitude|location latitude|location lat|start latitude|start lat|\
         toa do vi do|toa do lat|y",
    ),
    (
        Meaning::Longitude,
        "kinh do|lon|long|lng|longitude|gps lon|gps long|gps longitude|location longitude|location lon|\
         location lng|start longitude|start lon|toa do kinh do|toa do long|toa do lon|x",
    ),
    (
        Meaning::Accuracy,
        "sai so vi tri|sai so|do chinh xac vi tri|do chinh xac gps|do chinh xac|loc accuracy|accuracy|\
         location accuracy|gps accuracy|horizontal accuracy|position accuracy",
    ),
    (
        Meaning::Operator,
        "nha mang|ten nha mang|network name|operator name|operator|carrier|carrier name|doanh nghiep|\
         doanh nghiep vien thong|nha cung cap dich vu|nha cung cap|isp|isp name|provider|provider name|\
         service provider|network operator|network operator name|mobile operator|ten mang|mang|\
         sim operator|sim operator name|network|brand|network provider|mobile provider|mobile network|\
         mobile network operator|mobile carrier|network carrier|telco|telecom operator",
    ),
    (Meaning::MccMnc, "network mcc mnc|mcc mnc|mccmnc|plmn|plmn id|ma mang|sim mcc mnc"),
    (Meaning::Mcc, "mcc|net mobile country code|mobile country code|sim mobile country code"),
    (Meaning::Mnc, "mnc|net|net mobile network code|mobile network code|sim mobile network code"),
    (
        Meaning::Technology,
        "cong nghe|cong nghe mang|cat technology|technology|network tech|tech|3g 4g 5g|2g 3g 4g 5g|4g 5g|\
         network type|network technology|network mode|network generation|radio technology|radio type|\
         the he mang|the he|loai cong nghe|rat|radio",
    ),
    (
        Meaning::Connection,
        "loai ket noi|connection type|conn type|connection|loai mang|di dong co dinh|bang rong|\
         loai bang rong|ket noi|kieu ket noi|network connection|transport|loai thue bao|loai dich vu|\
         internet type|access type",
    ),
    (
        Meaning::Download,
        "toc do tai xuong|tai xuong|download|download speed|toc do download|toc do tai ve|tai ve|\
         testdownlink|dl|dl speed|down|download throughput|avg download|avg download speed|download avg|\
         downlink|downlink speed|dl throughput|toc do dl|mean download|speed download|\
         toc do tai xuong trung binh|avg d|down speed|throughput dl",
    ),
    (
        Meaning::Upload,
        "toc do tai len|tai len|upload|upload speed|toc do upload|testuplink|ul|ul speed|up|\
         upload throughput|avg upload|avg upload speed|upload avg|uplink|uplink speed|ul throughput|\
         toc do ul|mean upload|speed upload|toc do tai len trung binh|avg u|up speed|throughput ul",
    ),
    (
        Meaning::Latency,
        "do tre|ping|latency|rtt|pingavg|ping avg|avg ping|avg latency|latency avg|do tre trung binh|\
         round trip time|avg lat|ping time|thoi gian tre|do tre ping|ping latency|idle latency|min rtt",
    ),
    (Meaning::Jitter, "jitter|bien dong tre|bien thien do tre|do bien thien tre|rung pha"),
    (Meaning::Loss, "mat goi|ty le mat goi|ti le mat goi|packet loss|packetloss|loss|pingloss"),
    (
        Meaning::TestId,
        "ma mau|ma do|ma ket qua|ma phien do|ma bai do|test id|open test uuid|test uuid|result id|\
         measurement id|sample id|uuid|id",
    ),
    (
        Meaning::Device,
        "ma thiet bi|device id|device uuid|imei|device imei|open uuid|client uuid|client id|install id|\
         installation id|phone id|ma may|device|thiet bi|may|handset",
    ),
    (
        Meaning::Model,
        "model|dong may|device model|phone model|kieu may|ten thiet bi|device name|loai may|ten may|\
         handset model",
    ),
    (Meaning::Referral, "ma gioi thieu|referral code|referral|ref code|ma gt|ref"),
    (Meaning::Status, "trang thai|ket qua|status|test status|result|result status|tinh trang"),
    (Meaning::Place, "trong nha ngoai troi|moi truong|indoor|indoor outdoor|environment"),
    (
        Meaning::Signal,
        "rsrp|lte rsrp|nr rsrp|ss rsrp|cuong do tin hieu|muc thu|signal strength|signal|level|rssi|lterssi|\
         rsrq|lte rsrq|qual|snr|sinr|averagesignal",
    ),
    (Meaning::System, "he dieu hanh|os|platform|operating system|os name"),
    (Meaning::Server, "diem do|may chu|server|server name|may chu do|test server"),
    (Meaning::Ward, "xa phuong|phuong xa|phuong|dia phuong|khu vuc|ward|commune|xa|khu pho"),
    (Meaning::Province, "tinh tp|tinh thanh pho|tinh thanh|tinh|province|thanh pho"),
    (Meaning::SampleCount, "so mau|so luong mau|mau do|tong so mau|so luot do|sample count|n samples|tests|samples"),
    (
        Meaning::Position,
        "toa do|toa do gps|vi tri gps|coordinates|coordinate|lat lon|lat long|lat lng|gps|gps location|vi tri|\
         location|position|geo location|point",
    ),
    (Meaning::Implausible, "implausible|bat thuong|khong hop ly"),
    (Meaning::CellTower, "cell id|cellid|cell|cid|eci|ci|enodeb|cellname|node|tac|lac"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn best(text: &str) -> Vec<Meaning> {
        meanings_of(&Header::new(text)).iter().map(|(meaning, _)| *meaning).collect()
    }

    #[test]
    fn headers_in_both_languages_are_known() {
        for (text, meaning) in [
            ("Vĩ độ", Meaning::Latitude),
            ("KINH ĐỘ", Meaning::Longitude),
            ("Tốc độ tải xuống (Mbps)", Meaning::Download),
            ("Tốc độ tải lên [Mbit/s]", Meaning::Upload),
            ("Độ trễ (ms)", Meaning::Latency),
            ("download_kbit", Meaning::Download),
            ("ping_ms", Meaning::Latency),
            ("network_mcc_mnc", Meaning::MccMnc),
            ("TESTDOWNLINK", Meaning::Download),
            ("Nhà mạng", Meaning::Operator),
            ("Network Provider", Meaning::Operator),
            ("Mobile Network", Meaning::Operator),
            ("Telco", Meaning::Operator),
            ("3G/4G/5G", Meaning::Technology),
            ("Di động/Cố định", Meaning::Connection),
            ("Mã giới thiệu", Meaning::Referral),
            ("ConnType", Meaning::Connection),
            ("loc_accuracy", Meaning::Accuracy),
            ("Sai số (m)", Meaning::Accuracy),
            ("Số mẫu", Meaning::SampleCount),
            ("open_test_uuid", Meaning::TestId),
        ] {
            assert_eq!(best(text), [meaning], "{text}");
        }
    }

    #[test]
    fn a_unit_in_the_header_is_kept_apart() {
        let unit = |text: &str| Header::new(text).unit;
        assert_eq!((unit("Tải xuống (Kbps)"), unit("download_mbps")), ("kbps".into(), "mbps".into()));
        assert_eq!((unit("upload kbit/s"), unit("Download [bytes/s]")), ("kbit s".into(), "bytes s".into()));
        assert_eq!((unit("Độ trễ"), unit("avg_d_kbps")), (String::new(), "kbps".into()));
    }

    #[test]
    fn words_that_only_resemble_a_metric_are_not_one() {
        for text in ["TESTDOWNLINKMAX", "DL_bitrate", "bytes_downloaded", "download_server", "Thời gian tải xuống"]
        {
            assert_eq!(meaning_of_part(&Header::new(text)), None, "{text}");
            assert!(!best(text).contains(&Meaning::Download), "{text}");
        }
        assert_eq!(meaning_of_part(&Header::new("Tốc độ tải xuống TB (Mbps)")), Some(Meaning::Download));
    }
}
