package scrutable.nn.sequence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The tokens that a network knows, each with a number.
///
/// The first four numbers are taken by symbols that no text contains: [#PAD] fills a batch up, [#BOS] and [#EOS] are
/// begin and end of a sequence, and [#UNK] stands for every token that is not known. After them come the tokens of the
/// texts to learn from, the most frequent first; equally frequent ones in the order of their code units.
///
/// Build it from the training texts and from nothing else: a word that only a test text has must stay unknown, or the
/// test knows something that life does not.
///
/// ```java
/// Vocabulary vocabulary = Vocabulary.of(trainingTokens, 2, 10_000);     // seen twice or more, at most 10,000
/// int[] ids = vocabulary.ids(Tokenizer.words().tokens("a good film"));
/// ```
public final class Vocabulary {
  /// Fills sequences up to the length of the longest in a batch.
  public static final int PAD = 0;
  /// The beginning of a sequence.
  public static final int BOS = 1;
  /// The end of a sequence.
  public static final int EOS = 2;
  /// Any token that is not in the vocabulary.
  public static final int UNK = 3;

  private static final List<String> SYMBOLS = List.of("<pad>", "<bos>", "<eos>", "<unk>");

  private final List<String> tokens;
  private final Map<String, Integer> ids;

  private Vocabulary(List<String> words) {
    List<String> all = new ArrayList<>(SYMBOLS);
    all.addAll(words);
    this.tokens = List.copyOf(all);
    this.ids = new HashMap<>();
    for (int id = SYMBOLS.size(); id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }
  }

  /// All tokens of the training texts.
  public static Vocabulary of(Collection<List<String>> training) {
    return of(training, 1, Integer.MAX_VALUE);
  }

  /// The tokens that occur often enough in the training texts.
  ///
  /// @param training the tokens of each text
  /// @param minCount how often a token must occur to be known; the others are [#UNK], which so is trained as well
  /// @param most     how many tokens at most, not counting the four symbols
  /// @throws IllegalArgumentException if a bound is below 1, or a text contains one of the four symbols
  public static Vocabulary of(Collection<List<String>> training, int minCount, int most) {
    if (minCount < 1 || most < 1) {
      throw new IllegalArgumentException("Vocabulary: minCount and most should be at least 1, not " + minCount + " and "
          + most);
    }
    Map<String, Integer> counts = new TreeMap<>();
    for (List<String> text : training) {
      for (String token : text) {
        requireText(token);
        counts.merge(token, 1, Integer::sum);
      }
    }
    return new Vocabulary(counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= minCount)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())) // stable: ties stay in order
        .limit(most).map(Map.Entry::getKey).toList());
  }

  /// A vocabulary of given tokens in the given order, such as that of a trained network.
  ///
  /// @param words without the four symbols
  /// @throws IllegalArgumentException if a token occurs twice or is one of the four symbols
  public static Vocabulary ofTokens(List<String> words) {
    Vocabulary vocabulary = new Vocabulary(words);
    words.forEach(Vocabulary::requireText);
    for (int id = SYMBOLS.size(); id < vocabulary.size(); id++) {
      if (vocabulary.id(vocabulary.token(id)) != id) {
        throw new IllegalArgumentException("Vocabulary: the token \"" + vocabulary.token(id) + "\" is given twice");
      }
    }
    return vocabulary;
  }

  private static void requireText(String token) {
    if (SYMBOLS.contains(token)) {
      throw new IllegalArgumentException("Vocabulary: a text contains the token " + token + ", which is a symbol of the"
          + " vocabulary itself; write it differently there");
    }
  }

  /// V, the number of tokens, the four symbols included.
  public int size() {
    return tokens.size();
  }

  /// Whether a token of a text is known. The four symbols are no tokens of texts.
  public boolean contains(String token) {
    return ids.containsKey(token);
  }

  /// The number of a token of a text, [#UNK] if it is not known. A text in which somebody has written `<eos>` does not
  /// end there: that is an unknown token.
  public int id(String token) {
    return ids.getOrDefault(token, UNK);
  }

  /// The numbers of the tokens of a text.
  public int[] ids(List<String> text) {
    return text.stream().mapToInt(this::id).toArray();
  }

  /// The numbers of the tokens of a text between [#BOS] and [#EOS].
  public int[] idsWithEnds(List<String> text) {
    int[] result = new int[text.size() + 2];
    result[0] = BOS;
    for (int i = 0; i < text.size(); i++) {
      result[i + 1] = id(text.get(i));
    }
    result[text.size() + 1] = EOS;
    return result;
  }

  /// The token of a number, or the symbol, such as `<unk>`.
  ///
  /// @throws IllegalArgumentException if there is no such number
  public String token(int id) {
    if (id < 0 || id >= tokens.size()) {
      throw new IllegalArgumentException("Vocabulary: id " + id + " does not lie in 0 .. " + (tokens.size() - 1));
    }
    return tokens.get(id);
  }

  /// The tokens of numbers as a reader wants them: without [#PAD] and [#BOS], up to the first [#EOS].
  public List<String> tokens(int[] ids) {
    List<String> result = new ArrayList<>();
    for (int id : ids) {
      if (id == EOS) {
        break;
      }
      if (id != PAD && id != BOS) {
        result.add(token(id));
      }
    }
    return result;
  }

  /// All tokens in the order of their numbers, without the four symbols; see [#ofTokens].
  public List<String> words() {
    return tokens.subList(SYMBOLS.size(), tokens.size());
  }

  /// All tokens in the order of their numbers, the four symbols included: the names of the rows of an embedding.
  public List<String> tokens() {
    return tokens;
  }

  /// The share of the tokens of texts that are known, in [0, 1].
  ///
  /// @throws IllegalArgumentException if the texts have no tokens
  public double coverage(Collection<List<String>> texts) {
    long total = texts.stream().mapToLong(List::size).sum();
    if (total == 0) {
      throw new IllegalArgumentException("coverage: the texts have no tokens");
    }
    long known = texts.stream().flatMap(List::stream).filter(this::contains).count();
    return (double) known / total;
  }
}
