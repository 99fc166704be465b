//! What the day has left, and what may be where.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use store::{CacheKey, HeldFolder};

use crate::net::Net;

const DATABASE: &str = "tiktokflow.db";

/// Where something was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the database, behind its encryption: the one place on the disk that may know buyers.
    Database,
    /// In a file as anybody finds it, the database's among them.
    File,
    /// On a screen that shows orders.
    OrderScreen,
    /// On the screen that waits for the browser: the address holds the app's key and the state.
    Connecting,
    /// In a shop's own words, which the screen shows as the shop's.
    ShopsWords,
    /// On any other screen, in an event or in a message.
    Screen,
    /// In what a type prints of itself.
    Printed,
}

/// Something that was left somewhere.
pub(crate) struct Trace {
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// All that is looked for.
#[derive(Default)]
pub(crate) struct Nets {
    /// Nowhere: the app's secret, tokens, codes, the database's key.
    pub(crate) secrets: Net,
    /// Nowhere but in the address that the browser opens: the app's key and the state.
    pub(crate) key_and_state: Net,
    /// Nowhere but in the database and on the screens of orders.
    pub(crate) buyers: Net,
}

impl Nets {
    /// What is where it must not be: sentences.
    pub(crate) fn leaks(&self, traces: &[Trace]) -> BTreeSet<String> {
        let mut leaks = BTreeSet::new();
        for Trace { place, name, bytes } in traces {
            let caught = self.forbidden(*place).into_iter().flat_map(|net| net.caught_in(bytes));
            leaks.extend(caught.map(|what| format!("{what} is in {name}")));
        }
        leaks
    }

    fn forbidden(&self, place: Place) -> Vec<&Net> {
        let mut nets = vec![&self.secrets];
        if place != Place::Connecting {
            nets.push(&self.key_and_state);
        }
        if !matches!(place, Place::Database | Place::OrderScreen | Place::ShopsWords) {
            nets.push(&self.buyers);
        }
        nets
    }
}

/// Every file of a folder, with its name.
pub(crate) fn files_in(folder: &Path) -> Vec<Trace> {
    let file = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Trace { place: Place::File, name, bytes: fs::read(path).unwrap() }
    };
    paths_in(folder).into_iter().map(file).collect()
}

/// What the closed database in a folder holds behind its encryption.
pub(crate) async fn database_in(folder: &Path, key: &CacheKey) -> Trace {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(folder.join(DATABASE), elsewhere.path().join(DATABASE)).unwrap();
    HeldFolder::hold(elsewhere.path()).unwrap().convert(Some(key), None).await.unwrap();
    let bytes = fs::read(elsewhere.path().join(DATABASE)).unwrap();
    Trace { place: Place::Database, name: "the database".into(), bytes }
}

fn paths_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { paths_in(&path) } else { vec![path] }).collect()
}

#[test]
fn a_leak_is_told_wherever_it_is_and_what_belongs_there_is_not() {
    let mut nets = Nets::default();
    nets.secrets.add_secret("the token", "TTP_access_0123456789abcdef");
    nets.key_and_state.add("the state", "the-state-of-this-sign-in");
    nets.buyers.add("a buyer", "Jane Featherstonehaugh");
    let leaks_of = |place, text: &str| {
        nets.leaks(&[Trace { place, name: "there".into(), bytes: format!("<{text}>").into_bytes() }]).len()
    };
    let places = [
        Place::Database,
        Place::File,
        Place::OrderScreen,
        Place::Connecting,
        Place::ShopsWords,
        Place::Screen,
        Place::Printed,
    ];
    for place in places {
        assert_ne!(leaks_of(place, "TTP_access_0123456789abcdef"), 0, "{place:?}");
        assert_eq!(leaks_of(place, "the-state-of-this-sign-in") == 0, place == Place::Connecting, "{place:?}");
        let may_know_buyers = matches!(place, Place::Database | Place::OrderScreen | Place::ShopsWords);
        assert_eq!(leaks_of(place, "Jane Featherstonehaugh") == 0, may_know_buyers, "{place:?}");
    }
}
