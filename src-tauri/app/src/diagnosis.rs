//! For whoever helps: the requests that left, and a file that says how the app is without a
//! secret, an id or a word about a buyer.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use jiff::Timestamp;
use regex::{Captures, Regex};
use store::Figures;

use crate::{
    App,
    boundary::{AppError, AppState, Diagnosis, ErrorCode, RequestLine, SettingsView, Theme},
    log::{self, Backwards, scrub},
};

/// Lines of the log that go with it.
const LINES: usize = 2_000;
/// How the names of these files begin; the log itself never touches them.
const NAME: &str = "tiktokflow-diagnostics-";
/// Those that are kept, the newest among them.
const KEPT: usize = 5;

/// An id that the shop gave.
static ID: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b\d{8,}(\d{4})\b").ok());

impl App {
    /// The last 500 requests to the shop, newest first, from the log's files.
    pub async fn requests(&self) -> Vec<RequestLine> {
        let folder = self.ports.log_folder.clone();
        tokio::task::spawn_blocking(move || log::requests(&folder)).await.unwrap_or_default()
    }

    /// Writes a file for whoever helps into the log's folder, and says where.
    ///
    /// # Errors
    /// [`ErrorCode::Storage`] where the cache can't be read or the file can't be written.
    pub async fn save_diagnostics(&self) -> Result<Diagnosis, AppError> {
        let head = self.head().await?;
        let (folder, now) = (self.ports.log_folder.clone(), self.ports.clock.now());
        let written = tokio::task::spawn_blocking(move || write(&folder, now, &head)).await;
        let path = written.unwrap_or_else(|broken| Err(io::Error::other(broken))).map_err(|why| {
            let message = format!(
                "The diagnostics file could not be written ({why}). Nothing was changed. Check that the disk has room, then try again."
            );
            AppError::new(ErrorCode::Storage, message)
        })?;
        Ok(Diagnosis { path: path.display().to_string() })
    }

    /// All but the log.
    async fn head(&self) -> Result<String, AppError> {
        let version = env!("CARGO_PKG_VERSION");
        let state = self.state(Theme::System, version).await?;
        let settings = self.settings(Theme::System, version).await?;
        let figures = self.store.figures().await?;
        let mut head = String::new();
        // Writing to a text can't fail.
        let _ = about_the_app(&mut head, self.ports.clock.now(), version);
        let _ = about_the_shops(&mut head, &state);
        let _ = about_the_settings(&mut head, &settings);
        let _ = about_the_cache(&mut head, &figures);
        for (title, folder) in [("Data folder", &self.folder), ("Log folder", &self.ports.log_folder)] {
            let _ = about_a_folder(&mut head, title, folder);
        }
        Ok(head)
    }
}

type Written = std::fmt::Result;

fn about_the_app(head: &mut String, now: Timestamp, version: &str) -> Written {
    writeln!(head, "TikTokFlow diagnostics, {}", now.strftime("%Y-%m-%d %H:%M UTC"))?;
    writeln!(head, "No key, no token, no buyer’s data and no whole id is in here; read it before you pass it on.")?;
    writeln!(head, "\nVersion: {version}\nSystem: {} {}", std::env::consts::OS, std::env::consts::ARCH)
}

/// A shop's problem is left out: it may quote the shop's own words, and those may hold anything.
/// Its code is in the log.
fn about_the_shops(head: &mut String, state: &AppState) -> Written {
    let AppState { phase, shops, sync, outbox, keychain, .. } = state;
    writeln!(head, "\n[Shops]\nphase: {phase:?}\nkeychain: {keychain:?}")?;
    for shop in shops {
        let (last, problem) = (shop.last_ok_at.as_deref().unwrap_or("never"), shop.problem.is_some());
        let (id, kind) = (shop.id, if shop.practice { "practice" } else { "real" });
        writeln!(head, "shop {id}: {kind}, {:?}, last in order {last}, problem: {problem}", shop.state)?;
        writeln!(head, "  to ship {}, for the person {}", shop.to_ship, shop.attention)?;
    }
    writeln!(head, "\n[The shop in view]\nengine: {:?}, {:?} every {} s", sync.state, sync.rhythm, sync.every_seconds)?;
    writeln!(head, "last in order: {:?}, next: {:?}", sync.last_ok_at, sync.next_at)?;
    writeln!(head, "first pull: {}, step: {:?}, {} of {:?}", sync.first_pull, sync.step, sync.done, sync.total)?;
    writeln!(head, "requests left: {} of {}", sync.requests_left_today, sync.requests_per_day)?;
    writeln!(head, "outbox: {outbox:?}")
}

