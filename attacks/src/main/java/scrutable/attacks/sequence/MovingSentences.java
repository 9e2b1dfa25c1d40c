package scrutable.attacks.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.autograd.Variable;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.tensor.Indexing;
import scrutable.tensor.Tensor;

/// The sentences of [Seq2Sick] while their vectors move: what the victim writes of them, which words they are near,
/// and what was found so far.
final class MovingSentences {
  private final SequenceVictim victim;
  private final List<SequenceProblem> problems;
  private final NearestWords nearest;
  private final int[] lengths;
  private final Tensor vectors;
  private final List<List<String>> found = new ArrayList<>();
  private final int[] readings;
  private final boolean[] solved;
  private final boolean[] vectorsReached;
  private final boolean[] wordsThen;

  MovingSentences(SequenceVictim victim, List<SequenceProblem> problems) {
    this.victim = victim;
    this.problems = problems;
    this.nearest = new NearestWords(victim, problems);
    PaddedBatch ids = PaddedBatch.of(problems.stream().map(p -> victim.sources().ids(p.original())).toList());
    this.lengths = ids.lengths();
    this.vectors = vectorsOf(ids.ids().toIntArray(), ids.steps());
    problems.forEach(problem -> found.add(problem.original()));
    this.readings = new int[lengths.length];
    this.solved = new boolean[lengths.length];
    this.vectorsReached = new boolean[lengths.length];
    this.wordsThen = new boolean[lengths.length];
  }

  private Tensor vectorsOf(int[] ids, int places) {
    return Indexing.select(victim.table(), 0, Tensor.ofInts(ids, ids.length))
        .reshape(-1, places, victim.table().size(1));
  }

  /// The vectors `(N, S, D)` before they move.
  Tensor vectors() {
    return vectors;
  }

  /// The vectors `(N, S, D)` of the words that are nearest to the moved ones.
  Tensor nearestVectors(Tensor moves) {
    int[] ids = Arrays.stream(nearest.of(vectors.add(moves))).flatMapToInt(Arrays::stream).toArray();
    return vectorsOf(ids, vectors.size(1));
  }

  /// The sum of the hinges of what the victim writes when it reads moved vectors.
  Variable read(Variable moved, Tensor moves, double margin) {
    SequenceVictim.Written written = victim.write(moved, lengths);
    Variable sum = Variable.constant(Tensor.scalar(0f));
    for (int n = 0; n < lengths.length; n++) {
      SequenceProblem problem = problems.get(n);
      sum = sum.add(problem.goal().hinge(written.logits(n), victim.targets(), margin));
      readings[n] += solved[n] ? 0 : WordSwaps.GRADIENT;
      boolean reached = problem.goal().isReached(victim.targets().tokens(written.words(n)));
      if (reached && !vectorsReached[n] && longest(moves, n).size() <= problem.mostChanges()) {
        vectorsReached[n] = true;
        List<String> words = words(nearest.of(vectors.add(moves))[n], moves, n);
        wordsThen[n] = problem.goal().isReached(victim.translate(List.of(words)).getFirst());
      }
    }
    return sum;
  }

  /// The places of a sentence whose vectors have moved, the farthest first.
  private List<Integer> longest(Tensor moves, int n) {
    double[] lengthsOfMoves = moves.select(0, n).square().sum(false, 1).toDoubleArray();
    return IntStream.range(0, lengths[n]).boxed().filter(s -> lengthsOfMoves[s] > 0)
        .sorted(Comparator.comparingDouble((Integer s) -> -lengthsOfMoves[s])).toList();
  }

  //: code try-words
  /// The nearest word of each vector that has moved, of the farthest ones first, as many as may be exchanged; the other
  /// words stay.
  private List<String> words(int[] nearest, Tensor moves, int n) {
    List<String> text = new ArrayList<>(problems.get(n).original());
    for (int place : longest(moves, n)) {
      boolean other = nearest[place] != victim.sources().id(text.get(place));
      if (other && problems.get(n).changes(text) < problems.get(n).mostChanges()) {
        text.set(place, victim.sources().token(nearest[place]));
      }
    }
    return text;
  }

  /// Lets the victim translate the words.
  void tryWords(Tensor moves) {
    int[][] words = nearest.of(vectors.add(moves));
    List<List<String>> tried = IntStream.range(0, lengths.length).mapToObj(n -> words(words[n], moves, n)).toList();
    List<List<String>> translations = victim.translate(tried);
    for (int n = 0; n < lengths.length; n++) {
      readings[n] += solved[n] ? 0 : 1;
      if (!solved[n] && problems.get(n).goal().isReached(translations.get(n))) {
        solved[n] = true;
        found.set(n, tried.get(n));
      }
    }
  }
  //: end

  /// What was found.
  List<Seq2Sick.Moved> found() {
    return IntStream.range(0, lengths.length).mapToObj(n -> new Seq2Sick.Moved(
        new SequenceSearch.Attempt(found.get(n), readings[n]), vectorsReached[n],
        wordsThen[n])).toList();
  }
}
