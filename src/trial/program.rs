//! What there is to run in a bank: each block of Python with the code it builds on, and what it should come to.

use std::collections::VecDeque;

use crate::bank::{Bank, Body, Number, Question, Response, Task};
use crate::markup::{self, Listing, Purpose};
use crate::source::Span;

/// A line of code and its place; lines between blocks have none.
pub(super) type Line = (String, Option<Span>);

/// A block of Python in a question.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pub(super) question: &'a Question,
    /// Where it stands.
    pub(super) span: Span,
    pub(super) purpose: Purpose,
    /// Its own code, with its blanks filled in.
    pub(super) lines: Vec<Line>,
    /// What is put before its code when it is run.
    pub(super) base: Vec<Line>,
    /// What it should come to.
    pub(super) goal: Goal<'a>,
}

/// What running a block should come to.
#[derive(Debug)]
pub(super) enum Goal<'a> {
    /// It gets to its end without an error, whatever it prints.
    Passes,
    /// It prints these lines; where they stand, if it is in a block.
    Prints(Vec<String>, Option<&'a Listing>),
    /// It prints this number, give or take the tolerance.
    PrintsNumber(Number, Option<Number>),
    /// It prints one line for each blank, of those that may stand in it.
    PrintsBlanks(&'a [Vec<String>]),
}

impl Block<'_> {
    /// Whether it is for more than reading.
    pub(super) fn is_run(&self) -> bool {
        matches!(self.purpose, Purpose::Run | Purpose::Test)
    }
}

/// Every block of Python of a bank, in the order of its ids.
pub(super) fn blocks(bank: &Bank) -> Vec<Block<'_>> {
    bank.questions.values().flat_map(of_question).collect()
}

fn of_question(question: &Question) -> Vec<Block<'_>> {
    let mut finder = Finder { question, found: Vec::new() };
    let mut given = Vec::new();
    match &question.body {
        Body::Whole(task) => {
            finder.prompt(&question.listings, Stated::by(task), &mut given);
            finder.answer(task, given);
        }
        Body::Parts(parts) => {
            let runs = |listings: &[Listing]| listings.iter().any(|listing| listing.purpose == Purpose::Run);
            let asking = parts.iter().filter(|part| !runs(&part.listings));
            let outputs = asking.flat_map(|part| free_outputs(&part.task.listings)).collect();
            finder.prompt(&question.listings, Stated { outputs, response: None }, &mut given);
            for part in parts {
                let mut given = given.clone();
                finder.prompt(&part.listings, Stated::by(&part.task), &mut given);
                finder.answer(&part.task, given);
            }
        }
    }
    finder.found
}

/// The `output` blocks of an answer that follow no block that is run: they answer the prompt.
fn free_outputs(listings: &[Listing]) -> VecDeque<&Listing> {
    let follows_a_run = |at: usize| at > 0 && listings[at - 1].purpose == Purpose::Run;
    (0..listings.len()).filter(|at| is_output(&listings[*at]) && !follows_a_run(*at)).map(|at| &listings[at]).collect()
}

fn is_output(listing: &Listing) -> bool {
    listing.language == "output"
}

/// What a question says that the code in its prompt prints.
struct Stated<'a> {
    /// Blocks of output in its answer, one for each block of code that prints.
    outputs: VecDeque<&'a Listing>,
    response: Option<&'a Response>,
}

impl<'a> Stated<'a> {
    fn by(task: &'a Task) -> Self {
        Self { outputs: free_outputs(&task.listings), response: Some(&task.response) }
    }

    /// For each blank of the prompt what may stand in it.
    fn blanks(&self) -> &'a [Vec<String>] {
        match self.response {
            Some(Response::FillIn { blanks }) => blanks,
            _ => &[],
        }
    }

    /// What the next block that is run should print.
    fn goal(&mut self, listing: &Listing) -> Goal<'a> {
        if let Some(output) = self.outputs.pop_front() {
            return printed(output);
        }
        match self.response {
            Some(Response::Numeric { value, tolerance, .. }) => Goal::PrintsNumber(*value, *tolerance),
            Some(Response::FillIn { blanks }) if !has_blanks(listing) => Goal::PrintsBlanks(blanks),
            Some(Response::Choice { several: false, options }) => {
                let right = options.iter().find(|option| option.correct);
                Goal::Prints(right.map(|option| markup::plain(&option.text)).into_iter().collect(), None)
            }
            Some(Response::Ordering { items }) => {
                Goal::Prints(items.iter().map(|item| markup::plain(item)).collect(), None)
            }
            _ => Goal::Prints(Vec::new(), None),
        }
    }
}

