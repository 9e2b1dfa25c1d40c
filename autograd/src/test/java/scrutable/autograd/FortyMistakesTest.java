package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.autograd.Mistaken.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Convolution2d;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Joining;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;
import scrutable.tensor.Window;

/// Forty more wrong rules, chosen without a look at what the gradient check knows: it shall say something useful about
/// most of them, and nothing wrong about any.
///
/// The words are a part of what is said. Where they only tell how many elements are wrong, the mistake counts as not
/// recognised.
class FortyMistakesTest {
  private static final String NOTHING = "no simple pattern";
  private static final Window SAME = Window.square(3, 1, 1).withKernel(3, 3);

  private final List<String> wrong = new ArrayList<>();
  private int recognised;
  private int count;

  private static Tensor[] signed(int[]... shapes) {
    return Mistaken.signed(171, shapes);
  }

  private static Tensor[] positive(int[]... shapes) {
    return Mistaken.positive(172, shapes);
  }

  private void mistake(String name, String words, Function<Tensor[], Tensor> function, Mistaken.Rule rule,
      Tensor... inputs) {
    GradientReport report = Mistaken.check(function, rule, inputs);
    count++;
    recognised += report.diagnosis().contains(NOTHING) ? 0 : 1;
    if (report.passed() || !report.diagnosis().contains(words)) {
      wrong.add(name + ": " + report.diagnosis());
    }
  }

  @Test
  void mostAreRecognisedAndNoneIsMistakenForAnother() {
    products();
    elements();
    masks();
    rows();
    arrangements();
    windows();
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    assertTrue(count == 40 && recognised >= 37, recognised + " of " + count);
  }

  private void products() {
    Function<Tensor[], Tensor> product = x -> x[0].matmul(x[1]);
    Tensor[] square = signed(shape(4, 4), shape(4, 4));
    mistake("dL/dA = G^T B^T",
        "the rule computes g^T x1^T, right is g x1^T: a transpose is missing or one too many", product,
        (i, g, x, y) -> i == 0 ? g.t().matmul(x[1].t()) : x[0].t().matmul(g), square);
    mistake("dL/dB = A^T G^T",
        "the rule computes x0^T g^T, right is x0^T g: a transpose is missing or one too many", product,
        (i, g, x, y) -> i == 0 ? g.matmul(x[1].t()) : x[0].t().matmul(g.t()), square);
    mistake("dL/dA with A for B",
        "right is g x1^T: x0 stands where x1 belongs", product,
        (i, g, x, y) -> i == 0 ? g.matmul(x[0].t()) : x[0].t().matmul(g), square);
    mistake("dL/dA with Y for B",
        "right is g x1^T: y stands where x1 belongs", product,
        (i, g, x, y) -> i == 0 ? g.matmul(y.t()) : x[0].t().matmul(g), square);
    mistake("a shared matrix, of one example only",
        "9 of 9 elements of input 1 are wrong", product,
        (i, g, x, y) -> i == 0 ? g.matmul(x[1].t()) : x[0].slice(0, 0, 1).reshape(4, 3).t()
            .matmul(g.slice(0, 0, 1).reshape(4, 3)), signed(shape(2, 4, 3), shape(3, 3)));
    mistake("an outer product, the other factor",
        "the sum over the broadcast axes is missing or incomplete",
        x -> x[0].reshape(3, 1).mul(x[1].reshape(1, 3)), (i, g, x, y) -> i == 0
            ? g.mul(x[1].reshape(1, 3)).sum(false, 0) : g.mul(x[0].reshape(3, 1)).sum(false, 0),
        signed(shape(3), shape(3)));
    mistake("a - b with a plus",
        "a sign is wrong", x -> x[0].sub(x[1]), (i, g, x, y) -> g, signed(shape(5), shape(5)));
    mistake("a b with a a",
        "the rules of the two inputs are swapped", x -> x[0].mul(x[1]), (i, g, x, y) -> g.mul(x[i]),
        signed(shape(5), shape(5)));
  }

