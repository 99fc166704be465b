//! From one form into another, with a failure at each step in turn.

use std::{
    io::{Error, ErrorKind},
    path::Path,
};

use domain::{OrderId, OrderStatus, TrackingNumber};
use proptest::prelude::*;
use store::{CacheForm, CacheKey, HeldFolder, NewShop, OpenError, Store};

use super::filled::{closed, files, filled, holds_everything, key, open, other_key};
use crate::{
    remembering::remembering,
    shelf::{SHOP, at, order},
};

/// The ways there are: from, to.
fn ways() -> [(Option<CacheKey>, Option<CacheKey>); 3] {
    [(None, Some(key())), (Some(key()), None), (Some(key()), Some(other_key()))]
}

#[derive(Debug, PartialEq)]
enum Found {
    Old,
    New,
}

/// Which of two keys opens the one cache that is there, with everything in it.
async fn found(folder: &Path, old: Option<&CacheKey>, new: Option<&CacheKey>) -> Found {
    for (key, found) in [(old, Found::Old), (new, Found::New)] {
        if let Ok(opened) = Store::open_with(folder, key, at(9)).await {
            holds_everything(&opened.store).await;
            opened.store.close().await;
            return found;
        }
    }
    panic!("neither opens");
}

#[tokio::test]
async fn each_way_brings_everything_along_and_leaves_one_database() {
    for (from, to) in ways() {
        let folder = closed(from.as_ref()).await;
        HeldFolder::hold(folder.path()).unwrap().convert(from.as_ref(), to.as_ref()).await.unwrap();
        assert_eq!(files(folder.path()).into_keys().collect::<Vec<_>>(), ["tiktokflow.db", "tiktokflow.lock"]);
        let form = if to.is_some() { CacheForm::Encrypted } else { CacheForm::Plain };
        assert_eq!(HeldFolder::hold(folder.path()).unwrap().form().unwrap(), form);
        let store = open(folder.path(), to.as_ref()).await;
        holds_everything(&store).await;
        assert_eq!(store.figures().await.unwrap().schema, 19);
        store.close().await;
    }
}

#[tokio::test]
async fn whichever_step_fails_the_old_or_the_new_database_is_whole() {
    for (from, to) in ways() {
        let folder = closed(from.as_ref()).await;
        let mut steps = 0;
        for failing in 0..30 {
            let mut step = 0;
            let mut fail = |_: &'static str| {
                step += 1;
                if step > failing { Err(Error::from(ErrorKind::StorageFull)) } else { Ok(()) }
            };
            let outcome = HeldFolder::hold(folder.path())
                .unwrap()
                .convert_step_by_step(from.as_ref(), to.as_ref(), &mut fail)
                .await;
            if outcome.is_ok() {
                steps = failing;
                break;
            }
            // The last steps fail once the new one is in: it is brought back, so that each step has its turn.
            if found(folder.path(), from.as_ref(), to.as_ref()).await == Found::New {
                HeldFolder::hold(folder.path()).unwrap().convert(to.as_ref(), from.as_ref()).await.unwrap();
            }
            let names: Vec<_> = files(folder.path()).into_keys().collect();
            assert_eq!(names, ["tiktokflow.db", "tiktokflow.lock"], "after step {failing}");
        }
        assert_eq!(steps, if to.is_some() { 13 } else { 12 });
        holds_everything(&open(folder.path(), to.as_ref()).await).await;
    }
}

#[tokio::test]
async fn where_the_disk_is_full_that_is_what_is_said() {
    let folder = closed(None).await;
    let mut full = |name: &'static str| if name == "copy" { Err(ErrorKind::StorageFull.into()) } else { Ok(()) };
    let error =
        HeldFolder::hold(folder.path()).unwrap().convert_step_by_step(None, Some(&key()), &mut full).await.unwrap_err();
    assert!(error.to_string().contains("The disk is full"), "{error}");
}

