//! Room for answers: what the file asks for, or what the kind, the marks and the length of the model answer suggest.

use crate::bank::{Response, Space, Task};
use crate::flow::{Block, CodePiece, Inline, Room};

/// Characters of print that take one line when written by hand.
const CHARACTERS_A_LINE: usize = 62;

/// The room for an answer; closed kinds have some only where the file asks for it.
pub(super) fn room(task: &Task, marks: u32) -> Option<Room> {
    match &task.space {
        Some(Space::Room(room)) => Some(room.clone()),
        Some(Space::None) => None,
        None => usual(task, marks),
    }
}

fn usual(task: &Task, marks: u32) -> Option<Room> {
    let marks = marks as usize;
    match task.response {
        Response::Open => {
            let written = written_lines(&task.answer);
            Some(Room::Lines(written.max(marks + 1).clamp(3, 14) as u16))
        }
        Response::Code => {
            let typed = code_lines(&task.answer);
            Some(Room::Code((typed + 2).max(marks).clamp(6, 26) as u16))
        }
        _ => None,
    }
}

/// Handwritten lines that the blocks would take.
fn written_lines(blocks: &[Block]) -> usize {
    let in_lines = |text: &[Inline]| crate::markup::length(text).div_ceil(CHARACTERS_A_LINE);
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph { text, .. } | Block::Heading { text, .. } => in_lines(text),
            Block::Code(code) => code.lines.len(),
            Block::List { items, .. } => items.iter().map(|item| written_lines(item)).sum(),
            Block::Quote(inner) => written_lines(inner),
            Block::Table(table) => table.rows.len() + 1,
            _ => 0,
        })
        .sum()
}

/// Lines of code in the blocks, empty ones aside.
fn code_lines(blocks: &[Block]) -> usize {
    let is_written = |line: &&Vec<CodePiece>| {
        line.iter().any(|piece| matches!(piece, CodePiece::Text { text, .. } if !text.trim().is_empty()))
    };
    blocks
        .iter()
        .map(|block| match block {
            Block::Code(code) => code.lines.iter().filter(is_written).count(),
            Block::List { items, .. } => items.iter().map(|item| code_lines(item)).sum(),
            _ => 0,
        })
        .sum()
}
