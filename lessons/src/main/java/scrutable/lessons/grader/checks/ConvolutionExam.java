package scrutable.lessons.grader.checks;

import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.tensor.kernel.convolution.ConvGeometry;
import scrutable.tensor.kernel.convolution.Convolution;

/// The exams of the plain convolution, with one thing after the other: strides, paddings, dilations.
final class ConvolutionExam {
  private ConvolutionExam() {}

  static Exam inputIndex() {
    Part.Kind values = Part.Kind.VALUES;
    return Exam.of("2.2",
        Part.of(values, "plain", draw -> forward(draw, plain(draw))),
        Part.of(values, "stride", draw -> forward(draw, stride(draw))).following("plain"),
        Part.of(values, "padding", draw -> forward(draw, padding(draw))).following("plain"),
        Part.of(values, "dilation", draw -> forward(draw, dilation(draw))).following("plain"),
        Part.of(Part.Kind.GRADIENT, "gradient of the weights", draw -> weightGradient(draw, all(draw)))
            .following("plain", "stride", "padding", "dilation"),
        Part.of(Part.Kind.EDGES, "all at once, not square", draw -> forward(draw, odd()))
            .following("plain", "stride", "padding", "dilation"));
  }

  static Exam inputGradient() {
    Part.Kind gradient = Part.Kind.GRADIENT;
    return Exam.of("2.3",
        Part.of(gradient, "plain", draw -> inputGradient(draw, plain(draw))),
        Part.of(gradient, "stride", draw -> inputGradient(draw, stride(draw))).following("plain"),
        Part.of(gradient, "padding", draw -> inputGradient(draw, padding(draw))).following("plain"),
        Part.of(gradient, "dilation", draw -> inputGradient(draw, dilation(draw))).following("plain"),
        Part.of(Part.Kind.EDGES, "all at once, not square", draw -> inputGradient(draw, odd()))
            .following("plain", "stride", "padding", "dilation"));
  }

  private static ConvGeometry plain(Draw draw) {
    return of(draw, 1, 0, 1);
  }

  private static ConvGeometry stride(Draw draw) {
    return of(draw, 2, 2, 1);
  }

  private static ConvGeometry padding(Draw draw) {
    return of(draw, 1, 1, 1);
  }

  private static ConvGeometry dilation(Draw draw) {
    return of(draw, 1, 0, 2);
  }

  private static ConvGeometry all(Draw draw) {
    return of(draw, 2, 1, 2);
  }

  /// Square in the fixed draw, and with as many channels in as out.
  private static ConvGeometry of(Draw draw, int stride, int padding, int dilation) {
    int channels = draw.size(2, 1, 3);
    return new ConvGeometry(1, channels, draw.size(5, 5, 6), draw.size(5, 5, 7), draw.fixed() ? channels
        : draw.size(2, 1, 2), draw.size(3, 2, 3), draw.size(3, 2, 3), stride, stride, padding, padding, dilation,
        dilation);
  }

  private static ConvGeometry odd() {
    return new ConvGeometry(2, 1, 5, 4, 2, 3, 2, 1, 2, 2, 1, 2, 1);
  }

  private static Answer forward(Draw draw, ConvGeometry g) {
    double[] y = new double[g.n() * g.outSize()];
    Convolution.forward(g, normal(draw, g.n() * g.inSize()), normal(draw, g.outChannels() * g.window()), null, y);
    return Answer.ofNumbers(y);
  }

  private static Answer inputGradient(Draw draw, ConvGeometry g) {
    double[] gx = new double[g.n() * g.inSize()];
    Convolution.inputGradient(g, normal(draw, g.n() * g.outSize()), normal(draw, g.outChannels() * g.window()), gx);
    return Answer.ofNumbers(gx);
  }

  private static Answer weightGradient(Draw draw, ConvGeometry g) {
    double[] gw = new double[g.outChannels() * g.window()];
    Convolution.weightGradient(g, normal(draw, g.n() * g.inSize()), normal(draw, g.n() * g.outSize()), gw);
    return Answer.ofNumbers(gw);
  }

  private static double[] normal(Draw draw, int count) {
    return draw.normal(count).toDoubleArray();
  }
}
