package scrutable.nn.validation;

import java.util.Arrays;
import java.util.List;

/// How many tokens have to be inserted, deleted or replaced to turn one sequence into another (Levenshtein 1966), and
/// the error rates of transcripts that are made of it.
///
/// The rate over several transcripts divides all errors by the length of all references: long ones count more. It can
/// exceed 1, where a transcript is mostly invented.
public final class EditDistance {
  private EditDistance() {}

  /// The smallest number of insertions, deletions and replacements.
  public static <T> int of(List<T> reference, List<T> hypothesis) {
    int[] row = new int[hypothesis.size() + 1];         // distances of a beginning of the reference to all beginnings
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= reference.size(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= hypothesis.size(); j++) {
        int replaced = diagonal + (reference.get(i - 1).equals(hypothesis.get(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[hypothesis.size()];
  }

  /// The same for numbers, such as labels.
  public static int of(int[] reference, int[] hypothesis) {
    return of(Arrays.stream(reference).boxed().toList(), Arrays.stream(hypothesis).boxed().toList());
  }

  /// All errors divided by the length of all references.
  ///
  /// @throws IllegalArgumentException if there are not equally many of both, or all references are empty
  public static <T> double rate(List<List<T>> references, List<List<T>> hypotheses) {
    if (references.size() != hypotheses.size()) {
      throw new IllegalArgumentException("error rate: " + references.size() + " references and " + hypotheses.size()
          + " hypotheses are not pairs");
    }
    long errors = 0;
    long length = 0;
    for (int i = 0; i < references.size(); i++) {
      errors += of(references.get(i), hypotheses.get(i));
      length += references.get(i).size();
    }
    if (length == 0) {
      throw new IllegalArgumentException("error rate: the references are empty; there is nothing to divide by");
    }
    return (double) errors / length;
  }

  /// The character error rate: [#rate] over Unicode code points, spaces included.
  public static double characterErrorRate(List<String> references, List<String> hypotheses) {
    return rate(references.stream().map(EditDistance::characters).toList(),
        hypotheses.stream().map(EditDistance::characters).toList());
  }

  private static List<Integer> characters(String text) {
    return text.codePoints().boxed().toList();
  }

  /// The word error rate: [#rate] over what white space separates, as it is written.
  public static double wordErrorRate(List<String> references, List<String> hypotheses) {
    return rate(references.stream().map(EditDistance::words).toList(),
        hypotheses.stream().map(EditDistance::words).toList());
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }
}
