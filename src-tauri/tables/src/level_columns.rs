//! What the columns of a table of levels are: found by their headings, by what is in them, or chosen.

use crate::{
    Column, Row, Sheet,
    columns::columns_below,
    headers::plain,
    level_words::{Heading, Word, beside},
    written_id::looks_like_id,
    written_level::{LevelError, WrittenLevel},
};

/// Headings stand among these first rows that aren't blank.
const TITLES: usize = 30;
/// How many cells of a column are looked at.
const LOOKED_AT: usize = 500;

/// A warehouse as a column may name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The shop's id.
    pub id: String,
    /// As the person knows it.
    pub name: String,
}

/// What a column is taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LevelRole {
    /// Nothing that a level needs: a product's name, a total.
    #[default]
    Other,
    /// The product's id.
    Product,
    /// The SKU's id.
    Sku,
    /// The seller's own code of the SKU.
    Code,
    /// The warehouse, by its id or name.
    Warehouse,
    /// Numbers of pieces.
    Level {
        /// In which warehouse, by its place among those that were given; `None` where another column says so, or where
        /// nothing does.
        place: Option<usize>,
        /// Whether they are to be added to what is there.
        adjusts: bool,
    },
}

/// Where in a table the levels are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelLayout {
    /// The place of the row with the headings, among those that aren't blank.
    pub header: Option<usize>,
    /// What each column is, from the left.
    pub roles: Vec<LevelRole>,
}

/// Whether a cell holds what the shop knows by that role: a product's id, a SKU's, a code.
pub type Known<'a> = &'a dyn Fn(LevelRole, &str) -> bool;

/// The headings of a table with the levels of these warehouses: product, SKU, code, name, each warehouse, total. A
/// warehouse is headed by its name where that says which one is meant, and else by its name and id.
pub fn level_headings(places: &[Place]) -> Vec<String> {
    let headed = |(at, place): (usize, &Place)| {
        let is_plain = role_of(&place.name, places) == Some(LevelRole::Level { place: Some(at), adjusts: false });
        if is_plain { place.name.clone() } else { with_id(place) }
    };
    let front = ["Product ID", "SKU ID", "Seller SKU", "Product"].map(str::to_owned);
    let total = "Total".to_owned();
    front.into_iter().chain(places.iter().enumerate().map(headed)).chain([total]).collect()
}

fn with_id(place: &Place) -> String {
    format!("{} [{}]", place.name, place.id)
}

impl LevelLayout {
    /// Finds the columns by their headings, and by what the shop knows of their cells.
    pub fn of(sheet: &Sheet, places: &[Place], known: Known<'_>) -> Self {
        let header = header(sheet, places);
        let mut layout = Self { header, roles: vec![LevelRole::Other; sheet.columns()] };
        layout.find_by_headings(sheet, places);
        layout.find_ids(sheet, known);
        layout.find_the_only_numbers(sheet);
        layout.settle(places);
        layout
    }

    /// Takes the columns for what the person has chosen.
    pub fn chosen(sheet: &Sheet, places: &[Place], mut roles: Vec<LevelRole>) -> Self {
        roles.resize(sheet.columns(), LevelRole::Other);
        Self { header: header(sheet, places), roles }
    }

    /// The first column of a role.
    pub fn column(&self, role: LevelRole) -> Option<usize> {
        self.roles.iter().position(|it| *it == role)
    }

    /// The columns of numbers: which warehouse each is of, and whether it adjusts.
    pub fn numbers(&self) -> impl Iterator<Item = (usize, Option<usize>, bool)> {
        self.roles.iter().enumerate().filter_map(|(column, role)| match role {
            LevelRole::Level { place, adjusts } => Some((column, *place, *adjusts)),
            _ => None,
        })
    }

