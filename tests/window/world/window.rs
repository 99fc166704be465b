//! The window as a person meets it: buttons, fields, rows and sentences, by their words.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::driver::Driver;
use super::patience::patiently;

const FIND: &str = include_str!("find.js");
const ROWS: &str = include_str!("rows.js");
/// The name WebDriver gives the id of an element in JSON.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An open window of the app.
pub(crate) struct Window {
    driver: Driver,
}

impl Window {
    /// Starts the program, which is the app, under the driver that `command` runs.
    pub(crate) async fn open(command: Command, program: &str, args: &[&str], home: &Path) -> Self {
        let log = home.join("app.log");
        Self { driver: Driver::start(command, program, args, &log).await }
    }

    /// Presses the button that says this.
    pub(crate) async fn press(&self, label: &str) {
        self.click("button", label).await;
    }

    /// Chooses a tab, or one of several options.
    pub(crate) async fn choose(&self, label: &str) {
        self.click("choice", label).await;
    }

    /// Turns what is called this on, or off.
    pub(crate) async fn switch(&self, label: &str) {
        self.click("switch", label).await;
    }

    /// Goes to a screen by the navigation.
    pub(crate) async fn go_to(&self, screen: &str) {
        self.click("place", screen).await;
    }

    /// Sorts by the column with this heading.
    pub(crate) async fn sort_by(&self, heading: &str) {
        self.click("column", heading).await;
    }

    /// Clicks the row that holds this text.
    pub(crate) async fn pick(&self, text: &str) {
        self.click("row", text).await;
    }

