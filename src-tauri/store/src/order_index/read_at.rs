//! Reading a file at a place without moving a place of its own, so that two threads can read it at once.

use std::{fs::File, io::Result};

#[cfg(unix)]
pub(super) fn read_at(file: &File, from: u64, into: &mut [u8]) -> Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, from)
}

#[cfg(windows)]
pub(super) fn read_at(file: &File, from: u64, into: &mut [u8]) -> Result<()> {
    let mut done = 0;
    while done < into.len() {
        match std::os::windows::fs::FileExt::seek_read(file, &mut into[done..], from + done as u64)? {
            0 => return Err(std::io::ErrorKind::UnexpectedEof.into()),
            read => done += read,
        }
    }
    Ok(())
}
