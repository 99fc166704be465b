//! How the property tests remember what failed.

use proptest::{prelude::ProptestConfig, test_runner::FileFailurePersistence};

/// Seeds that failed once stand beside the test's own file and are tried first.
pub(crate) fn remembering() -> ProptestConfig {
    let failure_persistence = Some(Box::new(FileFailurePersistence::WithSource("regressions")) as _);
    ProptestConfig { cases: 64, failure_persistence, ..ProptestConfig::default() }
}
