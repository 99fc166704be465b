//! What the person should know, kept until it is over or waved away.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::boundary::{Notice, NoticeAction, NoticeTone};

#[derive(Default)]
pub(crate) struct Notices(Mutex<Vec<Notice>>);

impl Notices {
    /// Puts a notice up, in place of an older one about the same matter.
    pub(crate) fn put(&self, notice: Notice) {
        let mut all = self.all();
        all.retain(|known| known.id != notice.id);
        all.push(notice);
    }

    /// Takes the notice about a matter away; whether there was one.
    pub(crate) fn take(&self, id: &str) -> bool {
        let mut all = self.all();
        let before = all.len();
        all.retain(|notice| notice.id != id);
        all.len() < before
    }

    pub(crate) fn list(&self) -> Vec<Notice> {
        self.all().clone()
    }

    fn all(&self) -> MutexGuard<'_, Vec<Notice>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn notice(id: &str, tone: NoticeTone, title: &str, body: String, action: Option<NoticeAction>) -> Notice {
    Notice { id: id.to_owned(), tone, title: title.to_owned(), body, action }
}