    /// The rows below the headings, or all of them.
    pub fn body<'a>(&self, sheet: &'a Sheet) -> &'a [Row] {
        sheet.rows().get(self.header.map_or(0, |place| place + 1)..).unwrap_or_default()
    }

    /// The row with the headings.
    pub fn headings<'a>(&self, sheet: &'a Sheet) -> Option<&'a Row> {
        self.header.and_then(|place| sheet.rows().get(place))
    }

    /// All columns with their headings and first cells.
    pub fn columns(&self, sheet: &Sheet) -> Vec<Column> {
        columns_below(sheet, self.header)
    }

    fn take(&mut self, column: usize, role: LevelRole) {
        if let Some(it) = self.roles.get_mut(column) {
            *it = role;
        }
    }

    fn is_free(&self, column: usize) -> bool {
        self.roles.get(column) == Some(&LevelRole::Other)
    }

    fn find_by_headings(&mut self, sheet: &Sheet, places: &[Place]) {
        let Some(headings) = self.headings(sheet) else { return };
        let roles: Vec<LevelRole> = headings.cells().map(|cell| role_of(cell, places).unwrap_or_default()).collect();
        for (column, role) in roles.into_iter().enumerate() {
            // Of two columns with the same heading the first is meant: a level has one source.
            if self.column(role).is_none() || role == LevelRole::Other {
                self.take(column, role);
            }
        }
        let either =
            headings.cells().position(|cell| Heading::read(cell).and_then(|it| it.word(cell)) == Some(Word::SkuOrCode));
        if let Some(column) = either.filter(|column| self.is_free(*column)) {
            let holds_ids = share(self.body(sheet), column, looks_like_id) > 50;
            let role = if holds_ids { LevelRole::Sku } else { LevelRole::Code };
            if self.column(role).is_none() {
                self.take(column, role);
            }
        }
    }

    /// Columns that are headed by nothing known hold ids where the shop knows most of their cells.
    fn find_ids(&mut self, sheet: &Sheet, known: Known<'_>) {
        for role in [LevelRole::Sku, LevelRole::Product, LevelRole::Code] {
            if self.column(role).is_some() {
                continue;
            }
            let shares = (0..sheet.columns()).filter(|column| self.is_free(*column));
            let shares = shares.map(|column| (column, share(self.body(sheet), column, |cell| known(role, cell))));
            let best = shares.rev().max_by_key(|(_, share)| *share).filter(|(_, share)| *share > 50);
            if let Some((column, _)) = best {
                self.take(column, role);
            }
        }
    }

    /// Without headings the only column of whole numbers is the one that is meant.
    fn find_the_only_numbers(&mut self, sheet: &Sheet) {
        let has_some = self.numbers().next().is_some();
        if has_some || self.header.is_some() || (self.column(LevelRole::Sku).or(self.column(LevelRole::Code))).is_none()
        {
            return;
        }
        let is_number = |cell: &str| WrittenLevel::read(cell, false).is_ok();
        let mut full = (0..sheet.columns())
            .filter(|column| self.is_free(*column) && share(self.body(sheet), *column, is_number) > 90);
        if let (Some(only), None) = (full.next(), full.next()) {
            drop(full);
            self.take(only, LevelRole::Level { place: None, adjusts: false });
        }
    }

    /// Numbers of no warehouse are of the only one that there is; beside columns of warehouses they are totals.
    fn settle(&mut self, places: &[Place]) {
        let by_row = self.column(LevelRole::Warehouse).is_some();
        let wide = self.numbers().any(|(_, place, _)| place.is_some());
        for role in &mut self.roles {
            match role {
                LevelRole::Level { place: None, .. } if wide => *role = LevelRole::Other,
                LevelRole::Level { place: place @ None, .. } if !by_row && places.len() == 1 => *place = Some(0),
                LevelRole::Warehouse if wide => *role = LevelRole::Other,
                _ => {}
            }
        }
    }
}

