//! Golden dumps: where every mark of the starter's papers stands. `EXAMPRESS_RENEW=1 cargo test` writes them anew.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use exampress::bank::{self, Bank, Origin};
use exampress::flow::{Arrangement, Block, Flow, Inline, Picture, Ribbon, Running, Scores, Stamps, Text, TextStyle};
use exampress::fonts::Fonts;
use exampress::layout::{Document, Glyphs, Mark, Memory, NodeId, PageSize, Typesetter, lay_out};
use exampress::paper::{self, DrawnSection, Furniture, Words};
use exampress::picture;
use exampress::source::{Sources, Span};
use exampress::spec::Order;
use exampress::stream::Streams;
use exampress::template::{self, FixedWords, Template};
use exampress::theme::Theme;

const A4: PageSize = PageSize { width: 595.28, height: 841.89 };

/// Candidate sheet and key with every question of a bank.
pub(crate) struct Papers {
    pub(crate) candidate: Document,
    pub(crate) key: Document,
    pub(crate) fonts: Fonts,
}

pub(crate) fn papers(origin: &Origin) -> Papers {
    papers_in(origin, include_str!("../../templates/theme.toml"), Furniture::default())
}

fn papers_in(origin: &Origin, theme: &str, furniture: Furniture) -> Papers {
    let mut sources = Sources::default();
    let bank: Bank = bank::load(origin, &mut sources).unwrap();
    let words = Words {
        title: "Golden pages".into(),
        subtitle: Some("Every kind".into()),
        date: Some("2026-05-04".into()),
        language: "en".into(),
        furniture,
        ..Words::default()
    };
    let section = DrawnSection { ids: bank.questions.keys().cloned().collect(), ..DrawnSection::default() };
    let paper = paper::assemble(&bank, &[section], words, Order::Level, true, &Streams::new("golden", "A"));
    let text = include_str!("../../templates/words/en.toml");
    let fixed = FixedWords::read(text, sources.add("en.toml", text)).unwrap();
    let sheet = Template::new("candidate.hbs", include_str!("../../templates/candidate.hbs"));
    let candidate = template::candidate(&paper::candidate_sheet(&paper), &sheet, &fixed, &mut sources).unwrap();
    let sheet = Template::new("key.hbs", include_str!("../../templates/key.hbs"));
    let key = template::key(&paper::key_sheet(&paper, &bank), &sheet, &fixed, &mut sources).unwrap();
    let fonts = Fonts::load(None).unwrap();
    let (candidate, key) = (set(&candidate, theme, &fonts), set(&key, theme, &fonts));
    Papers { candidate, key, fonts }
}

fn set(flow: &Flow, text: &str, fonts: &Fonts) -> Document {
    let theme = Theme::read((text, Sources::default().add("theme.toml", text)), &[]).unwrap();
    lay_out(flow, &theme, A4, &mut Typesetter::new(fonts.clone(), Memory::default())).unwrap()
}

fn starter() -> Origin {
    Origin::Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/start/questions"))
}

#[test]
fn the_starters_candidate_sheet_is_as_it_was() {
    let papers = papers(&starter());
    golden("candidate.txt", &dump(&papers.candidate, &papers.fonts));
}

