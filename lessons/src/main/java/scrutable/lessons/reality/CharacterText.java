package scrutable.lessons.reality;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.ZipfText;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.TinyShakespeare;
import scrutable.nn.sequence.Tokenizer;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;

/// A text as numbers of characters: to learn from, and another part to be judged by.
///
/// @param vocabulary how many different characters there may be
/// @param entropy    of the source, in nats per character; 0 if it is not known
public record CharacterText(int[] train, int[] test, int vocabulary, double entropy) {
  private static final double TEST_SHARE = 0.1;

  /// Text of invented words, whose entropy is known.
  ///
  /// @param tokens how many characters to learn from
  /// @param test   how many to be judged by
  public static CharacterText drawn(int tokens, int test, Rng rng) {
    ZipfText language = new ZipfText(rng.split("language"));
    return of(language.generate(tokens, rng.split("train")), language.generate(test, rng.split("test")),
        language.entropyPerCharacter());
  }

  /// The first so many characters of Shakespeare's plays, and the last tenth to be judged by.
  public static CharacterText published(int tokens, Progress progress) throws IOException {
    String text = TinyShakespeare.load(DataLocations.fromEnvironment(), progress);
    int cut = (int) (text.length() * (1 - TEST_SHARE));
    return of(text.substring(0, Math.min(tokens, cut)), text.substring(cut), 0);
  }

  private static CharacterText of(String train, String test, double entropy) {
    List<String> learned = Tokenizer.characters().tokens(train);
    Vocabulary characters = Vocabulary.of(List.of(learned));
    return new CharacterText(characters.ids(learned), characters.ids(Tokenizer.characters().tokens(test)),
        characters.size(), entropy);
  }

  /// The same with only the first part of the text to learn from, one of so many.
  public CharacterText first(int parts) {
    return new CharacterText(Arrays.copyOf(train, train.length / parts), test, vocabulary, entropy);
  }

  /// The same characters in random order, which leaves nothing to be learned but how frequent each is.
  public CharacterText shuffled(Rng rng) {
    return new CharacterText(shuffled(train, rng.split("train")), shuffled(test, rng.split("test")), vocabulary, 0);
  }

  private static int[] shuffled(int[] characters, Rng rng) {
    return IntStream.of(rng.permutation(characters.length)).map(i -> characters[i]).toArray();
  }

  /// The share of places to learn from that hold another character in `shuffled`.
  ///
  /// @throws IllegalStateException if more than the order is another
  public double moved(CharacterText shuffled) {
    if (!Arrays.equals(IntStream.of(train).sorted().toArray(), IntStream.of(shuffled.train).sorted().toArray())) {
      throw new IllegalStateException("shuffling changed more than the order of the characters");
    }
    return (double) IntStream.range(0, train.length).filter(i -> train[i] != shuffled.train[i]).count() / train.length;
  }
}
