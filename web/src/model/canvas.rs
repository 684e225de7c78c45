//! What the canvas of a program shows at a state.

use std::sync::Arc;

use wasmscope::host::canvas::{Canvas, Picture, Size};
use wasmscope::time::{MOST_SCOUTED, Scout, Scouted};

use super::debugger::Debugger;
use super::speed::thousands;
use crate::text;

/// Instructions that are executed once more for a picture that is no longer kept.
const AGAIN: u64 = 50_000_000;

/// What a state shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The picture, if there is one.
    pub picture: Option<Picture>,
    /// How large pictures are, if the program has said so.
    pub size: Option<Size>,
    /// Whether what it shows is no longer known.
    pub is_forgotten: bool,
}

impl Shown {
    /// What the state at a step shows.
    #[must_use]
    pub fn at(step: u64, canvas: &Canvas, debugger: &Debugger) -> Self {
        let mut picture = canvas.at(step);
        if let Some(picture) = picture.as_mut().filter(|picture| picture.pixels.is_none()) {
            picture.pixels = debugger.pixels(picture);
        }
        Self {
            picture,
            size: canvas.size_at(step),
            is_forgotten: canvas.is_forgotten(step),
        }
    }

    /// The pixels, if there are any to be drawn.
    #[must_use]
    pub fn pixels(&self) -> Option<(Size, &Arc<[u8]>)> {
        let picture = self.picture.as_ref()?;
        Some((picture.size, picture.pixels.as_ref()?))
    }

    /// In a few words, beside it.
    #[must_use]
    pub fn note(&self) -> String {
        self.picture.as_ref().map_or_else(String::new, |picture| {
            let (number, step) = (thousands(picture.number), thousands(picture.step));
            text::canvas_note(number, step)
        })
    }

    /// In a sentence, for those who do not see it and where there is none.
    #[must_use]
    pub fn text(&self) -> String {
        let of = |size: Size| text::canvas_pixels(size.width, size.height);
        match (&self.picture, self.size) {
            (Some(picture), _) => {
                let (number, step) = (thousands(picture.number), thousands(picture.step));
                let size = of(picture.size);
                let lost = match picture.pixels {
                    Some(_) => "",
                    None => text::CANVAS_MODEL_LOST,
                };
                text::canvas_model_picture(&number, &size, &step, lost)
            }
            (None, _) if self.is_forgotten => text::CANVAS_MODEL_EARLIER_LOST.to_owned(),
            (None, Some(size)) => text::canvas_model_none_yet(of(size)),
            (None, None) => text::CANVAS_NOTHING_PRESENTED_YET.to_owned(),
        }
    }
}

impl Debugger {
    /// The pixels of a picture, from the state that has presented them.
    fn pixels(&self, picture: &Picture) -> Option<Arc<[u8]>> {
        let timeline = &self.started.as_ref()?.timeline;
        let mut scout = Scout::new(timeline, MOST_SCOUTED)?;
        let mut fuel = AGAIN;
        match scout.seek(timeline, picture.step, &mut fuel) {
            Scouted::There => picture.read(scout.machine()),
            Scouted::OutOfFuel | Scouted::End => None,
        }
    }
}
