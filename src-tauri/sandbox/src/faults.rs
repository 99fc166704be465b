//! The switch for each thing that can go wrong between an app and a shop.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{http::Door, shop::Wanted};

/// A fault, the calls it strikes, and how often. In JSON the fields of [`FaultKind`] stand beside
/// the others: `{"on":"/api/orders/update","kind":"code","code":1000,"times":1}`.
///
/// All faults set on a path strike together, so a slow call can lose its answer as well.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// A path like `/api/orders/update`, or `*` for all endpoints and both token calls. Where there is an id in the
    /// path, the path itself strikes that one alone, and the endpoint's pattern strikes all:
    /// `/fulfillment/202309/orders/{order_id}/packages`.
    #[serde(default = "everywhere")]
    pub on: String,
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: FaultKind,
    /// Before or after the call is carried out; each kind has its own habit when not said.
    #[serde(default)]
    pub when: Option<When>,
    /// How many calls it strikes; without a number, all until it is cleared.
    #[serde(default)]
    pub times: Option<u32>,
    /// How many calls of that path it lets pass first.
    #[serde(default)]
    pub skip: u32,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// The envelope carries this code; before the call is carried out unless said otherwise.
    Code {
        /// The code, of the contract or not.
        code: i64,
        /// The message; a plain sentence when not given.
        #[serde(default)]
        message: Option<String>,
    },
    /// A bare HTTP status without an envelope, before the call unless said otherwise.
    Http {
        /// The status, 200 to 599.
        status: u16,
    },
    /// The answer takes so long; it is carried out after that unless `when` says after the call.
    /// It is carried out even if nobody waits for the answer any more.
    Slow {
        /// Milliseconds.
        ms: u64,
    },
    /// The call is carried out, and the connection breaks in the middle of the answer's body.
    Cut,
    /// The call is carried out, and the connection closes without a byte of answer.
    LoseAnswer,
    /// A web page with status 200 instead of JSON, as a proxy or a hotel's log-in page sends it.
    Html,
    /// The access token of the call expires at this moment: 1004 or 105002, until it is refreshed.
    ExpireToken,
    /// 1005 or 36009002, as if the limit were used up.
    Limit {
        /// Seconds told in `Retry-After`; 1 when not given.
        #[serde(default)]
        retry_after: Option<u64>,
    },
    /// A buyer orders this at that moment, and the call goes its way; before it is carried out unless said otherwise.
    Buy {
        /// What is bought; nothing where there is not so much of it.
        item: Wanted,
    },
    /// After a page of orders was answered, the list moves before the next is asked for.
    MovingPage {
        /// Which way; an order arrives when not given.
        #[serde(default)]
        how: PageMove,
    },
}

/// How the list of orders moves between two pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageMove {
    /// An order arrives on top: the next page repeats the last row of this one.
    #[default]
    Arrive,
    /// An order of this page is cancelled: filtered by status, the next page skips a row.
    Leave,
}

/// On which side of carrying out the call a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Nothing has been done yet.
    Before,
    /// The call has been carried out.
    After,
}

fn everywhere() -> String {
    "*".into()
}

impl Fault {
    /// A fault on one path that strikes the next call only.
    pub fn once(on: &str, kind: FaultKind) -> Self {
        Self { on: on.into(), kind, when: None, times: Some(1), skip: 0 }
    }

    /// A fault on one path that strikes every call until it is cleared.
    pub fn always(on: &str, kind: FaultKind) -> Self {
        Self { times: None, ..Self::once(on, kind) }
    }

    fn strikes(&self, door: Door, path: &str) -> bool {
        let meaningless = door.is_token_call() && matches!(self.kind, FaultKind::ExpireToken)
            || !door.lists_orders() && matches!(self.kind, FaultKind::MovingPage { .. });
        !meaningless && self.times != Some(0) && (self.on == "*" || self.on == path || self.on == door.pattern())
    }
}

impl FaultKind {
    /// The name under which the journal mentions it.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Code { .. } => "code",
            Self::Http { .. } => "http",
            Self::Slow { .. } => "slow",
            Self::Cut => "cut",
            Self::LoseAnswer => "lose_answer",
            Self::Html => "html",
            Self::ExpireToken => "expire_token",
            Self::Limit { .. } => "limit",
            Self::Buy { .. } => "buy",
            Self::MovingPage { .. } => "moving_page",
        }
    }
}

/// The faults that are set.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    set: Vec<Fault>,
}

/// What all faults together do to one call.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) names: Vec<&'static str>,
    pub(crate) wait_before: Duration,
    pub(crate) wait_after: Duration,
    pub(crate) instead: Option<(When, FaultKind)>,
    pub(crate) expire_token: bool,
    pub(crate) cut: bool,
    pub(crate) lose_answer: bool,
    pub(crate) page_move: Option<PageMove>,
    pub(crate) bought: Vec<(When, Wanted)>,
}

impl Faults {
    pub(crate) fn set(&mut self, fault: Fault) {
        self.set.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.set.clear();
    }

    pub(crate) fn list(&self) -> &[Fault] {
        &self.set
    }

    /// What happens to the next call through that door; counts it.
    pub(crate) fn plan(&mut self, door: Door, path: &str) -> Plan {
        let mut plan = Plan::default();
        for fault in self.set.iter_mut().filter(|fault| fault.strikes(door, path)) {
            if fault.skip > 0 {
                fault.skip -= 1;
                continue;
            }
            fault.times = fault.times.map(|left| left - 1);
            plan.add(fault);
        }
        self.set.retain(|fault| fault.times != Some(0));
        plan
    }
}

impl Plan {
    fn add(&mut self, fault: &Fault) {
        self.names.push(fault.kind.name());
        let when = fault.when.unwrap_or(When::Before);
        match &fault.kind {
            FaultKind::Slow { ms } => {
                let wait = if when == When::Before { &mut self.wait_before } else { &mut self.wait_after };
                *wait = wait.saturating_add(Duration::from_millis(*ms));
            }
            FaultKind::Cut => self.cut = true,
            FaultKind::LoseAnswer => self.lose_answer = true,
            FaultKind::ExpireToken => self.expire_token = true,
            FaultKind::MovingPage { how } => self.page_move = Some(*how),
            FaultKind::Buy { item } => self.bought.push((when, item.clone())),
            instead => self.instead = Some((when, instead.clone())),
        }
    }
}
