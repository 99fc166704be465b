//! What the planner holds to over a whole save, whatever the shop and the person did meanwhile: one
//! state is generated and perturbed twice, and the plan is made from what the shop happens to tell.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::{Level, MAX_LEVEL, SkuId, SkuLevel, StockChange, StockPlan, WarehouseId, plan_stock};

/// An edit of one level, as far as the planner knows it.
#[derive(Clone, Debug)]
struct CellEdit {
    sku: SkuId,
    warehouse: WarehouseId,
    base: Option<Level>,
    change: StockChange,
    /// The absolute level of an earlier attempt whose outcome is unknown.
    lost: Option<Level>,
}

/// The plans of these edits where the shop tells `observed`. A level that it doesn't name is unknown:
/// not 0, and not gone.
fn plan_product(edits: &[CellEdit], observed: &[SkuLevel]) -> Vec<StockPlan> {
    let told = |edit: &CellEdit| {
        observed.iter().find(|told| told.sku == edit.sku && told.warehouse == edit.warehouse).map(|told| told.level)
    };
    edits.iter().map(|edit| plan_stock(edit.base, told(edit), edit.change, edit.lost)).collect()
}

/// A product's levels by SKU: one state that shop and person both start from.
type Levels = BTreeMap<u8, Level>;

/// How a case perturbs that state twice.
#[derive(Clone, Debug)]
struct Perturbed {
    /// What the shop has by now: sales, restocking, SKUs that came.
    shop: Levels,
    /// What the shop's listing happens to tell of it.
    told: Levels,
    /// What the person did meanwhile, from the first state.
    edits: Vec<CellEdit>,
}

fn any_change() -> impl Strategy<Value = StockChange> {
    prop_oneof![
        (0..=MAX_LEVEL).prop_map(|level| StockChange::Set { level }),
        (0..200i64).prop_map(|level| StockChange::Set { level }),
        (-200i64..=200).prop_map(|amount| StockChange::Add { amount }),
        (0..200i64).prop_map(|level| StockChange::Restore { level }),
    ]
}

fn perturbed() -> impl Strategy<Value = Perturbed> {
    let levels = proptest::collection::btree_map(0u8..12, -3i64..200, 1..12);
    let shop_side = proptest::collection::btree_map(0u8..14, -3i64..200, 0..6);
    let hidden = proptest::collection::btree_set(0u8..14, 0..5);
    let person_side = proptest::collection::btree_map(0u8..12, any_change(), 0..12);
    (levels, shop_side, hidden, person_side).prop_map(|(first, moved, hidden, wanted)| {
        let mut shop = first.clone();
        shop.extend(moved);
        let told = shop.iter().filter(|(sku, _)| !hidden.contains(sku)).map(|(sku, now)| (*sku, *now)).collect();
        let edits = wanted.into_iter().map(|(sku, change)| edit(sku, first.get(&sku).copied(), change)).collect();
        Perturbed { shop, told, edits }
    })
}

fn edit(sku: u8, base: Option<Level>, change: StockChange) -> CellEdit {
    let warehouse = WarehouseId::new("default");
    CellEdit { sku: SkuId::new(sku.to_string()), warehouse, base, change, lost: None }
}

fn listing(levels: &Levels) -> Vec<SkuLevel> {
    let told = |(sku, level): (&u8, &Level)| SkuLevel {
        sku: SkuId::new(sku.to_string()),
        warehouse: WarehouseId::new("default"),
        level: *level,
    };
    levels.iter().map(told).collect()
}

fn number(edit: &CellEdit) -> u8 {
    edit.sku.as_str().parse().unwrap_or(u8::MAX)
}

/// The engine's rounds: read, plan, send; an answer may be lost after or before the shop took it.
/// Returns the writes, and whether it came to rest.
fn run(
    mut shop: Levels,
    hidden: &[u8],
    edits: Vec<CellEdit>,
    mut fate: impl FnMut() -> Fate,
) -> (Levels, Vec<(u8, Level)>, bool) {
    let (mut open, mut writes) = (edits, Vec::new());
    for _ in 0..20 {
        let told = shop.iter().filter(|(sku, _)| !hidden.contains(sku)).map(|(sku, now)| (*sku, *now)).collect();
        let plans = plan_product(&open, &listing(&told));
        let mut next = Vec::new();
        for (mut edit, plan) in open.into_iter().zip(plans) {
            let StockPlan::Send(level) = plan else { continue };
            edit.base = told.get(&number(&edit)).copied();
            let fate = fate();
            if fate != Fate::LostBefore {
                shop.insert(number(&edit), level);
                writes.push((number(&edit), level));
            }
            if fate != Fate::Answered {
                edit.lost = Some(level);
                next.push(edit);
            }
        }
        open = next;
        if open.is_empty() {
            return (shop, writes, true);
        }
    }
    (shop, writes, false)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Answered,
    LostBefore,
    LostAfter,
}

