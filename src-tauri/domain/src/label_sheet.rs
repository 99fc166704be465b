//! What the platform's label is printed on, and what comes with it.

/// A sheet of the platform's own making.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LabelSheet {
    /// The label on A6, as label printers have it.
    #[default]
    A6,
    /// The label, and what is in the parcel, on A6.
    A6WithSlip,
    /// The label on A5.
    A5,
    /// The label, and what is in the parcel, on A5.
    A5WithSlip,
}

impl LabelSheet {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::A6, Self::A6WithSlip, Self::A5, Self::A5WithSlip];

    /// A name for machines, that never changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::A6 => "a6",
            Self::A6WithSlip => "a6_with_slip",
            Self::A5 => "a5",
            Self::A5WithSlip => "a5_with_slip",
        }
    }

    /// The one of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sheet| sheet.name() == name)
    }

    /// Whether what is in the parcel is printed with it.
    pub fn has_slip(self) -> bool {
        matches!(self, Self::A6WithSlip | Self::A5WithSlip)
    }

    /// The paper's size, as the trade calls it.
    pub fn size(self) -> &'static str {
        match self {
            Self::A6 | Self::A6WithSlip => "A6",
            Self::A5 | Self::A5WithSlip => "A5",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_is_found_by_its_name_and_no_two_are_the_same_paper() {
        for sheet in LabelSheet::ALL {
            assert_eq!(LabelSheet::named(sheet.name()), Some(sheet));
            let same = |other: &LabelSheet| (other.size(), other.has_slip()) == (sheet.size(), sheet.has_slip());
            assert_eq!(LabelSheet::ALL.iter().filter(|other| same(other)).count(), 1, "{sheet:?}");
        }
        assert_eq!(LabelSheet::named("a4"), None);
    }
}
