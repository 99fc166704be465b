//! How much is taken, and for how long.

use std::time::Duration;

use sync::webhook::Verdict;
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use crate::knock::{ANY, House, PATIENCE, answer_on, created, status_of};

const LARGEST: usize = 64 * 1024;

/// An event of exactly so many bytes.
fn event_of(bytes: usize) -> String {
    let body = created("1");
    let blanks = " ".repeat(bytes - body.len());
    body.replacen('{', &format!("{{{blanks}"), 1)
}

#[tokio::test]
async fn a_body_of_the_largest_size_is_taken_and_one_byte_more_is_not() {
    let mut house = House::of_one_shop(ANY).await;
    assert_eq!(house.post(&event_of(LARGEST)).await, 200);
    assert_eq!(house.hints().len(), 1);
    let announced = format!("POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n", LARGEST + 1);
    assert_eq!(status_of(&house.say(announced.as_bytes()).await), 413);
    let body = event_of(LARGEST + 1);
    let chunk = format!(
        "POST /webhook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    );
    assert_eq!(status_of(&house.say(chunk.as_bytes()).await), 413);
    assert_eq!((house.verdict(), house.hints()), (Verdict::TooLarge, Vec::new()));
}

#[tokio::test]
async fn a_heap_of_events_is_taken_as_far_as_it_goes_and_the_rest_comes_again_later() {
    let mut house = House::of_one_shop(ANY).await;
    let mut statuses = Vec::new();
    for n in 0..260 {
        statuses.push(house.post(&created(&n.to_string())).await);
    }
    // Every look at this clock takes a millisecond, in which a tenth of an event more may come.
    let first_refused = statuses.iter().position(|status| *status == 429).expect("no end to it");
    assert!((200..230).contains(&first_refused), "{first_refused}");
    let taken = statuses.iter().filter(|status| **status == 200).count();
    assert_eq!((taken, house.hints().len()), (house.status().taken as usize, taken));
    assert!(taken < 230, "{taken}");
    house.clock.pass(Duration::from_secs(1));
    assert_eq!(house.post(&created("later")).await, 200);
    assert_eq!(house.hints().len(), 1);
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let house = House::of_one_shop(ANY).await;
    let mut slow = TcpStream::connect(house.at()).await.unwrap();
    let half = "POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{\"event_type\":";
    slow.write_all(half.as_bytes()).await.unwrap();
    let answer = tokio::spawn(answer_on(slow));
    let passing = async {
        while house.status().turned_away == 0 {
            house.clock.pass(Duration::from_secs(1));
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, passing).await.expect("the door waits for the body");
    // Whether the word about it still goes out before the connection's own time is over is not promised.
    assert!(matches!(status_of(&answer.await.unwrap()), 408 | 0));
    assert_eq!(house.verdict(), Verdict::TooSlow);
}

#[tokio::test]
async fn connections_on_which_nothing_is_said_are_cut_and_make_room() {
    let mut house = House::of_one_shop(ANY).await;
    let mut silent = Vec::new();
    for _ in 0..64 {
        silent.push(TcpStream::connect(house.at()).await.unwrap());
    }
    // Its connection waits outside until the clock has cut the silent ones.
    let body = created("1");
    let mut post = Box::pin(house.post(&body));
    let status = loop {
        tokio::select! {
            biased;
            status = &mut post => break status,
            () = tokio::task::yield_now() => house.clock.pass(Duration::from_millis(100)),
        }
    };
    drop(post);
    assert_eq!((status, house.hints().len()), (200, 1));
    for stream in silent {
        assert_eq!(answer_on(stream).await, "");
    }
}

#[tokio::test]
async fn a_second_request_on_the_same_connection_is_not_heard() {
    let mut house = House::of_one_shop(ANY).await;
    let request = |id: &str| {
        let body = created(id);
        format!("POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n{body}", body.len())
    };
    let answer = house.say(format!("{}{}", request("1"), request("2")).as_bytes()).await;
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
    assert_eq!(house.hints().len(), 1);
}

#[tokio::test]
async fn a_door_that_closes_waits_for_nobody() {
    let house = House::of_one_shop(ANY).await;
    let mut slow = TcpStream::connect(house.at()).await.unwrap();
    slow.write_all(b"POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{").await.unwrap();
    house.post(&created("1")).await;
    house.door.close().await;
    assert_ne!(status_of(&answer_on(slow).await), 200);
}

#[tokio::test]
async fn whatever_bytes_come_the_door_stays_open() {
    let mut house = House::of_one_shop(ANY).await;
    for noise in
        [&b"\x16\x03\x01\x02\x00"[..], b"\r\n\r\n\r\n", b"POST /webhook\r\n\r\n", b"\x00\xff\xfe HTTP/9\r\n\r\n"]
    {
        let mut stream = TcpStream::connect(house.at()).await.unwrap();
        stream.write_all(noise).await.unwrap();
        stream.shutdown().await.unwrap();
        answer_on(stream).await;
    }
    assert_eq!(house.post(&created("1")).await, 200);
    assert_eq!(house.hints().len(), 1);
}
