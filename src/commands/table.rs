//! Tables of text.

/// A small table, two spaces in: words to the left, columns of numbers to the right.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let is_number = |cell: &str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let right = |at: usize| !rows.is_empty() && rows.iter().all(|row| is_number(&row[at]));
    indented(&laid_out(head, rows, right))
}

/// The same where the first column is words and all others are numbers of any form.
pub(super) fn words_and_numbers(head: &[&str], rows: &[Vec<String>]) -> String {
    indented(&laid_out(head, rows, |at| at > 0))
}

fn indented(lines: &[String]) -> String {
    lines.iter().flat_map(|line| ["  ", line, "\n"]).collect()
}

/// The lines of a table; `right` tells which columns stand to the right.
pub(super) fn laid_out(head: &[&str], rows: &[Vec<String>], right: impl Fn(usize) -> bool) -> Vec<String> {
    let heads: Vec<String> = head.iter().map(|&word| word.to_owned()).collect();
    let all = || std::iter::once(&heads).chain(rows);
    let wide = |at: usize| all().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let columns: Vec<(usize, bool)> = (0..head.len()).map(|at| (wide(at), right(at))).collect();
    let line = |row: &Vec<String>| {
        let cells = row
            .iter()
            .zip(&columns)
            .map(|(cell, &(width, right))| if right { format!("{cell:>width$}") } else { format!("{cell:width$}") });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    all().map(line).collect()
}
