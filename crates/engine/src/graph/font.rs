//! How wide texts are, so that they fit their boxes in every common sans-serif font.

/// Advance widths of DejaVu Sans Bold for U+0020 to U+007E, in thousandths of the size. It is wider than what browsers take for
/// `sans-serif` elsewhere (Arial, Helvetica, Roboto, Segoe UI), so what fits here fits there, bold or not.
const WIDTHS: [u16; 95] = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696, 696, 696,
    696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995, 837, 850, 733, 850,
    770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716, 678, 435, 716, 712, 343, 343,
    665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712, 365, 712, 838,
];

/// What any other character may take: a wide one of East Asia, or an emoji.
const OTHER: u16 = 1300;

/// Characters of the longest text in a box; CloudFormation's names are at most 255 long.
const LONGEST: usize = 44;

/// The width of a text in pixels, at this size in pixels.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let thousandths: u32 = text.chars().map(|c| u32::from(width_of(c))).sum();
    f64::from(thousandths) * size / 1000.0
}

fn width_of(c: char) -> u16 {
    u32::from(c).checked_sub(0x20).and_then(|index| WIDTHS.get(index as usize).copied()).unwrap_or(OTHER)
}

/// A text that is not too long for a box: its middle left out where it is. Control characters and those that turn the direction
/// of writing are left out too: SVG refuses the first, and the second would reorder what stands beside them.
pub(super) fn shortened(text: &str) -> String {
    shortened_to(text, LONGEST)
}

/// The same, for so many characters.
pub(super) fn shortened_to(text: &str, longest: usize) -> String {
    let hidden = |c: char| c.is_control() || ('\u{200b}'..='\u{200f}').contains(&c) || is_direction(c);
    let chars: Vec<char> = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !hidden(*c)).collect();
    if chars.len() <= longest {
        return chars.into_iter().collect();
    }
    // The ends of names tell more than their middle.
    let (head, tail) = (longest / 2, longest - longest / 2 - 1);
    chars[..head].iter().chain(&['…']).chain(&chars[chars.len() - tail..]).collect()
}

fn is_direction(c: char) -> bool {
    ('\u{202a}'..='\u{202e}').contains(&c) || ('\u{2066}'..='\u{2069}').contains(&c) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_keep_their_ends() {
        let text = format!("{}{}", "a".repeat(100), "b".repeat(100));
        let short = shortened(&text);
        assert_eq!(short.chars().count(), LONGEST);
        assert!(short.starts_with('a') && short.ends_with('b') && short.contains('…'), "{short}");
        assert_eq!(shortened("a\u{202e}\u{0}b\nc"), "ab c");
    }

    #[test]
    fn every_character_has_a_width() {
        assert!(width("W", 10.0) > width("i", 10.0));
        assert!((width("\u{4e2d}", 10.0) - 13.0).abs() < 1e-9);
    }
}