    /// Empties the field with this label and types into it.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        self.act("field", label, async |field| {
            // A field that only shows an edge counts as out of reach to the driver.
            let into_view = "arguments[0].scrollIntoView({ block: 'nearest' })";
            self.driver.client().execute(into_view, vec![serde_json::to_value(field)?]).await?;
            field.clear().await?;
            // The driver empties a field without a word to the page, as no person could: a key is what it hears.
            let typed = if text.is_empty() { format!(" {}", char::from(Key::Backspace)) } else { text.to_owned() };
            field.send_keys(&typed).await
        })
        .await;
    }

    /// Hands a file to the open dialog, as the system's file chooser would once the person has chosen it there.
    pub(crate) async fn hand_over(&self, file: &Path) {
        let chooser = patiently(async || {
            let input = "dialog[open] input[type=file]";
            self.driver.client().find(fantoccini::Locator::Css(input)).await.ok()
        })
        .await;
        match chooser {
            Some(chooser) => chooser.send_keys(file.to_str().unwrap()).await.unwrap(),
            None => self.lament("no file can be chosen here").await,
        }
    }

    /// Clicks into the field with this label.
    pub(crate) async fn click_into(&self, label: &str) {
        self.click("field", label).await;
    }

    /// What stands in the field with this label.
    pub(crate) async fn value_of(&self, label: &str) -> String {
        let field = self.one("field", label).await;
        field.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Whether the button with this label can be pressed now.
    pub(crate) async fn can_press(&self, label: &str) -> bool {
        self.one("button", label).await.is_enabled().await.unwrap()
    }

    /// Where the button with this label stands, in pixels: its left edge, its top, how wide and how high.
    pub(crate) async fn place_of(&self, label: &str) -> (f64, f64, f64, f64) {
        self.is_still().await;
        self.one("button", label).await.rectangle().await.unwrap()
    }

    /// Clicks the grid's cell in the row with this text, under the column with this heading.
    pub(crate) async fn pick_cell(&self, row: &str, column: &str) {
        // By the place and not the element: the field that is typed into may lie over the cell.
        self.cell(row, column, async |cell| {
            let place = PointerAction::MoveToElement { element: cell.clone(), duration: None, x: 0.0, y: 0.0 };
            let (down, up) =
                (PointerAction::Down { button: MOUSE_BUTTON_LEFT }, PointerAction::Up { button: MOUSE_BUTTON_LEFT });
            let click = MouseActions::new("mouse".into()).then(place).then(down).then(up);
            self.driver.client().perform_actions(click).await
        })
        .await;
    }

    /// What the grid's cell says, once it says anything that `expected` is part of.
    pub(crate) async fn cell_says(&self, row: &str, column: &str, expected: &str) {
        self.cell(row, column, async |cell| {
            let text = cell.prop("innerText").await?.unwrap_or_default();
            if text.contains(expected) { Ok(()) } else { Err(CmdError::WaitTimeout) }
        })
        .await;
    }

    /// Types on the keyboard, wherever the focus is.
    pub(crate) async fn type_keys(&self, text: &str) {
        let keys = text.chars().flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }]);
        self.perform(keys).await;
    }

    /// Presses one key that has a name.
    pub(crate) async fn press_key(&self, key: Key) {
        let value = char::from(key);
        self.perform([KeyAction::Down { value }, KeyAction::Up { value }]).await;
    }

    /// Presses a key while another is held.
    pub(crate) async fn press_together(&self, held: Key, key: impl Into<char>) {
        let (held, key) = (char::from(held), key.into());
        let (down, up) = (|value| KeyAction::Down { value }, |value| KeyAction::Up { value });
        self.perform([down(held), down(key), up(key), up(held)]).await;
    }

    /// Presses a key while several others are held.
    pub(crate) async fn press_holding(&self, held: &[Key], key: impl Into<char>) {
        let (held, key): (Vec<char>, char) = (held.iter().map(|&key| char::from(key)).collect(), key.into());
        let (down, up) = (|value| KeyAction::Down { value }, |value| KeyAction::Up { value });
        let press = held.iter().copied().map(down).chain([down(key), up(key)]);
        self.perform(press.chain(held.iter().rev().copied().map(up)).collect::<Vec<_>>()).await;
    }

    /// Draws the corner of the selected range to the grid's cell in the row with this text, under this heading.
    pub(crate) async fn draw_corner_to(&self, row: &str, column: &str) {
        self.cell(row, column, async |cell| {
            let corner = self.driver.client().find(fantoccini::Locator::Css(".handle")).await?;
            let over = |element: &Element| PointerAction::MoveToElement {
                element: element.clone(),
                duration: Some(Duration::from_millis(50)),
                x: 0.0,
                y: 0.0,
            };
            let (down, up) =
                (PointerAction::Down { button: MOUSE_BUTTON_LEFT }, PointerAction::Up { button: MOUSE_BUTTON_LEFT });
            let draw = MouseActions::new("mouse".into()).then(over(&corner)).then(down).then(over(cell)).then(up);
            self.driver.client().perform_actions(draw).await
        })
        .await;
    }

    /// Clicks the corner of the selected range twice.
    pub(crate) async fn double_click_corner(&self) {
        let corner =
            patiently(async || self.driver.client().find(fantoccini::Locator::Css(".handle")).await.ok()).await;
        let Some(corner) = corner else { self.lament("no range has a corner").await };
        let place = PointerAction::MoveToElement { element: corner, duration: None, x: 0.0, y: 0.0 };
        let click =
            || [PointerAction::Down { button: MOUSE_BUTTON_LEFT }, PointerAction::Up { button: MOUSE_BUTTON_LEFT }];
        let clicks = click().into_iter().chain(click());
        let twice = clicks.fold(MouseActions::new("mouse".into()).then(place), |all, step| all.then(step));
        self.driver.client().perform_actions(twice).await.unwrap();
    }

    /// Waits until the screen holds this sentence.
    pub(crate) async fn sees(&self, words: &str) {
        let seen = patiently(async || self.text().await.contains(words).then_some(())).await;
        if seen.is_none() {
            self.lament(&format!("“{words}” is not on the screen")).await;
        }
    }

    /// Waits until the screen no longer holds this sentence.
    pub(crate) async fn sees_no_longer(&self, words: &str) {
        let gone = patiently(async || (!self.text().await.contains(words)).then_some(())).await;
        if gone.is_none() {
            self.lament(&format!("“{words}” is still on the screen")).await;
        }
    }

    /// Waits until the screen's text says yes, for what can't be one sentence.
    pub(crate) async fn sees_that(&self, what: &str, says: impl Fn(&str) -> bool) {
        let seen = patiently(async || says(&self.text().await).then_some(())).await;
        if seen.is_none() {
            self.lament(&format!("the screen does not show {what}")).await;
        }
    }

    /// The cells of every row of the table on the screen, from the top, once there is one.
    pub(crate) async fn rows(&self) -> Vec<Vec<String>> {
        self.table("there is no table with rows", "[role=gridcell], [role=rowheader]").await
    }

    /// The headings of the table on the screen, from the left.
    pub(crate) async fn columns(&self) -> Vec<String> {
        self.table("there is no table with headings", "[role=columnheader]").await.remove(0)
    }

    async fn table(&self, otherwise: &str, cells: &str) -> Vec<Vec<String>> {
        let rows = patiently(async || {
            let found = self.driver.client().execute(ROWS, vec![json!(cells)]).await.ok()?;
            let rows: Vec<Vec<String>> = serde_json::from_value(found).ok()?;
            (!rows.is_empty()).then_some(rows)
        })
        .await;
        match rows {
            Some(rows) => rows,
            None => self.lament(otherwise).await,
        }
    }

    /// Waits until the row with this text holds these words too.
    pub(crate) async fn row_says(&self, text: &str, words: &str) {
        let says = patiently(async || {
            let rows = self.find("row", text).await;
            let row = tidy(&rows.first()?.prop("innerText").await.ok()??);
            row.contains(words).then_some(())
        })
        .await;
        if says.is_none() {
            self.lament(&format!("no row with “{text}” says “{words}”")).await;
        }
    }

    /// Everything written on the screen, with single spaces.
    pub(crate) async fn text(&self) -> String {
        let script = "return document.body?.innerText ?? ''";
        let text = self.driver.client().execute(script, vec![]).await.unwrap_or_default();
        tidy(text.as_str().unwrap_or_default())
    }

    /// Runs a script in the page, for what a person sees but can't be asked for by words.
    pub(crate) async fn ask(&self, script: &str) -> Value {
        self.driver.client().execute(script, vec![]).await.unwrap()
    }

    /// Waits until the background of the screen is dark, or until it is light.
    pub(crate) async fn is_dark(&self, expected: bool) {
        let script = "const rgb = getComputedStyle(document.querySelector('main')).backgroundColor.match(/\\d+/g)
            return rgb.slice(0, 3).reduce((sum, part) => sum + Number(part), 0) < 384";
        let as_expected = patiently(async || (self.ask(script).await == json!(expected)).then_some(())).await;
        if as_expected.is_none() {
            self.lament(if expected { "the screen is not dark" } else { "the screen is not light" }).await;
        }
    }

    /// Puts a theme on the page for a picture, without choosing it.
    pub(crate) async fn wear(&self, theme: &str) {
        // Beside the app's own attribute, which it writes anew with every state that it reads.
        self.ask(&format!("document.documentElement.style.colorScheme = '{theme}'")).await;
        self.is_dark(theme == "dark").await;
        // Half of the way from one colour to another is in no theme.
        self.is_still().await;
    }

    /// Waits until nothing fades or moves that comes to an end. It begins with the next frame.
    async fn is_still(&self) {
        let still = "const frame = () => new Promise((painted) => requestAnimationFrame(painted))
            const ends = ({ effect }) => effect.getComputedTiming().endTime !== Infinity
            const faded = () => Promise.allSettled(document.getAnimations().filter(ends).map(({ finished }) => finished))
            return frame().then(frame).then(faded).then(frame).then(() => true)";
        self.ask(still).await;
    }

    /// Takes a picture.
    pub(crate) async fn picture(&self, path: &Path) {
        // What the page holds by now is painted when the second frame from here begins.
        self.ask(
            "return new Promise((there) => requestAnimationFrame(() => requestAnimationFrame(() => there(true))))",
        )
        .await;
        let png = self.driver.client().screenshot().await.unwrap();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, png).unwrap();
    }

    /// Ends the app as a power cut would.
    pub(crate) fn kill(self) {
        self.driver.kill();
    }

    async fn click(&self, kind: &str, label: &str) {
        self.act(kind, label, async |element| element.click().await).await;
    }

    /// Does something with the one thing meant, again while the screen is still moving under it.
    async fn act(&self, kind: &str, label: &str, act: impl AsyncFn(&Element) -> Result<(), CmdError>) {
        let mut trouble = String::from("nothing of that name is there");
        let done = patiently(async || {
            let found = self.find(kind, label).await;
            match act(found.first()?).await {
                Ok(()) => Some(()),
                Err(error) => {
                    trouble = error.to_string();
                    None
                }
            }
        })
        .await;
        if done.is_none() {
            self.lament(&format!("the {kind} “{label}” could not be used: {trouble}")).await;
        }
    }

    async fn one(&self, kind: &str, label: &str) -> Element {
        let found = patiently(async || self.find(kind, label).await.into_iter().next()).await;
        match found {
            Some(element) => element,
            None => self.lament(&format!("there is no {kind} “{label}”")).await,
        }
    }

    async fn cell(&self, row: &str, column: &str, act: impl AsyncFn(&Element) -> Result<(), CmdError>) {
        let done = patiently(async || {
            let heading = self.find("column", column).await.into_iter().next()?;
            let index = heading.attr("aria-colindex").await.ok()??;
            let row = self.find("row", row).await.into_iter().next()?;
            let cell =
                row.find(fantoccini::Locator::Css(&format!("[role$=cell][aria-colindex='{index}']"))).await.ok()?;
            act(&cell).await.ok()
        })
        .await;
        if done.is_none() {
            self.lament(&format!("the cell of “{row}” under “{column}” is not as expected")).await;
        }
    }

    async fn find(&self, kind: &str, label: &str) -> Vec<Element> {
        let client = self.driver.client();
        let found = client.execute(FIND, vec![json!(kind), json!(label)]).await.unwrap_or_default();
        let ids = found.as_array().cloned().unwrap_or_default();
        let ids = ids.iter().filter_map(|found| found[ELEMENT].as_str());
        ids.map(|id| Element::from_element_id(client.clone(), ElementRef::from(id.to_owned()))).collect()
    }

    async fn perform(&self, keys: impl IntoIterator<Item = KeyAction>) {
        let actions = keys.into_iter().fold(KeyActions::new("keyboard".into()), |all, key| all.then(key));
        self.driver.client().perform_actions(actions).await.unwrap();
    }

    /// Fails, with a picture and the words of the screen.
    async fn lament(&self, what: &str) -> ! {
        let picture = failure_picture();
        let taken = tokio::time::timeout(Duration::from_secs(10), self.driver.client().screenshot()).await;
        if let Ok(Ok(png)) = taken {
            let _ = std::fs::create_dir_all(picture.parent().unwrap());
            let _ = std::fs::write(&picture, png);
        }
        panic!("{what}.\nPicture: {}\nScreen: {}", picture.display(), self.text().await);
    }
}

/// Where the picture of a failing test goes; the harness names each test's thread after it.
fn failure_picture() -> PathBuf {
    let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("window").join(format!("{test}.png"))
}

fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