fn about_the_settings(head: &mut String, settings: &SettingsView) -> Written {
    let hint = settings.app_key_hint.as_deref().unwrap_or("none");
    writeln!(head, "\n[Settings]\napp key: {hint}\ncurrency: {:?}", settings.currency)?;
    writeln!(head, "keychain: {:?}", settings.keychain_note.as_deref().map(scrub))?;
    let why = settings.cache.note.as_deref().map(|why| without_home(&scrub(why), std::env::home_dir().as_deref()));
    writeln!(head, "cache: {:?}, {why:?}", settings.cache.form)?;
    if let Some(endpoints) = &settings.endpoints {
        let addresses = [&endpoints.authorize_url, &endpoints.token_url, &endpoints.refresh_url, &endpoints.api_url];
        addresses.iter().try_for_each(|address| writeln!(head, "address: {}", scrub(address)))?;
    }
    let door = &settings.webhooks;
    writeln!(head, "webhooks: on {}, port {}, signed only {}", door.on, door.port, door.signed_only)?;
    writeln!(head, "webhooks: open {}, taken {}, turned away {}", door.address.is_some(), door.taken, door.turned_away)
}

fn about_the_cache(head: &mut String, figures: &Figures) -> Written {
    writeln!(head, "\n[Cache]\nschema: {}", figures.schema)?;
    figures.counts.iter().try_for_each(|(what, count)| writeln!(head, "{what}: {count}"))?;
    writeln!(head, "\n[Set aside, by reason]")?;
    figures.set_aside.iter().try_for_each(|(reason, count)| writeln!(head, "{count} × {}", scrub(reason)))
}

fn about_a_folder(head: &mut String, title: &str, folder: &Path) -> Written {
    writeln!(head, "\n[{title}]\n{}", without_home(&folder.display().to_string(), std::env::home_dir().as_deref()))?;
    let mut files: Vec<(String, u64)> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_string_lossy().into_owned(), entry.metadata().ok()?.len())))
        .collect();
    files.sort();
    files.iter().try_for_each(|(name, size)| writeln!(head, "{name}: {size} bytes"))
}

/// A person's home folder mostly bears their name.
fn without_home(text: &str, home: Option<&Path>) -> String {
    let home = home.map(|home| home.display().to_string()).filter(|home| home.len() > 1);
    home.map_or_else(|| text.to_owned(), |home| text.replace(&home, "~"))
}

/// A line of the log, scrubbed once more: another version may have written it.
fn passed_on(line: &str, home: Option<&Path>) -> String {
    let line = scrub(&without_home(line, home));
    match ID.as_ref() {
        Some(id) => id.replace_all(&line, |id: &Captures<'_>| format!("…{}", &id[1])).into_owned(),
        None => line,
    }
}

fn write(folder: &Path, now: Timestamp, head: &str) -> io::Result<PathBuf> {
    let home = std::env::home_dir();
    let mut lines: Vec<String> =
        Backwards::of(folder).take(LINES).map(|line| passed_on(&line, home.as_deref())).collect();
    lines.reverse();
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{NAME}{}.txt", now.strftime("%Y%m%d-%H%M%S")));
    fs::write(&path, format!("{head}\n[Log, the last {} lines]\n{}\n", lines.len(), lines.join("\n")))?;
    forget_the_oldest(folder)?;
    Ok(path)
}

fn forget_the_oldest(folder: &Path) -> io::Result<()> {
    let entries = fs::read_dir(folder)?.flatten();
    let mut files: Vec<PathBuf> = entries
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(NAME))
        .map(|entry| entry.path())
        .collect();
    files.sort();
    files.iter().rev().skip(KEPT).try_for_each(fs::remove_file)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-03-10T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn the_last_lines_of_the_log_go_with_it_in_their_order_and_without_whole_ids() {
        let folder = tempfile::tempdir().unwrap();
        let log: String = (0..LINES + 3).map(|n| format!("line {n} about 576461413038785752\n")).collect();
        fs::write(folder.path().join("tiktokflow-2026-03-10.1.jsonl"), log).unwrap();
        let path = write(folder.path(), noon(), "the head").unwrap();
        assert_eq!(path.file_name().unwrap(), "tiktokflow-diagnostics-20260310-120000.txt");
        let text = fs::read_to_string(path).unwrap();
        assert!(text.starts_with("the head\n[Log, the last 2000 lines]\nline 3 about …5752\nline 4"), "{text:.120}");
        assert!(text.ends_with("line 2002 about …5752\n"));
    }

    #[test]
    fn a_log_that_another_version_wrote_is_scrubbed_again() {
        let line = "{\"message\":\"GET https://a.example/token?app_secret=canary, mail me@mail.example\"}";
        let passed_on = passed_on(line, None);
        assert!(!passed_on.contains("canary") && !passed_on.contains("me@mail"), "{passed_on}");
    }

    #[test]
    fn five_files_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        for second in 0..7 {
            write(folder.path(), noon() + std::time::Duration::from_secs(second), "").unwrap();
        }
        let mut names: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        assert_eq!((names.len(), names[0].to_str()), (KEPT, Some("tiktokflow-diagnostics-20260310-120002.txt")));
    }

    #[test]
    fn a_home_folder_is_not_named() {
        let home = Path::new("users").join("linh");
        let inside = home.join("data").display().to_string();
        assert!(!without_home(&inside, Some(&home)).contains("linh"));
        assert_eq!(without_home(&inside, None), inside);
        assert_eq!(without_home("/data", Some(Path::new("/"))), "/data");
    }
}
