package scrutable.lessons.grader.checks;

import scrutable.autograd.Variable;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.layer.BatchNorm1d;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// What batch normalisation remembers of its batches.
final class BatchMemoryExam {
  private static final String MEAN = "running_mean";
  private static final String VARIANCE = "running_var";

  private BatchMemoryExam() {}

  static Exam exam() {
    return Exam.of("3.2",
        Part.of(Part.Kind.VALUES, "mean", draw -> Answer.of(afterTwoBatches(draw).state().get(MEAN))),
        Part.of(Part.Kind.VALUES, "variance", draw -> Answer.of(afterTwoBatches(draw).state().get(VARIANCE))),
        Part.of(Part.Kind.EDGES, "edges", BatchMemoryExam::unusual).following("mean", "variance").within(1e-5));
  }

  private static BatchNorm1d afterTwoBatches(Draw draw) {
    int channels = draw.size(3, 1, 4);
    BatchNorm1d norm = norm(channels);
    for (int batch = 0; batch < 2; batch++) {
      norm.forward(Variable.constant(draw.normal(draw.size(5, 2, 8), channels).mul(2).add(1)));
    }
    return norm;
  }

  /// Sequences, the smallest batch, a memory that takes nothing or everything, `float32`.
  private static Answer unusual(Draw draw) {
    BatchNorm1d sequences = norm(2);
    sequences.forward(Variable.constant(draw.normal(3, 2, 4)));
    BatchNorm1d smallest = norm(2);
    smallest.forward(Variable.constant(draw.normal(2, 2)));
    Answer all = memory(sequences).and(memory(smallest));
    for (double momentum : new double[] {0, 0.3, 1}) {
      BatchNorm1d norm = new BatchNorm1d(2, momentum, 1e-5);
      norm.forward(Variable.constant(draw.normal(4, 2).to(DType.FLOAT32)));
      norm.forward(Variable.constant(draw.normal(5, 2).to(DType.FLOAT32)));
      all = all.and(memory(norm));
    }
    return all;
  }

  private static BatchNorm1d norm(int channels) {
    return BatchNorm1d.of(Tensor.full(1, DType.FLOAT64, channels), Tensor.full(0, DType.FLOAT64, channels));
  }

  private static Answer memory(BatchNorm1d norm) {
    return Answer.of(norm.state().get(MEAN), norm.state().get(VARIANCE));
  }
}
