//! One line of a table of levels as a person reads it.

use tables::LevelRole;

use crate::{
    boundary::{LevelLine, LevelVerdict as Verdict},
    judge_levels::{Line, Why},
    level_import::LevelImport,
    match_skus::Guessed,
    wording::grouped,
};

const UNKNOWN: &str = "No such SKU is here. It may be of another shop, or not read yet.";
const NAMES_NONE: &str = "This line names no SKU. Choose the column with the SKUs, or write it into the file.";
const AMBIGUOUS: &str = "Several SKUs of this shop fit, so none is taken. Write the whole SKU id into the file.";
const NO_SUCH_WAREHOUSE: &str = "The shop has named no such warehouse. Write its name or id into the file.";
const NO_WAREHOUSE: &str = "Nothing says which warehouse this is. Choose it above this column.";
const CONTRADICTED: &str =
    "Another line has another number for this level. Neither is taken: keep the right one, and take the other out.";
const ADJUSTED_TWICE: &str =
    "Several lines are about this level, and one of them adds to it. None is taken: make one line of them.";
const COMPARE: &str = "Compare before you accept it.";

impl LevelImport {
    /// The line with the names of what it is about.
    pub(crate) fn shown(&self, place: u32, line: &Line, product: String, replaces: Option<String>) -> LevelLine {
        let sku = line.sku.and_then(|sku| self.opened.book.get(sku));
        let sku = sku.map(|sku| if sku.seller_sku.is_empty() { sku.sku.to_string() } else { sku.seller_sku.clone() });
        let named = line.place.and_then(|place| self.opened.places.get(usize::from(place)));
        let warehouse = named.map_or_else(|| self.cell(line, LevelRole::Warehouse), |place| place.name.clone());
        LevelLine {
            line: place,
            row: self.number_of(line),
            written_sku: self.written_sku(line),
            written: self.written(line),
            adjusts: line.adjusts,
            product,
            sku,
            warehouse,
            was: line.shown,
            becomes: line.becomes(),
            verdict: line.verdict,
            message: self.why(line),
            replaces,
        }
    }

    /// Why a line is not taken, or not yet; nothing where its verdict says all.
    pub(crate) fn why(&self, line: &Line) -> Option<String> {
        let told = |sentence: &str| Some(sentence.to_owned());
        match (line.verdict, line.why) {
            (Verdict::Ready | Verdict::Same, _) => None,
            (Verdict::Guess, Why::Guessed(guessed)) => Some(self.guess(line, guessed)),
            (Verdict::Guess, _) => told(COMPARE),
            (Verdict::Unknown, Why::NoSku) => told(NAMES_NONE),
            (Verdict::Unknown, _) => told(UNKNOWN),
            (Verdict::Ambiguous, _) => told(AMBIGUOUS),
            (Verdict::UnknownWarehouse, Why::NoWarehouse) => told(NO_WAREHOUSE),
            (Verdict::UnknownWarehouse, _) => told(NO_SUCH_WAREHOUSE),
            (Verdict::BadNumber, Why::Number(error)) => Some(error.to_string()),
            (Verdict::BadNumber, _) => None,
            (Verdict::Negative, _) => Some(format!("Stock can’t go below 0: this would be {}.", self.leads(line))),
            (Verdict::TooHigh, _) => Some(format!("{} is more than the shop takes (99,999).", self.leads(line))),
            (Verdict::NoLevel, _) => Some(self.no_level(line)),
            (Verdict::ClosedWarehouse, _) => Some(self.opened.closed(line.place?)?.to_string()),
            (Verdict::Repeated, Why::Repeats(other)) => {
                let other = self.lines.get(other as usize)?;
                Some(format!("Row {} says the same.", self.number_of(other)))
            }
            (Verdict::Repeated, _) => None,
            (Verdict::Contradicted, _) if line.adjusts => told(ADJUSTED_TWICE),
            (Verdict::Contradicted, _) => told(CONTRADICTED),
        }
    }

    fn guess(&self, line: &Line, guessed: Guessed) -> String {
        let sku = line.sku.and_then(|sku| self.opened.book.get(sku));
        let (id, code) = sku.map_or(("", ""), |sku| (sku.sku.as_str(), sku.seller_sku.as_str()));
        let written = self.written_sku(line);
        let sentence = match guessed {
            Guessed::Rounded => {
                let fits = if self.cell(line, LevelRole::Sku).is_empty() { code } else { id };
                format!("A spreadsheet has rounded this to {written}. Of this shop’s SKUs only {fits} fits.")
            }
            Guessed::Changed => {
                format!("A spreadsheet may have changed this code. Of this shop’s SKUs only {code} fits.")
            }
            Guessed::OtherCode => format!("The id is that of {code}, and the code beside it is another SKU’s."),
            Guessed::CodeAlone => format!("Nobody here has this id; the code {code} is that of {id}."),
            Guessed::OtherProduct => format!("The SKU {id} is of another product than this line says."),
        };
        format!("{sentence} {COMPARE}")
    }

    fn no_level(&self, line: &Line) -> String {
        let place = line.place.and_then(|place| self.opened.places.get(usize::from(place)));
        let warehouse = place.map_or("", |place| place.name.as_str());
        match line.adjusts {
            true => format!("The shop tells no level of this SKU in {warehouse}, so nothing can be added to it."),
            false => format!("The shop tells no level of this SKU in {warehouse}."),
        }
    }

    fn leads(&self, line: &Line) -> String {
        grouped(line.becomes().unwrap_or(line.number)).replace('-', "−")
    }

    fn number_of(&self, line: &Line) -> u32 {
        self.row(line).map_or(0, tables::Row::number)
    }

    pub(crate) fn row(&self, line: &Line) -> Option<&tables::Row> {
        self.layout.body(&self.opened.table.sheet).get(line.row as usize)
    }

    fn written_sku(&self, line: &Line) -> String {
        let id = self.cell(line, LevelRole::Sku);
        if id.is_empty() { self.cell(line, LevelRole::Code) } else { id }
    }

    fn written(&self, line: &Line) -> String {
        shortened(self.row(line).map_or("", |row| row.cell(usize::from(line.column))))
    }

    fn cell(&self, line: &Line, role: LevelRole) -> String {
        let column = self.layout.column(role);
        shortened(column.and_then(|column| Some(self.row(line)?.cell(column))).unwrap_or_default())
    }
}

/// As much of a cell as a person looks at.
fn shortened(cell: &str) -> String {
    cell.chars().take(200).collect()
}
