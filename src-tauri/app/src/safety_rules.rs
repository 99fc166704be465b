//! The seller's safety rules: what is low, and what is kept back from sale.

use domain::{MAX_LEVEL, USUAL_LOW_AT, WarehouseId};
use store::{Own, RuleScope};

use crate::{
    App,
    boundary::{AppError, OwnRule, RuleAbout, RuleField, SafetyRules, SkuRules, WarehouseRule},
    shops::id_of,
    wording::count,
};

impl App {
    /// Names the SKUs of a list's rows from position `from` on, so that they mean the same ones whatever the list does
    /// next. A folded product is all of its SKUs.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where the list is no longer kept.
    pub async fn stock_numbers(&self, view: u32, from: u32, count: u32) -> Result<Vec<i64>, AppError> {
        Ok(self.skus_within(view, from, count).await?.0)
    }

    /// The rules of a shop and of its warehouses, and what some SKUs say themselves.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn safety_rules(&self, shop: u32, skus: &[i64]) -> Result<SafetyRules, AppError> {
        let shop = id_of(shop);
        let rules = self.store.stock_rules(shop, &[]).await?;
        let own = if skus.is_empty() { None } else { Some(self.store.own_rules(shop, skus).await?) };
        let warehouse = |(id, rule): (&WarehouseId, domain::StockRule)| WarehouseRule {
            id: id.to_string(),
            low_at: rule.low_at,
            kept_back: rule.kept_back,
        };
        Ok(SafetyRules {
            low_at: rules.shop().low_at,
            usual_low_at: USUAL_LOW_AT,
            warehouses: rules.warehouses().map(warehouse).collect(),
            runaway_hours: self.store.runaway_hours(shop).await?,
            skus: own.map(|own| SkuRules {
                count: count(own.skus),
                low_at: own_rule(own.low_at),
                kept_back: own_rule(own.kept_back),
            }),
        })
    }

    /// Decides one field of a rule, or with `None` leaves it to the wider rule. It counts at once, in every list.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::InvalidInput`] for a number that no level can have.
    pub async fn set_safety_rule(
        &self,
        shop: u32,
        about: RuleAbout,
        field: RuleField,
        value: Option<i64>,
    ) -> Result<(), AppError> {
        if value.is_some_and(|value| !(0..=MAX_LEVEL).contains(&value)) {
            return Err(AppError::input(
                "value",
                "This takes a whole number from 0 to 99,999. What was there before still counts: type another one, or leave it empty.",
            ));
        }
        let scope = match about {
            RuleAbout::Shop => RuleScope::Shop,
            RuleAbout::Warehouse { id } => RuleScope::Warehouse(WarehouseId::new(id)),
            RuleAbout::Skus { numbers } => RuleScope::Skus(numbers),
        };
        let field = match field {
            RuleField::LowAt => store::RuleField::LowAt,
            RuleField::KeptBack => store::RuleField::KeptBack,
        };
        Ok(self.store.set_stock_rule(id_of(shop), &scope, field, value).await?)
    }
}

fn own_rule(own: Own) -> OwnRule {
    match own {
        Own::Same(value) => OwnRule::Same { value },
        Own::Different => OwnRule::Different,
    }
}
