//! Draws exams from a bank of questions and prints them.
//!
//! A run goes one way, and each step hands a plain value to the next:
//!
//! 1. [`bank`] reads the question files into a [`bank::Bank`] in which every question is right.
//! 2. [`spec`] turns `exam.toml` and the command line into a [`spec::Spec`].
//! 3. [`select`] draws: the feasible set of questions with the smallest sum of keys. It sees ids, levels, topics and
//!    concepts, nothing else. All chance comes from [`stream`].
//! 4. [`paper`] numbers and shuffles, and parts what the candidate may see ([`paper::CandidateSheet`]) from what the marker
//!    needs ([`paper::KeySheet`]).
//! 5. [`template`] puts words around the questions and gives a [`flow::Flow`] of blocks.
//! 6. [`layout`] places the blocks on pages and gives a [`layout::Document`].
//! 7. [`export`] writes the document as PDF.
//!
//! The finished candidate sheet is read back, and [`leak`] looks for answers in it.
//!
//! The [`manifest`] says what an exam was printed from, and a [`snapshot`] holds it, so that it can be printed again.
//!
//! The [`history`] remembers what was drawn, for whom and when, so that later draws can avoid it.
//!
//! For many candidates, [`roster`] reads who they are; what is long spreads over the cores ([`parallel`]), tells how far it is
//! ([`progress`]), and can be stopped ([`stop`]).
//!
//! [`lint`] reads a bank and tells what is allowed in it and still better otherwise. [`commands`] join the steps; [`cli`] is the command line. [`markup`] reads Markdown for 1 and 5, [`source`] and
//! [`diagnostic`] say where in the user's files something is wrong.

pub mod assets;
pub mod bank;
pub mod cli;
pub mod commands;
pub mod diagnostic;
pub mod digest;
pub mod export;
pub mod flow;
pub mod fonts;
pub mod history;
pub mod layout;
pub mod leak;
pub mod lint;
pub mod manifest;
pub mod markup;
pub mod math;
pub mod paper;
pub mod parallel;
pub mod picture;
pub mod progress;
pub mod reading;
pub mod roster;
pub mod select;
pub mod signs;
pub mod snapshot;
pub mod solver;
pub mod source;
pub mod spec;
pub mod stop;
pub mod stream;
pub mod svg;
pub mod template;
pub mod theme;
pub mod toml_text;
pub mod trial;
pub mod wording;
