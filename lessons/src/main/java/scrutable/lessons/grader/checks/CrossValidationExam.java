package scrutable.lessons.grader.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.data.Dataset;
import scrutable.nn.validation.CrossValidation;
import scrutable.nn.validation.CrossValidation.Convergence;
import scrutable.nn.validation.CrossValidation.Partition;
import scrutable.nn.validation.CrossValidation.Selection;
import scrutable.nn.validation.Hypothesis;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// Which examples judge in which fold, and which model is taken in the end.
///
/// Every example carries its number, so that it can be followed. Which folds are longer by one is left to the student.
final class CrossValidationExam {
  private CrossValidationExam() {}

  static Exam partition() {
    return Exam.of("4.1",
        Part.of(Part.Kind.VALUES, "everyone judges once", draw -> judges(examples(draw), folds(draw)))
            .checkedBy(draw -> allInOrder(examples(draw).size())),
        Part.of(Part.Kind.VALUES, "equal folds", draw -> lengths(examples(draw), folds(draw)))
            .checkedBy(draw -> Answer.ofNumbers(examples(draw).size() % folds(draw) == 0 ? 0 : 1))
            .following("everyone judges once"),
        Part.of(Part.Kind.VALUES, "judges and learners apart", draw -> apart(examples(draw), folds(draw)))
            .checkedBy(draw -> Answer.ofNumbers((folds(draw) - 1) * examples(draw).size(), 0)),
        Part.of(Part.Kind.EDGES, "edges", draw -> {
          Dataset few = numbered(5);
          return judges(few, 5).and(lengths(few, 5)).and(judges(few, 2)).and(lengths(few, 2)).and(labels(few));
        }).checkedBy(draw -> allInOrder(5).and(Answer.ofNumbers(0)).and(allInOrder(5)).and(Answer.ofNumbers(1))
            .and(Answer.ofNumbers(0))).following("everyone judges once", "equal folds"));
  }

  private static Dataset examples(Draw draw) {
    return numbered(draw.fixed() ? 23 : 11 + (int) Math.floorMod(draw.seed(), 13L));
  }

  private static int folds(Draw draw) {
    return draw.fixed() ? 5 : 2 + (int) Math.floorMod(draw.seed(), 5L);
  }

  private static Dataset numbered(int n) {
    int[] labels = IntStream.range(0, n).map(i -> i * i % 3).toArray();
    return new Dataset("numbered", Tensor.range(n).to(DType.FLOAT32).reshape(n, 1), Tensor.ofInts(labels, n),
        List.of("a", "b", "c"));
  }

  private static List<Integer> numbers(Dataset examples) {
    List<Integer> numbers = new ArrayList<>();
    for (float number : examples.inputs().toFloatArray()) {
      numbers.add((int) number);
    }
    return numbers;
  }

  private static Answer ofList(List<Integer> numbers) {
    return Answer.ofNumbers(numbers.stream().mapToDouble(i -> i).toArray());
  }

  private static Answer allInOrder(int n) {
    return ofList(IntStream.range(0, n).boxed().toList());
  }

  /// The judges of all folds, one fold after the other.
  private static Answer judges(Dataset examples, int k) {
    List<Integer> all = new ArrayList<>();
    for (int fold = 1; fold <= k; fold++) {
      all.addAll(numbers(CrossValidation.partition(examples, fold, k).validation()));
    }
    return ofList(all);
  }

  /// By how much the longest fold is longer than the shortest.
  private static Answer lengths(Dataset examples, int k) {
    int[] lengths = IntStream.rangeClosed(1, k)
        .map(fold -> CrossValidation.partition(examples, fold, k).validation().size()).toArray();
    return Answer.ofNumbers(IntStream.of(lengths).max().orElseThrow() - IntStream.of(lengths).min().orElseThrow());
  }

