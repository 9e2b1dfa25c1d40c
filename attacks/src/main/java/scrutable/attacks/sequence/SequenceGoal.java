package scrutable.attacks.sequence;

import java.util.Arrays;
import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What should become of a translation. A hinge tells how far the logits are from it: at most 0 when it is reached, and
/// never below `-margin`, so that nothing is spent on what is won already.
///
/// Source: Cheng, Yi, Zhang, Chen and Hsieh 2018, "Seq2Sick: Evaluating the Robustness of Sequence-to-Sequence Models
/// with Adversarial Examples", section 3.
public sealed interface SequenceGoal {
  /// How far one sentence is from the goal: a single number.
  ///
  /// @param logits  `(T, W)` of one sentence
  /// @param targets the W words
  /// @param margin  not negative
  Variable hinge(Variable logits, Vocabulary targets, double margin);

  /// Whether a translation is at the goal; whether that was come by honestly is another question, see
  /// [SequenceProblem].
  boolean isReached(List<String> translation);

  /// A word that should stand anywhere in the translation.
  ///
  /// `min over t of max(-margin, max_{w != keyword} z_tw - z_t,keyword)`
  record Keyword(String word) implements SequenceGoal {
    //: code keyword
    @Override
    public Variable hinge(Variable logits, Vocabulary targets, double margin) {
      requireLogits(logits, targets, margin);
      if (!targets.contains(word)) {
        throw new IllegalArgumentException("Keyword: \"" + word + "\" is none of the words that can be written");
      }
      int[] everywhere = new int[logits.size(0)];
      Arrays.fill(everywhere, targets.id(word));
      return lead(logits, everywhere).neg().add(margin).relu().sub(margin).min(false, 0);
    }
    //: end

    @Override
    public boolean isReached(List<String> translation) {
      return translation.contains(word);
    }
  }

  /// No word of the original translation should stand where it stood.
  ///
  /// `sum over t of max(-margin, z_t,s_t - max_{w != s_t} z_tw)`, over the places that both translations have
  ///
  /// @param original s, the translation before the attack
  record NonOverlap(List<String> original) implements SequenceGoal {
    /// Copies the list.
    ///
    /// @throws IllegalArgumentException if it is empty
    public NonOverlap {
      if (original.isEmpty()) {
        throw new IllegalArgumentException("NonOverlap: the original translation has no word");
      }
      original = List.copyOf(original);
    }

    @Override
    public Variable hinge(Variable logits, Vocabulary targets, double margin) {
      requireLogits(logits, targets, margin);
      int common = Math.min(original.size(), logits.size(0));
      int[] ids = targets.ids(original.subList(0, common));
      return lead(logits.slice(0, 0, common), ids).add(margin).relu().sub(margin).sum();
    }

    @Override
    public boolean isReached(List<String> translation) {
      for (int t = 0; t < Math.min(original.size(), translation.size()); t++) {
        if (original.get(t).equals(translation.get(t))) {
          return false;
        }
      }
      return true;
    }
  }

  /// How far word `ids[t]` is ahead of the best other word at each place: `(T,)`.
  private static Variable lead(Variable logits, int[] ids) {
    Tensor index = Tensor.ofInts(ids, ids.length, 1);
    Variable own = logits.gather(1, index).squeeze(1);
    Tensor others = Indexing.oneHot(index.reshape(-1), logits.size(1), DType.FLOAT32).equalTo(0);
    Variable lowest = Variable.constant(Tensor.full(Double.NEGATIVE_INFINITY, logits.dtype()));
    return own.sub(logits.where(others.to(logits.dtype()), lowest).max(false, 1));
  }

  private static void requireLogits(Variable logits, Vocabulary targets, double margin) {
    if (logits.rank() != 2 || logits.size(0) < 1 || logits.size(1) != targets.size()) {
      throw new IllegalArgumentException("hinge: logits should be (T, " + targets.size() + ") with T at least 1, not "
          + Shape.text(logits.shape()));
    }
    if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("hinge: the margin should be finite and not negative, not " + margin);
    }
  }
}
