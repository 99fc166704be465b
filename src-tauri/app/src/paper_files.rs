//! Papers as files, for the viewer in which they are looked at.

use std::{
    io::{self, ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::private_files::{create, make};

/// Papers of one kind within one second.
const AT_ONCE: u32 = 1_000;

/// Writes a paper. Its name tells its kind and the time.
pub(crate) fn keep(folder: &Path, kind: &str, now: Timestamp, pdf: &[u8]) -> io::Result<PathBuf> {
    make(folder)?;
    let stamp = now.strftime("%Y%m%d-%H%M%S");
    for number in 1..=AT_ONCE {
        let more = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("{kind}-{stamp}{more}.pdf"));
        match create(&path) {
            Ok(mut file) => return file.write_all(pdf).and_then(|()| file.flush()).map(|()| path),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}