fn printed(output: &Listing) -> Goal<'_> {
    Goal::Prints(output.lines.iter().map(|(line, _)| line.clone()).collect(), Some(output))
}

/// Collects the blocks of a question.
struct Finder<'a> {
    question: &'a Question,
    found: Vec<Block<'a>>,
}

impl<'a> Finder<'a> {
    /// The blocks of a prompt; what it gives is added to `given`.
    fn prompt(&mut self, listings: &'a [Listing], mut stated: Stated<'a>, given: &mut Vec<Line>) {
        for (at, listing) in pythons(listings) {
            let lines = filled(listing, stated.blanks());
            let goal = match listing.purpose {
                Purpose::Run => shown_below(listings, at).unwrap_or_else(|| stated.goal(listing)),
                _ => Goal::Passes,
            };
            if listing.purpose == Purpose::Given {
                append(given, &lines);
            }
            self.block(listing, lines, given, goal);
        }
    }

    /// The blocks of an answer. What is run by itself builds on what is given; a test also on the code shown before it.
    fn answer(&mut self, task: &'a Task, mut given: Vec<Line>) {
        let mut shown = given.clone();
        for (at, listing) in pythons(&task.listings) {
            let lines = filled(listing, &[]);
            let (base, goal) = match listing.purpose {
                Purpose::Test => (&shown, Goal::Passes),
                _ => (&given, shown_below(&task.listings, at).unwrap_or(Goal::Prints(Vec::new(), None))),
            };
            self.block(listing, lines.clone(), base, goal);
            if listing.purpose == Purpose::Given {
                append(&mut given, &lines);
            }
            if matches!(listing.purpose, Purpose::Given | Purpose::Shown) {
                append(&mut shown, &lines);
            }
        }
    }

    fn block(&mut self, listing: &Listing, lines: Vec<Line>, base: &[Line], goal: Goal<'a>) {
        let (question, span, purpose) = (self.question, listing.span, listing.purpose);
        self.found.push(Block { question, span, purpose, lines, base: base.to_vec(), goal });
    }
}

/// The blocks of Python among some listings, with their places.
fn pythons(listings: &[Listing]) -> impl Iterator<Item = (usize, &Listing)> {
    listings.iter().enumerate().filter(|(_, listing)| listing.is_python())
}

/// What the `output` block right below a block says that it prints.
fn shown_below(listings: &[Listing], at: usize) -> Option<Goal<'_>> {
    listings.get(at + 1).filter(|next| is_output(next)).map(printed)
}

/// Puts code below other code, with empty lines between them.
pub(super) fn append(code: &mut Vec<Line>, more: &[Line]) {
    if !code.is_empty() && !more.is_empty() {
        code.extend([(String::new(), None), (String::new(), None)]);
    }
    code.extend_from_slice(more);
}

fn has_blanks(listing: &Listing) -> bool {
    listing.lines.iter().any(|(line, _)| line.contains("___"))
}

/// The lines of a block; its blanks hold the first answer that may stand in them.
fn filled(listing: &Listing, blanks: &[Vec<String>]) -> Vec<Line> {
    let mut answers = blanks.iter().skip(listing.blanks_before).filter_map(|accept| accept.first());
    let mut fill = |line: &str| {
        let mut filled = String::new();
        let mut rest = line;
        while let Some((at, answer)) = rest.find("___").and_then(|at| Some((at, answers.next()?))) {
            filled.push_str(&rest[..at]);
            filled.push_str(answer);
            rest = rest[at..].trim_start_matches('_');
        }
        filled + rest
    };
    listing.lines.iter().map(|(line, span)| (fill(line), Some(*span))).collect()
}
