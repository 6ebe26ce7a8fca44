//! Times as events have them: a text of ISO 8601, or seconds since 1970.

use serde_json::Value;

/// Milliseconds since 1970.
pub(super) fn of(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => parse(text),
        #[allow(clippy::cast_possible_truncation, reason = "a time is far below 2^63 milliseconds, and a cast saturates")]
        Value::Number(number) => {
            number.as_f64().map(|seconds| if seconds > 1e11 { seconds as i64 } else { (seconds * 1000.0) as i64 })
        }
        _ => None,
    }
}

/// `2024-05-01T12:00:00.123Z`, `2024-05-01 12:00:00 UTC+0200`, or `12:00:00 PM` without a date.
pub(super) fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let (date, rest) = text.split_at_checked(10).filter(|(date, _)| date.as_bytes().get(4) == Some(&b'-')).unzip();
    let days = match date {
        Some(date) => days(date)?,
        None => 0,
    };
    let rest = rest.unwrap_or(text).trim_start_matches(['T', ' ']);
    let mut fields = rest.splitn(3, ':');
    let (hour, minute): (i64, i64) = (fields.next()?.trim().parse().ok()?, fields.next()?.get(..2)?.parse().ok()?);
    let tail = fields.next().unwrap_or("0");
    let end = tail.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(tail.len());
    let (seconds, zone) = tail.split_at(end);
    let seconds: f64 = seconds.parse().ok()?;
    let hour = match (hour, zone.trim().get(..2)) {
        (12, Some("AM")) => 0,
        (hour, Some("PM")) if hour < 12 => hour + 12,
        _ => hour,
    };
    #[allow(clippy::cast_possible_truncation, reason = "a minute has 60,000 milliseconds")]
    let milliseconds = (seconds * 1000.0) as i64;
    Some(((days * 24 + hour) * 60 + minute - offset(zone)) * 60_000 + milliseconds)
}

/// Minutes east of Greenwich.
fn offset(zone: &str) -> i64 {
    let Some(at) = zone.find(['+', '-']) else { return 0 };
    let digits: String = zone[at + 1..].chars().filter(char::is_ascii_digit).take(4).collect();
    let (Some(hours), minutes) = (digits.get(..2).and_then(|hours| hours.parse::<i64>().ok()), digits.get(2..4)) else {
        return 0;
    };
    let minutes = hours * 60 + minutes.and_then(|minutes| minutes.parse::<i64>().ok()).unwrap_or(0);
    if zone[at..].starts_with('-') { -minutes } else { minutes }
}

/// Days since 1970, in the Gregorian calendar.
fn days(date: &str) -> Option<i64> {
    let mut fields = date.split('-').map(|field| field.parse::<i64>().ok());
    let (year, month, day) = (fields.next()??, fields.next()??, fields.next()??);
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn forms_of_a_time_are_one() {
        let time = 1_714_564_800_000;
        for text in
            ["2024-05-01T12:00:00.000Z", "2024-05-01T12:00:00+00:00", "2024-05-01 14:00:00 UTC+0200", "2024-05-01T07:30:00-04:30"]
        {
            assert_eq!(parse(text), Some(time), "{text}");
        }
        assert_eq!(parse("1:00:00 PM"), Some(13 * 3_600_000));
        assert_eq!(parse("no time"), None);
        assert_eq!(parse("é024-05-01é"), None);
    }
}
