/// Data drawn on the spot, to the bit the same for the same seed.
///
/// Pictures: [Glyphs], [Shapes], [Signs], [Scenes], [BirdBike]; with a label for every pixel [ShapeScenes], and
/// [PastedScenes] made of other pictures; to be made from captions [PlainScenes]. Points in the plane: [Moons],
/// [Blobs], [NoisyXor].
/// Worlds of which every probability is known: [Tree12] and [Mail]. Texts: [Reviews], two languages with their
/// translation ([ToyLang]) and how their words are misspelled ([Misspellings]), letters of known entropy ([ZipfText]),
/// and facts to be learned by heart ([ZipfFacts]). Sounds: words of chords ([Tones]).
package scrutable.nn.data.generate;
