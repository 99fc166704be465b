//! Counts tests from what the test runners print, because neither promises a stable machine-readable report.

/// How many tests there were, and how many of them failed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Tally {
    /// Tests that ran and held.
    pub(crate) passed: u64,
    /// Tests that ran and did not.
    pub(crate) failed: u64,
}

impl Tally {
    /// Takes in one line of a runner's output; lines that close no run change nothing.
    pub(crate) fn see(&mut self, line: &str) {
        let plain = without_colour(line);
        let plain = plain.trim();
        if let Some(counts) = plain.strip_prefix("test result:") {
            // Cargo: `test result: ok. 12 passed; 0 failed; 0 ignored; ...`
            self.passed += count_before(counts, "passed");
            self.failed += count_before(counts, "failed");
        } else if let Some(counts) = plain.strip_prefix("Tests  ") {
            // Vitest: `Tests  1 failed | 11 passed (12)`
            self.passed += count_before(counts, "passed");
            self.failed += count_before(counts, "failed");
        }
    }
}

/// The number that stands before `word`, or none.
fn count_before(counts: &str, word: &str) -> u64 {
    let words: Vec<&str> =
        counts.split(|c: char| c.is_whitespace() || c == ';' || c == '|').filter(|w| !w.is_empty()).collect();
    words.windows(2).find(|pair| pair[1] == word).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

/// The line without terminal colour sequences, which run from an escape to a letter.
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut in_sequence = false;
    for character in line.chars() {
        match (in_sequence, character) {
            (false, '\u{1b}') => in_sequence = true,
            (false, other) => plain.push(other),
            (true, letter) => in_sequence = !letter.is_ascii_alphabetic(),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(lines: &[&str]) -> Tally {
        let mut tally = Tally::default();
        lines.iter().for_each(|line| tally.see(line));
        tally
    }

    #[test]
    fn every_run_of_cargo_counts() {
        let seen = tally(&[
            "running 13 tests",
            "test result: ok. 13 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        ]);
        assert_eq!(seen, Tally { passed: 16, failed: 2 });
    }

    #[test]
    fn the_uis_tests_count_and_its_files_do_not() {
        let seen = tally(&[" Test Files  1 failed | 4 passed (5)", "      Tests  1 failed | 41 passed (42)"]);
        assert_eq!(seen, Tally { passed: 41, failed: 1 });
    }

    #[test]
    fn colours_do_not_hide_a_count() {
        let seen = tally(&["\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m7 passed\u{1b}[39m\u{1b}[22m (7)"]);
        assert_eq!(seen, Tally { passed: 7, failed: 0 });
    }

    #[test]
    fn a_test_that_only_talks_about_results_is_not_counted() {
        assert_eq!(tally(&["test it_counts_5_passed ... ok", "5 passed"]), Tally::default());
    }
}
