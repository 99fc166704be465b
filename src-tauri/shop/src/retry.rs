//! When a call is tried again, and how long after.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use crate::clock::later;

/// How patient a call is: exponential back-off with full jitter, so that many computers that lost
/// the server together don't come back together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// Tries in all, the first included; 0 counts as 1.
    pub tries: u32,
    /// The longest first delay; each further one may be twice as long.
    pub base: Duration,
    /// The longest delay at all. A server that asks for more in `Retry-After` is obeyed by giving
    /// up until then, not by coming back early.
    pub cap: Duration,
}

impl Default for RetryPolicy {
    /// Five tries, delays up to 1, 2, 4 and 8 seconds, never above a minute.
    fn default() -> Self {
        Self { tries: 5, base: Duration::from_secs(1), cap: Duration::from_secs(60) }
    }
}

impl RetryPolicy {
    /// The delay before retry number `retry` (0 is the first); `jitter` is 0 to 1.
    pub(crate) fn delay(&self, retry: u32, jitter: f64) -> Duration {
        let longest = self.base.saturating_mul(2u32.saturating_pow(retry.min(30))).min(self.cap);
        longest.mul_f64(if jitter.is_finite() { jitter.clamp(0.0, 1.0) } else { 1.0 })
    }
}

/// The moment that `Retry-After` names, in seconds from `now` or as an HTTP date (RFC 9110,
/// 10.2.3). At most a day ahead: beyond it, somebody's clock is wrong.
pub(crate) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Timestamp> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let moment = match text.parse::<u64>() {
        Ok(seconds) => later(now, Duration::from_secs(seconds)),
        Err(_) => http_date(text)?,
    };
    let latest = now.checked_add(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX);
    Some(moment.clamp(now, latest))
}

/// When the answer was made, by the server's clock.
pub(crate) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    http_date(headers.get(DATE)?.to_str().ok()?)
}

fn http_date(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn after(value: &str) -> Option<String> {
        let headers = HeaderMap::from_iter([(RETRY_AFTER, value.parse().unwrap())]);
        retry_after(&headers, "2026-01-15T12:00:00Z".parse().unwrap()).map(|moment| moment.to_string())
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        assert_eq!(after("120").as_deref(), Some("2026-01-15T12:02:00Z"));
        assert_eq!(after("Thu, 15 Jan 2026 12:05:00 GMT").as_deref(), Some("2026-01-15T12:05:00Z"));
        assert_eq!(after("Thu, 15 Jan 2026 11:00:00 GMT").as_deref(), Some("2026-01-15T12:00:00Z"));
        for wild in ["99999999999", "18446744073709551615", "Fri, 15 Jan 2027 12:00:00 GMT"] {
            assert_eq!(after(wild).as_deref(), Some("2026-01-16T12:00:00Z"), "{wild}");
        }
        assert_eq!(after("soon"), None);
    }

    proptest! {
        #[test]
        fn a_delay_never_exceeds_the_cap_or_the_doubled_base(retry in 0u32..100, jitter in -1.0f64..2.0) {
            let policy = RetryPolicy::default();
            let delay = policy.delay(retry, jitter);
            prop_assert!(delay <= policy.cap);
            prop_assert!(delay <= policy.base * 2u32.pow(retry.min(20)));
        }
    }
}
