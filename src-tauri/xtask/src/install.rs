//! Makes the machine ready. Says nothing when there is nothing to do.

use std::env;
use std::path::Path;
use std::process::Command;

use crate::failure::Failure;
use crate::packages::{GROUPS, Group, Need, Sign};
use crate::process;

/// Installs what `need` asks for and the machine lacks.
///
/// # Errors
/// Something is missing that can't be installed from here; the sentence names it.
pub(crate) fn run(need: Need) -> Result<(), Failure> {
    expect_node()?;
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let wanted: Vec<&Group> = GROUPS.iter().filter(|group| group.need <= need).collect();
    if process::is_installed("apt-get") && process::is_installed("dpkg-query") {
        install_on_debian(&wanted)
    } else {
        expect_signs(&wanted)
    }
}

fn expect_node() -> Result<(), Failure> {
    let node = process::agrees(Command::new("node").arg("--version"));
    if node && process::agrees(process::npm().arg("--version")) {
        return Ok(());
    }
    Err(Failure::new(
        "Node.js and npm build the screens, and were not found. Install Node.js 20.19 or newer, then try again.",
    ))
}

fn install_on_debian(wanted: &[&Group]) -> Result<(), Failure> {
    let mut missing = Vec::new();
    for group in wanted {
        let lacking: Vec<&str> = group.packages.iter().copied().filter(|name| !is_on_debian(name)).collect();
        if !lacking.is_empty() {
            println!("Installing {}: {}.", group.why, lacking.join(", "));
            missing.extend(lacking);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    process::run(apt()?.arg("update")).map_err(|failure| by_hand(&failure, &missing))?;
    process::run(apt()?.args(["install", "-y", "--no-install-recommends"]).args(&missing))
        .map_err(|failure| by_hand(&failure, &missing))
}

fn is_on_debian(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .output()
        .is_ok_and(|answer| answer.stdout == b"installed")
}

/// `apt-get` with the rights to install: as root, or through sudo, which asks the person for their password.
fn apt() -> Result<Command, Failure> {
    let mut apt = if is_root() {
        Command::new("apt-get")
    } else if process::is_installed("sudo") {
        let mut sudo = Command::new("sudo");
        // Through `env`, because sudo drops the variables of the caller.
        sudo.args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    } else {
        return Err(Failure::new("These packages need root's rights, and there is no sudo."));
    };
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(apt)
}

fn by_hand(failure: &Failure, missing: &[&str]) -> Failure {
    Failure::new(format!("{failure} Install these by hand, then try again: {}.", missing.join(" ")))
}

/// On Linux the owner of a process's own entry in `/proc` is its effective user.
fn is_root() -> bool {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::MetadataExt;
        Path::new("/proc/self").metadata().is_ok_and(|me| me.uid() == 0)
    }
    #[cfg(not(target_os = "linux"))]
    false
}

/// Where the package names are not known, says what is missing in terms any distribution's search finds.
fn expect_signs(wanted: &[&Group]) -> Result<(), Failure> {
    let missing: Vec<String> = wanted.iter().filter_map(|group| missing_from(group)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "This Linux has no apt-get, so please install these with its own package tool, then try again:\n{}",
        missing.join("\n")
    )))
}

fn missing_from(group: &Group) -> Option<String> {
    let lacking: Vec<String> = group.signs.iter().filter(|sign| !is_there(**sign)).map(|sign| name(*sign)).collect();
    (!lacking.is_empty()).then(|| format!("  {}: {}", group.why, lacking.join(", ")))
}

fn is_there(sign: Sign) -> bool {
    match sign {
        Sign::Program(name) => process::is_installed(name),
        Sign::Library(name) => process::agrees(Command::new("pkg-config").args(["--exists", name])),
    }
}

fn name(sign: Sign) -> String {
    match sign {
        Sign::Program(name) => format!("the program {name}"),
        Sign::Library(name) => format!("the library {name} with its headers"),
    }
}

/// Whether a window can be seen here. Windows and macOS always have a screen to draw on.
pub(crate) fn has_display() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
