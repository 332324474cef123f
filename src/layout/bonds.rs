//! What belongs together: how bad it is if a page breaks between two blocks.

use crate::flow::{Block, CodePiece, Inline, Role};
use crate::markup;

use super::measure::Within;
use super::piece::{NEVER, PARTED, PITY, TORN};

/// How bad a page break after a block is: a heading, a label in bold, and words that end with a colon lead to what follows.
pub(super) fn bond(block: &Block) -> f32 {
    match block {
        Block::Heading { .. } => NEVER,
        Block::Paragraph { text, .. } => {
            let is_bold = |inline: &Inline| matches!(inline, Inline::Text(text) if text.style.bold);
            if text.iter().all(is_bold) {
                NEVER
            } else if markup::plain(text).trim_end().ends_with(':') {
                TORN
            } else {
                0.0
            }
        }
        _ => 0.0,
    }
}

/// Whether a question after the first begins with a block, or with the headings over it.
pub(super) fn starts_question(blocks: &[Block], at: usize) -> bool {
    let is_heading = |block: &Block| matches!(block, Block::Heading { .. });
    let is_item = |block: &Block| matches!(block, Block::Item { .. });
    blocks[..at].last().is_some_and(|before| !is_heading(before))
        && blocks[..at].iter().any(is_item)
        && blocks[at..].iter().find(|block| !is_heading(block)).is_some_and(is_item)
}

/// Whether something is to be written or ticked in a text.
fn is_answer(text: &[Inline]) -> bool {
    text.iter().any(|inline| matches!(inline, Inline::Blank { .. } | Inline::Tick(_)))
}

/// Whether a block belongs to what is asked right before it: space for the answer, and what stands around that.
fn is_response(before: &Block, block: &Block) -> bool {
    match (before, block) {
        (
            _,
            Block::Choices(_)
            | Block::Matching(_)
            | Block::Room(_)
            | Block::Fields(_)
            | Block::Paragraph { role: Role::Note, .. },
        )
        | (Block::Room(_) | Block::Paragraph { role: Role::Note, .. }, _) => true,
        (_, Block::Paragraph { text, .. }) => is_answer(text),
        (_, Block::Table(table)) => table.rows.iter().flatten().any(|cell| is_answer(cell)),
        _ => false,
    }
}

/// How bad a page break before a block is.
pub(super) fn break_cost(before: &Block, block: &Block, within: Within) -> f32 {
    match (within, block) {
        (Within::Page, Block::Paragraph { role: Role::Closing, .. }) => TORN,
        (Within::Page, _) => 0.0,
        (Within::Task, Block::Item { .. }) if !matches!(before, Block::Item { .. }) => PARTED,
        (Within::Task | Within::Text, Block::Item { .. }) => PITY * 1.5,
        (Within::Task, _) if is_response(before, block) => TORN,
        (Within::Task, _) | (Within::Repeat, Block::Panel(_)) => PARTED,
        (Within::Text, Block::Paragraph { role: Role::Note, .. }) | (Within::Inner, _) => PITY * 2.5,
        (Within::Text, Block::Panel(_)) => PITY * 3.5,
        (Within::Text, _) => PITY * 6.0,
        (Within::Repeat | Within::Repeated, _) => PITY * 0.5,
    }
}

/// Whether something is to be written or ticked in a block.
pub(super) fn is_task(block: &Block) -> bool {
    match block {
        Block::Room(_) | Block::Choices(_) | Block::Matching(_) => true,
        Block::Paragraph { text, .. } => is_answer(text),
        Block::Table(table) => table.rows.iter().flatten().any(|cell| is_answer(cell)),
        Block::Code(code) => code.lines.iter().flatten().any(|piece| matches!(piece, CodePiece::Blank { .. })),
        Block::Item { body, .. } => body.iter().any(is_task),
        _ => false,
    }
}