#[tokio::test]
async fn what_can_not_be_opened_is_not_converted() {
    let folder = closed(Some(&key())).await;
    let before = files(folder.path());
    let with = async |from: Option<CacheKey>| match HeldFolder::hold(folder.path()) {
        Ok(held) => held.convert(from.as_ref(), None).await.unwrap_err(),
        Err(in_use) => in_use,
    };
    assert!(matches!(with(Some(other_key())).await, OpenError::WrongKey));
    assert!(matches!(with(None).await, OpenError::NeedsKey));
    assert_eq!(files(folder.path()), before);
    let _store = open(folder.path(), Some(&key())).await;
    assert!(matches!(with(Some(key())).await, OpenError::InUse(_)));
}

#[tokio::test]
async fn where_there_is_no_cache_yet_there_is_nothing_to_convert() {
    let folder = tempfile::tempdir().unwrap();
    HeldFolder::hold(folder.path()).unwrap().convert(None, Some(&key())).await.unwrap();
    assert_eq!(HeldFolder::hold(folder.path()).unwrap().form().unwrap(), CacheForm::Absent);
}

#[tokio::test]
async fn triggers_and_numbers_that_are_taken_come_along() {
    let (folder, store) = filled(None).await;
    let (id, number) = (OrderId::new("8"), TrackingNumber::parse("TK2").unwrap());
    let (name, region) = ("Second".into(), "GB".into());
    let new = NewShop { name, region, practice: false, currency: None, seller: String::new() };
    let second = store.add_shop(&new).await.unwrap();
    store.put_orders(second, &[order("8", OrderStatus::AwaitingShipment, 1)], &[], at(2), None).await.unwrap();
    let last = store.queue_shipment(second, &id, &number, at(3), at(3)).await.unwrap().id;
    store.remove_shop(second).await.unwrap();
    store.close().await;
    drop(store);
    HeldFolder::hold(folder.path()).unwrap().convert(None, Some(&key())).await.unwrap();
    let store = open(folder.path(), Some(&key())).await;
    let next = store.queue_shipment(SHOP, &id, &number, at(7), at(7)).await.unwrap();
    assert_eq!(next.id, last + 1, "the number of a wish that is gone is not given again");
    store.put_orders(SHOP, &[order("8", OrderStatus::Shipped, 9)], &[], at(9), None).await.unwrap();
    assert_eq!(store.order_events(SHOP, &id).await.unwrap().len(), 1, "a trigger writes it");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..remembering() })]
    /// Half of a copy, half of an erased file, or anything at all under their names.
    #[test]
    fn whatever_a_cut_off_conversion_left_is_gone_and_the_database_is_found(
        made in prop::option::of(prop::collection::vec(any::<u8>(), 0..9_000)),
        erased in prop::option::of(prop::collection::vec(any::<u8>(), 0..9_000)),
        journal in any::<bool>(),
        moved_away in any::<bool>(),
        encrypted in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let key = encrypted.then(key);
            let folder = closed(key.as_ref()).await;
            let put = |name: &str, bytes: &Option<Vec<u8>>| {
                bytes.iter().for_each(|bytes| std::fs::write(folder.path().join(name), bytes).unwrap());
            };
            put("tiktokflow.making.db", &made);
            put("tiktokflow.erasing.db", &erased);
            put("tiktokflow.making.db-journal", &journal.then(|| vec![1; 600]));
            if moved_away {
                let to = folder.path().join("tiktokflow.replaced.db");
                std::fs::rename(super::filled::database(folder.path()), to).unwrap();
            }
            let form = if encrypted { CacheForm::Encrypted } else { CacheForm::Plain };
            assert_eq!(HeldFolder::hold(folder.path()).unwrap().form().unwrap(), form);
            let store = open(folder.path(), key.as_ref()).await;
            holds_everything(&store).await;
            store.close().await;
            let names: Vec<_> = files(folder.path()).into_keys().collect();
            assert_eq!(names, ["tiktokflow.db", "tiktokflow.lock"]);
        });
    }
}
