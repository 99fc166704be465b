//! Text with delimiters: CSV as programs write it and as spreadsheets do.

use csv::{Reader, ReaderBuilder, StringRecord};

use crate::{
    TableError,
    sheet::{Row, Sheet},
};

/// Those that may part cells. The comma comes last: it is a decimal point and groups digits too.
const DELIMITERS: [u8; 4] = [b'\t', b';', b'|', b','];
/// How much of a text is looked at to tell its delimiter.
const LOOKED_AT: usize = 64 * 1024;
/// Cells of a spreadsheet's widest row.
const WIDEST: usize = 16_384;
/// A cell with more line breaks began with a quotation mark that nobody closed.
const MOST_BREAKS: usize = 50;

/// The rows of a text, so many at most, and its delimiter; none where it has one column.
///
/// # Errors
/// [`TableError`] beyond a limit.
pub(crate) fn parse(text: &str, most: usize) -> Result<(Sheet, Option<char>), TableError> {
    let text = one_kind_of_break(text);
    let (body, told, before) = told_by_excel(&text);
    let delimiter = told.or_else(|| delimiter_of(body));
    let by = delimiter.unwrap_or(b'\t');
    // The reader keeps a place for each cell of a row, before it is known how many there are.
    if body.split('\n').any(|line| line.bytes().filter(|sign| *sign == by).count() > WIDEST) {
        return Err(TableError::TooManyCells);
    }
    let sheet = match rows(body, by, true, before, most)? {
        Some(sheet) => sheet,
        None => rows(body, by, false, before, most)?.unwrap_or_else(|| Sheet::of(most)),
    };
    Ok((sheet, delimiter.map(char::from)))
}

/// Line ends of Windows and of old Macs become those of everybody else.
fn one_kind_of_break(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n") + "\n"
}

/// Excel tells its delimiter in a first line of its own: `sep=;`.
fn told_by_excel(text: &str) -> (&str, Option<u8>, u64) {
    let told = text.split_once('\n').and_then(|(first, rest)| {
        let sign = first.trim_matches('"').strip_prefix("sep=")?;
        DELIMITERS.into_iter().find(|delimiter| sign.as_bytes() == [*delimiter]).map(|delimiter| (rest, delimiter))
    });
    told.map_or((text, None, 0), |(rest, delimiter)| (rest, Some(delimiter), 1))
}

/// The one that parts most rows alike. Where several do so nearly as well, the one that parts the first row like the
/// others: a comma within every name stands below no heading. Else the earlier of [`DELIMITERS`].
fn delimiter_of(text: &str) -> Option<u8> {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let begin = without_kept_text(text.get(..end).unwrap_or_default());
    let parted = DELIMITERS.map(|delimiter| (delimiter, Parted::by(delimiter, &begin)));
    let best = parted.iter().map(|(_, parted)| parted.alike).max().filter(|alike| *alike > 0)?;
    let mut good = parted.into_iter().filter(|(_, parted)| parted.alike * 10 >= best * 8).peekable();
    let first = good.peek().map(|(delimiter, _)| *delimiter);
    good.find(|(_, parted)| parted.first).map(|(delimiter, _)| delimiter).or(first)
}

/// The tab behind an id that only keeps it text for a spreadsheet parts nothing. Exports of shops
/// have it too.
fn without_kept_text(text: &str) -> String {
    ["\t,", "\t;", "\t|", "\t\"", "\t\n"].into_iter().fold(text.to_owned(), |text, pair| text.replace(pair, &pair[1..]))
}

/// How a delimiter parts the rows of a text.
struct Parted {
    /// Of a hundred rows, how many have the number of cells that most have, where that isn't one.
    alike: usize,
    /// Whether the first row is one of them.
    first: bool,
}

impl Parted {
    fn by(delimiter: u8, text: &str) -> Self {
        let widths: Vec<usize> = records(text, delimiter, true).map(|record| record.len()).take(500).collect();
        let with = |width: usize| widths.iter().filter(|other| **other == width).count();
        let usual = widths.iter().copied().filter(|width| *width > 1).max_by_key(|width| with(*width));
        let alike = usual.map_or(0, with) * 100 / widths.len().max(1);
        Self { alike, first: usual.is_some() && widths.first().copied() == usual }
    }
}

fn reader(text: &str, delimiter: u8, quoted: bool) -> Reader<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).quoting(quoted).delimiter(delimiter).from_reader(text.as_bytes())
}

