use sandbox::NewOrder;
use sync::Phase;

use crate::{seller::Seller, spoken::SEARCH};

#[tokio::test]
async fn a_disk_that_may_not_be_written_stops_every_request_says_so_and_goes_on_when_it_may() {
    let seller = Seller::at_work().await;
    let (here, asked) = (seller.orders(None).await.len(), seller.calls(SEARCH).len());
    seller.shop.order(NewOrder::default()).await.unwrap();

    seller.computer.store.writer_pragma("query_only = ON").await.unwrap();
    seller.computer.engine.sync_now();
    seller.in_time(async || seller.status().problem.is_some()).await;
    let status = seller.status();
    assert!(status.problem.unwrap().contains("disk has room"), "the sentence says what to do");
    assert_ne!(status.phase, Phase::Idle);
    assert_eq!(seller.calls(SEARCH).len(), asked, "what can't be counted isn't sent");
    assert_eq!(seller.orders(None).await.len(), here, "everything seen is still there");

    seller.computer.store.writer_pragma("query_only = OFF").await.unwrap();
    seller.in_time(async || seller.orders(None).await.len() == here + 1 && seller.status().problem.is_none()).await;
}
