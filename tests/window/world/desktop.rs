//! A Linux desktop for one test: a home, a display, a session bus and an unlocked keyring.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Stdio;

use super::patience::until_blocking;
use super::process::{Process, command};

/// Only what the app's own needs: nothing on this bus is started by asking for it, so "no keychain" is a fact and not
/// a program that happens to be missing.
const BUS: &str = include_str!("bus.conf");

/// Keeps a program from looking for the accessibility bus.
const NO_ACCESSIBILITY: &str = "NO_AT_BRIDGE";
/// Where distributions keep the program that opens the accessibility bus. No path leads to it: buses start it.
const LAUNCHERS: [&str; 3] =
    ["/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher"];

/// The running desktop. Dropping it ends every part.
pub(crate) struct Desktop {
    variables: Vec<(String, String)>,
    _keyring: Option<Process>,
    _accessibility: Option<Process>,
    _bus: Process,
    _display: Process,
}

impl Desktop {
    /// A desktop that keeps secrets.
    pub(crate) fn start(root: &Path) -> Self {
        let mut desktop = Self::start_without_keyring(root);
        desktop._keyring = Some(unlock_keyring(&desktop.variables, root));
        desktop
    }

    /// A desktop with the bus on which programs tell screen readers what they show.
    pub(crate) fn start_with_screen_reader(root: &Path) -> Self {
        let mut desktop = Self::start(root);
        desktop.variables.retain(|(name, _)| name != NO_ACCESSIBILITY);
        let launcher = LAUNCHERS.iter().find(|launcher| Path::new(launcher).exists());
        let launcher = launcher.expect("at-spi2-core is installed: `cargo xtask test` sees to it");
        let mut launch = command(launcher, &desktop.variables);
        launch.arg("--launch-immediately").stdin(Stdio::null()).stdout(Stdio::null());
        desktop._accessibility = Some(Process::start(&mut launch, &root.join("desktop.log")));
        desktop
    }

    /// A desktop on which nobody keeps secrets.
    pub(crate) fn start_without_keyring(root: &Path) -> Self {
        let log = root.join("desktop.log");
        let mut variables = home(root);
        let (display, number) = Process::start_and_hear(
            command("Xvfb", &variables).args(["-displayfd", "1", "-screen", "0", "1440x900x24", "-nolisten", "tcp"]),
            &log,
        );
        variables.push(pair("DISPLAY", format!(":{number}")));
        let settings = root.join("bus.conf");
        fs::write(&settings, BUS).unwrap();
        let (bus, address) = Process::start_and_hear(
            command("dbus-daemon", &variables).arg("--config-file").arg(settings).args(["--nofork", "--print-address"]),
            &log,
        );
        variables.push(pair("DBUS_SESSION_BUS_ADDRESS", address));
        Self { variables, _keyring: None, _accessibility: None, _bus: bus, _display: display }
    }

    /// Takes a secret out of the keyring.
    pub(crate) fn lose_secret(&self, service: &str, name: &str) {
        let attributes = format!("dict:string:string:service,{service},username,{name}");
        let found = self.ask_keyring("/org/freedesktop/secrets", "Service.SearchItems", &[&attributes]);
        let item = found.split_whitespace().find(|word| word.starts_with('/')).expect("the keyring holds it");
        self.ask_keyring(item, "Item.Delete", &[]);
        let left = self.ask_keyring("/org/freedesktop/secrets", "Service.SearchItems", &[&attributes]);
        assert!(!left.contains('/'), "it is still there: {left}");
    }

    fn ask_keyring(&self, object: &str, what: &str, with: &[&str]) -> String {
        let asked = command("dbus-send", &self.variables)
            .args(["--session", "--print-reply=literal", "--dest=org.freedesktop.secrets", object])
            .arg(format!("org.freedesktop.Secret.{what}"))
            .args(with)
            .output()
            .unwrap();
        assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
        String::from_utf8_lossy(&asked.stdout).into_owned()
    }

    /// The whole environment of a program on this desktop.
    pub(crate) fn variables(&self) -> &[(String, String)] {
        &self.variables
    }
}

/// A home of its own, and what a program without a graphics card, an accessibility bus or a user of its own needs.
fn home(root: &Path) -> Vec<(String, String)> {
    let folder = |name: &str| {
        let path = root.join(name);
        fs::create_dir_all(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        path.to_str().unwrap().to_owned()
    };
    vec![
        pair("PATH", "/usr/local/bin:/usr/bin:/bin"),
        pair("HOME", folder("home")),
        pair("XDG_RUNTIME_DIR", folder("run")),
        pair("XDG_DATA_HOME", folder("home/.local/share")),
        pair("XDG_CONFIG_HOME", folder("home/.config")),
        pair("XDG_CACHE_HOME", folder("home/.cache")),
        pair("TMPDIR", folder("tmp")),
        pair("LANG", "C.UTF-8"),
        pair("TZ", "UTC"),
        pair("GDK_BACKEND", "x11"),
        pair(NO_ACCESSIBILITY, "1"),
        pair("GSETTINGS_BACKEND", "memory"),
        pair("GIO_USE_VFS", "local"),
        pair("LIBGL_ALWAYS_SOFTWARE", "1"),
        pair("WEBKIT_DISABLE_DMABUF_RENDERER", "0"),
        // Its process sandbox can't be set up by root, which is who runs the tests in a container.
        pair("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1"),
        // As talkative as the app can be: what must not be in a log is looked for in all of it.
        pair("RUST_LOG", "trace"),
        pair("RUST_BACKTRACE", "1"),
    ]
}

fn unlock_keyring(variables: &[(String, String)], root: &Path) -> Process {
    let keyring = Process::start_and_tell(
        command("gnome-keyring-daemon", variables)
            .args(["--unlock", "--foreground", "--components=secrets"])
            .stdout(Stdio::null()),
        "a password",
        &root.join("desktop.log"),
    );
    until_blocking("the keyring on the session bus", || {
        let asked = command("dbus-send", variables)
            .args(["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/"])
            .args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"])
            .output()
            .unwrap();
        String::from_utf8_lossy(&asked.stdout).contains("true").then_some(())
    });
    keyring
}

fn pair(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}
