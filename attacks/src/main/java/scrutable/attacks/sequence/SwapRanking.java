package scrutable.attacks.sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Indexing;
import scrutable.tensor.Tensor;

/// Which exchanges of one word promise most, by the gradient alone.
///
/// To first order the hinge falls by `(e_old - e_new) . g` when a word with the vector `e_old` gives way to one with
/// `e_new`, where g is the gradient of the hinge by the vector at that place.
///
/// @param wanted whose goal is ranked by: 0 the own, 1 that of the next problem
record SwapRanking(SequenceVictim victim, List<SequenceProblem> problems, double margin, int wanted) {
  /// A text on the way.
  ///
  /// @param problem which problem it belongs to
  /// @param hinge   how far its translation is from the goal
  /// @param reached whether it is there
  record Text(int problem, List<String> words, double hinge, boolean reached) {}

  /// An exchange, and how much the hinge should fall.
  record Swap(int place, String word, double gain) {}

  /// Looks at texts as they are.
  List<Text> read(List<Text> texts) {
    PaddedBatch ids = ids(texts);
    SequenceVictim.Written written = victim.write(vectors(ids), ids.lengths());
    List<Text> read = new ArrayList<>();
    for (int n = 0; n < texts.size(); n++) {
      SequenceGoal goal = problems.get(texts.get(n).problem).goal();
      read.add(new Text(texts.get(n).problem, texts.get(n).words,
          goal.hinge(written.logits(n), victim.targets(), margin).item(),
          goal.isReached(victim.targets().tokens(written.words(n)))));
    }
    return read;
  }

  //: code ranking
  /// The `count` most promising exchanges of each text, the best first; a place that was exchanged before stays.
  List<List<Swap>> best(List<Text> texts, int count) {
    PaddedBatch ids = ids(texts);
    Variable vectors = Variable.tracked(vectors(ids).value());
    SequenceVictim.Written written = victim.write(vectors, ids.lengths());
    Variable hinges = Variable.constant(Tensor.scalar(0f));
    for (int n = 0; n < texts.size(); n++) {
      SequenceGoal goal = problems.get((texts.get(n).problem + wanted) % problems.size()).goal();
      hinges = hinges.add(goal.hinge(written.logits(n), victim.targets(), margin));
    }
    Tensor gradient = Gradients.of(hinges, vectors).get(vectors);
    List<List<Swap>> best = new ArrayList<>();
    for (int n = 0; n < texts.size(); n++) {
      Tensor slopes = gradient.select(0, n).matmul(victim.table().t());           // (S, V): e . g for every word
      best.add(best(texts.get(n), slopes, count));
    }
    return best;
  }
  //: end

  private List<Swap> best(Text text, Tensor slopes, int count) {
    SequenceProblem problem = problems.get(text.problem);
    Vocabulary sources = victim.sources();
    float[] slope = slopes.toFloatArray();
    Comparator<Swap> byGain = Comparator.comparingDouble(Swap::gain);
    PriorityQueue<Swap> kept = new PriorityQueue<>(byGain);
    for (int place = 0; place < text.words.size(); place++) {
      String old = text.words.get(place);
      if (!old.equals(problem.original().get(place))) {
        continue;
      }
      float before = slope[place * sources.size() + sources.id(old)];
      for (String word : problem.replacements(victim, place)) {
        double gain = (double) before - slope[place * sources.size() + sources.id(word)];
        if (kept.size() < count || gain > kept.peek().gain) {
          kept.add(new Swap(place, word, gain));
          if (kept.size() > count) {
            kept.remove();
          }
        }
      }
    }
    return kept.stream().sorted(byGain.reversed()).toList();
  }

  private PaddedBatch ids(List<Text> texts) {
    return PaddedBatch.of(texts.stream().map(text -> victim.sources().ids(text.words)).toList());
  }

  private Variable vectors(PaddedBatch ids) {
    Tensor flat = ids.ids().reshape(-1);
    return Variable.constant(Indexing.select(victim.table(), 0, flat)
        .reshape(ids.size(), ids.steps(), victim.table().size(1)));
  }
}
