//! Labels that were fetched, for as long as the shop itself would give them: a second print asks nobody.
//!
//! They lie among the papers and go with them, at the next start at the latest.

use std::{
    collections::HashMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use domain::{LabelSheet, PackageId};
use jiff::Timestamp;

use crate::private_files::{create, make};

/// As long as the address of a label is good.
const GOOD_FOR: i64 = 24 * 60 * 60;
const PREFIX: &str = "label-";

/// What lies in a shop's folder, on one sheet.
pub(crate) struct KeptLabels {
    folder: PathBuf,
    sheet: LabelSheet,
    now: i64,
    found: HashMap<String, PathBuf>,
}

impl KeptLabels {
    /// Those that are still good at `now`.
    pub(crate) fn in_folder(folder: &Path, sheet: LabelSheet, now: Timestamp) -> Self {
        let now = now.as_second();
        let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let found = files.filter_map(|path| {
            let (label, fetched) = path.file_stem()?.to_str()?.strip_prefix(PREFIX)?.rsplit_once('-')?;
            let (package, on) = label.split_once('-')?;
            let age = now.checked_sub(fetched.parse().ok()?)?;
            let good = on == sheet.name() && (0..GOOD_FOR).contains(&age);
            good.then(|| (package.to_owned(), path.clone()))
        });
        Self { folder: folder.to_owned(), sheet, now, found: found.collect() }
    }

    /// What they are on.
    pub(crate) fn sheet(&self) -> LabelSheet {
        self.sheet
    }

    pub(crate) fn get(&self, package: &PackageId) -> Option<Vec<u8>> {
        fs::read(self.found.get(package.as_str())?).ok()
    }

    /// Keeps one. Where that fails, it is fetched again the next time.
    pub(crate) fn put(&self, package: &PackageId, pdf: &[u8]) {
        // An id that isn't plain would be another path.
        if !package.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return;
        }
        let path = self.folder.join(format!("{PREFIX}{package}-{}-{}.pdf", self.sheet.name(), self.now));
        let kept = make(&self.folder).and_then(|()| create(&path)).and_then(|mut file| file.write_all(pdf));
        if let Err(why) = kept {
            tracing::info!(%why, "a label could not be kept");
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_kept_for_a_day_and_never_outside_of_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let on = |sheet, second| KeptLabels::in_folder(folder.path(), sheet, Timestamp::from_second(second).unwrap());
        let at = |second: i64| on(LabelSheet::A6, second);
        let (package, elsewhere) = (PackageId::new("1153"), PackageId::new("../1153"));
        at(1_000).put(&package, b"%PDF-");
        at(1_000).put(&elsewhere, b"%PDF-");
        assert_eq!(at(1_000 + GOOD_FOR - 1).get(&package).unwrap(), b"%PDF-");
        assert_eq!((at(1_000 + GOOD_FOR).get(&package), at(1_000).get(&elsewhere)), (None, None));
        assert_eq!(on(LabelSheet::A6WithSlip, 1_000).get(&package), None, "that is another paper");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
