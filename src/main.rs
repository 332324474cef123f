//! The program: arguments in, text out, exit code 0 (done), 1 (a problem in the user's files or request), 2 (wrong usage),
//! 3 (a mistake of ours) or 130 (stopped by the keyboard or a signal).

use std::io::Write;
use std::process::ExitCode;

use exampress::cli::{self, Outcome};
use exampress::commands::{Colour, Failure};

/// What shells give for a program that was ended by the keyboard.
const STOPPED: u8 = 130;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|_| {}));
    let colour = Colour { messages: is_coloured(&std::io::stderr()), text: is_coloured(&std::io::stdout()) };
    match std::panic::catch_unwind(|| cli::run(std::env::args_os(), colour)) {
        Ok(Outcome::Done { text, warnings }) => {
            if !warnings.is_empty() {
                tell(&format!("{warnings}\n"));
            }
            print(&text)
        }
        Ok(Outcome::Usage(error)) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            // Nothing can be told where nothing can be written.
            let _ = error.print();
            ExitCode::from(code)
        }
        Ok(Outcome::Failed(Failure::User(message))) => complain(&message, 1),
        Ok(Outcome::Failed(Failure::Bug(message))) => bug(&message),
        Ok(Outcome::Failed(Failure::Stopped(message))) => complain(&message, STOPPED),
        Err(_) => bug("the program stopped itself"),
    }
}

/// Whether a stream takes colours: a terminal, unless the environment says otherwise as is usual (`NO_COLOR`,
/// `CLICOLOR_FORCE`).
fn is_coloured(stream: &impl anstream::stream::RawStream) -> bool {
    anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never
}

/// Prints to standard output; a reader that has gone away, such as `head`, is no error.
fn print(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            complain(&format!("standard output: cannot be written: {error}"), 1)
        }
        _ => ExitCode::SUCCESS,
    }
}

fn complain(message: &str, code: u8) -> ExitCode {
    tell(message);
    ExitCode::from(code)
}

fn tell(message: &str) {
    // Nothing can be told where nothing can be written.
    let _ = writeln!(std::io::stderr(), "{message}");
}

fn bug(message: &str) -> ExitCode {
    complain(
        &format!(
            "exampress: {message}\nhelp: this is a mistake of the program, not yours; no file is half written; please report it"
        ),
        3,
    )
}
