//! The day itself.

use app::{
    AppEvent,
    boundary::{
        ActivityFilter, OrderDetail, OrderFilter, OrderTab, OutboxState, Paper, Shipment, StockChange, StockEdit,
        StockFilter, StockRow, StockSort, StockTab, SyncState, Theme, WebhookChoice,
    },
};
use sandbox::{Fault, FaultKind, NewOrder};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::broadcast::{Receiver, error::RecvError},
};

use crate::{
    lost_key, printed,
    seller::{Drawn, SEARCH, STOCKS, Seller, TOKEN, UPDATE},
    traces::{Nets, Place, Trace, files_in},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_sellers_day_leaves_no_secret_and_no_buyer_where_they_do_not_belong() {
    let mut drawn = Drawn::of_this_run();
    let seller = Seller::new(&mut drawn).await;
    let heard = tokio::spawn(hearing(seller.app.events()));
    seller.connects().await;
    seller.gets_orders(&mut drawn).await;
    seller.ships().await;
    seller.prints().await;
    seller.edits_stock().await;
    seller.meets_trouble().await;
    seller.looks_at_everything().await;
    seller.files();
    let renewed = seller.knows_all_tokens();
    assert!(renewed >= 2, "the access token was renewed on the way");

    let code = seller.code.clone();
    let (desk, nets, mut traces) = seller.ends().await;
    printed::after_the_day(&desk, &mut traces).await;
    lost_key::is_opened_with(&desk, &code, &mut traces).await;
    traces.extend(heard.await.unwrap());
    traces.extend(files_in(&desk.data()));
    traces.extend(files_in(&desk.logs()));
    the_search_looks_for_the_right_things(&nets, &traces);
    let leaks = nets.leaks(&traces);
    assert!(leaks.is_empty(), "{leaks:#?}");
}

/// All that the window is told without asking, until the app has ended.
async fn hearing(mut events: Receiver<AppEvent>) -> Vec<Trace> {
    let mut heard = Vec::new();
    let mut note = |bytes| heard.push(Trace { place: Place::ShopsWords, name: "an event".into(), bytes });
    loop {
        match events.recv().await {
            Ok(event) => {
                note(format!("{event:?}").into_bytes());
                note(match event {
                    AppEvent::Changed(changed) => serde_json::to_vec(&changed).unwrap(),
                    AppEvent::Sync(sync) => serde_json::to_vec(&sync).unwrap(),
                });
            }
            Err(RecvError::Lagged(_)) => {}
            Err(RecvError::Closed) => return heard,
        }
    }
}

/// A search that finds nothing proves nothing unless it would have found something.
fn the_search_looks_for_the_right_things(nets: &Nets, traces: &[Trace]) {
    let of = |place: Place| traces.iter().filter(move |trace| trace.place == place);
    assert!(
        of(Place::Database).any(|trace| !nets.buyers.caught_in(&trace.bytes).is_empty()),
        "buyers are in the database"
    );
    assert!(
        of(Place::OrderScreen).any(|trace| !nets.buyers.caught_in(&trace.bytes).is_empty()),
        "buyers are on screen"
    );
    assert!(
        of(Place::Connecting).any(|trace| !nets.key_and_state.caught_in(&trace.bytes).is_empty()),
        "the state was shown"
    );
    let log = String::from_utf8_lossy(&of(Place::File).flat_map(|trace| trace.bytes.clone()).collect::<Vec<_>>())
        .into_owned();
    for said in [
        "\"message\":\"request\"",
        "\"path\":\"/api/orders/update\"",
        "\"path\":\"/api/v2/token/refresh\"",
        "TikTokFlow diagnostics",
        "\"level\":\"TRACE\"",
    ] {
        assert!(log.contains(said), "{said}");
    }
    assert!(traces.iter().any(|trace| trace.name == "an event"), "events were heard");
    assert!(!log.contains("lines were lost"), "what was not written could not be looked at");
}

impl Seller {
    /// Once in vain, with a shop that repeats the whole request in its answer, and then for good.
    async fn connects(&self) {
        let (link, code) = self.approved().await;
        self.files();
        let message = format!("cannot GET {TOKEN}?app_secret={}&auth_code={code}", self.secret);
        self.shop.fault(Fault::once(TOKEN, FaultKind::Code { code: 1001, message: Some(message) }));
        let refused = self.app.connect_paste(&link).await;
        self.crosses(Place::Screen, "a sign-in that was refused", refused).unwrap_err();
        self.app.link(&format!("{link}&error_description={code}")).await;
        self.state(Place::Screen).await;

        let (link, _) = self.approved().await;
        self.files();
        let connected = self.app.connect_paste(&link).await;
        self.crosses(Place::Screen, "a sign-in", connected).unwrap();
        self.in_time(async || self.state(Place::Screen).await.sync.last_ok_at.is_some()).await;
    }

    /// Orders of buyers whom the test knows by name; and everybody else's name, phone and street.
    async fn gets_orders(&self, drawn: &mut Drawn) {
        for name in ["Jane Featherstonehaugh", "Nguyễn Thị", "佐藤"] {
            let name = format!("{name} {}", drawn.digits());
            self.shop.order(NewOrder { recipient_name: Some(name.clone()), ..NewOrder::default() }).await.unwrap();
            self.app.sync_now();
            self.in_time(async || !self.orders(OrderTab::All, &name).await.is_empty()).await;
        }
        for id in self.orders(OrderTab::All, "").await {
            let detail = self.detail(&id).await;
            let mut nets = self.nets.lock().unwrap();
            nets.buyers.add("a buyer's name", &detail.row.buyer);
            nets.buyers.add("a buyer's phone", &detail.phone);
            let street = detail.address.iter().find(|line| **line != detail.row.buyer).unwrap();
            nets.buyers.add("a buyer's street", street);
        }
    }

    async fn orders(&self, tab: OrderTab, search: &str) -> Vec<String> {
        let filter = OrderFilter { tab, search: search.to_owned(), ..OrderFilter::default() };
        let list = self.app.open_orders(self.shop_in_view().await, filter).await;
        let list = self.crosses(Place::Screen, "a list of orders", list).unwrap();
        let rows = self.app.order_rows(list.view, 0, 500).await;
        let rows = self.crosses(Place::OrderScreen, "rows of orders", rows).unwrap();
        rows.into_iter().map(|row| row.id).collect()
    }

    async fn detail(&self, id: &str) -> OrderDetail {
        let detail = self.app.order_detail(self.shop_in_view().await, id).await;
        self.crosses(Place::OrderScreen, "an order", detail).unwrap()
    }

    /// Every token, plain and as a form sends it, and a buyer by name.
    fn echo(&self) -> String {
        let keychain = &self.desk.keychain;
        let (access, refresh) = (keychain.latest("a"), keychain.latest("r"));
        let encoded = access.replace('_', "%5F");
        format!("token {access} ({encoded}) or {refresh} of {} may not ship to Jane Featherstonehaugh", self.secret)
    }

    /// One well, one refused in words that repeat the tokens, one whose answer is lost, two at once.
    async fn ships(&self) {
        let shop = self.shop_in_view().await;
        let ids = self.orders(OrderTab::ToShip, "").await;
        let fates = [
            (None, OutboxState::Done),
            (Some(FaultKind::Code { code: 1006, message: Some(self.echo()) }), OutboxState::Refused),
            (Some(FaultKind::LoseAnswer), OutboxState::Done),
        ];
        for ((fault, fate), id) in fates.into_iter().zip(&ids) {
            fault.into_iter().for_each(|fault| self.shop.fault(Fault::once(UPDATE, fault)));
            let wish = self.app.ship_order(shop, id, "TK1").await;
            let wish = self.crosses(Place::Screen, "a wish to ship", wish).unwrap();
            let wish = self.comes_to(&wish.id, fate).await;
            self.crosses(Place::ShopsWords, "what became of a shipment", Ok(wish)).unwrap();
        }
        self.detail(&ids[1]).await;
        let bulk = |id: &String| Shipment {
            order_id: id.clone(),
            tracking_number: "TK2".into(),
            handover: None,
            purchase: None,
        };
        let saved = self.app.ship_orders(shop, ids[3..5].iter().map(bulk).collect()).await;
        self.crosses(Place::Screen, "shipments saved together", saved).unwrap();
        let refused = self.app.ship_order(shop, &ids[0], " ").await;
        self.crosses(Place::Screen, "a number that is none", refused).unwrap_err();
    }

    /// Every paper, also one that is there already.
    async fn prints(&self) {
        let shop = self.shop_in_view().await;
        let ids = self.orders(OrderTab::All, "").await;
        for paper in [Paper::PickList, Paper::PackingSlips, Paper::AddressLabels, Paper::AddressLabels] {
            let printed = self.app.print_orders(shop, ids.clone(), paper, false).await;
            self.crosses(Place::Screen, "what came of printing", printed).unwrap();
        }
        self.files();
    }

    async fn stock(&self) -> Vec<StockRow> {
        let filter = StockFilter { search: String::new(), tab: StockTab::All, sort: StockSort::default(), folds: None };
        let list = self.app.open_stock(self.shop_in_view().await, filter, &[]).await;
        let list = self.crosses(Place::Screen, "a list of stock", list).unwrap();
        let rows = self.app.stock_rows(list.view, 0, 500).await;
        self.crosses(Place::Screen, "rows of stock", rows).unwrap()
    }

    /// One level well, one refused in words that repeat the tokens, one whose answer is lost; one
    /// is taken back.
    async fn edits_stock(&self) {
        let shop = self.shop_in_view().await;
        let warehouses = self
            .app
            .open_stock(
                shop,
                StockFilter { search: String::new(), tab: StockTab::All, sort: StockSort::default(), folds: None },
                &[],
            )
            .await
            .unwrap();
        let warehouse = &warehouses.warehouses[0].id;
        let rows = self.stock().await;
        let fates = [
            (None, OutboxState::Done),
            (Some(FaultKind::Code { code: 1001, message: Some(self.echo()) }), OutboxState::Refused),
            (Some(FaultKind::Cut), OutboxState::Done),
        ];
        let mut batches = Vec::new();
        for ((fault, fate), row) in fates.into_iter().zip(&rows) {
            fault.into_iter().for_each(|fault| self.shop.fault(Fault::once(STOCKS, fault)));
            let base = row.levels[0].level;
            let edit = StockEdit {
                product_id: row.product_id.clone(),
                sku_id: row.sku_id.clone(),
                warehouse_id: warehouse.clone(),
                change: StockChange::Set { level: base.unwrap() + 3 },
                base,
            };
            let saved = self.app.save_stock(shop, vec![edit]).await;
            let saved = self.crosses(Place::Screen, "levels saved together", saved).unwrap();
            let wish = self.app.activity(shop, ActivityFilter::All).await.unwrap().remove(0);
            let wish = self.comes_to(&wish.id, fate).await;
            self.crosses(Place::ShopsWords, "what became of a level", Ok(wish)).unwrap();
            batches.extend(saved.batch);
            let of = app::boundary::HistoryOf {
                product_id: row.product_id.clone(),
                sku_id: row.sku_id.clone(),
                warehouse_id: Some(warehouse.clone()),
            };
            let history = self.app.level_history(shop, of.clone(), None).await;
            self.crosses(Place::ShopsWords, "a level's history", history).unwrap();
            let chart = self.app.level_chart(shop, of, app::boundary::ChartRange::All, 200).await;
            self.crosses(Place::Screen, "a level's chart", chart).unwrap();
        }
        let preview = self.app.undo_preview(&batches[0]).await;
        self.crosses(Place::Screen, "what an undo would do", preview).unwrap();
        let undone = self.app.undo_batch(&batches[0]).await;
        self.crosses(Place::Screen, "an undo", undone).unwrap();
        self.stock().await;
    }

    /// A token that has ended, a limit, a hotel's log-in page, no answer, a webhook, and a shop
    /// that ends the sign-in in words that repeat the tokens.
    async fn meets_trouble(&self) {
        self.listens().await;
        self.shop.expire_tokens().await;
        for fault in [
            FaultKind::Limit { retry_after: Some(2) },
            FaultKind::Html,
            FaultKind::LoseAnswer,
            FaultKind::Http { status: 502 },
        ] {
            self.shop.fault(Fault::once(SEARCH, fault));
            self.next_round().await;
        }
        let message = Some(self.echo());
        for code in [1001, 1006] {
            let always = Fault::always(SEARCH, FaultKind::Code { code, message: message.clone() });
            self.shop.fault(always);
            self.app.sync_now();
            self.in_time(async || self.state(Place::ShopsWords).await.sync.problem.is_some()).await;
            self.shop.clear_faults();
            self.next_round().await;
        }
    }

    async fn next_round(&self) {
        let before = self.state(Place::ShopsWords).await.sync.last_ok_at;
        self.app.sync_now();
        self.in_time(async || {
            let sync = self.state(Place::ShopsWords).await.sync;
            sync.last_ok_at != before && sync.problem.is_none()
        })
        .await;
    }

    /// The door for the shop's news: one that it takes, and one of a stranger who knows more than
    /// is good and puts it where the app might repeat it.
    async fn listens(&self) {
        let choice = WebhookChoice { on: true, port: self.door, signed_only: true };
        let opened = self.app.set_webhooks(choice).await;
        self.crosses(Place::Screen, "opening the door", opened).unwrap();
        self.shop.order(NewOrder::default()).await.unwrap();
        self.in_time(async || self.door_was_knocked_at().await.0 > 0).await;
        let (access, buyer) =
            (self.desk.keychain.latest("a"), self.detail(&self.orders(OrderTab::All, "").await[0]).await.row.buyer);
        let event =
            format!(r#"{{"event_type":"{buyer}","timestamp":"{access}","data":{{"order_id":"{buyer} {access}"}}}}"#);
        let request = format!(
            "POST /webhook?{access} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{event}",
            self.secret,
            event.len()
        );
        let mut answer = Vec::new();
        let mut stranger = TcpStream::connect(("127.0.0.1", self.door)).await.unwrap();
        stranger.write_all(request.as_bytes()).await.unwrap();
        stranger.read_to_end(&mut answer).await.unwrap();
        self.leaves(Place::Screen, "the answer to a stranger", answer);
        self.in_time(async || self.door_was_knocked_at().await.1 > 0).await;
    }

    /// How many events were taken, and how many turned away.
    async fn door_was_knocked_at(&self) -> (u32, u32) {
        let settings = self.app.settings(Theme::System, "1.0.0").await;
        let webhooks = self.crosses(Place::Screen, "the settings with the door open", settings).unwrap().webhooks;
        (webhooks.taken, webhooks.turned_away)
    }

    async fn looks_at_everything(&self) {
        let shop = self.shop_in_view().await;
        // The end of the sign-in is the end of the day: from then on only the person can help.
        let ended = FaultKind::Code { code: 1003, message: Some(self.echo()) };
        self.shop.fault(Fault::always(SEARCH, ended));
        self.app.sync_now();
        self.in_time(async || self.state(Place::ShopsWords).await.sync.state == SyncState::NeedsConnect).await;

        for filter in [ActivityFilter::Open, ActivityFilter::Done, ActivityFilter::All] {
            let wishes = self.app.activity(shop, filter).await;
            self.crosses(Place::ShopsWords, "what was asked for", wishes).unwrap();
        }
        let batches = self.app.batches(shop).await;
        for batch in self.crosses(Place::Screen, "what was saved together", batches).unwrap() {
            let items = self.app.batch_items(&batch.id).await;
            self.crosses(Place::ShopsWords, "the wishes of a batch", items).unwrap();
        }
        let settings = self.app.settings(Theme::System, "1.0.0").await;
        self.crosses(Place::Screen, "the settings", settings).unwrap();
        let missing = self.app.order_detail(shop, "no such order").await;
        self.crosses(Place::Screen, "an order that is not there", missing).unwrap_err();
        self.desk.log.finish();
        let requests = self.app.requests().await;
        assert!(requests.len() > 20, "{requests:?}");
        self.crosses(Place::Screen, "the requests", Ok(requests)).unwrap();
        let diagnosis = self.app.save_diagnostics().await;
        self.crosses(Place::Screen, "where the diagnostics are", diagnosis).unwrap();
    }

    /// Takes every token that was ever kept into the search; answers how many access tokens.
    fn knows_all_tokens(&self) -> usize {
        let keychain = &self.desk.keychain;
        let mut nets = self.nets.lock().unwrap();
        let (mut access, refresh) = (keychain.texts(&["a"]), keychain.texts(&["r"]));
        access.iter().for_each(|token| nets.secrets.add_secret("an access token", token));
        refresh.iter().for_each(|token| nets.secrets.add_secret("a refresh token", token));
        assert!(keychain.texts(&["secret"]).contains(&self.secret), "the keychain has it");
        access.sort();
        access.dedup();
        access.len()
    }
}
