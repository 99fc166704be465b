//! What would become of each line of a table, decided without sending anything.

use std::collections::{HashMap, HashSet};

use domain::{Departure, OrderId, Refusal, ShipPlan, ShipState, TrackingNumber, plan_ship};
use store::{Standing, Standings};
use tables::{Line, NumberError, WrittenNumber, lost_zeros};

use crate::{
    boundary::{ShipmentRow, ShipmentVerdict as Verdict},
    match_orders::{Asked, Match},
};

const UNKNOWN: &str = "No such order is here. It may be of another shop, or not read yet.";
const NAMES_NONE: &str = "This line names no order. Choose the column with the order ids, or type the id.";
const SHIFTED: &str = "This line is shifted against its columns. Compare order and number before you accept it.";
const ITS_OWN_ID: &str = "This is the order’s id, not a tracking number. Choose another column, or type the number.";
const CONTRADICTED: &str =
    "Another line has another number for this order. Neither is sent: keep the right one, and take the other out.";

/// Judges all lines: first each by itself, then against the others.
pub(crate) fn judge(lines: &[Line], asked: &Asked, found: &Standings) -> Vec<ShipmentRow> {
    let numbers: Vec<_> = lines.iter().map(|line| WrittenNumber::read(&line.number)).collect();
    let mut rows: Vec<ShipmentRow> = Vec::with_capacity(lines.len());
    for (place, (line, number)) in lines.iter().zip(&numbers).enumerate() {
        rows.push(judged(line, number, &asked.matched(place, found)));
    }
    settle_repeats(&mut rows);
    hint_at_lost_zeros(&mut rows, &numbers);
    hint_at_shared_numbers(&mut rows);
    rows
}

type Number = Result<WrittenNumber, NumberError>;

fn judged(line: &Line, number: &Number, found: &Match<'_>) -> ShipmentRow {
    let (verdict, message) = verdict(line, number, found);
    let (order, candidates) = match found {
        Match::Exact(id, _) | Match::Guess(id, _) => (Some(id.to_string()), Vec::new()),
        Match::Several(ids) => (None, ids.iter().map(ToString::to_string).collect()),
        Match::None => (None, Vec::new()),
    };
    let doubt = number.as_ref().ok().and_then(|number| number.doubt);
    ShipmentRow {
        row: line.row,
        written_order: line.order.clone(),
        order_id: order,
        number: number.as_ref().map_or(line.number.clone(), |number| number.number.as_str().to_owned()),
        verdict,
        message,
        hints: doubt.map(|doubt| doubt.to_string()).into_iter().collect(),
        candidates,
    }
}

fn verdict(line: &Line, number: &Number, found: &Match<'_>) -> (Verdict, Option<String>) {
    let told = |verdict, sentence: &str| (verdict, Some(sentence.to_owned()));
    let (id, order, guessed) = match found {
        Match::Exact(id, order) => (id, order, false),
        Match::Guess(id, order) => (id, order, true),
        Match::Several(ids) => return (Verdict::Ambiguous, Some(ambiguous(&line.order, ids.len()))),
        Match::None if line.order.is_empty() => return told(Verdict::Unknown, NAMES_NONE),
        Match::None => return told(Verdict::Unknown, UNKNOWN),
    };
    let number = match number {
        Err(error) => {
            let verdict = if *error == NumberError::None { Verdict::NoNumber } else { Verdict::BadNumber };
            return (verdict, Some(error.to_string()));
        }
        Ok(number) if number.number.as_str() == id.as_str() => return told(Verdict::BadNumber, ITS_OWN_ID),
        Ok(number) => &number.number,
    };
    match standing(order, number) {
        (Verdict::Ready, _) if line.shifted => told(Verdict::Guess, SHIFTED),
        (Verdict::Ready, _) if guessed => (Verdict::Guess, Some(guess(&line.order, id))),
        other => other,
    }
}

/// What the planner would say, by what is known here; it asks the shop itself before anything leaves.
fn standing(order: &Standing, number: &TrackingNumber) -> (Verdict, Option<String>) {
    if let Some((_, under_way)) = &order.under_way {
        return match under_way {
            Departure::Number(other) if is_same(other, number.as_str()) => (Verdict::Queued, None),
            Departure::Number(other) => (
                Verdict::QueuedOtherwise,
                Some(format!("This order is already being shipped with {other}. This number is not sent.")),
            ),
            Departure::Label(_) | Departure::Bought(_) => {
                (Verdict::NotBySeller, Some(Refusal::TakesNoNumber.to_string()))
            }
        };
    }
    // The case of a letter makes no other number.
    let held = if is_same(&order.tracking, number.as_str()) { number.as_str() } else { &order.tracking };
    match plan_ship(ShipState { tracking: held, ..order.into() }, &number.into()) {
        ShipPlan::Send => (Verdict::Ready, None),
        ShipPlan::Done => (Verdict::Shipped, None),
        ShipPlan::Refuse(refusal) => (refused(&refusal), Some(refusal.to_string())),
    }
}

