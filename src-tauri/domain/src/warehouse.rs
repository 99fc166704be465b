//! Warehouses as the shop lists them: under a name, which need not be the only one of its kind.

use crate::{StockError, WarehouseId};

/// A place where the seller's goods lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warehouse {
    /// The shop's id.
    pub id: WarehouseId,
    /// What the seller calls it; two may have one name.
    pub name: String,
    /// Whether it works.
    pub status: WarehouseStatus,
    /// What it is for.
    pub kind: WarehouseKind,
    /// The one that is meant where none is named.
    pub is_default: bool,
}

/// Whether a warehouse works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WarehouseStatus {
    /// It does.
    Enabled,
    /// The seller has switched it off.
    Disabled,
    /// The shop has.
    Restricted,
    /// The shop says something else, or nothing.
    #[default]
    Unknown,
}

/// What a warehouse is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WarehouseKind {
    /// Goods are sold from it.
    Sales,
    /// It takes what buyers send back.
    Returns,
    /// The shop says something else, or nothing.
    #[default]
    Unknown,
}

/// A shop's warehouses, as far as it has listed them. Of one that it hasn't nothing is known, and nothing is stopped.
#[derive(Clone, Debug, Default)]
pub struct Warehouses(Vec<Warehouse>);

impl WarehouseStatus {
    /// Reads the shop's word.
    pub fn from_shop(word: &str) -> Self {
        match word {
            "ENABLED" => Self::Enabled,
            "DISABLED" => Self::Disabled,
            "RESTRICTED" => Self::Restricted,
            _ => Self::Unknown,
        }
    }

    /// The shop's word; empty where there is none.
    pub fn as_shop(self) -> &'static str {
        match self {
            Self::Enabled => "ENABLED",
            Self::Disabled => "DISABLED",
            Self::Restricted => "RESTRICTED",
            Self::Unknown => "",
        }
    }
}

impl WarehouseKind {
    /// Reads the shop's word.
    pub fn from_shop(word: &str) -> Self {
        match word {
            "SALES_WAREHOUSE" => Self::Sales,
            "RETURN_WAREHOUSE" => Self::Returns,
            _ => Self::Unknown,
        }
    }

    /// The shop's word; empty where there is none.
    pub fn as_shop(self) -> &'static str {
        match self {
            Self::Sales => "SALES_WAREHOUSE",
            Self::Returns => "RETURN_WAREHOUSE",
            Self::Unknown => "",
        }
    }
}

impl Warehouses {
    /// These, in any order.
    pub fn new(listed: Vec<Warehouse>) -> Self {
        Self(listed)
    }

    /// What a person calls a warehouse: its name, with as much of its id's end as tells it from others of that name.
    /// `None` where the shop has not listed it, or has no name for it.
    pub fn name_of(&self, id: &str) -> Option<String> {
        let it = self.get(id).filter(|it| !it.name.is_empty())?;
        let name = it.shown();
        let namesakes: Vec<&str> =
            self.0.iter().filter(|other| other.shown() == name && other.id != it.id).map(|it| it.id.as_str()).collect();
        Some(if namesakes.is_empty() { name } else { format!("{name} (…{})", told_apart(id, &namesakes)) })
    }

    /// Whether the shop takes levels there.
    ///
    /// # Errors
    /// [`StockError::ForReturns`], [`StockError::SwitchedOff`], [`StockError::Restricted`].
    pub fn takes_levels(&self, id: &str) -> Result<(), StockError> {
        match self.get(id).map(|it| (it.kind, it.status)) {
            Some((WarehouseKind::Returns, _)) => Err(StockError::ForReturns),
            Some((_, WarehouseStatus::Disabled)) => Err(StockError::SwitchedOff),
            Some((_, WarehouseStatus::Restricted)) => Err(StockError::Restricted),
            _ => Ok(()),
        }
    }

    /// Whether the shop has listed it.
    pub fn has(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    fn get(&self, id: &str) -> Option<&Warehouse> {
        self.0.iter().find(|it| it.id.as_str() == id)
    }
}

impl Warehouse {
    /// Returns mostly go to a place that is called as the one which sells.
    fn shown(&self) -> String {
        match self.kind {
            WarehouseKind::Returns => format!("{}, returns", self.name),
            WarehouseKind::Sales | WarehouseKind::Unknown => self.name.clone(),
        }
    }
}

/// Fewest characters of an id that people compare.
const FEWEST: usize = 4;

/// The shortest end of `id` that none of the others has.
fn told_apart<'a>(id: &'a str, others: &[&str]) -> &'a str {
    let ends = id.char_indices().rev().map(|(at, _)| &id[at..]).skip(FEWEST - 1);
    ends.into_iter().find(|end| others.iter().all(|other| !other.ends_with(end))).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(id: &str, name: &str) -> Warehouse {
        let (status, kind) = (WarehouseStatus::Enabled, WarehouseKind::Sales);
        Warehouse { id: WarehouseId::new(id), name: name.into(), status, kind, is_default: false }
    }

    #[test]
    fn a_warehouse_goes_by_its_name_and_one_that_was_never_listed_by_none() {
        let all = Warehouses::new(vec![listed("7068517275539719942", "Harbour"), listed("1", "")]);
        assert_eq!(all.name_of("7068517275539719942").as_deref(), Some("Harbour"));
        assert_eq!((all.name_of("1"), all.name_of("2")), (None, None));
    }

    #[test]
    fn two_of_one_name_are_told_apart_by_the_ends_of_their_ids() {
        let all = Warehouses::new(vec![
            listed("7068517275539719942", "Harbour"),
            listed("7068517275530019942", "Harbour"),
            listed("7068517275539710001", "Harbour"),
            listed("42", "Harbour"),
            listed("7068517275539710002", "Attic"),
        ]);
        let name = |id: &str| all.name_of(id).unwrap_or_default();
        assert_eq!(name("7068517275539719942"), "Harbour (…719942)");
        assert_eq!(name("7068517275530019942"), "Harbour (…019942)");
        assert_eq!(name("7068517275539710001"), "Harbour (…0001)");
        assert_eq!(name("42"), "Harbour (…42)");
        assert_eq!(name("7068517275539710002"), "Attic");
    }

    #[test]
    fn where_returns_go_is_said_and_costs_the_other_no_digits() {
        let returns = Warehouse { kind: WarehouseKind::Returns, ..listed("2", "Harbour") };
        let all = Warehouses::new(vec![listed("1", "Harbour"), returns]);
        assert_eq!(all.name_of("1").as_deref(), Some("Harbour"));
        assert_eq!(all.name_of("2").as_deref(), Some("Harbour, returns"));
    }

    #[test]
    fn only_a_warehouse_that_sells_and_works_takes_levels_and_one_of_which_nothing_is_known() {
        let of = |kind, status| Warehouses::new(vec![Warehouse { kind, status, ..listed("1", "Harbour") }]);
        let sales = |status| of(WarehouseKind::Sales, status).takes_levels("1");
        assert_eq!(sales(WarehouseStatus::Enabled), Ok(()));
        assert_eq!(sales(WarehouseStatus::Unknown), Ok(()));
        assert_eq!(sales(WarehouseStatus::Disabled), Err(StockError::SwitchedOff));
        assert_eq!(sales(WarehouseStatus::Restricted), Err(StockError::Restricted));
        let returns = of(WarehouseKind::Returns, WarehouseStatus::Enabled);
        assert_eq!(returns.takes_levels("1"), Err(StockError::ForReturns));
        assert_eq!(returns.takes_levels("2"), Ok(()));
    }
}