  private void elements() {
    Tensor[] any = signed(shape(3, 4));
    mistake("cos' = sin",
        "a sign is wrong", x -> x[0].map(UnaryFunction.COS), (i, g, x, y) -> g.mul(x[0].sin()), any);
    mistake("sigmoid' = y",
        "multiplies g by y, right is y (1 - y)", x -> x[0].map(UnaryFunction.SIGMOID), (i, g, x, y) -> g.mul(y), any);
    mistake("tanh' = 1 + y^2",
        "multiplies g by 1 + y^2, right is 1 - y^2", x -> x[0].map(UnaryFunction.TANH),
        (i, g, x, y) -> g.mul(y.square().add(1)), any);
    mistake("softplus' = y",
        "multiplies g by y, right is sigmoid(x)", x -> x[0].exp().add(1).log(), (i, g, x, y) -> g.mul(y), any);
    mistake("log' = 1 / x^2",
        "multiplies g by 1 / x^2, right is 1 / x", x -> x[0].log(),
        (i, g, x, y) -> g.div(x[0].square()), positive(shape(3, 4)));
    mistake("sqrt' = 1 / y",
        "a factor 1/2 is missing", x -> x[0].sqrt(), (i, g, x, y) -> g.div(y), positive(shape(3, 4)));
    mistake("1 / x' = 1 / x",
        "multiplies g by 1 / x, right is -(1 / x^2)", x -> x[0].pow(-1),
        (i, g, x, y) -> g.div(x[0]), positive(shape(3, 4)));
    mistake("exp' of x^2 without its inner derivative",
        "multiplies g by y, right is 2.0 (x y)", x -> x[0].square().exp(), (i, g, x, y) -> g.mul(y), any);
    mistake("a bell without its sign",
        "a sign is wrong", x -> x[0].square().mul(-0.5).exp(), (i, g, x, y) -> g.mul(x[0]).mul(y), any);
  }

  private void masks() {
    Tensor[] any = signed(shape(3, 4));
    Variable zero = Variable.constant(Tensor.scalar(0.0));
    mistake("clamp passes everything",
        "multiplies g by 1, which is not the derivative", x -> x[0].clamp(-0.5, 0.5), (i, g, x, y) -> g, any);
    mistake("leaky relu as relu",
        "multiplies g by 1 where x > 0, else 0", x -> Tensor.where(x[0].greater(0), x[0], x[0].mul(0.1)),
        (i, g, x, y) -> g.where(x[0].greater(0), zero), any);
    mistake("relu6 with a wrong top",
        "multiplies g by 1 where x > 0, else 0, which is not the derivative", x -> x[0].clamp(0, 0.6),
        (i, g, x, y) -> g.where(x[0].greater(0), zero), any);
    mistake("the larger of two gets all, the wrong one",
        "the rules of the two inputs are swapped", x -> Tensor.where(x[0].greater(x[1]), x[0], x[1]),
        (i, g, x, y) -> g.where(x[i].less(x[1 - i]), zero), signed(shape(3, 4), shape(3, 4)));
    mistake("a minimum that feeds the maximum",
        "the right numbers in the wrong places", x -> x[0].min(false, 1),
        (i, g, x, y) -> g.reshape(3, 1).expand(3, 4).where(x[0].value().equalTo(x[0].value().max(true, 1)), zero), any);
    mistake("dropout with the mask turned round",
        "a mask is turned round",
        x -> x[0].mul(Tensor.of(new double[] {0, 2, 2, 0, 2}, 5)),
        (i, g, x, y) -> g.mul(Variable.constant(Tensor.of(new double[] {2, 0, 0, 2, 0}, 5))), signed(shape(5)));
  }