fn refused(refusal: &Refusal) -> Verdict {
    match refusal {
        Refusal::Cancelled | Refusal::CancelledUnclear => Verdict::Cancelled,
        Refusal::ShippedWithAnother(_) | Refusal::ShippedWithout => Verdict::ShippedOtherwise,
        Refusal::NotReady(_) | Refusal::CancelAsked => Verdict::OnHold,
        Refusal::UnknownStatus(_) => Verdict::UnknownStatus,
        Refusal::NotTheSellers | Refusal::TakesNoNumber | Refusal::HasNoLabel => Verdict::NotBySeller,
        // Of a number nobody says these.
        Refusal::LabelThere | Refusal::ServiceGone(_) | Refusal::PriceMoved { .. } => Verdict::NotBySeller,
    }
}

fn guess(written: &str, id: &OrderId) -> String {
    format!(
        "A spreadsheet has rounded this id to {written}. Of your orders only {id} fits. Compare before you accept it."
    )
}

fn ambiguous(written: &str, orders: usize) -> String {
    let many = if orders < 20 { orders.to_string() } else { "20 or more".to_owned() };
    format!("A spreadsheet has rounded this id to {written}, and {many} of your orders fit. Choose one of them.")
}

fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn may_be_sent(row: &ShipmentRow) -> bool {
    matches!(row.verdict, Verdict::Ready | Verdict::Guess)
}

/// Lines for the same order: with the same number one of them is enough, an exact one before a
/// guess; with different numbers none is sent.
fn settle_repeats(rows: &mut [ShipmentRow]) {
    let mut by_order: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, row) in rows.iter().enumerate().filter(|(_, row)| may_be_sent(row)) {
        by_order.entry(row.order_id.clone().unwrap_or_default()).or_default().push(place);
    }
    for places in by_order.into_values().filter(|places| places.len() > 1) {
        let lines = || places.iter().filter_map(|place| rows.get(*place).map(|row| (*place, row)));
        let numbers: HashSet<String> = lines().map(|(_, row)| row.number.to_ascii_uppercase()).collect();
        let kept = lines().min_by_key(|(place, row)| (row.verdict != Verdict::Ready, *place));
        let kept = kept.map(|(place, row)| (place, row.row)).filter(|_| numbers.len() == 1);
        for place in places {
            let Some(row) = rows.get_mut(place) else { continue };
            match kept {
                Some((first, _)) if first == place => {}
                Some((_, first)) => {
                    (row.verdict, row.message) = (Verdict::Repeated, Some(format!("Row {first} says the same.")));
                }
                None => (row.verdict, row.message) = (Verdict::Contradicted, Some(CONTRADICTED.to_owned())),
            }
        }
    }
}

fn hint_at_lost_zeros(rows: &mut [ShipmentRow], numbers: &[Number]) {
    let known: Vec<(usize, &TrackingNumber)> =
        numbers.iter().enumerate().filter_map(|(place, number)| Some((place, &number.as_ref().ok()?.number))).collect();
    let lacks = lost_zeros(&known.iter().map(|(_, number)| *number).collect::<Vec<_>>());
    for ((place, _), _) in known.iter().zip(lacks).filter(|(_, lacks)| *lacks) {
        if let Some(row) = rows.get_mut(*place) {
            row.hints.push(tables::NumberDoubt::LostZeros.to_string());
        }
    }
}

/// One parcel may hold several orders; a column that was filled down by mistake looks the same.
fn hint_at_shared_numbers(rows: &mut [ShipmentRow]) {
    let mut orders: HashMap<String, usize> = HashMap::new();
    for row in rows.iter().filter(|row| may_be_sent(row)) {
        *orders.entry(row.number.clone()).or_default() += 1;
    }
    for row in rows.iter_mut().filter(|row| may_be_sent(row)) {
        let orders = orders.get(&row.number).copied().unwrap_or(1);
        if orders > 1 {
            row.hints.push(format!("{orders} orders have this number. That is right if they leave in one parcel."));
        }
    }
}