/// The place of the row with the headings: the one that names most columns, and holds no id but a warehouse's.
fn header(sheet: &Sheet, places: &[Place]) -> Option<usize> {
    let named = |row: &Row| {
        let is_place = |cell: &str| places.iter().any(|place| plain(&place.id) == plain(cell));
        let holds_id = row.cells().any(|cell| looks_like_id(cell) && !is_place(cell));
        let names = |cell: &&str| {
            let is_word = || Heading::read(cell).and_then(|it| it.word(cell)).is_some();
            role_of(cell, places).is_some() || is_word()
        };
        if holds_id { 0 } else { row.cells().filter(names).count() }
    };
    let rows = sheet.rows().iter().take(TITLES).map(named).enumerate();
    // Of equal rows the first: what stands below it may explain it. A warehouse's name alone may be a line's.
    rows.rev().max_by_key(|(_, names)| *names).filter(|(_, names)| *names > 1).map(|(place, _)| place)
}

/// What a heading says that a column is; `None` where it says nothing, or two things.
fn role_of(cell: &str, places: &[Place]) -> Option<LevelRole> {
    let heading = Heading::read(cell)?;
    let word = heading.word(cell);
    let level = |at: usize, adjusts: bool| LevelRole::Level { place: Some(at), adjusts };
    let whole = |place: &Place| {
        let with_id = plain(&with_id(place));
        heading.plain.strip_prefix(with_id.as_str()).map(|rest| (rest.is_empty(), beside(rest)))
    };
    let exact = places.iter().enumerate().find_map(|(at, place)| match whole(place) {
        Some((true, _)) => Some(level(at, heading.is_signed)),
        Some((false, beside)) => beside.map(|word| level(at, heading.is_signed || word == Word::Adjustment)),
        None => None,
    });
    if exact.is_some() {
        return exact;
    }
    let mut named = places.iter().enumerate().filter_map(|(at, place)| {
        named_in(&heading.plain, place).map(|adjusts| level(at, adjusts || heading.is_signed))
    });
    let (first, second) = (named.next(), named.next());
    match (first, second, word) {
        (Some(role), None, None | Some(Word::Adjustment)) => Some(role),
        (None, None, Some(word)) => match word {
            Word::Product => Some(LevelRole::Product),
            Word::Sku => Some(LevelRole::Sku),
            Word::Code => Some(LevelRole::Code),
            Word::Warehouse => Some(LevelRole::Warehouse),
            Word::Level => Some(LevelRole::Level { place: None, adjusts: false }),
            Word::Adjustment => Some(LevelRole::Level { place: None, adjusts: true }),
            Word::SkuOrCode => None,
        },
        _ => None,
    }
}

/// Whether a heading names a warehouse, and says that its numbers are to be added.
fn named_in(heading: &str, place: &Place) -> Option<bool> {
    [plain(&place.name), plain(&place.id)].into_iter().filter(|name| !name.is_empty()).find_map(|name| {
        if heading == name {
            return Some(false);
        }
        let rest = heading.strip_prefix(&*name).or_else(|| heading.strip_suffix(&*name))?;
        beside(rest).map(|word| word == Word::Adjustment)
    })
}

/// Of a hundred cells that aren't blank, how many are so.
fn share(body: &[Row], column: usize, is_so: impl Fn(&str) -> bool) -> usize {
    let cells = body.iter().take(LOOKED_AT).map(|row| row.cell(column)).filter(|cell| !cell.is_empty());
    let (count, so) = cells.fold((0, 0), |(count, so), cell| (count + 1, so + usize::from(is_so(cell))));
    so * 100 / usize::max(count, 1)
}

