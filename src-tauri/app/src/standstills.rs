//! What the shop refuses until somebody does something about it, told for as long as it is so.

use domain::ShopId;
use tiktok_shop::{ShopError, Standstill};

use crate::{
    App,
    boundary::{NoticeAction, NoticeTone},
    notices::notice,
};

impl App {
    /// Tells what the shop refuses, with the way out; takes it back once that is over.
    pub(crate) async fn tell_standstill(&self, shop: ShopId, refused: Option<&ShopError>) {
        let id = notice_of_standstill(shop);
        let Some((error, (title, action))) = refused.and_then(|error| Some((error, words(error)?))) else {
            return self.untell(&id);
        };
        let Ok(Some(shop)) = self.store.shop_of(shop).await else { return };
        let body = format!("{error} Until then it is asked for once an hour, and at once with Sync now.");
        let told = notice(&id, NoticeTone::Bad, &format!("“{}”: {title}", shop.name), body, action);
        if !self.notices.list().contains(&told) {
            self.tell(told);
        }
    }
}

/// What it is, and the button that leads out of it, where one does.
fn words(error: &ShopError) -> Option<(&'static str, Option<NoticeAction>)> {
    let ShopError::Refused { code, .. } = error else { return None };
    Some(match (error.standstill()?, code) {
        (Standstill::Approval, 105_005) => ("a permission is missing", Some(NoticeAction::Approve)),
        (Standstill::Approval, _) => ("this sign-in is not this shop’s", Some(NoticeAction::Approve)),
        (Standstill::Shop, _) => ("TikTok has deactivated it", None),
        (Standstill::App, 106_001) => ("the app secret is another one now", Some(NoticeAction::Connect)),
        (Standstill::App, 36_009_014) => ("TikTokFlow is too old for TikTok Shop", None),
        (Standstill::App, _) => ("your app doesn’t take this computer’s address", None),
    })
}

/// The notice about what a shop refuses: the screen finds the shop by its number.
pub(crate) fn notice_of_standstill(shop: ShopId) -> String {
    format!("standstill {}", shop.0)
}
