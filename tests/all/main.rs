//! What users can rely on, told as they would tell it. One binary, so that it links once.
//!
//! - `bank_problems`, `spec_problems`, `template_problems`: every mistake in a file, with the whole message
//! - `spec_blueprints`: what a good spec asks of the draw
//! - `clashes`: why an exam cannot be drawn, whole messages
//! - `lint`: what is told of a bank with which nothing is wrong, whole messages
//! - `manual`: what the manual of the looks tells, against what the program knows
//! - `commands`: what each command prints and writes, and its exit code
//! - `batches`: papers for every candidate of a roster, print files, shares; `rosters`: what is wrong with rosters
//! - `audits`: how often each question is drawn over many seeds
//! - `capacities`: how many forms a bank can give
//! - `draws`: the golden draws, and what holds for every seed
//! - `draw_properties`: requests re-checked for many seeds, and what must not change a draw
//! - `drawing`: what `exampress draw` shows: questions, requests, forms side by side, and what moved
//! - `enumeration`: the draw against all forms of thousands of small banks, with the `oracle` that finds them
//! - `nasty`: blueprints that are hard to decide or easy to get wrong
//! - `sequences`: what follows what on a paper: questions, linked sets, sections
//! - `letters`: right letters, none three times in a row
//! - `keys`: what answer keys print besides answers
//! - `hostile`: files that mean harm, or are larger than anybody means
//! - `writing`: what is left where files cannot be written
//! - `mutated`: files with random slips in them
//! - `readback`: that all that is printed can be read back, with `heard` that reads it
//! - `papers`: what stands on the papers, and that nothing of the key is on the candidate's
//! - `leaks`: that no candidate sheet with a secret is written
//! - `histories`: what was drawn is remembered, and later draws avoid it
//! - `locks`: answer keys that a password opens
//! - `pages`: golden dumps of laid-out pages
//! - `pixels`: pages as they look, against pictures kept of them
//! - `reference`: an exam that other tools have printed too, on no more pages
//! - `reprints`: what changed since an exam was made, and the same papers again
//! - `stamps`: what is stamped onto pages: the code that cameras read
//! - `filling`: how full pages are, and that nothing is torn apart, for many papers
//! - `formulas`: formulas and pictures on a page and in the finished file
//! - `pictures`: picture files in the finished file
//! - `together`: covers, full sheets, ways to fill pages, and the code on every page, all at once
//! - `architecture`: who may use what

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod architecture;
mod audits;
mod bank_problems;
mod batches;
mod capacities;
mod clashes;
mod commands;
mod draw_properties;
mod drawing;
mod draws;
mod enumeration;
mod filling;
#[cfg(feature = "math")]
mod formulas;
mod heard;
mod histories;
mod hostile;
mod keys;
mod leaks;
mod letters;
mod lint;
mod locks;
mod manual;
mod mutated;
mod nasty;
mod oracle;
mod pages;
mod papers;
mod pdf;
mod pictures;
mod pixels;
mod readback;
mod reference;
mod reprints;
mod rosters;
mod sequences;
mod spec_blueprints;
mod spec_problems;
mod stamps;
mod stats;
mod template_problems;
mod themes;
mod together;
mod trials;
mod workshop;
mod writing;
