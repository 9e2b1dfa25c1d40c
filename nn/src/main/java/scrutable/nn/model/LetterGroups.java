package scrutable.nn.model;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Parts;
import scrutable.nn.layer.PaddedEmbedding;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Sequences;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;

/// Words by how they are spelled: the vector of a word is the mean of the vectors of its groups of neighbouring
/// letters.
///
/// Groups have 1 to n letters; begin and end of the word count as letters in those of two and more. With n = 3 the word
/// `da` has the groups `d`, `a`, `<d`, `da`, `a>`, `<da` and `da>`. So words that are spelled alike have similar
/// vectors, and every word has one, also if it was never seen. With n = 1 a word is the bag of its letters, and an
/// anagram of it is the same word.
///
/// The groups are sorted before they are added up: a sum in another order may differ in its last bits, and only so
/// words of the same groups have the same vector bit for bit.
///
/// There is no list of groups. Each is sent to one of [#ROWS] rows of a table by a hash of its letters (FNV-1a), so
/// that a few of them share a row. Bojanowski, Grave, Joulin and Mikolov 2017, "Enriching word vectors with subword
/// information"; with n = 1 the "meanChar" of Belinkov and Bisk 2018, "Synthetic and natural noise both break neural
/// machine translation".
///
/// Parameter: `weight (ROWS + 1, D)`, drawn from N(0, 1).
public final class LetterGroups implements WordVectors {
  /// How many rows the table of groups has, without that of the padding.
  public static final int ROWS = 4096;
  private static final int BEGIN = '<';
  private static final int END = '>';

  private final int longest;
  private final PaddedEmbedding embedding;

  /// @param longest n, the letters of the longest groups
  /// @param width   D, the length of a vector
  public LetterGroups(int longest, int width, Rng rng) {
    if (longest < 1) {
      throw new IllegalArgumentException("LetterGroups: a group has at least one letter, not " + longest);
    }
    this.longest = longest;
    this.embedding = new PaddedEmbedding(ROWS + 1, width, Vocabulary.PAD, rng);
  }

  @Override
  public int width() {
    return embedding.weight().size(1);
  }

  /// The table of groups, `(ROWS + 1, D)`; row 0 is the padding.
  public Parameter weight() {
    return embedding.weight();
  }

  @Override
  public Variable of(List<List<String>> sentences) {
    DistinctWords distinct = DistinctWords.of(sentences);
    PaddedBatch groups = PaddedBatch.of(distinct.words().stream().map(this::rows).toList());     // (M, G)
    return distinct.spread(Sequences.mean(embedding.forward(Variable.constant(groups.ids())), groups.lengths()));
  }

  /// The rows of the groups of a word, sorted.
  private int[] rows(String word) {
    return groups(word, longest).stream().mapToInt(LetterGroups::row).sorted().toArray();
  }

  /// The groups of a word, the short ones first.
  static List<String> groups(String word, int longest) {
    if (word.isEmpty()) {
      throw new IllegalArgumentException("LetterGroups: an empty word has no letters");
    }
    int[] letters = word.codePoints().toArray();
    int[] marked = new int[letters.length + 2];
    System.arraycopy(letters, 0, marked, 1, letters.length);
    marked[0] = BEGIN;
    marked[letters.length + 1] = END;
    List<String> groups = new ArrayList<>();
    for (int size = 1; size <= longest; size++) {
      int[] from = size == 1 ? letters : marked;
      for (int at = 0; at + size <= from.length; at++) {
        groups.add(new String(from, at, size));
      }
    }
    return groups;
  }

  /// FNV-1a over the code units; row 0 is that of the padding.
  private static int row(String group) {
    int hash = 0x811c9dc5;
    for (int i = 0; i < group.length(); i++) {
      hash = (hash ^ group.charAt(i)) * 0x01000193;
    }
    return 1 + Math.floorMod(hash ^ hash >>> 15, ROWS);
  }

  @Override
  public void describe(Parts parts) {
    embedding.describe(parts);
  }

  @Override
  public String toString() {
    return outline();
  }
}