  private void rows() {
    Tensor[] any = signed(shape(3, 5));
    mistake("softmax with the difference turned round",
        "a sign is wrong", x -> softmax(x[0]),
        (i, g, x, y) -> g.mul(y).sum(true, -1).sub(g).mul(y), any);
    mistake("log-softmax with y for e^y",
        "15 of 15 elements", x -> softmax(x[0]).log(),
        (i, g, x, y) -> g.sub(y.mul(g.sum(true, -1))), any);
    mistake("a mean without its division",
        "the rule is that of a sum, the function is a mean", x -> x[0].mean(false, 1),
        (i, g, x, y) -> g.reshape(3, 1).expand(3, 5),
        any);
    mistake("a sum that forgets g",
        "the incoming gradient is ignored", x -> x[0].sum(false, 1),
        (i, g, x, y) -> Variable.constant(Tensor.zeros(DType.FLOAT64, 3, 5).add(1)), any);
    mistake("a unit vector without its projection",
        "the gradient is off by a multiple of x: a term x times a sum over the row is missing",
        x -> x[0].div(x[0].square().sum(true, 1).sqrt()),
        (i, g, x, y) -> g.div(x[0].square().sum(true, 1).sqrt()), any);
    mistake("log-sum-exp without its softmax",
        "15 of 15 elements", x -> x[0].exp().sum(false, 1).log(),
        (i, g, x, y) -> g.reshape(3, 1).expand(3, 5), any);
    mistake("a variance without its 2",
        "a factor 2 is missing (as of a square)", x -> x[0].sub(x[0].mean(true, 1)).square().mean(false, 1),
        (i, g, x, y) -> g.reshape(3, 1).mul(x[0].sub(x[0].mean(true, 1))).div(5), any);
    mistake("a bias, the sum over the examples forgotten",
        "the sum over the broadcast axes is missing or incomplete", x -> x[0].add(x[1]),
        (i, g, x, y) -> i == 0 ? g : g.slice(0, 0, 1).reshape(5), signed(shape(3, 5), shape(5)));
    mistake("a bias, the mean over the examples",
        "analytic = numeric / 3, the size of axis 0 of the output (3, 5)", x -> x[0].add(x[1]),
        (i, g, x, y) -> i == 0 ? g : g.mean(false, 0), signed(shape(3, 5), shape(5)));
  }

  private static Tensor softmax(Tensor x) {
    return x.exp().div(x.exp().sum(true, -1));
  }

  private void arrangements() {
    mistake("padding cut off at the wrong end",
        "moved along axis 0 by 1 towards the beginning: an offset is wrong",
        x -> Joining.pad(x[0], new int[] {1}, new int[] {2}, 0),
        (i, g, x, y) -> g.slice(0, 2, 6), signed(shape(4)));
    mistake("a matrix laid out by columns",
        "transposed: a transpose is missing", x -> x[0].reshape(16), (i, g, x, y) -> g.reshape(4, 4).t(),
        signed(shape(4, 4)));
    Tensor index = Tensor.ofInts(new int[] {2, 0, 4, 1, 3}, 5);
    mistake("rows picked, and picked again for the way back",
        "this is J g, not J^T g", x -> Indexing.select(x[0], 0, index),
        (i, g, x, y) -> Variable.constant(Indexing.select(g.value(), 0, index)), signed(shape(5, 3)));
    Tensor before = Tensor.of(new double[] {0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0}, 4, 4);
    Tensor upTo = Tensor.of(new double[] {1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1}, 4, 4);
    mistake("a running sum without the element itself",
        "moved along axis 0 by 1", x -> upTo.matmul(x[0].reshape(4, 1)).reshape(4),
        (i, g, x, y) -> Variable.constant(before.t()).matmul(g.reshape(4, 1)).reshape(4), signed(shape(4)));
  }

  private void windows() {
    Function<Tensor[], Tensor> convolution = x -> Convolution2d.forward(x[0], x[1], SAME);
    Tensor[] images = signed(shape(2, 2, 5, 5), shape(3, 2, 3, 3));
    Mistaken.Rule right = (i, g, x, y) -> new ConvolutionOp.Conv2d(SAME).vjp(i, g, x, y);
    mistake("the kernel's rows and columns exchanged",
        "the numeric one transposed", convolution,
        (i, g, x, y) -> i == 1 ? right.of(i, g, x, y).transpose(2, 3) : right.of(i, g, x, y), images);
    mistake("the kernel flipped along its rows only",
        "flipped along axis 3: a flip is missing", convolution,
        (i, g, x, y) -> i == 1 ? right.of(i, g, x, y).flip(3) : right.of(i, g, x, y), images);
    mistake("the image's gradient moved by one",
        "moved along axis 3 by 1 towards the beginning: an offset is wrong (padding", convolution,
        (i, g, x, y) -> i == 0
        ? right.of(i, g, x, y).slice(3, 1, 5).pad(new int[] {0, 0, 0, 0}, new int[] {0, 0, 0, 1}, 0)
        : right.of(i, g, x, y), images);
    mistake("an average of pairs without its 1/2",
        "a factor 1/2 is missing", x -> x[0].reshape(3, 2).mean(false, 1),
        (i, g, x, y) -> g.reshape(3, 1).expand(3, 2).reshape(6), signed(shape(6)));
  }
}