/// A question for every kind of room.
fn rooms() -> Origin {
    Origin::Folder(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/rooms"))
}

/// The theme with dots for all that it lets be drawn with dots.
fn dotted() -> String {
    let theme = include_str!("../../templates/theme.toml");
    let dotted = theme.replace("= \"solid\" ", "= \"dotted\"").replace("= \"letters\"", "= \"dots\"");
    assert_eq!(dotted.matches("\"dotted\"").count(), 2);
    dotted
}

#[test]
fn every_kind_of_room_is_as_it_was() {
    let papers = papers(&rooms());
    golden("rooms.txt", &dump(&papers.candidate, &papers.fonts));
}

#[test]
fn every_kind_of_dotted_room_is_as_it_was() {
    let papers = papers_in(&rooms(), &dotted(), Furniture::default());
    golden("rooms_dotted.txt", &dump(&papers.candidate, &papers.fonts));
}

#[test]
fn the_key_has_no_room_to_write() {
    let papers = papers_in(&rooms(), &dotted(), Furniture::default());
    for page in &papers.key.pages {
        assert!(!page.marks.iter().any(|tagged| matches!(tagged.mark, Mark::Dots { .. })));
    }
    let words = dump(&papers.key, &papers.fonts);
    assert!(!words.contains("Explain your choice") && !words.contains("What is printed"));
}

#[test]
fn the_starters_key_is_as_it_was() {
    let papers = papers(&starter());
    golden("key.txt", &dump(&papers.key, &papers.fonts));
}

#[test]
fn a_cover_is_as_it_was() {
    let mut bytes = Vec::new();
    let mut logo = png::Encoder::new(&mut bytes, 2, 1);
    logo.set_color(png::ColorType::Grayscale);
    logo.write_header().unwrap().write_image_data(&[0, 255]).unwrap();
    let span = Span::new(Sources::default().add("exam.toml", "x"), 0..1);
    let watermark = Text { text: "Draft".into(), style: TextStyle::default(), span };
    let furniture = Furniture {
        institution: Some("College".into()),
        logo: Some(Picture {
            data: picture::inspect(bytes).unwrap().into(),
            alt: "College".into(),
            width: None,
            caption: Vec::new(),
            span,
        }),
        time: Some(90),
        cover: true,
        watermark: Some(vec![Inline::Text(watermark)]),
        pages_a_sheet: 8,
    };
    let papers = papers_in(&starter(), include_str!("../../templates/theme.toml"), furniture);
    assert_eq!(papers.candidate.pages.len(), 8);
    let ends = vec![papers.candidate.pages[0].clone(), papers.candidate.pages[7].clone()];
    golden("cover.txt", &dump(&Document { pages: ends, ..papers.candidate }, &papers.fonts));
}

#[test]
fn every_mark_of_the_whole_bank_stands_inside_the_margins() {
    let papers = papers(&Origin::BuiltIn);
    assert!(papers.candidate.pages.len() > 20);
    let (rooms, dotted) = (self::papers(&rooms()), papers_in(&rooms(), &dotted(), Furniture::default()));
    for document in [&papers.candidate, &papers.key, &rooms.candidate, &dotted.candidate] {
        for (number, page) in document.pages.iter().enumerate() {
            for tagged in &page.marks {
                let (left, right) = sides(&tagged.mark, &papers.fonts);
                assert!(left > 59.0 && right < A4.width - 53.0, "page {}: {:?}", number + 1, tagged.mark);
            }
        }
    }
}

/// A paper of one block.
fn flow_of(block: Block) -> Flow {
    Flow {
        title: "One block".into(),
        language: "en".into(),
        scale: 100,
        head: Running::default(),
        foot: Running::default(),
        stamps: Stamps { code: "EXAMPRESS".into(), ..Stamps::default() },
        continued: Vec::new(),
        continues: Vec::new(),
        arrangement: Arrangement::Fill,
        blocks: vec![block],
    }
}

fn plain(words: &str, span: Span) -> Vec<Inline> {
    vec![Inline::Text(Text { text: words.to_owned(), style: TextStyle::default(), span })]
}

/// Where the last glyph of a run ends that is no space.
fn right_edge(run: &Glyphs, fonts: &Fonts) -> f32 {
    let last = run.glyphs.iter().rfind(|glyph| glyph.text != " ").unwrap();
    let face = fonts.face(run.face);
    run.at.0 + last.x + f32::from(face.widths(&[last.id])[0]) / f32::from(face.metrics().units_per_em) * run.size
}

#[test]
fn answers_at_a_glance_are_two_millimetres_apart_and_whole() {
    let span = Span::new(Sources::default().add("words", "x"), 0..1);
    let text = |words: &str| plain(words, span);
    let fonts = Fonts::load(None).unwrap();
    for (answer, in_a_row) in [("C2 D3 E4 A1 B5", 6), ("B", 12)] {
        let records = (1..=12).map(|at| vec![text(&at.to_string()), text(answer)]).collect();
        let ribbon = Block::Ribbon(Ribbon { heads: vec![text("No."), text("Answer")], records });
        let page = set(&flow_of(ribbon), include_str!("../../templates/theme.toml"), &fonts).pages.remove(0);
        let runs = page.marks.iter().filter_map(|tagged| tagged.mark.glyphs());
        let said = |run: &Glyphs| run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>();
        let answers: Vec<&Glyphs> = runs.filter(|run| said(run) == answer).collect();
        assert_eq!(answers.len(), 12, "{answer}");
        assert_eq!(answers.iter().filter(|run| (run.at.1 - answers[0].at.1).abs() < 0.1).count(), in_a_row);
        for pair in answers.windows(2).filter(|pair| (pair[0].at.1 - pair[1].at.1).abs() < 0.1) {
            assert!(right_edge(pair[0], &fonts) + 5.66 < pair[1].at.0, "{pair:?}");
        }
    }
}

#[test]
fn labels_of_fields_boxes_and_scores_are_printed_whole_however_narrow() {
    let span = Span::new(Sources::default().add("words", "x"), 0..1);
    let text = |words: &str| plain(words, span);
    let long = "First name and family name as they stand in the passport";
    let blank =
        |words: &str| [text(words), vec![Inline::Blank { width: 1 }], text("of one hundred and twenty")].concat();
    let scores = Scores {
        heads: ["Question", "Marks", "Score"].map(text),
        columns: ["1", "2", "3", "Total"].map(|name| [text(name), text("12")]).into(),
    };
    let fonts = Fonts::load(None).unwrap();
    for (block, said) in [
        (Block::Fields(vec![text(long), text(long), blank(long)]), vec![long, "of one hundred and twenty"]),
        (Block::Boxes { label: text(long), count: 8 }, vec![long]),
        (Block::Scores(scores), vec!["Question", "Marks", "Score", "Total"]),
    ] {
        let flow = flow_of(Block::Columns(vec![vec![block], Vec::new(), Vec::new()], span));
        let page = set(&flow, include_str!("../../templates/theme.toml"), &fonts).pages.remove(0);
        let runs: Vec<&Glyphs> = page.marks.iter().filter_map(|tagged| tagged.mark.glyphs()).collect();
        let words: String = runs.iter().flat_map(|run| run.glyphs.iter()).map(|glyph| glyph.text.as_str()).collect();
        for said in said {
            assert!(words.replace('\u{ad}', "").contains(said), "{said}: {words}");
        }
        // A third of the line from the left margin on.
        assert!(runs.iter().all(|run| right_edge(run, &fonts) < 225.0), "{words}");
        for (at, one) in runs.iter().enumerate() {
            for other in &runs[at + 1..] {
                let on_one_line = (one.at.1 - other.at.1).abs() < 2.0;
                let apart = right_edge(one, &fonts) <= other.at.0 + 0.1 || right_edge(other, &fonts) <= one.at.0 + 0.1;
                assert!(!on_one_line || apart, "{one:?} {other:?}");
            }
        }
    }
}

#[test]
fn the_texts_of_a_head_or_foot_never_touch() {
    let span = Span::new(Sources::default().add("template", "x"), 0..1);
    let text = |words: &str| match words {
        "" => Vec::new(),
        _ => plain(words, span),
    };
    let date = "Wednesday the fourth of May 2026, from half past nine to eleven o'clock";
    let long = [date, date].join(", or ");
    let fonts = Fonts::load(None).unwrap();
    for (left, centre, right, said) in [
        (date, "Turn over", "Page 1 of 2", "Wednesday the fourth of May 2026, from half past …Turn overPage 1 of 2"),
        ("Short", &long, "Page 1 of 2", ""),
        (&long, &long, &long, ""),
        (&long, "", &long, ""),
        ("", "Turn over", &long, ""),
    ] {
        let foot = Running { left: text(left), centre: text(centre), right: text(right) };
        let flow = Flow { foot, ..flow_of(Block::Rule) };
        let page = set(&flow, include_str!("../../templates/theme.toml"), &fonts).pages.remove(0);
        let mut runs: Vec<&Glyphs> = page.marks.iter().filter_map(|tagged| tagged.mark.glyphs()).collect();
        runs.sort_by(|one, other| one.at.0.total_cmp(&other.at.0));
        for pair in runs.windows(2) {
            assert!(right_edge(pair[0], &fonts) <= pair[1].at.0 + 0.1, "{pair:?}");
        }
        let words: String = runs.iter().flat_map(|run| run.glyphs.iter()).map(|glyph| glyph.text.as_str()).collect();
        assert!(said.is_empty() || words == said, "{words}");
        assert!(right_edge(runs[runs.len() - 1], &fonts) < 525.0, "the code of the page stands there");
    }
}

#[test]
fn every_run_of_glyphs_is_content_or_furniture_at_the_edge_or_at_a_break_or_a_line_number() {
    let papers = papers(&Origin::BuiltIn);
    for document in [&papers.candidate, &papers.key] {
        for page in &document.pages {
            for tagged in &page.marks {
                if let (None, Mark::Glyphs(run)) = (tagged.node, &tagged.mark) {
                    let is_number =
                        run.glyphs.iter().all(|glyph| glyph.text.bytes().all(|b| b == b' ' || b.is_ascii_digit()));
                    let top = page.marks.iter().filter_map(|tagged| match &tagged.mark {
                        Mark::Glyphs(run) if tagged.node.is_some() => Some(run.at.1),
                        _ => None,
                    });
                    let (first, last) = top.fold((f32::MAX, 0.0_f32), |(first, last), y| (first.min(y), last.max(y)));
                    let at_break = run.at.1 < first || run.at.1 > last;
                    assert!(is_number || at_break || run.at.1 < 60.0 || run.at.1 > A4.height - 60.0, "{run:?}");
                }
            }
        }
    }
}

#[test]
fn no_page_ends_with_a_heading_and_no_question_without_its_first_line() {
    let papers = papers(&Origin::BuiltIn);
    for document in [&papers.candidate, &papers.key] {
        let last_lines = document.pages.iter().map(|page| {
            let text =
                page.marks.iter().rev().find(|tagged| matches!(tagged.mark, Mark::Glyphs(_)) && tagged.node.is_some());
            text.and_then(|tagged| tagged.node)
        });
        for node in last_lines.flatten() {
            let tag = format!("{:?}", document.nodes[node.0].tag);
            assert!(!tag.starts_with("Heading") && tag != "Label", "{tag}");
        }
    }
}

pub(crate) fn sides(mark: &Mark, fonts: &Fonts) -> (f32, f32) {
    match mark {
        Mark::Glyphs(run) => {
            let visible = run.glyphs.iter().rev().find(|glyph| glyph.text.trim() != "");
            let end = visible
                .map_or(0.0, |last| last.x + f32::from(fonts.face(run.face).widths(&[last.id])[0]) * run.size / 1000.0);
            (run.at.0, run.at.0 + end)
        }
        Mark::Slanted { run, .. } => (run.at.0, run.at.0),
        Mark::Line { from, to, .. } => (from.0.min(to.0), from.0.max(to.0)),
        Mark::Frame { at, size, .. } | Mark::Fill { at, size, .. } | Mark::Picture { at, size, .. } => {
            (at.0, at.0 + size.0)
        }
        Mark::Cells { at, side, rectangles } => {
            (at.0, at.0 + side * f32::from(rectangles.iter().map(|edges| edges[2]).max().unwrap()))
        }
        Mark::Circle { at, radius, .. } => (at.0 - radius, at.0 + radius),
        Mark::Outline { at, .. } => (at.0, at.0),
        Mark::Formula { .. } => {
            let parts = mark.parts();
            let sides = parts.iter().map(|part| sides(part, fonts));
            sides.fold((f32::MAX, f32::MIN), |all, one| (all.0.min(one.0), all.1.max(one.1)))
        }
        Mark::Dots { at, count, step, size, .. } => {
            (at.0 - size / 2.0, at.0 + f32::from(*count - 1) * step + size / 2.0)
        }
    }
}

/// Characters of an element that are shown: a figure repeats what it shows for each of its marks.
const LONGEST_TAG: usize = 28;

/// A page a block, a mark a line: element, place, and what it is.
pub(crate) fn dump(document: &Document, fonts: &Fonts) -> String {
    let mut text = String::new();
    for (number, page) in document.pages.iter().enumerate() {
        writeln!(text, "page {}", number + 1).unwrap();
        for tagged in &page.marks {
            let tag = tagged.node.map_or("–".to_owned(), |NodeId(at)| format!("{:?}", document.nodes[at].tag));
            let tag: String = tag.chars().take(LONGEST_TAG).collect();
            writeln!(text, "  {tag:12} {}", shown(&tagged.mark, fonts)).unwrap();
        }
    }
    for entry in &document.outline {
        writeln!(text, "{:indent$}{} → {}", "", entry.title, entry.page + 1, indent = entry.depth * 2).unwrap();
    }
    text
}

fn shown(mark: &Mark, fonts: &Fonts) -> String {
    match mark {
        Mark::Glyphs(run) => {
            let words: String = run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
            let face = &fonts.face(run.face).name;
            format!("{:6.1} {:6.1} {face} {:.1} {words:?}", run.at.0, run.at.1, run.size)
        }
        Mark::Slanted { run, slope } => {
            let words: String = run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
            format!("{:6.1} {:6.1} slanted {:.1} {words:?} {:.2}", run.at.0, run.at.1, run.size, slope.1)
        }
        Mark::Line { from, to, .. } => format!("{:6.1} {:6.1} line to {:.1} {:.1}", from.0, from.1, to.0, to.1),
        Mark::Frame { at, size, .. } => format!("{:6.1} {:6.1} frame {:.1} by {:.1}", at.0, at.1, size.0, size.1),
        Mark::Fill { at, size, .. } => format!("{:6.1} {:6.1} bar {:.1} by {:.1}", at.0, at.1, size.0, size.1),
        Mark::Cells { at, side, rectangles } => {
            format!("{:6.1} {:6.1} {} rectangles of {side:.2}", at.0, at.1, rectangles.len())
        }
        Mark::Circle { at, radius, .. } => format!("{:6.1} {:6.1} circle of {radius:.1}", at.0, at.1),
        Mark::Outline { at, steps, .. } => format!("{:6.1} {:6.1} outline of {}", at.0, at.1, steps.len()),
        Mark::Formula { at, source, .. } => {
            let parts: Vec<String> = mark.parts().iter().map(|part| shown(part, fonts)).collect();
            format!("{:6.1} {:6.1} formula {source}\n    {}", at.0, at.1, parts.join("\n    "))
        }
        Mark::Dots { at, count, step, size, .. } => {
            format!("{:6.1} {:6.1} {count} dots of {size:.1}, {step:.2} apart", at.0, at.1)
        }
        Mark::Picture { at, size, .. } => format!("{:6.1} {:6.1} picture {:.1} by {:.1}", at.0, at.1, size.0, size.1),
    }
}

#[track_caller]
pub(crate) fn golden(name: &str, text: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/golden").join(name);
    if std::env::var_os("EXAMPRESS_RENEW").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    for (number, (now, before)) in text.lines().zip(kept.lines()).enumerate() {
        assert_eq!(now, before, "{name}, line {}", number + 1);
    }
    assert_eq!(text.lines().count(), kept.lines().count(), "{name}");
}

#[test]
fn no_page_of_a_key_ends_with_the_label_of_an_answer() {
    let papers = papers(&Origin::BuiltIn);
    let mut labels = 0;
    for page in &papers.key.pages {
        let runs = page.marks.iter().filter_map(|tagged| match (&tagged.mark, tagged.node) {
            (Mark::Glyphs(run), Some(_)) => Some(run),
            _ => None,
        });
        let text = |run: &Glyphs| -> String {
            run.glyphs.iter().map(|glyph| glyph.text.as_str()).collect::<String>().trim().to_owned()
        };
        let lowest = runs.clone().map(|run| run.at.1).fold(0.0, f32::max);
        for label in runs.filter(|run| text(run) == "Answer.") {
            labels += 1;
            assert!(label.at.1 < lowest, "the page ends with the label at {}", label.at.1);
        }
    }
    assert!(labels > 50, "{labels}");
}
