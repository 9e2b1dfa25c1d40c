package scrutable.attacks.sequence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import scrutable.attacks.sequence.SwapRanking.Swap;
import scrutable.attacks.sequence.SwapRanking.Text;
import scrutable.autograd.Graph;
import scrutable.tensor.Rng;

/// Exchanges one word after the other: of all exchanges those that the gradient says are worth most are really tried,
/// and the few best texts are gone on from ([SwapRanking] ranks).
///
/// Source: Ebrahimi, Rao, Lowd and Dou 2018, "HotFlip: white-box adversarial examples for text classification", section
/// 3, one-word flips with a beam.
///
/// @param beam    how many texts are gone on from
/// @param tried   how many exchanges are tried for each of them
/// @param margin  of the hinge
/// @param foreign whether the gradient is that of the goal of the next problem: the same effort without the knowledge
public record WordSwaps(int beam, int tried, double margin, boolean foreign) implements SequenceSearch {
  private static final int AT_ONCE = 256;
  /// A gradient costs writing, the logits, and the way back, which is as long as two ways there.
  static final int GRADIENT = 4;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if one of them is out of its range
  public WordSwaps {
    if (beam < 1 || tried < 1 || !(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("WordSwaps: beam and tried should be at least 1, the margin finite and not"
          + " negative, not " + beam + ", " + tried + " and " + margin);
    }
  }

  /// With the gradient of the own goal.
  public WordSwaps(int beam, int tried, double margin) {
    this(beam, tried, margin, false);
  }

  /// The same, led by the goal of another sentence.
  public WordSwaps withForeignGradient() {
    return new WordSwaps(beam, tried, margin, true);
  }

  /// How many forward passes a sentence costs at most, if so many words of it may be exchanged: four for each text that
  /// is ranked, two for each that may be gone on from, and one for each that is only tried.
  public int mostReadings(int changes) {
    int readings = 0;
    for (int change = 1; change <= changes; change++) {
      readings += (change == 1 ? 1 : beam) * (GRADIENT + tried * (change == changes ? 1 : 2));
    }
    return readings;
  }

  //: code swaps
  @Override
  public List<Attempt> search(SequenceVictim victim, List<SequenceProblem> problems, Rng rng) {
    SwapRanking ranking = new SwapRanking(victim, problems, margin, foreign ? 1 : 0);
    List<Attempt> found = new ArrayList<>();
    problems.forEach(problem -> found.add(new Attempt(problem.original(), 0)));
    List<Text> texts = IntStream.range(0, problems.size()).filter(n -> problems.get(n).mostChanges() > 0)
        .mapToObj(n -> new Text(n, problems.get(n).original(), 0, false)).toList();
    for (int changed = 1; !texts.isEmpty(); changed++) {
      List<Text> swapped = swapped(ranking, texts);
      countReadings(found, texts, text -> GRADIENT);
      int change = changed;
      countReadings(found, swapped, text -> change < problems.get(text.problem()).mostChanges() ? 2 : 1);
      List<Text> kept = new ArrayList<>();
      for (int n = 0; n < problems.size(); n++) {
        int problem = n;
        List<Text> own = swapped.stream().filter(text -> text.problem() == problem)
            .sorted(Comparator.comparing((Text text) -> !text.reached()).thenComparingDouble(Text::hinge)).toList();
        if (!own.isEmpty() && own.getFirst().reached()) {
          found.set(n, new Attempt(own.getFirst().words(), found.get(n).readings()));
        } else if (changed < problems.get(n).mostChanges()) {
          kept.addAll(own.subList(0, Math.min(beam, own.size())));
        }
      }
      texts = kept;
    }
    return found;
  }
  //: end

  /// All texts that are one exchange away from some, as far as they are worth a try, and how they fare.
  private List<Text> swapped(SwapRanking ranking, List<Text> texts) {
    Set<Text> untried = new LinkedHashSet<>();
    for (int from = 0; from < texts.size(); from += AT_ONCE) {
      List<Text> some = texts.subList(from, Math.min(from + AT_ONCE, texts.size()));
      List<List<Swap>> best = ranking.best(some, tried);
      for (int i = 0; i < some.size(); i++) {
        for (Swap swap : best.get(i)) {
          List<String> words = SequenceProblem.with(some.get(i).words(), swap.place(), swap.word());
          untried.add(new Text(some.get(i).problem(), words, 0, false));
        }
      }
    }
    List<Text> all = List.copyOf(untried);
    List<Text> read = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      List<Text> some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
      read.addAll(Graph.withoutRecording(() -> ranking.read(some)));
    }
    return read;
  }

  private static void countReadings(List<Attempt> found, List<Text> texts, ToIntFunction<Text> each) {
    for (Text text : texts) {
      Attempt soFar = found.get(text.problem());
      found.set(text.problem(), new Attempt(soFar.words(), soFar.readings() + each.applyAsInt(text)));
    }
  }
}
