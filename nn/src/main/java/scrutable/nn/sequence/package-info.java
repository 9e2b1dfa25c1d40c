/// Sequences of different lengths: from text to numbers, through networks, and back to text.
///
/// To read them in order: [scrutable.nn.sequence.Tokenizer] cuts text, [scrutable.nn.sequence.Vocabulary] numbers the
/// pieces, [scrutable.nn.sequence.PaddedBatch] lays sequences of different lengths side by side, and
/// [scrutable.nn.sequence.LengthBuckets] takes such batches from a set of examples; [scrutable.nn.sequence.TextWindows]
/// cuts one long text instead, and [scrutable.nn.sequence.MaskedTokens] hides tokens that are to be guessed.
/// [scrutable.nn.sequence.Sequences] has what networks calculate with them, [scrutable.nn.sequence.TiedSoftmax] the way
/// back to words, and [scrutable.nn.sequence.Decoding] and [scrutable.nn.sequence.BeamSearch] write sequences token by
/// token.
/// [scrutable.nn.sequence.WordSum] and [scrutable.nn.sequence.GruReader] judge texts, without and with regard to the
/// order of their words. [scrutable.nn.sequence.NGramModel] counts, which is what every language model has to beat.
package scrutable.nn.sequence;
