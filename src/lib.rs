//! tmp
pub mod bank; pub mod diagnostic; pub mod digest; pub mod flow; pub mod markup; pub mod picture; pub mod source; pub mod toml_text; pub mod wording; pub mod spec; pub mod select; pub mod stream; pub mod paper; pub mod template; pub mod theme; pub mod fonts;