  /// How many learn in all folds together, and how many of them judge in the same fold.
  private static Answer apart(Dataset examples, int k) {
    int learners = 0;
    int both = 0;
    for (int fold = 1; fold <= k; fold++) {
      Partition parts = CrossValidation.partition(examples, fold, k);
      learners += parts.training().size();
      both += (int) numbers(parts.validation()).stream().filter(numbers(parts.training())::contains).count();
    }
    return Answer.ofNumbers(learners, both);
  }

  /// How many examples have got the label of another one.
  private static Answer labels(Dataset examples) {
    int wrong = 0;
    for (int fold = 1; fold <= 3; fold++) {
      Dataset learners = CrossValidation.partition(examples, fold, 3).training();
      int[] labels = learners.labels().toIntArray();
      List<Integer> numbers = numbers(learners);
      for (int i = 0; i < labels.length; i++) {
        wrong += labels[i] == numbers.get(i) * numbers.get(i) % 3 ? 0 : 1;
      }
    }
    return Answer.ofNumbers(wrong);
  }

  static Exam wrapper() {
    return Exam.of("4.6",
        Part.of(Part.Kind.VALUES, "errors", draw -> errors(selected(draw))),
        Part.of(Part.Kind.VALUES, "best size", draw -> Answer.ofNumbers(selected(draw).bestSize()))
            .following("errors"),
        Part.of(Part.Kind.VALUES, "hypothesis", draw -> learned(selected(draw))).following("errors", "best size"),
        Part.of(Part.Kind.EDGES, "edges", draw -> {
          Selection first = select(new int[] {2, 2, 2}, new int[] {5, 4, 4}, 20, 4, new Convergence(1, 0, 9));
          Selection ties = select(new int[] {9, 6, 3, 0, 0}, new int[] {7, 4, 4, 6, 4}, 20, 4,
              new Convergence(1, 0, 5));
          Selection one = select(new int[] {5}, new int[] {8}, 20, 4, new Convergence(1, 0, 1));
          return errors(first).and(learned(first)).and(errors(ties)).and(learned(ties)).and(learned(one));
        }).following("errors", "best size", "hypothesis"));
  }

  /// Training errors that fall, validation errors with a hill and a valley before the end.
  private static Selection selected(Draw draw) {
    int shift = draw.size(0, 0, 3);
    return select(new int[] {9, 8, 7, 5, 4, 2, 1, 0, 0, 0}, new int[] {9, 6, 8 - shift, 7, 3 + shift, 5, 4, 6, 8, 9},
        20, draw.fixed() ? 4 : 5, new Convergence(1, 0.001, 20));
  }

  private static Selection select(int[] onLearners, int[] onJudges, int n, int k, Convergence convergence) {
    return CrossValidation.wrapper((size, examples) -> new Scripted(size, numbers(examples), onLearners, onJudges), k,
        numbered(n), convergence);
  }

  private static Answer errors(Selection selection) {
    return Answer.ofNumbers(selection.errors().stream()
        .flatMapToDouble(errors -> DoubleStream.of(errors.training(), errors.validation())).toArray());
  }

  /// Of which size the hypothesis is, and how many examples it has learned from.
  private static Answer learned(Selection selection) {
    Scripted hypothesis = (Scripted) selection.hypothesis();
    return Answer.ofNumbers(hypothesis.size, hypothesis.learners.size());
  }

  /// A hypothesis whose errors are given: of ten successive examples it has learned from, so many are wrong, and so
  /// many of ten others.
  private record Scripted(int size, List<Integer> learners, int[] onLearners, int[] onJudges) implements Hypothesis {
    @Override
    public Tensor predict(Tensor inputs) {
      float[] numbers = inputs.toFloatArray();
      int[] classes = new int[numbers.length];
      for (int i = 0; i < classes.length; i++) {
        int number = (int) numbers[i];
        int[] wrong = learners.contains(number) ? onLearners : onJudges;
        boolean isWrong = number % 10 < wrong[Math.min(size, wrong.length) - 1];
        classes[i] = (number * number + (isWrong ? 1 : 0)) % 3;
      }
      return Tensor.ofInts(classes, classes.length);
    }
  }
}
