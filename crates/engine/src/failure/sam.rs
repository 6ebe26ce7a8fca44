//! The table of `sam deploy`, whose cells are wrapped at a width, also inside of a word.

use std::borrow::Cow;

/// The names of its columns.
const COLUMNS: [&str; 4] = ["ResourceStatus", "ResourceType", "LogicalResourceId", "ResourceStatusReason"];
/// What the statuses of its rows begin with.
const STATUSES: [&str; 6] = ["CREATE_", "UPDATE_", "DELETE_", "ROLLBACK_", "IMPORT_", "REVIEW_"];

/// A text with each row of the table in one line.
pub(super) fn unwrapped(text: &str) -> Cow<'_, str> {
    if !text.lines().any(|line| starts(line).is_some()) {
        return Cow::Borrowed(text);
    }
    let (mut made, mut row, mut columns) = (Vec::new(), None, None);
    for line in text.lines() {
        if let Some(found) = starts(line) {
            made.extend(row.take().map(joined));
            columns = Some(found);
            continue;
        }
        let cells = columns.as_ref().and_then(|columns| cells(line, columns));
        match (cells, &mut row) {
            (Some(cells), row) if is_row(&cells) => made.extend(row.replace(cells).map(joined)),
            (Some(cells), Some(row)) => row.iter_mut().zip(cells).enumerate().for_each(|(column, (cell, more))| {
                *cell = if column == COLUMNS.len() - 1 { continued(cell, &more) } else { format!("{cell}{more}") };
            }),
            (_, row) => {
                made.extend(row.take().map(joined));
                made.push(line.to_owned());
            }
        }
    }
    made.extend(row.map(joined));
    Cow::Owned(made.join("\n"))
}

/// Where the columns begin that a heading names, in characters.
fn starts(line: &str) -> Option<Vec<usize>> {
    let names: Vec<&str> = line.split_whitespace().collect();
    (names == COLUMNS).then(|| {
        let place = |name: &&str| line.find(&format!("{name} ")).or_else(|| line.rfind(name)).unwrap_or_default();
        COLUMNS.iter().map(place).collect()
    })
}

/// The cells of a line of the table; nothing where the line is none of it.
fn cells(line: &str, columns: &[usize]) -> Option<Vec<String>> {
    let characters: Vec<char> = line.chars().collect();
    if line.trim().is_empty() || characters.iter().all(|c| *c == '-') {
        return None;
    }
    let ends = columns[1..].iter().copied().chain([usize::MAX]);
    let cells = columns.iter().zip(ends).map(|(start, end)| {
        let end = end.min(characters.len());
        characters.get(*start..end).unwrap_or_default().iter().collect::<String>()
    });
    let cells: Vec<String> = cells.collect();
    // Between two columns is a space, in each line.
    let is_apart = cells[..COLUMNS.len() - 1].iter().all(|cell| cell.is_empty() || cell.ends_with(' '));
    is_apart.then(|| cells.iter().map(|cell| cell.trim().to_owned()).collect())
}

/// Whether a row begins: with a status and a type.
fn is_row(cells: &[String]) -> bool {
    STATUSES.iter().any(|start| cells[0].starts_with(start)) && !cells[1].is_empty() && !cells[2].is_empty()
}

/// A reason and the rest of it. Lines are also broken within a word, behind its dash: `(RequestToken: 8d0c7b6a-`.
pub(super) fn continued(reason: &str, rest: &str) -> String {
    let is_within_word = reason.strip_suffix('-').is_some_and(|word| word.ends_with(|c: char| c.is_ascii_alphanumeric()));
    let between = if is_within_word { "" } else { " " };
    format!("{reason}{between}{rest}").trim().to_owned()
}

fn joined(row: Vec<String>) -> String {
    row.join("\t")
}

#[cfg(test)]
mod tests {
    use super::unwrapped;

    #[test]
    fn a_row_is_one_line() {
        let table = "ResourceStatus      ResourceType        LogicalResourceId   ResourceStatusReason\n\
            ------------------------------------------------------------------------------\n\
            UPDATE_ROLLBACK_IN  AWS::CloudFormatio  shop                The following\n\
            _PROGRESS           n::Stack                                resource(s) failed\n\
            CREATE_COMPLETE     AWS::SQS::Queue     Queue               -\n\
            CREATE_FAILED       AWS::SNS::Topic     News                (Token: 8d0c-\n\
            \x20                                                           1111)\n\
            ------------------------------------------------------------------------------\n\
            Error: Failed to create/update the stack: shop";
        let lines: Vec<String> = unwrapped(table).lines().map(str::to_owned).collect();
        assert_eq!(
            lines[1..],
            [
                "UPDATE_ROLLBACK_IN_PROGRESS\tAWS::CloudFormation::Stack\tshop\tThe following resource(s) failed",
                "CREATE_COMPLETE\tAWS::SQS::Queue\tQueue\t-",
                "CREATE_FAILED\tAWS::SNS::Topic\tNews\t(Token: 8d0c-1111)",
                "------------------------------------------------------------------------------",
                "Error: Failed to create/update the stack: shop",
            ]
        );
        assert_eq!(unwrapped("CREATE_FAILED  AWS::SQS::Queue"), "CREATE_FAILED  AWS::SQS::Queue");
    }
}