proptest! {
    #[test]
    fn a_plan_names_each_edit_once_and_planning_changes_nothing(case in perturbed()) {
        let plans = plan_product(&case.edits, &listing(&case.told));
        prop_assert_eq!(plans.len(), case.edits.len());
        prop_assert_eq!(plans, plan_product(&case.edits, &listing(&case.told)));
    }

    #[test]
    fn planning_again_after_the_shop_took_it_leaves_nothing_to_send(case in perturbed()) {
        let plans = plan_product(&case.edits, &listing(&case.told));
        let mut after = case.told.clone();
        let mut sent = Vec::new();
        for (edit, plan) in case.edits.iter().zip(plans) {
            if let StockPlan::Send(level) = plan {
                let base = case.told.get(&number(edit)).copied();
                after.insert(number(edit), level);
                sent.push(CellEdit { base, lost: Some(level), ..edit.clone() });
            }
        }
        let again = plan_product(&sent, &listing(&after));
        prop_assert!(again.iter().all(|plan| *plan == StockPlan::Done), "{:?}", again);
    }

    #[test]
    fn nothing_is_sent_where_all_agree(case in perturbed()) {
        let agreed: Vec<_> = case.told.iter().filter(|(_, now)| **now >= 0)
            .map(|(sku, level)| edit(*sku, Some(*level), StockChange::Set { level: *level })).collect();
        for plan in plan_product(&agreed, &listing(&case.told)) {
            prop_assert_eq!(plan, StockPlan::Done);
        }
    }

    #[test]
    fn what_a_partial_listing_leaves_out_is_never_added_to_restored_or_deleted(case in perturbed()) {
        let plans = plan_product(&case.edits, &listing(&case.told));
        for (edit, plan) in case.edits.iter().zip(plans) {
            let unknown = !case.told.contains_key(&number(edit));
            match (edit.change, plan) {
                (StockChange::Set { level }, StockPlan::Send(sent)) => prop_assert_eq!(level, sent),
                (_, StockPlan::Send(_) | StockPlan::Done) => prop_assert!(!unknown),
                _ => {}
            }
        }
    }

    #[test]
    fn a_level_that_the_shop_moved_is_never_overwritten_by_a_number_typed_before(case in perturbed()) {
        for (edit, plan) in case.edits.iter().zip(plan_product(&case.edits, &listing(&case.told))) {
            let now = case.told.get(&number(edit));
            let absolute = !matches!(edit.change, StockChange::Add { .. });
            if absolute && now.is_some() && now != edit.base.as_ref() {
                prop_assert!(!matches!(plan, StockPlan::Send(_)));
            }
        }
    }

    #[test]
    fn it_comes_to_rest_with_each_change_counted_at_most_once_whatever_answers_are_lost(
        case in perturbed(), fates in proptest::collection::vec(0u8..3, 40),
    ) {
        let hidden: Vec<u8> = case.shop.keys().filter(|sku| !case.told.contains_key(sku)).copied().collect();
        let mut fates = fates.into_iter();
        let fate = || match fates.next() {
            Some(1) => Fate::LostBefore,
            Some(2) => Fate::LostAfter,
            _ => Fate::Answered,
        };
        let (after, writes, rests) = run(case.shop.clone(), &hidden, case.edits.clone(), fate);
        prop_assert!(rests);
        for edit in &case.edits {
            let sku = number(edit);
            let times = writes.iter().filter(|(written, _)| *written == sku).count();
            prop_assert!(times <= 1, "SKU {} was written {} times", sku, times);
            if let (1, StockChange::Add { amount }) = (times, edit.change) {
                prop_assert_eq!(after[&sku], case.shop[&sku] + amount);
            }
        }
        for (sku, level) in &case.shop {
            prop_assert!(case.edits.iter().any(|edit| number(edit) == *sku) || after[sku] == *level);
        }
    }
}