/// Whether a column writes thousands with a point, by a number in it that can't be meant otherwise: `1.250`.
pub fn points_are_thousands(body: &[Row], column: usize) -> bool {
    let tells = |cell: &str| WrittenLevel::read(cell, false).is_ok() && !cell.ends_with(".000") && cell.contains('.');
    body.iter()
        .map(|row| row.cell(column))
        .any(|cell| tells(cell) && cell.rsplit_once('.').is_some_and(|(_, group)| group.len() == 3))
        && !body.iter().any(|row| WrittenLevel::read(row.cell(column), false) == Err(LevelError::NotWhole))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::delimited::parse;

    fn place(id: &str, name: &str) -> Place {
        Place { id: id.into(), name: name.into() }
    }

    fn places() -> Vec<Place> {
        vec![place("wh_la", "La"), place("wh_new_york", "New York")]
    }

    fn layout(text: &str, places: &[Place]) -> LevelLayout {
        let known = |role: LevelRole, cell: &str| match role {
            LevelRole::Sku => cell.starts_with("1729"),
            LevelRole::Code => cell.starts_with("LT-"),
            _ => false,
        };
        LevelLayout::of(&parse(text, crate::Purpose::Levels.rows()).unwrap().0, places, &known)
    }

    const fn level(place: Option<usize>, adjusts: bool) -> LevelRole {
        LevelRole::Level { place, adjusts }
    }

    use LevelRole::{Code, Other, Product, Sku, Warehouse};

    #[test]
    fn a_table_that_was_written_here_is_known_column_by_column() {
        let headings = level_headings(&places()).join(",");
        let found = layout(&format!("{headings}\n1,1729384756473829101,LT-1,Name,3,4,7\n"), &places());
        assert_eq!(found.header, Some(0));
        assert_eq!(found.roles, [Product, Sku, Code, Other, level(Some(0), false), level(Some(1), false), Other]);
    }

    #[test]
    fn warehouses_of_one_name_or_with_the_name_of_another_column_bear_their_ids() {
        let places = [
            place("A1", "Main"),
            place("A2", "main"),
            place("A3", "Total"),
            place("A4", "SKU ID"),
            place("A5", "Stock"),
        ];
        let headings = level_headings(&places);
        assert_eq!(headings[4..9], ["Main [A1]", "main [A2]", "Total", "SKU ID [A4]", "Stock [A5]"]);
        let row = (0..10).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
        let found = layout(&format!("{}\n{row}\n", headings.join(",")), &places);
        let all: Vec<_> = (0..5).map(|at| level(Some(at), false)).collect();
        assert_eq!(found.roles[4..9], all);
        assert_eq!(found.roles[9], Other, "the total is none of them");
    }

    #[test]
    fn a_warehouse_in_each_row_and_one_in_each_column_are_told_apart() {
        let long = layout("SKU,Warehouse,Qty\nLT-1,wh_la,3\n", &places());
        assert_eq!(long.roles, [Code, Warehouse, level(None, false)]);
        let wide = layout("SKU,Stock in New York,La adjustment,wh_la +/-,Stock\nLT-1,3,1,,4\n", &places());
        assert_eq!(wide.roles, [Code, level(Some(1), false), level(Some(0), true), Other, Other]);
    }

    #[test]
    fn numbers_alone_are_of_the_only_warehouse_or_of_none() {
        let text = "sku id,adjustment\n1729384756473829101,-3\n";
        assert_eq!(layout(text, &places()[..1]).roles, [Sku, level(Some(0), true)]);
        assert_eq!(layout(text, &places()).roles, [Sku, level(None, true)]);
    }

    #[test]
    fn without_headings_the_cells_tell() {
        let found = layout("Linen,LT-1,12\nTote,LT-2,0\n", &places()[..1]);
        assert_eq!((found.header, found.roles), (None, vec![Other, Code, level(Some(0), false)]));
        let found = layout("1729384756473829101,12,13\n1729384756473829102,0,7\n", &places());
        assert_eq!(found.roles, [Sku, Other, Other], "which of both it is the person says");
    }

    #[test]
    fn a_sign_in_a_cell_makes_no_adjustment() {
        assert_eq!(layout("SKU,New York\nLT-1,-3\nLT-2,+5\n", &places()).roles[1], level(Some(1), false));
    }

    #[test]
    fn ids_of_warehouses_may_be_headings_though_they_look_like_those_of_skus() {
        let places = [place("7068517275539719942", "7068517275539719942")];
        let found = layout("SKU,7068517275539719942\nLT-1,3\n", &places);
        assert_eq!((found.header, found.roles[1]), (Some(0), level(Some(0), false)));
    }
}
