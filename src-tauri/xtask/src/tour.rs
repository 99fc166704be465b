//! `cargo xtask tour`: the main job done by itself in the real window, with a picture of each step.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::packages::Need;
use crate::{install, process, ui, workspace};

/// Takes the tour and ends with the list of its pictures.
///
/// # Errors
/// Something is missing, does not build, or a step of the tour fails.
pub(crate) fn run() -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return Err(Failure::new("The tour drives the window through WebKitWebDriver, which only Linux has."));
    }
    install::run(Need::Tests)?;
    ui::fetch()?;
    ui::build()?;
    let pictures = workspace::target().join("tour");
    clear(&pictures)?;
    // The whole workspace, not one package: cargo then shares every dependency with `cargo xtask test`.
    process::run(
        process::cargo()
            .args(["test", "--workspace", "--test", "window", "--", "--nocapture", "tour::"])
            .env("TIKTOKFLOW_TOUR", &pictures),
    )?;
    list(&pictures)
}

/// An old picture must not pass for one of this tour.
fn clear(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| cannot_use(folder, &error))?;
    }
    fs::create_dir_all(folder).map_err(|error| cannot_use(folder, &error))
}

fn list(folder: &Path) -> Result<(), Failure> {
    let entries = fs::read_dir(folder).map_err(|error| cannot_use(folder, &error))?;
    let mut pictures: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    pictures.sort();
    if pictures.is_empty() {
        return Err(Failure::new("The tour ended well and left no picture."));
    }
    println!("\nThe tour's {} pictures are in {}:", pictures.len(), folder.display());
    for picture in &pictures {
        println!("  {}", picture.display());
    }
    Ok(())
}

fn cannot_use(folder: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("The pictures' folder {} can't be used: {error}.", folder.display()))
}
