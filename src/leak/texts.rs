//! What a question prints on the candidate sheet, and what only the marker may read.

use crate::bank::{Body, Question, Response, Space, Task};
use crate::flow::{Block, CodePiece, Inline, Picture, Room};
use crate::markup::{Purpose, plain};

/// What kind of text is to stay with the marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Answer,
    Why,
    Rubric,
    LookFor,
    RedFlag,
    FollowUp,
    Id,
    Seed,
    Digest,
}

impl Kind {
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Answer => "the answer",
            Self::Why => "a reason why an option is right or wrong",
            Self::Rubric => "a row of the rubric",
            Self::LookFor => "a sign to look for",
            Self::RedFlag => "a red flag",
            Self::FollowUp => "a follow-up question",
            Self::Id => "the id",
            Self::Seed => "the seed",
            Self::Digest => "the digest of the bank",
        }
    }
}

/// All texts of a question that the candidate is to read, in the order of its file.
pub(super) fn public(question: &Question) -> Vec<String> {
    let mut texts = Vec::new();
    of_blocks(&question.prompt, &mut texts);
    match &question.body {
        Body::Whole(task) => of_task(task, &mut texts),
        Body::Parts(parts) => {
            for part in parts {
                of_blocks(&part.prompt, &mut texts);
                of_task(&part.task, &mut texts);
            }
        }
    }
    texts
}

/// What a task prints beside its prompt.
fn of_task(task: &Task, texts: &mut Vec<String>) {
    match &task.response {
        Response::Open | Response::Code | Response::TrueFalse { .. } | Response::FillIn { .. } => {}
        Response::Choice { options, .. } => texts.extend(options.iter().map(|option| plain(&option.text))),
        Response::Numeric { unit, .. } => texts.extend(unit.clone()),
        Response::Matching { pairs, extra } => {
            texts.extend(pairs.iter().map(|(left, _)| plain(left)));
            texts.extend(pairs.iter().map(|(_, right)| right).chain(extra).map(|right| plain(right)));
        }
        Response::Ordering { items } => texts.extend(items.iter().map(|item| plain(item))),
    }
    if let Some(Space::Room(room)) = &task.space {
        of_room(room, texts);
    }
}

/// The texts of a question that only the marker may read: piece by piece, as they would be printed, with what they are.
/// Answers come one by one: that of the question, or those of its parts.
pub(super) fn secret(question: &Question) -> (Vec<Vec<String>>, Vec<(Kind, String)>) {
    let tasks: Vec<&Task> = match &question.body {
        Body::Whole(task) => vec![task],
        Body::Parts(parts) => parts.iter().map(|part| &part.task).collect(),
    };
    let mut answers = Vec::new();
    let mut others = vec![(Kind::Id, question.id.clone())];
    let mut add = |kind, text: &[Inline]| others.push((kind, plain(text)));
    for task in tasks {
        let mut answer = Vec::new();
        of_blocks(&task.answer, &mut answer);
        answers.push(answer);
        let tests = task.listings.iter().filter(|listing| listing.purpose == Purpose::Test);
        answers.extend(tests.map(|test| test.lines.iter().map(|(line, _)| line.clone()).collect()));
        task.rubric.iter().for_each(|row| add(Kind::Rubric, &row.text));
        match &task.response {
            Response::Choice { options, .. } => options.iter().for_each(|option| add(Kind::Why, &option.why)),
            Response::FillIn { blanks } => answers.extend(blanks.iter().flatten().map(|text| vec![text.clone()])),
            _ => {}
        }
    }
    let notes = &question.notes;
    notes.look_for.iter().for_each(|text| add(Kind::LookFor, text));
    notes.red_flags.iter().for_each(|text| add(Kind::RedFlag, text));
    notes.follow_ups.iter().for_each(|text| add(Kind::FollowUp, text));
    (answers, others)
}

/// The texts of some blocks: paragraphs, lines of code, cells, and what pictures show.
pub(super) fn of_blocks(blocks: &[Block], texts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { text, aside, .. } => texts.extend([text, aside].map(|text| plain(text))),
            Block::Paragraph { text, .. } => texts.push(plain(text)),
            Block::Code(code) => texts.extend(code.lines.iter().map(|line| code_line(line))),
            Block::List { items, .. } | Block::Columns(items, _) => {
                for item in items {
                    of_blocks(item, texts);
                }
            }
            Block::Table(table) => {
                texts.extend(table.head.iter().chain(table.rows.iter().flatten()).map(|cell| plain(cell)));
            }
            Block::Quote(inner) | Block::Panel(inner) | Block::Small(inner) | Block::Brief(inner) => {
                of_blocks(inner, texts);
            }
            Block::Picture(picture) => of_picture(picture, texts),
            Block::Formula(formula, _) => texts.push(formula.source.clone()),
            Block::Item { label, aside, body } => {
                texts.extend([label, aside].map(|text| plain(text)));
                of_blocks(body, texts);
            }
            Block::Choices(choices) => {
                for choice in choices {
                    texts.extend([choice.label.clone(), plain(&choice.text), plain(&choice.note)]);
                }
            }
            Block::Matching(matching) => {
                texts.extend([&matching.by_letters, &matching.by_lines].map(|text| plain(text)));
                texts.extend(matching.left.iter().map(|left| plain(left)));
                texts.extend(matching.right.iter().flat_map(|(letter, right)| [plain(letter), plain(right)]));
            }
            Block::Room(room) => of_room(room, texts),
            Block::Fields(labels) => texts.extend(labels.iter().map(|label| plain(label))),
            Block::Boxes { label, .. } => texts.push(plain(label)),
            Block::Scores(scores) => {
                texts.extend(scores.heads.iter().chain(scores.columns.iter().flatten()).map(|text| plain(text)));
            }
            Block::Masthead { logo, body } => {
                if let Some(logo) = logo {
                    of_picture(logo, texts);
                }
                of_blocks(body, texts);
            }
            Block::Ribbon(ribbon) => {
                texts.extend(ribbon.heads.iter().chain(ribbon.records.iter().flatten()).map(|text| plain(text)));
            }
            Block::Plot(plot) => texts.push(plot.alt.clone()),
            Block::Rule | Block::Space(_) | Block::PageBreak => {}
        }
    }
}

fn of_picture(picture: &Picture, texts: &mut Vec<String>) {
    texts.extend([picture.alt.clone(), plain(&picture.caption)]);
}

fn of_room(room: &Room, texts: &mut Vec<String>) {
    if let Room::Table { head, .. } = room {
        texts.extend(head.iter().map(|text| plain(text)));
    }
}

fn code_line(line: &[CodePiece]) -> String {
    line.iter()
        .map(|piece| match piece {
            CodePiece::Text { text, .. } => text.as_str(),
            CodePiece::Blank { .. } => "",
        })
        .collect()
}