fn records(text: &str, delimiter: u8, quoted: bool) -> impl Iterator<Item = StringRecord> {
    // Text in memory can't fail to be read.
    reader(text, delimiter, quoted).into_records().flatten()
}

/// `None` where a quotation mark has swallowed the rest.
fn rows(text: &str, delimiter: u8, quoted: bool, before: u64, most: usize) -> Result<Option<Sheet>, TableError> {
    let mut reader = reader(text, delimiter, quoted);
    let (mut sheet, mut record, mut inside) = (Sheet::of(most), StringRecord::new(), 0_u64);
    while reader.read_record(&mut record).unwrap_or(false) {
        let breaks = record.iter().map(|cell| cell.matches('\n').count()).max().unwrap_or(0);
        if breaks > MOST_BREAKS {
            return Ok(None);
        }
        inside += record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        // The reader stands behind the row; a spreadsheet counts no line break inside a cell.
        let number = (reader.position().line() + before).saturating_sub(inside + 1);
        let mut row = Row::new(u32::try_from(number).unwrap_or(u32::MAX));
        record.iter().for_each(|cell| row.push(cell));
        sheet.push(row)?;
    }
    Ok(Some(sheet))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(u32, Vec<String>)>, Option<char>) {
        let (sheet, delimiter) = parse(text, 100_000).unwrap();
        let rows = sheet.rows().iter().map(|row| (row.number(), row.cells().map(str::to_owned).collect()));
        (rows.collect(), delimiter)
    }

    #[test]
    fn each_delimiter_is_told_from_the_rows() {
        for delimiter in [',', ';', '\t', '|'] {
            let text = format!("Order ID{delimiter}Tracking\n576618402217359921{delimiter}JT1\n");
            let (rows, told) = read(&text);
            assert_eq!((rows.len(), rows[1].1[1].as_str(), told), (2, "JT1", Some(delimiter)));
        }
        assert_eq!(read("576618402217359921\n576618402217359922\n").1, None);
    }

    #[test]
    fn a_comma_that_is_a_decimal_point_or_groups_digits_parts_nothing_where_another_sign_does() {
        assert_eq!(read("id;no\n5,76618E+17;JT1\n5,76618E+17;JT2\n").1, Some(';'));
        assert_eq!(read("576,618,402,217,359,921\tJT1\n576,618,402,217,359,922\tJT2\n").1, Some('\t'));
    }

    #[test]
    fn what_stands_within_every_name_parts_nothing() {
        let rows: String = (0..40).map(|n| format!("{n},\"5\"\" tube; blue, \"\"soft\"\"\",{n}\n")).collect();
        assert_eq!(read(&format!("id,name,level\n{rows}")).1, Some(','));
        let rows: String = (0..40).map(|n| format!("{n};Tote, blue;{n}\n")).collect();
        assert_eq!(read(&format!("id;name;level\n{rows}")).1, Some(';'));
    }

    #[test]
    fn a_tab_that_keeps_an_id_text_parts_nothing() {
        let (rows, told) = read(
            "Order ID,Status,Tracking\n576618402217359921\t,SHIPPED,94001\t\n576618402217359922\t,SHIPPED,94002\t\n",
        );
        assert_eq!((rows[1].1.join("|").as_str(), told), ("576618402217359921|SHIPPED|94001", Some(',')));
    }

    #[test]
    fn a_row_bears_the_number_that_a_spreadsheet_shows_beside_it() {
        let (rows, _) = read("id,note\r\n\r\n1,\"two\r\nlines\"\r\n2,one\r\n");
        assert_eq!(rows.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [1, 3, 4]);
        assert_eq!(rows[1].1[1], "two\nlines");
        assert_eq!(read("id,no\r1,2").0[1].0, 2, "an old Mac's line ends");
    }

    #[test]
    fn excels_own_line_about_the_delimiter_is_believed_and_is_no_row() {
        let (rows, told) = read("sep=;\nid;a,b\n1;c,d\n");
        assert_eq!((rows[0].0, rows[0].1.len(), told), (2, 2, Some(';')));
    }

    #[test]
    fn a_quotation_mark_that_nobody_closed_swallows_nothing() {
        let rows: String = (0..200).map(|n| format!("57661840221735{n:04},JT{n}\n")).collect();
        let (rows, _) = read(&format!("id,no\n\"57661840221735992,JT\n{rows}"));
        assert_eq!(rows.len(), 202);
    }
}
