//! No byte that is left in the folder names a buyer.

use domain::{OrderStatus, Private, Recipient};
use jiff::Timestamp;
use store::{HeldFolder, OrderFilter, Store};

use super::filled::{BUYER, closed, database, files, filled, key};
use crate::shelf::{SHOP, at, order};

/// In which of some files a buyer is named, however it is written.
fn naming(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<String> {
    let word = b"canary";
    assert!(BUYER.to_lowercase().contains("canary"));
    let names = |bytes: &[u8]| bytes.windows(word.len()).any(|at| at.eq_ignore_ascii_case(word));
    files.into_iter().filter(|(_, bytes)| names(bytes)).map(|(name, _)| name).collect()
}

#[tokio::test]
async fn an_encrypted_cache_names_nobody_open_or_closed() {
    let (folder, store) = filled(Some(&key())).await;
    assert!(files(folder.path()).contains_key("tiktokflow.db-wal"));
    assert_eq!(naming(files(folder.path())), [""; 0]);
    store.close().await;
    assert_eq!(naming(files(folder.path())), [""; 0]);
}

#[tokio::test]
async fn encrypting_leaves_no_name_behind_not_even_in_what_was_damaged_before() {
    let (folder, store) = filled(None).await;
    let plain: Vec<_> = files(folder.path()).into_iter().filter(|(name, _)| !name.ends_with("lock")).collect();
    store.close().await;
    drop(store);
    let aside = |name: &str| folder.path().join(name.replace("tiktokflow.db", "tiktokflow.damaged-20260927-120000.db"));
    plain.iter().for_each(|(name, bytes)| std::fs::write(aside(name), bytes).unwrap());
    assert_eq!(naming(files(folder.path())).len(), 2, "the database, and the log of the damaged one");
    HeldFolder::hold(folder.path()).unwrap().convert(None, Some(&key())).await.unwrap();
    assert_eq!(naming(files(folder.path())), [""; 0]);
    assert_eq!(files(folder.path()).len(), 2);
}

#[tokio::test]
async fn a_damaged_plain_database_that_stayed_behind_goes_when_an_encrypted_one_is_opened() {
    let folder = closed(Some(&key())).await;
    let plain = closed(None).await;
    std::fs::copy(database(plain.path()), folder.path().join("tiktokflow.damaged-1.db")).unwrap();
    assert_eq!(naming(files(folder.path())).len(), 1);
    Store::open_with(folder.path(), Some(&key()), Timestamp::UNIX_EPOCH).await.unwrap();
    assert_eq!(naming(files(folder.path())), [""; 0]);
}

/// What this process has open of a folder, files without a name included.
#[cfg(target_os = "linux")]
fn open_files(folder: &std::path::Path) -> Vec<(String, Vec<u8>)> {
    let within = |link: &std::path::Path| std::fs::read_link(link).is_ok_and(|target| target.starts_with(folder));
    let open = std::fs::read_dir("/proc/self/fd").unwrap().map(|entry| entry.unwrap().path());
    open.filter(|link| within(link))
        .filter_map(|link| Some((link.display().to_string(), std::fs::read(&link).ok()?)))
        .collect()
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn what_is_searched_lies_in_no_file_without_a_name() {
    for (key, named) in [(None, true), (Some(key()), false)] {
        let (folder, store) = filled(key.as_ref()).await;
        let of_buyer = |n: u32| {
            let recipient = Recipient { name: Private::new(BUYER.into()), ..Recipient::default() };
            domain::Order { recipient, ..order(&n.to_string(), OrderStatus::AwaitingShipment, 1) }
        };
        let page: Vec<_> = (1_000..6_000).map(of_buyer).collect();
        store.put_orders(SHOP, &page, &[], at(2), None).await.unwrap();
        let search = OrderFilter { search: "canary".into(), ..OrderFilter::default() };
        assert_eq!(store.order_list(SHOP, &search).await.unwrap().numbers.len(), 5_300);
        let without_name: Vec<_> = open_files(folder.path())
            .into_iter()
            .filter(|(link, _)| std::fs::read_link(link).unwrap().display().to_string().ends_with("(deleted)"))
            .collect();
        assert!(!without_name.is_empty(), "numbers lie there in any case");
        assert_eq!(!naming(without_name).is_empty(), named);
        store.close().await;
    }
}
