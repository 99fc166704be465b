//! Refusals that don't end by themselves: whatever of their kind is asked next is refused as well.

use crate::ShopError;

/// Who can end a refusal that would come again and again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standstill {
    /// The seller, by approving again: a permission is missing, or the sign-in is not this shop's.
    Approval,
    /// The seller, in Seller Center: the shop or its seller is deactivated.
    Shop,
    /// Whoever keeps the app: its secret, its list of addresses, or the version that is asked for.
    App,
}

impl ShopError {
    /// Who can end it, where time alone doesn't.
    pub fn standstill(&self) -> Option<Standstill> {
        let Self::Refused { code, .. } = self else { return None };
        match code {
            101_000 | 105_005 => Some(Standstill::Approval),
            36_009_043 | 36_009_044 => Some(Standstill::Shop),
            106_001 | 36_009_014 | 36_009_033 => Some(Standstill::App),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_time_does_not_mend_is_told_from_what_it_does() {
        let of = |code| ShopError::refused(code, "no", &[]).standstill();
        assert_eq!([105_005, 101_000].map(of), [Some(Standstill::Approval); 2]);
        assert_eq!([36_009_043, 36_009_044].map(of), [Some(Standstill::Shop); 2]);
        assert_eq!([106_001, 36_009_014, 36_009_033].map(of), [Some(Standstill::App); 3]);
        assert_eq!([21_011_044, 36_009_004, 1001].map(of), [None; 3]);
        assert_eq!(ShopError::Offline { why: String::new() }.standstill(), None);
    }
}
