//! The accessibility tree of the window, over the bus on which a screen reader reads it.

use std::collections::HashMap;
use std::fmt;
use std::time::Duration;

use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Type};
use zbus::{Connection, connection::Builder};

use super::patience::{patiently, until};

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const TEXT: &str = "org.a11y.atspi.Text";
/// The bit of a node's states that says that it has the focus.
const FOCUSED: u64 = 1 << 12;
/// A window that doesn't answer for so long has crashed; the tests' patience is longer.
const TIMEOUT: Duration = Duration::from_secs(20);
/// How deep the page lies in the frame of its window, at most.
const DEEPEST_PAGE: u32 = 10;

/// A node's name on the bus and its path there.
type Place = (String, OwnedObjectPath);

/// What a screen reader hears of the window.
pub(crate) struct Reader(Connection);

/// A node of the tree as it was at one moment.
#[derive(Default)]
pub(crate) struct Node {
    /// Its role in ARIA's words; empty for what has none there.
    pub(crate) role: String,
    /// What it is called.
    pub(crate) name: String,
    /// What stands in it.
    pub(crate) text: String,
    attributes: HashMap<String, String>,
    states: u64,
    children: Vec<Node>,
}

impl Reader {
    /// Listens on the accessibility bus of the session at this address.
    pub(crate) async fn on(session: &str) -> Self {
        let address: String = until("the accessibility bus", async || {
            let session = Builder::address(session).ok()?.build().await.ok()?;
            let (bus, path) = ("org.a11y.Bus", "/org/a11y/bus");
            session.call_method(Some(bus), path, Some(bus), "GetAddress", &()).await.ok()?.body().deserialize().ok()
        })
        .await;
        Self(Builder::address(address.as_str()).unwrap().method_timeout(TIMEOUT).build().await.unwrap())
    }

    /// Reads the page until it is as wanted, and answers what was wanted of it.
    pub(crate) async fn until<T>(&self, what: &str, wanted: impl Fn(&Node) -> Option<T>) -> T {
        let mut last = None;
        let found = patiently(async || {
            last = self.page().await;
            last.as_ref().and_then(&wanted)
        })
        .await;
        found.unwrap_or_else(|| panic!("waited in vain for {what}; the tree is {last:#?}"))
    }

    /// The page, whole. Nothing where it changed while it was read, or isn't there yet.
    async fn page(&self) -> Option<Node> {
        let desktop = ("org.a11y.atspi.Registry".to_owned(), path("/org/a11y/atspi/accessible/root"));
        for app in self.children(&desktop).await? {
            let mut place = app;
            for _ in 0..DEEPEST_PAGE {
                if place.1.starts_with("/org/a11y/webkit/") {
                    return self.node(place).await;
                }
                // The frame's list of children leaves out the page, which is another process's.
                place = self.ask(&place, ACCESSIBLE, "GetChildAtIndex", &(0i32,)).await?;
            }
        }
        None
    }

    async fn node(&self, place: Place) -> Option<Node> {
        let (attributes, states, name, text, places) = tokio::join!(
            self.ask::<HashMap<String, String>>(&place, ACCESSIBLE, "GetAttributes", &()),
            self.ask::<Vec<u32>>(&place, ACCESSIBLE, "GetState", &()),
            self.ask::<OwnedValue>(&place, "org.freedesktop.DBus.Properties", "Get", &(ACCESSIBLE, "Name")),
            // Most nodes have no text of their own.
            self.ask::<String>(&place, TEXT, "GetText", &(0i32, -1i32)),
            self.children(&place),
        );
        let (attributes, states) = (attributes?, states?);
        let mut children = Vec::new();
        for place in places? {
            children.push(Box::pin(self.node(place)).await?);
        }
        Some(Node {
            role: attributes.get("computed-role").cloned().unwrap_or_default(),
            name: String::try_from(name?).ok()?,
            text: text.unwrap_or_default(),
            states: states.iter().rev().fold(0, |states, word| states << 32 | u64::from(*word)),
            attributes,
            children,
        })
    }

    async fn children(&self, place: &Place) -> Option<Vec<Place>> {
        self.ask(place, ACCESSIBLE, "GetChildren", &()).await
    }

    async fn ask<T>(
        &self,
        (bus, path): &Place,
        interface: &str,
        method: &str,
        body: &(impl serde::Serialize + DynamicType),
    ) -> Option<T>
    where
        T: serde::de::DeserializeOwned + Type,
    {
        let answer = self.0.call_method(Some(bus.as_str()), path, Some(interface), method, body).await.ok()?;
        answer.body().deserialize().ok()
    }
}

impl Node {
    /// This node and all below it.
    pub(crate) fn all(&self) -> Vec<&Self> {
        std::iter::once(self).chain(self.children.iter().flat_map(Self::all)).collect()
    }

    /// The first node with this role and name.
    pub(crate) fn find(&self, role: &str, name: &str) -> Option<&Self> {
        self.all().into_iter().find(|node| node.role == role && node.name == name)
    }

    /// All nodes below this one that have this role.
    pub(crate) fn of_role(&self, role: &str) -> Vec<&Self> {
        self.all().into_iter().filter(|node| node.role == role).collect()
    }

    /// The way from the page down to what has the focus, that first.
    pub(crate) fn focus(&self) -> Vec<&Self> {
        let mut way = self.children.iter().map(Self::focus).find(|way| !way.is_empty()).unwrap_or_default();
        if !way.is_empty() || self.states & FOCUSED != 0 {
            way.push(self);
        }
        way
    }

    /// An attribute, like `sort` or `rowcount`.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    /// An attribute that is a number.
    pub(crate) fn number(&self, name: &str) -> Option<usize> {
        self.attribute(name).parse().ok()
    }

    /// The nodes right below this one.
    pub(crate) fn children(&self) -> &[Self] {
        &self.children
    }

    /// Whether a live region of the page says this.
    pub(crate) fn is_told(&self, words: &str) -> bool {
        let is_live = |node: &&Self| !node.attribute("live").is_empty();
        self.all().into_iter().filter(is_live).any(|node| node.all().iter().any(|part| part.text.contains(words)))
    }
}

/// The tree as an outline, a node in a line.
impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.outline(f, 0)
    }
}

impl Node {
    fn outline(&self, f: &mut fmt::Formatter<'_>, depth: usize) -> fmt::Result {
        let focus = if self.states & FOCUSED != 0 { " has the focus" } else { "" };
        let (indent, Self { role, name, text, .. }) = (depth * 2, self);
        writeln!(f, "{:indent$}{role} {name:?} {text:?}{focus}", "")?;
        self.children.iter().try_for_each(|child| child.outline(f, depth + 1))
    }
}

fn path(path: &str) -> OwnedObjectPath {
    OwnedObjectPath::try_from(path).unwrap()
}
