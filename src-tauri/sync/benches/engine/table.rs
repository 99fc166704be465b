//! The figures, for a person and for a machine.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

/// What a figure should be.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    AtLeast(f64),
    AtMost(f64),
    /// Told, without a goal.
    None,
}

struct Row {
    figure: String,
    value: f64,
    unit: String,
    goal: Goal,
}

#[derive(Default)]
pub(crate) struct Table(Vec<Row>);

impl Goal {
    fn text(self) -> String {
        match self {
            Self::AtLeast(bound) => format!(">= {bound}"),
            Self::AtMost(bound) => format!("<= {bound}"),
            Self::None => String::new(),
        }
    }

    fn of_text(text: &str) -> Self {
        let bound = |sign: &str| text.strip_prefix(sign).and_then(|bound| bound.trim().parse().ok());
        bound(">=").map(Self::AtLeast).or_else(|| bound("<=").map(Self::AtMost)).unwrap_or(Self::None)
    }

    fn holds(self, value: f64) -> Option<bool> {
        match self {
            Self::AtLeast(bound) => Some(value >= bound),
            Self::AtMost(bound) => Some(value <= bound),
            Self::None => None,
        }
    }
}

impl Table {
    /// The figures that another program left as `target/bench/NAME.json`, to be gone on with.
    pub(crate) fn going_on_from(name: &str) -> Self {
        let text = fs::read_to_string(file(name)).unwrap_or_default();
        let rows: Vec<Value> = serde_json::from_str(&text).unwrap_or_default();
        Self(rows.iter().filter_map(row_of_json).collect())
    }

    /// A figure that is here already is measured anew.
    pub(crate) fn add(&mut self, figure: impl Into<String>, value: f64, unit: &str, goal: Goal) {
        let figure = figure.into();
        // Told at once as well: a run takes minutes.
        eprintln!("  {figure}: {} {unit}", rounded(value));
        self.0.retain(|row| row.figure != figure);
        self.0.push(Row { figure, value, unit: unit.to_owned(), goal });
    }

    pub(crate) fn print(&self) {
        let width = self.0.iter().map(|row| row.figure.chars().count()).max().unwrap_or(0);
        println!("\n{:width$}  {:>12}  {:<10}  {:<8}", "figure", "value", "unit", "goal");
        for Row { figure, value, unit, goal } in &self.0 {
            let verdict = match goal.holds(*value) {
                Some(true) => "holds",
                Some(false) => "falls short",
                None => "",
            };
            let line = format!("{figure:width$}  {:>12}  {unit:<10}  {:<8}  {verdict}", rounded(*value), goal.text());
            println!("{}", line.trim_end());
        }
    }

    /// Writes `target/bench/NAME.json`.
    pub(crate) fn write(&self, name: &str) {
        let rows: Vec<Value> = self.0.iter().map(row_json).collect();
        let file = file(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("target/bench can be made");
        let text = serde_json::to_string_pretty(&rows).expect("figures are numbers");
        fs::write(file, text).expect("target/bench can be written");
    }
}

fn file(name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        |moved| Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(moved),
    );
    target.join("bench").join(format!("{name}.json"))
}

fn row_of_json(row: &Value) -> Option<Row> {
    let text = |name: &str| row[name].as_str().map(str::to_owned);
    let goal = text("goal").map_or(Goal::None, |goal| Goal::of_text(&goal));
    Some(Row { figure: text("figure")?, value: row["value"].as_f64()?, unit: text("unit")?, goal })
}

fn row_json(row: &Row) -> Value {
    let goal = Some(row.goal.text()).filter(|goal| !goal.is_empty());
    json!({
        "figure": row.figure, "value": row.value, "unit": row.unit, "goal": goal, "holds": row.goal.holds(row.value),
    })
}

/// Three digits that mean something.
fn rounded(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}
