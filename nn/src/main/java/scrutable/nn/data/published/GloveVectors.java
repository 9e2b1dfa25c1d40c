package scrutable.nn.data.published;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import scrutable.nn.Progress;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.MalformedFileException;
import scrutable.tensor.io.Printable;

/// Words as vectors: words that occur in the same company lie close together.
///
/// Each line of a file is a word and the numbers of its vector, with one blank between. The published file has
/// 25 numbers for each of 11,925 frequent English words, the most frequent first: a part of
/// `glove.twitter.27B.25d`. Source: J. Pennington, R. Socher, C. Manning, "GloVe: global vectors for word
/// representation", EMNLP 2014.
///
/// @param words all different
/// @param vectors `(words, dimensions)`, `float32`
public record GloveVectors(List<String> words, Tensor vectors) {
  private static final PublishedFile FILE = new PublishedFile("glove", "glove.twitter.27B.25d.12k.txt.gz",
      1_045_191, "ccee3a60041a71d0aba22a1b7d9db8ee3dba4d453d833183ba796d75d98fdf4c");
  private static final String ORIGIN = "It is a part of https://nlp.stanford.edu/data/glove.twitter.27B.zip, which"
      + " GloveVectors.read reads when it is unpacked";
  private static final int MOST_BYTES = 1 << 28;
  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?");

  /// @throws IllegalArgumentException if there is not one vector for each word
  public GloveVectors {
    words = List.copyOf(words);
    if (vectors.rank() != 2 || vectors.size(0) != words.size()) {
      throw new IllegalArgumentException("there are " + words.size() + " words, but the vectors are "
          + Shape.text(vectors.shape()));
    }
  }

  /// The vectors of the tokens of a vocabulary, for an embedding that starts from them: `(tokens, dimensions)`. A token
  /// without a vector gets numbers from N(0, deviation^2).
  public Tensor tableFor(List<String> tokens, double deviation, Rng rng) {
    Map<String, Integer> places = new HashMap<>();
    words.forEach(word -> places.put(word, places.size()));
    return Joining.stack(0, tokens.stream().map(token -> places.containsKey(token)
        ? vectors.select(0, places.get(token))
        : rng.normalAround(0, deviation, vectors.size(1))).toArray(Tensor[]::new));
  }

  /// Finds and reads the published vectors.
  ///
  /// @throws IOException if they cannot be had, saying what was tried and what to do
  public static GloveVectors load(DataLocations locations, Progress progress) throws IOException {
    return read(DataSets.locate(FILE, ORIGIN, locations, progress, Downloader.standard()));
  }

  /// Reads a file of this kind, packed with gzip or not.
  ///
  /// @throws MalformedFileException if it is not UTF-8, a line has another number of numbers than the first,
  ///     something is no finite number, or a word occurs twice
  public static GloveVectors read(Path file) throws IOException {
    TextLines lines = TextLines.read(file, MOST_BYTES);
    int count = lines.all().size();
    int dimensions = count == 0 ? 0 : lines.all().getFirst().split(" ", -1).length - 1;
    if (dimensions < 1) {
      throw lines.malformed(0, "must be a word and the numbers of its vector");
    }
    var words = new String[count];
    var numbers = new float[Shape.elementCount(new int[] {count, dimensions})];
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < count; i++) {
      String[] fields = lines.all().get(i).split(" ", -1);
      if (fields.length != dimensions + 1 || fields[0].isEmpty()) {
        throw lines.malformed(i, "must be a word and " + dimensions + " numbers, as line 1, with single blanks"
            + " between, but has " + fields.length + " fields");
      }
      words[i] = fields[0];
      Integer before = seen.putIfAbsent(words[i], i);
      if (before != null) {
        throw lines.malformed(i, "has the word of line " + (before + 1) + " again: " + Printable.quoted(words[i]));
      }
      for (int j = 0; j < dimensions; j++) {
        numbers[i * dimensions + j] = number(fields[j + 1], lines, i, j);
      }
    }
    return new GloveVectors(List.of(words), Tensor.wrap(numbers, count, dimensions));
  }

  private static float number(String text, TextLines lines, int line, int place) throws MalformedFileException {
    float value = NUMBER.matcher(text).matches() ? Float.parseFloat(text) : Float.NaN;
    if (!Float.isFinite(value)) {
      throw lines.malformed(line, "has as number " + (place + 1) + " " + Printable.quoted(text)
          + ", which is no finite number");
    }
    return value;
  }
}
