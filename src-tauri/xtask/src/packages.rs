//! The system packages of each need, with the reason a person is told. Only Linux has any.

/// What a chore is about to do, and so what it asks of the machine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Need {
    /// Build the window and open it.
    Window,
    /// Also drive the window without a screen, and take pictures of it.
    Tests,
}

/// Packages that serve one purpose.
pub(crate) struct Group {
    /// From which need on they are wanted.
    pub(crate) need: Need,
    /// Told to the person before anything is installed.
    pub(crate) why: &'static str,
    /// Names in Debian and its children.
    pub(crate) packages: &'static [&'static str],
    /// How to tell on any other Linux that the purpose is served.
    pub(crate) signs: &'static [Sign],
}

/// Evidence, on a system whose package names we don't know, that something is there.
#[derive(Clone, Copy)]
pub(crate) enum Sign {
    /// A program on the path.
    Program(&'static str),
    /// A library that pkg-config knows.
    Library(&'static str),
}

/// Everything TikTokFlow asks of a Linux machine besides Rust and Node.
pub(crate) const GROUPS: &[Group] = &[
    Group {
        need: Need::Window,
        why: "to build the window and the encrypted cache",
        packages: &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "libdbus-1-dev", "libssl-dev"],
        signs: &[
            Sign::Program("cc"),
            Sign::Program("pkg-config"),
            Sign::Library("webkit2gtk-4.1"),
            Sign::Library("dbus-1"),
            Sign::Library("libcrypto"),
        ],
    },
    Group {
        need: Need::Window,
        why: "to open the browser and to receive tiktokflow:// links",
        packages: &["xdg-utils"],
        signs: &[Sign::Program("xdg-mime")],
    },
    Group {
        need: Need::Tests,
        why: "to test the window without a screen: a display, a session bus, a keyring and a driver of its own",
        packages: &["xvfb", "dbus", "gnome-keyring", "webkit2gtk-driver"],
        signs: &[
            Sign::Program("Xvfb"),
            Sign::Program("dbus-daemon"),
            Sign::Program("gnome-keyring-daemon"),
            Sign::Program("WebKitWebDriver"),
        ],
    },
    Group {
        need: Need::Tests,
        why: "to read the window as a screen reader does: the bus for it",
        packages: &["at-spi2-core"],
        // Its programs are on no path, and GTK brings them along nearly everywhere.
        signs: &[],
    },
    Group {
        need: Need::Tests,
        why: "to draw buyers' names in every script",
        packages: &["fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji"],
        // A picture without these fonts is ugly, not wrong: nothing to insist on where we can't install them.
        signs: &[],
    },
];
